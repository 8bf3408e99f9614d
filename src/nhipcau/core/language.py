"""The language of what is stored or sent: others read it, whatever the person at the desk reads."""

from django.conf import settings
from django.utils import translation


def house_language() -> translation.override:
    """Use in `with`, not as a decorator: one shared instance is not safe between threads."""
    return translation.override(settings.LANGUAGE_CODE)
