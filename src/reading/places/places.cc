// Places: every toponym of the story that stands for a place, and which place it is.
//
// Candidates are the model's names for places and the capitalised phrases that the tables know (the longest at each
// word). A country, capital or building that acts ("Moscow said", "Russia's offensive") is an actor and no place. Which
// of several places a name means is decided by: a qualifier behind it ("Moscow, Idaho"), the countries that the story
// talks of and its dateline, the places already found, and population. Confidence is the winner's share against the
// runner-up.
#include "reading/places/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/unicode.h"
#include "reading/times/governing.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using std::string_view;

template <size_t N>
bool in(string_view word, const std::array<string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Prepositions that put something at a place.
constexpr std::array<string_view, 25> kLocative = {
    "in",     "at",     "near",       "outside", "from",     "to",      "into",    "across",  "around",
    "inside", "within", "throughout", "toward",  "towards",  "off",     "over",    "through", "via",
    "along",  "beyond", "onto",       "above",   "entering", "leaving", "visiting"};
// Those under which an act took place, for place_of.
constexpr std::array<string_view, 16> kAtPlace = {"in",     "at",     "near",       "outside", "across", "around",
                                                  "inside", "within", "throughout", "off",     "over",   "through",
                                                  "along",  "on",     "into",       "to"};

// Words that are names of places in some gazetteer and hardly ever mean them in the news.
constexpr std::array<string_view, 60> kCommon = {
    "the",      "of",       "most",       "many",    "march",      "may",    "same",     "may",        "monday",
    "sunday",   "police",   "central",    "union",   "general",    "army",   "congress", "parliament", "republic",
    "date",     "man",      "see",        "bar",     "best",       "much",   "both",     "one",        "two",
    "new",      "old",      "young",      "south",   "north",      "east",   "west",     "western",    "eastern",
    "northern", "southern", "university", "college", "bank",       "park",   "court",    "house",      "media",
    "nation",   "post",     "times",      "reform",  "opposition", "mobile", "reading",  "bath",       "nice",
    "split",    "buy",      "sale",       "us",      "our",        "as"};

// States and provinces as papers shorten them (Associated Press style, and the two letters of the post behind a comma).
struct Short {
  string_view form, post, name, country;
};
constexpr std::array<Short, 61> kShort = {{{"ala.", "al", "alabama", "USA"},
                                           {"alaska", "ak", "alaska", "USA"},
                                           {"ariz.", "az", "arizona", "USA"},
                                           {"ark.", "ar", "arkansas", "USA"},
                                           {"calif.", "ca", "california", "USA"},
                                           {"colo.", "co", "colorado", "USA"},
                                           {"conn.", "ct", "connecticut", "USA"},
                                           {"del.", "de", "delaware", "USA"},
                                           {"d.c.", "dc", "district of columbia", "USA"},
                                           {"fla.", "fl", "florida", "USA"},
                                           {"ga.", "ga", "georgia", "USA"},
                                           {"hawaii", "hi", "hawaii", "USA"},
                                           {"idaho", "id", "idaho", "USA"},
                                           {"ill.", "il", "illinois", "USA"},
                                           {"ind.", "in", "indiana", "USA"},
                                           {"iowa", "ia", "iowa", "USA"},
                                           {"kan.", "ks", "kansas", "USA"},
                                           {"ky.", "ky", "kentucky", "USA"},
                                           {"la.", "la", "louisiana", "USA"},
                                           {"maine", "me", "maine", "USA"},
                                           {"md.", "md", "maryland", "USA"},
                                           {"mass.", "ma", "massachusetts", "USA"},
                                           {"mich.", "mi", "michigan", "USA"},
                                           {"minn.", "mn", "minnesota", "USA"},
                                           {"miss.", "ms", "mississippi", "USA"},
                                           {"mo.", "mo", "missouri", "USA"},
                                           {"mont.", "mt", "montana", "USA"},
                                           {"neb.", "ne", "nebraska", "USA"},
                                           {"nev.", "nv", "nevada", "USA"},
                                           {"n.h.", "nh", "new hampshire", "USA"},
                                           {"n.j.", "nj", "new jersey", "USA"},
                                           {"n.m.", "nm", "new mexico", "USA"},
                                           {"n.y.", "ny", "new york", "USA"},
                                           {"n.c.", "nc", "north carolina", "USA"},
                                           {"n.d.", "nd", "north dakota", "USA"},
                                           {"ohio", "oh", "ohio", "USA"},
                                           {"okla.", "ok", "oklahoma", "USA"},
                                           {"ore.", "or", "oregon", "USA"},
                                           {"pa.", "pa", "pennsylvania", "USA"},
                                           {"r.i.", "ri", "rhode island", "USA"},
                                           {"s.c.", "sc", "south carolina", "USA"},
                                           {"s.d.", "sd", "south dakota", "USA"},
                                           {"tenn.", "tn", "tennessee", "USA"},
                                           {"texas", "tx", "texas", "USA"},
                                           {"utah", "ut", "utah", "USA"},
                                           {"vt.", "vt", "vermont", "USA"},
                                           {"va.", "va", "virginia", "USA"},
                                           {"wash.", "wa", "washington", "USA"},
                                           {"w.va.", "wv", "west virginia", "USA"},
                                           {"wis.", "wi", "wisconsin", "USA"},
                                           {"wyo.", "wy", "wyoming", "USA"},
                                           {"alta.", "ab", "alberta", "CAN"},
                                           {"b.c.", "bc", "british columbia", "CAN"},
                                           {"man.", "mb", "manitoba", "CAN"},
                                           {"n.b.", "nb", "new brunswick", "CAN"},
                                           {"n.s.", "ns", "nova scotia", "CAN"},
                                           {"ont.", "on", "ontario", "CAN"},
                                           {"que.", "qc", "quebec", "CAN"},
                                           {"sask.", "sk", "saskatchewan", "CAN"},
                                           {"p.e.i.", "pe", "prince edward island", "CAN"},
                                           {"n.l.", "nl", "newfoundland and labrador", "CAN"}}};

struct Candidate {
  string_view name, country, admin1;
  double lat = 0, lon = 0;
  int64_t geonames = 0;
  int64_t population = 0;
  char kind = 'P';
};

struct Mention {
  int begin = 0, end = 0;  // tokens
  std::string key;         // folded
  bool by_model = false;   // the model calls it a place
  bool country = false;    // the name of a country
  bool seat = false;       // a capital or building that can stand for a government
  int qualifier = -1;      // index of the mention behind it that says where it is
  bool qualifies = false;  // is such a mention itself, hence a place and no actor
  std::vector<Candidate> candidates;
};

class Finder {
 public:
  explicit Finder(const Context& context)
      : context_(context),
        knowledge_(context.knowledge),
        doc_(context.doc),
        tokens_(context.doc.tokens),
        low_(lower_forms(tokens_)) {
    label_.assign(tokens_.size(), 0);
    for (const NameSpan& name : doc_.names) {
      const char kind = name.label == "LOC" || name.label == "FAC"                              ? 'L'
                        : name.label == "NORP"                                                  ? 'N'
                        : name.label == "PER" || name.label == "ORG" || name.label == "PRODUCT" ? 'X'
                                                                                                : 'M';
      for (int i = name.begin; i < name.end; ++i) label_[i] = kind;
    }
    for (const Token& token : tokens_) parsed_ = parsed_ || token.head >= 0;
  }

  std::vector<Place> all() {
    dateline();
    collect();
    weigh_countries();
    qualify();
    std::vector<Place> places;
    for (Mention& m : mentions_) {
      if (m.candidates.empty() || metonym(m)) continue;
      Place place;
      if (resolve(m, place)) places.push_back(std::move(place));
    }
    if (dateline_place_) places.push_back(*dateline_place_);
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.span < b.span; });
    return places;
  }

 private:
  bool capital(int i) const {
    const std::string& f = tokens_[i].form;
    return !f.empty() &&
           ((f[0] >= 'A' && f[0] <= 'Z') || (static_cast<unsigned char>(f[0]) >= 0xC3 && is_upper(to_u32(f)[0])));
  }
  string_view at(int i) const {
    return i >= 0 && i < static_cast<int>(low_.size()) ? string_view(low_[i]) : string_view();
  }

  // Words begin..end as a key of the tables.
  std::string key(int begin, int end) const {
    std::string out;
    for (int i = begin; i < end; ++i) {
      if (i > begin && tokens_[i].space_before) out += ' ';
      out += fold(tokens_[i].form);
    }
    return out;
  }

  bool known(const std::string& k, Mention& m) const {
    for (const Sense& sense : knowledge_.senses(k)) {
      if (sense.kind == SenseKind::kCountry) m.country = true;
      if (sense.kind == SenseKind::kSeat) m.seat = true;
    }
    for (const GazetteerEntry& entry : knowledge_.places(k)) {
      m.candidates.push_back({entry.name, entry.country, entry.admin1, entry.lat, entry.lon, entry.geonames,
                              entry.population, entry.kind});
    }
    if (m.country) {
      const bool has =
          std::any_of(m.candidates.begin(), m.candidates.end(), [](const Candidate& c) { return c.kind == 'C'; });
      if (!has) {
        for (const Sense& sense : knowledge_.senses(k)) {
          if (sense.kind != SenseKind::kCountry) continue;
          const Country* country = knowledge_.country(sense.country);
          if (!country) continue;
          // Under another name than the gazetteer's ("Britain"): its row by the country's own name.
          for (const GazetteerEntry& entry : knowledge_.places(fold(country->name))) {
            if (entry.kind == 'C' && entry.country == country->iso3)
              m.candidates.push_back({country->name, entry.country, entry.admin1, entry.lat, entry.lon, entry.geonames,
                                      entry.population, 'C'});
          }
        }
      }
    }
    for (const Sense& sense : knowledge_.senses(k)) {
      if (sense.kind == SenseKind::kRegion) {
        const bool has = std::any_of(m.candidates.begin(), m.candidates.end(), [](const Candidate& c) {
          return c.kind == 'R' || c.kind == 'A' || c.kind == 'W';
        });
        if (!has) m.candidates.push_back({sense.name, sense.country, {}, 0, 0, 0, 5000000, 'R'});
      }
    }
    return !m.candidates.empty();
  }

  // "Mich.", "N.J.", and "NJ" behind a comma: the state or province meant.
  bool shortened(int i, Mention& m) const {
    const bool post = low_[i].size() == 2 && at(i - 1) == "," && tokens_[i].form.size() == 2 &&
                      tokens_[i].form[1] >= 'A' && tokens_[i].form[1] <= 'Z';
    // Where the stop came off as a word of its own: "Springfield, Ill."
    const bool stop = at(i - 1) == "," && at(i + 1) == "." && tokens_[i].span.end == tokens_[i + 1].span.begin;
    for (const Short& s : kShort) {
      const bool whole =
          s.form.back() == '.' &&
          (s.form == low_[i] || (s.form.size() == 4 && s.form.substr(0, 3) == low_[i] && s.form[1] == '.') ||
           (stop && s.form.substr(0, s.form.size() - 1) == low_[i]));
      if (!whole && !(post && s.post == low_[i])) continue;
      for (const GazetteerEntry& entry : knowledge_.places(s.name)) {
        if (entry.country == s.country && (entry.kind == 'A' || entry.kind == 'R'))
          m.candidates.push_back(
              {entry.name, entry.country, entry.admin1, entry.lat, entry.lon, entry.geonames, entry.population, 'A'});
      }
      m.begin = i, m.end = i + 1;
      m.by_model = true;
      return !m.candidates.empty();
    }
    return false;
  }

  void collect() {
    const int n = static_cast<int>(tokens_.size());
    for (int i = 0; i < n;) {
      if (!capital(i) || label_[i] == 'X' || label_[i] == 'N') {
        ++i;
        continue;
      }
      if (Mention m; shortened(i, m)) {
        mentions_.push_back(std::move(m));
        ++i;
        continue;
      }
      int limit = i;
      const int sentence_end = doc_.sentences.empty() ? n : doc_.sentences[tokens_[i].sentence].end;
      while (limit < sentence_end && limit < i + 5 &&
             (capital(limit) || (limit > i && (low_[limit] == "-" || low_[limit] == "of" || low_[limit] == "the" ||
                                               low_[limit] == "and" || low_[limit] == "al" || low_[limit] == "de" ||
                                               low_[limit] == "." || low_[limit] == "'s"))))
        ++limit;
      Mention best;
      for (int end = limit; end > i; --end) {
        if (!capital(end - 1) && low_[end - 1] != ".") continue;
        Mention m;
        m.begin = i, m.end = end;
        m.key = key(i, end);
        if (known(m.key, m)) {
          best = std::move(m);
          break;
        }
      }
      // The model's own name, when the tables do not know it: a place without coordinates.
      int model_end = i;
      for (const NameSpan& name : doc_.names) {
        if (name.begin == i && (name.label == "LOC" || name.label == "FAC")) model_end = name.end;
      }
      for (int j = i + 1; j < model_end; ++j) {
        if (low_[j] == ",") model_end = j;  // "Bowling Green, Ohio" is two places
      }
      while (model_end > i + 1 && weekday_of_word(low_[model_end - 1]) >= 0) --model_end;  // "in Alexandria Friday"
      if (model_end > i && (best.candidates.empty() || best.end < model_end)) {
        Mention m;
        m.begin = i, m.end = model_end;
        m.key = key(i, model_end);
        // "Donetsk region", "Kabul airport" begin with a place that is known: it says where.
        if (!known(m.key, m) && !best.candidates.empty()) {
          for (Candidate c : best.candidates) {
            c.kind = 'S';
            m.candidates.push_back(c);
          }
        }
        if (m.candidates.empty()) m.candidates.push_back({});
        m.by_model = true;
        mentions_.push_back(std::move(m));
        i = model_end;
        continue;
      }
      if (best.candidates.empty()) {
        ++i;
        continue;
      }
      best.by_model = label_[i] == 'L';
      if (!accept(best)) {
        i = best.country ? best.end : i + 1;
        continue;
      }
      i = best.end;
      mentions_.push_back(std::move(best));
    }
  }

  // A table hit that the model does not call a place: countries and large or qualified places after a preposition only.
  bool accept(const Mention& m) const {
    if (m.by_model) return true;
    if (m.end - m.begin == 1 && (in(string_view(m.key), kCommon) || m.key.size() < 3)) return false;
    if (m.country && !doc_.names.empty() && label_[m.begin] == 0) return locative(m.begin);
    if (m.country || m.seat) return true;
    // Part of a longer capitalised run is a part of another name: "Paris Hilton", "Bank of China".
    const bool run = (m.end < static_cast<int>(tokens_.size()) && capital(m.end) && tokens_[m.end].space_before &&
                      at(m.end) != "on") ||
                     (m.begin > 0 && capital(m.begin - 1) &&
                      tokens_[m.begin - 1].sentence == tokens_[m.begin].sentence && !(sentence_start(m.begin - 1)));
    if (run) return false;
    if (sentence_start(m.begin)) return false;
    return locative(m.begin) || at(m.end) == "," || at(m.begin - 1) == ",";
  }

  bool sentence_start(int i) const {
    return i == 0 || tokens_[i - 1].sentence != tokens_[i].sentence || at(i - 1) == "\u201c" || at(i - 1) == "\"";
  }

  // Preposition of place right before (an article, an adjective or "the city of" between).
  bool locative(int begin) const {
    int i = begin - 1;
    for (int steps = 0; steps < 4 && i >= 0 && tokens_[i].sentence == tokens_[begin].sentence; ++steps, --i) {
      if (in(at(i), kLocative)) return true;
      if (at(i) == "of" && i > 0) {
        static constexpr std::array<string_view, 30> kClasses = {
            "city",   "town",   "village",   "capital",   "province",  "region",    "state",  "district",
            "port",   "island", "republic",  "suburb",    "county",    "outskirts", "north",  "south",
            "east",   "west",   "part",      "parts",     "area",      "centre",    "center", "streets",
            "border", "coast",  "territory", "northwest", "northeast", "southeast"};
        return in(at(i - 1), kClasses);
      }
      static constexpr std::array<string_view, 26> kBetween = {
          "the",         "northern", "southern",     "eastern",      "western",     "central", "neighbouring",
          "neighboring", "nearby",   "downtown",     "city",         "town",        "village", "capital",
          "port",        "province", "region",       "north",        "south",       "east",    "west",
          "mainland",    "occupied", "northeastern", "southeastern", "southwestern"};
      const bool word =
          in(at(i), kBetween) || (tokens_[i].upos == Upos::kAdj && steps == 0) || at(i) == "and" || at(i) == ",";
      if (at(i) == "and" || at(i) == ",") {
        // "in Kabul and Herat": a list of places.
        if (i < 1 || !capital(i - 1)) return false;
        --i;
        while (i > 0 && capital(i - 1)) --i;
        continue;
      }
      if (!word && !capital(i)) return false;
    }
    return false;
  }

  // Countries and their capitals that act or are acted upon are actors.
  bool metonym(const Mention& m) const {
    if (!m.country && !m.seat) {
      // Other places as subjects of saying are rare; a possessor still is a place.
      return false;
    }
    // "Paris, Texas" or "Moscow region" is a place whatever its role.
    if (m.qualifier >= 0 || m.qualifies) return false;
    if (m.by_model && at(m.end) == "-" && at(m.end + 1) == "based") return false;
    if (locative(m.begin)) {
      // "to Russia" after a word of saying or giving is an address.
      return false;
    }
    if (parsed_) {
      const int root = root_of_span(doc_, {tokens_[m.begin].span.begin, tokens_[m.end - 1].span.end});
      if (root >= 0) {
        for (const int32_t child : doc_.dependents(root)) {
          if (is_rel(tokens_[child].deprel, "case") && in(low_[child], kLocative)) return false;
        }
      }
    }
    return true;
  }

  // Is there a place of that name, no village, in another country?
  bool shared(const std::string& k, const std::string& country) const {
    for (const GazetteerEntry& entry : knowledge_.places(k)) {
      if (entry.country != country && (entry.population >= 100000 || entry.kind == 'A')) return true;
    }
    return false;
  }

  void weigh_countries() {
    double total = 0;
    const int n = static_cast<int>(tokens_.size());
    for (int i = 0; i < n;) {
      if (!capital(i)) {
        ++i;
        continue;
      }
      int taken = 1;
      for (int words = 4; words >= 1; --words) {
        if (i + words > n) continue;
        bool found = false;
        const std::string k = key(i, i + words);
        for (const Sense& sense : knowledge_.senses(k)) {
          if (sense.country.size() != 3 || sense.country == "IGO" || sense.country == "NGO" || sense.country == "MNC")
            continue;
          if (sense.kind == SenseKind::kOrganisation) continue;
          // A name that many places share cannot vouch for itself: Georgia, Tripoli.
          if (sense.kind != SenseKind::kDemonym && shared(k, sense.country)) {
            found = true;
            break;
          }
          weight_[sense.country] += 1;
          total += 1;
          found = true;
          break;
        }
        if (found) {
          taken = words;
          break;
        }
      }
      i += taken;
    }
    // States and provinces told by name vouch for their towns.
    double regions = 0;
    for (const Mention& m : mentions_) {
      // One that places elsewhere share cannot vouch: Córdoba, Georgia.
      const bool one = std::all_of(m.candidates.begin(), m.candidates.end(),
                                   [&](const Candidate& c) { return c.country == m.candidates[0].country; });
      if (!one) continue;
      for (const Candidate& c : m.candidates) {
        if (c.kind != 'A' && c.kind != 'R') continue;
        region_weight_[std::string(c.country) + "/" + std::string(c.name)] += 1;
        regions += 1;
        weight_[std::string(c.country)] += 0.5;
        total += 0.5;
        break;
      }
    }
    if (dateline_place_ && !dateline_place_->admin1.empty())
      region_weight_[dateline_place_->country + "/" + dateline_place_->admin1] += 2, regions += 2;
    if (regions > 0) {
      for (auto& [region, weight] : region_weight_) weight /= regions;
    }
    if (dateline_place_ && !dateline_place_->country.empty()) weight_[dateline_place_->country] += 2, total += 2;
    if (total > 0) {
      for (auto& [country, weight] : weight_) weight /= total;
    }
  }

  // "Moscow, Idaho", "Lviv in western Ukraine": a mention right behind that says where.
  void qualify() {
    for (size_t i = 0; i + 1 < mentions_.size(); ++i) {
      Mention& m = mentions_[i];
      const Mention& next = mentions_[i + 1];
      if (tokens_[m.begin].sentence != tokens_[next.begin].sentence) continue;
      const int gap = next.begin - m.end;
      const bool comma = gap == 1 && at(m.end) == ",";
      const bool inside = gap >= 1 && gap <= 3 && at(m.end) == "in";
      if (!comma && !inside) continue;
      if (comma && !contains(next, m)) continue;
      m.qualifier = static_cast<int>(i + 1);
    }
    for (const Mention& m : mentions_) {
      if (m.qualifier >= 0) mentions_[m.qualifier].qualifies = true;
    }
  }

  // Could `inner` lie in `outer`: some candidate of it in the country or the admin1 of one of the other's.
  static bool contains(const Mention& outer, const Mention& inner) {
    for (const Candidate& o : outer.candidates) {
      for (const Candidate& c : inner.candidates) {
        if (lies_in(c, o)) return true;
      }
    }
    return false;
  }
  static bool lies_in(const Candidate& inner, const Candidate& outer) {
    if (inner.kind == 'C' || inner.country.empty() || inner.country != outer.country) return false;
    if (outer.kind == 'C') return true;
    return (outer.kind == 'A' || outer.kind == 'R') && !inner.admin1.empty() &&
           (inner.admin1 == outer.name || outer.name.find(inner.admin1) != string_view::npos);
  }

  double score(const Mention& m, const Candidate& c) const {
    // Regions come without a population; most that have a name in the news are as large as a province.
    const double people = c.kind == 'R' && c.population == 0 ? 5e6 : static_cast<double>(c.population);
    double s = 0.6 * std::log10(1.0 + people);
    if (c.kind == 'C') s += 4;
    if (c.kind == 'A') {
      // A city and its region often share a name, and the city is meant.
      const bool city = std::any_of(m.candidates.begin(), m.candidates.end(), [&](const Candidate& o) {
        return o.kind == 'P' && o.country == c.country && o.population >= 100000;
      });
      if (city) s -= 1.2;
    }
    if (c.kind == 'R') s += 1;
    const auto weight = weight_.find(std::string(c.country));
    if (weight != weight_.end()) s += 1.0 + 4.0 * weight->second;
    if (!c.admin1.empty()) {
      const auto region = region_weight_.find(std::string(c.country) + "/" + std::string(c.admin1));
      if (region != region_weight_.end()) s += 1.0 + 3.0 * region->second;
      if (seen_.count(std::string(c.country) + "/" + std::string(c.admin1))) s += 0.7;
    }
    const auto near = seen_.find(std::string(c.country));
    if (near != seen_.end()) s += 0.5;
    if (m.qualifier >= 0) {
      const Mention& outer = mentions_[m.qualifier];
      for (const Candidate& o : outer.candidates) {
        if (lies_in(c, o)) {
          s += 8;
          break;
        }
      }
    }
    // "Moscow region", "Kerala state", "Texas Governor": the larger one.
    const string_view behind = at(m.end);
    static constexpr std::array<string_view, 8> kRegions = {"province",    "region", "state",    "oblast",
                                                            "governorate", "county", "district", "prefecture"};
    if (in(behind, kRegions) && c.kind == 'A') s += 3;
    return s;
  }

  bool resolve(Mention& m, Place& place) {
    const Candidate* best = nullptr;
    const Candidate* second = nullptr;
    double best_score = -1e9, second_score = -1e9;
    for (const Candidate& c : m.candidates) {
      const double s = score(m, c);
      if (s > best_score) {
        second = best, second_score = best_score;
        best = &c, best_score = s;
      } else if (s > second_score) {
        second = &c, second_score = s;
      }
    }
    if (!best) return false;
    fill(m, *best, place);
    const double margin = second ? best_score - second_score : 6;
    double confidence = 1 / (1 + std::exp(-margin));
    if (!m.by_model && !doc_.names.empty()) confidence *= 0.8;
    if (best->name.empty()) confidence = 0.4;  // the model's name alone
    // Small places that nothing in the story supports are mostly something else.
    if (!m.by_model && best->kind == 'P' && best->population < 100000 &&
        weight_.find(std::string(best->country)) == weight_.end() && m.qualifier < 0)
      return false;
    place.confidence = std::round(std::min(confidence, 0.98) * 1000) / 1000;
    if (second)
      place.runner_up =
          fmt::format("{}, {}{}{}", second->name, second->admin1, second->admin1.empty() ? "" : ", ", second->country);
    seen_[std::string(best->country)] += 1;
    if (!best->admin1.empty()) seen_[std::string(best->country) + "/" + std::string(best->admin1)] += 1;
    if (context_.trace)
      context_.trace->add(
          "places", place.span,
          fmt::format("{} -> {} ({}), {:.2f}; else {}", context_.text.view(place.span), place.name, place.country,
                      place.confidence, place.runner_up.empty() ? "none" : place.runner_up));
    return true;
  }

  void fill(const Mention& m, const Candidate& c, Place& place) const {
    place.span = {tokens_[m.begin].span.begin, tokens_[m.end - 1].span.end};
    place.name = c.name.empty() || c.kind == 'S' ? context_.text.str(place.span) : std::string(c.name);
    place.country = c.country;
    place.admin1 = c.admin1;
    if (c.lat != 0 || c.lon != 0) place.lat = c.lat, place.lon = c.lon;
    if (c.geonames != 0 && c.kind != 'S') place.geonames = c.geonames;
  }

  void dateline() {
    if (!context_.layout.dateline || !context_.layout.dateline->place) return;
    const Span span = *context_.layout.dateline->place;
    const std::string name =
        context_.layout.dateline->place_name.empty() ? context_.text.str(span) : context_.layout.dateline->place_name;
    const size_t comma = name.find(',');
    const std::string city = fold(strip(string_view(name).substr(0, comma)));
    const std::string region =
        comma == std::string::npos ? std::string() : fold(strip(string_view(name).substr(comma + 1)));
    Mention m;
    known(city, m);
    Mention outer;
    if (!region.empty()) known(region, outer);
    const Candidate* best = nullptr;
    double most = -1e9;
    for (const Candidate& c : m.candidates) {
      double s = 0.6 * std::log10(1.0 + static_cast<double>(c.population)) - (c.kind == 'A' ? 1 : 0);
      for (const Candidate& o : outer.candidates) {
        if (lies_in(c, o)) s += 8;
      }
      if (s > most) most = s, best = &c;
    }
    if (!best) return;
    Place place;
    place.span = span;
    place.name = best->name;
    place.country = best->country;
    place.admin1 = best->admin1;
    place.lat = best->lat, place.lon = best->lon;
    if (best->geonames) place.geonames = best->geonames;
    place.confidence = m.candidates.size() == 1 ? 0.95 : 0.9;
    dateline_place_ = place;
  }

  const Context& context_;
  const Knowledge& knowledge_;
  const Document& doc_;
  const std::vector<Token>& tokens_;
  const std::vector<std::string> low_;
  std::vector<char> label_;  // of the model's name that holds the token: L place, N nation, X other, M misc
  bool parsed_ = false;
  std::vector<Mention> mentions_;
  std::map<std::string, double> weight_;         // share of the story's mentions of countries
  std::map<std::string, double> region_weight_;  // likewise of states and provinces, as "USA/Ohio"
  std::map<std::string, int> seen_;              // countries and states of places resolved so far
  std::optional<Place> dateline_place_;
};

}  // namespace

std::vector<Place> read_places(const Context& context) {
  return Finder(context).all();
}

const Place* place_of(const Context& context, const std::vector<Place>& places, int32_t token) {
  const Document& doc = context.doc;
  if (token < 0 || token >= static_cast<int32_t>(doc.tokens.size())) return nullptr;
  const Sentence& sentence = doc.sentences[doc.tokens[token].sentence];
  const auto under = [&](int32_t i) {
    bool at = false, other = false;
    for (const int32_t child : doc.dependents(i)) {
      if (!is_rel(doc.tokens[child].deprel, "case")) continue;
      const std::string word = lower(doc.tokens[child].form);
      at = at || in(string_view(word), kAtPlace);
      other = other || word == "from" || word == "of" || word == "for" || word == "with" || word == "against" ||
              word == "by";
    }
    return at && !other;
  };
  const Place* best = nullptr;
  int least = 1 << 20;
  for (const Place& place : places) {
    if (place.span.begin >= sentence.span.end) break;
    if (place.span.begin < sentence.span.begin) continue;
    const int32_t root = root_of_span(doc, place.span);
    if (root < 0) continue;
    const int32_t owner = owner_of(doc, root);
    const int close = closeness(doc, root, owner, token);
    if (close == 0) continue;
    // A preposition of place stands before it or before the phrase that holds it: "in the city of Herat".
    bool at = under(root);
    int32_t up = doc.tokens[root].head;
    for (int steps = 0; steps < 4 && !at && up >= 0 && up != token && up != owner; ++steps) {
      at = under(up);
      up = doc.tokens[up].head;
    }
    if (!at) continue;
    const int cost = close * 1000 + std::abs(root - token);
    if (cost < least) least = cost, best = &place;
  }
  return best;
}

}  // namespace dragoman
