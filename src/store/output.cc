// Writes the folder in the order that output.h names. A batch is held in memory until commit();
// whatever fails rolls the store back and cuts records.jsonl to the last committed byte.
#include "store/output.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

namespace dragoman {

static Status io_error(const std::string& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return Status(full ? Code::kNoSpace : Code::kUnreadable,
                fmt::format("{}: {}", path, full ? "no space left on the disk" : std::strerror(error)));
}

Output::Output(Store store, std::string jsonl_path, std::string store_path, int fd)
    : store_(std::move(store)), jsonl_path_(std::move(jsonl_path)), store_path_(std::move(store_path)), fd_(fd) {}

Output::Output(Output&& other) noexcept
    : store_(std::move(other.store_)),
      jsonl_path_(std::move(other.jsonl_path_)),
      store_path_(std::move(other.store_path_)),
      fd_(std::exchange(other.fd_, -1)),
      committed_(other.committed_),
      batch_(std::move(other.batch_)),
      in_batch_(other.in_batch_),
      added_(other.added_) {}

Output::~Output() {
  if (fd_ >= 0) ::close(fd_);
}

Result<Output> Output::open(const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) return io_error(dir, error.value());
  const std::string jsonl_path = (std::filesystem::path(dir) / "records.jsonl").string();
  const std::string store_path = (std::filesystem::path(dir) / "dragoman.db").string();
  const int fd = ::open(jsonl_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return io_error(jsonl_path, errno);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int why = errno;
    ::close(fd);
    if (why != EWOULDBLOCK) return io_error(jsonl_path, why);
    return Status(Code::kUnreadable, jsonl_path + ": another run is writing here");
  }
  // Lines without a store may be somebody's only copy (the store was removed by hand); repair() would cut them off.
  struct stat info;
  Status status;
  if (::fstat(fd, &info) == 0 && info.st_size > 0 && !std::filesystem::exists(store_path, error)) {
    status =
        Status(Code::kCorrupt, jsonl_path + ": has records but dragoman.db beside it is missing; move it away first");
  }
  Result<Store> store = status.ok() ? Store::open(store_path, Store::Mode::kReadWrite) : status;
  if (!store.ok()) {
    ::close(fd);
    return store.status();
  }
  Output output(std::move(*store), jsonl_path, store_path, fd);
  DRAGOMAN_RETURN_IF_ERROR(output.repair());
  return output;
}

Status Output::repair() {
  Result<int64_t> known = store_.fact("jsonl_bytes");
  if (!known.ok()) return known.status();
  struct stat info;
  if (::fstat(fd_, &info) != 0) return io_error(jsonl_path_, errno);
  if (info.st_size < *known) {
    if (::ftruncate(fd_, 0) != 0) return io_error(jsonl_path_, errno);
    std::string line;
    DRAGOMAN_RETURN_IF_ERROR(store_.for_each_json([&](std::string_view json) {
      line.assign(json);
      line.push_back('\n');
      return write_all(line);
    }));
  }
  committed_ = *known;
  if (::ftruncate(fd_, committed_) != 0) return io_error(jsonl_path_, errno);
  return ::lseek(fd_, 0, SEEK_END) < 0 ? io_error(jsonl_path_, errno) : Status();
}

Status Output::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error(jsonl_path_, errno);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

void Output::drop_batch() {
  store_.rollback();
  batch_.clear();
  in_batch_ = 0;
  // Best effort: open() would cut the tail off too.
  if (::ftruncate(fd_, committed_) == 0) ::lseek(fd_, 0, SEEK_END);
}

Status Output::add(const Record& record) {
  if (in_batch_ == 0) DRAGOMAN_RETURN_IF_ERROR(store_.begin());
  const std::string json = to_json(record);
  Status status = store_.add(record, json);
  if (!status.ok()) {
    drop_batch();
    return status;
  }
  batch_ += json;
  batch_.push_back('\n');
  ++in_batch_;
  return {};
}

Status Output::commit() {
  if (in_batch_ == 0) return {};
  const int64_t end = committed_ + static_cast<int64_t>(batch_.size());
  Status status = write_all(batch_);
  if (status.ok()) status = store_.set_fact("jsonl_bytes", end);
  if (status.ok()) status = store_.commit();
  if (!status.ok()) {
    drop_batch();
    return status;
  }
  committed_ = end;
  added_ += in_batch_;
  in_batch_ = 0;
  batch_.clear();
  return {};
}

}  // namespace dragoman
