// Reads the tables of knowledge/ into hashed indexes, once, at open(). Every index maps a folded phrase to rows; the
// rows of one phrase keep the order of the tables (countries, then organisations, then regions), except that an alias
// marked '?' in its table goes last. Prefixes of phrases are kept in a set, so that a caller can grow a phrase word by
// word.
#include "knowledge/knowledge.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/number.h"
#include "base/table.h"
#include "base/unicode.h"
#include "knowledge/period.h"

namespace dragoman {
namespace {

constexpr char kVersion[] = "2026-11";
constexpr int kBelievedDays = 365;  // how long an open end outlives the day on which it was last seen

struct Hash {
  using is_transparent = void;
  size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
};
template <class T>
using Index = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
using Set = std::unordered_set<std::string, Hash, std::equal_to<>>;

// Curly apostrophes to straight ones.
std::string straight(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (size_t i = 0; i < s.size(); ++i) {
    if (s.substr(i, 3) == "\u2019") {
      out += '\'';
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

std::string key_of(std::string_view name) {
  std::string key = fold(name);
  return key.find('\xE2') == std::string::npos ? key : straight(key);
}

// One key for the usual spellings of a person's name, so that "Abdel-Fattah El-Sisi" is found as "Abdel Fattah al-Sisi"
// and "Sergei Lavrov" as "Sergey Lavrov": hyphens part words, stops and apostrophes go, the Arabic article inside a
// name goes, doubled letters are one, and frequent words of many transliterations get one form. Used on both sides of a
// look-up.
std::string person_key(std::string_view folded) {
  static constexpr std::pair<std::string_view, std::string_view> kForms[] = {
      {"abd", "abdul"},       {"abdal", "abdul"},     {"abdel", "abdul"},      {"abdoul", "abdul"},
      {"ahmad", "ahmed"},     {"ebrahim", "ibrahim"}, {"gamal", "jamal"},      {"hosein", "husein"},
      {"husain", "husein"},   {"husayn", "husein"},   {"hosain", "husein"},    {"khaled", "khalid"},
      {"mahmod", "mahmud"},   {"mahmoud", "mahmud"},  {"mohamad", "mohamed"},  {"muhamad", "mohamed"},
      {"muhamed", "mohamed"}, {"mostafa", "mustafa"}, {"moustafa", "mustafa"}, {"mustapha", "mustafa"},
      {"naser", "nasir"},     {"osman", "uthman"},    {"othman", "uthman"},    {"usman", "uthman"},
      {"rachid", "rashid"},   {"said", "saeed"},      {"saed", "saeed"},       {"saied", "saeed"},
      {"tarek", "tariq"},     {"tareq", "tariq"},     {"umar", "omar"},        {"waled", "walid"},
      {"yousef", "yusuf"},    {"yousuf", "yusuf"},    {"youcef", "yusuf"},
  };
  std::string out, word;
  auto end_word = [&] {
    if (word.empty()) return;
    const bool article = !out.empty() && (word == "al" || word == "el");
    if (!article) {
      auto ends = [&](std::string_view suffix) {
        return word.size() > suffix.size() + 2 && std::string_view(word).ends_with(suffix);
      };
      auto swap = [&](std::string_view suffix, std::string_view by) {
        word.replace(word.size() - suffix.size(), suffix.size(), by);
      };
      if (ends("ski") || ends("sky") || ends("skj"))
        swap("ski", "sky");
      else if (ends("skiy") || ends("skyi") || ends("skij"))
        swap("skiy", "sky");
      else if (ends("iy") || ends("yi") || ends("ij"))
        swap("iy", "y");
      else if (ends("ey"))
        swap("ey", "ei");
      else if (ends("ri"))
        swap("ri", "ry");
      if (word.starts_with("aleks")) word.replace(0, 5, "alex");
      if (word.starts_with("yevg")) word.erase(0, 1);
      for (const auto& [from, to] : kForms)
        if (word == from) {
          word = to;
          break;
        }
      if (!out.empty()) out += ' ';
      out += word;
    }
    word.clear();
  };
  for (char c : folded) {
    if (c == ' ' || c == '-')
      end_word();
    else if (c != '.' && c != '\'' && (word.empty() || word.back() != c))
      word += c;
  }
  end_word();
  return out;
}

// The value under `key`, in whichever apostrophe; nullptr if none.
template <class T>
const T* find(const Index<T>& index, std::string_view key) {
  auto it = index.find(key);
  if (it == index.end() && key.find('\xE2') != std::string_view::npos) it = index.find(straight(key));
  return it == index.end() ? nullptr : &it->second;
}

// An empty field leaves the number as it is.
template <class T>
bool number(std::string_view text, T* out) {
  return text.empty() || parse_number(text, out);
}

// A name of a table: '=' before it asks for exactly this spelling, '?' marks a use that is rarer than others of the
// name.
struct Name {
  std::string_view text;
  bool exact = false;
  bool rare = false;
};
Name name_of_field(std::string_view field) {
  Name name{field};
  while (!name.text.empty() && (name.text.front() == '=' || name.text.front() == '?')) {
    (name.text.front() == '=' ? name.exact : name.rare) = true;
    name.text.remove_prefix(1);
  }
  return name;
}

bool starts_with_article(std::string_view folded) {
  return folded.starts_with("the ");
}

int rank_of(std::string_view office) {
  constexpr std::string_view kOrder[] = {"head of state",    "head of government", "head of organisation",
                                         "foreign minister", "defence minister",   "interior minister",
                                         "finance minister"};
  const auto* it = std::find(std::begin(kOrder), std::end(kOrder), office);
  return static_cast<int>(it - std::begin(kOrder));
}

// Sector of who holds an office of that key; heads of organisations have their organisation's.
std::string_view sector_of(std::string_view office) {
  static constexpr std::pair<std::string_view, std::string_view> kSectors[] = {
      {"speaker", "LEG"},        {"legislator", "LEG"},    {"attorney general", "JUD"}, {"judge", "JUD"},
      {"military chief", "MIL"}, {"police chief", "COP"},  {"spy chief", "SPY"},        {"opposition leader", "OPP"},
      {"party leader", "PTY"},   {"media", "MED"},         {"religious leader", "REL"}, {"rebel leader", "REB"},
      {"crime", "CRM"},          {"labour leader", "LAB"},
  };
  for (const auto& [key, sector] : kSectors)
    if (key == office) return sector;
  return "GOV";
}

ActorKind kind_of(std::string_view name) {
  if (name == "person") return ActorKind::kPerson;
  if (name == "country") return ActorKind::kCountry;
  if (name == "group") return ActorKind::kGroup;
  return ActorKind::kOrganisation;
}

}  // namespace

struct Knowledge::Impl {
  std::vector<Country> countries;  // by iso3
  Index<std::vector<Sense>> senses;
  Index<std::vector<Sense>> rare;  // only while reading: goes behind `senses`
  Set prefixes;
  std::vector<Office> offices;
  Index<std::vector<uint32_t>> offices_by_person, offices_by_post;  // post: country or organisation, tab, office
  Index<std::vector<uint32_t>> heads_by_surname;
  Index<char> genders;
  Index<Agent> agents;
  Index<Title> titles;
  size_t longest_title = 0;  // in words
  std::vector<Anchor> anchors;
  Index<std::vector<size_t>> anchors_by_name;  // by runs joined by a space; first words alone too, without rows
  size_t longest_anchor = 0;                   // in runs
  std::optional<Gazetteer> gazetteer;
  std::string version = kVersion;

  const Country* country(std::string_view iso3) const {
    auto it = std::lower_bound(countries.begin(), countries.end(), iso3,
                               [](const Country& c, std::string_view key) { return c.iso3 < key; });
    return it != countries.end() && it->iso3 == iso3 ? &*it : nullptr;
  }
  bool known_country(std::string_view code) const {
    return code.empty() || code == "IGO" || code == "NGO" || code == "MNC" || country(code);
  }

  // Offices of a person by any spelling; a longer name than the table's is found by its first and last word.
  const std::vector<uint32_t>* offices_of(std::string_view folded_name) const {
    const std::string key = person_key(straight(folded_name));
    auto it = offices_by_person.find(key);
    const size_t first = key.find(' '), last = key.rfind(' ');
    if (it == offices_by_person.end() && first != last)
      it = offices_by_person.find(key.substr(0, first) + key.substr(last));
    return it == offices_by_person.end() ? nullptr : &it->second;
  }

  void add_sense(Name name, Sense sense) {
    if (name.exact) sense.exact = std::string(name.text);
    std::string key = key_of(name.text);
    if (starts_with_article(key)) key.erase(0, 4);
    for (size_t space = key.find(' '); space != std::string::npos; space = key.find(' ', space + 1))
      prefixes.emplace(key.substr(0, space));
    (name.rare ? rare : senses)[std::move(key)].push_back(std::move(sense));
  }
  // The name and its aliases, parted by '|'.
  void add_senses(std::string_view name, std::string_view aliases, const Sense& sense) {
    add_sense(name_of_field(name), sense);
    if (!aliases.empty())
      for (std::string_view alias : split(aliases, '|')) add_sense(name_of_field(alias), sense);
  }
  Status read_countries(const std::string& dir);
  Status read_country_names(const std::string& dir);
  Status read_organisations(const std::string& dir);
  Status read_regions(const std::string& dir);
  Status read_offices(const std::string& dir);
  Status read_persons(const std::string& dir);
  Status read_titles(const std::string& dir);
  Status read_agents(const std::string& dir);
  Status read_given_names(const std::string& dir);
  Status read_anchors(const std::string& dir);
};

Status Knowledge::Impl::read_countries(const std::string& dir) {
  Result<Table> table =
      Table::read(dir, "countries.tsv",
                  {"iso3", "iso2", "name", "cow", "gw", "fips", "cameo", "capital", "lat", "lon", "since", "until"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    Country country;
    country.iso3 = row[0];
    country.iso2 = row[1];
    country.name = row[2];
    country.cow = row[3];
    country.gw = row[4];
    country.fips = row[5];
    country.cameo = row[6];
    country.capital = row[7];
    if (country.iso3.size() != 3 || country.name.empty())
      return row.error("a country needs a code of three letters and a name");
    if (!number(row[8], &country.lat) || !number(row[9], &country.lon)) return row.error("bad coordinate");
    if (!countries.empty() && countries.back().iso3 >= country.iso3) return row.error("not sorted by iso3");
    countries.push_back(std::move(country));
  }
  return row.status();
}

Status Knowledge::Impl::read_country_names(const std::string& dir) {
  Result<Table> table =
      Table::read(dir, "country_names.tsv", {"name", "country", "kind", "sector", "canonical", "exact"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    const Country* country = this->country(row[1]);
    if (!known_country(row[1])) return row.error("unknown country '" + std::string(row[1]) + "'");
    Sense sense;
    sense.country = row[1];
    const std::string_view kind = row[2];
    if (kind == "name" || kind == "official" || kind == "abbreviation") {
      sense.kind = SenseKind::kCountry;
      sense.actor_kind = ActorKind::kCountry;
    } else if (kind == "demonym" || kind == "person" || kind == "people") {
      sense.kind = SenseKind::kDemonym;
      sense.actor_kind = kind == "person"   ? ActorKind::kPerson
                         : kind == "people" ? ActorKind::kGroup
                                            : ActorKind::kCountry;
    } else if (kind == "seat") {
      sense.kind = SenseKind::kSeat;
      sense.actor_kind = row[3].empty() ? ActorKind::kCountry : ActorKind::kOrganisation;
    } else {
      return row.error("unknown kind '" + std::string(kind) + "'");
    }
    sense.sector = !row[3].empty() ? row[3] : kind == "person" || kind == "people" ? "CVL" : "GOV";
    sense.name = !row[4].empty() ? std::string(row[4]) : country ? country->name : std::string(row[1]);
    sense.cameo = (country ? country->cameo : std::string(row[1])) + (country ? sense.sector : std::string());
    sense.exact = row[5];
    add_sense(name_of_field(row[0]), std::move(sense));
  }
  return row.status();
}

Status Knowledge::Impl::read_organisations(const std::string& dir) {
  Result<Table> table =
      Table::read(dir, "organisations.tsv", {"name", "aliases", "country", "sector", "kind", "cameo", "wikidata"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    if (!known_country(row[2])) return row.error("unknown country '" + std::string(row[2]) + "'");
    if (row[0].empty() || row[3].empty()) return row.error("an organisation needs a name and a sector");
    Sense sense;
    sense.kind = SenseKind::kOrganisation;
    sense.country = row[2];
    sense.sector = row[3];
    sense.name = name_of_field(row[0]).text;
    // CAMEO writes the domain of bodies without a state once: IGO, NGO and MNC are their own sector.
    const bool stateless = !sense.country.empty() && !country(sense.country);
    sense.cameo = !row[5].empty() ? std::string(row[5])
                  : stateless && (sense.sector == sense.country || sense.country == "MNC")
                      ? sense.country
                      : sense.country + sense.sector;
    sense.actor_kind = ActorKind::kOrganisation;
    sense.wikidata = row[6];
    add_senses(row[0], row[1], sense);
  }
  return row.status();
}

Status Knowledge::Impl::read_regions(const std::string& dir) {
  Result<Table> table =
      Table::read(dir, "regions.tsv", {"name", "aliases", "demonyms", "people", "country", "kind", "lat", "lon"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    if (!known_country(row[4])) return row.error("unknown country '" + std::string(row[4]) + "'");
    Sense sense;
    sense.kind = SenseKind::kRegion;
    sense.country = row[4];
    sense.name = name_of_field(row[0]).text;
    sense.actor_kind = ActorKind::kCountry;
    // A people without a land: "Kurds", "Rohingya" are only names of groups.
    if (row[5] != "people") add_senses(row[0], row[1], sense);
    sense.kind = SenseKind::kDemonym;
    sense.sector = "CVL";
    sense.cameo = sense.country.empty() ? "" : sense.country + sense.sector;
    if (!row[2].empty())
      for (std::string_view demonym : split(row[2], '|')) add_sense(name_of_field(demonym), sense);
    sense.actor_kind = ActorKind::kGroup;
    if (!row[3].empty())
      for (std::string_view people : split(row[3], '|')) add_sense(name_of_field(people), sense);
  }
  return row.status();
}

Status Knowledge::Impl::read_offices(const std::string& dir) {
  Result<Table> table = Table::read(
      dir, "offices.tsv",
      {"person", "country", "office", "title", "start", "end", "seen", "organisation", "wikidata", "origin"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  offices.reserve(40'000);
  offices_by_person.reserve(40'000);
  while (row.next()) {
    if (row[0].empty() || row[2].empty()) return row.error("an office needs a person and a key");
    if (!known_country(row[1])) return row.error("unknown country '" + std::string(row[1]) + "'");
    const std::optional<Date> start = first_day(row[4]), end = last_day(row[5]), seen = last_day(row[6]);
    if ((!row[4].empty() && !start) || (!row[5].empty() && !end) || (!row[6].empty() && !seen))
      return row.error("bad date");
    if (start && end && *end < *start) return row.error("ends before it starts");
    Office office;
    office.person = row[0];
    office.country = row[1];
    office.office = row[2];
    office.title = row[3];
    office.start = row[4];
    office.end = row[5];
    office.seen = row[6];
    office.organisation = row[7];
    office.wikidata = row[8];
    office.origin = row[9];
    office.sector = sector_of(office.office);
    if (!office.organisation.empty()) {
      const std::vector<Sense>* senses = find(this->senses, key_of(office.organisation));
      if (!senses) return row.error("organisations.tsv has no '" + office.organisation + "'");
      office.sector = senses->front().sector;
      if (office.country == "IGO") office.sector = "IGO";
    }
    const auto index = static_cast<uint32_t>(offices.size());
    std::string key = key_of(office.person);
    // REIGN gives many leaders by surname only ("Paris", "May"): they hold their post, but no mention is taken for
    // them.
    if (office.origin != "reign" || key.find(' ') != std::string::npos)
      offices_by_person[person_key(key)].push_back(index);
    std::string post = office.organisation.empty() ? office.country : office.organisation;
    offices_by_post[post + '\t' + office.office].push_back(index);
    if (office.office == "head of state" || office.office == "head of government")
      heads_by_surname[key.substr(key.rfind(' ') + 1)].push_back(index);
    offices.push_back(std::move(office));
  }
  return row.status();
}

Status Knowledge::Impl::read_persons(const std::string& dir) {
  Result<Table> table = Table::read(dir, "persons.tsv", {"person", "aliases", "gender", "wikidata"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    const char gender = row[2].empty() ? 0 : row[2].front();
    if (gender && gender != 'm' && gender != 'f') return row.error("gender is m, f or empty");
    const std::string key = key_of(row[0]);
    if (gender) genders.emplace(key, gender);
    if (row[1].empty()) continue;
    const std::vector<uint32_t>* held = offices_of(key);
    const std::vector<uint32_t> indexes = held ? *held : std::vector<uint32_t>();
    for (std::string_view alias : split(row[1], '|')) {
      std::string other = key_of(alias);
      if (gender && other.find(' ') != std::string::npos) genders.emplace(other, gender);
      if (indexes.empty()) continue;
      std::vector<uint32_t>& list = offices_by_person[person_key(other)];
      for (uint32_t index : indexes)
        if (std::find(list.begin(), list.end(), index) == list.end()) list.push_back(index);
    }
  }
  return row.status();
}

Status Knowledge::Impl::read_titles(const std::string& dir) {
  Result<Table> table = Table::read(dir, "titles.tsv", {"title", "office", "sector", "gender"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    Title title{key_of(row[0]), std::string(row[1]), std::string(row[2]), row[3].empty() ? '\0' : row[3].front()};
    // Tokenizers part "vice-president" or not, and writers write "vice president".
    std::string spaced, parted;
    for (char c : title.title) {
      spaced += c == '-' ? ' ' : c;
      parted += c == '-' ? std::string(" - ") : std::string(1, c);
    }
    for (const std::string& form : {title.title, spaced, parted}) {
      longest_title = std::max(longest_title, static_cast<size_t>(1 + std::count(form.begin(), form.end(), ' ')));
      titles.emplace(form, title);
    }
  }
  return row.status();
}

Status Knowledge::Impl::read_agents(const std::string& dir) {
  Result<Table> table = Table::read(dir, "agents.tsv", {"lemma", "sector", "kind", "person"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    if (row[2] != "person" && row[2] != "group" && row[2] != "organisation")
      return row.error("kind is person, group or organisation");
    Agent agent{key_of(row[0]), std::string(row[1]), kind_of(row[2]), row[3] == "yes"};
    std::string key = agent.lemma;
    if (!agents.emplace(std::move(key), std::move(agent)).second)
      return row.error("'" + std::string(row[0]) + "' twice");
  }
  return row.status();
}

Status Knowledge::Impl::read_given_names(const std::string& dir) {
  Result<Table> table = Table::read(dir, "given_names.tsv", {"name", "gender"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    if (row[1] != "m" && row[1] != "f") return row.error("gender is m or f");
    genders.emplace(key_of(row[0]), row[1].front());
  }
  return row.status();
}

Status Knowledge::Impl::read_anchors(const std::string& dir) {
  Result<Table> table = Table::read(dir, "anchors.tsv", {"name", "aliases", "kind", "start", "end"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    Anchor anchor;
    anchor.name = row[0];
    if (row[2] == "death") {
      anchor.kind = Anchor::kDeath;
    } else if (row[2] == "coming") {
      anchor.kind = Anchor::kComing;
    } else if (row[2] != "event") {
      return row.error("kind is event, death or coming");
    }
    const std::optional<Date> start = first_day(row[3]);
    const std::optional<Date> end = row[4].empty() ? start : last_day(row[4]);
    if (!start || !end || *end < *start) return row.error("start and end are no period");
    anchor.start = *start, anchor.end = *end;
    const size_t index = anchors.size();
    std::vector<std::string_view> names = split(row[1], '|');
    names.push_back(row[0]);
    for (std::string_view name : names) {
      std::vector<std::string> words = runs_of(fold(name));
      if (words.empty()) continue;
      longest_anchor = std::max(longest_anchor, words.size());
      std::string key;
      for (const std::string& word : words) key += key.empty() ? word : ' ' + word;
      anchors_by_name[key].push_back(index);
      if (words.front() != key) anchors_by_name.try_emplace(words.front());
    }
    anchors.push_back(std::move(anchor));
  }
  // Rows of one name (what recurs) share the aliases of its first row.
  for (auto& [key, list] : anchors_by_name) {
    if (list.empty()) continue;
    const std::string& name = anchors[list.front()].name;
    for (size_t i = 0; i < anchors.size(); ++i)
      if (anchors[i].name == name && std::find(list.begin(), list.end(), i) == list.end()) list.push_back(i);
  }
  return row.status();
}

Result<Knowledge> Knowledge::open(const std::string& dir) {
  auto impl = std::make_unique<Impl>();
  DRAGOMAN_RETURN_IF_ERROR(impl->read_countries(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_country_names(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_organisations(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_regions(dir));
  for (auto& [key, list] : impl->rare) {
    std::vector<Sense>& all = impl->senses[key];
    all.insert(all.end(), std::make_move_iterator(list.begin()), std::make_move_iterator(list.end()));
  }
  impl->rare.clear();
  DRAGOMAN_RETURN_IF_ERROR(impl->read_offices(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_persons(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_titles(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_agents(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_given_names(dir));
  DRAGOMAN_RETURN_IF_ERROR(impl->read_anchors(dir));
  Result<Gazetteer> gazetteer = Gazetteer::open(dir + "/gazetteer.bin");
  if (!gazetteer.ok()) return gazetteer.status();
  impl->gazetteer = std::move(gazetteer).value();
  return Knowledge(std::move(impl));
}

Knowledge::Knowledge(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Knowledge::Knowledge(Knowledge&&) noexcept = default;
Knowledge& Knowledge::operator=(Knowledge&&) noexcept = default;
Knowledge::~Knowledge() = default;

const Country* Knowledge::country(std::string_view iso3) const {
  return impl_->country(iso3);
}
const std::vector<Country>& Knowledge::countries() const {
  return impl_->countries;
}
const std::vector<Office>& Knowledge::offices() const {
  return impl_->offices;
}
const std::string& Knowledge::version() const {
  return impl_->version;
}

const std::vector<Sense>& Knowledge::senses(std::string_view folded) const {
  static const std::vector<Sense> kNone;
  if (starts_with_article(folded)) folded.remove_prefix(4);
  const std::vector<Sense>* list = find(impl_->senses, folded);
  return list ? *list : kNone;
}

bool Knowledge::is_prefix(std::string_view folded) const {
  if (folded == "the") return true;
  if (starts_with_article(folded)) folded.remove_prefix(4);
  if (impl_->prefixes.contains(folded)) return true;
  return folded.find('\xE2') != std::string_view::npos && impl_->prefixes.contains(straight(folded));
}

bool spelled_as(const Sense& sense, std::string_view surface) {
  if (sense.exact.empty() || sense.exact == surface) return true;
  // "TURKEY" in a line of capitals; but no other spelling of what is all capitals itself.
  bool upper = true;
  for (char c : surface) upper = upper && !(c >= 'a' && c <= 'z');
  return upper && fold(surface) == fold(sense.exact);
}

std::vector<const Office*> Knowledge::offices_of(std::string_view folded_name) const {
  std::vector<const Office*> out;
  if (const std::vector<uint32_t>* list = impl_->offices_of(folded_name))
    for (uint32_t index : *list) out.push_back(&impl_->offices[index]);
  return out;
}

std::vector<const Office*> Knowledge::heads_named(std::string_view folded_surname) const {
  std::vector<const Office*> out;
  if (const std::vector<uint32_t>* list = find(impl_->heads_by_surname, folded_surname))
    for (uint32_t index : *list) out.push_back(&impl_->offices[index]);
  return out;
}

const Office* Knowledge::office_of(std::string_view folded_name, const Date& date) const {
  const Office* best = nullptr;
  if (const std::vector<uint32_t>* list = impl_->offices_of(folded_name))
    for (uint32_t index : *list) {
      const Office& office = impl_->offices[index];
      if (held_on(office, date) && (!best || rank_of(office.office) < rank_of(best->office))) best = &office;
    }
  return best;
}

const Office* Knowledge::holder(std::string_view country, std::string_view office, const Date& date) const {
  const Office* best = nullptr;
  if (const std::vector<uint32_t>* list =
          find(impl_->offices_by_post, std::string(country) + '\t' + std::string(office)))
    for (uint32_t index : *list) {
      const Office& row = impl_->offices[index];
      if (held_on(row, date) && (!best || row.start < best->start)) best = &row;
    }
  return best;
}

const Office* Knowledge::head_of(std::string_view organisation, const Date& date) const {
  return holder(organisation, "head of organisation", date);
}

char Knowledge::gender_of(std::string_view folded_name) const {
  if (const char* gender = find(impl_->genders, folded_name)) return *gender;
  const size_t space = folded_name.find(' ');
  if (space == std::string_view::npos) return 0;
  const char* gender = find(impl_->genders, folded_name.substr(0, space));
  return gender ? *gender : '\0';
}

const Agent* Knowledge::agent(std::string_view folded_lemma) const {
  return find(impl_->agents, folded_lemma);
}
const Title* Knowledge::title(std::string_view folded) const {
  return find(impl_->titles, folded);
}

int Knowledge::title_at(const std::vector<std::string>& folded_words, int at, const Title** out) const {
  const size_t first = static_cast<size_t>(std::max(at, 0));
  const size_t last = std::min(folded_words.size(), first + impl_->longest_title);
  std::string phrase;
  int taken = 0;
  for (size_t i = first; i < last; ++i) {
    if (i > first) phrase += ' ';
    phrase += folded_words[i];
    if (const Title* title = this->title(phrase)) {
      taken = static_cast<int>(i - first) + 1;
      if (out) *out = title;
    }
  }
  return taken;
}

std::vector<std::string> runs_of(std::string_view folded) {
  std::vector<std::string> runs;
  bool inside = false;
  for (char32_t c : to_u32(folded)) {
    const bool part = is_letter(c) || is_digit(c);
    if (part && !inside) runs.emplace_back();
    if (part) append_utf8(runs.back(), c);
    inside = part;
  }
  return runs;
}

std::vector<const Anchor*> Knowledge::anchors_at(const std::vector<std::string>& words, size_t at,
                                                 size_t* taken) const {
  std::vector<const Anchor*> out;
  *taken = 0;
  if (at >= words.size() || !find(impl_->anchors_by_name, words[at])) return out;
  std::string key;
  for (size_t i = at; i < std::min(words.size(), at + impl_->longest_anchor); ++i) {
    key += i == at ? words[i] : ' ' + words[i];
    const std::vector<size_t>* found = find(impl_->anchors_by_name, key);
    if (!found || found->empty()) continue;
    out.clear();
    for (size_t index : *found) out.push_back(&impl_->anchors[index]);
    *taken = i - at + 1;
  }
  return out;
}

bool Knowledge::is_anchor_day(const Date& day) const {
  return std::any_of(impl_->anchors.begin(), impl_->anchors.end(), [&](const Anchor& a) { return a.start == day; });
}

PlaceList Knowledge::places(std::string_view folded) const {
  return impl_->gazetteer->find(place_key(folded));
}

bool held_on(const Office& office, const Date& date) {
  if (!in_period(office.start, office.end, date)) return false;
  if (!office.end.empty()) return true;
  const std::optional<Date> seen = last_day(office.seen);
  return !seen || days_of(date) <= days_of(*seen) + kBelievedDays;
}

}  // namespace dragoman
