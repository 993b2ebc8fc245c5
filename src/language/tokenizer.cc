// The rule tokenizer of docs/model.md ("Tokenizer"): words after the conventions of the UD English treebanks.
//
// A paragraph is split into chunks at white space; marks are stripped off a chunk's two ends, one word each; what is
// left is kept whole (numbers, addresses, abbreviations) or cut inside from left to right, and clitics are cut off the
// end of each cut. train/tokenizer.py is the same in Python, and both must give the same words: the model is trained on
// that one's.
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "base/words.h"
#include "language/language.h"

namespace dragoman {
namespace {

using View = std::u32string_view;

// Words that keep their final period.
constexpr auto kAbbreviations = std::to_array<std::string_view>({
    "adm",   "al",   "amb",  "approx", "apr",    "ariz", "ark",  "assn", "aug",  "ave",  "blvd", "brig", "bros",
    "calif", "capt", "cf",   "cmdr",   "co",     "col",  "colo", "conn", "corp", "cpl",  "dec",  "del",  "dept",
    "div",   "dr",   "esq",  "est",    "etc",    "feb",  "fla",  "fr",   "ft",   "ga",   "gen",  "gov",  "govs",
    "hon",   "hwy",  "inc",  "insp",   "jan",    "jr",   "jul",  "jun",  "kan",  "ky",   "la",   "llc",  "lt",
    "ltd",   "maj",  "mar",  "md",     "messrs", "mich", "minn", "mlle", "mme",  "mont", "mr",   "mrs",  "ms",
    "neb",   "nev",  "nov",  "oct",    "okla",   "pa",   "penn", "pfc",  "ph",   "plc",  "pres", "prof", "pvt",
    "rd",    "rep",  "reps", "rev",    "sen",    "sens", "sep",  "sept", "sgt",  "sr",   "st",   "ste",  "supt",
    "tenn",  "tex",  "va",   "viz",    "vs",     "vt",   "wis",  "wyo",
});
// Words that keep it only when a number follows ("No. 5"): they are also ordinary words or sentence ends.
constexpr auto kNumbered = std::to_array<std::string_view>({
    "art",
    "fig",
    "fri",
    "mon",
    "no",
    "nos",
    "pp",
    "rs",
    "sat",
    "sec",
    "sun",
    "thu",
    "thur",
    "thurs",
    "tue",
    "tues",
    "vol",
    "wed",
});
// First parts that stay joined to what follows their hyphen, after the UD English treebanks.
constexpr auto kPrefixes = std::to_array<std::string_view>({
    "anti",   "co",     "counter", "cross", "e",    "ex",    "extra", "inter", "intra", "mega",  "meta",
    "micro",  "mid",    "mini",    "multi", "neo",  "non",   "para",  "post",  "pre",   "pro",   "proto",
    "pseudo", "psycho", "quasi",   "re",    "semi", "socio", "sub",   "super", "trans", "ultra", "un",
});
constexpr auto kContracted = std::to_array<std::string_view>({"cannot", "gonna", "gotta", "wanna"});
constexpr auto kBareNegated =
    std::to_array<std::string_view>({"couldnt", "didnt", "doesnt", "dont", "isnt", "wasnt", "wouldnt"});
constexpr auto kLeadingApostrophe = std::to_array<std::string_view>({"bout", "cause", "em", "n", "til", "tis", "twas"});
constexpr auto kUnits =
    std::to_array<std::string_view>({"a.m.", "am", "bn", "cm", "kg", "km", "mm", "mn", "mph", "p.m.", "pm", "tn"});
constexpr auto kTopDomains = std::to_array<std::string_view>({
    "ae",  "ar",  "au", "br",  "ca",   "cn",  "co", "com", "de", "edu", "eg", "eu", "fr",
    "gh",  "gov", "il", "in",  "info", "int", "io", "ir",  "jo", "jp",  "ke", "kw", "mx",
    "net", "ng",  "om", "org", "qa",   "ru",  "sa", "tv",  "uk", "us",  "za",
});
constexpr auto kDollars = std::to_array<std::string_view>({"A$", "C$", "HK$", "NT$", "NZ$", "R$", "S$", "US$"});

static_assert(is_sorted_table(kAbbreviations) && is_sorted_table(kNumbered) && is_sorted_table(kPrefixes) &&
              is_sorted_table(kContracted));
static_assert(is_sorted_table(kBareNegated) && is_sorted_table(kLeadingApostrophe) && is_sorted_table(kUnits) &&
              is_sorted_table(kTopDomains));
static_assert(is_sorted_table(kDollars));

bool one_of(char32_t c, View set) {
  return set.find(c) != View::npos;
}

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == U'’';
}
bool is_dash(char32_t c) {
  return one_of(c, U"-–—_*=~");
}
bool is_double_quote(char32_t c) {
  return one_of(c, U"\"“”„«»");
}
bool is_bracket(char32_t c) {
  return one_of(c, U"()[]{}<>");
}
bool is_currency(char32_t c) {
  return one_of(c, U"$€£¥₹₦₽₩₪");
}
bool is_blank(char32_t c) {
  return is_space(c) || c == 0x200B || c == 0xFEFF;
}

bool is_number_char(char32_t c) {
  return is_digit(c) || (c >= 0x80 && (U_GET_GC_MASK(c) & U_GC_N_MASK) != 0);
}
// Letters, marks and digits: what can stand at the edge of a word.
bool is_wordlike(char32_t c) {
  if (c < 0x80) return is_letter(c) || is_digit(c);
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}
bool is_identifier(char32_t c) {
  return c == '_' || is_letter(c) || is_number_char(c);
}
bool is_ascii_alnum(char32_t c) {
  return c < 0x80 && (is_letter(c) || is_digit(c));
}

// ASCII form of a short word for the tables above: lower-cased, curly apostrophes straight. Empty when the word is
// too long or has other characters, which no table holds.
struct Key {
  explicit Key(View w, bool fold = true) {
    if (w.size() > sizeof(chars)) return;
    for (char32_t c : w) {
      if (c == U'’') c = '\'';
      if (c >= 0x80) {
        size = 0;
        return;
      }
      chars[size++] = static_cast<char>(fold ? to_lower(c) : c);
    }
  }
  std::string_view view() const { return {chars, size}; }
  char chars[12];
  size_t size = 0;
};

// End of the run of marks that is one word at s[i]: periods, equal dashes, or `!` and `?` mixed.
size_t run_end(View s, size_t i, size_t end) {
  size_t j = i + 1;
  if (s[i] == '.' || is_dash(s[i])) {
    while (j < end && s[j] == s[i]) ++j;
  } else if (s[i] == '!' || s[i] == '?') {
    while (j < end && (s[j] == '!' || s[j] == '?')) ++j;
  }
  return j;
}

// Begin of the run that ends before j: the mirror of run_end.
size_t run_begin(View s, size_t j, size_t begin) {
  size_t i = j - 1;
  if (s[i] == '.' || is_dash(s[i])) {
    while (i > begin && s[i - 1] == s[i]) --i;
  } else if (s[i] == '!' || s[i] == '?') {
    while (i > begin && (s[i - 1] == '!' || s[i - 1] == '?')) --i;
  }
  return i;
}

// "U.S.", "a.m.": two letters or more, a period after each.
bool is_dotted(View w) {
  if (w.size() < 4 || w.size() % 2 != 0) return false;
  for (size_t i = 0; i < w.size(); i += 2)
    if (!is_letter(w[i]) || w[i + 1] != '.') return false;
  return true;
}

// `count` digits at w[i].
bool digits_at(View w, size_t i, size_t count) {
  if (i + count > w.size()) return false;
  for (size_t k = 0; k < count; ++k)
    if (!is_digit(w[i + k])) return false;
  return true;
}

// "1,000", "10:30", "9/11", "1.5": digits with single marks between.
bool is_number(View w) {
  bool mark = false, digit_before = false;
  for (char32_t c : w) {
    if (is_digit(c)) {
      digit_before = true;
    } else if (digit_before && (c == '.' || c == ',' || c == ':' || c == '/')) {
      mark = true;
      digit_before = false;
    } else {
      return false;
    }
  }
  return mark && digit_before;
}

bool is_iso_date(View w) {
  return w.size() == 10 && digits_at(w, 0, 4) && w[4] == '-' && digits_at(w, 5, 2) && w[7] == '-' && digits_at(w, 8, 2);
}

bool is_phone(View w) {
  if (w.size() == 12 && digits_at(w, 0, 3) && w[3] == '-') w.remove_prefix(4);
  return w.size() == 8 && digits_at(w, 0, 3) && w[3] == '-' && digits_at(w, 4, 4);
}

// `scheme://rest`, `www.rest`, or `name.tld` with an optional path.
bool is_url(View w) {
  if (w.size() < 4) return false;
  if (w.starts_with(U"www.")) return w.size() > 4;
  const size_t colon = w.find(U"://");
  if (colon != View::npos && colon > 0 && colon + 3 < w.size() && w[0] < 0x80 && is_letter(w[0])) {
    bool scheme = true;
    for (char32_t c : w.substr(0, colon)) scheme = scheme && ((c < 0x80 && is_letter(c)) || one_of(c, U"+.-"));
    if (scheme) return true;
  }
  View host = w.substr(0, std::min(w.find(U'/'), w.size()));
  bool label = false;  // the current label has a character
  size_t last_dot = View::npos;
  for (size_t i = 0; i < host.size(); ++i) {
    if (host[i] == '.') {
      if (!label) return false;
      label = false;
      last_dot = i;
    } else if (is_ascii_alnum(host[i]) || host[i] == '-') {
      label = true;
    } else {
      return false;
    }
  }
  if (!label || last_dot == View::npos) return false;
  return contains_sorted(kTopDomains, Key(host.substr(last_dot + 1), false).view());
}

bool is_email(View w) {
  const size_t at = w.find(U'@');
  if (at == View::npos || at == 0) return false;
  for (char32_t c : w.substr(0, at))
    if (!is_identifier(c) && !one_of(c, U".+-")) return false;
  bool label = false, dot = false;
  for (char32_t c : w.substr(at + 1)) {
    if (c == '.') {
      if (!label) return false;
      label = false;
      dot = true;
    } else if (is_identifier(c) || c == '-') {
      label = true;
    } else {
      return false;
    }
  }
  return label && dot;
}

bool is_tag(View w) {
  if (w.size() < 2 || (w[0] != '#' && w[0] != '@')) return false;
  return std::all_of(w.begin() + 1, w.end(), is_identifier);
}

// Whether `w`, which ends in a period, keeps it. `last`: its chunk ends the paragraph; `next_digit`: the next begins
// with a digit.
bool is_abbreviation(View w, bool last, bool next_digit) {
  if (is_dotted(w)) return true;
  const View stem = w.substr(0, w.size() - 1);
  if (stem.size() == 1 && is_upper(stem[0])) return !last;
  const Key key(stem);
  if (contains_sorted(kNumbered, key.view())) return next_digit;
  if (stem == U"Ill") return true;  // the state; "ill" ends sentences
  return contains_sorted(kAbbreviations, key.view());
}

class Tokenizer {
 public:
  Tokenizer(View s, std::vector<Span>& out) : s_(s), out_(out) {}

  void run() {
    size_t b = 0;
    while (b < s_.size() && is_blank(s_[b])) ++b;
    while (b < s_.size()) {
      size_t e = b;
      while (e < s_.size() && !is_blank(s_[e])) ++e;
      size_t next = e;
      while (next < s_.size() && is_blank(s_[next])) ++next;
      const bool last = next == s_.size();
      chunk(b, e, last, !last && is_digit(s_[next]));
      b = next;
    }
  }

 private:
  void add(size_t b, size_t e) { out_.push_back({static_cast<int32_t>(b), static_cast<int32_t>(e)}); }

  void add_reversed_from(size_t mark) { std::reverse(out_.begin() + static_cast<ptrdiff_t>(mark), out_.end()); }

  bool keeps_front(size_t b, size_t e) const {
    const char32_t c = s_[b];
    if (b + 1 >= e) return false;
    const char32_t next = s_[b + 1];
    if (is_apostrophe(c)) {
      if (contains_sorted(kLeadingApostrophe, Key(s_.substr(b + 1, e - b - 1)).view())) return true;
      size_t i = b + 1;  // '90s
      while (i < e && is_digit(s_[i])) ++i;
      return i > b + 1 && i < e && (s_[i] == 's' || s_[i] == 'S') && (i + 1 == e || !is_identifier(s_[i + 1]));
    }
    if (c == '#' || c == '@') return is_letter(next);
    if (c == '.' || c == '-' || c == '+') return is_digit(next);
    return false;
  }

  // Whether the mark that ends s[b,e) belongs to the word before it.
  bool keeps_back(size_t b, size_t e, bool last, bool next_digit) const {
    const View w = s_.substr(b, e - b);
    const char32_t c = w.back();
    if (c == '.') {
      if ((e < 2 || s_[e - 2] != '.') && is_abbreviation(w, last, next_digit)) return true;
      const size_t hyphen = w.rfind(U'-');  // "vice-Pres.": the abbreviation is the last part
      return hyphen != View::npos && hyphen + 2 < w.size() && is_abbreviation(w.substr(hyphen + 1), last, next_digit);
    }
    if (c == '+') return w.size() >= 2 && is_wordlike(w[w.size() - 2]);
    if (c == '/') return is_url(w);
    if (c == '$') return contains_sorted(kDollars, Key(w, false).view());
    return false;
  }

  void chunk(size_t b, size_t e, bool last, bool next_digit) {
    while (b < e && !is_wordlike(s_[b]) && !keeps_front(b, e)) {
      const size_t j = run_end(s_, b, e);
      add(b, j);
      b = j;
    }
    size_t middle_end = e;
    while (middle_end > b && !is_wordlike(s_[middle_end - 1]) && !keeps_back(b, middle_end, last, next_digit))
      middle_end = run_begin(s_, middle_end, b);
    if (b < middle_end) middle(b, middle_end);
    // The stripped marks again, in text order. The runs are the same read from either side, for each is maximal.
    for (size_t i = middle_end; i < e;) {
      const size_t j = run_end(s_, i, e);
      add(i, j);
      i = j;
    }
  }

  // A chunk without the marks at its ends.
  void middle(size_t b, size_t e) {
    for (;;) {  // "US$" comes off the front of a number, then the number is read in turn
      const View w = s_.substr(b, e - b);
      if (is_url(w) || is_email(w) || is_number(w) || is_iso_date(w) || is_phone(w) || is_dotted(w) || is_tag(w)) {
        add(b, e);
        return;
      }
      const size_t dollar = w.substr(0, 4).find(U'$');
      if (dollar == View::npos || dollar + 1 >= w.size() || !is_digit(w[dollar + 1]) ||
          !contains_sorted(kDollars, Key(w.substr(0, dollar + 1), false).view())) {
        break;
      }
      add(b, b + dollar + 1);
      b += dollar + 1;
    }
    const Key whole(s_.substr(b, e - b));
    const bool slashed = whole.view() == "w/o" || whole.view() == "c/o" || whole.view() == "b/c";
    size_t start = b;
    for (size_t i = b; i < e;) {
      const size_t cut = cut_at(b, start, i, e, slashed);
      if (cut == 0) {
        ++i;
        continue;
      }
      if (i > start) clitics(start, i);
      add(i, i + cut);
      i += cut;
      start = i;
    }
    if (start < e) number_and_unit(start, e);
  }

  // Length of the mark at `i` at which s[b,e), cut last at `start`, is cut again; 0 for none.
  size_t cut_at(size_t b, size_t start, size_t i, size_t e, bool slashed) const {
    const char32_t c = s_[i];
    if (is_wordlike(c) || (i == b && one_of(c, U"'’.-+#@"))) return 0;
    const char32_t prev = i > start ? s_[i - 1] : 0;
    const char32_t next = i + 1 < e ? s_[i + 1] : 0;
    const bool between_digits = is_digit(prev) && is_digit(next);
    if (is_bracket(c) || is_double_quote(c) || one_of(c, U";…–—")) return 1;
    if (c == '!' || c == '?' || (c == '.' && next == '.') || (c == '-' && next == '-')) return run_end(s_, i, e) - i;
    if ((c == ',' || c == ':') && !between_digits) return 1;
    if (c == '/' && !between_digits && !slashed) return 1;
    if (c == '.' && is_lower(prev) && is_upper(next)) return 1;
    if (c == '-' && prev != 0 && next != 0 && is_wordlike(prev) && is_wordlike(next))
      return contains_sorted(kPrefixes, Key(s_.substr(start, i - start)).view()) ? 0 : 1;
    if ((is_currency(c) && is_digit(next)) || (c == '%' && is_digit(prev))) return 1;
    return 0;
  }

  void number_and_unit(size_t b, size_t e) {
    size_t i = b;
    while (i < e && (is_digit(s_[i]) || (i > b && (s_[i] == '.' || s_[i] == ',')))) ++i;
    if (i > b && i < e && contains_sorted(kUnits, Key(s_.substr(i, e - i)).view())) {
      add(b, i);
      add(i, e);
    } else {
      clitics(b, e);
    }
  }

  void clitics(size_t b, size_t e) {
    const size_t mark = out_.size();
    for (;;) {
      const size_t cut = clitic(s_.substr(b, e - b));
      if (cut == 0) break;
      add(e - cut, e);
      e -= cut;
    }
    add(b, e);
    add_reversed_from(mark);
  }

  // Length of the clitic that ends `w`, or 0.
  static size_t clitic(View w) {
    const size_t n = w.size();
    if (n < 3) return 0;
    const char32_t last = to_lower(w[n - 1]);
    if (last == 't' && n > 3 && is_apostrophe(w[n - 2]) && to_lower(w[n - 3]) == 'n') return 3;
    if (is_apostrophe(w[n - 2]) && (last == 's' || last == 'd' || last == 'm')) return 2;
    if (n > 3 && is_apostrophe(w[n - 3])) {
      const char32_t first = to_lower(w[n - 2]);
      if ((last == 'e' && (first == 'r' || first == 'v')) || (last == 'l' && first == 'l')) return 3;
    }
    if (last == 't' || last == 'a') {
      const Key key(w);
      if (contains_sorted(kContracted, key.view())) return n - 3;
      if (contains_sorted(kBareNegated, key.view())) return 2;
    }
    return 0;
  }

  View s_;
  std::vector<Span>& out_;
};

}  // namespace

void tokenize(const Text& text, Span paragraph, std::vector<Token>& out) {
  const std::u32string s = to_u32(text.view(paragraph));
  std::vector<Span> words;
  words.reserve(s.size() / 4 + 1);
  Tokenizer(s, words).run();
  for (size_t i = 0; i < words.size(); ++i) {
    Token token;
    token.span = {paragraph.begin + words[i].begin, paragraph.begin + words[i].end};
    token.form = text.str(token.span);
    token.space_before = i == 0 || words[i - 1].end < words[i].begin;
    out.push_back(std::move(token));
  }
}

}  // namespace dragoman
