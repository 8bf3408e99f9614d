"""Teams, shifts, and who is on duty."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "nhipcau.rosters"
    default_auto_field = "django.db.models.BigAutoField"
