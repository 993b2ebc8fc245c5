// Who is who: drafts of mentions become actors, in the order of the text.
//
// Names match by their words (all words of the shorter within the longer, the last word counting most), by acronyms
// that the story defines ("African Union (AU)") and by the tables' canonical names. A state is one actor, whatever
// stands for it: its name, its seat, "the government". A definite nominal takes the latest compatible actor that was
// called so ("the minister"), else an organisation whose name has the word ("the court"), else it makes an actor of its
// own that a later name may take over. A third-person pronoun takes the best of the actors of the three sentences
// before by distance, subjecthood, and agreement (after Lappin and Leass 1994; Lee et al. 2013), first persons the
// speaker of their quotation.
#include "reading/actors/actors.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/actors/cues.h"
#include "reading/actors/mentions.h"
#include "reading/actors/speech.h"
#include "reading/actors/syntax.h"

namespace dragoman {
namespace {

// A mention joins one of this many latest actors at most, so that time grows with the length of a text and not faster.
constexpr size_t kEntityWindow = 500;
// Sentences back that a pronoun, and a generic nominal ("the official"), may reach.
constexpr int kPronounReach = 3;
constexpr int kGenericReach = 4;
// Phrases looked through for the place where people are.
constexpr size_t kMostPlaceNodes = 6;
// The same for "the officials".
constexpr int kGroupReach = 2;

// Years in which an office is looked for where the story has no date.
constexpr int kFirstYear = 1995, kLastYear = 2025;
// What it counts for the subject of a cue to have spoken just before.
constexpr double kGoesOnSpeaking = 0.6;
// ... of "they" that what was called "it" last is not meant
constexpr double kOnceIt = 1.5;
// A pronoun whose best antecedent scores less stays open.
constexpr double kLeastForPerson = -2.6;
constexpr double kLeastForBody = -1.6;

// Parts of names that many names share: alone they match nothing.
constexpr std::array<std::string_view, 22> kWeakWords = {"abd", "abdel", "abdul", "abu", "al",  "bin", "bint", "da",
                                                         "de",  "del",   "den",   "der", "dos", "el",  "ibn",  "la",
                                                         "le",  "ould",  "san",   "van", "von", "y"};
static_assert(is_sorted_table(kWeakWords));

// Nominals that say little of a person.
constexpr std::array<std::string_view, 15> kAnyPerson = {
    "boss",   "chief",      "diplomat",  "figure",       "head",        "leader",  "man",  "official",
    "person", "politician", "spokesman", "spokesperson", "spokeswoman", "suspect", "woman"};
static_assert(is_sorted_table(kAnyPerson));
// Nominals that any named body may be called, and what its sector must then be ("" = any).
struct AnyBody {
  std::string_view lemma, sectors;
};
constexpr std::array<AnyBody, 18> kAnyBody = {{{"agency", "GOV MED IGO NGO COP SPY"},
                                               {"association", "NGO LAB BUS"},
                                               {"bloc", "IGO PTY"},
                                               {"body", ""},
                                               {"broadcaster", "MED"},
                                               {"business", "BUS"},
                                               {"company", "BUS"},
                                               {"firm", "BUS"},
                                               {"group", "NGO REB UAF OPP PRO BUS IGO PTY CRM"},
                                               {"institution", ""},
                                               {"movement", "PRO OPP REB PTY NGO UAF"},
                                               {"newspaper", "MED"},
                                               {"organisation", ""},
                                               {"organization", ""},
                                               {"outlet", "MED"},
                                               {"paper", "MED"},
                                               {"party", "PTY OPP"},
                                               {"union", "IGO LAB"}}};

// Sectors whose bodies a story tells of one state at a time.
constexpr std::array<std::string_view, 3> kForces = {"COP", "JUD", "MIL"};
static_assert(is_sorted_table(kForces));

// Whoever is one of each of the states that follow "of".
constexpr std::array<std::string_view, 8> kHeadsOfState = {"army",     "government", "king",    "leader",
                                                           "military", "minister",   "premier", "president"};
static_assert(is_sorted_table(kHeadsOfState));

// Quantities and collections that stand for what follows "of".
constexpr std::array<std::string_view, 41> kQuantities = {
    "all",    "any",     "bunch",    "couple", "crowd",     "dozen",      "each",   "few",      "fraction",
    "group",  "half",    "handful",  "host",   "hundred",   "leadership", "lot",    "majority", "many",
    "member", "million", "minority", "most",   "none",      "number",     "one",    "other",    "pair",
    "part",   "percent", "quarter",  "range",  "remainder", "rest",       "scores", "series",   "several",
    "some",   "team",    "thousand", "two",    "variety"};
static_assert(is_sorted_table(kQuantities));

// "a team led by inspectors", "a group of people headed by X": the agent, or -1.
int32_t leader_of(const Document& doc, int32_t noun) {
  static constexpr std::array<std::string_view, 8> kTeams = {"alliance", "coalition", "delegation", "group",
                                                             "mission",  "movement",  "team",       "unit"};
  static_assert(is_sorted_table(kTeams));
  if (!contains_sorted(kTeams, doc.tokens[noun].lemma)) return -1;
  for (int32_t child : doc.dependents(noun)) {
    const Token& t = doc.tokens[child];
    if (!is_rel(t.deprel, "acl") || (t.lemma != "lead" && t.lemma != "head")) continue;
    if (const int32_t agent = doc.dependent(child, "obl:agent"); agent >= 0) return agent;
    return oblique(doc, child, "obl", "by");
  }
  return -1;
}

bool is_quantity(std::string_view lemma) {
  return lemma == "score" || contains_sorted(kQuantities, lemma);
}

struct Entity {
  Shape shape = Shape::kGroup;
  Facts facts;
  std::vector<std::string> words;    // of the fullest name
  std::vector<std::string> aliases;  // folded keys of all names, acronyms, canonical names
  std::vector<std::string> lemmas;   // nominals and titles it was called by
  std::string name;
  std::string state;  // ISO3 of a state
  std::string office;
  const Sense* sense = nullptr;
  char gender = 0;
  bool plural = false;
  bool named = false;
  bool abroad = false;
  bool suspect = false;         // was arrested, charged, convicted
  int former = 0, current = 0;  // mentions that give an office with and without "former"
  int count = 0;
  int32_t last = -1;  // head of the latest mention
  std::vector<ActorMention> mentions;
};

class Resolver {
 public:
  Resolver(const Context& context, const Times& times)
      : context_(context), text_(context.text), doc_(context.doc), knowledge_(context.knowledge) {
    if (times.reference)
      date_ = *times.reference;
    else if (times.published)
      date_ = parse_iso(times.published->start);
    else if (context.published)
      date_ = parse_iso(context.published->start);
    if (!date_ && times.reference_year) date_ = Date{times.reference_year, 7, 1};
  }

  Actors run() {
    drafts_ = read_drafts(context_, date_);
    speech_ = read_speech(context_);
    entity_of_.assign(drafts_.drafts.size(), -1);
    also_.resize(drafts_.drafts.size());
    count_narrative();
    assign_regions();
    for (size_t i = 0; i < drafts_.drafts.size(); ++i) resolve(static_cast<int>(i));
    for (size_t i = 0; i < drafts_.drafts.size(); ++i) resolve_first_person(static_cast<int>(i));
    return finish();
  }

 private:
  const Draft& draft(int i) const { return drafts_.drafts[i]; }
  int sentence_of(int32_t token) const { return doc_.tokens[token].sentence; }
  std::string surface(TokenRange range) const { return text_.str(doc_.span_of(range)); }

  void trace(const Draft& d, const Entity& e, std::string_view why) const {
    if (!context_.trace) return;
    context_.trace->add("actors", doc_.span_of(d.range), fmt::format("{} -> {}: {}", surface(d.range), e.name, why));
  }

  // ---- entities ----

  // The oldest entity that a later mention may join: of very long texts only the latest count.
  size_t oldest() const { return entities_.size() > kEntityWindow ? entities_.size() - kEntityWindow : 0; }

  int make(int i, Shape shape) {
    Entity entity;
    entity.shape = shape;
    entity.name = surface(draft(i).range);
    entities_.push_back(std::move(entity));
    return static_cast<int>(entities_.size()) - 1;
  }

  void attach(int i, int e, std::string_view why) {
    const Draft& d = draft(i);
    Entity& entity = entities_[e];
    entity_of_[i] = e;
    if (d.form != MentionForm::kPronoun && !d.loose) {
      inherit(d, entity);
      entity.facts.merge(d.facts);
      if (d.facts.former)
        ++entity.former;
      else if (d.facts.sector_ground >= kOfficeGround)
        ++entity.current;
      if (!d.lemma.empty() && std::find(entity.lemmas.begin(), entity.lemmas.end(), d.lemma) == entity.lemmas.end())
        entity.lemmas.push_back(d.lemma);
      if (entity.office.empty()) entity.office = d.office;
      if (d.plural) entity.plural = true;
      if (d.abroad) entity.abroad = true;
    }
    if (!entity.gender) entity.gender = d.gender;
    if (d.form == MentionForm::kName && !d.loose) {
      if (!entity.named || d.words.size() > entity.words.size()) {
        entity.words = d.words;
        entity.name = surface(d.range);
      }
      entity.named = true;
      if (std::find(entity.aliases.begin(), entity.aliases.end(), d.key) == entity.aliases.end())
        entity.aliases.push_back(d.key);
    }
    if (d.sense && !entity.sense) entity.sense = d.sense;
    if (!entity.suspect) entity.suspect = prosecuted(d.head);
    ++entity.count;
    entity.last = std::max(entity.last, d.head);
    ActorMention mention;
    mention.range = d.range;
    mention.head = d.head;
    mention.actor = e;
    mention.form = d.form;
    entity.mentions.push_back(mention);
    trace(d, entity, why);
  }

  // Object of an arrest, a charge, a verdict.
  bool prosecuted(int32_t head) const {
    static constexpr std::array<std::string_view, 12> kVerbs = {"apprehend", "arrest",   "charge",  "convict",
                                                                "detain",    "indict",   "jail",    "prosecute",
                                                                "remand",    "sentence", "suspect", "try"};
    static_assert(is_sorted_table(kVerbs));
    const Token& t = doc_.tokens[head];
    if (t.head < 0 || !(is_rel(t.deprel, "obj") || t.deprel == "nsubj:pass")) return false;
    return contains_sorted(kVerbs, drafts_.lemmas[t.head]);
  }

  // A spokesman, leader or member has the country and sector of his body, as far as the story told them before.
  void inherit(const Draft& d, Entity& entity) const {
    if (d.owner < 0 || drafts_.at[d.owner] < 0) return;
    int owner = entity_of_[drafts_.at[d.owner]];
    if (owner < 0 || entities_[owner].shape == Shape::kPerson || &entities_[owner] == &entity) return;
    const Facts& facts = entities_[owner].facts;
    if (d.facts.sector_ground <= kPhraseGround && !facts.sector.empty())
      entity.facts.set_sector(facts.sector, kOwnerGround);
    entity.facts.set_country(facts.country, std::min<int>(facts.country_ground, kTableGround));
  }

  int state(int i, const std::string& iso) {
    for (const auto& [known, e] : states_)
      if (known == iso) return e;
    int e = make(i, Shape::kGovernment);
    states_.emplace_back(iso, e);
    entities_[e].state = iso;
    const Country* country = knowledge_.country(iso);
    if (country) entities_[e].name = country->name;
    entities_[e].facts.set_country(iso, kTableGround);
    entities_[e].facts.set_sector("GOV", kTableGround);
    return e;
  }

  // ---- names ----

  // How well two lists of name words match: 0 no, else higher for better.
  static int match_names(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto& shorter = a.size() <= b.size() ? a : b;
    const auto& longer = a.size() <= b.size() ? b : a;
    int strong = 0;
    for (const std::string& word : shorter) {
      if (contains_sorted(kWeakWords, word) && shorter.size() > 1) continue;
      // Ranks and honorifics in two letters ("SP", "HE") come and go.
      if (word.size() == 2 && shorter.size() > 1 && &word == &shorter.front()) continue;
      bool initial = word.size() == 1 && shorter.size() > 1;
      bool found = false;
      for (const std::string& other : longer) found |= word == other || (initial && other.starts_with(word));
      if (!found) return 0;
      if (!initial) ++strong;
    }
    if (!strong) return 0;
    if (shorter.back() == longer.back()) return 3 + strong;
    if (strong == 1 && shorter.size() == 1 && shorter.back() == longer.front()) return 2;
    return strong == 1 ? 1 : 2 + strong;
  }

  bool at_odds(const Draft& d, const Entity& e) const {
    if (d.gender && e.gender && d.gender != e.gender) return true;
    return d.facts.country_ground >= kOfficeGround && e.facts.country_ground >= kOfficeGround &&
           d.facts.country != e.facts.country && d.words.size() < 2;
  }

  int find_person(const Draft& d) const {
    int best = -1;
    double best_score = 0;
    for (size_t e = oldest(); e < entities_.size(); ++e) {
      const Entity& entity = entities_[e];
      if (entity.shape != Shape::kPerson || !entity.named || at_odds(d, entity)) continue;
      int match = match_names(d.words, entity.words);
      if (!match) continue;
      double score = match + 0.1 * std::min(entity.count, 8) - 0.02 * (sentence_of(d.head) - sentence_of(entity.last));
      if (score > best_score) {
        best_score = score;
        best = static_cast<int>(e);
      }
    }
    return best;
  }

  // "the president" that came before "President Lee": the name takes it over.
  int find_untitled(const Draft& d) const {
    if (d.lemma.empty()) return -1;
    for (size_t e = entities_.size(); e-- > oldest();) {
      const Entity& entity = entities_[e];
      if (entity.shape != Shape::kPerson || entity.named || entity.plural) continue;
      bool called = std::find(entity.lemmas.begin(), entity.lemmas.end(), d.lemma) != entity.lemmas.end() ||
                    (!d.office.empty() && d.office == entity.office && d.office == "head of state");
      if (!called || (d.gender && entity.gender && d.gender != entity.gender)) continue;
      const std::string& a = d.facts.country;
      const std::string& b = entity.facts.country;
      if (!a.empty() && !b.empty() && a != b) continue;
      return static_cast<int>(e);
    }
    return -1;
  }

  static std::string initials(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
      if (word == "of" || word == "the" || word == "for" || word == "and" || word == "de" || word == "del" ||
          word == "y")
        continue;
      append_utf8(out, to_u32(word).front());
    }
    return out;
  }

  int find_organisation(const Draft& d) const {
    int best = -1, best_score = 0;
    bool acronym = d.words.size() == 1 && d.words[0].size() >= 2 && d.words[0].size() <= 8 && all_capitals(d);
    for (size_t e = entities_.size(); e-- > oldest();) {
      const Entity& entity = entities_[e];
      if (entity.shape == Shape::kPerson || !entity.named) continue;
      int score = 0;
      if (std::find(entity.aliases.begin(), entity.aliases.end(), d.key) != entity.aliases.end())
        score = 10;
      else if (d.sense && entity.sense && d.sense->name == entity.sense->name && d.sense->kind == entity.sense->kind)
        score = 9;
      else if (entity.shape == Shape::kGovernment)
        score = 0;
      else if (acronym && entity.words.size() > 1 && initials(entity.words) == d.words[0])
        score = 8;
      else if (d.words.size() > 1 && entity.words.size() == 1 && initials(d.words) == entity.words[0])
        score = 8;
      else if (entity.shape == Shape::kOrganisation && d.shape == Shape::kOrganisation && d.words.size() > 1 &&
               entity.words.size() > 1 && match_names(d.words, entity.words) && same_country(d.facts, entity.facts))
        score = 5;
      else if (d.words.size() == 1 && !acronym && entity.shape == Shape::kOrganisation && entity.words.size() > 1 &&
               entity.words.front() == d.words[0] && !entity.sense && !d.sense)
        score = 4;  // "Gazlin Holdings" ... "Gazlin"
      if (score > best_score) {
        best_score = score;
        best = static_cast<int>(e);
      }
    }
    return best;
  }

  static bool same_country(const Facts& a, const Facts& b) {
    return a.country.empty() || b.country.empty() || a.country == b.country;
  }

  bool all_capitals(const Draft& d) const {
    bool upper = false;
    for (char32_t c : to_u32(surface(d.range))) {
      if (is_lower(c)) return false;
      upper |= is_upper(c);
    }
    return upper;
  }

  // "African Union (AU)", "Office of Tides (Otid)": the body named right before the bracket, or -1.
  int before_bracket(int i) const {
    const Draft& d = draft(i);
    int32_t open = d.range.begin - 1;
    if (open <= 0 || doc_.tokens[open].form != "(" || d.words.size() != 1) return -1;
    int other = drafts_.at[open - 1];
    if (other < 0 || other == i || entity_of_[other] < 0) return -1;
    const Entity& entity = entities_[entity_of_[other]];
    if (entity.shape == Shape::kPerson || entity.shape == Shape::kGovernment || entity.words.empty()) return -1;
    bool initial = d.words[0].front() == entity.words[0].front();
    return all_capitals(d) || initial ? entity_of_[other] : -1;
  }

  // ---- the country of a phrase ----

  // ISO3 that a possessor gives ("his government", "the country's army"), or empty.
  std::string possessor_country(const Draft& d) const {
    int32_t token = d.possessor;
    if (token < 0) return {};
    int owner = drafts_.at[token];
    if (owner < 0 || entity_of_[owner] < 0) return {};
    const Entity& entity = entities_[entity_of_[owner]];
    if (!entity.facts.country.empty()) return entity.facts.country;
    return entity.shape == Shape::kPerson ? drafts_.story_country : std::string();
  }

  // Latest state named before `token` within two sentences, else the story's country.
  std::string country_in_focus(int32_t token) const {
    const Entity* best = nullptr;
    for (const auto& [iso, e] : states_)
      if (const Entity& entity = entities_[e];
          sentence_of(token) - sentence_of(entity.last) <= 1 && (!best || entity.last > best->last))
        best = &entity;
    if (best) return best->state;
    return drafts_.story_country;
  }

  // ---- one draft ----

  void resolve(int i) {
    Draft& d = drafts_.drafts[i];
    if (d.predicative) return;
    if (d.shape == Shape::kPlace) {
      // A country where something happens: no actor by itself, but one that a reader may ask for.
      if (d.sense && d.sense->kind == SenseKind::kCountry && knowledge_.country(d.facts.country))
        attach(i, state(i, d.facts.country), "a country as a place");
      return;
    }
    if (d.form == MentionForm::kPronoun) {
      resolve_pronoun(i);
      return;
    }
    if (d.form == MentionForm::kName && d.shape == Shape::kPerson && before_bracket(i) >= 0)
      d.shape = Shape::kOrganisation;
    if (d.facts.country.empty() && d.possessor >= 0) d.facts.set_country(possessor_country(d), kWordGround);
    if (d.form == MentionForm::kNominal && d.facts.countries.size() > 1 && d.plural) {
      resolve_joint_nationals(i);
      return;
    }
    switch (d.shape) {
      case Shape::kGovernment:
        resolve_government(i);
        return;
      case Shape::kSides:
        resolve_sides(i);
        return;
      case Shape::kPerson:
        if (d.form == MentionForm::kName)
          resolve_person_name(i);
        else
          resolve_person_nominal(i);
        return;
      case Shape::kOrganisation:
        if (d.form == MentionForm::kNominal)
          resolve_body_nominal(i);
        else
          resolve_organisation_name(i);
        return;
      case Shape::kGroup:
        resolve_group(i);
        return;
      case Shape::kPlace:
        return;
    }
  }

  void resolve_government(int i) {
    Draft& d = drafts_.drafts[i];
    std::string country = d.facts.country;
    if (d.form == MentionForm::kNominal) {
      if (country.empty() && (d.lemma == "country" || d.lemma == "nation" || d.lemma == "state"))
        country = country_in_focus(d.head);
      if (country.empty()) country = drafts_.story_country;
      bool generic = !d.definite && !d.plural && d.facts.country.empty();
      if (generic || country.empty()) {
        resolve_body_nominal(i);
        return;
      }
    }
    if (country.size() != 3 || !knowledge_.country(country)) {
      resolve_organisation_name(i);
      return;
    }
    int e = state(i, country);
    if (d.form == MentionForm::kName && d.sense && d.sense->kind == SenseKind::kCountry && !entities_[e].named) {
      entities_[e].words.clear();
    }
    if (d.form == MentionForm::kNominal) d.facts.set_country(country, kStoryGround);
    // The name of a state is its own, never its seat's or a demonym's.
    std::string name = entities_[e].name;
    bool named = entities_[e].named;
    attach(i, e, "the state of its name, seat or government");
    bool country_name = d.sense && d.sense->kind == SenseKind::kCountry && !d.loose && !all_capitals(d);
    if (!country_name) {
      entities_[e].name = name;
      entities_[e].named = named;
    }
  }

  void resolve_person_name(int i) {
    const Draft& d = draft(i);
    int e = find_person(d);
    if (e >= 0) {
      attach(i, e, "name matches");
      return;
    }
    e = find_untitled(d);
    if (e >= 0) {
      attach(i, e, "named after having been called by the title");
      return;
    }
    e = find_unnamed(d);
    if (e >= 0) {
      attach(i, e, "the one of whom the same was told without a name");
      return;
    }
    attach(i, make(i, Shape::kPerson), "new name");
  }

  // A lead that tells of "a businessman" who was arrested means him of whose arrest the next sentences tell by name.
  int find_unnamed(const Draft& d) const {
    const Token& name = doc_.tokens[d.head];
    if (name.head < 0) return -1;
    const bool suffers = is_rel(name.deprel, "obj") || name.deprel == "nsubj:pass";
    if (!suffers) return -1;
    for (size_t e = entities_.size(); e-- > oldest();) {
      const Entity& entity = entities_[e];
      if (entity.shape != Shape::kPerson || entity.named || entity.plural) continue;
      if (d.gender && entity.gender && d.gender != entity.gender) continue;
      if (sentence_of(d.head) - sentence_of(entity.last) > kGenericReach) continue;
      for (const ActorMention& m : entity.mentions) {
        const Token& t = doc_.tokens[m.head];
        const bool suffered = is_rel(t.deprel, "obj") || t.deprel == "nsubj:pass";
        if (suffered && t.head >= 0 && t.sentence != name.sentence &&
            drafts_.lemmas[t.head] == drafts_.lemmas[name.head])
          return static_cast<int>(e);
      }
    }
    return -1;
  }

  void resolve_organisation_name(int i) {
    const Draft& d = draft(i);
    int e = before_bracket(i);
    if (e >= 0) {
      std::string name = entities_[e].name;
      std::vector<std::string> words = entities_[e].words;
      attach(i, e, "acronym defined here");
      entities_[e].name = std::move(name);
      entities_[e].words = std::move(words);
      return;
    }
    e = find_organisation(d);
    if (e >= 0) {
      attach(i, e, "name or acronym matches");
      return;
    }
    attach(i, make(i, d.shape == Shape::kGovernment ? Shape::kOrganisation : d.shape), "new name");
  }

  static bool ends_with_word(std::string_view phrase, std::string_view word) {
    return phrase == word ||
           (phrase.size() > word.size() && phrase.ends_with(word) && phrase[phrase.size() - word.size() - 1] == ' ');
  }

  bool called(const Entity& entity, const Draft& d) const {
    for (const std::string& lemma : entity.lemmas)
      if (ends_with_word(lemma, d.lemma) || ends_with_word(d.lemma, lemma)) return true;
    // "the emperor" is no president
    static constexpr std::array<std::string_view, 7> kMonarchs = {"emir",    "emperor", "empress", "king",
                                                                  "monarch", "queen",   "sultan"};
    static_assert(is_sorted_table(kMonarchs));
    if (contains_sorted(kMonarchs, d.lemma) &&
        std::any_of(entity.lemmas.begin(), entity.lemmas.end(),
                    [](const std::string& lemma) { return ends_with_word(lemma, "president"); }))
      return false;
    return !d.office.empty() && d.office == entity.office && d.office.starts_with("head of");
  }

  void resolve_person_nominal(int i) {
    const Draft& d = draft(i);
    int best = -1;
    if (d.definite) {
      // "the official", "the Kenyan leader", but no "pregnant woman": what is described is somebody else.
      bool bare = d.range.end - d.range.begin == 1 ||
                  (d.range.end - d.range.begin == 2 && d.facts.country_ground >= kTableGround);
      bool generic =
          bare && (contains_sorted(kAnyPerson, d.lemma) || contains_sorted(kAnyPerson, drafts_.lemmas[d.head]));
      double best_score = -1e9;
      for (size_t e = oldest(); e < entities_.size(); ++e) {
        const Entity& entity = entities_[e];
        if (entity.shape != Shape::kPerson || entity.plural) continue;
        if (d.gender && entity.gender && d.gender != entity.gender) continue;
        bool by_title = called(entity, d);
        int distance = sentence_of(d.head) - sentence_of(entity.last);
        if (!by_title && !(generic && d.of_token < 0 && distance <= kGenericReach && fits_generic(d, entity))) continue;
        if (!d.facts.country.empty() && !entity.facts.country.empty() && d.facts.country != entity.facts.country)
          continue;
        if (d.facts.former && !entity.facts.former) continue;
        bool past = entity.facts.former && entity.former > entity.current &&
                    !d.facts.former;  // "the president" is hardly the former one
        double score = (by_title ? 5 : 0) - (past ? 4 : 0) - distance * (by_title ? 0.2 : 1.0) +
                       0.1 * std::min(entity.count, 5) + (entity.named ? 0.5 : 0) + (subject(entity.last) ? 0.5 : 0);
        if (score > best_score) {
          best_score = score;
          best = static_cast<int>(e);
        }
      }
    }
    if (best >= 0) {
      attach(i, best, "latest person called so");
      return;
    }
    int e = make(i, Shape::kPerson);
    attach(i, e, "new nominal");
  }

  bool fits_generic(const Draft& d, const Entity& entity) const {
    if (d.lemma == "man" || d.lemma == "woman" || d.lemma == "person") return true;
    if (d.lemma == "suspect") return entity.facts.sector == "CRM" || entity.facts.sector.empty();
    if (entity.facts.sector.empty()) return false;
    static constexpr std::array<std::string_view, 4> kPrivate = {"BUS", "CRM", "CVL", "MED"};
    static_assert(is_sorted_table(kPrivate));
    if (d.lemma == "official" || d.lemma == "diplomat") return !contains_sorted(kPrivate, entity.facts.sector);
    return d.facts.sector.empty() || d.facts.sector == entity.facts.sector ||
           (d.lemma == "leader" && entity.facts.sector != "CVL");
  }

  void resolve_body_nominal(int i) {
    const Draft& d = draft(i);
    int best = -1;
    int32_t latest = -1;
    std::string_view noun = drafts_.lemmas[d.head];
    std::string_view allowed;
    bool generic = false;
    for (const AnyBody& any : kAnyBody)
      if (any.lemma == noun) generic = true, allowed = any.sectors;
    for (size_t e = oldest(); e < entities_.size(); ++e) {
      const Entity& entity = entities_[e];
      if (entity.shape != Shape::kOrganisation || entity.plural || !same_country(d.facts, entity.facts)) continue;
      // "the party" is the one called an opposition party before.
      bool by_lemma = std::any_of(entity.lemmas.begin(), entity.lemmas.end(), [&](const std::string& lemma) {
        return lemma == d.lemma || (d.definite && ends_with_word(lemma, d.lemma));
      });
      bool by_word = d.definite && std::find(entity.words.begin(), entity.words.end(), noun) != entity.words.end();
      // The police and the army that a story means are no international body.
      static constexpr std::array<std::string_view, 5> kDomestic = {"army", "military", "ministry", "parliament",
                                                                    "police"};
      static_assert(is_sorted_table(kDomestic));
      if (!by_lemma && contains_sorted(kDomestic, noun) &&
          (entity.facts.country == "IGO" || entity.facts.country == "NGO"))
        continue;
      bool any =
          generic && d.definite && entity.named && sentence_of(d.head) - sentence_of(entity.last) <= kGenericReach &&
          (allowed.empty() || (!entity.facts.sector.empty() && allowed.find(entity.facts.sector) != allowed.npos) ||
           entity.facts.sector.empty());
      if (!d.definite && !by_lemma) continue;
      // "the ministry of health" is no other ministry.
      if (d.of_token >= 0 && !by_lemma) continue;
      if ((by_lemma || by_word || any) && entity.last > latest) {
        latest = entity.last;
        best = static_cast<int>(e);
      }
    }
    if (best >= 0) {
      attach(i, best, "latest body called so");
      return;
    }
    // "Israeli troops ... the army": a body without a state of its own is of those of its kind named just before.
    if (d.definite && d.facts.country.empty() && !d.facts.sector.empty()) {
      const Entity* kin = nullptr;
      for (size_t e = oldest(); e < entities_.size(); ++e) {
        const Entity& entity = entities_[e];
        if (entity.facts.sector == d.facts.sector && entity.facts.country_ground >= kWordGround &&
            entity.shape != Shape::kGovernment && sentence_of(d.head) - sentence_of(entity.last) <= 1 &&
            (!kin || entity.last > kin->last))
          kin = &entity;
      }
      if (kin && contains_sorted(kForces, d.facts.sector))
        drafts_.drafts[i].facts.set_country(kin->facts.country, kWordGround);
    }
    int e = make(i, Shape::kOrganisation);
    attach(i, e, "new nominal");
  }

  void resolve_group(int i) {
    const Draft& d = draft(i);
    for (size_t e = entities_.size(); e-- > oldest();) {
      const Entity& entity = entities_[e];
      if (entity.shape != Shape::kGroup || !same_country(d.facts, entity.facts)) continue;
      if (d.form == MentionForm::kName || d.lemma == "people") {
        if (std::find(entity.aliases.begin(), entity.aliases.end(), d.key) == entity.aliases.end() &&
            !(d.key == fold(entity.name)))
          continue;
      } else {
        if (std::find(entity.lemmas.begin(), entity.lemmas.end(), d.lemma) == entity.lemmas.end()) continue;
        if (!d.facts.sector.empty() && !entity.facts.sector.empty() && d.facts.sector != entity.facts.sector) continue;
        if (d.counted && !d.definite) continue;
        if (tells_apart(d, entity)) continue;
      }
      attach(i, static_cast<int>(e), "group called so before");
      return;
    }
    if (const int e = find_group(d); e >= 0) {
      attach(i, e, "the latest people that it can mean");
      return;
    }
    int e = make(i, Shape::kGroup);
    entities_[e].plural = true;
    if (d.lemma == "people" && d.sense) entities_[e].aliases.push_back(d.key);
    attach(i, e, "new group");
  }

  // "donor countries" are not the "least developed countries" of before: what describes the one was not said of the
  // other.
  bool tells_apart(const Draft& d, const Entity& entity) const {
    for (int32_t t = d.range.begin; t < d.head; ++t) {
      const Token& token = doc_.tokens[t];
      if (token.deprel != "amod" && !is_rel(token.deprel, "compound")) continue;
      const bool said = std::any_of(entity.mentions.begin(), entity.mentions.end(), [&](const ActorMention& m) {
        for (int32_t k = m.range.begin; k < m.range.end; ++k)
          if (drafts_.lemmas[k] == drafts_.lemmas[t]) return true;
        return false;
      });
      if (!said) return true;
    }
    return false;
  }

  // "the officials", "the men" of whom no such noun was used before: the latest people whom it fits, or -1.
  int find_group(const Draft& d) const {
    const bool bare = d.range.end - d.range.begin == 1 && d.of_token < 0 && d.possessor < 0;
    if (d.form != MentionForm::kNominal || !d.definite || d.counted || !bare ||
        !contains_sorted(kAnyPerson, drafts_.lemmas[d.head]))
      return -1;
    int best = -1;
    for (size_t e = oldest(); e < entities_.size(); ++e) {
      const Entity& entity = entities_[e];
      if (entity.shape != Shape::kGroup || !entity.plural || !same_country(d.facts, entity.facts)) continue;
      if (sentence_of(d.head) - sentence_of(entity.last) > kGroupReach || !fits_generic(d, entity)) continue;
      if (best < 0 || entity.last > entities_[best].last) best = static_cast<int>(e);
    }
    return best;
  }

  // "Russian and Chinese leaders": the states when they are their officials, else a group for each.
  void resolve_joint_nationals(int i) {
    Draft& d = drafts_.drafts[i];
    std::vector<std::string> countries;
    for (const std::string& country : d.facts.countries)
      if (std::find(countries.begin(), countries.end(), country) == countries.end()) countries.push_back(country);
    bool official = d.facts.sector == "GOV" || d.shape == Shape::kSides;
    std::vector<int> all;
    for (const std::string& country : countries) {
      if (!knowledge_.country(country)) continue;
      if (official) {
        all.push_back(state(i, country));
        continue;
      }
      int e = -1;
      for (size_t k = oldest(); k < entities_.size() && e < 0; ++k)
        if (entities_[k].shape == Shape::kGroup && entities_[k].facts.country == country &&
            entities_[k].facts.sector == d.facts.sector)
          e = static_cast<int>(k);
      if (e < 0) {
        e = make(i, Shape::kGroup);
        entities_[e].facts.set_country(country, kPhraseGround);
        entities_[e].facts.set_sector(d.facts.sector, kPhraseGround);
        entities_[e].plural = true;
      }
      all.push_back(e);
    }
    if (all.empty()) {
      resolve_group(i);
      return;
    }
    d.facts = {};
    std::string lemma;
    std::swap(lemma, d.lemma);
    for (size_t k = 0; k < all.size(); ++k) attach(i, all[k], "one of several nations named");
    entity_of_[i] = all[0];
    also_[i].assign(all.begin() + 1, all.end());
  }

  // "Togo's president brokered talks between the two sides": a state that only tells in the sentence whose a noun is.
  bool only_owns_before(const Entity& entity, int32_t at) const {
    const int32_t head = entity.mentions.back().head;
    const std::string_view rel = doc_.tokens[head].deprel;
    if (rel != "nmod:poss" && rel != "amod" && !is_rel(rel, "compound")) return false;
    // whose negotiator speaks is a side of the talks
    const std::string& noun = drafts_.lemmas[doc_.tokens[head].head];
    if (noun == "negotiator" || noun == "delegate" || noun == "delegation") return false;
    return sentence_of(head) == sentence_of(at) && head < at;
  }

  // "Her lawyer, X, said she would appeal": is somebody called by a pronoun of that gender in the sentence before `at`?
  // Then one whose gender is not known is not meant.
  bool is_called_so(int32_t at, char gender) const {
    for (size_t e = oldest(); e < entities_.size(); ++e) {
      const Entity& entity = entities_[e];
      if (entity.gender != gender) continue;
      for (size_t k = entity.mentions.size(); k-- > 0;) {
        const ActorMention& m = entity.mentions[k];
        if (sentence_of(m.head) < sentence_of(at)) break;
        if (m.head < at && m.form == MentionForm::kPronoun && sentence_of(m.head) == sentence_of(at)) return true;
      }
    }
    return false;
  }

  // "both sides", "the two leaders": the latest two that can be meant.
  void resolve_sides(int i) {
    const Draft& d = draft(i);
    std::string_view noun = drafts_.lemmas[d.head];
    bool people = noun == "leader" || noun == "minister" || noun == "president" || noun == "man" || noun == "woman";
    std::vector<int> order;
    for (size_t e = oldest(); e < entities_.size(); ++e) order.push_back(static_cast<int>(e));
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return entities_[a].last > entities_[b].last; });
    std::vector<int> chosen;
    size_t wanted = d.count >= 2 ? d.count : 2;
    // Sides are states and bodies before they are groups of people.
    for (bool groups : {false, true}) {
      if (groups && (noun != "side" || chosen.size() >= wanted)) break;
      if (groups) chosen.clear();
      for (int e : order) {
        const Entity& entity = entities_[e];
        bool fits = false;
        if (people)
          fits = entity.shape == Shape::kPerson && (called(entity, d) || noun == "man" || noun == "woman" ||
                                                    (noun == "leader" && !entity.facts.sector.empty()));
        else if (noun == "party")
          fits = entity.shape == Shape::kOrganisation || entity.shape == Shape::kGovernment;
        else if (noun == "side")
          fits = entity.shape != Shape::kPerson && (groups || entity.shape != Shape::kGroup);
        else
          fits = entity.shape == Shape::kGovernment;
        if (noun == "woman" && entity.gender == 'm') fits = false;
        if (fits && !only_owns_before(entity, d.head)) chosen.push_back(e);
        if (chosen.size() == wanted) break;
      }
    }
    // "both sides" of two ministers who meet are their states.
    if (chosen.size() < wanted) {
      std::vector<int> states;
      for (int e : order)
        if (!entities_[e].facts.country.empty() && entities_[e].facts.sector == "GOV") states.push_back(e);
      if (states.size() >= wanted) chosen.assign(states.begin(), states.begin() + static_cast<std::ptrdiff_t>(wanted));
    }
    if (chosen.size() < wanted) {
      resolve_group(i);
      return;
    }
    std::sort(chosen.begin(), chosen.end(), [&](int a, int b) {
      return entities_[a].mentions.front().range.begin < entities_[b].mentions.front().range.begin;
    });
    Draft& mutable_draft = drafts_.drafts[i];
    mutable_draft.facts = {};
    mutable_draft.lemma.clear();
    mutable_draft.plural = false;
    for (int e : chosen) attach(i, e, "one of the latest that it can mean");
    entity_of_[i] = chosen[0];
    also_[i].assign(chosen.begin() + 1, chosen.end());
  }

  // ---- pronouns ----

  // Sentences that lie inside marks as a whole do not count for who is near outside them.
  void count_narrative() {
    int32_t count = 0;
    for (const Sentence& sentence : doc_.sentences) {
      int region = speech_.region_at(sentence.span.begin + 1);
      bool inside = region >= 0 && speech_.regions[region].outer.begin <= sentence.span.begin &&
                    speech_.regions[region].outer.end >= sentence.span.end;
      if (!inside) ++count;
      narrative_.push_back(count);
    }
  }

  int distance(int32_t from, int32_t to, bool quoted) const {
    int raw = sentence_of(to) - sentence_of(from);
    return quoted ? raw : std::min(raw, narrative_[sentence_of(to)] - narrative_[sentence_of(from)]);
  }

  // Does `token` stand in what `speaker` is the speaker of ("He will go, he said")? Who is talked of is seldom who
  // talks.
  bool said_by(int32_t speaker, int32_t token) const {
    auto known = std::lower_bound(speaker_speech_.begin(), speaker_speech_.end(), std::pair<int32_t, int>(speaker, -1));
    if (known == speaker_speech_.end() || known->first != speaker) return false;
    for (Span span : speech_.speeches[known->second].content)
      if (span.contains(doc_.tokens[token].span)) return true;
    return false;
  }

  // Subject of a cue: somebody who speaks.
  bool speaks(int32_t head) const {
    int32_t verb = doc_.tokens[head].head;
    return subject(head) && verb >= 0 && verb_cue(doc_.tokens[verb].lemma, fold(doc_.tokens[verb].form));
  }

  // Did the person speak in this sentence or the two before?
  bool spoke(const Entity& entity, int32_t at) const {
    for (size_t k = entity.mentions.size(); k-- > 0;) {
      const ActorMention& m = entity.mentions[k];
      if (m.head >= at) continue;
      if (sentence_of(at) - sentence_of(m.head) > 2) return false;
      if (speaks(m.head) && speech_.region_at(doc_.tokens[m.head].span.begin) < 0) return true;
    }
    return false;
  }

  bool subject(int32_t head) const { return head >= 0 && is_rel(doc_.tokens[head].deprel, "nsubj"); }

  // Is the mention a subject, or another of the actor in its sentence that comes before it? ("Lee said he met aides of
  // the president": of Lee, though "the president" is named last.)
  bool was_subject(const Entity& entity, const ActorMention& last) const {
    return std::any_of(entity.mentions.begin(), entity.mentions.end(), [&](const ActorMention& m) {
      return m.head <= last.head && sentence_of(m.head) == sentence_of(last.head) && subject(m.head);
    });
  }

  int relative(int i) const {
    int32_t noun = antecedent_of(doc_, draft(i).head);
    if (noun < 0) return -1;
    // "Lee, the minister of trade, who": past what is no mention, and from a description to whom it describes.
    while (drafts_.at[noun] < 0 && doc_.tokens[noun].head >= 0 &&
           (is_rel(doc_.tokens[noun].deprel, "nmod") || is_rel(doc_.tokens[noun].deprel, "appos")))
      noun = doc_.tokens[noun].head;
    int found = drafts_.at[noun];
    if (found >= 0 && draft(found).predicative && draft(found).described_head >= 0)
      found = drafts_.at[draft(found).described_head];
    return found;
  }

  void resolve_pronoun(int i) {
    const Draft& d = draft(i);
    const std::string& form = d.key;
    if (form == "who" || form == "which" || form == "that" || form == "whom" || form == "whose") {
      int noun = relative(i);
      if (noun >= 0 && noun != i && entity_of_[noun] >= 0) {
        also_[i] = also_[noun];
        attach(i, entity_of_[noun], "relative pronoun of the noun before");
      }
      return;
    }
    bool he = form == "he" || form == "him" || form == "his";
    bool she = form == "she" || form == "her" || form == "hers";
    bool it = form == "it" || form == "its";
    bool they = form == "they" || form == "them" || form == "their" || form == "theirs";
    if (!he && !she && !it && !they) return;
    int32_t at = d.head;
    int region = speech_.region_at(doc_.tokens[at].span.begin);
    int speaker = region >= 0 ? speaker_of(region) : -1;
    // What is subject of the same verb cannot be its object ("he hit him").
    int32_t verb = doc_.tokens[at].head;
    int32_t rival = -1;
    if (verb >= 0 && !subject(at) && doc_.tokens[at].deprel != "nmod:poss") {
      // A verb without a subject of its own has that of the one it is coordinated with or hangs on ("A expelled B and
      // accused them", "A came to meet him").
      for (int step = 0; step < kMaxClimb && (rival = doc_.dependent(verb, "nsubj")) < 0; ++step) {
        const Token& v = doc_.tokens[verb];
        if (v.head < 0 || !(is_rel(v.deprel, "conj") || v.deprel == "xcomp" || is_rel(v.deprel, "advcl"))) break;
        verb = v.head;
      }
    }
    if (it && announces(at)) return;
    if (he || she) {
      const int named = named_after(at, he ? 'm' : 'f');
      if (named >= 0) {
        attach(i, named, "the subject of the clause that follows");
        return;
      }
    }
    bool speaking = speaks(at);
    int best = -1;
    double best_score = -1e9;
    int32_t best_head = -1;
    const bool called_so = (he || she) && is_called_so(at, he ? 'm' : 'f');
    for (size_t e = oldest(); e < entities_.size(); ++e) {
      const Entity& entity = entities_[e];
      if (static_cast<int>(e) == speaker) continue;
      if (he || she) {
        if (entity.shape != Shape::kPerson || entity.plural) continue;
        if (entity.gender ? entity.gender != (he ? 'm' : 'f') : called_so) continue;
      } else if (it) {
        if (entity.shape == Shape::kPerson || entity.plural) continue;
      } else {
        if (entity.shape == Shape::kPerson && !entity.plural) continue;
      }
      // The latest mention before the pronoun.
      const ActorMention* last = nullptr;
      for (size_t k = entity.mentions.size(); k-- > 0 && !last;) {
        const ActorMention& m = entity.mentions[k];
        if (m.head < at && !(m.range.begin <= at && at < m.range.end) && !said_by(at, m.head)) last = &m;
      }
      if (!last || last->head == rival) continue;
      int distance = this->distance(last->head, at, region >= 0);
      if (distance > (it ? 1 : kPronounReach)) continue;
      double score = -1.0 * distance;
      if (was_subject(entity, *last)) score += 0.8;
      if ((he || she) && speaking && distance <= 2 && spoke(entity, at)) score += kGoesOnSpeaking;
      if (subject(last->head) && subject(at)) score += 0.3;
      if (entity.named) score += 0.2;
      if (entity.shape == Shape::kPerson && entity.gender && (he || she)) score += 0.3;
      score += 0.05 * std::min(entity.count, 6);
      int other = speech_.region_at(doc_.tokens[last->head].span.begin);
      if (other != region && other >= 0) score -= 1.3;
      if (speaking && region < 0 && other < 0 && speaks(last->head)) score += 0.4;
      if (last->form == MentionForm::kPronoun && distance <= 1) score += 0.2;
      // "they" are "the authorities" and "the police" rather than "Peru" or "the firm"
      const bool many = doc_.tokens[last->head].feats.number == Number::kPlur || drafts_.lemmas[last->head] == "police";
      if (they && entity.shape == Shape::kGovernment) score -= many ? 0.2 : 0.8;
      if (they && entity.shape == Shape::kOrganisation) score -= many ? 0.2 : 0.7;
      // nor what was "it" just before
      if (they && last->form == MentionForm::kPronoun && drafts_.lemmas[last->head].starts_with("it")) score -= kOnceIt;
      if (distance == 0 && !subject(last->head)) score -= 0.001 * (at - last->head);
      if (score > best_score) {
        best_score = score;
        best = static_cast<int>(e);
        best_head = last->head;
      }
    }
    if (they) {
      int joint = joint_before(at);
      if (joint >= 0 && (best < 0 || joint > best_head)) {
        attach_joint(i, joint);
        return;
      }
    }
    if (best < 0 || best_score < (he || she ? kLeastForPerson : kLeastForBody)) return;
    if ((he || she) && !entities_[best].gender) entities_[best].gender = he ? 'm' : 'f';
    if (they)
      for (size_t k = 0; k < drafts_.drafts.size(); ++k)
        if (entity_of_[k] == best && draft(k).head == best_head) also_[i] = also_[k];
    attach(i, best, fmt::format("best of the sentences before ({:.1f})", best_score));
  }

  // "It was a mistake to invite them": stands for the clause that follows, for nobody.
  bool announces(int32_t at) const {
    const int32_t predicate = doc_.tokens[at].head;
    if (!subject(at) || predicate < 0 || doc_.dependent(predicate, "cop") < 0) return false;
    for (int32_t child : doc_.dependents(predicate)) {
      const std::string_view rel = doc_.tokens[child].deprel;
      if (is_rel(rel, "csubj")) return true;
      const int32_t mark = doc_.dependent(child, "mark");
      const bool to = mark >= 0 && drafts_.lemmas[mark] == "to" && (is_rel(rel, "advcl") || is_rel(rel, "acl"));
      if (child > predicate && doc_.tokens[predicate].upos == Upos::kNoun && (rel == "ccomp" || rel == "xcomp" || to))
        return true;
    }
    return false;
  }

  // "Though he praised the army, Lee quit": a clause that stands before its main clause may name its subject there, if
  // nobody in it comes before the pronoun. A person whom the story named before, or -1.
  int named_after(int32_t at, char gender) const {
    int32_t clause = doc_.tokens[at].head;
    if (!subject(at) || clause < 0) return -1;
    for (int step = 0; step < kMaxClimb && is_rel(doc_.tokens[clause].deprel, "conj") && doc_.tokens[clause].head >= 0;
         ++step)
      clause = doc_.tokens[clause].head;
    const int32_t main = doc_.tokens[clause].head;
    if (!is_rel(doc_.tokens[clause].deprel, "advcl") || main < clause || doc_.dependent(clause, "mark") < 0) return -1;
    const int32_t name = doc_.dependent(main, "nsubj");
    if (name < at || drafts_.at[name] < 0) return -1;
    for (int32_t t = doc_.sentences[sentence_of(at)].begin; t < at; ++t)
      if (drafts_.at[t] >= 0 && draft(drafts_.at[t]).shape == Shape::kPerson) return -1;
    const Draft& d = draft(drafts_.at[name]);
    if (d.form != MentionForm::kName || d.shape != Shape::kPerson || (d.gender && d.gender != gender)) return -1;
    return find_person(d);
  }

  // Head of the latest coordinated subject of persons or bodies within a sentence before `at`, or -1.
  int32_t joint_before(int32_t at) const {
    int32_t from = doc_.sentences[std::max(0, sentence_of(at) - 1)].begin;
    for (int32_t t = at - 1; t >= from; --t) {
      if (!subject(t) || drafts_.at[t] < 0 || entity_of_[drafts_.at[t]] < 0 || draft(drafts_.at[t]).head != t) continue;
      for (int32_t child : doc_.dependents(t))
        if (child < at && is_rel(doc_.tokens[child].deprel, "conj") && drafts_.at[child] >= 0 &&
            entity_of_[drafts_.at[child]] >= 0)
          return t;
    }
    return -1;
  }

  void attach_joint(int i, int32_t head) {
    std::vector<int> all = {entity_of_[drafts_.at[head]]};
    for (int32_t child : doc_.dependents(head)) {
      int other = drafts_.at[child];
      if (is_rel(doc_.tokens[child].deprel, "conj") && other >= 0 && entity_of_[other] >= 0)
        all.push_back(entity_of_[other]);
    }
    for (int e : all) attach(i, e, "they: the subjects named together");
    entity_of_[i] = all[0];
    also_[i].assign(all.begin() + 1, all.end());
  }

  // The speech of each region whose cue stands outside it: a cue inside the marks is somebody quoted by who speaks
  // here.
  void assign_regions() {
    region_speech_.assign(speech_.regions.size(), -1);
    for (size_t s = 0; s < speech_.speeches.size(); ++s) {
      const Speech& speech = speech_.speeches[s];
      if (speech.speakers.empty()) continue;
      speaker_speech_.emplace_back(speech.speakers.front(), static_cast<int>(s));
      for (Span span : speech.content) {
        auto region = std::lower_bound(speech_.regions.begin(), speech_.regions.end(), span.begin,
                                       [](const QuotedRegion& r, int32_t at) { return r.inner.end <= at; });
        for (; region != speech_.regions.end() && region->inner.begin < span.end; ++region) {
          int& known = region_speech_[region - speech_.regions.begin()];
          bool inside = speech.cue_head >= 0 && region->inner.contains(doc_.tokens[speech.cue_head].span);
          if (known < 0 && !inside) known = static_cast<int>(s);
        }
      }
    }
    std::sort(speaker_speech_.begin(), speaker_speech_.end());
  }

  // Actor who speaks in a region, as far as it is resolved; -1 if unknown.
  int speaker_of(int region) const {
    if (region_speech_[region] < 0) return -1;
    int d = drafts_.at[speech_.speeches[region_speech_[region]].speakers.front()];
    return d >= 0 ? entity_of_[d] : -1;
  }

  void resolve_first_person(int i) {
    const Draft& d = draft(i);
    static constexpr std::array<std::string_view, 8> kFirst = {"i", "me", "mine", "my", "our", "ours", "us", "we"};
    static_assert(is_sorted_table(kFirst));
    if (d.form != MentionForm::kPronoun || !contains_sorted(kFirst, d.key)) return;
    int region = speech_.region_at(doc_.tokens[d.head].span.begin);
    if (region < 0) return;
    int speaker = speaker_of(region);
    if (speaker >= 0) attach(i, speaker, "first person: the speaker");
  }

  // ---- the result ----

  static ActorKind kind_of(const Entity& entity) {
    switch (entity.shape) {
      case Shape::kPerson:
        return ActorKind::kPerson;
      case Shape::kGovernment:
        return ActorKind::kCountry;
      case Shape::kOrganisation:
        return ActorKind::kOrganisation;
      default:
        return ActorKind::kGroup;
    }
  }

  // "King Abdullah": of the states that the story names the one whose office of that title somebody of that name holds.
  // A story without a date may mean any of late, if only one state fits.
  std::string country_of_office(const Entity& entity) const {
    if (entity.office.empty()) return {};
    auto holds = [&](const std::string& iso, Date date) {
      const Office* office = knowledge_.holder(iso, entity.office, date);
      return office && match_names(entity.words, name_words(office->person));
    };
    std::string found;
    for (const auto& [iso, e] : states_) {
      if (date_) {
        if (holds(iso, *date_)) return iso;
        continue;
      }
      bool fits = false;
      for (int32_t year = kFirstYear; year <= kLastYear && !fits; ++year) fits = holds(iso, Date{year, 7, 1});
      if (!fits) continue;
      if (!found.empty()) return {};
      found = iso;
    }
    // "President Carter", long after or without a date: by a surname that the heads of one state only ever had.
    if (!found.empty() || entity.words.size() != 1) return found;
    std::string country;
    for (const Office* office : knowledge_.heads_named(entity.words.front())) {
      if (office->office != entity.office || (date_ && office->start > iso(*date_))) continue;
      if (!country.empty() && country != office->country) return {};
      country = office->country;
    }
    return country;
  }

  // ISO3 of the place named at `token`, or empty.
  std::string country_of_place(int32_t token) const {
    const int k = drafts_.at[token];
    if (k >= 0 && token == draft(k).head) {
      const Draft& d = draft(k);
      const bool place =
          d.shape == Shape::kPlace || (d.sense && d.form == MentionForm::kName && d.shape == Shape::kGovernment);
      if (!place) return {};
      if (knowledge_.country(d.facts.country)) return d.facts.country;
    }
    // "southern Latvia" is in no table, and "the Russians of Latvia" are one actor.
    if (doc_.tokens[token].upos != Upos::kPropn) return {};
    const std::vector<Sense>& senses = knowledge_.senses(fold(doc_.tokens[token].form));
    return !senses.empty() && senses.front().kind == SenseKind::kCountry ? senses.front().country : std::string();
  }

  // Of the place in a phrase that hangs on `token`: "people in Lima", "in a clash in southern Chad", "shelled Kadugli".
  std::string country_around(int32_t token, bool verb) const {
    static constexpr std::array<std::string_view, 9> kWhere = {"across", "around",  "at",         "in",    "inside",
                                                               "near",   "outside", "throughout", "within"};
    static_assert(is_sorted_table(kWhere));
    std::vector<int32_t> nodes = {token};
    for (size_t i = 0; i < nodes.size() && i < kMostPlaceNodes; ++i)
      for (int32_t c : doc_.dependents(nodes[i])) {
        const std::string_view rel = doc_.tokens[c].deprel, word = case_of(doc_, c);
        const bool object = verb && i == 0 && rel == "obj";
        const bool clause = verb && i == 0 && rel == "advcl";  // "killed nine when they blew up a bus in Haifa"
        const bool phrase = is_rel(rel, "obl") || is_rel(rel, "nmod");
        const bool of = word == "of" && (!verb || i > 0);
        const bool named = i > 0 && (rel == "appos" || rel == "compound");
        if (!object && !named && !clause && !(phrase && (of || contains_sorted(kWhere, word)))) continue;
        if (std::string country = country_of_place(c); !country.empty()) return country;
        if (!of || i > 0) nodes.push_back(c);  // the bombers of a plane are not of its country
      }
    return {};
  }

  // "ethnic Russians", "the Russians of Latvia": they are of the state in which they live.
  bool is_minority(const Entity& entity) const {
    const int32_t head = entity.mentions.front().head;
    for (int32_t c : doc_.dependents(head)) {
      if (drafts_.lemmas[c] == "ethnic") return true;
      const int k = drafts_.at[head];
      if (is_rel(doc_.tokens[c].deprel, "nmod") && case_of(doc_, c) == "of" && !country_of_place(c).empty() && k >= 0 &&
          draft(k).sense)
        return true;
    }
    return false;
  }

  // "Peru sent fifty doctors to Chile": whose the people are that somebody sends; empty if nobody does.
  std::string country_of_sender(int32_t head) const {
    static constexpr std::array<std::string_view, 8> kSends = {"commit",   "deploy", "dispatch", "mobilise",
                                                               "mobilize", "recall", "send",     "withdraw"};
    static_assert(is_sorted_table(kSends));
    const int32_t verb = is_rel(doc_.tokens[head].deprel, "obj") ? doc_.tokens[head].head : -1;
    if (verb < 0 || !contains_sorted(kSends, drafts_.lemmas[verb])) return {};
    const int32_t sender = subject_of(doc_, verb);
    const int k = sender >= 0 ? drafts_.at[sender] : -1;
    return k >= 0 && entity_of_[k] >= 0 ? entities_[entity_of_[k]].facts.country : std::string();
  }

  // The country of people of whom nothing says whence they are: of the place where they are, or where that happens
  // which they do or suffer.
  std::string country_nearby(const Entity& entity) const {
    int32_t head = entity.mentions.front().head;
    // "thousands of people", "a group of deputies"
    int32_t top = head;
    for (int steps = 0; steps < 2 && is_rel(doc_.tokens[top].deprel, "nmod") && case_of(doc_, top) == "of"; ++steps)
      top = doc_.tokens[top].head;
    // "the speaker and ten deputies": colleagues
    const int k = doc_.tokens[top].deprel == "conj" ? drafts_.at[doc_.tokens[top].head] : -1;
    if (k >= 0 && entity_of_[k] >= 0) {
      const Facts& facts = entities_[entity_of_[k]].facts;
      const bool organ = facts.sector == "GOV" || facts.sector == "LEG" || facts.sector == "JUD";
      if (organ && facts.sector == entity.facts.sector && facts.country_ground > kStoryGround) return facts.country;
    }
    if (std::string country = country_around(head, false); !country.empty()) return country;
    head = top;
    if (!is_rel(doc_.tokens[head].deprel, "nsubj") && !is_rel(doc_.tokens[head].deprel, "obj")) return {};
    for (int steps = 0; steps < 3 && doc_.tokens[head].head >= 0; ++steps) {
      head = doc_.tokens[head].head;
      if (std::string country = country_around(head, true); !country.empty()) return country;
      const std::string_view rel = doc_.tokens[head].deprel;
      if (rel != "advcl" && rel != "conj" && rel != "xcomp") break;
    }
    return {};
  }

  // "a human rights group", "aid agencies": bodies of no state where no word says of which they are.
  static bool is_of_no_state(const Entity& entity) {
    return std::ranges::any_of(entity.lemmas, [](const std::string& lemma) {
      return lemma == "ngo" || lemma == "watchdog" || lemma.starts_with("human rights group") ||
             lemma.starts_with("rights group") || lemma.starts_with("aid group") || lemma.starts_with("aid agenc");
    });
  }

  void complete(Entity& entity) const {
    Facts& facts = entity.facts;
    static constexpr std::array<std::string_view, 9> kOffices = {"COP", "GOV", "IGO", "JUD", "LEG",
                                                                 "MIL", "OPP", "PTY", "SPY"};
    static_assert(is_sorted_table(kOffices));
    if (facts.sector.empty()) facts.sector = entity.shape != Shape::kPerson ? "UNK" : entity.suspect ? "CRM" : "CVL";
    if (entity.shape == Shape::kGroup && !entity.mentions.empty() && is_minority(entity))
      if (std::string country = country_nearby(entity); !country.empty()) facts.country = std::move(country);
    if (facts.country.empty() && entity.shape == Shape::kPerson && entity.named)
      facts.set_country(country_of_office(entity), kOfficeGround);
    if (facts.country.empty()) {
      if (facts.sector == "IGO")
        facts.country = "IGO";
      else if (facts.sector == "NGO" && entity.shape != Shape::kPerson && (entity.named || is_of_no_state(entity)))
        facts.country = "NGO";
      else if (!entity.abroad && !contains(entity.lemmas, "migrant") && !contains(entity.lemmas, "counterpart")) {
        // those are of another country
        if (!entity.named) facts.set_country(country_of_sender(entity.mentions.front().head), kStoryGround);
        if (entity.shape == Shape::kGroup && !entity.named) facts.set_country(country_nearby(entity), kStoryGround);
        facts.set_country(drafts_.story_country, kStoryGround);
      }
    }
    // Those who settle in the Palestinian territories are not of them.
    const bool jewish = facts.country.empty() && entity.name.find("Jewish") != std::string::npos;
    if ((facts.country == "PSE" || jewish) &&
        std::any_of(entity.lemmas.begin(), entity.lemmas.end(),
                    [](const std::string& lemma) { return lemma.starts_with("settler"); }))
      facts.country = "ISR";
    if (facts.former && entity.former >= entity.current && contains_sorted(kOffices, facts.sector))
      facts.sector = "ELI";
    if (facts.country == "MNC") facts.sector = "BUS";
  }

  Actors finish() {
    Actors out;
    out.country = drafts_.story_country;
    std::vector<int> order;
    for (size_t e = 0; e < entities_.size(); ++e) {
      if (entities_[e].mentions.empty()) continue;
      complete(entities_[e]);
      order.push_back(static_cast<int>(e));
    }
    auto first = [&](int e) {
      int32_t begin = entities_[e].mentions.front().range.begin;
      for (const ActorMention& m : entities_[e].mentions) begin = std::min(begin, m.range.begin);
      return begin;
    };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return first(a) < first(b); });
    std::vector<int32_t> number(entities_.size(), -1);
    for (size_t k = 0; k < order.size(); ++k) number[order[k]] = static_cast<int32_t>(k);
    for (int e : order) {
      const Entity& entity = entities_[e];
      Actor actor;
      actor.id = fmt::format("a{}", out.actors.size() + 1);
      actor.name = entity.name;
      actor.kind = kind_of(entity);
      actor.country = entity.facts.country;
      actor.sector = entity.facts.sector;
      actor.role = entity.facts.role;
      fill_ids(entity, actor);
      for (const ActorMention& m : entity.mentions) actor.mentions.push_back({doc_.span_of(m.range), m.form});
      std::stable_sort(actor.mentions.begin(), actor.mentions.end(),
                       [](const Mention& a, const Mention& b) { return a.span < b.span; });
      actor.mentions.erase(std::unique(actor.mentions.begin(), actor.mentions.end(),
                                       [](const Mention& a, const Mention& b) { return a.span == b.span; }),
                           actor.mentions.end());
      out.actors.push_back(std::move(actor));
    }
    std::vector<int32_t> mention_of(drafts_.drafts.size(), -1);
    out.by_head.assign(doc_.tokens.size(), -1);
    out.by_token.assign(doc_.tokens.size(), -1);
    for (size_t i = 0; i < drafts_.drafts.size(); ++i) {
      if (entity_of_[i] < 0) continue;
      const Draft& d = draft(static_cast<int>(i));
      ActorMention mention;
      mention.range = d.range;
      mention.head = d.head;
      mention.actor = number[entity_of_[i]];
      for (int e : also_[i]) mention.also.push_back(number[e]);
      mention.form = d.form;
      mention.place = d.shape == Shape::kPlace;
      mention_of[i] = static_cast<int32_t>(out.mentions.size());
      out.mentions.push_back(std::move(mention));
    }
    // A description stands for whom it describes.
    for (size_t i = 0; i < drafts_.drafts.size(); ++i) {
      const Draft& d = draft(static_cast<int>(i));
      if (d.predicative && d.described_head >= 0 && drafts_.at[d.described_head] >= 0)
        mention_of[i] = mention_of[drafts_.at[d.described_head]];
    }
    std::vector<std::pair<int32_t, int32_t>> bearers;
    for (size_t i = 0; i < drafts_.drafts.size(); ++i)
      if (const int32_t body = body_before(static_cast<int>(i)); body >= 0 && mention_of[i] >= 0)
        bearers.emplace_back(body, mention_of[i]);
    for (size_t t = 0; t < doc_.tokens.size(); ++t)
      if (drafts_.at[t] >= 0) out.by_token[t] = mention_of[drafts_.at[t]];
    for (size_t i = 0; i < drafts_.drafts.size(); ++i) {
      if (mention_of[i] < 0) continue;
      out.by_head[draft(static_cast<int>(i)).head] = mention_of[i];
      int32_t other = draft(static_cast<int>(i)).other_head;
      if (other >= 0) out.by_head[other] = mention_of[i];
    }
    for (const auto& [body, mention] : bearers) out.by_head[body] = mention;
    return out;
  }

  // "Green Union chairman Ann Lee said" where the parse has body and person side by side: head of the body's name that
  // stands before the person's, with nothing but his title between, or -1.
  int32_t body_before(int i) const {
    const Draft& person = draft(i);
    if (person.form != MentionForm::kName || person.shape != Shape::kPerson) return -1;
    int32_t at = person.range.begin - 1;
    bool title = false;
    for (; at >= 0 && sentence_of(at) == sentence_of(person.head) && person.range.begin - at <= 4; --at) {
      const int d = drafts_.at[at];
      if (d >= 0 && d != i && draft(d).form == MentionForm::kName) break;
      const Upos upos = doc_.tokens[at].upos;
      if (upos != Upos::kNoun && upos != Upos::kPropn && upos != Upos::kAdj) return -1;
      title |= knowledge_.title(drafts_.lemmas[at]) || knowledge_.agent(drafts_.lemmas[at]);
    }
    if (!title || at < 0 || sentence_of(at) != sentence_of(person.head)) return -1;
    // From the last word of the body's name up to its head ("Union" of "Union of Oland").
    for (int step = 0; step < 3 && at >= 0; ++step, at = doc_.tokens[at].head) {
      const Token& body = doc_.tokens[at];
      const Token& name = doc_.tokens[person.head];
      const bool beside = body.head == name.head && body.head >= 0 && body.deprel == name.deprel;
      if (at < person.head && drafts_.at[at] >= 0 && draft(drafts_.at[at]).shape != Shape::kPerson &&
          (beside || (name.head == at && is_rel(name.deprel, "appos"))))
        return at;
    }
    return -1;
  }

  void fill_ids(const Entity& entity, Actor& actor) const {
    const Country* country = knowledge_.country(actor.country);
    if (country) {
      actor.ids.cow = country->cow;
      actor.ids.gw = country->gw;
    }
    if (entity.shape == Shape::kOrganisation && entity.sense) {
      actor.ids.cameo = entity.sense->cameo;
      actor.ids.wikidata = entity.sense->wikidata;
    }
    if (actor.ids.cameo.empty() && !actor.country.empty()) {
      std::string base = country ? country->cameo : actor.country;
      actor.ids.cameo =
          actor.sector.empty() || actor.sector == "UNK" || actor.sector == actor.country ? base : base + actor.sector;
    }
    if (entity.shape != Shape::kPerson || !date_) return;
    const Office* office = nullptr;
    for (const std::string& alias : entity.aliases) {
      if (alias.find(' ') == std::string::npos && entity.facts.role_ground < kOfficeGround && entity.lemmas.empty())
        continue;
      office = knowledge_.office_of(alias, *date_);
      if (office) break;
    }
    if (!office && !entity.named && entity.office.starts_with("head of"))
      office = knowledge_.holder(actor.country, entity.office, *date_);
    if (!office || (office->country != actor.country && !(office->country == "IGO" && actor.country == "IGO"))) return;
    actor.role = office->title;
    actor.role_start = office->start;
    actor.role_end = office->end;
    actor.ids.wikidata = office->wikidata;
  }

  const Context& context_;
  const Text& text_;
  const Document& doc_;
  const Knowledge& knowledge_;
  std::optional<Date> date_;
  Drafts drafts_;
  SpeechMap speech_;
  std::vector<Entity> entities_;
  std::vector<std::pair<std::string, int>> states_;      // ISO3 and entity of the states named
  std::vector<std::pair<int32_t, int>> speaker_speech_;  // head of a speaker and his speech, sorted
  std::vector<int> region_speech_;      // of each quoted region: the speech that it is content of, or -1
  std::vector<int> entity_of_;          // of each draft, or -1
  std::vector<std::vector<int>> also_;  // further entities of each draft
  std::vector<int32_t> narrative_;      // of each sentence: sentences up to it that are not inside marks
};

}  // namespace

Actors read_actors(const Context& context, const Times& times) {
  return Resolver(context, times).run();
}

bool has_actor(const std::vector<ActorRef>& side, std::string_view id) {
  return std::any_of(side.begin(), side.end(), [&](const ActorRef& ref) { return ref.actor == id; });
}

bool shares(const std::vector<ActorRef>& a, const std::vector<ActorRef>& b) {
  return std::any_of(a.begin(), a.end(), [&](const ActorRef& ref) { return has_actor(b, ref.actor); });
}

bool overlaps(const std::vector<ActorRef>& side, Span span) {
  return std::any_of(side.begin(), side.end(), [&](const ActorRef& ref) { return ref.span.overlaps(span); });
}

bool is_state_organ(const Actor& actor) {
  static constexpr std::array<std::string_view, 6> kState = {"GOV", "COP", "MIL", "JUD", "SPY", "LEG"};
  return contains(kState, actor.sector);
}

const Actor* Actors::find(std::string_view id) const {
  size_t number = 0;
  const char* end = id.data() + id.size();
  if (id.size() < 2 || id.front() != 'a') return nullptr;
  const auto read = std::from_chars(id.data() + 1, end, number);
  if (read.ec != std::errc() || read.ptr != end || number == 0 || number > actors.size()) return nullptr;
  return &actors[number - 1];
}

size_t Actors::first_mention(int32_t from) const {
  return static_cast<size_t>(std::lower_bound(mentions.begin(), mentions.end(), from,
                                              [](const ActorMention& m, int32_t at) { return m.range.begin < at; }) -
                             mentions.begin());
}

std::vector<ActorRef> Actors::of(const Document& doc, int32_t token) const {
  std::vector<ActorRef> out;
  if (token < 0 || token >= static_cast<int32_t>(by_head.size())) return out;
  auto add = [&](const ActorMention& mention, int32_t actor) {
    if (!has_actor(out, actors[actor].id)) out.push_back({actors[actor].id, doc.span_of(mention.range)});
  };
  std::vector<int32_t> heads = {token};
  for (size_t k = 0; k < heads.size() && k < 32; ++k) {
    int32_t head = heads[k];
    // "some of the protesters" where the parse does not join the two.
    if (!mention_at(head) && is_quantity(doc.tokens[head].lemma) &&
        head + 1 < static_cast<int32_t>(doc.tokens.size()) && doc.tokens[head + 1].lemma == "of" &&
        oblique(doc, head, "nmod", "of") < 0) {
      for (int32_t i = head + 2; i < static_cast<int32_t>(doc.tokens.size()) && i < head + 8 &&
                                 doc.tokens[i].sentence == doc.tokens[head].sentence;
           ++i) {
        if (by_head[i] < 0) continue;
        head = i;
        break;
      }
    }
    // "some of the protesters", "members of parliament"; but "a member of parliament" is one person.
    for (int step = 0; step < 4; ++step) {
      const Token& t = doc.tokens[head];
      if (const int32_t leader = leader_of(doc, head); leader >= 0 && mention_at(leader)) {
        head = leader;
        break;
      }
      // "the presidents of Peru and Chile" are two
      if (const int32_t of = t.feats.number == Number::kPlur ? oblique(doc, head, "nmod", "of") : -1;
          of >= 0 && contains_sorted(kHeadsOfState, t.lemma) && stands_for_states(doc, of)) {
        head = of;
        heads[k] = of;
        break;
      }
      if (!is_quantity(t.lemma) && t.upos != Upos::kNum) break;
      if (t.lemma == "member" && t.feats.number != Number::kPlur) break;
      int32_t of = oblique(doc, head, "nmod", "of");
      if (of < 0 || (!mention_at(of) && mention_at(head))) break;
      head = of;
    }
    const ActorMention* mention = mention_at(head);
    if (!mention && by_token[head] >= 0 && head == heads[k]) mention = &mentions[by_token[head]];
    if (mention && !mention->place) {
      add(*mention, mention->actor);
      for (int32_t actor : mention->also) add(*mention, actor);
    }
    for (int32_t child : doc.dependents(heads[k]))
      if (is_rel(doc.tokens[child].deprel, "conj")) heads.push_back(child);
  }
  return out;
}

bool Actors::stands_for_states(const Document& doc, int32_t token) const {
  bool two = false;
  for (int32_t child : doc.dependents(token)) {
    if (!is_rel(doc.tokens[child].deprel, "conj")) continue;
    const ActorMention* mention = mention_at(child);
    if (!mention || mention->place || actors[mention->actor].kind != ActorKind::kCountry) return false;
    two = true;
  }
  const ActorMention* mention = mention_at(token);
  return two && mention && !mention->place && actors[mention->actor].kind == ActorKind::kCountry;
}

std::optional<ActorRef> Actors::state_at(const Document& doc, int32_t token) const {
  const ActorMention* mention =
      token >= 0 && token < static_cast<int32_t>(by_head.size()) ? mention_at(token) : nullptr;
  if (!mention || !mention->place) return std::nullopt;
  return ActorRef{actors[mention->actor].id, doc.span_of(mention->range)};
}

bool demonym_of(const Context& context, int32_t token, std::string* country) {
  const Token& t = context.doc.tokens[token];
  if (t.head <= token || !(is_rel(t.deprel, "amod") || is_rel(t.deprel, "compound") || is_rel(t.deprel, "nmod")))
    return false;
  if (!is_upper(context.text.at(t.span.begin))) return false;
  // "South Korean": the word may be the last of the demonym.
  std::string phrase = fold(t.form);
  for (int32_t begin = token; begin >= 0 && begin > token - 3; --begin) {
    if (begin < token) phrase = fmt::format("{} {}", fold(context.doc.tokens[begin].form), phrase);
    for (const Sense& sense : context.knowledge.senses(phrase)) {
      if (sense.kind != SenseKind::kDemonym && sense.kind != SenseKind::kCountry) continue;
      if (!spelled_as(sense, t.form)) continue;
      if (country) *country = sense.country;
      return true;
    }
    if (begin > 0 && context.doc.tokens[begin - 1].sentence != t.sentence) break;
  }
  return false;
}

}  // namespace dragoman
