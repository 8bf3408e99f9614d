"""Teams of people who help: of the whole ward, of one neighbourhood, of an association."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff
from nhipcau.places.models import Neighbourhood
from nhipcau.places.tenant import Tenanted
from nhipcau.rosters.tongues import tongues


class Team(Tenanted):
    """`body`: the association whose team it is."""

    class Level(models.TextChoices):
        LOCALITY = "locality", _("Cả phường, xã")
        NEIGHBOURHOOD = "neighbourhood", _("Tổ dân phố, thôn")
        ASSOCIATION = "association", _("Hội, đoàn thể")

    level = models.CharField(max_length=14, choices=Level)
    name = models.CharField(max_length=120)
    body = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["level", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "name"],
                condition=models.Q(closed_at=None),
                name="team_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamPlace(Tenanted):
    """A neighbourhood that the team looks after; none named is the whole locality."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "neighbourhood"], name="team_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} at {self.neighbourhood_id}"


class TeamMember(Tenanted):
    """`shows_phone`: agreed that residents may read the number while on duty."""

    class Skill(models.TextChoices):
        FILING = "filing", _("Nộp hồ sơ trực tuyến")
        IDENTITY = "identity", _("Định danh VNeID")
        PAYING = "paying", _("Thanh toán không tiền mặt")
        PHONE = "phone", _("Dùng điện thoại thông minh")
        GROUPS = "groups", _("Zalo, nhóm của tổ")
        PAPERS = "papers", _("Quét, chụp giấy tờ")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="teams")
    skills = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    is_lead = models.BooleanField(default=False)
    shows_phone = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_lead", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "staff"],
                condition=models.Q(left_at=None),
                name="team_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.team_id}"

    @property
    def said_skills(self) -> list[str]:
        return [str(self.Skill(one).label) for one in self.skills if one in self.Skill.values]

    @property
    def said_languages(self) -> list[str]:
        known = tongues()
        return [known[one] for one in self.languages if one in known]
