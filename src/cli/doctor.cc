// `dragoman doctor`: what is installed, which parts load, what is missing. Each part and each table is tried by itself,
// so that one that is broken does not hide the next. Times are those of the clock, as a user waits for them.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <unicode/uversion.h>
#include <openvino/core/version.hpp>

#include "base/table.h"
#include "cli/verbs.h"
#include "knowledge/gazetteer.h"
#include "knowledge/knowledge.h"
#include "knowledge/state_codes.h"
#include "language/language.h"
#include "reading/events/lexicon.h"
#include "reading/names/names.h"
#include "reading/read_story.h"

namespace dragoman::cli {
namespace {

void line(const char* name, const std::string& value) {
  std::fputs(fmt::format("{:<11} {}\n", name, value).c_str(), stdout);
}

// Opens a part and says how it went; false if it is missing or damaged.
template <class Open, class Describe>
bool try_part(const char* name, Open open, Describe describe) {
  const auto start = std::chrono::steady_clock::now();
  auto part = open();
  if (!part.ok()) {
    line(name, "MISSING  " + part.status().message());
    return false;
  }
  const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  line(name, fmt::format("ok  {}  (loads in {:.1f} ms)", describe(*part), ms));
  return true;
}

// The tables that the installed program reads; places.tsv and place_names.tsv are compiled into the gazetteer.
constexpr const char* kTables[] = {"agents",        "anchors",     "cameo",     "contradictions", "countries",
                                   "country_names", "given_names", "governing", "members",        "organisations",
                                   "offices",       "persons",     "regions",   "state_codes",    "titles"};

}  // namespace

int run_doctor(const ReaderOptions& options) {
  line("dragoman", DRAGOMAN_VERSION);
  line("openvino", ov::get_openvino_version().buildNumber);
  line("sqlite", sqlite3_libversion());
  line("icu", U_ICU_VERSION);
  line("cpu", fmt::format("{} cores", std::thread::hardware_concurrency()));

  const std::string home = home_of(options);
  if (home.empty()) {
    line("data", "MISSING  no folder with models/, lexicon/ and knowledge/ found; DRAGOMAN_HOME may name one");
    return kInstallation;
  }
  line("data", "ok  " + home);
  bool good = true;
  good &= try_part(
      "model", [&] { return Language::open(language_options(options, home)); },
      [](const Language& language) { return language.version() + ", " + language.describe(); });
  good &= try_part(
      "names", [&] { return NameModel::open(language_options(options, home).model_dir); },
      [](const NameModel& names) {
        return names.empty() ? "no weights: names stay as the model tags them" : "weights by which they are chosen";
      });
  good &= try_part(
      "knowledge", [&] { return Knowledge::open(home + "/knowledge"); },
      [](const Knowledge& knowledge) {
        return fmt::format("{}, {} countries", knowledge.version(), knowledge.countries().size());
      });
  good &= try_part(
      "gazetteer", [&] { return Gazetteer::open(home + "/knowledge/gazetteer.bin"); },
      [](const Gazetteer& gazetteer) {
        return fmt::format("{} places under {} names, {:.1f} MB mapped", gazetteer.place_count(),
                           gazetteer.name_count(), static_cast<double>(gazetteer.size_bytes()) / 1e6);
      });
  good &= try_part(
      "codes", [&] { return StateCodes::open(home + "/knowledge"); },
      [](const StateCodes&) { return "codes of states"; });
  for (const char* table : kTables) {
    good &= try_part(
        "  table", [&] { return Table::count_rows(home + "/knowledge", std::string(table) + ".tsv"); },
        [&](int64_t rows) { return fmt::format("{}.tsv, {} rows", table, rows); });
  }
  good &= try_part(
      "lexicon", [&] { return Lexicon::open(home + "/lexicon/en", options.lexicon_dirs); },
      [](const Lexicon& lexicon) { return lexicon.version(); });
  line("", good ? "everything is there" : "something is missing: install it again");
  return good ? kOk : kInstallation;
}

}  // namespace dragoman::cli
