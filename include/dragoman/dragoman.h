/* The reader in C: what other languages bind to. reader.h is the same in C++.
 *
 *   char* error = NULL;
 *   dragoman_reader* reader = dragoman_open(NULL, &error);
 *   size_t length;
 *   char* json = dragoman_read(reader, text, strlen(text), NULL, &length, &error);
 *   ...
 *   dragoman_free(json);
 *   dragoman_close(reader);
 *
 * Conventions:
 *  - dragoman_reader is opaque; made by dragoman_open, released by dragoman_close.
 *  - Text goes in as pointer and length in bytes, UTF-8, and need not end in NUL. File names and
 *    options end in NUL.
 *  - What a function returns as char* is the caller's, ends in NUL, and is released by
 *    dragoman_free.
 *  - A function that can fail returns NULL and, when `error` is not NULL, puts one line into
 *    *error, also released by dragoman_free. On success *error is set to NULL.
 *  - No function throws or exits. A reader may be used by many threads at once.
 */
#ifndef DRAGOMAN_DRAGOMAN_H
#define DRAGOMAN_DRAGOMAN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dragoman_reader dragoman_reader;

typedef struct dragoman_options {
  /* Folder of models/, lexicon/ and knowledge/. NULL: the one installed with the library. */
  const char* data_dir;
  const char* model_dir; /* NULL: data_dir/models/en */
  double min_confidence; /* events below it are left out, 0 keeps all; with NULL options 0.3 */
  /* Not 0: the date of a story that does not give it is left open, instead of inferred from its text. */
  int no_inferred_date;
} dragoman_options;

typedef struct dragoman_story_options {
  const char* uri;       /* goes into the record's source.uri; NULL: none */
  const char* published; /* ISO date over what the story says; NULL: find it */
} dragoman_story_options;

/* "0.1.0"; static, not to be freed. */
const char* dragoman_version(void);

/* Loads model, lexicon and knowledge. options: NULL for the defaults. */
dragoman_reader* dragoman_open(const dragoman_options* options, char** error);
void dragoman_close(dragoman_reader* reader); /* NULL is allowed */

/* The record of one story of plain text, as one line of JSON (docs/record.md). *json_length: its
 * bytes without the NUL; may be NULL. options: NULL for the defaults. */
char* dragoman_read(const dragoman_reader* reader, const char* text, size_t length,
                    const dragoman_story_options* options, size_t* json_length, char** error);
/* The same from the bytes of a file of any kind that `dragoman code` reads; of several stories the
 * first. */
char* dragoman_read_bytes(const dragoman_reader* reader, const char* bytes, size_t length,
                          const dragoman_story_options* options, size_t* json_length, char** error);
/* Why the rows of a story are there, as text for people. row: "e3", "q1" ...; NULL or ""
 * for all. */
char* dragoman_explain(const dragoman_reader* reader, const char* bytes, size_t length,
                       const dragoman_story_options* options, const char* row, char** error);

void dragoman_free(void* pointer); /* NULL is allowed */

#ifdef __cplusplus
}
#endif

#endif
