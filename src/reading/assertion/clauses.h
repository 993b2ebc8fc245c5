// Who is the subject and what the object of a word, through passives, control, coordination, relative clauses and
// participles. Works on a Document's dependency tree alone. Shared by the assertion and events rooms.
//
// Functions that look for a participant return candidate tokens (heads of noun phrases), the likeliest first: the
// caller takes the first that resolves to an actor. All walks are bounded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/language.h"

namespace dragoman::clause {

bool is_passive(const Document& doc, int32_t verb);

// The doer: the subject of an active verb, the agent of a passive one, inherited where the clause has none of its own.
std::vector<int32_t> subjects_of(const Document& doc, int32_t verb);

// The one done to: the object of an active verb, the subject of a passive one.
std::vector<int32_t> objects_of(const Document& doc, int32_t verb);

// What stands before a nominal as its preposition: "with", "because_of"; empty if none.
std::string preposition_of(const Document& doc, int32_t token);

// Dependents of `head` (obl, nmod, obj ...) that have that preposition.
std::vector<int32_t> with_preposition(const Document& doc, int32_t head, std::string_view word);

// A verb that only carries its noun (`launch an attack`, `talks resumed`): what is true of it is true of the noun.
bool is_light(std::string_view lemma);

// True if some dependent of `token` negates it: not, n't, never, no.
bool is_negated(const Document& doc, int32_t token);

bool is_clause(std::string_view deprel);  // ccomp xcomp advcl acl csubj parataxis
bool is_verbal(const Token& token);       // VERB or AUX

// What the word may be the form of, by English inflection: "stopped" -> stop, stopp, stoppe. For looking a word up
// whose lemma, as the model gives it, is in no table.
std::vector<std::string> stems_of(const Token& token);

// The infinitive of an irregular verb form ("met" -> meet), or empty.
std::string irregular_lemma(const Token& token);

}  // namespace dragoman::clause
