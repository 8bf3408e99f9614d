"""What must be there after a merger as it was before: counted in the same transaction."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.inbox.models import OPEN
from nhipcau.links.models import Poster
from nhipcau.replication.merger.going import rows_of

# Name → (words, model, which of its rows). All of them are alive and go whole.
COUNTED: dict[str, tuple[Any, str, Q]] = {
    "neighbourhoods": (_("Tổ, thôn"), "places.Neighbourhood", Q()),
    "households": (_("Hộ"), "people.Household", Q(is_gone=False)),
    "residents": (_("Người dân"), "people.Resident", Q(is_gone=False)),
    "contacts": (
        _("Địa chỉ liên lạc đã xác nhận"),
        "people.ContactPoint",
        Q(verified_at__isnull=False, stopped_at=None),
    ),
    "groups": (_("Nhóm"), "people.Group", ~Q(state="closed")),
    "members": (_("Hộ đã vào nhóm"), "people.Membership", Q(state="confirmed")),
    "staff": (_("Cán bộ, tổ trưởng"), "people.Staff", Q(is_active=True)),
    "phones": (_("Điện thoại đã đăng ký"), "people.Device", Q(revoked_at=None)),
    "accounts": (_("Tài khoản kênh"), "channels.Account", ~Q(state="closed")),
    "posters": (_("Mã QR dán"), "links.Poster", ~Q(state=Poster.State.DOWN)),
    "questions": (_("Câu hỏi đang mở"), "inbox.Question", Q(state__in=OPEN)),
}


def count(localities: Iterable[int]) -> dict[str, int]:
    """Over several localities together."""
    places = list(localities)
    return {
        name: rows_of(label).filter(which, locality__in=places).count()
        for name, (_words, label, which) in COUNTED.items()
    }


def count_each(localities: Iterable[int]) -> dict[int, dict[str, int]]:
    """Of each, for the preview."""
    return {place: count([place]) for place in localities}


def differences(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """In words: "Hộ: 12.000 → 11.999"; empty when all agree."""
    was, now = Counter(before), Counter(after)
    return [
        f"{COUNTED[name][0]}: {was[name]} → {now[name]}"
        for name in COUNTED
        if was[name] != now[name]
    ]
