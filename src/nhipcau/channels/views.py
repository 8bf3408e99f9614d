"""The platforms' door: webhooks. No person signs in here; a signature does."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nhipcau.channels import intake
from nhipcau.channels.models import ChannelKind


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def zalo(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":  # somebody looks whether the address is there
        return JsonResponse({"ok": True})
    return _receive(request, ChannelKind.ZALO_OA)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def facebook(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _challenge(request)
    return _receive(request, ChannelKind.FACEBOOK_PAGE)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def sms(request: HttpRequest, key: str) -> HttpResponse:
    account_id = intake.account_of_key(key)
    if account_id is None:
        return _answer(intake.Verdict(403, "key"))
    raw = _body(request) if request.method == "POST" else b""
    if raw is None:
        return _too_large()
    query = request.META.get("QUERY_STRING", "").encode() or raw
    return _answer(intake.receive_report(account_id, key, query[: intake.CAPTURE_LIMIT]))


@csrf_exempt
@login_not_required
@require_http_methods(["POST"])
def push(request: HttpRequest, key: str) -> HttpResponse:
    """Our worker in a browser: this notification is shown. All it says is in the address."""
    account_id = intake.account_of_key(key)
    if account_id is None:
        return _answer(intake.Verdict(403, "key"))
    query = request.META.get("QUERY_STRING", "").encode()
    return _answer(intake.receive_shown(account_id, query[: intake.CAPTURE_LIMIT]))


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def zalo_bot(request: HttpRequest, key: str) -> HttpResponse:
    account_id = intake.account_of_key(key)
    raw = _body(request)
    if raw is None:
        return _too_large()
    if account_id is None:
        return _answer(intake.Verdict(403, "key"))
    if request.method == "GET":  # somebody looks whether the address is there
        return JsonResponse({"ok": True})
    return _answer(intake.receive_bot(account_id, key, request.headers, raw))


def _receive(request: HttpRequest, kind: ChannelKind) -> HttpResponse:
    raw = _body(request)
    if raw is None:
        return _too_large()
    return _answer(intake.receive(kind, request.headers, raw))


def _body(request: HttpRequest) -> bytes | None:
    """The raw bytes, or None when they are too many: then they are not even read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    if not told.isdecimal() or int(told) > intake.BODY_LIMIT:
        return None
    if "HTTP_TRANSFER_ENCODING" in request.META:  # its length is unknown, nothing would be read
        return None
    raw = request.read(intake.BODY_LIMIT + 1)
    return None if len(raw) > intake.BODY_LIMIT else raw


def _challenge(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    known = intake.account_of_key(asked.get("hub.verify_token", "")) is not None
    if asked.get("hub.mode") != "subscribe" or not known:
        return _answer(intake.Verdict(403, "verify_token"))
    return HttpResponse(asked.get("hub.challenge", "")[:200], content_type="text/plain")


def _too_large() -> HttpResponse:
    response = _answer(intake.Verdict(413, "too large"))
    response["Connection"] = "close"
    return response


def _answer(verdict: intake.Verdict) -> HttpResponse:
    """Says no more than the platform needs: a stranger learns nothing about our accounts."""
    return JsonResponse({"ok": verdict.status == 200}, status=verdict.status)
