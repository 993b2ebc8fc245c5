// RSS 2.0, RSS 1.0 (RDF) and Atom: each item or entry is a story. expat reads the XML without recursion; declarations
// of entities are refused, so nothing can expand. Undeclared references such as &nbsp; are common in feeds and are
// passed on to the HTML reader instead of ending the file.
#include <expat.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "ingest/html.h"
#include "ingest/metadata.h"
#include "ingest/story_parts.h"

namespace dragoman {
namespace {

enum Field { kTitle, kLink, kGuid, kSummary, kContent, kDate, kUpdated, kAuthor, kFields, kNone };

struct FieldName {
  std::string_view element;
  Field field;
};
constexpr std::array kFieldNames = {FieldName{"title", kTitle},
                                    FieldName{"link", kLink},
                                    FieldName{"guid", kGuid},
                                    FieldName{"id", kGuid},
                                    FieldName{"description", kSummary},
                                    FieldName{"summary", kSummary},
                                    FieldName{"content:encoded", kContent},
                                    FieldName{"content", kContent},
                                    FieldName{"pubDate", kDate},
                                    FieldName{"published", kDate},
                                    FieldName{"dc:date", kDate},
                                    FieldName{"issued", kDate},
                                    FieldName{"updated", kUpdated},
                                    FieldName{"modified", kUpdated},
                                    FieldName{"author", kAuthor},
                                    FieldName{"dc:creator", kAuthor}};

Field field_of(std::string_view element) {
  for (const FieldName& f : kFieldNames)
    if (f.element == element) return f.field;
  return kNone;
}

class FeedReader {
 public:
  FeedReader(const Mapped& document, const IngestOptions& options, const std::string& place, const StorySink& sink)
      : document_(document), cursor_(document), options_(options), place_(place), sink_(sink) {}

  Status run(bool* stopped) {
    XML_Parser parser = XML_ParserCreate("UTF-8");  // the text was decoded already, whatever its declaration says
    if (!parser) return Status(Code::kInternal, "cannot start the XML parser");
    parser_ = parser;
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, &FeedReader::on_start, &FeedReader::on_end);
    XML_SetCharacterDataHandler(parser, &FeedReader::on_text);
    XML_SetEntityDeclHandler(parser, &FeedReader::on_entity_declaration);
    XML_SetSkippedEntityHandler(parser, &FeedReader::on_skipped_entity);
    XML_UseForeignDTD(parser, XML_TRUE);  // makes undeclared references skipped instead of fatal
    // expat takes int lengths; kMaxFileBytes is far below.
    const XML_Status ok =
        XML_Parse(parser, document_.text.data(), static_cast<int>(document_.text.size()), /*isFinal=*/1);
    Status status;
    if (ok != XML_STATUS_OK && !stopped_) {
      const std::string why = refused_ ? "declares entities, which are not read"
                                       : std::string("broken XML: ") + XML_ErrorString(XML_GetErrorCode(parser));
      status = Status(Code::kBadInput, place_ + ":" + std::to_string(XML_GetCurrentLineNumber(parser)) + ": " + why);
    }
    XML_ParserFree(parser);
    *stopped = stopped_;
    if (status.ok() && !stopped_ && !any_) status = Status(Code::kBadInput, place_ + ": the feed has no items");
    return status;
  }

 private:
  static FeedReader& self(void* data) { return *static_cast<FeedReader*>(data); }
  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    self(data).start(name, attributes);
  }
  static void on_end(void* data, const XML_Char*) { self(data).end(); }
  static void on_text(void* data, const XML_Char* text, int length) {
    self(data).text({text, static_cast<size_t>(length)});
  }
  static void on_entity_declaration(void* data, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                                    const XML_Char*, const XML_Char*, const XML_Char*) {
    FeedReader& reader = self(data);
    reader.refused_ = true;
    XML_StopParser(reader.parser_, XML_FALSE);
  }
  static void on_skipped_entity(void* data, const XML_Char* name, int is_parameter) {
    if (!is_parameter) self(data).text("&" + std::string(name) + ";");
  }

  static std::string_view attribute(const XML_Char** attributes, std::string_view key) {
    for (size_t i = 0; attributes[i]; i += 2)
      if (key == attributes[i]) return attributes[i + 1];
    return {};
  }

  void start(std::string_view name, const XML_Char** attributes) {
    ++depth_;
    if (name == "item" || name == "entry") {
      if (item_depth_ == 0) {
        item_depth_ = depth_;
        for (Mapped& f : fields_) f = {};
        ++number_;
      }
      return;
    }
    if (item_depth_ == 0) {
      // The channel's own fields: its title is the site.
      if (depth_ == 3 || (depth_ == 2 && name == "title")) channel_field_ = name;
      return;
    }
    if (depth_ == item_depth_ + 1) {
      field_ = field_of(name);
      current_ = {};
      xhtml_ = attribute(attributes, "type") == "xhtml";
      inner_begin_ =
          static_cast<size_t>(XML_GetCurrentByteIndex(parser_)) + static_cast<size_t>(XML_GetCurrentByteCount(parser_));
      if (name == "link" && !attribute(attributes, "href").empty()) {
        const std::string_view rel = attribute(attributes, "rel");
        if ((rel.empty() || rel == "alternate") && fields_[kLink].text.empty())
          fields_[kLink].append(attribute(attributes, "href"), 0, 0, Trace::kReplaced);
        field_ = kNone;
      }
    } else if (field_ == kAuthor) {
      author_part_ = name;  // Atom: <author><name>
    }
  }

  void end() {
    if (item_depth_ > 0 && depth_ == item_depth_ + 1 && field_ != kNone) {
      if (xhtml_) {
        const auto inner_end = static_cast<size_t>(XML_GetCurrentByteIndex(parser_));
        current_ = document_.slice(inner_begin_, std::max(inner_begin_, inner_end));
      }
      // Of several of a kind the first counts, but a content beats a shorter one of another namespace.
      if (fields_[field_].text.empty() || (field_ == kContent && fields_[field_].text.size() < current_.text.size()))
        fields_[field_] = std::move(current_);
      current_ = {};
      field_ = kNone;
    }
    if (item_depth_ > 0 && depth_ == item_depth_) {
      item_depth_ = 0;
      any_ = true;
      if (!sink_(story())) {
        stopped_ = true;
        XML_StopParser(parser_, XML_FALSE);
      }
    }
    if (item_depth_ == 0) channel_field_.clear();
    author_part_.clear();
    --depth_;
  }

  void text(std::string_view utf8) {
    if (item_depth_ == 0) {
      if (channel_field_ == "title" && !any_) site_.append(utf8);
      if (channel_field_ == "language") language_.append(utf8);
      return;
    }
    if (field_ == kNone || xhtml_) return;
    if (field_ == kAuthor && !author_part_.empty() && author_part_ != "name") return;
    const auto at = static_cast<size_t>(XML_GetCurrentByteIndex(parser_));
    const auto count = static_cast<size_t>(XML_GetCurrentByteCount(parser_));
    // Inside CDATA and for plain character data expat hands out the bytes as they stand, but it may hand them out in
    // pieces while the index stays at the event's start; `piece_at_` walks along.
    if (at != event_at_) {
      event_at_ = at;
      piece_at_ = at;
    }
    const std::string_view source = document_.text;
    if (piece_at_ + utf8.size() <= source.size() && source.substr(piece_at_, utf8.size()) == utf8 && utf8 != "&") {
      Mapped piece = document_.slice(piece_at_, piece_at_ + utf8.size());
      for (const Run& run : piece.runs)
        current_.append(std::string_view(piece.text).substr(run.begin, run.end - run.begin), run.raw_begin, run.raw_end,
                        run.trace);
      piece_at_ += utf8.size();
      return;
    }
    const RawRange raw = cursor_.range(at, at + std::max<size_t>(count, 1));
    current_.append(utf8, raw.begin, raw.end, Trace::kReplaced);
  }

  Result<Story> story() {
    Story s;
    s.format = Format::kFeed;
    const auto line = [&](Field f) {
      std::string out;
      for (const std::string_view w : split_space(fields_[f].text)) {
        if (!out.empty()) out.push_back(' ');
        out.append(w);
      }
      return out;
    };
    s.source.headline = html_to_line(fields_[kTitle].text);
    s.source.uri = line(kLink);
    if (s.source.uri.empty()) s.source.uri = line(kGuid);
    if (s.source.uri.empty()) s.source.uri = options_.uri + "#" + std::to_string(number_);
    s.source.site = std::string(strip(site_));
    if (!strip(language_).empty()) {
      Metadata m;
      m.set_language(language_);
      m.apply(&s);
    }
    s.source.authors = names_in(line(kAuthor));
    s.published = date_in(line(kDate));
    if (s.published.empty()) s.published = date_in(line(kUpdated));

    TextBuilder text;
    Status status = append_headline(fields_[kTitle], &text, &s);
    const Mapped& body = strip(fields_[kContent].text).empty() ? fields_[kSummary] : fields_[kContent];
    if (status.ok()) status = append_body(body, &text, &s);
    if (!status.ok()) return status.at(where());
    Result<Story> done = finish(&text, std::move(s));
    return done.ok() ? std::move(done) : Result<Story>(done.status().at(where()));
  }

  std::string where() const { return place_ + ":" + std::to_string(XML_GetCurrentLineNumber(parser_)); }

  const Mapped& document_;
  RunCursor cursor_;
  const IngestOptions& options_;
  const std::string& place_;
  const StorySink& sink_;
  XML_Parser parser_ = nullptr;
  int depth_ = 0, item_depth_ = 0;
  int64_t number_ = 0;
  bool any_ = false, stopped_ = false, refused_ = false, xhtml_ = false;
  Field field_ = kNone;
  std::string author_part_, channel_field_, site_, language_;
  size_t inner_begin_ = 0, event_at_ = SIZE_MAX, piece_at_ = 0;
  Mapped current_;
  std::array<Mapped, kFields> fields_;
};

}  // namespace

Status read_feed(const Mapped& document, const IngestOptions& options, const std::string& place, const StorySink& sink,
                 bool* stopped) {
  return FeedReader(document, options, place, sink).run(stopped);
}

}  // namespace dragoman
