"""The command line."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "nhipcau.commands"
