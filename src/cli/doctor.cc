// `dragoman doctor`: what is installed, which parts load, what is missing. Each part is tried by itself, so that one
// that is broken does not hide the next.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <unicode/uversion.h>
#include <openvino/core/version.hpp>

#include "base/data_dir.h"
#include "cli/verbs.h"
#include "knowledge/knowledge.h"
#include "language/language.h"
#include "reading/events/lexicon.h"

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
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  line(name, fmt::format("ok  {}  (loads in {:.2f} s)", describe(*part), seconds));
  return true;
}

}  // namespace

int run_doctor(const ReaderOptions& options) {
  line("dragoman", DRAGOMAN_VERSION);
  line("openvino", ov::get_openvino_version().buildNumber);
  line("sqlite", sqlite3_libversion());
  line("icu", U_ICU_VERSION);
  line("cpu", fmt::format("{} cores", std::thread::hardware_concurrency()));

  const std::string home = options.data_dir.empty() ? data_dir() : options.data_dir;
  if (home.empty()) {
    line("data", "MISSING  no folder with models/, lexicon/ and knowledge/ found; DRAGOMAN_HOME may name one");
    return kInstallation;
  }
  line("data", "ok  " + home);
  bool good = true;
  good &= try_part(
      "model",
      [&] {
        return Language::open({.model_dir = options.model_dir.empty() ? home + "/models/en" : options.model_dir});
      },
      [](const Language& language) { return language.version() + ", " + language.describe(); });
  good &= try_part(
      "knowledge", [&] { return Knowledge::open(home + "/knowledge"); },
      [](const Knowledge& knowledge) {
        return fmt::format("{}, {} countries", knowledge.version(), knowledge.countries().size());
      });
  good &= try_part(
      "lexicon", [&] { return Lexicon::open(home + "/lexicon/en", options.lexicon_dirs); },
      [](const Lexicon& lexicon) { return lexicon.version(); });
  line("", good ? "everything is there" : "something is missing: install it again");
  return good ? kOk : kInstallation;
}

}  // namespace dragoman::cli
