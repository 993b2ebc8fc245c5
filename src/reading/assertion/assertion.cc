// From the trigger up to the root, one clause at a time: at each word the auxiliaries, adverbs and markers on it, then
// what the word above does to it. The innermost effect that is not `actual` stands, but for a denial, which outranks
// all below it.
#include "reading/assertion/assertion.h"

#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "reading/assertion/clauses.h"

namespace dragoman {
using namespace clause;  // the tree is asked in every line below

namespace {

constexpr int kMaxDepth = 24;

// A claim of such an act by another is `possible`; of the others a neutral report is believed.
bool is_wrongdoing(EventType type) {
  switch (type) {
    case EventType::kAssault:
    case EventType::kCoerce:
    case EventType::kSanction:
    case EventType::kMobilize:
      return true;
    default:
      return false;
  }
}

const char* kind_of(const Token& t) {
  switch (t.upos) {
    case Upos::kVerb:
      return "verb";
    case Upos::kAux:
      return "verb";
    case Upos::kNoun:
    case Upos::kPropn:
      return "noun";
    case Upos::kAdj:
      return "adj";
    case Upos::kAdv:
      return "adv";
    default:
      return "";
  }
}

class Walk {
 public:
  Walk(const Context& context, const Modality& modality, const Actors& actors, const AssertionQuery& query)
      : doc_(context.doc), modality_(modality), actors_(actors), query_(query) {}

  void run() {
    int32_t node = query_.trigger;
    for (int depth = 0; node >= 0 && depth < kMaxDepth; ++depth) {
      marks_on(node);
      int32_t head = doc_.tokens[node].head;
      if (head < 0) break;
      link(node, head);
      node = head;
    }
  }

  EventStatus status() const {
    EventStatus out = denied_ ? EventStatus::kDenied : status_.value_or(EventStatus::kActual);
    return out;
  }
  bool claimed() const { return claim_; }
  bool will() const { return will_; }
  const std::vector<std::string>& speakers() const { return speakers_; }
  const std::string& why() const { return why_; }

 private:
  void set(EventStatus status, std::string why) {
    if (status == EventStatus::kDenied) denied_ = true;
    if (!status_ || *status_ == EventStatus::kActual) {
      status_ = status;
      if (status != EventStatus::kActual) why_ = std::move(why);
    } else if (status == EventStatus::kNot && *status_ == EventStatus::kPlanned) {
      // `will not go`, `has no plans to go`
      status_ = status;
      will_ = false;
      why_ = std::move(why);
    } else if (status == EventStatus::kPossible && *status_ == EventStatus::kPlanned && will_) {
      status_ = status;
      will_ = false;
      why_ = std::move(why);
    } else if (status == EventStatus::kDenied) {
      why_ = std::move(why);
    }
  }

  void apply(const Modal& modal, const Token& word, std::string_view link) {
    // What somebody stopped or ended did go on; a demand to stop it is the demander's word for that.
    if (stopped_ && modal.effect != Effect::kDenied && modal.effect != Effect::kClaim) {
      if (modal.effect == Effect::kWanted) set(EventStatus::kPossible, "said to go on by who wants it stopped");
      return;
    }
    std::string why = "under `" + word.lemma + "` (" + std::string(link) + ")";
    switch (modal.effect) {
      case Effect::kNone:
        break;
      case Effect::kPlanned:
        set(EventStatus::kPlanned, why);
        break;
      case Effect::kPossible:
        set(EventStatus::kPossible, why);
        break;
      case Effect::kDenied:
        set(EventStatus::kDenied, why);
        break;
      case Effect::kNot:
        set(EventStatus::kNot, why);
        break;
      case Effect::kWanted:
        set(EventStatus::kWanted, why);
        break;
      case Effect::kClaim:
        claim_ = true;
        if (why_.empty()) why_ = why;
        break;
      case Effect::kStop:
        stopped_ = true;
        break;
    }
  }

  // Auxiliaries, adverbs, negation and markers that hang on `node`.
  void marks_on(int32_t node) {
    if (open_ && is_negated(doc_, node)) set(EventStatus::kNot, "negated");
    for (int32_t c : doc_.dependents(node)) {
      const Token& t = doc_.tokens[c];
      const Modal* modal = nullptr;
      if (is_rel(t.deprel, "aux")) {
        modal = entry("aux", t.lemma, t.deprel, "");
        if (!modal) modal = entry("aux", lower(t.form), t.deprel, "");
        if (modal && modal->effect == Effect::kPlanned && !status_) will_ = true;
      } else if (t.deprel == "mark") {
        modal = entry("mark", t.lemma, t.deprel, "");
      } else if (is_rel(t.deprel, "advmod")) {
        modal = entry("adv", t.lemma, t.deprel, "");
      } else if (t.deprel == "amod" && node == query_.trigger) {
        modal = entry("adj", t.lemma, t.deprel, "");
      } else if (t.deprel == "case") {
        modal = entry("case", t.lemma, t.deprel, "");
      }
      if (!modal || factual_) continue;
      if (!open_ && (is_rel(t.deprel, "aux") || is_rel(t.deprel, "advmod") || t.deprel == "case")) continue;
      apply(*modal, t, t.deprel);
    }
    // `is to deploy`
    if (open_ && !factual_) {
      bool be = false, to = false;
      for (int32_t c : doc_.dependents(node)) {
        be = be || (is_rel(doc_.tokens[c].deprel, "aux") && doc_.tokens[c].lemma == "be");
        to = to || (doc_.tokens[c].deprel == "mark" && doc_.tokens[c].lemma == "to");
      }
      if (be && to) set(EventStatus::kPlanned, "is to");
    }
    // A question asks; it does not assert.
    if (doc_.tokens[node].head < 0 && !factual_) {
      const Sentence& s = doc_.sentences[doc_.tokens[node].sentence];
      if (s.end > s.begin && doc_.tokens[s.end - 1].form == "?") set(EventStatus::kPossible, "in a question");
    }
  }

  static bool links_match(const Modal& modal, std::string_view rel, const std::string& preposition) {
    if (modal.links.empty()) return true;
    for (const std::string& link : modal.links) {
      size_t colon = link.find(':');
      std::string_view name = std::string_view(link).substr(0, colon);
      if (link == rel) return true;
      if (!is_rel(rel, name)) continue;
      if (colon == std::string::npos || preposition == std::string_view(link).substr(colon + 1)) return true;
    }
    return false;
  }

  // The first line of the table for that word whose links hold.
  const Modal* entry(std::string_view kind, const std::string& lemma, std::string_view rel,
                     const std::string& preposition) const {
    for (const Modal& modal : modality_.find(kind, lemma))
      if (links_match(modal, rel, preposition)) return &modal;
    return nullptr;
  }

  void link(int32_t node, int32_t head) {
    const Token& n = doc_.tokens[node];
    const Token& h = doc_.tokens[head];
    std::string preposition = preposition_of(doc_, node);
    if (preposition.empty() && is_clause(n.deprel)) {
      for (int32_t c : doc_.dependents(node))
        if (doc_.tokens[c].deprel == "mark") {
          preposition = doc_.tokens[c].lemma;
          break;
        }
    }
    if (n.deprel == "conj" || n.deprel == "appos" || n.deprel == "list") return;
    const char* kind = kind_of(h);
    const Modal* modal = *kind ? entry(kind, h.lemma, n.deprel, preposition) : nullptr;
    if (!modal && *kind) {
      for (const std::string& stem : stems_of(h))
        if ((modal = entry(kind, stem, n.deprel, preposition))) break;
    }
    // `X denied that ...` does; `X did not deny` does not.
    if (modal && modal->effect == Effect::kDenied && is_negated(doc_, head)) modal = nullptr;
    if (modal) {
      if (!factual_) apply(*modal, h, n.deprel);
      if (modal->speaker) add_speaker(head);
    }
    step(n, h, modal != nullptr, preposition);
  }

  // What of the clause above bears on the act: with `open_` its negation and auxiliaries do, with `factual_` nothing
  // does but who says it. `the men whom police arrested`, `after they attacked`, `condemned the attack` take the act
  // for granted.
  void step(const Token& n, const Token& h, bool modal, const std::string& preposition) {
    std::string_view rel = n.deprel;
    if (rel == "xcomp" || is_rel(rel, "aux") || rel == "cop" || is_rel(rel, "compound") || rel == "flat") return;
    if (is_rel(rel, "acl")) {
      bool infinitive = n.feats.verb_form == VerbForm::kInf || preposition == "to" || preposition == "that";
      if (rel == "acl:relcl" || !infinitive) factual_ = true;
      return;
    }
    if (rel == "amod") {
      factual_ = true;
      return;
    }
    if (is_rel(rel, "advcl")) {
      if (preposition != "to" && preposition != "if" && preposition != "unless") {
        open_ = false;
        if (preposition == "after" || preposition == "since" || preposition == "because" || preposition == "as" ||
            preposition == "when" || preposition == "while" || preposition == "although" || preposition == "though" ||
            preposition == "for" || preposition == "over")
          factual_ = true;
      }
      return;
    }
    if (rel == "ccomp" || rel == "parataxis" || is_rel(rel, "csubj")) {
      open_ = false;
      return;
    }
    if (modal) return;
    if (is_verbal(h) && is_light(h.lemma) &&
        (rel == "obj" || rel == "nsubj" || rel == "nsubj:pass" || is_rel(rel, "obl")))
      return;
    // A predicate noun or the noun under `involvement in` carries on; other nouns and verbs take the act for granted.
    factual_ = true;
  }

  void add_speaker(int32_t word) {
    std::vector<int32_t> who;
    if (is_verbal(doc_.tokens[word]) || doc_.tokens[word].upos == Upos::kAdj) {
      who = subjects_of(doc_, word);
    } else {
      for (std::string_view p : {"by", "from"})
        for (int32_t c : with_preposition(doc_, word, p)) who.push_back(c);
      for (int32_t c : doc_.dependents(word))
        if (doc_.tokens[c].deprel == "nmod:poss") who.push_back(c);
      for (int32_t c : with_preposition(doc_, word, "of")) who.push_back(c);
      if (who.empty() && doc_.tokens[word].head >= 0 && doc_.tokens[word].deprel == "obj" &&
          is_verbal(doc_.tokens[doc_.tokens[word].head]))
        who = subjects_of(doc_, doc_.tokens[word].head);
    }
    for (int32_t token : who) {
      std::vector<ActorRef> refs = actors_.of(doc_, token);
      if (refs.empty()) continue;
      for (const ActorRef& ref : refs)
        if (std::find(speakers_.begin(), speakers_.end(), ref.actor) == speakers_.end()) speakers_.push_back(ref.actor);
      return;
    }
  }

  const Document& doc_;
  const Modality& modality_;
  const Actors& actors_;
  const AssertionQuery& query_;
  std::optional<EventStatus> status_;
  bool denied_ = false, claim_ = false, will_ = false, stopped_ = false;
  bool open_ = true, factual_ = false;
  std::vector<std::string> speakers_;
  std::string why_;
};

void add_unique(std::vector<std::string>& list, const std::string& id) {
  if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

}  // namespace

Assertion read_assertion(const Context& context, const Modality& modality, const Actors& actors,
                         const std::vector<Quote>& quotes, const AssertionQuery& query) {
  Assertion out;
  Walk walk(context, modality, actors, query);
  walk.run();
  out.status = walk.status();
  out.will = walk.will() && out.status == EventStatus::kPlanned;
  out.why = walk.why();

  const Span span = context.doc.tokens[query.trigger].span;
  std::vector<int> around;
  int inner = quote_at(quotes, span, &around);
  if (inner >= 0 && (around.empty() || around.front() != inner)) around.insert(around.begin(), inner);
  for (const std::string& id : walk.speakers()) add_unique(out.said_by, id);
  bool first = true;
  for (int q : around) {
    const Quote& quote = quotes[q];
    // The cue of a quote stands in no quote of its own: a trigger that is the cue is not said by its own speaker.
    if (quote.cue && quote.cue->overlaps(span)) continue;
    if (first) out.quote = quote.id;
    first = false;
    for (const std::string& id : quote.speakers) add_unique(out.said_by, id);
    for (const std::string& id : quote.via) add_unique(out.said_by, id);
  }
  auto is_source = [&](const std::string& id) {
    return query.source &&
           std::any_of(query.source->begin(), query.source->end(), [&](const ActorRef& r) { return r.actor == id; });
  };
  out.own_word = !out.said_by.empty() && is_source(out.said_by.front());
  // Whose wrong-doing is told by another is not established by the telling.
  if (out.status == EventStatus::kActual && walk.claimed() && !out.own_word &&
      (is_wrongdoing(query.type) || !out.said_by.empty())) {
    out.status = EventStatus::kPossible;
  }
  if (query.speech_act) {
    std::erase_if(out.said_by, is_source);
  }
  return out;
}

}  // namespace dragoman
