"""What whoever holds the receipt reads: where it stands in plain words, what to do, until when.
Never whose it is, never why it was refused: the receipt may lie on a table."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nhipcau.counter.dossiers.ask_for_papers import still_missing
from nhipcau.counter.dossiers.rate import may_rate
from nhipcau.counter.dossiers.words import desk_name
from nhipcau.counter.models import Dossier, DossierRating

S = Dossier.Status
DUE_SHOWN = frozenset({S.RECEIVED, S.IN_WORK})


@dataclass(frozen=True, slots=True)
class Plain:
    title: str
    says: str
    bring: tuple[str, ...]
    fee_vnd: int | None
    due_at: datetime | None
    may_rate: bool
    score: int | None


def plainly(dossier: Dossier) -> Plain:
    title, says = _words(dossier)
    asked = still_missing(dossier) if dossier.status == S.PAPERS_ASKED else []
    rating = DossierRating.objects.filter(dossier=dossier).first()
    return Plain(
        title,
        says,
        tuple(f"{one.name} ({one.note})" if one.note else one.name for one in asked),
        dossier.fee_vnd if dossier.status == S.FEE_DUE else None,
        dossier.due_at if dossier.status in DUE_SHOWN else None,
        may_rate(dossier),
        rating.score if rating else None,
    )


def _words(dossier: Dossier) -> tuple[str, str]:
    desk = {"desk": desk_name(dossier)}
    said = {
        S.REGISTERED: (_("Chờ tiếp nhận"), _("Hồ sơ đã tới, cán bộ đang xem đã đủ giấy tờ chưa.")),
        S.RECEIVED: (_("Đã được tiếp nhận"), _("Hồ sơ đủ giấy tờ và đã vào danh sách xử lý.")),
        S.REFUSED: (
            _("Không được tiếp nhận"),
            _("Lý do ghi trên phiếu từ chối. Chưa rõ thì bác gọi hoặc tới %(desk)s hỏi.") % desk,
        ),
        S.IN_WORK: (_("Đang được xử lý"), _("Cán bộ chuyên môn đang giải quyết hồ sơ.")),
        S.PAPERS_ASKED: (
            _("Cần bổ sung giấy tờ"),
            _("Bác mang tới %(desk)s. Hạn trả kết quả tạm dừng, chạy tiếp khi đủ giấy tờ.") % desk,
        ),
        S.FEE_DUE: (
            _("Cần nộp phí, thuế"),
            _("Hạn trả kết quả tạm dừng, chạy tiếp khi bác nộp tiền."),
        ),
        S.WITHDRAWN: (_("Đã rút"), _("Hồ sơ đã được rút theo đề nghị của người nộp.")),
        S.STOPPED: (_("Tạm dừng xử lý"), _("Khi xử lý tiếp, chúng tôi báo ngày hẹn mới.")),
        S.DONE: (
            _("Đã có kết quả"),
            _("Mời bác tới %(desk)s nhận kết quả, mang theo phiếu hẹn.") % desk,
        ),
        S.HANDED_OVER: (_("Đã trả kết quả"), _("Hồ sơ đã xong. Cảm ơn bác.")),
    }
    return said[S(dossier.status)]
