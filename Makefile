# Repside. The two commands a newcomer needs: make run, make test.
PY := .venv/bin/python
SERVE ?= 1
export SERVE
SCHEDULES ?= 2000

.PHONY: run test simulate check format bench messages screenshots lock clean help

run: ## install, capture the bundled sample into a fresh store, print the receipt, serve the view (SERVE=0: do not serve)
	@sh scripts/environment.sh run
	@sh scripts/run-sample.sh

test: ## install what the tests need and run all of them
	@sh scripts/environment.sh test
	@sh scripts/debian-packages.sh
	@sh scripts/node-packages.sh
	@sh scripts/graph-referee.sh
	@$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

simulate: ## play random histories from seeds over all cores (SCHEDULES=100000 for the night; docs/why/proof.md)
	@sh scripts/environment.sh test
	@$(PY) -m tests.simulation.run --schedules $(SCHEDULES)

check: ## lint, types, layers, format
	@sh scripts/environment.sh test
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

format: ## rewrite the code in the one style
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

bench: ## measure beside the raw limits, as ratios in one run (docs/bench.md says how)
	@sh scripts/environment.sh test
	@$(PY) bench/run.py

messages: ## take new texts of the pages into the catalogs (view/locale), and say which wait for their translation
	@sh scripts/environment.sh test
	@$(PY) -m scripts.messages

screenshots: ## photograph each page of the view, light, dark and on a phone, into docs/screenshots
	@sh scripts/environment.sh test
	@sh scripts/screenshots.sh

lock: ## pin every dependency with its hashes
	@sh scripts/environment.sh test
	@sh scripts/lock.sh

clean: ## remove what make made
	@rm -rf .venv .run .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'
