// The scanner walks the line once; nested values are passed over by counting brackets on a bit stack.
#include "ingest/json_line.h"

#include "base/text.h"
#include "base/unicode.h"
#include "ingest/decode.h"

namespace dragoman {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Result<std::vector<JsonMember>> members(char open, char close, bool keys) {
    std::vector<JsonMember> out;
    skip_space();
    if (!take(open)) return fail(std::string("expected '") + open + "'");
    skip_space();
    if (!take(close)) {
      while (true) {
        JsonMember m;
        skip_space();
        if (keys) {
          const size_t begin = at_;
          if (!skip_string()) return fail("expected a member's name in quotation marks");
          m.key = decode_json_string(text_.substr(begin, at_ - begin), 0).text;
          skip_space();
          if (!take(':')) return fail("expected ':'");
          skip_space();
        }
        m.begin = at_;
        if (!skip_value(&m.kind)) return fail(why_);
        m.end = at_;
        out.push_back(std::move(m));
        skip_space();
        if (take(close)) break;
        if (!take(',')) return fail(std::string("expected ',' or '") + close + "'");
      }
    }
    skip_space();
    if (at_ != text_.size()) return fail("more text after the value");
    return out;
  }

 private:
  Status fail(const std::string& why) const {
    return Status(Code::kBadInput, "column " + std::to_string(at_ + 1) + ": " + why);
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (at_ < text_.size() && kSpace.find(text_[at_]) != std::string_view::npos) ++at_;
  }
  bool skip_string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return false;
      at_ += c == '\\' ? 2 : 1;
    }
    at_ = text_.size();
    return false;
  }
  bool skip_number() {
    const size_t begin = at_;
    while (at_ < text_.size() && std::string_view("0123456789+-.eE").find(text_[at_]) != std::string_view::npos) ++at_;
    return at_ > begin;
  }
  bool skip_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  bool skip_value(JsonMember::Kind* kind) {
    using Kind = JsonMember::Kind;
    why_ = "expected a value";
    const char c = peek();
    if (c == '"') {
      *kind = Kind::kString;
      why_ = "string without end or with a control character";
      return skip_string();
    }
    if (c == '{' || c == '[') {
      *kind = c == '{' ? Kind::kObject : Kind::kArray;
      return skip_nested();
    }
    if (c == 't') return *kind = Kind::kTrue, skip_word("true");
    if (c == 'f') return *kind = Kind::kFalse, skip_word("false");
    if (c == 'n') return *kind = Kind::kNull, skip_word("null");
    *kind = Kind::kNumber;
    return skip_number();
  }
  // Passes a nested value: brackets must match and strings end; the order of commas inside is not looked at.
  bool skip_nested() {
    std::vector<bool> braces;
    do {
      const char c = peek();
      if (at_ >= text_.size()) return why_ = "value without end", false;
      if (c == '"') {
        if (!skip_string()) return why_ = "string without end or with a control character", false;
        continue;
      }
      if (c == '{' || c == '[') braces.push_back(c == '{');
      if (c == '}' || c == ']') {
        if (braces.back() != (c == '}')) return why_ = "brackets do not match", false;
        braces.pop_back();
      }
      ++at_;
    } while (!braces.empty());
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  const char* why_ = "";
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit of "\uXXXX" at s[i], or -1.
int32_t unit_at(std::string_view s, size_t i) {
  if (i + 6 > s.size() || s[i] != '\\' || s[i + 1] != 'u') return -1;
  int32_t unit = 0;
  for (size_t k = i + 2; k < i + 6; ++k) {
    const int v = hex_value(s[k]);
    if (v < 0) return -1;
    unit = unit * 16 + v;
  }
  return unit;
}

}  // namespace

Result<std::vector<JsonMember>> scan_json_object(std::string_view line) {
  return Scanner(line).members('{', '}', true);
}
Result<std::vector<JsonMember>> scan_json_array(std::string_view array) {
  return Scanner(array).members('[', ']', false);
}

Mapped decode_json_string(std::string_view quoted, int64_t base) {
  Mapped out;
  const std::string_view s = quoted.substr(0, quoted.size() - 1);  // without the closing mark
  size_t start = 1;
  auto flush = [&](size_t end) {
    out.append(s.substr(start, end - start), base + static_cast<int64_t>(start), base + static_cast<int64_t>(end),
               Trace::kBytes);
  };
  std::string utf8;
  for (size_t i = 1; i < s.size();) {
    size_t length = 1;
    if (s[i] == '\\') {
      utf8.clear();
      length = 2;
      const char c = i + 1 < s.size() ? s[i + 1] : '\\';
      const int32_t unit = unit_at(s, i);
      if (unit >= 0) {
        length = 6;
        char32_t code = static_cast<char32_t>(unit);
        if (unit >= 0xD800 && unit < 0xDC00) {
          const int32_t low = unit_at(s, i + 6);
          if (low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((static_cast<char32_t>(unit) - 0xD800) << 10) + (static_cast<char32_t>(low) - 0xDC00);
            length = 12;
          } else {
            code = 0xFFFD;
          }
        } else if (unit >= 0xDC00 && unit < 0xE000) {
          code = 0xFFFD;
        }
        append_utf8(utf8, code);
      } else {
        utf8 = c == 'n'   ? "\n"
               : c == 't' ? "\t"
               : c == 'r' ? "\r"
               : c == 'b' ? "\b"
               : c == 'f' ? "\f"
                          : std::string(1, c);
        if (static_cast<unsigned char>(c) >= 0x80) {  // a stray backslash before a character beyond ASCII
          utf8 = "\\";
          length = 1;
        }
      }
    } else {
      size_t bad = 0;
      length = utf8_length(s, i, &bad);
      if (length != 0) {
        i += length;
        continue;
      }
      length = bad;
      utf8 = "\xEF\xBF\xBD";
    }
    flush(i);
    length = std::min(length, s.size() - i);
    out.append(utf8, base + static_cast<int64_t>(i), base + static_cast<int64_t>(i + length), Trace::kReplaced);
    i += length;
    start = i;
  }
  flush(s.size());
  return out;
}

}  // namespace dragoman
