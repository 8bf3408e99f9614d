"""Bản tin thông tin cơ sở: several published notices of a period on paper, numbered, issued.

What a bulletin said is known: when one of its notices is withdrawn or corrected, the ward is asked
to say so where the bulletin went.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now, zone_here
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.core.language import own_language
from nhipcau.notices.models import NoticeVersion
from nhipcau.notices.print import bulletin_item, page_url
from nhipcau.notices.rights import must_publish
from nhipcau.outreach.hand_tasks import make_task
from nhipcau.outreach.models import Bulletin, BulletinItem
from nhipcau.outreach.thanks import line_words, say_thanks, thanks_between
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.printing.bulletin import Bulletin as Page
from nhipcau.printing.bulletin import Item, bulletin_pdf
from nhipcau.text.dates import say_date
from nhipcau.text.fold import tidy

MOST = 20
LONGEST = timedelta(days=100)


def in_period(begins_on: date, ends_on: date) -> QuerySet[NoticeVersion]:
    """What was published in these days and is in force, oldest first."""
    begins = datetime.combine(begins_on, time.min, zone_here())
    ends = datetime.combine(ends_on + timedelta(days=1), time.min, zone_here())
    return (
        NoticeVersion.objects.filter(
            state=NoticeVersion.State.PUBLISHED,
            notice__current=F("pk"),
            published_at__gte=begins,
            published_at__lt=ends,
        )
        .select_related("notice__paper", "notice__issued_by_group", "locality")
        .order_by("published_at", "pk")
    )


def make_bulletin(
    locality: Locality, versions: Sequence[int], *, begins_on: date, ends_on: date, by: Staff
) -> Bulletin:
    """The next number, with these notices in the order given."""
    must_publish(by, locality.pk)
    if not begins_on <= ends_on <= begins_on + LONGEST:
        raise BadInput(_("Ngày kết thúc phải sau ngày bắt đầu, nhiều nhất 100 ngày."), field="to")
    there = set(in_period(begins_on, ends_on).values_list("pk", flat=True))
    chosen = [pk for pk in dict.fromkeys(versions) if pk in there]
    if not 1 <= len(chosen) <= MOST or len(chosen) != len(set(versions)):
        raise BadInput(
            _("Hãy chọn từ 1 đến %(most)d thông báo đang phát trong kỳ này.") % {"most": MOST},
            field="versions",
        )
    try:
        with transaction.atomic():
            last = Bulletin.objects.aggregate(last=Max("number"))["last"] or 0
            bulletin = Bulletin.objects.create(
                locality=locality,
                number=last + 1,
                title=_("Bản tin số %(n)d") % {"n": last + 1},
                begins_on=begins_on,
                ends_on=ends_on,
                made_by=by,
                made_at=civil_now(),
            )
            BulletinItem.objects.bulk_create(
                BulletinItem(locality=locality, bulletin=bulletin, version_id=pk, position=place)
                for place, pk in enumerate(chosen)
            )
            audit.record(by.actor, "bulletin.made", bulletin, after={"notices": len(chosen)})
    except IntegrityError:
        raise WrongState(_("Vừa có người lập một bản tin khác. Hãy thử lại.")) from None
    return bulletin


def issue_bulletin(bulletin: Bulletin, *, copies: int, where: str, by: Staff) -> None:
    """It was printed and handed out: from now on its notices went this way, too."""
    must_publish(by, bulletin.locality_id)
    where = tidy(where)
    if not 1 <= copies <= 100_000:
        raise BadInput(_("Hãy ghi số bản đã in, từ 1 đến 100.000."), field="copies")
    if not 2 <= len(where) <= 200:
        raise BadInput(_("Hãy ghi bản tin đã phát, treo ở đâu."), field="where")
    with transaction.atomic():
        made = Bulletin.objects.filter(pk=bulletin.pk, issued_at__isnull=True)
        if not made.update(issued_at=civil_now(), issued_by=by, copies=copies, where=where):
            raise WrongState(_("Bản tin này đã ghi là phát hành."))
        audit.record(by.actor, "bulletin.issued", bulletin, after={"copies": copies})


def mend_bulletins(version: NoticeVersion, told: NoticeVersion, words: str, *, by: Actor) -> None:
    """A task of `told` for each issued bulletin that `version` stands in. `words` names the
    bulletin by %(bulletin)s and its places by %(where)s."""
    rows = Bulletin.objects.filter(items__version=version, issued_at__isnull=False)
    for bulletin in rows.order_by("number"):
        text = words % {"bulletin": bulletin.title, "where": bulletin.where}
        make_task(told, kind="correct_sheet", text=text, by=by)


def bulletin_paper(bulletin: Bulletin) -> bytes:
    """As PDF, without what was withdrawn or replaced since."""
    rows = bulletin.items.select_related(
        "version__notice__paper", "version__notice__issued_by_group", "version__locality"
    )
    period = _("Từ %(begins)s đến %(ends)s") % {
        "begins": say_date(bulletin.begins_on),
        "ends": say_date(bulletin.ends_on),
    }
    page = Page(
        language=own_language(),
        issuer=bulletin.locality.issuer,
        heading=_("Bản tin thông tin cơ sở"),
        number=_("Số %(n)d") % {"n": bulletin.number},
        period=period,
        scan=_("Quét mã để đọc đầy đủ và xem có thay đổi gì không"),
        foot=f"{bulletin.locality.issuer} · {bulletin.title}",
    )
    out = [row.version for row in rows if row.version.state == NoticeVersion.State.PUBLISHED]
    items = [bulletin_item(one, url=page_url(one)) for one in out]
    return bulletin_pdf(page, [*items, *_thanks(bulletin)])


def _thanks(bulletin: Bulletin) -> list[Item]:
    """Given in these days, by numbers: paper cannot take a name back, so it has none."""
    said = [say_thanks(row) for row in thanks_between(bulletin.begins_on, bulletin.ends_on)]
    lines = [line_words(line, one.deed) for one in said for line in one.places]
    words = [one.thanks.words for one in said if one.thanks.words]
    if not lines:
        return []
    return [Item(_("Cảm ơn bà con"), "\n".join([*words, *(f"{line}." for line in lines)]))]
