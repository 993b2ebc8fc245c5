# The products: libdragoman, the command line, the Python module.
