"""When nobody can get in any more, the command line helps."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from nhipcau.people.models import Staff


def link(capsys, username: str) -> str:
    call_command("recover", username)
    return capsys.readouterr().out.strip().splitlines()[-1]


def test_the_last_admin_is_helped_back_in(ward, capsys):
    address = link(capsys, "quan")
    path = address.removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    ward.quan.refresh_from_db()
    assert not ward.quan.has_usable_password()


def test_an_admin_who_was_let_go_comes_back(ward, capsys):
    Staff.objects.filter(pk=ward.quan.pk).update(is_active=False)
    assert "/moi/" in link(capsys, "quan")


def test_a_leader_gets_a_phone_link(ward, capsys):
    assert "/dien-thoai/" in link(capsys, "hoa")


def test_an_unknown_name_is_said_so(ward):
    with pytest.raises(CommandError, match="Không có ai"):
        call_command("recover", "ai-do")
