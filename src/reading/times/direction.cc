// With a parse: from the expression up through its governors to the first predicate whose tense
// says something; infinitives and gerunds pass the question on, and a governor that plans or
// expects looks ahead. Without one: the nearest telling word before the expression, else the first
// one behind it.
#include "reading/times/direction.h"

#include <array>
#include <string_view>

#include "base/words.h"

namespace dragoman {
namespace {

using std::string_view;

constexpr std::array<string_view, 8> kFutureAux = {"will", "'ll", "shall", "would", "wo", "'d", "going", "gonna"};
constexpr std::array<string_view, 6> kModals = {"may", "might", "could", "can", "should", "must"};
// Words that put the infinitive or the oblique they govern ahead of them.
constexpr std::array<string_view, 40> kProspective = {
    "plan",       "expect",     "schedule", "due",      "set",     "want",   "hope",     "intend",
    "vow",        "agree",      "likely",   "decide",   "prepare", "be",     "promise",  "pledge",
    "threaten",   "order",      "urge",     "ask",      "call",    "aim",    "wish",     "propose",
    "slate",      "invite",     "ready",    "poised",   "arrange", "book",   "postpone", "delay",
    "reschedule", "anticipate", "upcoming", "deadline", "need",    "demand", "announce", "scheduled"};
constexpr std::array<string_view, 14> kProspectiveForms = {"scheduled", "due",       "expected", "planned", "plans",
                                                           "plan",      "slated",    "upcoming", "set",     "expects",
                                                           "poised",    "postponed", "intends",  "likely"};
constexpr std::array<string_view, 10> kReporting = {"say",  "report", "tell", "write", "claim",
                                                    "note", "add",    "show", "quote", "warn"};
constexpr std::array<string_view, 16> kPastForms = {"was",   "were", "had",  "said", "did",  "told", "met", "held",
                                                    "began", "went", "came", "took", "made", "left", "won", "got"};

bool has_parse(const Document& doc, const Sentence& sentence) {
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (doc.tokens[i].head >= 0) return true;
  }
  return false;
}

bool predicate(const Document& doc, int i) {
  const Upos upos = doc.tokens[i].upos;
  if (upos == Upos::kVerb || upos == Upos::kAux) return true;
  return doc.dependent(i, "cop") >= 0;
}

bool prospective(const Document& doc, const std::vector<std::string>& low, int i) {
  return contains(kProspective, doc.tokens[i].lemma) || contains(kProspectiveForms, low[i]);
}

struct Auxiliaries {
  bool have = false, future = false, past = false, present = false;
};

void add_auxiliary(string_view form, Auxiliaries& seen) {
  if (contains(kFutureAux, form) || contains(kModals, form)) seen.future = true;
  if (form == "have" || form == "has" || form == "had" || form == "'ve" || form == "having") seen.have = true;
  if (form == "was" || form == "were" || form == "did") seen.past = true;
  if (form == "is" || form == "are" || form == "am" || form == "'re" || form == "'m" || form == "does" || form == "do")
    seen.present = true;
}

// Direction of one predicate by its own form and auxiliaries; kInherits for an infinitive, a gerund or a bare noun.
constexpr int kInherits = 2;
int of_predicate(const Document& doc, const std::vector<std::string>& low, int verb, bool headline) {
  const Token& token = doc.tokens[verb];
  Auxiliaries seen;
  bool to = false;
  for (const int32_t child : doc.dependents(verb)) {
    const string_view rel = doc.tokens[child].deprel;
    if (is_rel(rel, "aux") || is_rel(rel, "cop")) add_auxiliary(low[child], seen);
    if (is_rel(rel, "mark") && low[child] == "to") to = true;
  }
  if (token.upos == Upos::kAux) add_auxiliary(low[verb], seen);
  if (seen.have) return -1;
  if (seen.future) return 1;
  if (to) return kInherits;
  if (seen.past) return prospective(doc, low, verb) ? 1 : -1;  // "was due on Monday"
  if (seen.present) return headline ? -1 : 1;
  const Feats& feats = token.feats;
  if (feats.verb_form == VerbForm::kInf || feats.verb_form == VerbForm::kGer) return kInherits;
  if (feats.verb_form == VerbForm::kPart) {
    if (feats.tense == Tense::kPres) return kInherits;
    return prospective(doc, low, verb) ? 1 : -1;  // "scheduled for Monday", "held on Monday"
  }
  if (feats.tense == Tense::kPast) return -1;
  if (feats.tense == Tense::kPres) return headline || contains(kReporting, token.lemma) ? -1 : 1;
  return kInherits;
}

int by_parse(const Document& doc, const std::vector<std::string>& low, const TimeExpression& e, bool headline) {
  int at = e.root;
  // Out of the expression.
  for (int guard = 0; guard < 8 && at >= e.begin && at < e.end; ++guard) at = doc.tokens[at].head;
  for (int guard = 0; at >= 0 && guard < 24; ++guard) {
    if (predicate(doc, at)) {
      const int direction = of_predicate(doc, low, at, headline);
      if (direction != kInherits) return direction;
      at = doc.tokens[at].head;
      // "plans to visit", "is expected to meet": the governor looks ahead.
      if (at >= 0 && prospective(doc, low, at)) return 1;
      continue;
    }
    if (doc.tokens[at].upos == Upos::kAdj && prospective(doc, low, at)) return 1;
    at = doc.tokens[at].head;
  }
  return 0;
}

int by_words(const std::vector<std::string>& low, const Sentence& sentence, const TimeExpression& e) {
  for (int i = e.begin - 1; i >= sentence.begin; --i) {
    const string_view form = low[i];
    if (form == ";" || form == ":") break;
    if (contains(kFutureAux, form) || contains(kProspectiveForms, form) || contains(kModals, form)) return 1;
    if (form == "to" && i + 1 < e.begin && i > sentence.begin && (low[i - 1] == "is" || low[i - 1] == "are")) return 1;
    if (form == "be" || form == "been" || form == "being") continue;
    const bool ed = form.size() > 4 && form.substr(form.size() - 2) == "ed";
    if (ed && i > sentence.begin && low[i - 1] == "be") continue;  // "will be restarted"
    if (contains(kPastForms, form) || ed) return -1;
  }
  for (int i = e.end; i < sentence.end; ++i) {
    const string_view form = low[i];
    if (contains(kFutureAux, form)) return 1;
    if (contains(kPastForms, form) || (form.size() > 4 && form.substr(form.size() - 2) == "ed")) return -1;
  }
  return 0;
}

}  // namespace

int direction_of(const Document& doc, const std::vector<std::string>& low, const Sentence& sentence,
                 const TimeExpression& e, bool headline) {
  // "closed until Friday" looks ahead whatever the tense.
  if (e.begin > sentence.begin && (low[e.begin - 1] == "until" || low[e.begin - 1] == "till")) return 1;
  return has_parse(doc, sentence) ? by_parse(doc, low, e, headline) : by_words(low, sentence, e);
}

}  // namespace dragoman
