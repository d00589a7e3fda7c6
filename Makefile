# make demo    set up, run the main job over seeds/ from recordings, show the records
# make test    set up, lint, types, import layers, tests
# make test-browser  report and review in chromium (CHROMIUM=/usr/bin/chromium); screenshots in build/screenshots
# make test-ray  the Ray engine on a real Ray of two workers, one of them killed; installs the extra, one to two minutes
# make pictures  the tutorial's pictures anew, in docs/pictures
# make floors  raise fixtures/floors.json to what the recordings reach (ALLOW=--allow-regression lowers them)
# make record  ask the embedded model for what has no recording yet (needs the weights: extract model pull)
# make bench-figures  the figure finder beside others: accuracy and speed, some three minutes
# make contract  write docs/contract/ anew: schemas and types of what a run leaves
# make contract-check  both consumers over build/demo, the types through the TypeScript compiler (needs node and npm)
# make contract-freeze  take the contract as it stands for the frozen one (at a release, when nothing breaks)
# make export-check  read exports with Label Studio's SDK, Datasette and sqlite-utils, in an environment of their own
# make bench-throughput  requests in flight, CPU and losses beside other clients, some five minutes
# make lock    write constraints.txt anew from the newest versions that fit

PYTHON ?= python3.11
CHROMIUM ?= /usr/bin/chromium
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: demo test test-browser test-ray pictures lint contract contract-check contract-freeze export-check floors record bench-figures bench-throughput lock wheel clean
.DEFAULT_GOAL := demo

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/demo: $(VENV)/made pyproject.toml constraints.txt
	$(PIP) -c constraints.txt -e '.[report]'
	touch $@

$(VENV)/dev: $(VENV)/made pyproject.toml constraints.txt
	$(PIP) -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/demo

demo: $(VENV)/demo
	@$(BIN)/extract run seeds --replay fixtures/recordings --out build/demo
	@echo
	@echo "Next, after: source $(BIN)/activate"
	@echo "  extract report build/demo                                               one HTML file: table, plots, proofs"
	@echo "  extract try loan seeds/visit-to-minsk.md --replay fixtures/recordings   one document and kind in full"
	@echo "  extract figures seeds/visit-to-minsk.md                                 the figures alone"
	@echo "  pip install -c constraints.txt -e '.[local]' && extract model pull      the embedded model, then"
	@echo "  extract run your-documents/ --out run                                   your own documents"

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint
	$(BIN)/python -m pytest

test-browser: $(VENV)/dev
	@test -x $(CHROMIUM) || { echo "$(CHROMIUM): not there; apt-get install chromium, or make $@ CHROMIUM=/path/to/it"; exit 1; }
	$(PIP) -c constraints.txt -e '.[browser]'
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest -n 0 $(or $(ONLY),tests/browser)

pictures:
	PICTURES=docs/pictures $(MAKE) test-browser ONLY=tests/browser/test_tutorial_pictures.py

test-ray: $(VENV)/dev
	$(PIP) -c constraints.txt -e '.[ray]'
	$(BIN)/python -m pytest -n 0 tests/ray --override-ini norecursedirs=.*

contract: $(VENV)/dev
	$(BIN)/extract contract docs/contract

CONTRACT := $(shell sed -n 's|^CONTRACT = "extract/\(.*\)"|extract-\1|p' extract/types.py)
READER := docs/contract/consumers/typescript

contract-check: $(VENV)/dev
	@test -f build/demo/records.jsonl || $(BIN)/extract run seeds --replay fixtures/recordings --out build/demo --quiet
	$(BIN)/extract contract docs/contract --check
	$(BIN)/extract contract docs/contract --against docs/contract/$(CONTRACT)
	cd $(READER) && npm ci --silent && npx --no-install tsc
	mkdir -p build/contract
	$(BIN)/python docs/contract/consumers/python/read.py build/demo > build/contract/python.txt
	node $(READER)/build/consumers/typescript/read.js build/demo > build/contract/typescript.txt
	cat build/contract/python.txt
	cmp build/contract/python.txt build/contract/typescript.txt
	sed 's|"extract/1"|"extract/0"|' build/demo/records.jsonl > build/contract/records.jsonl
	! node $(READER)/build/consumers/typescript/read.js build/contract
	! $(BIN)/python docs/contract/consumers/python/read.py build/contract

contract-freeze: $(VENV)/dev
	mkdir -p docs/contract/$(CONTRACT)/records
	! ls docs/contract/$(CONTRACT)/*.json > /dev/null 2>&1 || $(BIN)/extract contract docs/contract --against docs/contract/$(CONTRACT)
	cp docs/contract/*.schema.json docs/contract/$(CONTRACT)/
	cp docs/contract/records/*.schema.json docs/contract/$(CONTRACT)/records/

floors: demo
	$(BIN)/extract score build/demo --gold fixtures/gold --gate fixtures/floors.json --update-floors $(ALLOW)

wheel: $(VENV)/dev
	rm -rf build/wheel
	$(BIN)/python -m build --wheel --outdir build/wheel .

record: $(VENV)/dev
	$(PIP) -c constraints.txt -e '.[local]'
	$(BIN)/extract run seeds --record fixtures/recordings --out build/record

bench-figures: $(VENV)/dev
	$(PYTHON) -m venv build/rivals
	build/rivals/bin/python -m pip --disable-pip-version-check install --quiet -r benchmarks/figures/requirements.txt
	$(BIN)/python benchmarks/figures/compare.py --rivals build/rivals/bin/python

export-check: demo
	$(PYTHON) -m venv build/readers
	build/readers/bin/python -m pip --disable-pip-version-check install --quiet -r .ci/export/requirements.txt
	$(BIN)/extract export build/demo --format label-studio --out build/read/tasks --force
	$(BIN)/extract export build/demo --format sqlite --out build/read/demo.sqlite --force
	build/readers/bin/python .ci/export/check.py build/read/tasks build/read/demo.sqlite

bench-throughput: $(VENV)/dev
	$(PYTHON) -m venv build/rivals-plain
	build/rivals-plain/bin/python -m pip --disable-pip-version-check install --quiet -r benchmarks/throughput/requirements.txt
	$(PYTHON) -m venv build/rivals-langextract
	build/rivals-langextract/bin/python -m pip --disable-pip-version-check install --quiet -r benchmarks/throughput/requirements-langextract.txt
	$(BIN)/python benchmarks/throughput/throughput.py

lock:
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade-strategy eager -e '.[dev,local,report,review,export,browser,ray]'
	build/lock/bin/python -m pip freeze --exclude-editable > constraints.txt

clean:
	rm -rf $(VENV) build dist
