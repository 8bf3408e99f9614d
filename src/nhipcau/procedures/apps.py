"""The catalogue of administrative procedures, its versions and its search."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "nhipcau.procedures"
    default_auto_field = "django.db.models.BigAutoField"
