// A table of knowledge/: UTF-8 text, one row a line, fields parted by tabs, the first line naming
// the columns. Lines that start with '#' and empty lines are skipped. Rows may be shorter than the
// header: missing fields are empty.
//
// The whole file is read into one buffer; fields are views into it and live as long as the Table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/status.h"

namespace dragoman {

class Table {
 public:
  // REQUIRES of the file: exactly these columns, in this order. Fails with kNotFound, kUnreadable
  // or kCorrupt.
  static Result<Table> read(const std::string& dir, const std::string& file,
                            const std::vector<std::string_view>& columns);

  // How many rows the file has, whatever its columns. Fails as read().
  static Result<int64_t> count_rows(const std::string& dir, const std::string& file);

  // Goes to the next row; false at the end or at a row that is too wide (then status() is not ok).
  bool next();
  std::string_view operator[](size_t column) const { return fields_[column]; }
  // "countries.tsv:12: " + why, as kCorrupt.
  Status error(std::string_view why) const;
  const Status& status() const { return status_; }

 private:
  std::string file_;
  std::string bytes_;
  size_t at_ = 0;
  int line_ = 0;
  std::vector<std::string_view> fields_;
  Status status_;
};

}  // namespace dragoman
