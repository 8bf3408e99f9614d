"""People count, previews and robots never do."""

from datetime import date

import pytest

from nhipcau.links.count import count_opening, looks_like_a_person
from nhipcau.links.models import LinkDay
from nhipcau.links.shorten import make_link

ZALO = (
    "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/91.0.4472.114 Mobile Safari/537.36 Zalo android/23050521 ZaloTheme/light"
)
PEOPLE = [
    ZALO,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_1 like Mac OS X) AppleWebKit/605.1.15 Zalo iOS/450",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/420.0.0.32]",
    "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE S) AppleWebKit/537.36 Chrome/99.0 Mobile Safari",
]
ROBOTS = [
    "",
    "  ",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; ZaloBot/1.0; +https://zalo.me)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0",
    "python-requests/2.31",
    "curl/8.4.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36",
    "SkypeUriPreview Preview/0.5",
]


@pytest.fixture
def link(ward):
    return make_link(ward.locality, "/a/", by=ward.lan.actor)


@pytest.mark.parametrize("agent", PEOPLE)
def test_a_person_s_browser_is_a_person(agent):
    assert looks_like_a_person(agent)


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_or_preview_is_none(agent):
    assert not looks_like_a_person(agent)


def test_openings_are_counted_by_day_and_apart(link):
    assert count_opening(link, user_agent=ZALO)
    assert count_opening(link, user_agent=ZALO)
    assert not count_opening(link, user_agent="curl/8")
    day = LinkDay.objects.get()
    assert (day.people, day.robots) == (2, 1)


def test_the_day_is_the_ward_s_own(link, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("1685120400")  # 2023-05-26 17:00 UTC is 27 May in Bắc Kạn
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(clock))
    count_opening(link, user_agent=ZALO)
    assert LinkDay.objects.get().on == date(2023, 5, 27)
