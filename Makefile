# Every target runs on a machine with Python 3.11+ and Node 20+ and nothing else.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
export NO_PROXY := 127.0.0.1,localhost

.PHONY: help demo demo-reset test test-all check browser realdata faults bench messages pins clean

help: ## Say what each target does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.run node_modules/.done ## Build everything, fill the demo municipality, start worker and server
	@scripts/demo

demo-reset: $(VENV)/.run node_modules/.done ## Throw the demo's database away and fill it again
	@scripts/demo --reset-only

test: $(VENV)/.dev node_modules/.done ## The quick suite, on SQLite
	@$(BIN)/pytest -n 2

test-all: $(VENV)/.dev node_modules/.done ## The quick suite, on SQLite and on PostgreSQL
	@$(BIN)/pytest -n 2
	@DATABASE_URL=$${POSTGRES_URL:-postgres://postgres@127.0.0.1:5432/faelled} $(BIN)/pytest -n 2 src

check: $(VENV)/.dev ## Format, lint, types, imports, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src tests bench
	$(BIN)/lint-imports --no-cache
	$(BIN)/faelled makemigrations --check --dry-run

browser: $(VENV)/.dev node_modules/.done ## The walks in headless Chromium; leaves pictures in var/pictures
	@$(BIN)/pytest tests/browser -p no:randomly

realdata: $(VENV)/.dev ## The tests on real data (FAELLED_DATA, default ../shared/data)
	@$(BIN)/pytest tests/realdata -p no:randomly -rs

faults: $(VENV)/.dev node_modules/.done ## kill -9, a database that goes, two nodes, backup and restore (under two minutes)
	@$(BIN)/pytest tests/faults -p no:randomly

bench: $(VENV)/.dev ## Every figure of docs/claims.md
	@$(BIN)/python -m bench

messages: $(VENV)/.dev ## Collect the Danish source texts into the English catalogue
	@scripts/messages

pins: ## Compile the pins anew from requirements/*.in
	@scripts/pins

clean: ## Remove what the targets above made
	rm -rf $(VENV) node_modules var

$(VENV)/.run: requirements/base.txt pyproject.toml
	python3 -m venv $(VENV)
	$(BIN)/pip install -qq --require-hashes -r requirements/base.txt
	$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	scripts/compile-messages
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/pip install -qq --require-hashes -r requirements/dev.txt
	touch $@

node_modules/.done: package.json package-lock.json scripts/vendor
	npm ci --no-audit --no-fund
	scripts/vendor
	touch $@
