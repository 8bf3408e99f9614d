"""Routes of notices: send one, read it and how far it came, read where it may go."""

from typing import Any, cast

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.api.cursors import make_cursor, open_cursor
from nhipcau.api.models import Publish, Rehearsal, Scope, SentNotice
from nhipcau.api.problems import known_id, not_found
from nhipcau.api.rehearse import counts, outcome_of, outcomes, rehearse
from nhipcau.api.routes import Call, route
from nhipcau.api.send import send_for
from nhipcau.api.shapes import (
    NeighbourhoodList,
    NeighbourhoodOut,
    NoticeIn,
    NoticeList,
    NoticeOut,
    Paging,
    ReachOut,
    ReachPart,
    Reference,
    Simulated,
    said_at,
)
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import WrongState
from nhipcau.notices.models import Notice, NoticeVersion
from nhipcau.places.models import Neighbourhood
from nhipcau.reach.queries import by_neighbourhood, deliveries, whole


class NoticeQuery(Paging):
    reference: Reference = ""


@route(
    "POST", "/notices", scope=Scope.NOTICES_WRITE, status=201, location="/notices/{id}",
    also={409, 422}, summary=gettext_lazy("Gửi một thông báo"),
)  # fmt: skip
def send_notice(call: Call, body: NoticeIn) -> NoticeOut:
    if call.key.is_test:
        return _rehearsed(rehearse(call.key, body))
    sent = send_for(call.key, body)
    return _out(call, Notice.objects.select_related(*_WITH).get(pk=sent.notice_id))


@route(
    "GET", "/notices", scope=Scope.NOTICES_READ,
    summary=gettext_lazy("Các thông báo đã phát, hoặc đã gửi qua API; mới nhất trước"),
)  # fmt: skip
def list_notices(call: Call, query: NoticeQuery) -> NoticeList:
    of = f"notices {call.key.mode} {call.locality.pk} {query.reference}"
    rows: QuerySet[Any] = _rehearsals(call) if call.key.is_test else _notices()
    if query.reference:
        field = "reference" if call.key.is_test else "sent_by_api__reference"
        rows = rows.filter(**{field: query.reference})
    if query.cursor:
        rows = rows.filter(pk__lt=open_cursor(of, query.cursor))
    page = list(rows.order_by("-pk")[: query.limit + 1])
    shown, is_more = page[: query.limit], len(page) > query.limit
    return NoticeList(
        data=[_rehearsed(row) if call.key.is_test else _out(call, row) for row in shown],
        next_cursor=make_cursor(of, shown[-1].pk) if is_more else None,
    )


@route("GET", "/notices/{id}", scope=Scope.NOTICES_READ, summary=gettext_lazy("Một thông báo"))
def read_notice(call: Call, id: str) -> NoticeOut:
    if call.key.is_test:
        return _rehearsed(_rehearsal(call, id))
    return _out(call, _notice(id))


@route(
    "GET", "/notices/{id}/reach", scope=Scope.REACH_READ, also={409},
    summary=gettext_lazy("Độ phủ: bao nhiêu hộ, theo tổ dân phố, thôn"),
)  # fmt: skip
def read_reach(call: Call, id: str) -> ReachOut:
    if call.key.is_test:
        return _simulated_reach(_rehearsal(call, id))
    notice = _notice(id)
    version = notice.current
    if version is None:
        raise WrongState(_("Thông báo này chưa được phát nên chưa có độ phủ."))
    tiles = by_neighbourhood(version)
    total = whole(tiles)
    return ReachOut(
        notice=id,
        version=version.number,
        deadline=version.deadline.isoformat(),
        as_of=civil_now().isoformat(),
        households=total.households,
        covered=total.covered,
        informed=total.informed,
        accounted=total.accounted,
        deliveries=deliveries(version),
        neighbourhoods=[
            ReachPart(
                neighbourhood=str(tile.neighbourhood.pk),
                name=tile.neighbourhood.name,
                households=tile.summary.households,
                covered=tile.summary.covered,
                informed=tile.summary.informed,
                accounted=tile.summary.accounted,
            )
            for tile in tiles
        ],
    )


@route(
    "GET", "/neighbourhoods", scope=Scope.NOTICES_READ,
    summary=gettext_lazy("Các tổ dân phố, thôn của địa bàn"),
)  # fmt: skip
def list_neighbourhoods(call: Call) -> NeighbourhoodList:
    rows = Neighbourhood.objects.values_list("pk", "name")
    return NeighbourhoodList(data=[NeighbourhoodOut(id=str(pk), name=name) for pk, name in rows])


_WITH = ("current", "sent_by_api__version")


def _notices() -> QuerySet[Notice]:
    """What went out, and what came by a key. What officers are still writing is theirs."""
    return Notice.objects.filter(
        Q(current__isnull=False) | Q(sent_by_api__isnull=False), is_drill=False
    ).select_related(*_WITH)


def _notice(id: str) -> Notice:
    found = _notices().filter(pk=known_id(id)).first()
    if found is None:
        raise not_found()
    return found


def _rehearsals(call: Call) -> QuerySet[Rehearsal]:
    return Rehearsal.objects.filter(key=call.key)


def _rehearsal(call: Call, id: str) -> Rehearsal:
    found = _rehearsals(call).filter(pk=known_id(id)).first()
    if found is None:
        raise not_found()
    return found


def _out(call: Call, notice: Notice) -> NoticeOut:
    sent: SentNotice | None = getattr(notice, "sent_by_api", None)
    version = cast(NoticeVersion, notice.current or (sent and sent.version))
    page = f"{settings.BASE_URL}/{call.locality.slug}/thong-bao/{notice.pk}/"
    return NoticeOut(
        id=str(notice.pk),
        mode="live",
        title=version.working_title,
        state=cast(Any, version.state),
        version=version.number,
        kind=notice.kind,
        urgency=notice.urgency,
        deadline=version.deadline.isoformat(),
        published_at=said_at(version.published_at),
        withdrawn_at=said_at(notice.withdrawn_at),
        publish=cast(Any, sent.publish if sent else Publish.NEVER.value),
        problem=sent.problem if sent else "",
        reference=sent.reference if sent else "",
        url=page if notice.current else None,
        simulated=[],
    )


def _rehearsed(made: Rehearsal) -> NoticeOut:
    """As if people had approved it at once: a test is about what follows."""
    given = made.given
    return NoticeOut(
        id=str(made.pk),
        mode="test",
        title=given["title"],
        state="published",
        version=1,
        kind=given["kind"],
        urgency=given["urgency"],
        deadline=given["deadline"],
        published_at=made.made_at.isoformat(),
        withdrawn_at=None,
        publish=given["publish"],
        problem="",
        reference=made.reference,
        url=None,
        simulated=[
            Simulated(address=address, outcome=cast(Any, outcome_of(address)))
            for address in made.recipients
        ],
    )


def _simulated_reach(made: Rehearsal) -> ReachOut:
    total = cast(dict[str, Any], counts(made))
    part = {key: total[key] for key in ("households", "covered", "informed", "accounted")}
    return ReachOut(
        **total,
        deadline=made.given["deadline"],
        as_of=civil_now().isoformat(),
        deliveries=outcomes(made),
        neighbourhoods=[ReachPart(neighbourhood="0", name=_("Nơi thử"), **part)],
    )
