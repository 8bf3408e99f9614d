"""A real browser on a living ward: Debian's chromium, phone and desk, axe with every rule."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from nhipcau.outreach.tests.conftest import civil, make_version, version  # noqa: F401
from nhipcau.pages.tests.conftest import link, make_link, notice, phone_of, relay  # noqa: F401
from nhipcau.people.middleware import PHONE_COOKIE
from nhipcau.places.strays import find_strays

# Playwright keeps an event loop in the test's thread; the ORM there is used between its calls.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 390, 1280
LOOKS = [(PHONE, "light"), (DESK, "dark")]  # each page at both widths and in both lights
OURS = "nhipcau.people.sessions.OpenedByUs"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """Pages, webhooks and the test each with a connection of its own, as in a ward.

    In memory they would share one, and a page read at the wrong moment breaks their savepoints.
    """
    kept = connections.settings["default"]
    if kept["ENGINE"].endswith("sqlite3"):
        kept["TEST"]["NAME"] = str(tmp_path_factory.mktemp("ward") / "ward.sqlite3")
        connections["default"].settings_dict["TEST"]["NAME"] = kept["TEST"]["NAME"]


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        pytest.fail("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages of the living ward as somebody."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base, self.contexts = browser, base, []

    def page(self, width: int = PHONE, *, javascript: bool = True, cookies=(), **more) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 844 if width < 700 else 900},
            java_script_enabled=javascript,
            base_url=self.base,
            **more,
        )
        context.set_default_timeout(10_000)
        context.set_default_navigation_timeout(30_000)  # the first page of all loads our code
        context.add_cookies([{**cookie, "url": self.base} for cookie in cookies])
        self.contexts.append(context)
        return context.new_page()

    def leader(self, staff, width: int = PHONE, **more) -> Page:
        token = phone_of(staff).cookies[PHONE_COOKIE].value
        return self.page(width, cookies=[{"name": PHONE_COOKIE, "value": token}], **more)

    def officer(self, staff, width: int = DESK, **more) -> Page:
        session = SessionStore()
        session[SESSION_KEY] = str(staff.pk)
        session[BACKEND_SESSION_KEY] = OURS
        session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
        return self.page(width, cookies=[cookie], **more)


@pytest.fixture
def visitor(chromium, live_server, ward):
    made = Visitor(chromium, live_server.url)
    yield made
    for context in made.contexts:
        context.close()
    assert find_strays() == []  # what no manager sees: keys into another locality


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Every rule, nothing switched off; and nothing stands out at the side."""
    runner = Axe()

    def check(page: Page) -> None:
        width = page.viewport_size["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        found = runner.run(page, options={"resultTypes": ["violations"]})  # what passed is long
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
