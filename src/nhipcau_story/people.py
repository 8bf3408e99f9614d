"""The people of the ward, the same for every evening: seeded households, phones, staff.

What they do on one evening is drawn elsewhere, by another seed.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from nhipcau_story.assumptions import Assumptions
from nhipcau_story.names import GIVEN, MIDDLE, PEOPLES, STREETS, SURNAMES

SEED = 2023
TODAY = date(2023, 5, 20)
PREFIXES = ("91", "94", "88", "98", "97", "96", "86", "35", "36", "37", "38", "39", "83", "90")
PEOPLE_A_HOUSEHOLD = ((1, 0.10), (2, 0.18), (3, 0.21), (4, 0.28), (5, 0.15), (6, 0.06), (7, 0.02))
HAS_BY_AGE = ((30, 0.93), (45, 0.86), (60, 0.64), (70, 0.30), (200, 0.10))


@dataclass(slots=True)
class Person:
    name: str
    sex: str
    born: date
    relation: str
    phone: str = ""
    has_smartphone: bool = False

    @property
    def age(self) -> int:
        return (TODAY - self.born).days * 100 // 36525


@dataclass(slots=True)
class Household:
    """`registered` is the number in the register; it rings when `is_number_good`."""

    id: str
    place: int
    house: str
    alley: str
    people: str
    residence: str
    members: list[Person] = field(default_factory=list)
    registered: str = ""
    is_number_good: bool = False
    joined: bool = False
    follows: bool = False

    @property
    def head(self) -> Person:
        return self.members[0]

    @property
    def has_smartphone(self) -> bool:
        return any(one.has_smartphone for one in self.members)

    @property
    def phone(self) -> str:
        """A number that somebody of the household really carries."""
        return next((one.phone for one in self.members if one.phone), "")


@dataclass(frozen=True, slots=True)
class Staff:
    username: str
    name: str
    title: str
    phone: str
    role: str
    place: int = 0
    may_release_urgent: bool = False


@dataclass(slots=True)
class Ward:
    households: list[Household]
    staff: list[Staff]

    def of_place(self, place: int) -> list[Household]:
        return [one for one in self.households if one.place == place]


def make_ward(assumed: Assumptions) -> Ward:
    dice = random.Random(SEED)
    numbers = _numbers(dice)
    households: list[Household] = []
    for place, size in enumerate(_sizes(assumed, dice), start=1):
        addresses = _addresses(dice, size)
        for nth, (house, alley) in enumerate(addresses, start=1):
            is_renting = dice.random() < assumed.ward.renting
            home = Household(
                id=f"sc{place:02d}{nth:03d}",
                place=place,
                house=house,
                alley=alley,
                people=_pick(dice, PEOPLES),
                residence="renting" if is_renting else "permanent",
            )
            home.members = _members(dice, home)
            households.append(home)
    _give_phones(assumed, dice, households, numbers)
    if assumed.trouble is not None:
        _take_smartphones(assumed.trouble.without_smartphones, households, numbers)
    _let_join(assumed, dice, households)
    return Ward(households, _staff(assumed, dice, numbers))


def _sizes(assumed: Assumptions, dice: random.Random) -> list[int]:
    weights = [dice.uniform(0.75, 1.25) for _ in range(assumed.ward.neighbourhoods)]
    whole = assumed.ward.households
    sizes = [int(whole * one / sum(weights)) for one in weights]
    for nth in range(whole - sum(sizes)):
        sizes[nth] += 1
    return sizes


def _addresses(dice: random.Random, size: int) -> list[tuple[str, str]]:
    """Along one street and its alleys; a few houses of an alley share a number with a letter."""
    street = dice.choice(STREETS)
    alleys = [street] + [f"ngõ {2 * n + dice.randint(1, 2)}, {street}" for n in range(size // 22)]
    found: list[tuple[str, str]] = []
    number, letter = 0, 0
    for nth in range(size):
        alley = alleys[nth * len(alleys) // size]
        if not found or found[-1][1] != alley:
            number, letter = 0, 0
        if number and letter < 3 and dice.random() < 0.06:
            letter += 1  # a house built in the garden of another
        else:
            number, letter = number + dice.choice((1, 1, 2)), 0
        found.append((f"Số {number}{'ABCD'[letter - 1] if letter else ''}", alley))
    return found


def _members(dice: random.Random, home: Household) -> list[Person]:
    count = int(_pick(dice, tuple((str(n), share) for n, share in PEOPLE_A_HOUSEHOLD)))
    surname = dice.choice(SURNAMES[home.people])
    head_age = dice.choice((dice.randint(26, 45), dice.randint(40, 62), dice.randint(55, 86)))
    sex = "m" if dice.random() < 0.62 else "f"
    head = _person(dice, surname, sex, head_age, "chủ hộ")
    found = [head]
    if count >= 2 and dice.random() < 0.82:
        other = "f" if sex == "m" else "m"
        age = max(20, head_age + dice.randint(-6, 4))
        relation = "vợ" if other == "f" else "chồng"
        found.append(_person(dice, dice.choice(SURNAMES[home.people]), other, age, relation))
    while len(found) < count:
        child_age = head_age - dice.randint(22, 36)
        child_sex = dice.choice("mf")
        if child_age >= 0 and (child_age < 32 or dice.random() < 0.4):
            found.append(_person(dice, surname, child_sex, child_age, "con"))
        elif child_age >= 0:
            found.append(_person(dice, surname, child_sex, dice.randint(0, 12), "cháu"))
        else:
            relation = "bố" if child_sex == "m" else "mẹ"
            found.append(_person(dice, surname, child_sex, head_age + 25, relation))
    return found


def _person(dice: random.Random, surname: str, sex: str, age: int, relation: str) -> Person:
    name = f"{surname} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"
    born = TODAY - timedelta(days=age * 365 + dice.randint(10, 350))
    return Person(name, sex, born, relation)


def _numbers(dice: random.Random) -> list[str]:
    found: set[str] = set()
    while len(found) < 12_000:
        found.add(f"0{dice.choice(PREFIXES)}{dice.randint(1_000_000, 9_999_999)}")
    numbers = sorted(found)
    dice.shuffle(numbers)
    return numbers


def _give_phones(
    assumed: Assumptions, dice: random.Random, households: list[Household], numbers: list[str]
) -> None:
    """Smartphones up to the share of adults, then what the register knows.

    The young have one first, and a household's first comes before another's second: nine
    households in ten have joined a group, so at least as many have a smartphone.
    """
    adults = [one for home in households for one in home.members if one.age >= 18]
    firsts = {id(_youngest(home)) for home in households}
    ranked = sorted(
        adults,
        key=lambda one: dice.random() / _chance(one.age) / (6 if id(one) in firsts else 1),
    )
    for one in ranked[: int(len(adults) * assumed.ward.smartphones)]:
        one.has_smartphone = True
    for one in adults:
        if one.has_smartphone or dice.random() < 0.72:
            one.phone = numbers.pop()
    good = int(len(households) * assumed.ward.valid_numbers)
    with_phone = [home for home in households if home.phone]
    for home in dice.sample(with_phone, min(good, len(with_phone))):
        home.registered, home.is_number_good = home.phone, True
    for home in households:
        if not home.is_number_good and dice.random() < 0.45:
            home.registered = numbers.pop()  # given up long ago: it rings nowhere


def _take_smartphones(count: int, households: list[Household], numbers: list[str]) -> None:
    """Exactly so many households without one, the oldest first; the others have at least one."""
    by_age = sorted(households, key=lambda home: (-_youngest(home).age, home.id))
    for home in by_age[:count]:
        for one in home.members:
            one.has_smartphone = False
    for home in by_age[count:]:
        if not home.has_smartphone:
            young = _youngest(home)
            young.has_smartphone, young.phone = True, young.phone or numbers.pop()


def _youngest(home: Household) -> Person:
    adults = [one for one in home.members if one.age >= 18]
    return min(adults, key=lambda one: one.age)


def _chance(age: int) -> float:
    return next(chance for limit, chance in HAS_BY_AGE if age < limit)


def _let_join(assumed: Assumptions, dice: random.Random, households: list[Household]) -> None:
    able = [home for home in households if home.has_smartphone]
    joined = min(int(len(households) * assumed.ward.joined), len(able))
    for home in dice.sample(able, joined):
        home.joined = True
        home.follows = dice.random() < assumed.ward.oa_followers


def _staff(assumed: Assumptions, dice: random.Random, numbers: list[str]) -> list[Staff]:
    found = [
        Staff("quan", "Đinh Văn Quân", "Công chức Văn hoá – Xã hội", numbers.pop(), "admin"),
        Staff("lan", "Hà Thị Lan", "Công chức Văn phòng – Thống kê", numbers.pop(), "editor"),
        Staff(
            "minh",
            "Nguyễn Văn Minh",
            "Phó Chủ tịch UBND phường",
            numbers.pop(),
            "approver",
            may_release_urgent=True,
        ),
    ]
    for place in range(1, assumed.ward.neighbourhoods + 1):
        roles = (("leader", "Tổ trưởng"), ("deputy", "Tổ phó"), ("team_member", "Thành viên"))
        for role, title in roles:
            is_ong_c = role == "leader" and place == 13
            name = "Hoàng Đ. C." if is_ong_c else _staff_name(dice)
            username = f"{role.replace('_', '-')}-{place}"
            found.append(Staff(username, name, f"{title} Tổ {place}", numbers.pop(), role, place))
    for nth in range(1, assumed.doors.ward_helpers + 1):
        title = "Đoàn thanh niên phường"
        found.append(Staff(f"phuong-{nth}", _staff_name(dice), title, numbers.pop(), "team_member"))
    return found


def _staff_name(dice: random.Random) -> str:
    sex = dice.choice("mf")
    surname = dice.choice(SURNAMES[_pick(dice, PEOPLES)])
    return f"{surname} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"


def _pick(dice: random.Random, table: tuple[tuple[str, float], ...]) -> str:
    names, shares = zip(*table, strict=True)
    return str(dice.choices(names, shares)[0])
