# find_package(dragoman) after `pip install .`: the target dragoman::dragoman, headers and library of this very prefix.
#   cmake -DCMAKE_PREFIX_PATH=.venv ...
get_filename_component(_dragoman_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET dragoman::dragoman)
  add_library(dragoman::dragoman SHARED IMPORTED)
  set_target_properties(dragoman::dragoman PROPERTIES
    IMPORTED_LOCATION "${_dragoman_prefix}/lib/libdragoman.so"
    INTERFACE_INCLUDE_DIRECTORIES "${_dragoman_prefix}/include"
    INTERFACE_COMPILE_FEATURES cxx_std_20)
endif()
