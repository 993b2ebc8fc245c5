// OpenVINO runtime. One thread and one stream a compiled copy, so that a window's numbers never depend on what runs
// beside it. Lengths are rounded up, pieces to a multiple of 16 and words to one of 32: each distinct shape costs
// memory in the plugin's cache of kernels and time to prepare, and what is padded is computed in vain.
#include "language/encoder.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <algorithm>
#include <fstream>
#include <mutex>
#include <utility>
#include <vector>

#include <openvino/op/constant.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/gather_elements.hpp>
#include <openvino/openvino.hpp>
#include <openvino/pass/constant_folding.hpp>
#include <openvino/pass/manager.hpp>

namespace dragoman {
namespace {

constexpr size_t kRoundPieces = 16, kRoundWords = 32;
size_t round_up(size_t n, size_t step) {
  return (n + step - 1) / step * step;
}

// Which dot-product instructions for int8 the CPU has: "avx512_vnni", "avx_vnni" or nullptr.
const char* vnni() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__builtin_cpu_supports("avx512f") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (c >> 11 & 1))
    return "avx512_vnni";
  if (__builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1)) return "avx_vnni";
#endif
  return nullptr;
}

// Removes the FakeQuantize nodes on activations and widens the int8 weights, so that the model runs in plain f32. Left
// as they are, the weights would be multiplied in int8 after all, by scales found at run time, where the CPU has VNNI.
void strip_fake_quantize(ov::Model& model) {
  for (const std::shared_ptr<ov::Node>& node : model.get_ordered_ops()) {
    if (!ov::is_type<ov::op::v0::FakeQuantize>(node)) continue;
    const ov::Output<ov::Node> input = node->input_value(0);
    for (ov::Input<ov::Node> user : node->output(0).get_target_inputs()) user.replace_source_output(input);
  }
  ov::pass::Manager passes;
  passes.register_pass<ov::pass::ConstantFolding>();
  passes.run_passes(model.shared_from_this());
}

// torch.gather of the words' first pieces comes as GatherElements over an index spread to the full width, which the CPU
// plugin runs by its slow reference kernel (6% of a window's time); Gather with a batch dimension reads whole rows.
void gather_rows(ov::Model& model) {
  const ov::Output<ov::Node> words = model.input("words").get_node_shared_ptr()->output(0);
  for (const std::shared_ptr<ov::Node>& node : model.get_ordered_ops()) {
    const auto gather = ov::as_type_ptr<ov::op::v6::GatherElements>(node);
    if (!gather || gather->get_axis() != 1) continue;
    const auto axis = ov::op::v0::Constant::create(ov::element::i64, {}, {1});
    const auto rows = std::make_shared<ov::op::v8::Gather>(gather->input_value(0), words, axis, 1);
    for (ov::Input<ov::Node> user : gather->output(0).get_target_inputs()) user.replace_source_output(rows->output(0));
  }
  model.validate_nodes_and_infer_types();
}

void fill(ov::Tensor tensor, size_t size, const std::vector<int32_t>& values) {
  tensor.set_shape({1, size});
  auto* p = tensor.data<int64_t>();
  std::copy(values.begin(), values.end(), p);
  std::fill(p + values.size(), p + size, 0);
}

}  // namespace

struct Encoder::Lease::Copy {
  ov::CompiledModel compiled;
  ov::InferRequest request;
};

struct Encoder::Impl {
  ov::Core core;
  std::shared_ptr<ov::Model> model;
  int threads = 1;
  bool int8 = false;

  std::mutex mutex;  // guards all below, and compiling
  std::vector<std::unique_ptr<Lease::Copy>> idle;

  std::unique_ptr<Lease::Copy> compile() {
    auto copy = std::make_unique<Lease::Copy>();
    copy->compiled = core.compile_model(
        model, "CPU",
        ov::AnyMap{{ov::inference_num_threads.name(), threads},
                   {ov::num_streams.name(), ov::streams::Num(1)},
                   {ov::hint::performance_mode.name(), ov::hint::PerformanceMode::LATENCY},
                   {ov::hint::enable_cpu_pinning.name(), false},
                   // bf16 elsewhere than in the int8 products would save 4% of the time and make near ties fall by CPU.
                   {ov::hint::inference_precision.name(), ov::element::f32},
                   {"CPU_RUNTIME_CACHE_CAPACITY", "256"}});
    copy->request = copy->compiled.create_infer_request();
    return copy;
  }
};

Result<Encoder> Encoder::open(const LanguageOptions& options, int32_t tags_size, int32_t reps_size) {
  const std::string xml = options.model_dir + "/model.xml";
  try {
    auto impl = std::make_unique<Impl>();
    impl->threads = std::max(1, options.threads);
    impl->int8 = options.precision == LanguageOptions::Precision::kAuto
                     ? vnni() != nullptr
                     : options.precision == LanguageOptions::Precision::kInt8;
    impl->model = impl->core.read_model(xml);
    for (const char* name : {"pieces", "shapes", "mask", "words"})
      if (impl->model->input(name).get_element_type() != ov::element::i64)
        return Status(Code::kCorrupt, xml + ": input " + name + " is not i64");
    for (const auto& [name, size] :
         {std::pair{"tags", tags_size}, std::pair{"arcs", 0}, std::pair{"reps", reps_size}}) {
      const ov::PartialShape shape = impl->model->output(name).get_partial_shape();
      if (shape.rank().is_dynamic() || shape.size() != 3 || (shape[2].is_static() && shape[2].get_length() < size))
        return Status(Code::kCorrupt, xml + ": output " + name + " does not have the shape that model.json asks for");
    }
    gather_rows(*impl->model);
    if (!impl->int8) strip_fake_quantize(*impl->model);
    impl->idle.push_back(impl->compile());
    return Encoder(std::move(impl));
  } catch (const std::exception& e) {
    std::ifstream file(xml);
    if (!file) return Status(Code::kNotFound, xml + ": cannot open");
    return Status(Code::kCorrupt, xml + ": " + e.what());
  }
}

Result<Encoder::Lease> Encoder::lease() const {
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  if (!impl_->idle.empty()) {
    Lease out(this, std::move(impl_->idle.back()));
    impl_->idle.pop_back();
    return out;
  }
  try {
    return Lease(this, impl_->compile());
  } catch (const std::exception& e) {
    return Status(Code::kInternal, std::string("cannot compile the model: ") + e.what());
  }
}

Encoder::Lease::Lease(const Encoder* owner, std::unique_ptr<Copy> copy) : owner_(owner), copy_(std::move(copy)) {}
Encoder::Lease::Lease(Lease&&) noexcept = default;
Encoder::Lease::~Lease() {
  if (!copy_) return;
  const std::lock_guard<std::mutex> lock(owner_->impl_->mutex);
  owner_->impl_->idle.push_back(std::move(copy_));
}

Result<EncoderOutput> Encoder::Lease::run(const Window& window) {
  try {
    ov::InferRequest& request = copy_->request;
    const size_t pieces = round_up(window.pieces.size(), kRoundPieces),
                 words = round_up(window.first_piece.size(), kRoundWords);
    fill(request.get_tensor("pieces"), pieces, window.pieces);
    fill(request.get_tensor("shapes"), pieces, window.shapes);
    fill(request.get_tensor("words"), words, window.first_piece);
    ov::Tensor mask = request.get_tensor("mask");
    mask.set_shape({1, pieces});
    for (size_t i = 0; i < pieces; ++i) mask.data<int64_t>()[i] = i < window.pieces.size() ? 1 : 0;
    request.infer();
    EncoderOutput out;
    const ov::Tensor tags = request.get_tensor("tags"), arcs = request.get_tensor("arcs"),
                     reps = request.get_tensor("reps");
    // Without memory the runtime has been seen to return from infer() with empty tensors.
    for (const ov::Tensor* tensor : {&tags, &arcs, &reps})
      if (tensor->get_shape().size() != 3 || tensor->get_shape()[1] < window.first_piece.size() || !tensor->data())
        return Status(Code::kInternal, "the model gave no output on a window (out of memory?)");
    out.tags = tags.data<float>();
    out.arcs = arcs.data<float>();
    out.reps = reps.data<float>();
    out.tags_stride = tags.get_shape()[2];
    out.arcs_stride = arcs.get_shape()[2];
    out.reps_stride = reps.get_shape()[2];
    return out;
  } catch (const std::exception& e) {
    return Status(Code::kInternal, std::string("the model failed on a window: ") + e.what());
  }
}

std::string Encoder::describe() const {
  const char* has = vnni();
  const std::string build = ov::get_openvino_version().buildNumber;  // "2026.4.1-22982-..."
  std::string out = "OpenVINO " + build.substr(0, build.find('-'));
  out += impl_->int8 ? ", int8 (" : ", f32 (";
  out += has ? has : "no VNNI";
  return out + ")";
}

Encoder::Encoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;
Encoder::~Encoder() = default;

}  // namespace dragoman
