// Whole files into memory.
#pragma once

#include <string>

#include "dragoman/status.h"

namespace dragoman {

// Whole file as bytes; kNotFound or kUnreadable, with the name of the file.
Result<std::string> read_file(const std::string& path);

}  // namespace dragoman
