"""A second country's profile is all that has to be written: tests.bangladesh beside the code as it
is, and a search for what may be fixed nowhere else."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.utils import translation
from django_scopes import scope

from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import local
from nhipcau.core.errors import BadInput
from nhipcau.core.redact import redact_text
from nhipcau.counter.dossiers.cells import read_moment, read_status
from nhipcau.counter.dossiers.numbers import province_of
from nhipcau.country.chosen import UnknownCountry, load
from nhipcau.notices.dates import check_rule, feasts, next_days, say_rule
from nhipcau.notices.models import Template
from nhipcau.notices.starters import starters
from nhipcau.notices.usual_calls import usual_calls
from nhipcau.outreach.drill_times import working_day
from nhipcau.outreach.emergency import DRILL_TEXT, DRILL_TITLE, begin_with, drill_words
from nhipcau.outreach.hazards import danger_of
from nhipcau.outreach.models import Emergency
from nhipcau.people.addresses import fold_alley, fold_house, fold_place
from nhipcau.people.households import HouseholdChange, edit_household
from nhipcau.people.register.columns import field_of
from nhipcau.people.register.difference import place_name
from nhipcau.people.register.values import read_flag, read_phones, read_residence, read_sex
from nhipcau.places.models import Locality, Unit
from nhipcau.places.naming import bare_name, usual_issuer
from nhipcau.places.open import create_locality
from nhipcau.places.queries import unit_by_code
from nhipcau.places.units import import_units
from nhipcau.places.working import office_of
from nhipcau.procedures.codes import is_code, short_code
from nhipcau.reach.kinds import kind_of
from nhipcau.text.mask import mask_ids
from nhipcau.text.money import say_money
from nhipcau.text.phones import hide_phones, is_mobile, show_local, to_e164
from nhipcau.text.speech import spoken

SOURCE = Path(__file__).resolve().parents[1] / "src" / "nhipcau"
UNITS = """code,name,level,parent,valid_from,valid_to,became
30,Dhaka Zila,province,,,,
3072,Savar Upazila,district,30,,,
307205,Ashulia Union,commune,3072,,2010-12-31,307206 307207~
307206,Ashulia Union,commune,,2011-01-01,,
307207,Yearpur Union,commune,,2011-01-01,,
"""


@pytest.fixture
def bangladesh(settings):
    settings.COUNTRY = load("tests.bangladesh")
    settings.LANGUAGE_CODE = settings.COUNTRY.language
    return settings.COUNTRY


@pytest.fixture
def union(bangladesh, db):
    unit = Unit.objects.create(code="307206", name="Ashulia Union", level="commune")
    place = Locality.objects.create(unit=unit, slug="ashulia", name=unit.name, issuer="x")
    with scope(locality=place):
        yield place


def test_telephones_are_read_shown_and_hidden_by_its_rules(bangladesh):
    assert to_e164("01712-345678") == to_e164("+880 1712 345678") == "+8801712345678"
    assert to_e164("0912 345 678") is None
    assert show_local("+8801712345678") == "01712-345678"
    assert is_mobile("+8801712345678") and not is_mobile("+88029898989")
    assert hide_phones("Call 01712345678 now", "[…]") == "Call […] now"
    assert "345678" not in redact_text("sent to 8801712345678 and 01712345678")


def test_its_identity_numbers_are_hidden_and_not_ours(bangladesh):
    assert mask_ids("NID 1990123456789 or 199 012-3456") == "NID ••••••••••789 or 199 012-3456"
    assert mask_ids("ID 199 012 3456, AB1234567") == "ID •••••••456, ••••••567"
    assert mask_ids("012345678901") == "012345678901"
    assert mask_ids("1234567890 taka") == "1234567890 taka"


def test_money_is_its_own(bangladesh):
    with translation.override("bn"):
        assert say_money(1234567) == "৳ 12,34,567"


def test_the_week_begins_on_sunday_and_friday_is_off(union):
    office = office_of(union)
    assert office.spans_on(date(2023, 5, 26)) == ()  # a Friday
    assert office.spans_on(date(2023, 5, 28)) == ((time(9), time(17)),)
    assert working_day(union, date(2023, 5, 26)) is None
    assert working_day(union, date(2023, 5, 7)) == 5


def test_a_place_lives_by_its_own_clock_and_hours(union):
    assert (union.time_zone, union.quiet_from, union.loudspeaker_hours) == (
        "Asia/Dhaka",
        time(22),
        "16:00-18:00",
    )
    noon = datetime(2023, 5, 26, 6, tzinfo=UTC)
    assert f"{local(noon):%H:%M}" == "12:00"
    assert read_moment("2023-05-26 12:00") == noon


def test_its_feasts_can_be_chosen_and_no_others(bangladesh):
    rule = feasts("eid", "21-2")
    check_rule(rule)
    assert say_rule(rule) == "ঈদুল ফিতর, শহীদ দিবস"
    found = [day.on for day in next_days(rule, date(2026, 1, 1), 2)]
    assert found == [date(2026, 2, 21), date(2026, 3, 21)]
    with pytest.raises(BadInput):
        check_rule(feasts("tet"))


@pytest.mark.django_db
def test_its_units_are_imported_and_named_its_way(bangladesh, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text(UNITS)
    done = import_units(file)
    assert (done.units_new, done.successions_new) == (5, 2)
    old = unit_by_code("307205", is_former=True)
    assert old.parent.parent.name == "Dhaka Zila"
    assert bare_name(old.name) == "Ashulia"
    assert usual_issuer(old) == "Ashulia Union পরিষদ"
    with pytest.raises(BadInput):
        import_units()


@pytest.mark.django_db
def test_a_locality_is_opened_in_its_zone(bangladesh):
    unit = Unit.objects.create(code="307206", name="Ashulia Union", level="commune")
    place = create_locality(unit, slug="ashulia", issuer=usual_issuer(unit), by=SYSTEM)
    assert place.time_zone == "Asia/Dhaka"


def test_addresses_are_read_by_its_words(bangladesh):
    assert fold_house("House No. 012") == "12"
    assert fold_alley("Rd 4, Sarak 7") == "road 4 road 7"
    assert fold_place("Ward No. 3") == fold_place("ওয়ার্ড নং 3") == "3"
    assert place_name("3") == "ওয়ার্ড 3"


def test_the_law_counts_its_own_kinds(bangladesh):
    assert [kind_of(carrier) for carrier in ("sms", "visit", "portal", "zalo_oa")] == [2, 1, 3, 0]


def test_codes_numbers_and_statuses_are_its_own(bangladesh):
    assert is_code("BD-0421") and not is_code("1.004222")
    assert short_code("BD-0421") == "BD-0421"
    assert province_of("DHK-20230526") == "DHK"
    assert (read_status("Delivered"), read_status("4")) == (10, 4)


def test_what_is_read_aloud_gets_no_vietnamese_words(bangladesh):
    assert spoken("২৮ মে, 07:00 https://x.example/t/a") == "২৮ মে, 07:00"


def test_its_registers_are_read_as_wards_write_them(bangladesh):
    said = ["নাম", "পরিবার প্রধান", "ওয়ার্ড নং", "জন্ম তারিখ", "মোবাইল নম্বর", "Phone"]
    wanted = ["name", "head", "neighbourhood", "born", "phone", "phone"]
    assert [field_of(heading) for heading in said] == wanted
    assert read_residence("ভাড়াটিয়া") == "renting" and read_residence("মৃত") is None
    assert (read_flag("হ্যাঁ"), read_flag("না"), read_sex("নারী")) == (True, False, "f")
    assert read_phones("01712-345678, 01812 345679")[0] == ["+8801712345678", "+8801812345679"]


def test_no_vietnamese_words_begin_its_notices(union):
    assert starters(union) == [] and usual_calls(date(2026, 1, 1)) == []
    assert all(danger_of(hazard).quiet_why == "" for hazard in Emergency.Hazard)
    assert drill_words() != (DRILL_TITLE, DRILL_TEXT)
    Template.objects.create(
        locality=union,
        name=danger_of("fire").event,
        kind="emergency",
        title="আগুন",
        text="বেরিয়ে আসুন",
    )
    assert begin_with(union, "fire").title == "আগুন"


def test_a_household_speaks_what_is_spoken_there(ward, bangladesh):
    edit_household(ward.binh, HouseholdChange(language="syl"), by=ward.quan.actor)
    with pytest.raises(BadInput):
        edit_household(ward.binh, HouseholdChange(language="tyz"), by=ward.quan.actor)


@pytest.mark.parametrize("name", ["xx", "../vn", "", "tests.cast", "profile"])
def test_a_country_that_is_none_is_named_at_start(name):
    with pytest.raises(UnknownCountry, match="NHIPCAU_COUNTRY"):
        load(name)


# What another country would have to change, and where it stands all the same, with its reason.
FIXED = re.compile(
    r"Ho_Chi_Minh|HO_CHI_MINH|[\"']VN[\"']|\+84[\"')]|vi-VN|[\"']vi[\"']|lang=\"vi\"|49/2024"
    r"|\+\?84|Cộng hòa xã hội|range\(5\)|7/2025|[\"']Cấp xã[\"']"
)
MEANT = {
    "text/speech.py": "reads Vietnamese figures aloud, and says so",
    "text/cap.py": "the default of a value; every alert of ours gives its own",
    "outreach/alerts_out.py": "one tag for each language",
    "pages/language.py": "names of languages in their own tongue",
    "people/register/columns.py": "one folded word, two meanings, in Vietnamese only",
    "people/register/values.py": "how Vietnamese registers write that somebody speaks Vietnamese",
    "channels/transports/email.py": "the default of a setting that voices.py gives",
    "printing/desk.py": "the default of a value that the desk gives",
    "printing/poster.py": "the default of a value that posters give",
    "printing/bulletin.py": "the default of a value that bulletins give",
    "printing/record.py": "the default of a value that procedures give",
    "printing/report.py": "the default of a value that reach gives",
    "printing/slips.py": "the default of a value that people gives",
    "printing/sheet.py": "the default of a value that notices give",
    "places/models.py": "the levels' own labels",
    "procedures/search.py": "an example in a docstring",
    "reach/kinds.py": "an example in a docstring",
    "templates/500.html": "shown when nothing else can be asked",
    "counter/gap/chart.py": "five lines of a chart",
}


def test_what_belongs_to_a_country_stands_in_its_profile_only():
    found = set()
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]:
        name = path.relative_to(SOURCE).as_posix()
        if {"tests", "migrations", "country", "commands"} & set(name.split("/")):
            continue
        if FIXED.search(path.read_text(encoding="utf-8")):
            found.add(name)
    assert found == set(MEANT)
