"""Pictures of the main pages for the guides: the demo's ward in its office hours, then its evening
played to 18:40.

`make screenshots` writes docs/screenshots/*.png. Everything on them is made up by the demo.
`--only day` takes the first half: the desk, rosters, groups, calls to act, the model;
`--only four` the four localities of a merger and their province.
"""

import argparse
import contextlib
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from nhipcau.commands.installation import (
    STORY_BEGINS,
    Installation,
    begin_evening,
    describe,
    four_localities,
    free_port,
    lived_in,
    running,
    template,
    wait_for,
)

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=vi"]
STOP_AT = STORY_BEGINS + 130 * 60  # 18:40
PATIENCE = 900.0
PHONE, DESK = (390, 844), (1280, 900)
FIRST_ADMIN, OVERSEER = "quan-phung-chi-kien", "tinh"  # commands/opening_merger, opening_province
COLOURS = 128


@dataclass(slots=True)
class Pictures:
    browser: Browser
    installation: Installation

    def page(self, size: tuple[int, int], who: str = "") -> Page:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=self.installation.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        page = context.new_page()
        if who:
            page.goto(f"/demo/vao/{who}/?khoa={self.installation.key}")
        return page

    def take(self, page: Page, name: str, *, where: str = "", whole: bool = False) -> None:
        if where:
            page.goto(where)
        page.wait_for_load_state("networkidle")
        path = OUT / f"{name}.png"
        page.screenshot(path=path, full_page=whole)
        # Few colours are enough for a page and keep the repository small.
        Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
        print(f"  {path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "demo")
    parser.add_argument("--only", choices=("day", "evening", "four"))
    asked = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    asked.data.mkdir(parents=True, exist_ok=True)
    if asked.only in {None, "four"}:
        take_four(asked.data.resolve())
    if asked.only != "four":
        take_ward(asked.data.resolve(), asked.only or "")
    return 0


def take_ward(data: Path, only: str) -> None:
    ready = template(data)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        installation = begin_evening(lived_in(ready, port), Path(folder) / "evening", port)
        describe(installation)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            take_all(Pictures(browser, installation), only)
            browser.close()


def take_four(data: Path) -> None:
    """The morning of 1 July 2025: what will be merged, and how a province sees its wards."""
    installation = four_localities(data, free_port())
    with running(installation.web()), sync_playwright() as playwright:
        wait_for(f"{installation.url}/dang-nhap/")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pictures = Pictures(browser, installation)
        page = pictures.page(DESK, FIRST_ADMIN)
        page.goto("/lam-viec/dia-ban/sap-nhap/")
        page.locator("main a[href*='/sap-nhap/']").first.click()
        pictures.take(page, "cb-sap-nhap")
        pictures.take(page, "cb-viec-tinh-giao", where="/lam-viec/tinh/")
        pictures.take(pictures.page(DESK, OVERSEER), "tinh-cac-dia-ban", where="/tinh/")
        browser.close()


@contextlib.contextmanager
def played_until(installation: Installation, until: float) -> Iterator[None]:
    """The story's people act over HTTP; their driver is held still while the pictures are taken."""
    evening = str(installation.folder / "evening.json")
    player = subprocess.Popen(
        [sys.executable, "-m", "nhipcau_story.play", evening, "--pace", "0.01", "--questions"],
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + PATIENCE
    try:
        while float(installation.clock.read_text(encoding="ascii")) < until:
            if player.poll() is not None or time.monotonic() > end:
                raise SystemExit("Câu chuyện dừng trước 18:40.")
            time.sleep(0.2)
        player.send_signal(signal.SIGSTOP)
        time.sleep(3)  # what is under way arrives
        yield
    finally:
        player.kill()
        player.wait()


def take_all(pictures: Pictures, only: str) -> None:
    installation = pictures.installation
    if only != "evening":
        with saturday(installation), running(installation.web()):
            wait_for(f"{installation.url}/dang-nhap/")
            call(pictures)
    with running(installation.children()):
        installation.wait_until_up()
        installation.run("ward", "webhooks")
        if only != "evening":
            by_day(pictures)
        if only != "day":
            with played_until(installation, STOP_AT):
                by_night(pictures)


@contextlib.contextmanager
def saturday(installation: Installation) -> Iterator[None]:
    """Last Saturday at ten, when the alleys have been swept. Nothing but the web may run."""
    now = installation.clock.read_text(encoding="ascii")
    installation.clock.write_text(f"{STORY_BEGINS - 6.27 * 86400:.3f}", encoding="ascii")
    yield
    installation.clock.write_text(now, encoding="ascii")


def by_day(pictures: Pictures) -> None:
    """Half past four on Friday: the desk is open and people are on duty."""
    counter(pictures)
    roster(pictures)
    team_member(pictures)
    thanks(pictures)
    circles(pictures)
    model(pictures)
    posters(pictures)


def by_night(pictures: Pictures) -> None:
    code = leader(pictures)
    resident(pictures, code)
    officer(pictures)


def leader(pictures: Pictures) -> str:
    """Returns the code of the group's tracked link."""
    page = pictures.page(PHONE, "leader-13")
    pictures.take(page, "to-viec-hom-nay", where="/to/", whole=True)
    page.locator("a[href*='/to/chuyen-tiep/']").first.click()
    pictures.take(page, "to-dang-vao-nhom")
    found = re.search(r"/t/(\w+)", page.locator("#words").inner_text())
    for part, name in (("con-thieu", "to-nha-chua-xac-nhan"), ("nha", "to-bao-tan-noi")):
        page.goto("/to/")
        links = page.locator(f"a[href*='/to/{part}/']")
        if links.count():
            links.first.click()
            pictures.take(page, name)
    pictures.take(page, "to-nhom", where="/to/nhom/")
    return found[1] if found else ""


def resident(pictures: Pictures, code: str) -> None:
    page = pictures.page(PHONE)
    pictures.take(page, "dan-thong-bao", where=f"/t/{code}")
    page.goto(f"/t/{code}#nha-toi")
    page.locator("#nha-toi").scroll_into_view_if_needed()
    pictures.take(page, "dan-nha-nao")
    pictures.take(page, "dan-trang-phuong", where="/song-cau/")


def officer(pictures: Pictures) -> None:
    page = pictures.page(DESK, "lan")
    pictures.take(page, "cb-hom-nay", where="/lam-viec/")
    pictures.take(page, "cb-thong-bao", where="/lam-viec/thong-bao/")
    pictures.take(page, "cb-ho-dan", where="/lam-viec/ho-dan/")
    page.goto("/lam-viec/thong-bao/")
    page.locator("main a[href^='/lam-viec/thong-bao/']").filter(has_text="Khám").first.click()
    found = re.search(r"/thong-bao/(\d+)/", page.url)
    notice = found[1] if found else "1"
    pictures.take(page, "cb-do-phu", where=f"/lam-viec/thong-bao/{notice}/do-phu/", whole=True)
    pictures.take(page, "cb-soan", where=f"/lam-viec/thong-bao/soan/?tu={notice}")
    page.get_by_role("button", name="Trình duyệt").first.click()
    page.wait_for_load_state("networkidle")
    approve(pictures, page.url)
    pictures.take(pictures.page(DESK, "quan"), "cb-kenh", where="/lam-viec/kenh/")
    inbox(pictures)


def roster(pictures: Pictures) -> None:
    """The week, its gaps, the teams; what residents see of it."""
    page = pictures.page(DESK, "lan")
    pictures.take(page, "cb-lich-truc", where="/lam-viec/lich-truc/", whole=True)
    pictures.take(page, "cb-to-so", where="/lam-viec/lich-truc/to/")


def team_member(pictures: Pictures) -> None:
    """All on a telephone: one's shifts, the desk, one help given, the inbox."""
    page = pictures.page(PHONE, "to-so-2")
    page.clock.set_fixed_time(STORY_BEGINS)  # this page tells the time without a network
    pictures.take(page, "to-so-hom-nay", where="/to/", whole=True)
    pictures.take(page, "to-lich-truc", where="/to/lich-truc/")
    pictures.take(page, "to-quay", where="/to/quay/")
    pictures.take(page, "to-hop-thu", where="/to/hop-thu/")
    page.goto("/to/ho-tro/")
    page.locator("main form button").first.click()
    pictures.take(page, "to-ho-tro")


def call(pictures: Pictures) -> None:
    """A call to act, by house."""
    page = pictures.page(PHONE, "leader-13")
    page.goto("/to/van-dong/")
    page.locator("main a[href*='/to/van-dong/']").first.click()
    pictures.take(page, "to-van-dong")


def thanks(pictures: Pictures) -> None:
    """Who did what they were called to; the thanks on the portal."""
    pictures.take(pictures.page(PHONE), "dan-cam-on", where="/song-cau/cam-on/")
    page = pictures.page(DESK, "lan")
    page.goto("/lam-viec/thong-bao/")
    page.locator("main a[href^='/lam-viec/thong-bao/']").filter(has_text="vệ sinh").first.click()
    found = re.search(r"/thong-bao/(\d+)/", page.url)
    if found:
        pictures.take(page, "cb-ba-con-tra-loi", where=f"/lam-viec/thong-bao/{found[1]}/tra-loi/")


def circles(pictures: Pictures) -> None:
    """An internal group on its secretary's telephone; whom the digital team visits; the gap."""
    page = pictures.page(PHONE, "leader-13")
    page.goto("/to/nhom-noi-bo/")
    page.locator("main a[href^='/to/nhom-noi-bo/']").first.click()
    pictures.take(page, "to-nhom-noi-bo")
    page.locator("main a[href*='/tin/']").first.click()
    pictures.take(page, "to-thong-bao-noi-bo", whole=True)
    pictures.take(page, "to-cung-hoc", where="/to/cung-hoc/")
    pictures.take(
        pictures.page(DESK, "lan"), "cb-khoang-cach", where="/lam-viec/khoang-cach/", whole=True
    )


def counter(pictures: Pictures) -> None:
    """The one-stop desk: at the console, on a telephone, in the waiting room, on the portal."""
    page = pictures.page(DESK, "lan")
    pictures.take(page, "cb-quay", where="/lam-viec/quay/")
    pictures.take(page, "cb-quay-so-lieu", where="/lam-viec/quay/so-lieu/?ky=tuan")
    page.goto("/lam-viec/quay/cai-dat/")
    page.get_by_role("button", name="Địa chỉ mới Màn hình chờ").click()
    screen = page.locator("code.address").first.inner_text()
    pictures.take(pictures.page(DESK), "man-hinh-cho", where=screen)
    pictures.take(pictures.page(PHONE), "dan-dat-hen", where="/song-cau/hen/")
    pictures.take(page, "cb-ho-so", where="/lam-viec/ho-so/")
    page.locator(".dossiers h2 a").first.click()
    pictures.take(page, "cb-mot-ho-so", whole=True)
    pictures.take(page, "cb-ho-so-so-lieu", where="/lam-viec/ho-so/so-lieu/")
    pictures.take(page, "cb-goi-dien", where="/lam-viec/ho-so/goi-dien/")
    pictures.take(pictures.page(PHONE), "dan-ho-so", where="/song-cau/ho-so/")


def model(pictures: Pictures) -> None:
    """The first day's screens, and what a playbook leaves to people."""
    page = pictures.page(DESK, "quan")
    pictures.take(page, "cb-bat-dau", where="/lam-viec/bat-dau/")
    pictures.take(page, "cb-chon-dia-ban", where="/lam-viec/bat-dau/dia-ban/?q=song+cau&thoi=truoc")
    pictures.take(page, "cb-chon-bo-mau", where="/lam-viec/bat-dau/bo-mau/?chon=do-thi")
    pictures.take(page, "cb-noi-kenh", where="/lam-viec/bat-dau/kenh/")
    pictures.take(page, "cb-moi-nguoi", where="/lam-viec/bat-dau/nguoi/")
    page.goto("/lam-viec/bat-dau/tin-thu/")
    page.locator("main .card form button").first.click()
    pictures.take(page, "cb-tin-thu")
    pictures.take(page, "cb-viec-trong-nam", where="/lam-viec/bo-mau/")


def inbox(pictures: Pictures) -> None:
    page = pictures.page(DESK, "minh")
    pictures.take(page, "cb-hop-thu", where="/lam-viec/hop-thu/")
    page.locator(".q h2 a").first.click()
    pictures.take(page, "cb-cau-hoi", whole=True)
    pictures.take(page, "cb-so-lieu", where="/lam-viec/hop-thu/so-lieu/")
    page.goto("/lam-viec/hop-thu/?tab=xong")
    page.locator(".q h2 a").first.click()
    answered = page.locator(".pairs a").first.get_attribute("href") or "/song-cau/hoi/"
    resident = pictures.page(PHONE)
    pictures.take(resident, "dan-hoi", where="/song-cau/hoi/")
    pictures.take(resident, "dan-tra-loi", where=answered, whole=True)


def posters(pictures: Pictures) -> None:
    """Printed codes: the list, the form, one sheet; the pages they lead to."""
    page = pictures.page(DESK, "lan")
    pictures.take(page, "cb-ma-qr", where="/lam-viec/ma-qr/")
    sheet = page.locator("a[href*='in.pdf?to=']").first.get_attribute("href")
    paper(page, sheet or "", "to-ma-qr-thu-tuc")
    page.goto("/lam-viec/ma-qr/moi/")
    page.locator("input[name=codes]").first.check()
    page.locator("#places").fill("Bộ phận một cửa\nNhà văn hoá, Tổ 13\nCổng chợ, Tổ 5")
    pictures.take(page, "cb-in-ma-qr")
    reader = pictures.page(PHONE)
    pictures.take(reader, "dan-tim-thu-tuc", where="/song-cau/thu-tuc/?tim=khai+sinh")
    reader.locator("main .list a").first.click()
    pictures.take(reader, "dan-thu-tuc")


def paper(page: Page, where: str, name: str) -> None:
    """The first page of a PDF as a picture."""
    with tempfile.TemporaryDirectory() as folder:
        pdf, picture = Path(folder) / "sheet.pdf", Path(folder) / "sheet"
        pdf.write_bytes(page.request.get(where).body())
        asked = ["pdftoppm", "-r", "50", "-singlefile", "-png", str(pdf), str(picture)]
        subprocess.run(asked, check=True)
        made = Image.open(picture.with_suffix(".png")).convert("RGB")
        made.quantize(COLOURS).save(OUT / f"{name}.png", optimize=True)


def approve(pictures: Pictures, url: str) -> None:
    found = re.search(r"/thong-bao/(\d+)/", url)
    if found:
        page = pictures.page(PHONE, "minh")
        where = f"/lam-viec/thong-bao/{found[1]}/duyet/"
        pictures.take(page, "cb-duyet", where=where)


if __name__ == "__main__":
    sys.exit(main())
