// Candidates are pairs of borders over the solid words of a window; the choice among sets of them is a dynamic
// programme over their ends. Cost: the candidates of a cue (some twenty, at most kMaxBorders squared) times the words
// of a sentence.
#include "language/spans.h"

#include <algorithm>
#include <cmath>

#include "base/file.h"
#include "base/number.h"
#include "base/table.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

// A place is a border where a content begins with this probability, or where the probability of being inside rises or
// falls by as much; the strongest of them only, if there are many.
constexpr float kMinBorder = 0.02f;
constexpr size_t kMaxBorders = 24;
// Words that speak against a span by more than this, in log-odds, rule it out unless the tagging has it.
constexpr float kMaxAgainst = 25;
constexpr float kMaxLogOdds = 8;
constexpr float kTagged = 2;  // strength of a border of the tagging, above every probability

enum Mark : uint16_t { kQuotes, kComma, kStop, kDash, kColon, kOpen, kClose, kOtherMark, kMarks };
constexpr const char* kMarkNames[kMarks] = {"quotes", "comma", "stop", "dash", "colon", "open", "close", "mark"};

// What a cue governs.
constexpr std::string_view kGoverned[] = {"ccomp", "xcomp", "parataxis", "obj",  "obl",
                                          "advcl", "acl",   "csubj",     "nsubj"};
constexpr int32_t kGovernedCount = std::size(kGoverned);
constexpr int32_t kUposCount = static_cast<int32_t>(Upos::kX) + 1;

enum Feature : int32_t {
  kSpan,
  kOdds,
  kBegins,
  kFall,
  kFirstIn,
  kLastIn,
  kBeforeOut,
  kAfterOut,
  kAnyBegins,
  kAnyRise,
  kAnyFall,
  kAnyFirstIn,
  kAnyLastIn,
  kAnyBeforeOut,
  kAnyAfterOut,
  kAnyBeginsInside,
  kLength,
  kOneWord,
  kHoldsCue,
  kOtherSentence,
  kBeginsSentence,
  kEndsSentence,
  kEndsParagraph,
  kFirstDependsBack,
  kBeforeDependsOn,
  kFirstBehindCue,
  kAfterDependsBack,
  kAfterDependsIn,
  kLastDependsOn,
  kFunctionWordDependsOn,
  kAfterIsCue,
  kArcsIn,
  kArcsOut,
  kGovernedWhole,
  kUnbalanced,
  kInMarks,
  kFromMark,
  kToMark,
  kMarkToMark,
  kBeginsWithinMarks,
  kEndsWithinMarks,
  kBeginMark,
  kEndMark = kBeginMark + kMarks,
  kGovernedBegin = kEndMark + kMarks,
  kGovernedEnd = kGovernedBegin + kGovernedCount,
  kBeforeTag = kGovernedEnd + kGovernedCount,
  kFirstTag = kBeforeTag + kUposCount,
  kLastTag = kFirstTag + kUposCount,
  kAfterTag = kLastTag + kUposCount,
  kFeatures = kAfterTag + kUposCount,
};

constexpr const char* kNames[kBeginMark] = {"span",
                                            "odds",
                                            "begins",
                                            "fall",
                                            "first-in",
                                            "last-in",
                                            "before-out",
                                            "after-out",
                                            "any-begins",
                                            "any-rise",
                                            "any-fall",
                                            "any-first-in",
                                            "any-last-in",
                                            "any-before-out",
                                            "any-after-out",
                                            "any-begins-inside",
                                            "length",
                                            "one-word",
                                            "holds-cue",
                                            "other-sentence",
                                            "begins-sentence",
                                            "ends-sentence",
                                            "ends-paragraph",
                                            "first-depends-back",
                                            "before-depends-on",
                                            "first-behind-cue",
                                            "after-depends-back",
                                            "after-depends-in",
                                            "last-depends-on",
                                            "function-word-depends-on",
                                            "after-is-cue",
                                            "arcs-in",
                                            "arcs-out",
                                            "governed-whole",
                                            "unbalanced",
                                            "in-marks",
                                            "from-mark",
                                            "to-mark",
                                            "mark-to-mark",
                                            "begins-within-marks",
                                            "ends-within-marks"};

bool is_double_mark(std::string_view form) {
  return form == "\"" || form == "''" || form == "``" || form == "“" || form == "”";
}

Mark mark_of(std::string_view form) {
  if (is_double_mark(form)) return kQuotes;
  if (form == ",") return kComma;
  if (form.starts_with('.')) return kStop;
  if (form == "-" || form == "--" || form == "—" || form == "–" || form == "―") return kDash;
  if (form == ":" || form == ";") return kColon;
  if (form == "(" || form == "[") return kOpen;
  if (form == ")" || form == "]") return kClose;
  return kOtherMark;
}

// Made of marks only that annotators include or leave out at an edge as it happens (train/corpora.py, EDGE).
bool is_marks(std::string_view form) {
  constexpr std::u32string_view kEdge = U"\"“”‘’'.,;:—–-()[]`";
  const std::u32string chars = to_u32(form);
  return std::all_of(chars.begin(), chars.end(), [&](char32_t c) { return kEdge.find(c) != kEdge.npos; });
}

bool is_function_word(Upos upos) {
  return upos == Upos::kDet || upos == Upos::kAdp || upos == Upos::kAux || upos == Upos::kCconj ||
         upos == Upos::kSconj || upos == Upos::kPart || upos == Upos::kAdj;
}

float log_of(float p, float least) {
  return std::log(std::max(p, least));
}

// Keeps the strongest, in order of place.
void strongest(std::vector<std::pair<float, int32_t>>& borders) {
  if (borders.size() > kMaxBorders) {
    std::sort(borders.begin(), borders.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    borders.resize(kMaxBorders);
  }
  std::sort(borders.begin(), borders.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
}

// One candidate: solid words first..last of the window.
struct Candidate {
  const SpanWindow& window;
  const CueTagging& tagging;
  const std::vector<float>& inside;  // by solid word, a nought at both ends
  const std::vector<float>& sum;
  int32_t first, last;

  template <class Add>
  void features(Add add) const {
    const auto solid = static_cast<int32_t>(window.solid.size());
    const TokenRange cue = tagging.cue;
    const int32_t begin = window.solid[first], end = window.solid[last];
    const int32_t before = first > 0 ? window.solid[first - 1] : -1;
    const int32_t after = last + 1 < solid ? window.solid[last + 1] : -1;
    tag_features(begin, add);
    const auto length = static_cast<float>(last - first + 1);
    add(kLength, std::log(length));
    if (first == last) add(kOneWord, 1);
    if (begin <= cue.begin && end >= cue.end - 1) add(kHoldsCue, 1);
    if (begin >= cue.end && window.sentence[begin] != window.sentence[cue.begin]) add(kOtherSentence, 1);
    begin_features(begin, before, add);
    end_features(begin, end, after, add);
    governed_features(add);
    mark_features(begin, end, add);
  }

  template <class Add>
  void tag_features(int32_t begin, Add add) const {
    add(kSpan, 1);
    add(kOdds, (sum[last + 1] - sum[first]) / 10);
    add(kBegins, std::log(tagging.tags[begin].first + 1e-3f));
    add(kFall, log_of(inside[last + 1] - inside[last + 2], 1e-3f));
    add(kFirstIn, std::log(inside[first + 1] + 1e-3f));
    add(kLastIn, std::log(inside[last + 1] + 1e-3f));
    add(kBeforeOut, std::log(1.001f - inside[first]));
    add(kAfterOut, std::log(1.001f - inside[last + 2]));
    const std::vector<float>& any = window.inside;
    add(kAnyBegins, std::log(window.begins[first] + 1e-2f));
    add(kAnyRise, log_of(any[first + 1] - any[first], 1e-2f));
    add(kAnyFall, log_of(any[last + 1] - any[last + 2], 1e-2f));
    add(kAnyFirstIn, std::log(any[first + 1] + 1e-2f));
    add(kAnyLastIn, std::log(any[last + 1] + 1e-2f));
    add(kAnyBeforeOut, std::log(1.01f - any[first]));
    add(kAnyAfterOut, std::log(1.01f - any[last + 2]));
    float begins = 0;
    for (int32_t k = first + 1; k <= last; ++k) begins += window.begins[k];
    add(kAnyBeginsInside, std::min(begins, 3.0f));
  }

  template <class Add>
  void begin_features(int32_t begin, int32_t before, Add add) const {
    add(kFirstTag + static_cast<int32_t>(window.tokens[begin].upos), 1);
    for (int32_t m = 0; m < kMarks; ++m)
      if (window.marks[first] >> m & 1) add(kBeginMark + m, 1);
    if (before < 0 || window.sentence[before] != window.sentence[begin]) {
      add(kBeginsSentence, 1);
      return;
    }
    add(kBeforeTag + static_cast<int32_t>(window.tokens[before].upos), 1);
    if (window.head[before] >= begin) add(kBeforeDependsOn, 1);
    if (window.head[begin] >= 0 && window.head[begin] < begin) add(kFirstDependsBack, 1);
    if (before == tagging.cue.end - 1) add(kFirstBehindCue, 1);
  }

  template <class Add>
  void end_features(int32_t begin, int32_t end, int32_t after, Add add) const {
    add(kLastTag + static_cast<int32_t>(window.tokens[end].upos), 1);
    for (int32_t m = 0; m < kMarks; ++m)
      if (window.marks[last + 1] >> m & 1) add(kEndMark + m, 1);
    const int32_t sentence = window.sentence[end];
    if (after < 0 || window.sentence[after] != sentence) {
      add(kEndsSentence, 1);
      bool paragraph = after < 0;
      for (int32_t w = end + 1; w <= after; ++w) paragraph |= window.new_paragraph[w] != 0;
      if (paragraph) add(kEndsParagraph, 1);
      return;
    }
    add(kAfterTag + static_cast<int32_t>(window.tokens[after].upos), 1);
    if (window.head[after] >= 0 && window.head[after] <= end) {
      add(kAfterDependsBack, 1);
      if (window.head[after] >= begin) add(kAfterDependsIn, 1);
    }
    if (window.head[end] > end) {
      add(kLastDependsOn, 1);
      if (is_function_word(window.tokens[end].upos)) add(kFunctionWordDependsOn, 1);
    }
    if (after == tagging.cue.begin) add(kAfterIsCue, 1);
    float in = 0, out = 0;  // arcs into the span from behind it, and out of it
    for (auto w = static_cast<size_t>(after); w < window.head.size() && window.sentence[w] == sentence; ++w)
      in += window.head[w] >= begin && window.head[w] <= end;
    for (int32_t w = begin; w <= end; ++w) out += window.head[w] > end;
    add(kArcsIn, std::log1p(in));
    add(kArcsOut, std::log1p(out));
  }

  template <class Add>
  void governed_features(Add add) const {
    const TokenRange cue = tagging.cue;
    uint32_t begins = 0, ends = 0;
    const int32_t sentence = window.sentence[cue.begin];
    const auto words = static_cast<int32_t>(window.head.size());
    int32_t w = cue.begin;
    while (w > 0 && window.sentence[w - 1] == sentence) --w;
    for (; w < words && window.sentence[w] == sentence; ++w) {
      const int32_t head = window.head[w];
      if (head < cue.begin || head >= cue.end || (w >= cue.begin && w < cue.end)) continue;
      for (int32_t g = 0; g < kGovernedCount; ++g) {
        if (!is_rel(window.tokens[w].deprel, kGoverned[g])) continue;
        if (window.solid_before[window.subtree[w].begin] == first) begins |= 1u << g;
        if (window.solid_before[window.subtree[w].end] == last + 1) ends |= 1u << g;
      }
    }
    for (int32_t g = 0; g < kGovernedCount; ++g) {
      if (begins >> g & 1) add(kGovernedBegin + g, 1);
      if (ends >> g & 1) add(kGovernedEnd + g, 1);
    }
    if (begins != 0 && ends != 0) add(kGovernedWhole, 1);
  }

  template <class Add>
  void mark_features(int32_t begin, int32_t end, Add add) const {
    const bool from = window.marks[first] >> kQuotes & 1, to = window.marks[last + 1] >> kQuotes & 1;
    const bool first_quoted = window.quoted[begin] != 0, last_quoted = window.quoted[end] != 0;
    if (first_quoted != last_quoted) add(kUnbalanced, 1);
    if (first_quoted && last_quoted) {
      add(kInMarks, 1);
      if (to) add(kToMark, 1);
      if (from) add(kFromMark, 1);
      if (from && to) add(kMarkToMark, 1);
    }
    if (last_quoted && !to) add(kEndsWithinMarks, 1);
    if (first_quoted && !from) add(kBeginsWithinMarks, 1);
  }
};

}  // namespace

const std::vector<std::string>& span_features() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out(std::begin(kNames), std::end(kNames));
    for (const char* side : {"begin-", "end-"})
      for (const char* mark : kMarkNames) out.push_back(std::string(side) + mark);
    for (const char* side : {"begin-", "end-"})
      for (std::string_view relation : kGoverned) out.push_back(std::string(side) + std::string(relation));
    for (const char* place : {"before:", "first:", "last:", "after:"})
      for (int32_t u = 0; u < kUposCount; ++u) out.push_back(std::string(place) + name_of(static_cast<Upos>(u)));
    return out;
  }();
  return names;
}

void SpanWindow::read(const Document& doc, int32_t base, int32_t words,
                      const std::vector<std::pair<float, float>>& contents) {
  const auto count = static_cast<size_t>(words);
  solid.clear();
  solid_before.assign(count + 1, 0);
  head.resize(count);
  sentence.resize(count);
  subtree.resize(count);
  quoted.resize(count);
  new_paragraph.resize(count);
  marks.assign(1, 0);
  begins.clear();
  inside.assign(1, 0);
  tokens = doc.tokens.data() + base;
  bool open = false;
  for (int32_t w = 0; w < words; ++w) {
    const Token& token = doc.tokens[base + w];
    head[w] = token.head < 0 ? -1 : token.head - base;
    sentence[w] = token.sentence;
    subtree[w] = {w, w + 1};
    new_paragraph[w] =
        w == 0 || doc.sentences[token.sentence].paragraph != doc.sentences[doc.tokens[base + w - 1].sentence].paragraph;
    if (new_paragraph[w] != 0) open = false;
    quoted[w] = open;
    if (is_double_mark(token.form)) open = token.form == "“" || (token.form != "”" && !open);
    solid_before[w] = static_cast<int32_t>(solid.size());
    if (is_marks(token.form)) {
      marks.back() |= static_cast<uint16_t>(1u << mark_of(token.form));
      continue;
    }
    solid.push_back(w);
    marks.push_back(0);
    begins.push_back(contents[w].first);
    inside.push_back(contents[w].second);
  }
  solid_before[count] = static_cast<int32_t>(solid.size());
  inside.push_back(0);
  for (int32_t w = 0; w < words; ++w) {
    for (int32_t up = head[w]; up >= 0; up = head[up]) {
      subtree[up].begin = std::min(subtree[up].begin, w);
      subtree[up].end = std::max(subtree[up].end, w + 1);
    }
  }
}

Result<SpanScorer> SpanScorer::load(const std::string& path) {
  SpanScorer out;
  Result<std::string> text = read_file(path);
  if (!text.ok()) return text.status().code() == Code::kNotFound ? Result<SpanScorer>(std::move(out)) : text.status();
  const std::vector<std::string>& names = span_features();
  out.weights_.assign(names.size(), 0);
  Table table = Table::without_header(std::move(text).value(), path, Code::kCorrupt, 2);
  while (table.next()) {
    const std::string_view name = table[0];
    const auto found = std::find(names.begin(), names.end(), name);
    float weight = 0;
    if (!parse_number(table[1], &weight) || (found == names.end() && name != "least"))
      return table.error("wanted FEATURE<TAB>WEIGHT");
    (name == "least" ? out.least_ : out.weights_[static_cast<size_t>(found - names.begin())]) = weight;
  }
  if (!table.status().ok()) return table.status();
  return out;
}

namespace {

// Borders where the tags turn, and pairs of them in order of their ends; those of the tagging are always among them.
void find_candidates(const SpanWindow& window, const CueTagging& tagging, const std::vector<TokenRange>& content,
                     SpanScorer::Workspace& work) {
  const auto solid = static_cast<int32_t>(window.solid.size());
  work.inside.assign(1, 0);
  work.sum.assign(1, 0);
  for (int32_t w : window.solid) {
    const float p = tagging.tags[w].second;
    const float odds = std::log(std::max(p, 1e-9f) / std::max(1 - p, 1e-9f));
    work.inside.push_back(p);
    work.sum.push_back(work.sum.back() + std::clamp(odds, -kMaxLogOdds, kMaxLogOdds));
  }
  work.inside.push_back(0);
  work.tagged.clear();
  for (TokenRange range : content) {
    const TokenRange words{window.solid_before[range.begin], window.solid_before[range.end]};
    if (words.begin == words.end) continue;
    if (!work.tagged.empty() && work.tagged.back().end == words.begin) {
      work.tagged.back().end = words.end;  // only marks between them
    } else {
      work.tagged.push_back(words);
    }
  }
  const auto is_tagged = [&](auto matches) { return std::any_of(work.tagged.begin(), work.tagged.end(), matches); };
  work.begins.clear();
  work.ends.clear();
  for (int32_t k = 0; k < solid; ++k) {
    const float rise = work.inside[k + 1] - work.inside[k], fall = work.inside[k + 1] - work.inside[k + 2];
    const float begin = is_tagged([&](TokenRange r) { return r.begin == k; })
                            ? kTagged
                            : std::max(tagging.tags[window.solid[k]].first, rise);
    const float end = is_tagged([&](TokenRange r) { return r.end == k + 1; }) ? kTagged : fall;
    if (begin >= kMinBorder) work.begins.emplace_back(begin, k);
    if (end >= kMinBorder) work.ends.emplace_back(end, k);
  }
  strongest(work.begins);
  strongest(work.ends);
  // How many words of the source stand before each solid word.
  work.blocked.assign(static_cast<size_t>(solid) + 1, 0);
  for (TokenRange range : tagging.source)
    for (int32_t k = window.solid_before[range.begin]; k < window.solid_before[range.end]; ++k) ++work.blocked[k + 1];
  for (int32_t k = 0; k < solid; ++k) work.blocked[k + 1] += work.blocked[k];
  work.candidates.clear();
  for (const auto& end : work.ends) {
    for (const auto& begin : work.begins) {
      const TokenRange span{begin.second, end.second + 1};
      if (span.begin >= span.end || work.blocked[span.begin] != work.blocked[span.end]) continue;
      const bool own = is_tagged([&](TokenRange r) { return r.begin == span.begin && r.end == span.end; });
      if (own || work.sum[span.end] - work.sum[span.begin] > -kMaxAgainst) work.candidates.push_back(span);
    }
  }
}

}  // namespace

void SpanScorer::list(const SpanWindow& window, const CueTagging& tagging, const std::vector<TokenRange>& content,
                      Workspace& work, std::vector<SpanCandidate>& out) {
  find_candidates(window, tagging, content, work);
  for (TokenRange span : work.candidates) {
    SpanCandidate& row = out.emplace_back();
    row.words = {window.solid[span.begin], window.solid[span.end - 1] + 1};
    Candidate{window, tagging, work.inside, work.sum, span.begin, span.end - 1}.features(
        [&](int32_t feature, float value) { row.features.emplace_back(feature, value); });
  }
}

float SpanScorer::choose(const SpanWindow& window, const CueTagging& tagging, Workspace& work,
                         std::vector<TokenRange>& content) const {
  find_candidates(window, tagging, content, work);
  const size_t solid = window.solid.size();
  // By number of solid words read: the best sum, the first word of the span that ends there on the way to it, and the
  // logarithm of the sum over all sets of spans.
  work.best.assign(solid + 1, 0);
  work.from.assign(solid + 1, -1);
  work.all.assign(solid + 1, 0);
  size_t next = 0;
  for (size_t k = 1; k <= solid; ++k) {
    work.best[k] = work.best[k - 1];
    work.all[k] = work.all[k - 1];
    for (; next < work.candidates.size() && work.candidates[next].end == static_cast<int32_t>(k); ++next) {
      const TokenRange span = work.candidates[next];
      float score = 0;
      Candidate{window, tagging, work.inside, work.sum, span.begin, span.end - 1}.features(
          [&](int32_t feature, float value) { score += weights_[static_cast<size_t>(feature)] * value; });
      const auto before = static_cast<size_t>(std::max(span.begin - 1, 0));  // one word at least between two spans
      const double all = work.all[before] + score;
      work.all[k] = std::max(all, work.all[k]) + std::log1p(std::exp(-std::abs(all - work.all[k])));
      if (work.best[before] + score <= work.best[k]) continue;
      work.best[k] = work.best[before] + score;
      work.from[k] = span.begin;
    }
  }
  content.clear();
  for (size_t k = solid; k > 0;) {
    if (work.from[k] < 0) {
      --k;
      continue;
    }
    content.push_back({window.solid[static_cast<size_t>(work.from[k])], window.solid[k - 1] + 1});
    k = static_cast<size_t>(std::max(work.from[k] - 1, 0));
  }
  std::reverse(content.begin(), content.end());
  return static_cast<float>(std::exp(work.best[solid] - work.all[solid]));
}

}  // namespace dragoman
