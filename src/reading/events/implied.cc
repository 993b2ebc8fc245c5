// A few rules by type, over the mentions around the trigger. Which sectors do what to whom follows the annotated
// development stories.
#include "reading/events/implied.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/unicode.h"

namespace dragoman {
namespace {

// Sentences back in which the court of a case may have been named.
constexpr int kCaseReach = 30;
// The same for a court that a story names later than the plea.
constexpr int kCaseAhead = 5;

}  // namespace

Implied::Implied(const Document& doc, const Actors& actors) : doc_(doc), actors_(actors) {
  for (size_t i = 0; i < actors.mentions.size(); ++i) {
    const int32_t of = actors.mentions[i].actor;
    if (of < 0) continue;
    const Actor& a = actors.actors[of];
    if (a.sector != "GOV" || a.country.empty()) continue;
    Officials& officials = officials_[a.country];
    (a.kind == ActorKind::kPerson ? officials.persons : officials.bodies).push_back(static_cast<int32_t>(i));
  }
  auto by_head = [&](int32_t x, int32_t y) { return actors.mentions[x].head < actors.mentions[y].head; };
  for (auto& [country, officials] : officials_) {
    std::stable_sort(officials.bodies.begin(), officials.bodies.end(), by_head);
    std::stable_sort(officials.persons.begin(), officials.persons.end(), by_head);
  }
}

bool Implied::pleads(const std::vector<ActorRef>& side) const {
  static constexpr std::array<std::string_view, 6> kPleaders = {"attorney", "barrister", "counsel",
                                                                "defence",  "lawyer",    "prosecut"};
  for (const ActorRef& ref : side) {
    const Actor* a = actors_.find(ref.actor);
    if (!a) continue;
    const std::string said = fold(a->name) + " " + fold(a->role);
    for (std::string_view word : kPleaders)
      if (said.find(word) != std::string::npos && (a->sector == "JUD" || word == "lawyer" || word == "attorney"))
        return true;
  }
  return false;
}

std::string Implied::country_of(const std::vector<ActorRef>& side) const {
  for (const ActorRef& ref : side)
    if (const Actor* a = actors_.find(ref.actor); a && !a->country.empty()) return a->country;
  return {};
}

std::vector<ActorRef> Implied::near(int32_t trigger, const Sectors& sectors, const std::string& country,
                                    const std::vector<ActorRef>& other, int back, bool persons, int ahead) const {
  const int32_t sentence = doc_.tokens[trigger].sentence;
  int best = 1 << 30;
  const ActorMention* found = nullptr;
  const int32_t from = doc_.sentences[std::max(0, sentence - back)].begin;
  const int32_t last = std::min(sentence + ahead, static_cast<int32_t>(doc_.sentences.size()) - 1);
  const int32_t to = doc_.sentences[last].end;
  for (size_t i = actors_.first_mention(from); i < actors_.mentions.size(); ++i) {
    const ActorMention& m = actors_.mentions[i];
    if (m.range.begin >= to) break;
    if (m.actor < 0) continue;
    const Actor& a = actors_.actors[m.actor];
    auto sector = std::find(sectors.begin(), sectors.end(), a.sector);
    if (sector == sectors.end() || has_actor(other, a.id)) continue;
    if (!persons && a.kind == ActorKind::kPerson) continue;
    if (ahead > 0 && pleads({{a.id, {}}})) continue;
    if (!country.empty() && !a.country.empty() && a.country != country) continue;
    const int32_t behind = sentence - doc_.tokens[m.head].sentence;
    if (behind > back || behind < -ahead) continue;
    const int32_t away = std::abs(behind);
    const int distance =
        away * 1000 + static_cast<int>(sector - sectors.begin()) * 100 + std::min(std::abs(m.head - trigger), 99);
    if (distance < best) {
      best = distance;
      found = &m;
    }
  }
  if (!found) return {};
  return {{actors_.actors[found->actor].id, doc_.span_of(found->range)}};
}

std::vector<ActorRef> Implied::government(int32_t trigger, const std::string& country,
                                          const std::vector<ActorRef>& other) const {
  const auto known = officials_.find(country);
  if (known == officials_.end()) return {};
  // a country or its government before a minister of it
  for (const std::vector<int32_t>* list : {&known->second.bodies, &known->second.persons}) {
    const auto begin = list->begin(), end = list->end();
    auto behind =
        std::lower_bound(begin, end, trigger, [&](int32_t m, int32_t head) { return actors_.mentions[m].head < head; });
    auto before = behind;
    auto free = [&](int32_t m) { return !has_actor(other, actors_.actors[actors_.mentions[m].actor].id); };
    while (behind != end && !free(*behind)) ++behind;
    while (before != begin && !free(*(before - 1))) --before;
    if (behind == end && before == begin) continue;
    const bool back = before != begin && (behind == end || trigger - actors_.mentions[*(before - 1)].head <=
                                                               actors_.mentions[*behind].head - trigger);
    const ActorMention& found = actors_.mentions[back ? *(before - 1) : *behind];
    return {{actors_.actors[found.actor].id, doc_.span_of(found.range)}};
  }
  return {};
}

std::vector<ActorRef> Implied::source_of(EventType type, std::string_view cameo, int32_t trigger,
                                         const std::vector<ActorRef>& target) const {
  const std::string country = country_of(target);
  std::vector<ActorRef> out;
  switch (type) {
    case EventType::kCoerce:
      if (cameo.starts_with("173") || cameo.starts_with("175")) {
        out = near(trigger, {"COP", "MIL", "SPY", "JUD", "GOV"}, country, target, 2, false);
      } else if (cameo == "17" || cameo == "170") {
        out = near(trigger, {"JUD", "COP", "GOV"}, country, target, 2, false);
      } else {
        out = near(trigger, {"GOV", "COP", "JUD", "MIL"}, country, target, 2, false);
      }
      if (out.empty()) out = government(trigger, country, target);
      return out;
    case EventType::kAccuse:
      if (cameo.starts_with("09")) return near(trigger, {"COP", "JUD", "GOV"}, country, target, 2, false);
      if (cameo == "116" || cameo == "1121") return near(trigger, {"JUD", "COP"}, country, target, 3, false);
      return {};
    case EventType::kProtest:
      return near(trigger, {"PRO", "LAB", "OPP", "CVL", "EDU", "NGO"}, country, target, 2, false);
    case EventType::kSanction:
      out = near(trigger, {"GOV", "PTY", "JUD", "LEG", "COP"}, country, target, 1, false);
      if (out.empty()) out = government(trigger, country, target);
      return out;
    default:
      return {};
  }
}

std::vector<ActorRef> Implied::target_of(EventType type, std::string_view cameo, int32_t trigger,
                                         const std::vector<ActorRef>& source) const {
  const std::string country = country_of(source);
  std::vector<ActorRef> out;
  switch (type) {
    case EventType::kProtest:
      return government(trigger, country, source);
    case EventType::kRequest:
      // prosecutors and lawyers ask the court
      if (pleads(source)) {
        out = near(trigger, {"JUD"}, country, source, kCaseReach, true, kCaseAhead);
        return out;
      }
      [[fallthrough]];
    case EventType::kAccuse:
    case EventType::kReject:
    case EventType::kThreaten:
      out = near(trigger, {"GOV"}, country, source, 1);
      if (out.empty())
        out = near(trigger, {"GOV", "JUD", "LEG", "PTY", "OPP", "COP", "IGO", "MIL", "REB"}, "", source, 0);
      if (out.empty())
        out = near(trigger, {"GOV", "JUD", "LEG", "PTY", "OPP", "COP", "IGO", "MIL", "REB", "ELI"}, country, source, 1);
      if (out.empty() && type != EventType::kReject) out = government(trigger, country, source);
      return out;
    case EventType::kSupport:
      if (!cameo.starts_with("051")) return {};
      out = near(trigger, {"GOV", "LEG", "JUD", "PTY", "IGO", "OPP"}, "", source, 0);
      if (out.empty()) out = near(trigger, {"GOV", "LEG", "JUD", "PTY", "IGO", "OPP"}, country, source, 1);
      return out;
    case EventType::kCoerce:
      if (cameo.starts_with("172"))
        return near(trigger, {"PRO", "OPP", "MED", "LAB", "REL", "NGO", "CVL"}, country, source, 2);
      return near(trigger, {"CRM", "PRO", "OPP", "MED", "ELI", "CVL", "BUS"}, country, source, 1);
    case EventType::kConcede:
      return near(trigger, {"PRO", "OPP", "LAB", "CVL", "GOV", "JUD", "LEG", "ELI"}, country, source, 1);
    case EventType::kMobilize:
      return near(trigger, {"OPP", "PRO", "REB", "UAF"}, "", source, 2);
    case EventType::kRetreat:
      if (cameo == "08") return government(trigger, country, source);
      if (cameo.starts_with("087")) return near(trigger, {"MIL", "REB", "GOV", "UAF"}, "", source, 1);
      return {};
    default:
      return {};
  }
}

}  // namespace dragoman
