"""Publish, plan, relay, sheet, visit, evidence."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "nhipcau.outreach"
    default_auto_field = "django.db.models.BigAutoField"
