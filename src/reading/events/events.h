// Events: frames over the dependency parse, with the model's proposals, give rows: type, trigger, sides, date, place.
// Status and said_by come from the assertion room; mentions of one act are merged at the end. Goldstein score and
// quadrant are filled in by the reader.
#pragma once

#include <vector>

#include "reading/events/lexicon.h"
#include "reading/places/places.h"
#include "reading/quotes/quotes.h"

namespace dragoman {

// Rows sorted by trigger, ids e1, e2 ... in that order. Every row has a source or a target. A country that only a
// toponym stands for
// (`troops to Lebanon`) is added to `actors` when it fills a side.
std::vector<Event> read_events(const Context& context, const Lexicon& lexicon, const Times& times,
                               const std::vector<Place>& places, Actors& actors, const std::vector<Quote>& quotes);

}  // namespace dragoman
