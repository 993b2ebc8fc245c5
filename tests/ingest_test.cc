// Ingest: what each kind of file gives, the way back to its bytes, and what broken and hostile input does.
#include "ingest/ingest.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/unicode.h"
#include "dragoman/reader.h"
#include "ingest/decode.h"
#include "ingest/html.h"
#include "ingest/metadata.h"

namespace dragoman {
namespace {

const std::string kRoot = DRAGOMAN_SOURCE_DIR;

struct Read {
  std::vector<Story> stories;
  std::vector<std::string> errors;  // of single stories
  Status status;
};

StorySink collect(Read* read) {
  return [read](Result<Story> story) {
    if (story.ok()) {
      read->stories.push_back(*std::move(story));
    } else {
      read->errors.push_back(story.status().message());
    }
    return true;
  };
}

Read read_bytes(std::string_view bytes, IngestOptions options = {}) {
  Read read;
  if (options.uri.empty()) options.uri = "in";
  read.status = ingest_bytes(bytes, options, collect(&read));
  return read;
}

Read read_file(const std::string& path) {
  Read read;
  read.status = ingest_file(path, {}, collect(&read));
  return read;
}

std::string gzip(std::string_view bytes) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, bytes.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

// White space folded, and the characters dropped that ingest drops.
std::string folded(std::string_view utf8) {
  std::string out;
  bool gap = false;
  for (const char32_t c : to_u32(utf8)) {
    if (c == 0xAD || c == 0x200B || c == 0xFEFF || c == 0x2060) continue;
    if (is_space(c)) {
      gap = true;
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    append_utf8(out, c);
  }
  if (gap) out.push_back(' ');
  return out;
}

// The invariant of docs/ingest.md: spans are sorted, lie inside the file, cover every character that is not white
// space, and the bytes of each, decoded, are its text. `markup`: character references are resolved as well.
void expect_traced(const Story& story, std::string_view file, std::string_view encoding, bool markup) {
  int32_t at = 0;
  int bad = 0;
  for (const RawSpan& s : story.raw_spans) {
    ASSERT_LE(at, s.begin);
    ASSERT_LT(s.begin, s.end);
    ASSERT_LE(s.end, story.text.size());
    ASSERT_LE(0, s.raw_begin);
    ASSERT_LT(s.raw_begin, s.raw_end);
    ASSERT_LE(s.raw_end, static_cast<int64_t>(file.size()));
    EXPECT_EQ(folded(story.text.view({at, s.begin})).find_first_not_of(' '), std::string::npos)
        << "text without a span";
    at = s.end;
    std::vector<Note> ignored;
    const std::string_view bytes =
        file.substr(static_cast<size_t>(s.raw_begin), static_cast<size_t>(s.raw_end - s.raw_begin));
    std::string decoded = decode(bytes, encoding, 0, &ignored).text;
    if (markup && decoded.find('&') != std::string::npos) {
      decoded = html_to_line("|" + decoded + "|");  // bars keep the white space at the ends
      decoded = decoded.substr(1, decoded.size() - 2);
    }
    if (folded(decoded) != folded(story.text.view({s.begin, s.end})) && ++bad <= 3)
      ADD_FAILURE() << "bytes " << s.raw_begin << ".." << s.raw_end << " give '" << decoded << "', text has '"
                    << story.text.view({s.begin, s.end}) << "'";
  }
  EXPECT_EQ(folded(story.text.view({at, story.text.size()})).find_first_not_of(' '), std::string::npos);
  EXPECT_EQ(bad, 0);
  int32_t line_at = 0;
  for (const LineHint& line : story.lines) {
    ASSERT_EQ(line.span.begin, line_at);
    line_at = line.span.end + 1;
    ASSERT_LT(line.block, static_cast<int32_t>(story.block_parents.size()));
  }
  EXPECT_TRUE(line_at == story.text.size() || line_at == story.text.size() + 1);
  for (size_t b = 0; b < story.block_parents.size(); ++b) ASSERT_LT(story.block_parents[b], static_cast<int32_t>(b));
}

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// --- plain text ---

TEST(Text, IsTheFileAsItStands) {
  const std::string file = "Headline\n\nBody  with  two spaces,\ta tab and “quotes”.\n";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u);
  const Story& story = read.stories[0];
  EXPECT_EQ(story.text.utf8(), file);
  EXPECT_EQ(story.format, Format::kText);
  EXPECT_EQ(story.source.uri, "in");
  ASSERT_EQ(story.raw_spans.size(), 1u);
  EXPECT_EQ(story.raw_spans[0].raw_end, static_cast<int64_t>(file.size()));
  EXPECT_EQ(story.lines.size(), 3u);
  EXPECT_TRUE(story.notes.empty());
}

TEST(Text, LineEndsAndMarksAreDropped) {
  const std::string file = "\xEF\xBB\xBFOne\r\nTwo\rThree";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.stories[0].text.utf8(), "One\nTwo\nThree");
  expect_traced(read.stories[0], file, "", false);
}

TEST(Text, Utf16WithMark) {
  const std::string little(
      "\xFF\xFE"
      "A\0\xE9\0\n\0\x3D\xD8\x00\xDE",
      12);
  const Read read = read_bytes(little);
  ASSERT_EQ(read.stories.size(), 1u) << read.status.message();
  EXPECT_EQ(read.stories[0].text.utf8(), "Aé\n😀");
  ASSERT_EQ(read.stories[0].raw_spans.size(), 1u);
  EXPECT_EQ(read.stories[0].raw_spans[0].raw_begin, 2);
  EXPECT_EQ(read.stories[0].raw_spans[0].raw_end, 12);
}

TEST(Text, FallsBackToWindows1252WithANote) {
  const std::string file = "Caf\xE9 \x93quoted\x94 \x80 5";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.stories[0].text.utf8(), "Café “quoted” € 5");
  ASSERT_EQ(read.stories[0].notes.size(), 1u);
  EXPECT_EQ(read.stories[0].notes[0].code, "encoding");
  expect_traced(read.stories[0], file, "windows-1252", false);
}

TEST(Text, BrokenUtf8IsReplacedAndNoted) {
  const Read read = read_bytes("caf\xC3\xA9 \xC3 na\xC3\xAFve r\xC3\xA9sum\xC3\xA9");
  ASSERT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.stories[0].text.utf8(), "café \xEF\xBF\xBD naïve résumé");
  ASSERT_EQ(read.stories[0].notes.size(), 1u);
  EXPECT_EQ(read.stories[0].notes[0].code, "bad-encoding");
}

TEST(Text, EmptyBinaryAndHugeFilesAreErrors) {
  EXPECT_EQ(read_bytes("").status.code(), Code::kBadInput);
  EXPECT_EQ(read_bytes(std::string("ab\0cd", 5)).status.message(), "in: not text (binary data at byte 2)");
  EXPECT_EQ(read_bytes("\x7F"
                       "ELF\x02\x01\x01\x02\x03\x04\x05\x06")
                .status.code(),
            Code::kBadInput);
  const Read blank = read_bytes(" \n \n");
  ASSERT_EQ(blank.errors.size(), 1u);
  EXPECT_EQ(blank.errors[0], "in: no text to read");
  const Read story = read_bytes(std::string(Reader::kMaxStoryBytes + 1, 'a'));
  ASSERT_EQ(story.errors.size(), 1u);
  EXPECT_NE(story.errors[0].find("8 MiB"), std::string::npos) << story.errors[0];
  const Read file = read_bytes(std::string(kMaxFileBytes + 1, 'a'));
  EXPECT_EQ(file.status.message(), "in: file longer than 64 MiB, the limit");
  EXPECT_EQ(read_file("/no/such/file").status.code(), Code::kNotFound);
  EXPECT_EQ(read_file(kRoot).status.code(), Code::kUnreadable);
}

// --- HTML ---

TEST(Text, MayBeginWithABraceAndHoldANul) {
  const Read brace = read_bytes("{Editors: corrects the second paragraph}\n\nThe ministers met.\n");
  ASSERT_EQ(brace.stories.size(), 1u);
  EXPECT_EQ(brace.stories[0].format, Format::kText);
  EXPECT_EQ(read_bytes(" { \"text\": \"The ministers met.\"}").stories.at(0).format, Format::kJsonl);
  EXPECT_EQ(read_bytes("{\\rtf1 The ministers met.}").status.code(), Code::kBadInput);

  // In a string of JSON, and beyond the part of a file that is tried for binary data.
  const std::string head(70000, 'x');
  for (const std::string& bytes : {std::string("{\"text\": \"The mini\\u0000sters met.\"}"),
                                   head + " The mini" + std::string(1, '\0') + "sters met."}) {
    const Read nul = read_bytes(bytes);
    ASSERT_EQ(nul.stories.size(), 1u);
    const Story& story = nul.stories[0];
    EXPECT_NE(story.text.utf8().find("The mini\xEF\xBF\xBDsters met."), std::string::npos);
    ASSERT_EQ(story.notes.size(), 1u);
    EXPECT_EQ(story.notes[0].code, "nul");
    EXPECT_EQ(story.raw_spans.back().end, story.text.size() - (story.format == Format::kJsonl));
  }
}

TEST(Html, LinesHintsAndFolding) {
  const std::string file =
      "<!DOCTYPE html><html><body><nav><a href=/>Home</a></nav><article><h1>Caf&eacute;&nbsp;closes</h1>"
      "<p>First   line\n of <b>text</b>,<br>second&#8217;s line.</p><script>no()</script><style>no{}</style>"
      "<p style=\"display: none\">Hidden.</p><template><p>no</p></template><noscript>no</noscript>"
      "<figure><figcaption>Shown.</figcaption></figure><ul><li>One<li>Two</ul></article></body></html>";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u);
  const Story& story = read.stories[0];
  EXPECT_EQ(story.text.utf8(),
            "Home\n\nCafé closes\n\nFirst line of text,\nsecond’s line.\n\nHidden.\n\nShown.\n\nOne\nTwo\n");
  expect_traced(story, file, "", true);
  const auto hint = [&](std::string_view text) {
    for (const LineHint& line : story.lines)
      if (story.text.view(line.span) == text) return line;
    ADD_FAILURE() << text;
    return LineHint{};
  };
  EXPECT_TRUE(hint("Home").in_nav);
  EXPECT_EQ(hint("Home").link_density, 1.0f);
  EXPECT_TRUE(hint("Café closes").title);
  EXPECT_EQ(hint("Café closes").heading_level, 1);
  EXPECT_TRUE(hint("Café closes").in_article);
  EXPECT_TRUE(hint("Hidden.").in_nav);
  EXPECT_TRUE(hint("Shown.").in_caption);
  EXPECT_TRUE(hint("Two").list_item);
  EXPECT_FALSE(hint("First line of text,").in_nav);
}

TEST(Html, HiddenWordsDoNotCutASentence) {
  const Read read =
      read_bytes("<html><p>He said <a href=x>no<span class=\"sr-only\">opens a window</span></a> twice.</p></html>");
  ASSERT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.stories[0].text.utf8(), "He said no twice.\nopens a window\n");
}

TEST(Html, ReferencesOfAllKinds) {
  const std::string file =
      "<html><p>&amp; &lt;b&gt; &notit; &#x20AC; &#128; &#0; &#xD800; &unknown; &copy 2 R&D &</p></html>";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.stories[0].text.utf8(), "& <b> ¬it; € € \xEF\xBF\xBD \xEF\xBF\xBD &unknown; © 2 R&D &\n");
  expect_traced(read.stories[0], file, "", true);
}

TEST(Html, EncodingByMetaAndHttpEquiv) {
  const std::string meta = "<html><head><meta charset=\"iso-8859-2\"></head><p>\xA3\xF3\x64\xBC</p></html>";
  EXPECT_EQ(read_bytes(meta).stories.at(0).text.utf8(), "Łódź\n");
  expect_traced(read_bytes(meta).stories.at(0), meta, "iso-8859-2", true);
  const std::string equiv =
      "<html><head><meta http-equiv=Content-Type content='text/html; "
      "charset=gb2312'></head><p>\xD6\xD0\xB9\xFA</p></html>";
  EXPECT_EQ(read_bytes(equiv).stories.at(0).text.utf8(), "中国\n");
  // A label that the bytes belie: valid UTF-8 beyond ASCII is UTF-8.
  EXPECT_EQ(read_bytes("<html><meta charset=latin1><p>caf\xC3\xA9</p></html>").stories.at(0).text.utf8(), "café\n");
}

TEST(Html, MetadataInOrderOfTrust) {
  const Read read = read_bytes(
      "<html lang=en-GB><head><title>Deal signed &amp; sealed | Example Post</title>"
      "<meta property=og:title content='Deal signed'><meta property=og:site_name content='Example Post'>"
      "<meta property=article:published_time content=2020-01-02><meta name=author content='By A. Other'>"
      "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Deal signed & sealed\","
      "\"datePublished\":\"2021-05-06T10:00:00Z\",\"author\":[{\"name\":\"Jane Doe\"},\"John Roe\"]}]}</script>"
      "<script type=application/ld+json>{broken</script></head>"
      "<body><h1>Deal signed &amp; sealed</h1><p>Text of the story.</p></body></html>");
  ASSERT_EQ(read.stories.size(), 1u);
  const Story& story = read.stories[0];
  EXPECT_EQ(story.source.headline, "Deal signed & sealed");
  EXPECT_EQ(story.source.site, "Example Post");
  EXPECT_EQ(story.source.language, "en");
  EXPECT_EQ(story.source.authors, (std::vector<std::string>{"Jane Doe", "John Roe"}));
  EXPECT_EQ(story.published, "2021-05-06");
  EXPECT_TRUE(story.lines[0].title);
}

TEST(Html, DatesInManyForms) {
  EXPECT_EQ(date_in("2021-12-15T08:00:00+03:00"), "2021-12-15");
  EXPECT_EQ(date_in("Wed, 15 Dec 2021 08:00:00 GMT"), "2021-12-15");
  EXPECT_EQ(date_in("December 15th, 2021"), "2021-12-15");
  EXPECT_EQ(date_in("2021/7/5"), "2021-07-05");
  EXPECT_EQ(date_in("20211215"), "2021-12-15");
  EXPECT_EQ(date_in("2021-13-15"), "");
  EXPECT_EQ(date_in("yesterday"), "");
}

TEST(Html, DeepNestingNeitherCrashesNorTakesLong) {
  for (const char* tag : {"div", "b", "table", "a", "li", "span"}) {
    std::string file = "<html><body>";
    for (int i = 0; i < 100000; ++i) file += std::string("<") + tag + ">";
    file += "The end of the tunnel.";
    const Read open = read_bytes(file);
    ASSERT_EQ(open.stories.size(), 1u) << tag;
    EXPECT_EQ(open.stories[0].text.utf8(), "The end of the tunnel.\n");
    for (int i = 0; i < 100000; ++i) file += std::string("</") + tag + "></i>";
    EXPECT_EQ(read_bytes(file).stories.size(), 1u) << tag;
  }
}

TEST(Html, CutAndBrokenMarkup) {
  const std::string page = slurp(kRoot + "/samples/web/01-fisheries-accord.html");
  for (size_t n = 200; n < page.size(); n += 97) {
    const Read read = read_bytes(std::string_view(page).substr(0, n));
    ASSERT_TRUE(read.status.ok());
    for (const Story& story : read.stories) expect_traced(story, page.substr(0, n), "", true);
  }
}

TEST(Html, SamplesLeadBackToTheirBytes) {
  int pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/samples/web")) {
    SCOPED_TRACE(entry.path().string());
    const std::string file = slurp(entry.path().string());
    const Read read = read_file(entry.path().string());
    ASSERT_EQ(read.stories.size(), 1u);
    expect_traced(read.stories[0], file, valid_utf8(file, false) ? "" : "windows-1252", true);
    EXPECT_FALSE(read.stories[0].source.headline.empty());
    ++pages;
  }
  EXPECT_EQ(pages, 8);
}

// Real pages, where the data stands beside the repository.
TEST(Html, PagesOfTheDataLeadBackToTheirBytes) {
  const char* set = std::getenv("DRAGOMAN_DATA");
  const std::string data = set ? set : kRoot + "/../shared/data";
  if (!std::filesystem::exists(data + "/pages")) GTEST_SKIP() << "no data at " << data;
  int pages = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data + "/pages")) {
    if (entry.path().extension() != ".html" || entry.path().filename() == "expected.html") continue;
    const std::string file = slurp(entry.path().string());
    if (!valid_utf8(file, false)) continue;
    SCOPED_TRACE(entry.path().string());
    for (const Story& story : read_file(entry.path().string()).stories) {
      expect_traced(story, file, "", true);
      ++pages;
    }
  }
  EXPECT_GT(pages, 100);
}

// --- gzip ---

TEST(Gzip, OfAnyKindAndInMembers) {
  const std::string text = "One line of text.\n";
  EXPECT_EQ(read_bytes(gzip(text)).stories.at(0).text.utf8(), text);
  EXPECT_EQ(read_bytes(gzip("One line ") + gzip("of text.\n")).stories.at(0).text.utf8(), text);
  EXPECT_EQ(read_bytes(gzip("<html><p>x y</p></html>")).stories.at(0).format, Format::kHtml);
}

TEST(Gzip, CutStreamGivesWhatStoodBeforeAndTheByte) {
  std::string lines;
  uint32_t noise = 1;
  for (int i = 0; i < 2000; ++i) {
    lines += "{\"text\": \"Story " + std::to_string(i) + " ";
    for (int k = 0; k < 40; ++k) lines += static_cast<char>('a' + (noise = noise * 1664525 + 1013904223) % 7919 % 26);
    lines += ".\"}\n";
  }
  std::string packed = gzip(lines);
  packed.resize(packed.size() / 2);
  const Read read = read_bytes(packed);
  EXPECT_EQ(read.status.code(), Code::kBadInput);
  EXPECT_EQ(read.status.message(), "in: gzip stream ends early at byte " + std::to_string(packed.size()));
  EXPECT_GT(read.stories.size(), 500u);
  EXPECT_LT(read.stories.size(), 2000u);
  EXPECT_TRUE(read.errors.empty());
  packed[packed.size() / 2] ^= 0x55;
  EXPECT_EQ(read_bytes(packed).status.code(), Code::kBadInput);
}

// --- JSON Lines ---

TEST(Jsonl, UsualFieldsAndTrace) {
  const std::string file =
      "{\"url\": \"https://example.org/a\", \"title\": \"Deal \\u201csigned\\u201d\", \"date\": \"2021-05-06\", "
      "\"authors\": [\"Jane Doe\"], \"site\": \"Example\", \"text\": \"First.\\n\\nSecond \\ud83d\\ude00 "
      "caf\xC3\xA9.\", "
      "\"other\": {\"deep\": [1, {\"x\": null}]}}\n";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u) << (read.errors.empty() ? "" : read.errors[0]);
  const Story& story = read.stories[0];
  EXPECT_EQ(story.text.utf8(), "Deal “signed”\n\nFirst.\n\nSecond 😀 café.\n");
  EXPECT_EQ(story.source.uri, "https://example.org/a");
  EXPECT_EQ(story.source.headline, "Deal “signed”");
  EXPECT_EQ(story.source.authors, std::vector<std::string>{"Jane Doe"});
  EXPECT_EQ(story.source.site, "Example");
  EXPECT_EQ(story.published, "2021-05-06");
  EXPECT_TRUE(story.lines[0].title);
  for (const RawSpan& s : story.raw_spans)
    if (story.text.view({s.begin, s.end}) == "😀") {
      EXPECT_EQ(file.substr(static_cast<size_t>(s.raw_begin), static_cast<size_t>(s.raw_end - s.raw_begin)),
                "\\ud83d\\ude00");
    }
}

TEST(Jsonl, FieldMapHtmlAndEpochs) {
  IngestOptions options;
  options.field_map = "text=story,headline=head,published=when";
  const Read read =
      read_bytes("{\"story\":\"It rained.\",\"head\":\"Rain\",\"when\":1620259200,\"text\":\"no\"}\n", options);
  ASSERT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.stories[0].text.utf8(), "Rain\n\nIt rained.\n");
  EXPECT_EQ(read.stories[0].published, "2021-05-06");
  EXPECT_EQ(read.stories[0].source.uri, "in#1");
  options.field_map = "text=story,colour=x";
  EXPECT_EQ(read_bytes("{}", options).status.code(), Code::kInvalidArgument);
  const Read html = read_bytes("{\"html\":\"<h1>Rain<\\/h1><p>It&nbsp;rained.</p>\"}\n");
  ASSERT_EQ(html.stories.size(), 1u);
  EXPECT_EQ(html.stories[0].text.utf8(), "Rain\n\nIt rained.\n");
}

TEST(Jsonl, BrokenLinesAreToldAndPassed) {
  const Read read = read_bytes(
      "{\"text\": \"One.\"}\n{\"text\": \"Two\n{\"text\": 3}\n\n{\"text\": \"Four.\"} x\n{\"a\": [}, \"text\": "
      "\"Five.\"}\n"
      "{\"text\": \"Six.\"}");
  ASSERT_EQ(read.stories.size(), 2u);
  EXPECT_EQ(read.stories[1].text.utf8(), "Six.\n");
  ASSERT_EQ(read.errors.size(), 4u);
  EXPECT_EQ(read.errors[0].substr(0, 5), "in:2:");
  EXPECT_EQ(read.errors[1].substr(0, 5), "in:3:");
  EXPECT_EQ(read.errors[2], "in:5: column 19: more text after the value");
  EXPECT_EQ(read.errors[3].substr(0, 5), "in:6:");
}

TEST(Jsonl, NestedHalfAMillionDeep) {
  const std::string deep(500000, '[');
  const Read read =
      read_bytes("{\"text\": \"One.\", \"x\": " + deep + std::string(500000, ']') + "}\n{\"x\": " + deep + "}\n");
  EXPECT_EQ(read.stories.size(), 1u);
  EXPECT_EQ(read.errors.size(), 1u);
}

TEST(Jsonl, ALineBeyondTheLimitIsToldAndTheNextIsRead) {
  const std::string path = ::testing::TempDir() + "/dragoman_long_line.jsonl";
  {
    std::ofstream out(path, std::ios::binary);
    out << "{\"text\": \"One.\"}\n{\"text\": \"";
    const std::string mebibyte(1u << 20, 'a');
    for (int i = 0; i < 200; ++i) out << mebibyte;
    out << "\"}\n{\"text\": \"Three.\"}\n";
  }
  const Read read = read_file(path);
  std::remove(path.c_str());
  EXPECT_TRUE(read.status.ok());
  ASSERT_EQ(read.stories.size(), 2u);
  EXPECT_EQ(read.stories[1].source.uri, path + "#3");
  ASSERT_EQ(read.errors.size(), 1u);
  EXPECT_EQ(read.errors[0], path + ":2: line longer than 64 MiB, the limit");
  // The third line's bytes lie behind the long one.
  EXPECT_EQ(read.stories[1].raw_spans.at(0).raw_begin, 17 + 10 + (int64_t{200} << 20) + 3 + 10);
}

TEST(Jsonl, SinkMayStop) {
  int seen = 0;
  const Status status = ingest_bytes("{\"text\":\"a b\"}\n{\"text\":\"c d\"}\n", {}, [&](Result<Story>) {
    ++seen;
    return false;
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(seen, 1);
}

TEST(Records, GiveTheirTextAndRolesBack) {
  const std::string record =
      "{\"schema\":\"dragoman.record/1\",\"source\":{\"uri\":\"https://example.org/"
      "a\",\"site\":\"Example\",\"agency\":null,"
      "\"headline\":\"Deal\",\"authors\":[\"Jane Doe\"],\"language\":\"en\"},\"published\":{\"start\":\"2021-05-06\","
      "\"end\":\"2021-05-06\",\"from\":\"metadata\"},\"text\":\"Deal\\n\\nBody here.\\nShare\\n\",\"parts\":["
      "{\"role\":\"headline\",\"begin\":0,\"end\":6},{\"role\":\"body\",\"begin\":6,\"end\":17},"
      "{\"role\":\"boilerplate\",\"begin\":17,\"end\":23}]}\n";
  const Read read = read_bytes(record);
  ASSERT_EQ(read.stories.size(), 1u) << read.status.message();
  const Story& story = read.stories[0];
  EXPECT_EQ(story.format, Format::kRecords);
  EXPECT_EQ(story.text.utf8(), "Deal\n\nBody here.\nShare\n");
  EXPECT_EQ(story.source.uri, "https://example.org/a");
  EXPECT_EQ(story.published, "2021-05-06");
  ASSERT_EQ(story.lines.size(), 4u);
  EXPECT_TRUE(story.lines[0].title);
  EXPECT_TRUE(story.lines[2].in_body);
  EXPECT_TRUE(story.lines[3].in_related);
}

// --- feeds ---

TEST(Feed, RssItemsWithHtmlBodies) {
  const std::string file =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Example Wire</title>"
      "<language>en-gb</language><item><title>Deal &amp; peace</title><link>https://example.org/1</link>"
      "<pubDate>Thu, 06 May 2021 10:00:00 GMT</pubDate><dc:creator>Jane Doe</dc:creator>"
      "<description>Short.</description><content:encoded><![CDATA[<p>First caf\xC3\xA9&nbsp;line.</p><p>Second.</p>]]>"
      "</content:encoded></item><item><title>Two</title><description>&lt;p&gt;It&amp;#8217;s told.&lt;/p&gt; &nbsp; "
      "More.</description>"
      "</item></channel></rss>";
  const Read read = read_bytes(file);
  ASSERT_TRUE(read.status.ok()) << read.status.message();
  ASSERT_EQ(read.stories.size(), 2u);
  const Story& one = read.stories[0];
  EXPECT_EQ(one.text.utf8(), "Deal & peace\n\nFirst café line.\n\nSecond.\n");
  EXPECT_EQ(one.source.uri, "https://example.org/1");
  EXPECT_EQ(one.source.site, "Example Wire");
  EXPECT_EQ(one.source.language, "en");
  EXPECT_EQ(one.source.authors, std::vector<std::string>{"Jane Doe"});
  EXPECT_EQ(one.published, "2021-05-06");
  EXPECT_TRUE(one.lines[0].title);
  EXPECT_TRUE(one.lines[2].in_body);
  expect_traced(one, file, "", true);
  EXPECT_EQ(read.stories[1].text.utf8(), "Two\n\nIt’s told.\n\nMore.\n");
  EXPECT_EQ(read.stories[1].source.uri, "in#2");
}

TEST(Feed, AtomWithXhtmlAndLinks) {
  const std::string file =
      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Example</title><entry><title>Deal</title>"
      "<link rel=\"self\" href=\"https://example.org/self\"/><link href=\"https://example.org/a\"/>"
      "<author><name>Jane Doe</name><email>jd@example.org</email></author><updated>2021-05-07T00:00:00Z</updated>"
      "<published>2021-05-06T00:00:00Z</published><content type=\"xhtml\"><div><p>One &amp; two.</p><p>Three.</p></div>"
      "</content></entry></feed>";
  const Read read = read_bytes(file);
  ASSERT_EQ(read.stories.size(), 1u) << read.status.message();
  EXPECT_EQ(read.stories[0].text.utf8(), "Deal\n\nOne & two.\n\nThree.\n");
  EXPECT_EQ(read.stories[0].source.uri, "https://example.org/a");
  EXPECT_EQ(read.stories[0].source.authors, std::vector<std::string>{"Jane Doe"});
  EXPECT_EQ(read.stories[0].published, "2021-05-06");
  expect_traced(read.stories[0], file, "", true);
}

TEST(Feed, EntitiesAreRefusedAndBreaksAreTold) {
  const Read bomb = read_bytes(
      "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>"
      "<rss><channel><item><title>&b;</title></item></channel></rss>");
  EXPECT_EQ(bomb.status.message(), "in:1: declares entities, which are not read");
  EXPECT_TRUE(bomb.stories.empty());
  const Read cut = read_bytes("<rss><channel><item><title>One</title></item>\n<item><title>Two</ti");
  ASSERT_EQ(cut.stories.size(), 1u);
  EXPECT_EQ(cut.status.message().substr(0, 18), "in:2: broken XML: ");
}

TEST(Feed, SampleFeed) {
  const Read read = read_file(kRoot + "/samples/feed/world.rss");
  EXPECT_TRUE(read.status.ok()) << read.status.message();
  EXPECT_EQ(read.stories.size(), 4u);
  const std::string file = slurp(kRoot + "/samples/feed/world.rss");
  for (const Story& story : read.stories) expect_traced(story, file, "", true);
}

TEST(Ingest, FormatNames) {
  EXPECT_EQ(*format_of("html"), Format::kHtml);
  EXPECT_EQ(format_of("pdf").status().code(), Code::kInvalidArgument);
}

}  // namespace
}  // namespace dragoman
