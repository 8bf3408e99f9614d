"""The ledger."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "nhipcau.dispatch"
    default_auto_field = "django.db.models.BigAutoField"
