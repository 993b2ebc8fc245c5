// The tables of knowledge/ as they are shipped: what they must answer (tests/cases/knowledge/lookups.tsv), what must
// hold of all their rows, and how the loader speaks of a damaged table.
#include "knowledge/knowledge.h"
#include "knowledge/period.h"
#include "knowledge/state_codes.h"
#include "knowledge/who.h"

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
    return places.empty() ? "-" : std::string(places.front().country) + " " + places.front().kind;
  }
  return "unknown kind";
}

TEST(Knowledge, AnswersTheCases) {
  const auto rows = rows_of(std::string(DRAGOMAN_SOURCE_DIR) + "/tests/cases/knowledge/lookups.tsv");
  ASSERT_GE(rows.size(), 150u);
  for (const auto& row : rows)
    EXPECT_EQ(answer(row[0], row[1], row[2], row[3]), row[3]) << row[0] << " " << row[1] << " " << row[2];
}

const StateCodes& codes() {
  static const StateCodes* all = [] {
    Result<StateCodes> opened = StateCodes::open(kTables);
    if (!opened.ok()) {
      std::fprintf(stderr, "%s\n", opened.status().message().c_str());
      std::abort();
    }
    return new StateCodes(std::move(opened).value());
  }();
  return *all;
}

TEST(Codes, AnswerTheCases) {
  const auto rows = rows_of(std::string(DRAGOMAN_SOURCE_DIR) + "/tests/cases/knowledge/codes.tsv");
  ASSERT_GE(rows.size(), 200u);
  for (const auto& row : rows) {
    const std::optional<Date> on = row[1].empty() ? std::nullopt : parse_iso(row[1]);
    const Result<std::string> value = codes().convert(row[0], row[2], row[3], on);
    const std::string answer = value.ok() ? *value : value.status().code() == Code::kInvalidArgument ? "?" : "-";
    EXPECT_EQ(answer, row[4]) << row[0] << " on '" << row[1] << "' from '" << row[2] << "' to " << row[3];
  }
}

// A number stands for one state a day in each of the lists that give numbers.
TEST(Codes, NumbersHaveOneMeaningADay) {
  std::map<std::string, std::vector<std::vector<std::string>>> spells;
  for (const auto& row : rows_of(kTables + "/state_codes.tsv"))
    if (row[0] == "cow" || row[0] == "gw") spells[row[0] + " " + row[1]].push_back(row);
  EXPECT_GE(spells.size(), 400u);
  for (auto& [code, rows] : spells) {
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a[5] < b[5]; });
    for (size_t i = 0; i + 1 < rows.size(); ++i) {
      ASSERT_FALSE(rows[i][6].empty()) << code << ": no end before " << rows[i + 1][5];
      EXPECT_LT(*last_day(rows[i][6]), *first_day(rows[i + 1][5])) << code;
    }
  }
}

TEST(Codes, CountriesAgreeWithTheLists) {
  for (const Country& country : tables().countries()) {
    const StateCode* cow = codes().code_of(country.iso3, "cow", std::nullopt);
    EXPECT_EQ(cow ? cow->code : "", country.cow) << country.iso3;
    const StateCode* gw = codes().code_of(country.iso3, "gw", std::nullopt);
    EXPECT_EQ(gw ? gw->code : "", country.gw) << country.iso3;
  }
}

TEST(Codes, ErrorsSayWhen) {
  EXPECT_EQ(codes().convert("315", "", "iso3", Date{2000, 1, 1}).status().message(),
            "'315' stands for no state on 2000-01-01: cow 315 Czechoslovakia 1918-10-28..1939-03-15; cow 315 "
            "Czechoslovakia 1945-05-10..1992-12-31; gw 315 Czechoslovakia 1918-11-11..1992-12-31");
  EXPECT_EQ(codes().convert("ZZZ", "", "iso3", std::nullopt).status().message(), "'ZZZ' is no code or name of a state");
  EXPECT_EQ(codes().convert("ZZZ", "cow", "iso3", std::nullopt).status().message(), "'ZZZ' is not in the list cow");
}

const Who& who() {
  static const Who* all = [] {
    Result<Who> opened = Who::open(kTables);
    if (!opened.ok()) {
      std::fprintf(stderr, "%s\n", opened.status().message().c_str());
      std::abort();
    }
    return new Who(std::move(opened).value());
  }();
  return *all;
}

std::string who_answer(const std::string& question, std::optional<Date> on, const std::string& what) {
  const std::vector<WhoAnswer> answers = who().ask(question, on);
  if (answers.empty()) return "-";
  const WhoAnswer& answer = answers.front();
  if (what == "holder") return answer.offices.empty() ? "-" : answer.offices.front()->person;
  if (what == "nearest") return !answer.offices.empty() || answer.nearest.empty() ? "-" : answer.nearest[0]->person;
  if (what == "posts") {
    std::string posts;
    for (const Office* office : answer.offices) posts += office->country + "/" + office->office + " ";
    return posts;
  }
  if (what == "members" || what.starts_with("has ")) {
    int members = 0;
    bool has = false;
    for (const Membership* row : answer.members) {
      if (row->role == "suspended") continue;
      ++members;
      has |= what.ends_with(row->member);
    }
    return what == "members" ? std::to_string(members) : has ? "yes" : "no";
  }
  return answer.name;
}

TEST(Who, AnswersTheCases) {
  const auto rows = rows_of(std::string(DRAGOMAN_SOURCE_DIR) + "/tests/cases/knowledge/who.tsv");
  ASSERT_GE(rows.size(), 280u);
  for (const auto& row : rows) {
    const std::optional<Date> on = row[1].empty() ? std::nullopt : parse_iso(row[1]);
    const std::string answer = who_answer(row[0], on, row[2]);
    EXPECT_TRUE(row[2] == "posts" ? answer.find(row[3] + " ") != std::string::npos : answer == row[3])
        << row[0] << " on '" << row[1] << "': " << row[2] << " " << row[3] << ", not " << answer;
  }
}

// Each row that an answer shows names where it comes from, and what contradicts it is shown with it.
TEST(Who, ShowsOriginAndContradictions) {
  const std::vector<WhoAnswer> answers = who().ask("foreign minister of Equatorial Guinea", Date{2021, 1, 1});
  ASSERT_EQ(answers.size(), 1u);
  ASSERT_EQ(answers[0].offices.size(), 1u);
  EXPECT_TRUE(answers[0].offices[0]->origin.starts_with("editor"));
  ASSERT_EQ(answers[0].contradictions.size(), 1u);
  EXPECT_EQ(answers[0].contradictions[0]->person, "Carmelo Ovono Obiang");
}

TEST(Who, NoMemberTwiceOnOneDay) {
  std::map<std::string, std::vector<const Membership*>> spells;
  for (const Membership& row : who().memberships())
    spells[row.organisation + " " + row.member + (row.role == "suspended" ? " suspended" : "")].push_back(&row);
  EXPECT_GE(who().memberships().size(), 1500u);
  for (auto& [pair, rows] : spells) {
    std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->since < b->since; });
    for (size_t i = 0; i + 1 < rows.size(); ++i) {
      ASSERT_FALSE(rows[i]->until.empty()) << pair;
      // "1972-01-30" and "1989", or a year in which a state left and another spell began.
      EXPECT_LE(*first_day(rows[i]->until), *first_day(rows[i + 1]->since)) << pair;
    }
  }
}

// Ten elected members since 1966 and six before, every year.
TEST(Who, TheSecurityCouncilIsFull) {
  for (int year = 1946; year <= 2026; ++year) {
    int permanent = 0, elected = 0;
    for (const Membership& row : who().memberships()) {
      if (row.organisation != "UN Security Council" || !in_period(row.since, row.until, {year, 7, 1})) continue;
      ++(row.role == "permanent" ? permanent : elected);
    }
    EXPECT_EQ(permanent, 5) << year;
    EXPECT_EQ(elected, year < 1966 ? 6 : 10) << year;
  }
}

// A government is led by one party a day, but for the day of a handover.
TEST(Who, OneLeadingPartyADay) {
  std::map<std::string, std::vector<const Governing*>> spells;
  for (const Governing& row : who().governing())
    if (row.role == "leads") spells[row.country].push_back(&row);
  EXPECT_GE(spells.size(), 120u);
  for (auto& [country, rows] : spells) {
    std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->since < b->since; });
    for (size_t i = 0; i + 1 < rows.size(); ++i) {
      ASSERT_FALSE(rows[i]->until.empty()) << country << " " << rows[i]->party;
      EXPECT_LE(*first_day(rows[i]->until), *last_day(rows[i + 1]->since)) << country << " " << rows[i]->party;
    }
  }
}

// No end before a start, in any table with periods; contradictions name both sides.
TEST(Knowledge, PeriodsEndAfterTheyBegin) {
  const std::pair<const char*, int> kStarts[] = {
      {"countries.tsv", 10}, {"members.tsv", 3}, {"governing.tsv", 3}, {"state_codes.tsv", 5}, {"offices.tsv", 4}};
  for (const auto& [file, column] : kStarts)
    for (const auto& row : rows_of(kTables + "/" + file))
      EXPECT_TRUE(is_period(row[column], row[column + 1]))
          << file << ": " << row[0] << " " << row[column] << ".." << row[column + 1];
  for (const auto& row : rows_of(kTables + "/contradictions.tsv")) {
    EXPECT_FALSE(row[5].empty()) << row[2];
    EXPECT_FALSE(row[6].empty()) << row[2];
  }
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
