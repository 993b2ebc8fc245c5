// The Document's own questions (children, subtrees, the token at a place), and Documents read from CoNLL-U.
#include <algorithm>

#include "base/unicode.h"
#include "language/language.h"
#include "language/ud.h"

namespace dragoman {

void Document::index_children() {
  child_begin.assign(tokens.size() + 1, 0);
  for (const Token& t : tokens)
    if (t.head >= 0) ++child_begin[t.head + 1];
  for (size_t i = 1; i < child_begin.size(); ++i) child_begin[i] += child_begin[i - 1];
  children.resize(static_cast<size_t>(child_begin.back()));
  std::vector<int32_t> at(child_begin.begin(), child_begin.end() - 1);
  for (size_t i = 0; i < tokens.size(); ++i)
    if (tokens[i].head >= 0) children[at[tokens[i].head]++] = static_cast<int32_t>(i);
}

int32_t Document::dependent(int32_t token, std::string_view relation) const {
  const bool exact = relation.find(':') != std::string_view::npos;
  for (int32_t child : dependents(token)) {
    const std::string_view rel = tokens[child].deprel;
    if (exact ? rel == relation : is_rel(rel, relation)) return child;
  }
  return -1;
}

const EventProposal* Document::proposal_at(int32_t token) const {
  const auto behind = std::upper_bound(proposals.begin(), proposals.end(), token,
                                       [](int32_t at, const EventProposal& p) { return at < p.trigger.begin; });
  return behind != proposals.begin() && token < (behind - 1)->trigger.end ? &*(behind - 1) : nullptr;
}

bool Document::is_below(int32_t token, int32_t top) const {
  for (int steps = 0; token >= 0 && steps < 64; ++steps, token = tokens[token].head)
    if (token == top) return true;
  return false;
}

TokenRange Document::subtree(int32_t token) const {
  TokenRange out{token, token + 1};
  std::vector<int32_t> open = {token};
  while (!open.empty()) {
    const int32_t t = open.back();
    open.pop_back();
    out.begin = std::min(out.begin, t);
    out.end = std::max(out.end, t + 1);
    for (int32_t child : dependents(t)) open.push_back(child);
  }
  return out;
}

int32_t Document::token_at(int32_t at) const {
  const auto after = std::upper_bound(tokens.begin(), tokens.end(), at,
                                      [](int32_t position, const Token& t) { return position < t.span.begin; });
  if (after == tokens.begin()) return -1;
  const auto token = after - 1;
  return at < token->span.end ? static_cast<int32_t>(token - tokens.begin()) : -1;
}

namespace {

// A whole number of one to seven digits, or -1.
int32_t small_number(std::string_view s) {
  if (s.empty() || s.size() > 7) return -1;
  int32_t out = 0;
  for (char c : s) {
    if (c < '0' || c > '9') return -1;
    out = out * 10 + (c - '0');
  }
  return out;
}

// Reads line by line; the text grows as the words come, since CoNLL-U keeps only "SpaceAfter=No".
class ConlluReader {
 public:
  Status read(std::string_view conllu) {
    for (std::string_view line : split(conllu, '\n')) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (line.empty()) {
        DRAGOMAN_RETURN_IF_ERROR(end_sentence());
      } else if (line[0] == '#') {
        if (line.starts_with("# newpar") || line.starts_with("# newdoc")) new_paragraph_ = true;
      } else {
        DRAGOMAN_RETURN_IF_ERROR(word(split(line, '\t')));
      }
    }
    return end_sentence();
  }

  Document doc;
  std::string text;

 private:
  Status bad(const std::string& what) const {
    return Status(Code::kBadInput, "line " + std::to_string(line_) + ": " + what);
  }

  // Puts `form` behind the text so far and returns its span.
  Span append(std::string_view form) {
    if (at_ > 0 && new_paragraph_) {
      text += "\n\n";
      at_ += 2;
      ++paragraph_;
    } else if (at_ > 0 && space_) {
      text += ' ';
      ++at_;
    }
    new_paragraph_ = false;
    const int32_t begin = at_;
    text += form;
    for (char c : form) at_ += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return {begin, at_};
  }

  Status word(const std::vector<std::string_view>& c) {
    if (c.size() != 10) return bad("expected 10 columns, found " + std::to_string(c.size()));
    if (c[0].find('.') != std::string_view::npos) return {};  // an empty node
    const bool space_after = c[9].find("SpaceAfter=No") == std::string_view::npos;
    if (const size_t dash = c[0].find('-'); dash != std::string_view::npos) {
      const int32_t first = small_number(c[0].substr(0, dash)), last = small_number(c[0].substr(dash + 1));
      if (first != count_ + 1 || last < first) return bad("bad range of words " + std::string(c[0]));
      range_ = append(c[1]);
      range_form_ = c[1];
      range_at_ = 0;
      range_end_ = last;
      before_range_ = space_;
      space_ = space_after;
      return {};
    }
    if (small_number(c[0]) != count_ + 1) return bad("expected word " + std::to_string(count_ + 1));
    ++count_;
    Token t;
    t.form = c[1];
    t.lemma = c[2];
    const auto upos = upos_of(c[3]);
    if (!upos) return bad("unknown UPOS " + std::string(c[3]));
    t.upos = *upos;
    t.feats = feats_of(c[5]);
    const int32_t head = small_number(c[6]);
    if (head < 0) return bad("bad head " + std::string(c[6]));
    t.head = head;  // within the sentence, 0 for the root, until end_sentence()
    t.deprel = static_deprel(c[7]);
    if (t.deprel.empty()) return bad("unknown relation " + std::string(c[7]));
    if (count_ <= range_end_) {
      // Words that spell the range get their own parts of it ("can" "not"), others the whole.
      const std::string_view rest = std::string_view(range_form_).substr(std::min(range_at_, range_form_.size()));
      t.space_before = range_at_ == 0 && before_range_;
      if (rest.starts_with(t.form)) {
        const auto points = [](std::string_view s) {
          return static_cast<int32_t>(std::count_if(s.begin(), s.end(), [](char b) { return (b & 0xC0) != 0x80; }));
        };
        const int32_t begin = range_.begin + points(std::string_view(range_form_).substr(0, range_at_));
        t.span = {begin, begin + points(t.form)};
        range_at_ += t.form.size();
      } else {
        t.span = range_;
      }
    } else {
      t.space_before = space_;
      t.span = append(t.form);
      space_ = space_after;
    }
    doc.tokens.push_back(std::move(t));
    return {};
  }

  Status end_sentence() {
    if (count_ == 0) return {};
    Sentence s;
    s.end = static_cast<int32_t>(doc.tokens.size());
    s.begin = s.end - count_;
    s.root = -1;
    s.paragraph = paragraph_;
    for (int32_t i = s.begin; i < s.end; ++i) {
      Token& t = doc.tokens[i];
      if (t.head > count_) return bad("head " + std::to_string(t.head) + " lies beyond the sentence");
      t.head = t.head == 0 ? -1 : s.begin + t.head - 1;
      t.sentence = static_cast<int32_t>(doc.sentences.size());
      if (t.head < 0 && s.root < 0) s.root = i;
    }
    if (s.root < 0) return bad("the sentence has no root");
    s.span = {doc.tokens[s.begin].span.begin, doc.tokens[s.end - 1].span.end};
    doc.sentences.push_back(s);
    count_ = 0;
    range_end_ = 0;
    return {};
  }

  int32_t line_ = 0, at_ = 0, count_ = 0, paragraph_ = 0, range_end_ = 0;
  bool new_paragraph_ = false, space_ = true, before_range_ = true;
  Span range_;
  std::string range_form_;
  size_t range_at_ = 0;
};

}  // namespace

Result<Document> document_from_conllu(std::string_view conllu, Text& text) {
  ConlluReader reader;
  DRAGOMAN_RETURN_IF_ERROR(reader.read(conllu));
  text = Text(std::move(reader.text));
  reader.doc.index_children();
  return std::move(reader.doc);
}

}  // namespace dragoman
