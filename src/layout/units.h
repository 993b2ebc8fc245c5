// Units: the pieces of a story that get one role each - a line, or the lines of a hard-wrapped
// paragraph - with the features that the rules look at.
#pragma once

#include <string>
#include <vector>

#include "ingest/ingest.h"

namespace dragoman {

struct Unit {
  Span span;        // from the first to the last character that is not white space; all lines of the unit
  Span lines;       // indices into Story::lines, end exclusive
  LineHint hint;    // of the first line; link_density over all
  std::string low;  // folded text: lower case, ASCII apostrophes, single spaces; at most kMaxLow bytes
  int words = 0;
  int sentences = 0;           // marks that end a sentence, followed by white space or the end
  bool ends_sentence = false;  // ends with . ? ! … (behind closing quotes and brackets)
  bool ends_open = false;      // ends with : , ;
  bool starts_quote = false;
  bool starts_upper = false;
  int capitalised = 0;  // words that begin with a capital or a digit

  static constexpr size_t kMaxLow = 400;
};

// True if the plain text was broken into lines at a fixed width, so that the lines of a paragraph
// belong together.
bool is_hard_wrapped(const Story& story);

std::vector<Unit> read_units(const Story& story);

}  // namespace dragoman
