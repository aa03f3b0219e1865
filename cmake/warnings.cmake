# One INTERFACE target that every target of ours links: the dialect and the warnings, as errors.
add_library(simrun_options INTERFACE)
target_compile_features(simrun_options INTERFACE cxx_std_20)
target_include_directories(simrun_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(simrun_options INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
    -Wswitch-enum -Wextra-semi)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What g++ 12 reports here at -O2 and above lies inside inlined library code (std::string's
    # operator+, std::optional of a vector, fmt's buffer) and is not so; clang checks ours.
    target_compile_options(simrun_options INTERFACE -Wno-null-dereference -Wno-restrict
        -Wno-stringop-overflow -Wno-maybe-uninitialized -Wno-array-bounds)
endif()
