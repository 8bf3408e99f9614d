"""The shells."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "nhipcau.pages"
    default_auto_field = "django.db.models.BigAutoField"
