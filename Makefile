# Everything a person types. Each target installs what it needs first and does nothing twice.
.DEFAULT_GOAL := help
.PHONY: help run test check format words demo bench bench-web screens build clean

OUTLAY := .venv/bin/python bin/outlay
PYTEST := .venv/bin/python -m pytest
TESTS ?= tests
export PORT OUTLAY_HOME

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start everything at http://127.0.0.1:8000 (PORT=… OUTLAY_HOME=… for another); Ctrl-C stops it
	@bin/setup run && $(OUTLAY) build && exec $(OUTLAY) up

build: ## build the pages, if they changed
	@bin/setup run && $(OUTLAY) build

test: ## all tests, or those named: make test TESTS=tests/unit
	@bin/setup dev && $(OUTLAY) chromium >/dev/null && $(OUTLAY) build && $(PYTEST) -n 2 $(TESTS)

check: ## formatting, lint, types, who imports whom, container and workflow files
	@bin/setup dev && $(OUTLAY) chromium >/dev/null && .venv/bin/python bin/check

format: ## put the code into its format
	@bin/setup dev && .venv/bin/ruff format . && .venv/bin/ruff check --fix .

words: ## bring the catalogs of all languages up to date with the words in the source
	@bin/setup dev && .venv/bin/python -m expense_app.catalogs update

demo: ## fill a workspace of the running instance with two years of books, and print its login
	@bin/setup run && $(OUTLAY) demo

bench: ## measure reading, speed and memory against the goals
	@bin/setup dev && $(OUTLAY) build && .venv/bin/python -m bench

bench-web: ## weight, Lighthouse, accessibility and shifts of the pages, with two years of books
	@bin/setup dev && $(OUTLAY) chromium >/dev/null && $(OUTLAY) build && .venv/bin/python -m bench.web

screens: ## pictures of every page for docs/screens
	@bin/setup dev && $(OUTLAY) chromium >/dev/null && $(OUTLAY) build && .venv/bin/python -m bench.screens

clean: ## remove what was built and installed; your data in .outlay stays
	rm -rf .venv .cache .web .states node_modules tests/tools/node_modules bench/tools/node_modules assets/fonts assets/icons.svg
