// The encoder and its heads on OpenVINO: one window of pieces in, per-word logits, arc scores and
// pair vectors out.
//
// Thread-safety: run() may be called from many threads at once. Each call borrows a compiled copy
// of the model with one infer request from a pool; the pool grows to the largest number of calls
// that ran at one time (a copy costs about 0.3 s once and the memory of its packed weights).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "dragoman/status.h"
#include "language/language.h"
#include "language/windows.h"

namespace dragoman {

// Outputs for one window; rows are words. Valid until the Lease that holds them goes.
struct EncoderOutput {
  const float* tags = nullptr;  // [words][tags_stride]
  const float* arcs = nullptr;  // [words][arcs_stride]: column 0 is ROOT, column k + 1 is word k
  const float* reps = nullptr;  // [words][reps_stride]
  size_t tags_stride = 0, arcs_stride = 0, reps_stride = 0;
};

class Encoder {
 public:
  // Reads model.xml and model.bin. kNotFound when they are missing, kCorrupt when OpenVINO cannot
  // use them or the outputs are narrower than `tags_size` and `reps_size`.
  static Result<Encoder> open(const LanguageOptions& options, int32_t tags_size, int32_t reps_size);

  // A compiled copy borrowed from the pool; returned when it goes.
  class Lease {
   public:
    Lease(Lease&&) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    // REQUIRES: the window has at least one word and at most 512 pieces.
    Result<EncoderOutput> run(const Window& window);

   private:
    friend class Encoder;
    struct Copy;
    Lease(const Encoder* owner, std::unique_ptr<Copy> copy);
    const Encoder* owner_;
    std::unique_ptr<Copy> copy_;
  };
  Result<Lease> lease() const;

  std::string describe() const;  // "OpenVINO 2026.4.1, int8 (avx512_vnni)"

  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;
  ~Encoder();

 private:
  struct Impl;
  explicit Encoder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dragoman
