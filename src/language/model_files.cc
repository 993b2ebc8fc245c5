// Reads the files beside the weights and checks every size against what docs/model.md says, so that the decoder needs
// no checks of its own.
#include "language/model_files.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/unicode.h"
#include "language/ud.h"

namespace dragoman {
namespace {

using nlohmann::json;

// Thrown and caught in this file only: json throws anyway, and a flat reader is easier to check.
[[noreturn]] void bad(const std::string& what) {
  throw std::runtime_error(what);
}

int32_t index_of(const std::vector<std::string>& labels, std::string_view name, const char* where) {
  for (size_t i = 0; i < labels.size(); ++i)
    if (labels[i] == name) return static_cast<int32_t>(i);
  bad(std::string("label ") + std::string(name) + " is missing from " + where);
}

Head read_head(const json& heads, const char* name) {
  for (const json& h : heads) {
    if (h.at("name") != name) continue;
    Head out{h.at("begin").get<int32_t>(), h.at("size").get<int32_t>(), h.at("labels").get<std::vector<std::string>>()};
    if (out.begin < 0 || out.size <= 0 || static_cast<size_t>(out.size) != out.labels.size())
      bad(std::string("head ") + name + ": begin, size and labels do not fit");
    return out;
  }
  bad(std::string("head ") + name + " is missing");
}

Slice read_slice(const json& reps, const char* name, int32_t size) {
  for (const json& s : reps) {
    if (s.at("name") != name) continue;
    const Slice out{s.at("begin").get<int32_t>(), s.at("size").get<int32_t>()};
    if (out.begin < 0 || out.size <= 0 || (size > 0 && out.size != size))
      bad(std::string("slice ") + name + ": wrong size");
    return out;
  }
  bad(std::string("slice ") + name + " is missing");
}

// The parameters of pairs.bin by name; every entry read must have the size that is asked for.
class Pairs {
 public:
  Pairs(const json& entries, const std::string& bytes) {
    size_t at = 0;
    for (const json& e : entries) {
      size_t count = 1;
      for (const json& d : e.at("shape")) count *= d.get<size_t>();
      if (count > bytes.size() / sizeof(float) || at + count * sizeof(float) > bytes.size())
        bad("pairs.bin is shorter than model.json says");
      names_.push_back(e.at("name").get<std::string>());
      std::vector<float>& v = values_.emplace_back(count);
      for (size_t i = 0; i < count; ++i) v[i] = f32(bytes.data() + at + i * sizeof(float));
      at += count * sizeof(float);
    }
    if (at != bytes.size()) bad("pairs.bin is longer than model.json says");
  }

  std::vector<float> get(const char* name, size_t count) const {
    for (size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] != name) continue;
      if (values_[i].size() != count) bad(std::string("pairs ") + name + ": wrong shape");
      return values_[i];
    }
    bad(std::string("pairs ") + name + " is missing");
  }

 private:
  static float f32(const char* p) {
    uint32_t bits = 0;
    for (int k = 3; k >= 0; --k) bits = bits << 8 | static_cast<unsigned char>(p[k]);
    return std::bit_cast<float>(bits);
  }
  std::vector<std::string> names_;
  std::vector<std::vector<float>> values_;
};

AnchorScorer read_anchor_scorer(const json& model, const Pairs& pairs, const std::string& name) {
  AnchorScorer out;
  out.labels = model.at("pair_labels").at(name).get<std::vector<std::string>>();
  const json& reps = model.at("reps");
  out.anchor = read_slice(reps, (name + "_a").c_str(), 0);
  out.word = read_slice(reps, (name + "_w").c_str(), out.anchor.size);
  out.bias = read_slice(reps, (name + "_b").c_str(), out.size());
  if (out.labels.empty() || out.anchor.size % out.size() != 0) bad("pair scorer " + name + ": the rank is not whole");
  out.rank = out.anchor.size / out.size();
  out.scale = model.value("pair_scale", json::object()).value(name, 1.0f);
  out.distance = pairs.get((name + "_distance").c_str(), out.labels.size() * AnchorScorer::kBuckets);
  return out;
}

LabelScorer read_label_scorer(const json& model, const Pairs& pairs) {
  LabelScorer out;
  out.labels = model.at("pair_labels").at("label").get<std::vector<std::string>>();
  out.root = index_of(out.labels, "root", "label");
  out.dep = read_slice(model.at("reps"), "label_dep", 0);
  out.rank = out.dep.size;
  out.head = read_slice(model.at("reps"), "label_head", out.rank);
  const size_t count = out.labels.size(), rank = static_cast<size_t>(out.rank);
  const std::vector<float> u = pairs.get("label_u", count * rank * rank);
  out.u.resize(u.size());
  for (size_t l = 0; l < count; ++l)
    for (size_t d = 0; d < rank; ++d)
      for (size_t h = 0; h < rank; ++h) out.u[(l * rank + h) * rank + d] = u[(l * rank + d) * rank + h];
  out.dep_weight = pairs.get("label_dep_weight", count * rank);
  out.head_weight = pairs.get("label_head_weight", count * rank);
  out.bias = pairs.get("label_bias", count);
  return out;
}

LemmaRule read_lemma_rule(const std::string& text) {
  const size_t a = text.find('|'), b = a == std::string::npos ? a : text.find('|', a + 1);
  if (b == std::string::npos || (text[0] != 'l' && text[0] != 'k') || a != 1) bad("lemma rule " + text);
  LemmaRule out{text[0] == 'l', 0, text.substr(b + 1)};
  for (size_t i = a + 1; i < b; ++i) {
    if (text[i] < '0' || text[i] > '9' || out.cut > 99) bad("lemma rule " + text);
    out.cut = out.cut * 10 + (text[i] - '0');
  }
  return out;
}

BioDecoder read_bio(const json& model, const std::string& name, const std::vector<std::string>& labels) {
  std::vector<float> scores, start;
  if (model.contains("transitions") && model.at("transitions").contains(name)) {
    const json& t = model.at("transitions").at(name);
    for (const json& row : t.at("labels"))
      for (const json& s : row) scores.push_back(s.get<float>());
    start = t.at("start").get<std::vector<float>>();
  }
  Result<BioDecoder> out = BioDecoder::make(labels, std::move(scores), std::move(start));
  if (!out.ok()) bad("head " + name + ": " + out.status().message());
  return std::move(out).value();
}

void read(const json& model, const std::string& pair_bytes, ModelFiles& out) {
  out.version = model.at("version").get<std::string>();
  out.max_pieces = model.value("max_pieces", 256);
  if (out.max_pieces < 16 || out.max_pieces > 512) bad("max_pieces must lie in 16..512");
  const json& heads = model.at("heads");
  out.sent = read_head(heads, "sent");
  out.upos = read_head(heads, "upos");
  out.feats = read_head(heads, "feats");
  out.lemma = read_head(heads, "lemma");
  out.ner = read_head(heads, "ner");
  out.cue = read_head(heads, "cue");
  out.cue_begins = index_of(out.cue.labels, "B-cue", "cue");
  out.content = read_head(heads, "content");
  out.content_begins = index_of(out.content.labels, "B-content", "content");
  out.content_inside = index_of(out.content.labels, "I-content", "content");
  out.event = read_head(heads, "event");
  if (out.sent.size != 2) bad("head sent must have two labels");
  out.sent_start = index_of(out.sent.labels, "start", "sent");
  for (const std::string& l : out.upos.labels) {
    const auto upos = upos_of(l);
    if (!upos) bad("unknown UPOS " + l);
    out.upos_of.push_back(*upos);
  }
  for (const std::string& l : out.feats.labels) out.feats_of.push_back(feats_of(l));
  for (const std::string& l : out.lemma.labels) out.lemma_rules.push_back(read_lemma_rule(l));
  out.ner_bio = read_bio(model, "ner", out.ner.labels);
  out.cue_bio = read_bio(model, "cue", out.cue.labels);
  out.event_outside = index_of(out.event.labels, "O", "event");
  for (const std::string& l : out.event.labels) {
    EventLabel label;
    if (l != "O") {
      const auto type = l.starts_with("B-") || l.starts_with("I-") ? event_type_of(l.substr(2)) : std::nullopt;
      if (!type) bad("unknown event label " + l);
      label = {*type, l[0] == 'B'};
    }
    out.event_labels.push_back(label);
  }
  const Pairs pairs(model.at("pairs"), pair_bytes);
  out.quote = read_anchor_scorer(model, pairs, "quote");
  out.quote_bio = read_bio(model, "quote", out.quote.labels);
  out.quote_content = out.quote_bio.kind_of("content");
  out.quote_source = out.quote_bio.kind_of("source");
  if (out.quote_content < 0 || out.quote_source < 0) bad("pair scorer quote: no content or no source");
  out.quote_begins = index_of(out.quote.labels, "B-content", "quote");
  out.quote_inside = index_of(out.quote.labels, "I-content", "quote");
  out.role = read_anchor_scorer(model, pairs, "role");
  if (out.role.labels.front() != "none") bad("pair scorer role: the first label must be none");
  out.role_source = index_of(out.role.labels, "source", "role");
  out.role_target = index_of(out.role.labels, "target", "role");
  out.label = read_label_scorer(model, pairs);

  for (const Head* h : {&out.sent, &out.upos, &out.feats, &out.lemma, &out.ner, &out.cue, &out.content, &out.event})
    out.tags_size = std::max(out.tags_size, h->begin + h->size);
  for (const Slice& s : {out.quote.anchor, out.quote.word, out.quote.bias, out.role.anchor, out.role.word,
                         out.role.bias, out.label.dep, out.label.head})
    out.reps_size = std::max(out.reps_size, s.begin + s.size);
}

}  // namespace

Result<ModelFiles> ModelFiles::load(const std::string& dir) {
  ModelFiles out;
  const Result<std::string> model_text = read_file(dir + "/model.json"), pair_bytes = read_file(dir + "/pairs.bin"),
                            lemma_text = read_file(dir + "/lemmas.tsv");
  for (const Result<std::string>* file : {&model_text, &pair_bytes, &lemma_text})
    if (!file->ok()) return file->status();
  try {
    read(json::parse(*model_text), *pair_bytes, out);
  } catch (const std::exception& e) {
    return Status(Code::kCorrupt, dir + "/model.json: " + e.what());
  }
  size_t number = 0;
  for (std::string_view line : split(*lemma_text, '\n')) {
    ++number;
    if (line.empty()) continue;
    const size_t last = line.rfind('\t');
    if (last == std::string_view::npos || line.find('\t') == last)
      return Status(Code::kCorrupt, dir + "/lemmas.tsv:" + std::to_string(number) + ": not three fields");
    out.lemmas.emplace(line.substr(0, last), line.substr(last + 1));
  }
  Result<SpanScorer> spans = SpanScorer::load(dir + "/spans.tsv");
  if (!spans.ok()) return spans.status();
  out.spans = std::move(spans).value();
  return out;
}

}  // namespace dragoman
