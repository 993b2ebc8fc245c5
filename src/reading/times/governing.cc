#include "reading/times/governing.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dragoman {
namespace {

using std::string_view;

constexpr std::array<string_view, 36> kSaying = {"say", "tell", "announce", "report", "add", "claim", "state", "declare", "note",
    "warn", "deny", "confirm", "admit", "accuse", "insist", "stress", "reiterate", "explain", "argue", "believe", "think", "know",
    "show", "reveal", "suggest", "write", "tweet", "reply", "respond", "describe", "call", "urge", "vow", "pledge", "promise", "allege"};

bool saying(const Token& token) { return std::find(kSaying.begin(), kSaying.end(), token.lemma) != kSaying.end(); }

}  // namespace

int32_t root_of_span(const Document& doc, Span span) {
  int32_t i = doc.token_at(span.begin);
  for (; i >= 0 && i < static_cast<int32_t>(doc.tokens.size()) && doc.tokens[i].span.begin < span.end; ++i) {
    const int32_t head = doc.tokens[i].head;
    if (head < 0 || doc.tokens[head].span.end <= span.begin || doc.tokens[head].span.begin >= span.end) {
      if (!is_rel(doc.tokens[i].deprel, "punct") && !is_rel(doc.tokens[i].deprel, "case") && !is_rel(doc.tokens[i].deprel, "det")) return i;
    }
  }
  return -1;
}

bool is_clausal(string_view relation) {
  return is_rel(relation, "ccomp") || is_rel(relation, "advcl") || is_rel(relation, "acl") || is_rel(relation, "csubj") ||
         is_rel(relation, "parataxis") || is_rel(relation, "conj") || is_rel(relation, "xcomp") || is_rel(relation, "root");
}

int hangs_below(const Document& doc, int32_t root, int32_t token) {
  int32_t at = root;
  for (int steps = 0; at >= 0 && steps < 12; ++steps) {
    const Token& t = doc.tokens[at];
    if (t.head < 0) return 0;
    // A conjunct of a time or place ("on Monday and Tuesday") is no clause; one of a verb is.
    if (is_clausal(t.deprel) && !(is_rel(t.deprel, "conj") && t.upos != Upos::kVerb && t.upos != Upos::kAux)) return 0;
    if (t.head == token) return steps == 0 ? 1 : 2;
    at = t.head;
  }
  return 0;
}

std::vector<int32_t> sharing_clauses(const Document& doc, int32_t token) {
  std::vector<int32_t> clauses;
  int32_t at = token;
  for (int steps = 0; steps < 10; ++steps) {
    const Token& t = doc.tokens[at];
    if (t.head < 0) break;
    const Token& head = doc.tokens[t.head];
    const string_view rel = t.deprel;
    bool share = false;
    if (is_rel(rel, "obj") || is_rel(rel, "nsubj") || is_rel(rel, "obl") || is_rel(rel, "iobj") || is_rel(rel, "nmod") ||
        is_rel(rel, "compound") || is_rel(rel, "amod") || is_rel(rel, "appos")) {
      share = true;  // a noun names the act: its verb's time and place are its own
    } else if (is_rel(rel, "xcomp")) {
      share = !saying(head);
    } else if (is_rel(rel, "conj")) {
      share = true;  // checked again by the caller: the adjunct must stand before the first conjunct
    } else if (is_rel(rel, "advcl") || is_rel(rel, "acl")) {
      // A participle without a conjunction adds to its clause: "bombed the town, killing 12".
      share = doc.dependent(at, "mark") < 0 && !saying(head) && t.feats.verb_form != VerbForm::kFin && rel != "acl:relcl";
    }
    if (!share) break;
    if (saying(head) && !(is_rel(rel, "obj") || is_rel(rel, "conj"))) {
      // "said on Monday that talks ...": the subject or oblique of a verb of saying is no act of that day.
      break;
    }
    at = t.head;
    clauses.push_back(at);
  }
  return clauses;
}

}  // namespace dragoman
