// Quotes: quotation marks, cues, contents, speakers.
//
// The cases of tests/cases/quotes run on the language model that ships; pairing marks needs none.
#include "reading/quotes/quotes.h"

#include <chrono>

#include <gtest/gtest.h>

#include "reading/actors/speech.h"
#include "reading_case.h"

namespace dragoman {
namespace {

std::string root() {
  return DRAGOMAN_SOURCE_DIR;
}

std::string names_of(const Actors& actors, const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids)
    for (const Actor& actor : actors.actors)
      if (actor.id == id) out += (out.empty() ? "" : "; ") + actor.name;
  return out;
}

std::string shown(const Text& text, const Actors& actors, const Quote& quote) {
  std::string out = std::string("quote ") + name_of(quote.kind) + " | " + names_of(actors, quote.speakers) + " | " +
                    (quote.cue ? text.str(*quote.cue) : "") + " | ";
  for (size_t i = 0; i < quote.content.size(); ++i) out += (i ? " || " : "") + text.str(quote.content[i]);
  return out;
}

TEST(Quotes, Cases) {
  Result<Language> language = Language::open({root() + "/models/en"});
  if (!language.ok()) GTEST_SKIP() << language.status().message();
  Result<Knowledge> knowledge = Knowledge::open(root() + "/knowledge");
  ASSERT_TRUE(knowledge.ok()) << knowledge.status().message();
  Result<std::string> content = read_file(root() + "/tests/cases/quotes/quotes.txt");
  ASSERT_TRUE(content.ok());
  std::vector<ReadingCase> cases = reading_cases(*content);
  ASSERT_GT(cases.size(), 5u);
  for (const ReadingCase& test : cases) {
    ReadCase story(test.text, *language);
    Context context = story.context(*knowledge);
    Actors actors = read_actors(context, Times{});
    std::vector<Quote> quotes = read_quotes(context, actors);
    std::string want, got;
    size_t row = 0;
    for (const std::string& line : test.expected) {
      want += line + "\n";
      if (line.starts_with("quote ") && row < quotes.size())
        got += shown(story.text, actors, quotes[row++]) + "\n";
      else if (line.starts_with("via ") && row > 0)
        got += "via " + names_of(actors, quotes[row - 1].via) + "\n";
      else if (line.starts_with("to ") && row > 0)
        got += "to " + names_of(actors, quotes[row - 1].addressee) + "\n";
    }
    for (; row < quotes.size(); ++row) got += shown(story.text, actors, quotes[row]) + "\n";
    EXPECT_EQ(got, want) << test.title;
  }
}

// Regions of one story whose paragraphs are the lines of `story`; each paragraph is one sentence.
std::vector<std::string> regions_of(const std::string& story) {
  Text text(story);
  Document doc;
  int32_t begin = 0;
  for (int32_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text.at(i) != U'\n') continue;
    Sentence sentence;
    sentence.span = {begin, i};
    sentence.paragraph = static_cast<int32_t>(doc.sentences.size());
    doc.sentences.push_back(sentence);
    begin = i + 1;
  }
  std::vector<std::string> out;
  for (const QuotedRegion& region : quoted_regions(text, doc))
    out.push_back((region.continues ? "+" : "") + text.str(region.inner));
  return out;
}

TEST(Quotes, MarksArePaired) {
  using List = std::vector<std::string>;
  EXPECT_EQ(regions_of("“Yes,” he said. “No.”"), (List{"Yes,", "No."}));
  EXPECT_EQ(regions_of("\"Yes,\" he said, \"and no.\""), (List{"Yes,", "and no."}));
  EXPECT_EQ(regions_of("«Oui», dit-il."), (List{"Oui"}));
  // The wrong way round.
  EXPECT_EQ(regions_of("He said ”it is done“ and left."), (List{"it is done"}));
  // British style, with a possessive and a contraction inside.
  EXPECT_EQ(regions_of("‘The ministers’ plan can’t work,’ she said."), (List{"The ministers’ plan can’t work,"}));
  EXPECT_EQ(regions_of("The '90s were the Joneses' best years."), (List{}));
  // Marks inside marks are not listed.
  EXPECT_EQ(regions_of("\"He said 'no' to me,\" she said."), (List{"He said 'no' to me,"}));
  // Each paragraph of a long quotation opens again; only the last closes.
  EXPECT_EQ(regions_of("“We came.\n“We saw.\n“We won,” he said."), (List{"We came.", "+We saw.", "+We won,"}));
  // A mark that nothing closes ends with its paragraph.
  EXPECT_EQ(regions_of("He said \"no.\nThen he left."), (List{"no."}));
}

// Thousands of cues inside one pair of marks. Each looks at what stands behind its own content and no further: when it
// looked on to the closing mark, this took over twenty seconds, and now a fraction of one.
TEST(Quotes, ManyCuesInOneQuotation) {
  constexpr int kCues = 24000;
  std::string parse;
  for (int i = 0; i < kCues; ++i)
    parse += std::string(i == 0 ? "1\t“\t“\tPUNCT\t_\t_\t3\tpunct\t_\tSpaceAfter=No\n"
                                : "1\tThen\tthen\tADV\t_\t_\t3\tadvmod\t_\t_\n") +
             "2\the\the\tPRON\t_\tPronType=Prs\t3\tnsubj\t_\t_\n"
             "3\tsaid\tsay\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
             "4\tit\tit\tPRON\t_\tPronType=Prs\t5\tnsubj\t_\t_\n"
             "5\tfell\tfall\tVERB\t_\tTense=Past|VerbForm=Fin\t3\tccomp\t_\tSpaceAfter=No\n"
             "6\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n";
  Text text;
  Result<Document> doc = document_from_conllu(parse, text);
  ASSERT_TRUE(doc.ok()) << doc.status().message();
  for (Sentence& sentence : doc->sentences) sentence.paragraph = 0;
  Result<Knowledge> knowledge = Knowledge::open(root() + "/knowledge");
  ASSERT_TRUE(knowledge.ok()) << knowledge.status().message();
  Layout layout;
  SourceInfo source;
  Context context{text, layout, *doc, *knowledge, source, "", std::nullopt, nullptr};
  auto start = std::chrono::steady_clock::now();
  SpeechMap map = read_speech(context);
  auto took = std::chrono::steady_clock::now() - start;
  ASSERT_EQ(map.regions.size(), 1u);
  ASSERT_EQ(map.speeches.size(), static_cast<size_t>(kCues));
  EXPECT_EQ(text.str(map.speeches[1].content.front()), "it fell");
  EXPECT_LT(took, std::chrono::seconds(5));
}

TEST(Quotes, InnermostFirst) {
  std::vector<Quote> quotes(2);
  quotes[0].content = {{0, 100}};
  quotes[1].content = {{20, 40}, {60, 70}};
  std::vector<int> outer;
  EXPECT_EQ(quote_at(quotes, {25, 30}, &outer), 1);
  EXPECT_EQ(outer, std::vector<int>{0});
  EXPECT_EQ(quote_at(quotes, {45, 50}, &outer), 0);
  EXPECT_TRUE(outer.empty());
  EXPECT_EQ(quote_at(quotes, {90, 110}, &outer), -1);
}

}  // namespace
}  // namespace dragoman
