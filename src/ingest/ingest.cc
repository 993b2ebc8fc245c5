// The door: opens a file, tells its kind by its content, and hands its stories to the sink one by one.
#include "ingest/ingest.h"

#include <algorithm>

#include "base/unicode.h"
#include "ingest/decode.h"
#include "ingest/html.h"
#include "ingest/metadata.h"
#include "ingest/source.h"
#include "ingest/story_parts.h"

namespace dragoman {
namespace {

constexpr size_t kHeadBytes = 64u << 10;
constexpr size_t kChunk = 1u << 20;
// Share of control characters from which a file counts as binary.
constexpr double kMaxControls = 0.02;

// Offset of the byte that shows that a file is no text, or npos.
size_t binary_at(std::string_view head) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return std::string_view::npos;  // UTF-16
  if (const size_t nul = head.find('\0'); nul != std::string_view::npos) return nul;
  if (head.starts_with("%PDF-") || head.starts_with("{\\rtf")) return 0;
  size_t controls = 0, first = std::string_view::npos;
  for (size_t i = 0; i < head.size(); ++i) {
    const auto c = static_cast<unsigned char>(head[i]);
    if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x1B) continue;
    if (controls++ == 0) first = i;
  }
  return static_cast<double>(controls) > kMaxControls * static_cast<double>(head.size()) ? first
                                                                                         : std::string_view::npos;
}

Format detect(std::string_view head) {
  std::vector<Note> ignored;
  std::string decoded;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") || head.starts_with("\xEF\xBB\xBF")) {
    decoded = decode(head.substr(0, 4096), {}, 0, &ignored).text;
    head = decoded;
  }
  const std::string_view start = strip(head.substr(0, kHeadBytes));
  // Text may begin with a brace as well; an object goes on with a member's name or its end.
  const std::string_view next = start.starts_with('{') ? strip(start.substr(1)) : std::string_view();
  if (next.starts_with('"') || next.starts_with('}')) {
    const std::string_view first = start.substr(0, 256);
    return first.find("\"dragoman.record/") != std::string_view::npos ? Format::kRecords : Format::kJsonl;
  }
  const std::string low = lower(sanitize_utf8(start.substr(0, 4096), nullptr));
  const auto has = [&](std::string_view tag) { return low.find(tag) != std::string::npos; };
  const bool page = has("<!doctype html") || has("<html");
  if (low.starts_with("<")) {
    if (!page && (has("<rss") || has("<feed") || has("<rdf:rdf"))) return Format::kFeed;
    if (page) return Format::kHtml;
    for (const char* tag : {"<head", "<body",  "<div", "<p>",    "<p ",   "<script",  "<article", "<!--",
                            "<meta", "<title", "<h1",  "<table", "<span", "<section", "<main",    "<center",
                            "<a ",   "<b>",    "<br",  "<style", "<link", "<base",    "<?xml"})
      if (low.starts_with(tag)) return Format::kHtml;
  }
  if (page && has("</")) return Format::kHtml;
  return Format::kText;
}

Status too_large(const char* what, size_t limit) {
  return Status(Code::kBadInput, std::string(what) + " longer than " + std::to_string(limit >> 20) + " MiB, the limit");
}

Status read_lines(ByteSource& source, std::string buffer, const IngestOptions& options, const std::string& place,
                  const StorySink& sink) {
  Result<FieldMap> fields = FieldMap::parse(options.field_map);
  if (!fields.ok()) return fields.status();
  int64_t base = 0, number = 0;  // offset of buffer[0] in the file; lines done
  bool skipping = false, done = false;
  Status end;
  if (buffer.starts_with("\xEF\xBB\xBF")) {
    buffer.erase(0, 3);
    base = 3;
  }
  size_t searched = 0;
  while (true) {
    size_t used = 0;
    while (true) {
      const size_t newline = buffer.find('\n', std::max(used, searched));
      if (newline == std::string::npos && !(done && used < buffer.size())) break;
      const size_t stop = newline == std::string::npos ? buffer.size() : newline;
      ++number;
      const std::string_view line = std::string_view(buffer).substr(used, stop - used);
      const int64_t line_base = base + static_cast<int64_t>(used);
      used = std::min(stop + 1, buffer.size());
      searched = used;
      if (skipping) {
        skipping = false;  // the end of a line that was reported already
        continue;
      }
      // A line cut off by a broken gzip stream is no line; the stream's error tells why.
      if (newline == std::string::npos && !end.ok()) break;
      if (strip(line).empty()) continue;
      Result<Story> story =
          line.size() > kMaxLineBytes
              ? Result<Story>(too_large("line", kMaxLineBytes).at(place + ":" + std::to_string(number)))
              : read_json_line(line, line_base, number, *fields, options, place);
      if (!sink(std::move(story))) return {};
    }
    if (done) return end.at(place);
    buffer.erase(0, used);
    base += static_cast<int64_t>(used);
    searched = buffer.size();
    if (buffer.size() > kMaxLineBytes) {
      if (!skipping && !sink(too_large("line", kMaxLineBytes).at(place + ":" + std::to_string(number + 1)))) return {};
      skipping = true;
      base += static_cast<int64_t>(buffer.size());
      buffer.clear();
      searched = 0;
    }
    const size_t before = buffer.size();
    end = source.read(kChunk, &buffer);
    done = !end.ok() || buffer.size() == before;
  }
}

Result<Story> read_page(std::string_view bytes, const IngestOptions& options) {
  Story story;
  story.format = Format::kHtml;
  story.source.uri = options.uri;
  const Mapped page = decode(bytes, declared_encoding(bytes), 0, &story.notes);
  TextBuilder text;
  Metadata metadata;
  DRAGOMAN_RETURN_IF_ERROR(append_html(page, &text, &story.lines, &story.block_parents, &metadata));
  mark_title_lines(metadata.titles(), text.text(), &story.lines);
  metadata.apply(&story);
  return finish(&text, std::move(story));
}

Result<Story> read_text(std::string_view bytes, const IngestOptions& options) {
  Story story;
  story.format = Format::kText;
  story.source.uri = options.uri;
  TextBuilder text;
  append_plain(decode(bytes, {}, 0, &story.notes), &text, &story.lines);
  return finish(&text, std::move(story));
}

Status ingest(ByteSource& source, IngestOptions options, const std::string& place, const StorySink& sink) {
  if (options.uri.empty()) options.uri = place;
  std::string bytes;
  Status read = source.read(kHeadBytes, &bytes);
  if (bytes.empty()) return read.ok() ? Status(Code::kBadInput, place + ": the file is empty") : read.at(place);
  if (const size_t at = binary_at(bytes); at != std::string_view::npos)
    return Status(Code::kBadInput, place + ": not text (binary data at byte " + std::to_string(at) + ")");
  const Format format = options.format == Format::kAuto ? detect(bytes) : options.format;
  if (format == Format::kJsonl || format == Format::kRecords)
    return read_lines(source, std::move(bytes), options, place, sink);

  while (read.ok() && bytes.size() <= kMaxFileBytes) {
    const size_t before = bytes.size();
    read = source.read(kChunk, &bytes);
    if (bytes.size() == before) break;
  }
  if (bytes.size() > kMaxFileBytes) return too_large("file", kMaxFileBytes).at(place);
  if (format == Format::kFeed) {
    std::vector<Note> notes;
    bool stopped = false;
    const Status feed = read_feed(decode(bytes, declared_encoding(bytes), 0, &notes), options, place, sink, &stopped);
    if (stopped) return {};
    // A stream cut short breaks the XML as well: the cut is the cause and is what is reported.
    return read.ok() ? feed : read.at(place);
  }
  DRAGOMAN_RETURN_IF_ERROR(read.at(place));
  Result<Story> story = format == Format::kHtml ? read_page(bytes, options) : read_text(bytes, options);
  sink(story.ok() ? std::move(story) : Result<Story>(story.status().at(place)));
  return {};
}

}  // namespace

Result<Format> format_of(std::string_view name) {
  if (name == "auto") return Format::kAuto;
  if (name == "text") return Format::kText;
  if (name == "html") return Format::kHtml;
  if (name == "feed") return Format::kFeed;
  if (name == "jsonl") return Format::kJsonl;
  if (name == "records") return Format::kRecords;
  return Status(Code::kInvalidArgument,
                "format '" + std::string(name) + "' is none of auto, text, html, feed, jsonl, records");
}

Status ingest_file(const std::string& path, const IngestOptions& options, const StorySink& sink) {
  ByteSource source;
  DRAGOMAN_RETURN_IF_ERROR(source.open(path));
  return ingest(source, options, path == "-" ? "stdin" : path, sink);
}

Status ingest_bytes(std::string_view bytes, const IngestOptions& options, const StorySink& sink) {
  ByteSource source;
  source.open_memory(bytes);
  return ingest(source, options, options.uri.empty() ? "input" : options.uri, sink);
}

}  // namespace dragoman
