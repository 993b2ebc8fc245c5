// Times: expressions by the lines of tests/cases/times, and the date a story has by its URL and its words.
#include <gtest/gtest.h>

#include <algorithm>

#include "reading/times/reference.h"
#include "reading/times/times.h"
#include "words_case.h"

namespace dragoman {
namespace {

struct Row {
  Span span;
  std::string value, interval;
};

// Dates and open times of a story, by place.
std::vector<Row> rows_of(const Times& times) {
  std::vector<Row> rows;
  for (const Time& t : times.times) rows.push_back({t.span, t.timex, t.start + ".." + t.end_date});
  for (const OpenTime& t : times.open) rows.push_back({t.span, t.type + " " + t.timex, ""});
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.span < b.span; });
  return rows;
}

void run_cases(const char* file) {
  for (const CaseLine& line : read_cases(file, 3)) {
    WordsOnly story(line.columns[1]);
    const std::string& reference = line.columns[0];
    if (reference.size() == 10) story.published = Published{reference, reference, "option"};
    if (reference.size() == 4) story.published = Published{reference + "-01-01", reference + "-12-31", "option"};
    // Where the line gives an interval for a row, the row's days are compared too.
    const bool days = line.columns[2].find('[') != std::string::npos;
    std::string got;
    for (const Row& row : rows_of(read_times(story.context()))) {
      if (!got.empty()) got += " ; ";
      got += story.text.str(row.span) + " = " + row.value;
      if (days && !row.interval.empty()) got += " [" + row.interval + "]";
    }
    EXPECT_EQ(got.empty() ? "-" : got, line.columns[2]) << line.where << ": " << line.columns[1];
  }
}

TEST(Times, Resolved) {
  run_cases("times/resolved.tsv");
}
TEST(Times, Open) {
  run_cases("times/open.tsv");
}

TEST(Times, DateInUrl) {
  const auto read = [](const char* url) {
    Date date;
    int grain;
    return date_in_url(url, date, grain) ? iso(date) + "/" + std::to_string(grain) : std::string("none");
  };
  EXPECT_EQ(read("https://paper.example/2014/08/07/story.html"), "2014-08-07/3");
  EXPECT_EQ(read("https://paper.example/news/2022/7/21/story"), "2022-07-21/3");
  EXPECT_EQ(read("https://paper.example/story-2019-03-04-minister"), "2019-03-04/3");
  EXPECT_EQ(read("https://paper.example/show.php?ud=20210318000245"), "2021-03-18/3");
  EXPECT_EQ(read("https://paper.example/2022/07/visit"), "2022-07-01/2");
  EXPECT_EQ(read("https://paper.example/2017-primary-results/"), "2017-01-01/1");
  EXPECT_EQ(read("https://paper.example/article/3184676/title"), "none");
  EXPECT_EQ(read("https://paper.example/2014/13/45/x"), "2014-01-01/1");
}

// What a story without metadata says of its own date.
TEST(Times, OwnDate) {
  const auto published = [](const char* text) {
    WordsOnly story(text);
    const Times times = read_times(story.context());
    return times.published ? times.published->start + ".." + times.published->end + " " + times.published->from
                           : std::string("none");
  };
  EXPECT_EQ(published("https://paper.example/2022/05/29/story\n\nPolice arrested him on Monday."),
            "2022-05-29..2022-05-29 metadata");
  EXPECT_EQ(published("Divers today (March 9, 2021) lifted the anchor."), "2021-03-09..2021-03-09 text");
  EXPECT_EQ(published("The guild met on Tuesday, May 18, 2021, and shut the quarry."), "2021-05-18..2021-05-18 text");
  EXPECT_EQ(published("The ferry sank on October 9, 2021."), "2021-01-01..2021-12-31 text");
  EXPECT_EQ(published("The ferry sank on October 9."), "none");
  EXPECT_EQ(published("The mill was built on April 2, 1871."), "none");
}

// Adds names of persons, which the model finds otherwise.
void add_persons(const std::string& names, WordsOnly& story) {
  for (std::string_view name : split(names, ';')) {
    const std::vector<Token>& tokens = story.doc.tokens;
    for (size_t i = 0; i < tokens.size() && !strip(name).empty(); ++i) {
      const Span first = tokens[i].span;
      size_t end = i;
      const auto reached = [&] { return story.text.str({first.begin, tokens[end].span.end}); };
      while (end < tokens.size() && reached().size() < strip(name).size()) ++end;
      if (end < tokens.size() && reached() == strip(name))
        story.doc.names.push_back({static_cast<int32_t>(i), static_cast<int32_t>(end) + 1, "PER", 1});
    }
  }
  std::sort(story.doc.names.begin(), story.doc.names.end(),
            [](const NameSpan& a, const NameSpan& b) { return a.begin < b.begin; });
}

// What a story without a date says of it by what it tells of the world.
TEST(Times, Dating) {
  for (const CaseLine& line : read_cases("times/dating.tsv", 4)) {
    std::string text = line.columns[0];
    for (size_t at; (at = text.find(" // ")) != std::string::npos;) text.replace(at, 4, "\n\n");
    WordsOnly story(text);
    add_persons(line.columns[1], story);
    const std::optional<Published> published = read_times(story.context()).published;
    std::string evidence;
    if (published)
      for (Span span : published->evidence) evidence += (evidence.empty() ? "" : " ; ") + story.text.str(span);
    EXPECT_EQ(published ? published->start + ".." + published->end : "open", line.columns[2])
        << line.where << ": " << line.columns[0];
    EXPECT_EQ(evidence, line.columns[3]) << line.where << ": " << line.columns[0];
    // Whoever does not want it gets no date.
    Context context = story.context();
    context.infer_date = false;
    const std::optional<Published> off = read_times(context).published;
    EXPECT_TRUE(!off || off->from != "inferred") << line.where;
  }
}

TEST(Times, WeekdayFixesTheYear) {
  // 14 April is a Thursday in 2022; the latest year told is 2021.
  WordsOnly story("He was released on Thursday, April 14. He had been in hiding since August 24, 2021.");
  const Times times = read_times(story.context());
  ASSERT_EQ(times.times.size(), 2u);
  EXPECT_EQ(times.times[0].timex, "2022-04-14");
  EXPECT_EQ(times.times[1].timex, "2021-08-24");
}

}  // namespace
}  // namespace dragoman
