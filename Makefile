# Every command does its own set-up first; `make` alone lists them.
PYTHON ?= python3
ENVIRONMENT = $(PYTHON) .ci/environment
HERE = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run start test check bench clean

help: ## list the commands
	@echo "make COMMAND, one of:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1   \2/p' Makefile

run: ## start the whole product (PORT=8000 HOST=127.0.0.1 DATA_DIR=.data), Ctrl-C stops it
	@$(ENVIRONMENT) && exec $(HERE) manage.py run --with-parent

start: ## the same with an empty company of your own, set up on its first page (DATA_DIR=.data/own)
	@$(ENVIRONMENT) && DEMO=0 DATA_DIR="$${DATA_DIR:-.data/own}" exec $(HERE) manage.py run --with-parent

test: ## run every test, on each database and browser found here
	@$(ENVIRONMENT) --development && exec $(HERE) .ci/tests

check: ## lint, types, import rules, templates, migrations, architecture
	@$(ENVIRONMENT) --development && exec $(HERE) .ci/checks

bench: ## measure, side by side with the stock admin
	@$(ENVIRONMENT) --development && exec $(HERE) -m tests.benchmarks

clean: ## remove what the tools made (.venv and caches); the data in .data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
