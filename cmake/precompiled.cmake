# Precompiled headers: more than half of the time of a build went into reading the same headers of
# the standard library, fmt and GoogleTest. Each list is compiled once and shared by all targets that
# compile alike. `failover` gets no fmt, as it may not use it. A file still includes all that it uses:
# the preset `clang`, the header checks and the verified header sets compile without these.
option(SIMRUN_PRECOMPILED "Compile with precompiled headers" ON)
if(NOT SIMRUN_PRECOMPILED)
    return()
endif()

set(standard_headers
    <algorithm> <array> <charconv> <chrono> <compare> <cstddef> <cstdint> <cstring> <functional>
    <memory> <optional> <span> <string> <string_view> <tuple> <type_traits> <utility> <variant>
    <vector>)

# simrun_precompiled(<library> HEADERS <header>… [LIBRARIES <library>…])
function(simrun_precompiled name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LIBRARIES")
    set(unit ${PROJECT_BINARY_DIR}/precompiled/${name}.cpp)
    file(CONFIGURE OUTPUT ${unit} CONTENT "// Nothing: a library needs a source.\n")
    add_library(${name} OBJECT ${unit})
    target_link_libraries(${name} PRIVATE simrun_options ${arg_LIBRARIES})
    target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
    # Not through ccache: what clang writes holds the names of this tree.
    set_target_properties(${name} PROPERTIES
        CXX_COMPILER_LAUNCHER "bash;${PROJECT_SOURCE_DIR}/cmake/precompile.sh")
endfunction()

# What is shared has to be compiled as the target is: with the definitions of the libraries it links
# itself, with the fuzzer's coverage.
function(simrun_choose_precompiled chosen target)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    get_target_property(options ${target} COMPILE_OPTIONS)
    set(library precompiled_standard)
    if(fmt::fmt IN_LIST libraries)
        set(library precompiled_fmt)
    endif()
    if(libraries MATCHES "GTest::")
        set(library precompiled_tests)
    endif()
    if(options MATCHES "fuzzer")
        string(REPLACE "precompiled_" "precompiled_fuzzed_" library ${library})
    endif()
    set(${chosen} ${library} PARENT_SCOPE)
endfunction()

# All targets of a folder and of those below it read their headers from what was compiled before.
function(simrun_read_precompiled folder)
    get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
    foreach(target IN LISTS targets)
        get_target_property(type ${target} TYPE)
        simrun_choose_precompiled(library ${target})
        if(type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$" AND TARGET ${library})
            target_precompile_headers(${target} REUSE_FROM ${library})
        endif()
    endforeach()
    get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
    foreach(below IN LISTS folders)
        simrun_read_precompiled(${below})
    endforeach()
endfunction()

simrun_precompiled(precompiled_standard HEADERS ${standard_headers})
simrun_precompiled(precompiled_fmt HEADERS ${standard_headers} <fmt/format.h> LIBRARIES fmt::fmt)
simrun_precompiled(precompiled_tests
    HEADERS ${standard_headers} <filesystem> <fstream> <map> <regex> <set> <sstream>
            <gmock/gmock.h> <gtest/gtest.h>
    LIBRARIES GTest::gmock GTest::gtest)

if(SIMRUN_FUZZ)
    simrun_precompiled(precompiled_fuzzed_fmt HEADERS ${standard_headers} <fmt/format.h>
                       LIBRARIES fmt::fmt)
    target_compile_options(precompiled_fuzzed_fmt PRIVATE -fsanitize=fuzzer-no-link)
endif()

foreach(folder engine failover sim reports tests)
    simrun_read_precompiled(${PROJECT_SOURCE_DIR}/${folder})
endforeach()
