"""The demo's ward has cleaned its alleys last Saturday: answers, photos as proof, thanks; and calls
that come again on their days. By verbs, with the demo's own clock turned back and forward again."""

import io
import random
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from nhipcau.audiences.selection import Selection
from nhipcau.core.actor import resident
from nhipcau.core.clock import civil_now, civil_seconds, local
from nhipcau.notices.approve import approve_notice, submit_notice
from nhipcau.notices.dates import Day
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.series import approve_series, begin_series, input_for
from nhipcau.notices.usual_calls import CLEANING_KEY, FLAGS_KEY, usual_call
from nhipcau.outreach.models import Relay
from nhipcau.outreach.photos import add_photo, show_photo
from nhipcau.outreach.publish import publish_notice
from nhipcau.outreach.relay import mark_posted
from nhipcau.outreach.replies import answer_for, reply
from nhipcau.outreach.thanks import agree, give_thanks
from nhipcau.people.models import Household, Role, Staff
from nhipcau.places.models import Locality, Neighbourhood

SATURDAY = 5


def clean_last_saturday(locality: Locality, *, clock: Path) -> int:
    """Returns how many households answered. Nothing else may run: the clock is the demo's own."""
    people = {
        role: Staff.objects.filter(locality=locality, role=role, is_active=True).first()
        for role in (Role.EDITOR, Role.APPROVER)
    }
    place = Neighbourhood.objects.filter(number=13).first()
    leader = Staff.objects.filter(neighbourhood=place, role=Role.LEADER, is_active=True).first()
    editor, approver = people[Role.EDITOR], people[Role.APPROVER]
    if editor is None or approver is None or leader is None or place is None:
        return 0
    now = civil_seconds()
    saturday = _last_saturday(civil_now())
    try:
        _turn(clock, saturday - timedelta(days=2))
        version = _publish(locality, place, saturday, editor, approver)
        for relay in Relay.objects.filter(version=version, neighbourhood=place):
            mark_posted(relay, by=leader)
        _turn(clock, saturday + timedelta(hours=3))
        answered = _answers(version, place, leader)
        _turn(clock, saturday + timedelta(days=1))
        photo = add_photo(version, _picture(7), neighbourhood=place, by=leader)
        show_photo(photo, by=editor)
        words = "Ngõ phố sạch hẳn. Cảm ơn bà con đã cùng làm."
        give_thanks(version.notice, deed="tham gia tổng vệ sinh", words=words, by=editor)
        _begin_series(locality, editor, approver)
    finally:
        clock.write_text(f"{now:.3f}", encoding="ascii")
    return answered


def _publish(
    locality: Locality,
    place: Neighbourhood,
    saturday: datetime,
    editor: Staff,
    approver: Staff,
) -> NoticeVersion:
    usual = usual_call(CLEANING_KEY, saturday.date())
    if usual is None:
        raise SystemExit("Thiếu mẫu tổng vệ sinh.")
    given = input_for(usual.given, Day(saturday.date()), civil_now(), Selection((place.pk,)))
    version = submit_notice(draft_notice(locality, given, by=editor), by=editor)
    return publish_notice(approve_notice(version, by=approver), by=approver)


def _answers(version: NoticeVersion, place: Neighbourhood, leader: Staff) -> int:
    """Seven in ten did it, some say so themselves and agree to be named, some by their leader."""
    chances = random.Random(20230520)  # noqa: S311  the same Saturday each time
    homes = Household.objects.filter(neighbourhood=place, is_gone=False)
    answered = 0
    for nth, home in enumerate(homes.order_by("walk_order", "pk")):
        luck = chances.random()
        if luck > 0.8:
            continue
        answer = "done" if luck < 0.7 else "excused"
        photo = _picture(nth) if luck < 0.1 else None
        if luck < 0.45:
            reply(version, home, answer, photo=photo)
            by = resident(home.pk)
            agree(home, name=luck < 0.15, photo=luck < 0.05, channel="portal", by=by)
        else:
            answer_for(version, home, answer, by=leader)
        answered += 1
    return answered


def _begin_series(locality: Locality, editor: Staff, approver: Staff) -> None:
    today = local(civil_now()).date()
    for key in (CLEANING_KEY, FLAGS_KEY):
        usual = usual_call(key, today)
        if usual is not None:
            series = begin_series(locality, usual.given, by=editor)
            if key == FLAGS_KEY:
                approve_series(series, by=approver)


def _picture(seed: int) -> SimpleUploadedFile:
    """An alley swept clean, drawn: sky, two walls, a road, a broom."""
    chances = random.Random(seed)  # noqa: S311  the same picture each time
    made = Image.new("RGB", (800, 600), (190 + chances.randint(0, 30), 220, 235))
    draw = ImageDraw.Draw(made)
    wall = (200 + chances.randint(0, 40), 190, 150)
    draw.polygon([(0, 120), (330, 260), (330, 380), (0, 600)], fill=wall)
    draw.polygon([(800, 100), (470, 260), (470, 380), (800, 600)], fill=(170, 190, 160))
    draw.polygon([(330, 380), (470, 380), (800, 600), (0, 600)], fill=(150, 150, 148))
    x = chances.randint(260, 520)
    draw.line([(x, 300), (x + 60, 520)], fill=(120, 80, 40), width=12)
    draw.polygon([(x + 40, 510), (x + 90, 510), (x + 120, 590), (x + 20, 590)], fill=(190, 150, 60))
    kept = io.BytesIO()
    made.save(kept, "JPEG", quality=70)
    return SimpleUploadedFile("ngo.jpg", kept.getvalue(), content_type="image/jpeg")


def _last_saturday(now: datetime) -> datetime:
    """At half past six in the morning, at least three days ago."""
    day = local(now).replace(hour=6, minute=30, second=0, microsecond=0)
    back = (day.weekday() - SATURDAY) % 7
    return day - timedelta(days=back if back >= 3 else back + 7)


def _turn(clock: Path, at: datetime) -> None:
    clock.write_text(f"{at.timestamp():.3f}", encoding="ascii")
