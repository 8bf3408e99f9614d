"""When people may be disturbed and when the loudspeaker may speak, on the locality's own clock."""

from datetime import datetime, time, timedelta

from nhipcau.places.models import Locality

Span = tuple[time, time]


def is_quiet(locality: Locality, at: datetime) -> bool:
    """No doors, calls or sounds then: from `quiet_from` up to, not including, `quiet_until`."""
    return _is_within(_here(locality, at).time(), (locality.quiet_from, locality.quiet_until))


def quiet_ends(locality: Locality, at: datetime) -> datetime:
    """The first moment from `at` on that is not quiet: `at` itself by day."""
    return _next(locality, at, locality.quiet_until) if is_quiet(locality, at) else at


def quiet_begins(locality: Locality, at: datetime) -> datetime:
    """The first moment from `at` on that is quiet: `at` itself by night."""
    if is_quiet(locality, at) or locality.quiet_from == locality.quiet_until:
        return at
    return _next(locality, at, locality.quiet_from)


def next_loudspeaker(locality: Locality, at: datetime) -> datetime | None:
    """The first moment from `at` on inside the loudspeaker's hours; None without a loudspeaker."""
    spans = loudspeaker_spans(locality)
    now = _here(locality, at).time()
    if any(_is_within(now, span) for span in spans):
        return at
    return min((_next(locality, at, begins) for begins, _ends in spans), default=None)


def loudspeaker_ends(locality: Locality, at: datetime) -> datetime:
    """The end of the span that `at` is in; `at` itself outside the loudspeaker's hours."""
    now = _here(locality, at).time()
    ends = [span[1] for span in loudspeaker_spans(locality) if _is_within(now, span)]
    return max((_next(locality, at, end) for end in ends), default=at)


def loudspeaker_spans(locality: Locality) -> list[Span]:
    """ "05:30-06:30,17:00-19:00" as times; raises ValueError on anything else."""
    spans = []
    for part in filter(None, (word.strip() for word in locality.loudspeaker_hours.split(","))):
        begins, ends = part.split("-")
        spans.append((time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())))
    return spans


def _is_within(moment: time, span: Span) -> bool:
    begins, ends = span
    if begins <= ends:
        return begins <= moment < ends
    return moment >= begins or moment < ends


def _here(locality: Locality, at: datetime) -> datetime:
    return at.astimezone(locality.zone)


def _next(locality: Locality, at: datetime, moment: time) -> datetime:
    """The next time the locality's clock shows `moment`, strictly after `at`."""
    here = _here(locality, at)
    found = datetime.combine(here.date(), moment, here.tzinfo)
    if found <= here:
        found = datetime.combine(here.date() + timedelta(days=1), moment, here.tzinfo)
    return found.astimezone(at.tzinfo)
