// JSON Lines: one object a line, its members matched to the fields of a story; and Dragoman's own records, whose text
// is taken back with the roles of its lines.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/date.h"
#include "base/unicode.h"
#include "ingest/html.h"
#include "ingest/json_line.h"
#include "ingest/metadata.h"
#include "ingest/story_parts.h"

namespace dragoman {
namespace {

struct UsualNames {
  std::string_view field;
  std::array<std::string_view, 6> keys;  // best first
};
constexpr std::array kUsualNames = {
    UsualNames{"text", {"text", "body", "content", "article", "maintext", "story"}},
    UsualNames{"html", {"html", "body_html", "content_html"}},
    UsualNames{"headline", {"headline", "title"}},
    UsualNames{"published", {"published", "published_at", "date", "date_published", "pubdate", "publish_date"}},
    UsualNames{"uri", {"uri", "url", "link", "id"}},
    UsualNames{"authors", {"authors", "author", "byline"}},
    UsualNames{"site", {"site", "source", "outlet", "publisher", "domain"}},
};

std::string_view value_of(std::string_view line, const JsonMember& m) {
  return line.substr(m.begin, m.end - m.begin);
}

// A string or a number as text; anything else is empty.
std::string scalar(std::string_view line, const JsonMember& m) {
  if (m.kind == JsonMember::Kind::kString) return decode_json_string(value_of(line, m), 0).text;
  if (m.kind == JsonMember::Kind::kNumber) return std::string(value_of(line, m));
  return {};
}

// A date in text, or seconds or milliseconds since 1970 as a number.
std::string date_of_member(std::string_view line, const JsonMember& m) {
  if (m.kind != JsonMember::Kind::kNumber) return date_in(scalar(line, m));
  const std::string_view digits = value_of(line, m);
  double seconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  if (seconds > 1e7 && seconds < 1e8) return date_in(digits);  // 20211215
  if (seconds > 1e11) seconds /= 1000;
  if (seconds < 1e8 || seconds > 1e10) return {};
  return iso(date_of(static_cast<int64_t>(seconds) / 86400));
}

std::vector<std::string> names_of_member(std::string_view line, const JsonMember& m) {
  if (m.kind != JsonMember::Kind::kArray) return names_in(scalar(line, m));
  std::vector<std::string> names;
  const std::string_view array = value_of(line, m);
  const auto items = scan_json_array(array);
  if (!items.ok()) return names;
  for (const JsonMember& item : *items)
    for (std::string& n : names_in(scalar(array, item))) names.push_back(std::move(n));
  return names;
}

const JsonMember* find(const std::vector<JsonMember>& members, std::string_view key) {
  for (const JsonMember& m : members)
    if (m.key == key) return &m;
  return nullptr;
}

bool is_record(std::string_view line, const std::vector<JsonMember>& members) {
  const JsonMember* schema = find(members, "schema");
  return schema && scalar(line, *schema).starts_with("dragoman.record/");
}

// Roles of a record's parts as the hints that led to them.
void hint_by_role(std::string_view role, LineHint* line) {
  if (role == "headline") line->title = line->heading = true;
  if (role == "subhead") line->heading = true, line->heading_level = 2;
  if (role == "body" || role == "headline" || role == "subhead") line->in_article = line->in_body = true;
  if (role == "byline") line->in_byline = true;
  if (role == "caption") line->in_caption = true;
  if (role == "credit") line->in_credit = true;
  if (role == "boilerplate") line->in_related = true;
}

void restore_roles(std::string_view line, const JsonMember& parts, std::vector<LineHint>* lines) {
  const std::string_view array = value_of(line, parts);
  const auto items = scan_json_array(array);
  if (!items.ok()) return;
  size_t at = 0;
  for (const JsonMember& item : *items) {
    const std::string_view object = value_of(array, item);
    const auto members = scan_json_object(object);
    if (!members.ok()) continue;
    const JsonMember *role = find(*members, "role"), *begin = find(*members, "begin"), *end = find(*members, "end");
    if (!role || !begin || !end) continue;
    const std::string name = scalar(object, *role);
    if (name == "dateline") continue;
    const auto number = [&](const JsonMember& m) {
      const std::string_view digits = value_of(object, m);
      int32_t value = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
      return value;
    };
    const int32_t b = number(*begin), e = number(*end);
    while (at < lines->size() && (*lines)[at].span.end <= b && !(*lines)[at].span.empty()) ++at;
    for (size_t i = at; i < lines->size() && (*lines)[i].span.begin < e; ++i)
      if ((*lines)[i].span.begin >= b && !(*lines)[i].span.empty()) hint_by_role(name, &(*lines)[i]);
  }
}

Result<Story> read_record(std::string_view line, int64_t base, const std::vector<JsonMember>& members) {
  Story story;
  story.format = Format::kRecords;
  const JsonMember* text_member = find(members, "text");
  if (!text_member || text_member->kind != JsonMember::Kind::kString)
    return Status(Code::kBadInput, "the record has no \"text\"");
  TextBuilder text;
  append_plain(decode_json_string(value_of(line, *text_member), base + static_cast<int64_t>(text_member->begin)), &text,
               &story.lines);
  if (const JsonMember* parts = find(members, "parts"); parts && parts->kind == JsonMember::Kind::kArray)
    restore_roles(line, *parts, &story.lines);
  if (const JsonMember* source = find(members, "source"); source && source->kind == JsonMember::Kind::kObject) {
    const std::string_view object = value_of(line, *source);
    if (const auto fields = scan_json_object(object); fields.ok()) {
      const auto take = [&](const char* key, std::string* out) {
        if (const JsonMember* m = find(*fields, key)) *out = scalar(object, *m);
      };
      take("uri", &story.source.uri);
      take("site", &story.source.site);
      take("agency", &story.source.agency);
      take("headline", &story.source.headline);
      take("language", &story.source.language);
      if (const JsonMember* m = find(*fields, "authors")) story.source.authors = names_of_member(object, *m);
    }
  }
  if (const JsonMember* published = find(members, "published");
      published && published->kind == JsonMember::Kind::kObject) {
    const std::string_view object = value_of(line, *published);
    if (const auto fields = scan_json_object(object); fields.ok()) {
      // Dates that the reader found in the text it finds again; only those from outside must be handed on.
      const JsonMember *start = find(*fields, "start"), *from = find(*fields, "from");
      if (start && from) {
        const std::string origin = scalar(object, *from);
        if (origin == "metadata" || origin == "option") story.published = date_in(scalar(object, *start));
      }
    }
  }
  return finish(&text, std::move(story));
}

}  // namespace

Result<FieldMap> FieldMap::parse(std::string_view map) {
  FieldMap out;
  std::vector<std::string_view> mapped;
  if (!strip(map).empty()) {
    for (const std::string_view pair : split(map, ',')) {
      const size_t equals = pair.find('=');
      const std::string_view field = strip(pair.substr(0, equals));
      const std::string_view key =
          equals == std::string_view::npos ? std::string_view() : strip(pair.substr(equals + 1));
      const bool known =
          std::any_of(kUsualNames.begin(), kUsualNames.end(), [&](const UsualNames& n) { return n.field == field; });
      if (!known || key.empty())
        return Status(Code::kInvalidArgument,
                      "field map: '" + std::string(pair) +
                          "' is not FIELD=NAME with one of text, html, headline, published, uri, authors, site");
      out.choices_.push_back({std::string(field), std::string(key), 1});
      mapped.push_back(field);
    }
  }
  for (const UsualNames& names : kUsualNames) {
    if (std::find(mapped.begin(), mapped.end(), names.field) != mapped.end()) continue;
    int rank = 0;
    for (const std::string_view key : names.keys)
      if (!key.empty()) out.choices_.push_back({std::string(names.field), std::string(key), ++rank});
  }
  return out;
}

int FieldMap::rank(std::string_view field, std::string_view key) const {
  for (const Choice& c : choices_)
    if (c.field == field && c.key == key) return c.rank;
  return 0;
}

Result<Story> read_json_line(std::string_view line, int64_t base, int64_t number, const FieldMap& fields,
                             const IngestOptions& options, const std::string& place) {
  const std::string where = place + ":" + std::to_string(number);
  const auto members = scan_json_object(line);
  if (!members.ok()) return members.status().at(where);
  const auto with_uri = [&](Result<Story> story) {
    if (!story.ok()) return Result<Story>(story.status().at(where));
    if (story->source.uri.empty()) story->source.uri = options.uri + "#" + std::to_string(number);
    return story;
  };
  if (is_record(line, *members)) return with_uri(read_record(line, base, *members));

  const auto best = [&](std::string_view field) {
    const JsonMember* found = nullptr;
    int rank = 0;
    for (const JsonMember& m : *members) {
      const int r = fields.rank(field, m.key);
      if (r == 0 || m.kind == JsonMember::Kind::kNull || (found && r >= rank)) continue;
      if (m.kind == JsonMember::Kind::kString && m.end - m.begin <= 2) continue;  // empty
      found = &m;
      rank = r;
    }
    return found;
  };
  const auto mapped = [&](const JsonMember& m) {
    return decode_json_string(value_of(line, m), base + static_cast<int64_t>(m.begin));
  };
  const auto is_string = [](const JsonMember* m) { return m && m->kind == JsonMember::Kind::kString; };

  Story story;
  story.format = Format::kJsonl;
  TextBuilder text;
  const JsonMember *body = best("text"), *html = best("html"), *headline = best("headline");
  if (!is_string(body)) body = is_string(html) ? html : nullptr;
  if (!body)
    return Status(Code::kBadInput, where +
                                       ": no field holds the text (looked for text, body, content, article, html; "
                                       "name it with a field map)");
  const Mapped content = mapped(*body);
  if (is_string(headline)) {
    const Mapped title = mapped(*headline);
    story.source.headline = html_to_line(title.text);
    // Many collections repeat the headline as the first line of the text.
    const std::string_view head = strip(content.text);
    if (!head.starts_with(strip(title.text)))
      if (Status s = append_headline(title, &text, &story); !s.ok()) return s.at(where);
  }
  if (body == html) {
    Metadata metadata;
    if (Status s = append_html(content, &text, &story.lines, &story.block_parents, &metadata); !s.ok())
      return s.at(where);
    mark_title_lines(story.source.headline.empty() ? metadata.titles() : std::vector{story.source.headline},
                     text.text(), &story.lines);
    metadata.apply(&story);
  } else if (Status s = append_body(content, &text, &story); !s.ok()) {
    return s.at(where);
  }
  if (const JsonMember* m = best("published"))
    if (std::string date = date_of_member(line, *m); !date.empty()) story.published = std::move(date);
  if (const JsonMember* m = best("uri"); m && !scalar(line, *m).empty()) story.source.uri = scalar(line, *m);
  if (const JsonMember* m = best("authors"))
    if (auto names = names_of_member(line, *m); !names.empty()) story.source.authors = std::move(names);
  if (const JsonMember* m = best("site"); is_string(m)) story.source.site = scalar(line, *m);
  return with_uri(finish(&text, std::move(story)));
}

}  // namespace dragoman
