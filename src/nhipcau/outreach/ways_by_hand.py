"""The ways that people carry: loudspeaker, board, sheet, and at the end the door."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from nhipcau.channels.models import ChannelKind
from nhipcau.core.language import own_language
from nhipcau.notices.heard import say_language
from nhipcau.outreach.aloud import BY_HAND
from nhipcau.outreach.capacity import doors_possible, latest_start
from nhipcau.outreach.situation import Situation, Way, without
from nhipcau.places.hours import next_loudspeaker
from nhipcau.text.dates import say_exact, say_left
from nhipcau.text.numbers import say_number

NAMED = 4
HANG_TIME = timedelta(hours=6)  # waking time a paper must hang to be read by passers-by


def loudspeaker(here: Situation) -> Way:
    at = here.now if here.is_emergency else next_loudspeaker(here.locality, here.now)
    hours = here.locality.loudspeaker_hours.replace(",", ", ").replace("-", "–")
    if at is None or not (hours or here.aloud.speakers):
        return without(ChannelKind.LOUDSPEAKER, _("Phường không có loa truyền thanh."))
    if at >= here.deadline:
        why = _("Không còn giờ phát loa nào trước hạn (loa phát %(hours)s).")
        return without(ChannelKind.LOUDSPEAKER, why % {"hours": hours})
    said = [_when_said(here, at, hours), _who_speaks(here)]
    if here.aloud.only_by_hand:
        said.append(_("Chỉ có loa tay, kẻng: %(places)s.") % {"places": _named(here)})
    said.append(_("Không biết nhà nào nghe được nên không tính vào độ phủ."))
    return Way(ChannelKind.LOUDSPEAKER, " ".join(said), starts_at=at)


def in_hands(here: Situation) -> Way:
    """A loudspeaker or a gong that the leader carries along the alleys."""
    aloud, kind = here.aloud, ChannelKind.LOUDSPEAKER
    if not aloud.in_hands:
        why = _("Chưa tổ nào trong phạm vi này khai có loa tay hay kẻng.")
        return without(kind, why, purpose=BY_HAND)
    if here.awake_from >= here.deadline:
        why = _("Đang giờ nghỉ cho đến hạn: không đi đọc loa tay.")
        return without(kind, why, purpose=BY_HAND)
    said = _(
        "%(loud)s tổ có loa tay, %(gongs)s tổ có kẻng: tổ trưởng đi các ngõ đọc, không tốn tiền, "
        "xong thì đánh dấu trên điện thoại."
    )
    said %= {"loud": say_number(aloud.megaphones), "gongs": say_number(aloud.gongs)}
    return Way(kind, said, purpose=BY_HAND, starts_at=here.awake_from)


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


def _when_said(here: Situation, at: datetime, hours: str) -> str:
    if here.is_emergency:
        said = _("Khẩn cấp: đọc ngay, không chờ giờ phát (%(hours)s), đọc lại cho ai cũng nghe.")
        return said % {"hours": hours}
    if here.aloud.speakers:
        said = _("%(n)s loa tự phát lúc %(at)s, không tốn tiền.")
        return said % {"n": say_number(here.aloud.speakers), "at": say_exact(at)}
    return _("Đọc lúc %(at)s, không tốn tiền.") % {"at": say_exact(at)}


def _who_speaks(here: Situation) -> str:
    recorded = here.aloud.recorded
    first = _("Người đọc") if own_language() in recorded else _("Máy đọc bài")
    others = [say_language(code) for code in recorded if code != own_language()]
    if not others:
        return _("%(who)s, chưa có bản ghi tiếng khác.") % {"who": first}
    names = ", ".join(others)
    return _("%(who)s, rồi phát bản ghi: %(names)s.") % {"who": first, "names": names}


def _named(here: Situation) -> str:
    places = here.aloud.only_by_hand
    more = f" (+{len(places) - NAMED})" if len(places) > NAMED else ""
    return ", ".join(places[:NAMED]) + more
