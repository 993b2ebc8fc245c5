// Language: paragraphs of text in, analysed words out. One pass of one small encoder with many
// heads (docs/model.md) gives sentence ends, tags, features, lemmas, a dependency tree, names, the
// parts of quotes and proposals for events.
//
// A Document is a flat array of tokens; sentences are ranges of it. All indices are into
// Document::tokens. Thread-safety: Language is immutable after open(); analyse() may be called from
// many threads at once.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

enum class Upos : uint8_t {
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
  kX,
};
const char* name_of(Upos);

// The features that matter; 0 = absent.
enum class Tense : uint8_t { kNone, kPast, kPres };
enum class Mood : uint8_t { kNone, kInd, kImp, kSub };
enum class VerbForm : uint8_t { kNone, kFin, kInf, kPart, kGer };
enum class Number : uint8_t { kNone, kSing, kPlur };
struct Feats {
  Tense tense = Tense::kNone;
  Mood mood = Mood::kNone;
  VerbForm verb_form = VerbForm::kNone;
  Number number = Number::kNone;
  uint8_t person = 0;     // 1, 2, 3
  bool passive = false;   // Voice=Pass
  bool negative = false;  // Polarity=Neg
  uint8_t degree = 0;     // 1 Pos, 2 Cmp, 3 Sup
  uint8_t pron_type = 0;  // 1 Prs, 2 Rel, 3 Int, 4 Dem, 5 Art, 6 Ind, 7 Tot, 8 Neg, 9 Rcp
};

struct Token {
  Span span;          // in the story's text
  std::string form;   // as written (UTF-8)
  std::string lemma;  // lower case but for proper nouns
  Upos upos = Upos::kX;
  Feats feats;
  int32_t head = -1;        // index of the head token; -1 for a root
  std::string_view deprel;  // UD relation with subtype, "nsubj:pass"; lives as long as the Language
  int32_t sentence = 0;
  bool space_before = false;
};

struct Sentence {
  Span span;
  int32_t begin = 0, end = 0;  // tokens
  int32_t root = 0;
  int32_t paragraph = 0;  // index into the paragraphs given to analyse()
};

struct NameSpan {
  int32_t begin = 0, end = 0;  // tokens
  std::string_view label;      // PER ORG LOC FAC NORP DATE MONEY PRODUCT MISC
  float score = 0;             // mean probability of its tags
};

// What the model thinks of each token as a part of a name, before anything is decided: the probability of standing
// outside, then for each kind those of beginning and of continuing a name of it.
struct NameTags {
  std::vector<std::string_view> kinds;  // labels of NameSpan; live as long as the Language
  std::vector<float> probabilities;     // width() a token
  int32_t width() const { return 1 + 2 * static_cast<int32_t>(kinds.size()); }
  const float* row(int32_t token) const { return probabilities.data() + static_cast<size_t>(token) * width(); }
};

struct TokenRange {
  int32_t begin = 0, end = 0;
};

// A span that a cue's content may have, with what speaks for it: index into span_features() and value.
struct SpanCandidate {
  TokenRange words;
  std::vector<std::pair<int32_t, float>> features;
};

// A cue with what it governs, as the model sees it.
struct QuoteParts {
  TokenRange cue;
  std::vector<TokenRange> content;  // sorted
  std::vector<TokenRange> source;   // sorted; usually one
  float cue_score = 0;              // probability that a cue begins at its first word
  float score = 0;
  std::vector<SpanCandidate> candidates;  // with LanguageOptions::span_candidates, in order of their ends
};

// A word or phrase that may name an act. Weak ones are proposed too, as a second opinion on what
// the lexicon finds.
struct EventProposal {
  TokenRange trigger;
  EventType type = EventType::kConsult;             // the likeliest
  float score = 0;                                  // its probability
  std::array<float, kEventTypes> types{};           // probability of each type, of the trigger's surest word
  std::vector<int32_t> source, target;              // words of the same window that may be the head of a side, in order
  std::vector<float> source_scores, target_scores;  // probability of each
};

struct Document {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<NameSpan> names;           // sorted, disjoint: the likeliest tags, until read_names decides
  NameTags name_tags;                    // empty where no model has read the text
  std::vector<QuoteParts> quote_parts;   // by cue
  std::vector<EventProposal> proposals;  // by trigger; no two share a token

  // Dependents of each token in order of position: children[child_begin[i] .. child_begin[i+1]).
  std::vector<int32_t> children, child_begin;
  void index_children();
  struct Range {
    const int32_t *b, *e;
    const int32_t* begin() const { return b; }
    const int32_t* end() const { return e; }
  };
  Range dependents(int32_t token) const {
    return {children.data() + child_begin[token], children.data() + child_begin[token + 1]};
  }
  // First dependent of `token` with that relation (exact, or with any subtype if `relation` has
  // none), or -1.
  int32_t dependent(int32_t token, std::string_view relation) const;
  // Is `token` `top` or below it? A tree deeper than 64 is a broken parse, and not searched further.
  bool is_below(int32_t token, int32_t top) const;
  // Token range from the leftmost to the rightmost descendant of `token`.
  TokenRange subtree(int32_t token) const;
  // The proposal whose trigger holds `token`, or null.
  const EventProposal* proposal_at(int32_t token) const;
  // The token that holds code point `at`, or -1.
  int32_t token_at(int32_t at) const;
  Span span_of(TokenRange range) const { return {tokens[range.begin].span.begin, tokens[range.end - 1].span.end}; }
};

// True when `deprel` is `relation` or `relation:subtype`.
inline bool is_rel(std::string_view deprel, std::string_view relation) {
  return deprel.substr(0, relation.size()) == relation &&
         (deprel.size() == relation.size() || deprel[relation.size()] == ':');
}

struct LanguageOptions {
  std::string model_dir;
  // Threads within one call of analyse(). Calls at one time each get a compiled copy of the model,
  // made when first needed (about 0.4 s and 105 MB each) and kept.
  int threads = 1;
  enum class Precision { kAuto, kInt8, kF32 } precision = Precision::kAuto;  // kAuto: int8 with VNNI, else f32
  // Contents stay as tagged, and every span that they might have is listed: what train/fit_spans.py reads.
  bool span_candidates = false;
};

class Language {
 public:
  static Result<Language> open(const LanguageOptions& options);
  // `paragraphs`: sorted, disjoint spans of `text`. A sentence never crosses a paragraph.
  Result<Document> analyse(const Text& text, const std::vector<Span>& paragraphs) const;
  const std::string& version() const;  // "en-1"
  std::string describe() const;        // precision and CPU features in use, for `doctor`

  Language(Language&&) noexcept;
  Language& operator=(Language&&) noexcept;
  ~Language();
  struct Impl;
  explicit Language(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

// Words of one paragraph (docs/model.md, Tokenizer). Fills span, form and space_before.
void tokenize(const Text& text, Span paragraph, std::vector<Token>& out);

// A Document from CoNLL-U (gold or another parser's), for tests and `eval`. Offsets are into the
// text rebuilt from the words.
Result<Document> document_from_conllu(std::string_view conllu, Text& text);

}  // namespace dragoman
