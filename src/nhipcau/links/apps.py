"""Short codes, posters, daily counts."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "nhipcau.links"
    default_auto_field = "django.db.models.BigAutoField"
