"""Emergencies for other machines: each as CAP 1.2, and an Atom feed that leads to them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from nhipcau.core.language import own_language
from nhipcau.outreach.alerts_out import Issued, alert_of, find_issued, issued
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.text.cap import MIME
from nhipcau.text.cap_write import write_alert


class AlertAtom(Atom1Feed):
    """OASIS "Example Practices: CAP Feeds": an entry links to the whole alert by its type."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        link = {"rel": "alternate", "type": MIME, "href": item["cap"]}
        handler.addQuickElement("link", "", link)
        super().add_item_elements(handler, item)


@require_safe
@portal
def feed(request: HttpRequest) -> HttpResponse:
    locality = locality_of(request)
    home = f"{settings.BASE_URL}/{locality.slug}/"
    atom = AlertAtom(
        title=_("Cảnh báo khẩn cấp của %(issuer)s") % {"issuer": locality.issuer},
        link=home,
        description="",
        language=own_language(),
        author_name=locality.issuer,
        feed_url=f"{home}canh-bao.xml",
    )
    for one in issued(locality):
        alert = alert_of(one)
        atom.add_item(
            title=_title(one),
            link=f"{home}thong-bao/{one.version.notice_id}/",
            description=alert.infos[0].instruction,
            unique_id=alert.identifier,
            pubdate=one.at,
            updateddate=one.at,
            cap=f"{home}canh-bao/{one.name}.xml",
        )
    kind = "application/atom+xml; charset=utf-8"
    return HttpResponse(atom.writeString("utf-8"), content_type=kind)


@require_safe
@portal
def alert(request: HttpRequest, name: str) -> HttpResponse:
    one = find_issued(name)
    if one is None:
        raise Http404(_("Không có cảnh báo này."))
    return HttpResponse(write_alert(alert_of(one)), content_type=f"{MIME}; charset=utf-8")


def _title(one: Issued) -> str:
    if one.is_cancel:
        return _("Đã huỷ: %(title)s") % {"title": one.version.title}
    return one.version.title
