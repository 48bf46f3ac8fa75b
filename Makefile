# Two commands: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
PORT ?= 8000
export PORT

# uv from the machine, or its own copy in .tools (no root, nothing outside this folder).
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-sync
DEV := .venv/.dev-ready
APP := .venv/.app-ready
SOURCES := pyproject.toml uv.lock hatch_build.py $(wildcard frontend/*.json frontend/*.py frontend/*.txt) \
	$(wildcard lms/static/css/*.css lms/static/js/*.js lms/static/img/*) $(wildcard lms/translations/*/LC_MESSAGES/*.po)

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.tools/bin/uv:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check uv && exit 0; \
	  fi; \
	done; echo "Python 3.11 or newer with its venv module is needed (Debian: apt-get install python3-venv)."; exit 1

$(APP): $(SOURCES) | $(UV)
	@$(UV) sync --quiet --frozen --inexact --no-dev && touch $@

$(DEV): $(SOURCES) | $(UV)
	@$(UV) sync --quiet --frozen --inexact && touch $@ $(APP)

.PHONY: run seed serve shell
run: $(APP) ## install, build, migrate, load the programme and a demo, serve on http://127.0.0.1:$(PORT)
	@$(RUN) lms demo
	@$(RUN) lms serve --port $(PORT)

seed: $(APP) ## load the programme and the demo people into the database, without serving
	@$(RUN) lms demo

shell: $(APP) ## a Python shell with the application
	@$(RUN) lms shell

# Tests that need a browser, in two workers with a site and a browser each; a worker without work takes over some.
BROWSER := tests/journeys tests/authoring/in_a_browser
NO_BROWSER := $(BROWSER:%=--ignore=%)
PYTEST := pytest -q -n 2 --dist worksteal

.PHONY: test test-fast test-sqlite test-postgres journeys
test: $(DEV) ## everything: lint, types, rules, services, views, laws, journeys, on SQLite and PostgreSQL
	@$(MAKE) --no-print-directory -j 2 --output-sync lint types
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres
	@$(MAKE) --no-print-directory journeys

test-fast: $(DEV) ## rules and services on SQLite, under a minute
	@$(RUN) $(PYTEST) $(NO_BROWSER) --ignore=tests/laws -k "rules or services"

test-sqlite: $(DEV) ## all but the journeys, on SQLite
	@$(RUN) $(PYTEST) $(NO_BROWSER)

test-postgres: $(DEV) ## what may touch the database, on a real PostgreSQL from a wheel
	@$(RUN) python -m tests.postgres $(PYTEST) $(NO_BROWSER)

journeys: $(DEV) ## the journeys in a real browser
	@$(RUN) python -m tests.journeys.chromium
	@$(RUN) $(PYTEST) $(BROWSER)

.PHONY: lint format types bench messages migration build
lint: $(DEV) ## style, templates, the rule of the rooms
	@$(RUN) ruff check . && $(RUN) ruff format --check . && $(RUN) djlint templates --lint --quiet && $(RUN) lint-imports --no-cache

format: $(DEV) ## format Python
	@$(RUN) ruff check --fix . && $(RUN) ruff format .

types: $(DEV) ## mypy --strict
	@$(RUN) mypy

bench: $(DEV) ## measure every page with 20,000 people, on SQLite and PostgreSQL
	@$(RUN) python -m tests.bench

messages: $(DEV) ## collect the interface's sentences into the translations
	@$(RUN) python -m lms.translations collect

migration: $(DEV) ## write a migration from the models: make migration m="add …"
	@$(RUN) lms db migrate -m "$(m)"

build: $(DEV) ## a wheel that runs by itself
	@$(UV) build --wheel
