"""Forgetting what a platform's person wrote, wherever it was kept on its way in."""

from django.db.models import Q

from nhipcau.channels.models import Incoming, Window


def forget_words(withdrawal: Incoming) -> int:
    """All that came from this person before they withdrew: that something came, and when, stays for
    the dedupe. What they write later is heard anew."""
    if not withdrawal.person:
        return 0
    theirs = Incoming.objects.filter(
        account=withdrawal.account, person=withdrawal.person, pk__lt=withdrawal.pk
    )
    return theirs.update(text="", detail={}, person="")


def forget_people(theirs: Q) -> int:
    """All that came from them, and when they last wrote; `theirs` over `account` and `person`."""
    Window.objects.filter(theirs).delete()
    return Incoming.objects.filter(theirs).update(text="", detail={}, person="")
