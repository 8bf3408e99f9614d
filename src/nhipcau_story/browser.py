"""A browser without JavaScript: pages, cookies, redirects, forms. People act through nothing else.

Forms are read from the real pages, so a page that could not be used by hand breaks the story.
"""

import html
import http.client
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
CONTROL = re.compile(
    r"<(input)\b([^>]*)>|<(button|textarea|select)\b([^>]*)>(.*?)</\3>", re.DOTALL | re.IGNORECASE
)
OPTION = re.compile(r"<option\b([^>]*)>(.*?)</option>", re.DOTALL | re.IGNORECASE)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
TAG = re.compile(r"<[^>]+>")
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/110.0.5481.65 Mobile Safari/537.36 Zalo android/23"
)
TIMEOUT = 60.0
Fields = list[tuple[str, str]]


class Stuck(Exception):
    """A page did not offer what a person needs to go on."""


@dataclass(frozen=True, slots=True)
class Control:
    kind: str
    name: str
    value: str
    text: str
    is_on: bool = True


@dataclass(slots=True)
class Form:
    action: str
    method: str
    id: str
    is_multipart: bool
    controls: list[Control]

    def fields(self, answers: dict[str, str | list[str]], button: str | None = None) -> Fields:
        """What is sent: hidden and typed values, `answers` over them, and the button pressed."""
        sent: Fields = []
        for one in self.controls:
            if one.kind in {"submit", "button"} or not one.name or one.name in answers:
                continue
            if one.is_on:
                sent.append((one.name, one.value))
        for name, value in answers.items():
            sent += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        pressed = self.button(button)
        return sent + ([(pressed.name, pressed.value)] if pressed and pressed.name else [])

    def button(self, value: str | None) -> Control | None:
        if value is None:
            return None
        for one in self.controls:
            if one.kind == "submit" and value in {one.value, one.text}:
                return one
        raise Stuck(f"no button {value!r} in {self.action}")

    def choices(self, name: str) -> list[Control]:
        return [one for one in self.controls if one.name == name]


@dataclass(slots=True)
class Page:
    status: int
    url: str
    text: str

    def forms(self) -> list[Form]:
        found = [_form(self.url, attrs, inner) for attrs, inner in FORM.findall(self.text)]
        if ' form="' in self.text:
            _add_outsiders(self.text, {form.id: form for form in found if form.id})
        return found

    def form(self, action: str) -> Form:
        """The first form whose address contains `action`."""
        found = next((one for one in self.forms() if action in one.action), None)
        if found is None:
            raise Stuck(f"no form for {action} at {self.url} ({self.status}): {self.words()[:300]}")
        return found

    def links(self, part: str) -> list[str]:
        found = re.findall(r'<a\b[^>]*\bhref="([^"]+)"', self.text)
        return [html.unescape(one) for one in found if part in one]

    def words(self) -> str:
        body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", self.text, flags=re.DOTALL)
        return " ".join(html.unescape(TAG.sub(" ", body)).split())


def attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in ATTRIBUTE.findall(text)}


def plain(text: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


def _form(url: str, attrs: str, inner: str) -> Form:
    known = attributes(attrs)
    return Form(
        action=urljoin(url, known.get("action") or url),
        method=known.get("method", "get").upper(),
        id=known.get("id", ""),
        is_multipart="multipart" in known.get("enctype", ""),
        controls=[one for found in CONTROL.finditer(inner) for one in _controls_of(found)],
    )


def _add_outsiders(text: str, forms: dict[str, Form]) -> None:
    """Controls that name their form stand anywhere on the page."""
    for found in CONTROL.finditer(FORM.sub(" ", text)):
        named = attributes(found[2] or found[4] or "").get("form", "")
        if named in forms:
            forms[named].controls += _controls_of(found)


def _controls_of(found: re.Match[str]) -> list[Control]:
    tag, attrs, inner = (found[1], found[2], "") if found[1] else (found[3], found[4], found[5])
    known = attributes(attrs)
    name, value = known.get("name", ""), known.get("value", "")
    if "disabled" in known or known.get("type") == "file":
        return []
    if tag == "textarea":
        return [Control("text", name, html.unescape(inner).removeprefix("\n"), "")]
    if tag == "select":
        return _options(name, inner)
    if tag == "button":
        return [Control(known.get("type", "submit"), name, value, plain(inner))]
    kind = known.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return [Control(kind, name, value or "on", "", is_on="checked" in known)]
    return [Control(kind, name, value, "")]


def _options(name: str, inner: str) -> list[Control]:
    found = []
    for attrs, text in OPTION.findall(inner):
        known = attributes(attrs)
        is_on = "selected" in known
        found.append(Control("option", name, known.get("value", plain(text)), plain(text), is_on))
    if found and not any(one.is_on for one in found):
        first = found[0]
        found[0] = Control("option", name, first.value, first.text)
    return found


@dataclass(slots=True)
class Browser:
    """One person's browser. `source` is their address: many people, not one robot."""

    base: str
    source: str = ""
    agent: str = PHONE_BROWSER
    cookies: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    connection: http.client.HTTPConnection | None = None

    def get(self, url: str) -> Page:
        return self._follow("GET", url, b"", {})

    def download(self, url: str) -> bytes:
        """A file, as its bytes."""
        target = urlsplit(urljoin(self.base, url)).path
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.close()
        parts = urlsplit(self.base)
        connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=TIMEOUT, source_address=(self.source, 0)
        )
        connection.request("GET", target, None, {"User-Agent": self.agent, "Cookie": cookie})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status != 200:
            raise Stuck(f"no file at {target}: {answer.status}")
        return content

    def post(self, url: str, fields: Fields, *, follow: bool = True) -> Page:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        if not follow:
            status, _location, text = self._ask("POST", url, body, kind)
            return Page(status, url, text)
        return self._follow("POST", url, body, kind)

    def post_json(self, url: str, value: object, token: str) -> Page:
        """As a page's own script does."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        status, _location, text = self._ask("POST", url, json.dumps(value).encode(), headers)
        return Page(status, url, text)

    def submit(
        self,
        form: Form,
        answers: dict[str, str | list[str]] | None = None,
        *,
        button: str | None = None,
        follow: bool = True,
    ) -> Page:
        return self.post(form.action, form.fields(answers or {}, button), follow=follow)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _follow(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Page:
        url = urljoin(self.base, url)
        for _hop in range(8):
            status, location, text = self._ask(method, url, body, headers)
            if status not in {301, 302, 303} or not location:
                return Page(status, url, text)
            url, method, body, headers = urljoin(url, location), "GET", b"", {}
        raise Stuck(f"redirects without end at {url}")

    def _ask(
        self, method: str, url: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, str, str]:
        parts = urlsplit(urljoin(self.base, url))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"User-Agent": self.agent, "Accept-Language": "vi", "Accept": "text/html", **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            sent["Origin"] = f"{parts.scheme}://{parts.netloc}"
            sent["Referer"] = urljoin(self.base, url)
        self.asked += 1
        try:
            return self._exchange(method, target, body, sent)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.close()  # the server closed a connection that was kept too long
            return self._exchange(method, target, body, sent)

    def _exchange(
        self, method: str, target: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, str, str]:
        if self.connection is None:
            parts = urlsplit(self.base)
            source = (self.source, 0) if self.source else None
            self.connection = http.client.HTTPConnection(
                parts.hostname or "", parts.port, timeout=TIMEOUT, source_address=source
            )
        self.connection.request(method, target, body or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._keep_cookie(value)
        return answer.status, answer.headers.get("Location", ""), text

    def _keep_cookie(self, line: str) -> None:
        pair, _, rest = line.partition(";")
        name, _, value = pair.partition("=")
        if "max-age=0" in rest.lower().replace(" ", "") or not value:
            self.cookies.pop(name.strip(), None)
        else:
            self.cookies[name.strip()] = value.strip()
