# The products: libdragoman (every room in one shared library, with the C ABI), the command line and the Python module, and where
# they are installed. Under `pip install .` (SKBUILD) the prefix is the virtual environment.
include(GNUInstallDirs)

# Every room in one link target, for tests that need the whole house.
add_library(dragoman_rooms INTERFACE)
target_link_libraries(dragoman_rooms INTERFACE dragoman_reading dragoman_store dragoman_eval)

get_property(rooms GLOBAL PROPERTY DRAGOMAN_ROOMS)
add_library(dragoman SHARED src/c_api/dragoman.cc)
foreach(room ${rooms})
  target_sources(dragoman PRIVATE $<TARGET_OBJECTS:${room}>)
endforeach()
target_include_directories(dragoman PUBLIC include PRIVATE src)
get_property(libs GLOBAL PROPERTY DRAGOMAN_LIBS)
list(REMOVE_DUPLICATES libs)
target_link_libraries(dragoman PRIVATE ${libs})
set_source_files_properties(src/c_api/dragoman.cc PROPERTIES COMPILE_DEFINITIONS DRAGOMAN_VERSION="${PROJECT_VERSION}")

file(GLOB cli_sources CONFIGURE_DEPENDS src/cli/*.cc)
add_executable(dragoman_cli ${cli_sources})
set_target_properties(dragoman_cli PROPERTIES OUTPUT_NAME dragoman)
target_include_directories(dragoman_cli PRIVATE src)
target_compile_definitions(dragoman_cli PRIVATE DRAGOMAN_VERSION="${PROJECT_VERSION}")
target_link_libraries(dragoman_cli PRIVATE dragoman CLI11::CLI11 fmt::fmt nlohmann_json::nlohmann_json ICU::uc SQLite::SQLite3
                                           openvino::runtime Threads::Threads)

# The folder of Python packages below the prefix ("lib/python3.11/site-packages"): OpenVINO's libraries lie there, and the
# installed files find them, and each other, by paths relative to themselves.
execute_process(
  COMMAND ${Python_EXECUTABLE} -c "import os, sysconfig as s; print(os.path.relpath(s.get_path('platlib'), s.get_path('data')))"
  OUTPUT_VARIABLE site_packages OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set_target_properties(dragoman PROPERTIES INSTALL_RPATH "$ORIGIN/../${site_packages}/openvino/libs")
set_target_properties(dragoman_cli PROPERTIES INSTALL_RPATH "$ORIGIN/../lib;$ORIGIN/../${site_packages}/openvino/libs")

if(SKBUILD)
  set(prefix ${SKBUILD_DATA_DIR})
  set(bin ${SKBUILD_SCRIPTS_DIR})
else()
  set(prefix ".")
  set(bin bin)
endif()
install(TARGETS dragoman LIBRARY DESTINATION ${prefix}/lib)
install(TARGETS dragoman_cli RUNTIME DESTINATION ${bin})
install(DIRECTORY include/dragoman DESTINATION ${prefix}/include)
install(FILES cmake/dragomanConfig.cmake DESTINATION ${prefix}/lib/cmake/dragoman)
install(DIRECTORY models lexicon knowledge DESTINATION ${prefix}/share/dragoman PATTERN "tools" EXCLUDE PATTERN "*.part" EXCLUDE)

if(DRAGOMAN_PYTHON)
  execute_process(COMMAND ${Python_EXECUTABLE} -m nanobind --cmake_dir OUTPUT_VARIABLE nanobind_DIR
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  find_package(nanobind CONFIG REQUIRED)
  file(RELATIVE_PATH up_to_prefix /${site_packages}/dragoman /)
  nanobind_add_module(dragoman_python NB_STATIC python/module.cc)
  set_target_properties(dragoman_python PROPERTIES OUTPUT_NAME _dragoman INSTALL_RPATH "$ORIGIN/${up_to_prefix}lib")
  target_link_libraries(dragoman_python PRIVATE dragoman)
  install(TARGETS dragoman_python LIBRARY DESTINATION dragoman)
endif()
