// Scores of the language model against gold, from raw text: what `dragoman eval ud|names|quotes` prints.
//
// Nothing of the gold but its text goes in: words, sentences and paragraphs' contents are the engine's own, so every
// figure bears the errors of the steps before it. A missing or broken file is an error with its name and line.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "dragoman/status.h"
#include "language/language.h"
#include "reading/names/names.h"

namespace dragoman {

struct Ratio {
  int64_t correct = 0, system = 0, gold = 0;
  double precision() const {
    return system == 0 ? 0 : 100.0 * static_cast<double>(correct) / static_cast<double>(system);
  }
  double recall() const { return gold == 0 ? 0 : 100.0 * static_cast<double>(correct) / static_cast<double>(gold); }
  double f1() const {
    return system + gold == 0 ? 0 : 200.0 * static_cast<double>(correct) / static_cast<double>(system + gold);
  }
};

// F1 as the CoNLL 2018 shared task defines it (Zeman et al. 2018): words and sentences match by their characters
// without white space; a tag, lemma or arc counts on matched words only; relations are compared without subtype.
struct UdScores {
  int64_t documents = 0;
  Ratio words, sentences, upos, lemmas, uas, las;
};
// `path`: a CoNLL-U file with `# newdoc` and `# newpar`; the text is rebuilt from the words and SpaceAfter=No.
Result<UdScores> eval_ud(const Language& language, const std::string& path);

// Names by exact span and label.
struct NameScores {
  int64_t articles = 0;
  int64_t left_out = 0;  // articles whose tokens are not in their text
  Ratio all;
  std::vector<std::pair<std::string, Ratio>> labels;  // in alphabetical order
};
// `dir`: a folder of the English Worldwide Newswire set, NAME.tsv with token and BIO tag a line; the running text of
// each lies in dir/../articles/NAME.
Result<NameScores> eval_names(const Language& language, const Knowledge& knowledge, const NameModel& model,
                              const std::string& dir);
// What train/fit_names.py learns from: for each article `article<TAB>NAME<TAB>gold names`, then its candidates, one a
// line: first and last code point, label, 1 if it is gold, then the features as `name=value`.
Result<std::string> name_examples(const Language& language, const Knowledge& knowledge, const SeenNames& seen,
                                  const std::string& dir);

// The parts of attributions after PolNeAR (Newell et al. 2018): roles are compared as sets of the characters that are
// not white space, quotation marks or stops, matched one to one by Jaccard, the greatest first.
struct QuoteScores {
  struct Role {
    Ratio exact, overlap, characters;
  };
  struct Link {           // attributions matched by their content
    Ratio overlap, half;  // contents share a character; Jaccard >= 0.5
    Ratio source, source_exact,
        all;  // ... and the sources overlap (or both lack); are equal; all three parts are equal
  };
  int64_t articles = 0;
  Role cue, source, content;
  Link any, direct, indirect;  // direct: half of the content lies within quotation marks
};
// `dir`: a split of PolNeAR with text/*.txt and attributions/NAME_????.ann; the first annotation in order of name
// counts.
Result<QuoteScores> eval_quotes(const Language& language, const std::string& dir);

// What train/fit_spans.py reads: of each article a row "article NAME", of each cue "cue BEGIN END PROBABILITY", its
// sources "source BEGIN END", and of each span that its content might have "span BEGIN END FEATURE VALUE ...", fields
// apart by tabs. REQUIRES: a Language opened with span_candidates.
Result<std::string> quote_candidates(const Language& language, const std::string& dir);

// Tables for people, one figure with one decimal a cell.
std::string to_table(const UdScores& scores);
std::string to_table(const NameScores& scores);
std::string to_table(const QuoteScores& scores);

}  // namespace dragoman
