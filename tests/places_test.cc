// Places by the lines of tests/cases/places.
#include <gtest/gtest.h>

#include "reading/places/places.h"
#include "words_case.h"

namespace dragoman {
namespace {

TEST(Places, Cases) {
  for (const CaseLine& line : read_cases("places/places.tsv", 2)) {
    WordsOnly story(line.columns[0]);
    const Context context = story.context();
    std::string got;
    for (const Place& place : read_places(context)) {
      if (!got.empty()) got += " ; ";
      got += story.text.str(place.span) + " = " + place.name + ", " + place.country;
      if (!place.admin1.empty()) got += ", " + place.admin1;
      EXPECT_GT(place.confidence, 0);
      EXPECT_LE(place.confidence, 1);
      if (!place.lat || !place.lon) got += " (no point)";
    }
    EXPECT_EQ(got.empty() ? "-" : got, line.columns[1]) << line.where << ": " << line.columns[0];
  }
}

// A dateline lies where its own second part says, and tells where the story's other names lie.
TEST(Places, DatelineWithItsState) {
  const struct {
    const char *text, *dateline, *town;
  } kCases[] = {
      {"Two freed after raid\n\nMOSCOW, Idaho (Wire) - Police freed two people in Boise on Monday.\n", "USA Idaho",
       "USA Idaho"},
      {"Two freed after raid\n\nKINGSTON, Ont. (Wire) - Police freed two people in London on Monday.\n", "CAN Ontario",
       "CAN Ontario"},
      {"Two freed after raid\n\nMOSCOW (Wire) - Police freed two people in Kazan on Monday.\n", "RUS Moscow",
       "RUS Tatarstan Republic"},
  };
  for (const auto& c : kCases) {
    WordsOnly story(c.text);
    const std::vector<Place> places = read_places(story.context());
    ASSERT_EQ(places.size(), 2u) << c.text;
    EXPECT_EQ(places[0].country + " " + places[0].admin1, c.dateline) << c.text;
    EXPECT_EQ(places[1].country + " " + places[1].admin1, c.town) << c.text;
  }
}

}  // namespace
}  // namespace dragoman
