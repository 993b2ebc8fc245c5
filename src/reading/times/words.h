// Words: what the rooms of times and figures share about the words of a Document: lower-cased
// forms, numbers in digits and words, ordinals, months and weekdays. Reads forms alone, so a wrong
// tag or parse cannot hide a number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/language.h"

namespace dragoman {

// Lower-cased forms of all tokens, with typographic apostrophes and dashes made plain.
std::vector<std::string> lower_forms(const std::vector<Token>& tokens);

// A token that begins with a digit (or with a point before one).
struct Digits {
  double value = 0;
  int digits = 0;           // digits before the decimal point
  bool comma = false;       // had thousands separators
  bool decimal = false;     // had a fraction
  std::string_view suffix;  // letters after the digits: "m", "bn", "th", "s"; empty if none
};
// "1,234", "1.5", "1.000" (thousands when the group after the point is 000 or there are several),
// "5m", "22nd".
// False when `form` does not begin with a number or has anything else inside ("10:30", "9/11",
// "2022-07-26").
bool parse_digits(std::string_view form, Digits& out);

struct NumberPhrase {
  int end = 0;  // one past the last token
  double value = 0;
  bool words = false;         // no digit in it
  bool scaled = false;        // has million, thousand, lakh, dozen ...
  bool plain_digits = false;  // one token of digits only, no comma or decimals
  bool bare_article = false;  // "a million", "a dozen"
};
// The longest number that starts at token `i` and ends before `limit`: "three", "twenty-five", "two
// hundred and fifty", "1.2 million", "52 thousand 417", "47-million", "half a million", "a dozen",
// "two and a half", "5 lakh". False if none.
bool read_number(const std::vector<std::string>& low, int i, int limit, NumberPhrase& out);

// "first" .. "thirty-first" as one token, "1st", "22nd"; 0 if none.
int ordinal_of(std::string_view low);

// 1..12 for "january", "jan", "jan.", "sept."; 0 if none. `abbreviated`: the form is no full name.
int month_of(std::string_view low, bool* abbreviated = nullptr);
// 0..6 for "monday", "mon", "mon."; -1 if none.
int weekday_of_word(std::string_view low, bool* abbreviated = nullptr);

// The words that the functions above know, for whoever wants to try them at few: number words with
// which a number can begin, ordinals, months and weekdays with their abbreviations.
std::vector<std::string_view> number_words();
std::vector<std::string_view> ordinal_words();
std::vector<std::string_view> month_words();
std::vector<std::string_view> weekday_words();

// A figure of 1 to 4 digits and nothing else; -1 otherwise.
int plain_int(std::string_view low);

}  // namespace dragoman
