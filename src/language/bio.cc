// Viterbi over BIO tags. Without trained transitions the best predecessor of O and of every B is one and the same, so a
// row costs as many steps as there are labels.
#include "language/bio.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dragoman {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

float probability(const float* row, int32_t n, int32_t label) {
  const float top = *std::max_element(row, row + n);
  float sum = 0;
  for (int32_t k = 0; k < n; ++k) sum += std::exp(row[k] - top);
  return std::exp(row[label] - top) / sum;
}

}  // namespace

Result<BioDecoder> BioDecoder::make(const std::vector<std::string>& labels, std::vector<float> transitions,
                                    std::vector<float> start) {
  BioDecoder out;
  out.labels_ = static_cast<int32_t>(labels.size());
  out.kind_.assign(labels.size(), -1);
  out.before_.assign(labels.size(), -1);
  out.outside_ = -1;
  for (int32_t i = 0; i < out.labels_; ++i) {
    const std::string& label = labels[i];
    if (label == "O") {
      out.outside_ = i;
      continue;
    }
    if (label.size() < 3 || label[1] != '-' || (label[0] != 'B' && label[0] != 'I'))
      return Status(Code::kCorrupt, "the tag " + label + " is not of the BIO scheme");
    const std::string kind = label.substr(2);
    const auto found = std::find(out.kinds_.begin(), out.kinds_.end(), kind);
    out.kind_[i] = static_cast<int32_t>(found - out.kinds_.begin());
    if (found == out.kinds_.end()) out.kinds_.push_back(kind);
    if (label[0] == 'I') {
      const auto begin = std::find(labels.begin(), labels.end(), "B-" + kind);
      if (begin == labels.end()) return Status(Code::kCorrupt, "the tag " + label + " has no B-" + kind);
      out.before_[i] = static_cast<int32_t>(begin - labels.begin());
    }
  }
  if (out.outside_ < 0) return Status(Code::kCorrupt, "the tags have no O");
  if ((!transitions.empty() && transitions.size() != labels.size() * labels.size()) ||
      (!start.empty() && start.size() != labels.size()))
    return Status(Code::kCorrupt, "the transitions do not fit the tags");
  out.transitions_ = std::move(transitions);
  out.start_ = std::move(start);
  return out;
}

int32_t BioDecoder::kind_of(std::string_view name) const {
  const auto found = std::find(kinds_.begin(), kinds_.end(), name);
  return found == kinds_.end() ? -1 : static_cast<int32_t>(found - kinds_.begin());
}

void BioDecoder::decode(const float* logits, size_t stride, int32_t n, Workspace& work,
                        std::vector<BioSpan>& out) const {
  if (n == 0) return;
  const auto width = static_cast<size_t>(labels_);
  work.score.resize(2 * width);
  work.back.resize(static_cast<size_t>(n) * width);
  work.path.resize(static_cast<size_t>(n));
  float* now = work.score.data();
  float* last = now + width;
  for (int32_t k = 0; k < labels_; ++k)
    now[k] = before_[k] >= 0 ? kNever : logits[k] + (start_.empty() ? 0 : start_[k]);
  for (int32_t i = 1; i < n; ++i) {
    std::swap(now, last);
    const float* row = logits + static_cast<size_t>(i) * stride;
    int16_t* back = work.back.data() + static_cast<size_t>(i) * width;
    const auto best = static_cast<int32_t>(std::max_element(last, last + width) - last);
    for (int32_t k = 0; k < labels_; ++k) {
      int32_t from = best;
      float score = last[best];
      if (before_[k] >= 0) {
        const int32_t b = before_[k];
        const float from_b = last[b] + (transitions_.empty() ? 0 : transitions_[b * width + k]);
        const float from_i = last[k] + (transitions_.empty() ? 0 : transitions_[k * width + k]);
        from = from_i > from_b ? k : b;
        score = std::max(from_i, from_b);
      } else if (!transitions_.empty()) {
        from = 0;
        score = kNever;
        for (int32_t f = 0; f < labels_; ++f) {
          const float s = last[f] + transitions_[f * width + k];
          if (s > score) {
            score = s;
            from = f;
          }
        }
      }
      now[k] = score + row[k];
      back[k] = static_cast<int16_t>(from);
    }
  }
  auto label = static_cast<int16_t>(std::max_element(now, now + width) - now);
  for (int32_t i = n - 1; i >= 0; --i) {
    work.path[i] = label;
    if (i > 0) label = work.back[static_cast<size_t>(i) * width + label];
  }
  for (int32_t i = 0; i < n;) {
    const int32_t kind = kind_[work.path[i]];
    if (kind < 0) {
      ++i;
      continue;
    }
    BioSpan span{i, i + 1, kind, 0};
    while (span.end < n && before_[work.path[span.end]] >= 0) ++span.end;
    for (int32_t w = span.begin; w < span.end; ++w)
      span.score += probability(logits + static_cast<size_t>(w) * stride, labels_, work.path[w]);
    span.score /= static_cast<float>(span.end - span.begin);
    out.push_back(span);
    i = span.end;
  }
}

}  // namespace dragoman
