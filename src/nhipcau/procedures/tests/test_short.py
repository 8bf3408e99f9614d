"""What a chat gets of a procedure: the few things people ask for, never more than it may hold."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.core.actor import SYSTEM
from nhipcau.places.models import Locality
from nhipcau.procedures.content import PaperInput, WayInput, version_rows
from nhipcau.procedures.models import ProcedureVersion, Way
from nhipcau.procedures.revise import add_procedure
from nhipcau.procedures.say import fee_beside, say_fee, say_time, time_beside
from nhipcau.procedures.short import SHORTEST, short_form
from nhipcau.procedures.tests.files import BIRTH


class Rows(list):
    def all(self):
        return self


def plain(content):
    """As a version says it, without a database."""
    ward = Locality(issuer="UBND phường Sông Cầu", address="Số 1, đường Thanh Niên")
    ways, papers = version_rows(content, ProcedureVersion(locality=ward))
    return SimpleNamespace(
        name=content.name,
        agency=content.agency,
        locality=ward,
        ways=Rows(ways),
        papers=Rows(papers),
    )


def test_it_says_papers_time_fee_and_where(ward):
    version = add_procedure(ward.locality, "1.001193", BIRTH, by=SYSTEM).current
    assert short_form(version, limit=1000) == (
        "Đăng ký khai sinh\n"
        "Giấy tờ:\n"
        "• Tờ khai đăng ký khai sinh (1 bản chính)\n"
        "Nộp, thời gian, lệ phí:\n"
        "• Trực tiếp: 1 ngày làm việc, Miễn phí\n"
        "• Trực tuyến: 0,5 ngày làm việc, 8.000 đ\n"
        "Nơi nộp: UBND Phường Sông Cầu"
    )


def test_ways_that_say_the_same_stand_together_and_nothing_is_guessed():
    same = WayInput("direct", time_text="Trong ngày", fee_text="Theo quy định")
    said = short_form(
        plain(replace(BIRTH, ways=(same, replace(same, kind="post"), WayInput("online")))),
        limit=600,
    )
    assert "• Trực tiếp, Dịch vụ bưu chính: Trong ngày, Theo quy định" in said
    assert "• Trực tuyến: hỏi cán bộ" in said


def test_papers_give_way_and_their_number_is_told():
    papers = tuple(PaperInput(f"Giấy tờ số {n} " + "rất dài " * 20) for n in range(12))
    said = short_form(plain(replace(BIRTH, papers=papers)), limit=500)
    assert len(said) <= 500 and "8.000 đ" in said
    assert said.count("• Giấy tờ số") + int(said.split("• và ")[1].split()[0]) == 12


words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300)


@settings(max_examples=40)
@given(st.integers(0, 900), words, words, st.lists(st.tuples(words, words), max_size=12))
def test_it_never_passes_the_limit(limit, name, agency, papers):
    content = replace(
        BIRTH,
        name=name,
        agency=agency,
        papers=tuple(PaperInput(name, case=case, copies=2) for name, case in papers),
    )
    assert len(short_form(plain(content), limit=limit)) <= max(limit, SHORTEST)


@pytest.mark.parametrize(
    ("way", "time", "fee"),
    [
        (Way(kind="direct", time_amount=7, time_unit="day", fee_vnd=0), "7 ngày", "Miễn phí"),
        (Way(kind="direct", time_text="Trong  ngày", fee_text="x đ"), "Trong ngày", "x đ"),
        (Way(kind="direct", fee_kind="amount", fee_vnd=10000), "", "10.000 đ"),
    ],
)
def test_time_and_fee_are_said_as_sure_as_they_are(way, time, fee):
    assert (say_time(way), say_fee(way)) == (time, fee)


def test_what_the_source_adds_is_shown_beside_and_repetition_is_not():
    way = Way(time_amount=3, time_unit="working_day", time_text="3 Ngày làm việc", fee_vnd=10000)
    way.fee_text = "10,000 đồng (Giảm 50% khi nộp trực tuyến)"
    assert time_beside(way) == "" and fee_beside(way) == way.fee_text
    way.fee_text = "10.000 đồng/trường hợp"
    assert fee_beside(way) == way.fee_text  # never "ồng/trường hợp"
    way.fee_text = "10.000 đ (hộ nghèo được miễn)"
    assert fee_beside(way) == "(hộ nghèo được miễn)"
