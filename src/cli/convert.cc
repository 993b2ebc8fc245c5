// `dragoman convert CODE`: what a code or a name of a state stands for, and that state's codes in the other lists, on a
// day.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

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

Json json_of(const StateCode& code) {
  const auto text = [](const std::string& s) { return s.empty() ? Json() : Json(s); };
  return {{"list", code.list},
          {"code", code.code},
          {"name", code.name},
          {"since", text(code.since)},
          {"until", text(code.until)}};
}

void print_json(const StateCodes& codes, const std::string& query, const StateCodes::Reading& answer,
                const std::string& date, std::optional<Date> on) {
  Json out;
  out["query"] = query;
  out["date"] = date.empty() ? Json() : Json(date);
  out["country"] = answer.country;
  for (const StateCode* code : answer.codes) out["read_as"].push_back(json_of(*code));
  out["codes"] = Json::object();
  for (std::string_view list : kCodeLists) {
    const StateCode* code = codes.code_of(answer.country, list, on);
    out["codes"][std::string(list)] = code ? json_of(*code) : Json();
  }
  std::printf("%s\n", out.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void print_text(const StateCodes& codes, const StateCodes::Reading& answer, std::optional<Date> on) {
  std::string read_as;
  for (const StateCode* code : answer.codes) read_as += (read_as.empty() ? "" : "; ") + describe(*code);
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
    if (!arguments.to.empty()) {
      const Result<std::string> value = codes->convert(query, arguments.from, arguments.to, on);
      if (value.ok())
        std::printf("%s\t%s\n", printable(query).c_str(), value->c_str());
      else
        exit = std::max(exit, fail(value.status()));
      return;
    }
    const auto readings = codes->read_as(query, arguments.from, on);
    if (!readings.ok()) {
      exit = std::max(exit, fail(readings.status()));
      return;
    }
    for (const StateCodes::Reading& reading : *readings) {
      if (arguments.json)
        print_json(*codes, query, reading, arguments.date, on);
      else
        print_text(*codes, reading, on);
    }
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
