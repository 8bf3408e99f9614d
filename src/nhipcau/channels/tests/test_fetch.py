"""Only the open internet is asked, whatever an admin or a feed names."""

import socket

import pytest

from nhipcau.channels.fetch import NotFetched, check_address, fetch, public_address


def resolves_to(monkeypatch, *addresses):
    def look_up(_host, port, **_how):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "0.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1", "100.64.0.1",
        "2002:7f00:1::",
    ],
)  # fmt: skip
def test_no_address_inside_the_house_is_asked(monkeypatch, inside):
    resolves_to(monkeypatch, inside)
    with pytest.raises(NotFetched, match="inside"):
        fetch("https://named-well.example/feed", limit=10)


def test_one_inside_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34", "127.0.0.1")
    with pytest.raises(NotFetched, match="inside"):
        public_address("x", 443)


def test_a_public_address_may_be_asked(monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34")
    assert public_address("x", 443) == "93.184.216.34"


@pytest.mark.parametrize(
    "url", ["http://x", "https://", "https://a@x/", "https://x:80/", "https://[x"]
)
def test_addresses_that_are_not_plain_https_are_refused(url):
    with pytest.raises(NotFetched, match="address"):
        check_address(url)
