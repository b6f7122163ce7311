# The checks of `make lint`, several at once; the longest is begun first. What each says stays together.

NODE := scripts/node.sh node
TSC := $(NODE) node_modules/typescript/bin/tsc --project
CHECKS := mypy node eslint stylelint types types-of-tests types-of-chaos imports ruff format

.PHONY: all $(CHECKS)

all: $(CHECKS)

mypy:
	.venv/bin/mypy

node:
	find tests/js -name '*.test.js' -exec $(NODE) --test {} +

eslint:
	$(NODE) node_modules/eslint/bin/eslint.js .

stylelint:
	$(NODE) node_modules/stylelint/bin/stylelint.mjs 'static/css/**/*.css'

types:
	$(TSC) .

types-of-tests:
	$(TSC) tests/js

types-of-chaos:
	$(TSC) tests/chaos/clients

imports:
	.venv/bin/lint-imports

ruff:
	.venv/bin/ruff check

format:
	.venv/bin/ruff format --check
