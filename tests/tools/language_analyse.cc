// Shows what the language model reads in a text file: CoNLL-U, then names, quote parts and event proposals as comments.
//   language_analyse FILE [MODEL_DIR]      a line is a paragraph; "-" reads standard input
#include <fmt/format.h>

#include <iostream>
#include <iterator>

#include "base/data_dir.h"
#include "base/file.h"
#include "language/language.h"
#include "language/ud.h"

using namespace dragoman;

namespace {

int fail(const Status& status) {
  fmt::print(stderr, "language_analyse: {}\n", status.message());
  return 1;
}

std::string words(const Document& doc, const Text& text, const std::vector<TokenRange>& ranges) {
  std::string out;
  for (TokenRange r : ranges) out += fmt::format("{}[{}]", out.empty() ? "" : " + ", text.view(doc.span_of(r)));
  return out.empty() ? "-" : out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: language_analyse FILE|- [MODEL_DIR]\n");
    return 2;
  }
  std::string content;
  if (std::string_view(argv[1]) == "-") {
    content.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    Result<std::string> file = read_file(argv[1]);
    if (!file.ok()) return fail(file.status());
    content = *std::move(file);
  }
  const Text text(sanitize_utf8(content, nullptr));
  std::vector<Span> paragraphs;
  for (int32_t i = 0, begin = 0; i <= text.size(); ++i) {
    if (i < text.size() && text.at(i) != U'\n') continue;
    if (i > begin) paragraphs.push_back({begin, i});
    begin = i + 1;
  }
  const Result<Language> language = Language::open({.model_dir = argc > 2 ? argv[2] : data_dir() + "/models/en"});
  if (!language.ok()) return fail(language.status());
  const Result<Document> doc = language->analyse(text, paragraphs);
  if (!doc.ok()) return fail(doc.status());

  for (const Sentence& s : doc->sentences) {
    fmt::print("# span = {} {}\n# text = {}\n", s.span.begin, s.span.end, text.view(s.span));
    for (int32_t i = s.begin; i < s.end; ++i) {
      const Token& t = doc->tokens[i];
      const bool space_after = i + 1 == static_cast<int32_t>(doc->tokens.size()) || doc->tokens[i + 1].space_before;
      fmt::print("{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{}\n", i - s.begin + 1, t.form, t.lemma, name_of(t.upos),
                 to_string(t.feats), t.head < 0 ? 0 : t.head - s.begin + 1, t.deprel,
                 space_after ? "_" : "SpaceAfter=No");
    }
    for (const NameSpan& n : doc->names)
      if (n.begin >= s.begin && n.begin < s.end)
        fmt::print("# name = {} {} {:.2f}\n", n.label, text.view(doc->span_of({n.begin, n.end})), n.score);
    for (const QuoteParts& q : doc->quote_parts)
      if (q.cue.begin >= s.begin && q.cue.begin < s.end)
        fmt::print("# quote = cue [{}] source {} content {} {:.2f}\n", text.view(doc->span_of(q.cue)),
                   words(*doc, text, q.source), words(*doc, text, q.content), q.score);
    for (const EventProposal& e : doc->proposals) {
      if (e.trigger.begin < s.begin || e.trigger.begin >= s.end) continue;
      std::string parties;
      for (int32_t w : e.source) parties += " source " + doc->tokens[w].form;
      for (int32_t w : e.target) parties += " target " + doc->tokens[w].form;
      fmt::print("# event = {} [{}]{} {:.2f}\n", name_of(e.type), text.view(doc->span_of(e.trigger)), parties, e.score);
    }
    fmt::print("\n");
  }
}
