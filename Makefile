# Two commands do everything: make demo, make test. The others are their parts.
PY := .venv/bin/python
PYTEST := $(PY) -m pytest

.PHONY: demo test check check-data story bench screenshots messages setup-run setup-dev setup-bench

demo: setup-run  ## open a living ward and play the story slowly; Ctrl-C stops it
	@.venv/bin/nhipcau demo

test: check  ## everything: checks, then all tests on SQLite and on PostgreSQL
	$(PYTEST) -n 2 --dist loadgroup -m "not browser and not story"
	$(PYTEST) -n 2 --dist loadgroup -m browser
	$(PY) -m tests.with_postgres $(PYTEST) -n 2 --dist loadgroup -m "not browser and not story"

check: setup-dev  ## the fast part: style, types, layers, templates, migrations, architecture
	.venv/bin/ruff check -q .
	.venv/bin/ruff format --check -q .
	.venv/bin/lint-imports > /dev/null || .venv/bin/lint-imports
	.venv/bin/mypy
	.venv/bin/djlint --quiet --lint src/nhipcau
	.venv/bin/nhipcau makemigrations --check --dry-run -v0
	$(PYTEST) tests/test_architecture.py tests/test_docs.py

check-data: setup-run  ## import the real records of ../shared/data (or SHARED_DATA) and count
	PYTHONPATH=src $(PY) tools/check_data.py

story: setup-run  ## 20 evenings, headless, ends in one JSON line
	@.venv/bin/nhipcau story

bench: setup-dev setup-bench  ## ratios against a limit or a peer in the same run
	$(PY) -m bench

SECONDS_OF_SOAK := 600
SEED := 1

soak: setup-dev  ## every channel at its limit with faults; SECONDS_OF_SOAK and SEED may be set
	$(PY) -m bench.soak --seconds $(SECONDS_OF_SOAK) --seed $(SEED)

screenshots: setup-dev  ## the pictures of the guides, from the demo's data
	$(PY) tools/screenshots.py

messages: setup-dev  ## gather the sentences of the pages for the translators
	cd src/nhipcau && ../../.venv/bin/nhipcau makemessages -l en -l th -l bn --no-location --no-wrap

setup-run setup-dev setup-bench: setup-%:
	@tools/setup.sh $*
