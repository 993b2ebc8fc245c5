// One pass over one buffer: a row costs two memchr a field and no allocation.
#include "knowledge/table.h"

#include <algorithm>
#include <utility>

#include "base/file.h"

namespace dragoman {

Result<Table> Table::read(const std::string& dir, const std::string& file,
                          const std::vector<std::string_view>& columns) {
  Table table;
  table.file_ = file;
  Result<std::string> bytes = read_file(dir + "/" + file);
  if (!bytes.ok()) return bytes.status();
  table.bytes_ = std::move(bytes).value();

  table.fields_.resize(columns.size());
  if (!table.next()) return table.status_.ok() ? table.error("no header line") : table.status_;
  for (size_t i = 0; i < columns.size(); ++i)
    if (table.fields_[i] != columns[i])
      return table.error("column " + std::to_string(i + 1) + " is '" + std::string(table.fields_[i]) + "', expected '" +
                         std::string(columns[i]) + "'");
  return table;
}

Result<int64_t> Table::count_rows(const std::string& dir, const std::string& file) {
  Result<std::string> bytes = read_file(dir + "/" + file);
  if (!bytes.ok()) return bytes.status();
  const std::string_view text = *bytes;
  int64_t rows = -1;  // the header is no row
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    rows += end > at && text[at] != '#';
    at = end + 1;
  }
  if (rows < 0) return Status(Code::kCorrupt, file + ":1: no header line");
  return rows;
}

bool Table::next() {
  while (at_ < bytes_.size()) {
    ++line_;
    const size_t end = std::min(bytes_.find('\n', at_), bytes_.size());
    std::string_view line = std::string_view(bytes_).substr(at_, end - at_);
    at_ = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    size_t column = 0;
    for (;;) {
      const size_t tab = line.find('\t');
      if (column == fields_.size()) {
        status_ = error("more than " + std::to_string(fields_.size()) + " fields");
        return false;
      }
      fields_[column++] = line.substr(0, tab);
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
    while (column < fields_.size()) fields_[column++] = {};
    return true;
  }
  return false;
}

Status Table::error(std::string_view why) const {
  return Status(Code::kCorrupt, file_ + ":" + std::to_string(line_) + ": " + std::string(why));
}

}  // namespace dragoman
