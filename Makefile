# Two commands do everything on a fresh machine: `make demo` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help demo test walk check bench torture format catalogues clean

PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MO := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

help:
	@echo "make demo    the service with a demo locality on http://127.0.0.1:8000 (PORT=… changes it); Ctrl-C ends it"
	@echo "make test    all tests, on SQLite and on PostgreSQL"
	@echo "make walk    every door with every role: who may come in, and that nobody reads more than they may"
	@echo "make check   style, types, import arrows, catalogues"
	@echo "make bench   what the performance figures are measured with"
	@echo "make torture thousands of texts, killed workers, a misbehaving provider: what is lost, twice, after stop, at night"

# What is installed: again only when the lists change. A machine without the name python3.11 may say PYTHON=…
$(VENV)/installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/assets: $(VENV)/installed package.json package-lock.json $(shell find navigator/web/assets -type f 2>/dev/null)
	$(BIN)/python navigator/web/assets/build.py
	@touch $@

%.mo: %.po | $(VENV)/installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

ready: $(VENV)/installed $(VENV)/assets $(MO)
.PHONY: ready

demo: ready
	@exec $(BIN)/navigator demo --port $(PORT)

test: ready
	@$(BIN)/python -m tests $(TESTS)

walk: ready
	$(BIN)/pytest --walk --numprocesses=2 tests/access

check: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.catalogues

bench: ready
	$(BIN)/python -m benchmarks $(BENCH)

torture: ready
	@$(BIN)/python -m tests.torture $(TORTURE)

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogues: $(VENV)/installed
	$(BIN)/python -m tests.catalogues --update

clean:
	rm -rf $(VENV) node_modules navigator/web/static/built instance
