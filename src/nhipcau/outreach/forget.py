"""What people typed about themselves and their neighbours is kept no longer than it serves."""

from datetime import timedelta

from django_scopes import scopes_disabled

from nhipcau.core.clock import civil_now
from nhipcau.outreach.models import Claim, PassedOn, VisitTry

KEPT = timedelta(days=30)


def forget_words() -> int:
    """Daily: house and digits of claims, whom somebody told, notes at doors; a month after the
    deadline. Evidence, counts and who settled what stay."""
    over = civil_now() - KEPT
    with scopes_disabled():  # of every locality alike
        claims = Claim.objects.filter(version__deadline__lt=over).exclude(house="", digits="")
        said = PassedOn.objects.filter(version__deadline__lt=over).exclude(words="")
        tries = VisitTry.objects.filter(visit__version__deadline__lt=over).exclude(note="")
        return (
            claims.update(house="", digits="", browser="")
            + said.update(words="")
            + tries.update(note="")
        )
