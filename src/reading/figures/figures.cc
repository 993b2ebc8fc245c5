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

class Finder {
 public:
  Finder(const Context& context, const Times& times)
      : context_(context), doc_(context.doc), tokens_(context.doc.tokens), times_(times), low_(lower_forms(tokens_)) {
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
    string_view unit;  // money, if named before
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
    unit = currency_before(form(i));
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

  void scale_after(Quantity& q) const {
    NumberPhrase scale;
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

  int figure_at(int i) {
    if (const int end = fraction(i)) return end;
    Quantity q;
    if (!quantity(i, q)) return i + 1;
    if (!plausible(q)) return q.end;
    int start = q.begin;
    Bound bound = bound_before(start);
    int j = q.end;
    // Ranges: "10 to 20 percent", "80 or 90 tons", "between 10 and 20", "10-15".
    double max = 0;
    bool range = false;
    {
      const string_view join = at(j);
      const bool between = at(q.begin - 1) == "between" || at(q.begin - 1) == "from";
      if ((join == "to" || join == "or" || (join == "-" && touch(q.end - 1, j) && touch(j, j + 1)) ||
           (join == "and" && at(q.begin - 1) == "between")) &&
          j + 1 < end_ && !blocked_[j + 1]) {
        Quantity second;
        if (quantity(j + 1, second) && second.value > q.value &&
            (second.unit.empty() || second.unit == q.unit || q.unit.empty())) {
          UnitMatch unit;
          int words;
          bool points;
          const int after = second.end + (at(second.end) == "-");
          const bool unit_follows = !q.unit.empty() || percent_after(after, &words, &points) ||
                                    measure_after(low_, after, end_, unit) || duration_after(low_, after, end_, unit) ||
                                    currency_after(low_, after, end_, unit);
          const bool same_kind =
              unit_follows || join != "to" || between || counted_noun(second.number, second.end, true) >= 0;
          // "3-1", "52-48" is a score or a vote.
          const bool score = join == "-" && !unit_follows && second.value < 100 && q.plain && second.plain;
          if (same_kind && !score) {
            // "$10-15 million": the scale of the second holds for the first.
            if (second.scaled && !q.scaled && q.value < 1000) {
              const double plain = digits_value(second.number);
              if (plain > 0 && plain > q.value) q.value *= second.value / plain;
            }
            range = true;
            max = second.value;
            j = second.end;
            if (!second.unit.empty()) q.unit = second.unit;
            if (between && start > begin_ && start == q.begin) --start;
          }
        }
      }
    }
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
    int k = q.end;
    if (at(k) == "-") ++k;
    if ((at(k) == "year" || at(k) == "years" || at(k) == "month" || at(k) == "months" || at(k) == "day" ||
         at(k) == "week")) {
      if ((at(k + 1) == "-" && at(k + 2) == "old") || at(k + 1) == "old" || (at(k + 1) == "of" && at(k + 2) == "age") ||
          at(k + 1) == "olds")
        return false;
    }
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
      return add(start, j, q.number, q.value, q.unit, bound, money ? 0.9 : 0.85, what);
    }
    const bool hyphen = at(j) == "-" && touch(j - 1, j) && touch(j, j + 1);
    const int k = hyphen ? j + 1 : j;
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
    if (measure_after(low_, k, end_, unit) && !(one && !hyphen) &&
        !(unit.unit == "[ft_i]" && at(k) == "foot" && !hyphen)) {
      factor_ = unit.factor;
      const int end = k + unit.words;
      const std::optional<Span> what = at(end) == "of" ? phrase_after(end, &last) : std::nullopt;
      add(start, what ? last : end, q.number, q.value * unit.factor, unit.unit, bound, 0.88, what);
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
    if (noun < 0) return elliptic(q, start, bound);
    const std::string lemma = lemma_of(noun);
    if (q.value <= 12 && contains(kStructure, string_view(lemma))) return noun + 1;
    // "the two leaders" points back, it does not count.
    if (definite && q.value <= 3) return noun + 1;
    // "thousands of", "hundreds of" name no value.
    if (lemma == "thousand" || lemma == "hundred" || lemma == "dozen") return noun + 1;
    if (q.value == 0 && q.words) return noun + 1;
    std::string unit = unit_of_noun(noun);
    // "60 times more", "three times as many" is a ratio, "stood 14 times" a count.
    if (low_[noun] == "times" && (at(noun + 1) == "more" || at(noun + 1) == "as" || at(noun + 1) == "higher" ||
                                  at(noun + 1) == "larger" || at(noun + 1) == "the"))
      unit = "times";
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
    people = people || (others && last_ >= 0 && found_[last_].figure.unit == "person");
    if (people) return add(start, end, q.number, q.value, "person", bound, 0.7, std::nullopt, "person");
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
  int last_any() const { return static_cast<int>(found_.size()) - 1; }

  // "half of", "a third of", "two-thirds", "three quarters", "one in five"
  int fraction(int i) {
    struct Part {
      string_view word;
      int parts;
    };
    static constexpr std::array<Part, 16> kParts = {{{"third", 3},
                                                     {"thirds", 3},
                                                     {"quarter", 4},
                                                     {"quarters", 4},
                                                     {"fourth", 4},
                                                     {"fourths", 4},
                                                     {"fifth", 5},
                                                     {"fifths", 5},
                                                     {"sixth", 6},
                                                     {"sixths", 6},
                                                     {"eighth", 8},
                                                     {"eighths", 8},
                                                     {"tenth", 10},
                                                     {"tenths", 10},
                                                     {"half", 2},
                                                     {"halves", 2}}};
    int numerator = 0, j = i;
    if (at(i) == "half") {
      // "half of", "half the", "half its"
      if (!(at(i + 1) == "of" || at(i + 1) == "the" || at(i + 1) == "its" || at(i + 1) == "their" ||
            at(i + 1) == "his"))
        return 0;
      if (at(i - 1) == "-" || at(i - 1) == "and" || at(i - 1) == "first" || at(i - 1) == "second" ||
          at(i - 1) == "other")
        return 0;
      if (at(i + 1) == "the" && (at(i + 2) == "time" || at(i + 2) == "battle")) return 0;
      numerator = 1;
      return finish_fraction(i, i + 1, 50);
    }
    if (at(i) == "a" || at(i) == "one")
      numerator = 1, j = i + 1;
    else if (at(i) == "two")
      numerator = 2, j = i + 1;
    else if (at(i) == "three")
      numerator = 3, j = i + 1;
    else if (at(i) == "four")
      numerator = 4, j = i + 1;
    else if (at(i) == "nine")
      numerator = 9, j = i + 1;
    else
      return 0;
    // "one in five", "nine out of ten"
    if (at(i) != "a" && (at(j) == "in" || (at(j) == "out" && at(j + 1) == "of"))) {
      const int k = at(j) == "in" ? j + 1 : j + 2;
      NumberPhrase whole;
      if (k < end_ && at(k) != "the" && read_number(low_, k, end_, whole) && whole.words && whole.value > numerator &&
          whole.value <= 100 && looks_plural(at(whole.end)) && !blocked_[k])
        return finish_fraction(i, whole.end, 100.0 * numerator / whole.value);
      return 0;
    }
    if (at(j) == "-") ++j;
    for (const Part& part : kParts) {
      if (at(j) != part.word) continue;
      const bool plural = part.word.back() == 's' && part.word != "halves";
      if (plural != (numerator > 1) || part.parts <= numerator) continue;
      // "a quarter century", "a third time", "a third person": only a share if `of` follows or nothing does.
      const string_view next = at(j + 1);
      const bool share =
          next == "of" ||
          (numerator > 1 && (next.empty() || next == "." || next == "," || next == "majority" || next == "vote"));
      if (!share) return 0;
      if (part.parts == 2 && at(i) == "a") return finish_fraction(i, j + 1, 50);
      return finish_fraction(i, j + 1, std::round(10000.0 * numerator / part.parts) / 100);
    }
    return 0;
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

  // "rose 31% to $123 billion from $94 billion", "fell by 5 percent", "43% more", "up 3 percent".
  void changes() {
    for (size_t f = 0; f < found_.size(); ++f) {
      Found& main = found_[f];
      if (main.begin < begin_ || main.number >= end_) continue;
      // The word of change before the figure, up to three words back.
      std::string direction;
      int verb = -1;
      for (int i = main.begin - 1; i >= begin_ && i >= main.begin - 3 && direction.empty(); --i) {
        static constexpr std::array<string_view, 16> kApart = {
            ",", ".", ";", "with", "of", "in", "at", "after", "when", "and", "but", "on", "for", "as", "against", "-"};
        if (contains(kApart, at(i))) break;
        if (contains(kRise, at(i))) direction = "up", verb = i;
        if (contains(kFall, at(i))) direction = "down", verb = i;
      }
      const bool percent = main.figure.unit == "percent" || main.figure.unit == "percentage point";
      if (direction.empty() && percent) {
        const string_view next = at(main.end);
        if (next == "more" || next == "higher" || next == "increase" || next == "rise" || next == "growth")
          direction = "up";
        if (next == "less" || next == "fewer" || next == "lower" || next == "decrease" || next == "drop" ||
            next == "fall" || next == "decline" || next == "reduction" || next == "cut")
          direction = "down";
      }
      if (direction.empty() || at(verb) == "more" || at(verb) == "less" || at(verb) == "fewer") continue;
      // "by 31%" or "31%" is the step; "to $123 billion" the value it led to.
      Found* to = nullptr;
      Found* from = nullptr;
      Found* step = nullptr;
      for (size_t g = f; g < found_.size() && g < f + 3; ++g) {
        Found& other = found_[g];
        if (other.sentence != main.sentence) break;
        if (g > f && other.begin - found_[g - 1].end > 4) break;
        const string_view lead = at(other.begin - 1);
        if (lead == "to" && !to)
          to = &other;
        else if (lead == "from" && !from)
          from = &other;
        else if (g == f && (lead == "by" || other.figure.unit == "percent" || verb == other.begin - 1))
          step = &other;
      }
      if (to && to != step) {
        Change change;
        change.direction = direction;
        if (step) change.by = step->figure.value, change.unit = step->figure.unit;
        if (from && from->figure.unit == to->figure.unit) change.from = from->figure.value;
        if (step || change.from) to->figure.change = change;
      } else if (step && (percent || at(step->begin - 1) == "by")) {
        Change change;
        change.direction = direction;
        change.by = step->figure.value;
        change.unit = step->figure.unit;
        step->figure.change = change;
      }
    }
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
      const bool repeat = !fresh && (!f.noun.empty() || at->second != f.sentence);
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
