"""The other half of the walks in test_tenancy: what a stranger is refused, its owner gets.

An address that is broken for everybody would pass there, for it refuses the stranger too. Here
somebody of ours must be answered at every one of them, on the same object. A new address is walked
at once; one that is answered otherwise than with a page is named below with its reason.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django_scopes import scope

from nhipcau.channels import unsubscribe
from nhipcau.channels.intake import address_key
from nhipcau.channels.models import Account, Incoming
from nhipcau.circles.desk import COOKIE as CIRCLE_COOKIE
from nhipcau.circles.invite import invite_member, open_device
from nhipcau.circles.models import CircleMember
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.counter.keys import add_key
from nhipcau.counter.models import Appointment, Dossier, SkillVisit, Ticket
from nhipcau.inbox.models import Forwarding, Question
from nhipcau.links.shorten import make_link
from nhipcau.notices.models import Audio, Notice, NoticeVersion, Paper, Recording
from nhipcau.notices.renditions import fingerprint
from nhipcau.outreach.models import CallPhoto, Emergency, Reminder, Thanks
from nhipcau.outreach.speakers import add_speaker
from nhipcau.people.enrol import phone_link
from nhipcau.people.invite import Newcomer, invite_staff
from nhipcau.people.join import JOIN_CHANNEL
from nhipcau.people.models import ContactPoint, OaGroup, Role, Staff, StaffWay
from nhipcau.people.ways import begin_test
from nhipcau.places.models import Locality
from nhipcau.places.tenant import Tenanted
from nhipcau.procedures.content import Content
from nhipcau.procedures.models import Procedure
from nhipcau.procedures.revise import add_procedure
from nhipcau.replication.models import PlaybookFile
from nhipcau.rosters.feed import make_feed
from nhipcau.rosters.models import Ask, Shift, Swap, Team, TeamMember
from tests.cast import make_staff
from tests.test_tenancy import (  # noqa: F401  `objects` is a fixture
    POSTED,
    address,
    browser_of,
    objects,
    patterns,
    with_numbers,
)

pytestmark = pytest.mark.sqlite  # which address leads where is the same on PostgreSQL

# A form that is not filled in is answered in words (409, 422) or shown again; its object was found.
HEARD = {200, 204, 302, 409, 422}
REFUSED = {403, 404}

# Addresses that answer a look otherwise than with a page.
LOOKED: dict[str, tuple[int, str]] = {
    "comments_home": (302, "one page only: leads to it"),
    "zalo_finish": (302, "back to the account, with what the platform said"),
    "leader_opened": (302, "leads on to what the message was about"),
    "procedure_compare": (302, "there is one version: nothing to compare"),
    "notice_edit": (302, "it is out: corrected on its own page"),
    "staff_link": (302, "a link is shown once, on the page after it was made"),
    "recovery_codes": (302, "written down already, or there are none"),
}
# What has to be said for a form to find its object.
SAID: dict[str, dict[str, str]] = {
    "phone_circle_act": {"act": "acknowledge"},
    "desk_circle_act": {"act": "acknowledge"},
}
# A list of what was done without network: ours is no list, which is said before anything is read.
NO_LIST = {"leader_sync": 400, "my_assists_sync": 400, "assists_sync": 400}


@pytest.fixture
def ours(ward, objects, settings, tmp_path) -> dict[str, Any]:  # noqa: F811
    """The same objects, with files behind them and in the state in which they are looked at; and
    those that an address wants of its owner."""
    settings.MEDIA_ROOT = tmp_path
    file, here, now = (
        default_storage.save("x.pdf", ContentFile(b"x")),
        {"locality": ward.locality},
        civil_now(),
    )
    paper = Paper.objects.create(**here, issuer="x", file=file, file_name="x.pdf")
    Notice.objects.filter(pk=objects["notice_id"]).update(
        kind=Notice.Kind.CALL, answers=["will_come", "done", "photo"], paper=paper
    )
    version = NoticeVersion.objects.get(pk=objects["version_id"])
    of = {**here, "version": version}
    Recording.objects.filter(pk=objects["recording_id"]).update(
        state="made", audio=file, checked_at=now, checked_by=ward.minh, source=fingerprint(version)
    )
    Audio.objects.update_or_create(
        **of, defaults={"state": "made", "wanted": "giong", "source": "giong", "file": file}
    )
    CallPhoto.objects.filter(pk=objects["photo_id"]).update(
        file=file, household=None, shown_at=now, notice=version.notice
    )
    PlaybookFile.objects.update(file=file)
    Thanks.objects.create(**here, notice=version.notice, deed="x", at=now, by=ward.lan)
    return {
        **objects,
        **channels_heard(ward),
        **history_of_ours(ward, objects["former_id"]),
        **alarms_of(ward),
        **duties_of(ward),
        "gap_undone:visit_id": SkillVisit.objects.create(
            **here,
            household=ward.binh,
            neighbourhood=ward.to_13,
            by=ward.hoa,
            on=now,
            at=now,
            key=uuid4(),
        ).pk,
        **forwarded(ward, objects["question_id"]),
        "push_one:procedure_id": of_the_province().pk,
    }


def channels_heard(ward) -> dict[str, Any]:
    """A page with a comment, a bot that hears, a group that the Official Account owns."""
    here, now = {"locality": ward.locality}, civil_now()
    live = {**here, "state": Account.State.WORKING}
    page = Account.objects.create(**live, kind="facebook_page", name="x", external_id="p")
    Account.objects.create(
        **live, kind="zalo_bot", name="x", external_id="b", settings={"updates": 1}
    )
    oa = Account.objects.create(**live, kind="zalo_oa", name="x", external_id="o")
    OaGroup.objects.create(
        **here, group=ward.group_13, account=oa, external_id="g", name="x", state="enabled",
        created_at=now, look_at=now,
    )  # fmt: skip
    comment = Incoming.objects.create(**here, account=page, what="comment", key="y", at=now)
    own = {}
    for name in ("channel_comments", *(f"channel_comment_{did}" for did in COMMENTS_DONE)):
        own |= {f"{name}:account_id": page.pk, f"{name}:comment_id": comment.pk}
    return own


COMMENTS_DONE = ("answered", "asked", "hidden")


def history_of_ours(ward, former: int) -> dict[str, Any]:
    """What was published before the merger."""
    here, now = {"locality_id": former}, civil_now()
    with scope(locality=former):
        notice = Notice.objects.create(**here, created_by=ward.lan, created_at=now)
        version = NoticeVersion.objects.create(
            **here, notice=notice, title="x", text="x", deadline=now, state="published",
            published_at=now, approved_by=ward.minh,
        )  # fmt: skip
        Notice.objects.filter(pk=notice.pk).update(current=version)
    return {"history_notice:notice_id": notice.pk}


def alarms_of(ward) -> dict[str, Any]:
    """An emergency that is out, and one that was drafted from somebody's alert."""
    here, now = (
        {"locality": ward.locality, "created_by": ward.lan, "created_at": civil_now()},
        civil_now(),
    )
    out, draft = (Notice.objects.create(**here, kind=Notice.Kind.EMERGENCY) for _ in range(2))
    for notice, state in ((out, "published"), (draft, "draft")):
        NoticeVersion.objects.create(
            locality=ward.locality, notice=notice, title="x", text="x", state=state,
            deadline=now + timedelta(hours=3), published_at=now if notice == out else None,
        )  # fmt: skip
        Emergency.objects.create(locality=ward.locality, notice=notice, hazard="storm")
    return {"emergency_alert:notice_id": draft.pk, "alarm": f"{out.pk}-1"}


def duties_of(ward) -> dict[str, Any]:
    """Shifts, swaps and asks of those who look at their own: lan at her desk, hoà on his phone."""
    here, now = {"locality": ward.locality}, civil_now()
    team = Team.objects.get()
    hours = {"starts_at": now + timedelta(days=2), "ends_at": now + timedelta(days=2, hours=4)}
    own: dict[str, Any] = {}
    for home, staff, other in (
        ("my_roster", ward.lan, ward.sinh),
        ("phone_roster", ward.hoa, ward.lan),
    ):
        made = {**here, **hours, "post": "desk", "on": hours["starts_at"].date(), "made_at": now}
        mine, theirs = (Shift.objects.create(**made, staff=one) for one in (staff, other))
        to_me = Swap.objects.create(**here, shift=theirs, asker=other, to=staff, asked_at=now)
        from_me = Swap.objects.create(**here, shift=mine, asker=staff, to=other, asked_at=now)
        asked = Ask.objects.create(**here, **hours, post="inbox", staff=staff, asked_at=now)
        member = TeamMember.objects.create(**here, team=team, staff=staff, joined_at=now)
        own |= {
            f"{home}_swap:shift_id": mine.pk,
            f"{home}_swap_accepted:swap_id": to_me.pk,
            f"{home}_swap_refused:swap_id": to_me.pk,
            f"{home}_swap_withdrawn:swap_id": from_me.pk,
            f"{home}_ask_accepted:ask_id": asked.pk,
            f"{home}_ask_refused:ask_id": asked.pk,
            f"{home}_number:member_id": member.pk,
        }
    return own


def forwarded(ward, question: int) -> dict[str, Any]:
    """One that waits for another body."""
    now = civil_now()
    Forwarding.objects.create(
        locality=ward.locality, question_id=question, body="x", at=now, due_at=now
    )
    return {}


def of_the_province() -> Procedure:
    """A procedure of the office's own catalogue, to be given to all."""
    office = Staff.objects.get(role=Role.OVERSEER).locality
    with scope(locality=office):
        return add_procedure(office, "2.000001", Content(name="x"), by=SYSTEM)


@pytest.fixture
def people(ward, objects) -> dict[str, list[Client]]:  # noqa: F811
    """Who of ours may be the owner, by where the address begins; whoever is answered is it."""
    clerk = make_staff(ward.locality, "tham", "Hà Thị Thắm", Role.CLERK)
    return {
        "to/": [browser_of(one) for one in (ward.hoa, ward.sinh, ward.tam)],
        "tinh/": [browser_of(one) for one in Staff.objects.filter(role=Role.OVERSEER)],
        "": [browser_of(one) for one in (ward.quan, ward.lan, ward.minh, clerk)],
    }


def owners(people: dict[str, list[Client]], pattern: URLPattern) -> list[Client]:
    begins = str(pattern.pattern).partition("/")[0] + "/"
    return people.get(begins, people[""])


def ask(client: Client, method: str, url: str, said: dict[str, Any] | None = None) -> Any:
    """Leaves everything as it was: the next address is asked about the same object."""
    client.raise_request_exception = False  # an error is an answer, too: the list shows it
    with transaction.atomic():
        answer = getattr(client, method)(
            url, {**POSTED, **(said or {})} if method == "post" else said
        )
        transaction.set_rollback(True)
    return answer


def first_heard(clients: list[Client], method: str, url: str, said: dict[str, Any] | None) -> int:
    """What the first of them is told who is not refused; else what the last one is."""
    status = 0
    for client in clients:
        status = ask(client, method, url, said).status_code
        if status not in REFUSED:
            break
    return status


def test_the_owner_is_answered_on_every_object(ours, people):
    odd, posted = [], 0
    kind = {"kind": str(ours["kind_id"])}
    said = {**SAID, "desk_take": kind, "team_desk_take": kind}
    asked = {"posters_paper": {"to": str(ours["poster_id"])}}
    for name, pattern in patterns():
        if name == "account_logout":
            continue
        url, clients = address(name, pattern, ours), owners(people, pattern)
        expected, _why = LOOKED.get(name, (200, ""))
        status = first_heard(clients, "get", url, asked.get(name))
        if status == 405:
            posted += 1
            status = first_heard(clients, "post", url, said.get(name))
            if status not in HEARD and status != NO_LIST.get(name):
                odd.append(f"POST {name} {url} {status}")
        elif status != expected:
            odd.append(f"GET {name} {url} {status}")
    assert not odd, "\n".join(odd)
    assert posted > 100


# Words of these objects that stand on everybody's pages as well, as examples and defaults.
OF_OURS_TOO = {"Nhà văn hoá", "Miễn phí.", "Chi bộ tổ 13", "loudspeaker", "Khám sàng lọc"}


def marks_of(locality: Locality) -> set[str]:
    """Texts that stand in rows of ours, each of which would be seen on a page."""
    found: set[str] = set()
    for model in apps.get_models():
        if not issubclass(model, Tenanted):
            continue
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        for row in model._base_manager.filter(locality=locality).values_list(*texts):
            found |= {text for text in row if isinstance(text, str) and len(text) > 7}
    return found


def test_who_has_nothing_here_sees_nothing_of_ours(objects, ward, stranger):  # noqa: F811
    """Addresses without a number show each their own: of a stranger's pages none has a word of
    ours, and what is for others than admins or leaders is refused."""
    marks = marks_of(ward.locality) - marks_of(stranger.locality) - OF_OURS_TOO
    clients = {
        "": browser_of(stranger.thu),
        "to/": browser_of(
            make_staff(stranger.locality, "la", "Ma Thị Lạ", Role.LEADER, stranger.neighbourhood)
        ),
    }
    numbered, seen = dict(with_numbers()), []
    for name, pattern in patterns():
        if name in numbered or name == "account_logout":
            continue
        client = clients["to/" if str(pattern.pattern).startswith("to/") else ""]
        page = ask(client, "get", address(name, pattern, objects))
        assert page.status_code in {200, 302, 403, 404, 405}, name
        text = "" if page.streaming else page.content.decode(errors="ignore")
        seen += [(name, mark) for mark in marks if mark in text]
    assert not seen, "\n".join(map(str, seen))


# --- what needs no login: PUBLIC_VIEWS in test_architecture.py says why of each

# Addresses that answer who has the key otherwise than with a page; POST only ones answer 405.
OPENED: dict[str, tuple[int, str]] = {
    "account_inactive": (403, "says that an account has ended"),
    "mfa_authenticate": (302, "no password was given in this browser"),
    "demo_enter": (404, "this is no demo"),
    "oidc": (404, "no provincial identity service is set"),
    "openid_connect_callback": (404, "no provincial identity service is set"),
    "phone_door": (401, "says how a telephone is enrolled"),
    "webhook_facebook": (403, "asked without the word that only we know"),
    "circle_door": (302, "this browser has a place already"),
    "circle_word": (410, "without the link of a message"),
    "health": (503, "no worker runs beside the tests"),
    "idle": (404, "this is no demo"),
    "drilled": (404, "without the link of a message"),
}
# Of a stranger's locality, or without the key, these answer otherwise than 404.
DEAD, UNSIGNED = (410, "says in words that a link is dead"), (403, "a machine needs no words")
KEPT_OUT: dict[str, tuple[int, str]] = {
    **dict.fromkeys(("invitation", "phone_link", "circle_enter", "way_received"), DEAD),
    **dict.fromkeys(("webhook_sms", "webhook_push", "webhook_zalo_bot"), UNSIGNED),
}


def public_patterns() -> list[tuple[str, URLPattern]]:
    """All but the API's routes, which are walked in api/tests/test_stranger.py."""
    waiting: list[Any] = [get_resolver()]
    found = []
    while waiting:
        level = waiting.pop()
        if not isinstance(level, URLPattern):
            waiting += level.url_patterns
        elif not getattr(level.callback, "login_required", True) and not is_the_apis(level):
            found.append((level.name or str(level.pattern), level))
    return found


def is_the_apis(pattern: URLPattern) -> bool:
    return pattern.callback.__module__ == "nhipcau.api.door"


@pytest.fixture
def keys(ward, ours) -> dict[str, Any]:
    """What opens them: by part, or by address and part where one word means several things."""
    here, by = ward.locality, ward.lan
    join = {"channel": JOIN_CHANNEL, "group": ward.group_13.pk}
    drill = make_link(here, "/dien-tap/", by=SYSTEM)
    Reminder.objects.filter(pk=ours["reminder_id"]).update(link=drill)
    email = ContactPoint.objects.create(
        locality=here, household=ward.binh, kind="email", value="binh@a.vn"
    )
    account = ours["account_id"]
    letters = unsubscribe.sign(
        unsubscribe.key_of(configured.SECRET_KEY, account), str(account), str(email.pk)
    )
    invited = Newcomer("Hà Văn Mới", Role.EDITOR, username="moi")
    way = StaffWay.objects.get(pk=ours["way_id"])
    member = CircleMember.objects.unguarded("tests").get(pk=ours["phone_circle_member:member_id"])
    head = CircleMember.objects.unguarded("tests").get(circle=member.circle, staff=ward.hoa)
    dossier = Dossier.objects.get(pk=ours["dossier_id"])
    speaker, screen = add_speaker(here, name="Loa", neighbourhood=None, by=by)[1], "screen"
    return {
        "slug": here.slug,
        "username": "quan",
        "invitation:token": last(invite_staff(here, invited, by=SYSTEM)[1]),
        "phone_link:token": last(phone_link(ward.hoa, by=SYSTEM)),
        "letters_stop:token": letters,
        "join:code": make_link(here, "/vao-nhom/", place=join, by=SYSTEM).code,
        "webhook_zalo_bot:key": address_key(account),
        "webhook_sms:key": address_key(account),
        "webhook_push:key": address_key(account),
        "calendar:token": make_feed(ward.sinh, by=ward.sinh),
        "circle_enter:token": last(invite_member(member, by=head)),
        "way_received:token": last(begin_test(way, by=ward.hoa.actor)),
        "drilled_by:code": drill.code,
        "desk_screen:token": add_key(here, screen, name="Sảnh", by=by)[1],
        "desk_door:token": add_key(here, "kiosk", name="Cửa", by=by)[1],
        "token": speaker,
        "source": "giong",
        "short_link:code": make_link(here, "/song-cau/hoi-dap/", by=SYSTEM).code,
        "t/<slug:code>/:code": make_link(here, "/song-cau/hoi-dap/", by=SYSTEM).code,
        "name": ours["alarm"],
        "code": "1.001193",
        "number": 1,
        "tracking": Question.objects.get(pk=ours["question_id"]).tracking,
        "portal_appointment:code": Appointment.objects.get(pk=ours["appointment_id"]).code,
        "portal_appointment_step:code": Appointment.objects.get(pk=ours["appointment_id"]).code,
        "step": "huy",
        "portal_ticket:code": Ticket.objects.get(pk=ours["ticket_id"]).code,
        "portal_ticket_left:code": Ticket.objects.get(pk=ours["ticket_id"]).code,
        "portal_dossier:key": dossier.code,
        "portal_dossier_rate:key": dossier.code,
        **{name: ours[name] for name in ("circle_id", "below_id", "version_id", "notice_id",
                                         "recording_id", "photo_id")},
        "member_id": member.pk,
        "circle_notice": ours["phone_circle_notice:notice_id"],
    }  # fmt: skip


def last(path: str) -> str:
    return path.strip("/").split("/")[-1]


def public_address(name: str, pattern: URLPattern, keys: dict[str, Any]) -> str:
    own = {part: keys.get(f"{name}:{part}", keys.get(part)) for part in pattern.pattern.converters}
    if name.startswith("door_circle") and "notice_id" in own:
        own["notice_id"] = keys["circle_notice"]
    if pattern.name:
        return reverse(name, kwargs=own)
    url = f"/{name}"
    for part, value in own.items():
        url = re.sub(rf"<\w+:{part}>", str(value), url)
    return url


def test_what_is_open_to_everybody_needs_its_key(ward, stranger, keys):
    """Right key: a page. A stranger's locality in the address, or another key: not there."""
    officer = CircleMember.objects.unguarded("tests").get(
        circle=keys["circle_id"], office="officer"
    )
    enrolled, anybody = Client(), Client()
    enrolled.cookies[CIRCLE_COOKIE] = open_device(officer, is_enrolled=True)
    wrong_keys = {
        part: {"slug": stranger.locality.slug}.get(part, "k2m2pqxyz")
        if isinstance(key, str)
        else key
        for part, key in keys.items()
    }
    odd = []
    with scope(locality=None):
        for name, pattern in public_patterns():
            url = public_address(name, pattern, keys)
            status = ask(enrolled if "circle" in name else anybody, "get", url).status_code
            expected, _why = OPENED.get(name, (200, ""))
            if status not in {expected, 405}:
                odd.append(f"{name} {url} {status}")
            wrong = public_address(name, pattern, wrong_keys)
            if set(pattern.pattern.converters) - {"slug"} and wrong != url:
                method = "post" if status == 405 else "get"
                status = ask(anybody, method, wrong).status_code
                expected, _why = KEPT_OUT.get(name, (404, ""))
                if status != expected:
                    odd.append(f"{method} {name} {wrong} {status}: another's")
    assert not odd, "\n".join(odd)
