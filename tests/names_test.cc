// Names by the lines of tests/cases/names: made-up tag probabilities stand for the model's. And what tables a reader
// refuses.
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>

#include "reading/names/names.h"
#include "words_case.h"

namespace dragoman {
namespace {

// Words, each with its likely tags behind `|`: "Ostra|B-LOC=0.6,B-FAC=0.2"; what is left is the probability of O. `¶`
// begins a paragraph.
struct Tagged {
  Text text;
  Document doc;

  explicit Tagged(const std::string& line) {
    std::string words;
    int32_t at = 0, paragraph = 0;
    doc.name_tags.kinds.assign(kNameLabels.begin(), kNameLabels.end());
    doc.sentences.push_back({});
    for (std::string_view word : split_space(line)) {
      if (word == "¶") {
        doc.sentences.back().end = static_cast<int32_t>(doc.tokens.size());
        doc.sentences.push_back({});
        doc.sentences.back().paragraph = ++paragraph;
        doc.sentences.back().begin = static_cast<int32_t>(doc.tokens.size());
        continue;
      }
      const size_t bar = word.find('|');
      Token t;
      t.form = word.substr(0, bar);
      if (!words.empty()) words += ' ', ++at;
      words += t.form;
      const auto length = static_cast<int32_t>(to_u32(t.form).size());
      t.span = {at, at + length};
      at += length;
      t.space_before = true;
      t.sentence = static_cast<int32_t>(doc.sentences.size()) - 1;
      t.upos = is_upper(to_u32(t.form)[0]) ? Upos::kPropn : Upos::kNoun;
      t.head = doc.sentences.back().begin == static_cast<int32_t>(doc.tokens.size())
                   ? -1
                   : static_cast<int32_t>(doc.tokens.size()) - 1;
      doc.tokens.push_back(t);
      std::vector<float> row(doc.name_tags.width(), 0.0F);
      row[0] = 1;
      if (bar != std::string_view::npos)
        for (std::string_view tag : split(word.substr(bar + 1), ',')) {
          const size_t equals = tag.find('=');
          float p = 0;
          std::from_chars(tag.data() + equals + 1, tag.data() + tag.size(), p);
          row[1 + 2 * name_label(tag.substr(2, equals - 2)) + (tag[0] == 'I')] = p;
          row[0] -= p;
        }
      doc.name_tags.probabilities.insert(doc.name_tags.probabilities.end(), row.begin(), row.end());
    }
    doc.sentences.back().end = static_cast<int32_t>(doc.tokens.size());
    doc.index_children();
    text = Text(words);
  }

  std::string name(int32_t begin, int32_t end, std::string_view label) const {
    return std::string(label) + " " + text.str(doc.span_of({begin, end}));
  }
};

class Names : public testing::Test {
 protected:
  void SetUp() override {
    dir_ = std::filesystem::temp_directory_path() /
           ("dragoman_names_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(dir_);
    write("seen_names.tsv", "name\tkind\tarticles\nVarna Times\tORG\t3\nVarna Times\tMISC\t1\n");
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }
  void write(const std::string& file, const std::string& text) { std::ofstream(dir_ / file) << text; }
  Result<NameModel> open() const { return NameModel::open(dir_.string()); }

  std::filesystem::path dir_;
};

constexpr const char* kHeader = "feature\tPER\tORG\tLOC\tFAC\tNORP\tDATE\tMONEY\tPRODUCT\tMISC\n";

TEST_F(Names, Features) {
  const Result<NameModel> model = open();
  ASSERT_TRUE(model.ok()) << model.status().message();
  for (const CaseLine& line : read_cases("names/features.tsv", 3)) {
    const Tagged story(line.columns[0]);
    bool found = false;
    for (const NameCandidate& c : name_candidates(story.text, story.doc, shipped_knowledge(), model->seen())) {
      if (story.name(c.begin, c.end, kNameLabels[c.kind]) != line.columns[1]) continue;
      found = true;
      for (std::string_view want : split_space(line.columns[2])) {
        const bool absent = want[0] == '!';
        const std::string_view feature = absent ? want.substr(1) : want;
        const bool has = std::any_of(c.features.begin(), c.features.end(), [&](const auto& f) {
          return kNameFeatures[static_cast<size_t>(f.first)] == feature;
        });
        EXPECT_EQ(has, !absent) << line.where << ": " << want << " of " << line.columns[1];
      }
    }
    EXPECT_TRUE(found) << line.where << ": no candidate " << line.columns[1];
  }
}

TEST_F(Names, Chosen) {
  write("names.tsv", std::string(kHeader) +
                         "odds\t1\t1\t1\t1\t1\t1\t1\t1\t1\n"
                         "facility-last\t0\t0\t-2\t4\t0\t0\t0\t0\t0\n"
                         "end-of-longer\t3\t0\t0\t0\t0\t0\t0\t0\t0\n"
                         "short-form\t0\t3\t0\t0\t0\t0\t0\t0\t0\n"
                         "seen-kind\t0\t4\t0\t0\t0\t0\t0\t0\t0\n");
  const Result<NameModel> model = open();
  ASSERT_TRUE(model.ok()) << model.status().message();
  for (const CaseLine& line : read_cases("names/chosen.tsv", 2)) {
    Tagged story(line.columns[0]);
    read_names(story.text, shipped_knowledge(), *model, story.doc);
    std::string got;
    for (const NameSpan& n : story.doc.names) got += (got.empty() ? "" : " ; ") + story.name(n.begin, n.end, n.label);
    EXPECT_EQ(got.empty() ? "-" : got, line.columns[1]) << line.where;
  }
}

TEST_F(Names, WithoutWeightsNothingChanges) {
  Tagged story("In Varna|B-LOC=0.9");
  story.doc.names.push_back({0, 1, "MISC", 0.5F});
  const Result<NameModel> model = open();
  ASSERT_TRUE(model.ok() && model->empty());
  read_names(story.text, shipped_knowledge(), *model, story.doc);
  ASSERT_EQ(story.doc.names.size(), 1u);
  EXPECT_EQ(story.doc.names[0].label, "MISC");
}

TEST_F(Names, BadTables) {
  const auto expect = [&](const std::string& file, const std::string& text, const std::string& message) {
    write(file, text);
    const Result<NameModel> model = open();
    ASSERT_FALSE(model.ok()) << text;
    EXPECT_EQ(model.status().code(), Code::kCorrupt);
    EXPECT_NE(model.status().message().find(message), std::string::npos) << model.status().message();
    std::filesystem::remove(dir_ / file);
  };
  expect("names.tsv", "feature\tPER\n", "names.tsv:1");
  expect("names.tsv", std::string(kHeader) + "shoe-size\t1\t1\t1\t1\t1\t1\t1\t1\t1\n", "names.tsv:2");
  expect("names.tsv", std::string(kHeader) + "bias\t1\t1\t1\n", "names.tsv:2");
  expect("names.tsv", std::string(kHeader) + "bias\t1\t1\tinf\t1\t1\t1\t1\t1\t1\n", "names.tsv:2");
  expect("seen_names.tsv", "name\tkind\tarticles\nVarna\tTOWN\t1\n", "seen_names.tsv:2");
  expect("seen_names.tsv", "name\tkind\tarticles\nVarna\tLOC\t0\n", "seen_names.tsv:2");
}

}  // namespace
}  // namespace dragoman
