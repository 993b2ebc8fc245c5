// Ingest: bytes of a file in, stories out. Finds the kind by content, decodes, extracts the text in
// reading order and keeps, for every run of text, the bytes it came from. Nothing is judged here:
// navigation, captions and prompts are kept as lines with hints, and the layout room says which
// lines are the story.
//
// Limits: JSONL is read as a stream, one line of at most kMaxLineBytes at a time; every other kind
// is one file of at most kMaxFileBytes (unpacked), and one story has at most Reader::kMaxStoryBytes
// of text. HTML and JSON of any depth are read without recursion.
//
// Offsets into the file (raw_spans) count bytes of the file as fetched; of a gzip file, bytes of
// what it unpacks to.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

enum class Format { kAuto, kText, kHtml, kFeed, kJsonl, kRecords };
// "auto", "text", "html", "feed", "jsonl"; Status kInvalidArgument for anything else.
Result<Format> format_of(std::string_view name);

// What the markup said about a line of text; all false for plain text.
struct LineHint {
  Span span;                  // the line in Story::text, without its line end
  bool heading = false;       // h1..h6
  uint8_t heading_level = 0;  // 1..6
  bool title = false;         // equals the page's title/og:title/first h1
  bool in_nav = false;        // nav, header, footer, aside, menu, form, button or a class/id that says so
  bool in_article = false;    // inside article/main or itemprop=articleBody
  bool in_body = false;       // itemprop=articleBody, or a class/id that says body of the story
  bool in_caption = false;    // figcaption, or a class/id that says caption
  bool in_credit = false;     // a class/id that says credit, photo, copyright
  bool in_byline = false;     // rel=author, itemprop=author, class/id byline or author; <time> beside it
  bool in_related = false;    // class/id related, recommended, more, most-read, newsletter, subscribe, paywall, share,
                              // social, comment, cookie, ad
  bool list_item = false;
  bool block_quote = false;
  bool table_cell = false;
  float link_density = 0;  // share of the line's characters inside links
  int32_t block = -1;      // innermost container of the line: index in Story::block_parents; -1 for plain text
};

struct Story {
  Text text;  // canonical text: NFC is NOT applied; white space folded as documented in docs/ingest.md
  std::vector<RawSpan> raw_spans;
  std::vector<LineHint> lines;  // one a line of text, empty lines too, in order
  // Containers of a page (div, section, table ...; not p, headings, list items) in document order:
  // the index of the container around each, -1 at the top. A parent always stands before its
  // children.
  std::vector<int32_t> block_parents;
  SourceInfo source;      // uri, and site/agency/headline/authors/language where metadata gives them
  std::string published;  // ISO date from metadata, or empty
  Format format = Format::kText;
  std::vector<Note> notes;
};

struct IngestOptions {
  Format format = Format::kAuto;
  std::string uri;  // for messages and Story::source.uri
  // JSONL: which field holds what, "text=body,headline=title,published=date,uri=url,..."; unknown
  // fields are an error.
  std::string field_map;
};

// One story, or the error of one story ("file:line: why"); return false to stop.
using StorySink = std::function<bool(Result<Story>)>;

// Reads a whole file from disk (plain or gzip), or "-" for standard input. Errors of the file as a
// whole come as the Status, errors of single stories go to the sink and the rest goes on.
Status ingest_file(const std::string& path, const IngestOptions& options, const StorySink& sink);
// The same from memory.
Status ingest_bytes(std::string_view bytes, const IngestOptions& options, const StorySink& sink);

inline constexpr size_t kMaxLineBytes = 64u << 20;
inline constexpr size_t kMaxFileBytes = 64u << 20;

}  // namespace dragoman
