"""Folding, NFC, Vietnamese numbers and dates. Domain-free."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "nhipcau.text"
