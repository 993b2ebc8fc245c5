// Reads *.frames line by line. Each line is a key and its value; `frame` and `block` open a new entry, and the lines
// below belong to it. Errors carry file and line, and a key that is unknown is an error, so that a misspelt field is
// never lost.
#include "reading/events/frames.h"

#include <algorithm>
#include <optional>

#include "base/lines.h"
#include "base/number.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

std::vector<std::string> words_of(std::string_view list, char separator) {
  std::vector<std::string> out;
  for (std::string_view word : split(list, separator)) {
    word = strip(word);
    if (!word.empty()) out.emplace_back(word);
  }
  return out;
}

std::optional<SideRole> role_of(std::string_view word) {
  static const std::pair<std::string_view, RoleKind> kNames[] = {
      {"subj", RoleKind::kSubj},
      {"obj", RoleKind::kObj},
      {"iobj", RoleKind::kIobj},
      {"poss", RoleKind::kPoss},
      {"amod", RoleKind::kAmod},
      {"compound", RoleKind::kCompound},
      {"comp", RoleKind::kComp},
      {"comp-subj", RoleKind::kCompSubj},
      {"light", RoleKind::kLight},
      {"under-subj", RoleKind::kUnder},
      {"speaker", RoleKind::kSpeaker},
      {"using", RoleKind::kUsing},
      {"instrument", RoleKind::kInstrument},
  };
  for (const auto& [name, kind] : kNames) {
    if (word == name) return SideRole{kind, ""};
  }
  for (char c : word) {
    if (!(c >= 'a' && c <= 'z') && c != '_') return std::nullopt;
  }
  if (word.empty()) return std::nullopt;
  return SideRole{RoleKind::kPrep, std::string(word)};
}

Status parse_roles(std::string_view value, std::vector<SideRole>& out) {
  out.clear();
  if (strip(value) == "-") return {};
  for (const std::string& word : words_of(value, ',')) {
    std::optional<SideRole> role = role_of(word);
    if (!role) return {Code::kBadInput, "unknown role `" + word + "`"};
    out.push_back(*role);
  }
  return {};
}

// Tenths of log-odds as an integer, so that no locale can change what is read.
bool parse_tenths(std::string_view text, double& out) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int tenths = 0;
  if (!parse_number(text, &tenths)) return false;
  out = tenths / 10.0;
  return true;
}

Status parse_trigger(std::string_view value, TriggerPos pos, TriggerPattern& out) {
  out.pos = pos;
  for (std::string_view word : split_space(value)) {
    if (word.size() > 1 && (word.front() == '+' || word.front() == '-') && word[1] >= '0' && word[1] <= '9') {
      if (!parse_tenths(word, out.prior)) return {Code::kBadInput, "bad number `" + std::string(word) + "` in trigger"};
      continue;
    }
    if (!out.text.empty()) out.text += '_';
    out.text += word;
    if (out.head.empty()) {
      out.head = std::string(word);
      continue;
    }
    TriggerPart part;
    if (word.front() == '(') {
      if (word.back() != ')' || word.size() < 3) return {Code::kBadInput, "`(` without `)` in trigger"};
      part.noun = true;
      word = word.substr(1, word.size() - 2);
    }
    part.words = words_of(word, '/');
    out.parts.push_back(std::move(part));
  }
  if (out.head.empty() || out.head.front() == '(') return {Code::kBadInput, "trigger without a head word"};
  return {};
}

bool is_cameo(std::string_view code) {
  return code.size() >= 2 && code.size() <= 4 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status parse_tests(std::string_view value, std::vector<Test>& out) {
  std::vector<std::string_view> words = split_space(value);
  size_t i = 0;
  while (i < words.size()) {
    if (words[i] == "and") {
      ++i;
      continue;
    }
    Test test;
    if (words[i] == "not") {
      test.negate = true;
      if (++i == words.size()) return {Code::kBadInput, "`not` without a test"};
    }
    std::string_view name = words[i++];
    if (name == "passive" || name == "negated" || name == "future" || name == "cue") {
      test.kind = name == "passive"   ? Test::Kind::kPassive
                  : name == "negated" ? Test::Kind::kNegated
                  : name == "future"  ? Test::Kind::kFuture
                                      : Test::Kind::kCue;
      out.push_back(std::move(test));
      continue;
    }
    if (i == words.size()) return {Code::kBadInput, "test `" + std::string(name) + "` without values"};
    test.values = words_of(words[i++], '/');
    if (name == "word" || name == "trigger") {
      test.kind = name == "word" ? Test::Kind::kWord : Test::Kind::kTrigger;
    } else if (name == "code") {
      test.kind = Test::Kind::kCode;
      for (const std::string& code : test.values)
        if (!is_cameo(code)) return {Code::kBadInput, "`code` wants CAMEO codes, not `" + code + "`"};
    } else if (name == "comp") {
      test.kind = Test::Kind::kComp;
      for (const std::string& type : test.values) {
        if (type != "any" && !event_type_of(type))
          return {Code::kBadInput, "`comp` wants event types, not `" + type + "`"};
      }
    } else if (name == "source") {
      test.kind = Test::Kind::kSource;
    } else if (name == "target") {
      test.kind = Test::Kind::kTarget;
    } else {
      std::optional<SideRole> role = role_of(name);
      if (!role) return {Code::kBadInput, "unknown test `" + std::string(name) + "`"};
      test.kind = Test::Kind::kRole;
      test.role = *role;
    }
    out.push_back(std::move(test));
  }
  if (out.empty()) return {Code::kBadInput, "`if` without tests"};
  return {};
}

Status parse_refinement(std::string_view key, std::string_view value, Refinement& out) {
  size_t at = key == "skip" ? (value.starts_with("if ") ? 0 : std::string_view::npos) : value.find(" if ");
  if (at == std::string_view::npos) return {Code::kBadInput, "`" + std::string(key) + "` needs `if`"};
  std::vector<std::string_view> head = split_space(value.substr(0, at));
  std::string_view tests = value.substr(at + (key == "skip" ? 3 : 4));
  if (key == "code") {
    out.kind = Refinement::Kind::kCode;
    if (head.size() != 1 || !is_cameo(head[0])) return {Code::kBadInput, "`code` wants one CAMEO code"};
    out.cameo = std::string(head[0]);
  } else if (key == "type") {
    out.kind = Refinement::Kind::kType;
    std::optional<EventType> type = head.empty() ? std::nullopt : event_type_of(head[0]);
    if (!type || head.size() != 2 || !is_cameo(head[1]))
      return {Code::kBadInput, "`type` wants a type and a CAMEO code"};
    out.type = *type;
    out.cameo = std::string(head[1]);
  } else {
    out.kind = Refinement::Kind::kSkip;
  }
  return parse_tests(tests, out.tests);
}

// `mode MODE` or `mode MODE if TESTS`.
Status parse_mode(std::string_view value, ModeRule& out) {
  const size_t at = value.find(" if ");
  const std::string_view mode = strip(value.substr(0, at));
  const bool word =
      !mode.empty() && std::all_of(mode.begin(), mode.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
  if (!word) return {Code::kBadInput, "`mode` wants a word in small letters"};
  out.mode = std::string(mode);
  return at == std::string_view::npos ? Status() : parse_tests(value.substr(at + 4), out.tests);
}

bool is_speech(EventType type, std::string_view cameo) {
  switch (type) {
    case EventType::kAgree:
    case EventType::kAccuse:
    case EventType::kRequest:
    case EventType::kReject:
    case EventType::kThreaten:
      return true;
    case EventType::kSupport:
      return cameo.starts_with("051") || cameo.starts_with("052") || cameo.starts_with("053") ||
             cameo.starts_with("055");
    default:
      return false;
  }
}

std::vector<SideRole> roles(std::vector<SideRole> list) {
  return list;
}

// What a side is when the frame does not say.
void set_defaults(Frame& frame) {
  frame.source = roles({{RoleKind::kSubj, ""}});
  frame.target = roles({{RoleKind::kObj, ""}});
  frame.noun_source = roles({{RoleKind::kPrep, "by"},
                             {RoleKind::kPoss, ""},
                             {RoleKind::kAmod, ""},
                             {RoleKind::kCompound, ""},
                             {RoleKind::kPrep, "from"},
                             {RoleKind::kLight, ""}});
  frame.noun_target = roles({{RoleKind::kPrep, "against"},
                             {RoleKind::kPrep, "on"},
                             {RoleKind::kPrep, "of"},
                             {RoleKind::kPrep, "to"},
                             {RoleKind::kPrep, "with"},
                             {RoleKind::kPrep, "for"},
                             {RoleKind::kUnder, ""}});
  frame.instrument = roles({{RoleKind::kPrep, "with"}, {RoleKind::kUsing, ""}, {RoleKind::kCompound, ""}});
  frame.complement = roles({{RoleKind::kComp, ""},
                            {RoleKind::kObj, ""},
                            {RoleKind::kPrep, "for"},
                            {RoleKind::kPrep, "of"},
                            {RoleKind::kPrep, "to"},
                            {RoleKind::kPrep, "with"},
                            {RoleKind::kPrep, "against"},
                            {RoleKind::kPrep, "from"}});
  frame.speech = is_speech(frame.type, frame.cameo);
  frame.content_rows = frame.type != EventType::kAgree && frame.type != EventType::kThreaten;
}

std::optional<TriggerPos> trigger_pos_of(std::string_view key) {
  for (int pos = 0; pos < kTriggerPos; ++pos)
    if (key == name_of(static_cast<TriggerPos>(pos))) return static_cast<TriggerPos>(pos);
  return std::nullopt;
}

Status parse_triggers(std::string_view value, TriggerPos pos, std::vector<TriggerPattern>& out) {
  for (const std::string& one : words_of(value, '|')) {
    TriggerPattern pattern;
    DRAGOMAN_RETURN_IF_ERROR(parse_trigger(one, pos, pattern));
    out.push_back(std::move(pattern));
  }
  return {};
}

Status parse_need(std::string_view value, Need& out) {
  static constexpr std::pair<std::string_view, Need> kNeeds[] = {
      {"either", Need::kEither}, {"source", Need::kSource}, {"target", Need::kTarget}, {"both", Need::kBoth}};
  for (const auto& [name, need] : kNeeds) {
    if (value != name) continue;
    out = need;
    return {};
  }
  return {Code::kBadInput, "`need` wants either, source, target or both"};
}

// A line below `block`.
Status read_block_field(std::string_view key, std::string_view value, Block& block) {
  if (key == "words") {
    for (std::string_view word : split_space(value)) block.words.emplace_back(word);
  } else if (key == "at-least") {
    if (!parse_number(value, &block.at_least) || block.at_least < 1) return {Code::kBadInput, "bad number"};
  } else if (key == "types") {
    for (std::string_view word : split_space(value)) {
      std::optional<EventType> type = event_type_of(word);
      if (!type) return {Code::kBadInput, "unknown type `" + std::string(word) + "`"};
      block.types.push_back(*type);
    }
  } else {
    return {Code::kBadInput, "unknown field `" + std::string(key) + "` of a block"};
  }
  return {};
}

// A line below `frame`.
Status read_frame_field(std::string_view key, std::string_view value, Frame& frame) {
  struct Roles {
    std::string_view key;
    std::vector<SideRole> Frame::*list;
  };
  static constexpr Roles kRoles[] = {
      {"source", &Frame::source},           {"target", &Frame::target}, {"noun-source", &Frame::noun_source},
      {"noun-target", &Frame::noun_target}, {"place", &Frame::place},   {"instrument", &Frame::instrument},
      {"complement", &Frame::complement}};
  struct Choice {
    std::string_view key, yes, no;
    bool Frame::*chosen;
  };
  static constexpr Choice kChoices[] = {{"speech", "yes", "no", &Frame::speech},
                                        {"implied", "yes", "no", &Frame::implied},
                                        {"content", "rows", "none", &Frame::content_rows}};

  if (const std::optional<TriggerPos> pos = trigger_pos_of(key)) return parse_triggers(value, *pos, frame.triggers);
  for (const Roles& roles : kRoles) {
    if (key != roles.key) continue;
    DRAGOMAN_RETURN_IF_ERROR(parse_roles(value, frame.*roles.list));
    if (key == "place") frame.no_place = frame.place.empty();
    return {};
  }
  for (const Choice& choice : kChoices) {
    if (key != choice.key) continue;
    if (value != choice.yes && value != choice.no)
      return {Code::kBadInput,
              "`" + std::string(key) + "` wants " + std::string(choice.yes) + " or " + std::string(choice.no)};
    frame.*choice.chosen = value == choice.yes;
    return {};
  }
  if (key == "mode") return parse_mode(value, frame.modes.emplace_back());
  if (key == "code" || key == "type" || key == "skip")
    return parse_refinement(key, value, frame.refinements.emplace_back());
  if (key == "need") return parse_need(value, frame.need);
  if (key == "prior") {
    if (!parse_tenths(value, frame.prior)) return {Code::kBadInput, "`prior` wants a whole number of tenths"};
    return {};
  }
  if (key != "reciprocal") return {Code::kBadInput, "unknown field `" + std::string(key) + "`"};
  frame.reciprocal = true;
  return {};
}

// `ex sentence => rows` or `ex ? sentence => rows`.
Status parse_example(std::string_view value, Example& out) {
  out.known_to_fail = value.starts_with("? ");
  if (out.known_to_fail) value = strip(value.substr(2));
  const size_t arrow = value.find(" => ");
  if (arrow == std::string_view::npos) return {Code::kBadInput, "`ex` wants `sentence => rows`"};
  out.text = std::string(strip(value.substr(0, arrow)));
  out.expected = std::string(strip(value.substr(arrow + 4)));
  return {};
}

// The id, type and code of `frame ID TYPE CODE`, and what follows from them.
Status parse_frame(std::string_view value, Frame& out) {
  const std::vector<std::string_view> words = split_space(value);
  if (words.size() < 2 || words.size() > 3) return {Code::kBadInput, "`frame` wants an id, a type and a CAMEO code"};
  out.id = std::string(words[0]);
  out.none = words[1] == "NONE";
  if (const std::optional<EventType> type = event_type_of(words[1])) {
    out.type = *type;
  } else if (!out.none) {
    for (char c : words[1])
      if (!(c >= 'A' && c <= 'Z') && c != '_') return {Code::kBadInput, "unknown type `" + std::string(words[1]) + "`"};
    out.custom_type = std::string(words[1]);  // beyond the 16: a user's own type, in capitals
  }
  if (words.size() == 3) out.cameo = std::string(words[2]);
  if (!out.none && out.custom_type.empty() && !is_cameo(out.cameo))
    return {Code::kBadInput, "`frame` wants a CAMEO code"};
  set_defaults(out);
  return {};
}

}  // namespace

Frame plain_frame(EventType type, std::string cameo) {
  Frame frame;
  frame.type = type;
  frame.cameo = std::move(cameo);
  set_defaults(frame);
  return frame;
}

const char* name_of(TriggerPos pos) {
  static constexpr const char* kNames[kTriggerPos] = {"verb", "noun", "adj", "aux"};
  return kNames[static_cast<int>(pos)];
}

// The entry that the lines of a file belong to, from line to line.
struct FrameSet::Open {
  enum class In { kNothing, kFrame, kBlock, kModes, kCodes } in = In::kNothing;
  std::string file;
  int line = 0;
  Frame* frame = nullptr;
  Block* block = nullptr;
  EventType type = EventType::kConsult;  // of the open `modes` or `codes`
  // Of this file: they come before those of the files read earlier.
  std::vector<ModeRule> modes[kEventTypes];
  std::vector<Refinement> codes[kEventTypes];
};

Status FrameSet::add(std::string_view text, const std::string& label) {
  Open open;
  open.file = label;
  Lines lines(std::string(text), label, Code::kBadInput);
  while (lines.next()) {
    const std::string_view line = lines.line();
    const size_t space = line.find(' ');
    const std::string_view value = space == std::string_view::npos ? std::string_view() : strip(line.substr(space));
    open.line = lines.number();
    if (const Status status = add_line(line.substr(0, space), value, open); !status.ok())
      return lines.error(status.message());
  }
  for (int t = 0; t < kEventTypes; ++t) {
    modes_[t].insert(modes_[t].begin(), open.modes[t].begin(), open.modes[t].end());
    codes_[t].insert(codes_[t].begin(), open.codes[t].begin(), open.codes[t].end());
  }
  for (const Frame& f : frames_) {
    if (f.file == label && f.triggers.empty())
      return {Code::kBadInput, label + ":" + std::to_string(f.line) + ": frame `" + f.id + "` has no trigger"};
  }
  return {};
}

Status FrameSet::add_line(std::string_view key, std::string_view value, Open& open) {
  if (key == "frame") return open_frame(value, open);
  if (key == "block") {
    open.block = &blocks_.emplace_back();
    open.block->name = std::string(value);
    open.block->file = open.file;
    open.block->line = open.line;
    open.in = Open::In::kBlock;
    return {};
  }
  if (key == "modes" || key == "codes") {
    const std::optional<EventType> type = event_type_of(value);
    if (!type)
      return {Code::kBadInput,
              "`" + std::string(key) + "` wants one of the sixteen types, not `" + std::string(value) + "`"};
    open.type = *type;
    open.in = key == "modes" ? Open::In::kModes : Open::In::kCodes;
    return {};
  }
  if (open.in == Open::In::kNothing) return {Code::kBadInput, "`" + std::string(key) + "` before the first `frame`"};
  if (key == "ex") {
    std::vector<Example>& list = open.in == Open::In::kFrame   ? open.frame->examples
                                 : open.in == Open::In::kBlock ? open.block->examples
                                                               : rule_examples_;
    Example& example = list.emplace_back();
    example.file = open.file;
    example.line = open.line;
    return parse_example(value, example);
  }
  const auto t = static_cast<size_t>(open.type);
  switch (open.in) {
    case Open::In::kModes:
      if (key == "mode") return parse_mode(value, open.modes[t].emplace_back());
      return {Code::kBadInput, "unknown field `" + std::string(key) + "` of modes"};
    case Open::In::kCodes:
      if (key == "code") return parse_refinement(key, value, open.codes[t].emplace_back());
      return {Code::kBadInput, "unknown field `" + std::string(key) + "` of codes"};
    case Open::In::kBlock:
      return read_block_field(key, value, *open.block);
    default:
      return read_frame_field(key, value, *open.frame);
  }
}

// A frame of an id that an earlier file has takes its place.
Status FrameSet::open_frame(std::string_view value, Open& open) {
  Frame next;
  DRAGOMAN_RETURN_IF_ERROR(parse_frame(value, next));
  next.file = open.file;
  next.line = open.line;
  auto old = std::find_if(frames_.begin(), frames_.end(), [&](const Frame& f) { return f.id == next.id; });
  if (old == frames_.end()) {
    frames_.push_back(std::move(next));
    open.frame = &frames_.back();
  } else {
    if (old->file == open.file) return {Code::kBadInput, "frame `" + next.id + "` is in this file twice"};
    *old = std::move(next);
    open.frame = &*old;
  }
  open.in = Open::In::kFrame;
  return {};
}

void FrameSet::index() {
  for (auto& map : by_head_) map.clear();
  words_.clear();
  auto add_words = [&](const std::vector<Test>& tests) {
    for (const Test& test : tests)
      if (test.kind == Test::Kind::kWord || test.kind == Test::Kind::kTrigger || test.kind == Test::Kind::kRole)
        words_.insert(test.values.begin(), test.values.end());
  };
  for (const Block& block : blocks_) words_.insert(block.words.begin(), block.words.end());
  for (int f = 0; f < static_cast<int>(frames_.size()); ++f) {
    for (int t = 0; t < static_cast<int>(frames_[f].triggers.size()); ++t) {
      const TriggerPattern& pattern = frames_[f].triggers[t];
      by_head_[static_cast<int>(pattern.pos)][pattern.head].push_back({f, t});
      words_.insert(pattern.head);
      for (const TriggerPart& part : pattern.parts) words_.insert(part.words.begin(), part.words.end());
    }
    for (const Refinement& r : frames_[f].refinements) add_words(r.tests);
    for (const ModeRule& rule : frames_[f].modes) add_words(rule.tests);
  }
  for (int t = 0; t < kEventTypes; ++t) {
    for (const ModeRule& rule : modes_[t]) add_words(rule.tests);
    for (const Refinement& rule : codes_[t]) add_words(rule.tests);
  }
  for (auto& map : by_head_) {
    for (auto& entry : map) {
      std::stable_sort(entry.second.begin(), entry.second.end(),
                       [&](TriggerRef a, TriggerRef b) { return pattern(a).parts.size() > pattern(b).parts.size(); });
    }
  }
}

const std::vector<TriggerRef>& FrameSet::find(TriggerPos pos, const std::string& lemma) const {
  static const std::vector<TriggerRef> kNone;
  const auto& map = by_head_[static_cast<int>(pos)];
  auto it = map.find(lemma);
  return it == map.end() ? kNone : it->second;
}

size_t FrameSet::trigger_count() const {
  size_t n = 0;
  for (const Frame& frame : frames_) n += frame.triggers.size();
  return n;
}

}  // namespace dragoman
