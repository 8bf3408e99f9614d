"""Templates of an account as Zalo has them: read, chosen for notices, filled from their fields.

Prices and the day's quota are Zalo's words too. Never inside a transaction: reading asks.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from nhipcau.channels.accounts import trouble_account
from nhipcau.channels.ask import NoAnswer, ask
from nhipcau.channels.models import Account, ChannelKind, Template
from nhipcau.channels.quotas import TEMPLATES, read_quota
from nhipcau.channels.tokens import NoToken, credential_for_sending, token_refused
from nhipcau.channels.transport import Request
from nhipcau.channels.transports.zalo_template import ZaloTemplate
from nhipcau.channels.webhooks.heard import storable
from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, DomainError, WrongState

log = structlog.get_logger()
State = Template.State
PAGE, PAGES = 100, 5
FIXED = "="  # begins a mapping that is words and no field
ANSWERS, DOSSIERS = "answers_from", "dossiers_from"  # what else a template may be used for
VERBS = {ANSWERS: "template.for_answers", DOSSIERS: "template.for_dossiers"}


class NotRead(DomainError):
    """Zalo did not answer, or answered with an error: `code` has words in channels/words.py."""

    def __init__(self, code: str) -> None:
        super().__init__(_("Chưa đọc được mẫu tin từ Zalo. Hãy thử lại sau ít phút."))
        self.code = code


def read_templates(account: Account) -> int:
    """Verb without an actor: Zalo's own list, prices and quota become rows. Returns how many."""
    listed = _listed(account)
    told = {row["templateId"]: _asked(account, _info(row["templateId"])) for row in listed}
    read_template_quota(account)
    now = civil_now()
    with scope(locality=account.locality_id), transaction.atomic():
        for identity, about in told.items():
            fields = _fields(about) | {"read_at": now}
            Template.objects.update_or_create(
                locality_id=account.locality_id,
                account=account,
                external_id=identity,
                defaults=fields,
            )
        rest = Template.objects.filter(account=account).exclude(external_id__in=list(told))
        rest.update(state=State.GONE, is_chosen=False)
    return len(told)


def read_template_quota(account: Account) -> None:
    data = _asked(account, "/message/quota")
    total, left = _count(data.get("dailyQuota")), _count(data.get("remainingQuota"))
    if total is None or left is None:
        return
    with scope(locality=account.locality_id):
        used = max(0, total - left)
        read_quota(account, TEMPLATES, total=total, used=used, at=civil_now())


def read_all_templates() -> int:
    """Periodic: every working account's. One that does not answer does not stop the others."""
    with scopes_disabled():  # every locality's accounts; each is read in its own scope
        accounts = list(
            Account.objects.filter(kind=ChannelKind.ZALO_TEMPLATE, state=Account.State.WORKING)
        )
    read = 0
    for account in accounts:
        try:
            read += read_templates(account)
        except NotRead as fault:
            log.warning("templates not read", account=account.pk, code=fault.code)
    return read


def choose_template(template: Template, filled_from: Mapping[str, str], *, by: Actor) -> None:
    """Verb. This one carries notices from now on, its parameters filled so."""
    if template.state != State.ENABLE:
        raise WrongState(_("Mẫu này chưa được Zalo duyệt nên chưa dùng được."))
    kept = {one["name"]: filled_from.get(one["name"], "") for one in template.parameters}
    for one in template.parameters:
        source = kept[one["name"]]
        if one.get("require", True) and not source.removeprefix(FIXED).strip():
            raise BadInput(
                _("Ô “%(name)s” của mẫu chưa được điền.") % {"name": one["name"]}, field=one["name"]
            )
        if source.startswith(FIXED) and (wrong := misfit(one, source.removeprefix(FIXED))):
            raise BadInput(wrong, field=one["name"])
    with transaction.atomic():
        Template.objects.filter(account=template.account_id, is_chosen=True).update(is_chosen=False)
        there = Template.objects.filter(pk=template.pk, state=State.ENABLE)
        if not there.update(is_chosen=True, filled_from=kept):
            raise WrongState(_("Mẫu này vừa bị Zalo đổi trạng thái. Hãy mở lại trang."))
        audit.record(by, "template.chosen", template, after={"parameters": sorted(kept)})
    template.refresh_from_db()


def drop_template(template: Template, *, by: Actor) -> None:
    """Verb. No template is used until another one is chosen."""
    with transaction.atomic():
        if not Template.objects.filter(pk=template.pk, is_chosen=True).update(is_chosen=False):
            raise WrongState(_("Mẫu này đang không được dùng."))
        audit.record(by, "template.dropped", template)
    template.refresh_from_db()


def chosen_template(account: Account) -> Template | None:
    return Template.objects.filter(account=account, is_chosen=True, state=State.ENABLE).first()


def template_for_answers(account: Account) -> Template | None:
    """What tells that a question has its answer."""
    return _template_for(account, ANSWERS)


def template_for_dossiers(account: Account) -> Template | None:
    """What tells an owner how a dossier stands."""
    return _template_for(account, DOSSIERS)


def filled_for_answer(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """`values`: the fields of an answer that a parameter may be filled from."""
    return _filled(template, template.answers_from, values)


def filled_for_dossier(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """`values`: the fields of a dossier's step that a parameter may be filled from."""
    return _filled(template, template.dossiers_from, values)


def use_for_answers(template: Template, answers_from: Mapping[str, str], *, by: Actor) -> None:
    """Verb. This one tells from now on that a question has its answer; empty takes it back."""
    _use_for(template, ANSWERS, answers_from, by)


def use_for_dossiers(template: Template, dossiers_from: Mapping[str, str], *, by: Actor) -> None:
    """Verb. This one tells from now on how a dossier stands; empty takes it back."""
    _use_for(template, DOSSIERS, dossiers_from, by)


def _template_for(account: Account, use: str) -> Template | None:
    found = Template.objects.filter(account=account, state=State.ENABLE).exclude(**{use: {}})
    return found.order_by("-pk").first()


def _filled(
    template: Template, mapped: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    found = {}
    for parameter in template.parameters:
        name = parameter["name"]
        source = mapped.get(name, "")
        value = source.removeprefix(FIXED) if source.startswith(FIXED) else values.get(source, "")
        if value or parameter.get("require", True):
            found[name] = value[: int(parameter.get("maxLength") or 400)]
    return found


def _use_for(template: Template, use: str, mapped: Mapping[str, str], by: Actor) -> None:
    if template.state != State.ENABLE:
        raise WrongState(_("Mẫu này chưa được Zalo duyệt nên chưa dùng được."))
    kept = {one["name"]: mapped.get(one["name"], "") for one in template.parameters}
    kept = kept if any(kept.values()) else {}
    for one in template.parameters if kept else ():
        if one.get("require", True) and not kept[one["name"]].removeprefix(FIXED).strip():
            raise BadInput(
                _("Ô “%(name)s” của mẫu chưa được điền.") % {"name": one["name"]}, field=one["name"]
            )
    with transaction.atomic():
        of_account = Template.objects.filter(account=template.account_id)
        of_account.exclude(pk=template.pk).update(**{use: {}})
        Template.objects.filter(pk=template.pk).update(**{use: kept})
        audit.record(by, VERBS[use], template, after={"parameters": sorted(kept)})
    template.refresh_from_db()


def misfit(parameter: Mapping[str, Any], value: str) -> str:
    """What is wrong with a value for this parameter, in words; empty when it fits."""
    name = {"name": parameter["name"]}
    most, least = int(parameter.get("maxLength") or 400), int(parameter.get("minLength") or 0)
    if not value:
        is_needed = parameter.get("require", True)
        return str(_("Ô “%(name)s” không được để trống.") % name) if is_needed else ""
    if not least <= len(value) <= most:
        length = {**name, "n": len(value), "least": least, "most": most}
        return str(_("Ô “%(name)s” dài %(n)d ký tự; Zalo nhận %(least)d–%(most)d.") % length)
    if parameter.get("type") in {"NUMBER", "CURRENCY"} and not value.replace(".", "").isdecimal():
        return str(_("Ô “%(name)s” chỉ nhận số.") % name)
    if (
        parameter.get("type") == "DATE"
        and not value.replace("/", "").replace(":", "").replace(" ", "").isdecimal()
    ):
        return str(_("Ô “%(name)s” chỉ nhận ngày giờ, như 07:00 27/05/2023.") % name)
    return ""


def _listed(account: Account) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in range(PAGES):
        rows = _asked(account, f"/template/all?offset={page * PAGE}&limit={PAGE}", is_list=True)
        found += [
            {**row, "templateId": str(row["templateId"])[:40]}
            for row in rows
            if isinstance(row, dict) and row.get("templateId")
        ]
        if len(rows) < PAGE:
            break
    return found


def _info(identity: str) -> str:
    return f"/template/info/v2?template_id={identity}"


def _asked(account: Account, path: str, *, is_list: bool = False) -> Any:
    """The answer's data. A dead token is renewed once; what lasts puts the account in trouble."""
    for is_last in (False, True):
        try:
            secrets = credential_for_sending(account).secrets
        except NoToken as fault:
            raise NotRead(fault.code) from None
        token = secrets.get("access_token", "")
        headers = (("access_token", token), ("Content-Type", "application/json"))
        request = Request("GET", path, headers=headers, base="business", is_repeatable=True)
        try:
            answer = json.loads(ask(account.speaks, request).body)
            code, data = str(int(answer["error"])), answer.get("data")
        except NoAnswer as fault:
            raise NotRead(fault.error) from None
        except (ValueError, KeyError, TypeError):
            raise NotRead("garbage") from None
        if code in ZaloTemplate.token_errors:
            token_refused(account, token)
            if not is_last:
                continue
        if code != "0":
            trouble_account(account, code)
            raise NotRead(code)
        wanted: type[Any] = list if is_list else dict
        return data if isinstance(data, wanted) else wanted()
    raise NotRead("garbage")


def _fields(about: Mapping[str, Any]) -> dict[str, Any]:
    state = str(about.get("status", ""))
    return {
        "name": storable(str(about.get("templateName", "")))[:120],
        "state": state if state in State.values else State.PENDING,
        "reason": storable(str(about.get("reason") or ""))[:300],
        "quality": str(about.get("templateQuality") or "")[:12],
        "tag": str(about.get("templateTag") or "")[:24],
        "parameters": _parameters(about.get("listParams")),
        "preview_url": _address(about.get("previewUrl")),
        "price_phone_vnd": _vnd(about.get("price_sdt") or about.get("price")),
        "price_uid_vnd": _vnd(about.get("price_uid") or about.get("price")),
    }


def _parameters(given: Any) -> list[dict[str, Any]]:
    rows: Sequence[Any] = given if isinstance(given, list) else []
    return [
        {
            "name": storable(str(row["name"]))[:60],
            "require": row.get("require", True) is not False,
            "type": str(row.get("type") or "STRING")[:20],
            "minLength": _count(row.get("minLength")) or 0,
            "maxLength": _count(row.get("maxLength")) or 400,
        }
        for row in rows[:40]
        if isinstance(row, dict) and row.get("name")
    ]


def _address(given: Any) -> str:
    found = str(given or "")
    return found[:300] if found.startswith("https://") else ""


def _vnd(given: Any) -> int:
    found = str(given or "").partition(".")[0]
    return min(int(found), 100_000) if found.isdecimal() else 0


def _count(given: Any) -> int | None:
    found = str(given).partition(".")[0]
    return int(found) if found.isdecimal() and len(found) < 10 else None
