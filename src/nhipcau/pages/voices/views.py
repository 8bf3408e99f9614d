"""The voices of a notice: what loudspeakers will say, recordings by people, and who listened."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nhipcau.core.clock import civil_now, local
from nhipcau.core.errors import DomainError
from nhipcau.notices.audio import request_audio
from nhipcau.notices.heard import checked_recordings, content_of, say_language, tongues
from nhipcau.notices.make_sound import AUDIO_PROBLEMS, RECORDING_PROBLEMS
from nhipcau.notices.models import Audio, Notice, NoticeVersion, Recording
from nhipcau.notices.queries import in_hand, newest
from nhipcau.notices.recordings import OPEN, check_recording, offer_recording, remove_recording
from nhipcau.notices.renditions import fingerprint
from nhipcau.notices.rights import WRITERS
from nhipcau.outreach.models import Playing
from nhipcau.pages.ranges import send_sound
from nhipcau.people.guards import console, me


class RecordingForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Bản ghi âm"),
        help_text=gettext_lazy("Ghi bằng máy ghi âm của điện thoại, nhiều nhất 5 phút và 20 MB."),
        widget=forms.FileInput(attrs={"accept": "audio/*,video/mp4,video/webm,.m4a,.amr,.3gp"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Ngôn ngữ"))
    recorded_by = forms.CharField(label=gettext_lazy("Ai đọc"), max_length=120)
    recorded_on = forms.DateField(
        label=gettext_lazy("Ghi ngày nào"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    said_twice = forms.BooleanField(
        label=gettext_lazy("Đã đọc hai lần (không đánh dấu thì loa phát bản ghi hai lần)"),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = cast(forms.ChoiceField, self.fields["language"])
        chosen.choices = [(code, say_language(code)) for code in tongues()]


@console()
def voices(request: HttpRequest, notice_id: int) -> HttpResponse:
    version = _version(notice_id)
    form = RecordingForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={
            "recorded_on": local(civil_now()).date(),
            "language": request.GET.get("tieng", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            offer_recording(version, typed.pop("file"), by=me(request), **typed)
        except DomainError as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(
                request, _("Đã nhận bản ghi. Máy xử lý xong, một người khác nghe lại.")
            )
            return redirect("notice_voices", notice_id)
    context = _context(request, version) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "pages/voices/voices.html", context, status=status)


@require_POST
@console()
def make(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Have the loudspeaker's sound made, to listen to before it is played to everybody."""
    version = _version(notice_id)
    if me(request).role not in WRITERS:
        raise Http404
    request_audio(version, by=me(request).actor)
    return redirect("notice_voices", notice_id)


@require_POST
@console()
def step(request: HttpRequest, notice_id: int, recording_id: int, act: str) -> HttpResponse:
    rows = Recording.objects.filter(version__notice=notice_id).select_related("version__notice")
    recording = get_object_or_404(rows, pk=recording_id)
    try:
        if act == "da-nghe":
            check_recording(recording, by=me(request))
            messages.success(request, _("Đã ghi: bạn đã nghe và xác nhận. Bà con nghe được rồi."))
        elif act == "bo":
            remove_recording(recording, by=me(request))
            messages.success(request, _("Đã bỏ bản ghi này."))
        else:
            raise Http404
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("notice_voices", notice_id)


@require_safe
@console()
def sound(request: HttpRequest, notice_id: int, recording_id: int) -> HttpResponse:
    """For those who work here; also before anybody checked it. 0 is the loudspeaker's own."""
    if recording_id:
        rows = Recording.objects.filter(version__notice=notice_id, state=Recording.State.MADE)
        return send_sound(request, get_object_or_404(rows, pk=recording_id).audio)
    audios = Audio.objects.filter(state=Audio.State.MADE, version=_version(notice_id))
    return send_sound(request, get_object_or_404(audios).file)


def _context(request: HttpRequest, version: NoticeVersion) -> dict[str, object]:
    staff = me(request)
    source = fingerprint(version)
    found = Recording.objects.filter(version=version).select_related("uploaded_by", "checked_by")
    rows = list(found.order_by("language", "-pk"))
    heard = {row.pk for row in checked_recordings(version)}
    may_act = staff.role in WRITERS and version.state in OPEN
    recordings = [
        {
            "row": row,
            "language": say_language(row.language),
            "is_heard": row.pk in heard,
            "is_stale": row.source != source,
            "problem": RECORDING_PROBLEMS.get(row.problem, ""),
            "may_check": may_act
            and row.state == Recording.State.MADE
            and row.checked_at is None
            and row.uploaded_by_id != staff.pk
            and row.source == source,
        }
        for row in rows
    ]
    audio = Audio.objects.filter(version=version).first()
    content = content_of(version)
    return {
        "version": version,
        "recordings": recordings,
        "audio": audio,
        "audio_problem": AUDIO_PROBLEMS.get(audio.problem, "") if audio else "",
        "audio_languages": [say_language(code) for code in audio.languages] if audio else [],
        "is_old": bool(audio and audio.state == "made" and audio.source != content.wanted),
        "is_working": bool(audio and audio.state in {"waiting", "making"})
        or any(row.state == Recording.State.WAITING for row in rows),
        "script": content.script,
        "played": Playing.objects.filter(version=version).select_related("speaker").order_by("at"),
        "may_act": may_act,
    }


def _version(notice_id: int) -> NoticeVersion:
    """The one being written, else the newest."""
    notice = get_object_or_404(Notice, pk=notice_id)
    found = in_hand(notice) or newest(notice)
    return NoticeVersion.objects.select_related("notice", "locality").get(pk=found.pk)
