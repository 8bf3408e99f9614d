"""Guards: who may open which page, and what the others are told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from nhipcau.people.guards import console, phone
from nhipcau.people.models import Role


def view(request):
    return HttpResponse("ok")


@pytest.mark.parametrize(
    ("guard", "who", "is_in"),
    [
        (console(), "lan", True),
        (console(), "quan", True),
        (console(), "hoa", False),
        (console(Role.APPROVER), "minh", True),
        (console(Role.APPROVER), "lan", False),
        (console(Role.APPROVER), "quan", False),
        (phone, "hoa", True),
        (phone, "tam", True),
        (phone, "sinh", True),
        (phone, "lan", False),
    ],
)
def test_a_page_opens_for_its_roles_only(ward, rf, guard, who, is_in):
    request = rf.get("/")
    request.user = getattr(ward, who)
    if is_in:
        assert guard(view)(request).content == b"ok"
    else:
        with pytest.raises(PermissionDenied, match="Trang này dành cho"):
            guard(view)(request)


def test_the_refusal_names_the_roles_in_words(ward, rf):
    request = rf.get("/")
    request.user = ward.lan
    with pytest.raises(PermissionDenied, match=r"người duyệt.*vai trò người soạn"):
        console(Role.APPROVER)(view)(request)


def test_a_leaders_page_sends_unknown_phones_to_their_own_door():
    assert phone(view).login_url == "/dien-thoai/"
