# One INTERFACE target that every target of ours links: the dialect and the warnings, as errors.
add_library(simrun_options INTERFACE)
target_compile_features(simrun_options INTERFACE cxx_std_20)
target_include_directories(simrun_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(simrun_options INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
    -Wswitch-enum -Wextra-semi)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports null dereferences inside inlined library code; clang checks ours.
    target_compile_options(simrun_options INTERFACE -Wno-null-dereference)
endif()
