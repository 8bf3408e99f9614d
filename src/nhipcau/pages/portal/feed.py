"""The Atom feed of a locality: what its portal says, for readers and other sites."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from nhipcau.notices.models import NoticeVersion
from nhipcau.pages.portal import notices
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.places.models import Locality

NEWEST = 30


class NoticeFeed(Feed[NoticeVersion, Locality]):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Locality:
        return locality_of(request)

    def title(self, obj: Locality) -> str:
        return _("Thông báo của %(issuer)s") % {"issuer": obj.issuer}

    def link(self, obj: Locality) -> str:
        return f"/{obj.slug}/"

    def author_name(self, obj: Locality) -> str:
        return obj.issuer

    def items(self, obj: Locality) -> list[NoticeVersion]:
        return list(notices.listed().select_related("locality")[:NEWEST])

    def item_title(self, item: NoticeVersion) -> str:
        if item.state == NoticeVersion.State.WITHDRAWN:
            return _("Đã thu hồi: %(title)s") % {"title": item.title}
        return item.title

    def item_description(self, item: NoticeVersion) -> str:
        if item.state == NoticeVersion.State.WITHDRAWN:
            return item.notice.withdrawn_why
        return item.text

    def item_link(self, item: NoticeVersion) -> str:
        return f"/{item.locality.slug}/thong-bao/{item.notice_id}/"

    def item_pubdate(self, item: NoticeVersion) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: NoticeVersion) -> datetime | None:
        return item.notice.withdrawn_at or item.published_at


@portal
def atom(request: HttpRequest) -> HttpResponse:
    return NoticeFeed()(request)
