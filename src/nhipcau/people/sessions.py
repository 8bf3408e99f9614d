"""The backend of sessions opened by code that has itself verified the person (demo link, tests)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest


class OpenedByUs(ModelBackend):
    """Takes no password: it only keeps a session that our own code opened."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> None:
        return None
