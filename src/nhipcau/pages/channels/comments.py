"""Comments under a Facebook page's posts: read, answered, hidden. What asks something stands in the
inbox too; what is answered here is answered there."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.core.errors import DomainError
from nhipcau.inbox.elsewhere import answered_under
from nhipcau.inbox.take import ask_from_comment, questions_under
from nhipcau.outreach.comments import (
    MAY_ANSWER,
    answer_comment,
    comments_of,
    hide_comment,
    write_privately,
)
from nhipcau.people.guards import console, me


@console(*MAY_ANSWER)
@require_safe
def all_pages(request: HttpRequest) -> HttpResponse:
    """A ward has one page as a rule; without any, what to do is said."""
    page = _pages().order_by("id").first()
    if page is not None:
        return redirect("channel_comments", page.pk)
    return render(request, "pages/channels/comments.html", {"account": None})


@console(*MAY_ANSWER)
@require_safe
def comments(request: HttpRequest, account_id: int) -> HttpResponse:
    return _show(request, _page(account_id))


@console(*MAY_ANSWER)
@require_POST
def answered(request: HttpRequest, account_id: int, comment_id: int) -> HttpResponse:
    account = _page(account_id)
    row = get_object_or_404(Incoming, pk=comment_id, account=account)
    text, is_private = request.POST.get("text", ""), "private" in request.POST
    verb = write_privately if is_private else answer_comment
    try:
        with transaction.atomic():
            job = verb(row, text, by=me(request))
            answered_under(row, text, job=job, by=me(request), is_private=is_private)
    except DomainError as fault:
        typed = {"comment": row.pk, "text": text, "fault": fault.message}
        return _show(request, account, typed, status=422)
    done = _("Đang nhắn riêng cho người viết.") if is_private else _("Đang đăng lời trả lời.")
    messages.success(request, done)
    return redirect("channel_comments", account.pk)


@console(*MAY_ANSWER)
@require_POST
def hidden(request: HttpRequest, account_id: int, comment_id: int) -> HttpResponse:
    account = _page(account_id)
    row = get_object_or_404(Incoming, pk=comment_id, account=account)
    is_hidden = request.POST.get("hidden") != "0"
    try:
        hide_comment(row, is_hidden=is_hidden, by=me(request))
    except DomainError as fault:
        messages.error(request, fault.message)
    else:
        done = _("Đang ẩn bình luận.") if is_hidden else _("Đang hiện lại bình luận.")
        messages.success(request, done)
    return redirect("channel_comments", account.pk)


@console(*MAY_ANSWER)
@require_POST
def asked(request: HttpRequest, account_id: int, comment_id: int) -> HttpResponse:
    """A question that the machine took for praise."""
    row = get_object_or_404(
        Incoming, pk=comment_id, account=_page(account_id), what=Incoming.What.COMMENT
    )
    message = ask_from_comment(row, by=me(request).actor)
    if message.question_id is None:
        messages.error(request, _("Bình luận này không có lời nào để hỏi."))
        return redirect("channel_comments", account_id)
    return redirect("inbox_question", message.question_id)


def _page(account_id: int) -> Account:
    return get_object_or_404(_pages(), pk=account_id)


def _pages() -> QuerySet[Account]:
    pages = Account.objects.filter(kind=ChannelKind.FACEBOOK_PAGE)
    return pages.exclude(state=Account.State.CLOSED)


def _show(
    request: HttpRequest,
    account: Account,
    typed: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = comments_of(account)
    context = {
        "account": account,
        "comments": shown,
        "typed": typed or {},
        "questions": questions_under(account, [said.row.reference for said in shown]),
    }
    return render(request, "pages/channels/comments.html", context, status=status)
