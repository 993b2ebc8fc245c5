// Decoding, window by window: sentence ends and tags by the best logit, trees by best_tree within each sentence,
// relations by the label scorer, names, cues and events by Viterbi, the parts of a quote by the pair scorer and Viterbi
// for each cue, its content then as whole spans (spans.h), event triggers by probability, their sides by the pair
// scorer for each trigger.
#include "language/decode.h"

#include <algorithm>
#include <cmath>

#include "base/unicode.h"

namespace dragoman {
namespace {

int32_t best_of(const float* scores, int32_t n) {
  return static_cast<int32_t>(std::max_element(scores, scores + n) - scores);
}

// Probabilities of n scores.
void softmax(const float* scores, int32_t n, std::vector<float>& out) {
  const float top = *std::max_element(scores, scores + n);
  out.resize(static_cast<size_t>(n));
  float sum = 0;
  for (int32_t k = 0; k < n; ++k) sum += out[static_cast<size_t>(k)] = std::exp(scores[k] - top);
  for (float& p : out) p /= sum;
}

// The base of a regularly inflected word where the vocabulary knows it ("witnesses", "invoked", "tried"); empty if
// none.
std::string regular_base(const std::string& form, const WordPiece& vocabulary) {
  const auto known = [&](const std::string& base) {
    return base.size() >= 3 && vocabulary.has(base) ? base : std::string();
  };
  const auto stem = [&](size_t cut) { return form.substr(0, form.size() - cut); };
  if (form.size() < 5) return "";
  if (form.ends_with("ies") || form.ends_with("ied")) return known(stem(3) + "y");
  if (form.ends_with('s') && !form.ends_with("ss")) {
    std::string base = known(stem(1));
    return base.empty() && form.ends_with("es") ? known(stem(2)) : base;
  }
  const size_t cut = form.ends_with("ed") ? 2 : form.ends_with("ing") ? 3 : 0;
  if (cut == 0 || form.size() < cut + 3) return "";
  for (std::string base : {stem(cut) + "e", stem(cut)})
    if (!known(base).empty()) return base;
  return form[form.size() - cut - 1] == form[form.size() - cut - 2] ? known(stem(cut + 1)) : "";
}

// How many rules behind the best, and how far below it, are still tried for a lemma.
constexpr int32_t kNextRules = 5;
constexpr float kNearRule = 5;

// Closed-class words whose lemma is no matter of rules, in ASCII and lower case.
struct ClosedWord {
  std::string_view form;
  Upos upos;
  const char* lemma;
};
constexpr ClosedWord kClosedWords[] = {
    {"i", Upos::kPron, "I"},       {"me", Upos::kPron, "I"},   {"us", Upos::kPron, "we"},   {"him", Upos::kPron, "he"},
    {"them", Upos::kPron, "they"}, {"'s", Upos::kPart, "'s"},  {"an", Upos::kDet, "a"},     {"n't", Upos::kPart, "not"},
    {"ca", Upos::kAux, "can"},     {"wo", Upos::kAux, "will"}, {"'ll", Upos::kAux, "will"}, {"'ve", Upos::kAux, "have"},
    {"'re", Upos::kAux, "be"},     {"'m", Upos::kAux, "be"},
};

// Curly quotation marks and apostrophes made straight, as the treebanks have them in lemmas.
std::string straight(std::string_view form) {
  std::string out;
  for (char32_t c : to_u32(form)) append_utf8(out, c == U'’' || c == U'‘' ? U'\'' : c == U'“' || c == U'”' ? U'"' : c);
  return out;
}

// Probabilities below which a word is not proposed as a trigger, or as a side of one.
constexpr float kMinEvent = 0.05f, kMinSide = 0.1f;

// Logits that a sentence begin must have over none: see Decoder::doubt.
constexpr float kMark = -0.5f, kNoMark = 0.5f, kLowerCase = 0.5f;

class Decoder {
 public:
  Decoder(const ModelFiles& model, const WordPiece& vocabulary, const Window& window, const EncoderOutput& output,
          DecodeWorkspace& work, Document& document)
      : model_(model),
        vocabulary_(vocabulary),
        window_(window),
        output_(output),
        work_(work),
        doc_(document),
        base_(window.begin()),
        words_(window.end() - window.begin()) {}

  void run() {
    tag();
    const size_t first_sentence = doc_.sentences.size();
    sentences();
    parse(first_sentence);
    names();
    quotes();
    events();
  }

 private:
  const float* logits(const Head& head, int32_t word) const {
    return output_.tags + static_cast<size_t>(word) * output_.tags_stride + head.begin;
  }

  void tag() {
    for (int32_t w = 0; w < words_; ++w) {
      Token& token = doc_.tokens[base_ + w];
      const int32_t upos = best_of(logits(model_.upos, w), model_.upos.size);
      token.upos = model_.upos_of[upos];
      token.feats = model_.feats_of[best_of(logits(model_.feats, w), model_.feats.size)];
      token.lemma = lemma(token.form, upos, logits(model_.lemma, w));
    }
  }

  // The best rule's result; but if that rule cuts the form down to no known word ("announc", "companie"), the result of
  // the first rule behind it, among the few next best, that does lead to one.
  std::string lemma(const std::string& written, int32_t upos, const float* scores) {
    const std::string form = is_ascii(written) ? written : straight(written);
    std::string& key = work_.key;
    key = lower(form);
    if (key.size() <= 4) {
      for (const ClosedWord& w : kClosedWords)
        if (w.form == key && w.upos == model_.upos_of[upos]) return w.lemma;
    }
    key += '\t';
    key += model_.upos.labels[upos];
    const auto known = model_.lemmas.find(std::string_view(key));
    if (known != model_.lemmas.end()) return known->second;
    const Upos tag = model_.upos_of[upos];
    const bool inflects = tag == Upos::kNoun || tag == Upos::kVerb;
    const int32_t best = best_of(scores, model_.lemma.size);
    std::string out = apply_rule(model_.lemma_rules[best], form);
    if (model_.lemma_rules[best].cut == 0 || tag == Upos::kPropn || vocabulary_.has(out)) return out;
    float last = scores[best];
    for (int32_t round = 0; round < kNextRules; ++round) {
      int32_t next = -1;
      for (int32_t k = 0; k < model_.lemma.size; ++k)
        if (scores[k] < last && (next < 0 || scores[k] > scores[next])) next = k;
      if (next < 0 || scores[next] < scores[best] - kNearRule) break;
      last = scores[next];
      const LemmaRule& rule = model_.lemma_rules[next];
      std::string other = apply_rule(rule, form);
      if (rule.lower && rule.cut > 0 && vocabulary_.has(other)) return other;
    }
    if (inflects)
      if (std::string base = regular_base(lower(form), vocabulary_); !base.empty()) return base;
    return out;
  }

  // How much more likely than not (in logits) the model must hold a sentence begin between two words: less than even
  // behind a mark that may end a sentence, more where none stands before, and more again before a lower-case letter.
  static float doubt(std::string_view before, std::string_view word) {
    const char last = before.back();
    // Beyond ASCII: closing quotes, dashes, the ellipsis - but letters too, which are rare at the end of English words.
    const bool mark =
        static_cast<unsigned char>(last) >= 0x80 || (!is_letter(last) && !is_digit(last) && last != ',' && last != '(');
    const bool lower_case = word[0] >= 'a' && word[0] <= 'z';
    return (mark ? kMark : kNoMark) + (lower_case ? kLowerCase : 0);
  }

  void sentences() {
    for (const WindowPart& part : window_.parts) {
      for (int32_t i = part.begin; i < part.end; ++i) {
        const float* sent = logits(model_.sent, i - base_);
        if (i == part.begin || sent[model_.sent_start] - sent[1 - model_.sent_start] >
                                   doubt(doc_.tokens[i - 1].form, doc_.tokens[i].form)) {
          Sentence& s = doc_.sentences.emplace_back();
          s.begin = i;
          s.paragraph = part.paragraph;
        }
        doc_.sentences.back().end = i + 1;
        doc_.tokens[i].sentence = static_cast<int32_t>(doc_.sentences.size()) - 1;
      }
    }
  }

  void parse(size_t first_sentence) {
    work_.heads.resize(static_cast<size_t>(words_));
    for (size_t k = first_sentence; k < doc_.sentences.size(); ++k) {
      Sentence& s = doc_.sentences[k];
      s.span = doc_.span_of({s.begin, s.end});
      const int32_t first = s.begin - base_, n = s.end - s.begin;
      best_tree(output_.arcs + static_cast<size_t>(first) * output_.arcs_stride, output_.arcs_stride,
                static_cast<size_t>(first) + 1, n, work_.tree, work_.sentence_heads);
      for (int32_t i = 0; i < n; ++i) {
        const int32_t head = work_.sentence_heads[i];
        work_.heads[first + i] = head < 0 ? -1 : first + head;
        doc_.tokens[s.begin + i].head = head < 0 ? -1 : s.begin + head;
        if (head < 0) s.root = s.begin + i;
      }
    }
    work_.labels.assign(static_cast<size_t>(words_), model_.label.root);
    best_labels(model_.label, output_, work_.heads, words_, work_.label, work_.labels);
    for (int32_t w = 0; w < words_; ++w) doc_.tokens[base_ + w].deprel = model_.label.labels[work_.labels[w]];
  }

  // Spans of a tag head, none across a paragraph, relative to the window's first word.
  void spans(const Head& head, const BioDecoder& bio) {
    work_.spans.clear();
    for (const WindowPart& part : window_.parts) {
      const size_t first = work_.spans.size();
      const int32_t offset = part.begin - base_;
      bio.decode(logits(head, offset), output_.tags_stride, part.end - part.begin, work_.bio, work_.spans);
      for (size_t k = first; k < work_.spans.size(); ++k) {
        work_.spans[k].begin += offset;
        work_.spans[k].end += offset;
      }
    }
  }

  void names() {
    spans(model_.ner, model_.ner_bio);
    for (const BioSpan& s : work_.spans)
      doc_.names.push_back({base_ + s.begin, base_ + s.end, model_.ner_bio.kinds()[s.kind], s.score});
    NameTags& tags = doc_.name_tags;
    if (tags.kinds.empty()) {
      tags.kinds.assign(model_.ner_bio.kinds().begin(), model_.ner_bio.kinds().end());
      tags.probabilities.resize(doc_.tokens.size() * static_cast<size_t>(tags.width()));
    }
    for (int32_t w = 0; w < words_; ++w) {
      softmax(logits(model_.ner, w), model_.ner.size, work_.probabilities);
      float* row = tags.probabilities.data() + static_cast<size_t>(base_ + w) * static_cast<size_t>(tags.width());
      for (int32_t k = 0; k < model_.ner.size; ++k) row[model_.ner_bio.column(k)] = work_.probabilities[k];
    }
  }

  // Of each word, the probability of two labels' first and that of either, from rows of logits.
  void begins_and_inside(const float* rows, size_t stride, int32_t labels, int32_t begins, int32_t inside) {
    work_.begins_and_inside.clear();
    for (int32_t w = 0; w < words_; ++w) {
      softmax(rows + static_cast<size_t>(w) * stride, labels, work_.probabilities);
      const float p = work_.probabilities[static_cast<size_t>(begins)];
      work_.begins_and_inside.emplace_back(p, p + work_.probabilities[static_cast<size_t>(inside)]);
    }
  }

  void quotes() {
    spans(model_.cue, model_.cue_bio);
    if (work_.spans.empty()) return;
    const bool as_spans = model_.spans.ready() || work_.span_candidates;
    if (as_spans) {
      begins_and_inside(logits(model_.content, 0), output_.tags_stride, model_.content.size, model_.content_begins,
                        model_.content_inside);
      work_.span_window.read(doc_, base_, words_, work_.begins_and_inside);
    }
    for (const BioSpan& cue : work_.spans) {
      score_anchor(model_.quote, output_, cue.begin, words_, work_.scores);
      work_.parts.clear();
      model_.quote_bio.decode(work_.scores.data(), model_.quote.labels.size(), words_, work_.bio, work_.parts);
      QuoteParts& quote = doc_.quote_parts.emplace_back();
      quote.cue = {cue.begin, cue.end};
      softmax(logits(model_.cue, cue.begin), model_.cue.size, work_.probabilities);
      quote.cue_score = work_.probabilities[static_cast<size_t>(model_.cue_begins)];
      float sum = 0;
      int32_t count = 0;
      for (const BioSpan& p : work_.parts) {
        (p.kind == model_.quote_content ? quote.content : quote.source).push_back({p.begin, p.end});
        sum += p.score * static_cast<float>(p.end - p.begin);
        count += p.end - p.begin;
      }
      quote.score = count == 0 ? 0 : cue.score * sum / static_cast<float>(count);
      const bool kept = !as_spans || choose_content(quote);
      if (!kept) {
        doc_.quote_parts.pop_back();
        continue;
      }
      move_to_document(quote.cue);
      for (std::vector<TokenRange>* ranges : {&quote.content, &quote.source})
        for (TokenRange& range : *ranges) move_to_document(range);
      for (SpanCandidate& candidate : quote.candidates) move_to_document(candidate.words);
    }
  }

  void move_to_document(TokenRange& range) const { range = {base_ + range.begin, base_ + range.end}; }

  // False for a quote that is not to be kept. `work_.scores` are those of its cue.
  bool choose_content(QuoteParts& quote) {
    begins_and_inside(work_.scores.data(), model_.quote.labels.size(), model_.quote.size(), model_.quote_begins,
                      model_.quote_inside);
    const CueTagging tagging{quote.cue, quote.source, work_.begins_and_inside};
    if (work_.span_candidates) {
      SpanScorer::list(work_.span_window, tagging, quote.content, work_.span, quote.candidates);
      return true;
    }
    const float probability = model_.spans.choose(work_.span_window, tagging, work_.span, quote.content);
    return !quote.content.empty() && quote.cue_score * probability >= model_.spans.least();
  }

  // Every word that may be part of a trigger, joined to the one before it where "inside" is likelier than "begin".
  void events() {
    const int32_t labels = model_.event.size;
    const size_t first_proposal = doc_.proposals.size();
    for (const WindowPart& part : window_.parts) {
      const int32_t first = part.begin - base_, end = part.end - base_;
      float surest = 0;  // of the words of the last proposal
      for (int32_t w = first; w < end; ++w) {
        softmax(logits(model_.event, w), labels, work_.probabilities);
        const float any = 1 - work_.probabilities[static_cast<size_t>(model_.event_outside)];
        if (any < kMinEvent) continue;
        std::array<float, kEventTypes> types{};
        float begins = 0;
        for (int32_t k = 0; k < labels; ++k) {
          if (k == model_.event_outside) continue;
          const EventLabel& label = model_.event_labels[static_cast<size_t>(k)];
          types[static_cast<size_t>(label.type)] += work_.probabilities[static_cast<size_t>(k)];
          if (label.begins) begins += work_.probabilities[static_cast<size_t>(k)];
        }
        const bool joins =
            begins * 2 < any && w > first && !doc_.proposals.empty() && doc_.proposals.back().trigger.end == base_ + w;
        if (!joins) {
          doc_.proposals.emplace_back().trigger = {base_ + w, base_ + w};
          surest = 0;
        }
        EventProposal& event = doc_.proposals.back();
        event.trigger.end = base_ + w + 1;
        if (any <= surest) continue;
        surest = any;
        event.types = types;
        const auto best = std::max_element(types.begin(), types.end());
        event.type = static_cast<EventType>(best - types.begin());
        event.score = *best;
      }
    }
    for (size_t k = first_proposal; k < doc_.proposals.size(); ++k) sides(doc_.proposals[k]);
  }

  void sides(EventProposal& event) {
    const int32_t labels = model_.role.size(), begin = event.trigger.begin - base_, end = event.trigger.end - base_;
    score_anchor(model_.role, output_, begin, words_, work_.scores);
    for (int32_t w = 0; w < words_; ++w) {
      if (w >= begin && w < end) continue;
      softmax(work_.scores.data() + static_cast<size_t>(w) * labels, labels, work_.probabilities);
      const float source = work_.probabilities[static_cast<size_t>(model_.role_source)];
      const float target = work_.probabilities[static_cast<size_t>(model_.role_target)];
      if (source >= kMinSide) {
        event.source.push_back(base_ + w);
        event.source_scores.push_back(source);
      }
      if (target >= kMinSide) {
        event.target.push_back(base_ + w);
        event.target_scores.push_back(target);
      }
    }
  }

  const ModelFiles& model_;
  const WordPiece& vocabulary_;
  const Window& window_;
  const EncoderOutput& output_;
  DecodeWorkspace& work_;
  Document& doc_;
  const int32_t base_, words_;
};

}  // namespace

std::string apply_rule(const LemmaRule& rule, std::string_view form) {
  std::string out = rule.lower ? lower(form) : std::string(form);
  size_t end = out.size();
  for (int32_t cut = 0; cut < rule.cut; ++cut) {
    if (end == 0) return out;
    do --end;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80);
  }
  out.resize(end);
  return out += rule.append;
}

void decode(const ModelFiles& model, const WordPiece& vocabulary, const Window& window, const EncoderOutput& output,
            DecodeWorkspace& work, Document& document) {
  Decoder(model, vocabulary, window, output, work, document).run();
}

}  // namespace dragoman
