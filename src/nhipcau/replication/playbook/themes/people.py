"""Posts to fill and groups to found; never who is in them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from nhipcau.core import audit
from nhipcau.people.groups import describe_group, found_group
from nhipcau.people.models import Group, Role, Staff
from nhipcau.people.models.staff import PHONE_ROLES
from nhipcau.places.models import Neighbourhood
from nhipcau.replication.models import PlanItem
from nhipcau.replication.playbook.shape import from_plain, may, must
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.themes.plan import forget, keep, plan_theme

IN_EACH = "neighbourhood"
NAME, NUMBER = "{tổ}", "{số}"


@dataclass(frozen=True, slots=True)
class PostToFill:
    """A title somebody should bear. `each`: one in every neighbourhood."""

    role: str = must(among=tuple(Role.values))
    title: str = must(longest=80)
    each: str = may(among=("", IN_EACH))
    releases_urgently: bool = False
    note: str = may(longest=600)


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """With `each`, a pattern: {tổ} is the neighbourhood's name, {số} its number."""

    kind: str = must(among=tuple(Group.Kind.values))
    name: str = must(longest=120)
    each: str = may(among=("", IN_EACH))


def _posts_of_staff(place: Place, known: Mapping[str, Any]) -> list[Found]:
    """Titles that people here bear and nobody planned."""
    there = {(post.role, post.title) for post in known.values()}
    rows = Staff.objects.filter(locality=place.locality, is_active=True).exclude(title="")
    told = rows.order_by("role", "title", "pk").values_list("role", "title", "may_release_urgent")
    found = []
    for role, title, urgent in told:
        if (role, title) not in there:
            there.add((role, title))
            each = IN_EACH if role in PHONE_ROLES else ""
            found.append(Found(PostToFill(role, title, each, urgent)))
    return found


ROLES = plan_theme(
    "roles",
    title=_("Vai trò và chức danh"),
    remark="Chức danh cần có người, không có tên ai. each: neighbourhood là mỗi tổ một người.",
    kind=PostToFill,
    name_of=lambda item: item.title,
    derived=_posts_of_staff,
)


def _groups(place: Place) -> list[Found]:
    """Patterns as planned, then the groups of the whole place as they are."""
    plans = PlanItem.objects.filter(locality=place.locality, theme="groups")
    patterns = [Found(from_plain(GroupPlan, row.content), key=row.key) for row in plans]
    own = Group.objects.filter(locality=place.locality, neighbourhood=None)
    own = own.exclude(state=Group.State.CLOSED).order_by("kind", "pk")
    return patterns + [Found(GroupPlan(group.kind, group.name), group.pk) for group in own]


def _patterns_in_use(place: Place, known: Mapping[str, Any]) -> list[Found]:
    """How most groups of a kind are named after their neighbourhood."""
    planned = {item.kind for item in known.values() if item.each}
    named: dict[str, Counter[str]] = {}
    rows = Group.objects.filter(locality=place.locality, neighbourhood__isnull=False)
    for group in rows.exclude(state=Group.State.CLOSED).select_related("neighbourhood"):
        if group.kind not in planned and group.neighbourhood is not None:
            said = pattern_of(group.name, group.neighbourhood)
            named.setdefault(group.kind, Counter())[said] += 1
    return [
        Found(GroupPlan(kind, min(told, key=lambda said: (-told[said], said)), IN_EACH))
        for kind, told in sorted(named.items())
    ]


def pattern_of(name: str, neighbourhood: Neighbourhood) -> str:
    if neighbourhood.name in name:
        return name.replace(neighbourhood.name, NAME)
    if neighbourhood.number is not None:
        return name.replace(str(neighbourhood.number), NUMBER)
    return name


def named_after(pattern: str, neighbourhood: Neighbourhood) -> str:
    said = pattern.replace(NAME, neighbourhood.name)
    return said.replace(NUMBER, str(neighbourhood.number or neighbourhood.name))[:120]


def _put_group(place: Place, key: str, item: GroupPlan, row: int) -> int:
    if item.each:
        return keep("groups")(place, key, item, row)
    if not row:
        return found_group(place.locality, kind=item.kind, name=item.name, by=place.actor).pk
    group = Group.objects.get(pk=row)
    describe_group(group, name=item.name, invite_link=group.invite_link, by=place.actor)
    if group.kind != item.kind:
        Group.objects.filter(pk=row).update(kind=item.kind)
        audit.record(place.actor, "group.kind_changed", group, after={"kind": item.kind})
    return row


def _drop_group(place: Place, key: str, row: int) -> None:
    """A group in which people are stays: only they can leave it."""
    forget("groups")(place, key, row)
    planned = Group.objects.filter(pk=row, state=Group.State.PLANNED, memberships=None)
    for group in planned:
        try:
            audit.record(place.actor, "group.dropped", group)
            group.delete()
        except ProtectedError:
            continue


GROUPS = Theme(
    name="groups",
    title=_("Nhóm"),
    remark="Nhóm truyền tin. Với each: neighbourhood, {tổ} là tên tổ, thôn; {số} là số của tổ.",
    kind=GroupPlan,
    found=_groups,
    put=_put_group,
    drop=_drop_group,
    name_of=lambda item: item.name,
    derived=_patterns_in_use,
)


def found_planned_groups(place: Place) -> int:
    """Verb. One group a neighbourhood for each pattern, where it is missing. Returns how many."""
    patterns = [one.item for one in _groups(place) if one.item.each]
    homes = Neighbourhood.objects.filter(locality=place.locality)
    there = set(
        Group.objects.filter(neighbourhood__isnull=False).values_list("neighbourhood", "kind")
    )
    made = 0
    for home in homes:
        for item in patterns:
            if (home.pk, item.kind) not in there:
                found_group(
                    place.locality,
                    kind=item.kind,
                    name=named_after(item.name, home),
                    neighbourhood=home,
                    by=place.actor,
                )
                made += 1
    return made
