"""What people can be taught, so that next time they manage alone: a fixed list, in order.

Codes stay for ever: assists keep them, and CIRCLES of people are counted by them. A new skill is
a new line; an old one is never given another meaning.
"""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

SKILLS: Final[dict[str, Any]] = {
    "install": _("Cài ứng dụng, bật mạng trên điện thoại"),
    "zalo": _("Quan tâm Zalo của phường"),
    "group": _("Vào nhóm của tổ"),
    "account": _("Có tài khoản định danh và đăng nhập được"),
    "find": _("Tìm đúng thủ tục, xem giấy tờ cần"),
    "photo": _("Chụp giấy tờ rõ nét"),
    "form": _("Điền tờ khai trực tuyến"),
    "file": _("Tự nộp hồ sơ trực tuyến"),
    "pay": _("Nộp phí trực tuyến"),
    "track": _("Tra tình trạng hồ sơ"),
    "ask": _("Hỏi phường qua cổng hoặc Zalo"),
    "safe": _("Nhận ra và tránh lừa đảo"),
}


def known_skills(codes: object) -> list[str]:
    """Those of the list, in its order, each once; whatever else was sent is left out."""
    given = {str(code) for code in codes} if isinstance(codes, list | tuple | set) else set()
    return [code for code in SKILLS if code in given]
