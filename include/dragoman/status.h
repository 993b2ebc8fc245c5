// Errors as values. Every fallible function of Dragoman returns Status or Result<T>; no exception
// crosses a public header. A message says what was wrong and where (file, line or byte), in one
// line.
//
//   dragoman::Result<Record> r = reader.read(input);
//   if (!r.ok()) { std::cerr << r.status().message() << "\n"; }
//
// Thread-safety: plain values.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dragoman {

// Do not change the values of existing entries: the C ABI and exit codes use them.
enum class Code : int {
  kOk = 0,
  kInvalidArgument = 1,  // the caller's options or arguments make no sense
  kNotFound = 2,         // a file, a model or an id does not exist
  kUnreadable = 3,       // a file exists and cannot be read (permissions, I/O error)
  kBadInput = 4,         // content is not what its kind demands (broken, truncated, too large)
  kNoSpace = 5,          // the disk is full or a quota is reached
  kCorrupt = 6,          // a file of ours (store, model, table) is damaged or of another version
  kInternal = 7,         // a defect of ours
};

class [[nodiscard]] Status {
 public:
  Status() = default;  // ok
  Status(Code code, std::string message) : code_(code), message_(std::move(message)) {}

  bool ok() const { return code_ == Code::kOk; }
  Code code() const { return code_; }
  const std::string& message() const { return message_; }

  // Puts a place before the message: "stories.jsonl:12: " + message.
  Status at(std::string_view place) const {
    if (ok()) return *this;
    return Status(code_, std::string(place) + ": " + message_);
  }
  // Makes visible at the call that an error is dropped on purpose.
  void ignore() const {}

 private:
  Code code_ = Code::kOk;
  std::string message_;
};

// Either a T or a Status that is not ok.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit by design.
  Result(T value) : value_(std::move(value)) {}                                  // NOLINT
  Result(Status status) : status_(std::move(status)) { assert(!status_.ok()); }  // NOLINT

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }
  // REQUIRES: ok().
  T& value() & { return *value_; }
  const T& value() const& { return *value_; }
  T&& value() && { return *std::move(value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return *std::move(value_); }

 private:
  Status status_;
  std::optional<T> value_;
};

}  // namespace dragoman

// Returns the status of `expr` from the enclosing function when it is not ok.
#define DRAGOMAN_RETURN_IF_ERROR(expr)                   \
  do {                                                   \
    ::dragoman::Status dragoman_status_ = (expr);        \
    if (!dragoman_status_.ok()) return dragoman_status_; \
  } while (0)
