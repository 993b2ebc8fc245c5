/* Every function of the C ABI, compiled as C: argv[1] is a story of plain text that has an event. Exit code 0 if all is
 * as dragoman.h says; else the line of the first check that failed goes to standard error. */
#include <dragoman/dragoman.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

static char text[1 << 16];

int main(int argc, char** argv) {
  CHECK(argc == 2);
  FILE* file = fopen(argv[1], "rb");
  CHECK(file != NULL);
  const size_t size = fread(text, 1, sizeof text, file);
  CHECK(size > 0 && size < sizeof text);
  fclose(file);

  CHECK(dragoman_version()[0] >= '0' && dragoman_version()[0] <= '9');
  char* error = NULL;
  const dragoman_options nowhere = {.data_dir = "/nonexistent"};
  CHECK(dragoman_open(&nowhere, &error) == NULL);
  CHECK(error != NULL && strstr(error, "nonexistent") != NULL);
  dragoman_free(error);

  dragoman_reader* reader = dragoman_open(NULL, &error);
  CHECK(reader != NULL && error == NULL);
  const dragoman_story_options options = {"mem:1", "2021-12-15"};

  /* Plain text read as text and as bytes of a file is the same record. */
  size_t length = 0, length_of_bytes = 0;
  char* json = dragoman_read(reader, text, size, &options, &length, &error);
  CHECK(json != NULL && error == NULL && strlen(json) == length);
  CHECK(strstr(json, "\"uri\":\"mem:1\"") != NULL && strstr(json, "\"from\":\"option\"") != NULL);
  CHECK(strstr(json, "\"id\":\"e1\"") != NULL);
  char* same = dragoman_read_bytes(reader, text, size, &options, &length_of_bytes, &error);
  CHECK(same != NULL && error == NULL && length_of_bytes == length && strcmp(same, json) == 0);
  dragoman_free(same);
  dragoman_free(json);

  /* Bytes of another kind; of several stories the first. No options, no length. */
  const char* page = "<html><body><p>France expelled two diplomats.</p></body></html>";
  json = dragoman_read_bytes(reader, page, strlen(page), NULL, NULL, &error);
  CHECK(json != NULL && error == NULL && strstr(json, "France expelled") != NULL && strstr(json, "<p>") == NULL);
  dragoman_free(json);
  const char* lines = "{\"text\": \"One story of this file.\"}\n{\"text\": \"Another story of this file.\"}\n";
  json = dragoman_read_bytes(reader, lines, strlen(lines), NULL, NULL, &error);
  CHECK(json != NULL && strstr(json, "One story") != NULL && strstr(json, "Another") == NULL);
  dragoman_free(json);

  char* whole = dragoman_explain(reader, text, size, &options, NULL, &error);
  CHECK(whole != NULL && error == NULL);
  char* row = dragoman_explain(reader, text, size, &options, "e1", &error);
  CHECK(row != NULL && error == NULL && strlen(row) > 0 && strlen(row) < strlen(whole));
  dragoman_free(row);
  dragoman_free(whole);

  /* Errors: one line that names what is wrong; `error` may be NULL. */
  CHECK(dragoman_explain(reader, text, size, &options, "e999", &error) == NULL);
  CHECK(error != NULL && strstr(error, "e999") != NULL && strchr(error, '\n') == NULL);
  dragoman_free(error);
  CHECK(dragoman_read_bytes(reader, "", 0, NULL, NULL, &error) == NULL && error != NULL);
  dragoman_free(error);
  const dragoman_story_options wrong = {NULL, "yesterday"};
  CHECK(dragoman_read(reader, text, size, &wrong, NULL, NULL) == NULL);

  /* A date that only the text's words give: inferred, or left open. */
  const char* undated = "Ferry owners met President Joe Biden and Prime Minister Imran Khan at the pier on August 3.";
  json = dragoman_read(reader, undated, strlen(undated), NULL, NULL, &error);
  CHECK(json != NULL && strstr(json, "\"from\":\"inferred\"") != NULL);
  dragoman_free(json);
  const dragoman_options open_date = {.min_confidence = 0.3, .no_inferred_date = 1};
  dragoman_reader* cautious = dragoman_open(&open_date, &error);
  CHECK(cautious != NULL && error == NULL);
  json = dragoman_read(cautious, undated, strlen(undated), NULL, NULL, &error);
  CHECK(json != NULL && strstr(json, "\"published\":null") != NULL);
  dragoman_free(json);
  dragoman_close(cautious);

  dragoman_free(NULL);
  dragoman_close(NULL);
  dragoman_close(reader);
  return 0;
}
