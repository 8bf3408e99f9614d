import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import RequestFactory

from nhipcau.pages import context
from nhipcau.pages.templatetags.shell import bar_parts

STATIC = Path(settings.STATICFILES_DIRS[0]) / "nhipcau"
ICONS = Path(settings.TEMPLATES[0]["DIRS"][0]) / "icons"


def shell_for(staff, path="/lam-viec/thong-bao/") -> context.Shell:
    request = RequestFactory().get(path)
    request.user = staff
    return context.Shell(request)


def test_the_navigation_shows_only_what_somebody_built():
    context.exists.cache_clear()
    assert context.exists("/dang-nhap/")
    assert not context.exists("/lam-viec/khong-co/")
    assert not context.exists("/mot-tu-bat-ky/")


def test_only_an_admin_sees_the_staff_section(ward, monkeypatch):
    monkeypatch.setattr(context, "exists", lambda path: True)
    assert "/lam-viec/can-bo/" in [item.path for item in shell_for(ward.quan).nav]
    assert "/lam-viec/can-bo/" not in [item.path for item in shell_for(ward.lan).nav]


def test_the_nearest_section_is_marked_as_here(ward, monkeypatch):
    monkeypatch.setattr(context, "exists", lambda path: True)
    here = [item.path for item in shell_for(ward.lan, "/lam-viec/thong-bao/7/").nav if item.is_here]
    assert here == ["/lam-viec/thong-bao/"]


def test_an_approver_sees_how_many_wait_but_not_their_own(ward, version, monkeypatch):
    monkeypatch.setattr(context, "exists", lambda path: True)
    version.state, version.submitted_by = version.State.SUBMITTED, ward.lan
    version.save()
    counts = {item.path: item.count for item in shell_for(ward.minh).nav}
    assert counts["/lam-viec/thong-bao/"] == 1
    version.submitted_by = ward.minh
    version.save()
    assert not any(item.count for item in shell_for(ward.minh).nav)


def test_the_menu_is_in_parts_and_only_where_one_is_the_folded_part_is_open(ward):
    top, *parts, rare = shell_for(ward.quan, "/lam-viec/kenh/").parts
    assert [part.label for part in (top, *parts)] == [
        "", "Báo tin", "Hỏi đáp, một cửa", "Hộ dân, nhóm"
    ]  # fmt: skip
    assert top.items[0].path == "/lam-viec/"
    assert (rare.label, rare.is_folded, rare.is_here) == ("Quản lý", True, True)
    assert not shell_for(ward.quan).parts[-1].is_here
    placed = [item.path for part in (top, *parts, rare) for item in part.items]
    assert sorted(placed) == sorted(item.path for item in shell_for(ward.quan).nav)
    assert all(len(part.items) <= 6 for part in (top, *parts, rare))


def test_the_browsers_own_wish_does_not_choose_the_language(client, db):
    page = client.get("/dang-nhap/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="vi">' in page


def test_a_language_nobody_speaks_is_vietnamese(client, db):
    assert '<html lang="vi">' in client.get("/dang-nhap/?lang=xx").content.decode()
    assert "lang" not in client.cookies


def test_the_parts_of_a_bar_follow_each_other():
    parts = bar_parts([("seen", "Đã xem", 3), ("none", "Chưa", 1)])
    assert [(part.x, part.width) for part in parts] == [("0.000", "75.000"), ("75.000", "25.000")]


def test_a_bar_of_nothing_does_not_divide_by_zero():
    assert bar_parts([("none", "Chưa", 0)])[0].width == "0.000"


@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_icons_are_small_and_hidden_from_readers(path):
    text = path.read_text()
    assert 'aria-hidden="true"' in text and len(text) < 500 and "style=" not in text


def test_no_template_writes_what_the_content_policy_forbids():
    for path in Path(settings.ROOT, "src").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style", text), path
        for script in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in script, path


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        hexes = colour.lstrip("#")
        hexes = "".join(sign * 2 for sign in hexes) if len(hexes) == 3 else hexes
        parts = [int(hexes[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(scheme):
    block = (STATIC / "base.css").read_text().split(":root{")[1 + scheme].split("}")[0]
    colours = dict(re.findall(r"--([\w-]+):(#\w+)", block))
    grounds = {
        "ink": ("paper", "ground", "river-mist"),
        "ink-2": ("paper", "ground", "river-mist"),
        "ink-3": ("paper", "ground", "river-mist"),
        "river": ("paper", "ground", "river-mist", "river-soft"),
        "on-river": ("river",),
        "lacquer": ("paper", "ground", "lacquer-soft"),
        "rice-ink": ("rice-soft",),
    }
    for ink, papers in grounds.items():
        assert all(contrast(colours[ink], colours[paper]) >= 4.5 for paper in papers), ink
    for edge in ("edge", "focus"):
        assert contrast(colours[edge], colours["paper"]) >= 3


class Wish(forms.Form):
    title = forms.CharField(label="Tiêu đề", help_text="Một dòng")
    note = forms.CharField(label="Ghi chú", required=False)


def test_label_help_and_fault_stand_above_the_field_in_this_order():
    page = str(Wish({"title": "", "note": "giữ lại"}))
    order = [page.index(part) for part in ("Tiêu đề", "Một dòng", "errorlist", "<input")]
    assert order == sorted(order)
    assert 'aria-invalid="true"' in page and 'value="giữ lại"' in page
    assert page.count("không bắt buộc") == 1
