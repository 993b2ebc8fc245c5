// Candidates for names. Runs of words come from the chain of tags; one that is likely at one place of the story is a
// candidate wherever the same words stand.
#include "reading/names/candidates.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <unordered_map>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/names/chain.h"

namespace dragoman {

const std::array<std::string_view, kNameFeatureCount> kNameFeatures = {
    "bias",
    "odds",
    "begin",
    "share",
    "left",
    "right",
    "weakest",
    "previous",
    "next",
    "two-words",
    "few-words",
    "many-words",
    "end-of-longer",
    "start-of-longer",
    "short-form",
    "has-short-form",
    "seen",
    "seen-kind",
    "country",
    "demonym",
    "seat",
    "organisation",
    "region",
    "place",
    "town",
    "office-holder",
    "given-name",
    "longer-known",
    "country-first",
    "demonym-first",
    "title-before",
    "the-first",
    "the-before",
    "possessive-inside",
    "possessive-behind",
    "hyphen-before",
    "hyphen-behind",
    "hyphen-inside",
    "bracketed",
    "quote-before",
    "quote-behind",
    "comma-inside",
    "of-inside",
    "in-inside",
    "and-inside",
    "of-behind",
    "in-behind",
    "lower-first",
    "lower-last",
    "capitals",
    "digits",
    "facility-last",
    "facility-behind",
    "region-last",
    "region-behind",
    "body-last",
    "body-behind",
    "act-last",
    "act-behind",
    "direction-first",
    "direction-before",
    "capital-before",
    "capital-behind",
    "noun-behind",
    "sentence-start",
    "one-constituent",
    "head-last",
    "no-proper-noun",
};

namespace {

constexpr int32_t kLongest = 16;  // words of a candidate
constexpr float kLeastMarginal = 0.004F;
constexpr float kLeastAnyKind = 0.05F;  // of a run as a name of any kind, when its own kind is less likely than that
constexpr float kLeastShare = 0.1F;
constexpr float kLeastElsewhere = 0.3F;  // a run so likely at one place is a candidate at the others
constexpr size_t kMostOccurrences = 200;

constexpr std::array kFacilities = std::to_array<std::string_view>(
    {"airfield", "airport",  "aqueduct",   "arena",    "barracks", "base",      "bridge",  "building",  "camp",
     "canal",    "castle",   "cathedral",  "cemetery", "center",   "centre",    "church",  "clinic",    "complex",
     "dam",      "depot",    "dock",       "factory",  "gallery",  "gate",      "hall",    "harbor",    "harbour",
     "highway",  "hospital", "hotel",      "house",    "jail",     "library",   "line",    "mall",      "market",
     "memorial", "mill",     "mine",       "monument", "mosque",   "motorway",  "museum",  "palace",    "park",
     "pier",     "pipeline", "plant",      "plaza",    "port",     "prison",    "railway", "refinery",  "reservoir",
     "resort",   "road",     "roundabout", "shrine",   "square",   "stadium",   "station", "synagogue", "temple",
     "terminal", "theater",  "theatre",    "tower",    "tunnel",   "warehouse", "wharf",   "zoo"});
static_assert(is_sorted_table(kFacilities));
constexpr std::array kRegions = std::to_array<std::string_view>(
    {"area",    "atoll",     "basin",     "bay",          "beach",        "border",        "cape",
     "city",    "coast",     "community", "continent",    "county",       "creek",         "delta",
     "desert",  "district",  "division",  "emirate",      "forest",       "governorate",   "gulf",
     "heights", "highlands", "hill",      "hills",        "island",       "islands",       "kingdom",
     "lake",    "mountain",  "mountains", "municipality", "neighborhood", "neighbourhood", "oblast",
     "ocean",   "peninsula", "plateau",   "prefecture",   "province",     "provinces",     "range",
     "region",  "regions",   "republic",  "river",        "sea",          "state",         "states",
     "strait",  "street",    "suburb",    "territories",  "territory",    "town",          "township",
     "valley",  "village",   "ward",      "zone"});
static_assert(is_sorted_table(kRegions));
constexpr std::array kBodies = std::to_array<std::string_view>(
    {"academy",     "administration", "agency",     "airlines",     "airways",      "army",       "assembly",
     "association", "authority",      "bank",       "board",        "bureau",       "church",     "club",
     "co",          "college",        "commission", "committee",    "company",      "congress",   "consulate",
     "corp",        "corporation",    "council",    "court",        "department",   "embassy",    "federation",
     "firm",        "force",          "forces",     "foundation",   "front",        "fund",       "government",
     "group",       "guard",          "inc",        "institute",    "institution",  "league",     "limited",
     "ltd",         "magazine",       "ministry",   "mission",      "municipality", "navy",       "network",
     "news",        "newspaper",      "office",     "organisation", "organization", "parliament", "party",
     "police",      "school",         "senate",     "service",      "services",     "society",    "team",
     "times",       "tribunal",       "trust",      "union",        "university"});
static_assert(is_sorted_table(kBodies));
constexpr std::array kActs = std::to_array<std::string_view>(
    {"accord",     "accords",   "act",          "agenda",        "agreement",   "award",      "awards",
     "bill",       "campaign",  "championship", "championships", "code",        "conference", "constitution",
     "convention", "cup",       "day",          "deal",          "declaration", "election",   "exhibition",
     "expo",       "fair",      "festival",     "forum",         "framework",   "games",      "index",
     "initiative", "law",       "operation",    "pact",          "plan",        "policy",     "prize",
     "program",    "programme", "project",      "protocol",      "report",      "resolution", "revolution",
     "scheme",     "series",    "show",         "strategy",      "summit",      "tournament", "treaty",
     "trophy",     "variant",   "war",          "week"});
static_assert(is_sorted_table(kActs));
constexpr std::array kDirections = std::to_array<std::string_view>(
    {"central",      "downtown", "east",      "eastern",      "greater",      "inner",     "lower",
     "mainland",     "north",    "northeast", "northeastern", "northern",     "northwest", "northwestern",
     "outer",        "rural",    "south",     "southeast",    "southeastern", "southern",  "southwest",
     "southwestern", "upper",    "west",      "western"});
static_assert(is_sorted_table(kDirections));

constexpr float kLeastOdds = -8, kMostOdds = 8;
float odds(float p) {
  return std::clamp(std::log(std::max(p, 1e-9F) / std::max(1 - p, 1e-9F)), kLeastOdds, kMostOdds);
}
float log_of(float p) {
  return std::log(std::max(p, 3e-4F));
}

// What one word is, seen without its neighbours.
struct Word {
  int32_t id = 0;  // equal for equal forms
  std::string folded;
  bool capital = false, capitals = false, lower = false, digits = false;
};

struct Place {
  int32_t begin = 0, end = 0;
  float marginal = 0;
};

// All about one sequence of words that depends on the sequence alone.
struct Phrase {
  int32_t length = 0;
  std::vector<int32_t> at;     // first tokens of its places
  std::vector<float> of_kind;  // place by place, the marginal of each kind
  const std::array<float, kNameLabels.size()>* seen = nullptr;
  float seen_articles = 0;
  bool country = false, demonym = false, seat = false, organisation = false, region = false, place = false,
       town = false, holder = false, given = false, longer = false;
};

class Finder {
 public:
  Finder(const Text& text, const Document& doc, const Knowledge& knowledge, const SeenNames& seen)
      : text_(text),
        doc_(doc),
        knowledge_(knowledge),
        seen_(seen),
        chain_(doc),
        words_(static_cast<int32_t>(doc.tokens.size())),
        kinds_(chain_.kinds()) {
    // The kinds that the table of seen names has; dates and sums of money are none.
    for (std::string_view label : doc.name_tags.kinds)
      label_of_.push_back(label == "DATE" || label == "MONEY" ? kNameLabels.size() : name_label(label));
  }

  std::vector<NameCandidate> run() {
    read_words();
    find();
    read_phrases();
    find_elsewhere();
    std::sort(out_.begin(), out_.end(), [](const NameCandidate& a, const NameCandidate& b) {
      return std::tie(a.begin, a.end, a.kind) < std::tie(b.begin, b.end, b.kind);
    });
    read_longer();
    read_short_forms();
    for (NameCandidate& c : out_) describe(c);
    return std::move(out_);
  }

 private:
  using F = NameFeature;

  const std::string& form(int32_t w) const { return doc_.tokens[w].form; }
  bool is(int32_t w, std::string_view folded) const { return words_of_[w].folded == folded; }
  bool in_paragraph(int32_t w, int32_t of) const {
    return w >= 0 && w < words_ &&
           doc_.sentences[doc_.tokens[w].sentence].paragraph == doc_.sentences[doc_.tokens[of].sentence].paragraph;
  }

  void read_words() {
    std::unordered_map<std::string_view, int32_t> ids;
    words_of_.resize(words_);
    for (int32_t w = 0; w < words_; ++w) {
      Word& word = words_of_[w];
      const auto [found, fresh] = ids.try_emplace(form(w), static_cast<int32_t>(ids.size()));
      word.id = found->second;
      if (fresh) {
        word.folded = fold(form(w));
        first_of_.push_back(w);
        int letters = 0, upper = 0, digits = 0;
        for (char32_t c : to_u32(form(w))) {
          letters += is_letter(c);
          upper += is_upper(c);
          digits += is_digit(c);
          if (letters == 1 && word.lower == word.capital) (is_upper(c) ? word.capital : word.lower) = is_letter(c);
        }
        word.capitals = letters > 1 && upper == letters;
        word.digits = digits > 0;
        places_of_.emplace_back();
      } else {
        word = words_of_[first_of_[word.id]];
      }
      places_of_[word.id].push_back(w);
    }
  }

  bool too_unlikely(int32_t begin, int32_t end, int32_t kind, float any, float marginal) const {
    if (marginal >= kLeastMarginal) return false;
    if (any < kLeastAnyKind) return true;
    return share(begin, end, kind) < kLeastShare;
  }

  // The kind's part of what speaks for a name of any kind, the mean over the words.
  float share(int32_t begin, int32_t end, int32_t kind) const {
    float sum = 0;
    for (int32_t w = begin; w < end; ++w)
      sum += (chain_.begins(w, kind) + chain_.continues(w, kind)) / (1 - chain_.outside(w) + 1e-4F);
    return sum / static_cast<float>(end - begin);
  }

  void find() {
    for (int32_t b = 0; b < words_; ++b) {
      if (chain_.begins(b) < kLeastMarginal) continue;
      float any = chain_.begins(b);
      const int32_t limit = std::min(b + kLongest, chain_.paragraph_end(b));
      for (int32_t e = b + 1; e <= limit; ++e) {
        if (e > b + 1) any *= chain_.continues(e - 1);
        if (any < kLeastMarginal) break;
        const float ends = e < chain_.paragraph_end(b) ? 1 - chain_.continues(e) : 1;
        for (int32_t k = 0; k < kinds_; ++k) {
          const float m = chain_.marginal(b, e, k);
          if (!too_unlikely(b, e, k, any * ends, m)) add(b, e, k, m);
        }
      }
    }
  }

  void add(int32_t begin, int32_t end, int32_t kind, float marginal) {
    NameCandidate& c = out_.emplace_back();
    c.begin = begin;
    c.end = end;
    c.kind = kind;
    c.marginal = marginal;
  }

  std::string key(int32_t begin, int32_t end) const {
    std::string out;
    for (int32_t w = begin; w < end; ++w) {
      const auto id = static_cast<uint32_t>(words_of_[w].id);
      for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(id >> shift);
    }
    return out;
  }

  bool same_words(int32_t a, int32_t b, int32_t length) const {
    if (chain_.paragraph_end(b) - b < length) return false;
    for (int32_t k = 0; k < length; ++k)
      if (words_of_[a + k].id != words_of_[b + k].id) return false;
    return true;
  }

  void read_phrases() {
    for (const NameCandidate& c : out_) {
      const auto [found, fresh] = phrase_of_.try_emplace(key(c.begin, c.end), static_cast<int32_t>(phrases_.size()));
      if (!fresh) continue;
      Phrase& p = phrases_.emplace_back();
      p.length = c.end - c.begin;
      for (int32_t w : places_of_[words_of_[c.begin].id]) {
        if (!same_words(c.begin, w, p.length)) continue;
        p.at.push_back(w);
        if (p.at.size() == kMostOccurrences) break;
      }
      if (p.at.size() > 1)
        for (int32_t w : p.at)
          for (int32_t k = 0; k < kinds_; ++k) p.of_kind.push_back(chain_.marginal(w, w + p.length, k));
      know(c, p);
    }
  }

  void know(const NameCandidate& c, Phrase& p) const {
    std::string folded;
    for (int32_t w = c.begin; w < c.end; ++w) {
      if (w > c.begin && doc_.tokens[w].space_before) folded += ' ';
      folded += words_of_[w].folded;
    }
    const std::string_view surface = text_.view(doc_.span_of({c.begin, c.end}));
    for (const Sense& s : knowledge_.senses(folded)) {
      if (!spelled_as(s, surface)) continue;
      p.country |= s.kind == SenseKind::kCountry;
      p.demonym |= s.kind == SenseKind::kDemonym;
      p.seat |= s.kind == SenseKind::kSeat;
      p.organisation |= s.kind == SenseKind::kOrganisation;
      p.region |= s.kind == SenseKind::kRegion;
    }
    const PlaceList places = knowledge_.places(folded);
    p.place = !places.empty();
    if (p.place) p.town = (*places.begin()).kind == 'P';
    p.holder = p.length > 1 && !knowledge_.offices_of(folded).empty();
    p.given = knowledge_.gender_of(words_of_[c.begin].folded) != 0;
    p.longer = knowledge_.is_prefix(folded);
    std::string letters;
    for (int32_t w = c.begin; w < c.end; ++w) letters += form(w);
    p.seen = seen_.find(letters);
    if (p.seen)
      for (float articles : *p.seen) p.seen_articles += articles;
  }

  // Likely at one place: a candidate at the others.
  void find_elsewhere() {
    std::unordered_map<int64_t, char> known;
    const auto place_key = [&](int32_t begin, int32_t length, int32_t kind) {
      return (static_cast<int64_t>(begin) * (kLongest + 1) + length) * kinds_ + kind;
    };
    for (const NameCandidate& c : out_) known[place_key(c.begin, c.end - c.begin, c.kind)] = 1;
    for (const Phrase& p : phrases_) {
      if (p.at.size() < 2) continue;
      for (int32_t k = 0; k < kinds_; ++k) {
        float most = 0;
        for (size_t i = 0; i < p.at.size(); ++i) most = std::max(most, p.of_kind[i * kinds_ + k]);
        if (most < kLeastElsewhere) continue;
        for (size_t i = 0; i < p.at.size(); ++i)
          if (known.try_emplace(place_key(p.at[i], p.length, k), 1).second)
            add(p.at[i], p.at[i] + p.length, k, p.of_kind[i * kinds_ + k]);
      }
    }
  }

  // Candidates of several words by their first and last word.
  void read_longer() {
    for (const NameCandidate& c : out_) {
      if (c.end - c.begin < 2 || c.marginal < 0.1F) continue;
      starts_[static_cast<int64_t>(words_of_[c.begin].id) * kinds_ + c.kind].push_back({c.begin, c.end, c.marginal});
      ends_[static_cast<int64_t>(words_of_[c.end - 1].id) * kinds_ + c.kind].push_back({c.begin, c.end, c.marginal});
    }
  }
  using Longer = std::unordered_map<int64_t, std::vector<Place>>;
  float elsewhere(const Longer& longer, const NameCandidate& c) const {
    const auto found = longer.find(static_cast<int64_t>(words_of_[c.begin].id) * kinds_ + c.kind);
    float most = 0;
    if (found != longer.end())
      for (const Place& p : found->second)
        if (p.end <= c.begin || p.begin >= c.end) most = std::max(most, p.marginal);
    return most;
  }

  // "International Monetary Fund (IMF)": the letters of the short form are capitals of the long one, the first the
  // first.
  bool shortens(int32_t word, int32_t begin, int32_t end) const {
    std::string capitals;
    for (int32_t w = begin; w < end; ++w)
      for (char c : form(w))
        if (c >= 'A' && c <= 'Z') capitals += c;
    const std::string& s = form(word);
    size_t at = 0;
    for (char c : s) {
      if (c < 'A' || c > 'Z') continue;
      at = capitals.find(c, at);
      if (at == std::string::npos || (&c == s.data() && at > 0)) return false;
      ++at;
    }
    return !capitals.empty() && capitals[0] == s[0];
  }
  void read_short_forms() {
    for (size_t i = 0; i < out_.size(); ++i) {
      const NameCandidate& c = out_[i];
      if (c.end - c.begin < 2 || c.end + 2 >= words_ || form(c.end) != "(" || form(c.end + 2) != ")") continue;
      const int32_t word = c.end + 1;
      if (!words_of_[word].capitals || !shortens(word, c.begin, c.end)) continue;
      has_short_form_[static_cast<int32_t>(i)] = 1;
      float& most = short_forms_[static_cast<int64_t>(words_of_[word].id) * kinds_ + c.kind];
      most = std::max(most, c.marginal);
    }
  }

  void describe(NameCandidate& c) {
    const int32_t b = c.begin, e = c.end, k = c.kind, n = e - b;
    auto& f = c.features;
    f.reserve(32);
    const auto put = [&f](F feature, float value) {
      if (value != 0) f.emplace_back(feature, value);
    };
    const auto flag = [&f](F feature, bool on) {
      if (on) f.emplace_back(feature, 1.0F);
    };
    put(F::kBias, 1);
    put(F::kOdds, odds(c.marginal));
    put(F::kBegin, log_of(chain_.begins(b) / (1 - chain_.outside(b) + 1e-4F)));
    put(F::kShare, log_of(share(b, e, k)));
    put(F::kLeft, log_of(1 - chain_.continues(b)));
    put(F::kRight, e < chain_.paragraph_end(b) ? log_of(1 - chain_.continues(e)) : 0);
    float weakest = 1;
    for (int32_t w = b; w < e; ++w) weakest = std::min(weakest, 1 - chain_.outside(w));
    put(F::kWeakest, log_of(weakest));
    const bool before = in_paragraph(b - 1, b), behind = in_paragraph(e, b);
    put(F::kPrevious, before ? 1 - chain_.outside(b - 1) : 0);
    put(F::kNext, behind ? 1 - chain_.outside(e) : 0);
    flag(F::kTwoWords, n == 2);
    flag(F::kFewWords, n == 3 || n == 4);
    flag(F::kManyWords, n > 4);

    const Phrase& p = phrases_[phrase_of_.at(key(b, e))];
    if (p.seen && label_of_[k] < kNameLabels.size()) {
      flag(F::kSeen, true);
      put(F::kSeenKind, p.seen->at(label_of_[k]) / p.seen_articles);
    }
    if (n == 1) {
      put(F::kEndOfLonger, elsewhere(ends_, c));
      put(F::kStartOfLonger, elsewhere(starts_, c));
      const auto found = short_forms_.find(static_cast<int64_t>(words_of_[b].id) * kinds_ + k);
      put(F::kShortForm, found == short_forms_.end() ? 0 : found->second);
    }
    flag(F::kHasShortForm, has_short_form_.count(static_cast<int32_t>(&c - out_.data())) > 0);

    flag(F::kCountry, p.country);
    flag(F::kDemonym, p.demonym);
    flag(F::kSeat, p.seat);
    flag(F::kOrganisation, p.organisation);
    flag(F::kRegion, p.region);
    flag(F::kPlace, p.place && !p.country && !p.town);
    flag(F::kTown, p.town && !p.country);
    flag(F::kOfficeHolder, p.holder);
    flag(F::kGivenName, p.given);
    flag(F::kLongerKnown, p.longer && behind && words_of_[e].capital);
    if (n > 1)
      for (const Sense& s : knowledge_.senses(words_of_[b].folded)) {
        flag(F::kCountryFirst, s.kind == SenseKind::kCountry || s.kind == SenseKind::kRegion);
        flag(F::kDemonymFirst, s.kind == SenseKind::kDemonym);
        break;
      }
    shape(c, before, behind, flag);
    tree(c, flag);
  }

  template <class Flag>
  void shape(const NameCandidate& c, bool before, bool behind, const Flag& flag) const {
    const int32_t b = c.begin, e = c.end, n = e - b;
    const Word &first = words_of_[b], &last = words_of_[e - 1];
    const std::string_view previous = before ? std::string_view(words_of_[b - 1].folded) : std::string_view();
    const std::string_view next = behind ? std::string_view(words_of_[e].folded) : std::string_view();
    const auto possessive = [](std::string_view s) { return s == "'s" || s == "’s" || s == "'" || s == "’"; };
    const auto hyphen = [](std::string_view s) { return s == "-" || s == "–"; };
    const auto quote = [](std::string_view s) {
      return s == "\"" || s == "'" || s == "“" || s == "”" || s == "‘" || s == "’";
    };
    flag(F::kTheFirst, first.folded == "the");
    flag(F::kTheBefore, previous == "the");
    flag(F::kHyphenBefore, hyphen(previous) && !doc_.tokens[b].space_before);
    flag(F::kHyphenBehind, hyphen(next) && !doc_.tokens[e].space_before);
    flag(F::kPossessiveBehind, next == "'s" || next == "’s");
    flag(F::kBracketed, previous == "(" && next == ")");
    flag(F::kQuoteBefore, quote(previous));
    flag(F::kQuoteBehind, quote(next) && !(next == "’" || next == "'"));
    bool owner = false, dash = false, comma = false, of = false, in = false, both = false;
    for (int32_t w = b; w < e; ++w) {
      const std::string& s = words_of_[w].folded;
      owner |= possessive(s);
      dash |= hyphen(s);
      comma |= s == ",";
      of |= s == "of" && w > b && w + 1 < e;
      in |= s == "in" || s == "on" || s == "at" || s == "from" || s == "for";
      both |= s == "and" || s == "&";
    }
    flag(F::kPossessiveInside, owner);
    flag(F::kHyphenInside, dash);
    flag(F::kCommaInside, comma);
    flag(F::kOfInside, of);
    flag(F::kInInside, in);
    flag(F::kAndInside, both);
    flag(F::kOfBehind, next == "of");
    flag(F::kInBehind, next == "in");
    flag(F::kLowerFirst, first.lower);
    flag(F::kLowerLast, last.lower && n > 1);
    flag(F::kCapitals, n == 1 && first.capitals);
    flag(F::kDigits, first.digits || last.digits);
    if (n > 1) {
      flag(F::kFacilityLast, contains_sorted(kFacilities, last.folded));
      flag(F::kRegionLast, contains_sorted(kRegions, last.folded));
      flag(F::kBodyLast, contains_sorted(kBodies, last.folded));
      flag(F::kActLast, contains_sorted(kActs, last.folded));
      flag(F::kDirectionFirst, contains_sorted(kDirections, first.folded));
    }
    flag(F::kFacilityBehind, contains_sorted(kFacilities, next));
    flag(F::kRegionBehind, contains_sorted(kRegions, next));
    flag(F::kBodyBehind, contains_sorted(kBodies, next));
    flag(F::kActBehind, contains_sorted(kActs, next));
    flag(F::kDirectionBefore, contains_sorted(kDirections, previous));
    flag(F::kCapitalBefore, before && words_of_[b - 1].capital);
    flag(F::kCapitalBehind, behind && words_of_[e].capital);
    flag(F::kNounBehind, behind && doc_.tokens[e].upos == Upos::kNoun);
    flag(F::kSentenceStart, doc_.sentences[doc_.tokens[b].sentence].begin == b);
    bool title = before && knowledge_.title(previous) != nullptr;
    if (!title && in_paragraph(b - 2, b))
      title = knowledge_.title(words_of_[b - 2].folded + " " + std::string(previous)) != nullptr;
    flag(F::kTitleBefore, title);
  }

  template <class Flag>
  void tree(const NameCandidate& c, const Flag& flag) const {
    int heads = 0;
    int32_t head = -1;
    bool proper = false;
    for (int32_t w = c.begin; w < c.end; ++w) {
      const Token& t = doc_.tokens[w];
      proper |= t.upos == Upos::kPropn;
      if (t.head >= c.begin && t.head < c.end) continue;
      ++heads;
      head = w;
    }
    flag(F::kOneConstituent, heads == 1);
    flag(F::kHeadLast, heads == 1 && head + 1 == c.end && c.end - c.begin > 1);
    flag(F::kNoProperNoun, !proper);
  }

  const Text& text_;
  const Document& doc_;
  const Knowledge& knowledge_;
  const SeenNames& seen_;
  const NameChain chain_;
  const int32_t words_, kinds_;
  std::vector<size_t> label_of_;  // by kind, index into kNameLabels
  std::vector<Word> words_of_;
  std::vector<int32_t> first_of_;                // by word id
  std::vector<std::vector<int32_t>> places_of_;  // by word id
  std::vector<NameCandidate> out_;
  std::unordered_map<std::string, int32_t> phrase_of_;
  std::vector<Phrase> phrases_;
  Longer starts_, ends_;
  std::unordered_map<int64_t, float> short_forms_;
  std::unordered_map<int32_t, char> has_short_form_;
};

}  // namespace

std::vector<NameCandidate> name_candidates(const Text& text, const Document& doc, const Knowledge& knowledge,
                                           const SeenNames& seen) {
  if (doc.name_tags.kinds.empty()) return {};
  return Finder(text, doc, knowledge, seen).run();
}

}  // namespace dragoman
