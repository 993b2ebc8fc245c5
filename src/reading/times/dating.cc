// Collects the evidence in one pass over the words, intersects the days that each piece allows, and asks whether they
// are all of one year. Contradicting evidence (a president of old times told with his title) leaves no day, and then
// nothing is inferred. Then pieces are dropped, one by one, whose loss does not let other days in.
#include "reading/times/dating.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/unicode.h"
#include "base/words.h"
#include "knowledge/period.h"
#include "reading/times/day_set.h"
#include "reading/times/direction.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using E = TimeExpression;
using std::string_view;

// The years that are asked about. Before the first a story would not have come as a file.
constexpr int kFirstYear = 1985, kLastYear = 2059;
// Days by which the tables may be wrong on the ends of a term, and for which titles outlive it.
constexpr int kSlack = 20;
// How long a day without a year stays news: told in the first paragraphs, anywhere.
constexpr int kLeadDays = 30, kToldDays = 300;
constexpr int kLeadParagraphs = 3;
// Words between a number of years and what they are counted from, and before a name that say whose it is.
constexpr int kReach = 6;
constexpr int kMostWords = 12;  // of a name of the tables
constexpr size_t kMostPieces = 200;
// Days round an anniversary on which it is news.
constexpr int kBeforeAnniversary = 45, kAfterAnniversary = 21;
constexpr int kAheadDays = 330;

// Before a title: he does not hold the office, or not now.
constexpr std::array<string_view, 9> kNotNow = {"former", "ex",   "then",   "late",    "onetime",
                                                "past",   "next", "future", "would-be"};
// He has held it for less than a year.
constexpr std::array<string_view, 6> kNew = {"new", "newly", "recently", "incoming", "just", "freshly"};
// "The courts under President X": told of his time, at any time.
constexpr std::array<string_view, 5> kWhen = {"under", "during", "since", "like", "unlike"};
constexpr std::array<string_view, 6> kAhead = {"ahead", "before", "upcoming", "forthcoming", "coming", "next"};
// Between a number of days, months or years, or an anniversary, and what it is counted from.
constexpr std::array<string_view, 5> kCountedFrom = {"after", "since", "into", "from", "of"};
// In a sentence that tells of a death, and before the name of one who is dead.
constexpr std::array<string_view, 10> kDied = {"died",     "killed", "assassinated", "murdered",      "slain",
                                               "executed", "shot",   "death",        "assassination", "murder"};
constexpr std::array<string_view, 4> kDead = {"late", "slain", "assassinated", "murdered"};

struct Piece {
  Span span;
  DaySet days;
};

int64_t first_of_all() {
  return days_of({kFirstYear, 1, 1});
}
int64_t last_of_all() {
  return days_of({kLastYear, 12, 31});
}

// Days in `word`, a unit of time; 0 if it is none.
int unit_days(string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  if (word == "day") return 1;
  if (word == "week") return 7;
  if (word == "month") return 30;
  return word == "year" ? 365 : 0;
}

class Dater {
 public:
  Dater(const Context& context, const std::vector<std::string>& low) : context_(context), doc_(context.doc), low_(low) {
    folded_.reserve(low.size());
    for (const Token& t : doc_.tokens) folded_.push_back(fold(t.form));
    has_year_.resize(doc_.sentences.size(), false);
  }

  void add(Span span, std::vector<DayRange> days, std::string_view ground) {
    const DaySet set = day_set(std::move(days));
    if (context_.trace)
      context_.trace->add("times", span,
                          fmt::format("the story's date by '{}', {}: {}..{}", context_.text.view(span), ground,
                                      set.empty() ? "no day" : iso(date_of(set.front().first)),
                                      set.empty() ? "" : iso(date_of(set.back().last))));
    if (pieces_.size() < kMostPieces) pieces_.push_back({span, set});
  }

  // --- what the calendar says ---------------------------------------------------------------------------------------

  void expression(const Sentence& sentence, const E& e, bool headline) {
    const Span span = doc_.span_of({e.begin, e.end});
    if (e.year != 0) has_year_[doc_.tokens[e.begin].sentence] = true;
    if (e.offset || e.either_order) return;
    if (e.kind == E::kDayOffset && e.weekday >= 0) return weekday_of_today(span, e);
    if (e.kind != E::kDate && e.kind != E::kSpan) return;
    const int direction = direction_of(doc_, low_, sentence, e, headline);
    if (e.year >= 1900 && e.year <= kLastYear) {
      if (direction < 0 || e.since) told_year(span, e);
      return;
    }
    if (e.kind != E::kDate || e.year != 0 || e.year_mod != E::kNone || e.mod != E::kNone || e.day == 0) return;
    if (e.with_day_word) {
      each_year([&](int year) { return one_day({year, e.month, e.day}, -e.count, -e.count); }, span, "today's date");
    } else if (e.weekday >= 0) {
      each_year(
          [&](int year) -> std::optional<DayRange> {
            const Date day{year, e.month, e.day};
            if (!valid(day) || weekday_of(day) != e.weekday) return std::nullopt;
            return one_day(day, direction < 0 ? 0 : -kToldDays / 2, direction > 0 ? kLeadDays : kToldDays);
          },
          span, "weekday and date");
      weekday_told_ = weekday_told_ || sentence.paragraph <= kLeadParagraphs;
    } else if (direction <= 0) {
      day_of_death(sentence, e, span);
    }
    if (e.weekday < 0 && !e.with_day_word && direction < 0 && sentence.paragraph < kLeadParagraphs && !e.since) {
      each_year([&](int year) { return one_day({year, e.month, e.day}, 0, kLeadDays); }, span, "day told in the lead");
    }
  }

  void dateline() {
    if (!context_.layout.dateline) return;
    const Span where =
        context_.layout.dateline->date ? *context_.layout.dateline->date : context_.layout.dateline->span;
    std::vector<Token> tokens;
    tokenize(context_.text, where, tokens);
    if (tokens.empty()) return;
    for (const E& e : find_times(tokens, lower_forms(tokens), {}, 0, static_cast<int>(tokens.size()))) {
      if (e.kind != E::kDate || e.day == 0 || e.year != 0 || e.either_order) continue;
      const Span span{tokens[e.begin].span.begin, tokens[e.end - 1].span.end};
      each_year(
          [&](int year) -> std::optional<DayRange> {
            const Date day{year, e.month, e.day};
            if (valid(day) && e.weekday >= 0 && weekday_of(day) != e.weekday) return std::nullopt;
            return one_day(day, 0, 0);
          },
          span, "dateline");
    }
  }

  // --- what the tables say ------------------------------------------------------------------------------------------

  void names() {
    for (const NameSpan& name : doc_.names)
      if (name.label == "PER") person(name.begin, name.end);
  }

  // What the tables know to have happened on a day.
  void anchors() {
    std::vector<std::string> runs;
    std::vector<int> token;
    for (size_t i = 0; i < folded_.size(); ++i)
      for (std::string& run : runs_of(folded_[i])) {
        runs.push_back(std::move(run));
        token.push_back(static_cast<int>(i));
      }
    for (size_t i = 0; i < runs.size(); ++i) {
      size_t taken = 0;
      const std::vector<const Anchor*> found = context_.knowledge.anchors_at(runs, i, &taken);
      if (found.empty()) continue;
      const int begin = token[i], end = token[i + taken - 1] + 1;
      const Sentence& sentence = doc_.sentences[doc_.tokens[begin].sentence];
      if (end <= sentence.end) anchor(sentence, begin, end, found);
      i += taken - 1;
    }
  }

  Dating result() {
    Dating dating;
    DaySet days = left(nullptr);
    if (days.empty()) return dating;
    const auto one_year = [&] { return date_of(days.front().first).year == date_of(days.back().last).year; };
    // A weekday with its day and month leaves one year in six; of these it is the one about the last date told.
    if (!one_year() && weekday_told_ && latest_.last != 0) {
      pieces_.push_back({latest_span_, {{latest_.first, latest_.last + kToldDays}}});
      days = left(nullptr);
      if (days.empty()) return dating;
    }
    if (!one_year()) return dating;
    const Date first = date_of(days.front().first), last = date_of(days.back().last);
    dating.first = first;
    dating.last = last;
    // What is written last is dropped first: a reader meets the evidence early.
    std::vector<bool> dropped(pieces_.size(), false);
    for (size_t i = pieces_.size(); i-- > 0;) {
      dropped[i] = true;
      const DaySet without = left(&dropped);
      dropped[i] = date_of(without.front().first) == first && date_of(without.back().last) == last;
    }
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (!dropped[i]) dating.evidence.push_back(pieces_[i].span);
    }
    std::sort(dating.evidence.begin(), dating.evidence.end());
    dating.evidence.erase(std::unique(dating.evidence.begin(), dating.evidence.end()), dating.evidence.end());
    return dating;
  }

 private:
  DaySet left(const std::vector<bool>* dropped) const {
    DaySet days{{first_of_all(), last_of_all()}};
    for (size_t i = 0; i < pieces_.size() && !days.empty(); ++i)
      if (!dropped || !(*dropped)[i]) days = intersection(days, pieces_[i].days);
    return days;
  }

  static std::optional<DayRange> one_day(const Date& day, int before, int after) {
    if (!valid(day)) return std::nullopt;
    return DayRange{days_of(day) + before, days_of(day) + after};
  }

  template <class DaysOfYear>
  void each_year(const DaysOfYear& days_of_year, Span span, const char* ground) {
    std::vector<DayRange> ranges;
    for (int year = kFirstYear - 1; year <= kLastYear; ++year)
      if (const std::optional<DayRange> range = days_of_year(year)) ranges.push_back(*range);
    add(span, std::move(ranges), ground);
  }

  void weekday_of_today(Span span, const E& e) {
    std::vector<DayRange> ranges;
    for (int64_t day = first_of_all(); day <= last_of_all(); ++day)
      if (weekday_of(date_of(day + e.count)) == e.weekday) ranges.push_back({day, day});
    add(span, std::move(ranges), "weekday of today");
  }

  // A year told as past is not after the story.
  void told_year(Span span, const E& e) {
    const bool whole = e.kind == E::kDate;
    const int year = e.year;  // of "2022/2023" the second may be to come
    const int month = whole && e.month ? e.month : 1, day = whole && e.day ? e.day : 1;
    const Date from{year, month, day};
    if (whole && e.month && valid(from) && days_of(from) > latest_.first) {
      latest_ = {days_of(from), days_of(from)};
      latest_span_ = span;
    }
    if (valid(from) && year <= kLastYear) add(span, {{days_of(from), last_of_all()}}, "time told as past");
  }

  // --- persons in office --------------------------------------------------------------------------------------------

  // Does the office answer to the title? "Economy minister" is "Minister of Economy, Trade and Industry of X".
  static bool answers(const Office& office, const Title& title, const std::vector<std::string>& words) {
    // A crown prince may be prime minister too, since another day.
    if (title.title.ends_with("prince") || title.title.ends_with("princess")) return false;
    if (!title.office.empty() && office.office == title.office && title.office != "minister") return true;
    const std::string own = fold(office.title);
    if (title.title == "president" || title.title == "prime minister") return own.starts_with(title.title);
    bool shared = false, more = false;
    for (const std::string& word : words) {
      static constexpr std::array<string_view, 8> kCommon = {"minister", "deputy", "general", "secretary",
                                                             "of",       "for",    "the",     "president"};
      if (word.size() < 4 || contains(kCommon, word)) continue;
      more = true;
      shared = shared || own.find(word) != std::string::npos;
    }
    if (more) return shared;
    return title.office == "minister" && own.starts_with("minister");
  }

  // The days of a term; nullopt where its begin is not known. An end that nobody has seen bounds nothing.
  static std::optional<DayRange> term(const Office& office) {
    const std::optional<Date> first = first_day(office.start);
    if (!first) return std::nullopt;
    const std::optional<Date> last = office.end.empty() ? std::nullopt : last_day(office.end);
    return DayRange{days_of(*first), last ? days_of(*last) : last_of_all()};
  }

  void person(int begin, int end) {
    const Sentence& sentence = doc_.sentences[doc_.tokens[begin].sentence];
    std::string key;
    for (int i = begin; i < end && i < begin + kMostWords; ++i) {
      const std::string& word = folded_[i];
      if (word == "'s" || word == "\u2019s" || word == "'") break;
      if (!key.empty() && doc_.tokens[i].space_before) key += ' ';
      key += word;
    }
    const std::vector<const Office*> offices = context_.knowledge.offices_of(key);
    if (offices.empty()) return;
    // A title that ends at the name, the longest: "Prime Minister X", "Kenya's recently elected president, X".
    int stop = begin;
    if (stop > sentence.begin && folded_[stop - 1] == ",") --stop;
    // Of several each is tried: "Prime Minister Sheikh X".
    for (int titles = 0; titles < 3; ++titles) {
      const Title* title = nullptr;
      int from = stop;
      for (int at = std::max(sentence.begin, stop - kReach); at < stop && !title; ++at) {
        const std::vector<std::string> words(folded_.begin() + at, folded_.begin() + stop);
        const Title* found = nullptr;
        if (context_.knowledge.title_at(words, 0, &found) == stop - at) title = found, from = at;
      }
      if (!title) break;
      // "Crown-Indigenous Relations Minister": the words before say more.
      int words_from = from;
      while (words_from > sentence.begin && words_from > from - 4 && doc_.tokens[words_from - 1].upos == Upos::kPropn &&
             folded_[words_from - 1] != ",")
        --words_from;
      held(sentence, {words_from, end}, from, *title, {folded_.begin() + words_from, folded_.begin() + stop}, offices);
      stop = from;
    }
    in_apposition(sentence, begin, end, offices);
  }

  // "X, the country's prime minister,", "X, who is also the current chairman of the African Union"
  void in_apposition(const Sentence& sentence, int begin, int end, const std::vector<const Office*>& offices) {
    if (end >= sentence.end || folded_[end] != ",") return;
    for (int at = end + 1; at < std::min(sentence.end, end + 1 + 2 * kReach); ++at) {
      std::vector<std::string> words(folded_.begin() + at, folded_.begin() + std::min(sentence.end, at + kMostWords));
      const Title* title = nullptr;
      int taken = context_.knowledge.title_at(words, 0, &title);
      if (taken > 0 && !title->sector.empty()) {
        // "Chairman of the African Union": what the office is of says which it is.
        if (at + taken < sentence.end && folded_[at + taken] == "of")
          for (int more = 0; more < 5 && at + taken < sentence.end && folded_[at + taken] != ","; ++more) ++taken;
        words.resize(static_cast<size_t>(taken));
        return held(sentence, {begin, at + taken}, at, *title, words, offices);
      }
      // Only what describes may stand between: "who is also the country's".
      static constexpr std::array<string_view, 4> kLink = {"who", "is", "also", "currently"};
      const Upos upos = doc_.tokens[at].upos;
      const bool between =
          contains(kLink, folded_[at]) || (upos != Upos::kVerb && upos != Upos::kAux && upos != Upos::kAdp &&
                                           upos != Upos::kPunct && upos != Upos::kCconj && upos != Upos::kPron);
      if (!between) return;
    }
  }

  // --- anchors ------------------------------------------------------------------------------------------------------

  void anchor(const Sentence& sentence, int begin, int end, const std::vector<const Anchor*>& found) {
    const Anchor& one = *found.front();
    const int from = std::max(sentence.begin, begin - 2 * kReach);
    bool ahead = false;
    int ahead_at = -1;
    for (int i = std::max(from, begin - kReach); i < begin; ++i)
      if (contains(kAhead, folded_[i])) ahead = true, ahead_at = i;
    if (one.kind == Anchor::kComing) {
      if (!ahead) return;
      // "months ahead of": some, less than a year
      const int unit = ahead_at > from ? unit_days(folded_[ahead_at - 1]) : 0;
      const bool some = unit > 1 && folded_[ahead_at - 1].ends_with('s') && !counted(ahead_at - 1);
      std::vector<DayRange> ranges;
      for (const Anchor* a : found)
        ranges.push_back({days_of(a->start) - (some ? 9 * unit : kAheadDays), days_of(a->start) - (some ? unit : 0)});
      return add(doc_.span_of({some ? ahead_at - 1 : ahead_at, end}), std::move(ranges), "ahead of " + one.name);
    }
    if (ahead) return;
    if (one.kind == Anchor::kDeath) return death(sentence, begin, end, one);
    const Span span = doc_.span_of({begin, end});
    add(span, {{days_of(one.start), last_of_all()}}, "after " + one.name);
    if (sentence.paragraph >= kLeadParagraphs || one.name == "Russian invasion of Ukraine") return;
    for (int i = begin - 1; i > from; --i) {
      if (folded_[i] == "anniversary") {
        if (const int years = ordinal_of(low_[i - 1]); years > 0 || parse_ordinal(low_[i - 1]) > 0)
          return after_years(doc_.span_of({i - 1, end}), one, years > 0 ? years : parse_ordinal(low_[i - 1]));
      }
      const int unit = unit_days(folded_[i]);
      if (unit == 0 || !contains(kCountedFrom, folded_[i + 1])) continue;
      const int count = counted(i);
      if (count <= 0) return;
      const int64_t first = days_of(one.start) + static_cast<int64_t>(count) * unit;
      const Span counted_span = doc_.span_of({i - 1, end});
      return add(counted_span, {{first - unit, first + unit + count * unit / 60}}, "counted from " + one.name);
    }
  }

  // The number right before a unit, or 0.
  int counted(int unit) const {
    if (unit < 1) return 0;
    NumberPhrase number;
    return read_number(low_, unit - 1, unit, number) && !number.bare_article && number.value < 200
               ? static_cast<int>(number.value)
               : 0;
  }

  static int parse_ordinal(string_view low) {
    Digits digits;
    const bool good = parse_digits(low, digits) && (digits.suffix == "th" || digits.suffix == "st" ||
                                                    digits.suffix == "nd" || digits.suffix == "rd");
    return good && digits.value < 200 ? static_cast<int>(digits.value) : 0;
  }

  void after_years(Span span, const Anchor& anchor, int years) {
    const int64_t day = days_of({anchor.start.year + years, anchor.start.month, std::min(anchor.start.day, 28)});
    add(span, {{day - kBeforeAnniversary, day + kAfterAnniversary}}, "anniversary of " + anchor.name);
  }

  // A person who is told as dead: "the assassinated former prime minister X", "X, who was shot dead on July 8".
  void death(const Sentence& sentence, int begin, int end, const Anchor& anchor) {
    bool dead = false;
    for (int i = std::max(sentence.begin, begin - kReach); i < begin; ++i)
      dead = dead || contains(kDead, folded_[i]) || (contains(kDied, folded_[i]) && folded_[i + 1] == "of");
    const Span span = doc_.span_of({begin, end});
    if (dead) add(span, {{days_of(anchor.start), last_of_all()}}, "after the death of " + anchor.name);
    deaths_.push_back(&anchor);
  }

  // A day without a year on which a known death fell, told in a sentence that tells of it.
  void day_of_death(const Sentence& sentence, const E& e, Span span) {
    bool died = false;
    for (int i = sentence.begin; i < sentence.end; ++i) died = died || contains(kDied, folded_[i]);
    if (!died) return;
    for (const Anchor* anchor : deaths_) {
      if (anchor->start.month != e.month || anchor->start.day != e.day) continue;
      const std::string name = fold(anchor->name);
      const string_view surname = string_view(name).substr(name.rfind(' ') + 1);
      const int64_t day = days_of(anchor->start);
      if (std::find(folded_.begin() + sentence.begin, folded_.begin() + sentence.end, surname) !=
          folded_.begin() + sentence.end)
        return add(span, {{day, day + kToldDays}}, "day on which " + anchor->name + " died");
    }
  }

  // A person told with an office that he holds, held once or has just got; `from`: the title's first word.
  void held(const Sentence& sentence, TokenRange where, int from, const Title& title,
            const std::vector<std::string>& words, const std::vector<const Office*>& offices) {
    bool not_now = false, former = false, is_new = false;
    const int title_end = std::min(sentence.end, from + static_cast<int>(words.size()));
    for (int i = std::max(sentence.begin, from - 4); i < title_end; ++i) {
      former = former || folded_[i] == "former" || folded_[i] == "ex" || folded_[i].starts_with("ex-");
      not_now = not_now || former || contains(kNotNow, folded_[i]);
      is_new = is_new || contains(kNew, folded_[i]);
      not_now = not_now || contains(kWhen, folded_[i]);
    }
    std::vector<DayRange> terms;
    int64_t soonest_end = last_of_all();
    for (const Office* office : offices) {
      if (!answers(*office, title, words)) continue;
      const std::optional<DayRange> days = term(*office);
      if (!days) return;
      soonest_end = std::min(soonest_end, days->last);
      terms.push_back({days->first - kSlack, is_new ? std::min(days->last, days->first + 365) : days->last + kSlack});
    }
    if (terms.empty()) return;
    const Span span = doc_.span_of(where);
    if (former && soonest_end < last_of_all()) add(span, {{soonest_end - kSlack, last_of_all()}}, "out of office");
    // What a sentence tells of a year may have been under another holder.
    if (!not_now && !has_year_[doc_.tokens[from].sentence])
      add(span, std::move(terms), is_new ? "new in office" : "in office");
  }

  const Context& context_;
  const Document& doc_;
  const std::vector<std::string>& low_;
  std::vector<std::string> folded_;
  std::vector<bool> has_year_;         // of each sentence
  std::vector<const Anchor*> deaths_;  // of persons whom the story names
  std::vector<Piece> pieces_;
  bool weekday_told_ = false;  // with day and month, in the first paragraphs
  DayRange latest_;            // the last day told as past with its month and year
  Span latest_span_;
};

}  // namespace

Dating date_story(const Context& context, const std::vector<std::string>& low,
                  const std::vector<std::vector<TimeExpression>>& expressions) {
  Dater dater(context, low);
  dater.dateline();
  dater.anchors();
  const std::vector<bool>& headlines = context.layout.is_headline;
  for (size_t s = 0; s < expressions.size(); ++s) {
    const Sentence& sentence = context.doc.sentences[s];
    const size_t paragraph = static_cast<size_t>(sentence.paragraph);
    for (const TimeExpression& e : expressions[s])
      dater.expression(sentence, e, paragraph < headlines.size() && headlines[paragraph]);
  }
  dater.names();
  return dater.result();
}

}  // namespace dragoman
