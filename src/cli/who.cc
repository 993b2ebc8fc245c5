// `dragoman who NAME`: what the tables know of a person, an office, an organisation or a country, with the origin of
// each row and the sources that contradict it.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/data_dir.h"
#include "cli/printable.h"
#include "cli/verbs.h"
#include "knowledge/who.h"

namespace dragoman::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKinds[] = {"person", "office", "organisation", "country"};

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

// "2012-05-07..", "..1990", "2019..2022-08-03?": an open end that was last seen on a day.
std::string span(const std::string& since, const std::string& until, const std::string& seen = "") {
  std::string text = since + ".." + until;
  if (until.empty() && !seen.empty()) text += " (seen " + seen + ")";
  return text;
}

std::string country_name(const Who& who, const std::string& code) {
  const Country* country = who.knowledge().country(code);
  return country ? country->name : code;
}

Json json_of(const Office& office) {
  return {{"person", office.person},
          {"office", office.office},
          {"title", office.title},
          {"country", text_or_null(office.country)},
          {"organisation", text_or_null(office.organisation)},
          {"sector", office.sector},
          {"start", office.start},
          {"end", text_or_null(office.end)},
          {"seen", text_or_null(office.seen)},
          {"wikidata", text_or_null(office.wikidata)},
          {"origin", office.origin}};
}

Json json_of(const Membership& row) {
  return {{"organisation", row.organisation}, {"member", row.member}, {"role", row.role}, {"since", row.since},
          {"until", text_or_null(row.until)}, {"origin", row.origin}};
}

Json json_of(const Governing& row) {
  return {{"party", row.party}, {"country", row.country},           {"role", row.role},
          {"since", row.since}, {"until", text_or_null(row.until)}, {"origin", row.origin}};
}

Json json_of(const Contradiction& row) {
  return {{"where", row.where},           {"office", row.office}, {"person", row.person},  {"start", row.start},
          {"end", text_or_null(row.end)}, {"origin", row.origin}, {"against", row.against}};
}

template <class Row>
Json list_of(const std::vector<const Row*>& rows) {
  Json list = Json::array();
  for (const Row* row : rows) list.push_back(json_of(*row));
  return list;
}

void print_json(const WhoArguments& arguments, const WhoAnswer& answer) {
  Json out;
  out["query"] = arguments.name;
  out["date"] = text_or_null(arguments.date);
  out["kind"] = kKinds[static_cast<int>(answer.kind)];
  out["name"] = answer.name;
  out["country"] = text_or_null(answer.country);
  out["sector"] = text_or_null(answer.sector);
  if (answer.organisation) {
    out["organisation"] = {{"name", answer.organisation->name},
                           {"aliases", answer.organisation->aliases},
                           {"kind", answer.organisation->kind},
                           {"cameo", text_or_null(answer.organisation->cameo)},
                           {"wikidata", text_or_null(answer.organisation->wikidata)}};
  }
  out["offices"] = list_of(answer.offices);
  out["nearest"] = list_of(answer.nearest);
  out["members"] = list_of(answer.members);
  out["memberships"] = list_of(answer.memberships);
  out["governing"] = list_of(answer.governing);
  out["contradictions"] = list_of(answer.contradictions);
  std::printf("%s\n", out.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_office(const Office& office, bool with_person) {
  std::printf("  %-36s %s%s  [%s; %s; %s]\n", span(office.start, office.end, office.seen).c_str(),
              with_person ? (office.person + ", ").c_str() : "", office.title.c_str(),
              office.country.empty() ? "-" : office.country.c_str(), office.sector.c_str(), office.origin.c_str());
}

void print_text(const Who& who, const WhoAnswer& answer) {
  std::printf("%s (%s%s%s%s%s)\n", answer.name.c_str(), kKinds[static_cast<int>(answer.kind)],
              answer.country.empty() ? "" : ", ", answer.country.c_str(), answer.sector.empty() ? "" : ", ",
              answer.sector.c_str());
  if (answer.organisation) {
    const OrganisationRow& body = *answer.organisation;
    std::string aliases;
    for (const std::string& alias : body.aliases) aliases += (aliases.empty() ? "" : ", ") + alias;
    std::printf("  kind: %s%s%s\n", body.kind.c_str(), aliases.empty() ? "" : "; also ", aliases.c_str());
  }
  for (const Office* office : answer.offices) print_office(*office, answer.kind != WhoAnswer::Kind::kPerson);
  if (!answer.nearest.empty()) {
    std::printf("  nobody known on that day; nearest:\n");
    for (const Office* office : answer.nearest) print_office(*office, answer.kind != WhoAnswer::Kind::kPerson);
  }
  if (!answer.members.empty()) std::printf("  members: %zu\n", answer.members.size());
  for (const Membership* row : answer.members)
    std::printf("  %-36s %s, %s  [%s; %s]\n", span(row->since, row->until).c_str(),
                country_name(who, row->member).c_str(), row->role.c_str(), row->member.c_str(), row->origin.c_str());
  if (!answer.memberships.empty()) std::printf("  belongs to: %zu\n", answer.memberships.size());
  for (const Membership* row : answer.memberships)
    std::printf("  %-36s %s, %s  [%s]\n", span(row->since, row->until).c_str(), row->organisation.c_str(),
                row->role.c_str(), row->origin.c_str());
  if (!answer.governing.empty()) std::printf("  in government:\n");
  for (const Governing* row : answer.governing)
    std::printf("  %-36s %s, %s  [%s; %s]\n", span(row->since, row->until).c_str(), row->party.c_str(),
                row->role.c_str(), row->country.c_str(), row->origin.c_str());
  if (!answer.contradictions.empty()) std::printf("  sources that disagree:\n");
  for (const Contradiction* row : answer.contradictions)
    std::printf("  %-36s %s %s: %s  [%s; %s]\n", span(row->start, row->end).c_str(), row->where.c_str(),
                row->office.c_str(), row->person.c_str(), row->origin.c_str(), row->against.c_str());
}

}  // namespace

int run_who(const WhoArguments& arguments) {
  const Result<Who> who = Who::open(data_dir() + "/knowledge");
  if (!who.ok()) {
    fail(who.status());
    return kInstallation;
  }
  const std::optional<Date> on = arguments.date.empty() ? std::nullopt : parse_iso(arguments.date);
  const std::vector<WhoAnswer> answers = who->ask(arguments.name, on);
  if (answers.empty())
    return fail(
        Status(Code::kNotFound, "the tables know no person, office, organisation or country '" + arguments.name + "'"));
  for (const WhoAnswer& answer : answers) {
    if (arguments.json)
      print_json(arguments, answer);
    else
      print_text(*who, answer);
  }
  return kOk;
}

}  // namespace dragoman::cli
