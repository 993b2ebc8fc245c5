// Governing: to which act of a sentence an adjunct (a time, a place) belongs, by syntax. Shared by
// time_of and place_of.
//
// The parse says which word the adjunct hangs from; three things it often gets wrong are set right
// by order: an adjunct before the conjunction of a clause is not that clause's; one behind a later
// conjunct is not the first one's; one inside a noun phrase of a clause is the clause's unless the
// noun is the act itself.
#pragma once

#include <string_view>
#include <vector>

#include "language/language.h"

namespace dragoman {

// A verb of saying: what it tells of has other adjuncts than the telling.
bool is_saying(const Token& token);

// "..., with troops patrolling the streets": a participle with a doer of its own, told beside the clause above it.
bool is_absolute(const Document& doc, int32_t verb);

// The word of the span from which its syntax is read: the one whose head lies outside it; -1 if the
// span holds no token.
int32_t root_of_span(const Document& doc, Span span);

// The predicate that the adjunct with this root belongs to, or -1.
int32_t owner_of(const Document& doc, int32_t root);

// How closely the adjunct with this root and owner belongs to `token`; 0 not at all, else the
// smaller the closer:
// 1 it hangs from the token itself or from its noun phrase, 2 its owner is the token's verb, 3 its
// owner shares it with the token's clause (governor of an infinitive or participle), 4 a conjunct
// before shares it. Never from what is said to the saying, nor from a clause with a conjunction of
// its own to the clause above. `behind`: the clause that the adjunct dates as clause_behind() says.
int closeness(const Document& doc, int32_t root, int32_t owner, int32_t token, int32_t behind = -1);

// The verb of the relative clause that begins right behind the span ("a ruling of June 28, in which the judge
// ordered ...", "on Monday, when ..."), whatever the parse hangs it from; -1 if there is none.
int32_t clause_behind(const Document& doc, Span span);

}  // namespace dragoman
