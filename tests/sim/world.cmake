simrun_add_test(NAME world_tests SOURCES world_test.cpp LIBRARIES world)
add_subdirectory(stories)
