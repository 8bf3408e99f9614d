"""The demo's ward follows the urban playbook in what it has not arranged itself: the year's
campaigns with their templates, papers to hang, guides. The rest its difference shows."""

from dataclasses import replace

from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.replication.playbook.apply import apply_playbook
from nhipcau.replication.playbook.shipped import shipped

NAME = "do-thi"
TAKEN = ("roles", "starters", "campaigns", "channels", "posters", "guides")


def open_playbook(locality: Locality) -> int:
    """Inside the scope. Returns how many things of it the ward took."""
    playbook = shipped(NAME)
    admin = Staff.objects.filter(locality=locality, role=Role.ADMIN, is_active=True).first()
    if playbook is None or admin is None:
        return 0
    items = {name: playbook.items[name] for name in TAKEN}
    # What a paper or a campaign speaks of was judged with the whole of it.
    apply_playbook(replace(playbook, items=items), by=admin)
    return sum(len(some) for some in items.values())
