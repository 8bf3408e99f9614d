"""Every periodic job on one page. Civil seconds between runs; each is safe to run twice."""

from nhipcau.api.deliver import deliver_callbacks
from nhipcau.api.emit import find_news
from nhipcau.api.forget import forget_old
from nhipcau.api.publish import publish_waiting
from nhipcau.channels.bot import poll_bots
from nhipcau.channels.check import recheck_troubled
from nhipcau.channels.comments import read_all_comments
from nhipcau.channels.incoming import take_incoming
from nhipcau.channels.load import forget_raw_events, load_raw_events
from nhipcau.channels.mailbox import read_bounces
from nhipcau.channels.templates import read_all_templates
from nhipcau.channels.tokens import refresh_tokens
from nhipcau.circles.forget import forget_words as forget_circle_words
from nhipcau.core.periodic import Job
from nhipcau.core.sql import refresh_statistics
from nhipcau.counter.dossiers.go_on import go_on as go_on_with_exports
from nhipcau.counter.dossiers.recount import recount_due
from nhipcau.counter.dossiers.sources import read_sources
from nhipcau.counter.dossiers.stage import clear_forgotten as clear_exports
from nhipcau.counter.dossiers.tell import tell_again
from nhipcau.counter.erase import forget_visitors
from nhipcau.counter.gap.snapshot import take_snapshots
from nhipcau.counter.keep import close_days, keep_appointments
from nhipcau.dispatch.failover import divert_failing
from nhipcau.dispatch.receipts import apply_kept, apply_receipts
from nhipcau.inbox.close import close_silent
from nhipcau.inbox.elsewhere import find_typed
from nhipcau.inbox.end_shift import hand_on_ended
from nhipcau.inbox.escalate import escalate_overdue
from nhipcau.notices.make_sound import make_waiting
from nhipcau.outreach.alert_feeds import read_feeds
from nhipcau.outreach.drill import run_drills
from nhipcau.outreach.escalate import escalate
from nhipcau.outreach.forget import forget_words
from nhipcau.outreach.oa_groups import reconcile_groups
from nhipcau.outreach.photos import forget_photos
from nhipcau.outreach.series import carry_series
from nhipcau.people.forget import forget_sign_ins
from nhipcau.people.link_codes import forget_codes
from nhipcau.people.register.clear import clear_forgotten
from nhipcau.people.register.stage import stage_waiting
from nhipcau.procedures.stage import clear_forgotten as clear_previews
from nhipcau.replication.data_out.make import write_exports
from nhipcau.replication.province.deliver import deliver_issued
from nhipcau.replication.province.follow import follow_issued
from nhipcau.replication.province.roll_up import roll_up
from nhipcau.replication.province.spread import spread_pushes
from nhipcau.rosters.watch import watch


def jobs() -> list[Job]:
    return [
        Job("channels.load", 30, load_raw_events),
        Job("channels.take", 30, take_incoming),
        Job("channels.refresh_tokens", 600, refresh_tokens),
        Job("channels.recheck_troubled", 900, recheck_troubled),
        Job("channels.read_comments", 3600, read_all_comments),
        Job("channels.poll_bots", 15, poll_bots),
        Job("channels.read_templates", 3600, read_all_templates),
        Job("channels.read_bounces", 300, read_bounces),
        Job("channels.forget_raw", 3600, forget_raw_events),
        Job("people.read_register_files", 30, stage_waiting),
        Job("people.clear_register_files", 3600, clear_forgotten),
        Job("procedures.clear_previews", 3600, clear_previews),
        Job("people.forget_sign_ins", 86400, forget_sign_ins),
        Job("core.refresh_statistics", 3600, refresh_statistics),
        Job("replication.write_exports", 30, write_exports),
        Job("notices.make_sound", 30, make_waiting),
        Job("people.forget_codes", 86400, forget_codes),
        Job("outreach.escalate", 60, escalate),
        Job("outreach.read_alerts", 30, read_feeds),
        Job("outreach.reconcile_groups", 60, reconcile_groups),
        Job("outreach.drill", 30, run_drills),
        Job("outreach.forget_words", 86400, forget_words),
        Job("counter.snapshot_gap", 86400, take_snapshots),
        Job("circles.forget_words", 86400, forget_circle_words),
        Job("outreach.forget_photos", 86400, forget_photos),
        Job("outreach.series", 1800, carry_series),
        Job("inbox.escalate", 60, escalate_overdue),
        Job("inbox.hand_on_ended", 300, hand_on_ended),
        Job("inbox.find_typed", 120, find_typed),
        Job("inbox.close_silent", 3600, close_silent),
        Job("counter.keep_appointments", 300, keep_appointments),
        Job("counter.close_days", 3600, close_days),
        Job("counter.forget_visitors", 86400, forget_visitors),
        Job("counter.tell_again", 60, tell_again),
        Job("counter.read_sources", 300, read_sources),
        Job("counter.go_on_with_exports", 30, go_on_with_exports),
        Job("counter.recount_due", 3600, recount_due),
        Job("counter.clear_exports", 3600, clear_exports),
        Job("api.publish_approved", 30, publish_waiting),
        Job("api.find_news", 30, find_news),
        Job("api.deliver_callbacks", 10, deliver_callbacks),
        Job("api.forget", 86400, forget_old),
        Job("rosters.watch", 600, watch),
        Job("province.deliver", 60, deliver_issued),
        Job("province.follow", 60, follow_issued),
        Job("province.spread", 60, spread_pushes),
        Job("province.roll_up", 21600, roll_up),
        Job("dispatch.divert_failing", 15, divert_failing),
        Job("dispatch.apply_receipts", 5, apply_receipts),
        Job("dispatch.apply_kept", 60, apply_kept),
    ]
