// The tables of knowledge/ as they are shipped: what they must answer (tests/cases/knowledge/lookups.tsv), what must
// hold of all their rows, and how the loader speaks of a damaged table.
#include "knowledge/knowledge.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/file.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

const std::string kTables = std::string(DRAGOMAN_SOURCE_DIR) + "/knowledge";

const Knowledge& tables() {
  static const Knowledge* knowledge = [] {
    Result<Knowledge> opened = Knowledge::open(kTables);
    if (!opened.ok()) {
      std::fprintf(stderr, "%s\n", opened.status().message().c_str());
      std::abort();
    }
    return new Knowledge(std::move(opened).value());
  }();
  return *knowledge;
}

std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  const Result<std::string> text = read_file(path);
  if (!text.ok()) return rows;
  bool header = true;
  for (std::string_view line : split(*text, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    if (!header) {
      std::vector<std::string> row;
      for (std::string_view field : split(line, '\t')) row.emplace_back(field);
      row.resize(12);
      rows.push_back(std::move(row));
    }
    header = false;
  }
  return rows;
}

std::string show(const Sense& sense) {
  const char* kKinds[] = {"country", "demonym", "seat", "organisation", "region"};
  return std::string(kKinds[static_cast<int>(sense.kind)]) + ":" + sense.country + ":" + sense.sector;
}

std::string answer(const std::string& kind, const std::string& query, const std::string& more,
                   const std::string& expected) {
  const Knowledge& k = tables();
  const std::string key = fold(query);
  const Date date = parse_iso(more).value_or(Date{});
  if (kind == "first" || kind == "sense" || kind == "none") {
    std::string all;
    for (const Sense& sense : k.senses(key)) {
      if (!spelled_as(sense, query)) continue;
      if (kind == "first" || (kind == "sense" && show(sense) == expected)) return show(sense);
      all += show(sense) + " ";
    }
    return all;
  }
  if (kind == "prefix") return k.is_prefix(key) ? "yes" : "no";
  if (kind == "person") {
    const Office* office = k.office_of(key, date);
    return office ? office->country + "/" + office->office : "-";
  }
  if (kind == "holder") {
    const size_t slash = query.find('/');
    const Office* office = k.holder(query.substr(0, slash), query.substr(slash + 1), date);
    return office ? office->person : "-";
  }
  if (kind == "head") {
    const Office* office = k.head_of(query, date);
    return office ? office->person : "-";
  }
  if (kind == "agent") {
    const Agent* agent = k.agent(key);
    return agent ? agent->sector + " " + name_of(agent->kind) : "-";
  }
  if (kind == "title") {
    const Title* title = k.title(key);
    return title ? title->office + "/" + title->sector : "-";
  }
  if (kind == "gender") {
    const char gender = k.gender_of(key);
    return gender ? std::string(1, gender) : "-";
  }
  if (kind == "place") {
    const PlaceList places = k.places(key);
    return places.empty() ? "-" : places.front().country + " " + places.front().kind;
  }
  return "unknown kind";
}

TEST(Knowledge, AnswersTheCases) {
  const auto rows = rows_of(std::string(DRAGOMAN_SOURCE_DIR) + "/tests/cases/knowledge/lookups.tsv");
  ASSERT_GE(rows.size(), 150u);
  for (const auto& row : rows)
    EXPECT_EQ(answer(row[0], row[1], row[2], row[3]), row[3]) << row[0] << " " << row[1] << " " << row[2];
}

TEST(Knowledge, EveryStateHasItsCodesAndCapital) {
  std::set<std::string> iso2;
  for (const Country& country : tables().countries()) {
    EXPECT_EQ(country.iso3.size(), 3u);
    EXPECT_FALSE(country.name.empty()) << country.iso3;
    EXPECT_TRUE(!country.fips.empty() || country.iso3 == "ALA") << country.iso3;  // FIPS 10-4 has no code for Aland
    EXPECT_EQ(country.cameo.size(), 3u) << country.iso3;
    EXPECT_EQ(country.cow.empty(), country.gw.empty()) << country.iso3;
    if (country.iso3 == "ATA" || country.iso3 == "TKL") continue;  // no capital
    EXPECT_FALSE(country.capital.empty()) << country.iso3;
    EXPECT_TRUE(country.lat != 0 && country.lon != 0) << country.iso3;
    EXPECT_TRUE(country.iso2.empty() || iso2.insert(country.iso2).second) << country.iso2;
    EXPECT_EQ(tables().country(country.iso3), &country);
  }
  EXPECT_GE(tables().countries().size(), 240u);
  EXPECT_EQ(tables().country("XXX"), nullptr);
}

TEST(Knowledge, EveryStateIsFoundByItsName) {
  for (const Country& country : tables().countries()) {
    const auto& senses = tables().senses(fold(country.name));
    EXPECT_TRUE(std::any_of(senses.begin(), senses.end(), [&](const Sense& s) {
      return s.kind == SenseKind::kCountry && s.country == country.iso3 && spelled_as(s, country.name);
    })) << country.name;
  }
}

TEST(Knowledge, OrganisationsUseKnownSectors) {
  const std::set<std::string> sectors = {"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", "PTY",
                                         "REB", "UAF", "CVL", "PRO", "MED", "BUS", "LAB", "EDU",
                                         "REL", "REF", "CRM", "IGO", "NGO", "ELI", "UNK"};
  for (const char* file : {"organisations.tsv", "agents.tsv", "titles.tsv"}) {
    const int column = std::string(file) == "organisations.tsv" ? 3 : std::string(file) == "agents.tsv" ? 1 : 2;
    for (const auto& row : rows_of(kTables + "/" + file)) {
      if (column == 2 && row[2].empty()) continue;  // "mr" has none
      EXPECT_TRUE(sectors.contains(row[column])) << file << ": " << row[0] << " has '" << row[column] << "'";
    }
  }
}

// A post that one person holds has one holder a day, unless its rows say "joint".
TEST(Knowledge, NoTwoHeadsOnOneDay) {
  std::map<std::string, std::vector<std::vector<std::string>>> posts;
  for (const auto& row : rows_of(kTables + "/offices.tsv"))
    if ((row[2] == "head of government" || row[2] == "head of state") && row[9].find("joint") == std::string::npos)
      posts[row[1] + " " + row[2]].push_back(row);
  EXPECT_GE(posts.size(), 300u);
  for (auto& [post, rows] : posts) {
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a[4] < b[4]; });
    for (size_t i = 0; i + 1 < rows.size(); ++i) {
      ASSERT_FALSE(rows[i][5].empty()) << post << ": " << rows[i][0] << " has no end before " << rows[i + 1][0];
      // ISO dates of one precision compare as text; a vaguer end ("2016-03") is not after a day in it.
      const size_t shared = std::min(rows[i][5].size(), rows[i + 1][4].size());
      EXPECT_LE(rows[i][5].substr(0, shared), rows[i + 1][4].substr(0, shared))
          << post << ": " << rows[i][0] << " " << rows[i + 1][0];
      if (shared == 10) {
        EXPECT_LT(rows[i][5], rows[i + 1][4]) << post << ": " << rows[i][0] << " " << rows[i + 1][0];
      }
    }
  }
}

TEST(Knowledge, OfficesCarryOriginAndSortedDates) {
  const auto rows = rows_of(kTables + "/offices.tsv");
  EXPECT_GE(rows.size(), 20000u);
  for (const auto& row : rows) {
    EXPECT_FALSE(row[9].empty()) << row[0];
    EXPECT_FALSE(row[4].empty()) << row[0];
    EXPECT_TRUE(row[5].empty() || row[6].empty()) << row[0] << ": an end and a date last seen";
  }
}

TEST(Knowledge, HeldOnReadsPartialDatesGenerously) {
  Office office;
  office.start = "2012";
  office.end = "2014-05";
  EXPECT_TRUE(held_on(office, {2012, 1, 1}));
  EXPECT_TRUE(held_on(office, {2014, 5, 31}));
  EXPECT_FALSE(held_on(office, {2014, 6, 1}));
  EXPECT_FALSE(held_on(office, {2011, 12, 31}));
  office.end.clear();
  EXPECT_TRUE(held_on(office, {2040, 1, 1}));
  office.seen = "2022-08-03";
  EXPECT_TRUE(held_on(office, {2023, 8, 3}));
  EXPECT_FALSE(held_on(office, {2023, 8, 4}));
}

TEST(Knowledge, LongestTitle) {
  const std::vector<std::string> words = {"the", "deputy", "prime", "minister", "jan", "novak"};
  const Title* title = nullptr;
  EXPECT_EQ(tables().title_at(words, 1, &title), 3);
  EXPECT_EQ(title->office, "deputy head of government");
  EXPECT_EQ(tables().title_at(words, 4, &title), 0);
  EXPECT_EQ(tables().title_at(words, 6, &title), 0);
}

// A damaged table is named with its line.
class DamagedTable : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = testing::TempDir() + "/dragoman_knowledge_" + std::to_string(::getpid());
    std::filesystem::remove_all(dir_);
    std::filesystem::create_directories(dir_);
    for (const auto& entry : std::filesystem::directory_iterator(kTables))
      if (entry.path().extension() == ".tsv")
        std::filesystem::copy(entry.path(), dir_ + "/" + entry.path().filename().string());
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }
  void write(const std::string& file, const std::string& text) { std::ofstream(dir_ + "/" + file) << text; }
  std::string dir_;
};

TEST_F(DamagedTable, IsNamedWithFileAndLine) {
  write("agents.tsv", "lemma\tsector\tkind\tperson\nrebel\tREB\tgroup\tyes\n\n# a note\nking\tGOV\tmonarch\tyes\n");
  const Result<Knowledge> opened = Knowledge::open(dir_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().code(), Code::kCorrupt);
  EXPECT_EQ(opened.status().message(), "agents.tsv:5: kind is person, group or organisation");
}

TEST_F(DamagedTable, WrongColumns) {
  write("titles.tsv", "title\toffice\tgender\n");
  const Result<Knowledge> opened = Knowledge::open(dir_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().message(), "titles.tsv:1: column 3 is 'gender', expected 'sector'");
}

TEST_F(DamagedTable, TooManyFields) {
  write("given_names.tsv", "name\tgender\nAnna\tf\tx\n");
  const Result<Knowledge> opened = Knowledge::open(dir_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().message(), "given_names.tsv:2: more than 2 fields");
}

TEST_F(DamagedTable, EndBeforeStart) {
  write("offices.tsv",
        "person\tcountry\toffice\ttitle\tstart\tend\tseen\torganisation\twikidata\torigin\n"
        "Jan Novak\tCZE\thead of state\tPresident\t2012-01-02\t2012-01-01\t\t\t\teditor\n");
  const Result<Knowledge> opened = Knowledge::open(dir_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().message(), "offices.tsv:2: ends before it starts");
}

TEST(Knowledge, MissingFolder) {
  const Result<Knowledge> opened = Knowledge::open("/nonexistent");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().code(), Code::kNotFound);
}

}  // namespace
}  // namespace dragoman
