"""What the machine says of its own: the usual sentences, or the ward's own where it wrote some.

Own words are Vietnamese; who writes in another language gets the usual ones in theirs.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nhipcau.core.audit import record
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput
from nhipcau.core.language import own_language
from nhipcau.inbox.models import Wording
from nhipcau.inbox.rights import require_arranger
from nhipcau.people.models import Staff
from nhipcau.places.models import Locality
from nhipcau.text.fold import tidy_lines

WHEN: Final = "{lúc}"
MOST: Final = 600
# As phrases.GREETING_CHOICES understands them; who takes no appointments leaves 3 out.
MENUS: Final = (["1", "2", "3", "0"], ["1", "2", "0"])
NAMES: Final[dict[str, Any]] = {
    "greeting": gettext_lazy("Lời chào"),
    "menu": gettext_lazy(
        "Danh mục số (1 tra thủ tục, 2 giờ làm việc, 3 đặt lịch hẹn, 0 gặp cán bộ)"
    ),
    "outside": gettext_lazy("Ngoài giờ làm việc ({lúc} là giờ mở cửa lại)"),
}


def usual_words(locality: Locality) -> dict[str, str]:
    return {
        "greeting": _(
            "%(issuer)s xin chào. Đây là tin trả lời tự động.\n"
            "Bác cứ nhắn điều cần hỏi, ví dụ “làm lại giấy khai sinh”: máy tìm thủ tục ngay, "
            "cán bộ trả lời trong giờ làm việc. Hoặc nhắn số:"
        )
        % {"issuer": locality.issuer},
        "menu": _("1 – Tra thủ tục\n2 – Giờ làm việc, địa chỉ\n3 – Đặt lịch hẹn\n0 – Hỏi cán bộ"),
        "outside": _("Bây giờ ngoài giờ làm việc; phường làm việc lại lúc %(when)s.")
        % {"when": WHEN},
    }


def own_words(locality: Locality) -> dict[str, str]:
    rows = Wording.objects.filter(locality=locality, name__in=NAMES)
    return dict(rows.values_list("name", "text"))


def words_of(locality: Locality) -> dict[str, str]:
    """As they are said in the language of this moment."""
    own = own_words(locality) if get_language() == own_language() else {}
    return {**usual_words(locality), **own}


def save_words(locality: Locality, given: Mapping[str, str], *, by: Staff) -> None:
    """Verb. All or none; an empty one goes back to the usual sentence."""
    require_arranger(by, locality.pk)
    words = {name: tidy_lines(given.get(name, "")) for name in NAMES}
    for name, text in words.items():
        _check(name, text)
    with transaction.atomic():
        for name, text in words.items():
            if text and text != usual_words(locality)[name]:
                Wording.objects.update_or_create(
                    locality=locality,
                    name=name,
                    defaults={"text": text, "by": by, "at": civil_now()},
                )
            else:
                Wording.objects.filter(locality=locality, name=name).delete()
        own = sorted(name for name, text in words.items() if text)
        record(by.actor, "wording.saved", locality, locality=locality.pk, after={"own": own})


def _check(name: str, text: str) -> None:
    if len(text) > MOST:
        said = _("Câu này dài quá %(n)d ký tự; tin chào cần ngắn.") % {"n": MOST}
        raise BadInput(said, field=name)
    if not text:
        return
    if name == "outside" and WHEN not in text:
        raise BadInput(_("Hãy giữ chữ {lúc}: máy thay bằng giờ mở cửa lại."), field=name)
    if name == "menu":
        begun = [line.strip()[:1] for line in text.splitlines()]
        if begun not in MENUS:
            raise BadInput(
                _(
                    "Danh mục cần các dòng bắt đầu bằng 1, 2, 3 và 0, theo thứ tự đó (bỏ được "
                    "dòng 3 nếu chưa nhận đặt lịch): máy hiểu theo số."
                ),
                field=name,
            )
