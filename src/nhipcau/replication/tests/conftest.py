"""Small playbooks in files, a fresh place, and its admin."""

import pytest
from django_scopes import scope
from tests import cast

from nhipcau.people.models import Role
from nhipcau.replication.playbook.read import read_playbook

SMALL = {
    "playbook.yaml": "format: 1\nname: thu\nversion: 1.0.0\ntitle: Bộ thử\n"
    "licence: CC BY 4.0\nmade_from: thử\n",
    "groups.yaml": "truong-thon:\n  kind: village_heads\n  name: Nhóm trưởng thôn {địa bàn}\n",
    "starters.yaml": "hop-thon:\n  name: Họp thôn\n  kind: call\n  title: Họp thôn\n"
    "  text: Mời bà con {địa bàn} đi họp.\n  answers: [will_come]\n",
    "routing.yaml": "ho-tich:\n  name: Hộ tịch\n  hours: 8\n  words: [khai sinh]\n",
    "roles.yaml": "truong-thon:\n  role: leader\n  title: Trưởng thôn\n  each: neighbourhood\n",
}


def files_of(**changed):
    """SMALL with files laid over it; None takes one away."""
    named = {name.replace("_", ".") if "." not in name else name: said
             for name, said in changed.items()}  # fmt: skip
    told = SMALL | named
    return {name: said.encode() for name, said in told.items() if said is not None}


def small(**changed):
    return read_playbook(files_of(**changed))


@pytest.fixture
def fresh(db):
    """A new locality with nothing but its admin, inside its scope."""
    locality = cast.make_locality("01852", "Xã Yên Thượng", "yen-thuong")
    locality.issuer = "UBND xã Yên Thượng"
    locality.save()
    admin = cast.make_staff(locality, "admin-yt", "Ma Văn Quản", Role.ADMIN)
    with scope(locality=locality):
        yield admin
