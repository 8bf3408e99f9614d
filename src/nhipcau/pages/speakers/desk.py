"""The ward's own list of loudspeakers: make one, give it a new address, take it back."""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.core.clock import civil_now
from nhipcau.core.errors import DomainError
from nhipcau.outreach.models import Playing, Speaker
from nhipcau.outreach.speakers import add_speaker
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff
from nhipcau.people.rights import KEEPS_THE_REGISTER
from nhipcau.people.secret_addresses import renew_address, revoke_address
from nhipcau.places.hours import loudspeaker_spans
from nhipcau.places.models import Neighbourhood
from nhipcau.printing.qr import qr_svg

keepers = console(*(Role(role) for role in sorted(KEEPS_THE_REGISTER)))
LATELY = 15


class SpeakerForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Tên loa"),
        max_length=80,
        help_text=gettext_lazy("Ví dụ: Loa nhà văn hoá Tổ 13, điện thoại trực đài."),
    )
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Nghe được ở đâu"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=gettext_lazy("Cả phường, xã"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = cast("forms.ModelChoiceField[Neighbourhood]", self.fields["neighbourhood"])
        chosen.queryset = Neighbourhood.objects.order_by("position", "id")


@keepers
def speaker_list(request: HttpRequest) -> HttpResponse:
    form = SpeakerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            speaker, token = add_speaker(
                _me(request).locality, by=_me(request), **form.cleaned_data
            )
            return _address(request, speaker, token)
        except DomainError as fault:
            form.add_error(fault.field or None, fault.message)
    context = {
        "form": form,
        "speakers": Speaker.objects.filter(revoked_at__isnull=True)
        .select_related("neighbourhood", "made_by")
        .order_by("pk"),
        "gone": Speaker.objects.filter(revoked_at__isnull=False).order_by("-revoked_at")[:LATELY],
        "played": Playing.objects.select_related("speaker", "version").order_by("-at")[:LATELY],
        "hours": loudspeaker_spans(_me(request).locality),
        "now": civil_now(),
    }
    status = 422 if form.errors else 200
    return render(request, "pages/speakers/list.html", context, status=status)


@require_POST
@keepers
def speaker_step(request: HttpRequest, speaker_id: int, step: str) -> HttpResponse:
    speaker = get_object_or_404(Speaker, pk=speaker_id)
    try:
        if step == "dia-chi-moi":
            return _address(request, speaker, renew_address(speaker, by=_me(request)))
        if step != "thu-hoi":
            raise Http404
        revoke_address(speaker, by=_me(request))
        messages.success(request, _("Đã thu hồi: địa chỉ của loa này không mở được nữa."))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect("speaker_list")


def _address(request: HttpRequest, speaker: Speaker, token: str) -> HttpResponse:
    """Shown once: only the hash of it is kept."""
    address = settings.BASE_URL + reverse("speaker_page", args=[token])
    context = {"speaker": speaker, "address": address, "qr": qr_svg(address)}
    response = render(request, "pages/speakers/address.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _me(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)
