.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(INSTALLED): setup.cfg pyproject.toml build_hooks.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

translations: $(INSTALLED) ## Compile the Finnish and Swedish catalogues
	$(BIN)/python build_hooks.py

catalogue: $(INSTALLED) ## Collect new texts of the code into the catalogues
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k _ --no-location --omit-header -o lti_tool/translations/messages.pot lti_tool
	for language in fi sv; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -i lti_tool/translations/messages.pot -d lti_tool/translations -l $$language; done
	rm lti_tool/translations/messages.pot

demo: translations ## A small LMS with the tool in it: prints the address
	$(BIN)/hoitomalli demo

test: sure ## All checks and tests (what CI runs)

sure: translations ## Format, lint, types, import rule, tests on SQLite and PostgreSQL, browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

proxies: translations ## Behind a real nginx and Caddy with the guide's own lines (apt-get install nginx-light caddy); then the figure under load
	$(BIN)/pytest -m proxies tests/proxies
	$(BIN)/python -m tests.proxies

bench: translations ## Print the figures (SQLite and PostgreSQL)
	$(BIN)/python -m tests.bench

.PHONY: help translations catalogue demo test sure proxies bench
