// Byte streams over stdio and memory, with zlib in between for gzip.
#include "ingest/source.h"

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace dragoman {
namespace {

constexpr size_t kInputBuffer = 256u << 10;

}  // namespace

struct ByteSource::Impl {
  std::FILE* file = nullptr;
  bool owns_file = false;
  std::string_view memory;
  size_t memory_at = 0;

  std::vector<char> buffer;  // raw bytes not yet used
  size_t buffer_at = 0, buffer_size = 0;
  int64_t raw_read = 0;  // bytes taken from the file so far
  bool at_end = false;

  bool decided = false, gzip = false, zlib_open = false, member_open = false, failed = false;
  z_stream zlib{};
  Status error;

  ~Impl() {
    if (zlib_open) inflateEnd(&zlib);
    if (file && owns_file) std::fclose(file);
  }

  // Refills the raw buffer behind what is left in it.
  Status fill() {
    if (at_end) return {};
    if (buffer.empty()) buffer.resize(kInputBuffer);
    if (buffer_at > 0) {
      std::memmove(buffer.data(), buffer.data() + buffer_at, buffer_size - buffer_at);
      buffer_size -= buffer_at;
      buffer_at = 0;
    }
    const size_t room = buffer.size() - buffer_size;
    size_t got = 0;
    if (file) {
      got = std::fread(buffer.data() + buffer_size, 1, room, file);
      if (got < room) {
        if (std::ferror(file)) return Status(Code::kUnreadable, std::string("cannot read: ") + std::strerror(errno));
        at_end = std::feof(file) != 0;
      }
    } else {
      got = std::min(room, memory.size() - memory_at);
      std::memcpy(buffer.data() + buffer_size, memory.data() + memory_at, got);
      memory_at += got;
      at_end = memory_at == memory.size();
    }
    buffer_size += got;
    raw_read += static_cast<int64_t>(got);
    return {};
  }

  int64_t raw_offset() const { return raw_read - static_cast<int64_t>(buffer_size - buffer_at); }

  Status broken_gzip(const char* why) {
    error = Status(Code::kBadInput, std::string("gzip stream ") + why + " at byte " + std::to_string(raw_offset()));
    failed = true;
    return error;
  }
};

ByteSource::ByteSource() : impl_(std::make_unique<Impl>()) {}
ByteSource::~ByteSource() = default;

Status ByteSource::open(const std::string& path) {
  if (path == "-") {
    impl_->file = stdin;
    return {};
  }
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0)
    return Status(errno == ENOENT || errno == ENOTDIR ? Code::kNotFound : Code::kUnreadable,
                  path + ": " + std::strerror(errno));
  if (S_ISDIR(info.st_mode)) return Status(Code::kUnreadable, path + ": is a folder");
  impl_->file = std::fopen(path.c_str(), "rb");
  if (!impl_->file) return Status(Code::kUnreadable, path + ": " + std::strerror(errno));
  impl_->owns_file = true;
  return {};
}

void ByteSource::open_memory(std::string_view bytes) {
  impl_->memory = bytes;
}

Status ByteSource::read(size_t want, std::string* out) {
  Impl& s = *impl_;
  if (s.failed) return s.error;
  if (!s.decided) {
    DRAGOMAN_RETURN_IF_ERROR(s.fill());
    s.decided = true;
    s.gzip = s.buffer_size >= 2 && s.buffer[0] == '\x1f' && s.buffer[1] == '\x8b';
    if (s.gzip) {
      if (inflateInit2(&s.zlib, 15 + 16) != Z_OK) return Status(Code::kInternal, "cannot start zlib");
      s.zlib_open = s.member_open = true;
    }
  }
  const size_t start = out->size();
  if (!s.gzip) {
    while (out->size() - start < want) {
      if (s.buffer_at == s.buffer_size) {
        if (s.at_end) break;
        DRAGOMAN_RETURN_IF_ERROR(s.fill());
        continue;
      }
      const size_t n = std::min(want - (out->size() - start), s.buffer_size - s.buffer_at);
      out->append(s.buffer.data() + s.buffer_at, n);
      s.buffer_at += n;
    }
    return {};
  }
  out->resize(start + want);
  size_t produced = 0;
  Status result;
  while (produced < want) {
    if (s.buffer_at == s.buffer_size && !s.at_end) {
      result = s.fill();
      if (!result.ok()) break;
    }
    if (s.buffer_at == s.buffer_size) {
      if (s.member_open && produced == 0) result = s.broken_gzip("ends early");
      break;
    }
    if (!s.member_open) {
      // Another member, or padding after the last one, which gzip ignores as well.
      if (s.buffer[s.buffer_at] != '\x1f') {
        s.buffer_at = s.buffer_size;
        s.at_end = true;
        break;
      }
      inflateReset(&s.zlib);
      s.member_open = true;
    }
    s.zlib.next_in = reinterpret_cast<Bytef*>(s.buffer.data() + s.buffer_at);
    s.zlib.avail_in = static_cast<uInt>(s.buffer_size - s.buffer_at);
    s.zlib.next_out = reinterpret_cast<Bytef*>(out->data() + start + produced);
    s.zlib.avail_out = static_cast<uInt>(want - produced);
    const int rc = inflate(&s.zlib, Z_NO_FLUSH);
    s.buffer_at = s.buffer_size - s.zlib.avail_in;
    produced = want - s.zlib.avail_out;
    if (rc == Z_STREAM_END) {
      s.member_open = false;
    } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
      result = s.broken_gzip("is damaged");
      if (produced > 0) result = {};  // the next call reports it
      break;
    }
  }
  out->resize(start + produced);
  return result;
}

}  // namespace dragoman
