// Trees and tags. Both sides are over the same text, so words match when they have the same begin and end in it. The
// words of a gold range that do not spell the range ("dunno") share its span; they match the engine's words in it one
// by one by form.
#include <fmt/format.h>

#include <unordered_map>

#include "base/file.h"
#include "base/unicode.h"
#include "eval/eval.h"

namespace dragoman {
namespace {

std::string_view without_subtype(std::string_view deprel) {
  return deprel.substr(0, deprel.find(':'));
}

// For each gold word the index of the system's word that it is matched with, or -1.
std::vector<int32_t> match(const Document& gold, const Document& system) {
  std::vector<int32_t> out(gold.tokens.size(), -1);
  size_t s = 0;
  for (size_t g = 0; g < gold.tokens.size();) {
    const Span span = gold.tokens[g].span;
    size_t end = g + 1;
    while (end < gold.tokens.size() && gold.tokens[end].span == span) ++end;
    while (s < system.tokens.size() && system.tokens[s].span.begin < span.begin) ++s;
    if (end == g + 1) {
      if (s < system.tokens.size() && system.tokens[s].span == span) out[g] = static_cast<int32_t>(s);
    } else {
      // Forms in order within the range: each gold word takes the next word of the same form.
      size_t at = s;
      for (size_t k = g; k < end; ++k) {
        for (size_t i = at; i < system.tokens.size() && system.tokens[i].span.end <= span.end; ++i) {
          if (lower(system.tokens[i].form) != lower(gold.tokens[k].form)) continue;
          out[k] = static_cast<int32_t>(i);
          at = i + 1;
          break;
        }
      }
    }
    g = end;
  }
  return out;
}

void score(const Document& gold, const Document& system, UdScores& scores) {
  const std::vector<int32_t> matched = match(gold, system);
  for (Ratio* r : {&scores.words, &scores.upos, &scores.lemmas, &scores.uas, &scores.las}) {
    r->gold += static_cast<int64_t>(gold.tokens.size());
    r->system += static_cast<int64_t>(system.tokens.size());
  }
  for (size_t g = 0; g < gold.tokens.size(); ++g) {
    if (matched[g] < 0) continue;
    const Token& a = gold.tokens[g];
    const Token& b = system.tokens[matched[g]];
    ++scores.words.correct;
    scores.upos.correct += a.upos == b.upos;
    scores.lemmas.correct += a.lemma == b.lemma || a.lemma == "_";
    const bool head = a.head < 0 ? b.head < 0 : matched[a.head] >= 0 && matched[a.head] == b.head;
    scores.uas.correct += head;
    scores.las.correct += head && without_subtype(a.deprel) == without_subtype(b.deprel);
  }
  scores.sentences.gold += static_cast<int64_t>(gold.sentences.size());
  scores.sentences.system += static_cast<int64_t>(system.sentences.size());
  size_t s = 0;
  for (const Sentence& a : gold.sentences) {
    while (s < system.sentences.size() && system.sentences[s].span.begin < a.span.begin) ++s;
    scores.sentences.correct += s < system.sentences.size() && system.sentences[s].span == a.span;
  }
}

}  // namespace

Result<UdScores> eval_ud(const Language& language, const std::string& path) {
  const Result<std::string> content = read_file(path);
  if (!content.ok()) return content.status();
  // One document after another, as the engine reads one story after another.
  const std::string_view all = *content;
  constexpr std::string_view kNewDocument = "# newdoc";
  std::vector<size_t> begins = {0};
  for (size_t at = all.find("\n# newdoc"); at != std::string_view::npos; at = all.find("\n# newdoc", at + 1))
    begins.push_back(at + 1);
  begins.push_back(all.size());
  UdScores out;
  int64_t line = 0;
  for (size_t k = 0; k + 1 < begins.size(); ++k) {
    const std::string_view part = all.substr(begins[k], begins[k + 1] - begins[k]);
    Text text;
    const Result<Document> gold = document_from_conllu(part, text);
    if (!gold.ok())
      return gold.status().at(line == 0 ? path : fmt::format("{}: document that begins after line {}", path, line));
    for (char c : part) line += c == '\n';
    if (gold->tokens.empty()) continue;
    std::vector<Span> paragraphs;
    for (const Sentence& s : gold->sentences) {
      if (paragraphs.size() <= static_cast<size_t>(s.paragraph)) {
        paragraphs.resize(static_cast<size_t>(s.paragraph) + 1, s.span);
      }
      paragraphs.back().end = s.span.end;
    }
    const Result<Document> system = language.analyse(text, paragraphs);
    if (!system.ok()) return system.status().at(path);
    ++out.documents;
    score(*gold, *system, out);
  }
  if (out.documents == 0)
    return Status(Code::kBadInput,
                  path + ": no CoNLL-U sentence (documents begin with " + std::string(kNewDocument) + ")");
  return out;
}

std::string to_table(const UdScores& s) {
  return fmt::format(
      "{} documents, {} words\n"
      "           F1  precision  recall\n"
      "words    {:5.1f}      {:5.1f}   {:5.1f}\n"
      "sents    {:5.1f}      {:5.1f}   {:5.1f}\n"
      "UPOS     {:5.1f}      {:5.1f}   {:5.1f}\n"
      "lemmas   {:5.1f}      {:5.1f}   {:5.1f}\n"
      "UAS      {:5.1f}      {:5.1f}   {:5.1f}\n"
      "LAS      {:5.1f}      {:5.1f}   {:5.1f}\n",
      s.documents, s.words.gold, s.words.f1(), s.words.precision(), s.words.recall(), s.sentences.f1(),
      s.sentences.precision(), s.sentences.recall(), s.upos.f1(), s.upos.precision(), s.upos.recall(), s.lemmas.f1(),
      s.lemmas.precision(), s.lemmas.recall(), s.uas.f1(), s.uas.precision(), s.uas.recall(), s.las.f1(),
      s.las.precision(), s.las.recall());
}

}  // namespace dragoman
