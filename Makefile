# Everything a developer or an operator of a single machine needs. `make` alone lists the targets.
# Needs make and Python 3.11 or newer; everything else lives in .venv and data, both ignored by git.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# The locks name every package with its hash, so pip need not solve anything; wheels only, so nothing is built.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip --quiet
INSTALL := $(PIP) install --no-deps --only-binary :all: --require-hashes -r

.PHONY: help run test torture bench translations lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r name words; do printf '%-20s %s\n' "$$name" "$$words"; done

run: export DEMONSTRATION ?= yes
run: $(VENV)/installed ## install into .venv, make a demonstration registry, serve it on port 8000
	@$(BIN)/registry upgrade
	@$(BIN)/registry seed demo --if-empty
	@exec $(BIN)/registry run

test: $(VENV)/installed-dev ## install what tests need, then judge everything: style, types, imports, tests on both databases
	@$(BIN)/python -m tests.machine
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist worksteal

torture: $(VENV)/installed-dev ## kill the registry 200 times while it writes, and look for what its index missed
	@TORTURE=200 $(BIN)/python -m tests.torture.killing

bench: $(VENV)/installed-dev ## measure speed and memory against the bounds in benchmarks/
	@$(BIN)/python -m benchmarks

translations: $(VENV)/installed ## collect the Chinese sentences of public_site and update the English catalogue
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F public_site/translations/babel.cfg --no-location --sort-output --omit-header -k lazy_gettext -k _l -k N_ -o build/messages.pot public_site
	@$(BIN)/pybabel -q update -N --no-wrap --omit-header --ignore-obsolete -i build/messages.pot -d public_site/translations

lock: ## choose library versions anew inside pyproject's ranges and write the hashed lock files
	@test -x build/uv/bin/uv || { $(call find_python) && "$$python" -m venv build/uv && build/uv/bin/pip install --quiet uv==0.13.9; }
	@build/uv/bin/uv pip compile -q pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url -o requirements.lock
	@build/uv/bin/uv pip compile -q pyproject.toml -c requirements.lock --extra s3 --universal --generate-hashes --no-header --no-emit-index-url -o requirements-image.lock
	@build/uv/bin/uv pip compile -q pyproject.toml -c requirements.lock --group dev --universal --generate-hashes --no-header --no-emit-index-url -o requirements-dev.lock

clean: ## remove what can be made again: environment and caches (data stays)
	@rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage htmlcov
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# A python that is really there (a pyenv shim may not be), is 3.11 or newer and can make an environment. The system's own comes first:
# distributions build theirs with profiles, and one that pyenv compiled without takes half as long again for everything.
find_python = python=; for name in $(PYTHON) /usr/bin/python3 python3 python3.11 python3.12 python3.13 python3.14; do \
	  if "$$name" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; done; \
	test -n "$$python" || { echo "Python 3.11 or newer with venv is missing (on Debian: apt-get install python3 python3-venv)." >&2; false; }

$(VENV)/bin/python:
	@$(call find_python) && "$$python" -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml $(VENV)/bin/python
	@echo "Installing the registry into $(VENV) (about half a minute) ..."
	@test -e $(VENV)/installed-dev || $(INSTALL) requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "Installing what the tests need into $(VENV) (about a minute) ..."
	@$(INSTALL) requirements-dev.lock
	@touch $@
