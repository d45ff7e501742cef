# The two commands a newcomer needs are `make report` and `make test`; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= reports/schoppa1999
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help report test lint types contracts unit docs lock format benchmark clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

# uv installs in seconds what takes pip minutes; where it reaches no registry, pip installs the same lock.
define install
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1) || \
	$(PIP) --require-hashes -r $(1)
endef

$(VENV)/.run: requirements/uv.txt requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/uv.txt
	$(call install,requirements/run.txt)
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(call install,requirements/test.txt)
	@touch $@

report: $(VENV)/.run ## reproduce and examine the article; files go to reports/schoppa1999
	$(BIN)/gaiatsu replicate schoppa1999 --out $(OUT)

# What works on one processor goes side by side; the tests fill all there are.
test: $(VENV)/.test ## everything that must hold before a change lands
	$(MAKE) --no-print-directory --jobs 2 --output-sync lint types contracts docs
	$(MAKE) --no-print-directory unit

lint: $(VENV)/.test ## style and formatting
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/ruff format --check src tests benchmarks docs

types: $(VENV)/.test ## strict types
	$(BIN)/mypy

contracts: $(VENV)/.test ## which room may see which
	$(BIN)/lint-imports

unit: $(VENV)/.test ## tests, doctests and the README's commands
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto --dist loadgroup

docs: $(VENV)/.test ## build the documentation, warnings are errors
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

lock: $(VENV)/.test ## renew the lock files
	for set in uv run test; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements/$$set.in -o requirements/$$set.txt; done

format: $(VENV)/.test ## apply the formatter
	$(BIN)/ruff format src tests benchmarks docs
	$(BIN)/ruff check --fix src tests benchmarks docs

benchmark: $(VENV)/.test ## ratios against peers, in one run
	$(BIN)/pytest benchmarks --benchmark-enable --benchmark-only

clean: ## remove what these commands made
	rm -rf $(VENV) docs/_build reports .mypy_cache .ruff_cache .pytest_cache
