"""Until the product is installed somewhere each room has one migration. After `makemigrations` made
a room's 0001 anew, this puts all its tables, keys and constraints into one step (core/together.py):
`.venv/bin/python tools/fold_migrations.py`. What is no table, key or constraint stays as it is.
"""

import importlib
import os
from pathlib import Path

import django
from django.db import migrations
from django.db.migrations.writer import MigrationWriter

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
    django.setup()
    from nhipcau.core.together import CreateTogether

    for path in sorted((ROOT / "src/nhipcau").glob("*/migrations/0001_initial.py")):
        room = path.parts[-3]
        first = importlib.import_module(f"nhipcau.{room}.migrations.0001_initial").Migration
        if any(isinstance(step, CreateTogether) for step in first.operations):
            continue
        tables, rest = folded(first.operations)
        made = first("0001_initial", room)
        made.operations = [CreateTogether(tables), *rest]
        path.write_text(MigrationWriter(made, include_header=False).as_string(), encoding="utf-8")


def folded(steps: list) -> tuple[list, list]:
    tables = {step.name.lower(): step for step in steps if isinstance(step, migrations.CreateModel)}
    rest = []
    for step in steps:
        if isinstance(step, migrations.CreateModel):
            continue
        table = tables.get(getattr(step, "model_name", "").lower())
        if table is None:
            rest.append(step)
        elif isinstance(step, migrations.AddField):
            table.fields.append((step.name, step.field))
        elif isinstance(step, migrations.AddIndex):
            table.options["indexes"] = [*table.options.get("indexes", []), step.index]
        elif isinstance(step, migrations.AddConstraint):
            table.options["constraints"] = [*table.options.get("constraints", []), step.constraint]
        else:
            rest.append(step)
    return list(tables.values()), rest


if __name__ == "__main__":
    main()
