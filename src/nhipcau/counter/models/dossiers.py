"""What people filed, how it stands, what was asked of them, and how they were told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.channels.models import Account
from nhipcau.dispatch.models import Job
from nhipcau.links.models import Link
from nhipcau.people.models import Household, Resident, Staff
from nhipcau.places.tenant import Tenanted
from nhipcau.procedures.models import ProcedureVersion


class Dossier(Tenanted):
    """One dossier with the number that the province gave it. `turn` counts its changes.

    `due_at` is when its result is promised. While the clock stands (`paused_at`), `left` is the
    working time that was still to run; a new `due_at` comes of it when the clock runs again.
    """

    class Status(models.IntegerChoices):
        REGISTERED = 1, _("Mới đăng ký")
        RECEIVED = 2, _("Được tiếp nhận")
        REFUSED = 3, _("Không được tiếp nhận")
        IN_WORK = 4, _("Đang xử lý")
        PAPERS_ASKED = 5, _("Yêu cầu bổ sung giấy tờ")
        FEE_DUE = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
        WITHDRAWN = 7, _("Công dân yêu cầu rút hồ sơ")
        STOPPED = 8, _("Dừng xử lý")
        DONE = 9, _("Đã xử lý xong")
        HANDED_OVER = 10, _("Đã trả kết quả")

    class Applicant(models.IntegerChoices):
        CITIZEN = 0, _("Công dân")
        COMPANY = 1, _("Doanh nghiệp")
        TRADER = 2, _("Hộ kinh doanh")

    class Filed(models.IntegerChoices):
        DIRECT = 1, _("Trực tiếp")
        ONLINE = 2, _("Trực tuyến")
        POST = 3, _("Bưu chính công ích")

    class Paid(models.TextChoices):
        CASH = "cash", _("Tiền mặt tại quầy")
        ONLINE = "online", _("Trực tuyến")
        TRANSFER = "transfer", _("Chuyển khoản")

    number = models.CharField(
        max_length=60, help_text="as it is written: 000.00.01.H03-230526-0001"
    )
    key = models.CharField(max_length=60, help_text="the number as it is compared")
    code = models.CharField(max_length=16, unique=True, help_text="random; leads to its page")
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="+")
    receipt = models.CharField(max_length=60, blank=True, help_text="SoBienNhan, at the portal")
    is_elsewhere = models.BooleanField(
        default=False, help_text="its number is another province's; taken in all the same"
    )
    procedure_version = models.ForeignKey(
        ProcedureVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    procedure_code = models.CharField(max_length=40, blank=True)
    procedure_name = models.CharField(max_length=600, blank=True, help_text="not in the catalogue")
    sector = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True, help_text="of the applicant")
    phone = models.CharField(max_length=20, blank=True, help_text="+84…")
    applicant = models.PositiveSmallIntegerField(choices=Applicant, default=Applicant.CITIZEN)
    household = models.ForeignKey(
        Household, null=True, on_delete=models.SET_NULL, related_name="dossiers"
    )
    resident = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="+")
    filed = models.PositiveSmallIntegerField(choices=Filed, default=Filed.DIRECT)
    is_digitised = models.BooleanField(
        null=True, help_text="its papers were scanned; null: unknown"
    )
    status = models.PositiveSmallIntegerField(choices=Status)
    turn = models.PositiveIntegerField(default=0)
    filed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    term_amount = models.DecimalField(null=True, max_digits=7, decimal_places=2)
    term_unit = models.CharField(max_length=14, blank=True, help_text="of procedures.Way.Unit")
    promised_at = models.DateTimeField(
        null=True, help_text="what the figures judge by: moved by pauses, never by an apology"
    )
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    left = models.DurationField(null=True, help_text="working time that was left at paused_at")
    finished_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="handed over, refused or withdrawn")
    fee_vnd = models.PositiveBigIntegerField(null=True)
    fee_for = models.CharField(max_length=200, blank=True)
    fee_paid_at = models.DateTimeField(null=True)
    fee_paid_by = models.CharField(max_length=8, choices=Paid, blank=True)
    result = models.CharField(max_length=300, blank=True, help_text="what was made of it")
    officer = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    handled_by = models.CharField(max_length=200, blank=True, help_text="DonViXuLy")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, help_text="whose it was is forgotten for good")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locality", "key"], name="dossier_number_once"),
            models.CheckConstraint(
                condition=models.Q(paused_at=None) | models.Q(left__isnull=False),
                name="dossier_paused_has_left",
            ),
        ]
        indexes = [
            models.Index(fields=["locality", "status", "due_at"], name="dossier_due"),
            models.Index(fields=["locality", "phone"], name="dossier_phone"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status not in ENDED and self.status != self.Status.DONE

    @property
    def is_paused(self) -> bool:
        return self.status in PAUSED

    @property
    def about(self) -> str:
        """What it is about, in words."""
        version = self.procedure_version
        return version.name if version else self.procedure_name or self.procedure_code


PAUSED = frozenset({Dossier.Status.PAPERS_ASKED, Dossier.Status.FEE_DUE, Dossier.Status.STOPPED})
ENDED = frozenset({Dossier.Status.REFUSED, Dossier.Status.WITHDRAWN, Dossier.Status.HANDED_OVER})


class DossierStep(Tenanted):
    """One thing that happened to a dossier. Rows are only ever added; a mistake is corrected by
    another one. `reason` is what the owner reads; erasure blanks it."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("Nộp hồ sơ")
        RECEIVED = "received", _("Tiếp nhận")
        REFUSED = "refused", _("Từ chối tiếp nhận")
        IN_WORK = "in_work", _("Chuyển xử lý")
        PAPERS_ASKED = "papers_asked", _("Yêu cầu bổ sung")
        PAPERS_BROUGHT = "papers_brought", _("Đã bổ sung")
        FEE_DUE = "fee_due", _("Yêu cầu nộp tiền")
        FEE_PAID = "fee_paid", _("Đã nộp tiền")
        STOPPED = "stopped", _("Dừng xử lý")
        RESUMED = "resumed", _("Xử lý tiếp")
        POSTPONED = "postponed", _("Xin lỗi và hẹn lại")
        RECOUNTED = "recounted", _("Tính lại hạn theo ngày nghỉ")
        DONE = "done", _("Có kết quả")
        HANDED_OVER = "handed_over", _("Trả kết quả")
        WITHDRAWN = "withdrawn", _("Rút hồ sơ")
        CORRECTED = "corrected", _("Đính chính")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind)
    before = models.PositiveSmallIntegerField(choices=Dossier.Status, null=True)
    after = models.PositiveSmallIntegerField(choices=Dossier.Status)
    at = models.DateTimeField()
    due_before = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="the promise after it")
    by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=40, blank=True, help_text="empty: our desk; else the file")
    reason = models.TextField(blank=True)
    ground = models.TextField(blank=True, help_text="the legal ground of a refusal")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["dossier", "at"], name="dossier_step_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.dossier_id}"


class DossierPaper(Tenanted):
    """A paper that was asked for, by its name."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    step = models.ForeignKey(DossierStep, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True, help_text="what is wrong, how it must be")
    brought_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="the dossier went on without it")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["step", "name"], name="paper_asked_once")]

    def __str__(self) -> str:
        return f"paper {self.pk} of {self.dossier_id}"


class DossierMessage(Tenanted):
    """One try to tell the owner of a step: by machine as a job, or by a clerk's telephone call.

    What was lost is followed by the next way (`followed_at`); the way and address of an earlier
    try are never used again for the same step.
    """

    class Way(models.TextChoices):
        ZALO = "zalo", _("Zalo")
        MESSENGER = "messenger", _("Messenger")
        TEMPLATE = "template", _("Mẫu tin Zalo")
        SMS = "sms", _("Tin nhắn SMS")
        PHONE = "phone", _("Gọi điện")

    class State(models.TextChoices):
        SENT = "sent", _("Đã gửi")
        LOST = "lost", _("Không tới")
        TO_CALL = "to_call", _("Chờ gọi")
        CALLED = "called", _("Đã gọi, đã báo")
        UNREACHED = "unreached", _("Gọi không được")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="messages")
    step = models.ForeignKey(DossierStep, on_delete=models.CASCADE, related_name="messages")
    way = models.CharField(max_length=10, choices=Way)
    address = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fault = models.CharField(max_length=40, blank=True, help_text="its code, words are made")
    failed_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True, help_text="the next way was tried")
    done_at = models.DateTimeField(null=True, help_text="of a call")
    done_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0, help_text="calls that nobody took")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "way", "address"], name="dossier_told_once")
        ]
        indexes = [
            models.Index(
                fields=["locality", "state"],
                name="dossier_message_open",
                condition=models.Q(state__in=["lost", "to_call"], followed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} of step {self.step_id}"


class DossierRating(Tenanted):
    """One tap of the owner, after the result. The last tap counts."""

    class Score(models.IntegerChoices):
        BAD = 1, _("Chưa hài lòng")
        GOOD = 2, _("Hài lòng")
        VERY_GOOD = 3, _("Rất hài lòng")

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(choices=Score)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.score} of {self.dossier_id}"
