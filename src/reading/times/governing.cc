// Walks the parse: up from the adjunct to its predicate, with the corrections by order that
// governing.h names, and up from the act through clauses that share their adjuncts. Every walk has
// a most of steps, so it ends in a broken tree too.
#include "reading/times/governing.h"

#include <array>

#include "base/words.h"

namespace dragoman {
namespace {

using std::string_view;

constexpr std::array<string_view, 36> kSaying = {
    "say",   "tell",    "announce", "report", "add",    "claim",  "state",   "declare",   "note",
    "warn",  "deny",    "confirm",  "admit",  "accuse", "insist", "stress",  "reiterate", "explain",
    "argue", "believe", "think",    "know",   "show",   "reveal", "suggest", "write",     "tweet",
    "reply", "respond", "describe", "call",   "urge",   "vow",    "pledge",  "promise",   "allege"};

bool predicate(const Document& doc, int32_t i) {
  const Token& t = doc.tokens[i];
  return t.upos == Upos::kVerb || t.head < 0 || doc.dependent(i, "cop") >= 0;
}

// The first conjunct of the coordination that `verb` is in.
int32_t first_conjunct(const Document& doc, int32_t verb) {
  for (int steps = 0; steps < 10; ++steps) {
    const Token& t = doc.tokens[verb];
    if (t.head < 0 || !is_rel(t.deprel, "conj") || !predicate(doc, t.head)) break;
    verb = t.head;
  }
  return verb;
}

bool subordinator(const Document& doc, int32_t i) {
  const Token& t = doc.tokens[i];
  return is_rel(t.deprel, "mark") || is_rel(t.deprel, "cc") || (is_rel(t.deprel, "advmod") && t.upos == Upos::kSconj);
}

// The verb by whose adjuncts a noun that names an act is placed in time and space: the one it is subject or object of.
int32_t verb_of(const Document& doc, int32_t token) {
  int32_t at = token;
  for (int steps = 0; steps < 10 && !predicate(doc, at); ++steps) {
    const Token& t = doc.tokens[at];
    const string_view rel = t.deprel;
    const bool nominal = is_rel(rel, "obj") || is_rel(rel, "nsubj") || is_rel(rel, "obl") || is_rel(rel, "iobj") ||
                         is_rel(rel, "nmod") || is_rel(rel, "compound") || is_rel(rel, "amod") ||
                         is_rel(rel, "appos") || is_rel(rel, "conj") || is_rel(rel, "flat") || is_rel(rel, "aux") ||
                         is_rel(rel, "advmod") || is_rel(rel, "nummod");
    if (t.head < 0 || !nominal) break;
    // "He told on Monday of talks": what is talked of has no day of the talking.
    if (is_saying(doc.tokens[t.head]) && !is_rel(rel, "obj")) return -1;
    at = t.head;
  }
  return predicate(doc, at) ? at : -1;
}

}  // namespace

bool is_saying(const Token& token) {
  return contains(kSaying, token.lemma);
}

bool is_absolute(const Document& doc, int32_t verb) {
  if (!doc.tokens[verb].form.ends_with("ing")) return false;
  const int32_t doer = doc.dependent(verb, "nsubj");
  for (const int32_t with : {doc.dependent(verb, "mark"), doer < 0 ? -1 : doc.dependent(doer, "case")})
    if (with >= 0 && doc.tokens[with].lemma == "with") return true;
  return false;
}

int32_t root_of_span(const Document& doc, Span span) {
  int32_t i = doc.token_at(span.begin);
  if (i < 0) return -1;
  const int32_t n = static_cast<int32_t>(doc.tokens.size());
  for (; i < n && doc.tokens[i].span.begin < span.end; ++i) {
    const Token& t = doc.tokens[i];
    const bool outside =
        t.head < 0 || doc.tokens[t.head].span.end <= span.begin || doc.tokens[t.head].span.begin >= span.end;
    if (outside && !is_rel(t.deprel, "punct") && !is_rel(t.deprel, "case") && !is_rel(t.deprel, "det")) return i;
  }
  return -1;
}

int32_t owner_of(const Document& doc, int32_t root) {
  const Token& start = doc.tokens[root];
  if (start.head < 0) return root;
  int32_t verb = start.head;
  for (int steps = 0; steps < 16 && !predicate(doc, verb); ++steps) verb = doc.tokens[verb].head;
  if (!predicate(doc, verb)) return -1;
  if (verb > root) {
    // "... on Tuesday, while a second crew waited": the conjunction stands behind the adjunct.
    bool behind = false;
    for (const int32_t child : doc.dependents(verb))
      behind = behind || (child > root && child < verb && subordinator(doc, child));
    if (!behind) return verb;
    const Sentence& sentence = doc.sentences[start.sentence];
    for (int32_t i = root - 1; i >= sentence.begin; --i) {
      if (doc.tokens[i].upos == Upos::kVerb) return i;
    }
    return verb;
  }
  // "captured and executed on June 19": the last conjunct before the adjunct.
  const int32_t first = first_conjunct(doc, verb);
  int32_t last = verb;
  for (int32_t i = verb + 1; i < root; ++i) {
    if (is_rel(doc.tokens[i].deprel, "conj") && predicate(doc, i) && first_conjunct(doc, i) == first) last = i;
  }
  return last;
}

int32_t clause_behind(const Document& doc, Span span) {
  static constexpr std::array<string_view, 4> kRelative = {"which", "when", "where", "whom"};
  int32_t at = doc.token_at(span.begin);
  if (at < 0) return -1;
  const int32_t end = doc.sentences[doc.tokens[at].sentence].end;
  while (at < end && doc.tokens[at].span.begin < span.end) ++at;
  if (at < end && doc.tokens[at].form == ",") ++at;
  if (at < end && doc.tokens[at].upos == Upos::kAdp) ++at;
  if (at >= end || !contains(kRelative, doc.tokens[at].lemma)) return -1;
  for (++at; at < end; ++at) {
    const Token& t = doc.tokens[at];
    if (t.upos == Upos::kVerb && (is_rel(t.deprel, "acl") || is_rel(t.deprel, "advcl"))) return at;
  }
  return -1;
}

int closeness(const Document& doc, int32_t root, int32_t owner, int32_t token, int32_t behind) {
  // Inside the phrase of the token: "talks in Cairo on Monday".
  int32_t at = root;
  for (int steps = 0; steps < 12 && at >= 0; ++steps) {
    if (doc.tokens[at].head == token && (steps == 0 || !predicate(doc, token))) {
      if (owner == token || !predicate(doc, token)) return 1;
      break;  // hangs from the token, but order says that it is another conjunct's
    }
    at = doc.tokens[at].head;
    if (at < 0 || predicate(doc, at)) break;
  }
  if (owner < 0) return 0;
  int32_t clause = predicate(doc, token) ? token : verb_of(doc, token);
  // "has been arrested and jailed since Friday": two verbs side by side are placed together.
  if (clause >= 0 && owner > clause && owner <= clause + 2 && is_rel(doc.tokens[owner].deprel, "conj") &&
      doc.tokens[owner].head == clause)
    return 4;
  for (int steps = 0; steps < 10 && clause >= 0; ++steps) {
    if (owner == clause) return steps == 0 ? 2 : 3;
    const Token& t = doc.tokens[clause];
    if (clause == behind && t.feats.tense != Tense::kPres) return 3;
    if (t.head < 0) return 0;
    const string_view rel = t.deprel;
    if (is_rel(rel, "conj")) {
      // Of the same coordination, standing before this conjunct.
      if (predicate(doc, owner) && first_conjunct(doc, owner) == first_conjunct(doc, clause) && root < clause) return 4;
      clause = first_conjunct(doc, clause);
      const Token& first = doc.tokens[clause];
      if (first.head < 0) return 0;
      if (!is_rel(first.deprel, "xcomp")) return 0;
      clause = first.head;
      continue;
    }
    const Token& head = doc.tokens[t.head];
    // "a ruling of June 28 in which the judge ordered ...": what the noun is dated by dates what it holds.
    if (rel == "acl:relcl" && root < clause && doc.tokens[root].head == t.head && t.feats.tense != Tense::kPres)
      return 3;
    const int32_t mark = doc.dependent(clause, "mark");
    if (is_absolute(doc, clause)) {
      clause = t.head;
      for (int up = 0; up < 10 && clause >= 0 && !predicate(doc, clause); ++up) clause = doc.tokens[clause].head;
      continue;
    }
    bool share = false;
    if (is_rel(rel, "xcomp"))
      share = !is_saying(head);
    else if (is_rel(rel, "advcl") || (is_rel(rel, "acl") && rel != "acl:relcl"))
      // A participle without a conjunction adds to its clause: "bombed the town, killing 12".
      share = mark < 0 && !is_saying(head) && t.feats.verb_form != VerbForm::kFin;
    if (!share) return 0;
    clause = predicate(doc, t.head) ? t.head : verb_of(doc, t.head);
  }
  return 0;
}

}  // namespace dragoman
