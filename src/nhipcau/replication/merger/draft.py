"""A merger begins as a draft: who takes part, and what is decided about what meets."""

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.core.actor import Actor
from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality, Unit
from nhipcau.places.queries import unit_on
from nhipcau.places.row_security import over_localities
from nhipcau.replication.merger.going import rows_of
from nhipcau.replication.merger.meets import Choice, choices, setting_of
from nhipcau.replication.merger.plan import PartyPlan, Plan
from nhipcau.replication.merger.preview import fingerprint_of
from nhipcau.replication.models import Merger, MergerDecision, MergerParty

OPEN = (Merger.State.DRAFT, Merger.State.PREVIEWED)


@over_localities()
def draft_merger(plan: Plan, *, by: Actor) -> Merger:
    """Verb. The command line, or an admin of one that takes part; nothing else happens yet."""
    _check(plan)
    heir = Locality.objects.filter(slug=plan.slug, is_office=False).first()
    unit = heir.unit if heir else _unit(plan)
    former = [_party(one, plan) for one in plan.parties]
    _may_draft(by, [locality for locality, _places in former], heir)
    own = None if by.kind == "system" else Staff.objects.get(pk=by.id).locality_id
    now = civil_now()
    with transaction.atomic():
        merger = Merger.objects.create(
            decision=plan.decision,
            signed_on=plan.signed_on,
            takes_on=plan.takes_on,
            unit=unit,
            slug=plan.slug,
            issuer=plan.issuer or f"UBND {unit.name[0].lower()}{unit.name[1:]}",
            successor=heir,
            made_by=str(by),
            made_at=now,
        )
        MergerParty.objects.bulk_create(
            MergerParty(
                merger=merger,
                locality=locality,
                is_whole=not places,
                is_main=number == 0,
                places=places,
                joined_at=now if own in {None, locality.pk} else None,
            )
            for number, (locality, places) in enumerate(former)
        )
        for locality, _places in former:
            record(by, "merger.drafted", merger, locality=locality.pk)
    for about, choice in plan.decide.items():
        decide(merger, about, choice, by=by)
    return merger


@over_localities()
def decide(merger: Merger, about: str, choice: str, *, by: Actor) -> None:
    """Verb. One meeting, otherwise than proposed. Whoever saw the preview must see it again."""
    require_party(merger, by)
    if by.kind != "system":
        require_all_joined(merger)
    asked = _asked(merger, about)
    choice = " ".join(choice.split())
    allowed = {value for value, _label in asked.options}
    if not 0 < len(choice) <= 80 or (allowed and choice not in allowed):
        raise BadInput(_("Không chọn được như vậy cho “%(what)s”.") % {"what": asked.label})
    with transaction.atomic():
        if not Merger.objects.filter(pk=merger.pk, state__in=OPEN).update(
            state=Merger.State.DRAFT, seen=""
        ):
            raise over(merger)
        MergerDecision.objects.update_or_create(
            merger=merger,
            about=about,
            defaults={"choice": choice, "by": str(by), "at": civil_now()},
        )
        # Who agreed, agreed to something else.
        MergerParty.objects.filter(merger=merger).update(agreed_by="", agreed_at=None)
        record(by, "merger.decided", merger, locality=_where(merger), after={"about": about})
    merger.refresh_from_db()


def join(merger: Merger, *, by: Actor) -> None:
    """Verb. An admin lets the others see their figures: a draft alone opens none."""
    locality = require_party(merger, by)
    with transaction.atomic():
        mine = MergerParty.objects.filter(merger=merger, locality=locality, joined_at=None)
        if not mine.update(joined_at=civil_now()):
            raise WrongState(_("Địa bàn của bạn đã tham gia rồi."))
        record(by, "merger.joined", merger, locality=locality)


def require_all_joined(merger: Merger) -> None:
    waiting = merger.parties.filter(joined_at=None).select_related("locality")
    if waiting:
        raise WrongState(
            _("Còn chờ tham gia: %(names)s.")
            % {"names": ", ".join(party.locality.name for party in waiting)}
        )


@over_localities()
def mark_seen(merger: Merger, fingerprint: str, *, by: Actor) -> None:
    """Verb. Somebody read the preview, and it still proposes what they read."""
    require_party(merger, by)
    if by.kind != "system":
        require_all_joined(merger)
    if fingerprint_of(choices(setting_of(merger))) != fingerprint:
        raise WrongState(_("Bản xem trước đã đổi từ lúc bạn mở trang. Hãy xem lại rồi làm tiếp."))
    found = Merger.objects.filter(pk=merger.pk, state__in=OPEN)
    now = {"state": Merger.State.PREVIEWED, "seen": fingerprint, "previewed_at": civil_now()}
    with transaction.atomic():
        if found.exclude(seen=fingerprint).update(**now):
            # Who agreed, agreed to what it proposed then.
            MergerParty.objects.filter(merger=merger).update(agreed_by="", agreed_at=None)
        elif not found.update(**now):
            raise over(merger)
    merger.refresh_from_db()


@over_localities()
def agree(merger: Merger, fingerprint: str, *, by: Actor) -> None:
    """Verb. An admin's word for their own locality: nobody takes over another one alone."""
    locality = require_party(merger, by)
    if locality is None:
        return
    with transaction.atomic():
        mark_seen(merger, fingerprint, by=by)
        mine = MergerParty.objects.filter(merger=merger, locality=locality, agreed_at=None)
        if not mine.update(agreed_by=str(by), agreed_at=civil_now()):
            raise WrongState(_("Địa bàn của bạn đã đồng ý rồi."))
        record(by, "merger.agreed", merger, locality=locality)


def drop_merger(merger: Merger, *, by: Actor) -> None:
    """Verb. A draft that nobody wants."""
    require_party(merger, by)
    where = _where(merger)
    with transaction.atomic():
        record(by, "merger.dropped", merger, locality=where)
        found = Merger.objects.filter(pk=merger.pk, state__in=OPEN)
        if not found.exists():
            raise over(merger)
        found.delete()


def require_party(merger: Merger, by: Actor) -> int | None:
    """The command line may all; on the pages an admin of one that takes part, or of the heir."""
    if by.kind == "system":
        return None
    staff = Staff.objects.filter(pk=by.id, role=Role.ADMIN, is_active=True).first()
    taking_part = {*merger.parties.values_list("locality_id", flat=True), merger.successor_id}
    if by.kind != "staff" or staff is None or staff.locality_id not in taking_part:
        raise NotAllowed(_("Chỉ quản trị của địa bàn có trong quyết định mới làm được việc này."))
    return staff.locality_id


def over(merger: Merger) -> WrongState:
    merger.refresh_from_db()
    return WrongState(
        _("Việc sáp nhập theo %(decision)s đang ở trạng thái “%(state)s”.")
        % {"decision": merger.decision, "state": merger.get_state_display().lower()}
    )


def _check(plan: Plan) -> None:
    if plan.signed_on > plan.takes_on:
        raise BadInput(_("Ngày hiệu lực không thể trước ngày ký."), field="takes_on")
    slugs = [one.slug for one in plan.parties]
    if len(set(slugs)) < len(slugs):
        raise BadInput(_("Một địa bàn được ghi hai lần."), field="from")
    if plan.slug in slugs:
        raise BadInput(
            _("%(slug)s là nơi nhận nên không ghi trong [[from]].") % {"slug": plan.slug},
            field="from",
        )


def _party(told: PartyPlan, plan: Plan) -> tuple[Locality, list[int]]:
    locality = Locality.objects.filter(slug=told.slug, is_office=False).first()
    if locality is None:
        raise BadInput(_("Không có địa bàn “%(slug)s”.") % {"slug": told.slug}, field="from")
    if locality.closed_at is not None:
        raise WrongState(
            _("%(name)s đã đóng: đã có một lần sáp nhập khác.") % {"name": locality.name}
        )
    there = rows_of("places.Neighbourhood").filter(locality=locality.pk)
    places = dict(there.values_list("name", "pk"))
    missing = [name for name in told.places if name not in places]
    if missing:
        raise BadInput(
            _("%(where)s không có “%(name)s”.") % {"where": locality.name, "name": missing[0]},
            field="from",
        )
    return locality, [places[name] for name in told.places]


def _unit(plan: Plan) -> Unit:
    unit = unit_on(plan.unit, on=plan.takes_on) if plan.unit else None
    if unit is None:
        raise BadInput(
            _("Không có đơn vị cấp xã mã “%(code)s” vào ngày %(day)s.")
            % {"code": plan.unit, "day": f"{plan.takes_on:%d/%m/%Y}"},
            field="unit",
        )
    return unit


def _may_draft(by: Actor, former: list[Locality], heir: Locality | None) -> None:
    if by.kind == "system":
        return
    places = {one.pk for one in [*former, *([heir] if heir else [])]}
    mine = Staff.objects.filter(
        pk=by.id, role=Role.ADMIN, is_active=True, locality__in=places
    ).exists()
    if by.kind != "staff" or not mine:
        raise NotAllowed(_("Chỉ quản trị của địa bàn có trong quyết định mới làm được việc này."))


def _asked(merger: Merger, about: str) -> Choice:
    found = next((one for one in choices(setting_of(merger)) if one.about == about), None)
    if found is None:
        raise BadInput(_("Không có gì cần quyết ở mục “%(about)s”.") % {"about": about[:60]})
    return found


def _where(merger: Merger) -> int | None:
    return merger.parties.order_by("-is_main").values_list("locality_id", flat=True).first()
