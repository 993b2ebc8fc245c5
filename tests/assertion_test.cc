// Assertion: the modality table and the questions to the tree. Status and speakers of whole sentences are tried with
// the events (events_test, tests/cases/assertion).
#include "reading/assertion/assertion.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "reading/assertion/clauses.h"

namespace dragoman {
namespace {

std::string root() {
  return DRAGOMAN_SOURCE_DIR;
}

Document tree(std::string_view conllu, Text& text) {
  Result<Document> doc = document_from_conllu(conllu, text);
  EXPECT_TRUE(doc.ok()) << doc.status().message();
  return doc.ok() ? *std::move(doc) : Document();
}

int32_t word(const Document& doc, std::string_view form) {
  for (size_t i = 0; i < doc.tokens.size(); ++i)
    if (doc.tokens[i].form == form) return static_cast<int32_t>(i);
  return -1;
}

std::vector<std::string> forms(const Document& doc, const std::vector<int32_t>& tokens) {
  std::vector<std::string> out;
  for (int32_t t : tokens) out.push_back(doc.tokens[t].form);
  return out;
}

// Chad agreed to send troops .
constexpr char kControl[] =
    "1\tChad\tChad\tPROPN\t_\t_\t2\tnsubj\t_\t_\n"
    "2\tagreed\tagree\tVERB\t_\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
    "3\tto\tto\tPART\t_\t_\t4\tmark\t_\t_\n"
    "4\tsend\tsend\tVERB\t_\tVerbForm=Inf\t2\txcomp\t_\t_\n"
    "5\ttroops\ttroop\tNOUN\t_\tNumber=Plur\t4\tobj\t_\t_\n"
    "6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

// Chad urged Mali to free rebels .
constexpr char kObjectControl[] =
    "1\tChad\tChad\tPROPN\t_\t_\t2\tnsubj\t_\t_\n"
    "2\turged\turge\tVERB\t_\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
    "3\tMali\tMali\tPROPN\t_\t_\t2\tobj\t_\t_\n"
    "4\tto\tto\tPART\t_\t_\t5\tmark\t_\t_\n"
    "5\tfree\tfree\tVERB\t_\tVerbForm=Inf\t2\txcomp\t_\t_\n"
    "6\trebels\trebel\tNOUN\t_\tNumber=Plur\t5\tobj\t_\t_\n"
    "7\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

// Rebels were attacked and killed by soldiers who fled .
constexpr char kPassive[] =
    "1\tRebels\trebel\tNOUN\t_\tNumber=Plur\t3\tnsubj:pass\t_\t_\n"
    "2\twere\tbe\tAUX\t_\tMood=Ind|Tense=Past|VerbForm=Fin\t3\taux:pass\t_\t_\n"
    "3\tattacked\tattack\tVERB\t_\tTense=Past|VerbForm=Part|Voice=Pass\t0\troot\t_\t_\n"
    "4\tand\tand\tCCONJ\t_\t_\t5\tcc\t_\t_\n"
    "5\tkilled\tkill\tVERB\t_\tTense=Past|VerbForm=Part|Voice=Pass\t3\tconj\t_\t_\n"
    "6\tby\tby\tADP\t_\t_\t7\tcase\t_\t_\n"
    "7\tsoldiers\tsoldier\tNOUN\t_\tNumber=Plur\t5\tobl:agent\t_\t_\n"
    "8\twho\twho\tPRON\t_\tPronType=Rel\t9\tnsubj\t_\t_\n"
    "9\tfled\tflee\tVERB\t_\tMood=Ind|Tense=Past|VerbForm=Fin\t7\tacl:relcl\t_\t_\n"
    "10\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n";

TEST(Clauses, SubjectControl) {
  Text text;
  Document doc = tree(kControl, text);
  EXPECT_EQ(forms(doc, clause::subjects_of(doc, word(doc, "send"))).front(), "Chad");
  EXPECT_EQ(forms(doc, clause::objects_of(doc, word(doc, "send"))), std::vector<std::string>{"troops"});
}

TEST(Clauses, ObjectControl) {
  Text text;
  Document doc = tree(kObjectControl, text);
  EXPECT_EQ(forms(doc, clause::subjects_of(doc, word(doc, "free"))).front(), "Mali");
}

TEST(Clauses, PassiveSharesAgentAndObject) {
  Text text;
  Document doc = tree(kPassive, text);
  for (const char* verb : {"attacked", "killed"}) {
    EXPECT_TRUE(clause::is_passive(doc, word(doc, verb)));
    EXPECT_EQ(forms(doc, clause::subjects_of(doc, word(doc, verb))).front(), "soldiers") << verb;
    EXPECT_EQ(forms(doc, clause::objects_of(doc, word(doc, verb))).front(), "Rebels") << verb;
  }
  EXPECT_FALSE(clause::is_passive(doc, word(doc, "fled")));
  EXPECT_EQ(forms(doc, clause::subjects_of(doc, word(doc, "fled"))).front(), "soldiers");
}

TEST(Clauses, StemsAndIrregularForms) {
  Token t;
  t.form = "Stopped";
  std::vector<std::string> stems = clause::stems_of(t);
  EXPECT_NE(std::find(stems.begin(), stems.end(), "stop"), stems.end());
  t.form = "accuses";
  stems = clause::stems_of(t);
  EXPECT_NE(std::find(stems.begin(), stems.end(), "accuse"), stems.end());
  t.form = "met";
  EXPECT_EQ(clause::irregular_lemma(t), "meet");
  t.form = "overthrown";
  EXPECT_EQ(clause::irregular_lemma(t), "overthrow");
  t.form = "table";
  EXPECT_EQ(clause::irregular_lemma(t), "");
}

TEST(Modality, TableThatShips) {
  Result<std::string> content = read_file(root() + "/lexicon/en/modality.txt");
  ASSERT_TRUE(content.ok()) << content.status().message();
  Modality modality;
  Status status = modality.add(*content, "en/modality.txt");
  ASSERT_TRUE(status.ok()) << status.message();
  ASSERT_FALSE(modality.find("verb", "deny").empty());
  EXPECT_EQ(modality.find("verb", "deny")[0].effect, Effect::kDenied);
  ASSERT_FALSE(modality.find("verb", "say").empty());
  EXPECT_TRUE(modality.find("verb", "say")[0].speaker);
  ASSERT_FALSE(modality.find("aux", "may").empty());
  EXPECT_EQ(modality.find("aux", "may")[0].effect, Effect::kPossible);
  EXPECT_GT(modality.find("verb", "plan").size(), 1u);  // one entry a line
  EXPECT_TRUE(modality.find("verb", "paint").empty());
}

TEST(Modality, ErrorsNameFileAndLine) {
  struct {
    const char* text;
    const char* error;
  } const kCases[] = {
      {"# c\nverb deny ccomp\n", "m.txt:2: wants `kind lemma links effect [speaker]`"},
      {"verbs deny ccomp denied\n", "m.txt:1: unknown kind `verbs`"},
      {"verb deny ccomp maybe\n", "m.txt:1: unknown effect `maybe`"},
      {"verb deny ccomp denied loudly\n", "m.txt:1: the fifth word can only be `speaker`"},
  };
  for (const auto& c : kCases) {
    Modality modality;
    Status status = modality.add(c.text, "m.txt");
    EXPECT_EQ(status.code(), Code::kBadInput);
    EXPECT_EQ(status.message(), c.error);
  }
}

}  // namespace
}  // namespace dragoman
