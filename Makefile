# Each verb sets itself up: it needs make and Python 3.11 or later, and writes only to .venv and caches that git ignores.
ifndef PYTHON
PYTHON := $(shell for each in python3.13 python3.12 python3.11 python3 python3.14 python; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)
endif
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint types bench tables matrix wheel-test format clean

help:                 ## this list
	@sed -n 's/^\([a-z-]*:\) .*## /\1\t/p' $(firstword $(MAKEFILE_LIST))

demo: $(STAMP)        ## the Cerebral funnel on loopback, unguarded and guarded; writes phiguard-demo.html
	@$(BIN)/phiguard demo

test: $(STAMP)        ## the suite
	@$(BIN)/python -m pytest -q

lint: $(STAMP)        ## style, format, direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports --no-cache

types: $(STAMP)       ## mypy --strict, through the link, and a user's file
	@$(BIN)/mypy -p phiguard
	@$(BIN)/mypy tests/typing

bench: $(STAMP)       ## latency budgets and the scenario score-board
	@$(BIN)/python -m pytest -q -p no:randomly --benchmark-only --timeout=600 benchmarks

tables: $(STAMP)      ## what is read in place of the vocabulary's sources, written anew: after an edit of the vocabulary
	@$(BIN)/python -m phiguard.detection.build_roles
	@$(BIN)/python -m phiguard.detection.lexicons.index
	@$(BIN)/python -m phiguard.gate.shipped

matrix:               ## the suite on each Python found, and with the oldest clients (minutes each; not in CI)
	@sh tests/matrix/run.sh

wheel-test: $(STAMP)  ## build wheel and sdist; the suite against the wheel, outside the checkout
	@sh tests/matrix/wheel.sh

format: $(STAMP)      ## let ruff write
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

clean:                ## remove everything that git ignores
	@git clean -fdX -q

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "phiguard needs Python 3.11 or later; none found on PATH: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "setting up $(VENV) with $(PYTHON) (once; a few minutes, mostly spaCy)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m virtualenv -q $(VENV); } || \
		{ echo "$(PYTHON) can make no virtual environment: install python3-venv, or pip install virtualenv" >&2; exit 1; }
	@$(BIN)/python -m pip install -q --upgrade "pip>=25.1"
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -q --editable ".[demo]" --group dev
	@touch $(STAMP)
