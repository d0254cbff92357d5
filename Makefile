# Thin names over commands that can be run without make; BIN is that of the environment with the dev extra.
BIN ?= .venv/bin
SHARED ?= $(or $(QUOTECHECK_SHARED),../shared)

.PHONY: install check test bench wheel export

install:
	python3 -m venv .venv
	$(BIN)/pip install -e ".[dev]"

check:
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/check.py

test:
	$(BIN)/pytest -n auto

bench:
	$(BIN)/python benchmarks/accuracy.py --shared $(SHARED)
	$(BIN)/python benchmarks/quantisation.py --shared $(SHARED)
	QUOTECHECK_SHARED=$(SHARED) $(BIN)/quotecheck bench all --peers --json benchmarks/results/speed.json

wheel:
	$(BIN)/pip wheel --no-deps --wheel-dir dist .

export:
	$(BIN)/python training/export_encoder.py
