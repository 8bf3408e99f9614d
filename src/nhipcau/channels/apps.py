"""Accounts, the wire, transports, intake."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "nhipcau.channels"
    default_auto_field = "django.db.models.BigAutoField"
