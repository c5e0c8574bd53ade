# Everything works from nothing but python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

# Hundreds of processes start in the tests: what they load is compiled once, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo test check unit suite faults bench fuzz pictures lock locks audit man dist release clean browser

run: $(VENV)/.run
	$(BIN)/monitor run

# KEEP=1 serves the pages of its day until Ctrl-C.
demo: $(VENV)/.run
	@$(BIN)/python -m demo $(if $(KEEP),--keep)

# Tiers, from seconds to minutes: unit (the pure core), check (lint, types, layers), test (all that CI must pass),
# faults (what is exhaustive: CI runs it when time is left).
unit: $(VENV)/.dev
	MONITOR_TEST_EXAMPLES=15 $(BIN)/pytest -n 2 --dist worksteal -m "not slow and not data and not browser" tests/core

test: check suite

# Three workers on two cores: a third of the time is waiting for a browser, a server or a time limit.
suite: $(VENV)/.dev browser
	sh .ci/with-postgres $(BIN)/pytest -n 3 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: $(VENV)/.dev
	$(BIN)/pytest -n 2 --dist worksteal -m slow

# This program beside others and beside the limit (MONITOR_DATA names the feeds): bench/results has table and plot.
bench: $(VENV)/.dev
	@sh .ci/peers
	$(BIN)/python -m bench.start_up
	$(BIN)/python -m bench.passes
	$(BIN)/python -m bench.match
	$(BIN)/python -m bench.polling_scale
	$(BIN)/python -m bench.story_step
	$(BIN)/python -m bench.rendering
	$(BIN)/python -m bench.pages 100000 bench/results/pages
	$(BIN)/python -m bench.idle_memory
	$(BIN)/python -m bench.steady_day 1000
	$(BIN)/python -m bench.report

# The fuzz targets for FUZZ_SECONDS each (faults gives them a second or two).
FUZZ_SECONDS ?= 60
fuzz: $(VENV)/.dev
	MONITOR_FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/pytest -n 2 --dist worksteal -m fuzz -o addopts="-q --import-mode=importlib" tests/fuzz

# The pictures of the README, from a day of the demo.
pictures: $(VENV)/.dev browser
	$(BIN)/python -m demo.pictures

# Chromium is needed by the tests that look at rendered pages: installed for root or on CI, else a line says how.
browser:
	@sh .ci/browser

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "news-monitor needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || [ -n "$(UV)" ] || { echo "This Python has no ensurepip. Install it, e.g.: sudo apt install python3-venv"; exit 1; }
ifeq ($(UV),)
	@$(PYTHON) -m venv $(VENV)
else
	@uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
endif
	@touch $@

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/.made
	@echo "Installing the locked packages into $(VENV) (about a minute, once) …"
ifeq ($(UV),)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
else
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
endif
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
ifeq ($(UV),)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
else
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
endif
	@touch $@

# Needs uv: it pins every package with its hashes and names no index.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build --extra fleet -c requirements-dev.lock pyproject.toml -o requirements-container.lock

# Each supported Python resolved against the lock; known vulnerabilities in it. Both say so where the network is missing.
locks:
	sh .ci/locks

audit:
	sh .ci/audit

# The manual page, from what --help says.
man: $(VENV)/.run
	$(BIN)/python -m monitor.cli.man_page docs/man/monitor.1

# Wheel, source archive, bill of materials, licences, checksums: the same commit gives the same bytes.
dist: $(VENV)/.run
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build --directory dist
	$(BIN)/python packaging/supply.py dist
	cd dist && sha256sum * > SHA256SUMS

# docs/development/releasing.md says when. The tag must be there, and the changelog must have its section.
release:
	sh packaging/release
	$(MAKE) dist

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-out dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
