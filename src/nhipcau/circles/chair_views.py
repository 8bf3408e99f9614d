"""Who leads: taking the chair, a new head for a circle below, the end of a circle."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.circles.chair import agree_to_chair, appoint_head, may_appoint, take_chair
from nhipcau.circles.desk import frame, home, is_theirs, member_in, officer_in
from nhipcau.circles.found import close_circle
from nhipcau.circles.models import CircleMember
from nhipcau.circles.queries import viewer_of
from nhipcau.circles.views import show_circle
from nhipcau.core.errors import DomainError


@require_POST
def chair_acted(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Take it, or agree that another does."""
    me = member_in(request, circle_id)
    if not is_theirs(request, me):
        raise PermissionDenied(_("Máy này chỉ đọc được. Hãy mở bằng máy đã đăng ký."))
    try:
        messages.success(request, _acted(me, request.POST.get("agree", "")))
    except DomainError as fault:
        messages.error(request, fault.message)
    return redirect(f"{home(request)}{circle_id}/")


@require_POST
def appointed(request: HttpRequest, circle_id: int, below_id: int) -> HttpResponse:
    """The link is in the page that answers, never kept and never in an address."""
    me = officer_in(request, circle_id)
    below = next((one for one in may_appoint(me) if one.pk == below_id), None)
    if below is None:
        messages.error(request, _("Nhóm này còn người phụ trách nên tự chọn người đứng đầu."))
        return redirect(f"{home(request)}{circle_id}/")
    link = request.build_absolute_uri(appoint_head(below, by=me))
    return show_circle(request, me, link=link, of=below)


@require_POST
def closed(request: HttpRequest, circle_id: int) -> HttpResponse:
    me = officer_in(request, circle_id)
    if not request.POST.get("sure"):
        messages.error(request, _("Hãy đánh dấu rằng bạn muốn đóng nhóm."))
        return redirect(f"{home(request)}{circle_id}/nguoi/")
    try:
        close_circle(me.circle, by=me)
    except DomainError as fault:
        messages.error(request, fault.message)
        return redirect(f"{home(request)}{circle_id}/nguoi/")
    messages.success(request, _("Đã đóng nhóm."))
    return redirect(str(frame(request)["list_at"]))


def _acted(me: CircleMember, agree: str) -> str:
    if not agree:
        is_seated = take_chair(me.circle, by=me)
        done, waits = (
            _("Bạn là người đứng đầu nhóm."),
            _("Đã ghi. Chờ một người trong nhóm đồng ý."),
        )
        return done if is_seated else waits
    rows = CircleMember.objects.seen_by(viewer_of(me)).filter(circle=me.circle, left_at=None)
    asker = get_object_or_404(rows.select_related("circle"), pk=agree if agree.isdecimal() else 0)
    agree_to_chair(asker, by=me)
    return _("Đã đồng ý. %(who)s là người đứng đầu nhóm.") % {"who": asker.called}
