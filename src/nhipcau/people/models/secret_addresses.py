"""Devices that nobody signs in on: a waiting screen, a tablet at the door, a loudspeaker."""

from typing import ClassVar

from django.db import models

from nhipcau.people.models.staff import Staff
from nhipcau.places.tenant import Tenanted


class SecretAddress(Tenanted):
    """Whoever has its address has it. Only the hash is kept; it can be taken back at once."""

    WORD: ClassVar[str]  # before the verb, in the audit

    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
