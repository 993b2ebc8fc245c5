// Figures by the lines of tests/cases/figures, and what a line cannot say: repeats, periods, what is counted.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "reading/figures/figures.h"
#include "words_case.h"

namespace dragoman {
namespace {

std::string describe(const Text& text, const Figure& f) {
  std::string out = text.str(f.span) + " = ";
  if (f.bound != Bound::kExact) out += std::string(name_of(f.bound)) + " ";
  out += fmt::format("{:.15g}", f.value);
  if (f.value_max) out += fmt::format("..{:.15g}", *f.value_max);
  out += " " + f.unit;
  if (f.change) {
    out += " " + f.change->direction;
    if (f.change->by) out += fmt::format(" {:.15g} {}", *f.change->by, f.change->unit);
    if (f.change->from) out += fmt::format(" from {:.15g}", *f.change->from);
  }
  return out;
}

std::vector<Figure> figures_of(const WordsOnly& story) {
  const Context context = story.context();
  return read_figures(context, read_times(context));
}

TEST(Figures, Cases) {
  for (const CaseLine& line : read_cases("figures/figures.tsv", 2)) {
    WordsOnly story(line.columns[0]);
    std::string got;
    for (const Figure& figure : figures_of(story)) {
      if (!got.empty()) got += " ; ";
      got += describe(story.text, figure);
    }
    EXPECT_EQ(got.empty() ? "-" : got, line.columns[1]) << line.where << ": " << line.columns[0];
  }
}

TEST(Figures, RepeatedIsOne) {
  WordsOnly story(
      "Police arrested 20 protesters in the square. The 20 protesters were taken to court. Later 20 trucks came.");
  const std::vector<Figure> figures = figures_of(story);
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].unit, "person");
  EXPECT_EQ(figures[1].unit, "truck");
  EXPECT_EQ(figures[0].id, "f1");
  EXPECT_EQ(figures[1].id, "f2");
}

TEST(Figures, DollarOfThePaper) {
  const auto unit = [](const char* text) {
    WordsOnly story(text);
    const std::vector<Figure> figures = figures_of(story);
    return figures.size() == 1 ? figures[0].unit : std::string("none");
  };
  EXPECT_EQ(unit("https://paper.example.ca/news/1\n\nThe claim was settled for $4 million."), "CAD");
  EXPECT_EQ(unit("https://paper.example/news/1\n\nThe claim was settled for $4 million."), "USD");
  EXPECT_EQ(unit("https://paper.example.ca/news/1\n\nThe claim was settled for US$4 million."), "USD");
}

TEST(Figures, Period) {
  WordsOnly story("The registry closed 27,415 requests in 2021, its head said.");
  const std::vector<Figure> figures = figures_of(story);
  ASSERT_EQ(figures.size(), 1u);
  ASSERT_TRUE(figures[0].period);
  EXPECT_EQ(figures[0].period->start, "2021-01-01");
  EXPECT_EQ(figures[0].period->end, "2021-12-31");
}

TEST(Figures, WhatIsCounted) {
  WordsOnly story("The court freed 12 opposition leaders and lifted 40 percent of the fines.");
  const std::vector<Figure> figures = figures_of(story);
  ASSERT_EQ(figures.size(), 2u);
  ASSERT_TRUE(figures[0].what && figures[1].what);
  EXPECT_EQ(story.text.str(*figures[0].what), "opposition leaders");
  EXPECT_EQ(story.text.str(*figures[1].what), "the fines");
}

}  // namespace
}  // namespace dragoman
