// Names of Universal Dependencies: tags, features and relations as text and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "language/language.h"

namespace dragoman {

std::optional<Upos> upos_of(std::string_view name);  // "NOUN"
// "Mood=Ind|Number=Sing|..." or "_"; features and values that Feats does not hold are passed over.
Feats feats_of(std::string_view text);
std::string to_string(const Feats& feats);  // in alphabetical order, "_" if none
// The relation as a view of static storage: the name itself where UD English has it, else the part
// before the colon; empty when UD has no such relation.
std::string_view static_deprel(std::string_view name);

}  // namespace dragoman
