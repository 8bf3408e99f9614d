"""The named cast. Phường Sông Cầu with six households in Tổ 13, one in Tổ 1, none in Tổ 2; and a
stranger's locality, whose people must see nothing of it. Open `scope(locality=…)` yourself, or
take the `ward` fixture."""

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

from nhipcau.people.models import ContactPoint, Group, Household, Membership, Resident, Role, Staff
from nhipcau.places.models import Locality, Neighbourhood, Unit

PASSWORD = "cau-song-cau-2023"
FRIDAY_AFTERNOON = datetime(2023, 5, 26, 9, 30, tzinfo=UTC)  # 16:30 in Bắc Kạn


@dataclass(frozen=True)
class Ward:
    locality: Locality
    to_1: Neighbourhood
    to_2: Neighbourhood
    to_13: Neighbourhood
    quan: Staff  # admin
    lan: Staff  # editor
    minh: Staff  # approver, may release urgently
    hoa: Staff  # leader of Tổ 13
    tam: Staff  # deputy of Tổ 13
    sinh: Staff  # team member of Tổ 13
    binh: Household  # no smartphone, not in the group: Số 12, ngõ 4, phone ends 678
    tung: Household  # in the group: Số 15, ngõ 4
    phuong: Household  # in the group, Tày preferred: Số 7, ngõ 2
    khanh: Household  # asked to join, not yet confirmed: Số 3, ngõ 2
    dung: Household  # renting, no phone known: Số 15A, ngõ 4
    yen: Household  # in the group: Số 21, đường Thanh Niên
    mai: Household  # of Tổ 1
    leaders: Group
    group_13: Group

    @property
    def households_13(self) -> list[Household]:
        return [self.binh, self.tung, self.phuong, self.khanh, self.dung, self.yen]


@dataclass(frozen=True)
class Stranger:
    locality: Locality
    neighbourhood: Neighbourhood
    thu: Staff  # admin there
    household: Household  # same house number and phone digits as bình's


def song_cau() -> Ward:
    locality = make_locality("01837", "Phường Sông Cầu", "song-cau")
    to_1, to_2, to_13 = Neighbourhood.objects.bulk_create(
        [_neighbourhood(locality, number) for number in (1, 2, 13)]
    )
    staff = {
        "quan": _staff(locality, "quan", "Đinh Văn Quân", Role.ADMIN),
        "lan": _staff(locality, "lan", "Hà Thị Lan", Role.EDITOR),
        "minh": _staff(locality, "minh", "Nguyễn Văn Minh", Role.APPROVER),
        "hoa": _staff(locality, "hoa", "Hoàng Đình Hoà", Role.LEADER, to_13),
        "tam": _staff(locality, "tam", "Lý Thị Tâm", Role.DEPUTY, to_13),
        "sinh": _staff(locality, "sinh", "Bàn Văn Sinh", Role.TEAM_MEMBER, to_13),
    }
    Staff.objects.bulk_create(staff.values())
    homes = _homes(to_1, to_13)
    return Ward(
        locality=locality,
        to_1=to_1,
        to_2=to_2,
        to_13=to_13,
        leaders=_leaders_group(locality, staff["quan"]),
        group_13=_group_13(to_13, staff["hoa"], homes),
        **staff,
        **homes,
    )


def _homes(to_1: Neighbourhood, to_13: Neighbourhood) -> dict[str, Household]:
    """All at once: every test that asks for the ward waits for it."""
    given = {
        "binh": (to_13, "Nông Thị Bình", "Số 12", "ngõ 4", "0912345678", 1951),
        "tung": (to_13, "Hoàng Văn Tùng", "Số 15", "ngõ 4", "0987654321", 1980),
        "phuong": (to_13, "Triệu Văn Phương", "Số 7", "ngõ 2", "0977111222", 1972),
        "khanh": (to_13, "Nông Văn Khánh", "Số 3", "ngõ 2", "0966333444", 1990),
        "dung": (to_13, "Lường Thị Dung", "Số 15A", "ngõ 4", "", 2001),
        "yen": (to_13, "Phạm Thị Yến", "Số 21", "đường Thanh Niên", "0355666777", 1965),
        "mai": (to_1, "Vi Thị Mai", "Số 12", "ngõ 4", "0911222333", 1978),
    }
    homes = {who: _household(place, *rest[:3]) for who, (place, *rest) in given.items()}
    _who_has_no_smartphone_and_who_speaks_tay(homes)
    Household.objects.bulk_create(homes.values())
    _move_in([(homes[who], phone, born) for who, (*_, phone, born) in given.items()])
    return homes


def stranger() -> Stranger:
    locality = make_locality("01852", "Xã Nông Thượng", "nong-thuong")
    neighbourhood = make_neighbourhood(locality, 13)
    return Stranger(
        locality=locality,
        neighbourhood=neighbourhood,
        thu=make_staff(locality, "thu", "Ma Thị Thu", Role.ADMIN),
        household=make_household(neighbourhood, "Ma Văn Lạ", "Số 12", "ngõ 4", "0912345678", 1950),
    )


def make_locality(code: str, name: str, slug: str) -> Locality:
    unit, _ = Unit.objects.get_or_create(
        code=code,
        level=Unit.Level.COMMUNE,
        valid_from=None,
        defaults={"name": name, "valid_to": date(2025, 6, 30), "source": "tests"},
    )
    return Locality.objects.create(unit=unit, slug=slug, name=name, issuer=f"UBND {name}")


def make_neighbourhood(locality: Locality, number: int) -> Neighbourhood:
    made = _neighbourhood(locality, number)
    made.save()
    return made


def _neighbourhood(locality: Locality, number: int) -> Neighbourhood:
    return Neighbourhood(locality=locality, name=f"Tổ {number}", number=number, position=number)


def make_staff(
    locality: Locality,
    username: str,
    name: str,
    role: str,
    neighbourhood: Neighbourhood | None = None,
) -> Staff:
    staff = _staff(locality, username, name, role, neighbourhood)
    staff.save()
    return staff


def _staff(
    locality: Locality,
    username: str,
    name: str,
    role: str,
    neighbourhood: Neighbourhood | None = None,
) -> Staff:
    staff = Staff(
        locality=locality,
        username=username,
        name=name,
        role=role,
        neighbourhood=neighbourhood,
        may_release_urgent=role == Role.APPROVER,
        phone=f"+8491200{zlib.crc32(username.encode()) % 10_000:04d}",
    )
    staff.set_password(PASSWORD)
    return staff


def make_household(
    neighbourhood: Neighbourhood, head: str, house: str, alley: str, phone: str, born: int
) -> Household:
    """A household of the head and one child, with the head's telephone when there is one."""
    household = _household(neighbourhood, head, house, alley)
    household.save()
    _move_in([(household, phone, born)])
    return household


def _household(neighbourhood: Neighbourhood, head: str, house: str, alley: str) -> Household:
    return Household(
        locality=neighbourhood.locality,
        neighbourhood=neighbourhood,
        key=f"{neighbourhood.name}|{house}|{alley}|{head}".lower(),
        head_name=head,
        house=house,
        alley=alley,
        people=2,
        has_smartphone=True,
    )


def _move_in(homes: list[tuple[Household, str, int]]) -> None:
    heads = [_head(household, born) for household, _phone, born in homes]
    Resident.objects.bulk_create(heads + [_child(household) for household, *_ in homes])
    ContactPoint.objects.bulk_create(
        ContactPoint(
            locality=household.locality,
            household=household,
            resident=head,
            kind=ContactPoint.Kind.PHONE,
            value=f"+84{phone[1:]}",
            takes_sms=True,
        )
        for (household, phone, _born), head in zip(homes, heads, strict=True)
        if phone
    )


def _head(household: Household, born: int) -> Resident:
    name = household.head_name
    return Resident(
        locality=household.locality,
        household=household,
        key=f"{name}|{born}".lower(),
        name=name,
        birth_year=born,
        relation="chủ hộ",
        is_head=True,
    )


def _child(household: Household) -> Resident:
    name = household.head_name
    return Resident(
        locality=household.locality,
        household=household,
        key=f"con {name}|2012-09-05".lower(),
        name=f"Con {name}",
        born_on=date(2012, 9, 5),
        birth_year=2012,
        relation="con",
    )


def _who_has_no_smartphone_and_who_speaks_tay(homes: dict[str, Household]) -> None:
    homes["binh"].has_smartphone = False
    homes["binh"].best_way = Household.BestWay.DOOR
    homes["phuong"].language = "tyz"
    for order, household in enumerate(homes.values()):
        household.walk_order = order


def _leaders_group(locality: Locality, owner: Staff) -> Group:
    return Group.objects.create(
        locality=locality,
        kind=Group.Kind.LEADERS,
        name="Nhóm tổ trưởng phường",
        owner=owner,
        state=Group.State.ACTIVE,
    )


def _group_13(to_13: Neighbourhood, owner: Staff, homes: dict[str, Household]) -> Group:
    group = Group.objects.create(
        locality=to_13.locality,
        kind=Group.Kind.HOUSEHOLDS,
        name="Tổ dân phố 13",
        neighbourhood=to_13,
        owner=owner,
        state=Group.State.ACTIVE,
        founded_on=date(2022, 3, 1),
    )
    Membership.objects.bulk_create(
        Membership(
            locality=to_13.locality,
            group=group,
            household=homes[who],
            state=Membership.State.PENDING if who == "khanh" else Membership.State.CONFIRMED,
            asked_at=FRIDAY_AFTERNOON,
            confirmed_at=None if who == "khanh" else FRIDAY_AFTERNOON,
        )
        for who in ("tung", "phuong", "yen", "khanh")
    )
    return group
