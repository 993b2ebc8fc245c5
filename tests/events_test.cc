// Events: the frame format, the matcher over the model's parse, and what must give no row.
//
// Cases are tests/cases/events/*.txt: `sentence => rows`, as in an `ex` line of a frame (docs/lexicon.md). They and the
// frames' own examples run on the language model that ships. A line marked `? ` is known to fail: the test fails when
// it holds, so that the mark goes.
#include "reading/events/events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "dragoman/reader.h"
#include "reading/events/lexicon_impl.h"
#include "reading_case.h"

namespace dragoman {
namespace {

std::string root() {
  return DRAGOMAN_SOURCE_DIR;
}

struct Case {
  std::string place, text, rows;
  bool known_to_fail = false;
};

std::vector<Case> cases_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(root() + folder)) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::vector<Case> out;
  for (const std::string& file : files) {
    Result<std::string> content = read_file(file);
    if (!content.ok()) continue;
    int number = 0;
    for (std::string_view line : split(*content, '\n')) {
      ++number;
      size_t arrow = line.find(" => ");
      if (line.starts_with("#") || arrow == std::string_view::npos) continue;
      const bool known = line.starts_with("? ");
      const size_t begin = known ? 2 : 0;
      out.push_back({file.substr(file.rfind('/') + 1) + ":" + std::to_string(number),
                     std::string(line.substr(begin, arrow - begin)), std::string(strip(line.substr(arrow + 4))),
                     known});
    }
  }
  return out;
}

class EventCases : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    language_ = new Result<Language>(Language::open({root() + "/models/en"}));
    knowledge_ = new Result<Knowledge>(Knowledge::open(root() + "/knowledge"));
    lexicon_ = new Result<Lexicon>(Lexicon::open(root() + "/lexicon/en"));
  }
  static void TearDownTestSuite() {
    delete lexicon_;
    delete knowledge_;
    delete language_;
  }
  void SetUp() override {
    if (!language_->ok()) GTEST_SKIP() << language_->status().message();
    ASSERT_TRUE(knowledge_->ok()) << knowledge_->status().message();
    ASSERT_TRUE(lexicon_->ok()) << lexicon_->status().message();
  }

  static Record read(const std::string& text, const std::string& published = "") {
    ReadCase story(text, **language_);
    Context context = story.context(**knowledge_);
    if (!published.empty()) context.published = Published{published, published, "option"};
    Times times = read_times(context);
    std::vector<Place> places = read_places(context);
    Actors actors = read_actors(context, times);
    Record record;
    record.text = text;
    record.quotes = read_quotes(context, actors);
    record.events = read_events(context, **lexicon_, times, places, actors, record.quotes);
    std::erase_if(record.events, [](const Event& e) { return e.confidence < ReaderOptions().min_confidence; });
    record.actors = std::move(actors.actors);
    return record;
  }

  static Result<Language>* language_;
  static Result<Knowledge>* knowledge_;
  static Result<Lexicon>* lexicon_;
};

Result<Language>* EventCases::language_ = nullptr;
Result<Knowledge>* EventCases::knowledge_ = nullptr;
Result<Lexicon>* EventCases::lexicon_ = nullptr;

TEST_F(EventCases, HoldUnlessMarked) {
  int none = 0, known = 0;
  const std::vector<Case> all = cases_in("/tests/cases/events");
  for (const Case& c : all) {
    const std::string wrong = compare_rows(c.rows, read(c.text));
    none += c.rows == "none";
    known += c.known_to_fail;
    if (c.known_to_fail)
      EXPECT_NE(wrong, "") << c.place << " holds now: take its `?` away\n    " << c.text;
    else
      EXPECT_EQ(wrong, "") << c.place << "\n    " << c.text;
  }
  std::printf("%zu cases, %d of them without rows, %d known to fail\n", all.size(), none, known);
  EXPECT_GT(all.size(), 100u);
  EXPECT_GT(none, 15);
}

TEST_F(EventCases, ExamplesOfTheFrames) {
  LexiconReport report;
  Status status = check_lexicon(
      **lexicon_, [](std::string_view text) -> Result<Record> { return read(std::string(text)); }, &report);
  ASSERT_TRUE(status.ok()) << status.message();
  for (const std::string& failure : report.failures) ADD_FAILURE() << failure;
  EXPECT_GT(report.examples, 100);
}

// The days of the row whose trigger holds `word`, as the cases write them.
std::string days_of_row(const Record& record, std::string_view word) {
  const Text text(record.text);
  for (const Event& e : record.events) {
    if (text.str(e.trigger).find(word) == std::string::npos) continue;
    if (!e.date || e.date->start.empty()) return "open";
    return e.date->start == e.date->end ? e.date->start : e.date->start + ".." + e.date->end;
  }
  return "no row";
}

TEST_F(EventCases, Days) {
  int days = 0, right = 0;
  for (const Case& c : cases_in("/tests/cases/dates")) {
    std::string story = c.text;
    for (size_t at; (at = story.find(" || ")) != std::string::npos;) story.replace(at, 4, "\n");
    const Record record = read(story, "2022-05-18");
    for (std::string_view wanted : split(c.rows, ';')) {
      const std::vector<std::string_view> parts = split_space(wanted);
      ASSERT_EQ(parts.size(), 2u) << c.place;
      const std::string found = days_of_row(record, parts[0]);
      ++days;
      right += found == parts[1];
      if (found != parts[1])
        std::printf("%s: `%s` is on %s, wanted %s\n", c.place.c_str(), std::string(parts[0]).c_str(), found.c_str(),
                    std::string(parts[1]).c_str());
    }
  }
  ASSERT_GT(days, 10);
  EXPECT_GE(right * 100, days * 75);
}

TEST_F(EventCases, RowsAreSortedAndEachHasASide) {
  Record record = read(
      "Police in Vietnam arrested two journalists on Monday, and France condemned the arrests.\n"
      "The United Nations urged Vietnam to free the journalists, but Vietnam refused to release them.");
  ASSERT_FALSE(record.events.empty());
  for (size_t i = 0; i < record.events.size(); ++i) {
    const Event& e = record.events[i];
    ASSERT_EQ(e.id[0], 'e');
    if (i) {
      EXPECT_LE(record.events[i - 1].trigger, e.trigger);
      // Rows of little confidence, left out here, have ids as well.
      EXPECT_LT(std::stoi(record.events[i - 1].id.substr(1)), std::stoi(e.id.substr(1)));
    }
    EXPECT_FALSE(e.source.empty() && e.target.empty());
    EXPECT_GT(e.confidence, 0);
    EXPECT_LT(e.confidence, 1);
    EXPECT_FALSE(e.because.rule.empty());
  }
}

TEST_F(EventCases, SameStorySameRows) {
  const std::string text = "Iran accused Iraq of bombing a village. Iraq denied it and warned Iran of consequences.";
  Record a = read(text), b = read(text);
  ASSERT_EQ(a.events.size(), b.events.size());
  for (size_t i = 0; i < a.events.size(); ++i) EXPECT_EQ(a.events[i].trigger, b.events[i].trigger);
}

TEST(Lexicon, ShipsWithBreadth) {
  Result<Lexicon> lexicon = Lexicon::open(root() + "/lexicon/en");
  ASSERT_TRUE(lexicon.ok()) << lexicon.status().message();
  EXPECT_EQ(lexicon->version(), "en-1");
  EXPECT_GE(lexicon->trigger_count(), 1000u);
  std::set<EventType> types;
  for (const Frame& frame : lexicon->impl().frames.frames()) {
    if (frame.none) continue;
    types.insert(frame.type);
    EXPECT_FALSE(frame.triggers.empty()) << frame.id;
    EXPECT_GT(frame.line, 0);
  }
  EXPECT_EQ(types.size(), static_cast<size_t>(kEventTypes));
}

// The modes of the PLOVER manual, draft 0.8.
TEST(Lexicon, ModesAreThoseOfPlover) {
  const std::map<EventType, std::set<std::string>> kModes = {
      {EventType::kConsult, {"visit", "third-party", "multilateral", "phone"}},
      {EventType::kRetreat, {"withdraw", "release", "disarm", "ceasefire", "access", "resign"}},
      {EventType::kRequest, {"assist", "change", "yield", "meet"}},
      {EventType::kReject, {"assist", "change", "yield", "meet"}},
      {EventType::kAccuse, {"disapprove", "investigate", "allege"}},
      {EventType::kThreaten, {"restrict", "arrest", "relations", "expel", "territory", "violence"}},
      {EventType::kProtest, {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"}},
      {EventType::kSanction, {"convict", "expel", "withdraw", "discontinue"}},
      {EventType::kMobilize, {"troops", "weapons", "police", "militia"}},
      {EventType::kCoerce,
       {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber"}},
      {EventType::kAssault,
       {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"}},
  };
  Result<Lexicon> lexicon = Lexicon::open(root() + "/lexicon/en");
  ASSERT_TRUE(lexicon.ok()) << lexicon.status().message();
  const FrameSet& frames = lexicon->impl().frames;
  auto check = [&](EventType type, const std::vector<ModeRule>& rules, const std::string& where) {
    for (const ModeRule& rule : rules)
      EXPECT_TRUE(kModes.contains(type) && kModes.at(type).contains(rule.mode)) << where << " " << rule.mode;
  };
  for (int t = 0; t < kEventTypes; ++t) {
    const auto type = static_cast<EventType>(t);
    check(type, frames.modes(type), name_of(type));
    EXPECT_EQ(frames.modes(type).empty(), !kModes.contains(type)) << name_of(type);
  }
  for (const Frame& frame : frames.frames()) check(frame.type, frame.modes, frame.id);
}

TEST(Lexicon, FolderThatIsNotThere) {
  Result<Lexicon> lexicon = Lexicon::open(root() + "/no-such-folder");
  ASSERT_FALSE(lexicon.ok());
  EXPECT_EQ(lexicon.status().code(), Code::kNotFound);
}

TEST(Frames, ErrorsNameFileAndLine) {
  struct {
    const char* text;
    const char* error;
  } const kCases[] = {
      {"verb meet\n", "x.frames:1: `verb` before the first `frame`"},
      {"frame a CONSULT 04\n\nverbs meet\n", "x.frames:3: unknown field `verbs`"},
      {"frame a NOTATYPE9 04\n", "x.frames:1: unknown type `NOTATYPE9`"},
      {"frame a CONSULT\nverb meet\n", "x.frames:1: `frame` wants a CAMEO code"},
      {"frame a CONSULT 04\nverb hold (talk\n", "x.frames:2: `(` without `)` in trigger"},
      {"frame a CONSULT 04\nverb meet\ncode 043 when obj x\n", "x.frames:3: `code` needs `if`"},
      {"frame a CONSULT 04\nverb meet\nsource Subject\n", "x.frames:3: unknown role `Subject`"},
      {"frame a CONSULT 04\nverb meet\nneed all\n", "x.frames:3: `need` wants either, source, target or both"},
      {"frame a CONSULT 04\nverb meet\nframe a CONSULT 04\nverb see\n", "x.frames:3: frame `a` is in this file twice"},
      {"frame a CONSULT 04\n", "x.frames:1: frame `a` has no trigger"},
      {"frame a CONSULT 04\nverb meet\nprior 0.5\n", "x.frames:3: `prior` wants a whole number of tenths"},
      {"block b\nat-least none\n", "x.frames:2: bad number"},
      {"frame a CONSULT 04\nverb meet\nmode By Phone\n", "x.frames:3: `mode` wants a word in small letters"},
      {"frame a CONSULT 04\nverb meet\nmode phone if code x\n", "x.frames:3: `code` wants CAMEO codes, not `x`"},
      {"modes MEETING\n", "x.frames:1: `modes` wants one of the sixteen types, not `MEETING`"},
      {"modes CONSULT\nverb meet\n", "x.frames:2: unknown field `verb` of modes"},
      {"codes CONSULT\nmode phone\n", "x.frames:2: unknown field `mode` of codes"},
  };
  for (const auto& c : kCases) {
    FrameSet frames;
    Status status = frames.add(c.text, "x.frames");
    EXPECT_EQ(status.code(), Code::kBadInput) << c.text;
    EXPECT_EQ(status.message(), c.error);
  }
}

TEST(Frames, PriorsOfFramesAndTriggersAddUp) {
  FrameSet frames;
  Status status = frames.add("frame x.y AID 07\nprior +5\nverb help -8 | hand (money/aid) to +3\n", "en/x.frames");
  ASSERT_TRUE(status.ok()) << status.message();
  const Frame& frame = frames.frames().front();
  EXPECT_DOUBLE_EQ(frame.prior, 0.5);
  EXPECT_DOUBLE_EQ(frame.triggers[0].prior, -0.8);
  EXPECT_EQ(frame.triggers[0].text, "help");
  EXPECT_DOUBLE_EQ(frame.triggers[1].prior, 0.3);
  EXPECT_EQ(frame.triggers[1].text, "hand_(money/aid)_to");
  EXPECT_FALSE(frames.add("frame x.z AID 07\nverb help -8x\n", "en/y.frames").ok());
}

TEST(Confidence, IsALogisticSumOfTheTable) {
  ConfidenceTable table;
  Status status = table.add("# c\nbase +50\nnoun -30\nhead +100\nnoun -50\n", "en/confidence.txt");
  ASSERT_TRUE(status.ok()) << status.message();
  Terms terms;
  terms[Term::kBase] = 1;
  EXPECT_DOUBLE_EQ(table.confidence(terms), 0.622);
  terms[Term::kNoun] = 1;  // the later line counts
  EXPECT_DOUBLE_EQ(table.confidence(terms), 0.5);
  terms[Term::kHead] = -1.5;
  terms.prior = 0.5;
  EXPECT_DOUBLE_EQ(table.log_odds(terms), -1.0);
  EXPECT_EQ(to_string(terms), "base 1 noun 1 head -1.5 prior 0.5");
  // What a text of one sentence adds.
  ASSERT_TRUE(table.add("noun -50 +20\nlone +10\n", "en/confidence.txt").ok());
  EXPECT_DOUBLE_EQ(table.log_odds(terms), -1.0);
  terms[Term::kLone] = 1;
  EXPECT_DOUBLE_EQ(table.log_odds(terms), -0.7);
  for (const char* bad : {"no-such-term 1", "noun", "noun 0.5", "noun 1 2.5", "noun 1 2 3"}) {
    status = table.add(bad, "en/confidence.txt");
    EXPECT_FALSE(status.ok()) << bad;
    EXPECT_NE(status.message().find("en/confidence.txt:1: "), std::string::npos);
  }
}

TEST(SideWeights, ALaterLineCountsAndABadOneIsNamed) {
  SideWeights weights;
  ASSERT_TRUE(weights.add("# c\nS:near\t0.5\nT:far\t-1\n", "en/sides.tsv").ok());
  ASSERT_TRUE(weights.add("S:near\t0.25\n", "user/sides.tsv").ok());
  EXPECT_DOUBLE_EQ(weights.of("S:near"), 0.25);
  EXPECT_DOUBLE_EQ(weights.of("T:far"), -1);
  EXPECT_DOUBLE_EQ(weights.of("S:nowhere"), 0);
  for (const char* bad : {"S:near", "S:near 0.5", "S:near\thigh", "S:near\tnan", "S:near\t1\t2"}) {
    const Status status = weights.add(bad, "user/sides.tsv");
    EXPECT_EQ(status.code(), Code::kBadInput) << bad;
    EXPECT_NE(status.message().find("user/sides.tsv:1: "), std::string::npos) << bad;
  }
}

TEST(Frames, ALaterFileReplacesAFrameAndAddsTypes) {
  FrameSet frames;
  ASSERT_TRUE(frames.add("frame a CONSULT 04\nverb meet\n", "en/a.frames").ok());
  ASSERT_TRUE(
      frames.add("frame a CONSULT 043\nverb host | receive\n\nframe leak LEAK\nverb leak\n", "user/a.frames").ok());
  frames.index();
  ASSERT_EQ(frames.frames().size(), 2u);
  EXPECT_EQ(frames.frames()[0].cameo, "043");
  EXPECT_EQ(frames.frames()[0].file, "user/a.frames");
  EXPECT_EQ(frames.frames()[1].custom_type, "LEAK");
  EXPECT_TRUE(frames.find(TriggerPos::kVerb, "meet").empty());
  EXPECT_EQ(frames.find(TriggerPos::kVerb, "receive").size(), 1u);
}

TEST(Frames, ALaterFilesModesAreTriedFirst) {
  FrameSet frames;
  ASSERT_TRUE(frames.add("modes PROTEST\nmode demo if code 141\nmode riot\n", "en/modes.frames").ok());
  ASSERT_TRUE(frames.add("modes PROTEST\nmode vigil if trigger vigil\n", "user/modes.frames").ok());
  const std::vector<ModeRule>& rules = frames.modes(EventType::kProtest);
  ASSERT_EQ(rules.size(), 3u);
  EXPECT_EQ(rules[0].mode, "vigil");
  EXPECT_EQ(rules[1].mode, "demo");
  EXPECT_TRUE(rules[2].tests.empty());
}

TEST(Frames, TriggersWithMoreWordsComeFirst) {
  FrameSet frames;
  ASSERT_TRUE(frames.add("frame a CONSULT 04\nverb hold | hold (talk) with | hold (talk)\n", "a.frames").ok());
  frames.index();
  const std::vector<TriggerRef>& refs = frames.find(TriggerPos::kVerb, "hold");
  ASSERT_EQ(refs.size(), 3u);
  EXPECT_EQ(frames.pattern(refs[0]).parts.size(), 2u);
  EXPECT_EQ(frames.pattern(refs[2]).parts.size(), 0u);
  EXPECT_TRUE(frames.pattern(refs[0]).parts[0].noun);
  EXPECT_FALSE(frames.pattern(refs[0]).parts[1].noun);
}

TEST(CompareRows, SaysWhatDiffers) {
  Record record;
  Actor iran, iraq;
  iran.id = "a1", iran.name = "Iran", iran.country = "IRN";
  iraq.id = "a2", iraq.name = "Iraq", iraq.country = "IRQ";
  record.actors = {iran, iraq};
  Event e;
  e.type = EventType::kAccuse;
  e.cameo = "112";
  e.source = {{"a1", {0, 4}}};
  e.target = {{"a2", {13, 17}}};
  record.events = {e};
  EXPECT_EQ(compare_rows("ACCUSE 112 Iran -> Iraq", record), "");
  EXPECT_EQ(compare_rows("ACCUSE IRN -> IRQ actual", record), "");
  EXPECT_NE(compare_rows("none", record), "");
  EXPECT_NE(compare_rows("ACCUSE 111 Iran -> Iraq", record), "");
  EXPECT_NE(compare_rows("ACCUSE Iran -> -", record), "");
  EXPECT_NE(compare_rows("ACCUSE Iran -> Iraq planned", record), "");
  EXPECT_NE(compare_rows("ACCUSE Iran -> Iraq by Iran", record), "");
}

}  // namespace
}  // namespace dragoman
