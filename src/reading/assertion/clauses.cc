// A walk up from a verb to where its missing subject stands: a chain of at most kMaxSteps clauses.
#include "reading/assertion/clauses.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/actors/syntax.h"

namespace dragoman::clause {
namespace {

constexpr int kMaxSteps = 10;

// `promise X to go`: the promiser goes. With every other verb that has an object, the object does.
constexpr std::array<std::string_view, 10> kSubjectControl = {"promise", "threaten", "vow",   "pledge", "use",
                                                              "take",    "offer",    "break", "swear",  "commit"};
// `summon X to complain`, `call X to congratulate`: the summoner complains.
constexpr std::array<std::string_view, 3> kSendsFor = {"summon", "call", "invite"};
constexpr std::array<std::string_view, 12> kSpeaks = {"complain", "protest",  "congratulate", "thank",
                                                      "lodge",    "express",  "convey",       "condemn",
                                                      "object",   "denounce", "raise",        "voice"};
// `call on X to go`, `appeal to X to go`: the subject of the complement stands behind the preposition.
constexpr std::array<std::string_view, 4> kControlPrepositions = {"on", "upon", "to", "for"};

// Verbs that only carry their noun: the subject does what the noun says, or the noun is said to go on.
constexpr std::array<std::string_view, 72> kLightVerbs = {
    "make",     "hold",      "launch",    "stage",  "conduct", "carry",       "mount",    "begin",      "start",
    "continue", "resume",    "end",       "have",   "give",    "pay",         "issue",    "express",    "announce",
    "organise", "organize",  "lead",      "plan",   "order",   "attempt",     "commit",   "perpetrate", "open",
    "pursue",   "undertake", "offer",     "voice",  "deliver", "level",       "lodge",    "file",       "submit",
    "present",  "send",      "put",       "use",    "step",    "intensify",   "escalate", "unleash",    "engage",
    "plot",     "prepare",   "complete",  "impose", "join",    "participate", "host",     "take",       "do",
    "hail",     "repeat",    "reiterate", "renew",  "show",    "extend",      "go",       "occur",      "happen",
    "face",     "undergo",   "receive",   "suffer", "await",   "attend",      "convene",  "speed",      "accelerate"};

// What stands behind a `not` that says there is more: `not only`.
constexpr std::array<std::string_view, 4> kNotOnly = {"only", "just", "merely", "simply"};

// Forms that no suffix explains, sorted.
constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
    {"are", "be"},
    {"arose", "arise"},
    {"bade", "bid"},
    {"beaten", "beat"},
    {"became", "become"},
    {"been", "be"},
    {"began", "begin"},
    {"begun", "begin"},
    {"bore", "bear"},
    {"bought", "buy"},
    {"bound", "bind"},
    {"broke", "break"},
    {"broken", "break"},
    {"brought", "bring"},
    {"built", "build"},
    {"came", "come"},
    {"caught", "catch"},
    {"chose", "choose"},
    {"chosen", "choose"},
    {"dealt", "deal"},
    {"did", "do"},
    {"done", "do"},
    {"drawn", "draw"},
    {"drew", "draw"},
    {"driven", "drive"},
    {"drove", "drive"},
    {"fallen", "fall"},
    {"fed", "feed"},
    {"fell", "fall"},
    {"felt", "feel"},
    {"fled", "flee"},
    {"flew", "fly"},
    {"flown", "fly"},
    {"forbade", "forbid"},
    {"forbidden", "forbid"},
    {"foresaw", "foresee"},
    {"forgave", "forgive"},
    {"forgiven", "forgive"},
    {"forsook", "forsake"},
    {"fought", "fight"},
    {"found", "find"},
    {"froze", "freeze"},
    {"frozen", "freeze"},
    {"gave", "give"},
    {"given", "give"},
    {"gone", "go"},
    {"got", "get"},
    {"gotten", "get"},
    {"grew", "grow"},
    {"grown", "grow"},
    {"had", "have"},
    {"has", "have"},
    {"heard", "hear"},
    {"held", "hold"},
    {"hid", "hide"},
    {"hidden", "hide"},
    {"hung", "hang"},
    {"is", "be"},
    {"kept", "keep"},
    {"knew", "know"},
    {"known", "know"},
    {"laid", "lay"},
    {"lay", "lie"},
    {"led", "lead"},
    {"left", "leave"},
    {"lent", "lend"},
    {"lost", "lose"},
    {"made", "make"},
    {"meant", "mean"},
    {"met", "meet"},
    {"misled", "mislead"},
    {"outlawed", "outlaw"},
    {"overran", "overrun"},
    {"overthrew", "overthrow"},
    {"overthrown", "overthrow"},
    {"paid", "pay"},
    {"ran", "run"},
    {"rebuilt", "rebuild"},
    {"retaken", "retake"},
    {"retook", "retake"},
    {"risen", "rise"},
    {"rose", "rise"},
    {"said", "say"},
    {"sank", "sink"},
    {"sat", "sit"},
    {"saw", "see"},
    {"seen", "see"},
    {"sent", "send"},
    {"shaken", "shake"},
    {"shook", "shake"},
    {"shot", "shoot"},
    {"slain", "slay"},
    {"slew", "slay"},
    {"sold", "sell"},
    {"sought", "seek"},
    {"spent", "spend"},
    {"spoke", "speak"},
    {"spoken", "speak"},
    {"stole", "steal"},
    {"stolen", "steal"},
    {"stood", "stand"},
    {"striven", "strive"},
    {"strove", "strive"},
    {"struck", "strike"},
    {"stuck", "stick"},
    {"sunk", "sink"},
    {"swept", "sweep"},
    {"swore", "swear"},
    {"sworn", "swear"},
    {"swung", "swing"},
    {"taken", "take"},
    {"taught", "teach"},
    {"thought", "think"},
    {"threw", "throw"},
    {"thrown", "throw"},
    {"told", "tell"},
    {"took", "take"},
    {"tore", "tear"},
    {"torn", "tear"},
    {"understood", "understand"},
    {"undertaken", "undertake"},
    {"undertook", "undertake"},
    {"upheld", "uphold"},
    {"was", "be"},
    {"went", "go"},
    {"were", "be"},
    {"withdrawn", "withdraw"},
    {"withdrew", "withdraw"},
    {"withheld", "withhold"},
    {"won", "win"},
    {"wore", "wear"},
    {"written", "write"},
    {"wrote", "write"},
};

bool is_relative(const Token& t) {
  return t.feats.pron_type == 2 || ((t.upos == Upos::kPron || t.upos == Upos::kDet || t.upos == Upos::kSconj) &&
                                    (t.lemma == "who" || t.lemma == "which" || t.lemma == "whom" || t.lemma == "that"));
}

int32_t through_relative(const Document& doc, int32_t token) {
  if (!is_relative(doc.tokens[token])) return token;
  int32_t noun = antecedent_of(doc, token);
  return noun < 0 ? token : noun;
}

// A parse may leave two: `dozens of dockers were fined`.
// `A seized B and burnt C, officials said`, `killing C, officials said`: a subject behind a coordinated verb or a
// participle and a comma is that of what follows.
bool is_astray(const Document& doc, int32_t verb, int32_t subject) {
  const std::string_view rel = doc.tokens[verb].deprel;
  if (subject < verb || (rel != "conj" && !is_rel(rel, "advcl"))) return false;
  for (int32_t i = verb + 1; i < subject; ++i)
    if (doc.tokens[i].form == ",") return true;
  return false;
}

bool is_subject(const Document& doc, int32_t verb, int32_t token) {
  const std::string_view rel = doc.tokens[token].deprel;
  return is_rel(rel, "nsubj") && rel != "nsubj:outer" && !is_astray(doc, verb, token);
}

void add_surface_subjects(const Document& doc, int32_t verb, std::vector<int32_t>& out) {
  for (int32_t c : doc.dependents(verb))
    if (is_subject(doc, verb, c)) out.push_back(through_relative(doc, c));
}

int32_t surface_subject(const Document& doc, int32_t verb) {
  for (int32_t c : doc.dependents(verb))
    if (is_subject(doc, verb, c)) return c;
  return -1;
}

bool has_mark(const Document& doc, int32_t verb, std::string_view word) {
  for (int32_t c : doc.dependents(verb))
    if ((doc.tokens[c].deprel == "mark" || doc.tokens[c].deprel == "aux") && doc.tokens[c].lemma == word) return true;
  return false;
}

void add_owner(const Document& doc, int32_t noun, std::vector<int32_t>& out) {
  for (int32_t c : with_preposition(doc, noun, "by")) out.push_back(c);
  for (int32_t c : doc.dependents(noun))
    if (doc.tokens[c].deprel == "nmod:poss") out.push_back(c);
  for (int32_t c : doc.dependents(noun))
    if (doc.tokens[c].deprel == "amod" || doc.tokens[c].deprel == "compound") out.push_back(c);
}

// The subject of what `verb` says in a clause that ends before `before`, or `none`.
int32_t subject_of_said(const Document& doc, int32_t verb, int32_t before, int32_t none) {
  for (int32_t c : doc.dependents(verb))
    if (doc.tokens[c].deprel == "ccomp" && c < before && surface_subject(doc, c) >= 0) none = surface_subject(doc, c);
  return none;
}

// What participles tell of a use of force.
constexpr std::array<std::string_view, 9> kHarms = {"capture", "damage", "destroy", "displace", "injure",
                                                    "kidnap",  "kill",   "seize",   "wound"};

// Adds who is the grammatical subject of `verb`, which has none of its own, from the clauses above.
void inherit_subject(const Document& doc, int32_t verb, std::vector<int32_t>& out) {
  for (int steps = 0; steps < kMaxSteps; ++steps) {
    const Token& t = doc.tokens[verb];
    int32_t head = t.head;
    if (head < 0) return;
    std::string_view rel = t.deprel;
    if (rel == "amod") {
      out.push_back(head);
      return;
    }
    // `won a term with his rivals jailed`: a participle hangs on the noun right before it, wherever the parse has it
    if (rel == "acl" && clause::is_passive(doc, verb) && head + 1 < verb && doc.tokens[verb - 1].upos == Upos::kNoun &&
        doc.subtree(head).begin <= verb - 1)
      out.push_back(verb - 1);
    if (rel == "acl:relcl") {
      out.push_back(head);
      return;
    }
    if (is_rel(rel, "acl")) {
      if (has_mark(doc, verb, "to") || t.feats.verb_form == VerbForm::kInf) {
        // `its decision to send`, `made a promise to send`: whose decision is it?
        add_owner(doc, head, out);
        for (std::string_view word : {"on", "to", "for"})
          for (int32_t c : with_preposition(doc, head, word)) out.push_back(c);
        const Token& noun = doc.tokens[head];
        if (noun.head >= 0 && (noun.deprel == "obj" || is_rel(noun.deprel, "obl")) &&
            is_verbal(doc.tokens[noun.head])) {
          int32_t s = surface_subject(doc, noun.head);
          if (s >= 0) {
            out.push_back(through_relative(doc, s));
          } else {
            verb = noun.head;
            continue;
          }
        }
        out.push_back(head);
        return;
      }
      out.push_back(head);
      return;
    }
    if (rel == "xcomp" || rel == "ccomp" || is_rel(rel, "advcl")) {
      if (rel != "xcomp" && rel != "ccomp" && !has_mark(doc, verb, "to")) {
        // a participle or gerund: the subject of the clause it hangs on, but `accused X of bombing`, `barred X from
        // going`
        if (is_verbal(doc.tokens[head]) && !clause::is_passive(doc, head) &&
            (has_mark(doc, verb, "of") || has_mark(doc, verb, "for") || has_mark(doc, verb, "from")))
          for (int32_t c : doc.dependents(head))
            if (doc.tokens[c].deprel == "obj") out.push_back(through_relative(doc, c));
      } else if (is_verbal(doc.tokens[head]) && !contains(kSubjectControl, doc.tokens[head].lemma) &&
                 !(contains(kSendsFor, doc.tokens[head].lemma) && contains(kSpeaks, t.lemma))) {
        if (!clause::is_passive(doc, head)) {
          for (int32_t c : doc.dependents(head))
            if (doc.tokens[c].deprel == "obj" || doc.tokens[c].deprel == "iobj") {
              // `took aim to`, `held talks to`: an object that does nothing; the caller skips what is no actor
              out.push_back(through_relative(doc, c));
            }
          for (std::string_view word : kControlPrepositions)
            for (int32_t c : with_preposition(doc, head, word)) out.push_back(c);
        }
      }
    } else if (rel != "conj" && rel != "parataxis" && rel != "aux" && rel != "cop" && rel != "compound" &&
               rel != "dep") {
      return;
    }
    if (rel == "parataxis" && doc.tokens[verb].feats.verb_form == VerbForm::kFin) return;
    int32_t s = surface_subject(doc, head);
    // `A shelled the town, killing nine, officials said`: what stands before who says so belongs to what is said
    if (is_rel(rel, "advcl") && s > verb) s = subject_of_said(doc, head, verb, s);
    // `A shelled the town, officials said, killing nine`: nor does who says so kill
    if (is_rel(rel, "advcl") && head < verb && contains(kHarms, doc.tokens[verb].lemma) &&
        doc.tokens[verb].form.ends_with("ing"))
      s = subject_of_said(doc, head, head, s);
    if (s >= 0) {
      out.push_back(through_relative(doc, s));
      return;
    }
    verb = head;
  }
}

}  // namespace

bool is_light(std::string_view lemma) {
  return contains(kLightVerbs, lemma);
}

bool is_verbal(const Token& token) {
  return token.upos == Upos::kVerb || token.upos == Upos::kAux;
}

bool is_clause(std::string_view deprel) {
  return is_rel(deprel, "ccomp") || is_rel(deprel, "xcomp") || is_rel(deprel, "advcl") || is_rel(deprel, "acl") ||
         is_rel(deprel, "csubj") || is_rel(deprel, "parataxis");
}

std::string irregular_lemma(const Token& token) {
  const std::string form = lower(token.form);
  auto at = std::lower_bound(std::begin(kIrregular), std::end(kIrregular), form,
                             [](const auto& pair, const std::string& f) { return pair.first < f; });
  return at != std::end(kIrregular) && at->first == form ? std::string(at->second) : std::string();
}

std::vector<std::string> stems_of(const Token& token) {
  std::vector<std::string> out;
  const std::string form = lower(token.form);
  auto strip_suffix = [&](std::string_view suffix, std::string_view added) {
    if (form.size() < suffix.size() + 2 || !form.ends_with(suffix)) return;
    std::string stem = form.substr(0, form.size() - suffix.size());
    out.push_back(stem + std::string(added));
    if (added.empty() && suffix != "s" && stem.size() > 2 && stem[stem.size() - 1] == stem[stem.size() - 2])
      out.push_back(stem.substr(0, stem.size() - 1));
  };
  if (std::string irregular = irregular_lemma(token); !irregular.empty()) out.push_back(std::move(irregular));
  out.push_back(form);
  if (form.ends_with("ed") || form.ends_with("ing")) {
    strip_suffix("ied", "y");
    strip_suffix("ed", "");
    strip_suffix("ed", "e");
    strip_suffix("ing", "");
    strip_suffix("ing", "e");
  } else if (form.ends_with('s') && !form.ends_with("ss")) {
    strip_suffix("ies", "y");
    strip_suffix("s", "");
    strip_suffix("es", "");
  }
  return out;
}

bool is_passive(const Document& doc, int32_t verb) {
  const Token& t = doc.tokens[verb];
  bool own_subject = false;
  for (int32_t c : doc.dependents(verb)) {
    std::string_view rel = doc.tokens[c].deprel;
    if (rel == "aux:pass" || rel == "nsubj:pass" || rel == "csubj:pass") return true;
    if (rel == "nsubj") own_subject = true;
  }
  // `with his rivals jailed`: a participle without any auxiliary is one, whatever its noun is called
  if (own_subject && t.feats.verb_form == VerbForm::kPart && t.feats.tense != Tense::kPres &&
      !t.form.ends_with("ing") && t.head >= 0 && t.deprel != "conj" && t.deprel != "parataxis") {
    bool with = false, active = false;
    for (int32_t c : doc.dependents(verb)) {
      const Token& d = doc.tokens[c];
      with = with || ((d.deprel == "mark" || d.deprel == "case") && d.lemma == "with");
      active = active || is_rel(d.deprel, "aux") || d.deprel == "obj" || is_clause(d.deprel);
      if (d.deprel == "nsubj")
        for (int32_t e : doc.dependents(c))
          with = with || (doc.tokens[e].deprel == "case" && doc.tokens[e].lemma == "with");
    }
    if (with && !active) return true;
  }
  if (own_subject || t.feats.verb_form == VerbForm::kGer || t.feats.verb_form == VerbForm::kInf) return false;
  const bool past = t.feats.verb_form == VerbForm::kPart && t.feats.tense != Tense::kPres && !t.form.ends_with("ing");
  if (t.feats.passive) return true;
  if (past) {
    // `remains targeted by`, `left stranded by`: an agent makes it a passive wherever it hangs
    bool have = false, agent = false;
    for (int32_t c : doc.dependents(verb)) {
      have = have || doc.tokens[c].deprel == "aux" || doc.tokens[c].deprel == "obj";
      agent = agent || doc.tokens[c].deprel == "obl:agent";
    }
    if (!have && (agent || t.deprel == "xcomp")) return true;
  }
  if (past && (t.deprel == "acl" || t.deprel == "amod" || is_rel(t.deprel, "advcl"))) {
    for (int32_t c : doc.dependents(verb))
      if (doc.tokens[c].deprel == "obj" || doc.tokens[c].deprel == "aux") return false;
    return true;
  }
  // `was arrested and deported`: the second participle has its auxiliary on the first
  if (past && t.deprel == "conj" && t.head >= 0 && is_verbal(doc.tokens[t.head])) {
    for (int32_t c : doc.dependents(verb))
      if (doc.tokens[c].deprel == "obj" || is_rel(doc.tokens[c].deprel, "aux")) return false;
    const Token& h = doc.tokens[t.head];
    if (h.feats.passive) return true;
    for (int32_t c : doc.dependents(t.head))
      if (doc.tokens[c].deprel == "aux:pass" || doc.tokens[c].deprel == "nsubj:pass") return true;
  }
  return false;
}

std::string preposition_of(const Document& doc, int32_t token) {
  std::string out;
  for (int32_t c : doc.dependents(token)) {
    if (doc.tokens[c].deprel != "case" || doc.tokens[c].lemma == "'s" || c > token) continue;
    out = doc.tokens[c].lemma;
    for (int32_t f : doc.dependents(c))
      if (doc.tokens[f].deprel == "fixed") out += "_" + doc.tokens[f].lemma;
    break;
  }
  // `called on the firm to pay` where the parse has "on" as a particle of one verb or a mark of the other
  if (const Token& t = doc.tokens[token]; out.empty() && t.head >= 0 && t.head < token && is_rel(t.deprel, "obl")) {
    const int32_t before = doc.subtree(token).begin - 1;
    if (before > t.head && (doc.tokens[before].deprel == "compound:prt" ||
                            (doc.tokens[before].upos == Upos::kAdp && doc.tokens[before].deprel == "mark")))
      out = doc.tokens[before].lemma;
  }
  return out;
}

std::vector<int32_t> with_preposition(const Document& doc, int32_t head, std::string_view word) {
  std::vector<int32_t> out;
  for (int32_t c : doc.dependents(head)) {
    std::string_view rel = doc.tokens[c].deprel;
    if (!(is_rel(rel, "obl") || is_rel(rel, "nmod") || rel == "obj" || rel == "iobj" || rel == "dep" ||
          rel == "ccomp" || rel == "xcomp"))
      continue;
    if (preposition_of(doc, c) == word || (rel == "obl:agent" && word == "by")) out.push_back(c);
  }
  return out;
}

bool is_negated(const Document& doc, int32_t token) {
  for (int32_t c : doc.dependents(token)) {
    const Token& t = doc.tokens[c];
    if (t.upos == Upos::kVerb) continue;
    // `not only praised the plan but paid for it`
    if (const size_t next = static_cast<size_t>(c) + 1;
        next < doc.tokens.size() && contains(kNotOnly, doc.tokens[next].lemma))
      continue;
    if (t.lemma == "not" || t.lemma == "n't" || t.lemma == "never" ||
        ((t.lemma == "neither" || t.lemma == "nor") && (is_rel(t.deprel, "cc") || t.deprel == "advmod")) ||
        t.form == "n't" || t.form == "n’t" || (t.deprel == "det" && (t.lemma == "no" || t.lemma == "neither")) ||
        (t.deprel == "advmod" && t.lemma == "no"))
      return true;
  }
  return false;
}

std::vector<int32_t> subjects_of(const Document& doc, int32_t verb) {
  std::vector<int32_t> out;
  if (clause::is_passive(doc, verb)) {
    int32_t v = verb;
    for (int steps = 0; steps < kMaxSteps; ++steps) {
      for (int32_t c : with_preposition(doc, v, "by")) out.push_back(through_relative(doc, c));
      for (int32_t c : doc.dependents(v))
        if (out.empty() && doc.tokens[c].deprel == "conj" && clause::is_passive(doc, c))
          for (int32_t d : with_preposition(doc, c, "by")) out.push_back(d);
      if (!out.empty() || doc.tokens[v].deprel != "conj" || doc.tokens[v].head < 0 ||
          !clause::is_passive(doc, doc.tokens[v].head))
        break;
      v = doc.tokens[v].head;
    }
    return out;
  }
  add_surface_subjects(doc, verb, out);
  // `demanded the government to free B`: what stands before an infinitive is its subject, whatever the parse calls it
  if (out.empty() && has_mark(doc, verb, "to"))
    for (int32_t c : doc.dependents(verb))
      if (doc.tokens[c].deprel == "obj" && c < verb && !is_relative(doc.tokens[c])) out.push_back(c);
  if (out.empty()) inherit_subject(doc, verb, out);
  return out;
}

std::vector<int32_t> objects_of(const Document& doc, int32_t verb) {
  std::vector<int32_t> out;
  if (clause::is_passive(doc, verb)) {
    add_surface_subjects(doc, verb, out);
    if (out.empty()) inherit_subject(doc, verb, out);
    return out;
  }
  for (int32_t c : doc.dependents(verb))
    if (doc.tokens[c].deprel == "obj" && (c > verb || is_relative(doc.tokens[c]) || !has_mark(doc, verb, "to")))
      out.push_back(through_relative(doc, c));
  if (!out.empty()) return out;
  const Token& t = doc.tokens[verb];
  // `the man whom police arrested`: the gap of a relative clause whose subject is not the relative pronoun
  if (t.deprel == "acl:relcl") {
    int32_t s = surface_subject(doc, verb);
    if (s >= 0 && !is_relative(doc.tokens[s])) out.push_back(t.head);
  }
  // `kidnapped and killed the mayor`: one object for both
  for (int32_t c : doc.dependents(verb))
    if (doc.tokens[c].deprel == "conj" && is_verbal(doc.tokens[c]) && surface_subject(doc, c) < 0 &&
        !clause::is_passive(doc, c))
      for (int32_t o : doc.dependents(c))
        if (doc.tokens[o].deprel == "obj") out.push_back(through_relative(doc, o));
  if (out.empty() && t.deprel == "conj" && t.head >= 0 && is_verbal(doc.tokens[t.head]) &&
      surface_subject(doc, verb) < 0)
    for (int32_t o : doc.dependents(t.head))
      if (doc.tokens[o].deprel == "obj" && o > verb) out.push_back(through_relative(doc, o));
  return out;
}

}  // namespace dragoman::clause
