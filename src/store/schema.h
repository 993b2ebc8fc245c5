// The tables. Column names are the field names of docs/record.md; docs/store.md explains each table
// with examples.
#pragma once

namespace dragoman {

inline constexpr const char* kSchema = R"sql(
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE stories (
  story INTEGER PRIMARY KEY,            -- order of coding; every other table refers to it
  id TEXT NOT NULL UNIQUE,              -- "b3:..."
  uri TEXT, site TEXT, agency TEXT, headline TEXT, authors TEXT, language TEXT,
  published_start TEXT, published_end TEXT, published_from TEXT,
  text TEXT NOT NULL,
  engine_version TEXT NOT NULL, engine_model TEXT NOT NULL, engine_lexicon TEXT NOT NULL,
  engine_knowledge TEXT NOT NULL,
  record TEXT NOT NULL                  -- the whole record, as its line in records.jsonl
);
CREATE INDEX stories_uri ON stories(uri);
CREATE INDEX stories_published ON stories(published_start);
CREATE TABLE parts (story INTEGER NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL,
  "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (story, position)) WITHOUT ROWID;
CREATE TABLE sentences (story INTEGER NOT NULL, position INTEGER NOT NULL, "begin" INTEGER NOT NULL,
  "end" INTEGER NOT NULL, PRIMARY KEY (story, position)) WITHOUT ROWID;
CREATE TABLE actors (story INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL, country TEXT, sector TEXT, role TEXT, role_start TEXT, role_end TEXT,
  wikidata TEXT, cow TEXT, gw TEXT, cameo TEXT, PRIMARY KEY (story, id)) WITHOUT ROWID;
CREATE INDEX actors_country ON actors(country, sector);
CREATE TABLE mentions (story INTEGER NOT NULL, actor TEXT NOT NULL, position INTEGER NOT NULL,
  "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, form TEXT NOT NULL,
  PRIMARY KEY (story, actor, position)) WITHOUT ROWID;
CREATE TABLE events (story INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, mode TEXT,
  cameo TEXT, goldstein REAL, quad INTEGER, reciprocal INTEGER NOT NULL,
  trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, sentence INTEGER NOT NULL,
  status TEXT NOT NULL, quote TEXT,
  date_start TEXT, date_end TEXT, date_grain TEXT, date_span_begin INTEGER, date_span_end INTEGER,
  place_name TEXT, place_country TEXT, place_admin1 TEXT, place_lat REAL, place_lon REAL,
  place_geonames INTEGER, place_begin INTEGER, place_end INTEGER,
  confidence REAL NOT NULL, because_rule TEXT, because_lexicon TEXT,
  PRIMARY KEY (story, id)) WITHOUT ROWID;
CREATE INDEX events_type ON events(type, status);
CREATE INDEX events_date ON events(date_start);
CREATE TABLE event_mentions (story INTEGER NOT NULL, event TEXT NOT NULL, position INTEGER NOT NULL,
  "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (story, event, position)) WITHOUT ROWID;
CREATE TABLE event_actors (story INTEGER NOT NULL, event TEXT NOT NULL, side TEXT NOT NULL,
  position INTEGER NOT NULL, actor TEXT NOT NULL, "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (story, event, side, position)) WITHOUT ROWID;
CREATE TABLE said_by (story INTEGER NOT NULL, row TEXT NOT NULL, position INTEGER NOT NULL,
  actor TEXT NOT NULL, PRIMARY KEY (story, row, position)) WITHOUT ROWID;
CREATE TABLE quotes (story INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,
  speaker_begin INTEGER, speaker_end INTEGER, cue_begin INTEGER, cue_end INTEGER,
  confidence REAL NOT NULL, PRIMARY KEY (story, id)) WITHOUT ROWID;
CREATE TABLE quote_content (story INTEGER NOT NULL, quote TEXT NOT NULL, position INTEGER NOT NULL,
  "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (story, quote, position)) WITHOUT ROWID;
CREATE TABLE quote_actors (story INTEGER NOT NULL, quote TEXT NOT NULL, part TEXT NOT NULL,
  position INTEGER NOT NULL, actor TEXT NOT NULL,
  PRIMARY KEY (story, quote, part, position)) WITHOUT ROWID;
CREATE TABLE figures (story INTEGER NOT NULL, id TEXT NOT NULL, "begin" INTEGER NOT NULL,
  "end" INTEGER NOT NULL, value REAL NOT NULL, unit TEXT, bound TEXT NOT NULL, value_max REAL,
  what_begin INTEGER, what_end INTEGER, change_direction TEXT, change_by REAL, change_unit TEXT,
  change_from REAL, period_start TEXT, period_end TEXT, confidence REAL NOT NULL,
  PRIMARY KEY (story, id)) WITHOUT ROWID;
CREATE TABLE figure_events (story INTEGER NOT NULL, figure TEXT NOT NULL, position INTEGER NOT NULL,
  event TEXT NOT NULL, PRIMARY KEY (story, figure, position)) WITHOUT ROWID;
CREATE TABLE times (story INTEGER NOT NULL, position INTEGER NOT NULL, "begin" INTEGER NOT NULL,
  "end" INTEGER NOT NULL, start TEXT, end_date TEXT, grain TEXT, timex TEXT,
  PRIMARY KEY (story, position)) WITHOUT ROWID;
CREATE TABLE open_times (story INTEGER NOT NULL, position INTEGER NOT NULL,
  "begin" INTEGER NOT NULL, "end" INTEGER NOT NULL, type TEXT NOT NULL, timex TEXT NOT NULL,
  PRIMARY KEY (story, position)) WITHOUT ROWID;
CREATE TABLE places (story INTEGER NOT NULL, position INTEGER NOT NULL, "begin" INTEGER NOT NULL,
  "end" INTEGER NOT NULL, name TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL,
  geonames INTEGER, confidence REAL NOT NULL, PRIMARY KEY (story, position)) WITHOUT ROWID;
CREATE TABLE notes (story INTEGER NOT NULL, position INTEGER NOT NULL, level TEXT NOT NULL,
  code TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (story, position)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(headline, text, content='stories', content_rowid='story');

-- One line an act, for people: who, whom, on whose word, and the sentence.
CREATE VIEW acts AS SELECT s.id AS story_id, s.uri, e.id, e.type, e.mode,
  e.status, e.date_start, e.date_end,
  (SELECT group_concat(a.name, '; ') FROM event_actors ea
    JOIN actors a ON a.story = ea.story AND a.id = ea.actor
    WHERE ea.story = e.story AND ea.event = e.id AND ea.side = 'source') AS source,
  (SELECT group_concat(a.name, '; ') FROM event_actors ea
    JOIN actors a ON a.story = ea.story AND a.id = ea.actor
    WHERE ea.story = e.story AND ea.event = e.id AND ea.side = 'target') AS target,
  (SELECT group_concat(a.name, '; ') FROM said_by sb
    JOIN actors a ON a.story = sb.story AND a.id = sb.actor
    WHERE sb.story = e.story AND sb.row = e.id) AS said_by,
  substr(s.text, e.trigger_begin + 1, e.trigger_end - e.trigger_begin) AS trigger,
  (SELECT substr(s.text, x."begin" + 1, x."end" - x."begin") FROM sentences x
    WHERE x.story = e.story AND x.position = e.sentence) AS sentence,
  e.confidence, e.because_rule
FROM events e JOIN stories s ON s.story = e.story;
)sql";

}  // namespace dragoman
