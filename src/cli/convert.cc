// `dragoman convert CODE`: what a code or a name of a state stands for, and that state's codes in the other lists, on a
// day.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/data_dir.h"
#include "base/unicode.h"
#include "cli/printable.h"
#include "cli/verbs.h"
#include "knowledge/state_codes.h"

namespace dragoman::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string period(const StateCode& code) {
  if (code.since.empty() && code.until.empty()) return "";
  return code.since + ".." + code.until;
}

std::string describe(const StateCode& code) {
  std::string text = code.list + " " + code.code + " " + code.name;
  if (const std::string when = period(code); !when.empty()) text += " " + when;
  return text;
}

// Readings of one query that lead to one state.
struct Answer {
  std::string country;
  std::vector<const StateCode*> readings;
};

Result<std::vector<Answer>> answers_of(const StateCodes& codes, const ConvertArguments& arguments,
                                       const std::string& query, std::optional<Date> on) {
  const std::vector<const StateCode*> found = codes.find(query, arguments.from, on);
  if (found.empty()) {
    const std::vector<const StateCode*> other_days = codes.find(query, arguments.from, std::nullopt);
    if (other_days.empty()) {
      const std::string what =
          arguments.from.empty() ? "no code or name of a state" : "not in the list " + arguments.from;
      return Status(Code::kNotFound, "'" + query + "' is " + what);
    }
    std::string known;
    for (const StateCode* code : other_days) known += (known.empty() ? "" : "; ") + describe(*code);
    return Status(Code::kNotFound, "'" + query + "' stands for no state on " + arguments.date + ": " + known);
  }
  std::vector<Answer> answers;
  for (const StateCode* code : found) {
    auto same =
        std::find_if(answers.begin(), answers.end(), [&](const Answer& a) { return a.country == code->country; });
    if (same == answers.end()) same = answers.insert(answers.end(), Answer{code->country, {}});
    same->readings.push_back(code);
  }
  return answers;
}

// The one value that all answers agree on.
Result<std::string> value_of(const StateCodes& codes, const ConvertArguments& arguments, const std::string& query,
                             const std::vector<Answer>& answers, std::optional<Date> on) {
  std::set<std::string> values;
  std::string readings;
  for (const Answer& answer : answers) {
    const StateCode* code = codes.code_of(answer.country, arguments.to, on);
    values.insert(code ? code->code : "");
    readings += (readings.empty() ? "" : "; ") + describe(*answer.readings.front());
  }
  if (values.size() > 1)
    return Status(Code::kInvalidArgument, "'" + query + "' is ambiguous (" + readings + "); name its list with --from");
  if (values.begin()->empty())
    return Status(Code::kNotFound, "'" + query + "' (" + readings + ") has no " + arguments.to +
                                       (on ? " on " + arguments.date : std::string()));
  return *values.begin();
}

Json json_of(const StateCode& code) {
  const auto text = [](const std::string& s) { return s.empty() ? Json() : Json(s); };
  return {{"list", code.list},
          {"code", code.code},
          {"name", code.name},
          {"since", text(code.since)},
          {"until", text(code.until)}};
}

void print_json(const StateCodes& codes, const std::string& query, const Answer& answer, const std::string& date,
                std::optional<Date> on) {
  Json out;
  out["query"] = query;
  out["date"] = date.empty() ? Json() : Json(date);
  out["country"] = answer.country;
  for (const StateCode* code : answer.readings) out["read_as"].push_back(json_of(*code));
  out["codes"] = Json::object();
  for (std::string_view list : kCodeLists) {
    const StateCode* code = codes.code_of(answer.country, list, on);
    out["codes"][std::string(list)] = code ? json_of(*code) : Json();
  }
  std::printf("%s\n", out.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_text(const StateCodes& codes, const Answer& answer, std::optional<Date> on) {
  std::string read_as;
  for (const StateCode* code : answer.readings) read_as += (read_as.empty() ? "" : "; ") + describe(*code);
  std::printf("%s\n", read_as.c_str());
  for (std::string_view list : kCodeLists) {
    const StateCode* code = codes.code_of(answer.country, list, on);
    const StateCode* any = code ? nullptr : codes.code_of(answer.country, list, std::nullopt);
    if (code)
      std::printf("  %-8s %-8s %s\n", std::string(list).c_str(), code->code.c_str(), period(*code).c_str());
    else if (any)
      std::printf("  %-8s %-8s not on that day: %s %s\n", std::string(list).c_str(), "-", any->code.c_str(),
                  period(*any).c_str());
  }
}

}  // namespace

int run_convert(const ConvertArguments& arguments) {
  const Result<StateCodes> codes = StateCodes::open(data_dir() + "/knowledge");
  if (!codes.ok()) {
    fail(codes.status());
    return kInstallation;
  }
  const std::optional<Date> on = arguments.date.empty() ? std::nullopt : parse_iso(arguments.date);
  int exit = kOk;
  const auto answer_one = [&](const std::string& query) {
    const Result<std::vector<Answer>> answers = answers_of(*codes, arguments, query, on);
    Status status = answers.status();
    if (answers.ok() && !arguments.to.empty()) {
      const Result<std::string> value = value_of(*codes, arguments, query, *answers, on);
      status = value.status();
      if (value.ok()) std::printf("%s\t%s\n", printable(query).c_str(), value->c_str());
    } else if (answers.ok()) {
      for (const Answer& answer : *answers) {
        if (arguments.json)
          print_json(*codes, query, answer, arguments.date, on);
        else
          print_text(*codes, answer, on);
      }
    }
    if (!status.ok()) exit = std::max(exit, fail(status));
  };
  for (const std::string& code : arguments.codes) {
    if (code != "-") {
      answer_one(code);
      continue;
    }
    for (std::string line; std::getline(std::cin, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!line.empty()) answer_one(line);
    }
  }
  return exit;
}

}  // namespace dragoman::cli
