# The two commands are `make run` and `make test`; the rest is for people who stay.
OUT ?= build/demo
BIN := .venv/bin

.PHONY: run test trace faults verapdf demo guide bench format wheel clean

run: ## set up everything and open Doorstep
	@packaging/setup.sh run
	@$(BIN)/doorstep $(ARGS)

test: ## set up everything and run every check that CI runs
	@packaging/setup.sh dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/doorstep forms check
	$(BIN)/pytest --numprocesses=2 --dist=worksteal $(ARGS)

trace: ## run the tests that show a requirement and write docs/requirements.md; fails on a row unserved
	@packaging/setup.sh dev
	cd tests && ../$(BIN)/python -m requirements.run

faults: ## do to it what laptops and disks do, and print what was lost: nothing (about a quarter of an hour)
	@packaging/setup.sh dev
	cd tests && ../$(BIN)/python -m faults.run

verapdf: ## write the sample in every profile and every language and have veraPDF judge each (some ten minutes)
	@packaging/setup.sh dev
	cd tests && ../$(BIN)/python -m copies.run

demo: ## play a whole visit through the real window into OUT (default build/demo)
	@packaging/setup.sh run
	$(BIN)/doorstep demo --out "$(OUT)"

guide: demo ## take the pictures of the guide and the README anew
	$(BIN)/python docs/guide/take_pictures.py "$(OUT)"

bench: ## measure, each figure a ratio against something you know
	@packaging/setup.sh dev
	$(BIN)/python bench/run.py

format:
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: ## one wheel with the program, the forms and the resources
	@packaging/setup.sh dev
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
