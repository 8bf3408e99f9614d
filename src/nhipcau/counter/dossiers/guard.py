"""Who opens the desk's pages of dossiers."""

from typing import cast

from django.http import HttpRequest

from nhipcau.counter.dossiers.rights import KEEPS
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff

desk = console(*(Role(role) for role in sorted(KEEPS)))


def me(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
