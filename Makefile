# Needs Python 3.11 or later and make; uses uv where it is there, pip where it is not.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run sample test check dev bench lock clean

help:  ## Show what can be made
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.installed  ## Install what running needs, build the data set, print a summary
	@$(BIN)/commonground build $(ARGS)

sample: $(VENV)/.installed  ## Build the synthetic sample county, in seconds, without a network
	@$(BIN)/commonground build --sample $(ARGS)

test: $(VENV)/.tested  ## Install what testing needs and run every test
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.tested  ## Lint, types and the quick tests, in seconds
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/unit $(ARGS)

dev: $(VENV)/.installed  ## Open Dagster's page with the whole graph
	@$(BIN)/commonground dev $(ARGS)

bench: $(VENV)/.tested  ## Time and peak memory by stage, and the core beside its peers
	@$(BIN)/python -m benchmarks $(ARGS)

lock:  ## Resolve the pinned versions again (needs uv)
	@uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-emit-index-url --custom-compile-command "make lock" $(ARGS) -o requirements.lock -q
	@uv pip compile pyproject.toml --extra build --extra test --extra bench --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" \
	  -c requirements.lock $(ARGS) -o requirements-test.lock -q

clean:  ## Remove what builds made; the environment and downloaded files stay
	@rm -rf data/warehouse data/published data/sample data/dagster .pytest_cache .mypy_cache .ruff_cache

# A lock names every package, so pip need not look for more: with hashes it would refuse gql[requests].
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed. Name one: make run PYTHON=python3.12"; exit 1; }
	@echo "Installing into $(VENV) ..."
ifneq ($(UV),)
	@uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

$(VENV)/.tested: requirements-test.lock $(VENV)/.installed
	@echo "Installing what testing needs ..."
ifneq ($(UV),)
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-test.lock
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-test.lock
endif
	@touch $@
