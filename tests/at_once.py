"""Two people press at the same moment: threads with connections of their own (PostgreSQL)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django_scopes import scope

from nhipcau.core.errors import DomainError


def at_once(ward, *verbs: Callable[[], object]) -> list[object]:
    """Run all at the same moment; what each returned, or how it was refused."""
    together = Barrier(len(verbs))

    def run(verb):
        try:
            with scope(locality=ward.locality):
                together.wait(timeout=20)
                return verb()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def refusals(found: list[object]) -> int:
    return sum(isinstance(one, DomainError) for one in found)
