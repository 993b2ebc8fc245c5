// Small steps that the readers of all kinds share: plain text to lines, and the end of a story's
// making.
#pragma once

#include <string>
#include <vector>

#include "dragoman/status.h"
#include "ingest/ingest.h"
#include "ingest/mapped.h"

namespace dragoman {

// Appends plain text as it is, but for line ends: CR LF and CR become LF. Adds one hint a line.
// REQUIRES: `text` stands at the beginning of a line.
void append_plain(const Mapped& plain, TextBuilder* text, std::vector<LineHint>* lines);

// Appends an empty line between two parts of a story.
void append_gap(TextBuilder* text, std::vector<LineHint>* lines);

// True if the string holds something that looks like an HTML tag.
bool has_markup(std::string_view text);

// Appends the body of a feed item or a JSON field: HTML when it has tags, else plain text. Its
// lines are hinted as body.
Status append_body(const Mapped& body, TextBuilder* text, Story* story);
// Appends the headline as a line of its own, hinted as title.
Status append_headline(const Mapped& headline, TextBuilder* text, Story* story);

// Moves the text into the story; fails when it is empty or larger than Reader::kMaxStoryBytes.
// U+0000 in text and metadata becomes U+FFFD, noted as "nul".
Result<Story> finish(TextBuilder* text, Story story);

// The readers of single kinds. `place`: name of the file for messages.
Status read_feed(const Mapped& document, const IngestOptions& options, const std::string& place, const StorySink& sink,
                 bool* stopped);

// Which member of a JSON line holds what.
class FieldMap {
 public:
  static Result<FieldMap> parse(std::string_view map);  // "text=body,headline=title"; empty = the usual names
  // 0 when `key` holds no field, else its preference among the names of `field`, 1 best.
  int rank(std::string_view field, std::string_view key) const;

 private:
  struct Choice {
    std::string field, key;
    int rank;
  };
  std::vector<Choice> choices_;
};

// One line of JSON Lines, or of records written by Dragoman. `base`: offset of the line in the
// file; `number` from 1.
Result<Story> read_json_line(std::string_view line, int64_t base, int64_t number, const FieldMap& fields,
                             const IngestOptions& options, const std::string& place);

}  // namespace dragoman
