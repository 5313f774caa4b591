.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLAIN := $(VENV)/.installed
TEST := $(VENV)/.installed-test
PORT ?= 8080
SUITE ?= bookworm

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(PLAIN): setup.cfg pyproject.toml build_hooks.py
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(TEST): $(PLAIN)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

translations: $(PLAIN) ## Compile the catalogues
	$(BIN)/pybabel -q compile -d lti_tool/translations

catalogue: $(PLAIN) ## Collect new texts of the code into the catalogues
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k _ --no-location --omit-header -o lti_tool/translations/messages.pot lti_tool
	for language in $$($(BIN)/python -m lti_tool.languages); do \
	  [ -d lti_tool/translations/$$language ] || $(BIN)/pybabel -q init -i lti_tool/translations/messages.pot -d lti_tool/translations -l $$language; \
	  $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i lti_tool/translations/messages.pot -d lti_tool/translations -l $$language; done
	rm lti_tool/translations/messages.pot

demo: translations ## A small LMS with the tool in it: prints the address (PORT=9000: there and on the next port)
	$(BIN)/hoitomalli demo --port $(PORT)

test: sure ## All checks and tests (what CI runs)

sure: translations $(TEST) ## Format, lint, types, import rule, tests on SQLite and PostgreSQL, browser (BROWSER=/path/to/chromium)
	$(BIN)/python -m tests.browser.starts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

proxies: translations $(TEST) ## Behind a real nginx and Caddy with the guide's own lines (apt-get install nginx-light caddy); then the figure under load
	$(BIN)/pytest -m proxies tests/proxies
	$(BIN)/python -m tests.proxies

bench: translations $(TEST) ## Print the figures (SQLite and PostgreSQL)
	$(BIN)/python -m tests.bench

country: translations $(TEST) ## Many colleges in one database: what each page costs there and alone (COLLEGES=150 PARTNERS=10000 LARGE=100000 PLANS=1)
	$(BIN)/python -m tests.country

writers: translations $(TEST) ## Fifty people who correct the same partners at once, with a kill -9 half-way: prints what was lost (WRITERS=50 EDITS=200)
	$(BIN)/python -m tests.writers

mutants: translations $(TEST) ## Change the code in one place, in a copy, ten times: does a test that runs it notice? (MUTANTS=10 ROOM=lti SEED=1)
	$(BIN)/python -m tests.mutants

bare: ## Build a bare machine and run the README's commands in it, as root (SUITE=bookworm, trixie or noble; see docs/architecture.md)
	SUITE=$(SUITE) tests/bare.sh

.PHONY: help translations catalogue demo test sure proxies bench country writers mutants bare
