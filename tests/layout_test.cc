// Layout: lines of plain text, datelines and whole pages from tests/cases/layout, and the invariant that every
// character lies in exactly one part.
#include "layout/layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/unicode.h"
#include "layout/dateline.h"

namespace dragoman {
namespace {

const std::string kRoot = DRAGOMAN_SOURCE_DIR;

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in.good()) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    if (!line.starts_with("#")) lines.push_back(line);
  return lines;
}

Role role_of(char letter) {
  static const std::map<char, Role> kRoles = {{'h', Role::kHeadline},    {'y', Role::kByline},  {'b', Role::kBody},
                                              {'s', Role::kSubhead},     {'c', Role::kCaption}, {'r', Role::kCredit},
                                              {'x', Role::kBoilerplate}, {'d', Role::kDateline}};
  const auto it = kRoles.find(letter);
  EXPECT_NE(it, kRoles.end()) << "no role '" << letter << "'";
  return it == kRoles.end() ? Role::kBody : it->second;
}

Story story_of(const std::string& bytes) {
  Story out;
  const Status status = ingest_bytes(bytes, {}, [&](Result<Story> story) {
    EXPECT_TRUE(story.ok()) << story.status().message();
    if (story.ok()) out = *std::move(story);
    return false;
  });
  EXPECT_TRUE(status.ok()) << status.message();
  return out;
}

Story story_of_file(const std::string& path) {
  Story out;
  const Status status = ingest_file(path, {}, [&](Result<Story> story) {
    EXPECT_TRUE(story.ok()) << story.status().message();
    if (story.ok()) out = *std::move(story);
    return false;
  });
  EXPECT_TRUE(status.ok()) << status.message();
  return out;
}

void expect_covered(const Story& story, const Layout& layout) {
  int32_t at = 0;
  Span body;
  for (const Part& part : layout.parts) {
    if (part.role == Role::kDateline) {
      EXPECT_TRUE(body.contains(part.span));
      continue;
    }
    EXPECT_EQ(part.span.begin, at);
    at = part.span.end;
    body = part.role == Role::kBody ? part.span : Span{};
  }
  EXPECT_EQ(at, story.text.size());
  ASSERT_EQ(layout.paragraphs.size(), layout.is_headline.size());
  for (size_t i = 1; i < layout.paragraphs.size(); ++i)
    EXPECT_LE(layout.paragraphs[i - 1].end, layout.paragraphs[i].begin);
}

struct LineCase {
  std::string title, text;
  std::vector<std::pair<char, std::string>> units;  // role and text
};

std::vector<LineCase> line_cases(const std::string& file) {
  std::vector<LineCase> cases;
  for (const std::string& line : lines_of(kRoot + "/tests/cases/layout/" + file)) {
    if (line.starts_with("---- ")) {
      cases.push_back({line.substr(5), "", {}});
    } else if (line == "-") {
      cases.back().text += "\n";
    } else if (line.size() > 3) {
      const std::string text = line.substr(3);
      cases.back().text += text + "\n";
      if (line[0] == '+') {
        cases.back().units.back().second += "\n" + text;
      } else {
        cases.back().units.emplace_back(line[0], text);
      }
    }
  }
  return cases;
}

class Lines : public ::testing::TestWithParam<const char*> {};

TEST_P(Lines, HaveTheirRoles) {
  const auto cases = line_cases(GetParam());
  ASSERT_FALSE(cases.empty());
  for (const LineCase& c : cases) {
    SCOPED_TRACE(c.title);
    const Story story = story_of(c.text);
    EXPECT_EQ(story.text.utf8(), c.text);
    const Layout layout = read_layout(story);
    expect_covered(story, layout);
    std::vector<Part> parts;
    for (const Part& p : layout.parts)
      if (p.role != Role::kDateline) parts.push_back(p);
    ASSERT_EQ(parts.size(), c.units.size());
    for (size_t i = 0; i < parts.size(); ++i) {
      EXPECT_EQ(story.text.str(story.text.trim(parts[i].span)), c.units[i].second);
      EXPECT_STREQ(name_of(parts[i].role), name_of(role_of(c.units[i].first))) << c.units[i].second;
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Layout, Lines, ::testing::Values("lines.txt", "wrapped.txt"));

TEST(Layout, DatelinesAreTakenApart) {
  int tried = 0;
  for (const std::string& line : lines_of(kRoot + "/tests/cases/layout/datelines.txt")) {
    if (line.empty()) continue;
    const auto fields = split(line, '\t');
    ASSERT_EQ(fields.size(), 5u) << line;
    const bool opening = !fields[0].starts_with('!');
    const Text text{std::string(opening ? fields[0] : fields[0].substr(1))};
    const auto dateline = read_dateline(text, text.all(), opening);
    const auto or_dash = [](const std::string& s) { return s.empty() ? std::string("-") : s; };
    EXPECT_EQ(dateline ? text.str(dateline->span) : "-", fields[1]) << line;
    EXPECT_EQ(dateline ? or_dash(dateline->place_name) : "-", fields[2]) << line;
    EXPECT_EQ(dateline ? or_dash(dateline->agency_name) : "-", fields[3]) << line;
    EXPECT_EQ(dateline && dateline->date ? text.str(*dateline->date) : "-", fields[4]) << line;
    ++tried;
  }
  EXPECT_GT(tried, 20);
}

TEST(Layout, PagesKeepTheStoryAndNothingElse) {
  int pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/tests/cases/layout/pages")) {
    const std::string name = entry.path().stem().string();
    SCOPED_TRACE(name);
    ++pages;
    const Story story = story_of_file(kRoot + "/samples/web/" + name + ".html");
    const Layout layout = read_layout(story);
    expect_covered(story, layout);
    std::vector<Part> parts;
    for (const Part& p : layout.parts)
      if (p.role != Role::kBoilerplate) parts.push_back(p);
    std::vector<std::string> expected;
    for (const std::string& line : lines_of(entry.path().string()))
      if (line.size() > 3) expected.push_back(line);
    ASSERT_EQ(parts.size(), expected.size());
    for (size_t i = 0; i < parts.size(); ++i) {
      EXPECT_STREQ(name_of(parts[i].role), name_of(role_of(expected[i][0]))) << expected[i];
      EXPECT_TRUE(story.text.str(story.text.trim(parts[i].span)).starts_with(expected[i].substr(3))) << expected[i];
    }
  }
  EXPECT_EQ(pages, 8);
}

TEST(Layout, ParagraphsLeaveTheDatelineOut) {
  const Story story =
      story_of("LONDON, May 4 (Reuters) - Britain expelled two diplomats on Tuesday, the ministry said.\n");
  const Layout layout = read_layout(story);
  ASSERT_EQ(layout.paragraphs.size(), 1u);
  EXPECT_EQ(story.text.str(layout.paragraphs[0]), "Britain expelled two diplomats on Tuesday, the ministry said.");
  ASSERT_TRUE(layout.dateline);
  EXPECT_EQ(layout.agency, "Reuters");
}

TEST(Layout, AuthorsComeFromTheByline) {
  const Layout layout = read_layout(story_of(
      "Envoy recalled after remarks\nBy Jane Doe and Ruth Marsh, Reuters\n\nThe government recalled its ambassador "
      "on Tuesday in protest at remarks about the dam on the river.\n"));
  EXPECT_EQ(layout.headline, "Envoy recalled after remarks");
  EXPECT_EQ(layout.authors, (std::vector<std::string>{"Jane Doe", "Ruth Marsh"}));
  EXPECT_EQ(layout.agency, "Reuters");
}

TEST(Layout, DatesOfPublicationInTheText) {
  EXPECT_EQ(date_in_address("https://example.org/news/2022/7/21/border"), "2022-07-21");
  EXPECT_EQ(date_in_address("https://example.org/2022-07-21-border"), "2022-07-21");
  EXPECT_EQ(date_in_address("https://example.org/view?ud=20220725000793"), "2022-07-25");
  EXPECT_EQ(date_in_address("https://example.org/a/20220725.html"), "2022-07-25");
  EXPECT_EQ(date_in_address("https://example.org/a/3081471"), "");
  EXPECT_EQ(date_in_address("https://example.org/2022/99/21/x"), "");
  EXPECT_EQ(date_in_address("/data/2022/07/21/story.txt"), "");  // a path of this machine is no address
  EXPECT_EQ(read_layout(story_of_file(kRoot + "/samples/web/08-rice-embargo.html")).published, "2023-10-19");
}

TEST(Layout, EmptyAndOddStoriesAreCovered) {
  for (const char* text : {"x", "\n\n\nx\n\n", "* * *\n", "http://example.org/\n", "\xE2\x80\x94\n\n\xE2\x80\x94"}) {
    const Story story = story_of(text);
    expect_covered(story, read_layout(story));
  }
}

}  // namespace
}  // namespace dragoman
