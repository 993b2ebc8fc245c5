// A question is read in this order, and every reading that the tables know gives an answer:
//   office  "TITLE of PLACE", "PLACE TITLE", "PLACE's TITLE": the title's key (titles.tsv) with the place's rows of
//           offices.tsv. A row whose own title is the one asked for goes before rows that only share its key, so that
//           the president of Iran is not its head of state, the Supreme Leader.
//   body    an organisation or a country, by any name.
//   person  by full name, alias or transliteration, with or without a title before it; else by surname.
#include "knowledge/who.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/table.h"
#include "base/unicode.h"
#include "base/words.h"
#include "knowledge/period.h"

namespace dragoman {
namespace {

std::string_view without_mark(std::string_view name) {
  while (!name.empty() && (name.front() == '=' || name.front() == '?')) name.remove_prefix(1);
  return name;
}

std::string_view without_article(std::string_view folded) {
  return folded.starts_with("the ") ? folded.substr(4) : folded;
}

bool on_day(const Office& office, std::optional<Date> on) {
  return !on || held_on(office, *on);
}

// Contradictions touch a day if the row kept or cut does.
bool overlaps(std::string_view since, std::string_view until, std::optional<Date> on) {
  return !on || in_period(since, until, *on);
}

// The title without the name of its place: "president of the united states" -> "president", but "president of the
// senate of france" -> "president of the senate".
std::string bare_title(const Knowledge& knowledge, const Office& office) {
  std::string title = fold(office.title);
  const size_t of = title.rfind(" of ");
  if (of == std::string::npos) return title;
  for (const Sense& sense : knowledge.senses(std::string_view(title).substr(of + 4)))
    if (office.organisation.empty() ? sense.kind == SenseKind::kCountry && sense.country == office.country
                                    : sense.kind == SenseKind::kOrganisation && sense.name == office.organisation)
      return title.substr(0, of);
  return title;
}

void sort_by_start(std::vector<const Office*>* offices) {
  std::stable_sort(offices->begin(), offices->end(),
                   [](const Office* a, const Office* b) { return a->start < b->start; });
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word : split(text, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

std::string join(const std::vector<std::string>& words, size_t begin, size_t end) {
  std::string text;
  for (size_t i = begin; i < end; ++i) text += (i > begin ? " " : "") + words[i];
  return text;
}

// Of the posts that a state has several of, those whose titles say most of what the question says: "army chief" is no
// chief of the naval staff.
void keep_nearest_titles(const std::string& question, std::vector<const Office*>* offices) {
  static constexpr auto kSeveral = std::to_array<std::string_view>(
      {"military chief", "police chief", "spy chief", "speaker", "spokesperson", "envoy"});
  static constexpr auto kSayNothing =
      std::to_array<std::string_view>({"chief", "head", "speaker", "spokesperson", "envoy", "of", "the"});
  if (offices->empty() || !contains(kSeveral, offices->front()->office)) return;
  const auto said = [&](const Office* office) {
    const std::string title = " " + fold(office->title) + " ";
    int words = 0;
    for (const std::string& word : words_of(question))
      if (!contains(kSayNothing, word)) words += title.find(" " + word + " ") != std::string::npos;
    // The chief himself before his deputies.
    return 2 * words - static_cast<int>(title.starts_with(" vice ") || title.starts_with(" deputy "));
  };
  int most = said(offices->front());
  for (const Office* office : *offices) most = std::max(most, said(office));
  std::erase_if(*offices, [&](const Office* office) { return said(office) < most; });
}

// Keys that lead a body: what "head of NATO", "NATO chief" or "secretary-general of NATO" ask for.
bool asks_for_head(const Title& title) {
  static constexpr auto kHeads = std::to_array<std::string_view>(
      {"head of state", "secretary-general", "official", "business", "head of government", "head of organisation", "",
       "rebel leader", "party leader", "military chief", "governor", "speaker", "envoy"});
  return contains(kHeads, title.office);
}

}  // namespace

Status Who::read(const std::string& dir) {
  Result<Table> organisations =
      Table::read(dir, "organisations.tsv", {"name", "aliases", "country", "sector", "kind", "cameo", "wikidata"});
  if (!organisations.ok()) return organisations.status();
  while (organisations->next()) {
    const Table& row = *organisations;
    OrganisationRow organisation;
    organisation.name = without_mark(row[0]);
    if (!row[1].empty())
      for (std::string_view alias : split(row[1], '|')) organisation.aliases.emplace_back(without_mark(alias));
    organisation.country = row[2];
    organisation.sector = row[3];
    organisation.kind = row[4];
    organisation.cameo = row[5];
    organisation.wikidata = row[6];
    organisations_.push_back(std::move(organisation));
  }
  DRAGOMAN_RETURN_IF_ERROR(organisations->status());
  std::stable_sort(organisations_.begin(), organisations_.end(),
                   [](const OrganisationRow& a, const OrganisationRow& b) { return a.name < b.name; });

  Result<Table> members =
      Table::read(dir, "members.tsv", {"organisation", "member", "role", "since", "until", "origin"});
  if (!members.ok()) return members.status();
  while (members->next()) {
    const Table& row = *members;
    if (!organisation(row[0])) return row.error("organisations.tsv has no '" + std::string(row[0]) + "'");
    if (!knowledge_.country(row[1]) && !organisation(row[1]))
      return row.error("no country or organisation '" + std::string(row[1]) + "'");
    if (row[2] != "member" && row[2] != "permanent" && row[2] != "elected" && row[2] != "suspended")
      return row.error("role is member, permanent, elected or suspended");
    if (row[3].empty() || !is_period(row[3], row[4])) return row.error("bad period");
    if (row[5].empty()) return row.error("no origin");
    memberships_.push_back({std::string(row[0]), std::string(row[1]), std::string(row[2]), std::string(row[3]),
                            std::string(row[4]), std::string(row[5])});
  }
  DRAGOMAN_RETURN_IF_ERROR(members->status());

  Result<Table> governing = Table::read(dir, "governing.tsv", {"party", "country", "role", "since", "until", "origin"});
  if (!governing.ok()) return governing.status();
  while (governing->next()) {
    const Table& row = *governing;
    if (!organisation(row[0])) return row.error("organisations.tsv has no '" + std::string(row[0]) + "'");
    if (!knowledge_.country(row[1])) return row.error("unknown country '" + std::string(row[1]) + "'");
    if (row[2] != "leads" && row[2] != "partner") return row.error("role is leads or partner");
    if (row[3].empty() || !is_period(row[3], row[4])) return row.error("bad period");
    if (row[5].empty()) return row.error("no origin");
    governing_.push_back({std::string(row[0]), std::string(row[1]), std::string(row[2]), std::string(row[3]),
                          std::string(row[4]), std::string(row[5])});
  }
  DRAGOMAN_RETURN_IF_ERROR(governing->status());

  Result<Table> contradictions =
      Table::read(dir, "contradictions.tsv", {"country", "office", "person", "start", "end", "origin", "against"});
  if (!contradictions.ok()) return contradictions.status();
  while (contradictions->next()) {
    const Table& row = *contradictions;
    contradictions_.push_back({std::string(row[0]), std::string(row[1]), std::string(row[2]), std::string(row[3]),
                               std::string(row[4]), std::string(row[5]), std::string(row[6])});
  }
  return contradictions->status();
}

Result<Who> Who::open(const std::string& dir) {
  Result<Knowledge> knowledge = Knowledge::open(dir);
  if (!knowledge.ok()) return knowledge.status();
  Who who(std::move(knowledge).value());
  DRAGOMAN_RETURN_IF_ERROR(who.read(dir));
  return who;
}

const OrganisationRow* Who::organisation(std::string_view name) const {
  const auto found = std::lower_bound(organisations_.begin(), organisations_.end(), name,
                                      [](const OrganisationRow& row, std::string_view key) { return row.name < key; });
  return found != organisations_.end() && found->name == name ? &*found : nullptr;
}

void Who::add_contradictions(WhoAnswer* answer, std::optional<Date> on) const {
  for (const Contradiction& row : contradictions_) {
    if (!overlaps(row.start, row.end, on)) continue;
    bool touches = false;
    for (const Office* office : answer->offices) {
      const bool post = row.office == office->office &&
                        row.where == (office->organisation.empty() ? office->country : office->organisation);
      if (answer->kind == WhoAnswer::Kind::kPerson)
        touches |= post && (row.person == office->person || row.against.find(office->person) != std::string::npos);
      else
        touches |= post && (row.person == office->person || on.has_value() ||
                            row.against.find(office->person) != std::string::npos);
    }
    if (touches) answer->contradictions.push_back(&row);
  }
}

bool Who::ask_office(std::string_view title_words, std::string_view where, std::string_view more,
                     std::optional<Date> on, std::vector<WhoAnswer>* answers) const {
  title_words = without_article(title_words);
  const Title* title = knowledge_.title(title_words);
  if (!title && title_words != "head of state" && title_words != "head of government") return false;
  bool found = false;
  for (const Sense& sense : knowledge_.senses(where)) {
    const bool state = sense.kind == SenseKind::kCountry || sense.kind == SenseKind::kDemonym;
    const bool body = sense.kind == SenseKind::kOrganisation;
    if (!state && !body) continue;
    if (state && !knowledge_.country(sense.country)) continue;
    const bool again = std::any_of(answers->begin(), answers->end(), [&](const WhoAnswer& answer) {
      return answer.kind == WhoAnswer::Kind::kOffice && answer.country == sense.country &&
             (answer.organisation != nullptr) == body;
    });
    if (again) continue;
    std::vector<const Office*> same_title, same_key;
    for (const Office& office : knowledge_.offices()) {
      if (body ? office.organisation != sense.name : office.country != sense.country || !office.organisation.empty())
        continue;
      if (bare_title(knowledge_, office) == title_words)
        same_title.push_back(&office);
      else if (body ? title && office.office == "head of organisation" && asks_for_head(*title)
                    : office.office == (title ? std::string_view(title->office) : title_words))
        same_key.push_back(&office);
    }
    // "minister" or "official" is no office that one person holds.
    if (!body && title && (title->office == "minister" || title->office == "official")) same_key.clear();
    WhoAnswer answer;
    answer.kind = WhoAnswer::Kind::kOffice;
    answer.name = std::string(title_words) + " of " + (body ? sense.name : knowledge_.country(sense.country)->name);
    answer.country = sense.country;
    answer.organisation = body ? organisation(sense.name) : nullptr;
    const auto fill = [&](const std::vector<const Office*>& rows) {
      for (const Office* office : rows)
        if (on_day(*office, on)) answer.offices.push_back(office);
    };
    fill(same_title);
    if (answer.offices.empty()) {
      fill(same_key);
      keep_nearest_titles(std::string(title_words) + " " + std::string(more), &answer.offices);
    }
    sort_by_start(&answer.offices);
    if (answer.offices.empty()) {
      std::vector<const Office*>& rows = same_title.empty() ? same_key : same_title;
      if (rows.empty()) continue;
      sort_by_start(&rows);
      const std::string day = iso(*on);
      const auto after =
          std::find_if(rows.begin(), rows.end(), [&](const Office* office) { return office->start > day; });
      if (after != rows.begin()) answer.nearest.push_back(*std::prev(after));
      if (after != rows.end()) answer.nearest.push_back(*after);
    } else {
      answer.sector = answer.offices.back()->sector;
    }
    add_contradictions(&answer, on);
    answers->push_back(std::move(answer));
    found = true;
  }
  return found;
}

void Who::ask_person(std::string_view key, std::optional<Date> on, std::vector<WhoAnswer>* answers) const {
  std::vector<const Office*> held = knowledge_.offices_of(key);
  if (held.empty()) {
    // By surname, or by any run of last words: "Kuleba", "van der Bellen".
    const std::string tail = " " + std::string(key);
    for (const Office& office : knowledge_.offices()) {
      const std::string person = fold(office.person);
      if (person.ends_with(tail)) held.push_back(&office);
    }
  }
  std::stable_sort(held.begin(), held.end(), [](const Office* a, const Office* b) {
    return std::pair(std::string_view(a->person), std::string_view(a->start)) <
           std::pair(std::string_view(b->person), std::string_view(b->start));
  });
  // Spellings that the tables take for one name are one person, unless Wikidata tells them apart.
  const size_t before = answers->size();
  std::vector<bool> taken(held.size(), false);
  for (size_t i = 0; i < held.size(); ++i) {
    if (taken[i]) continue;
    WhoAnswer answer;
    answer.name = held[i]->person;
    const std::vector<const Office*> own = knowledge_.offices_of(fold(answer.name));
    std::string_view id;
    for (size_t k = i; k < held.size(); ++k) {
      const Office& office = *held[k];
      if (taken[k] || (office.person != answer.name && std::find(own.begin(), own.end(), &office) == own.end()))
        continue;
      if (!id.empty() && !office.wikidata.empty() && office.wikidata != id) continue;
      if (id.empty()) id = office.wikidata;
      taken[k] = true;
      (on_day(office, on) ? answer.offices : answer.nearest).push_back(&office);
    }
    if (!answer.offices.empty()) answer.nearest.clear();
    sort_by_start(&answer.offices);
    sort_by_start(&answer.nearest);
    const Office& last = answer.offices.empty() ? *answer.nearest.back() : *answer.offices.back();
    answer.country = last.country;
    if (!answer.offices.empty()) answer.sector = last.sector;
    add_contradictions(&answer, on);
    answers->push_back(std::move(answer));
  }
  // Of several people of a name those who were in office that day come first.
  std::stable_partition(answers->begin() + static_cast<std::ptrdiff_t>(before), answers->end(),
                        [](const WhoAnswer& answer) { return !answer.offices.empty(); });
}

void Who::ask_body(std::string_view key, std::string_view query, std::optional<Date> on,
                   std::vector<WhoAnswer>* answers) const {
  for (const Sense& sense : knowledge_.senses(key)) {
    const bool state = sense.kind == SenseKind::kCountry;
    if (!state && sense.kind != SenseKind::kOrganisation) continue;
    // "who" in lower case is a word, but whoever asks for a name may be lazy: only a true mismatch is left out.
    if (!spelled_as(sense, query) && fold(sense.exact) != key) continue;
    const bool again = std::any_of(answers->begin(), answers->end(), [&](const WhoAnswer& answer) {
      return answer.name == sense.name && answer.country == sense.country;
    });
    if (again) continue;
    WhoAnswer answer;
    answer.kind = state ? WhoAnswer::Kind::kCountry : WhoAnswer::Kind::kOrganisation;
    answer.name = sense.name;
    answer.country = sense.country;
    answer.sector = state ? "" : sense.sector;
    answer.organisation = state ? nullptr : organisation(sense.name);
    for (const Office& office : knowledge_.offices()) {
      if (!on_day(office, on)) continue;
      const bool leads = office.office == "head of state" || office.office == "head of government" ||
                         office.office == "foreign minister" || office.office == "defence minister" ||
                         office.office == "interior minister" || office.office == "finance minister";
      if (state ? office.country == sense.country && office.organisation.empty() && leads && on
                : office.organisation == sense.name)
        answer.offices.push_back(&office);
    }
    const std::string_view member = state ? std::string_view(sense.country) : std::string_view(sense.name);
    for (const Membership& row : memberships_) {
      if (!overlaps(row.since, row.until, on)) continue;
      if (!state && row.organisation == sense.name) answer.members.push_back(&row);
      if (row.member == member) answer.memberships.push_back(&row);
    }
    for (const Governing& row : governing_)
      if (overlaps(row.since, row.until, on) && (state ? row.country == sense.country : row.party == sense.name))
        answer.governing.push_back(&row);
    add_contradictions(&answer, on);
    answers->push_back(std::move(answer));
  }
}

std::vector<WhoAnswer> Who::ask(std::string_view query, std::optional<Date> on) const {
  std::vector<WhoAnswer> answers;
  const std::string folded = fold(query);
  const std::vector<std::string> words = words_of(without_article(folded));
  const std::string key = join(words, 0, words.size());
  constexpr size_t kMostWords = 40;  // no name or office is longer, and the readings grow with the square
  if (key.empty() || words.size() > kMostWords) return answers;

  for (size_t i = 1; i + 1 < words.size(); ++i) {
    if (words[i] != "of" && words[i] != "in") continue;
    const std::string title = join(words, 0, i);
    if (ask_office(title, join(words, i + 1, words.size()), "", on, &answers)) return answers;
    // "spokesperson of the Chinese foreign ministry"
    for (size_t end = words.size() - 1; end > i + 1; --end)
      if (ask_office(title, join(words, i + 1, end), join(words, end, words.size()), on, &answers)) return answers;
  }
  for (size_t i = words.size() - 1; i > 0; --i) {
    std::string where = join(words, 0, i);
    const std::string title = join(words, i, words.size());
    if (ask_office(title, where, "", on, &answers)) return answers;
    for (std::string_view end : {"'s", "\u2019s", "'", "\u2019"})
      if (where.ends_with(end) && ask_office(title, where.substr(0, where.size() - end.size()), "", on, &answers))
        return answers;
  }

  ask_body(key, query, on, &answers);
  // A surname alone is not looked for where the name is a country's, a body's or a title: "Jordan", "Chad", "pope".
  const bool surname = answers.empty() && !knowledge_.title(key);
  if (surname || !knowledge_.offices_of(key).empty()) ask_person(key, on, &answers);
  if (!answers.empty()) return answers;

  // "Chinese President Xi Jinping", "Mr Xi": without the country and the title.
  int at = 0;
  const int last = static_cast<int>(words.size()) - 1;
  for (const Sense& sense : knowledge_.senses(words[0]))
    if (sense.kind == SenseKind::kCountry || sense.kind == SenseKind::kDemonym) at = 1;
  at += knowledge_.title_at(words, at, nullptr);
  if (at > 0 && at <= last) ask_person(join(words, static_cast<size_t>(at), words.size()), on, &answers);
  return answers;
}

}  // namespace dragoman
