"""The first migration of each room makes its tables in one step."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

ROOMS = [app.label for app in apps.get_app_configs() if app.name.startswith("nhipcau.")]


@pytest.mark.parametrize("room", ROOMS)
def test_no_table_is_made_alone(room):
    """Anew after `makemigrations`: tools/fold_migrations.py."""
    found = MigrationLoader(None).disk_migrations.get((room, "0001_initial"))
    assert found is None or not [one for one in found.operations if isinstance(one, CreateModel)]
