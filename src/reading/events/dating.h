// Dating: on which day an act was done, by its clause (set_date), else by the story around it (imply_dates).
#pragma once

#include <vector>

#include "reading/context.h"
#include "reading/events/row.h"
#include "reading/times/times.h"

namespace dragoman {

// Dates an event by the time that syntax ties to the word at `token`, if there is one.
void set_date(const Context& context, const Times& times, int32_t token, Event& event);

// Dates the rows that syntax leaves without a date, as far as the story tells when they were, and marks those whose
// time is told but cannot be resolved (open_date). REQUIRES: `rows` in order of trigger, with status and speakers.
void imply_dates(const Context& context, const Times& times, const std::vector<Quote>& quotes,
                 std::vector<EventRow>& rows);

// Is `token` the verb of a main clause, or the noun of one? `meanwhile`: or in a clause of the same time, under a
// clause told as past.
bool is_main_clause(const Document& doc, int32_t token, bool meanwhile = false);

}  // namespace dragoman
