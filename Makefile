# Two commands: `make demo` to try kwalcode, `make test` to test it. Needs Python 3.11+ and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# One more than there are cores: some tests wait for a program that they started.
JOBS ?= $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))')
# Compiled modules are kept, whatever the environment says: tests start the program by the hundred.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check format bench pictures messages dist clean

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kwalcode needs Python 3.11 or later; set PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

demo: $(VENV)/installed
	$(BIN)/kwalcode demo $(DEMO_ARGS)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

pictures: $(VENV)/installed-dev
	$(BIN)/python tools/pictures.py

messages: $(VENV)/installed-dev
	$(BIN)/python tools/messages.py

dist: $(VENV)/installed-dev
	$(BIN)/python -m build --wheel

clean:
	rm -rf dist build .mypy_cache .ruff_cache .pytest_cache
