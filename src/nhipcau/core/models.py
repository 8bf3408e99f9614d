"""Tables without a domain: the audit trail. Actor and locality are plain ids."""

from django.db import models


class AuditEvent(models.Model):
    """One verb that happened. Append-only: no code updates or deletes a row."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    locality_id_plain = models.BigIntegerField(null=True, db_column="locality_id")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_subject"),
            models.Index(fields=["locality_id_plain", "-id"], name="audit_locality"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"


class PeriodicRun(models.Model):
    """When a periodic job is due next (civil seconds), and until when somebody holds it."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.FloatField()
    running_until = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """That a worker process is alive; machine seconds. Read by health and `doctor`."""

    worker = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=20)
    at = models.FloatField()

    def __str__(self) -> str:
        return self.worker
