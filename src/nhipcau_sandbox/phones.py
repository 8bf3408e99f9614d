"""The page of residents' phones: what each one received, by which channel. Always marked."""

import html
from urllib.parse import quote

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.wire import Request, Response
from nhipcau_sandbox.world import Shown

PHONES_A_PAGE = 60
NAMES = {
    "sms": "Tin nhắn SMS",
    "web_push": "Thông báo trên máy",
    "zalo_oa": "Zalo OA",
    "zalo_article": "Bài viết Zalo OA",
    "zalo_template": "Mẫu tin Zalo (ZBS)",
    "zalo_bot": "Zalo Bot",
    "group": "Nhóm của tổ",
    "zalo_group": "Nhóm do Zalo OA lập",
    "facebook_page": "Trang Facebook",
    "messenger": "Messenger",
}
STYLE = """
:root{--water:#0f5b4d;--gold:#b7831d;--ground:#f4f6f3;--ink:#1d2a26;--quiet:#5a6963;--line:#d9e0db}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);
font:17px/1.5 system-ui,"Be Vietnam Pro",sans-serif}
.mark{background:#f6e9c8;color:#4d3700;padding:.5rem 1rem;text-align:center;position:sticky;top:0}
main{max-width:76rem;margin:0 auto;padding:1.2rem 1rem 4rem}h1{font-size:1.6rem;margin:.4rem 0}
h2{font-size:1.05rem;margin:0}a{color:var(--water)}p{margin:.3rem 0}
form{display:flex;gap:.6rem;flex-wrap:wrap;margin:1rem 0}
label{font-weight:600;display:flex;flex-direction:column;gap:.2rem}
input,select,button{font:inherit;min-height:48px;padding:.4rem .8rem;border-radius:.5rem;
border:1px solid #81908a;background:#fff;color:var(--ink)}
button{background:var(--water);color:#fff;border-color:var(--water);align-self:end}
.phones{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem}
.phone{background:#fff;border:1px solid var(--line);border-radius:1.1rem;padding:1rem}
.who{color:var(--quiet);font-size:.95rem}ol{list-style:none;margin:.8rem 0 0;padding:0}
li{border-top:1px solid var(--line);padding:.6rem 0}.from{font-weight:600;color:var(--water)}
.said{white-space:pre-line;overflow-wrap:anywhere}.sums{display:flex;flex-wrap:wrap;gap:.6rem}
.sums span{background:#fff;border:1px solid var(--line);border-radius:2rem;padding:.3rem .9rem}
"""


def index(box: Box, request: Request) -> Response:
    asked = request.params
    wanted, channel = asked.get("tim", "").strip(), asked.get("kenh", "")
    cards = [_card(box, who) for who in _choose(box, wanted, channel)]
    body = f"""<h1>Điện thoại của người dân</h1>
<p class="who">Lúc này theo đồng hồ mô phỏng: {box.clock.local():%H:%M, ngày %d/%m/%Y}</p>
<p class="sums">{_sums(box)}</p>
<form method="get"><label>Tìm theo tên hoặc số điện thoại
<input name="tim" value="{html.escape(wanted)}"></label>
<label>Kênh<select name="kenh">{_options(channel)}</select></label>
<button>Xem</button></form>
{_grid(cards)}"""
    return _page("Điện thoại của người dân", body)


def one(box: Box, request: Request) -> Response:
    who = request.path.rsplit("/", 1)[-1]
    if who not in box.world.people and who not in box.world.of_person:
        return _page("Không có điện thoại này", "<h1>Không có điện thoại này</h1>", 404)
    back = '<p><a href="/">Về danh sách điện thoại</a></p>'
    return _page("Một điện thoại", f'{back}<div class="phones">{_card(box, who, most=200)}</div>')


def _choose(box: Box, wanted: str, channel: str) -> list[str]:
    """The phones that rang last come first; without a question, only those that rang."""
    chosen: dict[str, None] = {}
    folded = wanted.casefold()
    for item in reversed(box.world.shown):
        who = item.person or item.phone
        if who in chosen or (channel and item.channel != channel):
            continue
        if not folded or folded in _label(box, who).casefold():
            chosen[who] = None
        if len(chosen) >= PHONES_A_PAGE:
            break
    return list(chosen)


def _label(box: Box, who: str) -> str:
    person = box.world.people.get(who)
    return f"{person.name} {person.phone} 0{person.phone[2:]}" if person else who


def _card(box: Box, who: str, most: int = 4) -> str:
    person = box.world.people.get(who)
    name = person.name if person else "Số chưa có chủ"
    place = person.place if person else ""
    number = person.phone if person else who
    items = [box.world.shown[n] for n in reversed(box.world.of_person.get(who, []))]
    rows = "".join(_row(box, item) for item in items[:most])
    more = len(items) - most
    link = f'<p><a href="/dien-thoai/{quote(who)}">Xem thêm {more} tin</a></p>' if more > 0 else ""
    return (
        f'<article class="phone"><h2>{html.escape(name)}</h2>'
        f'<p class="who">{html.escape(place)} {html.escape(number)}</p><ol>{rows}</ol>{link}'
        f'<p class="who">mô phỏng</p></article>'
    )


def _row(box: Box, item: Shown) -> str:
    read = f" · đã mở {box.clock.local(item.opened_at):%H:%M}" if item.opened_at else ""
    link = ""
    if item.link and item.link not in item.text:
        address = html.escape(item.link, quote=True)
        link = f'<p><a href="{address}">{address}</a></p>'
    return (
        f'<li><span class="from">{NAMES.get(item.channel, item.channel)} · '
        f"{html.escape(item.sender)}</span>"
        f'<p class="said">{html.escape(item.text)}</p>{link}'
        f'<span class="who">{box.clock.local(item.at):%H:%M %d/%m}{read}</span></li>'
    )


def _sums(box: Box) -> str:
    counts: dict[str, int] = {}
    for item in box.world.shown:
        counts[item.channel] = counts.get(item.channel, 0) + 1
    return "".join(f"<span>{NAMES.get(name, name)}: {n}</span>" for name, n in counts.items())


def _options(chosen: str) -> str:
    found = '<option value="">Mọi kênh</option>'
    for name, label in NAMES.items():
        mark = " selected" if name == chosen else ""
        found += f'<option value="{name}"{mark}>{label}</option>'
    return found


def _grid(cards: list[str]) -> str:
    if not cards:
        return "<p>Chưa có điện thoại nào nhận được tin. Khi phường phát tin, tin hiện ở đây.</p>"
    return f'<div class="phones">{"".join(cards)}</div>'


def _page(title: str, body: str, status: int = 200) -> Response:
    page = f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title} (mô phỏng)</title>
<style>{STYLE}</style></head><body><p class="mark"><strong>MÔ PHỎNG</strong> – không tin nào ở đây
được gửi đi thật</p><main>{body}</main></body></html>"""
    return Response(page.encode(), status, kind="text/html; charset=utf-8")


def add_routes(box: Box) -> None:
    box.route("sandbox", r"/$", index)
    box.route("sandbox", r"/dien-thoai/[\w.-]+$", one)
