"""Who opens the desk's pages of dossiers."""

from nhipcau.counter.dossiers.rights import KEEPS
from nhipcau.people.guards import console
from nhipcau.people.models import Role

desk = console(*(Role(role) for role in sorted(KEEPS)))
