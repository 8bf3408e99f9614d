"""Everything comes out, nothing that opens a door, and nothing of another locality."""

import hashlib
import json
import re

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.cast import FRIDAY_AFTERNOON as NOW

from nhipcau.core.errors import BadInput, NotAllowed
from nhipcau.notices.models import Paper
from nhipcau.places.tenant import Tenanted
from nhipcau.replication.data_out import export
from nhipcau.replication.data_out.named import NAMED, OPEN, SECRET, WITHHELD

SECRET_NAME = re.compile("token|hash|secret|sealed|password|digest")


def out(ward, folder):
    return export.export_data(ward.locality, folder, by=ward.quan.actor, progress=lambda *_: None)


def test_every_model_of_a_locality_is_exported_or_withheld_with_a_reason():
    tenants = {model._meta.label for model in apps.get_models() if issubclass(model, Tenanted)}
    more = {"people.Staff", "places.Locality", "core.AuditEvent"}
    assert set(NAMED) | set(WITHHELD) == tenants | more
    assert not set(NAMED) & set(WITHHELD)


def test_no_column_that_opens_something_is_exported():
    for label in NAMED:
        for field in export.columns(label):
            assert not SECRET_NAME.search(field.name) or field.name in OPEN, (label, field.name)
    for label, fields in SECRET.items():
        assert set(fields.split()) <= {one.name for one in apps.get_model(label)._meta.fields}


def test_all_comes_out_with_its_files_and_nothing_of_the_neighbours(ward, stranger, tmp_path):
    kept = default_storage.save("papers/x-test.pdf", ContentFile(b"paper"))
    Paper.objects.create(
        locality=ward.locality, issuer="x", number="1", signed_on=NOW, received_at=NOW, file=kept
    )
    try:
        rows = out(ward, tmp_path / "a")
    finally:
        default_storage.delete(kept)
    folder = tmp_path / "a"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert rows == sum(table["rows"] for table in manifest["tables"]) > 20
    for one in [*manifest["tables"], *manifest["files"]]:
        assert hashlib.sha256((folder / one["name"]).read_bytes()).hexdigest() == one["sha256"]
    homes = (folder / "people.Household.jsonl").read_text().splitlines()
    assert {json.loads(home)["head_name"] for home in homes} >= {"Nông Thị Bình", "Vi Thị Mai"}
    everything = "".join(path.read_text() for path in folder.glob("*.jsonl"))
    assert "Ma Văn Lạ" not in everything and "argon2" not in everything
    assert [one["size"] for one in manifest["files"]] == [5]
    assert "Hộ,head_name,chữ,,,có" in (folder / "tu-dien.csv").read_text(encoding="utf-8-sig")


def test_what_was_cut_short_goes_on_where_it_stopped(ward, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "A_PAGE", 2)
    out(ward, tmp_path / "whole")
    out(ward, tmp_path / "cut")
    whole = (tmp_path / "whole/people.Household.jsonl").read_bytes()
    cut = tmp_path / "cut"
    (cut / "manifest.json").unlink()
    (cut / "people.Household.jsonl").unlink()
    (cut / "people.Household.jsonl.part").write_bytes(whole[: len(whole) // 2])
    (cut / export.MARK).write_text(str(ward.locality.pk))
    out(ward, cut)
    assert (cut / "people.Household.jsonl").read_bytes() == whole
    assert not list(cut.glob("*.part"))


def test_a_folder_with_something_in_it_is_left_alone(ward, tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(BadInput):
        out(ward, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_only_an_admin_of_the_locality_takes_it_out(ward, stranger, tmp_path):
    for who in (ward.lan, ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            export.export_data(
                ward.locality, tmp_path / "x", by=who.actor, progress=lambda *_: None
            )
    assert not (tmp_path / "x").exists()
