# ccache speeds up the second build where it is installed; nothing depends on it.
option(SIMRUN_CCACHE "Compile through ccache if it is installed" ON)
if(SIMRUN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER AND (DEFINED ENV{HOME} OR DEFINED ENV{CCACHE_DIR}))
    find_program(SIMRUN_CCACHE_PROGRAM ccache)
    if(SIMRUN_CCACHE_PROGRAM)
        set(CMAKE_CXX_COMPILER_LAUNCHER
            bash ${PROJECT_SOURCE_DIR}/cmake/ccache.sh ${SIMRUN_CCACHE_PROGRAM})
    endif()
endif()
