// Quotes: content attributed to a source by a cue, direct, indirect and mixed, with speakers and
// relay chains.
#pragma once

#include <vector>

#include "reading/actors/actors.h"

namespace dragoman {

std::vector<Quote> read_quotes(const Context& context, const Actors& actors);

// Innermost quote whose content holds `span`, or -1; `outer` receives the enclosing quotes,
// innermost first.
int quote_at(const std::vector<Quote>& quotes, Span span, std::vector<int>* outer = nullptr);

}  // namespace dragoman
