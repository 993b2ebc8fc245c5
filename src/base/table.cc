// One pass over one buffer: a row costs two memchr a field and no allocation.
#include "base/table.h"

#include <utility>

#include "base/file.h"

namespace dragoman {

Table::Table(std::string text, std::string label, Code code, size_t width)
    : lines_(std::move(text), std::move(label), code), fields_(width) {}

Result<Table> Table::read(const std::string& dir, const std::string& file,
                          const std::vector<std::string_view>& columns) {
  Result<std::string> bytes = read_file(dir + "/" + file);
  if (!bytes.ok()) return bytes.status();
  Table table = without_header(std::move(bytes).value(), file, Code::kCorrupt, columns.size());
  if (!table.next()) return table.status_.ok() ? table.error("no header line") : table.status_;
  for (size_t i = 0; i < columns.size(); ++i)
    if (table.fields_[i] != columns[i])
      return table.error("column " + std::to_string(i + 1) + " is '" + std::string(table.fields_[i]) + "', expected '" +
                         std::string(columns[i]) + "'");
  return table;
}

Table Table::without_header(std::string text, std::string label, Code code, size_t width) {
  return Table(std::move(text), std::move(label), code, width);
}

Result<int64_t> Table::count_rows(const std::string& dir, const std::string& file) {
  Result<std::string> bytes = read_file(dir + "/" + file);
  if (!bytes.ok()) return bytes.status();
  Lines lines(std::move(bytes).value(), file, Code::kCorrupt);
  int64_t rows = -1;  // the header is no row
  while (lines.next()) ++rows;
  if (rows < 0) return Status(Code::kCorrupt, file + ":1: no header line");
  return rows;
}

bool Table::next() {
  if (!lines_.next()) return false;
  std::string_view line = lines_.whole();
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

}  // namespace dragoman
