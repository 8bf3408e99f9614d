"""Who gets a job, as address queries that dispatch fills in SQL (dispatch/enqueue.py).

Columns: id, household, neighbourhood, address, thread, and the link of the row where it has one.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from nhipcau.channels.models import Account
from nhipcau.channels.transports.zalo_oa import GROUP
from nhipcau.dispatch.models import Delivery
from nhipcau.links.shorten import short_base
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.audience import apart, by_template, joined, linked, template_phones
from nhipcau.outreach.models import Relay, Reminder, Standing
from nhipcau.outreach.plan import with_open_window
from nhipcau.people.models import ContactPoint, Household, OaGroup, Staff, StaffWay, Subscriber

Rows = QuerySet[Any, Any]
NOBODY = Cast(Value(None), BigIntegerField())
NEVER_LEFT = (Delivery.State.QUEUED, Delivery.State.STOPPED, Delivery.State.EXPIRED)
WENT = (Delivery.State.SENT, Delivery.State.DELIVERED, Delivery.State.SEEN)
NO_THREAD = Value("", output_field=CharField())


def place(account: Account, address: str) -> Rows:
    """One row: a page, or all followers."""
    return Account.objects.filter(pk=account.pk).values_list(
        "pk", NOBODY, NOBODY, Value(address, output_field=CharField()), NO_THREAD
    )


def of_nobody(rows: QuerySet[Subscriber]) -> Rows:
    """Browsers that asked for notifications and have not said which house they are."""
    return rows.values_list("pk", NOBODY, NOBODY, "value", NO_THREAD)


def reminded(reminders: Collection[int]) -> Rows:
    """Our own people, each by the address of the way that was chosen, with the link of the row."""
    found = Reminder.objects.filter(pk__in=list(reminders), way__isnull=False)
    return found.values_list(
        "pk",
        NOBODY,
        "staff__neighbourhood_id",
        "way__value",
        NO_THREAD,
        Concat(Value(short_base()), "link__code", output_field=CharField()),
    )


def one_way(way: StaffWay, link: str) -> Rows:
    """A test of this way alone."""
    return StaffWay.objects.filter(pk=way.pk).values_list(
        "pk", NOBODY, NOBODY, "value", NO_THREAD, Value(link, output_field=CharField())
    )


def oa_groups(account: Account, links: Mapping[int, str]) -> Rows:
    """Groups that the account owns, each with the link of its own. `links`: group → address."""
    found = OaGroup.objects.filter(pk__in=list(links), account=account)
    own = Case(
        *(When(pk=pk, then=Value(url)) for pk, url in sorted(links.items())),
        default=Value(""),
        output_field=CharField(),
    )
    address = Concat(Value(GROUP), "external_id", output_field=CharField())
    return found.values_list("pk", NOBODY, "group__neighbourhood_id", address, NO_THREAD, own)


def apart_by_sms(version: NoticeVersion, *, spared: bool = False) -> QuerySet[ContactPoint]:
    """Telephones of households that neither the group nor the OA reaches. `spared`: templates go
    to those with a smartphone."""
    homes = _homes(version).filter(apart())
    return _phones(homes.exclude(by_template()) if spared else homes)


def apart_by_template(version: NoticeVersion) -> QuerySet[ContactPoint]:
    return _first(template_phones(), _homes(version).filter(apart(), by_template()))


def rest_by_template(version: NoticeVersion) -> QuerySet[ContactPoint]:
    """In the groups, not yet looked, and not known to the Official Account."""
    homes = _homes(version).filter(joined(), by_template()).exclude(linked())
    return _first(template_phones(), homes)


def followers_by_template(version: NoticeVersion, account: Account) -> QuerySet[ContactPoint]:
    """One follower a household of the template account's own Official Account."""
    people = ContactPoint.objects.filter(
        account=account.keeper_id,
        kind=ContactPoint.Kind.ZALO,
        stopped_at__isnull=True,
        failed_at__isnull=True,
    )
    return _first(people, _homes(version))


def instead_of_template(version: NoticeVersion, jobs: Sequence[int]) -> QuerySet[ContactPoint]:
    """Of households whose template did not go: refused, out of quota, or nobody knows."""
    tried = Delivery.objects.filter(job__in=jobs, household__isnull=False)
    arrived = tried.filter(state__in=WENT).values("household")
    homes = _homes(version).filter(pk__in=tried.values("household")).exclude(pk__in=arrived)
    return _phones(homes)


def template(version: NoticeVersion, contacts: QuerySet[ContactPoint], *, before: str = "") -> Rows:
    """As `sms`; `before` stands in front of a user id."""
    address = Concat(Value(before), "value", output_field=CharField())
    own = Standing.objects.filter(version=version, household=OuterRef("household")).values("code")
    link = Concat(Value(short_base()), Subquery(own[:1]), output_field=CharField())
    where = ("pk", "household_id", "household__neighbourhood_id")
    return contacts.values_list(*where, address, NO_THREAD, link)


def all_by_sms(version: NoticeVersion) -> QuerySet[ContactPoint]:
    """Of every household that has not looked: for drills, whose households are few and agreed."""
    return _phones(_homes(version))


def rest_by_sms(version: NoticeVersion) -> QuerySet[ContactPoint]:
    """Of households in the groups that have not looked; those apart had theirs at the start."""
    return _phones(_homes(version).exclude(apart()))


def had_by_sms(version: NoticeVersion, jobs: Sequence[int]) -> QuerySet[ContactPoint]:
    """Of households that these jobs went to."""
    went = Delivery.objects.filter(job__in=jobs, household__isnull=False).exclude(
        state__in=NEVER_LEFT
    )
    return _phones(_homes(version).filter(pk__in=went.values("household")))


def sms(version: NoticeVersion, phones: QuerySet[ContactPoint]) -> Rows:
    """Each with the household's own link: whoever opens it need not say which house it is."""
    return phones.values_list(
        "pk",
        "household_id",
        "household__neighbourhood_id",
        "value",
        NO_THREAD,
        _own_link(version),
    )


def letters_to(version: NoticeVersion) -> QuerySet[ContactPoint]:
    """E-mail addresses of everybody who does not know yet: letters cost nothing."""
    return ContactPoint.objects.filter(
        kind=ContactPoint.Kind.EMAIL,
        stopped_at__isnull=True,
        failed_at__isnull=True,
        household__in=_homes(version).values("pk"),
    )


def letters(version: NoticeVersion, contacts: QuerySet[ContactPoint]) -> Rows:
    """The thread is the contact: whoever gets the letter can stop it (channels/unsubscribe.py)."""
    return contacts.values_list(
        "pk",
        "household_id",
        "household__neighbourhood_id",
        "value",
        Cast("pk", CharField()),
        _own_link(version),
    )


def sms_of(jobs: Sequence[int]) -> Rows:
    """Whoever was sent these jobs: a withdrawal follows them there."""
    went = Delivery.objects.filter(job__in=jobs).exclude(state__in=NEVER_LEFT)
    return went.values_list("pk", "household", "neighbourhood", "address", "thread")


def chosen(staff: Collection[int], link: str) -> Rows:
    """These people of ours by telephone, all with the same link."""
    found = Staff.objects.filter(pk__in=staff).exclude(phone="")
    return found.values_list(
        "pk", NOBODY, "neighbourhood_id", "phone", NO_THREAD, Value(link, output_field=CharField())
    )


def zalo_in_window(version: NoticeVersion, account: Account, now: datetime) -> Rows:
    people = with_open_window(account, now).filter(household__in=_not_informed(version))
    return people.values_list(
        "pk", "household_id", "household__neighbourhood_id", "value", NO_THREAD
    )


def silent_neighbourhoods(version: NoticeVersion) -> list[Relay]:
    """Relays that wait to be posted."""
    return list(
        Relay.objects.filter(version=version, state=Relay.State.WAITING)
        .select_related("neighbourhood", "group", "link")
        .order_by("neighbourhood__position", "id")
    )


def _own_link(version: NoticeVersion) -> Concat:
    own = Standing.objects.filter(version=version, household=OuterRef("household")).values("code")
    return Concat(Value(short_base()), Subquery(own[:1]), output_field=CharField())


def _homes(version: NoticeVersion) -> QuerySet[Household]:
    return Household.objects.filter(pk__in=_not_informed(version))


def _not_informed(version: NoticeVersion) -> QuerySet[Any, Any]:
    return Standing.objects.filter(version=version, informed_at__isnull=True).values("household")


def _first(usable: QuerySet[ContactPoint], homes: QuerySet[Household]) -> QuerySet[ContactPoint]:
    """One address a household: more would only cost more."""
    of_these = usable.filter(household__in=homes.order_by().values("pk")).order_by()
    first = of_these.values("household").annotate(first=Min("pk")).values("first")
    return ContactPoint.objects.filter(pk__in=first)


def _phones(homes: QuerySet[Household]) -> QuerySet[ContactPoint]:
    """One telephone a household, the first that takes SMS: more would only cost more."""
    usable = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.PHONE,
        takes_sms=True,
        stopped_at__isnull=True,
        failed_at__isnull=True,
        household__in=homes.values("pk"),
    )
    first = usable.order_by().values("household").annotate(first=Min("pk")).values("first")
    return ContactPoint.objects.filter(pk__in=first)
