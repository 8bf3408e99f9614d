"""Four small localities on the eve of 1 July 2025, to try a merger on: generated people, a month of
notices, questions, posters; and the draft that makes Phường Bắc Kạn of them.

By the verbs of the desk, with the demo's own clock turned back and forward again.
"""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from nhipcau.channels.accounts import connect_account
from nhipcau.channels.models import ChannelKind
from nhipcau.commands.installation import MERGER_BEGINS
from nhipcau.commands.opening_province import open_province
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.inbox.ask import Asked, ask_on_portal
from nhipcau.links.hang import hang_poster
from nhipcau.links.shorten import make_link
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import NoticeInput
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.seen import acknowledge
from nhipcau.pages.posters.make import Spot, Wish, make_wished
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.models import Group, Household, Role, Staff
from nhipcau.people.register.apply import apply_register
from nhipcau.people.register.clear import clear_batch
from nhipcau.people.register.open import open_batch
from nhipcau.people.register.stage import stage
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.places.open import add_neighbourhood, create_locality
from nhipcau.places.queries import unit_by_code
from nhipcau.places.units import import_units
from nhipcau.replication.merger.draft import agree, draft_merger
from nhipcau.replication.merger.plan import PartyPlan, Plan
from nhipcau.replication.merger.preview import preview
from nhipcau.replication.models import Merger

PROVINCES = ("06", "19")
THE_DAY = datetime.fromtimestamp(MERGER_BEGINS, UTC)
HOMES = 14
HEADINGS = (
    *("Tổ dân phố, thôn", "Số nhà", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh"),
    *("Điện thoại", "Điện thoại thông minh", "Đã vào nhóm Zalo"),
)
SURNAMES = ("Hoàng", "Nông", "Hà", "Ma", "Lý", "Triệu", "Bàn", "Nguyễn", "Vi", "Lường")
GIVEN = ("Văn Bình", "Thị Lan", "Văn Tùng", "Thị Hoa", "Đức Minh", "Thị Yến", "Văn Khánh")
NOTICES = (
    (24, "Khám sàng lọc đái tháo đường miễn phí", "Trạm Y tế khám miễn phí cho người từ 40 tuổi."),
    (9, "Cắt điện để sửa đường dây", "Cắt điện từ 8 giờ đến 11 giờ để sửa đường dây."),
)
QUESTION = "Cho tôi hỏi làm giấy khai sinh cho cháu cần những giấy tờ gì?"


@dataclass(frozen=True, slots=True)
class Ward:
    code: str
    slug: str
    name: str
    places: tuple[str, ...]


WARDS = (
    Ward("01843", "phung-chi-kien", "Phường Phùng Chí Kiên", ("Tổ 1", "Tổ 2", "Tổ 3")),
    Ward("01837", "song-cau", "Phường Sông Cầu", ("Tổ 1", "Tổ 2", "Tổ 13")),
    Ward("01855", "xuat-hoa", "Phường Xuất Hóa", ("Tổ 1", "Tổ Nà Bản")),
    Ward("01852", "nong-thuong", "Xã Nông Thượng", ("Thôn Nà Chuông", "Thôn Khau Cút")),
)


def open_four(clock: Path, *, say: Any) -> Merger:
    """On the morning of the day; three admins of four have agreed."""
    for province in PROVINCES:
        import_units(province=province)
    chances = random.Random(20250701)  # noqa: S311  the same people each time
    made = []
    for ward in WARDS:
        say(f"{ward.name}…")
        _set(clock, THE_DAY - timedelta(days=30))
        made.append(_open(ward, clock, chances))
    _set(clock, THE_DAY)
    open_province(made, clock=clock)
    merger = draft_merger(
        Plan(
            decision="1683/NQ-UBTVQH15",
            signed_on=date(2025, 6, 16),
            takes_on=date(2025, 7, 1),
            slug="bac-kan",
            unit="01843",
            parties=tuple(PartyPlan(ward.slug) for ward in WARDS),
        ),
        by=SYSTEM,
    )
    shown = preview(merger).fingerprint
    for locality in made[1:]:
        agree(merger, shown, by=_who(locality, Role.ADMIN).actor)
    return merger


def admin_of(slug: str) -> str:
    return f"quan-{slug}"


def _open(ward: Ward, clock: Path, chances: random.Random) -> Locality:
    unit = unit_by_code(ward.code, is_former=True)
    if unit is None:
        raise SystemExit(f"Không thấy đơn vị {ward.code} trong dữ liệu.")
    issuer = f"UBND {ward.name[0].lower()}{ward.name[1:]}"
    locality = create_locality(unit, slug=ward.slug, issuer=issuer, by=SYSTEM, name=ward.name)
    with scope(locality=locality):
        places = [add_neighbourhood(locality, name=name, by=SYSTEM) for name in ward.places]
        _invite(locality, ward.slug, places, chances)
        _fill_register(locality, places, chances)
        connect_account(
            locality,
            ChannelKind.ZALO_OA,
            name=f"Zalo {ward.name}",
            by=SYSTEM,
            external_id=ward.code,
        )
        _hang(locality, places)
        for days, title, text in NOTICES:
            _set(clock, THE_DAY - timedelta(days=days))
            _publish(locality, title, text, chances, clock)
        _set(clock, THE_DAY - timedelta(hours=20))
        home = Household.objects.order_by("pk").first()
        ask_on_portal(
            locality, Asked(QUESTION, key=f"demo-{ward.slug}"), visitor="x", household=home
        )
    return locality


def _invite(
    locality: Locality, slug: str, places: Sequence[Neighbourhood], chances: random.Random
) -> None:
    for role, name in (
        (Role.ADMIN, "quan"),
        (Role.EDITOR, "lan"),
        (Role.APPROVER, "minh"),
    ):
        _one(locality, f"{name}-{slug}", role, None, chances)
    for number, place in enumerate(places, 1):
        _one(locality, f"to-{number}-{slug}", Role.LEADER, place, chances)


def _one(
    locality: Locality,
    username: str,
    role: Role,
    place: Neighbourhood | None,
    chances: random.Random,
) -> None:
    who = Newcomer(
        name=_name(chances),
        role=role,
        neighbourhood=place,
        username=username,
        phone=_phone(chances),
    )
    invite_staff(locality, who, by=SYSTEM)


def _fill_register(
    locality: Locality, places: Sequence[Neighbourhood], chances: random.Random
) -> None:
    """By the importer, as a real ward does."""
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(HEADINGS)
    for place in places:
        for house in range(1, HOMES + 1):
            has_phone, joined = chances.random() < 0.85, chances.random() < 0.7
            head = (_name(chances), "Chủ hộ", chances.randint(1945, 1990))
            child = (_name(chances), "Con", chances.randint(1995, 2020))
            for name, relation, born in (head, child):
                is_head = relation == "Chủ hộ"
                writer.writerow(
                    (
                        *(place.name, f"Số {house}", name, relation, born),
                        _phone(chances) if is_head and has_phone else "",
                        "Có" if has_phone else "Không",
                        "Có" if is_head and has_phone and joined else "",
                    )
                )
    file = SimpleUploadedFile("so-ho.csv", told.getvalue().encode("utf-8-sig"))
    batch = stage(open_batch(locality, cast(Any, file), name="so-ho.csv", by=SYSTEM))
    clear_batch(apply_register(batch, by=SYSTEM))


def _hang(locality: Locality, places: Sequence[Neighbourhood]) -> None:
    editor = _who(locality, Role.EDITOR)
    spots = [Spot("Nhà văn hoá", place) for place in places]
    groups = [
        str(pk) for pk in Group.objects.exclude(neighbourhood=None).values_list("pk", flat=True)
    ]
    posters = make_wished(locality, Wish(spots=spots, groups=groups, portal=True), by=editor)
    for poster in posters:
        hang_poster(poster, by=editor.actor)


def _publish(
    locality: Locality, title: str, text: str, chances: random.Random, clock: Path
) -> None:
    """Who reads does it within the day, in one ward mostly through the neighbourhood's group."""
    editor, approver = _who(locality, Role.EDITOR), _who(locality, Role.APPROVER)
    given = NoticeInput(title=title, text=text, deadline=civil_now() + timedelta(hours=40))
    version = approve_notice(
        submit_notice(draft_notice(locality, given, by=editor), by=editor), by=approver
    )
    version = publish_notice(version, by=approver)
    share, begun = chances.uniform(0.6, 0.95), civil_now()
    place = {"channel": ChannelKind.RELAY.value}
    path = f"/{locality.slug}/thong-bao/{version.notice_id}/"
    link = make_link(locality, path, place=place, by=SYSTEM)
    through_group = 8 if locality.slug == "song-cau" else 3
    readers = [
        (chances.randint(5, 900), home)
        for home in Household.objects.order_by("pk")
        if chances.random() < share
    ]
    for minutes, home in sorted(readers, key=lambda one: one[0]):
        _set(clock, begun + timedelta(minutes=minutes))
        acknowledge(version, home, link=link if home.pk % 10 < through_group else None)


def _who(locality: Locality, role: Role) -> Staff:
    return Staff.objects.filter(locality=locality, role=role).earliest("pk")


def _name(chances: random.Random) -> str:
    return f"{chances.choice(SURNAMES)} {chances.choice(GIVEN)}"


def _phone(chances: random.Random) -> str:
    """Of a range that nobody has."""
    return f"09000{chances.randint(0, 99999):05d}"


def _set(clock: Path, moment: datetime) -> None:
    clock.write_text(f"{moment.timestamp():.3f}", encoding="ascii")
