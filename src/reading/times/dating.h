// Dating: on which days a story that does not give its date can have been written, by what its words tell of the world.
//
// Each piece of evidence is a passage and the days that it allows: an office told with its holder's name allows the
// days of his term, a year told as past the days from its begin on, `Sunday 20 March` the years in which the two
// agree, `two weeks after the invasion of X` the days about two weeks after it. The story was written on a day that
// all of them allow.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reading/context.h"
#include "reading/times/expressions.h"

namespace dragoman {

struct Dating {
  std::optional<Date> first, last;  // of the days left, all of one year; unset where they are of several, or none
  std::vector<Span> evidence;       // passages that suffice for it, none of them superfluous; sorted
};

// `low` are lower_forms() of the document, `expressions` those of each sentence.
Dating date_story(const Context& context, const std::vector<std::string>& low,
                  const std::vector<std::vector<TimeExpression>>& expressions);

}  // namespace dragoman
