// Dot products in lanes of 16 floats, the order of the sums fixed by the source and not by the compiler. The label
// scorer works on eight heads at a time and one label's matrix (16 KB at rank 64) after another, so that the matrix is
// read from the first-level cache.
#include "language/pairs.h"

#include <algorithm>
#include <bit>
#include <cstring>

// The same code for each width of vectors, chosen when the library is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define DRAGOMAN_BY_CPU __attribute__((target_clones("avx512f", "avx2,fma", "default")))
#else
#define DRAGOMAN_BY_CPU
#endif

namespace dragoman {
namespace {

constexpr int32_t kLanes = 16;
typedef float Lanes __attribute__((vector_size(kLanes * sizeof(float))));

int32_t bucket(int32_t delta) {
  int32_t k = delta < 0 ? -delta : delta;
  if (k > 8) k = std::min(16, 9 + static_cast<int32_t>(std::bit_width(static_cast<uint32_t>((k - 5) / 4))) - 1);
  return delta < 0 ? 16 - k : 16 + k;
}

// out[t] = a[t * rank ..] . b[t * rank ..]
DRAGOMAN_BY_CPU
void dots(const float* a, const float* b, int32_t rank, int32_t count, float* out) {
  for (int32_t t = 0; t < count; ++t, a += rank, b += rank) {
    Lanes sum = {};
    int32_t r = 0;
    for (; r + kLanes <= rank; r += kLanes) {
      Lanes x, y;
      std::memcpy(&x, a + r, sizeof x);
      std::memcpy(&y, b + r, sizeof y);
      sum += x * y;
    }
    float total = 0;
    for (; r < rank; ++r) total += a[r] * b[r];
    for (int32_t k = 0; k < kLanes; ++k) total += sum[k];
    out[t] = total;
  }
}

constexpr int32_t kHeads = 8;

// product[h * rank + d] = first[d] + sum over s of heads[h][s] * u[s * rank + d], for kHeads heads.
DRAGOMAN_BY_CPU
void multiply(const float* const* heads, const float* u, const float* first, int32_t rank, float* product) {
  int32_t d = 0;
  for (; d + kLanes <= rank; d += kLanes) {
    Lanes start;
    std::memcpy(&start, first + d, sizeof start);
    Lanes s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;
    for (int32_t s = 0; s < rank; ++s) {
      Lanes row;
      std::memcpy(&row, u + static_cast<size_t>(s) * rank + d, sizeof row);
      s0 += row * heads[0][s];
      s1 += row * heads[1][s];
      s2 += row * heads[2][s];
      s3 += row * heads[3][s];
      s4 += row * heads[4][s];
      s5 += row * heads[5][s];
      s6 += row * heads[6][s];
      s7 += row * heads[7][s];
    }
    const Lanes sums[kHeads] = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int32_t h = 0; h < kHeads; ++h)
      std::memcpy(product + static_cast<size_t>(h) * rank + d, &sums[h], sizeof(Lanes));
  }
  for (; d < rank; ++d) {
    for (int32_t h = 0; h < kHeads; ++h) {
      float sum = first[d];
      for (int32_t s = 0; s < rank; ++s) sum += u[static_cast<size_t>(s) * rank + d] * heads[h][s];
      product[h * rank + d] = sum;
    }
  }
}

}  // namespace

void score_anchor(const AnchorScorer& scorer, const EncoderOutput& output, int32_t anchor, int32_t count,
                  std::vector<float>& out) {
  const auto labels = static_cast<size_t>(scorer.size());
  out.resize(labels * static_cast<size_t>(count));
  const float* a = output.reps + static_cast<size_t>(anchor) * output.reps_stride + scorer.anchor.begin;
  for (int32_t w = 0; w < count; ++w) {
    const float* row = output.reps + static_cast<size_t>(w) * output.reps_stride;
    float* scores = out.data() + static_cast<size_t>(w) * labels;
    dots(a, row + scorer.word.begin, scorer.rank, scorer.size(), scores);
    const float* distance = scorer.distance.data() + bucket(w - anchor);
    for (size_t t = 0; t < labels; ++t)
      scores[t] = scores[t] * scorer.scale + row[scorer.bias.begin + t] + distance[t * AnchorScorer::kBuckets];
  }
}

void best_labels(const LabelScorer& scorer, const EncoderOutput& output, const std::vector<int32_t>& heads,
                 int32_t count, LabelWorkspace& work, std::vector<int32_t>& labels) {
  labels.resize(static_cast<size_t>(count));
  // The words with a head, those of one head together; `slot` numbers the distinct heads.
  work.order.clear();
  for (int32_t w = 0; w < count; ++w)
    if (heads[w] >= 0) work.order.push_back(w);
  std::stable_sort(work.order.begin(), work.order.end(), [&](int32_t a, int32_t b) { return heads[a] < heads[b]; });
  const int32_t rank = scorer.rank, size = scorer.size();
  const auto row_of = [&](int32_t word) { return output.reps + static_cast<size_t>(word) * output.reps_stride; };
  work.product.resize(static_cast<size_t>(kHeads) * rank);
  std::vector<float>& product = work.product;
  for (size_t begin = 0; begin < work.order.size();) {
    const float* head_rows[kHeads] = {};
    int32_t distinct = 0;
    size_t end = begin;
    work.slot.clear();
    for (int32_t last = -1; end < work.order.size(); ++end) {
      const int32_t head = heads[work.order[end]];
      if (head != last) {
        if (distinct == kHeads) break;
        head_rows[distinct++] = row_of(head) + scorer.head.begin;
        last = head;
      }
      work.slot.push_back(distinct - 1);
    }
    for (int32_t h = distinct; h < kHeads; ++h) head_rows[h] = head_rows[0];
    constexpr float kLow = -3e38f;
    std::vector<float>& best = work.best;
    best.assign(end - begin, kLow);
    for (int32_t l = 0; l < size; ++l) {
      if (l == scorer.root) continue;
      multiply(head_rows, scorer.u.data() + static_cast<size_t>(l) * rank * rank,
               scorer.dep_weight.data() + static_cast<size_t>(l) * rank, rank, product.data());
      float head_part[kHeads];
      for (int32_t h = 0; h < distinct; ++h)
        dots(head_rows[h], scorer.head_weight.data() + static_cast<size_t>(l) * rank, rank, 1, &head_part[h]);
      for (size_t i = begin; i < end; ++i) {
        const float* dep = row_of(work.order[i]) + scorer.dep.begin;
        const int32_t h = work.slot[i - begin];
        float score;
        dots(dep, product.data() + static_cast<size_t>(h) * rank, rank, 1, &score);
        score += head_part[h] + scorer.bias[l];
        if (score > best[i - begin]) {
          best[i - begin] = score;
          labels[work.order[i]] = l;
        }
      }
    }
    begin = end;
  }
}

}  // namespace dragoman
