// Names of the record's enums, as they stand in JSON.
#include "dragoman/record.h"

namespace dragoman {
namespace {

constexpr const char* kRoles[] = {"headline", "byline",  "dateline", "body",
                                  "subhead",  "caption", "credit",   "boilerplate"};
constexpr const char* kTypes[] = {"AGREE",    "CONSULT",  "SUPPORT", "COOPERATE", "AID",      "CONCEDE",
                                  "RETREAT",  "ACCUSE",   "REQUEST", "REJECT",    "THREATEN", "PROTEST",
                                  "MOBILIZE", "SANCTION", "COERCE",  "ASSAULT"};
constexpr const char* kStatuses[] = {"actual", "planned", "possible", "denied", "not", "wanted"};
constexpr const char* kKinds[] = {"person", "organisation", "country", "group"};
constexpr const char* kForms[] = {"name", "nominal", "pronoun", "metonym"};
constexpr const char* kQuoteKinds[] = {"direct", "indirect", "mixed"};
constexpr const char* kBounds[] = {"exact", "about", "at_least", "at_most", "more_than", "less_than", "range"};
static_assert(sizeof kTypes / sizeof *kTypes == kEventTypes);

template <class Enum, size_t N>
std::optional<Enum> find(const char* const (&names)[N], std::string_view name) {
  for (size_t i = 0; i < N; ++i)
    if (name == names[i]) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

const char* name_of(Role v) {
  return kRoles[static_cast<int>(v)];
}
const char* name_of(EventType v) {
  return kTypes[static_cast<int>(v)];
}
const char* name_of(EventStatus v) {
  return kStatuses[static_cast<int>(v)];
}
const char* name_of(ActorKind v) {
  return kKinds[static_cast<int>(v)];
}
const char* name_of(MentionForm v) {
  return kForms[static_cast<int>(v)];
}
const char* name_of(QuoteKind v) {
  return kQuoteKinds[static_cast<int>(v)];
}
const char* name_of(Bound v) {
  return kBounds[static_cast<int>(v)];
}
std::optional<EventType> event_type_of(std::string_view name) {
  return find<EventType>(kTypes, name);
}
std::optional<EventStatus> event_status_of(std::string_view name) {
  return find<EventStatus>(kStatuses, name);
}

}  // namespace dragoman
