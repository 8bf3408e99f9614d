"""Households, residents, staff, contact points, groups."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nhipcau.people"
    default_auto_field = "django.db.models.BigAutoField"
