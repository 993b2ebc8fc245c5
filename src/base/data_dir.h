// Where the files that come with the program lie: models/, lexicon/ and knowledge/ in one folder.
#pragma once

#include <string>

namespace dragoman {

// The first of these that exists: $DRAGOMAN_HOME; share/dragoman beside the folder of the library
// or program that holds this code (bin/../share/dragoman, lib/../share/dragoman); the source tree
// it was built from, but for the build
// that the Python package is made of. Empty if there is none.
std::string data_dir();

}  // namespace dragoman
