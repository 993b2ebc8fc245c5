// Attributions of PolNeAR: the engine's quote parts, cue by cue, against the annotators' brat files.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/unicode.h"
#include "eval/eval.h"
#include "eval/files.h"
#include "language/spans.h"

namespace dragoman {
namespace {

using Characters = std::vector<int32_t>;  // sorted code points of one role

struct Attribution {
  Characters cue, source, content;
  bool direct = false;
};

// Marks that annotators include or leave out at an edge as it happens.
bool is_passed_over(char32_t c) {
  constexpr std::u32string_view kMarks = U" \n\t\r\"“”‘’'.,;:—–-()[]";
  return kMarks.find(c) != std::u32string_view::npos;
}

void add_span(const Text& text, int32_t begin, int32_t end, Characters& out) {
  for (int32_t i = std::max(begin, 0); i < std::min(end, text.size()); ++i)
    if (!is_passed_over(text.at(i))) out.push_back(i);
}

void tidy(Characters& c) {
  std::sort(c.begin(), c.end());
  c.erase(std::unique(c.begin(), c.end()), c.end());
}

int64_t shared(const Characters& a, const Characters& b) {
  int64_t out = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    out += a[i] == b[j];
    const bool next_i = a[i] <= b[j], next_j = b[j] <= a[i];
    i += next_i;
    j += next_j;
  }
  return out;
}

double jaccard(const Characters& a, const Characters& b) {
  if (a.empty() || b.empty()) return 0;
  const auto both = static_cast<double>(shared(a, b));
  return both / (static_cast<double>(a.size() + b.size()) - both);
}

// Which characters lie within quotation marks. A quotation left open goes on to the end of its paragraph.
std::vector<bool> quoted(const Text& text) {
  std::vector<bool> out(static_cast<size_t>(text.size()), false);
  int32_t open = -1;
  const auto close = [&](int32_t end) {
    for (int32_t i = open; i < end; ++i) out[i] = true;
    open = -1;
  };
  for (int32_t i = 0; i < text.size(); ++i) {
    const char32_t c = text.at(i);
    if (c == U'\n') {
      if (open >= 0 && i + 1 < text.size() && text.at(i + 1) == U'\n') close(i);
    } else if (c == U'“') {
      if (open < 0) open = i + 1;
    } else if (c == U'”') {
      if (open >= 0) close(i);
    } else if (c == U'"') {
      if (open < 0) {
        open = i + 1;
      } else {
        close(i);
      }
    }
  }
  return out;
}

bool mostly_quoted(const Characters& c, const std::vector<bool>& marks) {
  const auto inside = std::count_if(c.begin(), c.end(), [&](int32_t i) { return marks[i]; });
  return !c.empty() && 2 * inside >= static_cast<int64_t>(c.size());
}

// "Source 89 106;110 120" -> spans; false when it is not of that form.
bool read_spans(std::string_view text, std::vector<std::pair<int32_t, int32_t>>& out) {
  for (std::string_view piece : split(text, ';')) {
    const std::vector<std::string_view> ends = split_space(piece);
    if (ends.size() != 2) return false;
    int32_t value[2] = {0, 0};
    for (int k = 0; k < 2; ++k) {
      if (ends[k].size() > 9) return false;
      for (char c : ends[k]) {
        if (c < '0' || c > '9') return false;
        value[k] = value[k] * 10 + (c - '0');
      }
    }
    out.emplace_back(value[0], value[1]);
  }
  return true;
}

Status read_annotation(const std::string& path, const std::string& content, const Text& text,
                       std::vector<Attribution>& out) {
  std::map<std::string, std::vector<std::pair<int32_t, int32_t>>, std::less<>> spans;
  std::vector<std::string_view> relations;
  int64_t number = 0;
  for (std::string_view line : split(content, '\n')) {
    ++number;
    const std::vector<std::string_view> columns = split(line, '\t');
    if (columns.size() < 2) continue;  // the rest of a text with a line break in it
    if (columns[0].starts_with('T')) {
      const size_t space = columns[1].find(' ');
      if (space == std::string_view::npos || !read_spans(columns[1].substr(space + 1), spans[std::string(columns[0])]))
        return Status(Code::kBadInput, fmt::format("{}:{}: bad span", path, number));
    } else if (columns[0].starts_with('E')) {
      relations.push_back(columns[1]);
    }
  }
  for (std::string_view relation : relations) {
    Attribution& a = out.emplace_back();
    for (std::string_view argument : split_space(relation)) {
      const size_t colon = argument.find(':');
      if (colon == std::string_view::npos) continue;
      std::string role = lower(argument.substr(0, colon));
      while (!role.empty() && role.back() >= '0' && role.back() <= '9') role.pop_back();
      Characters* into = role == "cue"       ? &a.cue
                         : role == "source"  ? &a.source
                         : role == "content" ? &a.content
                                             : nullptr;
      const auto found = spans.find(argument.substr(colon + 1));
      if (!into || found == spans.end()) continue;
      for (const auto& [begin, end] : found->second) add_span(text, begin, end, *into);
    }
    for (Characters* c : {&a.cue, &a.source, &a.content}) tidy(*c);
  }
  return {};
}

Attribution from_parts(const Text& text, const Document& doc, const QuoteParts& parts) {
  Attribution out;
  const auto add = [&](TokenRange range, Characters& into) {
    const Span span = doc.span_of(range);
    add_span(text, span.begin, span.end, into);
  };
  add(parts.cue, out.cue);
  for (TokenRange r : parts.source) add(r, out.source);
  for (TokenRange r : parts.content) add(r, out.content);
  for (Characters* c : {&out.cue, &out.source, &out.content}) tidy(*c);
  return out;
}

struct Pair {
  double score;
  size_t gold, system;
};

// One-to-one, the greatest Jaccard first; of equals the first in order.
std::vector<Pair> match(const std::vector<const Characters*>& gold, const std::vector<const Characters*>& system) {
  std::vector<Pair> all, out;
  for (size_t g = 0; g < gold.size(); ++g)
    for (size_t s = 0; s < system.size(); ++s)
      if (const double j = jaccard(*gold[g], *system[s]); j > 0) all.push_back({j, g, s});
  std::stable_sort(all.begin(), all.end(), [](const Pair& a, const Pair& b) { return a.score > b.score; });
  std::vector<bool> gold_used(gold.size()), system_used(system.size());
  for (const Pair& p : all) {
    if (gold_used[p.gold] || system_used[p.system]) continue;
    gold_used[p.gold] = system_used[p.system] = true;
    out.push_back(p);
  }
  return out;
}

void score_role(const std::vector<Attribution>& gold, const std::vector<Attribution>& system,
                Characters Attribution::*role, QuoteScores::Role& out) {
  std::vector<const Characters*> g, s;
  Characters all_gold, all_system;
  const auto gather = [&](const std::vector<Attribution>& from, std::vector<const Characters*>& list, Characters& all) {
    for (const Attribution& a : from) {
      if ((a.*role).empty()) continue;
      list.push_back(&(a.*role));
      all.insert(all.end(), (a.*role).begin(), (a.*role).end());
    }
    tidy(all);
  };
  gather(gold, g, all_gold);
  gather(system, s, all_system);
  for (Ratio* r : {&out.exact, &out.overlap}) {
    r->gold += static_cast<int64_t>(g.size());
    r->system += static_cast<int64_t>(s.size());
  }
  out.overlap.correct += static_cast<int64_t>(match(g, s).size());
  // Equal sets pair off one by one: as many as the lesser side has of each.
  std::map<Characters, std::pair<int64_t, int64_t>> equal;
  for (const Characters* c : g) ++equal[*c].first;
  for (const Characters* c : s) ++equal[*c].second;
  for (const auto& [key, counts] : equal) out.exact.correct += std::min(counts.first, counts.second);
  out.characters.gold += static_cast<int64_t>(all_gold.size());
  out.characters.system += static_cast<int64_t>(all_system.size());
  out.characters.correct += shared(all_gold, all_system);
}

void score_link(const std::vector<const Attribution*>& gold, const std::vector<const Attribution*>& system,
                QuoteScores::Link& out) {
  for (Ratio* r : {&out.overlap, &out.half, &out.source, &out.source_exact, &out.all}) {
    r->gold += static_cast<int64_t>(gold.size());
    r->system += static_cast<int64_t>(system.size());
  }
  std::vector<const Characters*> g, s;
  for (const Attribution* a : gold) g.push_back(&a->content);
  for (const Attribution* a : system) s.push_back(&a->content);
  for (const Pair& p : match(g, s)) {
    const Attribution& a = *gold[p.gold];
    const Attribution& b = *system[p.system];
    const bool half = p.score >= 0.5;
    const bool source = (a.source.empty() && b.source.empty()) || shared(a.source, b.source) > 0;
    ++out.overlap.correct;
    out.half.correct += half;
    out.source.correct += half && source;
    out.source_exact.correct += half && a.source == b.source;
    out.all.correct += a.content == b.content && a.source == b.source && a.cue == b.cue;
  }
}

void score_article(const Text& text, std::vector<Attribution>& gold, std::vector<Attribution>& system,
                   QuoteScores& out) {
  const std::vector<bool> marks = quoted(text);
  for (Attribution& a : gold) a.direct = mostly_quoted(a.content, marks);
  for (Attribution& a : system) {
    int64_t most = 0;
    a.direct = mostly_quoted(a.content, marks);
    for (const Attribution& g : gold) {
      const int64_t n = shared(a.content, g.content);
      if (n > most || (n > 0 && n == most && g.direct)) {
        most = n;
        a.direct = g.direct;
      }
    }
  }
  score_role(gold, system, &Attribution::cue, out.cue);
  score_role(gold, system, &Attribution::source, out.source);
  score_role(gold, system, &Attribution::content, out.content);
  const auto link = [&](int which, QuoteScores::Link& into) {  // 0 any, 1 direct, 2 indirect
    std::vector<const Attribution*> g, s;
    for (const Attribution& a : gold)
      if (which == 0 || a.direct == (which == 1)) g.push_back(&a);
    for (const Attribution& a : system)
      if (which == 0 || a.direct == (which == 1)) s.push_back(&a);
    score_link(g, s, into);
  };
  link(0, out.any);
  link(1, out.direct);
  link(2, out.indirect);
}

// Calls visit(name, text, path of the annotation, document) for each text of `dir` with an annotation beside it.
template <class Visit>
Status for_each_article(const Language& language, const std::string& dir, Visit visit) {
  const Result<std::vector<std::string>> texts = eval::files_in(dir + "/text", ".txt");
  if (!texts.ok()) return texts.status();
  const Result<std::vector<std::string>> annotations = eval::files_in(dir + "/attributions", ".ann");
  if (!annotations.ok()) return annotations.status();
  bool any = false;
  for (const std::string& file : *texts) {
    const std::string name = file.substr(0, file.size() - 4);
    constexpr size_t kSuffix = 9;  // "_ef2d.ann"
    const auto found = std::find_if(annotations->begin(), annotations->end(), [&](const std::string& a) {
      return a.size() == name.size() + kSuffix && a.starts_with(name) && a[name.size()] == '_';
    });
    if (found == annotations->end()) continue;
    const Result<std::string> bytes = read_file(dir + "/text/" + file);
    if (!bytes.ok()) return bytes.status();
    const Text text(sanitize_utf8(*bytes, nullptr));
    const Result<Document> doc = language.analyse(text, eval::lines_of(text));
    if (!doc.ok()) return doc.status().at(dir + "/text/" + file);
    DRAGOMAN_RETURN_IF_ERROR(visit(name, text, dir + "/attributions/" + *found, *doc));
    any = true;
  }
  return any ? Status() : Status(Code::kBadInput, dir + ": no text with an annotation beside it");
}

}  // namespace

Result<QuoteScores> eval_quotes(const Language& language, const std::string& dir) {
  QuoteScores out;
  const auto score = [&](const std::string&, const Text& text, const std::string& path, const Document& doc) -> Status {
    const Result<std::string> notes = read_file(path);
    if (!notes.ok()) return notes.status();
    std::vector<Attribution> gold, system;
    DRAGOMAN_RETURN_IF_ERROR(read_annotation(path, *notes, text, gold));
    for (const QuoteParts& parts : doc.quote_parts) system.push_back(from_parts(text, doc, parts));
    ++out.articles;
    score_article(text, gold, system, out);
    return {};
  };
  DRAGOMAN_RETURN_IF_ERROR(for_each_article(language, dir, score));
  return out;
}

Result<std::string> quote_candidates(const Language& language, const std::string& dir) {
  std::string out;
  const auto add = [&](const char* kind, Span span) { out += fmt::format("{}\t{}\t{}", kind, span.begin, span.end); };
  const auto list = [&](const std::string& name, const Text&, const std::string&, const Document& doc) -> Status {
    out += "article\t" + name + "\n";
    for (const QuoteParts& parts : doc.quote_parts) {
      add("cue", doc.span_of(parts.cue));
      out += fmt::format("\t{:.6g}\n", parts.cue_score);
      for (TokenRange source : parts.source) {
        add("source", doc.span_of(source));
        out += '\n';
      }
      for (const SpanCandidate& candidate : parts.candidates) {
        add("span", doc.span_of(candidate.words));
        for (const auto& [feature, value] : candidate.features)
          out += fmt::format("\t{}\t{:.6g}", span_features()[static_cast<size_t>(feature)], value);
        out += '\n';
      }
    }
    return {};
  };
  DRAGOMAN_RETURN_IF_ERROR(for_each_article(language, dir, list));
  return out;
}

std::string to_table(const QuoteScores& s) {
  std::string out = fmt::format("{} articles, {} attributions in the gold, {} found\n", s.articles, s.any.half.gold,
                                s.any.half.system);
  const auto cell = [](const Ratio& r) {
    return fmt::format("{:5.1f} {:5.1f} {:5.1f}", r.precision(), r.recall(), r.f1());
  };
  out += "precision, recall, F1:   exact              overlap             characters\n";
  const auto role = [&](const char* name, const QuoteScores::Role& r) {
    out += fmt::format("{:<18}{}   {}   {}\n", name, cell(r.exact), cell(r.overlap), cell(r.characters));
  };
  role("cue", s.cue);
  role("source", s.source);
  role("content", s.content);
  out +=
      "                  content overlaps    content J >= 0.5    + source overlaps   + source exact      all three "
      "exact\n";
  const auto link = [&](const char* name, const QuoteScores::Link& l) {
    out += fmt::format("{:<18}{}   {}   {}   {}   {}\n", name, cell(l.overlap), cell(l.half), cell(l.source),
                       cell(l.source_exact), cell(l.all));
  };
  link("all", s.any);
  link("direct", s.direct);
  link("indirect", s.indirect);
  return out;
}

}  // namespace dragoman
