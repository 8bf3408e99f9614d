"""The one-stop desk: who waits, who is helped, what becomes of their papers."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "nhipcau.counter"
    default_auto_field = "django.db.models.BigAutoField"
