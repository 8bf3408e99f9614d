"""What the soak sends to, how fast each may go, and which faults come when: all from one seed."""

import random
from dataclasses import dataclass

PEOPLE, GROUPS = 300, 20
WAITING = 45.0  # seconds of work that always wait on an account


@dataclass(frozen=True, slots=True)
class Lane:
    """One account with work, and on whose line its faults are made."""

    name: str
    kind: str
    per_minute: int
    addresses: int
    fault: str  # the simulated platform, or one of our own lines
    gateway: str = ""

    @property
    def enough(self) -> int:
        """Rows that must wait, so that the limit and nothing else decides."""
        return int(self.per_minute / 60 * WAITING)


LANES = (
    Lane("zalo_tu_van", "zalo_oa", 400, PEOPLE, "zalo"),
    Lane("zalo_nhom", "zalo_oa", 60, GROUPS, "zalo"),
    Lane("mau_tin", "zalo_template", 300, PEOPLE, "zbs"),
    Lane("mau_tin_uid", "zalo_template", 200, PEOPLE, "zalo"),
    Lane("bot", "zalo_bot", 120, PEOPLE, "zalo_bot"),
    Lane("messenger", "facebook_page", 200, PEOPLE, "facebook"),
    Lane("sms_esms", "sms", 600, PEOPLE, "sms"),
    Lane("sms_viettel", "sms", 300, PEOPLE, "viettel", "viettel"),
    Lane("sms_smpp", "sms", 300, PEOPLE, "smpp", "smpp"),
    Lane("thu", "email", 300, PEOPLE, "smtp"),
    Lane("web_push", "web_push", 400, PEOPLE, "push"),
)
ONCE = ("broadcast", "post")  # one call each, beside the others: counted, without a limit of use

# What may happen to whom, and for how long. On a simulated platform `share` of the calls meet it.
HTTP = (
    ("down", 1.0, 4.0),  # 503: says itself that it has not handled this
    ("error", 0.5, 3.0),  # 500: nobody knows
    ("busy", 1.0, 2.0),  # 429
    ("refuse", 0.6, 3.0),  # closed before anything was done
    ("swallow", 0.3, 3.0),  # done, and closed without an answer
    ("slow", 0.5, 4.0),
    ("garbage", 0.3, 3.0),
)
LINE = (
    ("refuse", 1.0, 4.0),
    ("cut", 1.0, 0.5),
    ("deaf", 1.0, 2.0),  # what is sent arrives, no answer comes back, then it is cut
    ("slow", 1.0, 4.0),
    ("throttle", 0.5, 3.0),
    ("bind", 1.0, 3.0),
)
# There 429 is the end of a quota, and the account is left alone for ten minutes, or an hour.
NEVER = {("zalo_bot", "busy"), ("facebook", "busy")}
ON_LINES = {"smpp", "smtp"}
QUIET_BEFORE, QUIET_AFTER = 3.0, 3.0  # of the whole: nothing breaks while it starts or ends
KILLS_EVERY, FAULTS_EVERY = 75.0, 40.0


@dataclass(frozen=True, slots=True)
class Fault:
    at: float
    target: str  # a platform, a line, or "sender"
    mode: str
    share: float
    seconds: float


def schedule(seed: int, seconds: float) -> list[Fault]:
    """Each target has its own faults, about one in `FAULTS_EVERY`, and so has the sender."""
    dice = random.Random(seed)
    targets = sorted({lane.fault for lane in LANES})
    found = []
    for target in targets:
        kinds = [one for one in LINE if target == "smpp" or one[0] not in {"throttle", "bind"}]
        if target not in ON_LINES:
            kinds = [one for one in HTTP if (target, one[0]) not in NEVER]
        for at in _moments(dice, seconds, FAULTS_EVERY):
            mode, share, lasts = dice.choice(kinds)
            found.append(Fault(at, target, mode, share, lasts * dice.uniform(0.7, 1.3)))
    found += [Fault(at, "sender", "kill -9", 1, 0) for at in _moments(dice, seconds, KILLS_EVERY)]
    found.append(Fault(0.0, "hooks", "out_of_order", 1, 0))
    return sorted(found, key=lambda fault: (fault.at, fault.target))


def _moments(dice: random.Random, seconds: float, every: float) -> list[float]:
    """At least one; one in each stretch of the time."""
    begins, ends = QUIET_BEFORE, seconds - QUIET_AFTER
    count = max(1, round((ends - begins) / every))
    each = (ends - begins) / count
    return [begins + each * (nth + dice.uniform(0.1, 0.7)) for nth in range(count)]
