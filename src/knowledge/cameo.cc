// knowledge/cameo.tsv in memory, sorted by code.
#include "knowledge/cameo.h"

#include <algorithm>

#include "base/number.h"
#include "base/table.h"

namespace dragoman {

Result<Cameo> Cameo::open(const std::string& dir) {
  Result<Table> table = Table::read(dir, "cameo.tsv", {"code", "name", "type", "goldstein"});
  if (!table.ok()) return table.status();
  Cameo out;
  while (table->next()) {
    CameoCode row;
    row.code = (*table)[0];
    row.name = (*table)[1];
    row.type = event_type_of((*table)[2]);
    if (!(*table)[2].empty() && !row.type) return table->error("no such type");
    if (!parse_number((*table)[3], &row.goldstein)) return table->error("goldstein is no number");
    if (!out.codes_.empty() && out.codes_.back().code >= row.code) return table->error("codes are not sorted");
    out.codes_.push_back(std::move(row));
  }
  DRAGOMAN_RETURN_IF_ERROR(table->status());
  return out;
}

const CameoCode* Cameo::find(std::string_view code) const {
  for (; code.size() >= 2; code.remove_suffix(1)) {
    const auto it = std::lower_bound(codes_.begin(), codes_.end(), code,
                                     [](const CameoCode& row, std::string_view key) { return row.code < key; });
    if (it != codes_.end() && it->code == code) return &*it;
  }
  return nullptr;
}

int quad_of(EventType type) {
  switch (type) {
    case EventType::kAgree:
    case EventType::kConsult:
    case EventType::kSupport:
    case EventType::kConcede:
      return 1;
    case EventType::kCooperate:
    case EventType::kAid:
    case EventType::kRetreat:
      return 2;
    case EventType::kAccuse:
    case EventType::kRequest:
    case EventType::kReject:
    case EventType::kThreaten:
      return 3;
    case EventType::kProtest:
    case EventType::kSanction:
    case EventType::kMobilize:
    case EventType::kCoerce:
    case EventType::kAssault:
      return 4;
  }
  return 0;
}

}  // namespace dragoman
