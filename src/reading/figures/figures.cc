// Figures: walks the words of each sentence from number to number. What stands before a number gives its bound and its
// currency, what follows gives its unit: percent, money, duration, measure, or the noun that it counts. Numbers that
// say something else - dates, years, ages, ordinals, scores, numbers in names - are left out.
//
// Forms decide; tags and the parse refine which noun is counted, where the document has them.
#include "reading/figures/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "base/words.h"
#include "reading/figures/units.h"
#include "reading/times/names.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using std::string_view;

// Words that end the run of a counted noun.
constexpr std::array<string_view, 76> kStops = {
    "of",      "in",    "to",      "and",   "or",    "were",    "was",    "are",   "is",      "have",   "has",
    "had",     "will",  "would",   "who",   "that",  "which",   "from",   "for",   "with",    "on",     "at",
    "by",      "as",    "the",     "a",     "an",    "said",    "during", "after", "before",  "over",   "than",
    "into",    "per",   "about",   "but",   "when",  "while",   "if",     "it",    "they",    "he",     "she",
    "we",      "i",     "you",     "last",  "this",  "these",   "those",  "next",  "through", "across", "under",
    "between", "among", "against", "since", "until", "because", "where",  "can",   "could",   "may",    "might",
    "not",     "be",    "been",    "being", "did",   "do",      "its",    "their", "every",   "each"};

// Nouns that structure a text; small numbers of them are no figures.
constexpr std::array<string_view, 23> kStructure = {
    "thing", "way",    "reason", "aspect", "side",  "factor", "point",  "kind",    "type",  "sort",  "part", "half",
    "side",  "option", "fact",   "front",  "theme", "end",    "matter", "respect", "stage", "phase", "issue"};

// Words after which a bare number counts people: "killed 12", "12 dead".
constexpr std::array<string_view, 36> kCasualty = {
    "killed",    "wounded",  "injured",   "dead",       "died",     "missing",      "arrested",     "detained",
    "kidnapped", "abducted", "displaced", "homeless",   "hurt",     "hospitalised", "hospitalized", "killing",
    "wounding",  "injuring", "arresting", "detaining",  "leaving",  "evacuated",    "rescued",      "executed",
    "trapped",   "stranded", "jailed",    "imprisoned", "deported", "infected",     "sickened",     "slain",
    "beheaded",  "perished", "drowned",   "massacred"};

constexpr std::array<string_view, 44> kRise = {
    "rise",    "rises",    "rose",    "risen",    "rising",  "increase", "increased", "increases", "increasing",
    "grow",    "grew",     "grown",   "grows",    "growing", "climb",    "climbed",   "climbing",  "jump",
    "jumped",  "soar",     "soared",  "surge",    "surged",  "up",       "gain",      "gained",    "gains",
    "advance", "advanced", "expand",  "expanded", "raise",   "raised",   "growth",    "higher",    "more",
    "doubled", "swell",    "swelled", "swollen",  "add",     "added",    "edged",     "rebounded"};
constexpr std::array<string_view, 44> kFall = {
    "fall",      "fell",       "fallen",      "falling", "falls",   "decrease", "decreased", "decreases", "decline",
    "declined",  "declines",   "declining",   "drop",    "dropped", "drops",    "dropping",  "slump",     "slumped",
    "plunge",    "plunged",    "down",        "lose",    "lost",    "loses",    "shrink",    "shrank",    "shrunk",
    "contract",  "contracted", "contraction", "cut",     "cuts",    "cutting",  "reduce",    "reduced",   "reduces",
    "reduction", "lower",      "lowered",     "slid",    "slide",   "less",     "fewer",     "tumbled"};

// What "$" alone means to the paper, by the country of its address: the story's, else one on the first line of the
// text. Singapore, Hong Kong and Taiwan write S$, HK$ and NT$ for their own and $ for the American.
string_view dollar_of_paper(const Context& context) {
  struct Domain {
    string_view end, unit;
  };
  static constexpr std::array<Domain, 3> kDomains = {{{".ca", "CAD"}, {".au", "AUD"}, {".nz", "NZD"}}};
  const string_view text = context.text.utf8();
  for (string_view url : {string_view(context.uri), text.substr(0, std::min(text.find('\n'), text.size()))}) {
    const size_t scheme = url.find("://");
    if (scheme == string_view::npos || scheme > 5) continue;
    url.remove_prefix(scheme + 3);
    const string_view host = url.substr(0, url.find_first_of("/:?"));
    for (const Domain& domain : kDomains) {
      if (host.size() > domain.end.size() && host.substr(host.size() - domain.end.size()) == domain.end)
        return domain.unit;
    }
  }
  return "USD";
}

class Finder {
 public:
  Finder(const Context& context, const Times& times)
      : context_(context),
        doc_(context.doc),
        tokens_(context.doc.tokens),
        times_(times),
        low_(lower_forms(tokens_)),
        dollar_(dollar_of_paper(context)) {
    for (const Token& token : tokens_) tagged_ = tagged_ || (token.upos != Upos::kX && token.upos != Upos::kPunct);
    blocked_.assign(tokens_.size(), false);
    for (const TokenRange& words : times.words)
      std::fill(blocked_.begin() + words.begin, blocked_.begin() + words.end, true);
  }

  std::vector<Figure> all() {
    for (const Sentence& sentence : doc_.sentences) {
      begin_ = sentence.begin;
      end_ = sentence.end;
      last_ = -1;
      for (int i = begin_; i < end_;) {
        const size_t before = found_.size();
        const int next = blocked_[i] ? i + 1 : figure_at(i);
        i = next > i ? next : i + 1;
        if (found_.size() > before) last_ = static_cast<int>(found_.size()) - 1;
      }
      changes();
    }
    drop_repeats();
    std::sort(found_.begin(), found_.end(),
              [](const Found& a, const Found& b) { return a.figure.span < b.figure.span; });
    std::vector<Figure> out;
    for (Found& f : found_) {
      f.figure.id = "f" + std::to_string(out.size() + 1);
      out.push_back(std::move(f.figure));
    }
    return out;
  }

 private:
  struct Found {
    Figure figure;
    int begin, end;  // tokens
    int number;      // first token of the number
    int sentence;
    std::string noun;  // what is counted, lower case
  };

  string_view at(int i) const { return i >= begin_ && i < end_ ? string_view(low_[i]) : string_view(); }
  const std::string& form(int i) const { return tokens_[i].form; }
  bool capital(int i) const {
    return i >= begin_ && i < end_ && !form(i).empty() && form(i)[0] >= 'A' && form(i)[0] <= 'Z';
  }
  bool touch(int a, int b) const { return a >= begin_ && b < end_ && tokens_[a].span.end == tokens_[b].span.begin; }

  // --- the number ---------------------------------------------------------------------------------------------------

  // A number with the currency in the same token: "R350", "Rs500", "Sh20", "US$5m".
  bool joined_currency(int i, string_view& unit, Digits& digits) const {
    const std::string& f = form(i);
    size_t d = 0;
    while (d < f.size() && !(f[d] >= '0' && f[d] <= '9')) ++d;
    if (d == 0 || d >= f.size()) return false;
    unit = currency_before(string_view(f).substr(0, d));
    if (unit.empty()) return false;
    // A single letter is a currency before a round or large sum alone: "R350 million", "N5,000", not "P5" or "R2".
    if (d == 1 && f[0] >= 'A' && f[0] <= 'Z') {
      const bool scale =
          at(i + 1) == "million" || at(i + 1) == "billion" || at(i + 1) == "bn" || at(i + 1) == "trillion";
      if (!scale && f.size() < 4) return false;
    }
    return parse_digits(string_view(low_[i]).substr(d), digits) && scale_of(digits.suffix) > 0;
  }

  // "m", "bn", "k" after digits: "€5m". 1 for none, 0 for something else.
  static double scale_of(string_view suffix) {
    if (suffix.empty()) return 1;
    if (suffix == "m" || suffix == "mn" || suffix == "mln") return 1e6;
    if (suffix == "bn" || suffix == "b" || suffix == "bln") return 1e9;
    if (suffix == "tn" || suffix == "trn" || suffix == "t") return 1e12;
    if (suffix == "k") return 1e3;
    return 0;
  }

  struct Quantity {
    int begin = 0, end = 0;  // currency and number
    int number = 0;
    double value = 0;
    string_view unit;  // money named before, or the measure in the same word: "3km"
    string_view per;   // of a rate, "30km/h"
    bool words = false, plain = false, article = false, scaled = false, integer = true;
  };

  bool quantity(int i, Quantity& q) const {
    q = {};
    q.begin = q.number = i;
    int j = i;
    Digits joined;
    string_view unit;
    if (joined_currency(i, unit, joined)) {
      q.unit = unit;
      q.value = joined.value * scale_of(joined.suffix);
      q.end = i + 1;
      scale_after(q);
      return true;
    }
    unit = form(i) == "$" ? dollar_ : currency_before(form(i));
    if (!unit.empty() && j + 1 < end_) {
      // A bare letter or word is a currency only if digits follow at once.
      q.unit = unit;
      ++j;
      if (at(j) == "." && touch(j - 1, j)) ++j;  // "Rs."
      if (j < end_ && !currency_before(form(j)).empty() && at(j) == "$") ++j;
      const char c = at(j).empty() ? 0 : at(j)[0];
      if (!(c >= '0' && c <= '9')) return false;
      if (form(i).size() == 1 && form(i)[0] >= 'A' && form(i)[0] <= 'Z' && !touch(i, j)) return false;
    } else if ((at(i) == "us" || at(i) == "u.s.") && at(i + 1) == "$") {
      q.unit = "USD";
      j = i + 2;
    }
    if (j >= end_) return false;
    if (q.unit.empty() && j == i && (degrees(i, q) || negative(i, q) || scientific(i, q) || glyph_fraction(i, q)))
      return true;
    Digits digits;
    const bool sign = at(j) == "-" && j + 1 < end_ && touch(j, j + 1) && q.unit.empty() && j == i;
    if (sign) return false;
    if (parse_digits(low_[j], digits) && !digits.suffix.empty()) {
      const double scale = scale_of(digits.suffix);
      if (q.unit.empty() || scale == 0) {
        // "5m people", "3km": read as such below; other letters make it a name ("5G", "22nd").
        UnitMatch measure;
        const std::vector<std::string> suffix = {std::string(digits.suffix)};
        if (digits.suffix == "m" && j + 1 < end_ && looks_plural(at(j + 1))) {
          q.value = digits.value * 1e6;
        } else if (digits.suffix != "m" && digits.suffix != "t" && measure_after(suffix, 0, 1, measure)) {
          q.value = digits.value * measure.factor;
          q.unit = measure.unit;
          if (at(j + 1) == "/" && j + 2 < end_) {  // "30km/h"
            const std::vector<std::string> rate = {suffix[0], low_[j + 1], low_[j + 2]};
            if (measure_after(rate, 0, 3, measure) && measure.words == 3) {
              q.per = measure.per;
              q.number = j;
              q.end = j + 3;
              return true;
            }
          }
        } else if (digits.suffix == "c" && digits.digits >= 2) {
          q.value = digits.value;
          q.unit = "Cel";  // "40C"
        } else {
          return false;
        }
        q.number = j;
        q.end = j + 1;
        return true;
      }
      q.value = digits.value * scale;
      q.number = j;
      q.end = j + 1;
      scale_after(q);
      return true;
    }
    NumberPhrase number;
    if (blocked_[j] || !read_number(low_, j, end_, number)) return false;
    q.number = j;
    q.end = number.end;
    q.value = number.value;
    q.words = number.words;
    q.plain = number.plain_digits;
    q.article = number.bare_article;
    q.scaled = number.scaled;
    q.integer = number.value == std::floor(number.value);
    if (!q.unit.empty()) {
      if (at(q.end) == "m" || at(q.end) == "k" || at(q.end) == "b") q.value *= scale_of(at(q.end)), ++q.end;
    }
    return true;
  }

  // "30°C"
  bool degrees(int i, Quantity& q) const {
    const string_view form = at(i);
    const size_t sign = form.find("\u00b0");
    Digits digits;
    if (sign == string_view::npos || sign == 0 || !parse_digits(form.substr(0, sign), digits)) return false;
    const string_view scale = form.substr(sign + 2);
    if (!digits.suffix.empty() || (scale != "c" && scale != "f" && !scale.empty())) return false;
    q.unit = scale == "f" ? "[degF]" : scale == "c" ? "Cel" : "deg";
    q.value = digits.value;
    q.number = i;
    q.end = i + 1;
    return true;
  }

  // "-0.9%", "−5C", "minus 10 degrees": only of what is measured in degrees or percent, since a dash before a number is
  // mostly a dash.
  bool negative(int i, Quantity& q) const {
    string_view form = at(i);
    int j = i;
    if (form == "minus" || form == "\u2212") {
      ++j;
      if (j >= end_ || (form != "minus" && !touch(i, j))) return false;
      form = at(j);
    } else if (form.size() > 1 && form[0] == '-') {
      form.remove_prefix(1);
    } else {
      return false;
    }
    Digits digits;
    if (!parse_digits(form, digits)) return false;
    const bool celsius = digits.suffix == "c";
    UnitMatch unit;
    int words;
    bool points;
    if (!celsius &&
        (!digits.suffix.empty() || !(percent_after(j + 1, &words, &points) ||
                                     (measure_after(low_, j + 1, end_, unit) &&
                                      (unit.unit == "Cel" || unit.unit == "[degF]" || unit.unit == "deg")))))
      return false;
    if (celsius) q.unit = "Cel";
    q.value = -digits.value;
    q.number = j;
    q.end = j + 1;
    q.integer = digits.value == std::floor(digits.value);
    return true;
  }

  // "3.2 x 10^6", "3.2×10⁴", "10^5"
  bool scientific(int i, Quantity& q) const {
    const string_view form = at(i);
    double factor = 1;
    int j = i;
    string_view power = form;
    if ((at(i + 1) == "x" || at(i + 1) == "\u00d7") && i + 2 < end_) {
      Digits digits;
      if (!parse_digits(form, digits) || !digits.suffix.empty()) return false;
      factor = digits.value;
      j = i + 2;
      power = at(j);
    } else if (const size_t cross = form.find("\u00d7"); cross != string_view::npos) {
      Digits digits;
      if (!parse_digits(form.substr(0, cross), digits) || !digits.suffix.empty()) return false;
      factor = digits.value;
      power = form.substr(cross + 2);
    }
    if (power.substr(0, 2) != "10" || power.size() < 4) return false;
    power.remove_prefix(2);
    int exponent = 0;
    if (power[0] == '^') {
      exponent = plain_int(power.substr(1));
    } else {
      static constexpr std::array<string_view, 10> kRaised = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                                              "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
      while (!power.empty()) {
        const auto digit =
            std::find_if(kRaised.begin(), kRaised.end(), [&](string_view d) { return power.substr(0, d.size()) == d; });
        if (digit == kRaised.end()) return false;
        exponent = exponent * 10 + static_cast<int>(digit - kRaised.begin());
        power.remove_prefix(digit->size());
      }
    }
    if (exponent < 1 || exponent > 18) return false;
    q.value = factor * std::pow(10, exponent);
    q.scaled = true;
    q.number = i;
    q.end = j + 1;
    return true;
  }

  // "½", "3½", "2 ½": the glyph behind the whole number.
  bool glyph_fraction(int i, Quantity& q) const {
    struct Glyph {
      string_view form;
      double value;
    };
    static constexpr std::array<Glyph, 6> kGlyphs = {{{"\u00bd", 0.5},
                                                      {"\u00bc", 0.25},
                                                      {"\u00be", 0.75},
                                                      {"\u2153", 1.0 / 3},
                                                      {"\u2154", 2.0 / 3},
                                                      {"\u215b", 0.125}}};
    const auto part_of = [](string_view form) {
      for (const Glyph& glyph : kGlyphs) {
        if (form.size() >= glyph.form.size() && form.substr(form.size() - glyph.form.size()) == glyph.form)
          return &glyph;
      }
      return static_cast<const Glyph*>(nullptr);
    };
    string_view form = at(i);
    const Glyph* part = part_of(form);
    int end = i + 1;
    Digits whole;
    if (part) {
      form.remove_suffix(part->form.size());
      if (!form.empty() && (!parse_digits(form, whole) || !whole.suffix.empty())) return false;
    } else {
      part = part_of(at(i + 1));
      if (!part || part->form.size() != at(i + 1).size() || !parse_digits(form, whole) || !whole.suffix.empty())
        return false;
      end = i + 2;
    }
    q.value = whole.value + part->value;
    q.integer = false;
    q.number = i;
    q.end = end;
    scale_after(q);
    q.scaled = q.end > end;
    return true;
  }

  void scale_after(Quantity& q) const {
    int k = q.end;
    if (at(k) == "-") ++k;
    const string_view word = at(k);
    double factor = 0;
    if (word == "million" || word == "mn")
      factor = 1e6;
    else if (word == "billion" || word == "bn")
      factor = 1e9;
    else if (word == "trillion" || word == "tn")
      factor = 1e12;
    else if (word == "thousand")
      factor = 1e3;
    else if (word == "lakh")
      factor = 1e5;
    else if (word == "crore")
      factor = 1e7;
    if (factor > 0) q.value *= factor, q.end = k + 1;
  }

  // --- the bound ----------------------------------------------------------------------------------------------------

  bool before(int start, std::initializer_list<string_view> words) const {
    int i = start - static_cast<int>(words.size());
    if (i < begin_) return false;
    for (string_view word : words) {
      if (at(i++) != word) return false;
    }
    return true;
  }

  // Bound named before token `start`; moves `start` over it.
  Bound bound_before(int& start) const {
    struct Pattern {
      std::initializer_list<string_view> words;
      Bound bound;
    };
    static const Pattern kPatterns[] = {{{"no", "more", "than"}, Bound::kAtMost},
                                        {{"not", "more", "than"}, Bound::kAtMost},
                                        {{"a", "maximum", "of"}, Bound::kAtMost},
                                        {{"no", "fewer", "than"}, Bound::kAtLeast},
                                        {{"no", "less", "than"}, Bound::kAtLeast},
                                        {{"not", "less", "than"}, Bound::kAtLeast},
                                        {{"a", "minimum", "of"}, Bound::kAtLeast},
                                        {{"at", "the", "very", "least"}, Bound::kAtLeast},
                                        {{"in", "excess", "of"}, Bound::kMoreThan},
                                        {{"upwards", "of"}, Bound::kMoreThan},
                                        {{"upward", "of"}, Bound::kMoreThan},
                                        {{"more", "than"}, Bound::kMoreThan},
                                        {{"greater", "than"}, Bound::kMoreThan},
                                        {{"higher", "than"}, Bound::kMoreThan},
                                        {{"less", "than"}, Bound::kLessThan},
                                        {{"fewer", "than"}, Bound::kLessThan},
                                        {{"lower", "than"}, Bound::kLessThan},
                                        {{"at", "least"}, Bound::kAtLeast},
                                        {{"at", "most"}, Bound::kAtMost},
                                        {{"up", "to"}, Bound::kAtMost},
                                        {{"as", "many", "as"}, Bound::kAtMost},
                                        {{"as", "much", "as"}, Bound::kAtMost},
                                        {{"close", "to"}, Bound::kAbout},
                                        {{"an", "estimated"}, Bound::kAbout},
                                        {{"estimated"}, Bound::kAbout},
                                        {{"or", "so"}, Bound::kAbout},
                                        {{"about"}, Bound::kAbout},
                                        {{"around"}, Bound::kAbout},
                                        {{"approximately"}, Bound::kAbout},
                                        {{"approx."}, Bound::kAbout},
                                        {{"roughly"}, Bound::kAbout},
                                        {{"some"}, Bound::kAbout},
                                        {{"nearly"}, Bound::kAbout},
                                        {{"almost"}, Bound::kAbout},
                                        {{"circa"}, Bound::kAbout},
                                        {{"nearing"}, Bound::kAbout},
                                        {{"over"}, Bound::kMoreThan},
                                        {{"above"}, Bound::kMoreThan},
                                        {{"exceeding"}, Bound::kMoreThan},
                                        {{"under"}, Bound::kLessThan},
                                        {{"below"}, Bound::kLessThan}};
    for (const Pattern& pattern : kPatterns) {
      if (!before(start, pattern.words)) continue;
      start -= static_cast<int>(pattern.words.size());
      static constexpr std::array<string_view, 8> kDegree = {"just",   "slightly", "well", "far",
                                                             "little", "a",        "only", "significantly"};
      while (start > begin_ && contains(kDegree, at(start - 1))) --start;
      return pattern.bound;
    }
    static constexpr std::array<string_view, 6> kExtra = {"another", "only", "just", "additional", "exactly", "fully"};
    if (contains(kExtra, at(start - 1))) --start;
    return Bound::kExact;
  }

  // --- nouns --------------------------------------------------------------------------------------------------------

  bool noun_tag(int i) const { return tokens_[i].upos == Upos::kNoun || tokens_[i].upos == Upos::kPropn; }

  // By the form: a plural noun has few ways to end, and the model's lemma has no say.
  std::string lemma_of(int i) const { return singular(low_[i]); }

  // The noun that the number before `from` counts, or -1. `several`: a plural is wanted.
  int counted_noun(int number, int from, bool several) const {
    // By the parse: the head of a nummod a few words on.
    if (tagged_) {
      const Token& token = tokens_[number];
      if (token.head >= from && token.head < end_ && token.head - from <= 7 && is_rel(token.deprel, "nummod") &&
          noun_tag(token.head) &&
          (!several || looks_plural(low_[token.head]) || tokens_[token.head].feats.number == Number::kPlur) &&
          !crosses(from, token.head))
        return token.head;
    }
    int best = -1;
    for (int i = from; i < end_ && i < from + 7; ++i) {
      const string_view word = at(i);
      if (contains(kStops, word) || blocked_[i]) break;
      const char c = word[0];
      const bool hyphen = word == "-" && touch(i - 1, i) && touch(i, i + 1);
      if (i > from && word == "-" && !hyphen) break;
      if (!hyphen && !((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80 || word == "'s" || word == "'"))
        break;
      if (word == "-" && !hyphen) break;
      if (static_cast<unsigned char>(c) >= 0x80 && (word == "\u201c" || word == "\u201d" || word == "\u2026")) break;
      if (tagged_ && (tokens_[i].upos == Upos::kVerb || tokens_[i].upos == Upos::kAux) &&
          tokens_[i].feats.verb_form == VerbForm::kFin)
        break;
      if (tagged_ &&
          (tokens_[i].upos == Upos::kAdp || tokens_[i].upos == Upos::kSconj || tokens_[i].upos == Upos::kPron))
        break;
      const bool noun = !tagged_ || noun_tag(i) || tokens_[i].upos == Upos::kAdj;
      if (several ? (looks_plural(word) && noun) : (!tagged_ || noun_tag(i))) {
        best = i;
        const bool goes_on = i + 1 < end_ && ((several && looks_plural(at(i + 1)) && (!tagged_ || noun_tag(i + 1))) ||
                                              (!several && tagged_ && noun_tag(i + 1)));
        if (!goes_on) break;
      }
    }
    return best;
  }

  // Punctuation or a verb between.
  bool crosses(int from, int to) const {
    for (int i = from; i < to; ++i) {
      const string_view word = at(i);
      if (word == "-" && !(touch(i - 1, i) && touch(i, i + 1))) return true;
      if (word == "," || word == "(" || word == ")" || word == ";" || word == ":" || tokens_[i].upos == Upos::kAux)
        return true;
    }
    return false;
  }

  bool person(int i, const std::string& lemma) const {
    if (is_person_noun(lemma) || low_[i] == "people" || low_[i] == "police" || low_[i] == "personnel" ||
        low_[i] == "staff")
      return true;
    if (const Agent* agent = context_.knowledge.agent(lemma))
      return agent->kind != ActorKind::kOrganisation && agent->person;
    // "three Koreans", "Hondurans": a capitalised plural of -an, -i, -ese, -ish is a people.
    if (capital(i) && low_[i].size() > 5) {
      static constexpr std::array<string_view, 7> kPeoples = {"ans", "ians", "eans", "is", "lis", "nis", "qis"};
      const string_view word = low_[i];
      for (string_view tail : kPeoples) {
        if (word.size() > tail.size() + 2 && word.substr(word.size() - tail.size()) == tail) return true;
      }
    }
    // "MPs", "MLAs"
    if (form(i) == "MPs" || form(i) == "MLAs" || form(i) == "MEPs" || form(i) == "POWs" || form(i) == "VIPs" ||
        form(i) == "IDPs" || form(i) == "CEOs" || form(i) == "GIs")
      return true;
    return false;
  }

  std::string unit_of_noun(int i) const {
    const std::string lemma = lemma_of(i);
    if (person(i, lemma)) return "person";
    if (lemma == "nation") return "country";
    if (lemma == "organization" || lemma == "ngo") return "organisation";
    return lemma;
  }

  // "of the seats", "of Polish farmland": the noun phrase after `of`, up to `limit` words.
  std::optional<Span> phrase_after(int from, int* last) const {
    if (!(at(from) == "of" || at(from) == "in") || at(from + 1).empty()) return std::nullopt;
    int i = from + 1;
    int end = i;
    for (; i < end_ && i < from + 9; ++i) {
      const string_view word = at(i);
      if (i > from + 1 && (contains(kStops, word) && word != "the" && word != "its" && word != "their")) break;
      const char c = word[0];
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 || word == "'s" ||
            word == "'" || word == "-"))
        break;
      if (!tagged_ && i > from + 1 && looks_plural(at(i - 1)) && word.size() > 4 &&
          word.substr(word.size() - 2) == "ed")
        break;
      if (tagged_ && i > from + 1 &&
          (tokens_[i].upos == Upos::kVerb || tokens_[i].upos == Upos::kAux || tokens_[i].upos == Upos::kAdp ||
           tokens_[i].upos == Upos::kAdv))
        break;
      // A number in it is a figure of its own: "81 percent of 32 thousand votes".
      if (c >= '0' && c <= '9') {
        if (i == from + 1) return std::nullopt;
        break;
      }
      if (blocked_[i]) break;
      end = i + 1;
    }
    if (end == from + 1) return std::nullopt;
    *last = end;
    return Span{tokens_[from + 1].span.begin, tokens_[end - 1].span.end};
  }

  // --- one figure ---------------------------------------------------------------------------------------------------

  // 4.1 * 1e6 is not quite 4,100,000 in binary: six decimals are kept, none above a billion.
  static double tidy(double value) { return value < 1e9 ? std::round(value * 1e6) / 1e6 : std::round(value); }

  int add(int begin, int end, int number, double value, string_view unit, Bound bound, double confidence,
          std::optional<Span> what, std::string noun = {}) {
    Found f;
    f.begin = begin;
    f.end = end;
    f.number = number;
    f.sentence = tokens_[number].sentence;
    f.noun = std::move(noun);
    f.figure.span = {tokens_[begin].span.begin, tokens_[end - 1].span.end};
    f.figure.value = tidy(value);
    f.figure.unit = unit;
    f.figure.bound = bound;
    f.figure.confidence = confidence;
    f.figure.what = what;
    // "or more", "or so" behind
    if (at(end) == "or" && bound == Bound::kExact) {
      if (at(end + 1) == "more") f.figure.bound = Bound::kAtLeast;
      if (at(end + 1) == "so") f.figure.bound = Bound::kAbout;
      if (at(end + 1) == "less" || at(end + 1) == "fewer") f.figure.bound = Bound::kAtMost;
    }
    if (const Time* time = nearby_time(number, end)) f.figure.period = Interval{time->start, time->end_date};
    found_.push_back(std::move(f));
    return end;
  }

  // The time in whose period the figure holds: one that follows at once ("41,263 permits last year", "in 2021"),
  // else the one that governs its word.
  const Time* nearby_time(int number, int end) const {
    const int32_t from = tokens_[end - 1].span.end;
    const auto time = first_in(times_.times, from);
    if (time != times_.times.end() && end < end_ && time->span.begin < tokens_[end_ - 1].span.end) {
      const int gap_end = doc_.token_at(time->span.begin);
      if (gap_end - end <= 1 && gap_end >= end) return &*time;
    }
    if (!tagged_ || tokens_[number].head < 0) return nullptr;
    return time_of(context_, times_, tokens_[number].head);
  }

  bool percent_after(int i, int* words, bool* points) const {
    *points = false;
    const string_view word = at(i);
    if (word == "%" || word == "percent" || word == "pct" || word == "pc")
      *words = 1;
    else if (word == "per" && at(i + 1) == "cent")
      *words = 2;
    else if (word == "percentage" && (at(i + 1) == "points" || at(i + 1) == "point"))
      *words = 2, *points = true;
    else
      return false;
    if (!*points && (at(i + *words) == "points" || at(i + *words) == "point")) ++*words, *points = true;
    return true;
  }

  // The number behind "to" or a dash; after money its scale may stick to it: "$10-15m".
  bool second_quantity(int i, const Quantity& first, Quantity& q) const {
    Digits digits;
    if (!first.unit.empty() && parse_digits(low_[i], digits) && !digits.suffix.empty() && scale_of(digits.suffix) > 1) {
      q = {};
      q.begin = q.number = i;
      q.end = i + 1;
      q.value = digits.value * scale_of(digits.suffix);
      q.scaled = true;
      return true;
    }
    return quantity(i, q);
  }

  // Goes on over the second number of a range: "10 to 20 percent", "80 or 90 tons", "between 10 and 20", "10-15". Moves
  // `j` behind it, `start` before "between", and fills `max`. False if the number stands alone.
  bool read_range(Quantity& q, int& start, int& j, double& max) const {
    const string_view join = at(j), lead = at(q.begin - 1);
    const bool between = lead == "between" || lead == "from";
    const bool dash = join == "-" && touch(q.end - 1, j) && touch(j, j + 1);
    if (!(join == "to" || join == "or" || dash || (join == "and" && lead == "between"))) return false;
    Quantity second;
    if (j + 1 >= end_ || blocked_[j + 1] || !second_quantity(j + 1, q, second)) return false;
    if (second.value <= q.value || !(second.unit.empty() || second.unit == q.unit || q.unit.empty())) return false;
    UnitMatch unit;
    int words;
    bool points;
    const int after = second.end + (at(second.end) == "-");
    const bool unit_follows = !q.unit.empty() || percent_after(after, &words, &points) ||
                              measure_after(low_, after, end_, unit) || duration_after(low_, after, end_, unit) ||
                              currency_after(low_, after, end_, unit);
    if (!unit_follows && join == "to" && !between && counted_noun(second.number, second.end, true) < 0) return false;
    // "3-1", "52-48" is a score or a vote.
    static constexpr std::array<string_view, 7> kPlayed = {"votes", "goals", "points", "runs", "games", "wins", "sets"};
    const bool things = looks_plural(at(second.end)) && !contains(kPlayed, at(second.end));
    if (dash && !unit_follows && !things && second.value < 100 && q.plain && second.plain) return false;
    // "$10-15 million": the scale of the second holds for the first.
    if (second.scaled && !q.scaled && q.value < 1000) {
      const double plain = digits_value(second.number);
      if (plain > 0 && plain > q.value) q.value *= second.value / plain;
    }
    max = second.value;
    j = second.end;
    if (!second.unit.empty()) q.unit = second.unit;
    if (between && start > begin_ && start == q.begin) --start;
    return true;
  }

  int figure_at(int i) {
    if (const int end = fraction(i)) return end;
    Quantity q;
    if (!quantity(i, q)) return i + 1;
    if (!plausible(q)) return q.end;
    int start = q.begin;
    Bound bound = bound_before(start);
    int j = q.end;
    double max = 0;
    const bool range = read_range(q, start, j, max);
    if (range) bound = Bound::kRange;
    const size_t count = found_.size();
    const int end = classify(q, start, j, bound);
    if (found_.size() > count && range) found_.back().figure.value_max = max * factor_;
    return std::max(end, q.end);
  }

  // The digits of a token, 0 if it has none.
  double digits_value(int i) const {
    Digits digits;
    return parse_digits(low_[i], digits) ? digits.value : 0;
  }

  // "years old", "-year-old", "years of age" at `k`, with or without a hyphen before.
  bool age_at(int k) const {
    if (at(k) == "-") ++k;
    UnitMatch unit;
    if (!duration_after(low_, k, end_, unit)) return false;
    k += unit.words;
    if (at(k) == "of" && at(k + 1) == "age") return true;
    if (at(k) == "-") ++k;
    return at(k) == "old" || at(k) == "olds";
  }

  // Numbers that are no figures by what stands round them.
  bool plausible(const Quantity& q) const {
    const string_view before = at(q.begin - 1), after = at(q.end);
    if (!q.unit.empty()) return true;
    // Time of day, ordinals split off, list marks, decimals of sections.
    if (after == "am" || after == "pm" || after == "a.m." || after == "p.m." || after == "o'clock" || after == "gmt" ||
        after == "utc")
      return false;
    static constexpr std::array<string_view, 32> kNameLeads = {
        "no.",   "nos.",      "no",     "number",  "article",  "section", "chapter", "resolution",
        "page",  "channel",   "route",  "highway", "flight",   "phase",   "level",   "group",
        "grade", "type",      "class",  "zone",    "district", "ward",    "room",    "gate",
        "unit",  "paragraph", "clause", "rule",    "form",     "age",     "aged",    "category"};
    if (contains(kNameLeads, before) && !(before == "no" && q.words)) return false;
    if (before == "#" || after == ":" || (before == "/") || (after == "/" && q.plain)) return false;
    // Ages: ", 53," and "53-year-old", "53 years old", "years of age"
    if (age_at(q.end)) return false;
    if ((before == "," || before == "(") && (after == "," || after == ")") && q.value < 120 && q.integer) return false;
    if (before == "age" || before == "aged" || (before == "ages")) return false;
    // Numbers in names: "Boeing 737", "Kosmos 2251": a capitalised word before that does not open the sentence and no
    // noun behind.
    if (!q.words && q.begin - 1 > begin_ && capital(q.begin - 1) && q.integer && before != "i") {
      UnitMatch unit;
      int words;
      bool points;
      const bool counted = percent_after(q.end, &words, &points) || measure_after(low_, q.end, end_, unit) ||
                           duration_after(low_, q.end, end_, unit) || currency_after(low_, q.end, end_, unit) ||
                           counted_noun(q.number, q.end, true) >= 0;
      if (!counted) return false;
    }
    // A hyphen before: "Covid-19", "F-16", "U-20".
    if (before == "-" && touch(q.begin - 1, q.begin) && q.begin - 2 >= begin_ && touch(q.begin - 2, q.begin - 1))
      return false;
    // "in 3 - 1", phone numbers and codes: several bare numbers in a row.
    if (q.plain && q.end < end_) {
      Digits next;
      if (parse_digits(low_[q.end], next) && next.suffix.empty()) return false;
    }
    for (const NameSpan& name : names_between(doc_.names, q.begin, q.end)) {
      if (name.begin <= q.begin && q.end <= name.end && name.end - name.begin > q.end - q.begin &&
          (name.label == "ORG" || name.label == "FAC" || name.label == "PRODUCT" || name.label == "PER" ||
           name.label == "LOC"))
        return false;
    }
    return true;
  }

  // Reads what follows the number at `j` and adds the figure. Returns where to go on.
  int classify(const Quantity& q, int start, int j, Bound bound) {
    factor_ = 1;
    int words;
    bool points;
    int last = 0;
    UnitMatch unit;
    // Money named before.
    if (!q.unit.empty()) {
      const std::optional<Span> what = phrase_after(j, &last);
      const bool money = currency_before(q.unit).size() || q.unit.size() == 3;
      return add(start, j, q.number, q.value, std::string(q.unit) + std::string(q.per), bound, money ? 0.9 : 0.85,
                 what);
    }
    const bool hyphen = at(j) == "-" && touch(j - 1, j) && touch(j, j + 1);
    const int k = hyphen ? j + 1 : j;
    if ((at(k) == "basis" && (at(k + 1) == "points" || at(k + 1) == "point")) || at(k) == "bps") {
      const int end = at(k) == "bps" ? k + 1 : k + 2;
      factor_ = 0.01;
      return add(start, end, q.number, q.value * factor_, "percentage point", bound, 0.9, std::nullopt);
    }
    if (const int end = magnitude(q, start, k, bound)) return end;
    if (percent_after(k, &words, &points)) {
      const int end = k + words;
      const std::optional<Span> what = at(end) == "of" ? phrase_after(end, &last) : std::nullopt;
      add(start, what ? last : end, q.number, q.value, points ? "percentage point" : "percent", bound, 0.92, what);
      return end;
    }
    // "one of the ...", "no one": a bare one is a pronoun or article.
    const bool one = q.value == 1 && q.words;
    if (currency_after(low_, k, end_, unit) || shared_currency(k, q, unit)) {
      factor_ = unit.factor;
      const int end = k + unit.words;
      const std::optional<Span> what = phrase_after(end, &last);
      return add(start, end, q.number, q.value * unit.factor, unit.unit, bound, 0.9, what);
    }
    if (at(k) == "pounds" || at(k) == "pound") {  // no money, by what shared_currency knows
      const std::optional<Span> what = at(k + 1) == "of" ? phrase_after(k + 1, &last) : std::nullopt;
      add(start, what ? last : k + 1, q.number, q.value, "[lb_av]", bound, 0.85, what);
      return k + 1;
    }
    if (measure_after(low_, k, end_, unit) && !(one && !hyphen) &&
        !(unit.unit == "[ft_i]" && at(k) == "foot" && !hyphen)) {
      factor_ = unit.factor;
      const int end = k + unit.words;
      const std::optional<Span> what = at(end) == "of" ? phrase_after(end, &last) : std::nullopt;
      add(start, what ? last : end, q.number, q.value * unit.factor, unit.code(), bound, 0.88, what);
      return end;
    }
    if (const int end = duration(q, start, k, hyphen, bound)) return end;
    if (hyphen) return hyphenated(q, start, k, bound);
    if (one || q.article) {
      if (!q.article && !casualty_near(q)) return q.end;
      if (q.article && q.value < 12) return q.end;
    }
    return counted(q, start, j, bound);
  }

  // Of earthquakes, and what is told as a multiple: "a magnitude 6.1 quake", "6.1-magnitude", "7.2 on the Richter
  // scale", "a three-fold rise". 0 if neither.
  int magnitude(const Quantity& q, int start, int k, Bound bound) {
    const bool behind = at(k) == "magnitude" || (at(k) == "on" && at(k + 1) == "the" && at(k + 2) == "richter");
    const bool ahead = at(q.begin - 1) == "magnitude" || (at(q.begin - 1) == "-" && at(q.begin - 2) == "magnitude") ||
                       (at(q.begin - 1) == "of" && at(q.begin - 2) == "magnitude");
    if (q.value < 10 && (behind || ahead)) {
      int end = behind && at(k) == "magnitude" ? k + 1 : q.end;
      if (at(k) == "on") end = k + (at(k + 3) == "scale" ? 4 : 3);
      return add(start, end, q.number, q.value, "magnitude", bound, 0.85, std::nullopt);
    }
    if (at(k) == "fold") return add(start, k + 1, q.number, q.value, "times", bound, 0.8, std::nullopt);
    return 0;
  }

  bool shared_currency(int at_unit, const Quantity& q, UnitMatch& out) {
    static constexpr std::array<std::pair<string_view, string_view>, 26> kNouns = {
        {{"peso", "peso"},     {"pesos", "peso"},         {"pounds", "pound"},      {"rupees", "rupee"},
         {"rupee", "rupee"},   {"dinars", "dinar"},       {"dinar", "dinar"},       {"dirhams", "dirham"},
         {"dirham", "dirham"}, {"riyals", "riyal"},       {"riyal", "riyal"},       {"rials", "rial"},
         {"francs", "franc"},  {"shillings", "shilling"}, {"shilling", "shilling"}, {"kronor", "kronor"},
         {"kroner", "kroner"}, {"krona", "krona"},        {"crowns", "crown"},      {"manats", "manat"},
         {"manat", "manat"},   {"soms", "som"},           {"som", "som"},           {"tomans", "toman"},
         {"toman", "toman"},   {"real", "real"}}};
    const string_view word = at(at_unit);
    string_view noun;
    for (const auto& [plural, base] : kNouns) {
      if (plural == word) noun = base;
    }
    if (noun.empty()) return false;
    if (noun == "pound" && (at(at_unit + 1) == "of" || !(q.value >= 1000 || q.scaled))) return false;  // weight
    const auto [known, fresh] = money_of_story_.try_emplace(noun);
    if (fresh) known->second = money_by_country(noun);
    string_view best = known->second;
    if (best.empty()) best = noun == "pound" ? "GBP" : noun == "rupee" ? "INR" : noun == "franc" ? "" : noun;
    if (best.empty()) return false;
    out = {best, 1, 1};
    return true;
  }

  // What `noun` is in the country of the story: the one whose word stands most often in the text.
  string_view money_by_country(string_view noun) const {
    std::map<string_view, int> count;
    string_view best;
    int most = 0;
    for (size_t i = 0; i < low_.size(); ++i) {
      if (tokens_[i].form.empty() || !(tokens_[i].form[0] >= 'A' && tokens_[i].form[0] <= 'Z')) continue;
      const string_view money = currency_of(low_[i], noun);
      if (money.empty()) continue;
      if (++count[money] > most) most = count[money], best = money;
    }
    return best;
  }

  bool casualty_near(const Quantity& q) const {
    const int noun = counted_noun(q.number, q.end, false);
    if (noun < 0 || !person(noun, lemma_of(noun))) return false;
    for (int i = std::max(begin_, q.begin - 6); i < std::min(end_, noun + 8); ++i) {
      if (contains(kCasualty, at(i))) return true;
    }
    return false;
  }

  int duration(const Quantity& q, int start, int k, bool hyphen, Bound bound) {
    UnitMatch unit;
    if (!duration_after(low_, k, end_, unit)) return 0;
    if (age_at(k)) return k + unit.words;  // "15-25 year olds"
    const bool plural = low_[k].back() == 's';
    if (!hyphen && !plural && q.value != 1) return 0;
    if (q.article && q.value < 12) return q.end;  // "a week"
    if (q.value == 1 && !hyphen) return k + 1;    // "one day": no measure as a rule
    const int end = k + unit.words;
    factor_ = unit.factor;
    // "over 18 days" after a verb is a time span; the words are the same, the bound is kept as written.
    return add(start, end, q.number, q.value * unit.factor, unit.unit, bound, 0.8, what_of_duration(end));
  }

  std::optional<Span> what_of_duration(int end) const {
    int last;
    if (at(end) == "of" || at(end) == "in") return phrase_after(end, &last);
    return std::nullopt;
  }

  // "four-nation trip", "four-member team", "12-man crew"; others in hyphens are names of things.
  int hyphenated(const Quantity& q, int start, int k, Bound bound) {
    static constexpr std::array<std::pair<string_view, string_view>, 14> kUnits = {{{"nation", "country"},
                                                                                    {"country", "country"},
                                                                                    {"member", "person"},
                                                                                    {"man", "person"},
                                                                                    {"person", "person"},
                                                                                    {"woman", "person"},
                                                                                    {"strong", "person"},
                                                                                    {"seat", "seat"},
                                                                                    {"vehicle", "vehicle"},
                                                                                    {"storey", "storey"},
                                                                                    {"story", "storey"},
                                                                                    {"bed", "bed"},
                                                                                    {"judge", "person"},
                                                                                    {"ship", "ship"}}};
    if (q.value < 2) return q.end;
    for (const auto& [word, unit] : kUnits) {
      if (at(k) == word) return add(start, k + 1, q.number, q.value, unit, bound, 0.7, std::nullopt, std::string(word));
    }
    return q.end;
  }

  int counted(const Quantity& q, int start, int j, Bound bound) {
    const bool several = q.value != 1;
    if (!q.integer && !q.scaled) {
      return elliptic_percent(q, start, bound);
    }
    int from = j;
    while (at(from) == "more" || at(from) == "other" || at(from) == "additional" || at(from) == "new" ||
           at(from) == "odd")
      ++from;
    const bool definite = at(start - 1) == "the" || at(start - 1) == "these" || at(start - 1) == "those" ||
                          at(start - 1) == "both" || at(start - 1) == "other" || at(start - 1) == "our" ||
                          at(start - 1) == "your";
    // "seven of the eleven mills", "two of her envoys"
    if (at(from) == "of" || (at(from) == "out" && at(from + 1) == "of")) {
      const int of = at(from) == "of" ? from : from + 1;
      int noun = -1;
      int m = of + 1;
      static constexpr std::array<string_view, 12> kDet = {"the",   "his",  "her", "its", "their", "these",
                                                           "those", "them", "our", "my",  "all",   "whom"};
      if (contains(kDet, at(m)) || at(m) == "which") {
        if (at(m) == "them" || at(m) == "whom" || at(m) == "which") {
          if (last_ >= 0 && !found_[last_].noun.empty()) {
            return add(start, m + 1, q.number, q.value, found_[last_].figure.unit, bound, 0.6,
                       found_[last_].figure.what, found_[last_].noun);
          }
          return q.end;
        }
        ++m;
        NumberPhrase inner;
        if (m < end_ && read_number(low_, m, end_, inner)) m = inner.end;
        noun = counted_noun(q.number, m, true);
      }
      if (noun < 0) return q.end;
      add(start, q.end, q.number, q.value, unit_of_noun(noun), bound, 0.7,
          Span{tokens_[noun].span.begin, tokens_[noun].span.end}, lemma_of(noun));
      return q.end;
    }
    const int noun = counted_noun(q.number, from, several);
    if (noun < 0 || low_[noun] == "others") return elliptic(q, start, bound);
    const std::string lemma = lemma_of(noun);
    if (q.value <= 12 && contains(kStructure, string_view(lemma))) return noun + 1;
    // "the two leaders" points back, it does not count.
    if (definite && q.value <= 3) return noun + 1;
    // "thousands of", "hundreds of" name no value.
    if (lemma == "thousand" || lemma == "hundred" || lemma == "dozen") return noun + 1;
    if (q.value == 0 && q.words) return noun + 1;
    std::string unit = unit_of_noun(noun);
    // "60 times more", "three times as many" is a ratio, "stood 14 times" a count.
    static constexpr std::array<string_view, 14> kRatios = {"more",   "less",    "as",     "higher",  "lower",
                                                            "larger", "smaller", "bigger", "greater", "fewer",
                                                            "the",    "its",     "their",  "that"};
    if (low_[noun] == "times" && contains(kRatios, at(noun + 1))) unit = "times";
    const std::optional<Span> what = Span{tokens_[from].span.begin, tokens_[noun].span.end};
    return add(start, noun + 1, q.number, q.value, unit, bound, unit == "person" ? 0.85 : 0.75, what, lemma);
  }

  // "and Ines Fonseca 11.58": goes on with the percent of before.
  int elliptic_percent(const Quantity& q, int start, Bound bound) {
    if (last_ >= 0 && found_[last_].figure.unit == "percent" && found_[last_].sentence == tokens_[q.number].sentence)
      return add(start, q.end, q.number, q.value, "percent", bound, 0.5, std::nullopt);
    return q.end;
  }

  // A number without a noun: people by the verb ("killed 12"), else the noun of the figure before ("and 20 to the
  // ...").
  int elliptic(const Quantity& q, int start, Bound bound) {
    if (q.value < 2) return q.end;
    const string_view after = at(q.end);
    const bool others = after == "others" || after == "more";
    const int end = others ? q.end + 1 : q.end;
    const string_view next = at(end);
    const bool was = next == "were" || next == "was" || next == "have" || next == "are" || next == "had";
    bool people =
        contains(kCasualty, next) ||
        (was && (contains(kCasualty, at(end + 1)) || (at(end + 1) == "been" && contains(kCasualty, at(end + 2)))));
    static constexpr std::array<string_view, 15> kTakes = {
        "killed",   "wounded",   "injured",   "killing",  "wounding", "injuring",  "arrested", "arresting",
        "detained", "detaining", "kidnapped", "abducted", "leaving",  "displaced", "executed"};
    people =
        people || contains(kTakes, at(start - 1)) || (contains(kTakes, at(start - 2)) && at(start - 1) == "another");
    // "the death toll rose to 45", "a toll of 45"
    people = people || death_toll(start);
    people = people || (others && last_ >= 0 && found_[last_].figure.unit == "person");
    if (people) {
      // What was done to them stands in for the noun: "12 dead", "and 30 were wounded".
      std::optional<Span> what;
      const int word = contains(kCasualty, next) ? end : was && contains(kCasualty, at(end + 1)) ? end + 1 : -1;
      if (word >= 0) what = tokens_[word].span;
      return add(start, end, q.number, q.value, "person", bound, 0.7, what, "person");
    }
    // The noun of the figure before, told in this sentence or the one before.
    if (last_any() >= 0 && !found_[last_any()].noun.empty() &&
        (next == "were" || next == "are" || next == "have" || next == "had" || next == "attended" ||
         (at(start - 1) == "and" && (next == "to" || next == "in" || next == "for" || next == "from")) ||
         (at(start) == "another" && next != "-"))) {
      const Found& model = found_[last_any()];
      if (tokens_[q.number].sentence - model.sentence <= 1 && model.figure.unit != "percent") {
        return add(start, end, q.number, q.value, model.figure.unit, bound, 0.5, model.figure.what, model.noun);
      }
    }
    return q.end;
  }
  bool death_toll(int start) const {
    for (int i = start - 1; i > begin_ && i >= start - 6; --i) {
      if (at(i) == "," || at(i) == ";") return false;
      if (at(i) == "toll" &&
          (at(i - 1) == "death" || at(start - 1) == "of" || at(start - 1) == "to" || at(start - 1) == "at"))
        return true;
    }
    return false;
  }
  int last_any() const { return static_cast<int>(found_.size()) - 1; }

  // "half of", "a third of", "two-thirds", "three quarters", "one in five", "3/4 of"
  int fraction(int i) {
    if (at(i) == "half") return half(i);
    if (const int end = slashed(i)) return end;
    int j = i + 1;
    NumberPhrase number;
    int numerator = at(i) == "a" ? 1 : 0;
    if (!numerator && read_number(low_, i, end_, number) && number.words && !number.scaled && number.value >= 1 &&
        number.value <= 20) {
      numerator = static_cast<int>(number.value);
      j = number.end;
    }
    if (numerator == 0) return 0;
    if (at(i) != "a" && (at(j) == "in" || (at(j) == "out" && at(j + 1) == "of"))) return one_in(i, j, numerator);
    if (at(j) == "-") ++j;
    const int parts = parts_of(at(j), numerator);
    if (parts <= numerator) return 0;
    // "a quarter century", "a third time", "a third person": only a share if `of` follows or nothing does.
    const string_view next = at(j + 1);
    const bool share =
        next == "of" ||
        (numerator > 1 && (next.empty() || next == "." || next == "," || next == "majority" || next == "vote"));
    if (!share) return 0;
    return finish_fraction(i, j + 1, std::round(10000.0 * numerator / parts) / 100);
  }

  // 3 for "third" after one, "thirds" after more; 0 for another word.
  static int parts_of(string_view word, int numerator) {
    if (word == "half") return numerator == 1 ? 2 : 0;
    const bool plural = word.size() > 3 && word.back() == 's';
    if (plural != (numerator > 1)) return 0;
    if (plural) word.remove_suffix(1);
    if (word == "quarter") return 4;
    const int ordinal = ordinal_of(word);
    return ordinal >= 3 && ordinal <= 20 && word[0] > '9' ? ordinal : 0;
  }

  // "half of", "half the", "half its"
  int half(int i) {
    if (!(at(i + 1) == "of" || at(i + 1) == "the" || at(i + 1) == "its" || at(i + 1) == "their" || at(i + 1) == "his"))
      return 0;
    if (at(i - 1) == "-" || at(i - 1) == "and" || at(i - 1) == "first" || at(i - 1) == "second" || at(i - 1) == "other")
      return 0;
    if (at(i + 1) == "the" && (at(i + 2) == "time" || at(i + 2) == "battle")) return 0;
    return finish_fraction(i, i + 1, 50);
  }

  // "one in five", "nine out of ten", "one out of every ten"; `j` at "in" or "out".
  int one_in(int i, int j, int numerator) {
    int k = at(j) == "in" ? j + 1 : j + 2;
    const bool every = at(k) == "every";
    if (every) ++k;
    NumberPhrase whole;
    if (k >= end_ || at(k) == "the" || blocked_[k] || !read_number(low_, k, end_, whole)) return 0;
    const bool ends = looks_plural(at(whole.end)) || every || at(whole.end).empty() || at(whole.end) == ".";
    if (!whole.words || whole.value <= numerator || whole.value > 100 || !ends) return 0;
    return finish_fraction(i, whole.end, 100.0 * numerator / whole.value);
  }

  // "3/4 of the seats"; without `of` it may be a date or a mark.
  int slashed(int i) {
    const string_view form = at(i);
    const size_t slash = form.find('/');
    if (slash == string_view::npos || at(i + 1) != "of") return 0;
    const int numerator = plain_int(form.substr(0, slash)), parts = plain_int(form.substr(slash + 1));
    if (numerator < 1 || parts <= numerator || parts > 100) return 0;
    return finish_fraction(i, i + 1, std::round(10000.0 * numerator / parts) / 100);
  }

  int finish_fraction(int i, int end, double percent) {
    if (blocked_[i] || blocked_[end - 1]) return 0;
    int start = i, last = 0;
    const Bound bound = bound_before(start);
    const int of = at(end) == "of" ? end : end - 1;
    std::optional<Span> what = phrase_after(of, &last);
    // "a quarter of a million" is a number; "a third of the 12 dead" keeps the inner number for its own row.
    if (at(end) == "of" && (at(end + 1) == "a") &&
        (at(end + 2) == "million" || at(end + 2) == "billion" || at(end + 2) == "century"))
      return end + 3;
    add(start, what ? last : end, i, percent, "percent", bound, 0.8, what);
    return end;
  }

  // --- changes ------------------------------------------------------------------------------------------------------

  // "rose 31% to $123 billion from $94 billion", "fell by 5 percent", "43% more", "up 3 percent", "doubled to 40",
  // "17%, up from 14%", "$80 million compared with $64 million".
  void changes() {
    // Figures of this sentence only; those before were done with theirs.
    size_t first = found_.size();
    while (first > 0 && found_[first - 1].begin >= begin_) --first;
    for (size_t f = first; f < found_.size(); ++f) {
      if (found_[f].figure.value < 0 || multiplied(f) || compared(f)) continue;  // "minus 2 percent" has its sign
      int verb = -1;
      const string_view direction = direction_at(found_[f], verb);
      if (!direction.empty()) changed(f, std::string(direction), verb);
    }
  }

  // "up" or "down" by the words round the figure; empty if they say neither. `verb`: the word before it that says so.
  string_view direction_at(const Found& main, int& verb) const {
    for (int i = main.begin - 1; i >= begin_ && i >= main.begin - 3; --i) {
      static constexpr std::array<string_view, 15> kApart = {
          ",", ".", ";", "with", "in", "at", "after", "when", "and", "but", "on", "for", "as", "against", "-"};
      static constexpr std::array<string_view, 12> kStepNouns = {"increase", "rise",    "growth",   "jump",
                                                                 "gain",     "surge",   "decrease", "drop",
                                                                 "fall",     "decline", "cut",      "reduction"};
      if (contains(kApart, at(i))) break;
      // "an increase of 12 percent", but not "the growth rate of 3 percent"
      if (at(i) == "of" && !contains(kStepNouns, at(i - 1))) break;
      // "makes up 40 percent", "set up"
      static constexpr std::array<string_view, 10> kPhrasal = {"make", "makes", "made",  "making", "set",
                                                               "sets", "take",  "takes", "took",   "end"};
      if (at(i) == "up" && contains(kPhrasal, at(i - 1))) break;
      verb = i;
      if (at(i) == "more" || at(i) == "less" || at(i) == "fewer") return {};
      if (contains(kRise, at(i))) return "up";
      if (contains(kFall, at(i))) return "down";
    }
    verb = -1;
    if (main.figure.unit != "percent" && main.figure.unit != "percentage point") return {};
    static constexpr std::array<string_view, 7> kMore = {"more", "higher", "increase", "rise", "growth", "jump", "up"};
    static constexpr std::array<string_view, 10> kLess = {"less", "fewer",   "lower",     "decrease", "drop",
                                                          "fall", "decline", "reduction", "cut",      "down"};
    const string_view next = at(main.end);
    if (contains(kMore, next)) return "up";
    if (contains(kLess, next)) return "down";
    return {};
  }

  // "by 31%" or "31%" is the step; "to $123 billion" the value it led to, "from" the one it was.
  void changed(size_t f, std::string direction, int verb) {
    const bool percent = found_[f].figure.unit == "percent" || found_[f].figure.unit == "percentage point";
    Found *to = nullptr, *from = nullptr, *step = nullptr;
    for (size_t g = f; g < found_.size() && g < f + 3; ++g) {
      Found& other = found_[g];
      if (g > f && other.begin - found_[g - 1].end > 4) break;
      const string_view lead = at(other.begin - 1);
      if (lead == "to" && !to)
        to = &other;
      else if (lead == "from" && !from)
        from = &other;
      else if (g == f && (lead == "by" || lead == "of" || other.figure.unit == "percent" || verb == other.begin - 1))
        step = &other;
    }
    Change change;
    change.direction = std::move(direction);
    if (to && to != step) {
      if (step) change.by = step->figure.value, change.unit = step->figure.unit;
      if (from && from->figure.unit == to->figure.unit) change.from = from->figure.value;
      if (step || change.from) to->figure.change = change;
    } else if (step && (percent || at(step->begin - 1) == "by")) {
      change.by = step->figure.value;
      change.unit = step->figure.unit;
      step->figure.change = change;
    }
  }

  // "doubled to 40 cases from 20", "has tripled from 12 to 36": the value it led to gets the change. False if no such
  // word stands before figure `f`.
  bool multiplied(size_t f) {
    struct Multiple {
      string_view word, direction;
      double percent;
    };
    static constexpr std::array<Multiple, 9> kMultiples = {{{"doubled", "up", 100},
                                                            {"doubling", "up", 100},
                                                            {"double", "up", 100},
                                                            {"tripled", "up", 200},
                                                            {"trebled", "up", 200},
                                                            {"tripling", "up", 200},
                                                            {"quadrupled", "up", 300},
                                                            {"halved", "down", 50},
                                                            {"halving", "down", 50}}};
    Found& main = found_[f];
    const string_view lead = at(main.begin - 1);
    if (lead != "to" && lead != "from") return false;
    for (const Multiple& multiple : kMultiples) {
      if (at(main.begin - 2) != multiple.word) continue;
      Found* other = nullptr;
      if (f + 1 < found_.size() && found_[f + 1].begin - main.end <= 3) {
        const string_view next = at(found_[f + 1].begin - 1);
        if ((next == "to" || next == "from") && next != lead) other = &found_[f + 1];
      }
      Found* to = lead == "to" ? &main : other;
      const Found* from = lead == "from" ? &main : other;
      if (!to) return true;
      Change change;
      change.direction = multiple.direction;
      change.by = multiple.percent;
      change.unit = "percent";
      if (from) change.from = from->figure.value;
      to->figure.change = change;
      return true;
    }
    return false;
  }

  // "17%, up from 14%", "$80 million compared with $64 million": the second is what the first was.
  bool compared(size_t f) {
    if (f + 1 >= found_.size()) return false;
    Found& now = found_[f];
    const Found& then = found_[f + 1];
    if (now.figure.change || now.figure.unit != then.figure.unit || then.begin - now.end > 7) return false;
    int i = then.begin - 1;
    string_view direction;
    if (at(i) == "from" &&
        (at(i - 1) == "up" || at(i - 1) == "down" || at(i - 1) == "higher" || at(i - 1) == "lower")) {
      direction = at(i - 1) == "up" || at(i - 1) == "higher" ? "up" : "down";
    } else if ((at(i) == "with" || at(i) == "to") && at(i - 1) == "compared") {
      direction = now.figure.value > then.figure.value ? "up" : "down";
    } else {
      return false;
    }
    for (int k = now.end; k < i - 1; ++k) {
      if (at(k) == ";" || at(k) == "(" || at(k) == "and" || at(k) == "but") return false;
    }
    Change change;
    change.direction = direction;
    change.from = then.figure.value;
    now.figure.change = change;
    return true;
  }

  // --- the whole story ----------------------------------------------------------------------------------------------

  // A figure repeated is one figure: the same value, unit and thing. The first is kept. A bare one (no noun) repeats
  // another only from sentence to sentence.
  void drop_repeats() {
    using Key = std::tuple<double, std::string, std::optional<double>, std::string>;
    std::map<Key, int> seen;  // the first sentence with it
    std::vector<Found> kept;
    for (Found& f : found_) {
      const auto [at, fresh] =
          seen.try_emplace({f.figure.value, f.figure.unit, f.figure.value_max, f.noun}, f.sentence);
      const bool stretch =
          f.figure.unit == "a" || f.figure.unit == "month" || f.figure.unit == "week" || f.figure.unit == "day";
      const bool repeat = !fresh && !stretch && (!f.noun.empty() || at->second != f.sentence);
      if (!repeat) kept.push_back(std::move(f));
    }
    found_ = std::move(kept);
  }

  const Context& context_;
  const Document& doc_;
  const std::vector<Token>& tokens_;
  const Times& times_;
  const std::vector<std::string> low_;
  std::vector<bool> blocked_;  // in an expression of time
  std::vector<Found> found_;
  const string_view dollar_;                           // what "$" alone means
  std::map<string_view, string_view> money_of_story_;  // "dinar" -> "KWD", as far as asked for
  bool tagged_ = false;
  int begin_ = 0, end_ = 0;  // the sentence
  int last_ = -1;            // last figure of this sentence
  double factor_ = 1;        // of the unit just read
};

}  // namespace

std::vector<Figure> read_figures(const Context& context, const Times& times) {
  return Finder(context, times).all();
}

}  // namespace dragoman
