"""A plan as a file: what is wrong is said with its place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.errors import BadInput
from nhipcau.replication.merger.plan import PartyPlan, read_plan

GOOD = """
decision = "1683/NQ-UBTVQH15"
signed_on = 2025-06-16
takes_on = 2025-07-01
[successor]
unit = "01843"
slug = "bac-kan"
[[from]]
slug = "song-cau"
[[from]]
slug = "duc-xuan"
places = ["Tổ 4"]
[decide]
"main:zalo_oa" = "4"
"""


def test_a_plan_is_read():
    plan = read_plan(GOOD.encode())
    assert (plan.slug, plan.unit, plan.takes_on) == ("bac-kan", "01843", date(2025, 7, 1))
    assert plan.parties == (PartyPlan("song-cau"), PartyPlan("duc-xuan", ("Tổ 4",)))
    assert plan.decide == {"main:zalo_oa": "4"}


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('decision = "1683/NQ-UBTVQH15"', "", "decision"),
        ("signed_on = 2025-06-16", 'signed_on = "hôm qua"', "signed_on"),
        ("[successor]", "[heir]", "heir"),
        ('slug = "song-cau"', "slug = 4", "slug"),
        ('places = ["Tổ 4"]', "places = 4", "places"),
        ("[[from]]", "[from", "Không đọc được"),
    ],
)
def test_a_fault_is_said_with_its_place(was, now, said):
    with pytest.raises(BadInput) as fault:
        read_plan(GOOD.replace(was, now).encode())
    assert said in fault.value.message


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_plan_or_a_sentence(raw):
    with pytest.raises(BadInput):
        read_plan(raw)
