"""Reads: who is informed."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "nhipcau.reach"
    default_auto_field = "django.db.models.BigAutoField"
