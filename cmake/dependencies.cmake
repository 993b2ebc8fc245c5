# Where each third-party part comes from: system packages (apt), the OpenVINO wheel, and lexbor's sources from a pinned
# source package on PyPI where the system has no lexbor.
find_package(ICU REQUIRED COMPONENTS uc)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ZLIB REQUIRED)
find_package(EXPAT REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
find_package(Python COMPONENTS Interpreter Development.Module REQUIRED)

if(NOT OpenVINO_DIR)
  execute_process(COMMAND ${Python_EXECUTABLE} -c "from openvino.utils import get_cmake_path; print(get_cmake_path())"
                  OUTPUT_VARIABLE OpenVINO_DIR OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
find_package(OpenVINO REQUIRED COMPONENTS Runtime)

include(cmake/lexbor.cmake)
