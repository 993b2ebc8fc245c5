// Three passes over the words of a story: where it stands in time (reference.h), the expressions of each sentence
// (expressions.h), and which days each means (resolve.h), by the tense of the verb that governs it.
#include "reading/times/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/words.h"

#include "reading/times/direction.h"
#include "reading/times/expressions.h"
#include "reading/times/governing.h"
#include "reading/times/open_times.h"
#include "reading/times/reference.h"
#include "reading/times/resolve.h"
#include "reading/times/words.h"

namespace dragoman {

// Paragraphs over which a time stays the anchor of "the next day".
constexpr int kMemory = 3, kMemoryOfDays = 6;
constexpr size_t kLeadSentences = 4;

namespace {

// What the times of a story so far mean for those to come.
class Memory {
 public:
  explicit Memory(const Times& times) {
    frame_.reference = times.reference;
    frame_.year = times.reference_year;
  }

  const TimeFrame& frame() const { return frame_; }

  // "The next day" counts from a day told in this paragraph or shortly before.
  void enter(int paragraph) {
    if (paragraph == paragraph_) return;
    paragraph_ = paragraph;
    if (++since_ > kMemory) frame_.earlier.reset(), frame_.period.reset();
    if (++since_day_ > kMemoryOfDays) frame_.earlier_day.reset();
  }

  void told(const TimeExpression& e, const Time& time) {
    const std::optional<Date> start = time.start.empty() ? std::nullopt : parse_iso(time.start);
    const std::optional<Date> end = time.end_date.empty() ? std::nullopt : parse_iso(time.end_date);
    if (!start || !end) return;
    since_ = 0;
    // "The same period last year" does not become the period that the next such phrase counts from.
    if (e.kind != TimeExpression::kSamePeriod) frame_.period = Period{*start, *end, time.grain};
    if (e.kind == TimeExpression::kSpan || e.kind == TimeExpression::kFirstMonths) return;
    frame_.earlier = start;
    frame_.earlier_grain = time.grain == "day" ? 3 : time.grain == "month" ? 2 : 1;
    if (frame_.earlier_grain != 3) return;
    frame_.earlier_day = start;
    since_day_ = 0;
    if (e.weekday >= 0 && e.offset == 0) frame_.named[e.weekday] = start;
  }

 private:
  TimeFrame frame_;
  int since_ = 0, since_day_ = 0, paragraph_ = -1;  // paragraphs since the last time, and the last day
};

// "Today, the feast is a holiday": a sentence that opens with the word and states what is, tells of no day.
bool is_nowadays(const Document& doc, const std::vector<std::string>& low, const Sentence& sentence,
                 const TimeExpression& e, int direction) {
  if (e.kind != TimeExpression::kDayOffset || e.count != 0 || e.begin != sentence.begin || e.end != e.begin + 1)
    return false;
  if (direction <= 0 || low[e.begin] != "today" || e.end >= sentence.end || low[e.end] != ",") return false;
  const int32_t cop = doc.dependent(sentence.root, "cop");
  const Token& verb = doc.tokens[cop >= 0 ? cop : sentence.root];
  static constexpr std::array<std::string_view, 6> kStates = {"be", "remain", "have", "live", "stand", "include"};
  return verb.feats.tense == Tense::kPres && contains(kStates, verb.lemma) && doc.dependent(sentence.root, "aux") < 0;
}

bool counts_from_told_day(const TimeExpression& e) {
  return e.kind == TimeExpression::kShift && e.anchor == TimeExpression::kEarlier && e.unit == TimeUnit::kDay;
}

void add_open(const Context& context, OpenTime open, Times& times) {
  if (context.trace) context.trace->add("times", open.span, open.rule + " -> " + open.timex);
  times.open.push_back(std::move(open));
}

}  // namespace

Times read_times(const Context& context) {
  Times times;
  const Document& doc = context.doc;
  const std::vector<std::string> low = lower_forms(doc.tokens);
  std::vector<std::vector<TimeExpression>> expressions;  // of each sentence
  expressions.reserve(doc.sentences.size());
  for (const Sentence& sentence : doc.sentences)
    expressions.push_back(find_times(doc.tokens, low, doc.names, sentence.begin, sentence.end));
  find_reference(context, low, expressions, times);

  Memory memory(times);
  for (size_t s = 0; s < doc.sentences.size(); ++s) {
    const Sentence& sentence = doc.sentences[s];
    memory.enter(sentence.paragraph);
    const bool headline = static_cast<size_t>(sentence.paragraph) < context.layout.is_headline.size() &&
                          context.layout.is_headline[sentence.paragraph];
    for (const TimeExpression& e : expressions[s]) {
      times.words.push_back({e.begin, e.end});
      Time time;
      time.span = {doc.tokens[e.begin].span.begin, doc.tokens[e.end - 1].span.end};
      const int direction = direction_of(doc, low, sentence, e, headline);
      const bool means_now = is_nowadays(doc, low, sentence, e, direction);
      if (means_now || !resolve(e, memory.frame(), direction, time) || time.start.empty()) {
        OpenTime open{time.span, e.kind == TimeExpression::kClock ? "time" : "date", time.timex, e.rule};
        if (means_now) open.type = "reference", open.timex = "PRESENT_REF", open.rule = "nowadays";
        if (open.timex.empty() && e.kind == TimeExpression::kWeekday && e.mod == TimeExpression::kNone &&
            e.year_mod == TimeExpression::kNone && e.offset == 0)
          open.timex = fmt::format("XXXX-WXX-{}{}", e.weekday + 1, e.clock);
        if (!open.timex.empty()) add_open(context, std::move(open), times);
        continue;
      }
      if (counts_from_told_day(e) && memory.frame().earlier_day)
        times.counted.push_back({time.span, *memory.frame().earlier_day});
      memory.told(e, time);
      if (s < kLeadSentences && !times.narrative && time.grain == "day" && e.kind != TimeExpression::kSpan &&
          e.kind != TimeExpression::kFirstMonths)
        times.narrative = parse_iso(time.start);
      if (context.trace) context.trace->add("times", time.span, time.rule + " -> " + time.timex);
      times.times.push_back(std::move(time));
    }
    for (OpenTime& open : find_open_times(doc.tokens, low, doc.names, expressions[s], sentence.begin, sentence.end))
      add_open(context, std::move(open), times);
  }
  const auto by_span = [](const auto& a, const auto& b) { return a.span < b.span; };
  std::sort(times.times.begin(), times.times.end(), by_span);
  std::sort(times.open.begin(), times.open.end(), by_span);
  return times;
}

std::vector<Time>::const_iterator first_in(const std::vector<Time>& times, int32_t begin) {
  return std::partition_point(times.begin(), times.end(), [&](const Time& t) { return t.span.begin < begin; });
}

bool only_names(const Document& doc, Span span) {
  static constexpr std::array<std::string_view, 10> kTopic = {
      "because", "over", "about", "for", "against", "into", "despite", "regarding", "concerning", "under"};
  const int32_t root = root_of_span(doc, span);
  if (root < 0 || doc.tokens[root].head <= root) return false;  // it stands behind what it belongs to
  // Up through the nouns that it is part of, to the preposition before them.
  int32_t noun = doc.tokens[root].head;
  for (int steps = 0; steps < 8 && noun >= 0; ++steps) {
    const Token& t = doc.tokens[noun];
    if (t.upos != Upos::kNoun && t.upos != Upos::kPropn) return false;
    const int32_t preposition = doc.dependent(noun, "case");
    if (preposition >= 0) return contains(kTopic, doc.tokens[preposition].lemma);
    if (!is_rel(t.deprel, "conj") && !is_rel(t.deprel, "nmod") && !is_rel(t.deprel, "compound")) return false;
    noun = t.head;
  }
  return false;
}

const Time* time_of(const Context& context, const Times& times, int32_t token) {
  const Document& doc = context.doc;
  if (token < 0 || token >= static_cast<int32_t>(doc.tokens.size())) return nullptr;
  const Sentence& sentence = doc.sentences[doc.tokens[token].sentence];
  const Time* best = nullptr;
  int least = 1 << 20;
  for (auto at = first_in(times.times, sentence.span.begin); at != times.times.end(); ++at) {
    const Time& time = *at;
    if (time.span.begin >= sentence.span.end) break;
    const int32_t root = root_of_span(doc, time.span);
    // The time since which somebody rules dates no act: "the ruler, in power since 1994, denied it".
    static constexpr std::array<std::string_view, 4> kRuling = {"charge", "exile", "office", "power"};
    if (root > 0 && is_rel(doc.tokens[root].deprel, "nmod") && doc.tokens[root - 1].lemma == "since" &&
        contains(kRuling, doc.tokens[doc.tokens[root].head].lemma) && doc.tokens[root].head != token)
      continue;
    // A term of office or a life in brackets is no time of an act: "(1990-1997)".
    if (root < 0 || (root > 0 && doc.tokens[root - 1].form == "(" && time.grain != "day")) continue;
    const int32_t owner = only_names(doc, time.span) ? -1 : owner_of(doc, root);
    const int close = closeness(doc, root, owner, token, clause_behind(doc, time.span));
    if (close == 0) continue;
    // A day says more than a year that hangs beside it.
    const int cost = close * 1000 + std::abs(root - token) + (time.grain == "day" ? 0 : 10);
    if (cost < least) least = cost, best = &time;
  }
  return best;
}

}  // namespace dragoman
