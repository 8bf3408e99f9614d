"""Sign-in by the province's identity service: whom an admin named, by what is really signed."""

import html
import re
from copy import deepcopy
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock import User, run_server_in_thread

from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.core.models import AuditEvent
from nhipcau.people.identity import set_identity
from nhipcau.people.models import Staff
from nhipcau.people.tests.identity_service import CLIENT, SECRET, Service, serve

pytestmark = pytest.mark.sqlite
TO, BACK = "/dang-nhap/tinh/", "/dang-nhap/tinh/ve/"
AAL2 = "http://idp.example/aal2"


@pytest.fixture(scope="module")
def keys():
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _n in range(2)]


@pytest.fixture(scope="module")
def running(keys):
    service = Service(keys[0])
    server = serve(service)
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def service(running, settings):
    url, key = running.url, running.key
    running.__init__(key, url=url)
    told = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    app = told["openid_connect"]["APPS"][0]
    app.update(client_id=CLIENT, secret=SECRET)
    app["settings"]["server_url"] = url
    settings.SOCIALACCOUNT_PROVIDERS = told
    settings.OIDC_URL, settings.OIDC_NAME = url, "Tài khoản tỉnh"
    return running


@pytest.fixture
def lan(ward, service):
    set_identity(ward.lan, "tn-0042", by=ward.quan.actor)
    return ward.lan


def point_to(settings, url):
    told = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    told["openid_connect"]["APPS"][0]["settings"]["server_url"] = url
    settings.SOCIALACCOUNT_PROVIDERS = told


def address_in(page):
    return html.unescape(re.search(r'href="([^"]+/authorize[^"]+)"', page.text).group(1))


def leave(client, service):
    """To the service, as a browser goes there: what it is asked."""
    address = address_in(client.post(TO))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    service.challenge, service.nonce = asked["code_challenge"], asked["nonce"]
    return asked


def come_back(client, service, **claims):
    service.claims = claims
    asked = leave(client, service)
    return client.get(BACK, {"code": "ma-mot-lan", "state": asked["state"]})


def is_in(client):
    return "_auth_user_id" in client.session


def test_off_by_default_there_is_no_such_door(ward, client):
    assert "Đăng nhập bằng" not in client.get("/dang-nhap/").text
    assert client.post(TO).status_code == client.get(BACK).status_code == 404


def test_the_door_leads_to_the_service_with_state_and_a_challenge(lan, client, service):
    assert "Đăng nhập bằng Tài khoản tỉnh" in client.get("/dang-nhap/").text
    asked = leave(client, service)
    assert asked["client_id"] == CLIENT and asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert set(asked["scope"].split()) == {"openid", "profile"}
    assert client.get(TO).status_code == 405


def test_a_named_person_comes_in_and_sets_up_our_second_factor(lan, client, service):
    answer = come_back(client, service)
    assert answer.status_code == 302 and is_in(client)
    assert client.get("/lam-viec/")["Location"] == "/dang-nhap/thiet-lap/"
    assert not SocialAccount.objects.exists()


def test_who_has_our_second_factor_is_asked_for_its_code(lan, client, service):
    TOTP.activate(lan, generate_totp_secret())
    answer = come_back(client, service)
    assert answer["Location"] == "/dang-nhap/ma/" and not is_in(client)


def test_the_services_second_factor_counts_when_it_says_the_word_we_trust(
    lan, client, service, settings
):
    settings.OIDC_ACR = frozenset({AAL2})
    answer = come_back(client, service, acr=AAL2)
    assert answer["Location"] == "/lam-viec/" and client.get("/lam-viec/").status_code == 200
    assert AuditEvent.objects.filter(verb="staff.signed_in", actor_id=str(lan.pk)).exists()


def test_another_makers_service_is_understood(lan, client, service, settings):
    settings.OIDC_ACR = frozenset({AAL2})
    people = [User(sub="tn-0042", claims={"acr": AAL2})]
    with run_server_in_thread(user_claims=people) as server:
        point_to(settings, f"http://localhost:{server.server_port}")
        page = client.post(TO)
        consent = requests.post(
            address_in(page), data={"sub": "tn-0042"}, allow_redirects=False, timeout=10
        )
        answer = client.get(BACK, dict(parse_qsl(urlsplit(consent.headers["Location"]).query)))
    assert answer["Location"] == "/lam-viec/" and client.session["_auth_user_id"] == str(lan.pk)


def test_another_word_does_not_count(lan, client, service, settings):
    settings.OIDC_ACR = frozenset({AAL2})
    come_back(client, service, acr="http://idp.example/aal1")
    assert client.get("/lam-viec/")["Location"] == "/dang-nhap/thiet-lap/"


def test_nobody_is_made_or_let_in_whom_no_admin_named(ward, client, service):
    before = Staff.objects.count()
    for claims in ({}, {"sub": ward.lan.username}, {"sub": "lan", "email": "lan@example"}):
        page = come_back(client, service, **claims)
        assert page.status_code == 403 and "chưa gắn với tài khoản nào" in page.text
    assert not is_in(client) and Staff.objects.count() == before


def test_who_stopped_work_stays_out(lan, client, service):
    Staff.objects.filter(pk=lan.pk).update(is_active=False)
    assert come_back(client, service).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"iss": "http://evil.example"},
        {"exp": 1},
        {"sub": None},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"azp": "somebody-else", "aud": [CLIENT, "somebody-else"]},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_for_somebody_else_or_over_or_without_a_name_is_none(lan, client, service, claims):
    assert come_back(client, service, **claims).status_code == 403
    assert not is_in(client)


def test_a_token_signed_by_another_key_or_not_at_all_is_none(lan, client, service, keys):
    service.signs_with = keys[1]
    assert come_back(client, service).status_code == 403
    service.signs_with, service.algorithm = "", "none"
    assert come_back(client, service).status_code == 403
    service.signs_with, service.algorithm = "x" * 40, "HS256"
    assert come_back(client, service).status_code == 403
    service.signs_with, service.algorithm, service.kid = None, "RS256", "k9"
    assert come_back(client, service).status_code == 403
    service.kid, service.gives_token = "k1", False
    assert come_back(client, service).status_code == 403
    assert not is_in(client)


def test_a_state_of_another_browser_or_a_stop_at_the_service_ends_here(lan, client, service):
    asked = leave(client, service)
    assert client.get(BACK, {"code": "ma-mot-lan", "state": "la"}).status_code == 403
    page = client.get(BACK, {"error": "access_denied", "state": asked["state"]})
    assert page.status_code == 403 and "Bạn đã dừng" in page.text
    asked = leave(client, service)
    service.challenge = "another"
    page = client.get(BACK, {"code": "ma-mot-lan", "state": asked["state"]})
    assert page.status_code == 403 and not is_in(client)


def test_a_service_that_does_not_answer_is_said(lan, client, service, settings):
    point_to(settings, "http://127.0.0.1:9")
    page = client.post(TO)
    assert page.status_code == 502 and "không trả lời" in page.text


def test_an_address_counts_only_when_the_service_verified_it(ward, client, service, settings):
    settings.OIDC_CLAIM = "email"
    set_identity(ward.lan, "Lan@BacKan.example", by=ward.quan.actor)
    assert come_back(client, service, email="lan@backan.example").status_code == 403
    claims = {"email": "LAN@backan.example", "email_verified": True}
    assert come_back(client, service, **claims).status_code == 302 and is_in(client)


def test_an_admin_names_an_identity_once_and_takes_it_away(ward, service, stranger, client):
    set_identity(ward.lan, " tn-0042 ", by=ward.quan.actor)
    with pytest.raises(BadInput):
        set_identity(ward.minh, "tn-0042", by=ward.quan.actor)
    with pytest.raises(BadInput):
        set_identity(ward.minh, "x" * 201, by=ward.quan.actor)
    with pytest.raises(WrongState):
        set_identity(ward.hoa, "tn-0043", by=ward.quan.actor)
    for who in (ward.minh, stranger.thu):
        with pytest.raises(NotAllowed):
            set_identity(ward.lan, "", by=who.actor)
    client.force_login(ward.quan, backend="nhipcau.people.sessions.OpenedByUs")
    url = f"/lam-viec/can-bo/{ward.lan.pk}/"
    assert "tn-0042" in client.get(url).text
    client.post(f"{url}dinh-danh/", {"identity": ""})
    ward.lan.refresh_from_db()
    assert ward.lan.identity == ""
