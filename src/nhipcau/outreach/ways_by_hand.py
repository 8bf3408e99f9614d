"""The ways that people carry: loudspeaker, board, sheet, and at the end the door."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.outreach.capacity import doors_possible, latest_start
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.places.hours import next_loudspeaker
from nhipcau.text.dates import say_exact, say_left
from nhipcau.text.numbers import say_number

HANG_TIME = timedelta(hours=6)  # waking time a paper must hang to be read by passers-by


def loudspeaker(here: Situation) -> Way:
    at = next_loudspeaker(here.locality, here.now)
    if at is None:
        return without(ChannelKind.LOUDSPEAKER, _("Phường không có loa truyền thanh."))
    if at >= here.deadline:
        why = _("Không còn giờ phát loa nào trước hạn (loa phát %(hours)s).")
        hours = here.locality.loudspeaker_hours.replace(",", ", ").replace("-", "–")
        return without(ChannelKind.LOUDSPEAKER, why % {"hours": hours})
    return Way(
        ChannelKind.LOUDSPEAKER,
        _("Đọc lúc %(at)s, không tốn tiền. Không biết nhà nào nghe được nên không tính vào độ phủ.")
        % {"at": say_exact(at)},
        starts_at=at,
    )


def board(here: Situation) -> Way:
    return _paper(
        here,
        ChannelKind.BOARD,
        _("Viết lên bảng tin của tổ: còn %(left)s trong giờ thức để bà con đi qua đọc."),
    )


def sheet(here: Situation) -> Way:
    return _paper(
        here,
        ChannelKind.SHEET,
        _("Treo tờ A4 có mã QR ở nhà văn hoá mỗi tổ: còn %(left)s để bà con đọc."),
    )


def visit(here: Situation) -> Way:
    """First those whom nothing else informs; near the deadline everybody who does not know."""
    apart = here.audience.total("apart")
    rest = doors_expected(here)
    helpers = here.audience.total("helpers") + here.audience.ward_helpers
    can = doors_possible(
        here.locality,
        helpers=helpers,
        pace=here.experience.pace,
        now=here.now,
        deadline=here.deadline,
    )
    at = hand_over_at(here)
    said = _(
        "Giao ngay %(apart)s hộ không có cách nào khác; đến %(at)s giao hết hộ chưa biết, "
        "ước %(rest)s hộ. %(helpers)s người, mỗi nhà %(pace)s phút: kịp %(can)s hộ trước hạn."
    )
    return Way(
        ChannelKind.VISIT,
        said
        % {
            "apart": say_number(apart),
            "at": say_exact(at),
            "rest": say_number(rest),
            "helpers": say_number(helpers),
            "pace": say_number(here.experience.pace.minutes),
            "can": say_number(can),
        },
        starts_at=here.now,
        expects=min(can, apart + rest),
    )


def doors_expected(here: Situation) -> int:
    """Households in the groups that will not have looked by themselves."""
    joined = here.audience.total("joined")
    return round(joined * (1 - here.experience.share(ChannelKind.RELAY)))


def hand_over_at(here: Situation) -> datetime:
    """When what is left must be in people's hands: the earliest of all neighbourhoods."""
    if here.is_emergency:
        return here.now
    share = here.experience.share(ChannelKind.RELAY)
    spare = here.audience.ward_helpers / max(1, len(here.audience.places))
    return min(
        (
            latest_start(
                here.locality,
                doors=place.apart + round(place.joined * (1 - share)),
                helpers=place.helpers + int(spare),
                pace=here.experience.pace,
                now=here.now,
                deadline=here.deadline,
            )
            for place in here.audience.places
        ),
        default=here.deadline,
    )


def _paper(here: Situation, kind: ChannelKind, why: str) -> Way:
    if here.left < HANG_TIME:
        return without(
            kind,
            _("Chỉ còn %(left)s trong giờ thức: treo lên không kịp có người đọc.")
            % {"left": say_left(here.left)},
        )
    return Way(kind, why % {"left": say_left(here.left)}, starts_at=here.awake_from)
