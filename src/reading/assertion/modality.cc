// Reads modality.txt: one word a line, `kind lemma links effect [speaker]`; several lemmas are joined by `/`.
#include "reading/assertion/modality.h"

#include <optional>

#include "base/lines.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

std::optional<Effect> effect_of(std::string_view name) {
  static const std::pair<std::string_view, Effect> kNames[] = {
      {"-", Effect::kNone},        {"planned", Effect::kPlanned}, {"possible", Effect::kPossible},
      {"denied", Effect::kDenied}, {"not", Effect::kNot},         {"wanted", Effect::kWanted},
      {"claim", Effect::kClaim},   {"stop", Effect::kStop},
  };
  for (const auto& [n, effect] : kNames) {
    if (n == name) return effect;
  }
  return std::nullopt;
}

std::string key_of(std::string_view kind, std::string_view lemma) {
  std::string key(kind);
  key += ' ';
  key += lemma;
  return key;
}

}  // namespace

Status Modality::add(std::string_view text, const std::string& label) {
  Lines lines(std::string(text), label, Code::kBadInput);
  while (lines.next()) {
    std::vector<std::string_view> words = split_space(lines.line());
    if (words.size() < 4 || words.size() > 5) return lines.error("wants `kind lemma links effect [speaker]`");
    static constexpr std::string_view kKinds[] = {"verb", "noun", "adj", "adv", "aux", "mark", "case"};
    bool known = false;
    for (std::string_view kind : kKinds) known = known || kind == words[0];
    if (!known) return lines.error("unknown kind `" + std::string(words[0]) + "`");
    Modal modal;
    std::optional<Effect> effect = effect_of(words[3]);
    if (!effect) return lines.error("unknown effect `" + std::string(words[3]) + "`");
    modal.effect = *effect;
    if (words.size() == 5) {
      if (words[4] != "speaker") return lines.error("the fifth word can only be `speaker`");
      modal.speaker = true;
    }
    if (words[2] != "any") {
      for (std::string_view link : split(words[2], ',')) modal.links.emplace_back(link);
    }
    for (std::string_view lemma : split(words[1], '/')) entries_[key_of(words[0], lemma)].push_back(modal);
  }
  return {};
}

const std::vector<Modal>& Modality::find(std::string_view kind, const std::string& lemma) const {
  static const std::vector<Modal> kNone;
  auto it = entries_.find(key_of(kind, lemma));
  return it == entries_.end() ? kNone : it->second;
}

}  // namespace dragoman
