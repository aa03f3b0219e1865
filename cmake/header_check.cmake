# Every header compiles on its own: target header_check, part of `./dev tidy` and `./dev long`.
set(header_check_sources)
file(GLOB_RECURSE header_check_headers RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS
     engine/*.hpp failover/*.hpp sim/*.hpp reports/*.hpp)
foreach(header IN LISTS header_check_headers)
    string(REPLACE "/" "_" unit ${header})
    set(unit ${PROJECT_BINARY_DIR}/header_check/${unit}.cpp)
    file(CONFIGURE OUTPUT ${unit} CONTENT "#include \"${header}\"\n")
    list(APPEND header_check_sources ${unit})
endforeach()
add_library(header_check OBJECT EXCLUDE_FROM_ALL ${header_check_sources})
target_link_libraries(header_check PRIVATE simrun_options fmt::fmt)
