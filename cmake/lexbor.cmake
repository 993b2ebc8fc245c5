# lexbor, the HTML5 parser: the system's where there is one, else built from the sources inside the selectolax source
# package (Apache-2.0), fetched by pip at the pinned version.
set(SELECTOLAX_VERSION 1.0.2)

find_library(LEXBOR_LIBRARY lexbor)
find_path(LEXBOR_INCLUDE lexbor/html/html.h)
if(LEXBOR_LIBRARY AND LEXBOR_INCLUDE)
  add_library(lexbor INTERFACE)
  target_link_libraries(lexbor INTERFACE ${LEXBOR_LIBRARY})
  target_include_directories(lexbor SYSTEM INTERFACE ${LEXBOR_INCLUDE})
  return()
endif()

set(DRAGOMAN_DEPS_DIR "${CMAKE_BINARY_DIR}/deps" CACHE PATH "Where fetched source packages are kept")
set(_sdist ${DRAGOMAN_DEPS_DIR}/selectolax-${SELECTOLAX_VERSION})
if(NOT EXISTS ${_sdist}.done)
  file(MAKE_DIRECTORY ${DRAGOMAN_DEPS_DIR})
  execute_process(
    COMMAND ${Python_EXECUTABLE} -m pip download -q --no-deps --no-binary selectolax
            selectolax==${SELECTOLAX_VERSION} -d ${DRAGOMAN_DEPS_DIR}
    COMMAND_ERROR_IS_FATAL ANY)
  file(ARCHIVE_EXTRACT INPUT ${_sdist}.tar.gz DESTINATION ${DRAGOMAN_DEPS_DIR})
  file(TOUCH ${_sdist}.done)
endif()
set(_lexbor_source ${_sdist}/lexbor/source)
set(_lexbor ${_lexbor_source}/lexbor)

set(_lexbor_sources)
foreach(_part core dom html css selectors ns tag encoding)
  file(GLOB_RECURSE _files ${_lexbor}/${_part}/*.c)
  list(APPEND _lexbor_sources ${_files})
endforeach()
file(GLOB_RECURSE _files ${_lexbor}/ports/posix/*.c)
list(APPEND _lexbor_sources ${_files})
add_library(lexbor STATIC ${_lexbor_sources})
target_include_directories(lexbor SYSTEM PUBLIC ${_lexbor_source})
target_compile_definitions(lexbor PUBLIC LEXBOR_STATIC)
target_compile_options(lexbor PRIVATE -w -O2)
