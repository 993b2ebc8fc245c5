// Places: every toponym of the story that stands for a place, and which place it is.
//
// Mentions are the model's names for places, the capitalised phrases that the gazetteer knows (the longest at each
// word) where the words around say that they are places, the same names elsewhere in the story, and the places in the
// names of local bodies ("Butler County Health Department"). Which of several places a name means is decided for all
// names of the story at once (resolve.h). A country or its capital that acts ("Moscow said", "Russia's offensive") is
// an actor and no place.
#include "reading/places/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/places/resolve.h"
#include "reading/places/states.h"
#include "reading/times/governing.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using std::string_view;

// Prepositions that put something at a place.
constexpr std::array<string_view, 25> kLocative = {
    "in",     "at",     "near",       "outside", "from",     "to",      "into",    "across",  "around",
    "inside", "within", "throughout", "toward",  "towards",  "off",     "over",    "through", "via",
    "along",  "beyond", "onto",       "above",   "entering", "leaving", "visiting"};
// Those under which an act took place, for place_of.
constexpr std::array<string_view, 16> kAtPlace = {"in",     "at",     "near",       "outside", "across", "around",
                                                  "inside", "within", "throughout", "off",     "over",   "through",
                                                  "along",  "on",     "into",       "to"};
// Verbs whose object is the town itself.
constexpr std::array<string_view, 26> kReaching = {
    "visit",   "tour",  "reach",    "leave",    "enter", "attack",  "bomb",     "shell",  "bombard",
    "capture", "seize", "take",     "retake",   "storm", "raid",    "besiege",  "occupy", "hit",
    "strike",  "pound", "surround", "encircle", "hold",  "control", "liberate", "destroy"};
// What a place is called before its name: "the city of Herat".
constexpr std::array<string_view, 33> kClasses = {
    "city",      "town",      "village",   "capital",   "province",  "region",  "state",  "district", "port",
    "island",    "republic",  "suburb",    "county",    "outskirts", "north",   "south",  "east",     "west",
    "part",      "parts",     "area",      "centre",    "center",    "streets", "border", "coast",    "territory",
    "northwest", "northeast", "southeast", "southwest", "township",  "borough"};
// Words between a preposition and a place: "in the northern city of", "in nearby Aleppo".
constexpr std::array<string_view, 26> kBetween = {
    "the",      "northern", "southern", "eastern",  "western",  "central",      "neighbouring", "neighboring", "nearby",
    "downtown", "city",     "town",     "village",  "capital",  "port",         "province",     "region",      "north",
    "south",    "east",     "west",     "mainland", "occupied", "northeastern", "southeastern", "southwestern"};

// Words that are names of places in some gazetteer and hardly ever mean them in the news.
constexpr std::array<string_view, 60> kCommon = {
    "the",      "of",       "most",       "many",    "march",      "may",    "same",     "april",      "monday",
    "sunday",   "police",   "central",    "union",   "general",    "army",   "congress", "parliament", "republic",
    "date",     "man",      "see",        "bar",     "best",       "much",   "both",     "one",        "two",
    "new",      "old",      "young",      "south",   "north",      "east",   "west",     "western",    "eastern",
    "northern", "southern", "university", "college", "bank",       "park",   "court",    "house",      "media",
    "nation",   "post",     "times",      "reform",  "opposition", "mobile", "reading",  "bath",       "nice",
    "split",    "buy",      "sale",       "us",      "our",        "as"};

// Words for kinds of bodies and sites: a name of nothing else names no place ("Medical Center", "City Council").
constexpr std::array<string_view, 209> kGeneric = {"&",
                                                   "-",
                                                   ".",
                                                   "academy",
                                                   "administration",
                                                   "agency",
                                                   "airport",
                                                   "aldermen",
                                                   "and",
                                                   "apartments",
                                                   "appeals",
                                                   "area",
                                                   "arena",
                                                   "assembly",
                                                   "association",
                                                   "authority",
                                                   "ave",
                                                   "ave.",
                                                   "avenue",
                                                   "base",
                                                   "block",
                                                   "blvd",
                                                   "board",
                                                   "boulevard",
                                                   "bridge",
                                                   "building",
                                                   "bureau",
                                                   "camp",
                                                   "campus",
                                                   "cathedral",
                                                   "cemetery",
                                                   "center",
                                                   "central",
                                                   "centre",
                                                   "chamber",
                                                   "church",
                                                   "circuit",
                                                   "city",
                                                   "civic",
                                                   "clinic",
                                                   "club",
                                                   "coalition",
                                                   "coast",
                                                   "college",
                                                   "command",
                                                   "commerce",
                                                   "commission",
                                                   "committee",
                                                   "community",
                                                   "complex",
                                                   "concourse",
                                                   "control",
                                                   "corridor",
                                                   "council",
                                                   "county",
                                                   "court",
                                                   "courthouse",
                                                   "courts",
                                                   "cr",
                                                   "creek",
                                                   "crematory",
                                                   "crossing",
                                                   "dam",
                                                   "department",
                                                   "detention",
                                                   "development",
                                                   "district",
                                                   "division",
                                                   "dr",
                                                   "drive",
                                                   "east",
                                                   "eastern",
                                                   "education",
                                                   "elementary",
                                                   "emergency",
                                                   "exit",
                                                   "expressway",
                                                   "factory",
                                                   "fair",
                                                   "farm",
                                                   "federal",
                                                   "festival",
                                                   "fire",
                                                   "fm",
                                                   "force",
                                                   "foundation",
                                                   "freeway",
                                                   "general",
                                                   "government",
                                                   "governor",
                                                   "gym",
                                                   "gymnasium",
                                                   "hall",
                                                   "headquarters",
                                                   "health",
                                                   "high",
                                                   "highway",
                                                   "highways",
                                                   "hospital",
                                                   "hotel",
                                                   "house",
                                                   "institute",
                                                   "international",
                                                   "interstate",
                                                   "jail",
                                                   "junior",
                                                   "juvenile",
                                                   "lane",
                                                   "legislature",
                                                   "library",
                                                   "local",
                                                   "main",
                                                   "mall",
                                                   "market",
                                                   "mayor",
                                                   "medical",
                                                   "memorial",
                                                   "middle",
                                                   "ministry",
                                                   "mosque",
                                                   "motel",
                                                   "municipal",
                                                   "museum",
                                                   "national",
                                                   "no",
                                                   "no.",
                                                   "north",
                                                   "northern",
                                                   "nuclear",
                                                   "of",
                                                   "office",
                                                   "operations",
                                                   "pack",
                                                   "palace",
                                                   "palaces",
                                                   "park",
                                                   "parking",
                                                   "parks",
                                                   "parkway",
                                                   "parliament",
                                                   "pavilion",
                                                   "plant",
                                                   "playground",
                                                   "plaza",
                                                   "police",
                                                   "polling",
                                                   "pool",
                                                   "post",
                                                   "power",
                                                   "primary",
                                                   "prison",
                                                   "program",
                                                   "project",
                                                   "public",
                                                   "railway",
                                                   "rd",
                                                   "rd.",
                                                   "recreation",
                                                   "refinery",
                                                   "regional",
                                                   "rehabilitation",
                                                   "restaurant",
                                                   "road",
                                                   "room",
                                                   "rooms",
                                                   "route",
                                                   "school",
                                                   "schools",
                                                   "section",
                                                   "senate",
                                                   "senior",
                                                   "service",
                                                   "services",
                                                   "sheriff",
                                                   "shopping",
                                                   "society",
                                                   "south",
                                                   "southern",
                                                   "square",
                                                   "sr",
                                                   "st",
                                                   "st.",
                                                   "stadium",
                                                   "state",
                                                   "station",
                                                   "store",
                                                   "street",
                                                   "streets",
                                                   "superior",
                                                   "supervisors",
                                                   "supreme",
                                                   "system",
                                                   "temple",
                                                   "terminal",
                                                   "the",
                                                   "theatre",
                                                   "tower",
                                                   "town",
                                                   "township",
                                                   "trail",
                                                   "trust",
                                                   "turnpike",
                                                   "union",
                                                   "university",
                                                   "ward",
                                                   "west",
                                                   "western",
                                                   "works",
                                                   "zone"};
static_assert(is_sorted_table(kGeneric));

// Words before a name that say which part of the place is meant.
constexpr std::array<string_view, 28> kParts = {
    "central",  "coastal",   "downtown",     "east",      "eastern",      "far",          "greater",
    "historic", "inner",     "lower",        "metro",     "metropolitan", "mid",          "midtown",
    "north",    "northeast", "northeastern", "northern",  "northwest",    "northwestern", "rural",
    "south",    "southeast", "southern",     "southwest", "upper",        "west",         "western"};
static_assert(is_sorted_table(kParts));

// Words in lower case, and marks, inside the names of places.
constexpr std::array<string_view, 42> kInside = {
    "'s", "-",   ".",  "a",   "ad",  "al",  "am", "an", "and",  "ar",  "as",  "at",  "az",   "bei",
    "da", "das", "de", "del", "der", "des", "di", "do", "du",   "e",   "el",  "es",  "ez",   "i",
    "im", "in",  "la", "le",  "les", "of",  "on", "os", "sous", "sul", "sur", "the", "upon", "y"};
static_assert(is_sorted_table(kInside));

struct Mention {
  int begin = 0, end = 0;  // tokens
  std::string key;         // place_key() of the words that name the place
  int group = -1;
  double evidence = 0;       // what it says of where the story plays
  bool listed = false;       // becomes a row, not only evidence
  bool by_model = false;     // the model calls it a place
  bool country = false;      // the name of a country
  bool seat = false;         // a capital or building that can stand for a government
  bool capital = false;      // the former
  std::string seat_of;       // its country
  bool site = false;         // a longer name that begins with a known place: "Kabul airport"
  bool part = false;         // in the name of a body
  bool whole = false;        // is all of that name
  bool public_body = false;  // the name has a word for a body or a site: \"Kansas Department of Health\", no company
  bool known = false;        // by the gazetteer
  bool weak = false;         // nothing but the gazetteer says that it is a place
  bool sure = false;         // its name is a place elsewhere in the story
  int qualifier = -1;        // index of the mention behind it that says where it is
  int elsewhere = -1;        // likewise, but the gazetteer has no such place there
  bool qualifies = false;    // is such a mention itself, hence a place and no actor
  char kind_word = 0;        // PlaceGroup::kind_word
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
    name_at_.assign(tokens_.size(), -1);
    for (size_t n = 0; n < doc_.names.size(); ++n) {
      const NameSpan& name = doc_.names[n];
      const char kind = name.label == "LOC" || name.label == "FAC" ? 'L'
                        : name.label == "NORP"                     ? 'N'
                        : name.label == "ORG"                      ? 'O'
                        : name.label == "MISC"                     ? 'M'
                                                                   : 'X';
      for (int i = name.begin; i < name.end; ++i) label_[i] = kind;
      name_at_[name.begin] = static_cast<int>(n);
    }
    for (const Token& token : tokens_) parsed_ = parsed_ || token.head >= 0;
  }

  std::vector<Place> all() {
    dateline();
    collect();
    second_pass();
    qualify();
    weigh_countries();
    group();
    resolve_places(groups_, frame_);
    std::vector<Place> places;
    for (const Mention& m : mentions_) {
      Place place;
      if (fill(m, place)) places.push_back(std::move(place));
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

  // Words begin..end as the text has them, folded.
  std::string folded(int begin, int end) const {
    std::string out;
    for (int i = begin; i < end; ++i) {
      if (i > begin && tokens_[i].space_before) out += ' ';
      out += fold(tokens_[i].form);
    }
    return out;
  }
  std::string surface(int begin, int end) const {
    return context_.text.str({tokens_[begin].span.begin, tokens_[end - 1].span.end});
  }

  // Fills in what the tables know of words begin..end as a name; false if nothing.
  bool known(int begin, int end, Mention& m) const {
    const std::string k = folded(begin, end);
    m.begin = begin, m.end = end;
    m.key = place_key(k);
    m.country = m.seat = m.capital = m.known = false;
    for (const Sense& sense : knowledge_.senses(k)) {
      const bool name = sense.kind == SenseKind::kCountry;
      if (sense.kind == SenseKind::kOrganisation && !sense.exact.empty() && spelled_as(sense, surface(begin, end)))
        return false;  // "WHO"
      if (!name && sense.kind != SenseKind::kSeat) continue;
      if (!spelled_as(sense, surface(begin, end))) continue;
      (name ? m.country : m.seat) = true;
      if (name) continue;
      const Country* country = knowledge_.country(sense.country);
      m.seat_of = sense.country;
      m.capital = country && place_key(fold(country->capital)) == m.key;
    }
    m.known = m.country || !knowledge_.places(k).empty();
    return m.known;
  }

  static bool strict(const Mention& m) { return (m.site || m.part || m.weak) && !m.sure; }

  // The candidates of a mention's name. A name in a longer one, or that nothing but the gazetteer calls a place, has
  // only those places whose own name it is; a country's name no town that other languages call so.
  std::vector<GazetteerEntry> candidates(const Mention& m) const {
    std::vector<GazetteerEntry> out;
    const std::string k = folded(m.begin, m.end);
    const auto add = [&](const GazetteerEntry& e) {
      const bool twice = std::any_of(out.begin(), out.end(), [&](const GazetteerEntry& o) {
        return o.name == e.name && o.lat == e.lat && o.lon == e.lon;
      });
      if (!twice && out.size() < kMaxCandidates) out.push_back(e);
    };
    if (m.country) {
      for (const Sense& sense : knowledge_.senses(k)) {
        if (sense.kind != SenseKind::kCountry || !spelled_as(sense, surface(m.begin, m.end))) continue;
        const Country* country = knowledge_.country(sense.country);
        if (!country) continue;
        for (const GazetteerEntry& e : knowledge_.places(fold(country->name)))
          if (e.kind == 'C' && e.country == country->iso3) add(e);
      }
    }
    const PlaceList places = knowledge_.places(m.key);
    std::vector<std::string_view> named;  // countries of that name: a region of the same is no other place
    named.reserve(out.size());
    for (const GazetteerEntry& e : out) named.push_back(e.country);
    bool region = m.country;
    for (const GazetteerEntry& e : places)
      region = region || ((e.kind == 'A' || e.kind == 'R' || e.kind == 'W') && e.by != NameKind::kOther);
    for (const GazetteerEntry& e : places) {
      if (e.by == NameKind::kOther && (region || strict(m))) continue;
      if (e.by == NameKind::kShort && strict(m)) continue;
      if ((e.kind == 'A' || e.kind == 'D') && std::find(named.begin(), named.end(), e.country) != named.end()) continue;
      add(e);
    }
    return out;
  }

  // "Mich.", "N.J.", and "NJ" behind a comma: the state or province meant.
  bool shortened(int i, Mention& m) const {
    const bool behind = at(i - 1) == "," || at(i - 1) == "-" || at(i - 1) == "(" || at(i - 1) == "/";
    const std::string& form = tokens_[i].form;
    int end = i + 1;
    const StateName* state = nullptr;
    if (const size_t stop = form.find('.'); stop != std::string::npos) {
      const bool inner = stop + 1 < form.size();
      if (behind || inner || in_place(i)) state = state_by_short_form(low_[i]);
      // "W. Va."
      if (!state && end < static_cast<int>(tokens_.size())) {
        state = state_by_short_form(low_[i] + low_[end]);
        if (state) ++end;
      }
    } else if (behind && form.size() >= 2) {
      // Where the stop came off as a word of its own or was left out: "Springfield, Ill", "D-Calif".
      if (form.size() > 2 || at(end) == ".") state = state_by_short_form(low_[i]);
      if (!state && form.size() == 2 && form[1] >= 'A' && form[1] <= 'Z') state = state_by_post(low_[i]);
    }
    if (!state) return false;
    // The stop belongs to the short form, also where it came off.
    if (end < static_cast<int>(tokens_.size()) && low_[end] == "." && !tokens_[end].space_before &&
        tokens_[end - 1].form.back() != '.')
      ++end;
    m.begin = i, m.end = end;
    m.key = place_key(state->name);
    m.kind_word = 'A';
    m.by_model = m.known = true;
    m.listed = true;
    m.evidence = 1;
    return true;
  }
  // The letters of a party before a constituency: ", R-Ashland", "(D-N.Y.)".
  bool party(int i) const {
    const std::string& form = tokens_[i].form;
    return i > 0 && i + 2 < static_cast<int>(tokens_.size()) && form.size() <= 3 && low_[i + 1] == "-" &&
           (low_[i - 1] == "," || low_[i - 1] == "(") && capital(i + 2) &&
           std::all_of(form.begin(), form.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }
  // The constituency.
  bool home(int i, Mention& m) const {
    bool found = false;
    for (int end = std::min(i + 3, static_cast<int>(tokens_.size())); end > i && !found; --end)
      found = capital(end - 1) && known(i, end, m);
    if (!found) return false;
    m.listed = m.by_model = true;
    m.evidence = 0.7;
    return true;
  }
  bool in_place(int i) const { return contains(kLocative, at(i - 1)) || contains(kLocative, at(i - 2)); }

  // A word in lower case that the names of places have inside: "upon", "e-Sharif".
  bool inside(int i) const {
    const std::string& form = tokens_[i].form;
    const size_t hyphen = form.find('-');
    return contains_sorted(kInside, string_view(low_[i])) || (hyphen != std::string::npos && hyphen + 1 < form.size() &&
                                                              form[hyphen + 1] >= 'A' && form[hyphen + 1] <= 'Z');
  }

  // The longest name of the tables that begins at word i and ends at or before `limit`.
  bool longest(int i, int limit, Mention& m) const {
    // "Rafah crossing", "Zaporizhzhia nuclear power plant": sites end in words in lower case.
    for (int end = std::min(limit, i + 6); end > i + 1; --end) {
      const std::string& last = low_[end - 1];
      if (last.size() > 2 && !capital(end - 1) && contains_sorted(kGeneric, string_view(last)) && known(i, end, m))
        return true;
    }
    int reach = i;
    while (reach < limit && reach < i + 6 && (capital(reach) || (reach > i && inside(reach)))) ++reach;
    for (int end = reach; end > i; --end) {
      if ((!capital(end - 1) && (low_[end - 1].find('-') == std::string::npos || low_[end - 1].size() == 1)) ||
          label_[end - 1] == 'X')
        continue;
      if (end == i + 1 && (month_of(low_[i]) > 0 || weekday_of_word(low_[i]) >= 0)) continue;
      if (known(i, end, m)) return true;
    }
    return false;
  }

  void collect() {
    const int n = static_cast<int>(tokens_.size());
    for (int i = 0; i < n;) {
      // "Sen. Bill Harris, R-Ashland", "D-N.Y."
      if (party(i)) {
        if (Mention m; shortened(i + 2, m) || home(i + 2, m)) {
          i = m.end;
          mentions_.push_back(std::move(m));
          continue;
        }
      }
      const bool article = low_[i] == "the" && i + 1 < n && capital(i + 1) && label_[i] != 'O';
      if (!capital(i) || label_[i] == 'X' || label_[i] == 'N' || article) {
        ++i;
        continue;
      }
      if (Mention m; shortened(i, m)) {
        i = m.end;
        mentions_.push_back(std::move(m));
        continue;
      }
      const int sentence_end = doc_.sentences.empty() ? n : doc_.sentences[tokens_[i].sentence].end;
      const int name = name_at_[i];
      if (label_[i] == 'O') {
        i = name >= 0 ? body(doc_.names[name]) : i + 1;
        continue;
      }
      Mention best;
      const bool found = longest(i, sentence_end, best);
      int model_end = label_[i] == 'L' ? end_of_name(i) : i;
      if (model_end > i && (!found || best.end < model_end)) {
        Mention m;
        if (!known(i, model_end, m)) {
          // "Springfield-Greene County" is two places.
          if (found && best.end < model_end && low_[best.end] == "-" && best.end + 1 < model_end) {
            if (Mention other; longest(best.end + 1, model_end, other) && other.end == model_end) model_end = best.end;
          }
          if (model_end > best.end || !found)
            m = site(i, model_end, found ? &best : nullptr);
          else
            m = best;
        }
        m.by_model = true;
        m.listed = !generic(i, model_end) && (m.known || !organisation(i, model_end));
        m.evidence = m.site ? 0.6 : m.listed ? 1 : 0;
        i = model_end;
        mentions_.push_back(std::move(m));
        continue;
      }
      if (!found) {
        ++i;
        continue;
      }
      best.by_model = label_[i] == 'L';
      if (!best.by_model && opens_body(best.end)) {
        best.part = true;
        best.public_body = public_body(best.end, doc_.names[name_at_[best.end]].end);
      }
      best.listed = !best.part && accept(best);
      best.weak = !best.listed && !best.part && !best.country && !best.seat && !common(best) && !in_run(best);
      best.evidence = best.by_model                        ? 1
                      : best.listed                        ? 0.7
                      : best.country || doc_.names.empty() ? 0.5
                      : best.part                          ? 0.3
                                                           : 0.1;
      i = best.end;
      if (best.listed || !common(best)) mentions_.push_back(std::move(best));
    }
  }

  // Where the model's name for a place that holds word i ends, as far as it is one place.
  int end_of_name(int i) const {
    int end = i + 1;
    const int n = static_cast<int>(tokens_.size());
    while (end < n && label_[end] == 'L' && name_at_[end] < 0 && low_[end] != ",")
      ++end;  // "Bowling Green, Ohio" is two
    while (end > i + 1 && (weekday_of_word(low_[end - 1]) >= 0 || low_[end - 1] == "."))
      --end;  // "in Alexandria Friday"
    return end;
  }

  bool organisation(int begin, int end) const {
    bool body = false;
    for (const Sense& sense : knowledge_.senses(folded(begin, end)))
      body = body || sense.kind == SenseKind::kOrganisation;
    return body;
  }

  bool public_body(int begin, int end) const {
    for (int i = begin; i < end; ++i) {
      if (contains_sorted(kGeneric, string_view(low_[i])) && low_[i].size() > 3) return true;
    }
    return false;
  }

  bool generic(int begin, int end) const {
    for (int i = begin; i < end; ++i) {
      if (!contains_sorted(kGeneric, string_view(low_[i])) && !(low_[i][0] >= '0' && low_[i][0] <= '9')) return false;
    }
    return true;
  }

  // A model's name that the tables do not know, by the place in it that says where it is: behind the word for a part
  // ("Northeast Georgia"), behind "of" ("Port of Los Angeles"), at its beginning ("Kabul airport").
  Mention site(int begin, int end, const Mention* first) const {
    Mention m;
    int from = begin;
    while (from + 1 < end && contains_sorted(kParts, string_view(low_[from]))) ++from;
    if (from == begin || !known(from, end, m)) {
      m = {};
      for (int i = begin + 1; i + 1 < end && !m.known; ++i) {
        if (low_[i] == "of" && (!known(i + 1, end, m))) m = {};
      }
      if (!m.known && first && !(first->end - first->begin == 1 && common(*first))) m = *first;
    }
    m.begin = begin, m.end = end;
    m.site = m.known;
    m.country = m.seat = false;
    return m;
  }

  // A single word that is more than a name: a kind of body, a title, who acts ("Minister", "King"), letters ("NGO").
  bool common(const Mention& m) const {
    if (m.end - m.begin != (at(m.begin) == "the" ? 2 : 1) || m.country) return false;
    if (knowledge_.agent(m.key) || knowledge_.title(m.key)) return true;
    const std::string& form = tokens_[m.end - 1].form;
    if (form.find('.') != std::string::npos) return false;  // "L.A."
    if (form.size() <= 4 && !m.by_model &&
        std::none_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
      return true;
    return (contains(kCommon, string_view(m.key)) || contains_sorted(kGeneric, string_view(m.key)) ||
            contains_sorted(kParts, string_view(m.key)) || m.key.size() < 3);
  }

  // A body's name: the place that it begins with, or that stands behind its "of". Whether that becomes a row is decided
  // when the story's places are known. Gives the word to go on at.
  int body(const NameSpan& name) {
    Mention m;
    const auto add = [&](Mention& found) {
      found.part = true;
      found.whole = found.begin == name.begin && found.end == name.end;
      found.public_body = public_body(found.end, name.end) || public_body(name.begin, found.begin);
      found.evidence = found.country ? 0.5 : found.whole ? 0.2 : 0.3;
      mentions_.push_back(found);
    };
    const bool body = organisation(name.begin, name.end);
    if (longest(name.begin, name.end, m)) {
      const bool state = m.end + 1 == name.end && low_[m.end] == "state";  // a university
      if (!common(m) && !body && !state) add(m);
      return name.end;
    }
    for (int i = name.begin + 1; i + 1 < name.end && !body; ++i) {
      if ((low_[i] != "of" && low_[i] != "in" && low_[i] != "at") || !capital(i + 1)) continue;
      Mention behind;
      if (!longest(i + 1, name.end, behind) || common(behind)) continue;
      add(behind);
      break;
    }
    return name.end;
  }

  // A name that is a place in one mention is one in its others that nothing speaks against.
  void second_pass() {
    std::set<std::string> sure;
    for (const Mention& m : mentions_) {
      if (m.listed && m.known && !m.part && !m.site) sure.insert(m.key);
    }
    for (Mention& m : mentions_) {
      m.sure = sure.count(m.key) > 0;
      if (m.listed || m.country || !m.sure) continue;
      if (!m.part && in_run(m) && !(ends_before_words(m))) continue;
      m.listed = true;
      m.evidence = std::max(m.evidence, 0.5);
    }
  }

  // Is the run that the name opens no person's: "Gainesville City Manager", "the Dublin Singers"?
  bool ends_before_words(const Mention& m) const {
    return m.end < static_cast<int>(tokens_.size()) && label_[m.end] != 'X' && label_[m.begin] == 0 &&
           !(m.begin > 0 && capital(m.begin - 1) && !sentence_start(m.begin - 1) &&
             tokens_[m.begin - 1].sentence == tokens_[m.begin].sentence);
  }

  // Part of a longer capitalised run, hence perhaps of another name: "Paris Hilton", "Bank of China".
  bool in_run(const Mention& m) const {
    return (m.end < static_cast<int>(tokens_.size()) && capital(m.end) && tokens_[m.end].space_before &&
            tokens_[m.end].sentence == tokens_[m.begin].sentence) ||
           (m.begin > 0 && capital(m.begin - 1) && low_[m.begin - 1] != "the" &&
            tokens_[m.begin - 1].sentence == tokens_[m.begin].sentence && !sentence_start(m.begin - 1));
  }

  // "Butler County": no name of anything else begins so.
  bool district(const Mention& m) const {
    static constexpr std::array<string_view, 4> kDistricts = {"county", "district", "parish", "township"};
    return m.end - m.begin > 1 && contains(kDistricts, at(m.end - 1));
  }
  // A dateline inside a paragraph: "HAMILTON — The council ...".
  bool opens_story(const Mention& m) const {
    static constexpr std::array<string_view, 5> kDashes = {"-", "--", "\u2013", "\u2014", "\u2015"};
    const bool first = m.begin == 0 || tokens_[m.begin - 1].sentence != tokens_[m.begin].sentence;
    return first && contains(kDashes, at(m.end)) && m.end + 1 < static_cast<int>(tokens_.size()) &&
           tokens_[m.end].space_before && tokens_[m.end + 1].space_before;
  }

  // A table hit that the model does not call a place: countries and large or qualified places after a preposition only.
  bool accept(const Mention& m) const {
    if (m.by_model) return true;
    if (common(m)) return false;
    if (district(m) || opens_story(m)) return true;
    if (m.country && !doc_.names.empty() && label_[m.begin] == 0) return locative(m.begin);
    if (m.country || m.seat) return true;
    if (in_run(m) || sentence_start(m.begin)) return false;
    return locative(m.begin) || at(m.end) == "," || at(m.begin - 1) == ",";
  }

  // Does a body's name begin here without the place before it: "Butler County [Sheriff's Office]"?
  bool opens_body(int i) const {
    return i < static_cast<int>(tokens_.size()) && (label_[i] == 'O' || label_[i] == 'L') && name_at_[i] >= 0 &&
           tokens_[i].space_before;
  }

  bool sentence_start(int i) const {
    return i == 0 || tokens_[i - 1].sentence != tokens_[i].sentence || at(i - 1) == "\u201c" || at(i - 1) == "\"";
  }

  // Preposition of place right before (an article, an adjective or "the city of" between).
  bool locative(int begin) const {
    int i = begin - 1;
    for (int steps = 0; steps < 4 && i >= 0 && tokens_[i].sentence == tokens_[begin].sentence; ++steps, --i) {
      if (contains(kLocative, at(i))) return true;
      if (at(i) == "of" && i > 0) return contains(kClasses, at(i - 1));
      const bool word =
          contains(kBetween, at(i)) || (tokens_[i].upos == Upos::kAdj && steps == 0) || at(i) == "and" || at(i) == ",";
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
  bool metonym(const Mention& m, const GazetteerEntry& place) const {
    const bool country = m.country && place.kind == 'C';
    // "The White House" is no town of that name; "Athens" can be another than the seat of Greece's government.
    const bool seat = m.seat && (!m.capital || (place.kind == 'P' && place.country == m.seat_of));
    if (!country && !seat) return false;
    // "Paris, Texas" or "Moscow region" is a place whatever its role.
    if (m.qualifier >= 0 || m.qualifies || m.site || m.part || opens_story(m)) return false;
    if (m.by_model && at(m.end) == "-" && at(m.end + 1) == "based") return false;
    // "to Russia" after a word of saying or giving is an address.
    if (locative(m.begin)) return false;
    if (parsed_) {
      const int root = root_of_span(doc_, {tokens_[m.begin].span.begin, tokens_[m.end - 1].span.end});
      if (root >= 0) {
        for (const int32_t child : doc_.dependents(root)) {
          if (is_rel(tokens_[child].deprel, "case") && contains(kLocative, string_view(low_[child]))) return false;
        }
        // "visited Berlin", "shelled Juba": the town, not the government that sits there.
        const Token& word = tokens_[root];
        if (seat && word.head >= 0 && (is_rel(word.deprel, "obj") || word.deprel == "nsubj:pass") &&
            contains(kReaching, string_view(tokens_[word.head].lemma)))
          return false;
      }
    }
    return true;
  }

  // Demonyms tell of countries.
  static constexpr double kDemonym = 1.0;
  void weigh_countries() {
    const int n = static_cast<int>(tokens_.size());
    for (int i = 0; i < n;) {
      if (!capital(i)) {
        ++i;
        continue;
      }
      int taken = 1;
      for (int words = std::min(4, n - i); words >= 1; --words) {
        const Sense* hit = nullptr;
        for (const Sense& sense : knowledge_.senses(folded(i, i + words))) {
          if (sense.country.size() != 3 || sense.country == "IGO" || sense.country == "NGO" || sense.country == "MNC")
            continue;
          if (sense.kind == SenseKind::kOrganisation) continue;
          hit = &sense;
          break;
        }
        if (!hit) continue;
        if (hit->kind == SenseKind::kDemonym) frame_.countries[hit->country] += kDemonym;
        taken = words;
        break;
      }
      i += taken;
    }
  }

  // "Moscow, Idaho", "Lviv in western Ukraine": a mention right behind that says where. "Dakota, Otoe and Washington
  // counties": the word behind that tells the kind of all before it.
  void qualify() {
    std::vector<std::vector<GazetteerEntry>> lists(mentions_.size());
    const auto list = [&](size_t i) -> const std::vector<GazetteerEntry>& {
      if (lists[i].empty() && mentions_[i].known) lists[i] = candidates(mentions_[i]);
      return lists[i];
    };
    for (size_t i = 0; i + 1 < mentions_.size(); ++i) {
      Mention& m = mentions_[i];
      const Mention& next = mentions_[i + 1];
      if (tokens_[m.begin].sentence != tokens_[next.begin].sentence) continue;
      const int gap = next.begin - m.end;
      const bool comma = gap == 1 && (at(m.end) == "," || at(m.end) == "(");
      const bool inside = gap >= 1 && gap <= 3 && at(m.end) == "in";
      if ((!comma && !inside) || !m.known || !next.known) continue;
      const std::vector<GazetteerEntry>& outer = list(i + 1);
      const bool fits = std::any_of(list(i).begin(), list(i).end(), [&](const GazetteerEntry& c) {
        return std::any_of(outer.begin(), outer.end(), [&](const GazetteerEntry& o) { return lies_in(c, o); });
      });
      if (fits)
        m.qualifier = static_cast<int>(i + 1);
      else if (comma && next.kind_word == 'A')
        m.elsewhere = static_cast<int>(i + 1);
    }
    for (size_t i = 0; i < mentions_.size(); ++i) {
      Mention& m = mentions_[i];
      if (m.qualifier >= 0) {
        Mention& outer = mentions_[m.qualifier];
        outer.qualifies = true;
        // Two that fit each other are places, whatever the model thinks.
        if (!m.part && !m.listed && !in_run(m) && (at(m.end) != "in" || locative(m.begin))) m.listed = true;
        if (!outer.part && m.listed) outer.listed = true;
        m.evidence = std::max(m.evidence, 1.0);
        outer.evidence = std::max(outer.evidence, 1.0);
      }
      const string_view behind = at(m.end);
      if (behind == "county" || behind == "counties" || behind == "district" || behind == "districts" ||
          behind == "parish" || behind == "township")
        m.kind_word = 'D';
      else if (behind == "province" || behind == "state" || behind == "oblast" || behind == "governorate" ||
               behind == "region" || behind == "provinces")
        m.kind_word = 'A';
      else if (behind == "city" ||
               (at(m.begin - 1) == "of" &&
                (at(m.begin - 2) == "city" || at(m.begin - 2) == "town" || at(m.begin - 2) == "village")))
        m.kind_word = 'P';
    }
    for (size_t i = mentions_.size(); i-- > 1;) {
      const int gap = mentions_[i].begin - mentions_[i - 1].end;
      if (gap == 1 && mentions_[i].kind_word == 'D' && (at(mentions_[i].end) == "counties" || mentions_[i].qualifies) &&
          mentions_[i - 1].kind_word == 0 && (at(mentions_[i - 1].end) == "," || at(mentions_[i - 1].end) == "and")) {
        mentions_[i - 1].kind_word = 'D';
        mentions_[i - 1].qualifies = true;  // carries the chain on
      }
    }
  }

  // One group for each name; one for each of its senses where places behind it tell several. A mention that tells none
  // goes with the one before it that does, else with the first.
  void group() {
    std::map<std::string, int> index;  // key, or key and outer key
    std::map<std::string, int> told;   // key -> group of the last mention that told its sense
    const auto group_of = [&](const std::string& id, const Mention& m) {
      const auto [it, fresh] = index.emplace(id, static_cast<int>(groups_.size()));
      if (fresh) {
        PlaceGroup g;
        g.candidates = candidates(m);
        groups_.push_back(std::move(g));
      }
      return it->second;
    };
    const auto sense_of = [&](const Mention& m) {
      std::string id = m.key;
      if (m.kind_word != 0) id += std::string("\t") + m.kind_word;
      if (strict(m)) id += "\town";
      if (m.qualifier >= 0) id += "\t" + mentions_[m.qualifier].key;
      return id;
    };
    for (Mention& m : mentions_) {
      if (!m.known || m.qualifier < 0) continue;
      m.group = group_of(sense_of(m), m);
      told.emplace(m.key, m.group);
    }
    std::map<std::string, int> last = told;
    for (Mention& m : mentions_) {
      if (!m.known) continue;
      if (m.group >= 0) {
        last[m.key] = m.group;
      } else if (const auto it = last.find(m.key); it != last.end() && m.kind_word == 0) {
        m.group = it->second;
      } else {
        m.group = group_of(sense_of(m), m);
      }
    }
    for (const Mention& m : mentions_) {
      if (m.group < 0 || m.elsewhere >= 0) continue;
      PlaceGroup& g = groups_[m.group];
      g.evidence += m.evidence;
      if (m.kind_word != 0) g.kind_word = m.kind_word;
      if (m.qualifier >= 0) {
        const int outer = mentions_[m.qualifier].group;
        if (outer >= 0 && std::find(g.outer.begin(), g.outer.end(), outer) == g.outer.end()) g.outer.push_back(outer);
      }
    }
    // The third mention says little that the first two did not.
    for (PlaceGroup& g : groups_) g.evidence = std::min(g.evidence, 2.5);
  }

  // Fills in the row of a mention; false if it is none.
  bool fill(const Mention& m, Place& place) const {
    place.span = {tokens_[m.begin].span.begin, tokens_[m.end - 1].span.end};
    place.name = context_.text.str(place.span);
    place.confidence = 0.4;  // the model's name alone
    if (m.group < 0 || groups_[m.group].candidates.empty()) return m.listed;
    if (m.elsewhere >= 0 && !m.part) {
      const PlaceGroup& outer = groups_[mentions_[m.elsewhere].group];
      const size_t best = std::max_element(outer.scores.begin(), outer.scores.end()) - outer.scores.begin();
      place.country = outer.candidates[best].country;
      place.admin1 = outer.candidates[best].name;
      return m.listed || !in_run(m);
    }
    const PlaceGroup& group = groups_[m.group];
    const size_t best = std::max_element(group.scores.begin(), group.scores.end()) - group.scores.begin();
    const GazetteerEntry& e = group.candidates[best];
    if (metonym(m, e) || !kept(m, e, group.support) || club(m, e)) return false;
    // A town and the district or region of its name are one answer; the runner-up lies elsewhere.
    double confidence = 0;
    const GazetteerEntry* second = nullptr;
    double second_score = -1e300;
    for (size_t c = 0; c < group.candidates.size(); ++c) {
      const GazetteerEntry& o = group.candidates[c];
      const bool around = o.name == e.name && o.country == e.country && o.kind != e.kind;
      if (c == best || around || distance_km(e.lat, e.lon, o.lat, o.lon) < kSamePlace) {
        confidence += group.shares[c];
      } else if (group.scores[c] > second_score) {
        second = &o, second_score = group.scores[c];
      }
    }
    if (!m.by_model && !doc_.names.empty()) confidence *= 0.8;
    // A site by a small place that nothing else in the story speaks for: its name alone.
    if (m.site && !m.sure && !large(e) && group.support < kSupported) return true;
    if (e.by == NameKind::kOther && group.support < kSupported && e.population < 1000000) return m.by_model;
    if (!m.by_model && confidence < kLeast) return false;
    place.confidence = std::round(std::min(confidence, 0.98) * 1000) / 1000;
    if (!m.site) place.name = e.name;
    // "The Hague" has its article.
    if (e.name.starts_with("The ") && m.begin > 0 && tokens_[m.begin - 1].form == "The")
      place.span.begin = tokens_[m.begin - 1].span.begin;
    place.country = e.country;
    place.admin1 = e.admin1;
    if (e.lat != 0 || e.lon != 0) place.lat = e.lat, place.lon = e.lon;
    if (e.geonames != 0 && !m.site) place.geonames = e.geonames;
    if (second)
      place.runner_up =
          fmt::format("{}, {}{}{}", second->name, second->admin1, second->admin1.empty() ? "" : ", ", second->country);
    if (context_.trace)
      context_.trace->add(
          "places", place.span,
          fmt::format("{} -> {} ({}), {:.2f}; else {}", context_.text.view(place.span), place.name, place.country,
                      place.confidence, place.runner_up.empty() ? "none" : place.runner_up));
    return true;
  }

  // British towns have no "City" behind their names; what is called so plays football.
  bool club(const Mention& m, const GazetteerEntry& e) const {
    static constexpr std::array<string_view, 8> kClubs = {"albion", "athletic", "city",   "county",
                                                          "rovers", "town",     "united", "wanderers"};
    return m.site && e.country == "GBR" && contains(kClubs, at(m.end - 1));
  }

  static constexpr double kSupported = 0.25;
  static constexpr double kSamePlace = 25;  // km
  static constexpr double kLeast = 0.15;    // of a name that the model does not call a place
  static bool large(const GazetteerEntry& e) {
    return (e.kind != 'P' && e.kind != 'D' && e.by != NameKind::kShort) ||
           (e.population >= 100000 && e.by != NameKind::kShort);
  }

  // Is a mention, now that it is known where it would lie, a place for the record?
  bool kept(const Mention& m, const GazetteerEntry& e, double support) const {
    if (m.by_model) return m.listed;
    const bool region = (e.kind == 'A' && e.by != NameKind::kShort) || (e.kind == 'D' && e.by == NameKind::kOwn);
    const bool supported = support >= kSupported && e.by != NameKind::kOther;
    if (m.part) {
      if (m.country && e.kind == 'C') return false;  // "U.S. Department of State" is an actor
      if (m.whole) return m.listed;
      return m.listed || district(m) ||
             (m.public_body && (region || supported || (large(e) && e.by != NameKind::kOther)));
    }
    if (m.weak && !m.listed) return (region && m.end - m.begin > 1) || (supported && support >= kWeak && attached(m));
    if (!m.listed) return false;
    if (m.sure || m.qualifier >= 0 || m.qualifies || doc_.names.empty()) return true;
    return large(e) || supported;
  }
  static constexpr double kWeak = 0.5;

  // Does the name hang from a noun, or from a preposition: "a Paris man", "18, of Paris"?
  bool attached(const Mention& m) const {
    if (!parsed_) return false;
    const int root = root_of_span(doc_, {tokens_[m.begin].span.begin, tokens_[m.end - 1].span.end});
    if (root < 0) return false;
    const string_view rel = tokens_[root].deprel;
    return is_rel(rel, "compound") || is_rel(rel, "nmod") || is_rel(rel, "obl");
  }

  void dateline() {
    if (!context_.layout.dateline || !context_.layout.dateline->place) return;
    const Span span = *context_.layout.dateline->place;
    // "MOSCOW, Idaho": the layout names the town, the span holds what says where it lies.
    const std::string text = context_.text.str(span);
    const size_t comma = text.find(',');
    const std::string& named = context_.layout.dateline->place_name;
    const std::string city = fold(strip(named.empty() ? string_view(text).substr(0, comma) : string_view(named)));
    std::string region;
    if (comma != std::string::npos) {
      const string_view rest = string_view(text).substr(comma + 1);
      region = fold(strip(rest.substr(0, rest.find(','))));
    }
    std::vector<GazetteerEntry> outer;
    if (!region.empty()) {
      const StateName* state = state_by_short_form(region);
      for (const GazetteerEntry& e : knowledge_.places(state ? state->name : string_view(region))) outer.push_back(e);
      for (const Sense& sense : knowledge_.senses(region)) {
        const Country* country = sense.kind == SenseKind::kCountry ? knowledge_.country(sense.country) : nullptr;
        if (!country) continue;
        for (const GazetteerEntry& e : knowledge_.places(fold(country->name)))
          if (e.kind == 'C') outer.push_back(e);
      }
    }
    std::optional<GazetteerEntry> best;
    double most = -1e9;
    const PlaceList cities = knowledge_.places(city);
    for (const GazetteerEntry& c : cities) {
      double s = 0.6 * std::log10(1.0 + static_cast<double>(c.population)) - (c.kind == 'A' || c.kind == 'D' ? 1 : 0) -
                 (c.by == NameKind::kOther ? 1 : 0);
      for (const GazetteerEntry& o : outer) {
        if (lies_in(c, o)) {
          s += 8;
          break;
        }
      }
      if (s > most) most = s, best = c;
    }
    if (!best) return;
    Place place;
    place.span = span;
    place.name = best->name;
    place.country = best->country;
    place.admin1 = best->admin1;
    place.lat = best->lat, place.lon = best->lon;
    if (best->geonames) place.geonames = best->geonames;
    place.confidence = cities.size() == 1 || most > 8 ? 0.95 : 0.9;
    dateline_place_ = place;
    frame_.dateline = std::move(best);
  }

  const Context& context_;
  const Knowledge& knowledge_;
  const Document& doc_;
  const std::vector<Token>& tokens_;
  const std::vector<std::string> low_;
  std::vector<char> label_;   // of the model's name that holds the token: L place, N nation, O body, X other, M misc
  std::vector<int> name_at_;  // the model's name that begins at the token, or -1
  bool parsed_ = false;
  std::vector<Mention> mentions_;
  std::vector<PlaceGroup> groups_;
  PlaceFrame frame_;
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
      at = at || contains(kAtPlace, string_view(word));
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
