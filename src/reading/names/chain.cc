#include "reading/names/chain.h"

#include <algorithm>

namespace dragoman {
namespace {

// Mixed into the model's probabilities, which are surer than they are right.
constexpr float kFloor = 2e-4F;

}  // namespace

NameChain::NameChain(const Document& doc) : kinds_(static_cast<int32_t>(doc.name_tags.kinds.size())) {
  const auto words = static_cast<int32_t>(doc.tokens.size());
  width_ = doc.name_tags.width();
  p_ = doc.name_tags.probabilities;
  const float rest = 1 / (1 + kFloor * static_cast<float>(width_));
  for (float& p : p_) p = (p + kFloor) * rest;
  scale_.assign(words, 1);
  end_.assign(words, 1);
  begins_.assign(words, 0);
  continues_.assign(words, 0);
  first_.assign(words, 0);
  paragraph_end_.assign(words, words);

  std::vector<float> inside(kinds_), behind(kinds_);
  int32_t paragraph = -1;
  for (int32_t w = 0; w < words; ++w) {
    const Sentence& sentence = doc.sentences[doc.tokens[w].sentence];
    if (sentence.paragraph != paragraph) {
      paragraph = sentence.paragraph;
      first_[w] = 1;
      std::fill(inside.begin(), inside.end(), 0.0F);
    }
    float sum = outside(w);
    for (int32_t k = 0; k < kinds_; ++k) {
      begins_[w] += begins(w, k);
      if (!first_[w]) continues_[w] += continues(w, k);
      inside[k] = begins(w, k) + continues(w, k) * inside[k];  // of the forward sums: all tags of the kind
      sum += inside[k];
    }
    scale_[w] = sum;
    for (float& f : inside) f /= sum;
  }
  for (int32_t w = words - 1; w >= 0; --w) {
    const bool last = w + 1 == words || first_[w + 1];
    if (last) {
      paragraph_end_[w] = w + 1;
      end_[w] = 1;
      std::fill(behind.begin(), behind.end(), 1.0F);
      continue;
    }
    paragraph_end_[w] = paragraph_end_[w + 1];
    // behind[k]: backward sum at w + 1 of a tag of kind k; end_[w + 1] that of O.
    float follow = outside(w + 1) * end_[w + 1];
    for (int32_t k = 0; k < kinds_; ++k) follow += begins(w + 1, k) * behind[k];
    end_[w] = follow / scale_[w + 1];
    for (int32_t k = 0; k < kinds_; ++k) behind[k] = end_[w] + continues(w + 1, k) * behind[k] / scale_[w + 1];
  }
}

float NameChain::marginal(int32_t begin, int32_t end, int32_t kind) const {
  float p = begins(begin, kind) / scale_[begin];
  for (int32_t w = begin + 1; w < end; ++w) p *= continues(w, kind) / scale_[w];
  return p * end_[end - 1];
}

}  // namespace dragoman
