# Every target does its own set-up: a machine with python3.11 and make is enough. What was set up is kept
# in stamp files, so a second call is instant and a changed lock installs again. All paths are relative,
# so the checkout may lie in a folder with a space in its name.

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test lint gallery bench soak wheel lock chromium

# Compiled once, and not by each of the hundreds of nodes that the tests start, and by each worker.
unexport PYTHONDONTWRITEBYTECODE

PIP := .venv/bin/python -m pip --disable-pip-version-check --no-input
TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# No more than a small machine has cores: browsers fill them, and what waits for an answer would wait for the others too.
WORKERS := 2
SHARED := --numprocesses=$(WORKERS) --dist=loadgroup --no-loadscope-reorder
PURE := --cov=chat/routing --cov=chat/circle --cov=chat/conversation --cov=chat/hours --cov=chat/referral --cov=chat/returning --cov=volunteers/roster

help:
	@echo 'make run    the program with a practice counsellor, on http://localhost:8080 (make run LUISTER_PORT=9000)'
	@echo 'make test   lint and all tests'
	@echo 'make lint   ruff, mypy, import-linter, tsc, eslint, stylelint, node --test'
	@echo 'make gallery  a picture of every state of every page, in gallery/index.html'
	@echo 'make bench  the benchmarks'
	@echo 'make soak   the property tests, the chaos and 10,000 conversations, at length'
	@echo 'make wheel  the wheel, with the pages packed, in dist/'
	@echo 'make lock   the lock files anew (make lock LOCK_FLAGS=--upgrade for newer versions)'

run: .venv/.run static/vendor/.copied
	@exec .venv/bin/luister serve --demo

# The chaos holds the product to seconds: it has the machine to itself.
test: lint chromium
	@.venv/bin/python scripts/soak.py age
	@mkdir -p .cache && rm -f .cache/coverage*
	@.venv/bin/python -m pytest tests/chaos
	@.venv/bin/python -m pytest $(SHARED) $(PURE) --cov-report=json:.cache/coverage.json --ignore=tests/chaos

lint: .venv/.test node_modules/.test static/vendor/.copied
	@$(MAKE) --no-print-directory --keep-going --jobs=3 $(TOGETHER) --file=scripts/lint.mk

gallery: .venv/.test node_modules/.test static/vendor/.copied chromium
	@rm -rf gallery
	GALLERY=gallery .venv/bin/python -m pytest tests/e2e/test_states.py

bench: .venv/.test node_modules/.test static/vendor/.copied chromium
	.venv/bin/python -m benchmarks

soak: .venv/.test node_modules/.test static/vendor/.copied chromium
	.venv/bin/python scripts/soak.py

wheel: .venv/.run node_modules/.test static/vendor/.copied
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

lock:
	scripts/venv.sh .cache/lock
	.cache/lock/bin/python -m pip install --quiet uv==0.13.9
	.cache/lock/bin/python scripts/lock.py $(LOCK_FLAGS)
	scripts/node.sh npm install --ignore-scripts --package-lock-only

# --- set-up ----------------------------------------------------------------------------------------

# --no-deps: a lock is whole; asked to resolve it again, pip trips over a package that somebody else wants with an extra
# as soon as a newer release of it is out.

.venv/.made:
	scripts/venv.sh .venv
	@touch $@

.venv/.run: .venv/.made requirements/run.lock pyproject.toml
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/run.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.run requirements/test.lock
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/test.lock
	@touch $@

# npm ci begins by removing node_modules, so the full install stands for the small one too.
node_modules/.test: package.json package-lock.json .npmrc | .venv/.made
	scripts/node.sh npm ci --ignore-scripts
	@touch node_modules/.run $@

node_modules/.run: package.json package-lock.json .npmrc | .venv/.made
	scripts/node.sh npm ci --ignore-scripts --omit=dev
	@touch $@

static/vendor/.copied: node_modules/.run scripts/vendor.py
	.venv/bin/python scripts/vendor.py
	@touch $@

chromium:
	@scripts/chromium.sh
