"""Forgetting what a platform's person wrote, wherever it was kept on its way in."""

from nhipcau.channels.models import Incoming


def forget_words(withdrawal: Incoming) -> int:
    """All that came from this person before they withdrew: that something came, and when, stays for
    the dedupe. What they write later is heard anew."""
    if not withdrawal.person:
        return 0
    theirs = Incoming.objects.filter(
        account=withdrawal.account, person=withdrawal.person, pk__lt=withdrawal.pk
    )
    return theirs.update(text="", detail={}, person="")
