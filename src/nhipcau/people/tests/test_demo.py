"""The demo's sign-in links open nothing but the demo, on its own machine, with its secret."""

import pytest

from nhipcau.people.middleware import PHONE_COOKIE
from nhipcau.people.models import Staff

URL = "/demo/vao/lan/?khoa=bí-mật"


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.DEMO_KEY = "bí-mật"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def at_home(ward, demo, client):
    client.defaults["HTTP_HOST"] = "localhost:8000"
    return client


def test_an_officer_goes_straight_in(at_home):
    assert at_home.get(URL).url == "/lam-viec/"
    assert at_home.get("/dang-nhap/ma-du-phong/").url == "/lam-viec/"


def test_a_leader_gets_a_phone(at_home):
    answer = at_home.get("/demo/vao/hoa/?khoa=bí-mật&toi=/to/nhom/")
    assert answer.url == "/to/nhom/" and answer.cookies[PHONE_COOKIE].value


def test_the_landing_page_stays_in_the_house(at_home):
    assert at_home.get(URL + "&toi=https://example.org/").url == "/lam-viec/"
    assert at_home.get(URL + "&toi=//example.org/").url == "/lam-viec/"


def test_without_the_setting_there_is_no_such_page(at_home, settings):
    settings.DEMO = False
    assert at_home.get(URL).status_code == 404


def test_without_a_secret_set_there_is_no_such_page(at_home, settings):
    settings.DEMO_KEY = ""
    assert at_home.get("/demo/vao/lan/?khoa=").status_code == 404


@pytest.mark.parametrize(
    "url", ["/demo/vao/lan/", "/demo/vao/lan/?khoa=sai", "/demo/vao/ai/?khoa=bí-mật"]
)
def test_a_wrong_secret_or_name_finds_nothing(at_home, url):
    assert at_home.get(url).status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "nhipcau.example"},
        {"HTTP_HOST": "192.168.1.5:8000"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"},
    ],
)
def test_from_elsewhere_there_is_no_such_page(at_home, elsewhere):
    assert at_home.get(URL, **elsewhere).status_code == 404


def test_somebody_let_go_does_not_come_in(at_home):
    Staff.objects.filter(username="lan").update(is_active=False)
    assert at_home.get(URL).status_code == 404
