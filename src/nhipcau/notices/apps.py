"""Notices, versions, renditions."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nhipcau.notices"
    default_auto_field = "django.db.models.BigAutoField"
