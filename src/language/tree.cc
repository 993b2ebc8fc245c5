// Chu-Liu/Edmonds (Chu and Liu 1965, Edmonds 1967) on a dense matrix, contracting one cycle at a time, after the form
// in McDonald et al. 2005. "Exactly one root" comes from a constant taken off every arc from ROOT that outweighs all
// else, so that the best tree uses as few of them as it can, and one is always enough.
#include "language/tree.h"

#include <algorithm>
#include <limits>
#include <utility>

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

// Chu-Liu/Edmonds over ROOT (node 0) and the words (1..n): cycles of best heads are contracted one at a time.
class Contraction {
 public:
  Contraction(TreeWorkspace& work, int32_t words) : work_(work), nodes_(words + 1) {}

  void set_scores(const float* scores, size_t stride, size_t first);
  void run();
  void read_heads(std::vector<int32_t>& heads) const;

 private:
  size_t at(int32_t head, int32_t dependent) const {
    return static_cast<size_t>(head) * nodes_ + static_cast<size_t>(dependent);
  }
  void choose_heads();
  bool find_cycle(Cycle& cycle);
  void contract(Cycle cycle);
  void join_arcs(const Cycle& cycle, double weight, int32_t outside);

  TreeWorkspace& work_;
  const int32_t nodes_;
  std::vector<Cycle> cycles_;
};

void Contraction::set_scores(const float* scores, size_t stride, size_t first) {
  const auto cells = static_cast<size_t>(nodes_) * nodes_;
  work_.score.assign(cells, 0);
  work_.from.resize(cells);
  work_.to.resize(cells);
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (int32_t d = 1; d < nodes_; ++d) {
    const float* row = scores + static_cast<size_t>(d - 1) * stride;
    for (int32_t h = 0; h < nodes_; ++h) {
      const double s = row[h == 0 ? 0 : first + h - 1];
      work_.score[at(h, d)] = s;
      work_.from[at(h, d)] = h;
      work_.to[at(h, d)] = d;
      low = std::min(low, s);
      high = std::max(high, s);
    }
  }
  const double penalty = (high - low + 1) * nodes_;
  for (int32_t d = 1; d < nodes_; ++d) work_.score[at(0, d)] -= penalty;
}

void Contraction::run() {
  work_.active.assign(static_cast<size_t>(nodes_), 1);
  work_.members.resize(static_cast<size_t>(nodes_));
  for (int32_t i = 0; i < nodes_; ++i) work_.members[i] = {i};
  work_.parent.assign(static_cast<size_t>(nodes_), -1);
  choose_heads();
  for (Cycle cycle; find_cycle(cycle); cycle = {}) {
    contract(std::move(cycle));
    choose_heads();
  }
}

void Contraction::choose_heads() {
  for (int32_t d = 1; d < nodes_; ++d) {
    if (!work_.active[d]) continue;
    int32_t best = -1;
    for (int32_t h = 0; h < nodes_; ++h) {
      if (work_.active[h] && h != d && (best < 0 || work_.score[at(h, d)] > work_.score[at(best, d)])) best = h;
    }
    work_.parent[d] = best;
  }
}

// The nodes of one cycle among the chosen heads; false if they are a tree.
bool Contraction::find_cycle(Cycle& cycle) {
  work_.mark.assign(static_cast<size_t>(nodes_), -1);
  for (int32_t i = 1; i < nodes_; ++i) {
    if (!work_.active[i]) continue;
    int32_t j = i;
    while (j > 0 && work_.mark[j] < 0) {
      work_.mark[j] = i;
      j = work_.parent[j];
    }
    if (j <= 0 || work_.mark[j] != i) continue;
    for (int32_t k = j; cycle.nodes.empty() || k != j; k = work_.parent[k]) cycle.nodes.push_back(k);
    return true;
  }
  return false;
}

void Contraction::contract(Cycle cycle) {
  double weight = 0;
  for (int32_t k : cycle.nodes) {
    cycle.heads.push_back(work_.parent[k]);
    cycle.members.push_back(work_.members[k]);
    weight += work_.score[at(work_.parent[k], k)];
    work_.active[k] = 0;
  }
  for (int32_t i = 0; i < nodes_; ++i)
    if (work_.active[i]) join_arcs(cycle, weight, i);
  const int32_t node = cycle.nodes.front();  // stands for the cycle from now on
  work_.active[node] = 1;
  std::vector<int32_t> all;
  for (const auto& m : cycle.members) all.insert(all.end(), m.begin(), m.end());
  work_.members[node] = std::move(all);
  cycles_.push_back(std::move(cycle));
}

// The best arc from the cycle to the node `outside`, and from there into it, become those of the node that stands for
// the cycle. `weight`: the sum of the cycle's own arcs, of which one is given up when it is entered.
void Contraction::join_arcs(const Cycle& cycle, double weight, int32_t outside) {
  const int32_t node = cycle.nodes.front();
  int32_t out = node, in = node;
  double best_out = -std::numeric_limits<double>::infinity(), best_in = best_out;
  for (size_t k = 0; k < cycle.nodes.size(); ++k) {
    const int32_t c = cycle.nodes[k];
    if (outside > 0 && work_.score[at(c, outside)] > best_out) {
      best_out = work_.score[at(c, outside)];
      out = c;
    }
    const double entered = weight + work_.score[at(outside, c)] - work_.score[at(cycle.heads[k], c)];
    if (entered > best_in) {
      best_in = entered;
      in = c;
    }
  }
  // Read before writing: `out` or `in` may be the node itself.
  const int32_t out_from = work_.from[at(out, outside)], out_to = work_.to[at(out, outside)];
  const int32_t in_from = work_.from[at(outside, in)], in_to = work_.to[at(outside, in)];
  if (outside > 0) {
    work_.score[at(node, outside)] = best_out;
    work_.from[at(node, outside)] = out_from;
    work_.to[at(node, outside)] = out_to;
  }
  work_.score[at(outside, node)] = best_in;
  work_.from[at(outside, node)] = in_from;
  work_.to[at(outside, node)] = in_to;
}

// Arcs of the contracted graph, then the cycles opened again, the last one first: each keeps its arcs but the one into
// the word by which it is entered.
void Contraction::read_heads(std::vector<int32_t>& heads) const {
  constexpr int32_t kUnset = -2;
  heads.assign(static_cast<size_t>(nodes_) - 1, kUnset);
  const auto set = [&](int32_t head, int32_t dependent) {
    heads[work_.to[at(head, dependent)] - 1] = work_.from[at(head, dependent)] - 1;
  };
  for (int32_t d = 1; d < nodes_; ++d)
    if (work_.active[d]) set(work_.parent[d], d);
  for (auto cycle = cycles_.rbegin(); cycle != cycles_.rend(); ++cycle) {
    size_t entered = 0;
    for (size_t k = 0; k < cycle->nodes.size(); ++k)
      for (int32_t m : cycle->members[k])
        if (heads[m - 1] != kUnset) entered = k;
    for (size_t k = 0; k < cycle->nodes.size(); ++k)
      if (k != entered) set(cycle->heads[k], cycle->nodes[k]);
  }
}

}  // namespace

void best_tree(const float* scores, size_t stride, size_t first, int32_t n, TreeWorkspace& work,
               std::vector<int32_t>& heads) {
  if (greedy(scores, stride, first, n, work, heads)) return;
  Contraction contraction(work, n);
  contraction.set_scores(scores, stride, first);
  contraction.run();
  contraction.read_heads(heads);
}

}  // namespace dragoman
