"""Where tickets and appointments live on the portal. Residents have no account: the code is the
key."""

from django.conf import settings

from nhipcau.counter.models import Appointment, Ticket
from nhipcau.places.models import Locality


def booking_path(locality: Locality) -> str:
    return f"/{locality.slug}/hen/"


def appointment_path(appointment: Appointment) -> str:
    return f"{booking_path(appointment.locality)}{appointment.code}/"


def appointment_url(appointment: Appointment) -> str:
    return f"{settings.BASE_URL}{appointment_path(appointment)}"


def ticket_path(ticket: Ticket) -> str:
    return f"/{ticket.locality.slug}/so/{ticket.code}/"


def say_code(code: str) -> str:
    """As it is written down: K7M-2PX-9QD. Whoever types it may leave the hyphens out."""
    return "-".join(code.upper()[n : n + 3] for n in range(0, len(code), 3))


def read_code(typed: str) -> str:
    """What was typed, as it is kept."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())[:12]
