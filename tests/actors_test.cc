// Actors: who is meant by names, nominals, pronouns and metonyms, and whose they are.
//
// The cases of tests/cases/actors run on the language model that ships; what can be told without it (names by their
// words, a parse written by hand) is tried beside them.
#include "reading/actors/actors.h"

#include <gtest/gtest.h>

#include "reading/actors/cues.h"
#include "reading/actors/mentions.h"
#include "reading_case.h"

namespace dragoman {
namespace {

std::string root() {
  return DRAGOMAN_SOURCE_DIR;
}

const Knowledge& knowledge() {
  static const Result<Knowledge> kKnowledge = Knowledge::open(root() + "/knowledge");
  EXPECT_TRUE(kKnowledge.ok()) << kKnowledge.status().message();
  return *kKnowledge;
}

std::string names_of(const Actors& actors, const std::vector<ActorRef>& refs) {
  std::string out;
  for (const ActorRef& ref : refs)
    for (const Actor& actor : actors.actors)
      if (actor.id == ref.actor) out += (out.empty() ? "" : "; ") + actor.name;
  return out;
}

// Token of the n-th (from 1) occurrence of `form`, or -1.
int32_t token_of(const Document& doc, const std::string& form, int n) {
  for (size_t i = 0; i < doc.tokens.size(); ++i)
    if (doc.tokens[i].form == form && --n == 0) return static_cast<int32_t>(i);
  return -1;
}

void check(const ReadingCase& test, const Document& doc, const Actors& actors) {
  for (const std::string& line : test.expected) {
    SCOPED_TRACE(test.title + " > " + line);
    if (line.starts_with("actor ")) {
      std::vector<std::string> want = fields(line.substr(6), '|');
      ASSERT_EQ(want.size(), 3u);
      std::string got;
      for (const Actor& actor : actors.actors)
        if (actor.name == want[0]) got = actor.country + " " + actor.sector;
      EXPECT_EQ(got, want[1] + " " + want[2]);
    } else if (line.starts_with("who ")) {
      size_t hash = line.find('#'), equals = line.find('=');
      ASSERT_TRUE(hash < equals && equals != std::string::npos);
      int32_t token = token_of(doc, line.substr(4, hash - 4), std::stoi(line.substr(hash + 1)));
      ASSERT_GE(token, 0) << "no such word";
      EXPECT_EQ(names_of(actors, actors.of(doc, token)), std::string(strip(line.substr(equals + 1))));
    } else {
      ADD_FAILURE() << "unknown expectation";
    }
  }
}

TEST(Actors, Cases) {
  Result<Language> language = Language::open({root() + "/models/en"});
  if (!language.ok()) GTEST_SKIP() << language.status().message();
  Result<std::string> content = read_file(root() + "/tests/cases/actors/who.txt");
  ASSERT_TRUE(content.ok());
  std::vector<ReadingCase> cases = reading_cases(*content);
  ASSERT_GT(cases.size(), 5u);
  for (const ReadingCase& test : cases) {
    ReadCase story(test.text, *language);
    Context context = story.context(knowledge());
    Actors actors = read_actors(context, Times{});
    check(test, story.doc, actors);
  }
}

// The parse is written by hand, so that this needs no model.
TEST(Actors, OfAParseByHand) {
  constexpr std::string_view kParse =
      "1\tProtesters\tprotester\tNOUN\t_\tNumber=Plur\t2\tnsubj\t_\t_\n"
      "2\taccused\taccuse\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
      "3\tPeru\tPeru\tPROPN\t_\tNumber=Sing\t2\tobj\t_\t_\n"
      "4\tand\tand\tCCONJ\t_\t_\t5\tcc\t_\t_\n"
      "5\tChile\tChile\tPROPN\t_\tNumber=Sing\t3\tconj\t_\t_\n"
      "6\tin\tin\tADP\t_\t_\t7\tcase\t_\t_\n"
      "7\tBolivia\tBolivia\tPROPN\t_\tNumber=Sing\t2\tobl\t_\tSpaceAfter=No\n"
      "8\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"
      "1\tThey\tthey\tPRON\t_\tNumber=Plur|Person=3|PronType=Prs\t2\tnsubj\t_\t_\n"
      "2\tattacked\tattack\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
      "3\tPeruvian\tPeruvian\tADJ\t_\tDegree=Pos\t4\tamod\t_\t_\n"
      "4\tpolice\tpolice\tNOUN\t_\tNumber=Plur\t2\tobj\t_\tSpaceAfter=No\n"
      "5\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
  Text text;
  Result<Document> doc = document_from_conllu(kParse, text);
  ASSERT_TRUE(doc.ok()) << doc.status().message();
  Layout layout;
  SourceInfo source;
  Context context{text, layout, *doc, knowledge(), source, "", std::nullopt, nullptr};
  Actors actors = read_actors(context, Times{});
  EXPECT_EQ(names_of(actors, actors.of(*doc, 2)), "Peru; Chile");
  EXPECT_EQ(names_of(actors, actors.of(*doc, 4)), "Chile");
  EXPECT_EQ(names_of(actors, actors.of(*doc, 6)), "") << "a country in which something happens is a place";
  std::optional<ActorRef> place = actors.state_at(*doc, 6);
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(names_of(actors, {*place}), "Bolivia");
  EXPECT_FALSE(actors.state_at(*doc, 2).has_value()) << "accused, no place";
  EXPECT_EQ(names_of(actors, actors.of(*doc, 8)), "Protesters");
  std::vector<ActorRef> police = actors.of(*doc, 11);
  ASSERT_EQ(police.size(), 1u);
  for (const Actor& actor : actors.actors) {
    if (actor.id == police[0].actor) {
      EXPECT_EQ(actor.country + actor.sector, "PERCOP");
    }
  }
  std::string country;
  EXPECT_TRUE(demonym_of(context, 10, &country));
  EXPECT_EQ(country, "PER");
  EXPECT_FALSE(demonym_of(context, 11, &country));
  EXPECT_TRUE(actors.of(*doc, -1).empty());
}

// Who holds an office has the sector of the office: not all of them govern.
TEST(Actors, SectorOfTheOffice) {
  constexpr std::string_view kParse =
      "1\tLindsay\tLindsay\tPROPN\t_\tNumber=Sing\t7\tnsubj\t_\t_\n"
      "2\tHoyle\tHoyle\tPROPN\t_\tNumber=Sing\t1\tflat\t_\t_\n"
      "3\tand\tand\tCCONJ\t_\t_\t4\tcc\t_\t_\n"
      "4\tAzhar\tAzhar\tPROPN\t_\tNumber=Sing\t1\tconj\t_\t_\n"
      "5\tAbbas\tAbbas\tPROPN\t_\tNumber=Sing\t4\tflat\t_\t_\n"
      "6\thad\thave\tAUX\t_\tVerbForm=Fin\t7\taux\t_\t_\n"
      "7\tmet\tmeet\tVERB\t_\tVerbForm=Part\t0\troot\t_\tSpaceAfter=No\n"
      "8\t.\t.\tPUNCT\t_\t_\t7\tpunct\t_\t_\n\n";
  Text text;
  Result<Document> doc = document_from_conllu(kParse, text);
  ASSERT_TRUE(doc.ok()) << doc.status().message();
  for (TokenRange range : {TokenRange{0, 2}, TokenRange{3, 5}}) {
    NameSpan name;
    name.begin = range.begin;
    name.end = range.end;
    name.label = "PER";
    doc->names.push_back(name);
  }
  Layout layout;
  SourceInfo source;
  for (const std::optional<Published>& published :
       {std::optional<Published>(), std::optional<Published>({"2022-03-01", "2022-03-01", "option"})}) {
    Context context{text, layout, *doc, knowledge(), source, "", published, nullptr};
    Actors actors = read_actors(context, Times{});
    ASSERT_EQ(actors.actors.size(), 2u);
    EXPECT_EQ(actors.actors[0].country + actors.actors[0].sector, "GBRLEG");
    EXPECT_EQ(actors.actors[1].country + actors.actors[1].sector, "PAKMIL");
  }
}

// A story that names no state is of the one that its address tells; a person may be called like a nation.
TEST(Actors, CountryOfTheAddress) {
  constexpr std::string_view kParse =
      "1\tPolice\tpolice\tNOUN\t_\tNumber=Plur\t2\tnsubj\t_\t_\n"
      "2\tarrested\tarrest\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
      "3\tHan\tHan\tPROPN\t_\tNumber=Sing\t2\tobj\t_\tSpaceAfter=No\n"
      "4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";
  Text text;
  Result<Document> doc = document_from_conllu(kParse, text);
  ASSERT_TRUE(doc.ok()) << doc.status().message();
  NameSpan name;
  name.begin = 2;
  name.end = 3;
  name.label = "PER";
  doc->names.push_back(name);
  Layout layout;
  auto country = [&](const std::string& uri, const std::string& site) {
    SourceInfo source;
    source.site = site;
    Context context{text, layout, *doc, knowledge(), source, uri, std::nullopt, nullptr};
    return read_actors(context, Times{}).country;
  };
  EXPECT_EQ(country("https://news.example/2022/07/24/a.html", ""), "");
  EXPECT_EQ(country("https://www.koreagazette.example/2022/07/24/a.html", ""), "KOR");
  EXPECT_EQ(country("https://news.example/world/south-africa-votes-today.html", ""), "ZAF");
  EXPECT_EQ(country("https://news.example/world/let-us-vote.html", ""), "");
  EXPECT_EQ(country("https://news.example/a", "gazette.cl"), "CHL");
  EXPECT_EQ(country("story.txt", "https://www.gazette.co.uk"), "GBR");
  EXPECT_EQ(country("story.txt", "gazette.tv"), "");
  EXPECT_EQ(country("https://www.koreagazette.example/a", "The Gazette"), "KOR") << "a name instead of a host";
}

TEST(Actors, WordsOfNames) {
  EXPECT_EQ(name_words("Abdel-Fattah El-Sisi"), (std::vector<std::string>{"abdel", "fattah", "el", "sisi"}));
  EXPECT_EQ(name_words("Müller, J."), (std::vector<std::string>{"muller", "j"}));
}

TEST(Actors, EveryCueIsFound) {
  // The table is searched by halves: an entry out of order would be lost.
  for (std::string_view lemma : {"accuse", "add", "say", "tell", "warn", "write", "cite", "urge", "deny"})
    EXPECT_NE(verb_cue(lemma), nullptr) << lemma;
  for (std::string_view lemma : {"accusation", "claim", "statement", "warning"})
    EXPECT_NE(noun_cue(lemma), nullptr) << lemma;
  EXPECT_EQ(verb_cue("run"), nullptr);
}

}  // namespace
}  // namespace dragoman
