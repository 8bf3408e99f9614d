import pytest

from nhipcau.core.actor import SYSTEM
from nhipcau.core.errors import BadInput
from nhipcau.core.models import AuditEvent
from nhipcau.places.models import Locality, Unit
from nhipcau.places.open import add_neighbourhood, create_locality, rename_neighbourhood


@pytest.fixture
def unit(db):
    return Unit.objects.create(code="01837", name="Phường Sông Cầu", level="commune")


def test_a_locality_begins_with_its_unit(unit):
    made = create_locality(unit, slug="song-cau", issuer="UBND phường Sông Cầu", by=SYSTEM)
    assert made.name == "Phường Sông Cầu"
    assert AuditEvent.objects.get().verb == "locality.created"


@pytest.mark.parametrize("slug", ["Sông Cầu", "", "lam-viec", "song--cau", "a/b"])
def test_a_short_name_that_would_break_an_address_is_refused(unit, slug):
    with pytest.raises(BadInput):
        create_locality(unit, slug=slug, issuer="UBND", by=SYSTEM)


def test_two_localities_never_share_a_short_name(unit):
    create_locality(unit, slug="song-cau", issuer="UBND", by=SYSTEM)
    with pytest.raises(BadInput, match="song-cau"):
        create_locality(unit, slug="song-cau", issuer="UBND", by=SYSTEM)
    assert Locality.objects.count() == 1


def test_a_province_is_no_locality(db):
    province = Unit.objects.create(code="06", name="Tỉnh Bắc Kạn", level="province")
    with pytest.raises(BadInput):
        create_locality(province, slug="bac-kan", issuer="UBND", by=SYSTEM)


def test_a_neighbourhood_has_the_number_of_its_name(ward):
    assert (
        add_neighbourhood(ward.locality, name=" Tổ  dân phố 24 ", by=ward.quan.actor).number == 24
    )


def test_a_neighbourhood_name_is_taken_once(ward):
    with pytest.raises(BadInput, match="Tổ 13"):
        add_neighbourhood(ward.locality, name="Tổ 13", by=ward.quan.actor)
    with pytest.raises(BadInput, match="Tổ 13"):
        rename_neighbourhood(ward.to_1, name="Tổ 13", by=ward.quan.actor)
