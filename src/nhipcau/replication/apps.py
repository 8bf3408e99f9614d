"""Copying the model: playbooks, the first day of a new place, mergers."""

from django.apps import AppConfig


class ReplicationConfig(AppConfig):
    name = "nhipcau.replication"
    default_auto_field = "django.db.models.BigAutoField"
