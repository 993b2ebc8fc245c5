// BLAKE3, hash mode, after the specification (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, "BLAKE3: one function, fast
// everywhere", 2020). Portable and simple: stories are kilobytes, so the tree is built with a stack and no SIMD.
#include "base/hash.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

namespace dragoman {
namespace {

using Words8 = std::array<uint32_t, 8>;
using Words16 = std::array<uint32_t, 16>;

constexpr Words8 kIv = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
constexpr int kPermutation[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
constexpr uint32_t kChunkStart = 1, kChunkEnd = 2, kParent = 4, kRoot = 8;
constexpr size_t kBlock = 64, kChunk = 1024;

uint32_t rotr(uint32_t x, int n) {
  return (x >> n) | (x << (32 - n));
}

void mix(Words16& v, int a, int b, int c, int d, uint32_t x, uint32_t y) {
  v[a] += v[b] + x;
  v[d] = rotr(v[d] ^ v[a], 16);
  v[c] += v[d];
  v[b] = rotr(v[b] ^ v[c], 12);
  v[a] += v[b] + y;
  v[d] = rotr(v[d] ^ v[a], 8);
  v[c] += v[d];
  v[b] = rotr(v[b] ^ v[c], 7);
}

Words16 compress(const Words8& chain, Words16 m, uint64_t counter, uint32_t length, uint32_t flags) {
  Words16 v = {chain[0],
               chain[1],
               chain[2],
               chain[3],
               chain[4],
               chain[5],
               chain[6],
               chain[7],
               kIv[0],
               kIv[1],
               kIv[2],
               kIv[3],
               static_cast<uint32_t>(counter),
               static_cast<uint32_t>(counter >> 32),
               length,
               flags};
  for (int round = 0; round < 7; ++round) {
    mix(v, 0, 4, 8, 12, m[0], m[1]);
    mix(v, 1, 5, 9, 13, m[2], m[3]);
    mix(v, 2, 6, 10, 14, m[4], m[5]);
    mix(v, 3, 7, 11, 15, m[6], m[7]);
    mix(v, 0, 5, 10, 15, m[8], m[9]);
    mix(v, 1, 6, 11, 12, m[10], m[11]);
    mix(v, 2, 7, 8, 13, m[12], m[13]);
    mix(v, 3, 4, 9, 14, m[14], m[15]);
    Words16 next;
    for (int i = 0; i < 16; ++i) next[i] = m[kPermutation[i]];
    m = next;
  }
  for (int i = 0; i < 8; ++i) {
    v[i] ^= v[i + 8];
    v[i + 8] ^= chain[i];
  }
  return v;
}

Words16 load(std::string_view block) {
  unsigned char bytes[kBlock] = {};
  std::memcpy(bytes, block.data(), block.size());
  Words16 m;
  for (int i = 0; i < 16; ++i)
    m[i] =
        bytes[4 * i] | bytes[4 * i + 1] << 8 | bytes[4 * i + 2] << 16 | static_cast<uint32_t>(bytes[4 * i + 3]) << 24;
  return m;
}

Words8 first8(const Words16& v) {
  Words8 out;
  std::memcpy(out.data(), v.data(), sizeof out);
  return out;
}

// What is needed to compress a node once more as the root.
struct Node {
  Words8 chain;
  Words16 block;
  uint64_t counter;
  uint32_t length, flags;

  Words8 value() const { return first8(compress(chain, block, counter, length, flags)); }
};

Node chunk_node(std::string_view chunk, uint64_t counter) {
  Words8 chain = kIv;
  uint32_t flags = kChunkStart;
  while (chunk.size() > kBlock) {
    chain = first8(compress(chain, load(chunk.substr(0, kBlock)), counter, kBlock, flags));
    chunk.remove_prefix(kBlock);
    flags = 0;
  }
  return {chain, load(chunk), counter, static_cast<uint32_t>(chunk.size()), flags | kChunkEnd};
}

Node parent_node(const Words8& left, const Words8& right) {
  Words16 block;
  std::memcpy(block.data(), left.data(), 32);
  std::memcpy(block.data() + 8, right.data(), 32);
  return {kIv, block, 0, kBlock, kParent};
}

}  // namespace

std::string blake3_hex(std::string_view bytes) {
  std::vector<Words8> stack;  // roots of complete subtrees, largest first
  uint64_t counter = 0;
  while (bytes.size() > kChunk) {
    Words8 value = chunk_node(bytes.substr(0, kChunk), counter++).value();
    bytes.remove_prefix(kChunk);
    for (uint64_t total = counter; (total & 1) == 0; total >>= 1) {
      value = parent_node(stack.back(), value).value();
      stack.pop_back();
    }
    stack.push_back(value);
  }
  Node node = chunk_node(bytes, counter);
  while (!stack.empty()) {
    node = parent_node(stack.back(), node.value());
    stack.pop_back();
  }
  node.flags |= kRoot;
  const Words8 root = node.value();
  std::string out;
  for (uint32_t word : root)
    for (int i = 0; i < 4; ++i) {
      const auto b = static_cast<uint8_t>(word >> (8 * i));
      out.push_back("0123456789abcdef"[b >> 4]);
      out.push_back("0123456789abcdef"[b & 15]);
    }
  return out;
}

}  // namespace dragoman
