# The commands a newcomer needs: make serve, make test. Everything stays inside this folder.
PY ?= python3
PORT ?= 8000
V := .venv
P := $(V)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore

.PHONY: setup serve test check lock reason audit bench clean

setup: $(V)/.base

$(V)/.base: requirements.lock pyproject.toml
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %s" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(P) && $(P) -m pip --version >/dev/null 2>&1 || { rm -rf $(V); $(PY) -m venv $(V) >/dev/null 2>&1; } || \
	  { echo "this Python has no ensurepip: filling $(V) with its pip"; rm -rf $(V); \
	    $(PY) -m venv --without-pip $(V) && $(PY) -m pip --python $(P) install -q 'pip>=23.1'; }
	$(P) -m pip install -q --require-hashes -r requirements.lock
	$(P) -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(V)/.test: $(V)/.base requirements-test.lock
	$(P) -m pip install -q --require-hashes -r requirements-test.lock
	@touch $@

serve: $(V)/.base
	$(V)/bin/ivigkg build --quiet
	$(V)/bin/ivigkg serve --port $(PORT)

test: $(V)/.test
	$(P) -m pytest -q -n 2 --dist worksteal

check: $(V)/.test
	$(V)/bin/ruff check src tests tools benchmarks
	$(V)/bin/ruff format --check src tests tools benchmarks
	$(V)/bin/mypy
	$(V)/bin/lint-imports
	$(P) tools/locks.py

reason: $(V)/.test
	$(V)/bin/ivigkg build --quiet
	$(P) tools/reasoner.py build/release/ivigkg.nt

audit: $(V)/.base
	$(V)/bin/ivigkg build --quiet
	$(V)/bin/ivigkg audit

bench: $(V)/.test
	$(P) benchmarks/run.py

lock: $(V)/.test
	$(P) tools/locks.py --write

clean:
	rm -rf $(V) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
