// Files of a folder, in order of name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "dragoman/status.h"

namespace dragoman::eval {

// Names of the regular files in `dir` that end in `suffix`, sorted by bytes. kNotFound when there is no such folder.
Result<std::vector<std::string>> files_in(const std::string& dir, std::string_view suffix);

// Spans of the non-empty lines.
std::vector<Span> lines_of(const Text& text);

}  // namespace dragoman::eval
