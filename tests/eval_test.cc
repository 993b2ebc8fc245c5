// Eval: the engine's own reading written out as gold scores 100, and each thing changed in it costs what it should.
// Gold that is missing or broken is said with its file and line.
#include "eval/eval.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "base/unicode.h"
#include "eval/frames.h"
#include "language/ud.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

const char* const kStory =
    "Ruritania recalled its ambassador on Monday. \"We will not wait,\" Anna Tarlenheim said.\n"
    "The council of Zenda can't meet before Friday, according to the mayor. It has 12 members.\n";

class EvalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Result<Language> opened = Language::open({.model_dir = std::string(DRAGOMAN_SOURCE_DIR) + "/models/en"});
    ASSERT_TRUE(opened.ok()) << opened.status().message();
    language_ = std::make_unique<Language>(std::move(opened).value());
    dir_ = fs::temp_directory_path() / ("dragoman_eval_test_" + std::to_string(std::random_device()()));
    fs::create_directories(dir_);
    text_ = Text(kStory);
    std::vector<Span> paragraphs;
    for (int32_t i = 0, begin = 0; i < text_.size(); ++i)
      if (text_.at(i) == U'\n') {
        paragraphs.push_back({begin, i});
        begin = i + 1;
      }
    Result<Document> doc = language_->analyse(text_, paragraphs);
    ASSERT_TRUE(doc.ok()) << doc.status().message();
    doc_ = std::move(doc).value();
    ASSERT_GE(doc_.sentences.size(), 3u);
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string write(const std::string& name, const std::string& content) const {
    const fs::path path = dir_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

  // The reading as CoNLL-U.
  std::string conllu() const {
    std::string out = "# newdoc id = d\n";
    int32_t paragraph = -1;
    for (const Sentence& s : doc_.sentences) {
      if (s.paragraph != paragraph) out += "# newpar\n";
      paragraph = s.paragraph;
      for (int32_t i = s.begin; i < s.end; ++i) {
        const Token& t = doc_.tokens[i];
        const bool joined = i + 1 < static_cast<int32_t>(doc_.tokens.size()) && !doc_.tokens[i + 1].space_before;
        out += fmt::format("{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{}\n", i - s.begin + 1, t.form, t.lemma, name_of(t.upos),
                           to_string(t.feats), t.head < 0 ? 0 : t.head - s.begin + 1, t.deprel,
                           joined ? "SpaceAfter=No" : "_");
      }
      out += "\n";
    }
    return out;
  }

  std::unique_ptr<Language> language_;
  fs::path dir_;
  Text text_;
  Document doc_;
};

TEST_F(EvalTest, UdOfItsOwnReadingIsWhole) {
  const Result<UdScores> s = eval_ud(*language_, write("gold.conllu", conllu()));
  ASSERT_TRUE(s.ok()) << s.status().message();
  const auto words = static_cast<int64_t>(doc_.tokens.size());
  EXPECT_EQ(s->documents, 1);
  for (const Ratio& r : {s->words, s->upos, s->lemmas, s->uas, s->las}) {
    EXPECT_EQ(r.gold, words);
    EXPECT_EQ(r.correct, words);
    EXPECT_DOUBLE_EQ(r.f1(), 100);
  }
  EXPECT_DOUBLE_EQ(s->sentences.f1(), 100);
  EXPECT_NE(to_table(*s).find("LAS"), std::string::npos);
}

TEST_F(EvalTest, UdCountsEachChange) {
  Token& verb = doc_.tokens[doc_.sentences[0].root];
  verb.upos = Upos::kX;
  doc_.tokens[0].lemma = "changed";
  Token& leaf = doc_.tokens[doc_.sentences[0].end - 1];
  leaf.deprel = "dep";  // the arc stays: LAS alone suffers
  ASSERT_TRUE(is_rel(doc_.tokens[0].deprel, "nsubj"));
  doc_.tokens[0].deprel = "nsubj:pass";  // compared without subtype
  const Result<UdScores> s = eval_ud(*language_, write("gold.conllu", conllu()));
  ASSERT_TRUE(s.ok()) << s.status().message();
  const auto words = static_cast<int64_t>(doc_.tokens.size());
  EXPECT_EQ(s->words.correct, words);
  EXPECT_EQ(s->upos.correct, words - 1);
  EXPECT_EQ(s->lemmas.correct, words - 1);
  EXPECT_EQ(s->uas.correct, words);
  EXPECT_EQ(s->las.correct, words - 1);
}

TEST_F(EvalTest, UdErrorsNameFileAndLine) {
  EXPECT_EQ(eval_ud(*language_, (dir_ / "none.conllu").string()).status().code(), Code::kNotFound);
  std::string broken = conllu() + conllu();
  broken += "# newdoc id = e\n1\tword\n\n";
  const Result<UdScores> s = eval_ud(*language_, write("broken.conllu", broken));
  ASSERT_FALSE(s.ok());
  EXPECT_EQ(s.status().code(), Code::kBadInput);
  EXPECT_NE(s.status().message().find("broken.conllu"), std::string::npos) << s.status().message();
  EXPECT_NE(s.status().message().find("10 columns"), std::string::npos) << s.status().message();
  EXPECT_EQ(eval_ud(*language_, write("empty.conllu", "\n")).status().code(), Code::kBadInput);
}

TEST_F(EvalTest, Names) {
  const auto theirs = [](std::string_view label) -> std::string {
    const std::pair<std::string_view, const char*> names[] = {
        {"PER", "Person"}, {"ORG", "Organization"}, {"LOC", "Location"},    {"FAC", "Facility"}, {"NORP", "NORP"},
        {"DATE", "Date"},  {"MONEY", "Money"},      {"PRODUCT", "Product"}, {"MISC", "Misc"}};
    for (const auto& [ours, name] : names)
      if (label == ours) return name;
    return "";
  };
  ASSERT_GE(doc_.names.size(), 2u);
  const auto tsv = [&](size_t left_out) {
    std::string out;
    for (size_t i = 0, next = 0; i < doc_.tokens.size(); ++i) {
      while (next < doc_.names.size() && doc_.names[next].end <= static_cast<int32_t>(i)) ++next;
      std::string tag = "O";
      if (next < doc_.names.size() && next != left_out && doc_.names[next].begin <= static_cast<int32_t>(i))
        tag = (doc_.names[next].begin == static_cast<int32_t>(i) ? "B-" : "I-") + theirs(doc_.names[next].label);
      out += doc_.tokens[i].form + "\t" + tag + "\n";
    }
    return out;
  };
  write("articles/a.txt", kStory);
  write("test/a.txt.tsv", tsv(99));
  write("test/lost.txt.tsv", "word\tO\n");  // without an article
  const Result<Knowledge> knowledge = Knowledge::open(std::string(DRAGOMAN_SOURCE_DIR) + "/knowledge");
  ASSERT_TRUE(knowledge.ok()) << knowledge.status().message();
  Result<NameScores> s = eval_names(*language_, *knowledge, {}, (dir_ / "test").string());
  ASSERT_TRUE(s.ok()) << s.status().message();
  EXPECT_EQ(s->articles, 1);
  EXPECT_EQ(s->left_out, 1);
  EXPECT_EQ(s->all.gold, static_cast<int64_t>(doc_.names.size()));
  EXPECT_DOUBLE_EQ(s->all.f1(), 100);
  const Result<std::string> examples = name_examples(*language_, *knowledge, {}, (dir_ / "test").string());
  ASSERT_TRUE(examples.ok()) << examples.status().message();
  EXPECT_TRUE(examples->starts_with("article\ta.txt.tsv\t" + std::to_string(doc_.names.size()) + "\n")) << *examples;
  int64_t right = 0;
  for (std::string_view line : split(*examples, '\n')) right += line.find("\t1\tbias=1") != std::string_view::npos;
  EXPECT_EQ(right, static_cast<int64_t>(doc_.names.size()));
  write("test/a.txt.tsv", tsv(0));
  s = eval_names(*language_, *knowledge, {}, (dir_ / "test").string());
  ASSERT_TRUE(s.ok());
  EXPECT_DOUBLE_EQ(s->all.recall(), 100);
  EXPECT_EQ(s->all.correct, s->all.system - 1);
  write("test/a.txt.tsv", "word\tB-Thing\n");
  write("articles/a.txt", "word");
  const Result<NameScores> bad = eval_names(*language_, *knowledge, {}, (dir_ / "test").string());
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.status().message().find("a.txt.tsv:1"), std::string::npos) << bad.status().message();
}

TEST_F(EvalTest, Quotes) {
  ASSERT_FALSE(doc_.quote_parts.empty());
  const auto annotation = [&](bool with_source) {
    std::string out;
    int n = 0, e = 0;
    const auto spans = [&](const char* role, const std::vector<TokenRange>& ranges, std::string& relation) {
      if (ranges.empty()) return;
      out += fmt::format("T{}\t{} ", ++n, role);
      for (size_t k = 0; k < ranges.size(); ++k) {
        const Span s = doc_.span_of(ranges[k]);
        out += fmt::format("{}{} {}", k ? ";" : "", s.begin, s.end);
      }
      out += "\ttext\n";
      relation += fmt::format(" {}:T{}", role, n);
    };
    for (const QuoteParts& q : doc_.quote_parts) {
      std::string relation;
      spans("Cue", {q.cue}, relation);
      if (with_source) spans("Source", q.source, relation);
      spans("Content", q.content, relation);
      out += fmt::format("E{}\tAttribution:T1{}\n", ++e, relation);
    }
    return out;
  };
  write("text/a.txt", kStory);
  write("attributions/a_0001.ann", annotation(true));
  write("attributions/a_0002.ann", "E1\tAttribution:T1\n");  // the second annotator does not count
  Result<QuoteScores> s = eval_quotes(*language_, dir_.string());
  ASSERT_TRUE(s.ok()) << s.status().message();
  EXPECT_EQ(s->any.all.gold, static_cast<int64_t>(doc_.quote_parts.size()));
  for (const Ratio& r : {s->cue.exact, s->source.exact, s->content.exact, s->any.half, s->any.all, s->direct.source})
    EXPECT_DOUBLE_EQ(r.f1(), 100);
  EXPECT_GE(s->direct.half.gold, 1);
  Result<Language> listing =
      Language::open({.model_dir = std::string(DRAGOMAN_SOURCE_DIR) + "/models/en", .span_candidates = true});
  ASSERT_TRUE(listing.ok());
  const Result<std::string> rows = quote_candidates(*listing, dir_.string());
  ASSERT_TRUE(rows.ok()) << rows.status().message();
  EXPECT_TRUE(rows->starts_with("article\ta\ncue\t")) << *rows;
  for (const QuoteParts& q : doc_.quote_parts) {  // what was chosen is among the candidates
    const Span content = doc_.span_of(q.content.front());
    EXPECT_NE(rows->find(fmt::format("\nspan\t{}\t{}\tspan\t1\todds\t", content.begin, content.end)),
              std::string::npos);
  }
  write("attributions/a_0001.ann", annotation(false));
  s = eval_quotes(*language_, dir_.string());
  ASSERT_TRUE(s.ok());
  EXPECT_DOUBLE_EQ(s->any.half.f1(), 100);
  EXPECT_DOUBLE_EQ(s->any.all.f1(), 0);
  write("attributions/a_0001.ann", "T1\tCue five six\tsaid\n");
  const Result<QuoteScores> bad = eval_quotes(*language_, dir_.string());
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.status().message().find("a_0001.ann:1: bad span"), std::string::npos) << bad.status().message();
  EXPECT_EQ(eval_quotes(*language_, (dir_ / "no").string()).status().code(), Code::kNotFound);
}

// A row that lies on gold of its type is right; the same row on gold of another type, or on none, is not.
TEST_F(EvalTest, FramesOnACorpus) {
  auto write = [&](const std::string& name, const std::string& content) {
    std::ofstream(dir_ / name, std::ios::binary) << content;
  };
  write("a.txt", "Police in Ruritania arrested two journalists on Monday.\n");
  write("a.json", R"({"events": [{"trigger": "arrested", "context": "arrested two journalists", "type": "COERCE"}]})");
  write("b.txt", "Police in Ruritania arrested two journalists on Monday.\n");
  write("b.json", R"({"events": [{"span": [20, 28], "type": "ASSAULT"}]})");
  write("c.txt", "Police in Ruritania arrested two journalists on Monday.\n");
  write("c.json", R"({"events": [{"span": [41, 52], "type": "AID"}]})");
  ReaderOptions options;
  options.data_dir = DRAGOMAN_SOURCE_DIR;
  Result<Reader> reader = Reader::open(options);
  ASSERT_TRUE(reader.ok()) << reader.status().message();
  Result<std::vector<JudgedRow>> rows = judge_corpus(*reader, dir_.string());
  ASSERT_TRUE(rows.ok()) << rows.status().message();
  std::string verdicts;
  for (const JudgedRow& row : *rows) verdicts += row.story + " " + name_of(row.verdict) + "; ";
  EXPECT_EQ(verdicts, "a.txt right; b.txt other-type; c.txt extra; c.txt missed; ");
  EXPECT_EQ(rows->front().frame, "coerce.arrest");
  EXPECT_EQ(rows->front().trigger, "arrested");
  EXPECT_NE(rows->front().terms.find("base 1"), std::string::npos);
  EXPECT_NE(frame_table(*rows).find("coerce.arrest                     3      1          1      1     33.3"),
            std::string::npos)
      << frame_table(*rows);

  // A frame of the same id that knows other words takes the rows away.
  fs::create_directories(dir_ / "mine");
  write("mine/x.frames", "frame coerce.arrest NONE\nverb arrest\n");
  options.lexicon_dirs = {(dir_ / "mine").string()};
  Result<Reader> other = Reader::open(options);
  ASSERT_TRUE(other.ok()) << other.status().message();
  Result<std::vector<JudgedRow>> after = judge_corpus(*other, dir_.string());
  ASSERT_TRUE(after.ok()) << after.status().message();
  const std::string diff = diff_table(*rows, *after);
  EXPECT_TRUE(diff.starts_with("- right      a.txt 20 COERCE `arrested`")) << diff;
  EXPECT_TRUE(diff.ends_with("lost: 1 right, 1 of another type, 1 extra, 0 unsure\n")) << diff;

  write("d.txt", "Nothing happened.\n");
  write("d.json", "{");
  rows = judge_corpus(*reader, dir_.string());
  ASSERT_FALSE(rows.ok());
  EXPECT_NE(rows.status().message().find("d.json"), std::string::npos);
}

}  // namespace
}  // namespace dragoman
