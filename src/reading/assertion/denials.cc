// A denial is a verb (`denied`, `rejected`) whose object is a pronoun, a claim (`the accusation`, `any involvement`) or
// the noun or clause it is relative to (`which Moscow denies`). It is of the nearest act told before it, in its own
// sentence or one of the two before, that the denier or his own state is said to have done.
#include "reading/assertion/denials.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/assertion/clauses.h"

namespace dragoman {
using namespace clause;  // the tree is asked in every line below

namespace {

constexpr int32_t kReach = 2;  // sentences

constexpr std::array<std::string_view, 4> kDeny = {"deny", "refute", "rebut", "disavow"};
// These deny a claim; of an `it` they may just as well refuse.
constexpr std::array<std::string_view, 5> kRejectClaim = {"reject", "dismiss", "dispute", "repudiate", "contest"};
constexpr std::array<std::string_view, 17> kClaims = {
    "accusation", "allegation",     "charge",    "claim",       "report",       "rumor",
    "rumour",     "suggestion",     "assertion", "involvement", "role",         "complicity",
    "wrongdoing", "responsibility", "link",      "hand",        "participation"};
constexpr std::array<std::string_view, 7> kPronouns = {"it", "this", "that", "which", "them", "these", "so"};

bool is_harm(const Event& e) {
  return e.type == EventType::kAssault || e.type == EventType::kCoerce || e.type == EventType::kSanction ||
         e.type == EventType::kMobilize || e.type == EventType::kAid || e.type == EventType::kCooperate ||
         e.type == EventType::kThreaten || e.type == EventType::kProtest;
}

bool has_clause(const Document& doc, int32_t token) {
  for (int32_t c : doc.dependents(token)) {
    const Token& t = doc.tokens[c];
    if ((is_rel(t.deprel, "acl") && t.deprel != "acl:relcl") || t.deprel == "ccomp" || t.deprel == "xcomp") return true;
  }
  return false;
}

// `sovereignty claims`, `claims over the sea`: claims to something, which nobody has done.
bool claims_a_right(const Document& doc, int32_t claim) {
  if (doc.tokens[claim].lemma != "claim") return false;
  for (int32_t c : doc.dependents(claim)) {
    const Token& t = doc.tokens[c];
    if (is_rel(t.deprel, "compound") || t.lemma == "territorial" || t.lemma == "maritime") return true;
    if (!is_rel(t.deprel, "nmod")) continue;
    const std::string preposition = preposition_of(doc, c);
    if (preposition == "to" || preposition == "over") return true;
  }
  return false;
}

// Does `verb` deny something that is told elsewhere?
bool denies_what_was_told(const Document& doc, int32_t verb) {
  const Token& v = doc.tokens[verb];
  if (!is_verbal(v)) return false;
  std::string_view lemma = v.lemma;
  const bool deny = contains(kDeny, lemma), reject = contains(kRejectClaim, lemma);
  if ((!deny && !reject) || is_negated(doc, verb) || has_clause(doc, verb)) return false;
  bool object = false;
  for (int32_t c : doc.dependents(verb)) {
    const Token& t = doc.tokens[c];
    if (is_rel(t.deprel, "aux") && (t.lemma == "will" || t.lemma == "would" || t.lemma == "may" || t.lemma == "could"))
      return false;
    if (t.deprel != "obj" && t.deprel != "nsubj:pass") continue;
    object = true;
    if (contains(kClaims, t.lemma) && !has_clause(doc, c) && !claims_a_right(doc, c)) return true;
    if (deny && contains(kPronouns, lower(t.form))) return true;
  }
  if (object) return false;
  // `an accusation that Moscow denies`
  if (v.deprel == "acl:relcl" && v.head >= 0) return deny || contains(kClaims, doc.tokens[v.head].lemma);
  // `..., Moscow denies`: nothing below it at all
  return deny && v.head >= 0 && (v.deprel == "parataxis" || v.deprel == "conj");
}

std::vector<std::string> deniers_of(const Document& doc, const Actors& actors, int32_t verb) {
  for (int32_t token : subjects_of(doc, verb)) {
    std::vector<std::string> ids;
    for (const ActorRef& ref : actors.of(doc, token))
      if (std::find(ids.begin(), ids.end(), ref.actor) == ids.end()) ids.push_back(ref.actor);
    if (!ids.empty()) return ids;
  }
  return {};
}

bool is_done_by(const Actors& actors, const Event& e, const std::vector<std::string>& who) {
  for (const std::string& id : who) {
    const Actor* denier = actors.find(id);
    for (const ActorRef& ref : e.source) {
      if (ref.actor == id) return true;
      const Actor* doer = actors.find(ref.actor);
      if (denier && doer && is_state_organ(*denier) && is_state_organ(*doer) && !doer->country.empty() &&
          doer->country == denier->country)
        return true;
    }
  }
  return false;
}

// What happened or is said to have: the rest is no act that could be denied.
bool is_told(const Event& e) {
  return e.status == EventStatus::kActual || e.status == EventStatus::kPossible;
}

}  // namespace

void apply_denials(const Context& context, const Actors& actors, std::vector<Event>& events) {
  const Document& doc = context.doc;
  for (int32_t verb = 0; verb < static_cast<int32_t>(doc.tokens.size()); ++verb) {
    if (!denies_what_was_told(doc, verb)) continue;
    const std::vector<std::string> who = deniers_of(doc, actors, verb);
    if (who.empty()) continue;
    const Token& v = doc.tokens[verb];
    int32_t sentence = -1;  // that of the nearest act; its other acts by the denier are denied with it
    for (auto e = events.rbegin(); e != events.rend(); ++e) {
      if (e->trigger.begin >= v.span.begin || !is_harm(*e) || !is_told(*e) || !is_done_by(actors, *e, who)) continue;
      if (v.sentence - e->sentence > kReach) break;
      if (sentence >= 0 && e->sentence != sentence) break;
      sentence = e->sentence;
      e->status = EventStatus::kDenied;
      e->said_by = who;
    }
  }
  // `Residents said the army bombed a village. The army denied bombing it.`: one act, and it is denied.
  std::vector<bool> dropped(events.size(), false);
  bool any = false;
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].status != EventStatus::kDenied) continue;
    for (size_t k = 0; k < events.size(); ++k) {
      Event& other = events[k];
      const bool same_target =
          shares(other.target, events[i].target) || other.target.empty() || events[i].target.empty();
      if (k == i || dropped[k] || dropped[i] || !is_told(other) || other.said_by.empty()) continue;
      if (other.type != events[i].type || !shares(other.source, events[i].source) || !same_target) continue;
      if (other.cameo.substr(0, 2) != events[i].cameo.substr(0, 2)) continue;
      const size_t kept = std::min(i, k), gone = std::max(i, k);
      const std::vector<std::string> who = events[i].said_by;
      events[kept].status = EventStatus::kDenied;
      events[kept].said_by = who;
      if (events[kept].target.empty()) events[kept].target = events[gone].target;
      events[kept].mentions.push_back(events[gone].trigger);
      events[kept].mentions.insert(events[kept].mentions.end(), events[gone].mentions.begin(),
                                   events[gone].mentions.end());
      std::sort(events[kept].mentions.begin(), events[kept].mentions.end());
      dropped[gone] = true;
      any = true;
    }
  }
  if (!any) return;
  std::vector<Event> out;
  for (size_t i = 0; i < events.size(); ++i) {
    if (dropped[i]) continue;
    out.push_back(std::move(events[i]));
    out.back().id = "e" + std::to_string(out.size());
  }
  events = std::move(out);
}

}  // namespace dragoman
