"""Where a procedure's page is on the portal: for posters, chats and links."""

from nhipcau.places.models import Locality


def procedures_path(locality: Locality) -> str:
    return f"/{locality.slug}/thu-tuc/"


def procedure_path(locality: Locality, code: str) -> str:
    return f"{procedures_path(locality)}{code}/"
