// What lies beside the weights in models/en (docs/model.md): labels, slices, pair-scorer parameters
// and lemma exceptions.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"
#include "language/bio.h"
#include "language/language.h"
#include "language/spans.h"

namespace dragoman {

// Columns of `tags` that are one head's logits.
struct Head {
  int32_t begin = 0, size = 0;
  std::vector<std::string> labels;
};

// Columns of `reps`.
struct Slice {
  int32_t begin = 0, size = 0;
};

// Scorer of the words around an anchor: A_t[a] . W_t[w] * scale + b_t[w] + d_t[bucket(w - a)].
struct AnchorScorer {
  static constexpr int32_t kBuckets = 33;
  std::vector<std::string> labels;
  Slice anchor, word, bias;
  int32_t rank = 0;
  float scale = 1;
  std::vector<float> distance;  // [labels][kBuckets]
  int32_t size() const { return static_cast<int32_t>(labels.size()); }
};

// Scorer of the relations of an arc: dep^T U_t head + u_t.dep + v_t.head + c_t.
struct LabelScorer {
  std::vector<std::string> labels;
  int32_t root = -1;  // the label "root", which only the arc from ROOT has
  Slice dep, head;
  int32_t rank = 0;
  std::vector<float> u;  // [labels][head rank][dep rank]: each label's matrix transposed, for one pass over head
  std::vector<float> dep_weight, head_weight;  // [labels][rank]
  std::vector<float> bias;                     // [labels]
  int32_t size() const { return static_cast<int32_t>(labels.size()); }
};

struct LemmaRule {
  bool lower = true;
  int32_t cut = 0;  // code points off the end
  std::string append;
};

struct EventLabel {
  EventType type = EventType::kConsult;
  bool begins = false;  // B-x, not I-x
};

struct ModelFiles {
  std::string version;
  int32_t max_pieces = 256;
  int32_t tags_size = 0, reps_size = 0;  // K and R: the least that heads and slices ask for

  Head sent, upos, feats, lemma, ner, cue, content, event;
  int32_t sent_start = 1;              // index of the label "start"
  std::vector<Upos> upos_of;           // by label of `upos`
  std::vector<Feats> feats_of;         // by label of `feats`
  std::vector<LemmaRule> lemma_rules;  // by label of `lemma`
  BioDecoder ner_bio, cue_bio, quote_bio;
  int32_t event_outside = 0;             // index of the label "O"
  std::vector<EventLabel> event_labels;  // by label of `event`; that of "O" means nothing
  AnchorScorer quote, role;
  int32_t quote_content = -1, quote_source = -1;     // kinds of quote_bio
  int32_t quote_begins = -1, quote_inside = -1;      // labels of quote: B-content, I-content
  int32_t cue_begins = -1;                           // label of the head cue
  int32_t content_begins = -1, content_inside = -1;  // labels of the head content
  SpanScorer spans;
  int32_t role_source = -1, role_target = -1;  // labels of role
  LabelScorer label;

  // "form<TAB>UPOS" -> lemma.
  struct KeyHash {
    using is_transparent = void;
    size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
  };
  std::unordered_map<std::string, std::string, KeyHash, std::equal_to<>> lemmas;

  // Reads model.json, pairs.bin, lemmas.tsv and spans.tsv of the folder. kNotFound when one of the first three is
  // missing, kCorrupt when their content is not what docs/model.md says.
  static Result<ModelFiles> load(const std::string& dir);
};

}  // namespace dragoman
