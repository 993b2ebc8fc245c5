// One function a slip, each over the whole document (mend.h).
#include "language/mend.h"

#include <algorithm>
#include <array>

namespace dragoman {
namespace {

// Letters of an acronym at most: "US", "UAE".
constexpr size_t kLongestAcronym = 4;

bool is_subject(const Token& t) {
  return is_rel(t.deprel, "nsubj");
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_acronym(const std::string& form) {
  return form.size() >= 2 && form.size() <= kLongestAcronym &&
         std::ranges::all_of(form, [](char c) { return is_upper(c) || c == '.'; });
}

class Subjects {
 public:
  explicit Subjects(Document& doc) : doc_(doc) {}

  void mend() {
    for (int32_t i = 0; i < size(); ++i) {
      if (!is_subject(token(i)) || token(i).head <= i) continue;
      if (form(phrase(i).end) == ":")
        token(i).deprel = "parataxis";
      else
        second(i);
    }
    if (moved_) doc_.index_children();
    moved_ = false;
    for (int32_t i = 0; i < size(); ++i)
      if (is_rel(token(i).deprel, "appos")) apposition(i);
    if (moved_) doc_.index_children();
  }

 private:
  int32_t size() const { return static_cast<int32_t>(doc_.tokens.size()); }
  Token& token(int32_t i) { return doc_.tokens[i]; }
  std::string_view form(int32_t i) {
    return i >= 0 && i < size() ? std::string_view(token(i).form) : std::string_view();
  }

  void move(int32_t i, int32_t head, std::string_view deprel) {
    token(i).head = head;
    token(i).deprel = deprel;
    moved_ = true;
  }

  // The words of a subtree without marks at its edges.
  TokenRange phrase(int32_t top) {
    TokenRange range = doc_.subtree(top);
    while (range.begin < top && token(range.begin).upos == Upos::kPunct) ++range.begin;
    while (range.end > top + 1 && token(range.end - 1).upos == Upos::kPunct) --range.end;
    return range;
  }

  bool has_verb(TokenRange words) {
    for (int32_t i = words.begin; i < words.end; ++i)
      if (token(i).upos == Upos::kVerb || token(i).upos == Upos::kAux) return true;
    return false;
  }

  void second(int32_t i) {
    int32_t first = -1;
    for (int32_t d : doc_.dependents(token(i).head))
      if (d < i && is_subject(token(d))) first = d;
    // "My brother, he left": no list has a pronoun.
    if (first < 0 || token(i).upos == Upos::kPron || token(first).upos == Upos::kPron) return;
    const TokenRange own = phrase(i), before = phrase(first);
    if (before.end + 1 != own.begin || form(before.end) != "," || has_verb(before)) return;
    const bool people = before.end - before.begin == 1 && is_upper(token(first).form[0]) &&
                        (token(first).upos == Upos::kAdj || is_acronym(token(first).form));
    if (people && own.begin < i && token(own.begin).upos == Upos::kAdj && is_upper(token(own.begin).form[0]))
      move(first, i, "amod");
    else
      move(i, first, form(own.end) == "," ? "appos" : "conj");
  }

  void apposition(int32_t i) {
    const int32_t first = token(i).head;
    if (first < 0 || first > i || !is_subject(token(first))) return;
    const TokenRange own = phrase(i);
    if (form(own.begin - 1) != ",") return;
    const int32_t verb = token(first).head;
    bool joined = own.end == verb || (own.end < size() && token(own.end).head == verb && own.end < verb &&
                                      (is_rel(token(own.end).deprel, "aux") || token(own.end).deprel == "mark"));
    for (int32_t d : doc_.dependents(first))
      joined = joined || (d > i && token(d).deprel == "conj" && form(own.end) == "," && doc_.dependent(d, "cc") < 0);
    if (joined) move(i, first, "conj");
  }

  Document& doc_;
  bool moved_ = false;
};

// The sentences of each paragraph that reads like a headline.
template <class Do>
void for_headlines(const Document& doc, Do each) {
  constexpr int32_t kLongest = 30;
  for (size_t i = 0; i < doc.sentences.size();) {
    size_t end = i;
    while (end < doc.sentences.size() && doc.sentences[end].paragraph == doc.sentences[i].paragraph) ++end;
    const TokenRange words{doc.sentences[i].begin, doc.sentences[end - 1].end};
    bool stops = words.end - words.begin > kLongest;
    for (int32_t k = words.begin; k < words.end && !stops; ++k)
      stops = doc.tokens[k].form == "." || doc.tokens[k].form == "!" || doc.tokens[k].form == "?";
    if (!stops) each(words);
    i = end;
  }
}

void mend_headline_passives(Document& doc) {
  // Verbs whose past without an object is hardly ever active.
  static constexpr std::array<std::string_view, 45> kTransitive = {
      "abduct",   "accuse",  "acquit",   "appoint", "arrest",  "ban",       "behead", "charge",   "convict",
      "deport",   "detain",  "evict",    "execute", "expel",   "extradite", "fine",   "fire",     "free",
      "hang",     "impeach", "imprison", "indict",  "injure",  "jail",      "kidnap", "kill",     "murder",
      "name",     "oust",    "pardon",   "poison",  "release", "rescue",    "sack",   "sanction", "seize",
      "sentence", "summon",  "suspect",  "suspend", "swear",   "torture",   "wound",  "slay",     "assassinate"};
  for_headlines(doc, [&](TokenRange words) {
    for (int32_t i = words.begin; i < words.end; ++i) {
      Token& verb = doc.tokens[i];
      if (verb.upos != Upos::kVerb || std::ranges::find(kTransitive, verb.lemma) == kTransitive.end()) continue;
      if (verb.feats.tense != Tense::kPast && verb.feats.verb_form != VerbForm::kPart) continue;
      int32_t subject = -1;
      bool active = verb.form.ends_with("ing");
      for (int32_t d : doc.dependents(i)) {
        const std::string_view rel = doc.tokens[d].deprel;
        if (rel == "nsubj" && d < i) subject = d;
        active = active || is_rel(rel, "obj") || is_rel(rel, "iobj") || is_rel(rel, "ccomp") || is_rel(rel, "aux");
      }
      if (active || (subject < 0 && verb.deprel != "acl")) continue;
      if (subject >= 0) doc.tokens[subject].deprel = "nsubj:pass";
      verb.feats.passive = true;
      verb.feats.verb_form = VerbForm::kPart;
    }
  });
}

void mend_accusations(Document& doc) {
  static constexpr std::array<std::string_view, 5> kOfWhat = {"accuse", "acquit", "charge", "convict", "suspect"};
  bool moved = false;
  for (int32_t i = 1; i < static_cast<int32_t>(doc.tokens.size()); ++i) {
    Token& gerund = doc.tokens[i];
    if (doc.tokens[i - 1].form != "of" || !gerund.form.ends_with("ing") || gerund.upos != Upos::kVerb) continue;
    // "of beating miners" is a clause, even where the parse makes it a noun phrase with a participle.
    const int32_t object = gerund.deprel == "amod" && gerund.head > i ? gerund.head : -1;
    const Token& top = doc.tokens[object >= 0 ? object : i];
    if (!is_rel(top.deprel, object >= 0 ? "nmod" : "acl") || top.head < 0 || top.head >= i) continue;
    const Token& noun = doc.tokens[top.head];
    if ((noun.deprel != "obl:agent" && noun.deprel != "obj") ||
        std::ranges::find(kOfWhat, doc.tokens[noun.head].lemma) == kOfWhat.end())
      continue;
    const int32_t verb = noun.head;
    if (object >= 0) {
      doc.tokens[i - 1].head = i;
      doc.tokens[i - 1].deprel = "mark";
      doc.tokens[object].head = i;
      doc.tokens[object].deprel = "obj";
    }
    gerund.head = verb;
    gerund.deprel = "advcl";
    moved = true;
  }
  if (moved) doc.index_children();
}

void mend_due(Document& doc) {
  bool moved = false;
  for (int32_t i = 0; i + 2 < static_cast<int32_t>(doc.tokens.size()); ++i) {
    Token &due = doc.tokens[i], &to = doc.tokens[i + 1], &verb = doc.tokens[i + 2];
    if (due.form != "due" || to.form != "to" || due.deprel != "mark" || due.head != i + 2 || to.head != i ||
        verb.upos != Upos::kVerb)
      continue;
    int32_t is = -1;
    for (int32_t d : doc.dependents(i + 2))
      if (d < i && doc.tokens[d].lemma == "be") is = d;
    if (is < 0) continue;
    doc.tokens[is].deprel = "cop";
    for (int32_t d : doc.dependents(i + 2))
      if (d < i) doc.tokens[d].head = i;
    due.upos = Upos::kAdj;
    due.head = verb.head;
    due.deprel = verb.deprel;
    if (due.head < 0) doc.sentences[due.sentence].root = i;
    to.head = i + 2;
    to.deprel = "mark";
    verb.head = i;
    verb.deprel = "xcomp";
    moved = true;
  }
  if (moved) doc.index_children();
}

void mend_coordination(Document& doc) {
  auto finite = [&](int32_t i) {
    const Token& t = doc.tokens[i];
    return t.upos == Upos::kVerb && t.feats.verb_form == VerbForm::kFin && t.feats.tense == Tense::kPast;
  };
  bool moved = false;
  for (int32_t i = 0; i < static_cast<int32_t>(doc.tokens.size()); ++i) {
    Token& t = doc.tokens[i];
    if (t.deprel != "conj" || !finite(i) || t.head < 0 || t.head > i || doc.dependent(i, "nsubj") >= 0) continue;
    const Token& first = doc.tokens[t.head];
    if (first.deprel != "xcomp" || first.feats.verb_form != VerbForm::kInf || first.head < 0 || first.head > t.head)
      continue;
    const Token& over = doc.tokens[first.head];
    if (over.upos != Upos::kVerb || over.feats.tense != Tense::kPast) continue;
    t.head = first.head;
    moved = true;
  }
  if (moved) doc.index_children();
}

void mend_coordinated_speech(Document& doc) {
  static constexpr std::array<std::string_view, 15> kActs = {"accuse", "blame",  "condemn", "criticise", "criticize",
                                                             "demand", "praise", "reject",  "thank",     "threaten",
                                                             "urge",   "vow",    "warn",    "welcome",   "pledge"};
  static constexpr std::array<std::string_view, 8> kSpeech = {"accept", "acknowledge", "admit", "announce",
                                                              "claim",  "deny",        "say",   "insist"};
  auto among = [](const auto& words, const std::string& word) { return std::ranges::find(words, word) != words.end(); };
  bool moved = false;
  for (int32_t i = 0; i < static_cast<int32_t>(doc.tokens.size()); ++i) {
    Token& t = doc.tokens[i];
    if (t.deprel != "conj" || t.upos != Upos::kVerb || !among(kActs, t.lemma) || t.head < 0) continue;
    const Token& told = doc.tokens[t.head];
    if (told.deprel != "ccomp" || told.head < 0 || told.head > t.head || among(kActs, told.lemma)) continue;
    const Token& cue = doc.tokens[told.head];
    // Both in the plain past, and what is told between them in another tense.
    if (!among(kSpeech, cue.lemma) || cue.feats.tense != Tense::kPast || t.feats.tense != Tense::kPast) continue;
    auto has = [&](int32_t verb, std::string_view relation) {
      return std::ranges::any_of(doc.dependents(verb),
                                 [&](int32_t d) { return is_rel(doc.tokens[d].deprel, relation); });
    };
    if (has(i, "nsubj") || has(i, "aux") || has(i, "mark") || has(told.head, "aux") || !has(t.head, "aux")) continue;
    t.head = told.head;
    moved = true;
  }
  if (moved) doc.index_children();
}

void mend_oblique_names(Document& doc) {
  for (const NameSpan& name : doc.names) {
    if (name.label != "PER") continue;
    for (int32_t i = name.begin; i < name.end; ++i) {
      Token& t = doc.tokens[i];
      if (!is_rel(t.deprel, "obl") || t.head != name.end || doc.dependent(i, "case") >= 0) continue;
      const Token& verb = doc.tokens[t.head];
      const bool has_subject =
          std::ranges::any_of(doc.dependents(t.head), [&](int32_t d) { return is_subject(doc.tokens[d]); });
      if (verb.upos == Upos::kVerb && verb.feats.verb_form == VerbForm::kFin && !has_subject) t.deprel = "nsubj";
    }
  }
}

}  // namespace

void mend(Document& doc) {
  Subjects(doc).mend();
  mend_headline_passives(doc);
  mend_oblique_names(doc);
  mend_accusations(doc);
  mend_due(doc);
  mend_coordination(doc);
  mend_coordinated_speech(doc);
}

}  // namespace dragoman
