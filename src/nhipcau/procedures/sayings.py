"""The ward's own words for procedures: heard by the next search, before the shipped table."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.core import audit
from nhipcau.core.actor import Actor
from nhipcau.core.clock import civil_now
from nhipcau.core.errors import BadInput, WrongState
from nhipcau.places.models import Locality
from nhipcau.procedures.models import Saying
from nhipcau.procedures.rights import require_editor
from nhipcau.procedures.search_catalogue import forget
from nhipcau.procedures.search_words import plain_words
from nhipcau.text.fold import tidy

LONGEST = 300
MOST_SYLLABLES = 12
MOST = 500  # of one ward; a table that nobody can read through helps nobody


def add_saying(locality: Locality, *, said: str, means: str, by: Actor) -> Saying:
    """`said` and `means`: phrases, several between "|"."""
    require_editor(by, locality.pk)
    said = _checked(said, _("Lời người dân"))
    means = _checked(means, _("Lời trong tên thủ tục"))
    if Saying.objects.filter(locality=locality).count() >= MOST:
        raise BadInput(_("Bảng đã có %(most)s dòng. Hãy bỏ bớt dòng cũ.") % {"most": MOST})
    try:
        with transaction.atomic():
            saying = Saying.objects.create(
                locality=locality,
                said=said,
                means=means,
                created_at=civil_now(),
                created_by=f"{by.kind}:{by.id}",
            )
            audit.record(by, "saying.added", saying)
            transaction.on_commit(forget)
    except IntegrityError:
        raise BadInput(_("Lời “%(said)s” đã có trong bảng.") % {"said": said}) from None
    return saying


def remove_saying(saying: Saying, *, by: Actor) -> None:
    require_editor(by, saying.locality_id)
    with transaction.atomic():
        audit.record(by, "saying.removed", saying)
        gone, _kinds = Saying.objects.filter(pk=saying.pk).delete()
        if not gone:
            raise WrongState(_("Dòng này đã được bỏ từ trước."))
        transaction.on_commit(forget)


def _checked(text: str, where: str) -> str:
    """The phrases tidied. An empty one between bars is left out; "=" and "#" have a meaning."""
    phrases = [tidy(phrase) for phrase in text.replace("=", " ").replace("#", " ").split("|")]
    phrases = [phrase for phrase in phrases if plain_words(phrase)]
    if not phrases:
        raise BadInput(_("%(where)s: hãy ghi ít nhất một từ.") % {"where": where})
    for phrase in phrases:
        if len(plain_words(phrase)) > MOST_SYLLABLES:
            raise BadInput(
                _("%(where)s: “%(phrase)s” quá dài, nhiều nhất %(most)s tiếng.")
                % {"where": where, "phrase": phrase[:40], "most": MOST_SYLLABLES}
            )
    joined = " | ".join(dict.fromkeys(phrases))
    if len(joined) > LONGEST:
        raise BadInput(
            _("%(where)s: dài quá %(most)s chữ, hãy chia thành nhiều dòng.")
            % {"where": where, "most": LONGEST}
        )
    return joined
