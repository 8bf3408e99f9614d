"""Internal groups and what only their members read."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "nhipcau.circles"
    default_auto_field = "django.db.models.BigAutoField"
