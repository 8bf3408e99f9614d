"""Feeds of alerts that the ward listens to: entered, looked at now, stopped."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nhipcau.core.errors import DomainError
from nhipcau.outreach.alert_feeds import add_feed, look_at, stop_feed
from nhipcau.outreach.models import AlertFeed, IncomingAlert
from nhipcau.people.guards import console
from nhipcau.people.models import Role, Staff

PROBLEMS: dict[str, str | Promise] = {
    "address": gettext_lazy("Địa chỉ không phải https công khai."),
    "inside": gettext_lazy("Tên máy này trỏ vào mạng nội bộ nên không được đọc."),
    "name": gettext_lazy("Không tìm thấy tên máy này trên mạng. Hãy xem lại địa chỉ."),
    "too_big": gettext_lazy("Tệp lớn quá 900 KB, không đọc."),
    "answer": gettext_lazy("Máy kia không trả về tệp (sai địa chỉ, hoặc họ đang sửa)."),
    "broken": gettext_lazy("Không kết nối được hoặc chứng chỉ của họ không đúng. Máy tự thử lại."),
    "not_xml": gettext_lazy("Nội dung không phải XML. Hãy xem lại địa chỉ."),
    "not_cap": gettext_lazy("Có cảnh báo sai chuẩn CAP 1.2, đã bỏ qua."),
    "entities": gettext_lazy("Tệp có khai kiểu tài liệu (DOCTYPE), không an toàn nên không đọc."),
    "no_zone": gettext_lazy("Có cảnh báo ghi giờ không đúng chuẩn, đã bỏ qua."),
}


@console(Role.ADMIN)
def feeds(request: HttpRequest) -> HttpResponse:
    fault, me = None, cast(Staff, request.user)
    name, url = request.POST.get("name", ""), request.POST.get("url", "")
    if request.method == "POST":
        try:
            add_feed(me.locality, name=name, url=url, by=me)
        except DomainError as refused:
            fault = refused
        else:
            messages.success(request, _("Đã thêm. Máy xem nguồn này vài phút một lần."))
            return redirect("emergency_feeds")
    rows = AlertFeed.objects.filter(stopped_at=None).order_by("name")
    context = {
        "feeds": [(row, PROBLEMS.get(row.problem, "")) for row in rows],
        "alerts": IncomingAlert.objects.select_related("feed").order_by("-sent")[:20],
        "fault": fault,
        "name": name,
        "url": url,
    }
    return render(request, "outreach/alert_feeds.html", context, status=422 if fault else 200)


@require_POST
@console(Role.ADMIN)
def one_feed(request: HttpRequest, feed_id: int) -> HttpResponse:
    feed = get_object_or_404(AlertFeed, pk=feed_id)
    if request.POST.get("do") == "stop":
        stop_feed(feed, by=cast(Staff, request.user))
        messages.success(request, _("Đã ngừng xem nguồn này."))
        return redirect("emergency_feeds")
    problem = look_at(feed)
    if problem:
        messages.error(request, str(PROBLEMS.get(problem, problem)))
    else:
        messages.success(request, _("Đã xem: nguồn này đọc được."))
    return redirect("emergency_feeds")
