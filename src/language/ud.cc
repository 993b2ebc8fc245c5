// Tables of UD version 2 as the English treebanks use it.
#include "language/ud.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::array<const char*, 17> kUposNames = {"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                                    "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                                    "PUNCT", "SCONJ", "SYM", "VERB", "X"};
constexpr std::array<const char*, 10> kPronTypes = {"", "Prs", "Rel", "Int", "Dem", "Art", "Ind", "Tot", "Neg", "Rcp"};
constexpr std::array<const char*, 4> kDegrees = {"", "Pos", "Cmp", "Sup"};
constexpr std::array<const char*, 3> kTenses = {"", "Past", "Pres"};
constexpr std::array<const char*, 4> kMoods = {"", "Ind", "Imp", "Sub"};
constexpr std::array<const char*, 5> kVerbForms = {"", "Fin", "Inf", "Part", "Ger"};
constexpr std::array<const char*, 3> kNumbers = {"", "Sing", "Plur"};

constexpr auto kRelations = std::to_array<std::string_view>({
    "acl",          "acl:relcl",     "advcl",     "advcl:relcl",  "advmod",       "advmod:emph", "advmod:lmod",
    "amod",         "appos",         "aux",       "aux:pass",     "case",         "cc",          "cc:preconj",
    "ccomp",        "clf",           "compound",  "compound:prt", "conj",         "cop",         "csubj",
    "csubj:outer",  "csubj:pass",    "dep",       "det",          "det:predet",   "discourse",   "dislocated",
    "expl",         "expl:pass",     "fixed",     "flat",         "flat:foreign", "flat:name",   "goeswith",
    "iobj",         "list",          "mark",      "nmod",         "nmod:desc",    "nmod:npmod",  "nmod:poss",
    "nmod:tmod",    "nmod:unmarked", "nsubj",     "nsubj:outer",  "nsubj:pass",   "nummod",      "nummod:gov",
    "obj",          "obl",           "obl:agent", "obl:arg",      "obl:lmod",     "obl:npmod",   "obl:tmod",
    "obl:unmarked", "orphan",        "parataxis", "punct",        "reparandum",   "root",        "vocative",
    "xcomp",
});
static_assert(std::is_sorted(kRelations.begin(), kRelations.end()));

// Index of `name` in a table, 0 when it is not there.
template <class Names>
uint8_t index_in(const Names& names, std::string_view name) {
  for (size_t i = 1; i < names.size(); ++i)
    if (name == names[i]) return static_cast<uint8_t>(i);
  return 0;
}

}  // namespace

const char* name_of(Upos upos) {
  return kUposNames[static_cast<size_t>(upos)];
}

std::optional<Upos> upos_of(std::string_view name) {
  for (size_t i = 0; i < kUposNames.size(); ++i)
    if (name == kUposNames[i]) return static_cast<Upos>(i);
  return std::nullopt;
}

Feats feats_of(std::string_view text) {
  Feats out;
  for (std::string_view pair : split(text, '|')) {
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = pair.substr(0, equals), value = pair.substr(equals + 1);
    if (name == "Tense") out.tense = static_cast<Tense>(index_in(kTenses, value));
    if (name == "Mood") out.mood = static_cast<Mood>(index_in(kMoods, value));
    if (name == "VerbForm") out.verb_form = static_cast<VerbForm>(index_in(kVerbForms, value));
    if (name == "Number") out.number = static_cast<Number>(index_in(kNumbers, value));
    if (name == "Person" && value.size() == 1 && value[0] >= '1' && value[0] <= '3')
      out.person = static_cast<uint8_t>(value[0] - '0');
    if (name == "Voice") out.passive = value == "Pass";
    if (name == "Polarity") out.negative = value == "Neg";
    if (name == "Degree") out.degree = index_in(kDegrees, value);
    if (name == "PronType") out.pron_type = index_in(kPronTypes, value);
  }
  return out;
}

std::string to_string(const Feats& f) {
  std::string out;
  const auto add = [&out](const char* name, const char* value) {
    if (*value == 0) return;
    if (!out.empty()) out += '|';
    out.append(name).append("=").append(value);
  };
  add("Degree", kDegrees[f.degree]);
  add("Mood", kMoods[static_cast<size_t>(f.mood)]);
  add("Number", kNumbers[static_cast<size_t>(f.number)]);
  if (f.person > 0) add("Person", f.person == 1 ? "1" : f.person == 2 ? "2" : "3");
  if (f.negative) add("Polarity", "Neg");
  add("PronType", kPronTypes[f.pron_type]);
  add("Tense", kTenses[static_cast<size_t>(f.tense)]);
  add("VerbForm", kVerbForms[static_cast<size_t>(f.verb_form)]);
  if (f.passive) add("Voice", "Pass");
  return out.empty() ? "_" : out;
}

std::string_view static_deprel(std::string_view name) {
  auto at = std::lower_bound(kRelations.begin(), kRelations.end(), name);
  if (at != kRelations.end() && *at == name) return *at;
  name = name.substr(0, name.find(':'));
  at = std::lower_bound(kRelations.begin(), kRelations.end(), name);
  return at != kRelations.end() && *at == name ? *at : std::string_view();
}

}  // namespace dragoman
