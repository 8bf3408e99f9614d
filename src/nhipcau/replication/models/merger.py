"""A merger of localities or a split: who takes part, what was decided, and which rows went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.places.models import Locality, Unit


class Merger(models.Model):
    """draft → previewed → done → undone. It stands over several localities and belongs to none.

    The successor is one that is open already, or is opened by it from `unit`, `slug` and `issuer`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang lập")
        PREVIEWED = "previewed", _("Đã xem trước")
        DONE = "done", _("Đã sáp nhập")
        UNDONE = "undone", _("Đã hoàn tác")

    decision = models.CharField(max_length=160, help_text="1683/NQ-UBTVQH15")
    signed_on = models.DateField()
    takes_on = models.DateField(help_text="the day it takes effect")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    issuer = models.CharField(max_length=160)
    successor = models.ForeignKey(
        Locality, null=True, on_delete=models.PROTECT, related_name="mergers"
    )
    is_opened = models.BooleanField(default=False, help_text="the successor was opened by it")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    seen = models.CharField(max_length=64, blank=True, help_text="fingerprint of the preview shown")
    previewed_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict, help_text="counts of those that take part, together")
    after = models.JSONField(default=dict, help_text="the same counts of the successor")

    def __str__(self) -> str:
        return self.decision


class MergerParty(models.Model):
    """One predecessor. Of one that lives on only `places` go: ids of its neighbourhoods. Until it
    has joined, nobody of another sees anything of it.

    The main one gives the successor its hours, its limits and its first accounts.
    """

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="parties")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    is_whole = models.BooleanField(default=True)
    is_main = models.BooleanField(default=False)
    places = models.JSONField(default=list)
    joined_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=80, blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(fields=["merger", "locality"], name="merger_party_once"),
            models.UniqueConstraint(
                fields=["merger"], condition=models.Q(is_main=True), name="merger_main_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merger_id}: {self.locality_id}"


class MergerDecision(models.Model):
    """What was decided about a collision: `name:12` → "Tổ 1 (Sông Cầu)", `main:zalo_oa` → "4"."""

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="decisions")
    about = models.CharField(max_length=60)
    choice = models.CharField(max_length=120)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merger", "about"], name="merger_decision_once")
        ]

    def __str__(self) -> str:
        return self.about


class MergerMove(models.Model):
    """The rows of one model that went from one predecessor, so that undoing is exact.

    `ids` is packed ("1-3000,3005"); `changed`: field → key of the row → [before, after];
    `rewritten`: [field, ids, before, after] for beginnings and ends of texts, which may be personal
    and are kept nowhere else.
    """

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="moves")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    ids = models.TextField()
    changed = models.JSONField(default=dict)
    rewritten = models.JSONField(default=list)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.model}: {self.rows}"
