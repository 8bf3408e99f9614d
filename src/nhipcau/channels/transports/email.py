"""E-mail by SMTP: one letter to one address, in plain text and HTML, in the ward's name.

No key is taken: a letter whose last answer never came may have gone, and is `unknown`. Its
Message-ID is the delivery's key, which is its reference too: a bounce names it, even of a letter
that we know nothing about. Replies go where the ward reads them; bounces to `bounce_address`.
"""

import html
import re
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, ClassVar, Final

from nhipcau.channels.transport import (
    Finding,
    Line,
    Message,
    Outcome,
    Request,
    Response,
    State,
    Step,
)
from nhipcau.channels.unsubscribe import sign

PAUSE: Final = 60.0
GONE: Final = ("5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1")
_ENHANCED: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_LINK: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
# Codes that are about us and not about this letter: nothing goes until somebody has acted.
OURS: Final = frozenset({"5.7.8", "5.7.9", "5.7.0", "5.7.14", "5.5.1", "5.1.8", "5.1.7"})
DEFAULT_PORTS: Final = {"none": 25, "starttls": 587, "tls": 465}


class Email:
    kind: ClassVar[str] = "email"
    takes_key: ClassVar[bool] = False
    token_errors: ClassVar[frozenset[str]] = frozenset()
    gone_errors: ClassVar[frozenset[str]] = frozenset(GONE)

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        security = str(settings.get("security", "starttls"))
        self.address = str(settings.get("from_address", ""))
        self.domain = self.address.rpartition("@")[2] or "localhost"
        self.name = str(settings.get("from_name", ""))
        self.bounce = str(settings.get("bounce_address") or self.address)
        self.is_verp = bool(settings.get("verp"))
        self.site = str(settings.get("unsubscribe_url", ""))
        self.account = str(settings.get("account", ""))
        self.key = secrets.get("unsubscribe_key", "")
        self.language = str(settings.get("language", "vi"))
        self.open_word = str(settings.get("open_word", "Mở thông báo"))
        self.stop_word = str(settings.get("stop_word", "Ngừng nhận thư này"))
        self.line = Line(
            "smtp",
            str(settings.get("host", "")),
            int(settings.get("port") or DEFAULT_PORTS.get(security, 587)),
            "tls" if security == "tls" else "none" if security == "none" else "starttls",
            str(settings.get("user", "")),
            secrets.get("password", ""),
            limit=int(settings.get("connections") or 2),
        )

    def start(self, message: Message) -> Step | Outcome:
        if not _is_address(message.address) or not _is_address(self.address):
            return Outcome("refused", error="bad-address")
        sender = self.bounce
        if self.is_verp:
            local, _, domain = sender.rpartition("@")
            sender = f"{local}+{message.key}@{domain}"
        request = Request(
            "MAIL",
            message.address,
            self._letter(message).as_bytes(),
            (("sender", sender),),
            base="line",
            needs_token=False,
        )
        return Step(request, {"key": message.key})

    def next(self, step: Step, response: Response) -> Step | Outcome:
        """`stage`: what the number answers to: login, mail, rcpt, data."""
        key, status, stage = step.note["key"], response.status, _stage(response)
        if 200 <= status < 300:
            return Outcome("sent", key)
        code = _code(response)
        if stage == "login" or code in OURS:
            is_passing = 400 <= status < 500
            wait = PAUSE if is_passing else None
            return Outcome("unavailable", "", code, wait, "account")
        if status == 421 or code == "4.7.0":
            return Outcome("unavailable", "", code, PAUSE, "account")
        if 400 <= status < 500:
            return Outcome("unavailable", error=code, retry_after=PAUSE)
        if stage == "mail" and 500 <= status < 600:  # nothing of ours is let out
            return Outcome("unavailable", error=f"sender-{code}"[:40], scope="account")
        state: State = "refused" if 500 <= status < 600 else "unknown"
        return Outcome(state, key, code)

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage(policy=SMTP.clone(max_line_length=200))
        local, _, domain = self.address.rpartition("@")
        letter["From"] = Address(self.name, local, domain)
        to, _, at = message.address.rpartition("@")
        letter["To"] = Address("", to, at)
        letter["Subject"] = " ".join((message.title or message.text).split())[:150]
        letter["Message-ID"] = f"<{message.key}@{self.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["Precedence"] = "bulk"
        stop = self._stop(message)
        if stop:
            letter["List-Unsubscribe"] = f"<{stop}>"
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter.set_content(_plain(message, self, stop), cte="quoted-printable")
        page = _page(message, self, stop)
        letter.add_alternative(page, subtype="html", cte="quoted-printable")
        return letter

    def _stop(self, message: Message) -> str:
        """Only for residents: the row's thread says which contact it is."""
        if not (message.thread and self.key and self.site):
            return ""
        return f"{self.site}{sign(self.key, self.account, message.thread)}/"

    # --- does the account work

    def check(self) -> Step:
        """Signs in and names the sender; no letter goes."""
        return Step(
            Request("CHECK", self.address, b"", (("sender", self.bounce),), "line", False, True)
        )

    def check_next(self, step: Step, response: Response) -> Step | Finding:
        if 200 <= response.status < 300:
            facts = {"name": response.body.decode("utf-8", "replace")[:80]}
            return Finding(is_working=True, facts=facts)
        code = _code(response)
        stage = _stage(response)
        named = f"{stage}-{code}" if stage in {"login", "mail"} else code
        return Finding(is_working=False, error=named.replace("mail-", "sender-")[:40])


def _is_address(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return (
        bool(local and at and domain)
        and address.isascii()
        and address.isprintable()
        and (" " not in address)
    )


def _stage(response: Response) -> str:
    return next((value for name, value in response.headers if name == "stage"), "")


def _code(response: Response) -> str:
    """The enhanced number of RFC 3463 where there is one; never a piece of the sentence."""
    found = _ENHANCED.search(response.body.decode("utf-8", "replace")[:200])
    return found.group(1) if found else f"smtp-{response.status}"


def _plain(message: Message, by: Email, stop: str) -> str:
    text = message.text
    if message.link and message.link not in text:
        text = f"{text}\n\n{message.link}"
    foot = f"\n\n-- \n{by.name}\n"
    return text + foot + (f"{by.stop_word}: {stop}\n" if stop else "")


def _page(message: Message, by: Email, stop: str) -> str:
    """Every mail program shows it: no style sheet, no picture, nothing loaded from anywhere."""
    body = "".join(
        f'<p style="margin:0 0 14px">{_linked(part)}</p>'
        for part in re.split(r"\n{2,}", message.text.strip())
    )
    button = ""
    if message.link:
        button = (
            f'<p style="margin:22px 0"><a href="{html.escape(message.link)}" style="background:'
            "#0b5d4b;color:#ffffff;padding:14px 22px;border-radius:8px;text-decoration:none;"
            f'font-weight:bold;display:inline-block">{html.escape(by.open_word)}</a></p>'
        )
    end = (
        f'<a href="{html.escape(stop)}" style="color:#4a5a55">{html.escape(by.stop_word)}</a>'
        if stop
        else ""
    )
    return (
        f'<!doctype html><html lang="{by.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '</head><body style="margin:0;padding:0;background:#f4f1ea">'
        '<div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;color:#1d2a27;'
        'font-family:sans-serif;font-size:18px;line-height:1.5">'
        f'<p style="margin:0 0 6px;color:#4a5a55;font-size:16px">{html.escape(by.name)}</p>'
        f'<h1 style="font-size:24px;margin:0 0 16px">{html.escape(message.title)}</h1>'
        f'{body}{button}<p style="margin:28px 0 0;color:#4a5a55;font-size:15px">{end}</p>'
        "</div></body></html>"
    )


def _linked(text: str) -> str:
    safe = html.escape(text)
    return _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', safe).replace(
        "\n", "<br>"
    )
