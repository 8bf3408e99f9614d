"""What the parts of a procedure are called, in the order in which they are read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Any] = {
    "name": _("Tên thủ tục"),
    "level": _("Cấp thực hiện"),
    "sector": _("Lĩnh vực"),
    "audience": _("Đối tượng"),
    "agency": _("Cơ quan thực hiện"),
    "steps": _("Trình tự thực hiện"),
    "conditions": _("Yêu cầu, điều kiện"),
    "ways": _("Cách nộp, thời gian, phí"),
    "papers": _("Giấy tờ cần có"),
    "result": _("Kết quả"),
    "legal_basis": _("Căn cứ pháp lý"),
    "decision": _("Quyết định công bố"),
    "source_url": _("Trang nguồn"),
    "details": _("Thông tin khác"),
    "unclear": _("Phần chưa rõ trong nguồn"),
}
