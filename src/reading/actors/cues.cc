// The table of reporting cues. Sorted by lemma: looked up by binary search.
// The verbs are those of reporting, judging and speech acts (Bergler 1992; Levin 1993, classes 37.1-37.9, 29.1-29.5,
// 32-33) that newswire uses with content.
#include "reading/actors/cues.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace dragoman {
namespace {

constexpr uint8_t C = kTakesClause, I = kTakesInfinitive, Q = kTakesQuote, A = kTakesAs, L = kTakesListener,
                  G = kTakesGerund, O = kTakesThing;

constexpr Cue kVerbs[] = {
    {"accuse", Q | G},
    {"acknowledge", C | Q},
    {"add", C | Q},
    {"admit", C | Q},
    {"advise", C | I | Q | L},
    {"advocate", Q},
    {"affirm", C | Q},
    {"agree", C | Q},
    {"alert", C | Q | L},
    {"allege", C | Q},
    {"announce", C | Q},
    {"answer", C | Q},
    {"apologise", Q},
    {"apologize", Q},
    {"appeal", I | Q},
    {"argue", C | Q},
    {"ask", C | I | Q | L},
    {"assert", C | Q},
    {"assess", C},
    {"assure", C | Q | L},
    {"beg", I | Q | L},
    {"believe", C},
    {"blame", Q},
    {"boast", C | Q},
    {"brand", A},
    {"call", I | Q},
    {"caution", C | I | Q | L},
    {"cite", Q | O},
    {"claim", C | I | Q},
    {"clarify", C | Q},
    {"comment", C | Q},
    {"complain", C | Q},
    {"concede", C | Q},
    {"conclude", C | Q},
    {"condemn", Q},
    {"confess", C | Q},
    {"confirm", C | Q},
    {"consider", C},
    {"contend", C | Q},
    {"continue", Q},
    {"counter", C | Q},
    {"criticise", Q},
    {"criticize", Q},
    {"cry", Q},
    {"declare", C | Q},
    {"demand", C | I | Q},
    {"denounce", Q},
    {"deny", C | Q},
    {"describe", A},
    {"detail", C},
    {"disclose", C | Q},
    {"elaborate", C | Q},
    {"emphasise", C | Q | O},
    {"emphasize", C | Q | O},
    {"estimate", C},
    {"exclaim", C | Q},
    {"expect", C},
    {"explain", C | Q},
    {"express", Q},
    {"fear", C},
    {"find", C},
    {"forecast", C},
    {"guarantee", C | Q},
    {"hail", A},
    {"highlight", C | Q | O},
    {"hint", C | Q},
    {"hold", C},
    {"hope", C},
    {"implore", I | Q | L},
    {"indicate", C | Q},
    {"inform", C | Q | L},
    {"insist", C | Q},
    {"instruct", C | I | Q | L},
    {"invite", I},
    {"joke", C | Q},
    {"label", A},
    {"lament", C | Q | O},
    {"maintain", C | Q},
    {"mention", C | Q},
    {"muse", C | Q},
    {"note", C | Q},
    {"notify", C | Q | L},
    {"object", C | Q},
    {"observe", C | Q},
    {"opine", C | Q},
    {"order", C | I | Q | L},
    {"plead", I | Q},
    {"pledge", C | I | Q},
    {"point", C | Q},
    {"post", C | Q},
    {"praise", Q},
    {"predict", C | Q},
    {"proclaim", C | Q},
    {"promise", C | I | Q | L},
    {"propose", C | I | Q},
    {"quip", C | Q},
    {"quote", Q},
    {"react", Q},
    {"read", Q},
    {"reaffirm", C | Q | O},
    {"reassure", C | Q | L},
    {"recall", C | Q},
    {"reckon", C | Q},
    {"recommend", C | Q},
    {"recount", C | Q},
    {"reiterate", C | Q | O},
    {"remark", C | Q},
    {"remind", C | I | Q | L},
    {"repeat", C | Q},
    {"reply", C | Q},
    {"report", C | Q},
    {"request", C | I | Q},
    {"respond", C | Q},
    {"retort", C | Q},
    {"reveal", C | Q},
    {"rule", C},
    {"say", C | Q},
    {"signal", C | Q},
    {"speculate", C},
    {"state", C | Q},
    {"stipulate", C},
    {"stress", C | Q | O},
    {"submit", C | Q},
    {"suggest", C | Q},
    {"suspect", C},
    {"swear", C | I | Q},
    {"tell", C | I | Q | L},
    {"term", A},
    {"testify", C | Q},
    {"think", C},
    {"threaten", C | I | Q},
    {"tweet", C | Q},
    {"underline", C | Q | O},
    {"underscore", C | Q | O},
    {"urge", C | I | Q | L},
    {"vow", C | I | Q},
    {"warn", C | I | Q | L},
    {"wonder", C | Q},
    {"write", C | Q},
};

constexpr Cue kNouns[] = {
    {"accusation", C},   {"admission", C},   {"allegation", C}, {"announcement", C}, {"argument", C},
    {"assertion", C},    {"assurance", C},   {"belief", C},     {"claim", C},        {"complaint", C},
    {"confirmation", C}, {"declaration", C}, {"denial", C},     {"finding", C},      {"indication", C},
    {"insistence", C},   {"message", C},     {"pledge", C},     {"prediction", C},   {"promise", C},
    {"remark", C},       {"report", C},      {"revelation", C}, {"rumor", C},        {"rumour", C},
    {"statement", C},    {"suggestion", C},  {"testimony", C},  {"view", C},         {"vow", C},
    {"warning", C},
};

// Both tables are searched by halves.
constexpr bool by_lemma(const Cue& a, const Cue& b) {
  return a.lemma < b.lemma;
}
static_assert(std::is_sorted(std::begin(kVerbs), std::end(kVerbs), by_lemma));
static_assert(std::is_sorted(std::begin(kNouns), std::end(kNouns), by_lemma));

template <size_t N>
const Cue* find(const Cue (&table)[N], std::string_view lemma) {
  const Cue* at = std::lower_bound(std::begin(table), std::end(table), lemma,
                                   [](const Cue& cue, std::string_view key) { return cue.lemma < key; });
  return at != std::end(table) && at->lemma == lemma ? at : nullptr;
}

}  // namespace

const Cue* verb_cue(std::string_view lemma) {
  return find(kVerbs, lemma);
}

const Cue* verb_cue(std::string_view lemma, std::string_view form) {
  if (const Cue* cue = find(kVerbs, lemma)) return cue;
  struct Irregular {
    std::string_view form, lemma;
  };
  static constexpr Irregular kIrregular[] = {{"denied", "deny"}, {"denies", "deny"},   {"denying", "deny"},
                                             {"held", "hold"},   {"replied", "reply"}, {"replies", "reply"},
                                             {"said", "say"},    {"swore", "swear"},   {"thought", "think"},
                                             {"told", "tell"},   {"wrote", "write"},   {"written", "write"}};
  for (const Irregular& irregular : kIrregular)
    if (irregular.form == form) return find(kVerbs, irregular.lemma);
  struct Ending {
    std::string_view cut, put;
  };
  static constexpr Ending kEndings[] = {{"s", ""}, {"es", ""}, {"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"}};
  for (const Ending& ending : kEndings) {
    if (form.size() < ending.cut.size() + 2 || !form.ends_with(ending.cut)) continue;
    std::string base(form.substr(0, form.size() - ending.cut.size()));
    if (const Cue* cue = find(kVerbs, base + std::string(ending.put))) return cue;
    // "admitted", "quipping"
    size_t n = base.size();
    if (n > 2 && base[n - 1] == base[n - 2] && ending.put.empty()) {
      if (const Cue* cue = find(kVerbs, base.substr(0, n - 1))) return cue;
    }
  }
  return nullptr;
}

const Cue* noun_cue(std::string_view lemma) {
  return find(kNouns, lemma);
}

}  // namespace dragoman
