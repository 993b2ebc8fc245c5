// Three passes over the words of a story: where it stands in time (reference.h), the expressions of each sentence
// (expressions.h), and which days each means (resolve.h), by the tense of the verb that governs it.
#include "reading/times/times.h"

#include <algorithm>
#include <cstdlib>

#include "reading/times/direction.h"
#include "reading/times/expressions.h"
#include "reading/times/governing.h"
#include "reading/times/reference.h"
#include "reading/times/resolve.h"
#include "reading/times/words.h"

namespace dragoman {

// Paragraphs over which a time stays the anchor of "the next day".
constexpr int kMemory = 3, kMemoryOfDays = 6;
constexpr int kLeadSentences = 4;

Times read_times(const Context& context) {
  Times times;
  const Document& doc = context.doc;
  const std::vector<std::string> low = lower_forms(doc.tokens);
  find_reference(context, low, times);

  TimeFrame frame;
  frame.reference = times.reference;
  frame.year = times.reference_year;
  int since = 0, since_day = 0, last_paragraph = -1;  // paragraphs
  for (const Sentence& sentence : doc.sentences) {
    // "The next day" counts from a day told in this paragraph or shortly before.
    if (sentence.paragraph != last_paragraph) {
      last_paragraph = sentence.paragraph;
      if (++since > kMemory) frame.earlier.reset();
      if (++since_day > kMemoryOfDays) frame.earlier_day.reset();
    }
    const bool headline = static_cast<size_t>(sentence.paragraph) < context.layout.is_headline.size() &&
                          context.layout.is_headline[sentence.paragraph];
    for (const TimeExpression& e : find_times(doc.tokens, low, doc.names, sentence.begin, sentence.end)) {
      Time time;
      time.span = {doc.tokens[e.begin].span.begin, doc.tokens[e.end - 1].span.end};
      if (!resolve(e, frame, direction_of(doc, low, sentence, e, headline), time)) continue;
      if (!time.start.empty() && e.kind != TimeExpression::kSpan && e.kind != TimeExpression::kFirstMonths) {
        const std::optional<Date> start = parse_iso(time.start);
        if (start) {
          frame.earlier = start;
          frame.earlier_grain = time.grain == "day" ? 3 : time.grain == "month" ? 2 : 1;
          since = 0;
          const bool lead = &sentence - doc.sentences.data() < kLeadSentences;
          if (lead && !times.narrative && frame.earlier_grain == 3) times.narrative = start;
          if (frame.earlier_grain == 3) frame.earlier_day = start, since_day = 0;
          if (frame.earlier_grain == 3 && e.weekday >= 0) frame.named[e.weekday] = start;
        }
      }
      if (context.trace) context.trace->add("times", time.span, time.rule + " -> " + time.timex);
      times.times.push_back(std::move(time));
    }
  }
  std::sort(times.times.begin(), times.times.end(), [](const Time& a, const Time& b) { return a.span < b.span; });
  return times;
}

const Time* time_of(const Context& context, const Times& times, int32_t token) {
  const Document& doc = context.doc;
  if (token < 0 || token >= static_cast<int32_t>(doc.tokens.size())) return nullptr;
  const Sentence& sentence = doc.sentences[doc.tokens[token].sentence];
  const Time* best = nullptr;
  int least = 1 << 20;
  for (const Time& time : times.times) {
    if (time.span.begin >= sentence.span.end) break;
    if (time.span.begin < sentence.span.begin || time.start.empty()) continue;
    const int32_t root = root_of_span(doc, time.span);
    // A term of office or a life in brackets is no time of an act: "(1990-1997)".
    if (root < 0 || (root > 0 && doc.tokens[root - 1].form == "(" && time.grain != "day")) continue;
    const int close = closeness(doc, root, owner_of(doc, root), token);
    if (close == 0) continue;
    // A day says more than a year that hangs beside it.
    const int cost = close * 1000 + std::abs(root - token) + (time.grain == "day" ? 0 : 10);
    if (cost < least) least = cost, best = &time;
  }
  return best;
}

}  // namespace dragoman
