// Every sample through the whole house: each record passes dragoman::check, is the same when read again by several
// threads at once, and is the one that the public Reader gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/text.h"
#include "ingest/ingest.h"
#include "reading/read_story.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> sample_files() {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(DRAGOMAN_SOURCE_DIR) / "samples"))
    if (entry.is_regular_file() && entry.path().extension() != ".md") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

class Invariants : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ReaderOptions options;
    options.data_dir = DRAGOMAN_SOURCE_DIR;
    Result<Reader> opened = Reader::open(options);
    ASSERT_TRUE(opened.ok()) << opened.status().message();
    reader_ = std::make_unique<Reader>(*std::move(opened));
    for (const std::string& file : sample_files()) {
      const Status status = ingest_file(file, {.uri = file, .field_map = ""}, [&](Result<Story> story) {
        EXPECT_TRUE(story.ok()) << story.status().message();
        if (story.ok()) stories_.push_back(*std::move(story));
        return true;
      });
      EXPECT_TRUE(status.ok()) << status.message();
    }
  }
  static void TearDownTestSuite() { reader_.reset(); }
  void SetUp() override { ASSERT_NE(reader_, nullptr); }

  static inline std::unique_ptr<Reader> reader_;
  static inline std::vector<Story> stories_;
};

TEST_F(Invariants, EverySampleGivesARecordThatChecks) {
  ASSERT_GE(stories_.size(), 24u);
  for (const Story& story : stories_) {
    Result<Record> record = read_story(*reader_, story, {});
    ASSERT_TRUE(record.ok()) << story.source.uri << ": " << record.status().message();
    const Status status = check(*record);
    EXPECT_TRUE(status.ok()) << story.source.uri << ": " << status.message();
    EXPECT_EQ(record->id, story_id(record->text));
  }
}

// check() itself can fail: each damage to a good record is found.
TEST_F(Invariants, DamageIsSeen) {
  std::optional<Record> good;
  for (const Story& story : stories_) {
    good = *read_story(*reader_, story, {});
    if (!good->events.empty() && !good->quotes.empty() && good->quotes[0].cue && !good->times.empty()) break;
  }
  ASSERT_TRUE(check(*good).ok());
  const int32_t end = Text(good->text).size();
  const std::vector<std::pair<const char*, std::function<void(Record&)>>> damages = {
      {"a trigger beyond its part", [&](Record& r) { r.events.at(0).trigger.end = end; }},
      {"a mention beyond its part", [&](Record& r) { r.actors.at(0).mentions.at(0).span.end = end; }},
      {"a cue beyond its part", [&](Record& r) { r.quotes.at(0).cue->end = end; }},
      {"a time beyond its part", [&](Record& r) { r.times.back().span.begin = 0; }},
      {"an event without sides", [](Record& r) { r.events.at(0).source.clear(), r.events.at(0).target.clear(); }},
      {"an unknown speaker", [](Record& r) { r.quotes.at(0).speakers = {"a999"}; }},
      {"a quote of what is not read", [](Record& r) {
         for (Part& part : r.parts)
           if (part.role == Role::kBody) part.role = Role::kBoilerplate;
         r.events.clear(), r.figures.clear(), r.times.clear(), r.places.clear(), r.actors.clear();
         for (Quote& quote : r.quotes) {
           quote.speakers.clear(), quote.via.clear(), quote.addressee.clear();
           quote.speaker_span.reset(), quote.cue.reset();
         }
       }}};
  for (const auto& [what, damage] : damages) {
    Record broken = *good;
    damage(broken);
    EXPECT_FALSE(check(broken).ok()) << what;
  }
}

TEST_F(Invariants, ThreadsGiveTheSameBytes) {
  std::vector<std::string> alone, together(stories_.size());
  for (const Story& story : stories_) alone.push_back(to_json(*read_story(*reader_, story, {})));
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        for (size_t i = stories_.size() - 1 - t; i < stories_.size(); i -= 4)
          together[i] = to_json(*read_story(*reader_, stories_[i], {}));
      });
  }
  EXPECT_EQ(alone, together);
}

}  // namespace
}  // namespace dragoman
