// Roles in three steps: each unit by itself (markup's hints, then words and shape), then the headline by place, then
// what only the neighbours can tell - subheads, standfirsts, what stands before the first and behind the last
// paragraph.
#include "layout/layout.h"

#include <algorithm>

#include "base/unicode.h"
#include "ingest/metadata.h"
#include "layout/dateline.h"
#include "layout/phrases.h"
#include "layout/region.h"
#include "layout/units.h"

namespace dragoman {
namespace {

constexpr int kMaxHeadlineWords = 32;
constexpr int kMaxSubheadWords = 12;
constexpr int kProseWords = 12;  // a unit that ends a sentence and has this many words is prose
constexpr size_t kBesideUnits = 3;
constexpr int kDatelineUnits = 3;  // body units among which the dateline is looked for

bool is_prose(const Unit& u) {
  return u.ends_sentence && u.words >= kProseWords && u.hint.link_density < 0.5f;
}

bool is_url(const Unit& u) {
  return u.words == 1 && (u.low.starts_with("http://") || u.low.starts_with("https://") || u.low.starts_with("www."));
}

bool has_letters(const Unit& u) {
  return std::any_of(u.low.begin(), u.low.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0xC3; });
}

bool has_digit(const Unit& u) {
  return std::any_of(u.low.begin(), u.low.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "26 July 2022", "July 26, 2022 10:15 am", "Tuesday, 26 July 2022 | 09:00 GMT": a line that is nothing but a date.
bool is_date_line(const Unit& u) {
  if (u.words > 10 || !has_digit(u) || date_in(u.low).empty()) return false;
  int other = 0;
  for (const std::string_view raw : split_space(u.low)) {
    std::string word;
    for (const char c : raw)
      if (c >= 'a' && c <= 'z') word.push_back(c);
    if (word.empty() || word.size() <= 4) continue;
    constexpr std::string_view kDateWords =
        " january february march april june july august september october november december monday tuesday wednesday "
        "thursday friday saturday sunday ";
    if (kDateWords.find(" " + word + " ") == std::string_view::npos) ++other;
  }
  return other == 0;
}

// The unit's text without brackets, dashes and full stops at its ends: "(AFP)", "— Reuters".
std::string core_of(const Text& text, const Unit& u) {
  Span s = u.span;
  const auto frame = [](char32_t c) {
    return is_space(c) || c == '(' || c == ')' || c == '[' || c == ']' || c == '-' || c == '.' || c == '/' ||
           c == 0x2013 || c == 0x2014 || c == '*';
  };
  while (s.begin < s.end && frame(text.at(s.begin))) ++s.begin;
  while (s.end > s.begin && frame(text.at(s.end - 1))) --s.end;
  return text.str(s);
}

// "Reuters", "AFP and AP", "BSS, Dhaka" without the place: nothing but agencies.
bool is_agency_line(const Text& text, const Unit& u) {
  if (u.words > 4) return false;
  const std::string core = core_of(text, u);
  if (is_agency(core)) return true;
  int agencies = 0;
  for (const std::string_view word : split_space(core)) {
    std::string_view w = word;
    while (!w.empty() && (w.back() == ',' || w.back() == ';')) w.remove_suffix(1);
    if (is_agency(w)) {
      ++agencies;
    } else if (w != "and" && w != "&" && w != "/" && w != "-") {
      return false;
    }
  }
  return agencies > 0;
}

bool is_byline(const Text& text, const Unit& u) {
  if (u.words > 14) return false;
  if (is_desk(u.low)) return true;
  if (u.low.starts_with("by ") && u.words >= 2 && u.words <= 12 && !u.ends_sentence && 2 * u.capitalised >= u.words)
    return true;
  if (begins_with_dating(u.low) && has_digit(u)) return true;
  return is_date_line(u) || is_agency_line(text, u);
}

// The role that the unit has by itself. kBody and kSubhead are provisional.
// `data_cell`: the unit stands in a table cell that holds no prose.
Role own_role(const Text& text, const Unit& u, bool trust_hints, bool data_cell) {
  const LineHint& h = u.hint;
  if (!has_letters(u) || is_url(u)) return Role::kBoilerplate;
  if (trust_hints) {
    if (h.in_nav && !h.title) return Role::kBoilerplate;
    if (h.in_caption) return begins_with_credit(u.low) ? Role::kCredit : Role::kCaption;
    if (h.in_related && !h.title) return Role::kBoilerplate;
    if (h.in_credit) return Role::kCredit;
    if (h.in_byline && u.words <= 25 && !h.title) return Role::kByline;
  }
  if (u.low.starts_with("file photo") || u.low.starts_with("file -") || u.low.starts_with("file \xE2\x80\x93"))
    return Role::kCaption;
  if (begins_with_credit(u.low) && (u.words <= 60 && (!u.low.starts_with("source") || u.words <= 12)))
    return Role::kCredit;
  if (holds_credit(u.low) && u.words <= 45 && (u.words <= 25 || u.sentences <= 2))
    return u.words > 10 && !u.low.starts_with("(this") && !u.low.starts_with("this ") &&
                   u.low.find("contribut") == std::string::npos
               ? Role::kCaption
               : Role::kCredit;
  if (is_byline(text, u)) return Role::kByline;
  if (u.words <= 30 && begins_with_prompt(u.low, u.ends_sentence)) return Role::kBoilerplate;
  if (u.words <= 45 && !u.starts_quote && holds_notice(u.low)) return Role::kBoilerplate;
  if (is_list_heading(u.low)) return Role::kBoilerplate;
  if (h.link_density > 0.7f && u.words < 25 && !(u.ends_sentence && u.words >= 8)) return Role::kBoilerplate;
  if (data_cell && !u.ends_sentence && u.words < kProseWords) return Role::kBoilerplate;
  return h.heading ? Role::kSubhead : Role::kBody;
}

// Role of a record's line, whose hints are the roles it had.
Role recorded_role(const LineHint& h) {
  if (h.title) return Role::kHeadline;
  if (h.in_byline) return Role::kByline;
  if (h.in_caption) return Role::kCaption;
  if (h.in_credit) return Role::kCredit;
  if (h.heading) return Role::kSubhead;
  return h.in_body ? Role::kBody : Role::kBoilerplate;
}

class LayoutReader {
 public:
  explicit LayoutReader(const Story& story) : story_(story), text_(story.text), units_(read_units(story)) {
    markup_ = std::any_of(story.lines.begin(), story.lines.end(), [](const LineHint& h) { return h.block >= 0; });
    roles_.assign(units_.size(), Role::kBody);
  }

  Layout read() {
    const bool recorded = story_.format == Format::kRecords && std::any_of(story_.lines.begin(), story_.lines.end(),
                                                                           [](const LineHint& h) { return h.in_body; });
    if (recorded) {
      for (size_t i = 0; i < units_.size(); ++i) roles_[i] = recorded_role(units_[i].hint);
    } else {
      give_own_roles();
      find_headline();
      if (markup_) {
        drop_lists();
        rescue_lead();
      }
      trim_ends();
      find_standfirst();
      find_subheads();
    }
    return build();
  }

 private:
  bool content(size_t i) const { return roles_[i] == Role::kBody || roles_[i] == Role::kSubhead; }

  Role own_role_of(size_t i) const {
    const int32_t block = units_[i].hint.block;
    const bool data_cell = units_[i].hint.table_cell && (block < 0 || !prose_blocks_[static_cast<size_t>(block)]);
    return own_role(text_, units_[i], trust_, data_cell);
  }

  void give_own_roles() {
    region_ = main_region(story_, units_);
    trust_ = !markup_ || hints_hold(units_);
    prose_blocks_.assign(story_.block_parents.size(), false);
    for (const Unit& u : units_)
      if (u.hint.block >= 0 && is_prose(u)) prose_blocks_[static_cast<size_t>(u.hint.block)] = true;
    for (size_t i = 0; i < units_.size(); ++i) roles_[i] = own_role_of(i);
    // Bylines, captions and credits may stand in containers beside the story's own, from the headline to a little
    // behind the last paragraph.
    size_t first = units_.size(), last = 0;
    for (size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].hint.title && first == units_.size()) first = i;
      if (region_[i] && content(i) && is_prose(units_[i])) last = i;
    }
    for (size_t i = 0; i < units_.size(); ++i) {
      if (region_[i] || units_[i].hint.title) continue;
      const bool beside = i > first && i <= last + kBesideUnits &&
                          (roles_[i] == Role::kByline || roles_[i] == Role::kCaption || roles_[i] == Role::kCredit);
      if (!beside) roles_[i] = Role::kBoilerplate;
    }
  }

  size_t first_prose() const {
    for (size_t i = 0; i < units_.size(); ++i)
      if (roles_[i] == Role::kBody && !units_[i].hint.title &&
          (is_prose(units_[i]) || read_dateline(text_, units_[i].span)))
        return i;
    return units_.size();
  }

  void find_headline() {
    const size_t body = first_prose();
    // A title that the markup names: the last one before the body that is a heading, else the last one, else the first.
    size_t best = units_.size();
    for (size_t i = 0; i < units_.size(); ++i) {
      if (!units_[i].hint.title) continue;
      const bool better = best == units_.size() || (i < body && (units_[i].hint.heading || !units_[best].hint.heading));
      if (better) best = i;
    }
    for (size_t i = 0; i < units_.size(); ++i)
      if (units_[i].hint.title && i != best) roles_[i] = Role::kBoilerplate;
    if (best < units_.size()) {
      roles_[best] = Role::kHeadline;
      headline_ = best;
      return;
    }
    if (markup_ || body == units_.size()) return;
    // Plain text: the first line that is no sentence, when a body follows.
    for (size_t i = 0; i < body; ++i) {
      if (roles_[i] != Role::kBody) continue;
      const Unit& u = units_[i];
      const bool open_end = !u.ends_sentence || u.low.back() != '.';
      if (open_end && !u.ends_open && u.words >= 2 && u.words <= kMaxHeadlineWords) {
        roles_[i] = Role::kHeadline;
        headline_ = i;
      }
      return;
    }
  }

  // Behind a heading such as "Related stories" or "Comments", teasers are no body until prose of some length comes, or
  // until the text is back in the container where the story was left. A heading in a container that the markup calls
  // related needs no such guess.
  void drop_lists() {
    bool in_list = false, comments = false;
    int32_t story_block = -1;
    for (size_t i = 0; i < units_.size(); ++i) {
      const Unit& u = units_[i];
      if (!in_list && content(i) && is_prose(u)) story_block = u.hint.block;
      if (region_[i] && is_list_heading(u.low) && !(trust_ && (u.hint.in_nav || u.hint.in_related))) {
        in_list = true;
        comments = comments || u.low.starts_with("comments");
        if (u.hint.block == story_block) story_block = -2;  // no container to come back to
      } else if (in_list && !comments && u.hint.block == story_block) {
        in_list = false;
      } else if (in_list && !comments && is_prose(u) && u.words >= 20 && u.hint.link_density < 0.3f &&
                 !u.hint.list_item) {
        in_list = false;
      }
      if (in_list && content(i) && headline_ != i) roles_[i] = Role::kBoilerplate;
    }
  }

  // A lead paragraph that stands in a container of its own between the headline and the story.
  void rescue_lead() {
    if (headline_ >= units_.size()) return;
    size_t first = headline_ + 1;
    while (first < units_.size() && !(region_[first] && content(first))) ++first;
    if (first == units_.size()) return;
    for (size_t i = headline_ + 1; i < first; ++i)
      if (!region_[i] && units_[i].words >= kProseWords && prose_weight(units_[i], true) > 0 &&
          own_role_of(i) == Role::kBody)
        roles_[i] = Role::kBody;
  }

  void trim_ends() {
    const size_t first = first_prose();
    size_t last = units_.size();
    for (size_t i = 0; i < units_.size(); ++i)
      if (content(i) && units_[i].ends_sentence && units_[i].words >= 4 && !units_[i].hint.heading) last = i;
    if (first == units_.size() || last == units_.size()) return;
    for (size_t i = 0; i < units_.size(); ++i) {
      if (!content(i)) continue;
      const Unit& u = units_[i];
      if (i > last) {
        const bool credit = is_agency_line(text_, u);
        if (credit)
          roles_[i] = Role::kCredit;
        else if (u.words <= 2 || u.hint.heading || (markup_ && !goes_on(last, i)))
          roles_[i] = Role::kBoilerplate;
      } else if (i < first && markup_ && !u.ends_sentence && !u.hint.heading && i != headline_) {
        roles_[i] = Role::kBoilerplate;
      }
    }
    // An agency's name behind the story credits it; before the story it is a byline.
    for (size_t i = last + 1; i < units_.size(); ++i)
      if (roles_[i] == Role::kByline && is_agency_line(text_, units_[i])) roles_[i] = Role::kCredit;
  }

  // A line behind the last sentence that stands right beside it, such as an item of a closing list.
  bool goes_on(size_t last, size_t i) const {
    return units_[i].hint.block == units_[last].hint.block && units_[i].words >= 4 &&
           units_[i].hint.link_density < 0.3f;
  }

  // Lines between the headline and the body: a second deck, or the standfirst.
  void find_standfirst() {
    if (headline_ >= units_.size()) return;
    const size_t body = first_prose();
    if (body == units_.size()) return;
    for (size_t i = headline_ + 1; i < body; ++i) {
      if (!content(i)) continue;
      const Unit& u = units_[i];
      if (u.hint.heading || (!markup_ && !u.ends_sentence && !u.ends_open && u.words >= 3 && u.words <= 40))
        roles_[i] = Role::kHeadline;
    }
    for (size_t i = 0; i < headline_; ++i)
      if (content(i) && (units_[i].hint.heading || markup_)) roles_[i] = Role::kBoilerplate;
  }

  void find_subheads() {
    for (size_t i = 0; i < units_.size(); ++i) {
      if (!content(i)) continue;
      const Unit& u = units_[i];
      size_t before = i, after = i + 1;
      while (before-- > 0 && !content(before) && roles_[before] != Role::kHeadline) {
      }
      while (after < units_.size() && !content(after)) ++after;
      const bool leads = after < units_.size() && !units_[after].hint.heading &&
                         (is_prose(units_[after]) || units_[after].starts_quote || units_[after].words >= kProseWords);
      if (u.hint.heading) {
        // A heading over a list or another heading is one as well, as long as the story goes on behind it.
        roles_[i] = after < units_.size() ? Role::kSubhead : Role::kBoilerplate;
        continue;
      }
      roles_[i] = Role::kBody;
      if (u.words > kMaxSubheadWords || u.ends_open || u.starts_quote || !u.starts_upper || u.hint.list_item || !leads)
        continue;
      const bool question = u.ends_sentence && u.low.back() == '?' && u.words <= 8 && !markup_;
      if (u.ends_sentence && !question) continue;
      // After a line that ends with a colon comes a list, and a subhead needs a sentence before it.
      if (before == static_cast<size_t>(-1) || before >= units_.size()) continue;
      const Unit& p = units_[before];
      if (roles_[before] == Role::kHeadline || !p.ends_sentence) continue;
      if (read_dateline(text_, u.span)) continue;
      roles_[i] = Role::kSubhead;
    }
  }

  Layout build() const {
    Layout out;
    const int32_t n = text_.size();
    for (size_t i = 0; i < units_.size(); ++i) {
      const int32_t begin = i == 0 ? 0 : story_.lines[static_cast<size_t>(units_[i].lines.begin)].span.begin;
      const int32_t end =
          i + 1 == units_.size() ? n : story_.lines[static_cast<size_t>(units_[i + 1].lines.begin)].span.begin;
      out.parts.push_back({roles_[i], {begin, end}});
    }
    if (units_.empty() && n > 0) out.parts.push_back({Role::kBoilerplate, {0, n}});

    int body_units = 0;
    for (size_t i = 0; i < units_.size(); ++i) {
      const Unit& u = units_[i];
      if (roles_[i] == Role::kByline) {
        read_byline(u, &out);
        // "Updated" says when the page changed, which is not when the story was published.
        if (out.published.empty() && has_digit(u) && u.low.find("updated") == std::string::npos &&
            u.low.find("modified") == std::string::npos)
          out.published = date_in(u.low);
      }
      if (roles_[i] == Role::kCredit && out.agency.empty() && is_agency_line(text_, u)) out.agency = core_of(text_, u);
      if (roles_[i] != Role::kHeadline && roles_[i] != Role::kBody) continue;
      Span span = u.span;
      if (roles_[i] == Role::kHeadline && out.headline.empty()) out.headline = one_line(span);
      if (roles_[i] == Role::kBody && !out.dateline && body_units++ < kDatelineUnits) {
        if ((out.dateline = read_dateline(text_, span, /*opening=*/body_units == 1))) {
          out.parts.push_back({Role::kDateline, out.dateline->span});
          span = text_.trim({out.dateline->span.end, span.end});
          if (!out.dateline->agency_name.empty()) out.agency = out.dateline->agency_name;
        }
      }
      out.paragraphs.push_back(span);
      out.is_headline.push_back(roles_[i] == Role::kHeadline);
    }
    if (out.published.empty() && !units_.empty() && is_url(units_.front()))
      out.published = date_in_address(text_.view(units_.front().span));
    if (out.published.empty()) out.published = date_in_address(story_.source.uri);
    // A dateline stands behind the body line that holds it.
    std::stable_sort(out.parts.begin(), out.parts.end(), [](const Part& a, const Part& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
    return out;
  }

  std::string one_line(Span span) const {
    std::string out;
    for (const std::string_view w : split_space(text_.view(span))) {
      if (!out.empty()) out.push_back(' ');
      out.append(w);
    }
    return out;
  }

  void read_byline(const Unit& u, Layout* out) const {
    if (is_desk(u.low) || is_date_line(u) || begins_with_dating(u.low)) return;
    for (std::string& name : names_in(one_line(u.span))) {
      const auto words = split_space(name);
      if (is_agency(name)) {
        if (out->agency.empty()) out->agency = name;
        continue;
      }
      // Names of people: two to five words, all capitalised but for particles, no digits.
      const bool shape =
          words.size() >= 2 && words.size() <= 5 && is_upper(to_u32(words.front()).front()) &&
          is_upper(to_u32(words.back()).front()) &&
          std::none_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':' || c == '/'; });
      const bool outlet = std::any_of(words.begin(), words.end(), [](std::string_view w) { return is_outlet_word(w); });
      if (shape && !outlet && std::find(out->authors.begin(), out->authors.end(), name) == out->authors.end())
        out->authors.push_back(std::move(name));
    }
  }

  const Story& story_;
  const Text& text_;
  std::vector<Unit> units_;
  std::vector<bool> region_;
  std::vector<bool> prose_blocks_;  // containers that hold a prose unit of their own
  std::vector<Role> roles_;
  bool trust_ = true;  // the markup's hints are believed
  size_t headline_ = static_cast<size_t>(-1);
  bool markup_ = false;
};

}  // namespace

std::string date_in_address(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(std::min(url.size(), url.find('/', scheme + 3)));
  for (size_t i = 0; i < url.size(); ++i) {
    size_t run = 0;
    while (i + run < url.size() && url[i + run] >= '0' && url[i + run] <= '9') ++run;
    if (run == 0) continue;
    std::string date;
    // An eight-digit number, or a longer one that goes on with the time of day; other long numbers are ids.
    if (run == 8 || (run >= 12 && url.substr(i + 8, 2) < "24")) date = date_in(url.substr(i, 8));
    if (run == 4) date = date_in(url.substr(i, 10));
    if (date >= "1990" && date < "2040") return date;
    i += run;
  }
  return {};
}

Layout read_layout(const Story& story) {
  return LayoutReader(story).read();
}

}  // namespace dragoman
