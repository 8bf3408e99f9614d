"""The unit that must be reached, and the people in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.core.language import own_language
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted


class LegalBasis(models.TextChoices):
    """Why we may keep and use something about a household (Law 91/2025)."""

    CONSENT = "consent", _("Đồng ý của chủ thể dữ liệu")
    PUBLIC_TASK = "public_task", _("Nhiệm vụ của cơ quan nhà nước theo luật")
    EMERGENCY = "emergency", _("Tình huống khẩn cấp")


class Household(Tenanted):
    """Informed when one adult of it is. `key` is what the register import matches on."""

    class BestWay(models.TextChoices):
        PHONE_APP = "app", _("Nhóm, tin trên điện thoại")
        SMS = "sms", _("Tin nhắn SMS")
        CALL = "call", _("Gọi điện")
        DOOR = "door", _("Đến tận nhà")
        LOUDSPEAKER = "loudspeaker", _("Nghe loa")

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="households"
    )
    key = models.CharField(max_length=120)
    code = models.CharField(max_length=40, blank=True, help_text="number in the ward's book")
    head_name = models.CharField(max_length=120)
    house = models.CharField(max_length=40, blank=True, help_text="Số 12")
    alley = models.CharField(max_length=80, blank=True, help_text="ngõ 4, đường Thanh Niên")
    landmark = models.CharField(max_length=120, blank=True)
    walk_order = models.PositiveIntegerField(
        default=0, help_text="by alley and house, then dragged"
    )
    people = models.PositiveSmallIntegerField(default=0)
    has_smartphone = models.BooleanField(null=True)
    best_way = models.CharField(max_length=12, choices=BestWay, blank=True)
    told_basis = models.CharField(
        max_length=12,
        choices=LegalBasis,
        default=LegalBasis.PUBLIC_TASK,
        help_text="why we may keep who has no smartphone and how they are best told",
    )
    language = models.CharField(max_length=8, default=own_language)
    follows_oa = models.BooleanField(
        null=True, help_text="as they told the leader; who follows for sure is a contact point"
    )
    is_gone = models.BooleanField(default=False, help_text="moved away; kept for history")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "key"], name="household_key_once")
        ]
        indexes = [
            models.Index(fields=["neighbourhood", "walk_order", "id"], name="household_walk")
        ]

    def __str__(self) -> str:
        return f"{self.head_name}, {self.house} {self.alley}".strip(", ")


class Resident(Tenanted):
    """A person. National ID numbers are never stored (docs/decisions)."""

    class Residence(models.TextChoices):
        PERMANENT = "permanent", _("Thường trú")
        TEMPORARY = "temporary", _("Tạm trú")
        RENTING = "renting", _("Ở trọ")
        AWAY = "away", _("Đi vắng dài ngày")

    class Sex(models.TextChoices):
        MALE = "m", _("Nam")
        FEMALE = "f", _("Nữ")
        UNKNOWN = "", _("Không rõ")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="residents")
    key = models.CharField(max_length=160, help_text="folded name and birth date, within household")
    name = models.CharField(max_length=120)
    born_on = models.DateField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    residence = models.CharField(max_length=10, choices=Residence, default=Residence.PERMANENT)
    relation = models.CharField(max_length=40, blank=True, help_text="to the head; chủ hộ")
    is_head = models.BooleanField(default=False)
    is_gone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "key"], name="resident_key_once")
        ]
        indexes = [models.Index(fields=["locality", "birth_year"], name="resident_birth_year")]

    def __str__(self) -> str:
        return self.name
