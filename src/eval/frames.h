// What the frames of a lexicon do on a corpus: how often each fires and how often it is right, and which rows a change
// of lexicon adds and loses. What `dragoman lexicon stats` and `lexicon diff` print.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dragoman/reader.h"
#include "dragoman/status.h"

namespace dragoman {

// kRight: a gold act of the row's type under its trigger (or under another mention of it), one row for each act.
// kOtherType: under a gold act of another type. kExtra: under none. kUnsure: the gold is not sure of the act. kMissed:
// a gold act without a row. A sentence of a GSR file has one label: a row of its type is kRight, the others are kExtra,
// which they need not be.
enum class Verdict : uint8_t { kRight, kOtherType, kExtra, kUnsure, kMissed };
const char* name_of(Verdict verdict);

struct JudgedRow {
  std::string story;    // file name, or the id of the sentence
  std::string frame;    // "consult.meet", "model"; empty when missed
  std::string type;     // of a missed act: its gold type
  std::string trigger;  // as it stands in the text, white space as single blanks
  std::string sides;    // "Iran -> Oman"
  int32_t begin = 0, end = 0;
  double confidence = 0;
  std::string terms;  // Because::terms
  Verdict verdict = Verdict::kExtra;
};

// Every row that `reader` finds in `corpus`, story by story, then the acts it misses. `corpus`: a folder of annotated
// stories or a GSR file (docs/eval.md).
Result<std::vector<JudgedRow>> judge_corpus(const Reader& reader, const std::string& corpus);

// One line a frame, those with the most wrong rows first; then all together.
std::string frame_table(const std::vector<JudgedRow>& rows);
// All rows as tab-separated values with a head line: what train/fit_confidence.py reads.
std::string rows_table(const std::vector<JudgedRow>& rows);
// Rows of `b` that `a` has not ("+") and the other way round ("-"), by story, trigger and type; then their number.
std::string diff_table(const std::vector<JudgedRow>& a, const std::vector<JudgedRow>& b);

}  // namespace dragoman
