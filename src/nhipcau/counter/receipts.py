"""The number that the portal gave for a filing: tidied, never refused for being unknown."""

import re
from typing import Final

from django.utils.translation import gettext as _

from nhipcau.core.errors import BadInput
from nhipcau.country.chosen import country
from nhipcau.text.fold import tidy
from nhipcau.text.mask import has_ids

LONGEST: Final = 60


def read_receipt(typed: str) -> str:
    """As it is kept: capitals, no spaces inside. Empty stays empty."""
    text = tidy(typed)
    joined = re.sub(r"\s+", "", text).upper().replace("–", "-").replace("—", "-")
    if is_known(joined):
        return joined
    if has_ids(text):
        raise BadInput(
            _("Đây là số giấy tờ tuỳ thân. Chỉ ghi mã hồ sơ mà cổng dịch vụ công đã cấp."),
            field="receipt",
        )
    if len(text) > LONGEST:
        raise BadInput(
            _("Mã hồ sơ dài quá %(most)d ký tự. Hãy chép lại mã trên cổng.") % {"most": LONGEST},
            field="receipt",
        )
    return text


def is_known(number: str) -> bool:
    """000.00.00.H03-230526-0012 and its relatives; agencies write it in several ways."""
    return bool(re.match(country().desk.dossier_number, number))
