"""Shims: ids in, verbs called. The periodic job finds the same rows when a wake-up is lost."""

from django_scopes import scope

from nhipcau.core.tasks import task
from nhipcau.notices import make_sound
from nhipcau.notices.models import Audio, Recording


@task()
def make_audio(locality: int, row: int) -> None:
    with scope(locality=locality):
        make_sound.make_audio(Audio.objects.select_related("version__notice").get(pk=row))


@task()
def make_recording(locality: int, row: int) -> None:
    with scope(locality=locality):
        make_sound.make_recording(Recording.objects.get(pk=row))
