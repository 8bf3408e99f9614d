"""What one of ours gets as a template message: the account's own template, filled for them.

An account may name another template for its own people than for households
(`settings["leader_template"]`, an id of Zalo's); else the chosen one serves both.
"""

import json
from datetime import timedelta

from nhipcau.channels.models import Account, Template
from nhipcau.channels.templates import chosen_template
from nhipcau.channels.transports.zalo_template import DATA, TEMPLATE
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.template_data import faults, filled
from nhipcau.places.models import Locality


def template_for_staff(account: Account) -> Template | None:
    named = account.settings.get("leader_template")
    found = None
    if named:
        found = Template.objects.filter(
            account=account, external_id=str(named), state=Template.State.ENABLE
        ).first()
    return found or chosen_template(account)


def note_for_staff(version: NoticeVersion, begins: str, template: Template) -> dict[str, str]:
    """The job's note. What we ask takes the place of the notice's text; without a field for it,
    it stands before the title."""
    values = filled(version, template)
    asked = _asked_in(template)
    if asked is not None:
        name, most, source = asked
        words = begins if source == "text" else f"{begins} {version.title}"
        values[name] = words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
    wrong = faults(template, values)
    if wrong:
        raise BadInput(wrong[0], field="template")
    return {TEMPLATE: template.external_id, DATA: json.dumps(values, ensure_ascii=False)}


def nothing_to_tell(locality: Locality, title: str) -> NoticeVersion:
    """A test or a drill speaks of no notice: its words stand where a notice's would."""
    return NoticeVersion(
        locality=locality, title=title, text=title, deadline=civil_now() + timedelta(hours=1)
    )


def _asked_in(template: Template) -> tuple[str, int, str] | None:
    sizes = {one["name"]: int(one["maxLength"]) for one in template.parameters}
    for source in ("text", "title"):
        for name, mapped in template.filled_from.items():
            if mapped == source and name in sizes:
                return name, sizes[name], source
    return None
