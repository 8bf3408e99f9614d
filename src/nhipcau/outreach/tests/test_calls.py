"""What came of a call: answers, photos as proof, thanks in public by numbers and by consent."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nhipcau.core.actor import resident
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.notices.models import Notice
from nhipcau.outreach.calls import by_place, calls_now, homes_of_call, whole
from nhipcau.outreach.erase import erase_household
from nhipcau.outreach.models import CallPhoto, Level, Reply, Standing
from nhipcau.outreach.photos import (
    OF_A_HOME,
    add_photo,
    forget_photos,
    hide_photo,
    may_see,
    public_photos,
    remove_photo,
    show_photo,
)
from nhipcau.outreach.replies import answer_for, reply, take_answer_back
from nhipcau.outreach.thanks import (
    agree,
    agree_no_more,
    give_thanks,
    line_words,
    public_thanks,
    say_thanks,
    take_thanks_back,
)


def shot(colour: int = 0) -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("L", (2, 2), colour).save(made, "JPEG")
    return SimpleUploadedFile("anh.jpg", made.getvalue(), content_type="image/jpeg")


@pytest.fixture
def call(version, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Notice.objects.update(
        kind=Notice.Kind.CALL,
        answers=["will_come", "excused", "done", "photo"],
        current=version,
    )
    version.notice.refresh_from_db()
    return version


@pytest.fixture
def done(call, ward):
    """Tùng sent a photo and agreed to nothing."""
    reply(call, ward.tung, "done", photo=shot())
    return CallPhoto.objects.get()


def consent(home, **what):
    agree(home, **{"name": False, "photo": False, **what}, channel="portal", by=resident(home.pk))


def test_by_place_and_house_who_did_who_will_who_is_silent(call, ward, done):
    reply(call, ward.yen, "will_come")
    reply(call, ward.mai, "excused")
    lines = {line.neighbourhood: line.result for line in by_place(call)}
    assert (lines[ward.to_13].done, lines[ward.to_13].will_come) == (1, 1)
    assert (lines[ward.to_13].silent, lines[ward.to_13].photos) == (4, 1)
    assert whole(by_place(call)).excused == 1
    homes = homes_of_call(call, ward.to_13.pk)
    assert [home.answer for home in homes] == ["", "", "", "", "will_come", "done"]
    assert homes[-1].photos == [done]


def test_calls_stay_a_few_days_for_answers_to_come_in(call, ward, civil):
    assert list(calls_now(civil.now, ward.to_13.pk)) == [call]
    assert not calls_now(civil.now + timedelta(days=5), ward.to_13.pk)


def test_a_leader_writes_down_what_was_seen_and_a_slip_is_taken_back(call, ward):
    answer_for(call, ward.binh, "done", photo=shot(), by=ward.hoa)
    assert Standing.objects.get(version=call, household=ward.binh).level == Level.OBSERVED
    take_answer_back(call, ward.binh, by=ward.hoa)
    assert not Reply.objects.exists()
    with pytest.raises(BadInput):
        take_answer_back(call, ward.binh, by=ward.hoa)


def test_a_households_own_word_is_not_taken_back_by_the_leader(call, ward, done):
    with pytest.raises(BadInput):
        take_answer_back(call, ward.tung, by=ward.hoa)


def test_nobody_answers_for_another_neighbourhood_or_ward(call, ward, stranger):
    for by in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            answer_for(call, ward.mai, "done", by=by)
        with pytest.raises(NotAllowed):
            add_photo(call, shot(), neighbourhood=ward.to_1, by=by)
    with pytest.raises(BadInput):
        answer_for(call, ward.binh, "nhảy múa", by=ward.hoa)


def test_the_same_photo_twice_is_one_and_there_are_only_so_many(call, ward, done):
    reply(call, ward.tung, "done", photo=shot())
    assert CallPhoto.objects.count() == 1
    for n in range(1, OF_A_HOME):
        reply(call, ward.tung, "done", photo=shot(n * 60))
    with pytest.raises(BadInput, match="4 ảnh"):
        reply(call, ward.tung, "done", photo=shot(255))


def test_what_is_no_photo_leaves_no_answer(call, ward):
    with pytest.raises(BadInput):
        reply(call, ward.tung, "done", photo=SimpleUploadedFile("anh.jpg", b"<script>"))
    assert not Reply.objects.exists() and not CallPhoto.objects.exists()


def test_the_whole_alleys_photo_is_its_leaders(call, ward):
    photo = add_photo(call, shot(), neighbourhood=ward.to_13, by=ward.hoa)
    assert photo.household is None and may_see(ward.hoa, photo) and may_see(ward.lan, photo)


def test_strangers_and_other_leaders_do_not_see_a_photo(ward, stranger, done):
    ward.sinh.neighbourhood = ward.to_1
    assert not may_see(ward.sinh, done) and not may_see(stranger.thu, done)


def test_a_households_photo_is_public_only_while_it_agrees(call, ward, done):
    give_thanks(call.notice, deed="treo cờ", by=ward.lan)
    with pytest.raises(NotAllowed, match="chưa đồng ý"):
        show_photo(done, by=ward.lan)
    consent(ward.tung, photo=True)
    show_photo(done, by=ward.lan)
    with pytest.raises(WrongState):
        show_photo(done, by=ward.lan)
    assert list(public_photos()) == [done]
    agree_no_more(ward.tung)
    assert not public_photos()


def test_officers_decide_what_is_shown_and_leaders_do_not(call, ward, stranger):
    give_it = add_photo(call, shot(), neighbourhood=ward.to_13, by=ward.hoa)
    for by in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            show_photo(give_it, by=by)
    show_photo(give_it, by=ward.lan)
    assert not public_photos()  # nobody was thanked yet
    hide_photo(give_it, by=ward.lan)
    with pytest.raises(WrongState):
        hide_photo(give_it, by=ward.lan)


def test_a_removed_photos_file_goes_unless_another_has_the_same(
    call, ward, done, django_capture_on_commit_callbacks
):
    reply(call, ward.yen, "done", photo=shot())
    for photo, left in zip(list(CallPhoto.objects.all()), (True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            remove_photo(photo, by=ward.hoa)
        assert default_storage.exists(photo.file.name) == left
    with pytest.raises(WrongState):
        remove_photo(done, by=ward.hoa)


def test_photos_are_forgotten_half_a_year_after_the_deadline(call, ward, done, civil, tmp_path):
    civil.step(60 * 24 * 170)
    assert forget_photos() == 0
    civil.step(60 * 24 * 20)
    assert forget_photos() == 1
    assert not list(Path(tmp_path).rglob("*.jpg"))


def test_a_household_can_have_its_photos_erased(
    call, ward, done, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_household(ward.tung, by=ward.lan.actor) == 1
    assert not default_storage.exists(done.file.name)


def test_thanks_are_numbers_and_names_by_consent_only(call, ward, done):
    reply(call, ward.yen, "done")
    consent(ward.yen, name=True)
    thanks = give_thanks(call.notice, deed="treo cờ", words="Cả tổ rực đỏ.", by=ward.lan)
    said = say_thanks(thanks)
    assert [line_words(line, said.deed) for line in said.places] == ["Tổ 13: 2 hộ đã treo cờ"]
    assert said.names == ["Phạm Thị Yến"]
    agree_no_more(ward.yen)
    assert agree_no_more(ward.yen) == 0
    assert say_thanks(thanks).names == []


def test_thanks_can_be_taken_back_once_and_given_again(call, ward, done):
    thanks = give_thanks(call.notice, deed="treo cờ", by=ward.lan)
    take_thanks_back(thanks, by=ward.lan)
    with pytest.raises(WrongState):
        take_thanks_back(thanks, by=ward.lan)
    assert not public_thanks()
    assert give_thanks(call.notice, deed="treo cờ", by=ward.minh).pk == thanks.pk


def test_thanks_need_a_call_a_deed_and_somebody_who_did(call, ward, stranger):
    with pytest.raises(WrongState, match="Chưa có hộ nào"):
        give_thanks(call.notice, deed="treo cờ", by=ward.lan)
    reply(call, ward.tung, "done")
    with pytest.raises(BadInput):
        give_thanks(call.notice, deed=" ", by=ward.lan)
    for by in (ward.hoa, stranger.thu):
        with pytest.raises(NotAllowed):
            give_thanks(call.notice, deed="treo cờ", by=by)
    call.notice.kind = Notice.Kind.ANNOUNCEMENT
    with pytest.raises(WrongState):
        give_thanks(call.notice, deed="treo cờ", by=ward.lan)
