"""Filters for Vietnamese numbers, dates and words, built into every template."""

from django import template

register = template.Library()
