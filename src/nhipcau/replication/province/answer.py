"""A ward answers the province: it does not apply here, or after all it does. Adopting needs no
answer: the ward publishes its draft, and that is seen. And a ward tells how it did well."""

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.replication.models import FromProvince, IssuedTo, WardDay, WardStory
from nhipcau.replication.province.follow import OPEN
from nhipcau.replication.province.rights import require_answerer
from nhipcau.text.fold import tidy, tidy_lines
from nhipcau.text.mask import has_ids

SHORTEST, LONGEST, LONGEST_STORY = 5, 300, 1500


def decline(row: FromProvince, *, why: str, by: Staff) -> None:
    """Verb. With a reason, which the province reads."""
    require_answerer(by, row.locality_id)
    why = _sound(tidy(why), "why", LONGEST)
    now = civil_now()
    with transaction.atomic():
        open_one = FromProvince.objects.filter(
            pk=row.pk, adopted_at=None, declined_at=None, ended_at=None
        )
        if not open_one.update(declined_at=now, declined_by=by, why_not=why):
            raise WrongState(_("Thông báo này đã đăng, đã trả lời, hoặc tỉnh đã thu lại."))
        audit.record(by.actor, "province.declined", row, after={"issued": row.issued})
        with scope(locality=row.office_id):
            IssuedTo.objects.filter(issued=row.issued, ward=row.locality_id, state__in=OPEN).update(
                state=IssuedTo.State.DECLINED, why_not=why
            )
    row.refresh_from_db()


def take_up(row: FromProvince, *, by: Staff) -> None:
    """Verb. It applies after all."""
    require_answerer(by, row.locality_id)
    with transaction.atomic():
        declined = FromProvince.objects.filter(pk=row.pk, declined_at__isnull=False, ended_at=None)
        if not declined.update(declined_at=None, declined_by=None, why_not=""):
            raise WrongState(_("Thông báo này đang được làm, hoặc tỉnh đã thu lại."))
        audit.record(by.actor, "province.taken_up", row, after={"issued": row.issued})
        with scope(locality=row.office_id):
            IssuedTo.objects.filter(
                issued=row.issued, ward=row.locality_id, state=IssuedTo.State.DECLINED
            ).update(state=IssuedTo.State.WAITING, why_not="")
    row.refresh_from_db()


def tell_story(locality: Locality, text: str, *, by: Staff) -> None:
    """Verb. How the ward did it, for the province to show beside counts; empty takes it back."""
    require_answerer(by, locality.pk)
    text = tidy_lines(text)
    if text:
        text = _sound(text, "text", LONGEST_STORY)
    with transaction.atomic():
        row, _is_new = WardStory.objects.update_or_create(
            locality=locality,
            defaults={"text": text, "written_by": by, "written_at": civil_now()},
        )
        audit.record(by.actor, "province.story_told", row)
        if locality.overseen_by_id is not None:
            with scope(locality=locality.overseen_by_id):
                newest = WardDay.objects.filter(ward=locality).order_by("-on").first()
                if newest is not None:
                    WardDay.objects.filter(pk=newest.pk).update(story=text)


def _sound(text: str, name: str, longest: int) -> str:
    if not SHORTEST <= len(text) <= longest:
        raise BadInput(
            _("Hãy viết từ %(least)d đến %(most)d ký tự.") % {"least": SHORTEST, "most": longest},
            field=name,
        )
    if has_ids(text):
        raise BadInput(_("Có số căn cước hoặc số bảo hiểm của một người: hãy bỏ đi."), field=name)
    return text
