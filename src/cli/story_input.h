// One story of a file, for the verbs that show a single story.
#pragma once

#include <string>

#include "dragoman/status.h"
#include "ingest/ingest.h"

namespace dragoman::cli {

// The `nth` story (from 1) of `path`, or "-". The first error of the file that comes before it is
// the result.
Result<Story> nth_story(const std::string& path, Format format, int64_t nth);

}  // namespace dragoman::cli
