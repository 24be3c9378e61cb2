# Two commands matter: `make run` and `make test`. Everything is installed into .venv and ui/.
.DEFAULT_GOAL := help
.PHONY: help env run test test-api test-pages test-services test-rest check bench format requirements clean

PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
PORT ?= 8000

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16

.venv/.ready: requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements-dev.txt
	touch $@

ui/static/vendor/manifest.json: ui/package-lock.json ui/vendor.py .venv/.ready
	cd ui && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	$(BIN)/python -m ui.vendor
	touch $@

tests/protocol/audit/node_modules/.ready: tests/protocol/audit/package-lock.json .venv/.ready
	cd tests/protocol/audit && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

env: .venv/.ready ui/static/vendor/manifest.json tests/protocol/audit/node_modules/.ready ## Install locked dependencies and front-end files

run: env ## Serve the register and the demonstration county at http://127.0.0.1:8000
	YHDYSPINTA_DEMO=1 $(BIN)/python -m server.cli serve --host 127.0.0.1 --port $(PORT)

check: env ## Linters, types and import contracts
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## Everything: checks, SQLite, PostgreSQL, browser; four parts at once
	$(MAKE) --no-print-directory -j4 test-pages test-api test-services test-rest

API := tests/graphql tests/engine
PAGES := tests/pages tests/cli tests/stories tests/durability

# Tests make thousands of small databases: in memory, where there is room for them.
ROOMY := $(shell test -w /dev/shm && test $$(df -k --output=avail /dev/shm | tail -1) -gt 8000000 && echo /dev/shm)
test-api test-pages test-services test-rest: export TMPDIR := $(or $(ROOMY),$(TMPDIR),/tmp)

test-api:
	$(BIN)/pytest -p no:cacheprovider $(API)

test-pages:
	$(BIN)/pytest -p no:cacheprovider $(PAGES)

test-services:
	$(BIN)/pytest -p no:cacheprovider tests/services

test-rest:
	$(BIN)/pytest -p no:cacheprovider $(addprefix --ignore=,$(API) $(PAGES) tests/services)

bench: env ## Measure the read engine and the write path; prints ratios
	$(BIN)/python -m tests.bench

format: env ## Rewrite the code in house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

requirements: env ## Pin dependencies again, with hashes
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url -q -o requirements-dev.txt

clean: ## Remove the environment and what was built
	rm -rf .venv ui/node_modules tests/protocol/audit/node_modules ui/static/vendor .mypy_cache .ruff_cache .pytest_cache
