"""Which playbook a locality follows, what of it was applied, and what has no row elsewhere."""

from django.db import models

from nhipcau.places.tenant import Tenanted


class AppliedPlaybook(Tenanted):
    """One application of a playbook. The newest says which one the locality follows."""

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    licence = models.CharField(max_length=120)
    made_from = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    counts = models.JSONField(default=dict, help_text="added, changed, kept, removed")
    applied_by = models.CharField(max_length=80)
    applied_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class AppliedItem(Tenanted):
    """What the playbook said of one object when it was last applied: the third side of an update.

    `row` is the object's id as a plain number (0: it is known by its key), so that one renamed here
    keeps its key. `is_kept`: the locality had, or changed to, words of its own and keeps them.
    """

    theme = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    row = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, help_text="of what the playbook said; empty: nothing")
    here = models.CharField(
        max_length=64, blank=True, help_text="of what stood here right afterwards, if other"
    )
    is_kept = models.BooleanField(default=False)
    applied_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "theme", "key"], name="applied_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}/{self.key}"


class PlanItem(Tenanted):
    """What a playbook asks for that has no row of its own elsewhere: posts to fill, channels to
    connect, posters to hang, the year's campaigns, guides."""

    theme = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["theme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["locality", "theme", "key"], name="plan_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}/{self.key}"


class PlaybookFile(Tenanted):
    """An asset of a guide, kept under the hash of its content."""

    name = models.CharField(max_length=80, help_text="as in the playbook: hash and kind")
    file = models.FileField(upload_to="playbooks")
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "name"], name="playbook_file_once"),
        ]

    def __str__(self) -> str:
        return self.name
