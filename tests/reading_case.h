// Cases of the reading rooms: text, and lines that say what must hold of it. The language model
// that ships reads the text; a file of cases is tests/cases/<room>/*.txt, whose first lines tell
// its format.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/data_dir.h"
#include "base/file.h"
#include "base/unicode.h"
#include "reading/context.h"
#include "reading/times/times.h"

namespace dragoman {

struct ReadingCase {
  std::string title, text;
  std::vector<std::string> expected;  // without "> "
};

inline std::vector<ReadingCase> reading_cases(const std::string& content) {
  std::vector<ReadingCase> cases;
  ReadingCase now;
  auto flush = [&] {
    if (!now.title.empty()) cases.push_back(now);
    now = {};
  };
  for (std::string_view line : split(content, '\n')) {
    if (line.starts_with("#") || line.empty()) continue;
    if (line.starts_with("----"))
      flush();
    else if (line.starts_with("> "))
      now.expected.emplace_back(line.substr(2));
    else if (now.title.empty())
      now.title = line;
    else
      now.text += (now.text.empty() ? "" : "\n") + std::string(line);
  }
  flush();
  return cases;
}

// A story read as far as the rooms under test need it; every line is a body paragraph.
struct ReadCase {
  Text text;
  Layout layout;
  Document doc;
  SourceInfo source;

  ReadCase(const std::string& story, const Language& language) : text(story) {
    int32_t begin = 0;
    for (int32_t i = 0; i <= text.size(); ++i) {
      if (i < text.size() && text.at(i) != U'\n') continue;
      layout.paragraphs.push_back({begin, i});
      layout.is_headline.push_back(false);
      begin = i + 1;
    }
    Result<Document> analysed = language.analyse(text, layout.paragraphs);
    if (analysed.ok()) doc = *std::move(analysed);
  }
  Context context(const Knowledge& knowledge) const {
    return {text, layout, doc, knowledge, source, "", Published{"2021-05-06", "2021-05-06", "option"}, nullptr};
  }
};

// Fields parted by `separator`, without outer white space.
inline std::vector<std::string> fields(std::string_view line, char separator) {
  std::vector<std::string> out;
  for (std::string_view field : split(line, separator)) out.emplace_back(strip(field));
  return out;
}

}  // namespace dragoman
