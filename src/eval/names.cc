// Names of the English Worldwide Newswire set (Shan et al. 2023). The set keeps tokens apart from the articles' running
// text; each token is looked for in the text a little behind the last one, which gives the gold spans their offsets.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/unicode.h"
#include "eval/eval.h"
#include "eval/files.h"

namespace dragoman {
namespace {

constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
    {"Date", "DATE"}, {"Facility", "FAC"},     {"Location", "LOC"}, {"Misc", "MISC"},       {"Money", "MONEY"},
    {"NORP", "NORP"}, {"Organization", "ORG"}, {"Person", "PER"},   {"Product", "PRODUCT"},
};

std::string_view label_of(std::string_view name) {
  for (const auto& [theirs, ours] : kLabels)
    if (name == theirs) return ours;
  return {};
}

// How far behind the last token the next may lie, in bytes; further on it would be some other token of the same form.
constexpr size_t kNear = 400;
// An article is left out when more of its tokens than this part are not found.
constexpr double kLost = 0.02;

using Name = std::tuple<uint32_t, uint32_t, std::string_view>;  // bytes [begin,end), label

// Gold names of one article, or false when its tokens are not those of the text.
Result<bool> gold_names(const std::string& path, const std::string& tsv, const std::string& text, std::set<Name>& out) {
  size_t position = 0;
  int64_t tokens = 0, lost = 0, number = 0;
  Name open{0, 0, ""};
  const auto close = [&] {
    if (!std::get<2>(open).empty()) out.insert(open);
    std::get<2>(open) = {};
  };
  for (std::string_view line : split(tsv, '\n')) {
    ++number;
    if (strip(line).empty()) continue;
    line = strip(line);
    // A name within a name has a further column; the outer label is the first. A few lines have spaces for the tab.
    const size_t tab = line.find('\t') == std::string_view::npos ? line.rfind(' ') : line.find('\t');
    if (tab == std::string_view::npos)
      return Status(Code::kBadInput, fmt::format("{}:{}: expected a token, a tab and a tag", path, number));
    const std::string_view token = strip(line.substr(0, tab)), tags = strip(line.substr(tab + 1));
    const std::string_view tag = strip(tags.substr(0, tags.find('\t')));
    if (token.empty()) continue;
    ++tokens;
    const size_t at =
        std::string_view(text).substr(0, std::min(text.size(), position + kNear + token.size())).find(token, position);
    if (at == std::string_view::npos) {
      ++lost;
      close();
      continue;
    }
    position = at + token.size();
    if (tag == "O") {
      close();
      continue;
    }
    const std::string_view label = tag.size() > 2 && tag[1] == '-' ? label_of(tag.substr(2)) : std::string_view();
    if (label.empty()) return Status(Code::kBadInput, fmt::format("{}:{}: unknown tag {}", path, number, tag));
    if (tag[0] == 'B' || tag[0] == 'S' || std::get<2>(open) != label) {
      close();
      open = {static_cast<uint32_t>(at), static_cast<uint32_t>(position), label};
    }
    std::get<1>(open) = static_cast<uint32_t>(position);
  }
  close();
  return tokens > 0 && static_cast<double>(lost) <= kLost * static_cast<double>(tokens);
}

// Reads the articles of a folder one by one: use(name, text, gold, document). Gives the number of those left out.
template <class Use>
Result<int64_t> each_article(const Language& language, const std::string& dir, const Use& use) {
  const Result<std::vector<std::string>> files = eval::files_in(dir, ".tsv");
  if (!files.ok()) return files.status();
  int64_t left_out = 0, read = 0;
  for (const std::string& file : *files) {
    const std::string path = dir + "/" + file;
    const Result<std::string> tsv = read_file(path);
    if (!tsv.ok()) return tsv.status();
    const Result<std::string> article = read_file(dir + "/../articles/" + file.substr(0, file.size() - 4));
    if (!article.ok()) {
      ++left_out;
      continue;
    }
    const Text text(sanitize_utf8(*article, nullptr));
    std::set<Name> gold;
    const Result<bool> aligned = gold_names(path, *tsv, text.utf8(), gold);
    if (!aligned.ok()) return aligned.status();
    if (!*aligned) {
      ++left_out;
      continue;
    }
    Result<Document> system = language.analyse(text, eval::lines_of(text));
    if (!system.ok()) return system.status().at(path);
    use(file, text, gold, *system);
    ++read;
  }
  if (read == 0) return Status(Code::kBadInput, dir + ": no .tsv file whose article lies in ../articles");
  return left_out;
}

bool is_gold(const Text& text, const Document& doc, int32_t begin, int32_t end, std::string_view label,
             const std::set<Name>& gold) {
  const Span span = doc.span_of({begin, end});
  return gold.count({text.byte_of(span.begin), text.byte_of(span.end), label}) > 0;
}

}  // namespace

Result<NameScores> eval_names(const Language& language, const Knowledge& knowledge, const NameModel& model,
                              const std::string& dir) {
  NameScores out;
  std::map<std::string_view, Ratio> labels;
  for (const auto& [theirs, ours] : kLabels) labels[ours];
  const Result<int64_t> left_out = each_article(
      language, dir, [&](const std::string&, const Text& text, const std::set<Name>& gold, Document& system) {
        read_names(text, knowledge, model, system);
        ++out.articles;
        for (const Name& n : gold) ++labels[std::get<2>(n)].gold;
        for (const NameSpan& n : system.names) {
          ++labels[n.label].system;
          labels[n.label].correct += is_gold(text, system, n.begin, n.end, n.label, gold);
        }
      });
  if (!left_out.ok()) return left_out.status();
  out.left_out = *left_out;
  for (const auto& [label, ratio] : labels) {
    out.labels.emplace_back(label, ratio);
    out.all.correct += ratio.correct;
    out.all.system += ratio.system;
    out.all.gold += ratio.gold;
  }
  return out;
}

Result<std::string> name_examples(const Language& language, const Knowledge& knowledge, const SeenNames& seen,
                                  const std::string& dir) {
  std::string out;
  const Result<int64_t> left_out = each_article(
      language, dir, [&](const std::string& name, const Text& text, const std::set<Name>& gold, Document& system) {
        out += fmt::format("article\t{}\t{}\n", name, gold.size());
        for (const NameCandidate& c : name_candidates(text, system, knowledge, seen)) {
          const std::string_view label = system.name_tags.kinds[c.kind];
          const Span span = system.span_of({c.begin, c.end});
          out += fmt::format("{}\t{}\t{}\t{}", span.begin, span.end, label,
                             is_gold(text, system, c.begin, c.end, label, gold) ? 1 : 0);
          for (const auto& [feature, value] : c.features)
            out += fmt::format("\t{}={:.4g}", kNameFeatures[static_cast<size_t>(feature)], value);
          out += '\n';
        }
      });
  if (!left_out.ok()) return left_out.status();
  return out;
}

std::string to_table(const NameScores& s) {
  std::string out =
      fmt::format("{} articles, {} names; {} articles left out\n           F1  precision  recall    gold\n", s.articles,
                  s.all.gold, s.left_out);
  const auto row = [&out](const std::string& label, const Ratio& r) {
    out +=
        fmt::format("{:8s} {:5.1f}      {:5.1f}   {:5.1f}  {:6d}\n", label, r.f1(), r.precision(), r.recall(), r.gold);
  };
  row("all", s.all);
  for (const auto& [label, ratio] : s.labels) row(label, ratio);
  return out;
}

}  // namespace dragoman
