"""Which locality a command means: the one it names, or the only one there is."""

from django.core.management.base import CommandError

from nhipcau.places.models import Locality


def the_locality(slug: str) -> Locality:
    found = list(Locality.objects.filter(slug=slug) if slug else Locality.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if slug:
        raise CommandError(f"Không có địa bàn “{slug}”.")
    if not found:
        raise CommandError("Chưa có địa bàn nào. Hãy chạy “nhipcau locality create” trước.")
    raise CommandError("Có nhiều địa bàn; hãy thêm --locality.")
