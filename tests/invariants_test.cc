// Every sample through the whole house: each record passes dragoman::check, is the same when read again by several
// threads at once, and is the one that the public Reader gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

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
    Result<Reader> opened = Reader::open({.data_dir = DRAGOMAN_SOURCE_DIR});
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
