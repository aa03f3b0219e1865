# Installs the build tree BUILD below WORK, builds project/ against that alone,
# and runs STORY with the logic that only that project's program knows.
function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output
                    ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${ARGN}\n${output}\nexit status ${result}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/project -B ${WORK}/build -G Ninja
    -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS})
run(${CMAKE_COMMAND} --build ${WORK}/build)
file(READ ${STORY} story)
string(REPLACE "logic = \"naive\"" "logic = \"own\"" story "${story}")
file(WRITE ${WORK}/story.toml "${story}")
run(${WORK}/build/own_logic ${WORK}/story.toml)
if(NOT output MATCHES "logic own")
    message(FATAL_ERROR "the story does not say that the own logic ran:\n${output}")
endif()
file(REMOVE_RECURSE ${WORK})
