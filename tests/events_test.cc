// Events: the frame format, the matcher over the model's parse, and what must give no row.
//
// Cases are tests/cases/events/*.txt: `sentence => rows`, as in an `ex` line of a frame
// (docs/lexicon.md). They and the frames' own examples run on the language model that ships. The model errs on some
// sentences, so that a share of them must hold, not all; what fails is printed.
#include "reading/events/events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
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
      out.push_back({file.substr(file.rfind('/') + 1) + ":" + std::to_string(number),
                     std::string(line.substr(0, arrow)), std::string(strip(line.substr(arrow + 4)))});
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

  static Record read(const std::string& text) {
    ReadCase story(text, **language_);
    const Context context = story.context(**knowledge_);
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

  // How many of the cases hold; the others are printed.
  static int held(const std::vector<Case>& cases) {
    int n = 0;
    for (const Case& c : cases) {
      std::string wrong = compare_rows(c.rows, read(c.text));
      if (wrong.empty())
        ++n;
      else
        std::printf("%s: %s\n    %s\n", c.place.c_str(), wrong.c_str(), c.text.c_str());
    }
    return n;
  }

  static Result<Language>* language_;
  static Result<Knowledge>* knowledge_;
  static Result<Lexicon>* lexicon_;
};

Result<Language>* EventCases::language_ = nullptr;
Result<Knowledge>* EventCases::knowledge_ = nullptr;
Result<Lexicon>* EventCases::lexicon_ = nullptr;

TEST_F(EventCases, RowsOfEachType) {
  std::vector<Case> all = cases_in("/tests/cases/events");
  std::vector<Case> rows, none;
  for (Case& c : all) (c.rows == "none" ? none : rows).push_back(c);
  ASSERT_GT(rows.size(), 80u);
  ASSERT_GT(none.size(), 15u);
  EXPECT_GE(held(rows) * 100, static_cast<int>(rows.size()) * 70);
  EXPECT_GE(held(none) * 100, static_cast<int>(none.size()) * 85);
}

TEST_F(EventCases, ExamplesOfTheFrames) {
  LexiconReport report;
  Status status = check_lexicon(
      **lexicon_, [](std::string_view text) -> Result<Record> { return read(std::string(text)); }, &report);
  ASSERT_TRUE(status.ok()) << status.message();
  for (const std::string& failure : report.failures) std::printf("%s\n", failure.c_str());
  ASSERT_GT(report.examples, 100);
  EXPECT_GE((report.examples - report.failed) * 100, report.examples * 70);
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
  for (const char* bad : {"no-such-term 1", "noun", "noun 0.5", "noun 1 2"}) {
    status = table.add(bad, "en/confidence.txt");
    EXPECT_FALSE(status.ok()) << bad;
    EXPECT_NE(status.message().find("en/confidence.txt:1: "), std::string::npos);
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
