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

}  // namespace
}  // namespace dragoman
