// The C ABI over Reader. Every function catches what memory pressure may throw: nothing leaves a C function but a
// value.
#include "dragoman/dragoman.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include "dragoman/reader.h"

struct dragoman_reader {
  dragoman::Reader reader;
};

namespace {

char* copy(std::string_view s) {
  char* out = static_cast<char*>(std::malloc(s.size() + 1));
  if (out == nullptr) return nullptr;
  std::memcpy(out, s.data(), s.size());
  out[s.size()] = '\0';
  return out;
}

void set_error(char** error, std::string_view message) {
  if (error != nullptr) *error = copy(message);
}

std::string or_empty(const char* s) {
  return s == nullptr ? "" : s;
}

// Runs `make`, which gives a Result of text, and hands the text over.
template <class Make>
char* hand_over(Make make, size_t* length, char** error) {
  if (error != nullptr) *error = nullptr;
  try {
    dragoman::Result<std::string> text = make();
    if (!text.ok()) {
      set_error(error, text.status().message());
      return nullptr;
    }
    char* out = copy(*text);
    if (out == nullptr) set_error(error, "out of memory");
    if (length != nullptr) *length = out == nullptr ? 0 : text->size();
    return out;
  } catch (const std::exception& e) {
    set_error(error, e.what());
    return nullptr;
  }
}

dragoman::StoryOptions story_options(const dragoman_story_options* options) {
  if (options == nullptr) return {};
  return {.uri = or_empty(options->uri), .published = or_empty(options->published)};
}

dragoman::Result<std::string> json(const dragoman::Result<dragoman::Record>& record) {
  if (!record.ok()) return record.status();
  return dragoman::to_json(*record);
}

}  // namespace

extern "C" {

const char* dragoman_version(void) {
  return DRAGOMAN_VERSION;
}

dragoman_reader* dragoman_open(const dragoman_options* options, char** error) {
  if (error != nullptr) *error = nullptr;
  try {
    dragoman::ReaderOptions reader_options;
    if (options != nullptr) {
      reader_options.data_dir = or_empty(options->data_dir);
      reader_options.model_dir = or_empty(options->model_dir);
      reader_options.min_confidence = options->min_confidence;
      reader_options.infer_date = options->no_inferred_date == 0;
    }
    dragoman::Result<dragoman::Reader> reader = dragoman::Reader::open(reader_options);
    if (reader.ok()) return new dragoman_reader{*std::move(reader)};
    set_error(error, reader.status().message());
  } catch (const std::exception& e) {
    set_error(error, e.what());
  }
  return nullptr;
}

void dragoman_close(dragoman_reader* reader) {
  delete reader;
}

char* dragoman_read(const dragoman_reader* reader, const char* text, size_t length,
                    const dragoman_story_options* options, size_t* json_length, char** error) {
  return hand_over(
      [&] {
        return json(reader->reader.read_text({text, length}, story_options(options)));
      },
      json_length, error);
}

char* dragoman_read_bytes(const dragoman_reader* reader, const char* bytes, size_t length,
                          const dragoman_story_options* options, size_t* json_length, char** error) {
  return hand_over(
      [&] {
        return json(reader->reader.read_bytes({bytes, length}, story_options(options)));
      },
      json_length, error);
}

char* dragoman_explain(const dragoman_reader* reader, const char* bytes, size_t length,
                       const dragoman_story_options* options, const char* row, char** error) {
  return hand_over(
      [&] {
        return reader->reader.explain({bytes, length}, story_options(options), or_empty(row));
      },
      nullptr, error);
}

void dragoman_free(void* pointer) {
  std::free(pointer);
}

}  // extern "C"
