"""The public API: other systems send through the ward and hear what became of it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nhipcau.api"
    default_auto_field = "django.db.models.BigAutoField"
