"""Where a dossier stands on the portal: its page is opened by a random code, not its number."""

from django.conf import settings

from nhipcau.core.actor import SYSTEM
from nhipcau.counter.models import Dossier
from nhipcau.links.shorten import make_link, short_url
from nhipcau.places.models import Locality


def look_up_path(locality: Locality) -> str:
    return f"/{locality.slug}/ho-so/"


def look_up_url(locality: Locality) -> str:
    return f"{settings.BASE_URL}{look_up_path(locality)}"


def dossier_path(dossier: Dossier) -> str:
    return f"{look_up_path(dossier.locality)}{dossier.code}/"


def dossier_url(dossier: Dossier) -> str:
    """The short link: on the receipt as a QR code, and in messages."""
    if dossier.link is None:
        link = make_link(
            dossier.locality, dossier_path(dossier), place={"dossier": dossier.pk}, by=SYSTEM
        )
        Dossier.objects.filter(pk=dossier.pk, link=None).update(link=link)
        dossier.refresh_from_db(fields=["link"])
    return short_url(dossier.link) if dossier.link else look_up_url(dossier.locality)
