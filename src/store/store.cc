// SQLite by its C interface. Each INSERT is prepared once; a record becomes rows in the order of its own lists.
#include "store/store.h"

#include <sqlite3.h>

#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "store/schema.h"

namespace dragoman {
namespace {

constexpr int kApplicationId = 0x44524731;  // "DRG1"

enum Insert {
  kStory,
  kPart,
  kSentence,
  kActor,
  kMention,
  kEvent,
  kEventMention,
  kEventActor,
  kSaidBy,
  kQuote,
  kQuoteContent,
  kQuoteActor,
  kFigure,
  kFigureEvent,
  kTime,
  kOpenTime,
  kPlace,
  kNote,
  kSearch,
  kInserts,
};
constexpr std::array<const char*, kInserts> kInsertSql = {
    "INSERT INTO stories VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO parts VALUES (?,?,?,?,?)",
    "INSERT INTO sentences VALUES (?,?,?,?)",
    "INSERT INTO actors VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO mentions VALUES (?,?,?,?,?,?)",
    "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO event_mentions VALUES (?,?,?,?,?)",
    "INSERT INTO event_actors VALUES (?,?,?,?,?,?,?)",
    "INSERT INTO said_by VALUES (?,?,?,?)",
    "INSERT INTO quotes VALUES (?,?,?,?,?,?,?,?)",
    "INSERT INTO quote_content VALUES (?,?,?,?,?)",
    "INSERT INTO quote_actors VALUES (?,?,?,?,?)",
    "INSERT INTO figures VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO figure_events VALUES (?,?,?,?)",
    "INSERT INTO times VALUES (?,?,?,?,?,?,?,?)",
    "INSERT INTO open_times VALUES (?,?,?,?,?,?)",
    "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?)",
    "INSERT INTO notes VALUES (?,?,?,?,?)",
    "INSERT INTO search(rowid, headline, text) VALUES (?,?,?)",
};

// Binds values from left to right; the texts must live until the statement has run.
class Binder {
 public:
  explicit Binder(sqlite3_stmt* statement) : statement_(statement) {}

  Binder& integer(int64_t v) {
    sqlite3_bind_int64(statement_, ++at_, v);
    return *this;
  }
  Binder& real(double v) {
    sqlite3_bind_double(statement_, ++at_, v);
    return *this;
  }
  Binder& text(std::string_view v) {
    sqlite3_bind_text64(statement_, ++at_, v.data() == nullptr ? "" : v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
  }
  Binder& null() {
    sqlite3_bind_null(statement_, ++at_);
    return *this;
  }
  Binder& text_or_null(std::string_view v) { return v.empty() ? null() : text(v); }
  Binder& real(const std::optional<double>& v) { return v ? real(*v) : null(); }
  Binder& integer(const std::optional<int64_t>& v) { return v ? integer(*v) : null(); }
  Binder& span(Span v) { return integer(v.begin).integer(v.end); }
  Binder& span_or_null(const std::optional<Span>& v) { return v && !v->empty() ? span(*v) : null().null(); }

 private:
  sqlite3_stmt* statement_;
  int at_ = 0;
};

}  // namespace

struct Store::Impl {
  std::string path;
  sqlite3* db = nullptr;
  std::array<sqlite3_stmt*, kInserts> inserts{};

  ~Impl() {
    for (sqlite3_stmt* statement : inserts) sqlite3_finalize(statement);
    sqlite3_close_v2(db);
  }

  Status error(int rc) const {
    const std::string why = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
    Code code = Code::kUnreadable;
    switch (rc & 0xff) {
      case SQLITE_FULL:
        return Status(Code::kNoSpace, path + ": no space left on the disk");
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        code = Code::kCorrupt;
        break;
      case SQLITE_CONSTRAINT:
        code = Code::kInvalidArgument;
        break;
      case SQLITE_NOMEM:
      case SQLITE_MISUSE:
        code = Code::kInternal;
        break;
      default:
        break;
    }
    return Status(code, fmt::format("{}: {}", path, why));
  }

  Status run(const char* sql) {
    const int rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
    return rc == SQLITE_OK ? Status() : error(rc);
  }

  // Runs a SELECT, once per row through `row`, which returns false to stop.
  template <class Bind, class Row>
  Status select(const char* sql, Bind bind, Row row) {
    sqlite3_stmt* statement = nullptr;
    int rc = sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
    if (rc != SQLITE_OK) return error(rc);
    Binder binder(statement);
    bind(binder);
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
      if (!row(statement)) break;
    }
    Status status = rc == SQLITE_DONE || rc == SQLITE_ROW ? Status() : error(rc);
    sqlite3_finalize(statement);
    return status;
  }

  template <class Bind>
  Status insert(Insert which, Bind bind) {
    sqlite3_stmt*& statement = inserts[which];
    if (statement == nullptr) {
      const int rc = sqlite3_prepare_v3(db, kInsertSql[which], -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
      if (rc != SQLITE_OK) return error(rc);
    }
    Binder binder(statement);
    bind(binder);
    const int rc = sqlite3_step(statement);
    Status status = rc == SQLITE_DONE ? Status() : error(rc);
    sqlite3_reset(statement);
    return status;
  }

  Status prepare_file(Mode mode);

  Result<int64_t> add_story(const Record& r, std::string_view json);
  Status add_layout(int64_t story, const Record& r);
  Status add_actor(int64_t story, const Actor& a);
  Status add_event(int64_t story, const Event& e);
  Status add_said_by(int64_t story, const std::string& row, const std::vector<std::string>& actors);
  Status add_quote(int64_t story, const Quote& q);
  Status add_figure(int64_t story, const Figure& f);
  Status add_times(int64_t story, const Record& r);
  Status add_places(int64_t story, const std::vector<Place>& places);
  Status add_notes(int64_t story, const std::vector<Note>& notes);
};

static std::string column_text(sqlite3_stmt* statement, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return bytes == nullptr ? "" : std::string(bytes, sqlite3_column_bytes(statement, column));
}

// A new file gets the tables; one that is there must be a store of this schema.
Status Store::Impl::prepare_file(Mode mode) {
  int64_t application = 0, schema = 0, tables = 0;
  auto none = [](Binder&) {};
  auto into = [](int64_t& out) {
    return [&out](sqlite3_stmt* s) {
      out = sqlite3_column_int64(s, 0);
      return false;
    };
  };
  DRAGOMAN_RETURN_IF_ERROR(select("PRAGMA application_id", none, into(application)));
  DRAGOMAN_RETURN_IF_ERROR(select("PRAGMA user_version", none, into(schema)));
  DRAGOMAN_RETURN_IF_ERROR(select("SELECT count(*) FROM sqlite_master", none, into(tables)));
  if (tables == 0 && mode == Mode::kReadWrite) {
    DRAGOMAN_RETURN_IF_ERROR(run("PRAGMA journal_mode=WAL"));
    const std::string stamp = fmt::format("BEGIN IMMEDIATE;{}PRAGMA application_id={};PRAGMA user_version={};COMMIT",
                                          kSchema, kApplicationId, kStoreSchema);
    Status status = run(stamp.c_str());
    if (!status.ok()) run("ROLLBACK").ignore();
    return status;
  }
  if (application != kApplicationId) return Status(Code::kCorrupt, path + ": not a store of dragoman");
  if (schema != kStoreSchema) {
    return Status(Code::kCorrupt,
                  fmt::format("{}: store schema {}, this program reads {}", path, schema, kStoreSchema));
  }
  return {};
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path, Mode mode) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  const int flags = mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int rc = sqlite3_open_v2(path.c_str(), &impl->db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (rc != SQLITE_OK) {
    Status status = impl->error(rc);
    return mode == Mode::kReadOnly ? Status(Code::kNotFound, status.message()) : status;
  }
  sqlite3_extended_result_codes(impl->db, 1);
  sqlite3_busy_timeout(impl->db, 10'000);
  // NORMAL in WAL mode never damages the file; a power cut may lose the last commits, which the next run then repeats.
  if (mode == Mode::kReadWrite) DRAGOMAN_RETURN_IF_ERROR(impl->run("PRAGMA synchronous=NORMAL"));
  DRAGOMAN_RETURN_IF_ERROR(impl->prepare_file(mode));
  return Store(std::move(impl));
}

Result<bool> Store::contains(std::string_view story_id) {
  bool found = false;
  DRAGOMAN_RETURN_IF_ERROR(impl_->select(
      "SELECT 1 FROM stories WHERE id=?", [&](Binder& b) { b.text(story_id); },
      [&](sqlite3_stmt*) {
        found = true;
        return false;
      }));
  return found;
}

Status Store::for_each_json(const std::function<Status(std::string_view)>& each) {
  Status inner;
  Status outer = impl_->select(
      "SELECT record FROM stories ORDER BY story", [](Binder&) {},
      [&](sqlite3_stmt* s) {
        inner = each(column_text(s, 0));
        return inner.ok();
      });
  return outer.ok() ? inner : outer;
}

Status Store::begin() {
  return impl_->run("BEGIN IMMEDIATE");
}
Status Store::commit() {
  Status status = impl_->run("COMMIT");
  if (!status.ok()) rollback();
  return status;
}
void Store::rollback() {
  // After some errors SQLite has rolled back by itself.
  if (sqlite3_get_autocommit(impl_->db) == 0) impl_->run("ROLLBACK").ignore();
}

Result<int64_t> Store::fact(std::string_view name) {
  int64_t value = 0;
  DRAGOMAN_RETURN_IF_ERROR(impl_->select(
      "SELECT value FROM facts WHERE name=?", [&](Binder& b) { b.text(name); },
      [&](sqlite3_stmt* s) {
        value = sqlite3_column_int64(s, 0);
        return false;
      }));
  return value;
}

Status Store::set_fact(std::string_view name, int64_t value) {
  return impl_->select(
      "INSERT INTO facts VALUES (?1,?2) ON CONFLICT(name) DO UPDATE SET value=excluded.value",
      [&](Binder& b) { b.text(name).integer(value); }, [](sqlite3_stmt*) { return true; });
}

Result<std::vector<std::pair<std::string, int64_t>>> Store::counts(const char* sql) {
  std::vector<std::pair<std::string, int64_t>> rows;
  DRAGOMAN_RETURN_IF_ERROR(impl_->select(
      sql, [](Binder&) {},
      [&](sqlite3_stmt* s) {
        rows.emplace_back(column_text(s, 0), sqlite3_column_int64(s, 1));
        return true;
      }));
  return rows;
}

Status Store::add(const Record& r, std::string_view json) {
  Result<int64_t> added = impl_->add_story(r, json);
  if (!added.ok()) return added.status();
  const int64_t story = *added;
  DRAGOMAN_RETURN_IF_ERROR(impl_->add_layout(story, r));
  for (const Actor& a : r.actors) DRAGOMAN_RETURN_IF_ERROR(impl_->add_actor(story, a));
  for (const Event& e : r.events) DRAGOMAN_RETURN_IF_ERROR(impl_->add_event(story, e));
  for (const Quote& q : r.quotes) DRAGOMAN_RETURN_IF_ERROR(impl_->add_quote(story, q));
  for (const Figure& f : r.figures) DRAGOMAN_RETURN_IF_ERROR(impl_->add_figure(story, f));
  DRAGOMAN_RETURN_IF_ERROR(impl_->add_times(story, r));
  DRAGOMAN_RETURN_IF_ERROR(impl_->add_places(story, r.places));
  return impl_->add_notes(story, r.notes);
}

// The story's own row and its words in the search; its key.
Result<int64_t> Store::Impl::add_story(const Record& r, std::string_view json) {
  std::string authors;
  for (const std::string& author : r.source.authors) authors += (authors.empty() ? "" : "; ") + author;
  const Published published = r.published.value_or(Published{});
  DRAGOMAN_RETURN_IF_ERROR(insert(kStory, [&](Binder& b) {
    b.text(r.id).text_or_null(r.source.uri).text_or_null(r.source.site).text_or_null(r.source.agency);
    b.text_or_null(r.source.headline).text_or_null(authors).text_or_null(r.source.language);
    b.text_or_null(published.start).text_or_null(published.end).text_or_null(published.from).text(r.text);
    b.text(r.engine.version).text(r.engine.model).text(r.engine.lexicon).text(r.engine.knowledge).text(json);
  }));
  const int64_t story = sqlite3_last_insert_rowid(db);
  DRAGOMAN_RETURN_IF_ERROR(
      insert(kSearch, [&](Binder& b) { b.integer(story).text_or_null(r.source.headline).text(r.text); }));
  return story;
}

Status Store::Impl::add_layout(int64_t story, const Record& r) {
  int64_t position = 0;
  for (const Part& p : r.parts) {
    DRAGOMAN_RETURN_IF_ERROR(
        insert(kPart, [&](Binder& b) { b.integer(story).integer(position++).text(name_of(p.role)).span(p.span); }));
  }
  position = 0;
  for (Span s : r.sentences) {
    DRAGOMAN_RETURN_IF_ERROR(insert(kSentence, [&](Binder& b) { b.integer(story).integer(position++).span(s); }));
  }
  return {};
}

Status Store::Impl::add_actor(int64_t story, const Actor& a) {
  DRAGOMAN_RETURN_IF_ERROR(insert(kActor, [&](Binder& b) {
    b.integer(story).text(a.id).text(a.name).text(name_of(a.kind)).text_or_null(a.country).text_or_null(a.sector);
    b.text_or_null(a.role).text_or_null(a.role_start).text_or_null(a.role_end);
    b.text_or_null(a.ids.wikidata).text_or_null(a.ids.cow).text_or_null(a.ids.gw).text_or_null(a.ids.cameo);
  }));
  int64_t position = 0;
  for (const Mention& m : a.mentions) {
    DRAGOMAN_RETURN_IF_ERROR(insert(kMention, [&](Binder& b) {
      b.integer(story).text(a.id).integer(position++).span(m.span).text(name_of(m.form));
    }));
  }
  return {};
}

Status Store::Impl::add_event(int64_t story, const Event& e) {
  const EventDate date = e.date.value_or(EventDate{});
  const EventPlace place = e.place.value_or(EventPlace{});
  DRAGOMAN_RETURN_IF_ERROR(insert(kEvent, [&](Binder& b) {
    b.integer(story).text(e.id).text(e.custom_type.empty() ? name_of(e.type) : e.custom_type.c_str());
    b.text_or_null(e.mode).text_or_null(e.cameo).real(e.goldstein).integer(e.quad).integer(e.reciprocal ? 1 : 0);
    b.span(e.trigger).integer(e.sentence).text(name_of(e.status)).text_or_null(e.quote);
    b.text_or_null(date.start).text_or_null(date.end).text_or_null(date.grain).span_or_null(date.span);
    b.text_or_null(place.name).text_or_null(place.country).text_or_null(place.admin1).real(place.lat).real(place.lon);
    b.integer(place.geonames).span_or_null(place.span);
    b.real(e.confidence).text_or_null(e.because.rule).text_or_null(e.because.lexicon);
  }));
  int64_t position = 0;
  for (Span m : e.mentions) {
    DRAGOMAN_RETURN_IF_ERROR(
        insert(kEventMention, [&](Binder& b) { b.integer(story).text(e.id).integer(position++).span(m); }));
  }
  for (const auto& [side, refs] : {std::pair("source", &e.source), std::pair("target", &e.target)}) {
    position = 0;
    for (const ActorRef& ref : *refs) {
      DRAGOMAN_RETURN_IF_ERROR(insert(kEventActor, [&](Binder& b) {
        b.integer(story).text(e.id).text(side).integer(position++).text(ref.actor).span(ref.span);
      }));
    }
  }
  return add_said_by(story, e.id, e.said_by);
}

// On whose word the event or figure `row` stands.
Status Store::Impl::add_said_by(int64_t story, const std::string& row, const std::vector<std::string>& actors) {
  int64_t position = 0;
  for (const std::string& actor : actors) {
    DRAGOMAN_RETURN_IF_ERROR(
        insert(kSaidBy, [&](Binder& b) { b.integer(story).text(row).integer(position++).text(actor); }));
  }
  return {};
}

Status Store::Impl::add_quote(int64_t story, const Quote& q) {
  DRAGOMAN_RETURN_IF_ERROR(insert(kQuote, [&](Binder& b) {
    b.integer(story).text(q.id).text(name_of(q.kind));
    b.span_or_null(q.speaker_span).span_or_null(q.cue).real(q.confidence);
  }));
  int64_t position = 0;
  for (Span s : q.content) {
    DRAGOMAN_RETURN_IF_ERROR(
        insert(kQuoteContent, [&](Binder& b) { b.integer(story).text(q.id).integer(position++).span(s); }));
  }
  for (const auto& [part, actors] :
       {std::pair("speaker", &q.speakers), std::pair("via", &q.via), std::pair("addressee", &q.addressee)}) {
    position = 0;
    for (const std::string& actor : *actors) {
      DRAGOMAN_RETURN_IF_ERROR(insert(
          kQuoteActor, [&](Binder& b) { b.integer(story).text(q.id).text(part).integer(position++).text(actor); }));
    }
  }
  return {};
}

Status Store::Impl::add_figure(int64_t story, const Figure& f) {
  const Change change = f.change.value_or(Change{});
  const Interval period = f.period.value_or(Interval{});
  DRAGOMAN_RETURN_IF_ERROR(insert(kFigure, [&](Binder& b) {
    b.integer(story).text(f.id).span(f.span).real(f.value).text_or_null(f.unit).text(name_of(f.bound));
    b.real(f.value_max).span_or_null(f.what);
    b.text_or_null(change.direction).real(change.by).text_or_null(change.unit).real(change.from);
    b.text_or_null(period.start).text_or_null(period.end).real(f.confidence);
  }));
  int64_t position = 0;
  for (const std::string& event : f.events) {
    DRAGOMAN_RETURN_IF_ERROR(
        insert(kFigureEvent, [&](Binder& b) { b.integer(story).text(f.id).integer(position++).text(event); }));
  }
  return add_said_by(story, f.id, f.said_by);
}

Status Store::Impl::add_times(int64_t story, const Record& r) {
  int64_t position = 0;
  for (const Time& t : r.times) {
    DRAGOMAN_RETURN_IF_ERROR(insert(kTime, [&](Binder& b) {
      b.integer(story).integer(position++).span(t.span).text_or_null(t.start).text_or_null(t.end_date);
      b.text_or_null(t.grain).text_or_null(t.timex);
    }));
  }
  position = 0;
  for (const OpenTime& t : r.open_times) {
    DRAGOMAN_RETURN_IF_ERROR(insert(
        kOpenTime, [&](Binder& b) { b.integer(story).integer(position++).span(t.span).text(t.type).text(t.timex); }));
  }
  return {};
}

Status Store::Impl::add_places(int64_t story, const std::vector<Place>& places) {
  int64_t position = 0;
  for (const Place& p : places) {
    DRAGOMAN_RETURN_IF_ERROR(insert(kPlace, [&](Binder& b) {
      b.integer(story).integer(position++).span(p.span).text_or_null(p.name).text_or_null(p.country);
      b.text_or_null(p.admin1).real(p.lat).real(p.lon).integer(p.geonames).real(p.confidence);
    }));
  }
  return {};
}

Status Store::Impl::add_notes(int64_t story, const std::vector<Note>& notes) {
  int64_t position = 0;
  for (const Note& n : notes) {
    DRAGOMAN_RETURN_IF_ERROR(insert(
        kNote, [&](Binder& b) { b.integer(story).integer(position++).text(n.level).text(n.code).text(n.message); }));
  }
  return {};
}

}  // namespace dragoman
