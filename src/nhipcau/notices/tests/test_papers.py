import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from tests.cast import FRIDAY_AFTERNOON

from nhipcau.core.errors import BadInput
from nhipcau.notices.draft import draft_notice
from nhipcau.notices.given import PaperInput
from nhipcau.notices.papers import content_type, lateness, say_lateness, store_file

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def picture(kind):
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "end"), [(PDF, "pdf"), (picture("JPEG"), "jpg"), (picture("PNG"), "png")]
)
def test_a_file_is_kept_by_its_content_under_its_locality(ward, content, end):
    key, name = store_file(ward.locality, io.BytesIO(content), "C:\\giấy mời.exe")
    assert key.startswith(f"papers/{ward.locality.pk}/")
    assert key.endswith(f".{end}")
    assert name == f"giấy mời.{end}"
    assert default_storage.open(key).read() == content


def test_the_same_file_is_kept_once(ward):
    first, _name = store_file(ward.locality, io.BytesIO(PDF), "a.pdf")
    assert store_file(ward.locality, io.BytesIO(PDF), "b.pdf")[0] == first


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90 a program", b"<html>", b"%PDF-1.7 cut off", picture("GIF"), b"\xff\xd8\xff"],
)
def test_what_is_no_paper_is_refused_whatever_its_name(ward, content):
    with pytest.raises(BadInput) as fault:
        store_file(ward.locality, io.BytesIO(content), "giấy mời.pdf")
    assert fault.value.field == "file"


def test_a_huge_file_is_refused(ward, settings):
    settings.UPLOAD_LIMIT_BYTES = 20
    with pytest.raises(BadInput):
        store_file(ward.locality, io.BytesIO(PDF), "a.pdf")


@pytest.mark.parametrize(
    "key", ["papers/{here}/../../secret.key", "papers/{here}/../2/x.pdf", "papers/{here}/ab/c.pdf"]
)
def test_a_path_written_by_hand_is_no_file_of_ours(ward, screening, key):
    paper = PaperInput(issuer="TTYT", file=key.format(here=ward.locality.pk), file_name="a.pdf")
    with pytest.raises(BadInput) as fault:
        draft_notice(ward.locality, screening(paper=paper), by=ward.lan)
    assert fault.value.field == "file"


def test_a_file_of_another_locality_is_refused(ward, stranger, screening):
    key, name = store_file(stranger.locality, io.BytesIO(PDF), "a.pdf")
    paper = PaperInput(issuer="TTYT", file=key, file_name=name)
    with pytest.raises(BadInput):
        draft_notice(ward.locality, screening(paper=paper), by=ward.lan)


def test_the_paper_keeps_its_file(ward, screening):
    key, name = store_file(ward.locality, io.BytesIO(PDF), "a.pdf")
    paper = PaperInput(issuer="TTYT", file=key, file_name=name)
    version = draft_notice(ward.locality, screening(paper=paper), by=ward.lan)
    assert content_type(version.notice.paper) == "application/pdf"


def test_a_late_paper_is_said_in_one_sentence(draft):
    late = lateness(draft)
    assert late.is_late
    assert say_lateness(late, FRIDAY_AFTERNOON) == (
        "Văn bản đến phường lúc 16:25 hôm nay, 2 ngày sau khi ký (24/5/2023): "
        "còn 14 giờ 05 phút đến hạn báo tin, 14 giờ 35 phút đến lúc diễn ra."
    )


def test_a_paper_in_time_is_not_late(draft):
    draft.deadline += timedelta(days=2)
    assert not lateness(draft).is_late


def test_without_a_paper_there_is_nothing_to_report(ward, screening):
    assert lateness(draft_notice(ward.locality, screening(paper=None), by=ward.lan)) is None
