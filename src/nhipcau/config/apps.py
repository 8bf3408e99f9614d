"""Fills the slots when Django is ready."""

from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "nhipcau.config"

    def ready(self) -> None:
        import_module("nhipcau.config.wiring").fill()
