// Answers of the tables to a person's question: who is NAME, who holds OFFICE of COUNTRY, who
// belongs to ORGANISATION, on a day or at any time; with the origin of each row, and with the rows
// of other sources that contradict it.
//
// Reads knowledge/ (Knowledge), members.tsv, governing.tsv, contradictions.tsv and
// organisations.tsv.
// Thread-safety: immutable after open(). Pointers and strings of an answer live as long as the Who.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "dragoman/status.h"
#include "knowledge/knowledge.h"

namespace dragoman {

struct Membership {
  std::string organisation;  // canonical, as in organisations.tsv
  std::string member;        // ISO3, or an organisation's canonical name (European Union in the Group of 20)
  std::string role;          // member, permanent, elected (a seat for a term), suspended
  std::string since, until;  // both inclusive, may be partial; empty until: still
  std::string origin;
};

// A party in a government.
struct Governing {
  std::string party, country;
  std::string role;  // leads, partner
  std::string since, until, origin;
};

struct Contradiction {
  std::string where;  // ISO3 or organisation
  std::string office, person, start, end, origin, against;
};

struct OrganisationRow {
  std::string name;
  std::vector<std::string> aliases;
  std::string country, sector, kind, cameo, wikidata;
};

struct WhoAnswer {
  enum class Kind { kPerson, kOffice, kOrganisation, kCountry };
  Kind kind = Kind::kPerson;
  std::string name;     // of the person, "president of Peru" as asked, of the organisation, of the country
  std::string country;  // ISO3, IGO, NGO, MNC or empty
  std::string sector;   // of the person's last office, or on the day; of the organisation
  const OrganisationRow* organisation = nullptr;
  std::vector<const Office*> offices;          // of the person; holders of the office; heads of the body or the state
  std::vector<const Membership*> members;      // of the organisation
  std::vector<const Membership*> memberships;  // of the country or organisation in others
  std::vector<const Governing*> governing;     // of the party; of the country's parties
  std::vector<const Contradiction*> contradictions;
  // With a day on which nobody is known to hold the office: the holders nearest before and after.
  std::vector<const Office*> nearest;
};

class Who {
 public:
  static Result<Who> open(const std::string& dir);

  // Every sense of `query`: "Xi", "President Xi Jinping", "foreign minister of Georgia", "Georgian
  // foreign minister", "UN Security Council", "Peru". With `on` only rows that hold that day,
  // without it all, oldest first. Empty: unknown, or more than 40 words. A person whose full name
  // the tables lack is looked for by surname, all bearers.
  std::vector<WhoAnswer> ask(std::string_view query, std::optional<Date> on) const;

  const Knowledge& knowledge() const { return knowledge_; }
  const std::vector<Membership>& memberships() const { return memberships_; }
  const std::vector<Governing>& governing() const { return governing_; }
  const std::vector<OrganisationRow>& organisations() const { return organisations_; }

 private:
  explicit Who(Knowledge knowledge) : knowledge_(std::move(knowledge)) {}

  Status read(const std::string& dir);
  // `more`: what else the question says of the office: "foreign ministry".
  bool ask_office(std::string_view title, std::string_view where, std::string_view more, std::optional<Date> on,
                  std::vector<WhoAnswer>* answers) const;
  void ask_person(std::string_view key, std::optional<Date> on, std::vector<WhoAnswer>* answers) const;
  void ask_body(std::string_view key, std::string_view query, std::optional<Date> on,
                std::vector<WhoAnswer>* answers) const;
  const OrganisationRow* organisation(std::string_view name) const;
  void add_contradictions(WhoAnswer* answer, std::optional<Date> on) const;

  Knowledge knowledge_;
  std::vector<Membership> memberships_;
  std::vector<Governing> governing_;
  std::vector<Contradiction> contradictions_;
  std::vector<OrganisationRow> organisations_;
};

}  // namespace dragoman
