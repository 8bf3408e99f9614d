"""The demo of Phường Bắc Kạn: four localities with a month of history become one, and come back."""

from pathlib import Path

import pytest
from django_scopes import scope

from nhipcau.commands import opening_merger
from nhipcau.core.actor import SYSTEM
from nhipcau.core.clock import civil_now
from nhipcau.links.models import Poster
from nhipcau.notices.models import NoticeVersion
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality
from nhipcau.places.oversee import wards_of
from nhipcau.places.strays import find_strays
from nhipcau.replication.merger.carry_out import carry_out
from nhipcau.replication.merger.counts import count
from nhipcau.replication.merger.draft import agree, mark_seen
from nhipcau.replication.merger.preview import preview
from nhipcau.replication.merger.undo import undo_merger

pytestmark = pytest.mark.sqlite  # the merger itself runs on both (replication/merger/tests)
BROWSER = {"User-Agent": "Mozilla/5.0 Chrome/91.0 Mobile"}


def test_four_localities_with_history_become_bac_kan_and_come_back(
    db, client, tmp_path, monkeypatch, settings
):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(opening_merger, "HOMES", 2)
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    merger = opening_merger.open_four(Path(tmp_path / "clock"), say=lambda _said: None)
    four = list(Locality.objects.filter(is_office=False).order_by("pk"))
    places = [one.pk for one in four]
    before = count(places)
    over = NoticeVersion._base_manager.filter(deadline__lt=civil_now())  # the rest still runs
    history = set(over.values_list("pk", "locality"))
    assert (len(four), len(history), before["households"], before["questions"]) == (4, 8, 20, 4)
    waiting = merger.parties.get(agreed_at=None).locality
    admin = Staff.objects.get(username=opening_merger.admin_of(waiting.slug), role=Role.ADMIN)
    shown = preview(merger).fingerprint
    agree(merger, shown, by=admin.actor)
    mark_seen(merger, shown, by=admin.actor)
    heir = carry_out(merger, by=admin.actor)
    assert (count([heir.pk]), sum(count(places).values())) == (before, 0)
    assert set(over.values_list("pk", "locality")) == history
    assert list(wards_of(four[0].overseen_by)) == [heir]
    with scope(locality=heir):
        posters = list(Poster.objects.filter(kind="portal").select_related("link"))
    for poster in posters:  # printed before it
        page = client.get(f"/t/{poster.link.code}", headers=BROWSER, follow=True)
        assert page.status_code == 200 and "Phường Bắc Kạn" in page.text
    assert len(posters) >= 4 and find_strays() == []
    undo_merger(merger, by=SYSTEM)
    assert (count(places), sum(count([heir.pk]).values())) == (before, 0)
    assert not Locality.objects.filter(pk__in=places, closed_at__isnull=False).exists()
