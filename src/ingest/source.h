// A stream of bytes: a file, standard input or memory, unpacked on the way when it is gzip.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "dragoman/status.h"

namespace dragoman {

class ByteSource {
 public:
  ByteSource();
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // kNotFound, kUnreadable (a folder, no permission), or ok. "-" is standard input.
  Status open(const std::string& path);
  void open_memory(std::string_view bytes);  // REQUIRES: `bytes` outlives the source

  // Appends up to `want` bytes to `out`; appends nothing at the end. gzip is told by its first two
  // bytes; members that follow each other are read as one file. A damaged or cut stream gives
  // kBadInput with the offset of the packed file, after all bytes that could be unpacked have been
  // handed out.
  Status read(size_t want, std::string* out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dragoman
