"""The language of what is stored or sent: others read it, whatever the person at the desk reads."""

from django.conf import settings
from django.utils import translation

from nhipcau.country.profile import SOURCE


def own_language() -> str:
    """The one that wards here write in: of what says no other."""
    return settings.LANGUAGE_CODE


def is_source() -> bool:
    """Whether wards here write in the language of the code's own texts: first words of notices,
    usual calls. Elsewhere such words come with a playbook."""
    return own_language() == SOURCE


def house_language() -> translation.override:
    """Use in `with`, not as a decorator: one shared instance is not safe between threads."""
    return translation.override(own_language())


def page_language(language: str) -> translation.override:
    """Words of ours around a text in `language`: in it where we have them, else in our own."""
    known = dict(settings.LANGUAGES)
    return translation.override(language if language in known else own_language())
