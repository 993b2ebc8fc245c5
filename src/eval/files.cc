// Folder listing through std::filesystem's error codes, so that nothing is thrown.
#include "eval/files.h"

#include <algorithm>
#include <filesystem>

namespace dragoman::eval {

Result<std::vector<std::string>> files_in(const std::string& dir, std::string_view suffix) {
  std::error_code error;
  std::filesystem::directory_iterator entry(dir, error);
  if (error) return Status(Code::kNotFound, dir + ": " + error.message());
  std::vector<std::string> out;
  for (const std::filesystem::directory_iterator end; entry != end; entry.increment(error)) {
    if (error) return Status(Code::kUnreadable, dir + ": " + error.message());
    std::string name = entry->path().filename().string();
    if (name.size() > suffix.size() && name.ends_with(suffix)) out.push_back(std::move(name));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Span> lines_of(const Text& text) {
  std::vector<Span> out;
  int32_t begin = 0;
  for (int32_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text.at(i) != U'\n' && text.at(i) != U'\r') continue;
    if (i > begin) out.push_back({begin, i});
    begin = i + 1;
  }
  return out;
}

}  // namespace dragoman::eval
