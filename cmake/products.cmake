# The products: libdragoman, the command line, the Python module.

# Every room in one link target, for the products and for tests that need the whole house.
add_library(dragoman_rooms INTERFACE)
target_link_libraries(dragoman_rooms INTERFACE dragoman_reading dragoman_store)
