// Direction: whether what a time expression dates lies behind or ahead of the story, by the tense
// of its clause.
#pragma once

#include <string>
#include <vector>

#include "language/language.h"
#include "reading/times/expressions.h"

namespace dragoman {

// -1 past, +1 future, 0 unknown. Climbs from the expression to its predicate when the document has
// a parse; else looks at the words of the clause ("will", "due", "-ed"). The present tense of a
// headline tells of the past, elsewhere of a timetable.
int direction_of(const Document& doc, const std::vector<std::string>& low, const Sentence& sentence,
                 const TimeExpression& e, bool headline);

}  // namespace dragoman
