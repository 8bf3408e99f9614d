"""What helpers speak: the tongues of the country, English for visitors, and signs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nhipcau.country.chosen import country

OTHERS = {"en": gettext_noop("Tiếng Anh"), "sgn": gettext_noop("Ngôn ngữ ký hiệu")}


def tongues() -> dict[str, str]:
    """Code → name in the language of the page, in the order in which they are shown."""
    spoken = country().spoken
    others = {code: name for code, name in OTHERS.items() if code not in spoken}
    return {code: _(name) for code, name in {**spoken, **others}.items()}
