// One pass from left to right over the first words of a paragraph: a place or an outlet, then parts behind commas, an
// agency in brackets, and the mark that ends it. What was found decides at the end whether it is a dateline: a bare
// capitalised word before a dash is weak evidence, an agency, a date or capitals are strong.
#include "layout/dateline.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/unicode.h"
#include "base/words.h"
#include "layout/phrases.h"

namespace dragoman {
namespace {

constexpr int32_t kMaxLength = 110;  // code points of a dateline at most
constexpr int kMaxPlaceWords = 5;

constexpr std::array<std::string_view, 23> kMonths = {
    "january",   "february", "march",    "april",    "may",  "june", "july", "august",
    "september", "october",  "november", "december", "jan",  "feb",  "mar",  "apr",
    "jun",       "jul",      "aug",      "sep",      "sept", "oct",  "nov"};
constexpr std::array<std::string_view, 14> kWeekdays = {"monday",   "tuesday", "wednesday", "thursday", "friday",
                                                        "saturday", "sunday",  "mon",       "tue",      "wed",
                                                        "thu",      "fri",     "sat",       "sun"};
// Words in capitals with a colon that open notes, not datelines.
constexpr std::array<std::string_view, 29> kNoPlaces = {
    "update",  "updated",   "breaking",   "watch",     "note",  "exclusive", "opinion", "analysis",
    "live",    "video",     "read",       "related",   "photo", "photos",    "source",  "timeline",
    "factbox", "explainer", "correction", "editorial", "also",  "question",  "answer",  "background",
    "summary", "abstract",  "interview",  "q",         "a"};
constexpr std::array<std::string_view, 13> kInnerWords = {"de", "del", "da",  "do",   "la", "el", "al",
                                                          "of", "the", "and", "upon", "es", "&"};

bool is_dash(char32_t c) {
  return c == '-' || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2015;
}
bool in_word(char32_t c) {
  return is_letter(c) || is_mark(c) || c == '.' || c == '\'' || c == 0x2019 || c == '-' || c == 0x2018 || c == '&';
}

class Parser {
 public:
  Parser(const Text& text, Span paragraph, bool opening)
      : text_(text),
        opening_(opening),
        at_(paragraph.begin),
        begin_(paragraph.begin),
        end_(std::min(paragraph.end, paragraph.begin + kMaxLength)) {}

  std::optional<Dateline> parse() {
    skip_space();
    const int32_t start = at_;
    begin_ = start;
    Dateline d;
    if (peek() == '(' && !agency(&d)) return std::nullopt;
    if (!d.agency) {
      const auto name = phrase(kMaxPlaceWords, true);
      if (!name) return std::nullopt;
      head_ = *name;
      while (true) {
        skip_space();
        if (peek() == ',') {
          ++at_;
          skip_space();
          if (date(&d)) continue;
          const auto region = phrase(4, false);
          if (!region) return std::nullopt;
          tail_ = region->end;
          continue;
        }
        if (peek() == '(') {
          if (!d.date && bracketed_date(&d)) continue;
          if (!agency(&d)) return std::nullopt;
          continue;
        }
        // "LISBON – 9 March 2021:" and "MOSCOW Dec 15 -"
        const int32_t mark = at_;
        if (!d.date && is_dash(peek())) {
          skip_dashes();
          skip_space();
          if (date(&d)) continue;
          at_ = mark;
        } else if (!d.date && date(&d)) {
          continue;
        }
        break;
      }
    }
    skip_space();
    const bool spaced = at_ > begin_ && is_space(text_.at(at_ - 1));
    bool dash = false, colon = false;
    if (is_dash(peek())) {
      const int32_t mark = at_;
      skip_dashes();
      dash = at_ - mark > 1 || spaced || text_.at(mark) != '-' || (at_ < end_ && is_space(text_.at(at_)));
      if (!dash) return std::nullopt;
    } else if (peek() == ':') {
      ++at_;
      colon = at_ < end_ && is_space(text_.at(at_));
      if (!colon) return std::nullopt;
    }
    d.span = {start, at_};
    while (d.span.end > start && is_space(text_.at(d.span.end - 1))) --d.span.end;
    skip_space();
    if (at_ >= end_) return std::nullopt;  // nothing behind it: a line of its own, no dateline of a paragraph
    if (!plausible(d, dash, colon)) return std::nullopt;
    name_parts(&d);
    return d;
  }

 private:
  char32_t peek() const { return at_ < end_ ? text_.at(at_) : 0; }
  void skip_space() {
    while (at_ < end_ && is_space(text_.at(at_))) ++at_;
  }
  void skip_dashes() {
    while (at_ < end_ && is_dash(text_.at(at_))) ++at_;
  }

  // A word of letters from the current place, hyphens inside included; empty if none.
  Span word() {
    Span w{at_, at_};
    while (w.end < end_ && in_word(text_.at(w.end)) &&
           !(is_dash(text_.at(w.end)) && (w.end + 1 >= end_ || !is_letter(text_.at(w.end + 1)))))
      ++w.end;
    return w;
  }

  bool capitals(Span w) const {
    int letters = 0;
    for (int32_t i = w.begin; i < w.end; ++i) {
      if (is_lower(text_.at(i))) return false;
      letters += is_letter(text_.at(i));
    }
    return letters >= 2;
  }

  // Capitalised words, with small ones inside ("Rio de Janeiro"). `first`: may begin in lower case before an outlet's
  // word
  // ("afrol News"). Stops before a month's name that has a number beside it.
  std::optional<Span> phrase(int max_words, bool first) {
    Span out{at_, at_};
    int words = 0;
    while (words < max_words) {
      const int32_t mark = at_;
      skip_space();
      const Span w = word();
      if (w.empty()) {
        at_ = mark;
        break;
      }
      const std::string form = text_.str(w);
      const bool capital = is_upper(text_.at(w.begin));
      const bool lead = first && words == 0 && !capital && next_is_outlet(w.end);
      if (!capital && !lead && !(words > 0 && contains(kInnerWords, lower(form)))) {
        at_ = mark;
        break;
      }
      if (words > 0 && capital && looks_like_date(w)) {
        at_ = mark;
        break;
      }
      at_ = out.end = w.end;
      ++words;
    }
    while (!out.empty() && is_space(text_.at(out.end - 1))) --out.end;
    if (words == 0) return std::nullopt;
    return out;
  }

  bool next_is_outlet(int32_t from) const {
    while (from < end_ && is_space(text_.at(from))) ++from;
    Span w{from, from};
    while (w.end < end_ && is_letter(text_.at(w.end))) ++w.end;
    return is_outlet_word(text_.str(w));
  }

  static std::string date_word(std::string form) {
    form = lower(form);
    while (!form.empty() && form.back() == '.') form.pop_back();
    return form;
  }

  bool digits_at(int32_t i, int* count) const {
    *count = 0;
    while (i + *count < end_ && is_digit(text_.at(i + *count))) ++*count;
    return *count > 0;
  }

  bool looks_like_date(Span w) const {
    const std::string form = date_word(text_.str(w));
    if (!contains(kMonths, form) && form != "dec") return false;
    int32_t i = w.end;
    while (i < end_ && is_space(text_.at(i))) ++i;
    int n = 0;
    return digits_at(i, &n);
  }

  // "Dec. 15", "15 December 2021", "July 26, 2022", "Monday"
  bool date(Dateline* d) {
    const int32_t mark = at_;
    const int32_t start = at_;
    int n = 0;
    bool month = false, day = false, weekday = false;
    for (int step = 0; step < 5; ++step) {
      const int32_t before = at_;
      skip_space();
      if (month && day && peek() == ',') {
        ++at_;
        skip_space();
        if (!digits_at(at_, &n) || n != 4) {
          at_ = before;
          break;
        }
      }
      if (digits_at(at_, &n) && (n <= 2 || n == 4)) {
        if (n <= 2) day = true;
        at_ += n;
        for (const char* suffix : {"st", "nd", "rd", "th"})
          if (n <= 2 && at_ + 2 <= end_ && text_.view({at_, at_ + 2}) == suffix) {
            at_ += 2;
            break;
          }
        continue;
      }
      const Span w = word();
      const std::string form = date_word(text_.str(w));
      if (!month && (contains(kMonths, form) || form == "dec")) {
        month = true;
        at_ = w.end;
        continue;
      }
      if (!weekday && !month && !day && contains(kWeekdays, form)) {
        weekday = true;
        at_ = w.end;
        if (peek() == ',') ++at_;
        continue;
      }
      at_ = before;
      break;
    }
    if (!((month && day) || weekday)) {
      at_ = mark;
      return false;
    }
    d->date = text_.trim({start, at_});
    return true;
  }

  // "(May 6, 2021)"
  bool bracketed_date(Dateline* d) {
    const int32_t mark = at_;
    ++at_;
    if (date(d) && peek() == ')') {
      ++at_;
      return true;
    }
    d->date.reset();
    at_ = mark;
    return false;
  }

  // "(Reuters)", "(Xinhua/AP)", "(AFP via agencies)"
  bool agency(Dateline* d) {
    const int32_t open = at_;
    int32_t close = open + 1;
    while (close < end_ && text_.at(close) != ')' && close - open < 42) ++close;
    if (close >= end_ || text_.at(close) != ')') return false;
    const Span inside = text_.trim({open + 1, close});
    if (inside.empty()) return false;
    const std::string name = text_.str(inside);
    bool known = false;
    for (const std::string_view part : split(name, '/')) known = known || is_agency(strip(part));
    const auto words = split_space(name);
    if (!known)
      for (const std::string_view w : words) known = known || is_outlet_word(w) || is_agency(w);
    // Other names of one to three capitalised words pass as well: there are many agencies.
    if (!known) {
      const bool shape = words.size() <= 3 && std::all_of(words.begin(), words.end(), [](std::string_view w) {
                           return is_upper(to_u32(w).front());
                         });
      if (!shape || head_.empty()) return false;
      unknown_agency_ = true;
    }
    at_ = close + 1;
    d->agency = inside;
    return true;
  }

  bool plausible(const Dateline& d, bool dash, bool colon) const {
    const bool all_capitals = !head_.empty() && capitals(head_);
    const auto words = split_space(text_.view(head_));
    const bool outlet = std::any_of(words.begin(), words.end(), [](std::string_view w) { return is_outlet_word(w); });
    if (!words.empty() && contains(kNoPlaces, lower(words.front()))) return false;
    const char32_t next = text_.at(at_);
    const bool begins = is_upper(next) || is_digit(next) || is_quote_open(next);
    if (d.agency && !unknown_agency_) return dash || colon || all_capitals || d.date || head_.empty();
    if (d.agency) return dash ? all_capitals || d.date || words.size() <= 3 : (outlet || d.date) && begins;
    if (d.date) return dash || colon;
    if (colon) return (all_capitals && words.size() <= 4) || (opening_ && words.size() <= 2 && begins);
    if (!dash) return false;
    if (all_capitals || outlet) return true;
    // "Pretoria - The court": few words and a sentence that begins behind the dash.
    return words.size() <= 3 && begins;
  }

  void name_parts(Dateline* d) const {
    if (!head_.empty()) {
      const auto words = split_space(text_.view(head_));
      const bool outlet = std::any_of(words.begin(), words.end(), [](std::string_view w) { return is_outlet_word(w); });
      Span name = head_;
      while (name.size() > 1 && text_.at(name.end - 1) == '.') --name.end;
      if ((outlet || is_agency(text_.view(name))) && !d->agency) {
        d->agency = name;
      } else if (!outlet) {
        d->place = Span{head_.begin, std::max(head_.end, tail_)};
        d->place_name = text_.str(head_);
      }
    }
    if (d->agency) d->agency_name = text_.str(*d->agency);
  }

  const Text& text_;
  const bool opening_;
  int32_t at_, begin_, end_;
  Span head_;         // the place or outlet
  int32_t tail_ = 0;  // end of the region behind it
  bool unknown_agency_ = false;
};

}  // namespace

std::optional<Dateline> read_dateline(const Text& text, Span paragraph, bool opening) {
  return Parser(text, paragraph, opening).parse();
}

}  // namespace dragoman
