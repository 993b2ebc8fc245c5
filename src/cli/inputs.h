// The files that the arguments of `code` name, in the order in which they are read.
#pragma once

#include <string>
#include <vector>

namespace dragoman::cli {

// Files and "-" stand for themselves; a folder stands for all files below it, in byte order of
// their paths. Left out: names that begin with a dot, links to folders, devices and pipes, and
// `output` (the output folder, which need not exist yet) with all that lies below it. Where an
// argument is the output folder itself its other files are read, and only what `code` writes there
// is left out.
std::vector<std::string> list_inputs(const std::vector<std::string>& arguments, const std::string& output);

}  // namespace dragoman::cli
