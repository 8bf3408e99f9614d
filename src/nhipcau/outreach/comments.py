"""What a ward does with comments under its posts: answer, hide, show again, write to the person."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from nhipcau.channels.comments import comment_job
from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.channels.transports.facebook_page import COMMENT, HIDE, PRIVATE, SHOW
from nhipcau.channels.words import words_for
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.dispatch.enqueue import URGENT, enqueue
from nhipcau.dispatch.models import Delivery, Job
from nhipcau.outreach import addresses
from nhipcau.outreach.models import Route
from nhipcau.people.models import Role, Staff
from nhipcau.text.fold import tidy_lines

MAY_ANSWER: Final = frozenset({Role.ADMIN, Role.EDITOR, Role.APPROVER, Role.OFFICER, Role.CLERK})
PRIVATE_FOR: Final = timedelta(days=7)
LONGEST, LONGEST_PRIVATE = 8000, 2000
NEWEST: Final = 100
LOST = (Delivery.State.REFUSED, Delivery.State.EXPIRED)


@dataclass(slots=True)
class Said:
    """One comment, what it stands under, and what we did about it."""

    row: Incoming
    title: str
    answers: list[str] = field(default_factory=list)
    is_hidden: bool = False
    is_private_done: bool = False
    may_write_privately: bool = False
    fault: str = ""


def answer_comment(row: Incoming, text: str, *, by: Staff) -> Job:
    """Verb. In public, under the comment. The same answer twice is once."""
    text = _words(row, text, LONGEST, by)
    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    return _send(row, f"{COMMENT}{row.reference}", f"answer:{name}", text, by)


def write_privately(row: Incoming, text: str, *, by: Staff) -> Job:
    """Verb. Facebook lets a page write once to whoever commented, within seven days."""
    text = _words(row, text, LONGEST_PRIVATE, by)
    if civil_now() - row.at > PRIVATE_FOR:
        raise WrongState(_("Đã quá 7 ngày: Facebook không cho nhắn riêng người này nữa."))
    if Job.objects.filter(key=_key(row, "private")).exists():
        raise WrongState(_("Đã nhắn riêng về bình luận này rồi; Facebook chỉ cho một lần."))
    return _send(row, f"{PRIVATE}{row.reference}", "private", text, by)


def hide_comment(row: Incoming, *, is_hidden: bool, by: Staff) -> Job | None:
    """Verb. Hidden from all but its author and their friends; nothing when it is so already."""
    _may(row, by)
    turns = list(Job.objects.filter(key__startswith=_key(row, "hide:")).order_by("pk"))
    if (len(turns) % 2 == 1) == is_hidden:
        return None
    kind = HIDE if is_hidden else SHOW
    return _send(row, f"{kind}{row.reference}", f"hide:{len(turns)}", "-", by)


def comments_of(account: Account) -> list[Said]:
    """The newest first; of an edited one the newest words; without those their author removed."""
    rows = Incoming.objects.filter(account=account, what=Incoming.What.COMMENT).order_by("-id")
    newest: dict[str, Incoming] = {}
    for row in rows[: NEWEST * 2]:
        newest.setdefault(row.reference, row)
    removed = Incoming.objects.filter(
        account=account, what=Incoming.What.OTHER, detail__verb="remove", reference__in=newest
    )
    gone = set(removed.values_list("reference", flat=True))
    shown = [row for row in newest.values() if row.reference not in gone][:NEWEST]
    titles = _titles(account, {str(row.detail.get("post", "")) for row in shown})
    jobs = _jobs(account)
    return [_said(row, titles, jobs.get(row.reference, [])) for row in shown]


def _said(row: Incoming, titles: dict[str, str], jobs: list[Job]) -> Said:
    said = Said(row, titles.get(str(row.detail.get("post", "")), ""))
    failed = _failed(jobs)
    for job in jobs:
        act = job.key.split(":")[3]
        if job.pk in failed:
            said.fault = " ".join(words_for(ChannelKind.FACEBOOK_PAGE, failed[job.pk]))
        elif act == "answer":
            said.answers.append(job.text)
        elif act == "hide":
            said.is_hidden = not said.is_hidden
        else:
            said.is_private_done = True
    is_fresh = civil_now() - row.at <= PRIVATE_FOR
    said.may_write_privately = is_fresh and not any(":private" in job.key for job in jobs)
    return said


def _failed(jobs: list[Job]) -> dict[int, str]:
    found = Delivery.objects.filter(job__in=[job.pk for job in jobs], state__in=LOST)
    return dict(found.values_list("job_id", "error")) if jobs else {}


def _jobs(account: Account) -> dict[str, list[Job]]:
    found: dict[str, list[Job]] = {}
    for job in Job.objects.filter(key__startswith=f"comment:{account.pk}:").order_by("pk"):
        found.setdefault(job.key.split(":")[2], []).append(job)
    return found


def _titles(account: Account, posts: set[str]) -> dict[str, str]:
    """Of which notice a post is: the delivery's reference is the post."""
    jobs = dict(
        Delivery.objects.filter(account=account.pk, reference__in=posts).values_list(
            "job_id", "reference"
        )
    )
    routes = Route.objects.filter(job__in=list(jobs)).select_related("version")
    return {str(jobs[route.job_id]): route.version.title for route in routes if route.job_id}


def _words(row: Incoming, text: str, most: int, by: Staff) -> str:
    _may(row, by)
    text = tidy_lines(text)
    if not text:
        raise BadInput(_("Hãy ghi lời trả lời."), field="text")
    if len(text) > most:
        raise BadInput(_("Lời trả lời dài quá %(n)d ký tự.") % {"n": most}, field="text")
    return text


def _may(row: Incoming, by: Staff) -> None:
    if by.role not in MAY_ANSWER or by.locality_id != row.locality_id:
        raise NotAllowed(_("Bạn không có quyền trả lời bình luận của trang này."))
    if row.what != Incoming.What.COMMENT or not row.reference:
        raise WrongState(_("Đây không phải bình luận."))
    removed = Incoming.objects.filter(
        account=row.account_id,
        what=Incoming.What.OTHER,
        detail__verb="remove",
        reference=row.reference,
    )
    if removed.exists():
        raise WrongState(_("Người viết đã xoá bình luận này."))


def _key(row: Incoming, act: str) -> str:
    return comment_job(row.account_id, row.reference, act)


def _send(row: Incoming, address: str, act: str, text: str, by: Staff) -> Job:
    return enqueue(
        row.account,
        key=_key(row, act),
        text=text,
        recipients=addresses.place(row.account, address),
        lane=URGENT,
        unit_vnd=0,
        by=by.actor,
    )
