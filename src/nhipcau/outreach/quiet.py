"""Quiet hours do not hold for a danger: from when, why and by whom is kept on record."""

from nhipcau.core import audit
from nhipcau.core.clock import civil_now
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.hazards import danger_of
from nhipcau.outreach.models import Emergency
from nhipcau.people.models import Staff


def lift_quiet(version: NoticeVersion, *, by: Staff) -> Emergency:
    """Part of publishing an emergency; a correction finds them lifted already. The reason that
    somebody wrote stands, else that of the danger."""
    row, _new = Emergency.objects.get_or_create(
        notice=version.notice, defaults={"locality_id": version.locality_id}
    )
    lifted = Emergency.objects.filter(pk=row.pk, quiet_at=None).update(
        quiet_why=row.quiet_why or danger_of(row.hazard).quiet_why,
        quiet_by=by,
        quiet_at=civil_now(),
    )
    if lifted:
        audit.record(by.actor, "quiet.lifted", version, after={"hazard": row.hazard})
    row.refresh_from_db()
    return row
