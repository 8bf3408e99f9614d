"""What of the data about a household or a person is theirs to have, and in which words. Fields of
a model in order; a test holds that whatever personal.py erases is given or withheld here."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

NAME, PHONE, AT, STATE = _("Họ và tên"), _("Số điện thoại"), _("Lúc"), _("Tình trạng")
TEXT, CHANNEL, SCORE = _("Nội dung"), _("Qua kênh"), _("Điểm")

GIVEN: Final[dict[str, dict[str, Any]]] = {
    "people.Household": {
        "head_name": _("Chủ hộ"), "code": _("Mã trong sổ"), "house": _("Số nhà"),
        "alley": _("Ngõ, đường"), "landmark": _("Mốc dễ tìm"), "people": _("Số người"),
        "has_smartphone": _("Có điện thoại thông minh"), "best_way": _("Báo tin bằng cách"),
        "told_basis": _("Căn cứ để ghi"), "language": _("Ngôn ngữ"), "created_at": _("Vào sổ lúc"),
    },
    "people.Resident": {
        "name": NAME, "born_on": _("Ngày sinh"), "birth_year": _("Năm sinh"), "sex": _("Giới tính"),
        "relation": _("Quan hệ với chủ hộ"), "residence": _("Cư trú"),
    },
    "people.ContactPoint": {
        "kind": _("Loại"), "value": _("Địa chỉ, số"), "legal_basis": _("Căn cứ được liên lạc"),
        "verified_at": _("Xác nhận lúc"), "stopped_at": _("Ngừng lúc"),
    },
    "people.Consent": {
        "purpose": _("Mục đích"), "basis": _("Căn cứ"), "wording": _("Câu đã hỏi"),
        "channel": CHANNEL, "evidence": _("Bằng chứng"), "given_at": _("Đồng ý lúc"),
        "withdrawn_at": _("Rút lúc"),
    },
    "people.Membership": {
        "display_name": _("Tên hiển thị"), "state": STATE, "asked_at": _("Xin vào lúc"),
        "confirmed_at": _("Được nhận lúc"), "left_at": _("Rời lúc"),
    },
    "people.OaMember": {"name": NAME, "person": _("Mã của nền tảng"), "state": STATE},
    "people.Circumstance": {
        "is_elder_alone": _("Người cao tuổi ở một mình"), "is_remote": _("Ở xa"),
        "noted_on": _("Ghi ngày"),
    },
    "inbox.Conversation": {
        "source": CHANNEL, "name": NAME, "phone": PHONE, "person": _("Mã của nền tảng"),
        "last_at": _("Lần cuối"),
    },
    "inbox.Message": {"at": AT, "inbound": _("Người dân viết"), "text": TEXT},
    "inbox.Question": {
        "gist": _("Tóm tắt câu hỏi"), "state": STATE, "asked_at": _("Hỏi lúc"),
        "due_at": _("Hạn trả lời"), "answered_at": _("Trả lời lúc"),
    },
    "inbox.Forwarding": {
        "body": _("Cơ quan"), "contact": _("Người liên hệ"), "at": AT, "outcome": _("Kết quả"),
    },
    "inbox.Rating": {"score": SCORE, "text": TEXT, "at": AT},
    "counter.Ticket": {"day": _("Ngày"), "number": _("Số"), "name": NAME, "state": STATE},
    "counter.Appointment": {"at": _("Giờ hẹn"), "name": NAME, "phone": PHONE, "state": STATE},
    "counter.Assist": {
        "started_at": AT, "minutes": _("Số phút"), "outcome": _("Kết quả"),
        "receipt": _("Số biên nhận"), "note": _("Ghi chú"),
    },
    "counter.Dossier": {
        "number": _("Số hồ sơ"), "procedure_name": _("Thủ tục"), "name": NAME, "phone": PHONE,
        "receipt": _("Số biên nhận"), "status": STATE, "received_at": _("Nhận lúc"),
        "due_at": _("Hẹn trả"), "fee_vnd": _("Phí, lệ phí (đồng)"), "fee_for": _("Phí cho việc"),
        "result": _("Kết quả"), "ended_at": _("Xong lúc"),
    },
    "counter.DossierStep": {
        "kind": _("Việc"), "at": AT, "reason": _("Lý do"), "ground": _("Căn cứ"),
    },
    "counter.DossierPaper": {
        "name": _("Giấy tờ phải bổ sung"), "note": _("Ghi chú"), "brought_at": _("Nộp lúc"),
    },
    "counter.DossierMessage": {
        "way": _("Báo bằng cách"), "address": _("Địa chỉ, số"), "text": TEXT, "at": AT,
        "state": STATE,
    },
    "counter.DossierRating": {"score": SCORE, "text": TEXT, "at": AT},
    "counter.SkillVisit": {"on": _("Ngày"), "minutes": _("Số phút")},
    "outreach.Standing": {"level": _("Đã biết tới mức"), "channel": CHANNEL, "informed_at": AT},
    "outreach.Evidence": {"level": _("Đã biết tới mức"), "channel": CHANNEL, "at": AT},
    "outreach.VisitTry": {"at": AT, "result": _("Kết quả"), "note": _("Ghi chú")},
    "outreach.Claim": {"house": _("Số nhà đã khai"), "digits": _("Số cuối điện thoại"), "at": AT},
    "outreach.PassedOn": {"words": TEXT, "at": AT},
    "outreach.Reply": {"answer": _("Trả lời"), "at": AT},
    "outreach.CallPhoto": {"file": _("Tệp ảnh"), "at": AT},
    "dispatch.Delivery": {"address": _("Địa chỉ, số"), "state": STATE, "at": AT},
    "channels.Incoming": {"person": _("Mã của nền tảng"), "text": TEXT, "at": AT},
    "channels.Window": {"person": _("Mã của nền tảng"), "last_act_at": _("Lần cuối")},
    "replication.DataRequest": {
        "kind": _("Yêu cầu"), "asker": NAME, "contact": _("Trả lời bằng cách"), "words": TEXT,
        "received_at": _("Nhận lúc"), "state": STATE, "outcome": _("Kết quả"),
    },
}  # fmt: skip

# Of what is given: kept for comparing, for keys, or said by another field.
UNSAID: Final[dict[str, str]] = {
    "people.Household": "key",
    "people.Resident": "key",
    "people.ContactPoint": "detail",
    "channels.Incoming": "detail",
    "dispatch.Delivery": "thread link",
    "inbox.Conversation": "address told menu",
    "inbox.Message": "files reference",
    "inbox.Question": "folded about_path",
    "counter.Appointment": "person",
    "counter.Dossier": "code",
    "outreach.Claim": "browser",
    "outreach.Standing": "code",
    "replication.DataRequest": "why_longer",
}

DRAFT: Final = "a draft that deletes itself; what of it holds is in the register"
KEY: Final = "opens a page for whoever has it"

NOT_GIVEN: Final[dict[str, str]] = {
    "people.JoinAsk": "nobody knows whose it is, or it would be a membership",
    "people.Subscriber": KEY,
    "people.LinkCode": KEY,
    "people.ImportRow": DRAFT,
    "people.StagedHousehold": DRAFT,
    "people.StagedResident": DRAFT,
    "people.StagedContact": DRAFT,
    "dispatch.Job": "its words stand in what was said to them",
    "inbox.Note": "how officers worked on it among themselves",
    "inbox.FaqEntry": "a draft about the matter, not about them",
    "counter.ChatOffer": "a menu that was shown for minutes",
    "counter.DossierRow": DRAFT,
    "replication.MergerMove": "former values of what is given",
}
