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

// What matches what:
//  event   the trigger (or another mention of the act) overlaps the gold trigger and the type is the same, one to one
//  in order of the
//          text; `row` also wants the sides: each empty on both, or one actor in common by name (the words of one are
//          among the words of the other) or by country and sector. Gold rows marked "unsure" are left out, and what
//          lies on them.
//  status  of the events that match: the same status.
//  quote   contents share at least half of their joint characters; `speaker` also wants the speaker.
//  figure  spans overlap, value and unit are equal.   time   spans overlap, the interval is equal.
struct StoryScores {
  int64_t stories = 0;
  Ratio event, row, quote, speaker, figure, time;
  std::map<std::string, Ratio> types;
  int64_t status_right = 0, status_seen = 0;
};
// `dir`: NAME.txt (the story) beside NAME.json (the rows; docs/eval.md gives the format).
Result<StoryScores> eval_stories(const Reader& reader, const std::string& dir);

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
