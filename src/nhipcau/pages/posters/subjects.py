"""What a poster can be about, as it is now: its words, where its code leads, what can go old."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import BadInput
from nhipcau.links.models import Link, Poster
from nhipcau.people.join import JOIN_CHANNEL, join_link
from nhipcau.people.models import Group
from nhipcau.people.oa_groups import oa_account
from nhipcau.places.centres import centre_on, host_of
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.paths import procedure_path
from nhipcau.procedures.queries import filed_online, in_force
from nhipcau.text.fold import tidy

Kind = Poster.Kind
PUBLIC_PATH_SIGNS = 190


@dataclass(frozen=True, slots=True)
class Subject:
    """`printed` as in Poster; `neighbourhood` where only people of one may use it."""

    kind: str
    about: str
    title: str
    path: str
    printed: dict[str, Any]
    neighbourhood: Neighbourhood | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """Everything that posters are about, as it is now: a handful of queries for all of them."""

    locality: Locality
    centre: str
    oa: str  # its id at Zalo
    procedures: dict[str, Procedure]
    online: set[int]  # versions that can be filed there
    groups: dict[str, Group]
    open_joins: frozenset[str]

    def subject(self, kind: str, about: str, *, by: Actor | None = None) -> Subject | None:
        """None when there is no such thing any more. `by` makes what its page needs."""
        if kind == Kind.PROCEDURE:
            return self._procedure(about)
        if kind == Kind.GROUP:
            return self._group(about, by)
        if kind == Kind.OA:
            return self._oa(about)
        return self._portal() if kind == Kind.PORTAL else None

    def _procedure(self, code: str) -> Subject | None:
        found = self.procedures.get(code)
        if found is None or found.current is None:
            return None
        centre = self.centre if found.current.pk in self.online else ""
        printed = {"version": found.current.number, "name": found.name, "centre": centre}
        return self._made(
            Kind.PROCEDURE, code, found.name, procedure_path(self.locality, code), printed
        )

    def _group(self, about: str, by: Actor | None) -> Subject | None:
        group = self.groups.get(about)
        if group is None or group.neighbourhood is None:
            return None
        path = join_link(group, by=by).path if by is not None else ""
        printed = {"name": group.name}
        return self._made(Kind.GROUP, about, group.name, path, printed, group.neighbourhood)

    def _oa(self, about: str) -> Subject | None:
        if not self.oa or about not in {"", self.oa}:
            return None
        path = f"/{self.locality.slug}/zalo/"
        return self._made(Kind.OA, self.oa, self.locality.issuer, path, {})

    def _portal(self) -> Subject:
        title = _("Thông báo và thủ tục của phường")
        return self._made(Kind.PORTAL, "", title, f"/{self.locality.slug}/", {})

    def _made(
        self,
        kind: str,
        about: str,
        title: str,
        path: str,
        printed: dict[str, Any],
        neighbourhood: Neighbourhood | None = None,
    ) -> Subject:
        printed = {**printed, "issuer": self.locality.issuer}
        return Subject(kind, about, title, path, printed, neighbourhood)


def now_of(locality: Locality, *, codes: Collection[str] = (), groups: Iterable[str] = ()) -> Now:
    centre = centre_on(local(civil_now()).date())
    account = oa_account(locality.pk)
    wanted = [int(pk) for pk in groups if pk.isdecimal()]
    found = Group.objects.filter(
        pk__in=wanted, kind=Group.Kind.HOUSEHOLDS, state=Group.State.ACTIVE
    ).select_related("neighbourhood", "locality")
    joins = Link.objects.filter(
        place__channel=JOIN_CHANNEL, place__group__in=wanted, closed_at__isnull=True
    )
    procedures = {one.code: one for one in in_force().filter(code__in=set(codes))}
    versions = [one.current_id for one in procedures.values() if one.current_id]
    return Now(
        locality=locality,
        centre=host_of(centre) if centre else "",
        oa=account.external_id if account else "",
        procedures=procedures,
        online=filed_online(versions),
        groups={str(group.pk): group for group in found},
        open_joins=frozenset(joins.values_list("path", flat=True)),
    )


def other_subject(locality: Locality, *, title: str, address: str) -> Subject:
    """Any page of the ward's own portal, as it stands in the browser."""
    path = "/" + address.strip().partition("://")[2].partition("/")[2]
    if "://" not in address:
        path = address.strip()
    path = path.split("#")[0]
    fault = BadInput(
        _("Hãy chép địa chỉ một trang trên trang thông tin của phường, ví dụ %(example)s.")
        % {"example": f"/{locality.slug}/thu-tuc/"},
        field="address",
    )
    if not path.startswith(f"/{locality.slug}/") or len(path) > PUBLIC_PATH_SIGNS:
        raise fault
    try:
        match = resolve(path)
    except Resolver404:
        raise fault from None
    if getattr(match.func, "login_required", True) or "?" in path:
        raise fault
    if not 2 <= len(tidy(title)) <= 200:
        raise BadInput(_("Hãy ghi tên tờ, ví dụ “Hỏi phường một câu”."), field="title")
    return Subject(Kind.OTHER, "", tidy(title), path, {"issuer": locality.issuer})
