// A table of 64 rows, searched from the top: the short forms stand in news style, those of the post behind a comma.
#include "reading/places/states.h"

#include <array>
#include <string>

namespace dragoman {
namespace {

constexpr std::array<StateName, 64> kStates = {{{"ala.", "al", "alabama", "USA"},
                                                {"", "ak", "alaska", "USA"},
                                                {"ariz.", "az", "arizona", "USA"},
                                                {"ark.", "ar", "arkansas", "USA"},
                                                {"calif.", "ca", "california", "USA"},
                                                {"colo.", "co", "colorado", "USA"},
                                                {"conn.", "ct", "connecticut", "USA"},
                                                {"del.", "de", "delaware", "USA"},
                                                {"d.c.", "dc", "district of columbia", "USA"},
                                                {"fla.", "fl", "florida", "USA"},
                                                {"ga.", "ga", "georgia", "USA"},
                                                {"", "hi", "hawaii", "USA"},
                                                {"", "id", "idaho", "USA"},
                                                {"ill.", "il", "illinois", "USA"},
                                                {"ind.", "in", "indiana", "USA"},
                                                {"", "ia", "iowa", "USA"},
                                                {"kan.", "ks", "kansas", "USA"},
                                                {"ky.", "ky", "kentucky", "USA"},
                                                {"la.", "la", "louisiana", "USA"},
                                                {"", "me", "maine", "USA"},
                                                {"md.", "md", "maryland", "USA"},
                                                {"mass.", "ma", "massachusetts", "USA"},
                                                {"mich.", "mi", "michigan", "USA"},
                                                {"minn.", "mn", "minnesota", "USA"},
                                                {"miss.", "ms", "mississippi", "USA"},
                                                {"mo.", "mo", "missouri", "USA"},
                                                {"mont.", "mt", "montana", "USA"},
                                                {"neb.", "ne", "nebraska", "USA"},
                                                {"nev.", "nv", "nevada", "USA"},
                                                {"n.h.", "nh", "new hampshire", "USA"},
                                                {"n.j.", "nj", "new jersey", "USA"},
                                                {"n.m.", "nm", "new mexico", "USA"},
                                                {"n.y.", "ny", "new york", "USA"},
                                                {"n.c.", "nc", "north carolina", "USA"},
                                                {"n.d.", "nd", "north dakota", "USA"},
                                                {"", "oh", "ohio", "USA"},
                                                {"okla.", "ok", "oklahoma", "USA"},
                                                {"ore.", "or", "oregon", "USA"},
                                                {"pa.", "pa", "pennsylvania", "USA"},
                                                {"r.i.", "ri", "rhode island", "USA"},
                                                {"s.c.", "sc", "south carolina", "USA"},
                                                {"s.d.", "sd", "south dakota", "USA"},
                                                {"tenn.", "tn", "tennessee", "USA"},
                                                {"tex.", "tx", "texas", "USA"},
                                                {"", "ut", "utah", "USA"},
                                                {"vt.", "vt", "vermont", "USA"},
                                                {"va.", "va", "virginia", "USA"},
                                                {"wash.", "wa", "washington", "USA"},
                                                {"w.va.", "wv", "west virginia", "USA"},
                                                {"wis.", "wi", "wisconsin", "USA"},
                                                {"wyo.", "wy", "wyoming", "USA"},
                                                {"p.r.", "pr", "puerto rico", "USA"},
                                                {"alta.", "ab", "alberta", "CAN"},
                                                {"b.c.", "bc", "british columbia", "CAN"},
                                                {"man.", "mb", "manitoba", "CAN"},
                                                {"n.b.", "nb", "new brunswick", "CAN"},
                                                {"n.s.", "ns", "nova scotia", "CAN"},
                                                {"ont.", "on", "ontario", "CAN"},
                                                {"que.", "qc", "quebec", "CAN"},
                                                {"sask.", "sk", "saskatchewan", "CAN"},
                                                {"p.e.i.", "pe", "prince edward island", "CAN"},
                                                {"n.l.", "nl", "newfoundland and labrador", "CAN"},
                                                {"n.w.t.", "nt", "northwest territories", "CAN"},
                                                {"", "nu", "nunavut", "CAN"}}};

}  // namespace

const StateName* state_by_short_form(std::string_view lower) {
  std::string form;
  for (const char c : lower)
    if (c != ' ') form += c;
  if (form.empty() || form.size() > 6) return nullptr;
  if (form.back() != '.') form += '.';
  for (const StateName& s : kStates)
    if (s.short_form == form) return &s;
  return nullptr;
}

const StateName* state_by_post(std::string_view lower) {
  if (lower.size() != 2) return nullptr;
  for (const StateName& s : kStates)
    if (s.post == lower) return &s;
  return nullptr;
}

}  // namespace dragoman
