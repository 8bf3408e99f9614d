"""The ward's admins are told that an address no longer takes callbacks: by a way that costs nothing
and that they confirmed; it also stands on the page of the API."""

from django.db.models import BigIntegerField, CharField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from nhipcau.api.models import Endpoint
from nhipcau.channels.models import Account, ChannelKind
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.core.language import house_language
from nhipcau.dispatch.enqueue import USUAL, enqueue
from nhipcau.people.models import Role, Staff, StaffWay

FREE = (ChannelKind.WEB_PUSH, ChannelKind.ZALO_BOT)


def tell_admins(endpoint: Endpoint) -> int:
    """Once a stop, inside its transaction. Returns how many are told."""
    people = Staff.objects.filter(
        locality=endpoint.locality_id, role=Role.ADMIN, is_active=True
    ).values("pk")
    ways = StaffWay.objects.filter(
        staff__in=people, kind__in=FREE, confirmed_at__isnull=False, failed_at=None
    ).select_related("account")
    first: dict[int, StaffWay] = {}
    for way in ways.order_by("position", "id"):
        first.setdefault(way.staff_id, way)
    told = 0
    for way in first.values():
        if way.account is not None and way.account.state == Account.State.WORKING:
            _send(way, way.account, endpoint)
            told += 1
    return told


def _send(way: StaffWay, account: Account, endpoint: Endpoint) -> None:
    nobody = Cast(Value(None), BigIntegerField())
    thread = Value("", output_field=CharField())
    with house_language():
        title = _("API: một địa chỉ nhận sự kiện đã ngừng")
        text = _("Địa chỉ này không nhận được sự kiện nhiều ngày liền. Mở mục API để xem.")
    enqueue(
        account,
        key=f"api-stopped:{endpoint.pk}:{civil_now():%Y%m%d%H%M}:{way.pk}",
        title=title,
        text=text,
        recipients=StaffWay.objects.filter(pk=way.pk).values_list(
            "pk", nobody, nobody, "value", thread
        ),
        lane=USUAL,
        unit_vnd=0,
        by=SYSTEM,
    )
