// Reads *.frames line by line. Each line is a key and its value; `frame` and `block` open a new entry, and the lines
// below belong to it. Errors carry file and line, and a key that is unknown is an error, so that a misspelt field is
// never lost.
#include "reading/events/frames.h"

#include <algorithm>
#include <optional>

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
  if (text.starts_with("+")) text.remove_prefix(1);
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

Status FrameSet::add(std::string_view text, const std::string& label) {
  enum class In { kNothing, kFrame, kBlock, kModes, kCodes } in = In::kNothing;
  Frame* frame = nullptr;
  Block* block = nullptr;
  // Of this file: they come before those of the files read earlier.
  std::vector<ModeRule> modes[kEventTypes];
  std::vector<Refinement> codes[kEventTypes];
  int rules_of = 0;  // the type of the open `modes` or `codes`
  int number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    line = strip(line);
    if (line.empty() || line.front() == '#') continue;
    size_t space = line.find(' ');
    std::string_view key = line.substr(0, space);
    std::string_view value = space == std::string_view::npos ? std::string_view() : strip(line.substr(space));
    auto fail = [&](const std::string& message) {
      return Status(Code::kBadInput, label + ":" + std::to_string(number) + ": " + message);
    };
    if (key == "frame") {
      std::vector<std::string_view> words = split_space(value);
      if (words.size() < 2 || words.size() > 3) return fail("`frame` wants an id, a type and a CAMEO code");
      Frame next;
      next.id = std::string(words[0]);
      next.none = words[1] == "NONE";
      std::optional<EventType> type = event_type_of(words[1]);
      if (type) {
        next.type = *type;
      } else if (!next.none) {
        for (char c : words[1]) {
          if (!(c >= 'A' && c <= 'Z') && c != '_') return fail("unknown type `" + std::string(words[1]) + "`");
        }
        next.custom_type = std::string(words[1]);  // beyond the 16: a user's own type, in capitals
      }
      if (words.size() == 3) next.cameo = std::string(words[2]);
      if (!next.none && next.custom_type.empty() && !is_cameo(next.cameo)) return fail("`frame` wants a CAMEO code");
      set_defaults(next);
      next.file = label;
      next.line = number;
      auto old = std::find_if(frames_.begin(), frames_.end(), [&](const Frame& f) { return f.id == next.id; });
      if (old != frames_.end() && old->file == label) return fail("frame `" + next.id + "` is in this file twice");
      if (old != frames_.end()) {
        *old = std::move(next);
        frame = &*old;
      } else {
        frames_.push_back(std::move(next));
        frame = &frames_.back();
      }
      in = In::kFrame;
      continue;
    }
    if (key == "block") {
      Block next;
      next.name = std::string(value);
      next.file = label;
      next.line = number;
      blocks_.push_back(std::move(next));
      block = &blocks_.back();
      in = In::kBlock;
      continue;
    }
    if (key == "modes" || key == "codes") {
      std::optional<EventType> type = event_type_of(value);
      if (!type)
        return fail("`" + std::string(key) + "` wants one of the sixteen types, not `" + std::string(value) + "`");
      rules_of = static_cast<int>(*type);
      in = key == "modes" ? In::kModes : In::kCodes;
      continue;
    }
    if (in == In::kNothing) return fail("`" + std::string(key) + "` before the first `frame`");
    if (key == "ex") {
      const bool known = value.starts_with("? ");
      if (known) value = strip(value.substr(2));
      size_t arrow = value.find(" => ");
      if (arrow == std::string_view::npos) return fail("`ex` wants `sentence => rows`");
      Example example{std::string(strip(value.substr(0, arrow))), std::string(strip(value.substr(arrow + 4))), label,
                      number, known};
      (in == In::kFrame   ? frame->examples
       : in == In::kBlock ? block->examples
                          : rule_examples_)
          .push_back(std::move(example));
      continue;
    }
    if (in == In::kModes || in == In::kCodes) {
      Status status;
      if (in == In::kModes && key == "mode") {
        status = parse_mode(value, modes[rules_of].emplace_back());
      } else if (in == In::kCodes && key == "code") {
        status = parse_refinement(key, value, codes[rules_of].emplace_back());
      } else {
        return fail("unknown field `" + std::string(key) + "` of " + (in == In::kModes ? "modes" : "codes"));
      }
      if (!status.ok()) return fail(status.message());
      continue;
    }
    if (in == In::kBlock) {
      if (key == "words") {
        for (std::string_view word : split_space(value)) block->words.emplace_back(word);
      } else if (key == "at-least") {
        if (!parse_number(value, &block->at_least) || block->at_least < 1) return fail("bad number");
      } else if (key == "types") {
        for (std::string_view word : split_space(value)) {
          std::optional<EventType> type = event_type_of(word);
          if (!type) return fail("unknown type `" + std::string(word) + "`");
          block->types.push_back(*type);
        }
      } else {
        return fail("unknown field `" + std::string(key) + "` of a block");
      }
      continue;
    }
    Status status;
    if (key == "verb" || key == "noun" || key == "adj" || key == "aux") {
      TriggerPos pos = key == "verb"   ? TriggerPos::kVerb
                       : key == "noun" ? TriggerPos::kNoun
                       : key == "adj"  ? TriggerPos::kAdj
                                       : TriggerPos::kAux;
      for (const std::string& one : words_of(value, '|')) {
        TriggerPattern pattern;
        status = parse_trigger(one, pos, pattern);
        if (!status.ok()) break;
        frame->triggers.push_back(std::move(pattern));
      }
    } else if (key == "source") {
      status = parse_roles(value, frame->source);
    } else if (key == "target") {
      status = parse_roles(value, frame->target);
    } else if (key == "noun-source") {
      status = parse_roles(value, frame->noun_source);
    } else if (key == "noun-target") {
      status = parse_roles(value, frame->noun_target);
    } else if (key == "place") {
      status = parse_roles(value, frame->place);
      frame->no_place = frame->place.empty();
    } else if (key == "instrument") {
      status = parse_roles(value, frame->instrument);
    } else if (key == "complement") {
      status = parse_roles(value, frame->complement);
    } else if (key == "mode") {
      ModeRule rule;
      status = parse_mode(value, rule);
      frame->modes.push_back(std::move(rule));
    } else if (key == "reciprocal") {
      frame->reciprocal = true;
    } else if (key == "speech") {
      if (value != "yes" && value != "no") return fail("`speech` wants yes or no");
      frame->speech = value == "yes";
    } else if (key == "implied") {
      if (value != "yes" && value != "no") return fail("`implied` wants yes or no");
      frame->implied = value == "yes";
    } else if (key == "content") {
      if (value != "rows" && value != "none") return fail("`content` wants rows or none");
      frame->content_rows = value == "rows";
    } else if (key == "need") {
      if (value == "either")
        frame->need = Need::kEither;
      else if (value == "source")
        frame->need = Need::kSource;
      else if (value == "target")
        frame->need = Need::kTarget;
      else if (value == "both")
        frame->need = Need::kBoth;
      else
        return fail("`need` wants either, source, target or both");
    } else if (key == "prior") {
      if (!parse_tenths(value, frame->prior)) return fail("`prior` wants a whole number of tenths");
    } else if (key == "code" || key == "type" || key == "skip") {
      Refinement refinement;
      status = parse_refinement(key, value, refinement);
      frame->refinements.push_back(std::move(refinement));
    } else {
      return fail("unknown field `" + std::string(key) + "`");
    }
    if (!status.ok()) return fail(status.message());
  }
  for (int t = 0; t < kEventTypes; ++t) {
    modes_[t].insert(modes_[t].begin(), modes[t].begin(), modes[t].end());
    codes_[t].insert(codes_[t].begin(), codes[t].begin(), codes[t].end());
  }
  for (const Frame& f : frames_) {
    if (f.file == label && f.triggers.empty()) {
      return {Code::kBadInput, label + ":" + std::to_string(f.line) + ": frame `" + f.id + "` has no trigger"};
    }
  }
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
