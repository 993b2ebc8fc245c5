// One story, as ingest gives it, through all the rooms: what the command line and the store call.
// Reader::read_text and Reader::read_bytes are this behind an ingest of their own.
#pragma once

#include <string>
#include <string_view>

#include "dragoman/reader.h"
#include "ingest/ingest.h"
#include "language/language.h"
#include "reading/timings.h"

namespace dragoman {

// Record::id of a story with this canonical text (UTF-8): known before the story is read, so that a
// run can skip what it has.
std::string story_id(std::string_view text);

// Thread-safe. `story` keeps its text; Record::text is a copy. `timings`, if given, gets the seconds of this story
// added.
Result<Record> read_story(const Reader& reader, const Story& story, const StoryOptions& options,
                          Timings* timings = nullptr);

// What train/fit_sides.py learns from, of each side of each row that was weighed: "row BEGIN END TYPE" (the trigger),
// then its candidates, one a line: "candidate NAME|COUNTRY|SECTOR;... BEGIN-END BEGIN-END ... FEATURE FEATURE ...", who
// it is and where the story mentions it (both empty for nobody). Fields are apart by tabs.
Result<std::string> side_candidates(const Reader& reader, std::string_view text, const StoryOptions& options);

// The folder that holds models/, lexicon/ and knowledge/ for a reader with these options; empty where there is none.
std::string home_of(const ReaderOptions& options);

// How a reader with these options opens its model. `home`: the folder that holds models/.
LanguageOptions language_options(const ReaderOptions& options, const std::string& home);

}  // namespace dragoman
