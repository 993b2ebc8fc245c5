// The compiled gazetteer: look-ups in the file that ships, and files that are missing, cut off or none.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/unicode.h"
#include "knowledge/gazetteer.h"

namespace dragoman {
namespace {

const std::string kFile = std::string(DRAGOMAN_SOURCE_DIR) + "/knowledge/gazetteer.bin";

// A file of its own in the test's folder, removed with it.
struct Scratch {
  std::string path;
  explicit Scratch(const std::string& bytes) {
    path = testing::TempDir() + "gazetteer_" + std::to_string(reinterpret_cast<uintptr_t>(this)) + ".bin";
    std::ofstream(path, std::ios::binary) << bytes;
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove(path, error);
  }
};

TEST(Gazetteer, KeysForgetStopsAccentsAndArticles) {
  const std::pair<const char*, const char*> kForms[] = {
      {"St. Louis", "saint louis"},
      {"Saint-Louis", "saint louis"},
      {"Mt. Pleasant", "mount pleasant"},
      {"Ft. Worth", "fort worth"},
      {"Sana'a", "sanaa"},
      {"Sana\u2019a", "sanaa"},
      {"\u0141\u00f3d\u017a", "lodz"},
      {"Troms\u00f8", "tromso"},
      {"Platte Co.", "platte county"},
      {"The Hague", "hague"},
      {"Washington, D.C.", "washington dc"},
      {"Deir ez-Zor", "deir ez zor"},
      {"Co. Clare", "county clare"},
      {"the", "the"},
      {"", ""},
  };
  for (const auto& [name, key] : kForms) EXPECT_EQ(place_key(fold(name)), key) << name;
}

TEST(Gazetteer, FindsPlacesWithTheirPoints) {
  const Result<Gazetteer> gazetteer = Gazetteer::open(kFile);
  ASSERT_TRUE(gazetteer.ok()) << gazetteer.status().message();
  const PlaceList paris = gazetteer->find("paris");
  ASSERT_GT(paris.size(), 10u);
  EXPECT_EQ(paris.front().country, "FRA");
  EXPECT_EQ(paris.front().geonames, 2988507);
  EXPECT_NEAR(paris.front().lat, 48.85, 0.05);
  // The country's own point, not its capital's.
  const PlaceList france = gazetteer->find("france");
  ASSERT_FALSE(france.empty());
  EXPECT_EQ(france.front().kind, 'C');
  EXPECT_NEAR(france.front().lat, 46, 1);
  EXPECT_NEAR(france.front().lon, 2, 1);
  // A region lies in the middle of its towns: Texas at 31.2, -99.3.
  const PlaceList texas = gazetteer->find("texas");
  ASSERT_FALSE(texas.empty());
  EXPECT_EQ(texas.front().kind, 'A');
  EXPECT_NEAR(texas.front().lat, 31.2, 1);
  EXPECT_NEAR(texas.front().lon, -99.3, 1);
  EXPECT_TRUE(gazetteer->find("xyzzyville").empty());
  EXPECT_TRUE(gazetteer->find("").empty());
}

TEST(Gazetteer, EveryEntryIsWhole) {
  const Result<Gazetteer> gazetteer = Gazetteer::open(kFile);
  ASSERT_TRUE(gazetteer.ok()) << gazetteer.status().message();
  for (const char* key :
       {"san jose", "springfield", "santa maria", "victoria", "georgia", "black sea", "walker county"}) {
    for (const GazetteerEntry& e : gazetteer->find(key)) {
      EXPECT_FALSE(e.name.empty()) << key;
      EXPECT_LE(std::abs(e.lat), 90) << key;
      EXPECT_LE(std::abs(e.lon), 180) << key;
      EXPECT_NE(std::string("CADPRWS").find(e.kind), std::string::npos) << key;
      EXPECT_TRUE(e.country.empty() || e.country.size() == 3) << key;
    }
  }
  EXPECT_LT(std::filesystem::file_size(kFile), 60u << 20);
}

// The file is mapped, not read: 100 ms would be thirty times what a slow disk needs for the pages that are touched.
TEST(Gazetteer, OpensAtOnce) {
  const auto begin = std::chrono::steady_clock::now();
  const Result<Gazetteer> gazetteer = Gazetteer::open(kFile);
  ASSERT_TRUE(gazetteer.ok()) << gazetteer.status().message();
  EXPECT_FALSE(gazetteer->find("kharkiv").empty());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(100));
}

TEST(Gazetteer, MissingFileSaysHowItIsMade) {
  const Result<Gazetteer> gazetteer = Gazetteer::open("/nonexistent/gazetteer.bin");
  ASSERT_FALSE(gazetteer.ok());
  EXPECT_EQ(gazetteer.status().code(), Code::kNotFound);
  EXPECT_NE(gazetteer.status().message().find("make knowledge"), std::string::npos);
}

TEST(Gazetteer, DamagedFilesAreRefused) {
  const Result<std::string> bytes = read_file(kFile);
  ASSERT_TRUE(bytes.ok());
  std::string other = bytes->substr(0, 4096);
  other[8] = 99;  // the version
  for (const std::string& damaged :
       {std::string(), std::string("text"), bytes->substr(0, 20), bytes->substr(0, bytes->size() / 2), other}) {
    const Scratch file(damaged);
    const Result<Gazetteer> gazetteer = Gazetteer::open(file.path);
    ASSERT_FALSE(gazetteer.ok()) << damaged.size();
    EXPECT_EQ(gazetteer.status().code(), Code::kCorrupt) << damaged.size();
  }
}

// Numbers inside that lead nowhere give no places, or wrong ones, but are never followed out of the file.
TEST(Gazetteer, NonsenseInsideIsNotFollowed) {
  const Result<std::string> bytes = read_file(kFile);
  ASSERT_TRUE(bytes.ok());
  std::string nonsense = *bytes;
  for (size_t i = 32; i < nonsense.size(); ++i) nonsense[i] = static_cast<char>(0xFF);
  const Scratch file(nonsense);
  const Result<Gazetteer> gazetteer = Gazetteer::open(file.path);
  ASSERT_TRUE(gazetteer.ok()) << gazetteer.status().message();
  EXPECT_TRUE(gazetteer->find("paris").empty());
}

}  // namespace
}  // namespace dragoman
