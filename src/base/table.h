// A table of knowledge/, models/ or the lexicon: UTF-8 text, one row a line, fields parted by tabs, the first line
// naming the columns or, in tables of weights, a row already. Lines that start with '#' and empty lines are skipped.
// Rows may be shorter than the header: missing fields are empty.
//
// The whole file is read into one buffer; fields are views into it and live as long as the Table does and is not moved.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/lines.h"
#include "dragoman/status.h"

namespace dragoman {

class Table {
 public:
  // REQUIRES of the file: exactly these columns, in this order. Fails with kNotFound, kUnreadable
  // or kCorrupt.
  static Result<Table> read(const std::string& dir, const std::string& file,
                            const std::vector<std::string_view>& columns);

  // The rows of a text without a header line, `width` fields at most in each. `label` and `code`: what errors say.
  static Table without_header(std::string text, std::string label, Code code, size_t width);

  // How many rows the file has, whatever its columns. Fails as read().
  static Result<int64_t> count_rows(const std::string& dir, const std::string& file);

  // Goes to the next row; false at the end or at a row that is too wide (then status() is not ok).
  bool next();
  std::string_view operator[](size_t column) const { return fields_[column]; }
  // "countries.tsv:12: " + why; of a file that read() opened, as kCorrupt.
  Status error(std::string_view why) const { return lines_.error(why); }
  const Status& status() const { return status_; }

 private:
  Table(std::string text, std::string label, Code code, size_t width);

  Lines lines_;
  std::vector<std::string_view> fields_;
  Status status_;
};

}  // namespace dragoman
