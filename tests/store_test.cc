// The store and the output folder with the real files: what is kept, and what survives a stop at the worst moment.
#include "store/output.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace dragoman {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "dragoman-store-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string path(const char* name) const { return (dir_ / name).string(); }
  static std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  static void append(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
  }

  fs::path dir_;
};

// A record with something in every table.
Record full_record(const std::string& id) {
  Record r;
  r.engine = {"0.1.0", "en-1", "en-1", "2026-11"};
  r.id = id;
  r.source = {"mem:" + id, "example.org", "Reuters", "Talks", "en", {"A. Writer", "B. Writer"}};
  r.published = Published{"2021-12-15", "2021-12-15", "option"};
  r.text = "Talks\nRussia met China – in Žilina on Monday, he said. 5 died.";
  r.parts = {{Role::kHeadline, {0, 6}}, {Role::kBody, {6, 62}}};
  r.sentences = {{6, 54}, {55, 62}};
  r.actors = {{.id = "a1",
               .name = "Russia",
               .kind = ActorKind::kCountry,
               .country = "RUS",
               .sector = "GOV",
               .ids = {.wikidata = "Q159", .cow = "365", .gw = "365", .cameo = "RUS"},
               .mentions = {{{6, 12}, MentionForm::kName}}},
              {.id = "a2",
               .name = "China",
               .kind = ActorKind::kCountry,
               .country = "CHN",
               .mentions = {{{17, 22}, MentionForm::kName}}}};
  Event e;
  e.id = "e1";
  e.type = EventType::kConsult;
  e.mode = "meet";
  e.cameo = "040";
  e.goldstein = 1.0;
  e.quad = 1;
  e.source = {{"a1", {6, 12}}};
  e.target = {{"a2", {17, 22}}};
  e.reciprocal = true;
  e.trigger = {13, 16};
  e.mentions = {{0, 5}};
  e.said_by = {"a1"};
  e.quote = "q1";
  e.date = EventDate{"2021-12-13", "2021-12-13", "day", {38, 44}};
  e.place = EventPlace{"Žilina", "SVK", "Žilina", 49.2, 18.7, 3056508, {28, 34}};
  e.confidence = 0.9;
  e.because = {"consult.meet", "en/consult.frames:1"};
  r.events = {e};
  r.quotes = {{.id = "q1",
               .kind = QuoteKind::kIndirect,
               .speakers = {"a1"},
               .speaker_span = Span{46, 48},
               .cue = Span{49, 53},
               .content = {{6, 44}},
               .via = {"a2"},
               .addressee = {"a2"},
               .confidence = 0.8}};
  r.figures = {{.id = "f1",
                .span = {55, 56},
                .value = 5,
                .unit = "person",
                .bound = Bound::kExact,
                .what = Span{57, 61},
                .said_by = {"a1"},
                .events = {"e1"},
                .confidence = 0.7}};
  r.times = {{{38, 44}, "2021-12-13", "2021-12-13", "day", "2021-12-13", "weekday"}};
  r.open_times = {{{45, 46}, "reference", "PRESENT_REF", "points"}};
  r.places = {{{28, 34}, "Žilina", "SVK", "Žilina", 49.2, 18.7, 3056508, 0.9, ""}};
  r.notes = {{"info", "test", "made by hand"}};
  return r;
}

int64_t count(Store& store, const std::string& table) {
  auto rows = store.counts(("SELECT '', count(*) FROM " + table).c_str());
  return rows.ok() ? rows->at(0).second : -1;
}

TEST_F(StoreTest, KeepsEveryRowOfARecord) {
  auto store = Store::open(path("s.db"), Store::Mode::kReadWrite);
  ASSERT_TRUE(store.ok()) << store.status().message();
  const Record r = full_record("b3:1");
  ASSERT_TRUE(store->begin().ok());
  const Status added = store->add(r, to_json(r));
  ASSERT_TRUE(added.ok()) << added.message();
  ASSERT_TRUE(store->commit().ok());
  const std::pair<const char*, int> rows[] = {
      {"stories", 1},       {"parts", 2},          {"sentences", 2},    {"actors", 2},        {"mentions", 2},
      {"events", 1},        {"event_mentions", 1}, {"event_actors", 2}, {"said_by", 2},       {"quotes", 1},
      {"quote_content", 1}, {"quote_actors", 3},   {"figures", 1},      {"figure_events", 1}, {"times", 1},
      {"open_times", 1},    {"places", 1},         {"notes", 1}};
  for (const auto& [table, expected] : rows) EXPECT_EQ(count(*store, table), expected) << table;
  EXPECT_TRUE(*store->contains("b3:1"));
  EXPECT_FALSE(*store->contains("b3:2"));
  // Code points, not bytes: the dash before the place is three bytes long.
  auto act = store->counts(
      "SELECT source || ' ' || trigger || ' ' || target || ' | ' || said_by || ' | ' || sentence, 1 FROM acts");
  ASSERT_TRUE(act.ok()) << act.status().message();
  EXPECT_EQ(act->at(0).first, "Russia met China | Russia | Russia met China – in Žilina on Monday, he said.");
  auto place = store->counts(
      "SELECT substr(s.text, p.begin + 1, p.end - p.begin), 1 FROM places p JOIN stories s USING (story)");
  ASSERT_TRUE(place.ok()) << place.status().message();
  EXPECT_EQ(place->at(0).first, "Žilina");
  EXPECT_EQ(count(*store, "search WHERE search MATCH 'china'"), 1);
  EXPECT_EQ(count(*store, "search WHERE search MATCH 'absent'"), 0);
}

TEST_F(StoreTest, ATransactionIsKeptWholeOrNotAtAll) {
  {
    auto store = Store::open(path("s.db"), Store::Mode::kReadWrite);
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE(store->begin().ok());
    ASSERT_TRUE(store->add(full_record("b3:1"), "{}").ok());
    ASSERT_TRUE(store->commit().ok());
    ASSERT_TRUE(store->begin().ok());
    ASSERT_TRUE(store->add(full_record("b3:2"), "{}").ok());
  }
  auto store = Store::open(path("s.db"), Store::Mode::kReadOnly);
  ASSERT_TRUE(store.ok());
  EXPECT_EQ(count(*store, "stories"), 1);
  EXPECT_EQ(count(*store, "events"), 1);
}

TEST_F(StoreTest, RefusesTheSameStoryTwice) {
  auto store = Store::open(path("s.db"), Store::Mode::kReadWrite);
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(store->begin().ok());
  ASSERT_TRUE(store->add(full_record("b3:1"), "{}").ok());
  EXPECT_EQ(store->add(full_record("b3:1"), "{}").code(), Code::kInvalidArgument);
}

TEST_F(StoreTest, RefusesFilesThatAreNoStore) {
  append(path("text.db"), std::string(2000, 'x'));
  EXPECT_EQ(Store::open(path("text.db"), Store::Mode::kReadWrite).status().code(), Code::kCorrupt);
  EXPECT_EQ(Store::open(path("none.db"), Store::Mode::kReadOnly).status().code(), Code::kNotFound);
}

TEST_F(StoreTest, OutputWritesTheLinesOfTheStore) {
  auto output = Output::open(path("out"));
  ASSERT_TRUE(output.ok()) << output.status().message();
  ASSERT_TRUE(output->add(full_record("b3:1")).ok());
  ASSERT_TRUE(output->add(full_record("b3:2")).ok());
  EXPECT_EQ(output->added(), 0);
  ASSERT_TRUE(output->commit().ok());
  EXPECT_EQ(output->added(), 2);
  EXPECT_EQ(bytes_of(output->jsonl_path()), to_json(full_record("b3:1")) + "\n" + to_json(full_record("b3:2")) + "\n");
  // A second writer is kept out while the first lives.
  EXPECT_EQ(Output::open(path("out")).status().code(), Code::kUnreadable);
}

TEST_F(StoreTest, OutputMendsWhatAKilledRunLeft) {
  std::string good;
  {
    auto output = Output::open(path("out"));
    ASSERT_TRUE(output.ok());
    ASSERT_TRUE(output->add(full_record("b3:1")).ok());
    ASSERT_TRUE(output->commit().ok());
    ASSERT_TRUE(output->add(full_record("b3:2")).ok());
    good = bytes_of(output->jsonl_path());
  }
  // Killed after the lines were written and before the store committed.
  append(path("out/records.jsonl"), to_json(full_record("b3:2")) + "\n{\"half");
  {
    auto output = Output::open(path("out"));
    ASSERT_TRUE(output.ok()) << output.status().message();
    EXPECT_EQ(bytes_of(output->jsonl_path()), good);
    EXPECT_FALSE(*output->contains("b3:2"));
    ASSERT_TRUE(output->add(full_record("b3:2")).ok());
    ASSERT_TRUE(output->commit().ok());
    good = bytes_of(output->jsonl_path());
    EXPECT_EQ(good, to_json(full_record("b3:1")) + "\n" + to_json(full_record("b3:2")) + "\n");
  }
  // The lines were lost: written again from the store.
  fs::resize_file(path("out/records.jsonl"), 10);
  {
    auto output = Output::open(path("out"));
    ASSERT_TRUE(output.ok()) << output.status().message();
    EXPECT_EQ(bytes_of(output->jsonl_path()), good);
  }
  fs::remove(path("out/records.jsonl"));
  {
    auto output = Output::open(path("out"));
    ASSERT_TRUE(output.ok()) << output.status().message();
    EXPECT_EQ(bytes_of(output->jsonl_path()), good);
  }
}

TEST_F(StoreTest, OutputDoesNotCutLinesThatHaveNoStore) {
  fs::create_directories(path("out"));
  append(path("out/records.jsonl"), "{\"somebody\": \"else\"}\n");
  EXPECT_EQ(Output::open(path("out")).status().code(), Code::kCorrupt);
  EXPECT_EQ(bytes_of(path("out/records.jsonl")), "{\"somebody\": \"else\"}\n");
}

}  // namespace
}  // namespace dragoman
