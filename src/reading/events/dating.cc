// The date of an act, from the surest ground to the weakest:
// 1. the time that syntax ties to its trigger (set_date);
// 2. the time nearest to the trigger in its sentence, if it is nearer to no other act and stands in no clause that only
//    describes something else;
// 3. of a promise or an act in the speaker's own words the time of the saying;
// 4. the day that a later time is counted from (`... Four days later`), if the act is told right before it;
// 5. the time of the narrative: what is told as past in a main clause was done when the act told just before was done,
//    or on the days to which a time between the two has taken the story;
// 6. of what is said the day of the story's own subject, the first act with a day among the news, else the story's day;
// 7. in the lead the day that the story tells of.
// A time that the sentence tells and nothing resolves (`on June 9`, in no known year) ends the search: the date is
// open. What has happened never gets a time to come, and a longer time that holds the story's day ends on it. The rows
// are gone through once, in order, with the act dated last in hand; at the end what somebody is said to have done to
// one to whom just that was done takes its date.
#include "reading/events/dating.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "reading/assertion/clauses.h"
#include "reading/times/governing.h"

namespace dragoman {
namespace {

// Words between a trigger and the time that dates it, where no syntax ties the two.
constexpr int kTimeReach = 12;
constexpr int kSinceReach = 3;
// Sentences for which the time of one act goes on to be the time of the next: a day, a longer time.
constexpr int kNarrativeReach = 3;
constexpr int kLongTimeReach = 1;
constexpr int kThenReach = 5;  // where it is pointed to: "at the time"
// A passage on times that lie so many days back goes on for so many sentences.
constexpr int kOldTimesReach = 6, kOldDays = 400;
constexpr int kNewsDays = 14;

// Does the clause of `verb` tell what was done at the time of the clause above it?
bool is_meanwhile(const Document& doc, int32_t verb) {
  const Token& t = doc.tokens[verb];
  const int32_t mark = doc.dependent(verb, "mark");
  if (is_absolute(doc, verb)) return true;
  if (mark >= 0 && doc.tokens[mark].lemma == "as")
    return t.feats.tense == Tense::kPast && doc.dependent(verb, "nsubj") >= 0;
  if (mark >= 0) return doc.tokens[mark].lemma == "while" && t.form.ends_with("ing");
  if (t.deprel != "acl:relcl") return t.form.ends_with("ing");  // "a letter urging ..."
  // "..., which he called a mistake": a doer of its own, who was named before
  const int32_t doer = doc.dependent(verb, "nsubj");
  return doer > 1 && doc.tokens[doer].upos == Upos::kPron && doc.tokens[doer - 1].lemma == "which" &&
         doc.tokens[doer - 2].form == "," && t.feats.tense != Tense::kPres && doc.dependent(verb, "aux") < 0;
}

// Is the clause of a verb told as present, or as what has been so far?
bool is_present(const Document& doc, int32_t verb) {
  const Token& t = doc.tokens[verb];
  if (t.feats.verb_form == VerbForm::kFin) return t.feats.tense == Tense::kPres;
  for (const int32_t c : doc.dependents(verb))
    if ((is_rel(doc.tokens[c].deprel, "aux") || is_rel(doc.tokens[c].deprel, "cop")) &&
        doc.tokens[c].feats.verb_form == VerbForm::kFin)
      return doc.tokens[c].feats.tense == Tense::kPres;
  return false;
}

}  // namespace

bool is_main_clause(const Document& doc, int32_t token, bool meanwhile) {
  bool beside = false;
  for (int steps = 0; token >= 0 && steps < 12; ++steps) {
    const Token& t = doc.tokens[token];
    if (beside && is_present(doc, token)) return false;
    if (t.head < 0) return true;
    // "..., adding that ...", "Repeating his offer, he ...": a participle without conjunction goes on with its clause.
    const bool goes_on = is_rel(t.deprel, "advcl") && t.form.ends_with("ing") && doc.dependent(token, "mark") < 0;
    if (!goes_on && (is_rel(t.deprel, "acl") || is_rel(t.deprel, "advcl") || t.deprel == "amod")) {
      if (!meanwhile || !is_meanwhile(doc, token)) return false;
    }
    beside = beside || (meanwhile && (goes_on || is_rel(t.deprel, "acl") || is_rel(t.deprel, "advcl")));
    token = t.head;
  }
  return false;
}

namespace {

EventDate date_of_time(const Time& time) {
  return {time.start, time.end_date, time.grain, time.span};
}

EventDate date_of_day(const Date& day) {
  return {iso(day), iso(day), "day", {}};
}

// Does a time stand in a clause that only describes another word (`who has been held since June`), or only says when
// something else was? Then it dates nothing outside of it.
bool shut_off(const Document& doc, int32_t time, int32_t token) {
  for (int steps = 0; time >= 0 && steps < 40; ++steps) {
    const Token& t = doc.tokens[time];
    if ((is_rel(t.deprel, "acl") || is_rel(t.deprel, "advcl")) && !doc.is_below(token, time)) return true;
    time = t.head;
  }
  return false;
}

// `since June`, `since the June vote`: what goes on since then says nothing of when the next act was.
bool follows(const Document& doc, Span span, std::string_view word) {
  const int32_t token = span.empty() ? -1 : doc.token_at(span.begin);
  if (token <= 0) return false;
  if (lower(doc.tokens[token - 1].form) == word) return true;
  const int32_t noun = doc.tokens[token].head;
  const int32_t preposition = noun > token ? doc.dependent(noun, "case") : -1;
  return preposition >= 0 && preposition < token && doc.tokens[preposition].lemma == word;
}
bool is_since(const Document& doc, const Event& event) {
  return event.date && follows(doc, event.date->span, "since");
}

// What has happened did not happen after the story was written: `this month`, told on the 21st, ends on the 21st. A
// week stays whole, as its days are seldom meant.
void end_by_today(const Document& doc, const Times& times, int32_t token, Event& event) {
  if (!event.date || !times.reference) return;
  const std::string today = iso(*times.reference);
  if (event.status != EventStatus::kActual) {
    // "before the end of the month": from now on
    if (event.date->start > today && follows(doc, event.date->span, "before")) event.date->start = today;
    return;
  }
  // A state or what is going on (`under house arrest since June`) lasts till the story; an act is over.
  const Token& trigger = doc.tokens[token];
  if (is_since(doc, event) && event.date->start < today &&
      (trigger.upos == Upos::kNoun || trigger.upos == Upos::kAdj || trigger.form.ends_with("ing")))
    event.date->end = today;
  if (event.date->grain == "day" || event.date->grain == "week") return;
  if (event.date->start <= today && event.date->end > today) event.date->end = today;
}

// Do words that point to the time told last stand with the trigger?
bool points_back(const Document& doc, const Sentence& sentence, int32_t trigger) {
  static constexpr std::array<std::array<std::string_view, 3>, 3> kThen = {
      {{"at", "the", "time"}, {"at", "that", "time"}, {"on", "that", "occasion"}}};
  for (int32_t i = sentence.begin; i + 2 < sentence.end; ++i)
    for (const auto& words : kThen)
      if (lower(doc.tokens[i].form) == words[0] && doc.tokens[i + 1].form == words[1] &&
          doc.tokens[i + 2].form == words[2] && closeness(doc, i + 2, owner_of(doc, i + 2), trigger) > 0)
        return true;
  return false;
}

// "Reiterating his condolences, the president stated ...": an act of words beside a word of saying.
bool is_said_along(const Document& doc, const EventRow& row) {
  if (row.event.type != EventType::kSupport) return false;
  int32_t token = row.token;
  for (int steps = 0; token >= 0 && steps < 3; ++steps) {
    const Token& t = doc.tokens[token];
    if (is_rel(t.deprel, "advcl") && t.form.ends_with("ing")) return t.head >= 0 && is_saying(doc.tokens[t.head]);
    if (!is_rel(t.deprel, "obj")) return false;
    token = t.head;
  }
  return false;
}

// Counts the sentences that a narrative runs on, less those that only quote: what is quoted takes no time of it.
class Narrative {
 public:
  Narrative(const Document& doc, const std::vector<Quote>& quotes) {
    std::vector<Span> contents;
    for (const Quote& q : quotes)
      if (q.kind == QuoteKind::kDirect) contents.insert(contents.end(), q.content.begin(), q.content.end());
    std::sort(contents.begin(), contents.end());
    size_t next = 0;
    int count = 0;
    for (const Sentence& s : doc.sentences) {
      while (next < contents.size() && contents[next].end + 1 < s.span.end) ++next;
      // Quotation marks belong to the sentence, not to the content.
      const bool quoted = next < contents.size() && contents[next].begin <= s.span.begin + 1;
      told_.push_back(count);
      count += !quoted;
    }
  }

  // From sentence to sentence; of a long quote not all is left out.
  int distance(int32_t from, int32_t to) const { return std::max(told_[to] - told_[from], to - from - kMostQuoted); }

 private:
  static constexpr int kMostQuoted = 2;
  std::vector<int> told_;  // sentences told in the story's own voice before each
};

// What somebody is said to have done to one to whom just that was done: it was done on that day.
void date_alleged(std::vector<EventRow>& rows) {
  for (EventRow& row : rows) {
    Event& e = row.event;
    if (e.date || row.open_date || (e.status != EventStatus::kPossible && e.status != EventStatus::kDenied)) continue;
    for (const EventRow& told : rows) {
      const Event& done = told.event;
      if (done.status != EventStatus::kActual || done.type != e.type || !done.date || !shares(done.target, e.target))
        continue;
      e.date = done.date;
      break;
    }
  }
}

// "The 1991 treaty": an act that is named by its year is mentioned, not told.
bool is_named_by(const Document& doc, const EventRow& row) {
  const EventDate& date = *row.event.date;
  const int32_t root = date.span.empty() || date.grain == "day" ? -1 : root_of_span(doc, date.span);
  return root >= 0 && root < row.token && doc.tokens[root].head == row.token &&
         !clause::is_verbal(doc.tokens[row.token]);
}

// Does a time that dates no act take the story to other days ("a backlash, with comments over the weekend")?
bool moves_narrative(const Document& doc, const Time& time, const std::string& today) {
  const int32_t at = doc.token_at(time.span.begin), root = root_of_span(doc, time.span);
  const int32_t verb = root < 0 ? -1 : owner_of(doc, root);
  // "He had married on April 30": told aside.
  if (verb >= 0 && doc.dependent(verb, "aux") >= 0 && lower(doc.tokens[doc.dependent(verb, "aux")].form) == "had")
    return false;
  return at >= 0 && !time.start.empty() && time.end_date <= today && (time.grain == "day" || time.grain == "week") &&
         !follows(doc, time.span, "since") && !only_names(doc, time.span) && is_main_clause(doc, at);
}

// Is the verb above a noun told as present?
bool is_now(const Document& doc, int32_t token) {
  for (int steps = 0; token >= 0 && steps < 8; ++steps) {
    const Token& t = doc.tokens[token];
    if (clause::is_verbal(t)) return t.feats.verb_form == VerbForm::kFin && t.feats.tense == Tense::kPres;
    token = t.head;
  }
  return false;
}

// Goes through the rows in order and dates those without a date; the file's comment has the steps.
class Dater {
 public:
  Dater(const Context& context, const Times& times, const std::vector<Quote>& quotes, std::vector<EventRow>& rows)
      : context_(context),
        doc_(context.doc),
        times_(times),
        rows_(rows),
        narrative_(doc_, quotes),
        news_(times.reference ? iso(date_of(days_of(*times.reference) - kNewsDays)) : std::string()) {}

  void run() {
    for (EventRow& row : rows_) date(row);
  }

 private:
  void date(EventRow& row);
  const Time* nearest_time(const EventRow& row, const std::string& today) const;
  bool is_nearer_to_another(int32_t time, const EventRow& row) const;
  const Time* time_of_saying(int32_t token) const;
  bool has_open_time(const EventRow& row) const;
  std::optional<EventDate> day_counted_from(const EventRow& row) const;
  std::optional<EventDate> narrative_date(const EventRow& row, const std::string& today) const;
  bool tells_of_old_times(const EventRow& row) const;
  std::optional<EventDate> day_of_saying(const EventRow& row) const;
  std::optional<EventDate> day_of_lead(const std::string& today) const;

  const Context& context_;
  const Document& doc_;
  const Times& times_;
  std::vector<EventRow>& rows_;
  const Narrative narrative_;
  const std::string news_;           // what lies longer back is no news, and not what the story is about
  const EventRow* last_ = nullptr;   // the dated act told last
  const EventRow* first_ = nullptr;  // the first that has a day: the story's own subject
};

void Dater::date(EventRow& row) {
  Event& e = row.event;
  const bool actual = e.status == EventStatus::kActual;
  // A time to come is none of an act that has happened: what was said of it names the time.
  const std::string today = actual && times_.reference ? iso(*times_.reference) : std::string("9999");
  if (e.date && e.date->start > today) e.date.reset();
  if (!e.date)
    if (const Time* time = nearest_time(row, today)) e.date = date_of_time(*time);
  if (!e.date && (row.speech || row.own_word))
    if (const Time* time = time_of_saying(row.token)) e.date = date_of_time(*time);
  // Whoever says `on Friday` means no other day, even where nothing tells which Friday that is.
  row.open_date = !e.date && has_open_time(row);
  if (row.open_date) return;

  const Token& trigger = doc_.tokens[row.token];
  const bool present = trigger.feats.tense == Tense::kPres;
  const bool main_clause = is_main_clause(doc_, row.token, true);
  const bool participle = trigger.form.ends_with("ing") && doc_.dependent(row.token, "aux") < 0;
  const bool told_as_past = actual && main_clause && (participle || (!present && !is_now(doc_, row.token)));
  const bool said = row.speech || row.own_word || is_said_along(doc_, row);
  if (!e.date && actual && !present) e.date = day_counted_from(row);
  // What has been done so far ("China has invested billions") is no part of a narrative.
  if (!e.date && told_as_past && (said || !clause::is_verbal(trigger) || !is_present(doc_, row.token)))
    e.date = narrative_date(row, today);
  if (!e.date && said && actual) e.date = day_of_saying(row);
  if (!e.date && told_as_past && e.sentence <= 1) e.date = day_of_lead(today);
  end_by_today(doc_, times_, row.token, e);
  if (e.date && actual && main_clause && !is_since(doc_, e) && !is_named_by(doc_, row)) {
    last_ = &row;
    if (!first_ && e.date->grain == "day" && e.date->start >= news_) first_ = &row;
  }
}

// The time of the sentence that is nearest to the trigger.
const Time* Dater::nearest_time(const EventRow& row, const std::string& today) const {
  const Sentence& sentence = doc_.sentences[row.event.sentence];
  const Time* best = nullptr;
  int reach = kTimeReach + 1;
  for (const Time& time : times_.times) {
    if (time.span.begin < sentence.span.begin || time.span.end > sentence.span.end) continue;
    if ((time.start.empty() && time.end_date.empty()) || time.start > today) continue;
    const int32_t at = doc_.token_at(time.span.begin);
    // "since June" tells since when the words before it are so.
    if (follows(doc_, time.span, "since") && (row.token > at || at - row.token > kSinceReach)) continue;
    if (at < 0 || shut_off(doc_, at, row.token) || only_names(doc_, time.span)) continue;
    const int distance = std::abs(at - row.token);
    if (distance >= reach || is_nearer_to_another(at, row)) continue;
    reach = distance;
    best = &time;
  }
  return best;
}

// A time nearer to another dated act is that act's.
bool Dater::is_nearer_to_another(int32_t time, const EventRow& row) const {
  const int distance = std::abs(time - row.token);
  return std::any_of(rows_.begin(), rows_.end(), [&](const EventRow& r) {
    return &r != &row && r.event.sentence == row.event.sentence && std::abs(r.token - time) < distance && r.event.date;
  });
}

// The time of the verb nearest above the token that has one.
const Time* Dater::time_of_saying(int32_t token) const {
  int32_t up = doc_.tokens[token].head;
  for (int steps = 0; up >= 0 && steps < 4; ++steps, up = doc_.tokens[up].head) {
    if (!clause::is_verbal(doc_.tokens[up])) continue;
    const Time* time = time_of(context_, times_, up);
    if (time && !time->start.empty()) return time;
  }
  return nullptr;
}

bool Dater::has_open_time(const EventRow& row) const {
  const Sentence& sentence = doc_.sentences[row.event.sentence];
  return std::any_of(times_.open.begin(), times_.open.end(), [&](const OpenTime& t) {
    if (t.type != "date" || t.span.begin < sentence.span.begin || t.span.end > sentence.span.end) return false;
    const int32_t at = doc_.token_at(t.span.begin);
    return at >= 0 && !shut_off(doc_, at, row.token);
  });
}

// The day that a time told soon after the act counts from, if no other time is told between.
std::optional<EventDate> Dater::day_counted_from(const EventRow& row) const {
  const int32_t end = doc_.tokens[row.token].span.end;
  for (const CountedTime& counted : times_.counted) {
    if (counted.span.begin < end) continue;
    const int32_t at = doc_.token_at(counted.span.begin);
    if (at < 0 || narrative_.distance(row.event.sentence, doc_.tokens[at].sentence) > kNarrativeReach)
      return std::nullopt;
    const auto next = first_in(times_.times, end);
    if (next == times_.times.end() || next->span.begin < counted.span.begin) return std::nullopt;
    return date_of_day(counted.from);
  }
  return std::nullopt;
}

// The time of the narrative: of the act told just before, or one told after it.
std::optional<EventDate> Dater::narrative_date(const EventRow& row, const std::string& today) const {
  const Sentence& sentence = doc_.sentences[row.event.sentence];
  std::optional<EventDate> before;
  if (last_) {
    const int reach = last_->event.date->grain == "day" ? kNarrativeReach : kLongTimeReach;
    const bool then = points_back(doc_, sentence, row.token);
    if (narrative_.distance(last_->event.sentence, row.event.sentence) <= (then ? kThenReach : reach))
      before = last_->event.date;
  }
  for (const Time& time : times_.times) {
    if (time.span.end > sentence.span.begin) break;
    const int32_t at = doc_.token_at(time.span.begin);
    if (at < 0 || narrative_.distance(doc_.tokens[at].sentence, row.event.sentence) > kNarrativeReach) continue;
    if ((last_ && doc_.tokens[at].sentence <= last_->event.sentence) || !moves_narrative(doc_, time, today)) continue;
    // What went on over days goes on in what is told next; of a day that no act has it is unknown.
    before.reset();
    if (time.start != time.end_date) before = date_of_time(time);
  }
  return before;
}

// Does the row go on with a passage on times long past?
bool Dater::tells_of_old_times(const EventRow& row) const {
  return last_ && times_.reference && clause::is_verbal(doc_.tokens[last_->token]) &&
         narrative_.distance(last_->event.sentence, row.event.sentence) <= kOldTimesReach &&
         last_->event.date->end < iso(date_of(days_of(*times_.reference) - kOldDays));
}

// What is said in a story is said on the day that it tells of, unless it says otherwise or tells of old times.
std::optional<EventDate> Dater::day_of_saying(const EventRow& row) const {
  if (!is_main_clause(doc_, row.token)) return std::nullopt;
  if (doc_.tokens[row.token].feats.tense == Tense::kPast && tells_of_old_times(row)) return std::nullopt;
  if (first_) return first_->event.date;
  if (times_.reference) return date_of_day(*times_.reference);
  if (times_.narrative) return date_of_day(*times_.narrative);
  return std::nullopt;
}

// The lead tells of the day that the story tells of.
std::optional<EventDate> Dater::day_of_lead(const std::string& today) const {
  if (times_.narrative && iso(*times_.narrative) <= today) return date_of_day(*times_.narrative);
  if (times_.reference) return date_of_day(*times_.reference);
  return std::nullopt;
}

}  // namespace

void set_date(const Context& context, const Times& times, int32_t token, Event& event) {
  const Time* time = time_of(context, times, token);
  if (time && (!time->start.empty() || !time->end_date.empty())) event.date = date_of_time(*time);
}

void imply_dates(const Context& context, const Times& times, const std::vector<Quote>& quotes,
                 std::vector<EventRow>& rows) {
  Dater(context, times, quotes, rows).run();
  date_alleged(rows);
}

}  // namespace dragoman
