// Cuts a story into units. First the widest line tells whether the text was wrapped at a fixed
// width: then nearly every line end stands where the next word would not have fitted. If so, lines
// are joined up to a blank line, an indent or a line end that nothing forced; else each line is a
// unit. One pass over its characters gives a unit its features.
#include "layout/units.h"

#include <algorithm>

#include "base/unicode.h"

namespace dragoman {
namespace {

// A text is hard-wrapped if in at least this share of its line ends within paragraphs the next word would not have
// fitted.
constexpr double kWrappedShare = 0.85;
constexpr int kMinPairs = 3;
constexpr int32_t kMaxWidth = 110, kMinWidth = 40;

bool blank(const Story& story, size_t line) {
  return story.text.trim(story.lines[line].span).empty();
}

int32_t first_word_length(const Story& story, Span line) {
  line = story.text.trim(line);
  int32_t n = 0;
  while (line.begin + n < line.end && !is_space(story.text.at(line.begin + n))) ++n;
  return n;
}

int32_t width(const Story& story, size_t line) {
  Span s = story.lines[line].span;
  while (s.end > s.begin && is_space(story.text.at(s.end - 1))) --s.end;
  return s.size();
}

int32_t wrap_width(const Story& story) {
  int32_t widest = 0;
  for (size_t i = 0; i + 1 < story.lines.size(); ++i)
    if (!blank(story, i) && !blank(story, i + 1)) widest = std::max(widest, width(story, i));
  return widest;
}

// The line end was forced by the width: the next line's first word would not have fitted.
bool forced(const Story& story, size_t line, int32_t widest) {
  return width(story, line) + 1 + first_word_length(story, story.lines[line + 1].span) > widest;
}

bool indented(const Story& story, size_t line) {
  const Span s = story.lines[line].span;
  return s.size() >= 2 && is_space(story.text.at(s.begin)) && is_space(story.text.at(s.begin + 1));
}

void read_features(const Story& story, Unit* unit) {
  const Text& text = story.text;
  bool in_word = false;
  for (int32_t i = unit->span.begin; i < unit->span.end; ++i) {
    char32_t c = text.at(i);
    if (is_space(c)) {
      in_word = false;
      if (unit->low.size() < Unit::kMaxLow && !unit->low.empty() && unit->low.back() != ' ') unit->low.push_back(' ');
      continue;
    }
    if (!in_word) {
      in_word = true;
      ++unit->words;
      if (is_upper(c) || is_digit(c)) ++unit->capitalised;
    }
    if ((c == '.' || c == '?' || c == '!' || c == 0x2026) && (i + 1 >= unit->span.end || !is_letter(text.at(i + 1))))
      ++unit->sentences;
    if (c == 0x2019 || c == 0x2018) c = '\'';
    if (unit->low.size() < Unit::kMaxLow) append_utf8(unit->low, to_lower(c));
  }
  int32_t last = unit->span.end - 1;
  while (last > unit->span.begin &&
         (is_quote_close(text.at(last)) || text.at(last) == ')' || text.at(last) == ']' || is_space(text.at(last))))
    --last;
  const char32_t end = text.at(last);
  unit->ends_sentence = end == '.' || end == '?' || end == '!' || end == 0x2026;
  unit->ends_open = end == ':' || end == ',' || end == ';';
  unit->starts_quote = is_quote_open(text.at(unit->span.begin));
  unit->starts_upper = is_upper(text.at(unit->span.begin));
}

}  // namespace

bool is_hard_wrapped(const Story& story) {
  if (!story.block_parents.empty()) return false;
  const int32_t widest = wrap_width(story);
  if (widest < kMinWidth || widest > kMaxWidth) return false;
  int pairs = 0, wrapped = 0;
  for (size_t i = 0; i + 1 < story.lines.size(); ++i) {
    if (blank(story, i) || blank(story, i + 1) || indented(story, i + 1)) continue;
    ++pairs;
    wrapped += forced(story, i, widest);
  }
  return pairs >= kMinPairs && wrapped >= kWrappedShare * pairs;
}

std::vector<Unit> read_units(const Story& story) {
  const bool wrapped = is_hard_wrapped(story);
  const int32_t widest = wrapped ? wrap_width(story) : 0;
  std::vector<Unit> units;
  for (size_t i = 0; i < story.lines.size();) {
    if (blank(story, i)) {
      ++i;
      continue;
    }
    size_t j = i + 1;
    if (wrapped)
      while (j < story.lines.size() && !blank(story, j) && !indented(story, j) && forced(story, j - 1, widest)) ++j;
    Unit unit;
    unit.lines = {static_cast<int32_t>(i), static_cast<int32_t>(j)};
    unit.hint = story.lines[i];
    unit.span = story.text.trim({story.lines[i].span.begin, story.lines[j - 1].span.end});
    read_features(story, &unit);
    units.push_back(std::move(unit));
    i = j;
  }
  return units;
}

}  // namespace dragoman
