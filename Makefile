# Two commands do everything: make demo, make test.
PY := .venv/bin/python
export PYTHONPATH := src

.venv/done: requirements/dev.txt
	python3.11 -m venv .venv
	.venv/bin/pip install -q --require-hashes -r requirements/dev.txt
	touch $@

.PHONY: test check
check: .venv/done
	.venv/bin/ruff check . && .venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy
	$(PY) -m pytest -q tests/test_architecture.py

test: check
	$(PY) -m pytest -q -n 2
	$(PY) tests/with_postgres.py $(PY) -m pytest -q -n 2 -m "not browser"
