// `dragoman explain`: the reader's grounds. The words are the reader's; this file only finds the bytes.
#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

#include "base/file.h"
#include "cli/printable.h"
#include "cli/verbs.h"

namespace dragoman::cli {

int run_explain(const StoryArguments& arguments) {
  const bool standard_input = arguments.story == "-";
  Result<std::string> bytes =
      standard_input ? std::string(std::istreambuf_iterator<char>(std::cin), {}) : read_file(arguments.story);
  if (!bytes.ok()) return fail(bytes.status());
  Result<Reader> reader = Reader::open(arguments.reader);
  if (!reader.ok()) {
    fail(reader.status());
    return kInstallation;
  }
  Result<std::string> grounds =
      reader->explain(*bytes, {.uri = arguments.story, .published = arguments.published}, arguments.row);
  if (!grounds.ok()) return fail(grounds.status());
  const std::string out = printable(*grounds);
  if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0) return kCannotWrite;
  return kOk;
}

}  // namespace dragoman::cli
