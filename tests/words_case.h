// Shared by the tests of times, figures and places: lines of cases, and a story of words alone (the
// engine's tokenizer, no model).
#pragma once

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "ingest/ingest.h"
#include "reading/context.h"

namespace dragoman {

struct CaseLine {
  std::string where;  // "times/resolved.tsv:12"
  std::vector<std::string> columns;
};

// Lines of tests/cases/<file> that are no comment, split at tabs. A line of another width fails the
// test.
inline std::vector<CaseLine> read_cases(const std::string& file, size_t width) {
  std::vector<CaseLine> lines;
  std::ifstream in(std::string(DRAGOMAN_SOURCE_DIR) + "/tests/cases/" + file);
  EXPECT_TRUE(in.good()) << file;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    CaseLine out;
    out.where = file + ":" + std::to_string(number);
    for (std::string_view column : split(line, '\t')) out.columns.emplace_back(column);
    EXPECT_EQ(out.columns.size(), width) << out.where;
    if (out.columns.size() == width) lines.push_back(std::move(out));
  }
  EXPECT_FALSE(lines.empty()) << file;
  return lines;
}

// The tables as they ship; opened once.
inline const Knowledge& shipped_knowledge() {
  static const Result<Knowledge> knowledge = Knowledge::open(std::string(DRAGOMAN_SOURCE_DIR) + "/knowledge");
  EXPECT_TRUE(knowledge.ok()) << knowledge.status().message();
  return *knowledge;
}

// A story whose words are the tokenizer's, without tags or parse; a sentence ends at . ? or !
// before a space.
struct WordsOnly {
  Text text;
  Layout layout;
  Document doc;
  SourceInfo source;
  std::optional<Published> published;

  explicit WordsOnly(const std::string& utf8) {
    IngestOptions options;
    options.format = Format::kText;
    const Status read = ingest_bytes(utf8, options, [&](Result<Story> story) {
      if (story.ok()) {
        layout = read_layout(*story);
        text = std::move(story->text);
      }
      return false;
    });
    EXPECT_TRUE(read.ok()) << read.message();
    for (size_t p = 0; p < layout.paragraphs.size(); ++p) {
      int32_t begin = static_cast<int32_t>(doc.tokens.size());
      tokenize(text, layout.paragraphs[p], doc.tokens);
      const int32_t end = static_cast<int32_t>(doc.tokens.size());
      for (int32_t i = begin; i < end; ++i) {
        doc.tokens[i].sentence = static_cast<int32_t>(doc.sentences.size());
        const std::string& form = doc.tokens[i].form;
        const bool stop = form == "." || form == "?" || form == "!";
        if (i + 1 < end && !(stop && doc.tokens[i + 1].space_before)) continue;
        Sentence sentence;
        sentence.begin = begin;
        sentence.end = i + 1;
        sentence.root = begin;
        sentence.paragraph = static_cast<int32_t>(p);
        sentence.span = {doc.tokens[begin].span.begin, doc.tokens[i].span.end};
        doc.sentences.push_back(sentence);
        begin = i + 1;
      }
    }
    doc.index_children();
  }

  Context context() const { return {text, layout, doc, shipped_knowledge(), source, "", published, nullptr}; }
};

}  // namespace dragoman
