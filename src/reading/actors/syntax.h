// Small questions to the dependency tree that the actors and quotes rooms share.
#pragma once

#include <cstdint>
#include <string_view>

#include "language/language.h"

namespace dragoman {

// Steps that a walk up the tree may take at most: deeper is a broken parse.
inline constexpr int kMaxClimb = 64;

// First dependent of `token` with relation `relation` and lemma `lemma`, or -1.
int32_t dependent_with(const Document& doc, int32_t token, std::string_view relation, std::string_view lemma);

// The preposition that marks `token` ("to" of "to Moscow"), or an empty view.
std::string_view case_of(const Document& doc, int32_t token);

// Dependent of `token` with relation `relation` that is marked by `preposition`, or -1.
int32_t oblique(const Document& doc, int32_t token, std::string_view relation, std::string_view preposition);

// Who does `verb`: its subject, or the subject that control, conjunction or modification hands down; -1 if none.
// For a passive verb it is the passive subject.
int32_t subject_of(const Document& doc, int32_t verb);

// The noun that the relative clause around `token` describes, or -1: where the clause hangs, or a noun above it that
// agrees with the clause's verb in number where that one does not.
int32_t antecedent_of(const Document& doc, int32_t token);

// "by X" of a passive verb, or -1.
int32_t agent_of(const Document& doc, int32_t verb);

bool is_passive(const Document& doc, int32_t verb);

}  // namespace dragoman
