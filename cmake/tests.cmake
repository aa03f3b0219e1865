# simrun_add_test(NAME <program> SOURCES … [LIBRARIES …] [LABELS …] [RESOURCES name=folder …])
#
# One GoogleTest program; every TEST is a ctest case under its own name. Tests find the repository
# through SIMRUN_SOURCE_DIR and read nothing outside of it.
include(GoogleTest)

function(simrun_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBRARIES;LABELS")
    if(NOT arg_LABELS)
        set(arg_LABELS unit)
    endif()
    add_executable(${arg_NAME} ${arg_SOURCES})
    target_link_libraries(${arg_NAME} PRIVATE simrun_options ${arg_LIBRARIES}
                          GTest::gmock GTest::gtest_main)
    target_compile_definitions(${arg_NAME} PRIVATE SIMRUN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${arg_NAME} DISCOVERY_TIMEOUT 120 DISCOVERY_MODE PRE_TEST
                         PROPERTIES LABELS "${arg_LABELS}")
endfunction()
