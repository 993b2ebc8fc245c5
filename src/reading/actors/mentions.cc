// Finds mentions and reads what each phrase says of its referent (mentions.h).
#include "reading/actors/mentions.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/actors/cues.h"
#include "reading/actors/syntax.h"

namespace dragoman {
namespace {

// A name of the tables is at most this many words long.
constexpr int kLongestName = 9;
// Letters of an acronym that is read from the name before it.
constexpr size_t kLongestAcronym = 8;
// A nominal's phrase is shown with at most this many words before its head.
constexpr int kLongestLead = 7;
// "Secretary of State for Rivers, Ports and Inland Fisheries": at most this many words.
constexpr int kLongestTitle = 14;
// What the site's host, and a country in the path of the address, weigh against one mention of a country.
constexpr double kSiteWeight = 1.5;
constexpr double kPathWeight = 1.0;
// Names that a host may begin with are looked for in these lengths; a shorter one begins too many other words.
constexpr size_t kShortestHostName = 5, kLongestHostName = 20;
// A place counts as evidence of its country from this population on: smaller ones share their names with too much else.
constexpr int64_t kNotablePlace = 50'000;
// The same for a place abroad in the name of a body.
constexpr int64_t kLargePlace = 300'000;

// Heads that say nothing of the sector themselves: what stands beside them does ("police chief", "leader of the
// opposition").
constexpr std::array<std::string_view, 57> kGeneric = {
    "activist",     "adviser",      "advisor",     "agent",          "ally",       "analyst",     "assistant",
    "body",         "boss",         "candidate",   "chair",          "chairman",   "chairperson", "chairwoman",
    "chief",        "commander",    "committee",   "coordinator",    "council",    "counsel",     "delegate",
    "delegation",   "deputy",       "director",    "employee",       "executive",  "expert",      "faction",
    "fighter",      "figure",       "force",       "founder",        "group",      "head",        "leader",
    "leadership",   "manager",      "member",      "movement",       "officer",    "official",    "organisation",
    "organization", "personnel",    "president",   "representative", "researcher", "secretary",   "source",
    "spokesman",    "spokesperson", "spokeswoman", "staff",          "supporter",  "team",        "unit",
    "wing"};
static_assert(is_sorted_table(kGeneric));

// Those of them that are bodies.
constexpr std::array<std::string_view, 14> kBodies = {
    "body",       "committee", "council",      "delegation",   "faction", "force", "group",
    "leadership", "movement",  "organisation", "organization", "team",    "unit",  "wing"};
static_assert(is_sorted_table(kBodies));

// Bodies that are the state itself when they act.
constexpr std::array<std::string_view, 8> kGovernments = {"administration", "authorities", "authority", "cabinet",
                                                          "government",     "junta",       "regime",    "state"};
static_assert(is_sorted_table(kGovernments));

// Nouns that stand for two or more actors named before.
constexpr std::array<std::string_view, 13> kSideNouns = {"capital",  "country", "government", "leader", "man",
                                                         "minister", "nation",  "party",      "power",  "president",
                                                         "side",     "state",   "woman"};
static_assert(is_sorted_table(kSideNouns));

constexpr std::array<std::string_view, 16> kWomen = {
    "actress",     "aunt",     "chairwoman", "congresswoman", "daughter",    "girl",  "lady", "mother",
    "policewoman", "princess", "queen",      "sister",        "spokeswoman", "widow", "wife", "woman"};
static_assert(is_sorted_table(kWomen));
constexpr std::array<std::string_view, 17> kMen = {
    "boy",  "brother", "businessman", "chairman", "congressman", "father",    "gentleman", "gunman", "husband",
    "king", "man",     "policeman",   "prince",   "son",         "spokesman", "uncle",     "widower"};
static_assert(is_sorted_table(kMen));

constexpr std::array<std::string_view, 4> kKin = {"brother", "father", "mother", "sister"};
static_assert(is_sorted_table(kKin));

constexpr std::array<std::string_view, 9> kFormer = {"deposed", "erstwhile", "ex",         "former", "late",
                                                     "onetime", "ousted",    "overthrown", "retired"};
static_assert(is_sorted_table(kFormer));

// Prepositions that make a country's name a place.
constexpr std::array<std::string_view, 11> kPlacePrepositions = {
    "across", "around", "at", "in", "inside", "near", "off", "outside", "over", "throughout", "within"};
static_assert(is_sorted_table(kPlacePrepositions));

// Words of names that the table of agents may lack.
struct OrgWord {
  std::string_view word, sector;
};
constexpr std::array<OrgWord, 62> kOrgWords = {{{"academy", "EDU"},       {"administration", "GOV"},
                                                {"agency", "GOV"},        {"airlines", "BUS"},
                                                {"alliance", "PTY"},      {"army", "MIL"},
                                                {"assembly", "LEG"},      {"association", "NGO"},
                                                {"authority", "GOV"},     {"bank", "BUS"},
                                                {"battalion", "MIL"},     {"board", "GOV"},
                                                {"brigade", "MIL"},       {"broadcasting", "MED"},
                                                {"bureau", "GOV"},        {"cabinet", "GOV"},
                                                {"chamber", "BUS"},       {"channel", "MED"},
                                                {"church", "REL"},        {"co", "BUS"},
                                                {"coalition", "PTY"},     {"commission", "GOV"},
                                                {"committee", "GOV"},     {"company", "BUS"},
                                                {"confederation", "LAB"}, {"congress", "LEG"},
                                                {"corp", "BUS"},          {"corporation", "BUS"},
                                                {"council", "GOV"},       {"court", "JUD"},
                                                {"department", "GOV"},    {"diocese", "REL"},
                                                {"embassy", "GOV"},       {"federation", "NGO"},
                                                {"force", "MIL"},         {"forces", "MIL"},
                                                {"foundation", "NGO"},    {"government", "GOV"},
                                                {"guard", "MIL"},         {"inc", "BUS"},
                                                {"institute", "EDU"},     {"ltd", "BUS"},
                                                {"ministry", "GOV"},      {"mosque", "REL"},
                                                {"movement", "PRO"},      {"navy", "MIL"},
                                                {"network", "NGO"},       {"news", "MED"},
                                                {"newspaper", "MED"},     {"office", "GOV"},
                                                {"parliament", "LEG"},    {"party", "PTY"},
                                                {"police", "COP"},        {"radio", "MED"},
                                                {"school", "EDU"},        {"senate", "LEG"},
                                                {"television", "MED"},    {"times", "MED"},
                                                {"tribunal", "JUD"},      {"union", "LAB"},
                                                {"university", "EDU"},    {"watch", "NGO"}}};

struct Head {
  const Agent* agent = nullptr;
  const Title* title = nullptr;
  int32_t begin = -1;  // where the phrase of the table starts
  std::string lemma;   // the table's key: "foreign minister"
};

struct Match {
  int32_t end = -1;
  const Sense* sense = nullptr;
  std::string_view country;  // of the sense; the story's for a body whose name many states use
};

class DraftReader {
 public:
  DraftReader(const Context& context, std::optional<Date> date)
      : text_(context.text), doc_(context.doc), knowledge_(context.knowledge), context_(context), date_(date) {}

  Drafts read() {
    int32_t n = size();
    folded_.reserve(n);
    lemma_.reserve(n);
    for (const Token& token : doc_.tokens) {
      folded_.push_back(fold(token.form));
      lemma_.push_back(fold(token.lemma));
      if (token.upos == Upos::kNoun && !known_noun(lemma_.back())) {
        // The lemma of a plural may be wrong: the tables know it by its singular.
        if (std::string one = singular(folded_.back()); known_noun(one)) lemma_.back() = std::move(one);
      }
    }
    at_.assign(n, -1);
    find_acronyms();
    story_country_ = find_story_country();
    find_names();
    for (size_t i = 0, named = drafts_.size(); i < named; ++i) read_lead(static_cast<int>(i));
    find_nominals();
    read_predicates();
    find_pronouns();
    Drafts out;
    out.story_country = story_country_;
    std::erase_if(drafts_, [](const Draft& d) { return d.range.end <= d.range.begin; });
    std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) {
      return a.range.begin != b.range.begin ? a.range.begin < b.range.begin : a.range.end < b.range.end;
    });
    out.at.assign(n, -1);
    // The narrower draft wins a token; heads win over all.
    std::vector<int> order(drafts_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return drafts_[a].phrase.end - drafts_[a].phrase.begin > drafts_[b].phrase.end - drafts_[b].phrase.begin;
    });
    for (int i : order)
      for (int32_t t = drafts_[i].phrase.begin; t < drafts_[i].phrase.end; ++t) out.at[t] = i;
    for (size_t i = 0; i < drafts_.size(); ++i) {
      out.at[drafts_[i].head] = static_cast<int>(i);
      if (drafts_[i].other_head >= 0) out.at[drafts_[i].other_head] = static_cast<int>(i);
    }
    out.drafts = std::move(drafts_);
    out.lemmas = std::move(lemma_);
    return out;
  }

 private:
  int32_t size() const { return static_cast<int32_t>(doc_.tokens.size()); }
  const Token& token(int32_t i) const { return doc_.tokens[i]; }
  bool known_noun(std::string_view lemma) const {
    return contains_sorted(kGeneric, lemma) || contains_sorted(kSideNouns, lemma) || knowledge_.agent(lemma) ||
           knowledge_.title(lemma);
  }
  static std::string singular(const std::string& form) {
    auto cut = [&](size_t n, const char* put) { return form.substr(0, form.size() - n) + put; };
    if (form.size() > 4 && form.ends_with("ies")) return cut(3, "y");
    if (form.size() > 4 &&
        (form.ends_with("ses") || form.ends_with("xes") || form.ends_with("ches") || form.ends_with("shes")))
      return cut(2, "");
    if (form.ends_with("men")) return cut(2, "an");
    if (form.size() > 3 && form.ends_with('s')) return cut(1, "");
    return form;
  }
  bool capital(int32_t i) const { return is_upper(text_.at(token(i).span.begin)); }
  bool same_sentence(int32_t a, int32_t b) const {
    return a >= 0 && b >= 0 && a < size() && b < size() && token(a).sentence == token(b).sentence;
  }

  std::string key(TokenRange range) const {
    std::string out;
    for (int32_t i = range.begin; i < range.end; ++i) {
      if (i > range.begin && token(i).space_before) out += ' ';
      out += folded_[i];
    }
    return out;
  }
  std::string surface(TokenRange range) const { return text_.str(doc_.span_of(range)); }

  // Token of the range whose head lies outside it.
  int32_t head_of(TokenRange range) const {
    for (int32_t i = range.begin; i < range.end; ++i) {
      int32_t head = token(i).head;
      if (token(i).upos != Upos::kPunct && (head < range.begin || head >= range.end)) return i;
    }
    return range.end - 1;
  }

  // ---- tables ----

  // Longest name of the tables that starts at token `at` and ends by `limit`. Of several bodies with the name, the one
  // of the story's country; a body called by common words only ("Supreme Court") is of the story's country whatever the
  // table has.
  Match lookup(int32_t at, int32_t limit) const {
    Match best;
    std::string phrase;
    for (int32_t i = at; i < limit && i < at + kLongestName && same_sentence(at, i); ++i) {
      if (i > at && token(i).space_before) phrase += ' ';
      phrase += folded_[i];
      const Sense* chosen = nullptr;
      for (const Sense& sense : knowledge_.senses(phrase)) {
        if (!sense.exact.empty() && !spelled_as(sense, surface({at, i + 1}))) continue;
        if (i == at && is_other_body(at, sense)) continue;
        if (!chosen) chosen = &sense;
        if (!is_body(*chosen)) break;
        if (is_body(sense) && sense.country == story_country_) {
          chosen = &sense;
          break;
        }
      }
      if (chosen) {
        best = {i + 1, chosen, chosen->country};
        if (is_body(*chosen) && is_state(chosen->country) && !story_country_.empty() && common_name({at, i + 1}))
          best.country = story_country_;
      }
      bool glued = i + 1 < size() && !token(i + 1).space_before;
      if (!glued && !knowledge_.is_prefix(phrase)) break;
    }
    return best;
  }

  // "Postal Savings Agency (PSA)": the story says itself what its acronyms mean.
  void find_acronyms() {
    for (int32_t i = 2; i + 1 < size(); ++i) {
      const std::string& form = token(i).form;
      if (token(i - 1).form != "(" || token(i + 1).form != ")" || !same_sentence(i - 1, i + 1)) continue;
      if (form.size() < 2 || form.size() > kLongestAcronym || acronyms_.contains(form)) continue;
      if (!std::all_of(form.begin(), form.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) continue;
      // Back over the words that give the letters; small ones ("of", "and") may give none.
      size_t letters = form.size();
      std::vector<std::string> words;
      for (int32_t k = i - 2; k >= 0 && letters > 0 && same_sentence(k, i) && i - k < kLongestName + 2; --k) {
        const char first = folded_[k].empty() ? '\0' : folded_[k].front();
        if (first == static_cast<char>(form[letters - 1] - 'A' + 'a')) {
          words.push_back(folded_[k]);
          --letters;
        } else if (capital(k)) {
          break;
        }
      }
      if (letters == 0) acronyms_.emplace(form, std::move(words));
    }
  }

  // Is the word at `at` an acronym that the story gives another meaning than `sense`?
  bool is_other_body(int32_t at, const Sense& sense) const {
    const auto known = acronyms_.find(token(at).form);
    if (known == acronyms_.end() || !is_body(sense)) return false;
    const std::vector<std::string> words = name_words(sense.name);
    const auto shared =
        std::count_if(words.begin(), words.end(), [&](const std::string& w) { return contains(known->second, w); });
    return words.size() > 1 && 2 * static_cast<size_t>(shared) <= words.size();
  }

  static bool is_body(const Sense& sense) {
    return sense.kind == SenseKind::kOrganisation || (sense.kind == SenseKind::kSeat && sense.sector != "GOV");
  }

  // The agent or title that the words [.., h] end with; the longest phrase not starting before `from`.
  Head head_word(int32_t from, int32_t h) const {
    Head head;
    for (int32_t s = std::max(from, h - 3); s <= h; ++s) {
      std::string phrase, plain;
      for (int32_t i = s; i <= h; ++i) {
        if (i > s && token(i).space_before) phrase += ' ', plain += ' ';
        phrase += i == h ? lemma_[i] : folded_[i];
        plain += folded_[i];
      }
      head.agent = knowledge_.agent(phrase);
      if (!head.agent) head.agent = knowledge_.agent(plain);
      head.title = knowledge_.title(phrase);
      if (!head.title) head.title = knowledge_.title(plain);
      if (head.agent || head.title) {
        head.begin = s;
        head.lemma = phrase;
        return head;
      }
    }
    return head;
  }

  // Sector of a word of an organisation's name: agents first, then the list above.
  std::string_view word_sector(int32_t i) const {
    const Agent* agent = knowledge_.agent(lemma_[i]);
    if (!agent) agent = knowledge_.agent(folded_[i]);
    if (agent && agent->kind == ActorKind::kOrganisation && !agent->sector.empty()) return agent->sector;
    for (const OrgWord& org : kOrgWords)
      if (org.word == folded_[i] || org.word == lemma_[i]) return org.sector;
    return {};
  }

  std::string_view strong_sector(int32_t i) const {
    static constexpr std::array<OrgWord, 22> kStrong = {
        {{"army", "MIL"},          {"banque", "BUS"},      {"business", "BUS"},   {"businesses", "BUS"},
         {"chamber", "BUS"},       {"court", "JUD"},       {"exporters", "BUS"},  {"farmers", "BUS"},
         {"hotels", "BUS"},        {"industries", "BUS"},  {"industry", "BUS"},   {"judicial", "JUD"},
         {"manufacturers", "BUS"}, {"military", "MIL"},    {"navy", "MIL"},       {"partido", "PTY"},
         {"police", "COP"},        {"prosecution", "JUD"}, {"prosecutor", "JUD"}, {"traders", "BUS"},
         {"tribunal", "JUD"},      {"workers", "LAB"}}};
    for (const OrgWord& word : kStrong)
      if (word.word == folded_[i]) return word.sector;
    return {};
  }

  // ---- facts of a phrase ----

  // "Syrian-backed militia": does a word follow at `i` by which the state before it only helps them?
  bool is_helper(int32_t i, int32_t end) const {
    static constexpr std::array<std::string_view, 8> kHelps = {"align",   "allied", "ally",    "back",
                                                               "finance", "fund",   "sponsor", "support"};
    static_assert(is_sorted_table(kHelps));
    return i + 1 < end && token(i).form == "-" && contains_sorted(kHelps, lemma_[i + 1]);
  }

  // Reads the words [l, h) that stand before a head; gives the sector of a body or people among them, or nothing.
  std::string_view read_words_before(int32_t l, int32_t h, const Head& head, bool generic, Facts& facts) {
    std::string_view beside;
    int32_t nation_end = -1;  // where the latest name of a state or its people ends
    for (int32_t i = l; i < h;) {
      if (contains_sorted(kFormer, lemma_[i]) || contains_sorted(kFormer, folded_[i])) facts.former = true;
      if (capital(i)) {
        Match match = lookup(i, h);
        if (match.sense && is_helper(match.end, h)) {
          i = match.end;
          continue;
        }
        if (match.sense) {
          switch (match.sense->kind) {
            case SenseKind::kCountry:
            case SenseKind::kDemonym:
              facts.set_country(match.country, kPhraseGround);
              // "Croatian Serb refugees" are of one state, "Croatian and Serb refugees" of two.
              if (nation_end != i) facts.countries.emplace_back(match.country);
              nation_end = match.end;
              break;
            case SenseKind::kSeat:
            case SenseKind::kRegion:
              facts.set_country(match.country, kWordGround);
              if (match.sense->actor_kind == ActorKind::kOrganisation && generic) beside = match.sense->sector;
              break;
            case SenseKind::kOrganisation:
              facts.set_country(match.country, kPhraseGround);
              if (generic) {
                beside = match.sense->sector;
                owner_ = i;
              }
              break;
          }
          i = match.end;
          continue;
        }
      }
      if (i < head.begin || head.begin < 0) {
        const Agent* agent = knowledge_.agent(lemma_[i]);
        // "major" before a noun is an adjective, "military" a body.
        bool body = agent && agent->kind != ActorKind::kPerson;
        bool noun = token(i).upos == Upos::kNoun || token(i).upos == Upos::kPropn;
        if (agent && !agent->sector.empty() && (noun || body)) {
          if (generic || agent->sector == "OPP" || agent->sector == "REB") beside = agent->sector;
        } else if (generic && at_[i] >= 0 && drafts_[at_[i]].shape == Shape::kOrganisation) {
          owner_ = drafts_[at_[i]].head;
          if (!drafts_[at_[i]].facts.sector.empty()) beside = drafts_[at_[i]].facts.sector;
        }
      }
      if (at_[i] >= 0) {
        const Draft& inner = drafts_[at_[i]];
        if (!inner.facts.country.empty() && inner.shape != Shape::kPerson)
          facts.set_country(inner.facts.country, std::min<int>(inner.facts.country_ground, kWordGround));
      }
      ++i;
    }
    return beside;
  }

  // Reads "of X" of the head at `h`; gives X's sector, or nothing. `may_own`: a body X may be whose the head is.
  std::string_view read_complement(int32_t h, int32_t tree_head, bool may_own, bool generic, Facts& facts) {
    int32_t of = -1;
    for (std::string_view preposition : {"of", "for", "at", "from", "in"}) {
      if (of < 0) of = oblique(doc_, tree_head, "nmod", preposition);
      if (of < 0 && tree_head != h) of = oblique(doc_, h, "nmod", preposition);
    }
    std::string_view beyond;
    if (of > h) {
      if (at_[of] >= 0) {
        const Draft& complement = drafts_[at_[of]];
        facts.set_country(complement.facts.country,
                          complement.shape == Shape::kPlace ? kWordGround : complement.facts.country_ground);
        if (complement.shape != Shape::kGovernment && complement.shape != Shape::kPlace &&
            complement.shape != Shape::kPerson) {
          beyond = complement.facts.sector;
          if (complement.shape == Shape::kOrganisation && may_own) {
            owner_ = of;
            // The head of a body that nothing is known of: hardly one of the state.
            if (beyond.empty() && complement.form == MentionForm::kName && generic) beyond = "NGO";
          }
        }
      } else if (const Agent* agent = knowledge_.agent(lemma_[of])) {
        beyond = agent->sector;
      }
      // "the head of Chilean diplomacy", "inhabitants of the Syrian Golan Heights"
      if (at_[of] < 0 || drafts_[at_[of]].facts.country.empty()) {
        for (int32_t i = lead_begin(of, of, false); i < of; ++i) {
          const Match match = capital(i) ? lookup(i, of) : Match{};
          if (match.sense && (match.sense->kind == SenseKind::kCountry || match.sense->kind == SenseKind::kDemonym))
            facts.set_country(match.country, kWordGround);
        }
      }
    }
    return beyond;
  }

  // Reads the words [l, h) that stand before a head, and the head's complement ("of X").
  Facts read_facts(int32_t l, int32_t h, const Head& head, int32_t tree_head) {
    Facts facts;
    owner_ = -1;
    std::string_view own;
    if (head.title) own = head.title->sector;
    if (own.empty() && head.agent) own = head.agent->sector;
    std::string_view base = lemma_[h];
    bool generic = own.empty() || own == "UNK" || own == "IGO" || contains_sorted(kGeneric, base);
    const std::string_view beside = read_words_before(l, h, head, generic, facts);
    const std::string_view beyond = read_complement(h, tree_head, generic || own == "GOV", generic, facts);
    // A title such as "president" is an office of state only where no other body is named.
    if (!beyond.empty() && (generic || (head.title && (own == "GOV" || own == "UNK"))))
      facts.set_sector(beyond, kPhraseGround);
    else if (!beside.empty())
      facts.set_sector(beside, kPhraseGround);
    else
      facts.set_sector(own, kPhraseGround);
    if (facts.countries.size() < 2) facts.countries.clear();
    return facts;
  }

  // ---- names ----

  struct Name {
    TokenRange range;
    std::string_view label;
    Match match;
  };

  void find_names() {
    const std::vector<Name> names = model_names();
    std::vector<bool> taken(size(), false);
    std::vector<Name> found = table_names(names, taken);
    for (const Name& name : names) {
      bool covered = false;
      for (int32_t i = name.range.begin; i < name.range.end; ++i) covered |= taken[i];
      for (int32_t i = name.range.begin; i < name.range.end; ++i) taken[i] = true;
      if (!covered) found.push_back(name);
    }
    add_unlabelled(taken, found);
    std::sort(found.begin(), found.end(), [](const Name& a, const Name& b) { return a.range.begin < b.range.begin; });
    for (const Name& name : found) add_name(name);
  }

  // The model's names, mended.
  std::vector<Name> model_names() const {
    std::vector<Name> names;
    for (const NameSpan& span : doc_.names) {
      if (span.label == "DATE" || span.label == "MONEY") continue;
      names.push_back({{span.begin, span.end}, span.label, {}});
    }
    // One name that the model cut at a hyphen ("Jean-" "Bertrand").
    for (size_t i = 1; i < names.size();) {
      Name& last = names[i - 1];
      bool touching = names[i].range.begin == last.range.end && names[i].label == last.label &&
                      !token(names[i].range.begin).space_before;
      if (touching) {
        last.range.end = names[i].range.end;
        names.erase(names.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    join_bodies(names);
    return names;
  }

  // "Supreme Court [of] Zambia": a body and the place it is of are one name.
  void join_bodies(std::vector<Name>& names) const {
    for (size_t i = 0; i < names.size(); ++i) {
      Name& body = names[i];
      if (body.label != "ORG") continue;
      bool open = token(body.range.end - 1).upos == Upos::kAdp;
      int32_t last = body.range.end - (open ? 2 : 1);
      if (last < body.range.begin) continue;
      int32_t next = body.range.end + (open ? 0 : 1);
      bool of = (open || (body.range.end < size() && lemma_[body.range.end] == "of")) && same_sentence(last, next);
      int32_t end = -1;
      if (of && i + 1 < names.size() && names[i + 1].range.begin == next && names[i + 1].label == "LOC") {
        end = names[i + 1].range.end;
      } else if (of && capital(next)) {
        Match match = lookup(next, size());
        if (match.sense && match.sense->kind == SenseKind::kCountry) end = match.end;
      }
      if (end > 0 && !word_sector(last).empty()) {
        body.range.end = end;
        while (i + 1 < names.size() && names[i + 1].range.begin < end)
          names.erase(names.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      } else if (open) {
        body.range.end = last + 1;
      }
    }
  }

  // Names of the tables where they are as long as the model's or longer; their tokens become `taken`.
  std::vector<Name> table_names(const std::vector<Name>& names, std::vector<bool>& taken) const {
    std::vector<int32_t> name_of(size(), -1);
    for (size_t n = 0; n < names.size(); ++n)
      for (int32_t i = names[n].range.begin; i < names[n].range.end; ++i) name_of[i] = static_cast<int32_t>(n);
    auto model_name = [&](int32_t i) { return name_of[i] < 0 ? nullptr : &names[name_of[i]]; };
    std::vector<Name> found;
    for (int32_t i = 0; i < size();) {
      if (!capital(i)) {
        ++i;
        continue;
      }
      Match match = lookup(i, size());
      // "Let us" is no "LeT": a single word must be a noun or an adjective.
      Upos upos = token(i).upos;
      bool nominal = upos == Upos::kPropn || upos == Upos::kNoun || upos == Upos::kAdj || upos == Upos::kX;
      if (!match.sense || (match.end == i + 1 && !nominal && !model_name(i))) {
        ++i;
        continue;
      }
      const Name* inside = model_name(i);
      bool person = inside && inside->label == "PER";
      // "Boko Haram" taken for a person.
      if (person && is_body(*match.sense) && inside->range.begin == i && inside->range.end == match.end &&
          match.end > i + 1)
        person = false;
      // "Berlin rejected the call": a capital that acts, taken for a person.
      if (person && match.end == i + 1 && inside->range.end == match.end && inside->range.begin == i &&
          match.sense->kind == SenseKind::kSeat && !knowledge_.gender_of(folded_[i]) && acts(i) &&
          (i == 0 || !knowledge_.title(folded_[i - 1])))
        person = false;
      // "Chad appealed to France": a state alone, taken for a person, unless somebody of that surname is in the story.
      if (person && match.end == i + 1 && inside->range.end == match.end && inside->range.begin == i &&
          match.sense->kind == SenseKind::kCountry && (i == 0 || !knowledge_.title(folded_[i - 1])) &&
          std::none_of(names.begin(), names.end(), [&](const Name& name) {
            return name.label == "PER" && name.range.end - name.range.begin > 1 &&
                   folded_[name.range.end - 1] == folded_[i];
          }))
        person = false;
      bool shorter = inside && (inside->range.begin < i || inside->range.end > match.end);
      if (shorter || (person && inside->range.end >= match.end)) {
        // A word of a longer name, or a person who is called like a place.
        i = inside->range.end > i ? inside->range.end : i + 1;
        continue;
      }
      found.push_back({{i, match.end}, {}, match});
      for (; i < match.end; ++i) taken[i] = true;
    }
    return found;
  }

  // Runs of proper nouns that nobody knows.
  void add_unlabelled(const std::vector<bool>& taken, std::vector<Name>& found) const {
    for (int32_t i = 0; i < size();) {
      if (taken[i] || token(i).upos != Upos::kPropn || !capital(i)) {
        ++i;
        continue;
      }
      int32_t end = i + 1;
      while (
          end < size() && same_sentence(i, end) && !taken[end] &&
          (token(end).upos == Upos::kPropn || (token(end).form == "-" && !token(end).space_before && end + 1 < size() &&
                                               token(end + 1).upos == Upos::kPropn && !token(end + 1).space_before)))
        ++end;
      found.push_back({{i, end}, {}, {}});
      i = end;
    }
  }

  void add_draft(Draft draft) {
    int index = static_cast<int>(drafts_.size());
    for (int32_t i = draft.phrase.begin; i < draft.phrase.end; ++i)
      if (at_[i] < 0) at_[i] = index;
    drafts_.push_back(std::move(draft));
  }

  void add_name(const Name& name) {
    Draft draft;
    draft.range = name.range;
    // The article and a possessive mark are no part of a name.
    while (draft.range.begin < draft.range.end - 1 && lemma_[draft.range.begin] == "the") ++draft.range.begin;
    while (draft.range.end - 1 > draft.range.begin && token(draft.range.end - 1).upos == Upos::kPart) --draft.range.end;
    if (draft.range.end <= draft.range.begin) return;
    // "HH the Amir": a style before a title is no name.
    const int32_t next = draft.range.end;
    if (draft.range.end - draft.range.begin == 1 && token(draft.range.begin).form.size() <= 3 && !name.match.sense &&
        next + 1 < size() && same_sentence(next, next + 1) && lemma_[next] == "the" &&
        folded_[draft.range.begin] != token(draft.range.begin).form && knowledge_.title(lemma_[next + 1]))
      return;
    draft.sense = name.match.sense;
    draft.definite = true;
    if (name.match.sense) {
      draft.facts.set_country(name.match.country,
                              name.match.country == name.match.sense->country ? kTableGround : kWordGround);
      add_table_name(std::move(draft));
    } else if (draft.range.end - draft.range.begin == 1 && name.label != "LOC" &&
               knowledge_.title(folded_[draft.range.begin]) &&
               (!knowledge_.gender_of(folded_[draft.range.begin]) || after_article(draft.range.begin))) {
      return;  // "Amir", "President": a nominal in capitals
    } else if (name.label == "ORG" && draft.range.end - draft.range.begin == 1 &&
               token(draft.range.begin).upos == Upos::kAdj && modifies_noun(draft.range.begin)) {
      return;  // "Human rights groups", at the head of a sentence
    } else if (name.label == "PER") {
      add_person(std::move(draft));
    } else if (name.label == "ORG") {
      add_organisation(std::move(draft));
    } else if (name.label == "LOC" || name.label == "FAC") {
      add_place(std::move(draft));
    } else if (name.label == "NORP") {
      if (modifies_noun(head_of(draft.range))) return;
      draft.shape = Shape::kGroup;
      draft.plural = token(head_of(draft.range)).feats.number == Number::kPlur;
      finish_name(std::move(draft));
    } else if (name.label.empty()) {
      add_unknown(std::move(draft));
    }
  }

  void finish_name(Draft draft) {
    draft.phrase = draft.range;
    draft.head = head_of(draft.range);
    draft.key = key(draft.range);
    draft.words = name_words(surface(draft.range));
    add_draft(std::move(draft));
  }

  // Does the word describe a noun to its right ("Russian troops")?
  bool modifies_noun(int32_t i) const {
    const Token& t = token(i);
    // By position where the parse has it otherwise: "Kenyan Foreign Minister".
    if (t.upos == Upos::kAdj && i + 1 < size() && same_sentence(i, i + 1) && token(i + 1).space_before &&
        (token(i + 1).upos == Upos::kPropn || token(i + 1).upos == Upos::kNoun || token(i + 1).upos == Upos::kAdj))
      return true;
    if (t.head <= i) return false;
    return is_rel(t.deprel, "amod") || is_rel(t.deprel, "compound") || t.deprel == "nmod" || t.deprel == "nmod:desc";
  }

  // "ethnic Albanian unrest", "the Russian language", "3 million Australian dollars"
  bool names_no_state(int32_t i) const {
    static constexpr std::array<std::string_view, 8> kOfPeople = {"culture",  "currency", "dialect", "dollar",
                                                                  "language", "peso",     "pound",   "rupee"};
    static_assert(is_sorted_table(kOfPeople));
    if (!modifies_noun(i)) return false;
    if (i > 0 && same_sentence(i - 1, i) && folded_[i - 1] == "ethnic") return true;
    return i + 1 < size() && same_sentence(i, i + 1) && contains_sorted(kOfPeople, lemma_[i + 1]);
  }

  // Is a capital or a seat of government at `i` somebody who acts, rather than a place?
  bool acts(int32_t i) const {
    for (int step = 0; step < 4 && is_rel(token(i).deprel, "conj") && token(i).head >= 0; ++step) {
      if (!case_of(doc_, i).empty()) break;
      i = token(i).head;
    }
    const Token& t = token(i);
    std::string_view preposition = case_of(doc_, i);
    if (is_rel(t.deprel, "nsubj")) return t.head < 0 || doc_.dependent(t.head, "cop") < 0;
    if (t.deprel == "obl:agent") return true;
    if (is_rel(t.deprel, "nmod") && t.deprel == "nmod:poss") return true;
    if (is_rel(t.deprel, "obj") || is_rel(t.deprel, "iobj")) return t.head >= 0 && verb_cue(lemma_[t.head]);
    if (preposition == "with" || preposition == "against" || preposition == "between" || preposition == "by")
      return true;
    if (preposition == "on" && t.head >= 0)
      return lemma_[t.head] == "call" || lemma_[t.head] == "sanction" || lemma_[t.head] == "pressure";
    return false;
  }

  void add_table_name(Draft draft) {
    const Sense& sense = *draft.sense;
    int32_t head = head_of(draft.range);
    draft.facts.set_sector(sense.sector, kTableGround);
    switch (sense.kind) {
      case SenseKind::kCountry: {
        // "US $50 million"
        if (draft.range.end < size() && same_sentence(head, draft.range.end) && token(draft.range.end).form == "$")
          return;
        draft.shape = contains_sorted(kPlacePrepositions, case_of(doc_, head)) && !modifies_noun(head)
                          ? Shape::kPlace
                          : Shape::kGovernment;
        draft.loose = modifies_noun(head);
        break;
      }
      case SenseKind::kDemonym:
        // "African leaders", "Mapuche militias": of no one state, of a people or a part of the state and not its
        // government
        if ((sense.country.empty() || sense.sector == "CVL") && modifies_noun(head)) return;
        if (names_no_state(head)) return;
        if (!sense.country.empty() && (modifies_noun(head) || token(head).upos == Upos::kAdj)) {
          draft.shape = Shape::kGovernment;
          draft.facts.sector = "GOV";
          draft.loose = true;
        } else {
          draft.shape = sense.actor_kind == ActorKind::kPerson ? Shape::kPerson : Shape::kGroup;
          draft.facts.sector = "CVL";
          draft.plural = draft.shape == Shape::kGroup;
          draft.form = MentionForm::kNominal;
          draft.lemma = "people";
        }
        break;
      case SenseKind::kSeat: {
        bool capital_city = sense.actor_kind == ActorKind::kCountry;
        if (capital_city && !acts(head)) {
          draft.shape = Shape::kPlace;
        } else if (contains_sorted(kPlacePrepositions, case_of(doc_, head))) {
          draft.shape = Shape::kPlace;
        } else {
          draft.form = MentionForm::kMetonym;
          draft.shape = sense.sector == "GOV" ? Shape::kGovernment : Shape::kOrganisation;
        }
        break;
      }
      case SenseKind::kOrganisation:
        draft.shape = Shape::kOrganisation;
        // "National Police Agency": an agency of a state, and more than that.
        if (sense.sector == "GOV" && is_state(sense.country))
          for (int32_t i = draft.range.begin; i < draft.range.end; ++i)
            if (strong_sector(i) == "COP") draft.facts.sector = "COP";
        break;
      case SenseKind::kRegion:
        draft.shape = Shape::kPlace;
        break;
    }
    finish_name(std::move(draft));
  }

  bool after_article(int32_t i) const { return i > 0 && same_sentence(i - 1, i) && token(i - 1).upos == Upos::kDet; }

  void add_person(Draft draft) {
    // Titles that the model took for a part of the name.
    std::vector<std::string> words;
    for (int32_t i = draft.range.begin; i < draft.range.end; ++i) words.push_back(folded_[i]);
    int32_t from = draft.range.begin;
    int at = 0;
    while (true) {
      const Title* title = nullptr;
      int taken = title_at(words, at, &title);
      if (taken == 0 || from + at + taken >= draft.range.end) break;
      if (title->gender) draft.gender = title->gender;
      at += taken;
    }
    draft.range.begin = from + at;
    // "HH", "SP": two capitals are a rank or a style, no person.
    if (draft.range.end - draft.range.begin == 1 && token(draft.range.begin).form.size() == 2 &&
        folded_[draft.range.begin] != token(draft.range.begin).form &&
        is_upper(text_.at(token(draft.range.begin).span.end - 1)))
      return;
    // Nothing but a title ("HH", "Amir"): a nominal, or no mention.
    if (draft.range.end - draft.range.begin == 1) {
      const Title* title = nullptr;
      if (title_at(words, static_cast<int>(draft.range.begin - from), &title) == 1 &&
          knowledge_.gender_of(folded_[draft.range.begin]) == 0)
        return;
    }
    draft.shape = Shape::kPerson;
    draft.phrase = draft.range;
    finish_name(std::move(draft));
  }

  // title_at, for titles with and without their full stop.
  int title_at(const std::vector<std::string>& words, int at, const Title** out) const {
    int taken = knowledge_.title_at(words, at, out);
    if (taken > 0) return taken;
    const std::string& word = words[at];
    const Title* title =
        word.ends_with('.') ? knowledge_.title(word.substr(0, word.size() - 1)) : knowledge_.title(word + ".");
    if (!title) return 0;
    *out = title;
    return 1;
  }

  void add_organisation(Draft draft) {
    draft.shape = Shape::kOrganisation;
    std::string_view sector;
    for (int32_t i = draft.range.begin; i < draft.range.end; ++i) {
      // Some words decide wherever they stand: "Police School of Music", "Hotels Association".
      std::string_view strong = strong_sector(i);
      if (!strong.empty()) {
        sector = strong;
        break;
      }
      if (sector.empty() || token(i).upos != Upos::kAdp) {
        // English names end with what they are, but "Ministry of X", "Court of X" begin with it.
        std::string_view word = word_sector(i);
        if (!word.empty()) sector = word;
        if (!word.empty() && i + 1 < draft.range.end && (lemma_[i + 1] == "of" || lemma_[i + 1] == "for")) break;
      }
    }
    if (!sector.empty()) draft.facts.set_sector(sector, kWordGround);
    for (int32_t i = draft.range.begin; i < draft.range.end;) {
      Match match = capital(i) ? lookup(i, draft.range.end) : Match{};
      if (match.sense && match.sense->kind != SenseKind::kOrganisation) {
        draft.facts.set_country(match.country, kTableGround);
        i = match.end;
        continue;
      }
      if (draft.facts.country.empty() && capital(i)) draft.facts.set_country(country_of_town(folded_[i]), kWordGround);
      ++i;
    }
    int32_t last = draft.range.end - 1;
    if (lemma_[last] == "government" || lemma_[draft.range.begin] == "government") draft.shape = Shape::kGovernment;
    finish_name(std::move(draft));
  }

  // The country of a town by whose name a body is called; of several towns that of the story's country, abroad only a
  // large one, since nearly every word is a town somewhere.
  std::string_view country_of_town(const std::string& name) const {
    const auto& places = knowledge_.places(name);
    for (const auto& place : places)
      if (place.population >= kNotablePlace && place.country == story_country_) return place.country;
    if (places.empty() || places.front().population < (story_country_.empty() ? kNotablePlace : kLargePlace)) return {};
    return places.front().country;
  }

  void add_place(Draft draft) {
    draft.shape = Shape::kPlace;
    const auto& places = knowledge_.places(key(draft.range));
    if (!places.empty() && (places.front().population >= kNotablePlace || places.front().kind == 'A'))
      draft.facts.set_country(places.front().country, kWordGround);
    finish_name(std::move(draft));
  }

  // Proper nouns without a label: a person after a title or with a given name, an organisation by its words.
  void add_unknown(Draft draft) {
    int32_t last = draft.range.end - 1;
    Head head = head_word(draft.range.begin, last);
    if (head.agent || head.title) {
      // "Parliament", "the President", "Foreign Minister": nominals in capitals, unless a name follows them.
      if (head.begin == draft.range.begin) return;
      if (head.agent && head.agent->kind == ActorKind::kOrganisation) {
        add_organisation(std::move(draft));
        return;
      }
      return;
    }
    bool organisation = false;
    for (int32_t i = draft.range.begin; i < draft.range.end; ++i) organisation |= !word_sector(i).empty();
    if (organisation && draft.range.end - draft.range.begin > 1) {
      add_organisation(std::move(draft));
      return;
    }
    bool titled = false;
    std::vector<std::string> words;
    for (int32_t i = draft.range.begin; i < draft.range.end; ++i) words.push_back(folded_[i]);
    const Title* title = nullptr;
    if (title_at(words, 0, &title) > 0) titled = true;
    if (draft.range.begin > 0 && same_sentence(draft.range.begin - 1, draft.range.begin)) {
      const Head before = head_word(draft.range.begin - 1, draft.range.begin - 1);
      titled |= before.title != nullptr;
    }
    if (titled || knowledge_.gender_of(words.front()) || !knowledge_.offices_of(key(draft.range)).empty())
      add_person(std::move(draft));
  }

  // ---- what stands left of a name ----

  // Does the comma at `i` stand for `and` between peoples: "Turkish, Greek leaders", "US, Chinese officials"? A state
  // by its full name is no modifier: "In Turkey, Greek officials said".
  bool joins_nations(int32_t i) const {
    if (i < 1 || i + 1 >= size() || token(i).form != "," || !same_sentence(i - 1, i + 1)) return false;
    return std::ranges::all_of(std::array{i - 1, i + 1}, [&](int32_t at) {
      if (!capital(at)) return false;
      const Match match = lookup(at, at + 1);
      if (!match.sense) return false;
      return match.sense->kind == SenseKind::kDemonym ||
             (match.sense->kind == SenseKind::kCountry &&
              std::ranges::none_of(token(at).form, [](char c) { return c >= 'a' && c <= 'z'; }));
    });
  }

  // First token of the phrase that leads to `from` inside the tree of `top`.
  // `adjacent`: also what merely stands right before it.
  int32_t lead_begin(int32_t from, int32_t top, bool adjacent) const {
    int32_t begin = from;
    for (int32_t i = from - 1; i >= 0 && same_sentence(i, from) && from - i <= kLongestLead + 2; --i) {
      const Token& t = token(i);
      bool fits = t.upos == Upos::kAdj || t.upos == Upos::kNoun || t.upos == Upos::kPropn || t.upos == Upos::kNum ||
                  t.upos == Upos::kPart || (t.upos == Upos::kPron && t.deprel == "nmod:poss") ||
                  (t.upos == Upos::kVerb && is_rel(t.deprel, "amod")) ||
                  (t.upos == Upos::kPunct && (t.form == "-" || t.form == "." || t.form == "–")) ||
                  (t.upos == Upos::kCconj && i > 0 && is_rel(token(t.head >= 0 ? t.head : i).deprel, "conj"));
      const bool joined = joins_nations(i) || (i + 1 < from && joins_nations(i + 1));
      // Next to each other and in capitals or known as a title, words belong together even where the parse parts them.
      bool known = knowledge_.title(folded_[i]) || knowledge_.agent(lemma_[i]);
      bool near =
          t.upos != Upos::kVerb && t.upos != Upos::kNum && (known || (capital(i) && !t.deprel.starts_with("obl")));
      if (!joined && (!fits || !(doc_.is_below(i, top) || (adjacent && near)))) break;
      // Another name's apposition or list ends here.
      if (t.upos == Upos::kPunct && t.space_before && t.form != "-") break;
      begin = i;
    }
    while (begin < from &&
           (token(begin).upos == Upos::kPunct || token(begin).upos == Upos::kCconj || token(begin).upos == Upos::kPart))
      ++begin;
    // "Bank of Ghana governor": the lead begins with a name, not within it
    if (begin < from && at_[begin] >= 0) {
      const TokenRange name = drafts_[at_[begin]].range;
      if (name.begin < begin && name.end < from && same_sentence(name.begin, begin)) begin = name.begin;
    }
    return begin;
  }

  // "Minister of Trade and Industry Ann Lee": where the title begins, or `from`.
  int32_t long_title(int32_t from) const {
    for (int32_t i = from - 1; i >= 0 && i >= from - kLongestTitle && same_sentence(i, from); --i) {
      const Token& t = token(i);
      if (t.upos == Upos::kAdp && (lemma_[i] == "of" || lemma_[i] == "for" || lemma_[i] == "to" || lemma_[i] == "in") &&
          i > 0) {
        if (i == from - 1) break;  // "prosecutors in Batumi": the name is no person's behind a title
        Head head = head_word(i - 1, i - 1);
        if (head.title && !head.title->sector.empty() && capital(i - 1)) return lead_begin(i - 1, i - 1, true);
      } else if (!(capital(i) || t.upos == Upos::kDet || t.upos == Upos::kCconj || t.form == "-")) {
        break;
      }
    }
    return from;
  }

  // The noun that heads the lead [begin, name), or -1; of several the weightiest office. Sets `head`, and the gender
  // that a title tells.
  int32_t lead_head(int32_t begin, Draft& draft, Head& head) const {
    const int32_t h = draft.range.begin - 1;
    std::vector<std::string> words;
    for (int32_t i = begin; i < draft.range.begin; ++i) words.push_back(folded_[i]);
    int32_t title_head = -1, rank = -1;
    for (int32_t i = h; i >= begin; --i) {
      // In "Minister of Trade Ann Lee" what follows "of" is the office's field.
      int32_t field = -1;
      for (int32_t k = begin; k < i; ++k)
        if (token(k).upos == Upos::kAdp) field = k;
      if (field > begin) {
        i = field;
        continue;
      }
      Head candidate = head_word(begin, i);
      const Title* title = nullptr;
      if (!candidate.agent && !candidate.title && title_at(words, i - begin, &title) == 1) {
        candidate.title = title;
        candidate.begin = i;
        candidate.lemma = folded_[i];
      }
      if (!candidate.agent && !candidate.title) continue;
      if (candidate.title && candidate.title->gender) draft.gender = candidate.title->gender;
      // "Foreign Minister Dr Ann Lee", "Prime Minister Sheikh Karim": the office counts, not honorific or rank.
      std::string_view sector = candidate.title ? std::string_view(candidate.title->sector) : candidate.agent->sector;
      if (sector.empty() && candidate.agent) sector = candidate.agent->sector;
      int weight = sector.empty()                                          ? 0
                   : sector == "REL" || sector == "EDU" || sector == "CVL" ? 1
                   : sector == "GOV" || sector == "LEG" || sector == "JUD" ? 3
                                                                           : 2;
      if (weight > rank) {
        head = candidate;
        title_head = i;
        rank = weight;
      }
      i = std::min(i, candidate.begin);
    }
    return title_head;
  }

  void read_lead(int index) {
    Draft& draft = drafts_[index];
    if (draft.shape == Shape::kPlace || draft.loose || (draft.shape != Shape::kPerson && modifies_noun(draft.head)))
      return;
    int32_t top = draft.head;
    // Where the title is the head: "President" with flat "Lee", or a noun right before with the name as its apposition.
    const Token& t = token(top);
    if (t.head >= 0 && t.head < draft.range.begin && same_sentence(t.head, top) &&
        (is_rel(t.deprel, "flat") || is_rel(t.deprel, "appos") || is_rel(t.deprel, "compound"))) {
      Head noun = head_word(t.head, t.head);
      bool unbroken = true;
      for (int32_t i = t.head; i < draft.range.begin; ++i)
        unbroken &= token(i).upos != Upos::kVerb && token(i).upos != Upos::kAux;
      if (unbroken && (noun.agent || noun.title) && draft.shape == Shape::kPerson &&
          doc_.subtree(t.head).begin <= t.head) {
        draft.other_head = top;
        top = t.head;
        draft.head = top;
      }
    }
    int32_t begin = draft.range.begin;
    if (draft.shape == Shape::kPerson) begin = long_title(begin);
    if (begin == draft.range.begin) begin = lead_begin(begin, top, draft.shape == Shape::kPerson);
    if (begin >= draft.range.begin && draft.head == head_of(draft.range)) {
      if (draft.shape == Shape::kPerson) read_person(draft);
      return;
    }
    if (draft.shape != Shape::kPerson) {
      // "Egypt's Banque Misr", "the Kenyan High Court"
      Facts facts = read_facts(begin, draft.range.begin, Head{}, draft.head);
      facts.sector.clear();
      facts.sector_ground = kNoGround;
      draft.facts.set_country(facts.country, std::min(facts.country_ground, static_cast<int>(kPhraseGround)));
      return;
    }
    Head head;
    const int32_t title_head = lead_head(begin, draft, head);
    if (title_head >= 0) {
      Facts facts = read_facts(begin, title_head, head, title_head);
      draft.owner = owner_;
      if (head.title) draft.office = head.title->office;
      draft.lemma = head.lemma;
      std::string role = surface({head.begin, title_head + 1});
      if (!facts.sector.empty()) facts.set_role(role, kPhraseGround);
      draft.facts.merge(facts);
      draft.phrase.begin = begin;
    } else {
      Facts facts = read_facts(begin, draft.range.begin, Head{}, draft.head);
      draft.facts.set_country(facts.country, facts.country_ground);
      if (facts.sector_ground) draft.facts.set_sector(facts.sector, kWordGround);
    }
    for (int32_t i = draft.phrase.begin; i < draft.range.begin; ++i)
      if (at_[i] < 0) at_[i] = index;
    for (int32_t i = begin; i < draft.range.begin; ++i)
      if (token(i).upos == Upos::kPron) draft.possessor = i;
    read_person(draft);
  }

  // Offices and gender of a person by name.
  void read_person(Draft& draft) {
    // "Rosa Lee of Paraguay"
    int32_t of = draft.range.end;
    if (of + 1 < size() && lemma_[of] == "of" && same_sentence(of, of + 1) && at_[of + 1] >= 0) {
      const Draft& place = drafts_[at_[of + 1]];
      if (place.sense && place.sense->kind == SenseKind::kCountry)
        draft.facts.set_country(place.facts.country, kPhraseGround);
    }
    if (!draft.gender) draft.gender = knowledge_.gender_of(draft.key);
    if (!draft.gender && !draft.words.empty() && draft.words.size() > 1)
      draft.gender = knowledge_.gender_of(draft.words.front());
    const std::vector<const Office*> offices = knowledge_.offices_of(draft.key);
    if (offices.empty()) return;
    const Office* now = date_ ? knowledge_.office_of(draft.key, *date_) : nullptr;
    if (now) {
      draft.facts.set_country(now->country, kOfficeGround);
      draft.facts.set_sector(now->sector, kOfficeGround);
      draft.facts.set_role(now->title, kOfficeGround);
      return;
    }
    // No date, or no office on it: whose he was, if all his offices agree; out of office when all had ended by the
    // date.
    bool one = true, same_sector = true, over = date_.has_value();
    for (const Office* office : offices) {
      one &= office->country == offices.front()->country;
      same_sector &= office->sector == offices.front()->sector;
      over &= office->end.size() >= 4 && date_ && office->end.substr(0, 10) < iso(*date_);
    }
    if (!one) return;
    draft.facts.set_country(offices.front()->country, kTableGround);
    if (over)
      draft.facts.set_sector("ELI", kWordGround);
    else if (!date_ && same_sector)
      draft.facts.set_sector(offices.front()->sector, kWordGround);
  }

  // ---- nominals ----

  void find_nominals() {
    // From right to left, so that "of X" is known when its head is read.
    for (int32_t h = size() - 1; h >= 0; --h) {
      const Token& t = token(h);
      if (at_[h] >= 0) continue;
      if (const std::string_view who = counted_people(h); !who.empty()) {
        add_nominal(h, h, {.agent = knowledge_.agent(who), .lemma = lemma_[h]}, false);
        continue;
      }
      if (t.upos != Upos::kNoun && t.upos != Upos::kPropn && t.upos != Upos::kAdj) continue;
      // "the military", but no "daily" or "injured" before a noun.
      if (t.upos == Upos::kAdj && (modifies_noun(h) || is_rel(t.deprel, "amod") || doc_.dependent(h, "det") < 0))
        continue;
      int32_t begin = lead_begin(h, h, false);
      // "at least 17 villagers" are 17 villagers
      if (begin > 0 && begin < h && folded_[begin - 1] == "at" &&
          (folded_[begin] == "least" || folded_[begin] == "most"))
        ++begin;
      Head head = head_word(begin, h);
      bool state = t.upos == Upos::kNoun && (lemma_[h] == "country" || lemma_[h] == "nation");
      bool side = t.upos == Upos::kNoun && contains_sorted(kSideNouns, lemma_[h]);
      bool generic = !head.agent && !head.title && t.upos == Upos::kNoun && contains_sorted(kGeneric, lemma_[h]);
      if (!head.agent && !head.title && !state && !generic && !(side && lemma_[h] == "side")) continue;
      if (t.upos == Upos::kAdj && !head.agent) continue;
      // "voiced their opposition to the law": what somebody does, no party
      if (lemma_[h] == "opposition" && h + 1 < size() && lemma_[h + 1] == "to") continue;
      if (h > 0 && token(h - 1).upos == Upos::kNum && (folded_[h] == "p.m." || folded_[h] == "pm")) continue;
      // A noun before another noun: only bodies, and only before what is no actor itself ("government plan").
      if (modifies_noun(h)) {
        int32_t over = t.head;
        Head above = head_word(over, over);
        bool body = head.agent && head.agent->kind == ActorKind::kOrganisation;
        if (above.agent || above.title || !body || at_[over] >= 0) continue;
      }
      add_nominal(begin, h, head, state);
    }
  }

  // Whom the number at `h` counts, if it is people that do something or that something is done to: "nine were
  // detained", "thousands marched in Quito". Empty if it is no such number.
  std::string_view counted_people(int32_t h) const {
    static constexpr std::array<std::string_view, 4> kMany = {"dozen", "hundred", "score", "thousand"};
    static constexpr std::array<std::string_view, 7> kProtest = {"chant", "demonstrate", "march", "protest",
                                                                 "rally", "riot",        "strike"};
    static constexpr std::array<std::string_view, 29> kDoneToPeople = {
        "abduct",   "acquit",  "arrest",    "behead", "charge", "convict",     "deport",      "detain",
        "evict",    "execute", "extradite", "free",   "hold",   "hospitalise", "hospitalize", "hurt",
        "imprison", "injure",  "jail",      "kidnap", "kill",   "lynch",       "massacre",    "murder",
        "pardon",   "release", "sentence",  "shoot",  "wound"};
    static_assert(is_sorted_table(kMany) && is_sorted_table(kProtest) && is_sorted_table(kDoneToPeople));
    const Token& t = token(h);
    const bool many = t.upos == Upos::kNoun && t.feats.number == Number::kPlur && contains_sorted(kMany, lemma_[h]);
    if ((t.upos != Upos::kNum && !many) || t.head < 0) return {};
    const bool of = std::ranges::any_of(doc_.dependents(h), [&](int32_t d) { return is_rel(token(d).deprel, "nmod"); });
    if (of) return {};
    if (t.deprel == "nsubj" && contains_sorted(kProtest, lemma_[t.head])) return "protester";
    const bool side = is_rel(t.deprel, "nsubj") || t.deprel == "obj";
    return side && contains_sorted(kDoneToPeople, lemma_[t.head]) ? "people" : std::string_view();
  }

  static int number_of(std::string_view word) {
    if (word == "both" || word == "two" || word == "2") return 2;
    if (word == "three" || word == "3") return 3;
    return 0;
  }

  // Article, possessor and number of the nominal at `h`.
  void read_determiners(int32_t h, Draft& draft) const {
    const Token& t = token(h);
    bool determined = false;
    for (int32_t child : doc_.dependents(h)) {
      if (child > h) continue;
      const Token& c = token(child);
      if (is_rel(c.deprel, "det")) {
        determined = true;
        draft.definite |= lemma_[child] == "the" || lemma_[child] == "this" || lemma_[child] == "that" ||
                          lemma_[child] == "these" || lemma_[child] == "those" || lemma_[child] == "both";
        if (draft.plural) draft.count = std::max(draft.count, number_of(lemma_[child]));
      }
      if (c.deprel == "nmod:poss") {
        draft.definite = true;
        draft.possessor = child;
      }
      if (is_rel(c.deprel, "nummod")) {
        draft.counted = true;
        draft.count = number_of(folded_[child]);
      }
    }
    if (!determined && t.upos == Upos::kPropn) draft.definite = true;  // "President said", "Parliament voted"
  }

  // What the nominal at `h` is, by its noun; false if it is no mention.
  bool read_shape(int32_t h, const Head& head, bool state, Draft& draft) const {
    if (state) {
      if (draft.count >= 2)
        draft.shape = Shape::kSides;
      else if (draft.plural)
        draft.shape = Shape::kGroup;
      else if (draft.definite)
        draft.shape = Shape::kGovernment;
      else
        return false;
      draft.facts.sector.clear();
      draft.facts.sector_ground = kNoGround;
      draft.facts.set_sector("GOV", kWordGround);
    } else if (contains_sorted(kSideNouns, lemma_[h]) && draft.plural && draft.count >= 2 && draft.definite) {
      draft.shape = Shape::kSides;
    } else if (!head.agent && !head.title) {
      // "side", "group", "member": an actor by what stands beside it, or a group named before.
      if (!contains_sorted(kGeneric, lemma_[h])) return false;
      bool body = contains_sorted(kBodies, lemma_[h]);
      if (draft.facts.sector.empty() && !(body && draft.definite) && lemma_[h] != "source") return false;
      draft.shape = draft.plural ? Shape::kGroup : body ? Shape::kOrganisation : Shape::kPerson;
    } else if (draft.facts.sector == "GOV" && contains_sorted(kGovernments, lemma_[h])) {
      // "Western governments" are no government of the story.
      draft.shape = draft.plural && draft.abroad ? Shape::kGroup : Shape::kGovernment;
      // "a state", "the state of": no actor unless definite or with a country
      if (lemma_[h] == "state" && !draft.definite && draft.facts.country.empty()) return false;
    } else if (head.agent && head.agent->kind == ActorKind::kOrganisation) {
      draft.shape = draft.plural ? Shape::kGroup : Shape::kOrganisation;
    } else if (head.agent && head.agent->kind == ActorKind::kGroup) {
      draft.shape = Shape::kGroup;
    } else {
      draft.shape = draft.plural ? Shape::kGroup : Shape::kPerson;
    }
    return true;
  }

  void add_nominal(int32_t begin, int32_t h, const Head& head, bool state) {
    const Token& t = token(h);
    Draft draft;
    draft.form = MentionForm::kNominal;
    draft.head = h;
    draft.lemma = head.lemma.empty() ? lemma_[h] : head.lemma;
    draft.plural = t.feats.number == Number::kPlur || (t.upos == Upos::kNum && lemma_[h] != "one");
    if (head.title) {
      draft.office = head.title->office;
      draft.gender = head.title->gender;
    }
    if (!draft.gender && contains_sorted(kWomen, lemma_[h])) draft.gender = 'f';
    if (!draft.gender && contains_sorted(kMen, lemma_[h])) draft.gender = 'm';
    read_determiners(h, draft);
    draft.facts = read_facts(begin, h, head, h);
    draft.owner = owner_;
    for (int32_t i = begin; i < h; ++i) {
      bool region =
          capital(i) && !knowledge_.senses(folded_[i]).empty() && knowledge_.senses(folded_[i]).front().country.empty();
      if (region || folded_[i] == "foreign" || folded_[i] == "international" || folded_[i] == "western")
        draft.abroad = true;
    }
    if (state && draft.plural) draft.abroad = true;
    // Rivals of who governs are his opposition.
    if (lemma_[h] == "rival" || lemma_[h] == "opponent" || lemma_[h] == "critic") draft.facts.sector = "OPP";
    // Kin of somebody are private people, though "father" and "sister" are titles of clergy too.
    if (draft.possessor >= 0 && contains_sorted(kKin, lemma_[h])) draft.facts.sector = "CVL";
    if (!state && head.title && !draft.facts.sector.empty())
      draft.facts.set_role(surface({std::max(begin, head.begin), h + 1}), kWordGround);
    int32_t of = oblique(doc_, h, "nmod", "of");
    if (of < 0) of = oblique(doc_, h, "nmod", "for");
    draft.of_token = of;
    if (!read_shape(h, head, state, draft)) return;
    // Shown without article, pronoun and ordinal words before it.
    int32_t shown = begin;
    while (shown < h &&
           (token(shown).upos == Upos::kPron || token(shown).upos == Upos::kDet || token(shown).upos == Upos::kPart))
      ++shown;
    if (h - shown > kLongestLead) shown = h - kLongestLead;
    draft.range = {shown, h + 1};
    draft.phrase = draft.range;
    draft.key = key(draft.range);
    int index = static_cast<int>(drafts_.size());
    at_[h] = index;
    for (int32_t i = shown; i < h; ++i)
      if (at_[i] < 0) at_[i] = index;
    drafts_.push_back(std::move(draft));
  }

  // ---- appositions and predicates ----

  // The draft of which the nominal at `h` says what it is, or -1.
  int described_by(const Draft& draft) const {
    int32_t h = draft.head;
    const Token& t = token(h);
    // "the ruling Dawn party": what it is stands right behind the name.
    static constexpr std::array<std::string_view, 15> kKinds = {
        "alliance", "association", "bloc",         "coalition",    "company", "federation", "firm", "group",
        "militia",  "movement",    "organisation", "organization", "party",   "tabloid",    "union"};
    static_assert(is_sorted_table(kKinds));
    if (!draft.plural && h > draft.range.begin && contains_sorted(kKinds, lemma_[h]) && at_[h - 1] >= 0) {
      const Draft& name = drafts_[at_[h - 1]];
      if (name.form == MentionForm::kName && name.shape == Shape::kOrganisation && name.range.end == h)
        return at_[h - 1];
    }
    // "the rights watchdog Open Hands said" where the parse has two subjects
    if (!draft.plural && h + 1 < size() && same_sentence(h, h + 1) && at_[h + 1] >= 0) {
      const Draft& name = drafts_[at_[h + 1]];
      if (name.form == MentionForm::kName && name.shape == Shape::kOrganisation &&
          draft.shape == Shape::kOrganisation && name.range.begin == h + 1 && token(name.head).head == t.head &&
          token(name.head).deprel == t.deprel)
        return at_[h + 1];
    }
    if (is_rel(t.deprel, "appos") && t.head >= 0) return at_[t.head];
    // "Ann Lee, president of the bank, said" where the parse lost the apposition.
    bool subject_of_next = is_rel(t.deprel, "nsubj") && h + 1 < size() && same_sentence(h, h + 1) &&
                           (token(h + 1).upos == Upos::kVerb || token(h + 1).upos == Upos::kAux);
    if (!draft.plural && case_of(doc_, h).empty() && !subject_of_next) {
      int32_t i = draft.range.begin - 1;
      while (i >= 0 && same_sentence(i, h) &&
             (token(i).upos == Upos::kDet || token(i).upos == Upos::kPron || token(i).upos == Upos::kPart))
        --i;
      bool name_follows = h + 1 < size() && at_[h + 1] >= 0 && drafts_[at_[h + 1]].form == MentionForm::kName;
      if (i > 0 && same_sentence(i, h) && token(i).form == "," && !name_follows) {
        // "Open Hands (OH), a village charity, said"
        int32_t last = i - 1;
        if (token(last).form == ")" && last > 2 && token(last - 2).form == "(") last -= 3;
        int before = last >= 0 ? at_[last] : -1;
        bool determined = token(i + 1).upos == Upos::kDet;
        if (before >= 0 && drafts_[before].form == MentionForm::kName && drafts_[before].range.end == last + 1 &&
            drafts_[before].shape == draft.shape &&
            (draft.shape == Shape::kPerson || (draft.shape == Shape::kOrganisation && determined)))
          return before;
      }
    }
    if (is_rel(t.deprel, "conj") && t.head >= 0 && at_[t.head] >= 0) {
      // "head of the clinic and treasurer of the guild": the second role is of the same person.
      const Draft& first = drafts_[at_[t.head]];
      return first.predicative && first.head == t.head ? first.described : -1;
    }
    if (doc_.dependent(h, "cop") >= 0) {
      int32_t subject = subject_of(doc_, h);
      return subject >= 0 && subject != h ? at_[subject] : -1;
    }
    if (is_rel(t.deprel, "xcomp") && t.head >= 0) {
      int32_t object = doc_.dependent(t.head, "obj");
      if (object < 0) object = doc_.dependent(t.head, "nsubj:pass");
      if (object < 0 && lemma_[t.head] == "become") object = subject_of(doc_, t.head);
      return object >= 0 && object != h ? at_[object] : -1;
    }
    return -1;
  }

  // "the head of the mission, Ann Lee, said": the noun, by position, when the parse has no apposition; else -1.
  int32_t noun_before(const Draft& name) const {
    if (name.shape != Shape::kPerson || name.phrase.begin < 2) return -1;
    int32_t comma = name.phrase.begin - 1;
    if (!same_sentence(comma, name.head) || token(comma).form != ",") return -1;
    int32_t next = name.range.end;
    bool closed = next >= size() || !same_sentence(next, name.head) || token(next).form == "," ||
                  token(next).form == "." || token(next).upos == Upos::kVerb || token(next).upos == Upos::kAux;
    if (!closed) return -1;
    for (int32_t i = comma - 1; i >= 0 && i >= comma - kLongestTitle && same_sentence(i, comma); --i) {
      const Token& t = token(i);
      if (t.upos == Upos::kVerb || t.upos == Upos::kAux || t.upos == Upos::kPunct || t.upos == Upos::kCconj) return -1;
      if (at_[i] < 0 || drafts_[at_[i]].head != i) continue;
      const Draft& noun = drafts_[at_[i]];
      const bool comma_behind = next < size() && token(next).form == ",";
      const bool described = noun.form == MentionForm::kNominal && noun.shape == Shape::kPerson && !noun.plural &&
                             (noun.definite || comma_behind);
      // What stands between must hang on the noun ("of the mission").
      if (described && (i == comma - 1 || token(i + 1).upos == Upos::kAdp)) return i;
      if (noun.form == MentionForm::kName && noun.shape == Shape::kPerson) return -1;
    }
    return -1;
  }

  void read_predicates() {
    // From left to right, so that the first of coordinated roles is known before the next.
    std::vector<size_t> order(drafts_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return drafts_[a].head < drafts_[b].head; });
    for (size_t i : order) {
      Draft& draft = drafts_[i];
      const Token& t = token(draft.head);
      if (draft.form == MentionForm::kName) {
        // "the court's spokeswoman, Ann Lee" with the noun as head: the noun is the name's description.
        int32_t noun_head = is_rel(t.deprel, "appos") ? t.head : -1;
        // "a spokesman for the army, Ann Lee, said" where the parse hangs the name on the army
        if (const int32_t before = noun_before(draft); before >= 0) noun_head = before;
        if (noun_head >= 0 && at_[noun_head] >= 0 && at_[noun_head] != static_cast<int>(i)) {
          Draft& noun = drafts_[at_[noun_head]];
          if (noun.form == MentionForm::kNominal && noun.head == noun_head && draft.shape != Shape::kPlace &&
              compatible(noun.shape, draft.shape) && (!noun.plural || draft.shape == Shape::kPerson)) {
            draft.facts.merge(noun.facts);
            if (draft.lemma.empty()) draft.lemma = noun.lemma;
            if (draft.office.empty()) draft.office = noun.office;
            if (!draft.gender) draft.gender = noun.gender;
            if (draft.possessor < 0) draft.possessor = noun.possessor;
            if (draft.owner < 0) draft.owner = noun.owner;
            draft.other_head = draft.head;
            draft.head = noun.head;
            draft.phrase.begin = std::min(draft.phrase.begin, noun.range.begin);
            noun.range = {0, 0};  // dropped
            noun.predicative = true;
          }
        }
        continue;
      }
      if (draft.form != MentionForm::kNominal || draft.predicative) continue;
      int described = described_by(draft);
      bool role_only = case_of(doc_, draft.head) == "as" && is_rel(t.deprel, "obl");
      if (described < 0 || described == static_cast<int>(i)) {
        if (role_only) draft.predicative = true;
        continue;
      }
      Draft& target = drafts_[described];
      if (target.shape == Shape::kPlace || !compatible(draft.shape, target.shape)) continue;
      draft.predicative = true;
      draft.described = described;
      draft.described_head = target.head;
      if (target.form == MentionForm::kPronoun) continue;
      bool copula = doc_.dependent(draft.head, "cop") >= 0;
      Facts facts = draft.facts;
      if (!copula || !target.facts.sector_ground) {
        std::string role =
            draft.of_token >= 0 ? surface({draft.range.begin, doc_.subtree(draft.of_token).end}) : surface(draft.range);
        if (role.size() <= 120) facts.set_role(role, kWordGround + 1);
        target.facts.merge(facts);
        if (target.lemma.empty()) target.lemma = draft.lemma;
        if (target.office.empty()) target.office = draft.office;
        if (!target.gender) target.gender = draft.gender;
        if (target.possessor < 0) target.possessor = draft.possessor;
        if (target.owner < 0) target.owner = draft.owner;
      }
    }
  }

  static bool compatible(Shape a, Shape b) {
    auto body = [](Shape s) { return s == Shape::kOrganisation || s == Shape::kGovernment || s == Shape::kGroup; };
    return a == b || (body(a) && body(b)) || (a == Shape::kGroup && b == Shape::kPerson) ||
           (b == Shape::kGroup && a == Shape::kPerson);
  }

  // ---- pronouns ----

  void find_pronouns() {
    static constexpr std::array<std::string_view, 25> kPronouns = {
        "he",  "her",  "hers",  "him",    "his",  "i",    "it", "its", "me",    "mine", "my",   "our",  "ours",
        "she", "that", "their", "theirs", "them", "they", "us", "we",  "which", "who",  "whom", "whose"};
    static_assert(is_sorted_table(kPronouns));
    for (int32_t i = 0; i < size(); ++i) {
      const Token& t = token(i);
      bool pronoun = t.upos == Upos::kPron || t.upos == Upos::kDet;
      if (!pronoun || !contains_sorted(kPronouns, folded_[i])) continue;
      if (t.upos == Upos::kDet && folded_[i] == "that") continue;
      if (is_rel(t.deprel, "expl") || is_rel(t.deprel, "det") || is_rel(t.deprel, "mark")) continue;
      if (at_[i] >= 0 && drafts_[at_[i]].head == i) continue;
      Draft draft;
      draft.form = MentionForm::kPronoun;
      draft.head = i;
      draft.range = draft.phrase = {i, i + 1};
      draft.key = folded_[i];
      drafts_.push_back(std::move(draft));
    }
  }

  // ---- the story's country ----

  static bool is_state(std::string_view country) {
    return country.size() == 3 && country != "IGO" && country != "NGO" && country != "MNC";
  }

  // Words that bodies of many states are called by: "Supreme Court", "National Assembly", "Congress".
  bool common_name(TokenRange range) const {
    static constexpr std::array<std::string_view, 30> kCommon = {
        "affairs",  "central",     "civil",    "constitutional", "defence", "defense", "electoral", "federal",
        "finance",  "foreign",     "general",  "health",         "high",    "house",   "interior",  "investigation",
        "justice",  "legislative", "ministry", "national",       "of",      "people",  "public",    "representatives",
        "republic", "royal",       "security", "state",          "supreme", "the"};
    static_assert(is_sorted_table(kCommon));
    for (int32_t i = range.begin; i < range.end; ++i) {
      if (token(i).upos == Upos::kPunct || token(i).upos == Upos::kPart) continue;
      if (!contains_sorted(kCommon, folded_[i]) && word_sector(i).empty() && !knowledge_.agent(lemma_[i])) return false;
    }
    return true;
  }

  // Evidence: names of states, their people and capitals (in headline and first paragraph double), towns, holders of
  // office on the story's date, the dateline, the address. Bodies count little: their names recur from state to state.
  // Of equals the first by its letters.
  std::string find_story_country() const {
    std::map<std::string, double> weight;
    auto count = [&](std::string_view country, double points, int32_t at) {
      if (!is_state(country)) return;
      if (at >= 0 && doc_.sentences[token(at).sentence].paragraph <= 1) points *= 2;
      weight[std::string(country)] += points;
    };
    std::vector<bool> of_person(size(), false);
    for (const NameSpan& name : doc_.names)
      if (name.label == "PER") std::fill(of_person.begin() + name.begin, of_person.begin() + name.end, true);
    for (int32_t i = 0; i < size();) {
      Match match = capital(i) ? lookup(i, size()) : Match{};
      if (!match.sense) {
        ++i;
        continue;
      }
      bool body = is_body(*match.sense);
      // People may be called like a nation or a place: "Minister Han".
      if (!of_person[i])
        count(match.country, body ? (common_name({i, match.end}) || match.end == i + 1 ? 0 : 0.3) : 1.0, i);
      i = match.end;
    }
    for (const NameSpan& name : doc_.names) count_name(name, count);
    if (context_.layout.dateline && !context_.layout.dateline->place_name.empty()) {
      std::string place = fold(context_.layout.dateline->place_name);
      if (const auto& senses = knowledge_.senses(place); !senses.empty())
        count(senses.front().country, 2, -1);
      else if (const auto& places = knowledge_.places(place); !places.empty())
        count(places.front().country, 2, -1);
    }
    const std::string address = story_address();
    const size_t path = std::min(address.find_first_of("/?#: "), address.size());
    std::string home = country_of_site(without_scheme(context_.source.site));
    if (home.empty()) home = country_of_site(std::string_view(address).substr(0, path));
    count(home, kSiteWeight, -1);
    for (const std::string& country : countries_of_path(std::string_view(address).substr(path)))
      count(country, kPathWeight, -1);
    std::string best;
    double most = 0;
    for (const auto& [country, points] : weight) {
      if (points > most) {
        most = points;
        best = country;
      }
    }
    return best;
  }

  // What a town or a holder of an office says of the story's country; `count(country, points, token)` takes it.
  template <class Count>
  void count_name(const NameSpan& name, const Count& count) const {
    const std::string folded = key({name.begin, name.end});
    if (name.label == "LOC" || name.label == "FAC") {
      const auto& places = knowledge_.places(folded);
      if (!places.empty() && places.front().population >= kNotablePlace && knowledge_.senses(folded).empty())
        count(places.front().country, 0.5, name.begin);
    } else if (name.label == "PER" && date_ && name.end - name.begin > 1) {
      if (const Office* office = knowledge_.office_of(folded, *date_)) count(office->country, 1.0, name.begin);
    }
  }

  // Folded address of the story without "https://", or empty.
  std::string story_address() const {
    if (context_.uri.starts_with("http")) return without_scheme(context_.uri);
    // Collections of plain text often have the address as their first line.
    std::string_view all = text_.utf8();
    return all.starts_with("http") ? without_scheme(all.substr(0, all.find_first_of("\r\n"))) : std::string();
  }
  static std::string without_scheme(std::string_view address) {
    size_t scheme = address.find("://");
    return fold(scheme == std::string_view::npos ? address : address.substr(scheme + 3));
  }

  // ISO3 that a folded host or name of a site tells: its ending, or what the name has or begins with ("koreatoday");
  // else empty.
  std::string country_of_site(std::string_view site) const {
    size_t dot = site.rfind('.');
    std::string_view ending = dot == std::string_view::npos ? std::string_view() : site.substr(dot + 1);
    if (ending == "uk") return "GBR";
    // Endings that are sold all over the world tell nothing.
    static constexpr std::array<std::string_view, 9> kSold = {"ai", "cc", "co", "fm", "io", "ly", "me", "to", "tv"};
    static_assert(is_sorted_table(kSold));
    std::string best;
    size_t longest = 3;
    for (const Country& country : knowledge_.countries()) {
      if (ending.size() == 2 && fold(country.iso2) == ending && !contains_sorted(kSold, ending)) return country.iso3;
      std::string name;
      for (char c : fold(country.name))
        if (c != ' ') name += c;
      if (name.size() > longest && site.find(name) != std::string_view::npos) {
        longest = name.size();
        best = country.iso3;
      }
    }
    for (std::string_view label : split(site, '.')) {
      for (size_t n = std::min(label.size(), kLongestHostName); n > std::max(longest, kShortestHostName - 1); --n) {
        const Sense* sense = state_sense(label.substr(0, n));
        if (!sense) continue;
        longest = n;
        best = sense->country;
      }
    }
    return best;
  }

  // First sense of a folded phrase if it is a state, its people or its seat; else null. Addresses have no capitals, so
  // "korea" will do for "Korea", but "us" is no "US".
  const Sense* state_sense(std::string_view folded) const {
    const auto& senses = knowledge_.senses(folded);
    if (senses.empty() || is_body(senses.front()) || !is_state(senses.front().country)) return nullptr;
    const std::string& exact = senses.front().exact;
    const bool letters = !exact.empty() && fold(exact).substr(1) != exact.substr(1);
    return letters ? nullptr : &senses.front();
  }

  // States named in the path of an address, which often has the headline ("/news/chile-signs-treaty"), each once.
  std::vector<std::string> countries_of_path(std::string_view path) const {
    std::vector<std::string> words, out;
    std::string word;
    for (char c : path) {
      if ((c >= 'a' && c <= 'z') || (c & 0x80)) {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::move(word));
        word.clear();
      }
    }
    if (!word.empty()) words.push_back(std::move(word));
    for (size_t i = 0; i < words.size();) {
      size_t end = i + 1;
      const Sense* found = nullptr;
      std::string phrase;
      for (size_t k = i; k < words.size() && k < i + kLongestName; ++k) {
        phrase += (k > i ? " " : "") + words[k];
        if (const Sense* sense = state_sense(phrase)) {
          found = sense;
          end = k + 1;
        }
        if (!knowledge_.is_prefix(phrase)) break;
      }
      if (found && !contains(out, found->country)) out.push_back(found->country);
      i = end;
    }
    return out;
  }

  const Text& text_;
  const Document& doc_;
  const Knowledge& knowledge_;
  const Context& context_;
  std::optional<Date> date_;
  std::vector<std::string> folded_, lemma_;
  std::vector<Draft> drafts_;
  std::vector<int32_t> at_;
  std::string story_country_;
  std::map<std::string, std::vector<std::string>> acronyms_;  // defined by the story, with the words they stand for
  int32_t owner_ = -1;  // what read_facts found: the body that the head belongs to
};

}  // namespace

void Facts::set_country(std::string_view value, int ground) {
  if (value.empty() || ground <= country_ground) return;
  country = value;
  country_ground = ground;
}
void Facts::set_sector(std::string_view value, int ground) {
  if (value.empty() || ground <= sector_ground) return;
  sector = value;
  sector_ground = ground;
}
void Facts::set_role(std::string_view value, int ground) {
  if (value.empty() || ground <= role_ground) return;
  role = value;
  role_ground = ground;
}
void Facts::merge(const Facts& other) {
  set_country(other.country, other.country_ground);
  set_sector(other.sector, other.sector_ground);
  set_role(other.role, other.role_ground);
  if (countries.empty()) countries = other.countries;
  former |= other.former;
}

std::vector<std::string> name_words(std::string_view utf8) {
  std::vector<std::string> words;
  std::u32string word;
  auto flush = [&] {
    if (!word.empty()) words.push_back(to_utf8(word));
    word.clear();
  };
  for (char32_t c : to_u32(fold(utf8))) {
    if (is_letter(c) || is_digit(c) || is_mark(c))
      word += c;
    else if (c != U'.' && c != U'\'' && c != U'’')
      flush();
  }
  flush();
  return words;
}

Drafts read_drafts(const Context& context, std::optional<Date> date) {
  return DraftReader(context, date).read();
}

}  // namespace dragoman
