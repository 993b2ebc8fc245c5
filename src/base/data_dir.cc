// Finds the folder of models/, lexicon/ and knowledge/. dladdr tells in which library or program
// this code was linked, so an installation may be moved as a whole; a folder counts only if
// knowledge/ and lexicon/ are in it.
#include "base/data_dir.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <filesystem>

namespace dragoman {

namespace fs = std::filesystem;

static bool is_data_dir(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path / "knowledge", error) && fs::is_directory(path / "lexicon", error);
}

std::string data_dir() {
  if (const char* home = ::getenv("DRAGOMAN_HOME"); home != nullptr && *home != '\0') {
    return is_data_dir(home) ? home : "";
  }
  // dladdr gives the shared library, or the program, in which this very function was linked.
  Dl_info info;
  std::error_code error;
  if (::dladdr(reinterpret_cast<const void*>(&data_dir), &info) != 0 && info.dli_fname != nullptr) {
    fs::path self = fs::canonical(info.dli_fname, error);
    if (error) self = fs::canonical("/proc/self/exe", error);
    fs::path share = self.parent_path().parent_path() / "share" / "dragoman";
    if (!error && is_data_dir(share)) return share.string();
  }
#ifdef DRAGOMAN_SOURCE_DIR  // a developer's build; an installed one must not live on the tree that it came from
  if (is_data_dir(DRAGOMAN_SOURCE_DIR)) return DRAGOMAN_SOURCE_DIR;
#endif
  return "";
}

}  // namespace dragoman
