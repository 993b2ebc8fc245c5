// Takes the nth story of a file: counts what ingest delivers and stops it there, so that the rest
// of the file is not read.
#include "cli/story_input.h"

#include <optional>

#include <fmt/format.h>

namespace dragoman::cli {

Result<Story> nth_story(const std::string& path, Format format, int64_t nth) {
  std::optional<Result<Story>> found;
  int64_t seen = 0;
  const IngestOptions options{.format = format, .uri = path, .field_map = ""};
  Status whole = ingest_file(path, options, [&](Result<Story> story) {
    if (++seen < nth) return true;
    found.emplace(std::move(story));
    return false;
  });
  if (found) return *std::move(found);
  if (!whole.ok()) return whole;
  return Status(Code::kBadInput, fmt::format("{}: no story number {}; it has {}", path, nth, seen));
}

}  // namespace dragoman::cli
