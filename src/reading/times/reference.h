// Reference: the story's own date, the day that "today" means.
#pragma once

#include "reading/times/expressions.h"
#include "reading/times/times.h"

namespace dragoman {

// Fills published, reference and reference_year of `times`, in this order of trust: option or
// metadata; the dateline's day with the year of a URL; a date in the URL (of the story, else of a
// link that stands alone in its first lines); a day with its weekday and year in the first
// paragraphs. Where none is there, evidence in the text may date the story (dating.h); else a full
// date in the first paragraphs gives the year alone. `low` are lower_forms() of the document,
// `expressions` those of each sentence.
void find_reference(const Context& context, const std::vector<std::string>& low,
                    const std::vector<std::vector<TimeExpression>>& expressions, Times& times);

// A date in a URL: "/2014/08/07/", "/2022/7/21/", "2022-07-26", "ud=20220725000793"; "/2022/07/"
// gives no day (0). Years 1990 to 2059. Fills as much as it finds; false if not even a year.
bool date_in_url(std::string_view url, Date& date, int& grain);

}  // namespace dragoman
