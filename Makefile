# Two commands matter: `make up` runs the product, `make test` checks it. Both set themselves up.
SHELL := /bin/sh
BIN := .venv/bin
NPROC := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# One more than there are processors: tests also wait, for browsers and for servers that were killed.
TESTERS := $(shell echo $$(($(NPROC) + 1)))

.PHONY: up test test-postgres15 check bench clean lock setup setup-dev

up: setup ## run everything on this machine: http://jakarta.localhost:8000
	@$(BIN)/jaki up

test: setup-dev ## the whole test suite
	@$(BIN)/python -m pytest -n $(TESTERS) --dist loadgroup

test-postgres15: setup-dev ## the same on the oldest supported PostgreSQL; needs the system package postgresql-15
	@JAKI_TEST_POSTGRES15=yes $(BIN)/python -m pytest -n $(TESTERS) --dist loadgroup

check: setup-dev ## format, lint, types, import contracts, templates, dependencies, migrations
	@./config/check

bench: setup-dev ## figures, as ratios in one run
	@$(BIN)/python -m pytest -m benchmark -s -n 0 tests/benchmarks

lock: ## renew requirements/*.lock from pyproject.toml, for every supported Python at once
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra setup -c requirements/constraints.in -o requirements/run.lock pyproject.toml
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra setup --extra dev -c requirements/constraints.in -c requirements/run.lock -o requirements/dev.lock pyproject.toml

setup:
	@./bootstrap run

setup-dev:
	@./bootstrap dev

clean: ## remove what the commands above have made, but not var/, which holds your data
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
