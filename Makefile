# Golden Thread: everything is started from here. `make help` lists what there is.

PYTHON ?= python3
BIN := .venv/bin
FRONTEND := src/goldenthread/frontend
BUILT := $(FRONTEND)/static/built/.stamp
# Compiling takes half the time of installing, and most files are never imported: Python compiles and keeps those it
# imports, unless the environment forbids it, which would make each later start as slow as the first.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip install -qq --no-compile --disable-pip-version-check
export PIP_ROOT_USER_ACTION := ignore
export PYTHONPATH := src

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test lint check fix bench docs screenshot mutants

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# ── setting up ──────────────────────────────────────────────────────────────────────

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Golden Thread needs Python 3.11 or newer; $(PYTHON) is older or missing. Try: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "· making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.build: .venv/.made requirements/build.txt
	@$(PIP) --require-hashes -r requirements/build.txt
	@touch $@

.venv/.site: .venv/.build requirements/site.txt pyproject.toml
	@echo "· installing what running needs (a minute or two, once)"
	@$(PIP) --require-hashes --no-build-isolation -r requirements/site.txt
	@command -v npm >/dev/null || { echo "· no Node on this machine: installing it beside Python"; $(PIP) --require-hashes -r requirements/node.txt; }
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(BUILT): .venv/.site $(FRONTEND)/package-lock.json $(FRONTEND)/catalogues.py $(wildcard src/goldenthread/*/locale/*/LC_MESSAGES/*.po) $(shell find $(FRONTEND)/scss $(FRONTEND)/build.py src/goldenthread/publishing -name '*.scss' -o -name 'build.py' -o -name '*.css' -o -name '*.js' 2>/dev/null)
	@echo "· building the front end"
	@$(BIN)/python -m goldenthread.frontend.build
	@touch $@

setup: $(BUILT)  ## install what running the site needs

.venv/.dev: .venv/.site requirements/dev.txt
	@echo "· installing what tests and checks need (a minute or two, once)"
	@$(PIP) --require-hashes --no-build-isolation -r requirements/dev.txt
	@touch $@

setup-dev: .venv/.dev $(BUILT)  ## install what tests and checks need as well

# ── using it ────────────────────────────────────────────────────────────────────────

demo: setup  ## start the sample council on http://127.0.0.1:8000
	@$(BIN)/goldenthread-site demo

# ── keeping it whole ────────────────────────────────────────────────────────────────

test: setup-dev  ## run all tests
	@$(BIN)/python -m tests.lib.with_postgres $(MAKE) --no-print-directory .tests

.PHONY: .tests
.tests:
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope --ignore=tests/functional
	@echo "· the site in a browser"
	@$(BIN)/python -m pytest -q tests/functional
	@if [ -n "$$GOLDENTHREAD_TEST_POSTGRES" ]; then \
	  echo "· the integration tests once more, on PostgreSQL"; \
	  DATABASE_URL="$$GOLDENTHREAD_TEST_POSTGRES" $(BIN)/python -m pytest -q -n 2 --dist loadscope tests/integration; fi

LINTERS := lint-format lint-rules lint-floors lint-types lint-migrations
.PHONY: $(LINTERS)
lint-format: setup-dev
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted. Run: make fix"; exit 1; }
lint-rules: setup-dev
	@$(BIN)/ruff check --quiet .
lint-floors: setup-dev
	@$(BIN)/lint-imports --no-logo
lint-types: setup-dev
	@$(BIN)/mypy
lint-migrations: setup-dev
	@DJANGO_SETTINGS_MODULE=goldenthread.project.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

lint: $(LINTERS)  ## check format, rules, floors, types and migrations

check: setup-dev  ## run every check, count the failures instead of stopping at the first
	@failed=0; for what in $(LINTERS) docs test; do \
	  echo "── $$what"; $(MAKE) --no-print-directory $$what || failed=$$((failed + 1)); done; \
	echo "── $$failed of $(words $(LINTERS) docs test) checks failed"; test $$failed -eq 0

fix: setup-dev  ## mend what can be mended by machine
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: setup-dev  ## measure the hot questions beside a plain version
	@for file in bench/*.py; do echo "── $$file"; $(BIN)/python $$file || exit 1; done

.venv/.mutants: .venv/.dev requirements/mutants.txt
	@$(PIP) --require-hashes -r requirements/mutants.txt
	@touch $@

mutants: .venv/.mutants  ## break the core line by line and see whether its tests notice (hours; MODULES="means rates" for some, MODULES="--every 5" for a sample)
	@$(BIN)/python -m tests.lib.mutants $(MODULES)

docs: setup-dev  ## build the documentation
	@$(BIN)/mkdocs build --strict --quiet
	@echo "The documentation is in site/index.html"

screenshot: setup-dev  ## take the README's picture of the demonstration anew
	@$(BIN)/python -m tests.lib.screenshot
