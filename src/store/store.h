// The store: records in one SQLite file, a table a kind of row (docs/store.md), full text
// searchable.
//
// Written in transactions: begin(), any number of add(), commit(). What is committed survives a
// killed process; what is not is gone as a whole. A story is kept once: add() of an id that is
// there is kInvalidArgument, so ask contains() first. The file is in WAL mode: others may read
// while one writes.
//
// Errors: kNoSpace when the disk is full, kUnreadable for other I/O, kCorrupt when the file is not
// a store of ours or of another schema version. Messages begin with the file's path. Thread-safety:
// one thread at a time for each Store.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

// Raised whenever a table is added or changes its meaning; kept in the file as `PRAGMA
// user_version`.
inline constexpr int kStoreSchema = 2;

class Store {
 public:
  enum class Mode { kReadOnly, kReadWrite };  // kReadWrite makes the file where there is none

  static Result<Store> open(const std::string& path, Mode mode);

  Result<bool> contains(std::string_view story_id);
  // Calls `each` with every record's JSON in the order they were added, until it returns an error.
  Status for_each_json(const std::function<Status(std::string_view)>& each);

  Status begin();
  Status add(const Record& record, std::string_view json);
  Status commit();
  void rollback();

  // Small facts kept with the store ("jsonl_bytes"); inside the transaction when one is open. 0 if
  // never set.
  Result<int64_t> fact(std::string_view name);
  Status set_fact(std::string_view name, int64_t value);

  // Counts for people, from one query: name and number, in the query's order. `sql`: a SELECT of
  // (text, integer).
  Result<std::vector<std::pair<std::string, int64_t>>> counts(const char* sql);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dragoman
