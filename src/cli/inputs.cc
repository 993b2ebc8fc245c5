// Lists files below a folder with a stack of open folders instead of recursion, and sorts what it
// found, so that the order does not depend on the file system.
#include "cli/inputs.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "base/words.h"

namespace dragoman::cli {

namespace fs = std::filesystem;

namespace {

// What `code` writes into its output folder, SQLite's side files included.
bool is_output_name(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "dragoman.db", "dragoman.db-journal", "dragoman.db-shm", "dragoman.db-wal", "errors.jsonl", "records.jsonl"};
  return contains(kNames, name);
}

// False also when one of the two does not exist.
bool same_folder(const fs::path& one, const fs::path& two) {
  std::error_code ignored;
  return fs::equivalent(one, two, ignored);
}

void list_folder(const fs::path& root, const std::string& output, std::vector<std::string>& out) {
  const bool root_is_output = same_folder(root, output);
  std::vector<std::string> found;
  std::vector<fs::path> open{root};
  while (!open.empty()) {
    const fs::path folder = open.back();
    open.pop_back();
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    // A folder that cannot be opened goes to ingest as if it were a file, which says why.
    if (error) found.push_back(folder.string());
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      const fs::path& path = entries->path();
      std::error_code ignored;
      if (path.filename().native().front() == '.') continue;
      const fs::file_status link = entries->symlink_status(ignored);
      if (fs::is_directory(link)) {
        if (!same_folder(path, output)) open.push_back(path);
        continue;
      }
      if (root_is_output && folder == root && is_output_name(path.filename().native())) continue;
      const fs::file_status target = entries->status(ignored);
      // A link to nowhere is kept: its name stands in the folder, so the user is told.
      if (fs::is_regular_file(target) || (fs::is_symlink(link) && !fs::exists(target))) found.push_back(path.string());
    }
  }
  std::sort(found.begin(), found.end());
  out.insert(out.end(), found.begin(), found.end());
}

}  // namespace

std::vector<std::string> list_inputs(const std::vector<std::string>& arguments, const std::string& output) {
  std::vector<std::string> files;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (argument != "-" && fs::is_directory(argument, ignored)) {
      list_folder(fs::path(argument).lexically_normal(), output, files);
    } else {
      files.push_back(argument);
    }
  }
  return files;
}

}  // namespace dragoman::cli
