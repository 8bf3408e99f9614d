"""What to begin a notice from: the calls and announcements that every ward makes, and a ward's own.

What stands in square brackets is to be filled in; a notice with a blank left is not sent.
"""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.errors import BadInput
from nhipcau.core.language import is_source
from nhipcau.notices.models import Notice, NoticeVersion, Template
from nhipcau.notices.rights import must_write
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy

Kind, Urgency = Notice.Kind, Notice.Urgency


@dataclass(frozen=True, slots=True)
class Starter:
    """`key` names it in an address; `fields` are form fields beside title and text."""

    key: str
    name: str
    kind: str
    title: str
    text: str
    fields: dict[str, Any]

    def initial(self) -> dict[str, Any]:
        return {**self.fields, "kind": self.kind, "title": self.title, "text": self.text}


def starters(locality: Locality) -> list[Starter]:
    """The ward's own first, then the product's where they are in the ward's language."""
    own = [
        Starter(str(row.pk), row.name, row.kind, row.title, row.text, row.fields)
        for row in Template.objects.filter(locality=locality).order_by("name")
    ]
    return [*own, *(built_in() if is_source() else ())]


def starter_of(locality: Locality, key: str) -> Starter | None:
    return next((starter for starter in starters(locality) if starter.key == key), None)


def starter_named(locality: Locality, name: str) -> Starter | None:
    return next((starter for starter in starters(locality) if starter.name == name), None)


def save_starter(version: NoticeVersion, *, name: str, by: Staff) -> Template:
    """Keep a notice under a name, without its days: the same name again replaces it."""
    must_write(by, version.locality_id)
    name = tidy(name)
    if not 0 < len(name) <= 120:
        raise BadInput(_("Tên mẫu phải có từ 1 đến 120 chữ."), field="name")
    notice = version.notice
    fields = {
        "urgency": notice.urgency, "for_whom": version.for_whom, "place": version.place,
        "bring": version.bring, "answers": notice.answers,
        "min_age": notice.selection.get("min_age"), "max_age": notice.selection.get("max_age"),
    }  # fmt: skip
    with transaction.atomic():
        row, is_new = Template.objects.update_or_create(
            locality_id=version.locality_id,
            name=name,
            defaults={
                "kind": notice.kind, "title": version.title, "text": version.text,
                "fields": {key: value for key, value in fields.items() if value},
            },
        )  # fmt: skip
        audit.record(by.actor, "notice.starter_saved", row, after={"is_new": is_new})
    return row


def set_starter(locality: Locality, given: Starter, *, row: Template | None, by: Actor) -> Template:
    """Verb. A starter as a whole, by whoever arranges the place; `row`: the one it takes over."""
    values = {"kind": given.kind, "title": given.title, "text": given.text, "fields": given.fields}
    taken = BadInput(_("Đã có mẫu tên “%(name)s”.") % {"name": given.name}, field="name")
    try:
        with transaction.atomic():
            if row is None:
                row = Template.objects.create(locality=locality, name=given.name, **values)
            else:
                Template.objects.filter(pk=row.pk).update(name=given.name, **values)
            audit.record(by, "notice.starter_set", row)
    except IntegrityError:
        raise taken from None
    return row


def drop_starter(row: Template, *, by: Actor) -> None:
    """Verb. By whoever arranges the place."""
    with transaction.atomic():
        audit.record(by, "notice.starter_forgotten", row)
        Template.objects.filter(pk=row.pk).delete()


def forget_starter(row: Template, *, by: Staff) -> None:
    must_write(by, row.locality_id)
    drop_starter(row, by=by.actor)


def built_in() -> list[Starter]:
    """Only their names are words of the pages: the rest becomes a notice, which is Vietnamese."""
    return [
        Starter(
            "kham-sang-loc",
            _("Khám sàng lọc đái tháo đường"),
            Kind.ANNOUNCEMENT,
            "Khám sàng lọc đái tháo đường miễn phí",
            ("Trung tâm Y tế khám sàng lọc đái tháo đường miễn phí cho bà con. "
              "Người khám nhịn ăn sáng, chỉ uống nước lọc. "
              "Ai đi lại khó khăn, báo tổ trưởng để được đưa đón."),
            {
                "urgency": Urgency.URGENT, "for_whom": "Người từ 40 tuổi trở lên",
                "place": "Trạm Y tế phường", "bring": "Thẻ BHYT, CCCD; nhịn ăn sáng",
                "min_age": 40,
            },
        ),
        Starter(
            "treo-co",
            _("Treo cờ ngày lễ"),
            Kind.CALL,
            "Treo cờ Tổ quốc mừng ngày [ngày lễ]",
            ("Đề nghị mỗi nhà treo cờ Tổ quốc trước cửa từ [giờ, ngày] đến [giờ, ngày]. "
              "Cờ còn mới, treo ngay ngắn, không treo sát dây điện. "
              "Nhà nào chưa có cờ, báo tổ trưởng."),
            {"answers": ["done", "photo"]},
        ),
        Starter(
            "tong-ve-sinh",
            _("Tổng vệ sinh ngõ, phố"),
            Kind.CALL,
            "Tổng vệ sinh đường làng, ngõ phố",
            ("Mời mỗi nhà cử ít nhất một người ra quét dọn, phát quang, khơi cống trong ngõ. "
              "Rác để thành đống đầu ngõ, xe sẽ thu sau khi xong."),
            {
                "for_whom": "Mỗi nhà một người", "place": "Ngõ, phố của tổ mình",
                "bring": "Chổi, cuốc, xẻng, găng tay",
                "answers": ["will_come", "excused", "done", "photo"],
            },
        ),
        Starter(
            "hop-to",
            _("Họp tổ dân phố"),
            Kind.CALL,
            "Họp tổ dân phố",
            ("Nội dung: [nội dung cuộc họp]. Mời mỗi nhà một người dự, đi đúng giờ. "
              "Nhà nào vắng xin báo trước để tổ trưởng gửi lại nội dung."),
            {
                "for_whom": "Mỗi nhà một người", "place": "Nhà văn hoá tổ",
                "answers": ["will_come", "excused"],
            },
        ),
        Starter(
            "thu-phi",
            _("Thu phí, quỹ"),
            Kind.CALL,
            "Thu [tên khoản thu] năm [năm]",
            ("Mức thu: [số tiền] mỗi [hộ, khẩu], theo [văn bản, nghị quyết]. "
              "Nộp cho [người thu] và nhận biên lai. Phường không thu qua điện thoại, "
              "không gửi đường dẫn đòi chuyển tiền. Hộ nghèo, cận nghèo: [miễn, giảm]."),
            {"bring": "Tiền lẻ đúng mức, biên lai năm trước nếu có", "answers": ["done"]},
        ),
        Starter(
            "tiem-chung",
            _("Tiêm chủng"),
            Kind.ANNOUNCEMENT,
            "Tiêm chủng mở rộng tháng [tháng]",
            ("Trạm Y tế tiêm chủng cho trẻ theo lịch. Trẻ đang sốt, mới ốm dậy thì báo nhân viên "
              "y tế trước khi tiêm. Sau tiêm ở lại theo dõi 30 phút."),
            {
                "for_whom": "Trẻ dưới 2 tuổi và phụ nữ mang thai",
                "place": "Trạm Y tế phường", "bring": "Sổ tiêm chủng của trẻ",
            },
        ),
        Starter(
            "cat-dien-nuoc",
            _("Cắt điện, cắt nước"),
            Kind.ANNOUNCEMENT,
            "Tạm ngừng cấp [điện, nước] tại [khu vực]",
            ("[Công ty] tạm ngừng cấp [điện, nước] để [lý do]. "
              "Bà con trữ nước, sạc đèn và điện thoại trước, ngắt thiết bị không dùng. "
              "Nhà có người dùng máy thở, báo tổ trưởng ngay."),
            {"place": "[khu vực]"},
        ),
        *_dangers(),
    ]  # fmt: skip


def _dangers() -> list[Starter]:
    """Short, what to do first, without blanks: somebody sends it in a minute, from a phone."""
    urgent = {"urgency": Urgency.URGENT}
    return [
        Starter(
            "bao",
            _("Bão"),
            Kind.EMERGENCY,
            "Bão sắp đến: ở trong nhà chắc chắn",
            ("Vào nhà xây chắc chắn, đóng chặt cửa, không ra đường. "
              "Chằng buộc mái, hạ đồ trên cao, tắt điện khi nước vào. "
              "Đưa người già, trẻ nhỏ ở nhà yếu sang nhà văn hoá tổ ngay bây giờ. "
              "Gió giật mạnh, cây và cột điện có thể đổ."),
            urgent,
        ),
        Starter(
            "lu-ngap",
            _("Lũ, ngập"),
            Kind.EMERGENCY,
            "Nước lên nhanh: rời chỗ thấp ngay",
            ("Rời nhà ven sông, ven suối, chỗ trũng lên nơi cao ngay. "
              "Không lội, không đi xe qua ngầm tràn, nước chảy xiết. "
              "Tắt cầu dao, mang giấy tờ, thuốc, nước uống, đèn. "
              "Nước đang lên nhanh, có thể ngập sâu trong đêm."),
            urgent,
        ),
        Starter(
            "sat-lo",
            _("Sạt lở đất"),
            Kind.EMERGENCY,
            "Nguy cơ sạt lở: rời chân đồi, chân taluy ngay",
            ("Nhà dưới chân đồi, sát taluy, gần khe suối ra khỏi nhà ngay, đến nhà văn hoá tổ. "
              "Thấy đất nứt, nước đục, cây nghiêng thì chạy sang ngang, không chạy xuôi dốc. "
              "Không quay lại lấy đồ. Đất đã no nước, có thể sạt bất cứ lúc nào."),
            urgent,
        ),
        Starter(
            "chay",
            _("Cháy"),
            Kind.EMERGENCY,
            "Đang cháy: ra khỏi nhà, tránh xa ngay",
            ("Ra khỏi nhà ngay, cúi thấp, bịt khăn ướt, không dùng thang máy. "
              "Gọi 114. Cắt điện, khoá bình ga nếu còn kịp. "
              "Không quay lại lấy đồ, nhường đường cho xe chữa cháy. "
              "Lửa có thể lan sang nhà bên."),
            urgent,
        ),
    ]  # fmt: skip
