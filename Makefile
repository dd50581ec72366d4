# make demo   rank the sample applicants for the sample job, and write an HTML report
# make test   install what the tests need and run them all
# make lint   ruff and mypy
# make compiled   compile anew after a change to what is compiled (hatch_build.py)

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOB := data/jobs/senior_backend_engineer.txt
LIST := data/applicants.csv
REPORT := report.html
# Tests over three processes, each file in one of them; many wait for a browser, a disk or a command.
SPREAD := -n 3 --dist loadfile --no-loadscope-reorder
# What is compiled runs a second time as Python.
INTERPRETED := tests/profile tests/identity $(wildcard tests/taxonomy/test_lexicon_*.py) tests/taxonomy/test_ambiguous.py \
  matcher/profile matcher/identity matcher/taxonomy

.PHONY: demo test lint bench clean compiled

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml skill_taxonomy.yaml $(shell find matcher -type f -not -name '*.pyc')
	$(BIN)/python -m pip install --quiet --disable-pip-version-check .
	@touch $@

$(VENV)/.testing: $(BIN)/python pyproject.toml hatch_build.py $(shell find matcher/taxonomy matcher/profile matcher/identity -maxdepth 1 -name '*.py' -o -name '*.pyx')
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@rm -f $(VENV)/.installed
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/matcher rank $(JOB) $(LIST) --as-of 2025-12-01 --top 10
	@$(BIN)/matcher rank $(JOB) $(LIST) --as-of 2025-12-01 -o $(REPORT) 2>/dev/null
	@echo
	@echo "The whole ranking, with the words behind every point: $(CURDIR)/$(REPORT)"

test: $(VENV)/.testing
	$(BIN)/python -m pytest $(SPREAD)
	$(BIN)/python -m pytest $(SPREAD) --interpreted $(INTERPRETED)

compiled: $(VENV)/.testing

lint: $(VENV)/.testing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.testing
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only -o addopts= -o python_files='bench_*.py'

clean:
	rm -rf $(VENV) $(REPORT) build dist *.egg-info
