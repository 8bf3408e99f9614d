"""Which locality a command means: the one it names, or the only one there is."""

from django.core.management.base import CommandError

from nhipcau.places.lineage import successor_of
from nhipcau.places.models import Locality


def the_locality(slug: str) -> Locality:
    alive = Locality.objects.filter(closed_at=None, is_office=False)
    found = list(Locality.objects.filter(slug=slug) if slug else alive[:2])
    if len(found) == 1 and found[0].closed_at is not None:
        heir = successor_of(found[0])
        became = f"; nay là “{heir.slug}”" if heir else ""
        raise CommandError(f"Địa bàn “{slug}” đã đóng{became}.")
    if len(found) == 1:
        return found[0]
    if slug:
        raise CommandError(f"Không có địa bàn “{slug}”.")
    if not found:
        raise CommandError("Chưa có địa bàn nào. Hãy chạy “nhipcau locality create” trước.")
    raise CommandError("Có nhiều địa bàn; hãy thêm --locality.")
