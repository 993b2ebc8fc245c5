// Base: UTF-8 repair, code point offsets, folding, dates and the story hash.
#include <gtest/gtest.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/lines.h"
#include "base/number.h"
#include "base/table.h"
#include "base/text.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

TEST(Hash, EqualsReferenceImplementation) {
  std::string s;
  for (int i = 0; i < 5000; ++i) s.push_back(static_cast<char>(i % 251));
  // Figures of the authors' own implementation.
  EXPECT_EQ(blake3_hex(""), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
  EXPECT_EQ(blake3_hex("abc"), "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
  EXPECT_EQ(blake3_hex(s), "ee78d92070de3df1c57c37002abf0a6b1a6589acdeef4d8ffac7cf3d9e8f2836");
  EXPECT_EQ(blake3_hex(s.substr(0, 2048)), "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a");
}

TEST(Utf8, BrokenPartsBecomeReplacementCharacters) {
  int64_t broken = 0;
  EXPECT_EQ(sanitize_utf8("caf\xC3\xA9", &broken), "café");
  EXPECT_EQ(broken, 0);
  // A lone lead byte, an overlong form, a surrogate, and a sequence cut short by ASCII.
  EXPECT_EQ(sanitize_utf8("a\xC3", &broken), "a\xEF\xBF\xBD");
  EXPECT_EQ(broken, 1);
  EXPECT_EQ(sanitize_utf8("\xC0\x80", &broken), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(sanitize_utf8("\xED\xA0\x80", &broken), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(sanitize_utf8("\xE2\x82x", &broken), "\xEF\xBF\xBDx");
  EXPECT_EQ(broken, 1);
}

TEST(Unicode, StripTakesWhiteSpaceOffBothEnds) {
  EXPECT_EQ(strip(""), "");
  EXPECT_EQ(strip(" \t\r\n"), "");
  EXPECT_EQ(strip("\u00a0\u3000"), "");
  EXPECT_EQ(strip("é"), "é");
  EXPECT_EQ(strip(" \u00a0naïve café\u2003\t"), "naïve café");
  EXPECT_EQ(strip("a \x80"), "a \x80");  // no character of its own, so no white space
}

TEST(Number, IsTheWholeTextAndFinite) {
  double real = 0;
  EXPECT_TRUE(parse_number("-0.25", &real));
  EXPECT_EQ(real, -0.25);
  for (const char* bad : {"", "+1", " 1", "1 ", "1,5", "inf", "nan", "1e999"})
    EXPECT_FALSE(parse_number(bad, &real)) << bad;
  int whole = 0;
  EXPECT_FALSE(parse_number("1.0", &whole));
  EXPECT_FALSE(parse_number("99999999999", &whole));
}

TEST(Lines, SkipsWhatSaysNothingAndCounts) {
  Lines lines("# head\r\n\n  first \r\n \t\n   # indented\nlast", "en/modality.txt", Code::kBadInput);
  ASSERT_TRUE(lines.next());
  EXPECT_EQ(lines.line(), "first");
  EXPECT_EQ(lines.whole(), "  first ");
  EXPECT_EQ(lines.number(), 3);
  Lines moved = std::move(lines);
  ASSERT_TRUE(moved.next());
  EXPECT_EQ(moved.line(), "last");
  EXPECT_EQ(moved.error("why").message(), "en/modality.txt:6: why");
  EXPECT_EQ(moved.error("why").code(), Code::kBadInput);
  EXPECT_FALSE(moved.next());
  EXPECT_FALSE(Lines("", "empty", Code::kCorrupt).next());
}

TEST(Table, RowsWithoutAHeader) {
  Table table = Table::without_header("# feature, weight\na:b\t0.5\n\tlone\nshort\n1\t2\t3\n", "en/sides.tsv",
                                      Code::kBadInput, 2);
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table[0], "a:b");
  EXPECT_EQ(table[1], "0.5");
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table[0], "");
  EXPECT_EQ(table[1], "lone");
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table[0], "short");
  EXPECT_EQ(table[1], "");
  EXPECT_TRUE(table.status().ok());
  EXPECT_FALSE(table.next());
  EXPECT_EQ(table.status().message(), "en/sides.tsv:5: more than 2 fields");
}

TEST(Text, CodePointsAndBytes) {
  const Text t("Zoë “sagt” 😀.");
  EXPECT_EQ(t.size(), 13);
  EXPECT_EQ(t.view({4, 10}), "“sagt”");
  EXPECT_EQ(t.at(11), U'😀');
  EXPECT_EQ(t.code_point_of(t.byte_of(11)), 11);
  EXPECT_EQ(t.code_point_of(static_cast<uint32_t>(t.utf8().size())), 13);
  EXPECT_EQ(t.trim({3, 4}), (Span{4, 4}));
  EXPECT_EQ(Text("").size(), 0);
}

TEST(Unicode, FoldDropsCaseAndAccents) {
  EXPECT_EQ(fold("Erdoğan"), "erdogan");
  EXPECT_EQ(fold("ÉLYSÉE"), "elysee");
  EXPECT_EQ(lower("ÉLYSÉE"), "élysée");
  EXPECT_EQ(strip("\u00A0 a b \n"), "a b");
  EXPECT_EQ(split("a\t\tb", '\t').size(), 3u);
}

TEST(Date, ArithmeticAndParsing) {
  EXPECT_EQ(iso(date_of(days_of({2024, 2, 28}) + 1)), "2024-02-29");
  EXPECT_EQ(iso(date_of(days_of({1900, 2, 28}) + 1)), "1900-03-01");
  EXPECT_EQ(weekday_of({2026, 11, 24}), 1);
  EXPECT_EQ(weekday_of({1969, 12, 31}), 2);
  EXPECT_TRUE(parse_iso("2021-12-15T08:00:00Z"));
  EXPECT_FALSE(parse_iso("2021-02-29"));
  EXPECT_FALSE(parse_iso("2021-1-1"));
  for (int64_t d = -800000; d < 800000; d += 997) EXPECT_EQ(days_of(date_of(d)), d);
}

}  // namespace
}  // namespace dragoman
