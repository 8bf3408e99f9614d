"""What lives on and what is history, model by model, in the order in which rows go: first what
others hang on. A test holds that every model with a locality is named here once.

Alive: people and places, accounts with what belongs to them, posters and codes, open questions,
drafts and notices whose deadline is still ahead. The rest stays where it happened.
"""

from django.db.models import F, Q

from nhipcau.inbox.models import OPEN, FaqEntry, Question
from nhipcau.notices.models import NoticeVersion
from nhipcau.replication.merger.going import (
    Going,
    Rule,
    all_of,
    behind,
    everything,
    of_the_main,
    only,
    rows_of,
    stays,
)
from nhipcau.replication.merger.rules_duty import (
    API,
    CIRCLES,
    COUNTER,
    DATA,
    PLAYBOOK,
    PROVINCE,
    ROSTERS,
)

ANSWERED = Question.State.ANSWERED


def _open_notices(going: Going) -> Q:
    """Never published, or the deadline of what is published is still ahead."""
    versions = rows_of("notices.NoticeVersion").filter(locality=going.former.pk)
    running = versions.filter(
        state=NoticeVersion.State.PUBLISHED,
        deadline__gt=going.now,
        notice__current=F("pk"),
        notice__withdrawn_at=None,
    )
    return Q(current=None) | Q(pk__in=running.values("notice_id"))


def _links(going: Going) -> Q:
    """All but those of notices and questions that stay. A path is read, never a key."""
    notices = Q(path__contains="/thong-bao/")
    questions = Q(path__contains="/hoi/")
    open_notices = Q()
    for pk in going.gone("notices.Notice").values_list("pk", flat=True):
        open_notices |= Q(path__contains=f"/thong-bao/{pk}/")
    alive = ~notices & ~questions | Q(path__endswith="/hoi/")
    if open_notices:
        alive |= open_notices
    return alive | Q(pk__in=going.gone("inbox.Question", "link_id")) | Q(poster__isnull=False)


def _links_of_places(going: Going) -> Q:
    return Q(poster__locality=going.heir.pk) | Q(place__neighbourhood__in=going.places)


def _jobs(going: Going) -> Q:
    """What is still to be sent, and what belongs to a notice or an answer that goes."""
    return (
        Q(done_at=None)
        | Q(pk__in=going.gone("outreach.Route", "job_id"))
        | Q(pk__in=going.gone("outreach.Reminder", "job_id"))
        | Q(pk__in=going.gone("outreach.Taking", "job_id"))
        | Q(pk__in=going.gone("inbox.Message", "job_id"))
        | Q(pk__in=going.gone("counter.DossierMessage", "job_id"))
    )


def _takings(going: Going) -> Q:
    """Of no notice: what is not settled goes with its job."""
    return going.there("version") | Q(version=None, settled_at=None)


def _purses(going: Going) -> Q:
    names = [f"notice:{pk}" for pk in going.gone("notices.Notice").values_list("pk", flat=True)]
    return Q(name__in=names)


def _messages(going: Going) -> Q:
    return going.there("question") | Q(question=None) & going.there("conversation")


def _conversations(going: Going) -> Q:
    return Q(pk__in=going.gone("inbox.Question", "conversation_id"))


def _in_places(going: Going) -> Q:
    return Q(pk__in=going.places)


PLACES = (
    Rule("places.Neighbourhood", everything, _in_places),
    of_the_main("places.OpeningHours"),
    of_the_main("places.Holiday"),
    of_the_main("places.ServiceCentre"),
)

# Accounts never go with a part: a person's address at Zalo is valid for one Official Account.
CHANNELS = (
    only("channels.Account", everything),
    only("channels.Credential", everything, "account"),
    only("channels.Incoming", everything, "account"),
    only("channels.Window", everything, "account"),
    only("channels.Quota", everything, "account"),
    only("channels.Template", everything, "account"),
    only(
        "channels.Price",
        lambda going: Q() if going.is_main else Q(account__isnull=False),
        "account",
        same=("kind", "account_id", "unit", "valid_from"),
    ),
)

PEOPLE = (
    Rule(
        "people.Staff",
        lambda going: Q(is_active=True),
        lambda going: Q(is_active=True, neighbourhood__in=going.places),
        ("neighbourhood",),
    ),
    behind("people.Handover", "neighbourhood"),
    behind("people.Invitation", "staff"),
    behind("people.Device", "staff"),
    Rule(
        "people.StaffWay",
        lambda going: going.there("staff"),
        lambda going: going.there("staff") & Q(account=None),
        ("staff",),
    ),
    behind("people.StaffAbsence", "staff"),
    all_of("people.Household", "neighbourhood", suffix="key"),
    behind("people.Resident", "household"),
    Rule(
        "people.ContactPoint",
        lambda going: going.there("household"),
        lambda going: going.there("household") & Q(account=None),
        ("household",),
    ),
    only("people.Subscriber", everything, "account"),
    behind("people.Consent", "household"),
    behind("people.Circumstance", "household"),
    all_of("people.Group", "neighbourhood"),
    behind("people.Membership", "group"),
    behind("people.JoinAsk", "group"),
    only("people.OaGroup", everything, "group"),
    only("people.OaMember", everything, "group"),
    behind("people.LinkCode", "household", "staff"),
    *stays("people.ImportBatch", "people.ImportRow", "people.StagedHousehold"),
    *stays("people.StagedResident", "people.StagedContact"),
)

PROCEDURES = (
    all_of("procedures.Procedure", same=("code",)),
    behind("procedures.ProcedureVersion", "procedure"),
    behind("procedures.Way", "version"),
    behind("procedures.Paper", "version"),
    all_of("procedures.Saying", same=("said",)),
    *stays("procedures.CatalogueBatch", "procedures.CatalogueRow"),
)

NOTICES = (
    all_of("audiences.Audience", suffix="name"),
    all_of("notices.Template", same=("name",)),
    only("notices.Recurrence", everything),
    only("notices.Notice", _open_notices),
    only("notices.Occurrence", lambda going: going.there("recurrence"), "recurrence"),
    only("notices.NoticeVersion", lambda going: going.there("notice"), "notice"),
    only("notices.Paper", lambda going: Q(pk__in=going.gone("notices.Notice", "paper_id"))),
    *(
        only(f"notices.{name}", lambda going: going.there("version"), "version")
        for name in ("Rendition", "Recording", "Audio")
    ),
)

OUTREACH = (
    only("outreach.Emergency", lambda going: going.there("notice"), "notice"),
    *(
        only(f"outreach.{name}", lambda going: going.there("notice"), "notice")
        for name in ("Reply", "CallPhoto", "Thanks")
    ),
    *(
        only(f"outreach.{name}", lambda going: going.there("version"), "version")
        for name in (
            *("Standing", "Evidence", "Counter", "HourCount", "Route", "Relay", "Reminder"),
            *("Sheet", "Task", "Visit", "Claim", "PassedOn", "Grant", "Playing"),
        )
    ),
    only("outreach.Taking", _takings, "version"),
    only("outreach.VisitTry", lambda going: going.there("visit"), "visit"),
    all_of("outreach.Speaker", "neighbourhood"),
    all_of("outreach.AlertFeed", same=("url",)),
    only(
        "outreach.IncomingAlert",
        lambda going: going.there("feed"),
        "feed",
        same=("identifier", "sender", "sent"),
    ),
    behind("outreach.DrillHousehold", "household"),
    behind("outreach.DrillStaff", "staff"),
    of_the_main("outreach.Budget"),
    only("outreach.Purse", _purses),
    *stays("outreach.Drill", "outreach.Bulletin", "outreach.BulletinItem"),
)

# Questions stay with a part as well: who answers them, and the account they came by, stay.
INBOX = (
    all_of("inbox.Topic", same=("name",)),
    only("inbox.Answerer", lambda going: going.there("staff"), "staff"),
    of_the_main("inbox.Wording"),
    only("inbox.FaqEntry", lambda going: ~Q(state=FaqEntry.State.RETIRED)),
    only("inbox.Question", lambda going: Q(state__in=(*OPEN, ANSWERED)), "conversation"),
    only("inbox.Conversation", _conversations, "account", "household"),
    only("inbox.Message", _messages, "conversation"),
    *(
        only(f"inbox.{name}", lambda going: going.there("question"), "question")
        for name in ("Note", "Forwarding", "Rating")
    ),
)

LEDGER = (
    only("dispatch.Job", _jobs, "account"),
    only("dispatch.Chunk", lambda going: going.there("job"), "job"),
    only("dispatch.Delivery", lambda going: going.there("job"), "job"),
    only("dispatch.Diversion", lambda going: going.there("job"), "job"),
    only("dispatch.Part", everything),
    only("dispatch.EarlyReceipt", everything),
)

LINKS = (
    all_of("links.Poster", "neighbourhood"),
    Rule("links.Link", _links, _links_of_places, ("poster",)),
    behind("links.LinkDay", "link"),
)

RULES: tuple[Rule, ...] = (
    *PLACES,
    *CHANNELS,
    *PEOPLE,
    *PROCEDURES,
    *NOTICES,
    *OUTREACH,
    *INBOX,
    *ROSTERS,
    *COUNTER,
    *CIRCLES,
    *API,
    *DATA,
    *PLAYBOOK,
    *PROVINCE,
    *LEDGER,
    *LINKS,
)
