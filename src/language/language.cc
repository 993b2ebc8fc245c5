// Language: tokenise, pack, encode, decode - one window after another, in order.
#include "language/language.h"

#include "language/decode.h"
#include "language/encoder.h"
#include "language/mend.h"
#include "language/model_files.h"
#include "language/windows.h"
#include "language/wordpiece.h"

namespace dragoman {

struct Language::Impl {
  ModelFiles files;
  WordPiece word_piece;
  Encoder encoder;
  bool span_candidates = false;
};

Result<Language> Language::open(const LanguageOptions& options) {
  Result<ModelFiles> files = ModelFiles::load(options.model_dir);
  if (!files.ok()) return files.status();
  Result<WordPiece> word_piece = WordPiece::load(options.model_dir + "/vocab.txt");
  if (!word_piece.ok()) return word_piece.status();
  Result<Encoder> encoder = Encoder::open(options, files->tags_size, files->reps_size);
  if (!encoder.ok()) return encoder.status();
  return Language(std::make_unique<Impl>(Impl{std::move(files).value(), std::move(word_piece).value(),
                                              std::move(encoder).value(), options.span_candidates}));
}

Result<Document> Language::analyse(const Text& text, const std::vector<Span>& paragraphs) const {
  Document out;
  std::vector<int32_t> begins = {0};
  for (const Span& p : paragraphs) {
    tokenize(text, p, out.tokens);
    begins.push_back(static_cast<int32_t>(out.tokens.size()));
  }
  if (!out.tokens.empty()) {
    const std::vector<Window> windows = pack(out.tokens, begins, impl_->word_piece, impl_->files.max_pieces);
    Result<Encoder::Lease> lease = impl_->encoder.lease();
    if (!lease.ok()) return lease.status();
    DecodeWorkspace work;
    work.span_candidates = impl_->span_candidates;
    for (const Window& window : windows) {
      const Result<EncoderOutput> output = lease->run(window);
      if (!output.ok()) return output.status();
      decode(impl_->files, impl_->word_piece, window, *output, work, out);
    }
  }
  out.index_children();
  mend(out);
  return out;
}

const std::string& Language::version() const {
  return impl_->files.version;
}
std::string Language::describe() const {
  return impl_->encoder.describe();
}

Language::Language(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Language::Language(Language&&) noexcept = default;
Language& Language::operator=(Language&&) noexcept = default;
Language::~Language() = default;

}  // namespace dragoman
