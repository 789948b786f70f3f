# One command each; `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

# The first Python on this machine that is new enough and can make environments.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
LIGHT ?=
TORCH ?= cpu
TORCH_SHA256 ?=
PORT ?= 8501
DB ?=
HEADLESS ?=
# What runs side by side says its piece as a whole, where make can (4.0 and newer).
WHOLE = $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# Three workers for two cores, since browser tests wait as much as they work; each one more costs
# half a minute of imports. Each takes a row of neighbouring tests, which share what is dear
# (browser, servers, models), and gives from its end to one that has nothing left.
TESTS = $(BIN)/python -m pytest -n 3 --dist worksteal
on = $(filter-out 0 no false,$(1))
INSTALL = $(if $(PYTHON),,$(error Moderato needs Python 3.11 or newer with the venv module; \
	none found, so install it or say: make setup PYTHON=/path/to/python3)) \
	$(PYTHON) .requirements/install.py --torch $(TORCH) \
	$(if $(TORCH_SHA256),--torch-sha256 $(TORCH_SHA256)) $(if $(call on,$(LIGHT)),--light)

.PHONY: help setup dev demo bench-import bench-read bench-serve bench-flat bench-million fuzz test test-fast lint lint-style lint-types lint-imports \
	lint-scripts format test-long docs screenshots lock audit sbom notice clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## make the environment in .venv (LIGHT=1: without torch and Detoxify)
	@$(INSTALL)

dev: ## the environment with what the checks need
	@$(INSTALL) --dev

demo: setup ## open the dashboard on the demo discussion (PORT=, DB=, HEADLESS=1, LIGHT=1)
	@$(BIN)/moderato demo --port $(PORT) $(if $(DB),--db '$(DB)') $(if $(call on,$(HEADLESS)),--headless)

lint: dev ## style, types and the direction of imports; the scripts too, where Node.js is
	@$(MAKE) --no-print-directory --keep-going -j2 $(WHOLE) lint-types lint-scripts lint-imports lint-style

lint-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types:
	$(BIN)/mypy

lint-imports:
	$(BIN)/lint-imports

lint-scripts:
	@.requirements/js/check

format: dev ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint ## what must hold after every change
	$(TESTS) -m "not slow"

test-fast: dev ## for working: no browser, no PostgreSQL, no screens, nothing that takes seconds
	$(BIN)/python -m pytest -n 2 -m "not slow and not browser and not postgres and not heavy"

test-long: dev ## what `make test` leaves out for time, and each property with more examples
	THOROUGH=1 $(BIN)/python -m pytest -m "slow or hypothesis"

bench-import: dev ## an import into SQLite on one core and on two: processor time, clock, memory (N=1000000)
	$(BIN)/python tests/benchmarks/import_speed.py $(or $(N),1000000)

bench-read: dev ## peak memory of reading much more than fits into it (GB=10, XML=1 for a Disqus export)
	$(BIN)/python tests/benchmarks/read_memory.py --gigabytes $(or $(GB),10) $(if $(XML),--xml)

bench-serve: dev ## requests a second and waiting times of the API beside a plain server (SECONDS=10 each)
	$(BIN)/python tests/benchmarks/serve_load.py --seconds $(or $(SECONDS),10)

bench-flat: dev ## whether a comment costs the same in a hundred thousand and in a long thread (N=100000)
	$(BIN)/python tests/benchmarks/flat_cost.py $(or $(N),100000)

bench-million: dev ## what a database of a million costs: screens, publishing, scoring, db check (N=1000000)
	$(BIN)/python tests/benchmarks/million.py $(or $(N),1000000)

fuzz: dev ## readers and text functions with changed inputs (SECONDS=600 of processor time each, FORMAT=csv or FUNCTION=times for one)
	$(if $(FUNCTION),,$(BIN)/python tests/ingest/fuzz_readers.py --seconds $(or $(SECONDS),600) $(if $(FORMAT),--format $(FORMAT)))
	$(if $(FORMAT),,$(BIN)/python tests/text/fuzz_text.py --seconds $(or $(SECONDS),600) $(if $(FUNCTION),--function $(FUNCTION)))

docs: dev ## write the generated pages of analysis/docs anew
	$(BIN)/python -m analysis.services.admin.documentation analysis/docs

screenshots: dev ## take the pictures of the documents anew, from the browser tests
	REFRESH_SCREENSHOTS=1 $(BIN)/python -m pytest tests/browser/test_every_screen.py tests/browser/test_sub_views.py tests/browser/test_first_ten_minutes.py

lock: ## write the lock files anew (UPGRADE=1: with newer versions)
	.requirements/lock.sh

audit: dev ## look for known vulnerabilities of what is locked (needs the advisories)
	.requirements/audit.sh

sbom: dev ## write build/moderato.cdx.json: what is locked, as CycloneDX
	.requirements/sbom.sh

notice: dev ## write the page of licences anew, from the packages that are installed
	$(BIN)/python .requirements/notice.py

clean: ## remove the environment and caches; databases in data/ stay
	rm -rf .venv .requirements/js/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
