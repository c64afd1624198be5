# Two commands: `make build` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
SCRATCH := target/scratch

export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1
export PYTHONHASHSEED := 0

.DEFAULT_GOAL := help
.PHONY: help setup build test lint browser prove sample docs rules-docs lock clean

help:  ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 .venv/lib || true
	@touch $@

setup: $(INSTALLED)  ## Make .venv from the hashed lock file (once).

build: $(INSTALLED)  ## Build the warehouse from the deliveries, publish it, and write the annual report.
	$(BIN)/dbt build
	$(BIN)/warehouse rules --data-docs
	$(BIN)/warehouse publish
	$(BIN)/warehouse report

lint: $(INSTALLED)  ## Lint the Python and the SQL.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	mkdir -p $(SCRATCH)/lint/state $(SCRATCH)/lint/extracts
	WAREHOUSE_EXTRACTS=$(SCRATCH)/lint/extracts WAREHOUSE_FILE=$(SCRATCH)/lint/lint.duckdb WAREHOUSE_STATE=$(SCRATCH)/lint/state \
		$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar models tests analyses

browser:  # Chromium for the tests that open the report; where it can't be installed they are skipped.
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
			&& apt-get update -qq >/dev/null 2>&1 && apt-get install -y --no-install-recommends chromium >/dev/null 2>&1; \
	} || echo "No Chromium is installed: the tests that open the report in a browser are skipped."

test: lint browser  ## Lint, then every test, with full builds in scratch folders. A little more than a quarter of an hour.
	$(BIN)/pytest -m "not slow" --numprocesses 2 --dist loadfile

prove: $(INSTALLED)  ## What takes long: large simulations, rebuilds under load.
	$(BIN)/pytest -m slow

sample: $(INSTALLED)  ## Write the committed sample deliveries again.
	$(BIN)/warehouse simulate --sample

docs: $(INSTALLED)  ## Write dbt's documentation site as one page, target/static_index.html.
	$(BIN)/dbt docs generate --static

rules-docs: $(INSTALLED)  ## Write docs/business-rules.md from the Council's register.
	$(BIN)/warehouse rules --write-docs

lock: $(INSTALLED)  ## Renew requirements.lock from requirements.in (needs uv).
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" requirements.in --output-file requirements.lock

clean:  ## Remove what a build makes; keeps state/ and published/.
	rm -rf target logs warehouse.duckdb warehouse.duckdb.wal
