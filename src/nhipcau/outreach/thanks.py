"""Thanked in public: by numbers for all, by name only who agreed, and only as long as they do.

On paper (the bulletin) there are no names at all: what is printed cannot be taken back.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor, resident
from nhipcau.core.clock import civil_now, zone_here
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.notices.models import Notice
from nhipcau.notices.rights import must_publish
from nhipcau.outreach.calls import PlaceResult, Result, by_place, whole
from nhipcau.outreach.models import CallPhoto, Reply, Thanks
from nhipcau.outreach.photos import BY_NAME, BY_PHOTO, WORDING, public_photos
from nhipcau.people.consent import give_consent, withdraw_consent
from nhipcau.people.models import Consent, Household, Staff
from nhipcau.text.fold import tidy
from nhipcau.text.numbers import say_number


def give_thanks(notice: Notice, *, deed: str, words: str = "", by: Staff) -> Thanks:
    """Verb. Said anew after it was taken back, or in other words: the latest stands."""
    must_publish(by, notice.locality_id)
    deed, words = tidy(deed), tidy(words)
    if notice.kind != Notice.Kind.CALL or notice.current is None or notice.withdrawn_at:
        raise WrongState(_("Chỉ cảm ơn cho một việc vận động đã phát, chưa thu hồi."))
    if not 2 <= len(deed) <= 80:
        raise BadInput(_("Hãy ghi việc bà con đã làm, ví dụ “treo cờ”."), field="deed")
    if len(words) > 300:
        raise BadInput(_("Lời cảm ơn dài nhất 300 ký tự."), field="words")
    if not Reply.objects.filter(notice=notice, answer=Reply.Answer.DONE).exists():
        raise WrongState(_("Chưa có hộ nào báo đã làm xong nên chưa có gì để cảm ơn."))
    said = {"deed": deed, "words": words, "at": civil_now(), "by": by, "taken_back_at": None}
    try:
        with transaction.atomic():
            row, is_new = Thanks.objects.update_or_create(
                notice=notice,
                defaults=said,
                create_defaults={**said, "locality_id": notice.locality_id},
            )
            audit.record(by.actor, "thanks.given", row, after={"is_new": is_new})
    except IntegrityError:
        raise WrongState(_("Vừa có người đăng lời cảm ơn. Hãy tải lại trang.")) from None
    return row


def take_thanks_back(thanks: Thanks, *, by: Staff) -> None:
    """Verb."""
    must_publish(by, thanks.locality_id)
    with transaction.atomic():
        there = Thanks.objects.filter(pk=thanks.pk, taken_back_at__isnull=True)
        if not there.update(taken_back_at=civil_now()):
            raise WrongState(_("Lời cảm ơn này đã gỡ rồi."))
        audit.record(by.actor, "thanks.taken_back", thanks)


def agree(household: Household, *, name: bool, photo: bool, channel: str, by: Actor) -> None:
    """Part of an answer: what was ticked there, each purpose apart."""
    for purpose, is_given in ((BY_NAME, name), (BY_PHOTO, photo)):
        if is_given:
            give_consent(household, purpose=purpose, wording=WORDING, channel=channel, by=by)


def agree_no_more(household: Household, *, by: Actor | None = None) -> int:
    """Verb. As easily as it was given: name and photos are gone from the page at once. `by` is an
    officer whom the household called."""
    by, taken = by or resident(household.pk), 0
    with transaction.atomic():
        rows = Consent.objects.filter(
            household=household, purpose__in=[BY_NAME, BY_PHOTO], withdrawn_at__isnull=True
        )
        for consent in rows:
            withdraw_consent(consent, by=by)
            taken += 1
    return taken


@dataclass(frozen=True, slots=True)
class Said:
    """One thanks as the portal shows it."""

    thanks: Thanks
    title: str
    whole: Result
    places: list[PlaceResult]
    names: list[str]
    photos: list[CallPhoto]

    @property
    def deed(self) -> str:
        return self.thanks.deed


def public_thanks() -> QuerySet[Thanks]:
    return (
        Thanks.objects.filter(taken_back_at__isnull=True, notice__withdrawn_at__isnull=True)
        .select_related("notice__current")
        .order_by("-at", "-pk")
    )


def say_thanks(thanks: Thanks) -> Said:
    version = thanks.notice.current
    if version is None:
        raise WrongState(_("Thông báo này chưa được phát."))
    lines = [line for line in by_place(version) if line.result.done]
    return Said(
        thanks,
        version.title,
        whole(lines),
        lines,
        _names(thanks),
        list(public_photos().filter(notice=thanks.notice_id)),
    )


def newest_thanks() -> list[tuple[int, str]]:
    """The last two, for the first page: how many households, what they did. Two queries."""
    rows = list(public_thanks()[:2])
    if not rows:
        return []
    did = Reply.objects.filter(
        notice__in=[row.notice_id for row in rows],
        answer=Reply.Answer.DONE,
        household__is_gone=False,
    )
    counts = dict(did.order_by().values_list("notice_id").annotate(n=Count("pk")))
    return [(counts.get(row.notice_id, 0), row.deed) for row in rows]


def thanks_between(begins_on: date, ends_on: date) -> QuerySet[Thanks]:
    begins = datetime.combine(begins_on, time.min, zone_here())
    ends = datetime.combine(ends_on + timedelta(days=1), time.min, zone_here())
    return public_thanks().filter(at__gte=begins, at__lt=ends)


def line_words(line: PlaceResult, deed: str) -> str:
    """Tổ 13: 42 hộ đã treo cờ"""
    return _("%(place)s: %(n)s hộ đã %(deed)s") % {
        "place": line.neighbourhood.name,
        "n": say_number(line.result.done),
        "deed": deed,
    }


def _names(thanks: Thanks) -> list[str]:
    agree_now = Consent.objects.filter(purpose=BY_NAME, withdrawn_at__isnull=True)
    did = Reply.objects.filter(
        notice=thanks.notice_id,
        answer=Reply.Answer.DONE,
        household__in=agree_now.values("household"),
        household__is_gone=False,
    )
    rows = did.order_by("household__neighbourhood__position", "household__walk_order")
    return list(rows.values_list("household__head_name", flat=True))
