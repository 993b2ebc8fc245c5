// What the readers of all kinds share. Plain text is copied line by line and each line is hinted;
// bodies and headlines with markup go through the HTML reader; finish() replaces NULs, checks the
// size and closes the story.
#include "ingest/story_parts.h"

#include "base/unicode.h"
#include "dragoman/reader.h"
#include "ingest/html.h"

namespace dragoman {

void append_plain(const Mapped& plain, TextBuilder* text, std::vector<LineHint>* lines) {
  RunCursor cursor(plain);
  const std::string_view s = plain.text;
  size_t start = 0;
  LineHint hint;
  hint.span.begin = text->size();
  const auto end_line = [&](size_t end) {
    if (end > start) text->append(plain, cursor, start, end);
    hint.span.end = text->size();
    lines->push_back(hint);
  };
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\n' && s[i] != '\r') continue;
    const size_t length = s[i] == '\r' && i + 1 < s.size() && s[i + 1] == '\n' ? 2 : 1;
    end_line(i);
    RawRange raw = cursor.range(i, i + length);
    if (s[i] == '\r') raw.trace = Trace::kReplaced;
    text->append("\n", raw);
    i += length - 1;
    start = i + 1;
    hint.span.begin = text->size();
  }
  if (start < s.size()) end_line(s.size());
}

void append_gap(TextBuilder* text, std::vector<LineHint>* lines) {
  LineHint blank;
  blank.span = {text->size(), text->size()};
  lines->push_back(blank);
  text->append_unmapped("\n");
}

bool has_markup(std::string_view text) {
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 >= text.size()) break;
    const char c = text[at + 1];
    if ((c == '/' || c == '!' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) &&
        text.find('>', at) != std::string_view::npos)
      return true;
  }
  return false;
}

Status append_body(const Mapped& body, TextBuilder* text, Story* story) {
  const size_t first = story->lines.size();
  if (has_markup(body.text) || (body.text.find('&') != std::string::npos && story->format == Format::kFeed)) {
    Metadata ignored;  // a fragment's own metadata say nothing that the feed does not say better
    DRAGOMAN_RETURN_IF_ERROR(append_html(body, text, &story->lines, &story->block_parents, &ignored));
  } else {
    append_plain(body, text, &story->lines);
    if (!body.text.empty() && body.text.back() != '\n') text->append_unmapped("\n");
  }
  for (size_t i = first; i < story->lines.size(); ++i) {
    LineHint& line = story->lines[i];
    if (!line.span.empty() && !line.in_nav && !line.in_related) line.in_article = line.in_body = true;
  }
  return {};
}

Status append_headline(const Mapped& headline, TextBuilder* text, Story* story) {
  const size_t first = story->lines.size();
  Metadata ignored;
  DRAGOMAN_RETURN_IF_ERROR(append_html(headline, text, &story->lines, &story->block_parents, &ignored));
  for (size_t i = first; i < story->lines.size(); ++i) {
    story->lines[i].heading = story->lines[i].title = story->lines[i].in_article = true;
    story->lines[i].heading_level = 1;
  }
  if (story->lines.size() > first) append_gap(text, &story->lines);
  return {};
}

namespace {

// U+0000 as U+FFFD; gives how many there were. One code point for one, so spans stay right.
int64_t replace_nul(std::string* utf8) {
  if (utf8->find('\0') == std::string::npos) return 0;
  int64_t found = 0;
  std::string out;
  for (char c : *utf8) {
    if (c == '\0') {
      ++found;
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  *utf8 = std::move(out);
  return found;
}

}  // namespace

Result<Story> finish(TextBuilder* text, Story story) {
  std::string utf8 = text->take_text();
  // C strings and SQLite's functions of text end at a NUL, so none may go on from here.
  int64_t nuls = replace_nul(&utf8);
  for (std::string* s : {&story.source.uri, &story.source.site, &story.source.agency, &story.source.headline})
    nuls += replace_nul(s);
  for (std::string& author : story.source.authors) nuls += replace_nul(&author);
  if (nuls > 0) story.notes.push_back({"warning", "nul", std::to_string(nuls) + " NUL characters were read as U+FFFD"});
  if (utf8.size() > Reader::kMaxStoryBytes)
    return Status(Code::kBadInput, "the story has more than " + std::to_string(Reader::kMaxStoryBytes >> 20) +
                                       " MiB of text, the limit of one story");
  if (strip(utf8).empty()) return Status(Code::kBadInput, "no text to read");
  story.text = Text(std::move(utf8));
  story.raw_spans = text->take_spans();
  return story;
}

}  // namespace dragoman
