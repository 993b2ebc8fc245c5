// Scores of whole records against stories annotated by people: what `dragoman eval stories|gsr` prints. Everything is
// read from raw text by the reader as it is installed.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "dragoman/reader.h"
#include "dragoman/status.h"
#include "eval/eval.h"

namespace dragoman {

// How many of those that were judged are right.
struct Share {
  int64_t right = 0, seen = 0;
  void count(bool good) { ++seen, right += good; }
  double percent() const { return seen == 0 ? 0 : 100.0 * static_cast<double>(right) / static_cast<double>(seen); }
};

// What matches what. An event of the record and one of the gold are paired when they share a place, each once, the
// likest first:
//  placed  the trigger (or another mention of the act) overlaps the gold trigger, or else lies in the gold context.
//  type    ... and the type is the same.   quad  placed, and the quarter of the type is the same.
//  dyad    type, and the same countries on both sides.
//  row     type, and on each side both are empty, or one actor in common: by name (the words of one are among the words
//          of the other) or by country and sector. The sides of an act on each other match in either order, or
//          together.
// Gold rows marked "unsure" are left out, and what lies on them. Of pairs whose type is right:
//  status, said_by (as a side of a row), date (same first and last day, where the gold has one), cameo (first three
//          figures), and country and sector of actors that stand on the same side by the same name.
//  quote   contents share at least half of their joint characters (`exact` 97 %); `speaker` also wants the speaker.
//  figure  spans overlap, value and unit are equal.   time   spans overlap, the interval is equal.
struct StoryScores {
  int64_t stories = 0;
  Ratio placed, type, quad, dyad, row, quote, quote_exact, speaker, figure, time;
  std::map<std::string, Ratio> types;
  Share status, said_by, date, cameo, country, sector;
  // Events of the record by confidence, in tenths: how many, how many of the right type, and the sum of confidences.
  struct Bin {
    Share type;
    double confidence = 0;
  };
  std::array<Bin, 10> bins{};
};
// `dir`: NAME.txt (the story) beside NAME.json (the rows; docs/eval.md gives the format).
Result<StoryScores> eval_stories(const Reader& reader, const std::string& dir);

// What train/fit_sides.py learns from: for each NAME.txt of `dir` a row "story NAME.txt", then the rows that
// side_candidates() of reading/read_story.h gives. Stories are read at once, one a CPU core.
Result<std::string> side_examples(const Reader& reader, const std::string& dir);

// One focal event a sentence, as in the PLOVER gold records: sets of types, of (source country, target country), and of
// both together; a record without a target counts for its type alone. Old CAMEO-based names (FIGHT, DEMAND, DISAPPROVE,
// INVESTIGATE) are read as their successors.
struct GsrScores {
  int64_t records = 0, without_event = 0;
  Ratio type, dyad, triple;
  int64_t any = 0, with_dyad = 0;  // records with a dyad of which one event has all three right
};
// `path`: a JSON list of {"text", "date", "event", "source": [{"code"}], "target": [{"code"}]}.
Result<GsrScores> eval_gsr(const Reader& reader, const std::string& path);

std::string to_table(const StoryScores& scores);
std::string to_table(const GsrScores& scores);

}  // namespace dragoman
