"""Fills the few slots where a lower room must cause something above. Called once at start."""

from collections.abc import Sequence

from nhipcau.channels.incoming import Taker, set_takers
from nhipcau.channels.template_news import take_template_news
from nhipcau.config import schedule
from nhipcau.core import periodic
from nhipcau.counter import chat
from nhipcau.counter.dossiers.outcomes import take_dossier_outcomes
from nhipcau.dispatch import outcomes
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.inbox.elsewhere import take_typed
from nhipcau.inbox.erase import forget_withdrawn
from nhipcau.inbox.outcomes import take_answer_outcomes
from nhipcau.inbox.take import AT_ONCE, take_comments, take_messages
from nhipcau.outreach.bot_answers import take_bot_messages
from nhipcau.outreach.link_answers import take_codes
from nhipcau.outreach.oa_groups import take_quotes
from nhipcau.outreach.outcomes import take_outcomes
from nhipcau.people.erase import fill_everywhere
from nhipcau.people.heard import take_follows, take_shared_info, take_withdraw
from nhipcau.people.oa_members import take_group_events
from nhipcau.replication.erase import erase_resident

# Who takes what platforms tell us, in this order: the first that wants a row wins.
INCOMING_TAKERS: list[Taker] = [
    Taker("inbox.withdraw", frozenset({"withdraw"}), forget_withdrawn, AT_ONCE),
    Taker("people.withdraw", frozenset({"withdraw"}), take_withdraw),
    Taker("people.follows", frozenset({"follow", "unfollow"}), take_follows),
    Taker("channels.templates", frozenset({"other"}), take_template_news),
    Taker("people.groups", frozenset({"other"}), take_group_events),
    Taker("outreach.quotes", frozenset({"message"}), take_quotes),
    Taker("outreach.bot", frozenset({"message"}), take_bot_messages),
    Taker("outreach.codes", frozenset({"message"}), take_codes),
    Taker("counter.appointments", frozenset({"message"}), chat.take_appointments, chat.AT_ONCE),
    Taker("people.shared_info", frozenset({"other"}), take_shared_info),
    Taker("inbox.comments", frozenset({"comment", "other"}), take_comments, AT_ONCE),
    Taker("inbox.typed", frozenset({"typed"}), take_typed, AT_ONCE),
    Taker("inbox.messages", frozenset({"message"}), take_messages, AT_ONCE),
]


def take_all(batch: Sequence[Outcome]) -> None:
    """What became of deliveries: evidence of notices, then answers, then dossiers. Rooms that do
    not know each other, in one transaction."""
    take_outcomes(batch)
    take_answer_outcomes(batch)
    take_dossier_outcomes(batch)


def fill() -> None:
    periodic.set_jobs(schedule.jobs())
    set_takers(INCOMING_TAKERS)
    outcomes.fill(take_all)
    fill_everywhere(erase_resident)
