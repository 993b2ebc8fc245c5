// Chu-Liu/Edmonds (Chu and Liu 1965, Edmonds 1967) on a dense matrix, contracting one cycle at a time, after the form
// in McDonald et al. 2005. "Exactly one root" comes from a constant taken off every arc from ROOT that outweighs all
// else, so that the best tree uses as few of them as it can, and one is always enough.
#include "language/tree.h"

#include <algorithm>
#include <limits>

namespace dragoman {
namespace {

// A contracted cycle: its nodes, each one's head in the cycle, and the words each stood for.
struct Cycle {
  std::vector<int32_t> nodes, heads;
  std::vector<std::vector<int32_t>> members;
};

// The best head of every word, if that is already a tree with one root.
bool greedy(const float* scores, size_t stride, size_t first, int32_t n, TreeWorkspace& work,
            std::vector<int32_t>& heads) {
  heads.resize(static_cast<size_t>(n));
  int32_t roots = 0;
  for (int32_t i = 0; i < n; ++i) {
    const float* row = scores + static_cast<size_t>(i) * stride;
    float best = row[0];
    int32_t head = -1;
    for (int32_t j = 0; j < n; ++j) {
      if (j != i && row[first + j] > best) {
        best = row[first + j];
        head = j;
      }
    }
    heads[i] = head;
    roots += head < 0;
  }
  if (roots != 1) return false;
  work.mark.assign(static_cast<size_t>(n), -1);
  for (int32_t i = 0; i < n; ++i) {  // walk up from each word; meeting this walk's own mark is a cycle
    int32_t j = i;
    while (j >= 0 && work.mark[j] < 0) {
      work.mark[j] = i;
      j = heads[j];
    }
    if (j >= 0 && work.mark[j] == i) return false;
  }
  return true;
}

}  // namespace

void best_tree(const float* scores, size_t stride, size_t first, int32_t n, TreeWorkspace& work,
               std::vector<int32_t>& heads) {
  if (greedy(scores, stride, first, n, work, heads)) return;

  const int32_t nodes = n + 1;
  const auto at = [nodes](int32_t head, int32_t dependent) {
    return static_cast<size_t>(head) * nodes + static_cast<size_t>(dependent);
  };
  const auto cells = static_cast<size_t>(nodes) * nodes;
  work.score.assign(cells, 0);
  work.from.resize(cells);
  work.to.resize(cells);
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (int32_t d = 1; d < nodes; ++d) {
    const float* row = scores + static_cast<size_t>(d - 1) * stride;
    for (int32_t h = 0; h < nodes; ++h) {
      const double s = row[h == 0 ? 0 : first + h - 1];
      work.score[at(h, d)] = s;
      work.from[at(h, d)] = h;
      work.to[at(h, d)] = d;
      low = std::min(low, s);
      high = std::max(high, s);
    }
  }
  const double penalty = (high - low + 1) * nodes;
  for (int32_t d = 1; d < nodes; ++d) work.score[at(0, d)] -= penalty;

  work.active.assign(static_cast<size_t>(nodes), 1);
  work.members.resize(static_cast<size_t>(nodes));
  for (int32_t i = 0; i < nodes; ++i) work.members[i] = {i};
  work.parent.assign(static_cast<size_t>(nodes), -1);
  std::vector<Cycle> cycles;
  for (;;) {
    for (int32_t d = 1; d < nodes; ++d) {
      if (!work.active[d]) continue;
      int32_t best = -1;
      for (int32_t h = 0; h < nodes; ++h) {
        if (work.active[h] && h != d && (best < 0 || work.score[at(h, d)] > work.score[at(best, d)])) best = h;
      }
      work.parent[d] = best;
    }
    Cycle cycle;
    work.mark.assign(static_cast<size_t>(nodes), -1);
    for (int32_t i = 1; i < nodes && cycle.nodes.empty(); ++i) {
      if (!work.active[i]) continue;
      int32_t j = i;
      while (j > 0 && work.mark[j] < 0) {
        work.mark[j] = i;
        j = work.parent[j];
      }
      if (j <= 0 || work.mark[j] != i) continue;
      for (int32_t k = j; cycle.nodes.empty() || k != j; k = work.parent[k]) cycle.nodes.push_back(k);
    }
    if (cycle.nodes.empty()) break;

    double weight = 0;
    for (int32_t k : cycle.nodes) {
      cycle.heads.push_back(work.parent[k]);
      cycle.members.push_back(work.members[k]);
      weight += work.score[at(work.parent[k], k)];
      work.active[k] = 0;
    }
    const int32_t node = cycle.nodes.front();  // stands for the cycle from now on
    for (int32_t i = 0; i < nodes; ++i) {
      if (!work.active[i]) continue;
      int32_t out = cycle.nodes.front(), in = out;
      double best_out = -std::numeric_limits<double>::infinity(), best_in = best_out;
      for (size_t k = 0; k < cycle.nodes.size(); ++k) {
        const int32_t c = cycle.nodes[k];
        if (i > 0 && work.score[at(c, i)] > best_out) {
          best_out = work.score[at(c, i)];
          out = c;
        }
        const double entered = weight + work.score[at(i, c)] - work.score[at(cycle.heads[k], c)];
        if (entered > best_in) {
          best_in = entered;
          in = c;
        }
      }
      // Read before writing: `out` or `in` may be the node itself.
      const int32_t out_from = work.from[at(out, i)], out_to = work.to[at(out, i)];
      const int32_t in_from = work.from[at(i, in)], in_to = work.to[at(i, in)];
      if (i > 0) {
        work.score[at(node, i)] = best_out;
        work.from[at(node, i)] = out_from;
        work.to[at(node, i)] = out_to;
      }
      work.score[at(i, node)] = best_in;
      work.from[at(i, node)] = in_from;
      work.to[at(i, node)] = in_to;
    }
    work.active[node] = 1;
    std::vector<int32_t> all;
    for (const auto& m : cycle.members) all.insert(all.end(), m.begin(), m.end());
    work.members[node] = std::move(all);
    cycles.push_back(std::move(cycle));
  }

  // Arcs of the contracted graph, then the cycles opened again, the last one first: each keeps its arcs but the one
  // into the word by which it is entered.
  constexpr int32_t kUnset = -2;
  heads.assign(static_cast<size_t>(n), kUnset);
  const auto set = [&](int32_t head, int32_t dependent) {
    heads[work.to[at(head, dependent)] - 1] = work.from[at(head, dependent)] - 1;
  };
  for (int32_t d = 1; d < nodes; ++d)
    if (work.active[d]) set(work.parent[d], d);
  for (auto cycle = cycles.rbegin(); cycle != cycles.rend(); ++cycle) {
    size_t entered = 0;
    for (size_t k = 0; k < cycle->nodes.size(); ++k)
      for (int32_t m : cycle->members[k])
        if (heads[m - 1] != kUnset) entered = k;
    for (size_t k = 0; k < cycle->nodes.size(); ++k)
      if (k != entered) set(cycle->heads[k], cycle->nodes[k]);
  }
}

}  // namespace dragoman
