// From the trigger up to the root, one clause at a time: at each word the auxiliaries, adverbs and markers on it, then
// what the word above does to it. The innermost effect that is not `actual` stands, but for a denial, which outranks
// all below it. A coordinated clause shares the auxiliaries of the first one only where it has no tense of its own.
#include "reading/assertion/assertion.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode.h"
#include "base/words.h"
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

// Prepositions by which an adverbial clause is what the verb above is about: `refrained from attacking`.
bool takes_content(std::string_view preposition) {
  static constexpr std::array<std::string_view, 11> kWords = {"to", "from", "of",   "for",   "in",  "on",
                                                              "at", "with", "over", "about", "that"};
  return contains(kWords, preposition);
}

// Verbs of demand whose infinitive may tell what their subject does himself.
bool sends_for(const Token& t) {
  static constexpr std::array<std::string_view, 6> kWords = {"call", "direct", "instruct", "invite", "order", "summon"};
  return contains(kWords, t.lemma);
}

bool is_armed_group(const Actor& a) {
  return a.sector == "REB" || a.sector == "UAF";
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
    bool own_tense = false;  // the clause below is coordinated with this one and has auxiliaries of its own
    for (int depth = 0; node >= 0 && depth < kMaxDepth; ++depth) {
      marks_on(node, own_tense);
      int32_t head = doc_.tokens[node].head;
      if (head < 0) break;
      own_tense = false;
      if (doc_.tokens[node].deprel == "conj" && is_verbal(doc_.tokens[node]) && is_verbal(doc_.tokens[head])) {
        node = first_conjunct(node, head);
        // `never beat or jailed`: what is said of alternatives is said of each
        own_tense = is_finite(last_) && !is_alternative(last_);
        continue;
      }
      if (const int32_t verb = charging_verb(node, head); verb >= 0) {
        node = verb;
        continue;
      }
      if (is_aside(node, head)) break;
      link(node, head);
      node = head;
    }
  }

  EventStatus status() const {
    EventStatus out = denied_ ? EventStatus::kDenied : status_.value_or(EventStatus::kActual);
    return out;
  }
  bool claimed() const { return claim_; }
  bool factual() const { return factual_; }  // taken for granted where it is told
  bool will() const { return will_; }
  bool intent() const { return intent_; }
  bool negated_past() const { return negated_past_; }
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

  // Does the word tell that the act below it is not, or is no more?
  bool is_undoing(const Modal& modal) const {
    return modal.effect == Effect::kStop || (modal.effect == Effect::kNot && status_ == EventStatus::kNot);
  }

  // A negation of what undoes the act: the act is, whatever auxiliaries stand there.
  void undo(std::string why) {
    if (status_ == EventStatus::kNot) {
      status_ = EventStatus::kActual;
      why_ = std::move(why);
    }
    open_ = false;
    undoing_ = -1;
  }

  // Has the clause of this verb a tense of its own: an auxiliary, or a finite form?
  bool is_finite(int32_t verb) const {
    for (int32_t c : doc_.dependents(verb)) {
      const Token& t = doc_.tokens[c];
      if ((is_rel(t.deprel, "aux") || t.deprel == "cop") && (t.feats.verb_form == VerbForm::kFin || is_modal(t)))
        return true;
    }
    return doc_.tokens[verb].feats.verb_form == VerbForm::kFin;
  }

  // `did not attack`, `has never used`, `no attack took place`
  bool is_past(int32_t verb) const {
    bool past = doc_.tokens[verb].feats.tense == Tense::kPast;
    for (int32_t c : doc_.dependents(verb)) {
      const Token& t = doc_.tokens[c];
      if (!is_rel(t.deprel, "aux") && t.deprel != "cop") continue;
      if (t.lemma == "will" || is_modal(t)) return false;
      past = past || t.feats.tense == Tense::kPast || t.lemma == "have";
    }
    return past;
  }

  bool is_modal(const Token& t) const { return entry("aux", t.lemma, t.deprel, "") != nullptr; }

  // `accused a militia of carrying out the attack`, where the parse hangs the gerund on the accused: the verb above,
  // whose effect is applied; else -1.
  int32_t charging_verb(int32_t node, int32_t head) {
    const Token &n = doc_.tokens[node], &h = doc_.tokens[head];
    if (n.deprel != "acl" || !n.form.ends_with("ing") || h.head < 0) return -1;
    if (h.deprel != "obj" && h.deprel != "nsubj:pass") return -1;
    std::string preposition = preposition_of(doc_, node);
    for (int32_t c : doc_.dependents(node))
      if (preposition.empty() && doc_.tokens[c].deprel == "mark" && c < node) preposition = doc_.tokens[c].lemma;
    const Token& v = doc_.tokens[h.head];
    if (!is_verbal(v) || preposition.empty() || preposition == "to") return -1;
    const Modal* modal = entry("verb", v.lemma, "obl", preposition);
    if (!modal) return -1;
    if (!factual_) apply(*modal, v, "acl");
    if (modal->speaker) add_speaker(h.head);
    open_ = false;
    return h.head;
  }

  bool is_alternative(int32_t verb) const {
    for (int32_t c : doc_.dependents(verb))
      if (doc_.tokens[c].deprel == "cc" && (doc_.tokens[c].lemma == "or" || doc_.tokens[c].lemma == "nor")) return true;
    return false;
  }

  // The word with which `node` is coordinated: parses hang `said it would send aid and had arrested four` on the
  // nearest verb, whatever its form. A finite verb goes with the next finite one above, a bare form not with a gerund.
  int32_t first_conjunct(int32_t node, int32_t head) {
    last_ = node;
    auto ing = [&](int32_t v) { return doc_.tokens[v].form.ends_with("ing"); };
    auto fits = [&](int32_t v) {
      if (!is_verbal(doc_.tokens[v])) return false;
      return is_finite(node) ? is_finite(v) : ing(node) || !ing(v);
    };
    if (fits(head)) return head;
    int32_t up = head;
    for (int steps = 0; steps < 3; ++steps) {
      const Token& t = doc_.tokens[up];
      if (t.head < 0 || !(t.deprel == "conj" || t.deprel == "xcomp" || is_rel(t.deprel, "advcl"))) break;
      up = t.head;
      if (fits(up)) return up;
    }
    return head;
  }

  // Auxiliaries, adverbs, negation and markers that hang on `node`. With `own_tense` those of its auxiliaries and
  // negations are not the act's.
  void marks_on(int32_t node, bool own_tense) {
    if (is_clause(doc_.tokens[node].deprel) && is_inverted(node)) {
      set(EventStatus::kPossible, "inverted condition");  // `should Russia attack`, `had Iran attacked`
      return;
    }
    const bool used = query_.negation_used && node == query_.trigger;
    if (open_ && !factual_ && !own_tense && !used && (is_negated(doc_, node) || has_no_subject(node)) &&
        !leaves_only(node)) {
      // `never stopped bombing` bombed on, `did not fail to attack` and `could not prevent the attack` tell of an
      // attack.
      if (node == undoing_) {
        undo("negated");
        return;
      }
      if (!status_ || *status_ == EventStatus::kActual) negated_past_ = is_past(node);
      set(EventStatus::kNot, "negated");
    }
    for (int32_t c : doc_.dependents(node)) {
      if (own_tense && doc_.tokens[c].deprel != "mark") continue;
      const Token& t = doc_.tokens[c];
      const Modal* modal = nullptr;
      if (is_rel(t.deprel, "aux") && t.lemma == "would" && has_aux(node, "have")) {
        if (open_ && !factual_) set(EventStatus::kPossible, "would have");
      } else if (is_rel(t.deprel, "aux")) {
        modal = entry("aux", t.lemma, t.deprel, "");
        if (!modal) modal = entry("aux", lower(t.form), t.deprel, "");
        if (modal && modal->effect == Effect::kPlanned && !status_) will_ = true;
      } else if (t.deprel == "mark") {
        modal = entry("mark", t.lemma, t.deprel, "");
      } else if (is_rel(t.deprel, "advmod")) {
        modal = entry("adv", t.lemma, t.deprel, "");
        if (!modal) modal = entry("adv", lower(t.form), t.deprel, "");
      } else if (t.deprel == "amod" && node == query_.trigger) {
        modal = entry("adj", t.lemma, t.deprel, "");
        if (!modal) modal = entry("adj", lower(t.form), t.deprel, "");
        // Talks that failed were held.
        if (query_.type == EventType::kConsult && lower(t.form) == "failed") modal = nullptr;
      } else if (t.deprel == "case") {
        modal = entry("case", t.lemma, t.deprel, "");
      }
      if (!modal || factual_) continue;
      if (!open_ && (is_rel(t.deprel, "aux") || is_rel(t.deprel, "advmod") || t.deprel == "case")) continue;
      apply(*modal, t, t.deprel);
    }
    // `is to deploy`
    if (open_ && !factual_ && !own_tense) {
      bool be = false, to = false;
      for (int32_t c : doc_.dependents(node)) {
        be = be || (is_rel(doc_.tokens[c].deprel, "aux") && doc_.tokens[c].lemma == "be");
        to = to || (doc_.tokens[c].deprel == "mark" && doc_.tokens[c].lemma == "to");
      }
      if (be && to) set(EventStatus::kPlanned, "is to");
    }
    // `Rebels to free hostages`: how a headline says what will be.
    if (doc_.tokens[node].head < 0 && !own_tense && !factual_ && infinitive_mark(node) >= 0)
      set(EventStatus::kPlanned, "infinitive of a headline");
    // A question asks; it does not assert, unless it asks why, when or who.
    if (doc_.tokens[node].head < 0 && !factual_) {
      const Sentence& s = doc_.sentences[doc_.tokens[node].sentence];
      int32_t end = s.end;
      while (end > s.begin && (doc_.tokens[end - 1].form == "\"" || doc_.tokens[end - 1].form == "”")) --end;
      if (end > s.begin && doc_.tokens[end - 1].form == "?" && !asks_about(node))
        set(EventStatus::kPossible, "in a question");
    }
  }

  bool has_aux(int32_t verb, std::string_view lemma) const {
    for (int32_t c : doc_.dependents(verb))
      if (is_rel(doc_.tokens[c].deprel, "aux") && doc_.tokens[c].lemma == lemma) return true;
    return false;
  }

  // The `to` of an infinitive, or -1.
  int32_t infinitive_mark(int32_t verb) const {
    int32_t to = -1;
    for (int32_t c : doc_.dependents(verb)) {
      if (is_rel(doc_.tokens[c].deprel, "aux")) return -1;
      if (doc_.tokens[c].deprel == "mark" && doc_.tokens[c].lemma == "to") to = c;
    }
    return to;
  }

  // Does an auxiliary of the clause stand before its subject, and nothing before both?
  bool is_inverted(int32_t verb) const {
    int32_t aux = -1, subject = -1;
    for (int32_t c : doc_.dependents(verb)) {
      const Token& t = doc_.tokens[c];
      if (t.deprel == "mark") return false;
      if (aux < 0 && is_rel(t.deprel, "aux") && (t.lemma == "have" || t.lemma == "should" || t.lemma == "be")) aux = c;
      if (subject < 0 && is_rel(t.deprel, "nsubj")) subject = c;
    }
    return aux >= 0 && subject > aux;
  }

  // `No soldier attacked`, `none of them attacked`
  bool has_no_subject(int32_t verb) const {
    for (int32_t c : doc_.dependents(verb)) {
      const Token& t = doc_.tokens[c];
      if (!is_rel(t.deprel, "nsubj")) continue;
      if (t.lemma == "nobody" || t.lemma == "none" || t.lemma == "neither") return true;
      for (int32_t d : doc_.dependents(c))
        if (doc_.tokens[d].deprel == "det" && (doc_.tokens[d].lemma == "no" || doc_.tokens[d].lemma == "neither"))
          return true;
    }
    return false;
  }

  // `no choice but to leave`
  bool leaves_only(int32_t noun) const {
    if (is_verbal(doc_.tokens[noun])) return false;
    for (int32_t c : doc_.dependents(noun)) {
      if (!is_clause(doc_.tokens[c].deprel)) continue;
      for (int32_t m : doc_.dependents(c))
        if (doc_.tokens[m].lemma == "but" && m < c) return true;
    }
    return false;
  }

  // `pleaded guilty to the killing`, `pleaded not guilty`: what the act is by that; nothing if it is a plea for it.
  std::optional<EventStatus> pleaded(int32_t verb) const {
    if (doc_.tokens[verb].lemma != "plead") return std::nullopt;
    for (int32_t c : doc_.dependents(verb)) {
      const std::string word = lower(doc_.tokens[c].form);
      if (word == "innocent" || (word == "guilty" && (is_negated(doc_, verb) || is_negated(doc_, c))))
        return EventStatus::kDenied;
      if (word == "guilty") return EventStatus::kActual;
    }
    return std::nullopt;
  }

  // `Why did they attack?` takes the attack for granted.
  bool asks_about(int32_t node) const {
    static constexpr std::array<std::string_view, 6> kWords = {"why", "when", "where", "who", "how", "whom"};
    for (int32_t c : doc_.dependents(node))
      if (c < node && contains(kWords, lower(doc_.tokens[c].form))) return true;
    return false;
  }

  static bool is_denial(const Token& t) {
    static constexpr std::array<std::string_view, 9> kDenials = {"contest", "deny",   "dismiss", "dispute",  "disavow",
                                                                 "rebut",   "refute", "reject",  "repudiate"};
    return contains(kDenials, t.lemma);
  }

  // Is what `node` tells none of what stands above it? `X said Y attacked; Z denies it`, `..., a charge that Iran
  // denies`
  bool is_aside(int32_t node, int32_t head) const {
    const Token& n = doc_.tokens[node];
    if (n.deprel == "parataxis" && node > head) {
      const TokenRange clause = doc_.subtree(node);
      return doc_.tokens[clause.begin].form == ";" || (clause.begin > 0 && doc_.tokens[clause.begin - 1].form == ";");
    }
    // Of `the claim that troops fired` the parse may make a relative clause too.
    if (n.deprel != "acl:relcl" || doc_.dependent(node, "mark") >= 0 || !is_denial(n)) return false;
    const int32_t object = doc_.dependent(node, "obj");
    return is_claim_noun(doc_.tokens[head]) || (object >= 0 && doc_.tokens[object].lemma == "which");
  }

  // `Reports say that ...`, `rumours tell of ...`: nobody known says so.
  bool is_hearsay(int32_t verb) const {
    static constexpr std::array<std::string_view, 3> kHearsay = {"report", "rumor", "rumour"};
    const int32_t subject = doc_.dependent(verb, "nsubj");
    if (subject < 0 || !contains(kHearsay, doc_.tokens[subject].lemma)) return false;
    return doc_.tokens[subject].feats.number == Number::kPlur && doc_.dependent(subject, "nmod:poss") < 0 &&
           doc_.dependent(subject, "nmod") < 0;
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
    // `rejected accusations that ...`: to reject a claim is to deny it, to reject an offer is not.
    if (preposition.empty() && (n.deprel == "obj" || n.deprel == "nsubj:pass") && is_claim_noun(n))
      preposition = "claim";
    // A clause beside another (`refused to talk, demanding ...`, `fled when ...`) is not what the other is about.
    const bool beside = (is_rel(n.deprel, "advcl") && !takes_content(preposition)) ||
                        (n.deprel == "acl" && preposition.empty() && n.form.ends_with("ing"));
    const char* kind = kind_of(h);
    const Modal* modal = nullptr;
    if (*kind && !beside) {
      // the model's lemma of an irregular form is the less sure one: `begun`
      const std::string irregular = irregular_lemma(h);
      if (!irregular.empty()) modal = entry(kind, irregular, n.deprel, preposition);
      if (!modal && irregular.empty()) modal = entry(kind, h.lemma, n.deprel, preposition);
      if (!modal && irregular.empty()) {
        for (const std::string& stem : stems_of(h)) {
          modal = entry(kind, stem, n.deprel, preposition);
          if (modal) break;
        }
      }
    }
    // `X denied that ...` does; `X did not deny` does not.
    if (modal && modal->effect == Effect::kDenied && is_negated(doc_, head)) modal = nullptr;
    // `summoned the envoy to complain`, `called him to congratulate him`, `ordered to shut the paper`: who demands and
    // who acts are one.
    if (modal && modal->effect == Effect::kWanted && sends_for(h) && is_own(head)) {
      step(n, h, true, preposition);
      return;
    }
    // `wants to leave` is a wish, `wants them to leave` a demand
    if (modal && modal->effect == Effect::kWanted && h.lemma == "want" && n.deprel == "xcomp" && is_own(head)) {
      if (!factual_) set(EventStatus::kPossible, "wanted by its doer");
      step(n, h, true, preposition);
      return;
    }
    if (const std::optional<EventStatus> plea = pleaded(head)) {
      if (*plea == EventStatus::kDenied) set(*plea, "under `plead`");
      add_speaker(head);
      factual_ = true;
      return;
    }
    // `was able to`: and did
    if (modal && h.lemma == "able" && is_past(head) && !is_negated(doc_, head)) modal = nullptr;
    if (modal) {
      // `plans to`, `is prepared to`: the doer's own intent
      if (modal->effect == Effect::kPlanned && !status_ && n.deprel == "xcomp" && is_own(head, true)) intent_ = true;
      // `failed to prevent the attack`
      if (!factual_ && modal->effect == Effect::kNot && node == undoing_)
        undo("under `" + h.lemma + "` (" + std::string(n.deprel) + ")");
      else if (!factual_)
        apply(*modal, h, n.deprel);
      undoing_ = is_undoing(*modal) && !factual_ ? head : -1;
      if (modal->speaker) add_speaker(head);
      if (modal->speaker && !factual_ && !status_ && is_hearsay(head)) set(EventStatus::kPossible, "hearsay");
      // a comment (`condemned the arrest`) takes it for granted
      if (is_verbal(h) && modal->effect == Effect::kNone && !modal->speaker) factual_ = true;
    }
    if ((!modal || modal->effect == Effect::kNone) && !factual_ && (n.deprel == "acl" || n.deprel == "advcl") &&
        is_headline_future(node))
      set(EventStatus::kPlanned, "infinitive of a headline");
    step(n, h, modal != nullptr, preposition);
  }

  // `Peru to expel envoy`, `Peru to expel envoy, minister says`: no verb but the infinitive has the doer, who stands
  // right before it, for its subject.
  bool is_headline_future(int32_t verb) const {
    const int32_t to = infinitive_mark(verb);
    if (to <= doc_.sentences[doc_.tokens[verb].sentence].begin) return false;
    int32_t doer = to - 1;
    const int32_t above = doc_.tokens[verb].head;
    if (above != doer && above != doc_.tokens[doer].head) return false;
    if (is_verbal(doc_.tokens[doer]) || actors_.of(doc_, doer).empty()) return false;
    for (int steps = 0; steps < 3 && is_juxtaposed(doc_.tokens[doer].deprel); ++steps) doer = doc_.tokens[doer].head;
    const Token& first = doc_.tokens[doer];
    int subjects = 0;
    for (int32_t c : doc_.dependents(first.head < 0 ? doer : first.head))
      subjects += is_rel(doc_.tokens[c].deprel, "nsubj") || (first.head < 0 && doc_.tokens[c].deprel == "cop");
    return first.head < 0 ? subjects == 0 : first.deprel == "nsubj" && subjects > 1;
  }

  static bool is_juxtaposed(std::string_view rel) {
    return rel == "appos" || rel == "list" || rel == "conj" || rel == "nmod:unmarked";
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
            preposition == "for" || preposition == "over" || (preposition == "before" && n.feats.tense == Tense::kPast))
          factual_ = true;
      }
      return;
    }
    if (rel == "ccomp" || rel == "parataxis" || is_rel(rel, "csubj")) {
      open_ = false;
      return;
    }
    if (modal) return;
    // `was not involved in the attack`
    if (is_verbal(h) && (is_light(h.lemma) || h.lemma == "involve") &&
        (rel == "obj" || rel == "nsubj" || rel == "nsubj:pass" || is_rel(rel, "obl")))
      return;
    // A predicate noun or the noun under `involvement in` carries on; other nouns and verbs take the act for granted.
    factual_ = true;
  }

  // A noun that names what somebody claims.
  bool is_claim_noun(const Token& t) const {
    if (t.upos != Upos::kNoun) return false;
    for (const Modal& modal : modality_.find("noun", t.lemma))
      if (modal.effect == Effect::kPossible && modal.speaker) return true;
    return false;
  }

  // Is the subject of `verb` the source of the act?
  bool is_own(int32_t verb, bool state = false) const {
    if (!query_.source) return false;
    // `was prepared to` is no passive
    for (int32_t token : is_passive(doc_, verb) && state ? objects_of(doc_, verb) : subjects_of(doc_, verb)) {
      if (shares(actors_.of(doc_, token), *query_.source)) return true;
    }
    return false;
  }

  bool has_mark_as(int32_t verb) const {
    if (!doc_.tokens[verb].form.ends_with("ing")) return false;
    for (int32_t c : doc_.dependents(verb))
      if (doc_.tokens[c].lemma == "as" && (doc_.tokens[c].deprel == "mark" || doc_.tokens[c].deprel == "case"))
        return true;
    return false;
  }

  void add_speaker(int32_t word) {
    std::vector<int32_t> who;
    if (is_verbal(doc_.tokens[word]) || doc_.tokens[word].upos == Upos::kAdj) {
      // `quoted X as saying`: X says it
      const int32_t head = doc_.tokens[word].head;
      if (head >= 0 && is_verbal(doc_.tokens[head]) && is_rel(doc_.tokens[word].deprel, "advcl") && has_mark_as(word))
        who = objects_of(doc_, head);
      else
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
  bool denied_ = false, claim_ = false, will_ = false, intent_ = false, stopped_ = false, negated_past_ = false;
  bool open_ = true, factual_ = false;
  // The word that tells that the act below it is not, or is no more, if the walk came by it last.
  int32_t undoing_ = -1;
  int32_t last_ = -1;  // the conjunct from which the walk came last
  std::vector<std::string> speakers_;
  std::string why_;
};

// Does the speaker belong to the state whose organ did the act, or to the armed group?
bool is_own_side(const Actors& actors, const std::string& speaker, const AssertionQuery& query) {
  const Actor* a = actors.find(speaker);
  if (!a || !query.source) return false;
  for (const ActorRef& ref : *query.source) {
    const Actor* b = actors.find(ref.actor);
    if (!b) continue;
    if (is_state_organ(*a) && is_state_organ(*b) && !a->country.empty() && b->country == a->country) return true;
    // `a police spokesman`
    if (a->sector == b->sector && (a->sector == "COP" || a->sector == "MIL") && a->country.empty()) return true;
    if (is_armed_group(*a) && is_armed_group(*b) && a->country == b->country) return true;
  }
  return false;
}

// Is the cue a verb that only comments on what happened (`condemned`, `regretted`)?
bool is_comment(const Document& doc, const Modality& modality, Span cue) {
  const int32_t token = doc.token_at(cue.begin);
  if (token < 0) return false;
  bool comment = false;
  for (const Modal& modal : modality.find("verb", doc.tokens[token].lemma)) {
    if (modal.speaker) return false;
    comment = comment || modal.effect == Effect::kNone;
  }
  return comment;
}

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
  out.intent = walk.intent() && out.status == EventStatus::kPlanned;
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
    // `condemned the arrest`: the one who condemns it takes it for granted, the story tells it
    if (walk.factual() && quote.kind == QuoteKind::kIndirect && quote.cue &&
        is_comment(context.doc, modality, *quote.cue))
      continue;
    for (const std::string& id : quote.speakers) add_unique(out.said_by, id);
    for (const std::string& id : quote.via) add_unique(out.said_by, id);
  }
  auto is_source = [&](const std::string& id) { return query.source && has_actor(*query.source, id); };
  out.own_word = !out.said_by.empty() && is_source(out.said_by.front());
  const bool own_side = out.own_word || (!out.said_by.empty() && is_own_side(actors, out.said_by.front(), query));
  // The doer who says that he did no such thing denies it.
  if (out.status == EventStatus::kNot && own_side && walk.negated_past() && is_wrongdoing(query.type)) {
    out.status = EventStatus::kDenied;
    out.why = "its doer says it was not so";
  }
  // The use of force that one side tells of another is not established by the telling, but for a state's report on
  // those who are no state: police on an attack by gunmen.
  if (out.status == EventStatus::kActual && query.type == EventType::kAssault && !out.said_by.empty() && !own_side &&
      !walk.factual() && query.source && !query.source->empty()) {
    const Actor* speaker = actors.find(out.said_by.front());
    const Actor* doer = actors.find(query.source->front().actor);
    if (speaker && doer && speaker->sector != "MED" && (!is_state_organ(*speaker) || is_state_organ(*doer))) {
      out.status = EventStatus::kPossible;
      out.why = "told by another of a use of force";
    }
  }
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
