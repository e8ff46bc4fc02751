# Tonggong's commands. The two that matter: `make run` and `make test`. `make help` lists them all.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3.11
BIN := .venv/bin
STAMPS := .venv/.installed
TEST_PROCESSES ?= 2
PYTEST := $(BIN)/python -m pytest -q
ON_SQLITE := env -u DATABASE_URL
TESTS ?= $(wildcard tests/*)

export TONGGONG_HOME ?= $(CURDIR)/var/home
export PYTHONUNBUFFERED := 1

.PHONY: help
help: ## List the commands
	@sed -nE 's/^([a-z -]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "%-40s %s\n", $$1, $$2 }'

# ------------------------------------------------------------------ the environment

.PHONY: setup setup-dev setup-bench lock
setup: $(STAMPS)/run ## Build .venv from the lock; nothing to do while the lock is unchanged

setup-dev: $(STAMPS)/dev ## ... and what the tests and checks need

setup-bench: $(STAMPS)/bench ## ... and the peers that the benches measure against

$(STAMPS)/uv: requirements/uv.txt scripts/environment.sh
	@PYTHON=$(PYTHON) scripts/environment.sh

$(STAMPS)/run: requirements/run.txt $(STAMPS)/uv
$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
$(STAMPS)/bench: requirements/bench.txt $(STAMPS)/run
$(STAMPS)/run $(STAMPS)/dev $(STAMPS)/bench:
	@echo "环境：按 $< 安装……"
	@.venv/tools/bin/uv pip install -q --python $(BIN)/python --require-hashes -r $<
	@touch $@

COMPILE := .venv/tools/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock: $(STAMPS)/uv ## Write the locks anew from pyproject.toml (add UPGRADE=--upgrade for the newest)
	echo uv | $(COMPILE) $(UPGRADE) - -o requirements/uv.txt
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --extra bench -c requirements/dev.txt -o requirements/bench.txt

# ------------------------------------------------------------------ the program

.PHONY: run
run: setup ## Start the practice city; honours PORT, PEOPLE, SEED, TONGGONG_HOME
	@exec $(BIN)/python -m tonggong serve --demo

# ------------------------------------------------------------------ checks and tests

.PHONY: test check tidy lint types layers templates migrations locks
test: setup-dev ## Everything: checks, all tests, browser tests, the other database
	@scripts/chromium.sh
	@$(MAKE) check
	@$(MAKE) test-pure
	@$(MAKE) test-pages
	@$(MAKE) test-browser
	@scripts/postgres.sh --available || { echo "NOT RUN: PostgreSQL 测试（make test-postgres）"; exit 0; }; $(MAKE) test-postgres

check: lint types layers templates migrations locks ## What can be said without running the program

tidy: setup-dev ## Put source and templates into the form that `make check` wants
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@git ls-files -co --exclude-standard -z '*/templates/*.html' | xargs -0r $(BIN)/djade --target-version 5.2

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup-dev
	@$(BIN)/mypy

layers: setup-dev
	@$(BIN)/lint-imports

templates: setup-dev
	@git ls-files -co --exclude-standard -z '*/templates/*.html' | xargs -0r $(BIN)/djade --check --target-version 5.2

migrations: setup-dev
	@home=$$(mktemp -d); trap 'rm -rf "$$home"' EXIT; \
	TONGGONG_HOME=$$home DJANGO_SETTINGS_MODULE=tonggong.config.settings $(BIN)/python -m django makemigrations --check --dry-run

locks:
	@! grep -nE 'https?://|index-url|find-links' requirements/*.txt

.PHONY: test-pure test-pages test-browser test-postgres
test-pure: setup-dev ## Rules, analysis, practice city, the house itself: no database
	@$(ON_SQLITE) $(PYTEST) -n $(TEST_PROCESSES) $(filter tests/architecture tests/rules tests/analysis tests/practice,$(TESTS))

test-pages: setup-dev ## Services, pages, access, faults
	@$(ON_SQLITE) $(PYTEST) -n $(TEST_PROCESSES) $(filter tests/domain tests/cli tests/web tests/access tests/faults,$(TESTS))

test-browser: setup-dev ## Pages as their users walk them, in Chromium
	@scripts/chromium.sh
	@$(ON_SQLITE) $(PYTEST) -n $(TEST_PROCESSES) $(filter tests/browser,$(TESTS))

test-postgres: setup-dev ## What asks the tables, on a private PostgreSQL server, which is gone afterwards
	@scripts/postgres.sh $(PYTEST) -n $(TEST_PROCESSES) $(filter tests/domain,$(TESTS))

# ------------------------------------------------------------------ benches

.PHONY: bench-compare bench-import bench-pages bench-quota bench-today bench-status bench-signals
bench-compare bench-pages bench-quota bench-today bench-status bench-signals: bench-%: setup-bench ## Measure against peers; the last line is JSON
	@$(BIN)/python -m bench.$*

bench-import: setup-bench
	@$(BIN)/python -m bench.imports
