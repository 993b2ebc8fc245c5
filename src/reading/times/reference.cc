// Gathers what the story says of its own day (option or metadata, URLs, lines of date, dateline,
// first paragraphs), then takes them in the order of trust that reference.h names. Where only a
// year is known, it dates the dateline's day.
#include "reading/times/reference.h"

#include <algorithm>

#include "base/unicode.h"
#include "reading/times/dating.h"
#include "reading/times/direction.h"
#include "reading/times/expressions.h"
#include "reading/times/resolve.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

constexpr int kLeadParagraphs = 4;

bool plausible_year(int year) {
  return year >= 1990 && year < 2060;
}

// The digits at `at`, up to `most`; how many there were.
int digits_at(std::string_view text, size_t at, int most, int& value) {
  int n = 0;
  value = 0;
  while (n < most && at + n < text.size() && is_ascii_digit(text[at + n]))
    value = value * 10 + (text[at + n] - '0'), ++n;
  return n;
}

// The URL of the story: the one it came from, else a link alone on one of the first lines.
std::vector<std::string_view> urls(const Context& context) {
  std::vector<std::string_view> found;
  if (!context.uri.empty()) found.push_back(context.uri);
  const std::string_view text = context.text.utf8();
  size_t at = 0;
  for (int line = 0; line < 8 && at < text.size(); ++line) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view candidate = strip(text.substr(at, end - at));
    if ((candidate.substr(0, 7) == "http://" || candidate.substr(0, 8) == "https://") &&
        candidate.find(' ') == std::string_view::npos)
      found.push_back(candidate);
    at = end + 1;
  }
  return found;
}

// A full date on a short line that is no prose ("Published: 7 July 2022", "By A. Reporter, May 3, 2019 10:30"), before
// the third paragraph.
std::optional<Date> date_on_lines(const Context& context) {
  const Layout& layout = context.layout;
  const int32_t end =
      layout.paragraphs.empty() ? 0 : layout.paragraphs[std::min<size_t>(2, layout.paragraphs.size() - 1)].begin;
  for (const Part& part : layout.parts) {
    if (part.span.begin >= end) break;
    if (part.role == Role::kHeadline || part.role == Role::kBody || part.role == Role::kDateline ||
        part.role == Role::kCaption)
      continue;
    const Span line = context.text.trim(part.span);
    if (line.size() < 6 || line.size() > 160) continue;
    std::vector<Token> tokens;
    tokenize(context.text, line, tokens);
    for (const TimeExpression& e : find_times(tokens, lower_forms(tokens), {}, 0, static_cast<int>(tokens.size()))) {
      const Date day{e.year, e.month, e.day};
      if (e.kind == TimeExpression::kDate && e.day && plausible_year(e.year) && valid(day)) return day;
    }
  }
  return std::nullopt;
}

Published whole(const Date& date, int grain, std::string from) {
  Published p;
  p.from = std::move(from);
  Date end = date;
  Date start = date;
  if (grain < 3) start.day = 1, end.day = 1;
  if (grain < 2) start.month = 1, end.month = 12;
  if (grain < 3) end.day = days_in_month(end.year, end.month);
  p.start = iso(start);
  p.end = iso(end);
  return p;
}

// The dateline's date, with the year that `near` (a date of the same story) or `year` gives.
bool dateline_date(const Context& context, const std::optional<Date>& near, int year, Time& out) {
  if (!context.layout.dateline) return false;
  const Span where = context.layout.dateline->date ? *context.layout.dateline->date : context.layout.dateline->span;
  std::vector<Token> tokens;
  tokenize(context.text, where, tokens);
  if (tokens.empty()) return false;
  const std::vector<std::string> low = lower_forms(tokens);
  TimeFrame frame;
  frame.reference = near;
  frame.year = year;
  for (const TimeExpression& e : find_times(tokens, low, {}, 0, static_cast<int>(tokens.size()))) {
    if (e.kind != TimeExpression::kDate || e.day == 0) continue;
    // The story is filed before it is published; one or two days of slack for time zones.
    if (!resolve(e, frame, near ? -1 : 0, out)) continue;
    out.span = {tokens[e.begin].span.begin, tokens[e.end - 1].span.end};
    out.rule = "dateline";
    return true;
  }
  return false;
}

// What the dates in a story say of its own day and year.
struct Lead {
  std::optional<Date> day;              // the latest with weekday and year in the first paragraphs
  std::optional<Date> said_day;         // "today" by a date beside it: "today (March 9, 2021)"
  int year = 0;                         // the latest of a full date in the first paragraphs
  int past_year = 0;                    // the latest told as past anywhere
  std::vector<TimeExpression> undated;  // in the first paragraphs, with weekday and without year
};

Lead read_lead(const Context& context, const std::vector<std::string>& low,
               const std::vector<std::vector<TimeExpression>>& expressions) {
  Lead lead;
  const Document& doc = context.doc;
  for (size_t s = 0; s < expressions.size(); ++s) {
    const Sentence& sentence = doc.sentences[s];
    for (const TimeExpression& e : expressions[s]) {
      if (e.kind != TimeExpression::kDate || e.offset) continue;
      const Date day{e.year, e.month, e.day};
      const bool full = e.day && plausible_year(e.year) && valid(day);
      // "today (March 9, 2021)", "yesterday, 8 October 2021"
      if (full && !lead.said_day && e.with_day_word) lead.said_day = date_of(days_of(day) - e.count);
      if (plausible_year(e.year) && direction_of(doc, low, sentence, e, false) < 0)
        lead.past_year = std::max(lead.past_year, e.year);
      if (sentence.paragraph >= kLeadParagraphs || e.day == 0) continue;
      if (plausible_year(e.year)) {
        // "the attacks of September 11, 2001" are told of at any time.
        if (!e.since && !context.knowledge.is_anchor_day(day)) lead.year = std::max(lead.year, e.year);
        if (e.weekday >= 0 && full && (!lead.day || day > *lead.day)) lead.day = day;
      } else if (e.year == 0 && e.weekday >= 0) {
        lead.undated.push_back(e);
      }
    }
  }
  // A story that tells of a later year was not written in this one, nor one whose weekdays are those of another.
  bool fits = lead.year >= lead.past_year;
  for (const TimeExpression& e : lead.undated) {
    const Date day{lead.year, e.month, e.day};
    fits = fits && (!valid(day) || weekday_of(day) == e.weekday);
  }
  if (!fits) lead.year = 0, lead.day.reset();
  return lead;
}

}  // namespace

bool date_in_url(std::string_view url, Date& date, int& grain) {
  grain = 0;
  for (size_t i = 0; i < url.size(); ++i) {
    if (!is_ascii_digit(url[i]) || (i > 0 && is_ascii_digit(url[i - 1]))) continue;
    int year, month, day, run = 0;
    while (i + run < url.size() && is_ascii_digit(url[i + run])) ++run;
    if (digits_at(url, i, 4, year) != 4 || !plausible_year(year)) continue;
    if (run >= 8) {  // 20220725 and what a clock or a number adds to it
      digits_at(url, i + 4, 2, month);
      digits_at(url, i + 6, 2, day);
      if (valid({year, month, day}) && (run == 8 || run >= 10)) {
        date = {year, month, day};
        grain = 3;
        return true;
      }
      continue;
    }
    if (run != 4 || i + 4 >= url.size()) {
      if (run == 4 && grain == 0 && i > 0 && (url[i - 1] == '/' || url[i - 1] == '-')) date = {year, 1, 1}, grain = 1;
      continue;
    }
    const char separator = url[i + 4];
    if (separator != '/' && separator != '-' && separator != '_' && separator != '.') continue;
    const int n = digits_at(url, i + 5, 3, month);
    if ((n == 1 || n == 2) && month >= 1 && month <= 12) {
      const size_t next = i + 5 + n;
      const int m = next < url.size() && url[next] == separator ? digits_at(url, next + 1, 3, day) : 0;
      if ((m == 1 || m == 2) && valid({year, month, day})) {
        date = {year, month, day};
        grain = 3;
        return true;
      }
      if (separator == '/' && grain < 2) date = {year, month, 1}, grain = 2;
    } else if (grain == 0 && (i == 0 || url[i - 1] == '/')) {
      date = {year, 1, 1};
      grain = 1;
    }
  }
  return grain > 0;
}

void find_reference(const Context& context, const std::vector<std::string>& low,
                    const std::vector<std::vector<TimeExpression>>& expressions, Times& times) {
  std::optional<Date> known;  // the day of publication
  int year = 0;
  int url_grain = 0;
  Date url_date;
  times.published = context.published;
  if (context.published) {
    known = parse_iso(context.published->start);
    if (known && context.published->end.size() &&
        context.published->end.substr(0, 10) != context.published->start.substr(0, 10)) {
      year = known->year;
      known.reset();
    }
  }
  for (std::string_view url : urls(context)) {
    Date date;
    int grain;
    if (date_in_url(url, date, grain) && grain > url_grain) url_date = date, url_grain = grain;
  }
  if (!known && url_grain == 3 && year == 0) known = url_date;
  if (!known && year == 0 && url_grain > 0) year = url_date.year;

  if (!known && year == 0 && url_grain == 0) {
    known = date_on_lines(context);
    if (known) times.published = whole(*known, 3, "text");
  }

  Lead lead = read_lead(context, low, expressions);
  if (!known && lead.said_day) known = lead.said_day;
  const bool from_url = !context.published && url_grain > 0;

  Dating dating;
  if (context.infer_date && !known && year == 0 && !from_url) dating = date_story(context, low, expressions);
  if (dating.first) {
    year = dating.first->year;
    for (const TimeExpression& e : lead.undated)
      if (const Date day{year, e.month, e.day}; valid(day) && weekday_of(day) == e.weekday) lead.day = day;
  }
  if (dating.first && dating.first == dating.last) known = dating.first;
  if (!known && year == 0 && !from_url) year = lead.year;

  Time dateline;
  if (dateline_date(context, known, year, dateline)) {
    const std::optional<Date> day = dateline.start.empty() ? std::nullopt : parse_iso(dateline.start);
    if (day) {
      times.reference = day;
      if (dating.first) {
        dating.first = dating.last = day;
      } else if (!times.published || times.published->start.empty()) {
        times.published = whole(*day, 3, "dateline");
      }
      times.times.push_back(std::move(dateline));
    } else {
      times.open.push_back({dateline.span, "date", dateline.timex, dateline.rule});
    }
  }
  if (dating.first) {
    times.published = Published{iso(*dating.first), iso(*dating.last), "inferred", dating.evidence};
  } else if (!times.published || times.published->start.empty()) {
    if (from_url) {
      times.published = whole(url_date, url_grain, "metadata");
    } else if (lead.said_day) {
      times.published = whole(*lead.said_day, 3, "text");
    } else if (lead.day) {
      times.published = whole(*lead.day, 3, "text");
    } else if (year) {
      times.published = whole({year, 1, 1}, 1, "text");
    }
  }
  if (!times.reference) times.reference = known;
  // A lead with weekday, day and year is told on that day or soon after, and agrees with what else is known.
  if (!times.reference && lead.day) {
    const bool agrees = (year == 0 || year == lead.day->year) &&
                        (url_grain < 2 || (url_date.year == lead.day->year && url_date.month == lead.day->month));
    if (agrees) times.reference = lead.day;
  }
  times.reference_year = times.reference ? times.reference->year : year;
}

}  // namespace dragoman
