"""An owner finds their dossier: by its number and the last digits of the telephone, or by the
code of the receipt. Whoever is wrong learns nothing, not even that there is such a number."""

import hmac

from django.core import signing

from nhipcau.core.actor import resident
from nhipcau.core.audit import record
from nhipcau.counter.dossiers.numbers import key_of
from nhipcau.counter.models import Dossier
from nhipcau.people.tries import is_spent, may_try
from nhipcau.places.models import Locality

DIGITS = 4
PER_NUMBER, DAY = 10, 86_400
SALT, OPEN_FOR = "dossier", 1800  # seconds a look-up stays open


def find_dossier(locality: Locality, number: str, digits: str) -> Dossier | None:
    """Ten wrong tries a day for one number, whoever tries; the page counts addresses as well."""
    key, digits = key_of(number), "".join(filter(str.isdecimal, digits))
    if not key or len(digits) != DIGITS:
        return None
    tries = f"dossier:{locality.pk}:{key}"
    if is_spent(tries, PER_NUMBER):
        return None
    found = Dossier.objects.filter(key=key).exclude(phone="").first()
    is_right = hmac.compare_digest(found.phone[-DIGITS:] if found else "-" * DIGITS, digits)
    if found is None or not is_right:
        may_try(tries, PER_NUMBER, DAY)
        return None
    record(resident(found.household_id), "dossier.looked_up", found)
    return found


def open_key(dossier: Dossier) -> str:
    """What stands in the address after a look-up: good for half an hour, and for nobody else's."""
    return signing.dumps(dossier.pk, salt=SALT).replace(":", "~")


def by_key(key: str) -> Dossier | None:
    """The code of a receipt, or a look-up that is still open. Inside the locality's scope."""
    known = Dossier.objects.filter(erased_at=None)  # whose code is only its number
    known = known.select_related("procedure_version__procedure", "locality")
    if "~" not in key:
        is_code = 8 < len(key) <= 16 and key.isalnum()
        return known.filter(code=key.lower()).first() if is_code else None
    try:
        pk = signing.loads(key.replace("~", ":"), salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    return known.filter(pk=pk).first()
