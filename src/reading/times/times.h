// Times: expressions of time, resolved to ISO intervals against the dateline, the publication date
// or an earlier time.
#pragma once

#include <optional>
#include <vector>

#include "reading/context.h"

namespace dragoman {

// A time that counts from a day told before ("four days later").
struct CountedTime {
  Span span;
  Date from;
};

struct Times {
  std::vector<Time> times;             // sorted by span
  std::vector<CountedTime> counted;    // those of them that count from a day told before; sorted by span
  std::vector<OpenTime> open;          // sorted by span; none overlaps one of `times`
  std::vector<TokenRange> words;       // of every date and time of day, also of those that nothing resolves; sorted
  std::optional<Published> published;  // the story's date as found: metadata/option first, then dateline, text, URL
  std::optional<Date> reference;  // the day that "today" means (dateline's date, else publication); unset if unknown
  // The day the story tells of: the first day told in its first four sentences. Three in four of
  // the acts that are told as past and in no sentence with a time, and that have a day at all, fell
  // on it (our development stories).
  std::optional<Date> narrative;
  int reference_year = 0;  // known year when the day is not; 0 if unknown
};

Times read_times(const Context& context);

// The first of `times` that begins at `begin` or behind it.
std::vector<Time>::const_iterator first_in(const std::vector<Time>& times, int32_t begin);

// The time that governs `token` by syntax (obl:tmod, obl, advmod, nmod of the token or of the
// clauses above it), else nullptr.
const Time* time_of(const Context& context, const Times& times, int32_t token);

// Does the time at `span` only tell one thing from others of its name, beside the act ("because of the 2020 burglary",
// "over Monday's ruling")?
bool only_names(const Document& doc, Span span);

}  // namespace dragoman
