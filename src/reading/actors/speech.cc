// Cues, contents and speakers by syntax and marks (speech.h).
//
// 1. Every verb of the cue table with a clause, an infinitive or an "as" phrase gives a speech; so does "according to
// X" and a
//    noun such as "claim" with a that-clause. The content is the subtree of the dependent without its complementizer;
//    of a cue in parenthesis ("the move, she said, was late") it is the clause around it, in several spans.
// 2. Each quotation in marks that looks like speech (a verb or final punctuation inside) is given to the cue right
// behind it,
//    before it, or between it and its neighbour; one without a cue goes on with the quotation before it.
// 3. A headline's colon is a cue: "Sudan shelled village: Chad", "Minister: We will resign".
// 4. The model's quote parts fill what the rules missed: other cues, and speakers.
#include "reading/actors/speech.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/actors/cues.h"
#include "reading/actors/syntax.h"

namespace dragoman {
namespace {

// How far from a quotation its cue may stand, in words.
constexpr int kCueReach = 24;
// A quotation without any cue must be this long to be somebody's words rather than a name or a phrase.
constexpr int kLeastWordsWithoutCue = 8;
// A thing that is said ("the need for reform") has at least this many words.
constexpr int kLeastThing = 4;
// Words that may stand between a cue and the "that" of its clause.
constexpr int kListenerWords = 7;
// A paragraph without a stop is read as a headline up to this many words.
constexpr int32_t kLongestHeadline = 30;
// Words from "which" to the denial behind it.
constexpr int32_t kLongestAnswer = 6;
// Words that may name the speaker beside a headline's colon.
constexpr int32_t kLongestColonSpeaker = 7;
// Proposals of the model below this are dropped.
constexpr float kMinPartScore = 0.6f;
// Proposals from this score on are believed whatever their cue.
constexpr float kSureScore = 0.85f;

// Things that carry words of somebody: the speaker is whose they are.
constexpr std::array<std::string_view, 44> kDocuments = {
    "account",   "alert",         "analysis", "announcement", "article",  "comment",  "communique", "complaint",
    "data",      "database",      "document", "e-mail",       "email",    "estimate", "figure",     "filing",
    "interview", "investigation", "letter",   "mail",         "memo",     "message",  "news",       "note",
    "notice",    "number",        "order",    "paper",        "petition", "poll",     "post",       "record",
    "release",   "remark",        "report",   "research",     "result",   "speech",   "statement",  "statistic",
    "study",     "survey",        "tweet",    "word"};
static_assert(is_sorted_table(kDocuments));

bool is_verbal(const Token& token) {
  return token.upos == Upos::kVerb;
}

class SpeechReader {
 public:
  explicit SpeechReader(const Context& context) : context_(context), text_(context.text), doc_(context.doc) {}

  SpeechMap read() {
    map_.regions = quoted_regions(text_, doc_);
    region_speech_.assign(map_.regions.size(), -1);
    speech_at_.assign(doc_.tokens.size(), -1);
    for (int32_t i = 0; i < size(); ++i) {
      if (is_verbal(doc_.tokens[i]))
        read_verb(i);
      else if (doc_.tokens[i].upos == Upos::kNoun)
        read_noun(i);
      if ((doc_.tokens[i].form == "according" || doc_.tokens[i].form == "According")) read_according(i);
    }
    for (size_t i = 0; i < doc_.sentences.size(); ++i)
      if (i == 0 || doc_.sentences[i].paragraph != doc_.sentences[i - 1].paragraph) read_colon(headline_at(i));
    for (size_t r = 0; r < map_.regions.size(); ++r) read_region(static_cast<int>(r));
    for (const QuoteParts& part : doc_.quote_parts) read_part(part);
    finish();
    return std::move(map_);
  }

 private:
  int32_t size() const { return static_cast<int32_t>(doc_.tokens.size()); }
  const Token& token(int32_t i) const { return doc_.tokens[i]; }
  // The table's entry of a verb; the lemma of a rare form may be wrong, so the form is tried too.
  const Cue* cue_of(int32_t i) const { return verb_cue(token(i).lemma, fold(token(i).form)); }
  bool cue_is(int32_t i, std::string_view lemma) const {
    const Cue* cue = cue_of(i);
    return cue && cue->lemma == lemma;
  }

  // ---- spans ----

  bool is_mark(char32_t c) const { return is_quote_open(c) || is_quote_close(c); }

  // Regions whose outside touches `span`.
  std::pair<size_t, size_t> regions_at(Span span) const {
    auto first = std::lower_bound(map_.regions.begin(), map_.regions.end(), span.begin - 1,
                                  [](const QuotedRegion& region, int32_t at) { return region.outer.end < at; });
    auto last = first;
    while (last != map_.regions.end() && last->outer.begin <= span.end + 1) ++last;
    return {first - map_.regions.begin(), last - map_.regions.begin()};
  }

  // Without outer white space, commas and stops; a quotation mark is cut where its partner is cut or missing.
  Span trim(Span span) const {
    bool changed = true;
    while (changed && !span.empty()) {
      changed = false;
      char32_t first = text_.at(span.begin), last = text_.at(span.end - 1);
      if (is_space(first) || first == U',' || first == U':' || first == U';' || first == U'-' || first == U'–' ||
          first == U'—' || first == U'.') {
        ++span.begin;
        changed = true;
      } else if (is_space(last) || last == U',' || last == U':' || last == U';' || last == U'.' || last == U'–' ||
                 last == U'—' || last == U'(') {
        // A stop that belongs to the words inside marks or to an abbreviation stays.
        if ((last == U'.' || last == U',') && map_.region_at(span.end - 1) >= 0) break;
        if (last == U'.' && abbreviation_ends_at(span.end)) break;
        --span.end;
        changed = true;
      }
    }
    auto [near, past] = regions_at(span);
    for (size_t r = near; r < past; ++r) {
      const QuotedRegion& region = map_.regions[r];
      if (region.outer.begin == span.begin && region.inner.begin == span.begin + 1 && region.outer.end >= span.end) {
        span.begin = region.inner.begin;  // all of it is inside
      }
      if (region.closed && region.outer.end == span.end && region.inner.end < span.end) span.end = region.inner.end;
    }
    return span;
  }

  bool abbreviation_ends_at(int32_t end) const {
    int32_t i = doc_.token_at(end - 1);
    return i >= 0 && token(i).span.size() > 1;
  }

  // Spans of the tokens of `sentence` for which keep(i); runs apart by punctuation only are one.
  template <class Keep>
  std::vector<Span> runs(int32_t sentence, Keep keep) const {
    std::vector<Span> out;
    const Sentence& s = doc_.sentences[sentence];
    int32_t last = -2;
    for (int32_t i = s.begin; i < s.end; ++i) {
      if (token(i).upos == Upos::kPunct || !keep(i)) continue;
      bool joined = last >= 0;
      for (int32_t k = last + 1; joined && k < i; ++k) joined = token(k).upos == Upos::kPunct;
      if (joined)
        out.back().end = token(i).span.end;
      else
        out.push_back(token(i).span);
      last = i;
    }
    // Brackets and marks that open or close at the edge of a run belong to it.
    for (Span& span : out) {
      if (span.end < text_.size() && text_.at(span.end) == U')') ++span.end;
      if (span.begin > 0 && text_.at(span.begin - 1) == U'(') --span.begin;
    }
    return out;
  }

  std::vector<Span> trimmed(const std::vector<Span>& spans) const {
    std::vector<Span> out;
    for (Span span : spans) {
      // Final punctuation inside marks belongs to the content.
      auto [near, past] = regions_at(span);
      for (size_t r = near; r < past; ++r) {
        const QuotedRegion& region = map_.regions[r];
        if (region.inner.end <= span.end || region.inner.begin >= span.end) continue;
        bool punctuation_only = true;
        for (int32_t i = span.end; punctuation_only && i < region.inner.end; ++i) {
          char32_t c = text_.at(i);
          punctuation_only = !is_letter(c) && !is_digit(c);
        }
        if (punctuation_only) span.end = region.inner.end;
      }
      for (size_t r = near; r < past; ++r) {
        const QuotedRegion& region = map_.regions[r];
        if (region.outer.begin + 1 == span.begin && region.inner.begin == span.begin && region.inner.end < span.end) {
          span.begin = region.outer.begin;  // fragment at the start of a mixed content keeps its mark
        }
      }
      span = trim(span);
      if (!span.empty()) out.push_back(span);
    }
    return out;
  }

  // The content that the subtree of `top` makes, without what hangs below `without` (or -1).
  std::vector<Span> content_of(int32_t top, int32_t without) const {
    int32_t skip_mark = -1;
    for (int32_t child : doc_.dependents(top)) {
      const Token& mark = token(child);
      if (is_rel(mark.deprel, "mark") && (mark.lemma == "that" || mark.lemma == "as")) skip_mark = child;
    }
    return trimmed(runs(token(top).sentence, [&](int32_t i) {
      if (i == skip_mark || !doc_.is_below(i, top)) return false;
      if (without >= 0 && doc_.is_below(i, without)) return false;
      if (is_rel(token(i).deprel, "cc") && token(i).head == top && i < top && leftmost(top) == i) return false;
      return true;
    }));
  }

  bool finite_in(int32_t begin, int32_t end) const {
    for (int32_t i = begin; i < end; ++i) {
      const Token& t = token(i);
      if (t.upos == Upos::kAux || (t.upos == Upos::kVerb && t.feats.verb_form == VerbForm::kFin)) return true;
    }
    return false;
  }

  // A participle by which the speaker goes on: `..., adding that`.
  bool goes_on(int32_t i) const {
    static constexpr std::array<std::string_view, 14> kGoesOn = {
        "add",     "conclude", "continue", "emphasise", "emphasize", "explain",   "highlight",
        "mention", "note",     "point",    "reiterate", "stress",    "underline", "underscore"};
    static_assert(is_sorted_table(kGoesOn));
    const Token& t = token(i);
    if (t.upos != Upos::kVerb || !t.form.ends_with("ing") || i == 0 || token(i - 1).form != ",") return false;
    const Cue* cue = cue_of(i);
    return cue && contains_sorted(kGoesOn, cue->lemma);
  }

  // The content behind a cue, by the words more than by the tree: from the word after the cue, its listener and its
  // adverbs, to the end of what hangs below `clause` (or, with -1, below the cue). Parsers often hang a clause's
  // subject on the cue.
  std::vector<Span> content_behind(int32_t verb, int32_t clause) const {
    const Sentence& s = doc_.sentences[token(verb).sentence];
    int32_t begin = cue_range(verb).end, end = doc_.subtree(clause >= 0 ? clause : verb).end;
    bool listener = has_listener(verb);
    bool that = false;
    int32_t limit = clause >= 0 ? clause : std::min(s.end, begin + kListenerWords);
    // "that" not far behind the cue begins the content for sure.
    for (int32_t i = begin; i < limit; ++i) {
      const Token& t = token(i);
      if (t.lemma == "that" && t.upos == Upos::kSconj) {
        begin = i + 1;
        that = true;
        if (clause < 0 && t.head > i) end = std::max(end, doc_.subtree(t.head).end);
        break;
      }
      if (clause < 0 && (t.upos == Upos::kVerb || t.upos == Upos::kAux)) break;
    }
    if (clause < 0) limit = end;
    while (!that && begin < limit) {
      const Token& t = token(begin);
      bool aside = t.upos == Upos::kPunct || (t.upos == Upos::kAdv && t.head == verb);
      if (aside) {
        // A quotation's mark belongs to the content.
        if (map_.region_at(t.span.end) >= 0 && t.upos == Upos::kPunct && t.form != ",") break;
        ++begin;
        continue;
      }
      // A whole phrase of the cue: its subject ("said Lee"), time, place or listener.
      int32_t top = begin;
      for (int step = 0; step < kMaxClimb && token(top).head >= 0 && token(top).head != verb; ++step)
        top = token(top).head;
      if (token(top).head != verb || top == clause) break;
      std::string_view rel = token(top).deprel;
      bool skip = is_rel(rel, "nsubj") || is_rel(rel, "advmod") || is_rel(rel, "iobj") ||
                  (listener && is_rel(rel, "obj")) || (is_rel(rel, "obl") && clause >= 0);
      if (is_rel(rel, "nsubj") && top > verb && clause < 0) skip = false;
      TokenRange phrase = doc_.subtree(top);
      if (!skip || phrase.end <= begin || phrase.end > limit) break;
      begin = phrase.end;
    }
    if (clause < 0 && !finite_in(begin, end)) return {};
    if (clause < 0 && !that && !bare_clause(verb, begin, end)) return {};
    if (clause < 0 && !that &&
        (begin >= s.end || token(begin).upos == Upos::kPunct || token(begin).upos == Upos::kCconj ||
         token(begin).upos == Upos::kAdp || token(begin).upos == Upos::kPart))
      return {};
    // A phrase that the parse hung elsewhere goes on with the clause: up to the next comma, conjunction or clause.
    if (clause >= 0 || that) {
      while (end < s.end && end > begin && token(end - 1).upos != Upos::kPunct && token(end).upos != Upos::kPunct &&
             token(end).upos != Upos::kCconj && token(end).upos != Upos::kSconj && token(end).upos != Upos::kAux &&
             !(token(end).upos == Upos::kVerb && token(end).feats.verb_form == VerbForm::kFin))
        ++end;
    }
    for (int32_t i = begin + 1; i < end; ++i) {
      if (goes_on(i) && map_.region_at(token(i).span.begin) < 0) {
        end = i;
        break;
      }
    }
    if (begin >= end) return {};
    return trimmed({Span{token(begin).span.begin, closed_end(begin, end)}});
  }

  // Without "that", a clause is believed only behind the plainest cues, and when its subject leads to its verb
  // unbroken.
  bool bare_clause(int32_t verb, int32_t begin, int32_t end) const {
    static constexpr std::array<std::string_view, 14> kPlain = {"add",    "allege",   "assure", "claim",  "confirm",
                                                                "deny",   "estimate", "inform", "insist", "note",
                                                                "report", "say",      "tell",   "warn"};
    static_assert(is_sorted_table(kPlain));
    const Cue* cue = cue_of(verb);
    if (!cue || !contains_sorted(kPlain, cue->lemma)) return false;
    bool noun = false;
    for (int32_t i = begin; i < end; ++i) {
      const Token& t = token(i);
      if (t.upos == Upos::kAux || (t.upos == Upos::kVerb && t.feats.verb_form == VerbForm::kFin)) return noun;
      if (t.upos == Upos::kNoun || t.upos == Upos::kPropn || t.upos == Upos::kPron || t.upos == Upos::kNum) noun = true;
      if (t.lemma == "who" || t.lemma == "which" || t.lemma == "that" || t.form == "," || t.upos == Upos::kCconj) {
        if (!(t.upos == Upos::kCconj && noun)) return false;
      }
    }
    return false;
  }

  // End of the tokens [begin, end) with a bracket that closes right behind.
  int32_t closed_end(int32_t begin, int32_t end) const {
    while (end > begin + 1 && token(end - 1).upos == Upos::kPunct && token(end - 1).form != ")" &&
           map_.region_at(token(end - 1).span.begin) < 0)
      --end;
    int32_t at = token(end - 1).span.end;
    return at < text_.size() && text_.at(at) == U')' ? at + 1 : at;
  }

  // `The bridge will open, the mayor said [on Monday].`: nothing but adverbs and obliques behind the cue, and a clause
  // and a comma before its subject.
  std::vector<Span> content_before(int32_t verb) const {
    const Sentence& s = doc_.sentences[token(verb).sentence];
    for (int32_t i = cue_range(verb).end; i < s.end; ++i) {
      if (token(i).upos == Upos::kVerb || token(i).upos == Upos::kSconj) {
        if (token(i).form.ends_with("ing")) break;  // "..., he said, blaming"
        return {};
      }
    }
    int32_t subject = doc_.dependent(verb, "nsubj");
    if (subject < 0 && verb > s.begin && token(verb - 1).form == ",") {
      int32_t object = doc_.dependent(verb, "obj");
      if (object > verb && !has_listener(verb)) subject = object;
    }
    if (subject >= 0 && token(subject).upos == Upos::kPron && token(subject).feats.pron_type == 2) return {};
    int32_t first = subject >= 0 ? std::min(verb, doc_.subtree(subject).begin) : verb;
    // Auxiliaries and adverbs of the cue.
    while (first > s.begin && (token(first - 1).head == verb || token(first - 1).head == subject) &&
           token(first - 1).upos != Upos::kPunct)
      --first;
    if (first <= s.begin + 4 || token(first - 1).form != ",") return {};
    if (!finite_in(s.begin, first - 1) || (subject < 0)) return {};
    if (is_rel(token(verb).deprel, "acl") && subject > verb) return {};
    int32_t begin = s.begin;
    while (begin < first && (token(begin).upos == Upos::kCconj ||
                             (token(begin).upos == Upos::kPunct && map_.region_at(token(begin).span.end) < 0)))
      ++begin;
    return trimmed({Span{token(begin).span.begin, closed_end(begin, first - 1)}});
  }

  int32_t leftmost(int32_t top) const {
    int32_t i = doc_.subtree(top).begin;
    while (i < top && token(i).upos == Upos::kPunct) ++i;
    return i;
  }

  // ---- speakers ----

  // "a report by the bank" speaks for the bank.
  int32_t whose(int32_t head) const {
    for (int step = 0; step < 3 && head >= 0; ++step) {
      if (token(head).upos != Upos::kNoun || !is_document(token(head).lemma)) return head;
      int32_t owner = doc_.dependent(head, "nmod:poss");
      for (std::string_view preposition : {"by", "from", "of"}) {
        if (owner < 0) owner = oblique(doc_, head, "nmod", preposition);
      }
      if (owner < 0) owner = doc_.dependent(head, "compound");
      if (owner < 0) return head;
      head = owner;
    }
    return head;
  }

  void add_head(std::vector<int32_t>& to, int32_t head) const {
    if (head >= 0 && std::find(to.begin(), to.end(), head) == to.end()) to.push_back(head);
  }

  bool expletive(int32_t i) const { return is_rel(token(i).deprel, "expl"); }

  void read_speakers(int32_t verb, Speech& speech) const {
    const Token& t = token(verb);
    // "quoted X as saying", "X was quoted by Y as saying"
    if ((is_rel(t.deprel, "advcl") || is_rel(t.deprel, "xcomp") || is_rel(t.deprel, "obl")) && t.head >= 0 &&
        dependent_with(doc_, verb, "mark", "as") >= 0) {
      int32_t relay = t.head;
      if (is_passive(doc_, relay)) {
        int32_t subject = subject_of(doc_, relay);
        add_head(speech.speakers, subject);
        add_head(speech.via, agent_of(doc_, relay));
        return;
      }
      int32_t object = doc_.dependent(relay, "obj");
      if (object >= 0) {
        add_head(speech.speakers, object);
        add_head(speech.via, subject_of(doc_, relay));
        return;
      }
    }
    if (is_passive(doc_, verb)) {
      int32_t agent = agent_of(doc_, verb);
      add_head(speech.speakers, agent);
      if (agent >= 0 && has_listener(verb)) add_head(speech.addressee, doc_.dependent(verb, "nsubj:pass"));
      return;
    }
    int32_t subject = subject_of(doc_, verb);
    if (t.form.ends_with("ing") && verb > 0 && token(verb - 1).form == "," && doc_.dependent(verb, "nsubj") < 0) {
      // ", adding that": whoever spoke before in the sentence, wherever the parse hangs the participle.
      int32_t over = t.head;
      for (int step = 0; step < kMaxClimb && over > verb; ++step) over = token(over).head;
      if (over < 0) over = doc_.sentences[t.sentence].root < verb ? doc_.sentences[t.sentence].root : -1;
      subject = over >= 0 ? subject_of(doc_, over) : -1;
      if (goes_on(verb)) {
        for (size_t i = map_.speeches.size(); i-- > 0;) {
          const Speech& before = map_.speeches[i];
          if (before.cue_head >= 0 && token(before.cue_head).sentence < t.sentence) break;
          if (before.cue_head < 0 || before.cue_head >= verb || token(before.cue_head).sentence != t.sentence ||
              before.speakers.empty())
            continue;
          speech.speakers = before.speakers;
          return;
        }
      }
    }
    // `..., added the inspector` where the parse took the subject for an object.
    if (subject < 0 || is_rel(t.deprel, "conj")) {
      int32_t object = doc_.dependent(verb, "obj");
      if (doc_.dependent(verb, "nsubj") < 0 && object > verb && verb > 0 && token(verb - 1).upos == Upos::kPunct &&
          !has_listener(verb))
        subject = object;
    }
    // "..., our correspondent reports, quoting X"
    for (int32_t child : doc_.dependents(verb)) {
      if (!cue_is(child, "quote") && !cue_is(child, "cite")) continue;
      int32_t object = doc_.dependent(child, "obj");
      if (object < 0 || !token(child).form.ends_with("ing")) continue;
      add_head(speech.speakers, whose(object));
      add_head(speech.via, subject);
      return;
    }
    if (subject < 0) subject = beside(verb);
    if (subject >= 0 && !expletive(subject)) add_head(speech.speakers, whose(subject));
  }

  // Where the parse has no subject: the noun right before the cue, or right behind one that follows a comma or a mark.
  int32_t beside(int32_t verb) const {
    const Sentence& s = doc_.sentences[token(verb).sentence];
    auto nominal = [&](int32_t i) {
      Upos upos = token(i).upos;
      return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron;
    };
    int32_t i = verb - 1;
    while (i >= s.begin && (token(i).upos == Upos::kAdv || token(i).upos == Upos::kAux || token(i).form == ")")) --i;
    if (i >= s.begin && nominal(i)) return i;
    if (i >= s.begin && token(i).upos != Upos::kPunct) return -1;
    i = verb + 1;
    while (i < s.end && (token(i).upos == Upos::kDet || token(i).upos == Upos::kAdj)) ++i;
    while (i + 1 < s.end && nominal(i) && nominal(i + 1)) ++i;
    return i < s.end && nominal(i) ? i : -1;
  }

  bool has_listener(int32_t verb) const {
    const Cue* cue = cue_of(verb);
    return cue && (cue->takes & kTakesListener);
  }

  void read_addressee(int32_t verb, Speech& speech) const {
    const Cue* cue = cue_of(verb);
    if (cue && (cue->takes & kTakesListener) && !is_passive(doc_, verb)) {
      int32_t listener = doc_.dependent(verb, "iobj");
      if (listener < 0) listener = doc_.dependent(verb, "obj");
      if (listener >= 0 && map_.region_at(token(listener).span.begin) == map_.region_at(token(verb).span.begin)) {
        add_head(speech.addressee, listener);
      }
      return;
    }
    int32_t to = oblique(doc_, verb, "obl", cue_is(verb, "call") ? "on" : "to");
    add_head(speech.addressee, to);
  }

  bool negated(int32_t verb) const {
    for (int32_t child : doc_.dependents(verb)) {
      const Token& t = token(child);
      if (t.feats.negative || t.lemma == "not" || t.lemma == "never" || t.lemma == "n't") return true;
    }
    return false;
  }

  // "asked whether they hoped that", "would have responded"
  bool hypothetical(int32_t verb) const {
    bool would = false;
    for (int32_t child : doc_.dependents(verb)) {
      const Token& t = token(child);
      if (would && t.lemma == "have" && is_rel(t.deprel, "aux")) return true;
      would = would || (is_rel(t.deprel, "aux") && (t.lemma == "would" || t.lemma == "could"));
      if (child < verb && is_rel(t.deprel, "mark") && (t.lemma == "if" || t.lemma == "whether" || t.lemma == "unless"))
        return true;
    }
    return false;
  }

  // "was quoted by the radio as saying": the cue is what follows.
  bool relays(int32_t verb) const { return cue_is(verb, "quote") && is_passive(doc_, verb); }

  // "..., which they deny": what is denied is told by others.
  bool answers(int32_t verb) const {
    if (!cue_is(verb, "deny") && !cue_is(verb, "reject") && !cue_is(verb, "dispute")) return false;
    const Sentence& s = doc_.sentences[token(verb).sentence];
    for (int32_t i = verb - 1; i >= std::max(s.begin, verb - kLongestAnswer); --i) {
      if (token(i).lemma == "which" && i > s.begin && token(i - 1).form == ",") return true;
      if (token(i).upos == Upos::kPunct || is_verbal(token(i))) return false;
    }
    return false;
  }

  // "declined to say", "refused to comment"
  bool withheld(int32_t verb) const {
    if (verb > 1 && token(verb - 1).form == "to") {
      std::string before = fold(token(verb - 2).form);
      if (before.starts_with("declin") || before.starts_with("refus")) return true;
    }
    int32_t head = token(verb).head;
    if (head < 0 || !is_rel(token(verb).deprel, "xcomp")) return false;
    const std::string& lemma = token(head).lemma;
    return lemma == "decline" || lemma == "refuse" || lemma == "fail" || negated(head);
  }

  // ---- cues ----

  TokenRange cue_range(int32_t verb) const {
    TokenRange range{verb, verb + 1};
    if (range.end < size() && token(range.end).head == verb) {
      if (is_rel(token(range.end).deprel, "compound"))
        ++range.end;  // "pointed out"
      else if (cue_is(verb, "call") && (token(range.end).lemma == "on" || token(range.end).lemma == "for"))
        ++range.end;
    }
    if (cue_is(verb, "call") && range.end == verb + 1 && range.end < size() && token(range.end).lemma == "on")
      ++range.end;
    return range;
  }

  int add(Speech speech) {
    int index = static_cast<int>(map_.speeches.size());
    for (int32_t i = speech.cue.begin; i < speech.cue.end; ++i) speech_at_[i] = index;
    if (speech.cue_head >= 0) speech_at_[speech.cue_head] = index;
    map_.speeches.push_back(std::move(speech));
    return index;
  }

  int speech_of_cue(int32_t verb) const { return speech_at_[verb]; }

  Speech start(int32_t verb, const char* why, double score) const {
    Speech speech;
    speech.cue = cue_range(verb);
    speech.cue_head = verb;
    speech.score = score;
    speech.why = why;
    read_speakers(verb, speech);
    read_addressee(verb, speech);
    return speech;
  }

  // A clause, or the words around a cue that the parse gives no clause. True when that settles the cue.
  bool read_clause(int32_t verb, const Cue& cue) {
    int32_t clause = -1;
    for (int32_t child : doc_.dependents(verb)) {
      if (is_rel(token(child).deprel, "ccomp") && clause < 0) clause = child;
    }
    if (clause >= 0) {
      Speech speech = start(verb, "clause of a cue", 0.9);
      speech.content =
          clause > verb ? content_behind(verb, clause) : content_of(clause, doc_.is_below(verb, clause) ? verb : -1);
      if (!speech.content.empty()) add(std::move(speech));
      return true;
    }
    if ((cue.takes & kTakesQuote) && !is_rel(token(verb).deprel, "amod")) {
      Speech speech = start(verb, "words around a cue", 0.6);
      speech.content = content_behind(verb, -1);
      if (speech.content.empty()) speech.content = content_before(verb);
      if (!speech.content.empty() && !speech.speakers.empty()) {
        add(std::move(speech));
        return true;
      }
    }
    // "The bridge is open, he said." with the cue as parataxis of the clause.
    if ((cue.takes & kTakesQuote) && is_rel(token(verb).deprel, "parataxis") && doc_.dependent(verb, "obj") < 0 &&
        doc_.dependent(verb, "nsubj") >= 0 && token(verb).head >= 0) {
      Speech speech = start(verb, "clause around a cue", 0.8);
      speech.content = content_of(token(verb).head, verb);
      if (!speech.content.empty()) add(std::move(speech));
      return true;
    }
    return false;
  }

  // "stressed the need for ...". True when that settles the cue.
  bool read_thing(int32_t verb) {
    int32_t thing = doc_.dependent(verb, "obj");
    if (thing > verb && doc_.subtree(thing).end - doc_.subtree(thing).begin >= kLeastThing) {
      Speech speech = start(verb, "object of a cue", 0.5);
      speech.content = content_of(thing, -1);
      if (!speech.content.empty() && !speech.speakers.empty()) {
        add(std::move(speech));
        return true;
      }
    }
    return false;
  }

  // "urged them to ...". True when that settles the cue.
  bool read_infinitive(int32_t verb) {
    for (int32_t child : doc_.dependents(verb)) {
      const Token& t = token(child);
      bool clause = is_rel(t.deprel, "xcomp") || (is_rel(t.deprel, "advcl") && cue_is(verb, "call"));
      if (child < verb || !clause || dependent_with(doc_, child, "mark", "to") < 0) continue;
      if (cue_is(verb, "call") && oblique(doc_, verb, "obl", "on") < 0 && oblique(doc_, verb, "obl", "upon") < 0 &&
          dependent_with(doc_, child, "mark", "for") < 0)
        continue;
      if (cue_is(verb, "ask") && is_passive(doc_, verb) && agent_of(doc_, verb) < 0) continue;
      // "who asked not to be named"
      if (cue_is(verb, "ask") && (token(child).lemma == "name" || token(child).lemma == "identify") &&
          is_passive(doc_, child))
        continue;
      // "asked permission to march": one asks a body or a person, not a thing.
      int32_t object = doc_.dependent(verb, "obj");
      if (object > verb && object < child && token(object).upos == Upos::kNoun &&
          !context_.knowledge.agent(fold(token(object).lemma)) && !context_.knowledge.agent(fold(token(object).form)))
        continue;
      Speech speech = start(verb, "infinitive of a cue", 0.6);
      speech.content = content_of(child, -1);
      if (!speech.content.empty() && !speech.speakers.empty()) add(std::move(speech));
      return true;
    }
    return false;
  }

  // "accused them of breaking ...". True when that settles the cue.
  bool read_gerund(int32_t verb) {
    for (int32_t child : doc_.dependents(verb)) {
      if (child < verb || !is_rel(token(child).deprel, "advcl")) continue;
      int32_t of = dependent_with(doc_, child, "mark", "of");
      if (of < 0) continue;
      Speech speech = start(verb, "gerund of a cue", 0.6);
      speech.content = content_of(child, of);
      if (!speech.content.empty() && !speech.speakers.empty()) add(std::move(speech));
      return true;
    }
    return false;
  }

  // "described it as ...".
  void read_predicate(int32_t verb) {
    int32_t as = oblique(doc_, verb, "obl", "as");
    if (as < 0) as = doc_.dependent(verb, "xcomp");
    if (as < 0 || as < verb) return;
    Speech speech = start(verb, "predicate of a cue", 0.5);
    int32_t mark = dependent_with(doc_, as, "case", "as");
    speech.content = content_of(as, mark);
    // "termed the decision "unfair"": what is judged belongs to the content, unless it is a mere pronoun.
    int32_t object = doc_.dependent(verb, "obj");
    if (object > verb && object < as && token(object).upos != Upos::kPron && !speech.content.empty() && mark < 0) {
      Span whole{token(doc_.subtree(object).begin).span.begin, speech.content.back().end};
      if (whole.begin < whole.end) speech.content = trimmed({whole});
    }
    if (!speech.content.empty() && !speech.speakers.empty()) add(std::move(speech));
  }

  void read_verb(int32_t verb) {
    const Cue* cue = cue_of(verb);
    if (!cue || negated(verb) || withheld(verb) || hypothetical(verb)) return;
    if (relays(verb) || answers(verb)) return;
    // In the midst of a sentence a capital means a name: "chief Said Karim".
    const Sentence& sentence = doc_.sentences[token(verb).sentence];
    if (verb > sentence.begin && is_upper(text_.at(token(verb).span.begin)) &&
        map_.region_at(token(verb).span.begin) < 0 && token(verb - 1).upos != Upos::kPunct)
      return;
    if ((cue->takes & kTakesClause) && read_clause(verb, *cue)) return;
    if ((cue->takes & kTakesThing) && read_thing(verb)) return;
    if ((cue->takes & kTakesInfinitive) && read_infinitive(verb)) return;
    if ((cue->takes & kTakesGerund) && read_gerund(verb)) return;
    if (cue->takes & kTakesAs) read_predicate(verb);
  }

  void read_noun(int32_t noun) {
    if (!noun_cue(token(noun).lemma)) return;
    for (int32_t child : doc_.dependents(noun)) {
      const Token& t = token(child);
      if (child < noun || !(is_rel(t.deprel, "acl") || is_rel(t.deprel, "ccomp")) || t.deprel == "acl:relcl") continue;
      if (dependent_with(doc_, child, "mark", "that") < 0) continue;
      Speech speech;
      speech.cue = {noun, noun + 1};
      speech.cue_head = noun;
      speech.score = 0.6;
      speech.why = "clause of a noun";
      int32_t owner = doc_.dependent(noun, "nmod:poss");
      for (std::string_view preposition : {"by", "of", "from"}) {
        if (owner < 0) owner = oblique(doc_, noun, "nmod", preposition);
      }
      if (owner < 0) owner = doc_.dependent(noun, "compound");
      if (owner < 0 && token(noun).head >= 0 && is_rel(token(noun).deprel, "obj")) {
        owner = subject_of(doc_, token(noun).head);  // "they issued a warning that"
      }
      add_head(speech.speakers, owner);
      speech.content = content_of(child, -1);
      if (!speech.content.empty()) add(std::move(speech));
      return;
    }
  }

  // "according to X": the clause that the phrase belongs to.
  void read_according(int32_t at) {
    if (at + 1 >= size() || token(at + 1).lemma != "to" || token(at).sentence != token(at + 1).sentence) return;
    int32_t source = token(at).head;
    if (source <= at || source < 0) {
      // Other parsers make "according" the head.
      source = doc_.dependent(at, "obl");
      if (source < 0) return;
    }
    // A source beyond the phrase's comma is a slip of the parse: the nouns right behind "to" are it.
    int32_t near = at + 2, last = -1;
    for (; near < doc_.sentences[token(at).sentence].end; ++near) {
      Upos upos = token(near).upos;
      if (upos == Upos::kNoun || upos == Upos::kPropn)
        last = near;
      else if (upos != Upos::kDet && upos != Upos::kAdj && upos != Upos::kNum && upos != Upos::kPart &&
               upos != Upos::kPron && token(near).form != "-")
        break;
    }
    if (last >= 0 && near < size() && token(near).form == "," && source > near) {
      Speech speech;
      speech.cue = {at, at + 2};
      speech.cue_head = at;
      speech.score = 0.7;
      speech.why = "according to, by the words";
      add_head(speech.speakers, whose(last));
      speech.content = trimmed(runs(token(at).sentence, [&](int32_t i) { return i < at || i > last; }));
      if (!speech.content.empty()) add(std::move(speech));
      return;
    }
    int32_t top = token(source).head == at ? token(at).head : token(source).head;
    if (top < 0) {
      // The sentence was cut behind the phrase: what follows in the paragraph is its content.
      int32_t next = token(at).sentence + 1;
      if (next >= static_cast<int32_t>(doc_.sentences.size()) ||
          doc_.sentences[next].paragraph != doc_.sentences[next - 1].paragraph || doc_.subtree(source).begin > at + 2)
        return;
      top = doc_.sentences[next].root;
    }
    int32_t clause = top;
    for (int step = 0; step < kMaxClimb; ++step) {
      const Token& t = token(clause);
      if (t.head < 0 || t.upos == Upos::kVerb || doc_.dependent(clause, "nsubj") >= 0 || is_rel(t.deprel, "ccomp") ||
          is_rel(t.deprel, "conj"))
        break;
      clause = t.head;
    }
    Speech speech;
    speech.cue = {at, at + 2};
    speech.cue_head = at;
    speech.score = 0.85;
    speech.why = "according to";
    add_head(speech.speakers, whose(source));
    speech.content = content_of(clause, token(source).head == at ? at : source);
    if (!speech.content.empty()) add(std::move(speech));
  }

  // ---- headlines ----

  // Words of the paragraph of sentence `at`, if that is a headline or stands alone without a stop, else none.
  TokenRange headline_at(size_t at) const {
    const int32_t paragraph = doc_.sentences[at].paragraph;
    size_t end = at;
    while (end < doc_.sentences.size() && doc_.sentences[end].paragraph == paragraph) ++end;
    const TokenRange words{doc_.sentences[at].begin, doc_.sentences[end - 1].end};
    const std::vector<bool>& headlines = context_.layout.is_headline;
    if (static_cast<size_t>(paragraph) < headlines.size() && headlines[paragraph]) return words;
    bool stops = words.end - words.begin > kLongestHeadline;
    for (int32_t i = words.begin; i < words.end && !stops; ++i)
      stops = token(i).form == "." || token(i).form == "!" || token(i).form == "?";
    return stops ? TokenRange{} : words;
  }

  std::string_view name_label(int32_t i) const {
    auto name = std::upper_bound(doc_.names.begin(), doc_.names.end(), i,
                                 [](int32_t at, const NameSpan& n) { return at < n.end; });
    return name != doc_.names.end() && name->begin <= i ? name->label : std::string_view();
  }

  // The head of [begin, end) if that can be who speaks beside a headline's colon, or -1. A name before the colon is
  // often the topic ("Kenya: Police arrest editor"), so that there `spoken` tells whether the other side sounds said.
  int32_t colon_speaker(int32_t begin, int32_t end, bool first, bool spoken) const {
    if (begin >= end || end - begin > kLongestColonSpeaker) return -1;
    for (int32_t i = begin; i < end; ++i) {
      const Upos upos = token(i).upos;
      if (upos == Upos::kVerb || upos == Upos::kAux || upos == Upos::kNum || token(i).form == ",") return -1;
    }
    const int32_t noun = head_of({begin, end}), head = whose(noun);
    // "UN report: ...", "...: report", but "Analysis: ..." is a label.
    if (is_document(fold(token(noun).lemma))) return first && head == noun ? -1 : head;
    const std::string_view label = name_label(head);
    const std::string lemma = fold(token(head).lemma);
    if (context_.knowledge.agent(lemma) || context_.knowledge.title(lemma)) return head;
    const bool named = label == "PER" || label == "ORG" || label == "LOC";
    return named && (!first || spoken) ? head : -1;
  }

  // Does [begin, end) sound like somebody's words rather than news of him: `must`, `we`, quotation marks?
  bool sounds_said(int32_t begin, int32_t end) const {
    static constexpr std::array<std::string_view, 20> kSaid = {
        "are",   "can",   "cannot", "could", "i",     "is",     "may", "might", "must", "need",
        "needs", "never", "no",     "not",   "ready", "should", "us",  "we",    "will", "would"};
    static_assert(is_sorted_table(kSaid));
    for (int32_t i = begin; i < end; ++i)
      if ((token(i).form != "US" && contains_sorted(kSaid, fold(token(i).form))) ||
          map_.region_at(token(i).span.begin) >= 0)
        return true;
    return false;
  }

  // Is [begin, end) news, with a verb in it and no question before it ("What we know")?
  bool tells(int32_t begin, int32_t end) const {
    static constexpr std::array<std::string_view, 7> kAsks = {"how", "what", "when", "where", "who", "whose", "why"};
    static_assert(is_sorted_table(kAsks));
    if (begin >= end || contains_sorted(kAsks, fold(token(begin).form))) return false;
    for (int32_t i = begin; i < end; ++i)
      if (token(i).upos == Upos::kVerb || token(i).upos == Upos::kAux) return true;
    return map_.region_at(token(begin).span.begin) >= 0;
  }

  void read_colon(TokenRange words) {
    int32_t colon = -1;
    for (int32_t i = words.begin; i < words.end; ++i) {
      if (token(i).form != ":") continue;
      if (colon >= 0) return;
      colon = i;
    }
    if (colon <= words.begin || colon + 1 >= words.end) return;
    const bool spoken = sounds_said(colon + 1, words.end);
    int32_t speaker = tells(colon + 1, words.end) ? colon_speaker(words.begin, colon, true, spoken) : -1;
    TokenRange content{colon + 1, words.end};
    if (speaker < 0 && tells(words.begin, colon)) {
      speaker = colon_speaker(colon + 1, words.end, false, true);
      content = {words.begin, colon};
    }
    if (speaker < 0) return;
    Speech speech;
    speech.cue = {colon, colon + 1};
    speech.content = trimmed({doc_.span_of(content)});
    speech.speakers = {speaker};
    speech.score = 0.8;
    speech.why = "colon of a headline";
    if (!speech.content.empty()) add(std::move(speech));
  }

  // ---- quotations in marks ----

  // Tokens whose begin lies in `span`.
  TokenRange tokens_in(Span span) const {
    auto at = [&](int32_t offset) {
      return static_cast<int32_t>(std::lower_bound(doc_.tokens.begin(), doc_.tokens.end(), offset,
                                                   [](const Token& t, int32_t key) { return t.span.begin < key; }) -
                                  doc_.tokens.begin());
    };
    return {at(span.begin), at(span.end)};
  }

  bool sounds_spoken(const QuotedRegion& region) const {
    TokenRange range = tokens_in(region.inner);
    int words = 0;
    bool verb = false;
    for (int32_t i = range.begin; i < range.end; ++i) {
      if (token(i).upos == Upos::kPunct) continue;
      ++words;
      verb |= token(i).upos == Upos::kAux || (is_verbal(token(i)) && token(i).feats.verb_form != VerbForm::kPart);
    }
    if (words < 2) return false;
    char32_t last = text_.at(std::max(region.inner.begin, region.inner.end - 1));
    bool final_mark = last == U',' || last == U'.' || last == U'!' || last == U'?' || last == U'…';
    return final_mark ? words >= 3 : verb && words >= 5;
  }

  int words_in(const QuotedRegion& region) const {
    TokenRange range = tokens_in(region.inner);
    int words = 0;
    for (int32_t i = range.begin; i < range.end; ++i) words += token(i).upos != Upos::kPunct;
    return words;
  }

  int32_t paragraph_of(int32_t i) const { return doc_.sentences[token(i).sentence].paragraph; }

  // The verb that reports the quotation right behind it: `," said X`, `," the agency reported`. -1 if none.
  int32_t cue_behind(const QuotedRegion& region) const {
    int32_t from = tokens_in({region.outer.end, region.outer.end}).begin;
    for (int32_t i = from; i < size() && i < from + kCueReach; ++i) {
      if (paragraph_of(i) != region.paragraph || map_.region_at(token(i).span.begin) >= 0) return -1;
      const Token& t = token(i);
      if (i > from && (t.form == "." || t.form == "!" || t.form == "?" || t.form == ";")) return -1;
      if (t.upos == Upos::kCconj && i < from + 2) return -1;
      if (!is_verbal(t)) continue;
      if (is_rel(t.deprel, "acl") || is_rel(t.deprel, "amod") || is_rel(t.deprel, "compound")) continue;
      const Cue* cue = cue_of(i);
      if (cue && (cue->takes & kTakesQuote)) return i;
      return -1;  // another clause begins
    }
    return -1;
  }

  // The verb before it in the same sentence: `X said: "...`, `X told them that "...`. -1 if none.
  int32_t cue_before(const QuotedRegion& region) const {
    int32_t to = tokens_in({region.outer.begin, region.outer.begin}).begin;
    if (to >= size()) return -1;
    int32_t sentence = token(to).sentence;
    for (int32_t i = to - 1; i >= 0 && i > to - kCueReach; --i) {
      const Token& t = token(i);
      // A sentence may end with the colon that leads to the quotation.
      if (paragraph_of(i) != region.paragraph) return -1;
      if (t.sentence != sentence && !(t.sentence == sentence - 1 && text_.at(token(to - 1).span.begin) == U':'))
        return -1;
      if (map_.region_at(t.span.begin) >= 0) return -1;
      if (!is_verbal(t)) continue;
      const Cue* cue = cue_of(i);
      if (cue && (cue->takes & kTakesQuote)) return i;
    }
    return -1;
  }

  bool starts_paragraph(const QuotedRegion& region) const {
    TokenRange range = tokens_in(region.inner);
    for (int32_t i = range.begin - 1; i >= 0 && paragraph_of(i) == region.paragraph; --i) {
      if (token(i).upos != Upos::kPunct) return false;
    }
    return true;
  }

  void join(int r, int speech) {
    Speech& s = map_.speeches[speech];
    Span inner = map_.regions[r].inner;
    region_speech_[r] = speech;
    // Mostly it goes on behind all that was said so far: a speech of thousands of paragraphs must not be searched each
    // time.
    if (!s.content.empty() && s.content.back().end <= inner.begin) {
      s.content.push_back(inner);
      return;
    }
    std::erase_if(s.content, [&](Span span) { return inner.contains(span); });
    // A content that the parse cut inside the marks goes on to their end.
    bool merged = false;
    for (Span& span : s.content) {
      if (!span.overlaps(inner)) continue;
      span.begin = std::min(span.begin, inner.begin);
      span.end = std::max(span.end, inner.end);
      merged = true;
    }
    if (!merged) s.content.push_back(inner);
    std::sort(s.content.begin(), s.content.end());
  }

  // The speech whose content shares most with region `r`, or -1.
  int covering_speech(int r) const {
    const QuotedRegion& region = map_.regions[r];
    int covering = -1;
    int32_t best = 0;
    // A cue governs words of its own sentence or, in marks, of those beside it.
    TokenRange inner = tokens_in(region.inner);
    int32_t from = doc_.sentences[std::max(0, token(inner.begin).sentence - 1)].begin;
    int32_t until = doc_.sentences[std::min<int32_t>(static_cast<int32_t>(doc_.sentences.size()) - 1,
                                                     token(inner.end - 1).sentence + 1)]
                        .end;
    for (int32_t i = from; i < until; ++i) {
      if (speech_at_[i] < 0 || (i > from && speech_at_[i] == speech_at_[i - 1])) continue;
      const Speech& speech = map_.speeches[speech_at_[i]];
      if (map_.region_at(token(speech.cue.begin).span.begin) == r) continue;  // the cue speaks inside the marks
      for (Span span : speech.content) {
        int32_t shared = std::min(span.end, region.inner.end) - std::max(span.begin, region.inner.begin);
        if (shared > best) {
          best = shared;
          covering = speech_at_[i];
        }
      }
    }
    return covering;
  }

  // A quotation of spoken words without a cue.
  void read_cueless(int r) {
    const QuotedRegion& region = map_.regions[r];
    // The speaker of the quotation before goes on, else the sentence before tells who speaks.
    if (r > 0 && region_speech_[r - 1] >= 0 && starts_paragraph(region) &&
        map_.regions[r - 1].paragraph + 1 == region.paragraph) {
      join(r, region_speech_[r - 1]);
      return;
    }
    if (!region.closed && !starts_paragraph(region)) return;
    if (words_in(region) < kLeastWordsWithoutCue) return;
    int32_t first = tokens_in(region.inner).begin;
    if (first >= size()) return;
    int32_t sentence = token(first).sentence;
    // The words before the marks in this sentence, or the sentence before.
    int32_t verb = doc_.sentences[sentence].root;
    if (map_.region_at(token(verb).span.begin) >= 0) {
      if (sentence == 0) return;
      verb = doc_.sentences[sentence - 1].root;
    }
    int32_t speaker = subject_of(doc_, verb);
    if (speaker < 0 || map_.region_at(token(speaker).span.begin) >= 0) return;
    Speech speech;
    speech.cue = {first, first};
    speech.score = 0.4;
    speech.why = "no cue: subject of the words before";
    speech.speakers.push_back(speaker);
    join(r, add(std::move(speech)));
  }

  void read_region(int r) {
    const QuotedRegion& region = map_.regions[r];
    if (region.inner.empty()) return;
    if (TokenRange inner = tokens_in(region.inner); inner.begin >= inner.end) return;
    // Content of a cue already? Then the quotation as a whole is, marks and later sentences included.
    const int covering = covering_speech(r);
    if (covering >= 0) {
      const Speech& speech = map_.speeches[covering];
      // A fragment inside a longer content changes nothing but the kind.
      bool whole = false;
      for (Span span : speech.content) whole |= span.contains(region.inner);
      if (whole)
        region_speech_[r] = covering;
      else
        join(r, covering);
      return;
    }
    if (region.continues && r > 0 && region_speech_[r - 1] >= 0) {
      join(r, region_speech_[r - 1]);
      return;
    }
    bool spoken = sounds_spoken(region);
    int32_t behind = cue_behind(region);
    char32_t last = text_.at(region.inner.end - 1);
    char32_t next = region.outer.end < text_.size() ? text_.at(region.outer.end) : U' ';
    bool leads_on = last == U',' || next == U',' || last == U'?' || last == U'!';
    if (behind >= 0 && !(spoken || leads_on)) behind = -1;
    int32_t before = cue_before(region);
    if (before >= 0 && !spoken) before = -1;
    int32_t cue = -1;
    if (behind >= 0 && before >= 0)
      cue = leads_on ? behind : before;
    else
      cue = behind >= 0 ? behind : before;
    // `"...," he said. "..."` is one quote; a cue behind the second that stands between it and a third belongs to it.
    if (r > 0 && region_speech_[r - 1] >= 0 && map_.regions[r - 1].paragraph == region.paragraph && spoken) {
      const Speech& previous = map_.speeches[region_speech_[r - 1]];
      int32_t after_previous = tokens_in({map_.regions[r - 1].outer.end, region.outer.begin}).begin;
      bool only_cue_between = previous.cue_head >= after_previous &&
                              tokens_in(region.outer).begin - after_previous <= kCueReach &&
                              sentences_between(map_.regions[r - 1].outer.end, region.outer.begin) <= 1;
      if (only_cue_between && (cue < 0 || cue == previous.cue_head)) {
        join(r, region_speech_[r - 1]);
        return;
      }
    }
    if (cue >= 0) {
      int known = speech_of_cue(cue);
      if (known < 0) {
        if (negated(cue)) return;
        Speech speech = start(cue, cue == behind ? "cue behind the marks" : "cue before the marks", 0.9);
        known = add(std::move(speech));
      }
      join(r, known);
      return;
    }
    if (!spoken) return;
    read_cueless(r);
  }

  // Sentence ends between two places, the one right before the second not counted.
  int sentences_between(int32_t begin, int32_t end) const {
    TokenRange range = tokens_in({begin, end});
    int ends = 0;
    for (int32_t i = range.begin; i < range.end; ++i)
      ends += token(i).form == "." || token(i).form == "!" || token(i).form == "?";
    return ends;
  }

  // ---- the model ----

  int32_t head_of(TokenRange range) const {
    for (int32_t i = range.begin; i < range.end; ++i) {
      int32_t head = token(i).head;
      if (token(i).upos != Upos::kPunct && (head < range.begin || head >= range.end)) return i;
    }
    return range.begin;
  }

  // The model's training corpus counts every attitude as an attribution ("decided to", "approved"), the codebook only
  // what is reported: below kSureScore a cue of the tables is asked for, and content that is a clause or in marks.
  bool believed(const QuoteParts& part) const {
    bool known = false, clause = false, recalls = false;
    for (int32_t i = part.cue.begin; i < part.cue.end; ++i) {
      const Token& t = token(i);
      if (t.lemma == "not" || t.lemma == "n't" || t.lemma == "never" ||
          (is_verbal(t) && (withheld(i) || relays(i) || answers(i))))
        return false;
      const Cue* cue = cue_of(i);
      recalls |= t.lemma == "recall";
      known |= cue && (cue->takes & kTakesQuote) && is_verbal(t);
      known |= t.upos == Upos::kNoun && noun_cue(t.lemma) != nullptr;
    }
    // An ambassador that is recalled is not remembered.
    if (part.score >= kSureScore && !recalls) return !part.source.empty();
    for (TokenRange range : part.content) {
      for (int32_t i = range.begin; i < range.end; ++i) {
        const Token& t = token(i);
        clause |= finite_in(i, i + 1) || (is_verbal(t) && t.form.ends_with("ing")) || map_.region_at(t.span.begin) >= 0;
      }
    }
    return known && clause;
  }

  void read_part(const QuoteParts& part) {
    if (part.cue.end <= part.cue.begin || part.content.empty() || part.score < kMinPartScore) return;
    // Cues that the rules know: the model only adds the speaker that they lack.
    for (int32_t i = part.cue.begin; i < part.cue.end; ++i) {
      if (speech_at_[i] < 0) continue;
      Speech& speech = map_.speeches[speech_at_[i]];
      if (speech.speakers.empty()) {
        for (TokenRange source : part.source) add_head(speech.speakers, whose(head_of(source)));
      }
      return;
    }
    std::vector<Span> content;
    for (TokenRange range : part.content) {
      int32_t begin = range.begin;
      while (begin < range.end && (token(begin).upos == Upos::kPunct || token(begin).lemma == "that")) ++begin;
      if (begin < range.end) content.push_back(doc_.span_of({begin, range.end}));
    }
    content = trimmed(std::move(content));
    if (content.empty() || !believed(part)) return;
    Speech speech;
    speech.cue = part.cue;
    speech.cue_head = head_of(part.cue);
    speech.content = std::move(content);
    speech.score = 0.7 * part.score;
    speech.why = "model";
    for (TokenRange source : part.source) add_head(speech.speakers, whose(head_of(source)));
    if (speech.speakers.empty() && is_verbal(token(speech.cue_head))) read_speakers(speech.cue_head, speech);
    add(std::move(speech));
  }

  // "..., a charge that Iran denies": what others say of a content is no part of it. Where such an aside begins in
  // `span`, or its end.
  int32_t aside_in(Span span) const {
    static constexpr std::array<std::string_view, 6> kClaims = {"accusation", "allegation", "assertion",
                                                                "charge",     "claim",      "report"};
    static constexpr std::array<std::string_view, 9> kDenials = {"contest", "deny",   "disavow", "dismiss",  "dispute",
                                                                 "rebut",   "refute", "reject",  "repudiate"};
    static_assert(is_sorted_table(kClaims) && is_sorted_table(kDenials));
    const TokenRange words = tokens_in(span);
    for (int32_t i = words.begin + 2; i < words.end; ++i) {
      if (!contains_sorted(kClaims, token(i).lemma) || token(i - 1).upos != Upos::kDet || token(i - 2).form != ",")
        continue;
      for (int32_t c : doc_.dependents(i))
        if (token(c).deprel == "acl:relcl" && contains_sorted(kDenials, token(c).lemma)) return token(i - 2).span.begin;
    }
    return span.end;
  }

  void finish() {
    for (Speech& speech : map_.speeches)
      if (!speech.content.empty() && map_.region_at(speech.content.back().begin) < 0)
        speech.content.back().end = aside_in(speech.content.back());
    for (Speech& speech : map_.speeches) {
      bool any = false, all = true;
      for (Span span : speech.content) {
        bool inside = false;
        auto [near, past] = regions_at(span);
        for (size_t r = near; r < past; ++r) {
          const QuotedRegion& region = map_.regions[r];
          any |= region.inner.overlaps(span);
          inside |= region.inner.contains(span);
        }
        all &= inside;
      }
      // Words inside somebody's quotation are direct only if they are all of it: a nested cue reports indirectly.
      int around =
          speech.cue.begin < size() && speech.cue_head >= 0 ? map_.region_at(token(speech.cue_head).span.begin) : -1;
      if (around >= 0 && !speech.content.empty() && map_.regions[around].inner.contains(speech.content.front())) {
        speech.kind = QuoteKind::kIndirect;
      } else {
        speech.kind = all ? QuoteKind::kDirect : any ? QuoteKind::kMixed : QuoteKind::kIndirect;
      }
    }
    std::erase_if(map_.speeches, [](const Speech& s) { return s.content.empty(); });
    std::stable_sort(map_.speeches.begin(), map_.speeches.end(), [](const Speech& a, const Speech& b) {
      return a.content.front() != b.content.front() ? a.content.front() < b.content.front() : a.cue.begin < b.cue.begin;
    });
  }

  const Context& context_;
  const Text& text_;
  const Document& doc_;
  SpeechMap map_;
  std::vector<int> speech_at_;      // of each token: the speech whose cue it belongs to, or -1
  std::vector<int> region_speech_;  // the speech that a region belongs to, or -1
};

}  // namespace

bool is_document(std::string_view lemma) {
  return contains_sorted(kDocuments, lemma);
}

SpeechMap read_speech(const Context& context) {
  return SpeechReader(context).read();
}

}  // namespace dragoman
