"""The demo's ward has posters hanging for a week, and people who scanned them.

By the verbs of the desk and of the wall, with the demo's own clock turned back and forward again.
"""

import random
from datetime import date
from pathlib import Path

from nhipcau.core.clock import civil_now, civil_seconds, local
from nhipcau.links.count import count_opening
from nhipcau.links.hang import hang_poster
from nhipcau.links.models import Poster
from nhipcau.pages.posters.make import Spot, Wish, make_wished
from nhipcau.people.models import Group, Role, Staff
from nhipcau.people.oa_groups import oa_account
from nhipcau.places.centres import CentreInput, centre_on, set_centre
from nhipcau.places.models import Locality, Neighbourhood
from nhipcau.procedures.queries import listed

# The national portal's page of a procedure by its code, as wards link to it.
NATIONAL = CentreInput(
    "Cổng Dịch vụ công quốc gia",
    "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-nganh-doc.html?ma_thu_tuc={code}",
    date(2019, 12, 9),
)
A_DAY = 86_400
DAYS = 8
WANTED = ("1.001193", "1.004222", "2.000815")  # birth, residence, certified copies
MOST_IN_A_DAY = {"Bộ phận một cửa": 5, "Cổng chợ": 4, "Nhà văn hoá": 3}
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/91.0 Mobile Safari"


def hang_for_a_week(locality: Locality, *, clock: Path) -> int:
    """Returns how many hang. `clock` is the demo's own clock file; nothing else may run."""
    officer = Staff.objects.filter(locality=locality, role=Role.EDITOR, is_active=True).first()
    if officer is None:
        return 0
    now = civil_seconds()
    chances = random.Random(20230519)  # noqa: S311  the same week each time
    clock.write_text(f"{now - DAYS * A_DAY:.3f}", encoding="ascii")
    try:
        if centre_on(local(civil_now()).date()) is None:
            set_centre(locality, NATIONAL, by=officer.actor)
        posters = _made(locality, officer)
        for poster in posters[:-2]:  # two wait to be hung
            hang_poster(poster, by=officer.actor)
        for days in range(DAYS, -1, -1):
            clock.write_text(f"{now - days * A_DAY:.3f}", encoding="ascii")
            _scan(posters[:-2], chances)
    finally:
        clock.write_text(f"{now:.3f}", encoding="ascii")
    return len(posters) - 2


def _made(locality: Locality, officer: Staff) -> list[Poster]:
    known = set(listed().values_list("code", flat=True))
    thirteen = Neighbourhood.objects.filter(number=13).first()
    five = Neighbourhood.objects.filter(number=5).first()
    group = Group.objects.filter(
        kind=Group.Kind.HOUSEHOLDS, state=Group.State.ACTIVE, neighbourhood=thirteen
    ).first()
    hall = Spot("Nhà văn hoá", thirteen)
    wish = Wish(
        spots=[Spot("Bộ phận một cửa"), Spot("Cổng chợ", five), hall],
        codes=[code for code in WANTED if code in known],
        oa=oa_account(locality.pk) is not None,
        portal=True,
    )
    invites = Wish(spots=[hall], groups=[str(group.pk)]) if group else None
    made = make_wished(locality, invites, by=officer) if invites else []
    return made + make_wished(locality, wish, by=officer)


def _scan(posters: list[Poster], chances: random.Random) -> None:
    for poster in posters:
        for _once in range(chances.randint(0, MOST_IN_A_DAY.get(poster.place, 2))):
            count_opening(poster.link, user_agent=PHONE)
