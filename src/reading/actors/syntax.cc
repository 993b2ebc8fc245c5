// Small questions to the dependency tree.
#include "reading/actors/syntax.h"

#include "base/unicode.h"

namespace dragoman {

int32_t dependent_with(const Document& doc, int32_t token, std::string_view relation, std::string_view lemma) {
  for (int32_t child : doc.dependents(token)) {
    if (is_rel(doc.tokens[child].deprel, relation) && doc.tokens[child].lemma == lemma) return child;
  }
  return -1;
}

std::string_view case_of(const Document& doc, int32_t token) {
  for (int32_t child : doc.dependents(token)) {
    if (child > token && doc.tokens[child].upos == Upos::kPart) continue;  // possessive 's
    if (is_rel(doc.tokens[child].deprel, "case")) return doc.tokens[child].lemma;
  }
  return {};
}

int32_t oblique(const Document& doc, int32_t token, std::string_view relation, std::string_view preposition) {
  for (int32_t child : doc.dependents(token)) {
    if (is_rel(doc.tokens[child].deprel, relation) && case_of(doc, child) == preposition) return child;
  }
  return -1;
}

namespace {

// Of several subjects (a slip of the parse) the nearest to the verb.
int32_t nearest_subject(const Document& doc, int32_t verb) {
  int32_t best = -1;
  for (int32_t child : doc.dependents(verb)) {
    if (!is_rel(doc.tokens[child].deprel, "nsubj")) continue;
    if (best < 0 || child < verb) best = child;
  }
  return best;
}

}  // namespace

int32_t subject_of(const Document& doc, int32_t verb) {
  for (int step = 0; verb >= 0 && step < kMaxClimb; ++step) {
    int32_t subject = nearest_subject(doc, verb);
    if (subject >= 0) return subject;
    const Token& token = doc.tokens[verb];
    if (token.head < 0) return -1;
    if (token.deprel == "acl:relcl") return token.head;
    if (is_rel(token.deprel, "acl")) return token.feats.passive ? -1 : token.head;
    if (is_rel(token.deprel, "xcomp")) {
      // "asked the firm to say": the object controls, if there is one.
      int32_t object = doc.dependent(token.head, "obj");
      if (object < 0) object = doc.dependent(token.head, "iobj");
      if (object >= 0 && object < verb) return object;
    } else if (!is_rel(token.deprel, "conj") && !is_rel(token.deprel, "advcl") && !is_rel(token.deprel, "parataxis")) {
      return -1;
    }
    verb = token.head;
  }
  return -1;
}

int32_t agent_of(const Document& doc, int32_t verb) {
  int32_t agent = doc.dependent(verb, "obl:agent");
  return agent >= 0 ? agent : oblique(doc, verb, "obl", "by");
}

bool is_passive(const Document& doc, int32_t verb) {
  if (doc.dependent(verb, "nsubj:pass") >= 0 || doc.dependent(verb, "aux:pass") >= 0) return true;
  // A subject that is no passive one outweighs the feature: "posted" is past tense and participle.
  return doc.tokens[verb].feats.passive && doc.dependent(verb, "nsubj") < 0;
}

int32_t antecedent_of(const Document& doc, int32_t token) {
  int32_t clause = -1;
  for (int steps = 0; token >= 0 && steps < kMaxClimb && clause < 0; ++steps) {
    if (doc.tokens[token].deprel == "acl:relcl") clause = token;
    token = doc.tokens[token].head;
  }
  if (clause < 0) return -1;
  int32_t noun = doc.tokens[clause].head;
  // `critics of the government, who were jailed`: the number of the verb may say that the noun above is meant.
  Number number = Number::kNone;
  for (int32_t c : doc.dependents(clause)) {
    const Token& t = doc.tokens[c];
    if (!is_rel(t.deprel, "aux") && t.deprel != "cop") continue;
    const std::string form = fold(t.form);
    if (form == "were" || form == "are" || form == "have") number = Number::kPlur;
    if (form == "was" || form == "is" || form == "has") number = Number::kSing;
  }
  if (number == Number::kNone) return noun;
  auto agrees = [&](int32_t t) {
    const Token& n = doc.tokens[t];
    bool joint = false;
    for (int32_t c : doc.dependents(t)) joint = joint || doc.tokens[c].deprel == "conj";
    return n.feats.number == Number::kNone || n.feats.number == number || (joint && number == Number::kPlur);
  };
  for (int32_t up = noun, steps = 0; up >= 0 && steps < 3; ++steps) {
    if (agrees(up)) {
      while (number == Number::kPlur && doc.tokens[up].deprel == "conj" && doc.tokens[up].head >= 0)
        up = doc.tokens[up].head;
      return up;
    }
    const Token& n = doc.tokens[up];
    if (!is_rel(n.deprel, "nmod") && n.deprel != "conj" && n.deprel != "appos") break;
    up = n.head;
  }
  return noun;
}

}  // namespace dragoman
