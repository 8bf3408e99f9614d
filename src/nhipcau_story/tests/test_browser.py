"""The browser reads forms as a real one does, and nothing that is not there."""

import pytest

from nhipcau_story.browser import Browser, Page, Stuck

HTML = """
<a href="/to/nha/3/?a=1&amp;b=2">Nhà</a>
<form method="post" action="/gui/" id="f"><input type="hidden" name="csrf" value="x&amp;y">
<label for="t">Tên</label><input id="t" name="title" value="cũ">
<input type="checkbox" name="home" value="1"><input type="checkbox" name="home" value="2" checked>
<input type="file" name="photo"><textarea name="note" rows="2">
ghi</textarea><select name="who"><option value="">Chọn</option><option value="7">Bình
</option></select>
<button type="button" name="js" value="1">Chép</button>
<button name="do" value="save"><b>Lưu</b> nháp</button></form>
<button form="f" name="do" value="send" type="submit">Gửi đi</button>
<form action="?q=1"><button disabled name="no" value="1">Không</button></form>
"""


@pytest.fixture
def page():
    return Page(200, "http://phuong.test/trang/", HTML)


def test_what_is_on_the_page_is_sent_and_no_more(page):
    sent = page.form("/gui/").fields({})
    assert sent == [
        ("csrf", "x&y"),
        ("title", "cũ"),
        ("home", "2"),
        ("note", "ghi"),
        ("who", ""),
    ]


def test_answers_replace_what_was_there(page):
    sent = page.form("/gui/").fields({"title": "mới", "home": ["1", "2"], "who": "7"})
    assert [one for one in sent if one[0] in {"title", "home", "who"}] == [
        ("title", "mới"),
        ("home", "1"),
        ("home", "2"),
        ("who", "7"),
    ]


def test_one_button_is_pressed_by_its_value_or_its_words(page):
    form = page.form("/gui/")
    assert form.fields({}, "save")[-1] == ("do", "save")
    assert form.fields({}, "Lưu nháp")[-1] == ("do", "save")
    with pytest.raises(Stuck):
        form.fields({}, "1")


def test_a_button_elsewhere_may_belong_to_the_form(page):
    assert page.form("/gui/").fields({}, "send")[-1] == ("do", "send")


def test_addresses_are_made_whole(page):
    assert [form.action for form in page.forms()] == [
        "http://phuong.test/gui/",
        "http://phuong.test/trang/?q=1",
    ]
    assert page.links("/to/nha/") == ["/to/nha/3/?a=1&b=2"]


def test_what_is_missing_says_where(page):
    with pytest.raises(Stuck, match="no form for /khac/"):
        page.form("/khac/")


def test_cookies_are_kept_and_forgotten():
    browser = Browser("http://phuong.test")
    browser._keep_cookie("a=1; Path=/; HttpOnly")
    browser._keep_cookie("b=2; Max-Age=0")
    browser._keep_cookie('a=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0')
    assert browser.cookies == {}
