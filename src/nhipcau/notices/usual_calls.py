"""The calls of a usual year, to begin a series from: flags on holidays, cleaning on Saturdays."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from nhipcau.core.language import is_source
from nhipcau.notices import dates
from nhipcau.notices.series import SeriesInput

FLAGS = (
    "Đề nghị mỗi nhà treo cờ Tổ quốc trước cửa, từ [từ] đến [đến]. "
    "Cờ còn mới, treo ngay ngắn, không treo sát dây điện. Nhà nào chưa có cờ, báo tổ trưởng."
)
CLEANING = (
    "Mời mỗi nhà cử ít nhất một người ra quét dọn, phát quang, khơi cống trong ngõ, bắt đầu lúc "
    "[từ]. Rác để thành đống đầu ngõ, xe sẽ thu sau khi xong. Ai chụp được ảnh ngõ sạch, gửi kèm."
)
PROOF = ["done", "photo"]
CLEANING_KEY, FLAGS_KEY = "ve-sinh-thu-bay", "co-le"


@dataclass(frozen=True, slots=True)
class UsualCall:
    """`key` names it in an address; only `label` is a word of the pages."""

    key: str
    label: str
    given: SeriesInput


def usual_calls(today: date) -> list[UsualCall]:
    """Flags hang from the morning before the holiday until the evening after it. The words are
    Vietnamese: where wards write another language, there are none."""
    if not is_source():
        return []
    return [
        UsualCall("co-2-9", _("Treo cờ Quốc khánh 2/9"), _flags("Treo cờ 2/9", "2-9")),
        UsualCall("co-30-4", _("Treo cờ 30/4 và 1/5"), _flags("Treo cờ 30/4", "30-4", until=2)),
        UsualCall(
            "co-tet", _("Treo cờ Tết Nguyên đán"), _flags("Treo cờ Tết", "tet", begin=-2, until=4)
        ),
        UsualCall(
            FLAGS_KEY,
            _("Treo cờ mọi ngày lễ trong năm"),
            _flags("Treo cờ ngày lễ", "1-1", "tet", "3-2", "30-4", "19-5", "2-9", "22-12"),
        ),
        UsualCall(
            CLEANING_KEY,
            _("Tổng vệ sinh sáng thứ Bảy, cách 2 tuần"),
            SeriesInput(
                name="Tổng vệ sinh sáng thứ Bảy",
                rule=dates.weeks(2, 5, today),
                title="Tổng vệ sinh ngõ, phố sáng thứ Bảy [ngày]",
                text=CLEANING,
                begins=time(6, 30),
                ends=time(8, 30),
                ahead_days=3,
                fields={
                    "for_whom": "Mỗi nhà một người",
                    "place": "Ngõ, phố của tổ mình",
                    "bring": "Chổi, cuốc, xẻng, găng tay",
                    "answers": ["will_come", "excused", *PROOF],
                },
            ),
        ),
        UsualCall(
            "ve-sinh-dau-thang",
            _("Vệ sinh khu nhà văn hoá, Chủ nhật đầu tháng"),
            SeriesInput(
                name="Vệ sinh nhà văn hoá đầu tháng",
                rule=dates.month(1, 6),
                title="Vệ sinh khu nhà văn hoá sáng Chủ nhật [ngày]",
                text="Mời mỗi ngõ cử vài người cùng quét dọn khu nhà văn hoá từ [từ] đến [đến].",
                begins=time(7, 0),
                ends=time(9, 0),
                fields={
                    "for_whom": "Mỗi ngõ vài người",
                    "place": "Nhà văn hoá tổ",
                    "answers": ["will_come", "excused", *PROOF],
                },
            ),
        ),
    ]


def usual_call(key: str, today: date) -> UsualCall | None:
    return next((one for one in usual_calls(today) if one.key == key), None)


def _flags(name: str, *feasts: str, begin: int = -1, until: int = 1) -> SeriesInput:
    return SeriesInput(
        name=name,
        rule=dates.feasts(*feasts),
        title="Treo cờ Tổ quốc mừng [dịp]",
        text=FLAGS,
        begins=time(7, 0),
        ends=time(18, 0),
        from_days=begin,
        until_days=until,
        fields={"for_whom": "Mọi nhà trong tổ", "answers": list(PROOF)},
    )
