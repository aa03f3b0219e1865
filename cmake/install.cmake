# `cmake --install`: the program, and what a program of one's own links (docs/own-logic.md), found
# by find_package(simrun). Targets are called simrun::…; simrun::program is the one to link.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set_target_properties(simrun_lib PROPERTIES EXPORT_NAME program)
set_target_properties(simrun_options PROPERTIES EXPORT_NAME options)
set(headers ${CMAKE_INSTALL_INCLUDEDIR}/simrun)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/simrun)
install(TARGETS simrun)
install(TARGETS simrun_options engine failover interlock naive facts scenario world checks site
                reports simrun_lib
        EXPORT simrun FILE_SET HEADERS DESTINATION ${headers})
# Those without a set of headers of their own.
foreach(folder sim/checks sim/simrun reports)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder}/ DESTINATION ${headers}/${folder}
            FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(EXPORT simrun NAMESPACE simrun:: FILE simrunTargets.cmake DESTINATION ${package})
configure_package_config_file(cmake/simrunConfig.cmake.in ${PROJECT_BINARY_DIR}/simrunConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/simrunConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/simrunConfig.cmake
              ${PROJECT_BINARY_DIR}/simrunConfigVersion.cmake DESTINATION ${package})
