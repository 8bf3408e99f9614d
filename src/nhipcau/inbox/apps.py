"""Every question gets an answer."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "nhipcau.inbox"
    default_auto_field = "django.db.models.BigAutoField"
