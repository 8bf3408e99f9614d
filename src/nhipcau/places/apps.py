"""Units, localities, neighbourhoods, hours."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "nhipcau.places"
    default_auto_field = "django.db.models.BigAutoField"
