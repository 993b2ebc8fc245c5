// The Python module's native part: Reader over the C++ API. Records cross the border as JSON, which Python's own parser
// turns into dicts (python/dragoman/__init__.py); the GIL is released while a story is read.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/dragoman.h"
#include "dragoman/reader.h"

namespace nb = nanobind;

namespace {

// FileNotFoundError, OSError, ValueError or RuntimeError, by the status.
[[noreturn]] void raise(const dragoman::Status& status) {
  PyObject* type = PyExc_RuntimeError;
  switch (status.code()) {
    case dragoman::Code::kNotFound:
      type = PyExc_FileNotFoundError;
      break;
    case dragoman::Code::kUnreadable:
    case dragoman::Code::kNoSpace:
      type = PyExc_OSError;
      break;
    case dragoman::Code::kInvalidArgument:
    case dragoman::Code::kBadInput:
      type = PyExc_ValueError;
      break;
    default:
      break;
  }
  PyErr_SetString(type, status.message().c_str());
  throw nb::python_error();
}

class PyReader {
 public:
  PyReader(std::string data_dir, std::string model_dir, std::vector<std::string> lexicon_dirs, double min_confidence,
           bool infer_date) {
    auto reader = [&] {
      nb::gil_scoped_release release;
      return dragoman::Reader::open({.data_dir = std::move(data_dir),
                                     .model_dir = std::move(model_dir),
                                     .lexicon_dirs = std::move(lexicon_dirs),
                                     .min_confidence = min_confidence,
                                     .infer_date = infer_date});
    }();
    if (!reader.ok()) raise(reader.status());
    reader_ = std::make_unique<dragoman::Reader>(*std::move(reader));
  }

  std::string read(std::string_view text, bool bytes, const std::string& published, const std::string& uri) const {
    const dragoman::StoryOptions options{.uri = uri, .published = published};
    auto json = [&]() -> dragoman::Result<std::string> {
      nb::gil_scoped_release release;
      auto record = bytes ? reader_->read_bytes(text, options) : reader_->read_text(text, options);
      if (!record.ok()) return record.status();
      return dragoman::to_json(*record);
    }();
    if (!json.ok()) raise(json.status());
    return *std::move(json);
  }

  std::string explain(std::string_view bytes, const std::string& row, const std::string& published,
                      const std::string& uri) const {
    auto grounds = [&] {
      nb::gil_scoped_release release;
      return reader_->explain(bytes, {.uri = uri, .published = published}, row);
    }();
    if (!grounds.ok()) raise(grounds.status());
    return *std::move(grounds);
  }

 private:
  std::unique_ptr<dragoman::Reader> reader_;
};

std::string_view view(const nb::bytes& bytes) {
  return {bytes.c_str(), bytes.size()};
}

}  // namespace

NB_MODULE(_dragoman, module) {
  module.attr("version") = dragoman_version();
  nb::class_<PyReader>(module, "Reader")
      .def(nb::init<std::string, std::string, std::vector<std::string>, double, bool>(), nb::arg("data_dir"),
           nb::arg("model_dir"), nb::arg("lexicon_dirs"), nb::arg("min_confidence"), nb::arg("infer_date"))
      .def("read_text", [](const PyReader& self, const nb::bytes& text, const std::string& published,
                           const std::string& uri) { return self.read(view(text), false, published, uri); })
      .def("read_bytes", [](const PyReader& self, const nb::bytes& bytes, const std::string& published,
                            const std::string& uri) { return self.read(view(bytes), true, published, uri); })
      .def("explain",
           [](const PyReader& self, const nb::bytes& bytes, const std::string& row, const std::string& published,
              const std::string& uri) { return self.explain(view(bytes), row, published, uri); });
}
