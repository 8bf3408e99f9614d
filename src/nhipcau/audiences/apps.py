"""Named selections."""

from django.apps import AppConfig


class AudiencesConfig(AppConfig):
    name = "nhipcau.audiences"
    default_auto_field = "django.db.models.BigAutoField"
