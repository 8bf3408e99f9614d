"""OAuth v4 of an OA: consent, PKCE, codes of ten minutes, tokens of 25 hours, rotating refresh."""

import base64
import hashlib
import hmac
import html
from typing import Any
from urllib.parse import urlencode

from nhipcau_sandbox.box import Box
from nhipcau_sandbox.clock import DAY, HOUR
from nhipcau_sandbox.wire import Request, Response, as_json
from nhipcau_sandbox.world import App, Oa, Token, secret_word

ACCESS_LIFE = 25 * HOUR
REFRESH_LIFE = 90 * DAY
CODE_LIFE = 600.0
NAMES = {
    -14002: "Invalid appId.",
    -14003: "Invalid redirect uri.",
    -14004: "Invalid secret key.",
    -14005: "Invalid authorization code.",
    -14014: "Invalid refresh token.",
    -14018: "Invalid grant type.",
}


def permission(box: Box, request: Request) -> Response:
    """The page where the OA's administrator allows the app. A form, as a person would see it."""
    asked = request.params
    app = box.world.apps.get(asked.get("app_id", ""))
    if app is None or not app.active:
        return _refusal(-14002)
    if app.redirect_uri and asked.get("redirect_uri") != app.redirect_uri:
        return _refusal(-14003)
    rows = "".join(_choice(oa, asked) for oa in box.world.oas.values() if oa.app == app.id)
    page = f"""<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Cấp quyền (mô phỏng)</title>
<body style="font:18px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem">
<p style="background:#f3ecd8;padding:.5rem 1rem"><strong>mô phỏng</strong> – đây không phải Zalo</p>
<h1>Cho phép ứng dụng quản lý Official Account</h1>{rows}</body></html>"""
    return Response(page.encode(), kind="text/html; charset=utf-8")


def _choice(oa: Oa, asked: dict[str, str]) -> str:
    keep = {name: asked.get(name, "") for name in ("app_id", "redirect_uri", "state")}
    keep |= {"code_challenge": asked.get("code_challenge", ""), "oa_id": oa.id}
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in keep.items()
    )
    return (
        f'<form method="post" action="/v4/oa/permission">{fields}'
        f'<button style="font:inherit;padding:.8rem 1.2rem">{html.escape(oa.name)}</button></form>'
    )


def allow(box: Box, request: Request) -> Response:
    asked = request.form()
    code = issue_code(box, asked.get("oa_id", ""), asked.get("code_challenge", ""))
    back = {"code": code, "oa_id": asked.get("oa_id", ""), "state": asked.get("state", "")}
    target = asked.get("redirect_uri", "")
    joined = "&" if "?" in target else "?"
    return Response(b"", 302, (("Location", target + joined + urlencode(back)),))


def issue_code(box: Box, oa_id: str, challenge: str) -> str:
    code = secret_word("code", oa_id, str(box.world.number()), str(box.now()))
    box.world.codes[code] = {"oa": oa_id, "challenge": challenge, "until": box.now() + CODE_LIFE}
    return code


def access_token(box: Box, request: Request) -> Response:
    asked = request.form()
    app = box.world.apps.get(asked.get("app_id", ""))
    if app is None or not app.active or app.platform != "zalo":
        return _refusal(-14002)
    if not hmac.compare_digest(app.secret, request.headers.get("secret_key", "")):
        return _refusal(-14004)
    if asked.get("grant_type") == "authorization_code":
        return _by_code(box, app, asked)
    if asked.get("grant_type") == "refresh_token":
        return _by_refresh(box, app, asked.get("refresh_token", ""))
    return _refusal(-14018)


def _by_code(box: Box, app: App, asked: dict[str, str]) -> Response:
    found = box.world.codes.pop(asked.get("code", ""), None)
    if found is None or found["until"] <= box.now() or found["oa"] not in box.world.oas:
        return _refusal(-14005)
    digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
    right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not found["challenge"] or right != found["challenge"]:
        return _refusal(-14005)
    oa = box.world.oas[found["oa"]]
    return _refusal(-14002) if oa.app != app.id else as_json(issue_pair(box, oa))


def _by_refresh(box: Box, app: App, word: str) -> Response:
    token = box.world.tokens.get(word)
    if token is None or token.kind != "refresh" or token.dead or token.expires_at <= box.now():
        return _refusal(-14014)
    oa = box.world.oas[token.owner]
    return _refusal(-14002) if oa.app != app.id else as_json(issue_pair(box, oa))


def issue_pair(box: Box, oa: Oa) -> dict[str, str]:
    """A new pair; every earlier token of the OA dies at once."""
    serial = f"{oa.id}|{box.world.number()}|{box.now()}"
    pair = {"access": secret_word("access", serial), "refresh": secret_word("refresh", serial)}
    box.journal.write("token", {"oa": oa.id, "at": box.now(), **pair})
    put_pair(box, oa, pair, box.now())
    return {
        "access_token": pair["access"],
        "refresh_token": pair["refresh"],
        "expires_in": str(int(ACCESS_LIFE)),
    }


def put_pair(box: Box, oa: Oa, pair: dict[str, Any], at: float) -> None:
    for token in box.world.tokens.values():
        if token.owner == oa.id and token.kind in {"zalo", "refresh"}:
            token.dead = True
    box.world.tokens[pair["access"]] = Token(oa.id, "zalo", at + ACCESS_LIFE)
    box.world.tokens[pair["refresh"]] = Token(oa.id, "refresh", at + REFRESH_LIFE)
    oa.refresh_token = pair["refresh"]


def _refusal(code: int) -> Response:
    answer = {"error": code, "error_name": NAMES[code], "error_description": NAMES[code]}
    return as_json(answer | {"error_reason": "", "ref_doc": "mô phỏng"})


def add_routes(box: Box) -> None:
    box.route("oauth", r"/v4/oa/access_token$", access_token)
    box.route(
        "oauth",
        r"/v4/oa/permission$",
        lambda b, r: allow(b, r) if r.method == "POST" else permission(b, r),
    )
