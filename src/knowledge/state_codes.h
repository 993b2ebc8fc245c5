// The codes that lists of states give them, and on which days they hold: ISO 3166-1 alpha-3 and
// alpha-2, the numbers and abbreviations of Correlates of War (COW) and of Gleditsch and Ward (GW),
// FIPS 10-4 (GDELT), CAMEO, and names and demonyms. One code may stand for several states: "AUS" is
// Australia in ISO and Austria in COW, 260 is West Germany in COW and all of Germany in GW; and a
// state may have no code on a day: COW knows no Germany in 1950.
//
// Read from countries.tsv, country_names.tsv and state_codes.tsv. Codes of countries.tsv without a
// period of their own hold as long as the state does (open on both sides if the table gives no
// dates).
// Thread-safety: immutable after open().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "dragoman/status.h"

namespace dragoman {

// "cow 260 German Federal Republic 1955-05-05..1990-10-02".
struct StateCode;
std::string describe(const StateCode& code);

// A code of one list, as long as it stands for one state.
struct StateCode {
  std::string list;          // one of kCodeLists
  std::string code;          // "RUS", "365", "Russian"
  std::string country;       // key of countries.tsv; "gw:240" for a state that is in no table but a list (Hanover)
  std::string name;          // what that list calls the state; of a name or demonym: the state's usual name
  std::string since, until;  // both inclusive, may be partial; empty: open
};

// "cowc" and "gwc" are the abbreviations, "name" holds official names and abbreviations ("USSR")
// too.
inline constexpr std::string_view kCodeLists[] = {"iso3", "iso2", "cow",   "cowc", "gw",
                                                  "gwc",  "fips", "cameo", "name", "demonym"};

class StateCodes {
 public:
  // Fails with kNotFound, or kCorrupt "state_codes.tsv:12: ...".
  static Result<StateCodes> open(const std::string& dir);

  // What `text` can stand for, in the order of kCodeLists, then of time; case, accents and leading
  // zeros of a number do not matter. `list`: only this one; empty: all. `on`: only codes that hold
  // that day.
  std::vector<const StateCode*> find(std::string_view text, std::string_view list, std::optional<Date> on) const;

  // States that `text` can stand for, each with its readings, in the order of find(). Without a day
  // a code that still holds hides those that ended in its list ("365" is Russia, not the Soviet
  // Union) and those of states without an ISO code ("KOR" is South Korea, not the Korea of 1900).
  // Fails with kNotFound, which
  // says on which days the code would hold.
  struct Reading {
    std::string country;
    std::vector<const StateCode*> codes;
  };
  Result<std::vector<Reading>> read_as(std::string_view text, std::string_view list, std::optional<Date> on) const;

  // The code in the list `to` of the state that `text` stands for. Fails with kNotFound if there is
  // none, and with kInvalidArgument if `text` can stand for states with different codes.
  Result<std::string> convert(std::string_view text, std::string_view from, std::string_view to,
                              std::optional<Date> on) const;

  // The code of `country` in `list` on that day; without a day the one that holds now, else the
  // last that did. Of names and demonyms the first of the table. nullptr if there is none.
  const StateCode* code_of(std::string_view country, std::string_view list, std::optional<Date> on) const;

 private:
  // A state of countries.tsv, and how long it lasts.
  struct State {
    std::string country, since, until;
  };
  Status read(const std::string& dir);
  Status read_lists(const std::string& dir);
  Status read_states(const std::string& dir, std::vector<State>& states);
  Status read_names(const std::string& dir, const std::vector<State>& states);

  std::vector<StateCode> codes_;  // by list, then as in the tables
};

}  // namespace dragoman
