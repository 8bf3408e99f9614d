"""What lives on and what is history: duty, the desk, internal groups, the API, playbooks."""

from django.db.models import Q

from nhipcau.counter.models import Appointment, Dossier
from nhipcau.replication.merger.going import (
    Rule,
    all_of,
    behind,
    everything,
    of_the_main,
    only,
    stays,
)

ENDED = (
    Dossier.Status.REFUSED,
    Dossier.Status.WITHDRAWN,
    Dossier.Status.STOPPED,
    Dossier.Status.HANDED_OVER,
)

# Shifts that are still to come go; who stood where before is history.
ROSTERS: tuple[Rule, ...] = (
    only("rosters.Team", everything, suffix="name"),
    only("rosters.TeamPlace", lambda going: going.there("team"), "team"),
    only("rosters.TeamMember", lambda going: going.there("team"), "team"),
    of_the_main("rosters.Need"),
    only("rosters.Pattern", everything, suffix="name"),
    only("rosters.PatternLine", lambda going: going.there("pattern"), "pattern"),
    only("rosters.Shift", lambda going: Q(ends_at__gt=going.now), "staff"),
    only("rosters.Swap", lambda going: going.there("shift"), "shift"),
    only("rosters.Ask", lambda going: Q(ends_at__gt=going.now), "staff"),
    behind("rosters.Feed", "staff"),
)

# The successor has one desk, set up as the main one's. Numbers drawn are of a day, and nobody may
# wait while it happens (preview.py); codes on walls and tablets lead home.
COUNTER: tuple[Rule, ...] = (
    of_the_main("counter.HelpKind"),
    of_the_main("counter.DeskWindow"),
    all_of("counter.DeskKey"),
    behind("counter.TicketCount", "kind"),
    behind("counter.Slot", "kind"),
    only(
        "counter.Appointment",
        lambda going: Q(state=Appointment.State.BOOKED, at__gt=going.now),
        "kind",
    ),
    # One that goes on: whoever helps could begin no other.
    only("counter.Assist", lambda going: Q(ended_at=None), "staff"),
    *stays("counter.Ticket", "counter.DeskDay", "counter.ChatOffer"),
    only("counter.Dossier", lambda going: ~Q(status__in=ENDED), "household", same=("key",)),
    only("counter.DossierStep", lambda going: going.there("dossier"), "dossier"),
    only("counter.DossierPaper", lambda going: going.there("dossier"), "dossier"),
    only("counter.DossierMessage", lambda going: going.there("dossier"), "dossier"),
    only("counter.DossierRating", lambda going: going.there("dossier"), "dossier"),
    behind("counter.SkillVisit", "household"),
    behind("counter.Taught", "visit"),
    behind("counter.GapMonth", "neighbourhood"),
    only("counter.Campaign", everything),
    only("counter.CampaignPlace", lambda going: going.there("campaign"), "campaign"),
    of_the_main("counter.DeskName"),
    of_the_main("counter.DossierSource"),
    *stays("counter.DossierBatch", "counter.DossierRow"),
)

# A circle is its own small world, and only its own people may read in it: it takes all along.
CIRCLES: tuple[Rule, ...] = (
    only("circles.Circle", everything, suffix="name"),
    only("circles.CircleMember", lambda going: going.there("circle"), "circle"),
    only("circles.CircleDevice", lambda going: going.there("member"), "member"),
    only("circles.CircleNotice", lambda going: going.there("circle"), "circle"),
    only("circles.CircleRelay", lambda going: going.there("notice"), "notice"),
    only("circles.CircleRead", lambda going: going.there("notice"), "notice"),
    only("circles.CircleWord", lambda going: going.there("read"), "read"),
)

# Whoever goes on works by the main one's playbook; what it gave the others is theirs already.
PLAYBOOK: tuple[Rule, ...] = tuple(
    of_the_main(f"replication.{name}")
    for name in ("AppliedPlaybook", "AppliedItem", "PlanItem", "PlaybookFile", "FirstRun")
)

# What the province asked for goes with its draft; what an office keeps never moves.
PROVINCE: tuple[Rule, ...] = (
    only(
        "replication.FromProvince", lambda going: going.there("notice"), "notice", same=("issued",)
    ),
    of_the_main("replication.WardStory"),
    *stays("replication.Issued", "replication.IssuedTo", "replication.WardDay"),
    *stays("replication.Push", "replication.PushTo"),
)

# What people asked about their data is carried out where they live now; what was done stays.
DATA: tuple[Rule, ...] = (
    Rule(
        "replication.DataRequest",
        lambda _going: Q(ended_at=None),
        lambda going: Q(ended_at=None) & going.there("household"),
        keys=("household",),
    ),
    *stays("replication.DataExport"),
)

# A key stays and opens nothing any more: it was given for one ward's households, not for four.
API: tuple[Rule, ...] = (
    only("api.SentNotice", lambda going: going.there("notice"), "notice"),
    *stays("api.ApiKey", "api.RateWindow", "api.KeptCall", "api.Rehearsal"),
    *stays("api.Endpoint", "api.Happened", "api.Callback"),
)
