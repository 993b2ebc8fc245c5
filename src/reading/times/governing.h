// Governing: which of some spans (times, places) hangs below a token by syntax. Shared by time_of and place_of.
#pragma once

#include <string_view>
#include <vector>

#include "language/language.h"

namespace dragoman {

// The word of the span from which its syntax is read: the one whose head lies outside it; -1 if the span holds no token.
int32_t root_of_span(const Document& doc, Span span);

// True when `relation` opens a new clause (ccomp, advcl, acl, csubj, parataxis ...).
bool is_clausal(std::string_view relation);

// How a root token hangs below `token`: 0 not at all within its clause, 1 directly as an adjunct, 2 deeper in its clause
// (inside another phrase, no clause between).
int hangs_below(const Document& doc, int32_t root, int32_t token);

// The clauses whose adjuncts hold for `token` too, nearest first, `token` not included: the verb that a noun is subject,
// object or oblique of; the governor of an xcomp; the first conjunct, for adjuncts before it; the clause that a participle
// adds to. Never from what is said to the saying, nor into another clause with a time of its own (before, after, when).
std::vector<int32_t> sharing_clauses(const Document& doc, int32_t token);

}  // namespace dragoman
