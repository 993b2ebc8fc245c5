// From lexbor's tokens to lines. No tree is built: a stack of open elements, with the end tags that HTML implies, is
// all that lines need; it keeps the exact bytes of every text token, which a tree does not, and depth costs nothing.
//
// Text is folded as a browser would: runs of white space become one space (no-break spaces too), soft hyphens and
// zero-width spaces go, block elements and <br> end a line, and an empty line stands between paragraphs. Hidden text is
// kept, but on a line of its own after the line it stands in, so that "opens in a new window" does not cut a sentence.
#include "ingest/html.h"

#include <lexbor/html/tokenizer.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode.h"
#include "ingest/entities.h"
#include "ingest/markup.h"

namespace dragoman {
namespace {

// An end tag looks for its element this far down the stack; deeper ones are ignored, so that cost stays linear.
constexpr size_t kMaxSearch = 512;
constexpr size_t kMaxAuthorBytes = 200;  // an author's element with more text holds more than names

enum TagClass : uint16_t {
  kBlock = 1 << 0,      // ends the line
  kContainer = 1 << 1,  // a block that holds other blocks
  kParagraph = 1 << 2,  // an empty line before and after
  kVoid = 1 << 3,
  kDropped = 1 << 4,  // nothing readable inside
  kNavTag = 1 << 5,
  kClosesP = 1 << 6,
  kHeading = 1 << 7,
  kScope = 1 << 8,  // an implied end does not reach beyond it
};

struct TagRow {
  lxb_tag_id_t tag;
  uint16_t classes;
};

constexpr uint16_t kDiv = kBlock | kContainer | kParagraph | kClosesP;
constexpr std::array kTagRows = {
    TagRow{LXB_TAG_ADDRESS, kDiv},
    TagRow{LXB_TAG_ARTICLE, kDiv},
    TagRow{LXB_TAG_ASIDE, kDiv | kNavTag},
    TagRow{LXB_TAG_BLOCKQUOTE, kDiv},
    TagRow{LXB_TAG_BODY, kBlock | kContainer | kScope},
    TagRow{LXB_TAG_CENTER, kDiv},
    TagRow{LXB_TAG_DETAILS, kDiv},
    TagRow{LXB_TAG_DIALOG, kDiv | kNavTag},
    TagRow{LXB_TAG_DIV, kDiv},
    TagRow{LXB_TAG_DL, kDiv},
    TagRow{LXB_TAG_FIELDSET, kDiv},
    TagRow{LXB_TAG_FIGURE, kDiv},
    TagRow{LXB_TAG_FOOTER, kDiv | kNavTag},
    TagRow{LXB_TAG_FORM, kDiv},
    TagRow{LXB_TAG_HEADER, kDiv},
    TagRow{LXB_TAG_HGROUP, kDiv},
    TagRow{LXB_TAG_MAIN, kDiv},
    TagRow{LXB_TAG_MENU, kDiv | kNavTag},
    TagRow{LXB_TAG_NAV, kDiv | kNavTag},
    TagRow{LXB_TAG_OL, kDiv},
    TagRow{LXB_TAG_SECTION, kDiv},
    TagRow{LXB_TAG_TABLE, kDiv | kScope},
    TagRow{LXB_TAG_UL, kDiv},
    TagRow{LXB_TAG_TBODY, kBlock},
    TagRow{LXB_TAG_THEAD, kBlock},
    TagRow{LXB_TAG_TFOOT, kBlock},
    TagRow{LXB_TAG_TR, kBlock},
    TagRow{LXB_TAG_TD, kBlock | kContainer | kScope},
    TagRow{LXB_TAG_TH, kBlock | kContainer | kScope},
    TagRow{LXB_TAG_CAPTION, kBlock | kParagraph | kScope},
    TagRow{LXB_TAG_P, kBlock | kParagraph | kClosesP},
    TagRow{LXB_TAG_PRE, kBlock | kParagraph | kClosesP},
    TagRow{LXB_TAG_H1, kBlock | kParagraph | kClosesP | kHeading},
    TagRow{LXB_TAG_H2, kBlock | kParagraph | kClosesP | kHeading},
    TagRow{LXB_TAG_H3, kBlock | kParagraph | kClosesP | kHeading},
    TagRow{LXB_TAG_H4, kBlock | kParagraph | kClosesP | kHeading},
    TagRow{LXB_TAG_H5, kBlock | kParagraph | kClosesP | kHeading},
    TagRow{LXB_TAG_H6, kBlock | kParagraph | kClosesP | kHeading},
    TagRow{LXB_TAG_FIGCAPTION, kBlock | kParagraph | kClosesP},
    TagRow{LXB_TAG_SUMMARY, kBlock | kClosesP},
    TagRow{LXB_TAG_LEGEND, kBlock},
    TagRow{LXB_TAG_LI, kBlock | kClosesP},
    TagRow{LXB_TAG_DT, kBlock | kClosesP},
    TagRow{LXB_TAG_DD, kBlock | kClosesP},
    TagRow{LXB_TAG_OPTION, kBlock},
    TagRow{LXB_TAG_SELECT, kBlock | kNavTag},
    TagRow{LXB_TAG_BUTTON, kNavTag | kScope},
    TagRow{LXB_TAG_LABEL, kNavTag},
    TagRow{LXB_TAG_HR, kBlock | kVoid | kClosesP | kParagraph},
    TagRow{LXB_TAG_BR, kVoid},
    TagRow{LXB_TAG_IMG, kVoid},
    TagRow{LXB_TAG_INPUT, kVoid},
    TagRow{LXB_TAG_META, kVoid},
    TagRow{LXB_TAG_LINK, kVoid},
    TagRow{LXB_TAG_BASE, kVoid},
    TagRow{LXB_TAG_AREA, kVoid},
    TagRow{LXB_TAG_COL, kVoid},
    TagRow{LXB_TAG_EMBED, kVoid},
    TagRow{LXB_TAG_PARAM, kVoid},
    TagRow{LXB_TAG_SOURCE, kVoid},
    TagRow{LXB_TAG_TRACK, kVoid},
    TagRow{LXB_TAG_WBR, kVoid},
    TagRow{LXB_TAG_SCRIPT, kDropped},
    TagRow{LXB_TAG_STYLE, kDropped},
    TagRow{LXB_TAG_TITLE, kDropped},
    TagRow{LXB_TAG_TEMPLATE, kDropped | kScope},
    TagRow{LXB_TAG_NOSCRIPT, kDropped},
    TagRow{LXB_TAG_NOEMBED, kDropped},
    TagRow{LXB_TAG_NOFRAMES, kDropped},
    TagRow{LXB_TAG_IFRAME, kDropped},
    TagRow{LXB_TAG_OBJECT, kDropped | kScope},
    TagRow{LXB_TAG_AUDIO, kDropped},
    TagRow{LXB_TAG_VIDEO, kDropped},
    TagRow{LXB_TAG_CANVAS, kDropped},
    TagRow{LXB_TAG_TEXTAREA, kDropped},
    TagRow{LXB_TAG_SVG, kDropped | kScope},
    TagRow{LXB_TAG_MATH, kDropped | kScope},
};

constexpr auto kClassOf = [] {
  std::array<uint16_t, LXB_TAG__LAST_ENTRY> table{};
  for (const TagRow& row : kTagRows) table[row.tag] = row.classes;
  return table;
}();

uint16_t class_of(lxb_tag_id_t tag) {
  return tag < kClassOf.size() ? kClassOf[tag] : 0;
}

// Windows-1252 meanings of the C1 code points, which pages write as numeric references (HTML Standard, 13.2.5.80).
constexpr std::array<char32_t, 32> kC1 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                          0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                          0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

struct Reference {
  size_t length = 0;  // bytes from '&'; 0 = no reference
  std::string utf8;
};

// The character reference at s[0] == '&' (HTML Standard, 13.2.5.72-80, outside attributes).
Reference reference_at(std::string_view s) {
  Reference ref;
  if (s.size() < 3) return ref;
  if (s[1] == '#') {
    size_t i = 2;
    const bool hex = s[i] == 'x' || s[i] == 'X';
    if (hex) ++i;
    const size_t first = i;
    uint32_t code = 0;
    for (; i < s.size(); ++i) {
      const char c = s[i];
      int v = -1;
      if (c >= '0' && c <= '9') v = c - '0';
      if (hex && c >= 'a' && c <= 'f') v = c - 'a' + 10;
      if (hex && c >= 'A' && c <= 'F') v = c - 'A' + 10;
      if (v < 0) break;
      code = std::min<uint32_t>(code * (hex ? 16 : 10) + static_cast<uint32_t>(v), 0x110000);
    }
    if (i == first) return ref;
    if (i < s.size() && s[i] == ';') ++i;
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
    if (code >= 0x80 && code < 0xA0) code = kC1[code - 0x80];
    ref.length = i;
    append_utf8(ref.utf8, code);
    return ref;
  }
  // Longest match in lexbor's search tree of named references.
  const lexbor_sbst_entry_static_t* const table = dragoman_named_references;
  const lexbor_sbst_entry_static_t* node = &table[1];
  for (size_t i = 1; i < s.size(); ++i) {
    const auto* entry = lexbor_sbst_entry_static_find(table, node, static_cast<lxb_char_t>(s[i]));
    if (!entry) break;
    if (entry->value) {
      ref.length = i + 1;
      ref.utf8.assign(static_cast<const char*>(entry->value), entry->value_len);
    }
    node = &table[entry->next];
    if (node == table) break;
  }
  return ref;
}

bool folds_to_space(char32_t c) {
  return is_space(c);
}
bool vanishes(char32_t c) {
  return c == 0xAD || c == 0x200B || c == 0xFEFF || c == 0x2060 || c < 0x20 || c == 0x7F;
}

struct Element {
  lxb_tag_id_t tag = 0;
  uint32_t flags = 0;
  int32_t block = -1;
};

// One character of a line with the bytes of the page that gave it.
struct Glyph {
  char32_t c = 0;
  uint32_t begin = 0, end = 0;
  uint32_t flags = 0;
  bool replaced = false;
};

struct Line {
  std::vector<Glyph> glyphs;
  int32_t block = -1;
  uint8_t heading_level = 0;
};

std::string title_key(std::string_view text) {
  std::string key;
  bool gap = false;
  for (const char32_t c : to_u32(fold(text))) {
    if (is_letter(c) || is_digit(c)) {
      if (gap && !key.empty()) key.push_back(' ');
      append_utf8(key, c);
      gap = false;
    } else if (c != '\'' && c != 0x2019) {
      gap = true;
    }
  }
  return key;
}

class PageReader {
 public:
  PageReader(const Mapped& page, TextBuilder* text, std::vector<LineHint>* lines, std::vector<int32_t>* blocks,
             Metadata* metadata)
      : page_(page), cursor_(page), text_(text), lines_(lines), blocks_(blocks), metadata_(metadata) {
    open_count_.fill(0);
  }

  Status run() {
    lxb_html_tokenizer_t* tokenizer = lxb_html_tokenizer_create();
    lxb_status_t status = lxb_html_tokenizer_init(tokenizer);
    if (status == LXB_STATUS_OK) {
      lxb_html_tokenizer_callback_token_done_set(tokenizer, &PageReader::on_token, this);
      status = lxb_html_tokenizer_begin(tokenizer);
    }
    if (status == LXB_STATUS_OK)
      status = lxb_html_tokenizer_chunk(tokenizer, reinterpret_cast<const lxb_char_t*>(page_.text.data()),
                                        page_.text.size());
    if (status == LXB_STATUS_OK) status = lxb_html_tokenizer_end(tokenizer);
    lxb_html_tokenizer_destroy(tokenizer);
    break_line(false);
    return status == LXB_STATUS_OK ? Status() : Status(Code::kInternal, "the HTML tokenizer ran out of memory");
  }

 private:
  static lxb_html_token_t* on_token(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token, void* self) {
    static_cast<PageReader*>(self)->token(tokenizer, token);
    return token;
  }

  size_t offset(const lxb_char_t* p) const {
    return static_cast<size_t>(reinterpret_cast<const char*>(p) - page_.text.data());
  }

  void token(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token) {
    switch (token->tag_id) {
      case LXB_TAG__TEXT:
        // In title and script lexbor's token reaches into the end tag; the text that it hands out does not.
        if (capture_ != LXB_TAG__UNDEF)
          captured_.append(reinterpret_cast<const char*>(token->text_start),
                           static_cast<size_t>(token->text_end - token->text_start));
        on_text(offset(token->begin), offset(token->end));
        return;
      case LXB_TAG__END_OF_FILE:
      case LXB_TAG__EM_COMMENT:
      case LXB_TAG__EM_DOCTYPE:
      case LXB_TAG__PROCESSINGINSTRUCTION:
      case LXB_TAG__UNDEF:
      case LXB_TAG__DOCUMENT:
        return;
      default:
        break;
    }
    if (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) {
      on_close(token->tag_id);
    } else {
      on_open(tokenizer, token);
    }
  }

  uint32_t flags() const { return stack_.empty() ? 0 : stack_.back().flags; }
  bool in_foreign() const { return open_count_[LXB_TAG_SVG] + open_count_[LXB_TAG_MATH] > 0; }

  struct Attributes {
    uint32_t flags = 0;
    std::string_view name, property, itemprop, content, datetime, rel, href, lang, type, role, names;
    bool pubdate = false;
  };

  static Attributes read_attributes(const lxb_html_token_t* token) {
    Attributes a;
    for (lxb_html_token_attr_t* attr = token->attr_first; attr; attr = attr->next) {
      size_t length = 0;
      const lxb_char_t* key_begin = lxb_html_token_attr_name(attr, &length);
      const std::string_view key(reinterpret_cast<const char*>(key_begin), key_begin ? length : 0);
      const std::string_view value(reinterpret_cast<const char*>(attr->value), attr->value ? attr->value_size : 0);
      if (key == "class" || key == "id") {
        a.flags |= flags_of_names(value);
        if (key == "class") a.names = value;
      } else if (key == "style") {
        if (style_hides(value)) a.flags |= kMarkHidden;
      } else if (key == "hidden" || (key == "aria-hidden" && value == "true")) {
        a.flags |= kMarkHidden;
      } else if (key == "name") {
        a.name = value;
      } else if (key == "property") {
        a.property = value;
      } else if (key == "itemprop") {
        a.itemprop = value;
      } else if (key == "content") {
        a.content = value;
      } else if (key == "datetime") {
        a.datetime = value;
      } else if (key == "rel") {
        a.rel = value;
      } else if (key == "href") {
        a.href = value;
      } else if (key == "lang") {
        a.lang = value;
      } else if (key == "type") {
        a.type = value;
      } else if (key == "role") {
        a.role = value;
      } else if (key == "pubdate") {
        a.pubdate = true;
      }
    }
    return a;
  }

  void on_open(lxb_html_tokenizer_t* tokenizer, const lxb_html_token_t* token) {
    const lxb_tag_id_t tag = token->tag_id;
    const uint16_t classes = class_of(tag);
    const Attributes a = read_attributes(token);
    if (!in_foreign()) {
      lxb_html_tokenizer_set_state_by_tag(tokenizer, /*scripting=*/false, tag, LXB_NS_HTML);
      imply_ends(tag, classes);
    }
    note_metadata(tag, a);

    if (tag == LXB_TAG_BR) {
      on_break();
      return;
    }
    if (classes & kBlock) break_line(classes & kParagraph);
    if ((classes & kVoid) || (in_foreign() && (token->type & LXB_HTML_TOKEN_TYPE_CLOSE_SELF))) return;

    Element e;
    e.tag = tag;
    e.flags = flags() | own_flags(tag, classes, a);
    e.block = stack_.empty() ? -1 : stack_.back().block;
    if ((classes & kContainer) && !(e.flags & kMarkDropped)) {
      blocks_->push_back(e.block);
      e.block = static_cast<int32_t>(blocks_->size()) - 1;
    }
    if (a.rel == "author" || a.itemprop == "author") {
      if (author_depth_ == 0 && !(e.flags & (kMarkNav | kMarkRelated))) {
        author_depth_ = stack_.size() + 1;
        author_.clear();
      }
    }
    stack_.push_back(e);
    if (tag < open_count_.size()) ++open_count_[tag];
  }

  // What the element itself says about its text; inherited flags come from the stack.
  uint32_t own_flags(lxb_tag_id_t tag, uint16_t classes, const Attributes& a) const {
    uint32_t own = a.flags;
    // Classes of the page's frame describe the page ("sidebar-left", "tag-politics"), not its text.
    const bool frame = tag == LXB_TAG_HTML || tag == LXB_TAG_BODY || tag == LXB_TAG_MAIN || tag == LXB_TAG_ARTICLE;
    if (frame) own &= kMarkHidden | kMarkBody;
    if (tag == LXB_TAG_HTML || tag == LXB_TAG_BODY) own = 0;
    // "sidebar-fixed article-body": the layout of the story's own container.
    if (own & kMarkBody) own &= ~static_cast<uint32_t>(kMarkNav | kMarkRelated);
    if (classes & kHeading) own &= ~static_cast<uint32_t>(kMarkNav);
    if (classes & kNavTag) own |= kMarkNav;
    if (classes & kDropped) own |= kMarkDropped;
    if (tag == LXB_TAG_HEADER && !(flags() & (kMarkArticle | kMarkBody))) own |= kMarkNav;
    if (tag == LXB_TAG_ARTICLE || tag == LXB_TAG_MAIN || a.role == "main") own |= kMarkArticle;
    if (a.itemprop == "articleBody")
      own = (own & ~static_cast<uint32_t>(kMarkNav | kMarkRelated)) | kMarkArticle | kMarkBody;
    if (a.itemprop == "headline") own |= kMarkTitle;
    if (a.itemprop == "author" || a.rel == "author" || a.itemprop == "datePublished") own |= kMarkByline;
    if (a.role == "navigation" || a.role == "banner" || a.role == "contentinfo" || a.role == "dialog" ||
        a.role == "search")
      own |= kMarkNav;
    if (tag == LXB_TAG_FIGCAPTION || tag == LXB_TAG_CAPTION || tag == LXB_TAG_FIGURE) own |= kMarkCaption;
    if (tag == LXB_TAG_A) own |= kMarkLink;
    if (tag == LXB_TAG_LI || tag == LXB_TAG_DT || tag == LXB_TAG_DD) own |= kMarkListItem;
    if (tag == LXB_TAG_BLOCKQUOTE) own |= kMarkQuote;
    if (tag == LXB_TAG_TD || tag == LXB_TAG_TH) own |= kMarkCell;
    if (tag == LXB_TAG_PRE) own |= kMarkPre;
    if (tag == LXB_TAG_TIME) own |= kMarkByline;
    return own;
  }

  void note_metadata(lxb_tag_id_t tag, const Attributes& a) {
    if (tag == LXB_TAG_META) {
      if (!a.property.empty()) metadata_->add_meta(a.property, a.content);
      if (!a.name.empty()) metadata_->add_meta(a.name, a.content);
      if (!a.itemprop.empty()) metadata_->add_meta(a.itemprop, a.content);
    } else if (tag == LXB_TAG_LINK) {
      if (a.rel == "canonical") metadata_->set_canonical(a.href);
    } else if (tag == LXB_TAG_HTML) {
      if (!a.lang.empty()) metadata_->set_language(a.lang);
    } else if (tag == LXB_TAG_TIME) {
      const bool modified = a.itemprop == "dateModified" || a.names.find("updated") != std::string_view::npos ||
                            a.names.find("modified") != std::string_view::npos;
      if (!a.datetime.empty() && !modified && !(flags() & (kMarkNav | kMarkRelated)))
        metadata_->add_time(a.datetime, a.pubdate || a.itemprop == "datePublished" ||
                                            a.names.find("publish") != std::string_view::npos);
    } else if (a.itemprop == "datePublished" && !a.content.empty()) {
      metadata_->add_meta(a.itemprop, a.content);
    } else if (tag == LXB_TAG_TITLE && !in_foreign()) {
      capture_ = tag;
    } else if (tag == LXB_TAG_SCRIPT && lower(a.type) == "application/ld+json") {
      capture_ = tag;
    }
  }

  void on_close(lxb_tag_id_t tag) {
    if (capture_ == tag) {
      if (tag == LXB_TAG_TITLE) metadata_->set_title(plain(captured_));
      if (tag == LXB_TAG_SCRIPT) metadata_->add_json_ld(captured_);
      capture_ = LXB_TAG__UNDEF;
      captured_.clear();
    }
    if (tag == LXB_TAG_BR) return on_break();
    const uint16_t classes = class_of(tag);
    if (classes & kBlock) break_line(classes & kParagraph);
    if (tag < open_count_.size() && open_count_[tag] == 0) return;
    const size_t stop = stack_.size() > kMaxSearch ? stack_.size() - kMaxSearch : 0;
    bool crossed_block = false;
    for (size_t i = stack_.size(); i-- > stop;) {
      const uint16_t over = class_of(stack_[i].tag);
      if (stack_[i].tag == tag) {
        // A stray inline end tag ends its own element only; a block's end tag ends all that is open inside.
        if (crossed_block && !(classes & (kBlock | kDropped | kScope))) {
          erase(i);
        } else {
          pop_to(i);
        }
        return;
      }
      if (over & kBlock) crossed_block = true;
      if ((over & kScope) && !(classes & (kScope | kContainer)) && tag != LXB_TAG_TR && tag != LXB_TAG_TBODY) return;
    }
  }

  void imply_ends(lxb_tag_id_t tag, uint16_t classes) {
    if ((classes & kClosesP) && open_count_[LXB_TAG_P] > 0) close_within(LXB_TAG_P, kScope, 0);
    if ((classes & kHeading) && !stack_.empty() && (class_of(stack_.back().tag) & kHeading)) pop_to(stack_.size() - 1);
    switch (tag) {
      case LXB_TAG_LI:
        close_within(LXB_TAG_LI, kScope, LXB_TAG_UL, LXB_TAG_OL);
        break;
      case LXB_TAG_DT:
      case LXB_TAG_DD:
        close_within(LXB_TAG_DT, kScope, LXB_TAG_DL);
        close_within(LXB_TAG_DD, kScope, LXB_TAG_DL);
        break;
      case LXB_TAG_OPTION:
        close_within(LXB_TAG_OPTION, kScope, LXB_TAG_SELECT);
        break;
      case LXB_TAG_TD:
      case LXB_TAG_TH:
        close_within(LXB_TAG_TD, 0, LXB_TAG_TABLE);
        close_within(LXB_TAG_TH, 0, LXB_TAG_TABLE);
        break;
      case LXB_TAG_TR:
        close_within(LXB_TAG_TR, 0, LXB_TAG_TABLE);
        break;
      case LXB_TAG_A:
        if (open_count_[LXB_TAG_A] > 0) on_close(LXB_TAG_A);
        break;
      default:
        break;
    }
  }

  // Ends the innermost open `tag`, unless one of `stops` or of the classes `stop_classes` is open inside it.
  void close_within(lxb_tag_id_t tag, uint16_t stop_classes, lxb_tag_id_t stop1, lxb_tag_id_t stop2 = 0) {
    if (open_count_[tag] == 0) return;
    const size_t low = stack_.size() > kMaxSearch ? stack_.size() - kMaxSearch : 0;
    for (size_t i = stack_.size(); i-- > low;) {
      const lxb_tag_id_t at = stack_[i].tag;
      if (at == tag) return pop_to(i);
      if (at == stop1 || at == stop2 || (class_of(at) & stop_classes)) return;
    }
  }

  void forget(const Element& e, size_t depth) {
    if (e.tag < open_count_.size()) --open_count_[e.tag];
    if (author_depth_ == depth) {
      metadata_->add_author(author_);
      author_depth_ = 0;
    }
  }
  void pop_to(size_t size) {
    while (stack_.size() > size) {
      const Element e = stack_.back();
      const size_t depth = stack_.size();
      if (class_of(e.tag) & kBlock) break_line(class_of(e.tag) & kParagraph);
      stack_.pop_back();
      forget(e, depth);
    }
  }
  void erase(size_t i) {
    const Element e = stack_[i];
    if (e.tag == LXB_TAG_A)
      for (size_t k = i + 1; k < stack_.size(); ++k) stack_[k].flags &= ~static_cast<uint32_t>(kMarkLink);
    stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(i));
    forget(e, i + 1);
  }

  void on_break() {
    const bool empty = line_.glyphs.empty();
    break_line(empty && last_was_break_);
    last_was_break_ = true;
  }

  void on_text(size_t begin, size_t end) {
    const uint32_t f = flags();
    if (f & kMarkDropped) return;
    Line& line = f & kMarkHidden ? hidden_ : line_;
    const std::string_view text = page_.text;
    for (size_t i = begin; i < end;) {
      if (text[i] == '&') {
        const Reference ref = reference_at(text.substr(i, std::min<size_t>(end - i, 40)));
        if (ref.length > 0) {
          for (const char32_t c : to_u32(ref.utf8)) put(line, c, i, i + ref.length, true);
          i += ref.length;
          continue;
        }
      }
      const auto lead = static_cast<unsigned char>(text[i]);
      size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      char32_t c = lead;
      if (n > 1) {
        c = lead & (0x3F >> (n - 1));
        for (size_t k = 1; k < n; ++k) c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
      }
      if ((f & kMarkPre) && c == '\n') {
        break_line(false);
      } else {
        put(line, c, i, i + n, false);
      }
      i += n;
    }
    if (author_depth_ > 0 && author_.size() + (end - begin) < kMaxAuthorBytes) {
      author_ += plain(std::string(text.substr(begin, end - begin)));
      author_ += ' ';
    }
  }

  void put(Line& line, char32_t c, size_t begin, size_t end, bool replaced) {
    const auto b = static_cast<uint32_t>(begin), e = static_cast<uint32_t>(end);
    if (folds_to_space(c)) {
      if (line.glyphs.empty()) return;
      Glyph& last = line.glyphs.back();
      if (last.c == ' ') {
        // White space on both sides of a tag folds into the first part: a span never covers markup.
        if (last.end == b) {
          last.end = e;
          last.replaced = true;
        }
        return;
      }
      line.glyphs.push_back({' ', b, e, flags(), replaced || c != ' '});
      return;
    }
    if (vanishes(c)) return;
    if (line.glyphs.empty()) {
      line.block = stack_.empty() ? -1 : stack_.back().block;
      line.heading_level = 0;
      for (size_t level = 0; level < 6; ++level)
        if (open_count_[LXB_TAG_H1 + level] > 0) line.heading_level = static_cast<uint8_t>(level + 1);
    }
    last_was_break_ = false;
    line.glyphs.push_back({c, b, e, flags(), replaced});
  }

  void break_line(bool paragraph) {
    flush(line_);
    flush(hidden_);
    if (paragraph) gap_ = true;
  }

  void flush(Line& line) {
    std::vector<Glyph>& g = line.glyphs;
    while (!g.empty() && g.back().c == ' ') g.pop_back();
    if (g.empty()) return;
    if (gap_ && !lines_->empty() && !lines_->back().span.empty()) {
      LineHint blank;
      blank.span = {text_->size(), text_->size()};
      lines_->push_back(blank);
      text_->append_unmapped("\n");
    }
    gap_ = false;

    LineHint hint;
    hint.span.begin = text_->size();
    std::array<int32_t, 32> counts{};
    int32_t inked = 0;
    for (size_t i = 0; i < g.size();) {
      size_t j = i + 1;
      if (!g[i].replaced)
        while (j < g.size() && !g[j].replaced && g[j].begin == g[j - 1].end) ++j;
      for (size_t k = i; k < j; ++k) {
        if (g[k].c == ' ') continue;
        ++inked;
        for (uint32_t rest = g[k].flags; rest != 0; rest &= rest - 1)
          ++counts[static_cast<size_t>(__builtin_ctz(rest))];
      }
      if (g[i].replaced) {
        // Several characters of one reference, such as a letter with a combining mark, share its bytes and its span.
        while (j < g.size() && g[j].replaced && g[j].begin == g[i].begin && g[j].c != ' ') ++j;
        std::string utf8;
        for (size_t k = i; k < j; ++k) append_utf8(utf8, g[k].c);
        RawRange raw = cursor_.range(g[i].begin, g[i].end);
        raw.trace = Trace::kReplaced;
        text_->append(utf8, raw);
      } else {
        text_->append(page_, cursor_, g[i].begin, g[j - 1].end);
      }
      i = j;
    }
    hint.span.end = text_->size();
    text_->append_unmapped("\n");

    const auto most = [&](uint32_t flag) { return 2 * counts[static_cast<size_t>(__builtin_ctz(flag))] > inked; };
    hint.heading_level = line.heading_level;
    hint.heading = line.heading_level > 0;
    hint.title = most(kMarkTitle);
    hint.in_nav = most(kMarkNav) || most(kMarkHidden);
    hint.in_article = most(kMarkArticle);
    hint.in_body = most(kMarkBody);
    hint.in_caption = most(kMarkCaption);
    hint.in_credit = most(kMarkCredit);
    hint.in_byline = most(kMarkByline);
    hint.in_related = most(kMarkRelated);
    hint.list_item = most(kMarkListItem);
    hint.block_quote = most(kMarkQuote);
    hint.table_cell = most(kMarkCell);
    hint.link_density = static_cast<float>(counts[static_cast<size_t>(__builtin_ctz(kMarkLink))]) /
                        static_cast<float>(std::max(inked, 1));
    hint.block = line.block;
    lines_->push_back(hint);
    g.clear();
  }

  static std::string plain(const std::string& markup) {
    std::string out;
    for (size_t i = 0; i < markup.size();) {
      if (markup[i] == '&') {
        const Reference ref = reference_at(std::string_view(markup).substr(i, 40));
        if (ref.length > 0) {
          out += ref.utf8;
          i += ref.length;
          continue;
        }
      }
      out.push_back(markup[i++]);
    }
    std::string folded;
    for (const std::string_view w : split_space(out)) {
      if (!folded.empty()) folded.push_back(' ');
      folded.append(w);
    }
    return folded;
  }

  const Mapped& page_;
  RunCursor cursor_;
  TextBuilder* text_;
  std::vector<LineHint>* lines_;
  std::vector<int32_t>* blocks_;
  Metadata* metadata_;

  std::vector<Element> stack_;
  std::array<int32_t, LXB_TAG__LAST_ENTRY> open_count_;
  Line line_, hidden_;
  bool gap_ = false, last_was_break_ = false;
  lxb_tag_id_t capture_ = LXB_TAG__UNDEF;  // the open title or JSON-LD script, whose text is collected
  std::string captured_;
  size_t author_depth_ = 0;  // stack size at which the author's element closes; 0 = none open
  std::string author_;
};

}  // namespace

Status append_html(const Mapped& page, TextBuilder* text, std::vector<LineHint>* lines,
                   std::vector<int32_t>* block_parents, Metadata* metadata) {
  return PageReader(page, text, lines, block_parents, metadata).run();
}

void mark_title_lines(const std::vector<std::string>& titles, const std::string& text_utf8,
                      std::vector<LineHint>* lines) {
  std::vector<std::string> keys;
  for (const std::string& t : titles)
    if (std::string key = title_key(t); !key.empty()) keys.push_back(std::move(key));
  const Text text(text_utf8);
  bool found = false;
  for (LineHint& line : *lines) {
    if (line.span.size() < 8 || line.span.size() > 400) continue;
    const std::string key = title_key(text.view(line.span));
    for (const std::string& title : keys) {
      // <title> carries the site's name behind or before the headline, so a good part of it is enough for a line of
      // some length.
      const bool part = key.size() >= 20 && 2 * key.size() > title.size() &&
                        (title.starts_with(key + " ") || title.ends_with(" " + key));
      if (key == title || part) line.title = true;
    }
    found = found || line.title;
  }
  if (found) return;
  const LineHint* first = nullptr;
  for (const LineHint& line : *lines)
    if (line.heading_level == 1 && (!first || (first->in_nav && !line.in_nav))) first = &line;
  if (first) (*lines)[static_cast<size_t>(first - lines->data())].title = true;
}

std::string html_to_line(const std::string& fragment) {
  Mapped mapped;
  mapped.append(fragment, 0, static_cast<int64_t>(fragment.size()), Trace::kBytes);
  TextBuilder text;
  std::vector<LineHint> lines;
  std::vector<int32_t> blocks;
  Metadata metadata;
  append_html(mapped, &text, &lines, &blocks, &metadata).ignore();
  std::string out;
  const std::string all = text.take_text();
  for (const std::string_view w : split_space(all)) {
    if (!out.empty()) out.push_back(' ');
    out.append(w);
  }
  return out;
}

}  // namespace dragoman
