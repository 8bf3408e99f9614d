"""What a resident sends from a notice's page. Works without JavaScript; every reply is the same
whether the house was found or not, so that nobody learns anything about a neighbour by trying."""

import re

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.core.actor import resident
from nhipcau.core.errors import DomainError
from nhipcau.links.models import Link
from nhipcau.notices.models import NoticeVersion
from nhipcau.outreach.claims import make_claim
from nhipcau.outreach.passed_on import say_passed_on
from nhipcau.outreach.replies import check_reply, reply
from nhipcau.outreach.seen import acknowledge, record_seen
from nhipcau.outreach.thanks import agree
from nhipcau.pages.photos import tidy_photo
from nhipcau.pages.portal import limits, notices
from nhipcau.pages.portal.keep import keep_browser, stop_browser
from nhipcau.pages.portal.place import locality_of, portal
from nhipcau.pages.portal.reading import Reader, Typed, back_to, show, who_reads
from nhipcau.pages.portal.remember import Browser, forget, new_browser, remember
from nhipcau.people.identify import match_household
from nhipcau.people.models import Household
from nhipcau.text.fold import tidy


@require_POST
@portal
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """ "Nhà tôi đã đọc", or an answer to a call; the first time with house and digits."""
    version, reader = version_and_reader(request, notice_id)
    house, digits = _house_and_digits(request, reader)
    faults = _faults(request, version, reader, house, digits)
    if faults:
        return show(request, version, reader, Typed(house, digits, faults=faults), status=422)
    place = reader.place.pk if reader.place else 0
    browser = reader.browser or new_browser(version.locality_id, place, house, digits)
    try:
        _answer(request, version, reader, browser)
    except DomainError as fault:
        typed = Typed(house, digits, faults={fault.field: fault.message})
        return show(request, version, reader, typed, status=422)
    response = redirect(f"{back_to(request, reader, version)}?xong=da-doc")
    if reader.browser or "forget" not in request.POST:
        answer = request.POST.get("answer", "")
        remember(response, browser.answered(version.notice_id, version.pk, answer))
    return response


@require_POST
@portal
def passed_on(request: HttpRequest, notice_id: int) -> HttpResponse:
    """ "Tôi đã báo giúp": for parents and neighbours, in the resident's words."""
    version, reader = version_and_reader(request, notice_id)
    words = request.POST.get("words", "")
    code = reader.link.code if reader.link else ""
    try:
        if reader.place is None:
            raise DomainError(_("Hãy mở thông báo từ tin của tổ dân phố để báo giúp."))
        if not limits.may_say_words(request, link=code):
            raise DomainError(_("Đã gửi nhiều lần. Xin chờ một giờ, hoặc báo tổ trưởng giúp."))
        household = reader.household if not reader.is_bound else None
        say_passed_on(version, reader.place, words, by_household=household)
    except DomainError as fault:
        typed = Typed(words=words, faults={"words": fault.message})
        return show(request, version, reader, typed, status=422)
    return redirect(f"{back_to(request, reader, version)}?xong=bao-giup")


@require_POST
@portal
def not_my_house(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Forget this browser, here and at the ward."""
    version, reader = version_and_reader(request, notice_id)
    if reader.browser is not None:
        stop_browser(reader.browser)
    response = redirect(f"{back_to(request, reader, version)}?xong=quen")
    forget(response)
    return response


@require_POST
@portal
def seen(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The page's script after a gesture, on a link that was sent to one household."""
    version, reader = version_and_reader(request, notice_id)
    is_out = version.state == version.State.PUBLISHED
    code = reader.link.code if reader.link else ""
    if reader.is_bound and reader.household and is_out and limits.may_say_seen(code):
        record_seen(version, reader.household, link=reader.link)
    return HttpResponse(status=204)


def version_and_reader(request: HttpRequest, notice_id: int) -> tuple[NoticeVersion, Reader]:
    version = notices.find(notice_id, locality_of(request))
    code = request.POST.get("link", "")
    link = Link.objects.filter(code=code, closed_at__isnull=True).first() if code else None
    page = f"/{locality_of(request).slug}/thong-bao/{notice_id}/"
    if link is not None and link.path != page:
        link = None
    return version, who_reads(request, version, link)


def _house_and_digits(request: HttpRequest, reader: Reader) -> tuple[str, str]:
    if reader.browser is not None:
        return reader.browser.house, reader.browser.digits
    if reader.is_bound:
        return "", ""
    return tidy(request.POST.get("house", "")), request.POST.get("digits", "").strip()


def _faults(
    request: HttpRequest, version: NoticeVersion, reader: Reader, house: str, digits: str
) -> dict[str, str]:
    """Before anybody is looked up: a fault told only to who matched would tell who matched."""
    try:
        photo = request.FILES.get("photo")
        if "photo" in version.notice.answers:
            photo = tidy_photo(photo)
        if photo is not None:
            request.FILES["photo"] = photo
        check_reply(version, request.POST.get("answer", ""), photo)
    except DomainError as fault:
        return {fault.field: fault.message}
    if reader.can_answer_at_once:
        return {}
    faults = {}
    if reader.place is None:
        faults[""] = _("Hãy mở thông báo từ tin của tổ dân phố để xác nhận cho nhà mình.")
    if not house or len(house) > 60:
        faults["house"] = _("Hãy ghi số nhà, ví dụ: 12 hoặc 12 ngõ 4.")
    if not re.fullmatch(r"[0-9]{3}", digits):
        faults["digits"] = _("Hãy ghi đúng 3 số cuối của một số điện thoại trong nhà.")
    if not faults and not _may_say(request, reader, house):
        faults[""] = _("Đã thử nhiều lần. Xin chờ một giờ, hoặc báo tổ trưởng giúp.")
    return faults


def _may_say(request: HttpRequest, reader: Reader, house: str) -> bool:
    code = reader.link.code if reader.link else ""
    place = reader.place.pk if reader.place else 0
    return limits.may_say_house(request, link=code, neighbourhood=place, house=house)


def _answer(request: HttpRequest, version: NoticeVersion, reader: Reader, browser: Browser) -> None:
    household = reader.household or _match(reader, browser)
    if household is None:
        if reader.place is not None:
            make_claim(
                version,
                reader.place,
                house=browser.house,
                digits=browser.digits,
                browser="" if "forget" in request.POST else browser.hash,
            )
        return
    answer = request.POST.get("answer", "")
    if answer:
        photo = request.FILES.get("photo")
        with transaction.atomic():
            reply(version, household, answer, link=reader.link, photo=photo)
            agree(
                household,
                name="name_ok" in request.POST,
                photo="photo_ok" in request.POST,
                channel="portal",
                by=resident(household.pk),
            )
    else:
        acknowledge(version, household, link=reader.link)
    if reader.browser is None and "forget" not in request.POST:
        keep_browser(browser.hash, household)


def _match(reader: Reader, browser: Browser) -> Household | None:
    if reader.place is None:
        return None
    return match_household(reader.place, house=browser.house, digits=browser.digits)
