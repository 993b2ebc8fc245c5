// From the encoder's numbers for one window to tokens, sentences, trees, names, quote parts and
// event proposals.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "language/bio.h"
#include "language/encoder.h"
#include "language/language.h"
#include "language/model_files.h"
#include "language/pairs.h"
#include "language/spans.h"
#include "language/tree.h"
#include "language/windows.h"
#include "language/wordpiece.h"

namespace dragoman {

// Scratch kept from window to window.
struct DecodeWorkspace {
  BioDecoder::Workspace bio;
  TreeWorkspace tree;
  LabelWorkspace label;
  std::vector<BioSpan> spans, parts;
  std::vector<int32_t> heads, sentence_heads, labels;
  std::vector<float> scores, probabilities;
  SpanScorer::Workspace span;
  SpanWindow span_window;
  std::vector<std::pair<float, float>> begins_and_inside;
  std::string key;
  bool span_candidates = false;  // as LanguageOptions has it
};

// Fills the tokens of the window and appends its sentences, names, quote parts and proposals to
// `document`, whose tokens already have span, form and space_before. Windows are decoded in order.
// The vocabulary serves as the list of known words by which near rules for a lemma are told apart.
void decode(const ModelFiles& model, const WordPiece& vocabulary, const Window& window, const EncoderOutput& output,
            DecodeWorkspace& work, Document& document);

// The lemma of `form` by `rule`; a rule that cuts more than there is leaves the (lower-cased) form.
std::string apply_rule(const LemmaRule& rule, std::string_view form);

}  // namespace dragoman
