// The output folder of `dragoman code`: records.jsonl and dragoman.db, which always tell the same.
//
// Order of writing: the batch's lines go to the end of records.jsonl; then the store's transaction,
// which also notes how many bytes of records.jsonl belong to it, commits. A process killed in
// between leaves lines that the store does not know; open() cuts them off. Where records.jsonl is
// shorter than the store says (it was removed, or the machine lost power), open() writes it anew
// from the store. So a run that is started again ends with the bytes of a run that was never
// stopped.
//
// One writer at a time: open() takes a lock on records.jsonl and fails with kUnreadable while
// another process holds it.
#pragma once

#include <string>

#include "store/store.h"

namespace dragoman {

class Output {
 public:
  // Makes `dir` and its parents if need be.
  static Result<Output> open(const std::string& dir);

  Result<bool> contains(std::string_view story_id) { return store_.contains(story_id); }
  // Puts a record into the open batch. REQUIRES: !contains(record.id).
  Status add(const Record& record);
  // Makes the batch last. After an error the batch is gone, and the folder is as the last commit()
  // left it.
  Status commit();

  int64_t added() const { return added_; }  // records committed by this Output
  Store& store() { return store_; }
  const std::string& jsonl_path() const { return jsonl_path_; }
  const std::string& store_path() const { return store_path_; }

  Output(Output&& other) noexcept;
  Output& operator=(Output&& other) = delete;
  ~Output();

 private:
  Output(Store store, std::string jsonl_path, std::string store_path, int fd);
  Status repair();
  Status write_all(std::string_view bytes);
  void drop_batch();

  Store store_;
  std::string jsonl_path_, store_path_;
  int fd_ = -1;            // records.jsonl, locked
  int64_t committed_ = 0;  // bytes of records.jsonl that the store knows
  std::string batch_;      // lines of the open batch
  int64_t in_batch_ = 0;
  int64_t added_ = 0;
};

}  // namespace dragoman
