"""Groups of the Official Account: made, adopted, filled, read, settled, let go."""

from datetime import timedelta

import pytest
from tests.gmf import OA, Gmf

from nhipcau.channels.models import Account, Incoming
from nhipcau.channels.oa_groups import OaFault, free_assets
from nhipcau.channels.transport import Response
from nhipcau.core.actor import resident
from nhipcau.core.errors import BadInput, NotAllowed, WrongState
from nhipcau.people.contacts import Address, household_of, link_contact
from nhipcau.people.models import OaGroup, OaMember
from nhipcau.people.oa_groups import (
    adopt_oa_group,
    adoptable,
    create_oa_group,
    delete_oa_group,
    invite_linked,
    oa_group_of,
)
from nhipcau.people.oa_members import (
    accept_pending,
    groups_to_read,
    households_in,
    name_member,
    note_refused,
    people_of,
    read_oa_group,
    reject_pending,
    remove_from_group,
    take_group_events,
)
from nhipcau.people.ways import offer_way

State = OaMember.State


@pytest.fixture
def gmf(ward, monkeypatch):
    made = Gmf(ward.locality, monkeypatch)
    offer_way(
        ward.quan, kind="zalo_oa", account=made.account, value=made.uid("quan"), by=ward.quan.actor
    )
    return made


@pytest.fixture
def row(ward, gmf):
    return create_oa_group(ward.group_13, name="Tổ 13 Sông Cầu", asset="a100", by=ward.quan.actor)


def follow(gmf, ward, person, household):
    uid = gmf.uid(person)
    gmf.act("follow", person=person)
    gmf.hear(event_name="follow", follower={"id": uid})
    link_contact(household, Address("zalo", uid, gmf.account), by=ward.quan.actor)


def asks_to_join(gmf, row, person):
    gmf.act("oa_group_join", group=row.external_id, person=person)
    assert read_oa_group(row)
    return row.people.get(person=gmf.uid(person))


def test_what_may_be_made_is_read_and_never_guessed(gmf):
    assert [(one.id, one.ceiling) for one in free_assets(gmf.account)] == [
        ("a10", 10),
        ("a100", 100),
    ]


def test_a_group_is_made_with_its_link_and_ceiling(row, ward, gmf):
    assert (row.state, row.ceiling, row.asset) == ("enabled", 100, "a100")
    assert row.external_id in gmf.box.world.oas[OA].groups
    assert row.link.startswith("https://zalo.me/g/")
    assert oa_group_of(ward.group_13) == row


def test_one_group_of_the_account_for_a_neighbourhood(row, ward):
    with pytest.raises(WrongState, match="đã có nhóm"):
        create_oa_group(ward.group_13, name="Lần nữa", asset="a10", by=ward.quan.actor)


@pytest.mark.parametrize(("name", "asset"), [("", "a100"), ("ả" * 31, "a100"), ("Tổ 13", "nhầm")])
def test_a_bad_name_or_asset_makes_nothing(ward, gmf, name, asset):
    with pytest.raises(BadInput):
        create_oa_group(ward.group_13, name=name, asset=asset, by=ward.quan.actor)
    assert not OaGroup.objects.exists()


def test_without_an_admin_of_the_account_it_is_told_what_to_do(ward, gmf):
    ward.quan.ways.all().delete()
    with pytest.raises(BadInput, match="lấy mã nối Zalo"):
        create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)
    gmf.set("follower", "quan", oa_admin=False)
    offer_way(
        ward.quan, kind="zalo_oa", account=gmf.account, value=gmf.uid("quan"), by=ward.quan.actor
    )
    with pytest.raises(BadInput, match="không thấy quản trị"):
        create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)
    assert oa_group_of(ward.group_13) is None


def test_only_officers_of_the_ward_make_one(ward, stranger, gmf):
    for by in (ward.hoa.actor, stranger.thu.actor, resident(None)):
        with pytest.raises(NotAllowed):
            create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=by)


@pytest.mark.parametrize(
    ("fields", "code", "word"),
    [
        ({"verified": False}, "-221", "xác thực"),
        ({"permissions": ("message",)}, "-223", "cấp quyền"),
        ({"package": "basic"}, "-224", "Gói dịch vụ"),
    ],
)
def test_what_the_account_lacks_is_told_in_words(ward, gmf, fields, code, word):
    gmf.set("oa", OA, **fields)
    with pytest.raises(OaFault, match=word) as told:
        create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)
    assert told.value.code == code
    assert oa_group_of(ward.group_13) is None


def test_an_answer_that_never_came_is_looked_for(ward, gmf, monkeypatch):
    honest = gmf.ask

    def loses_the_answer(kind, request):
        found = honest(kind, request)
        return type(found)(502, b"") if "creategroup" in request.path else found

    monkeypatch.setattr("nhipcau.channels.oa_groups.ask", loses_the_answer)
    row = create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)
    assert row.state == "enabled"
    assert len(gmf.box.world.oas[OA].groups) == 1


def test_two_who_press_at_once_make_one_group(ward, gmf, monkeypatch):
    honest, second = gmf.ask, []

    def somebody_else_presses(kind, request):
        if "creategroup" in request.path and not second:
            second.append(True)
            with pytest.raises(WrongState, match="đã có nhóm"):
                create_oa_group(ward.group_13, name="Hai", asset="a10", by=ward.lan.actor)
        return honest(kind, request)

    monkeypatch.setattr("nhipcau.channels.oa_groups.ask", somebody_else_presses)
    create_oa_group(ward.group_13, name="Một", asset="a100", by=ward.quan.actor)
    assert second and len(gmf.box.world.oas[OA].groups) == 1


def test_after_another_account_is_connected_a_new_group_can_be_made(row, ward, gmf):
    other = Account.objects.create(
        locality=ward.locality, kind="zalo_oa", name="Cũ", external_id="old", state="closed"
    )
    OaGroup.objects.update(account=other)
    assert oa_group_of(ward.group_13) is None
    assert create_oa_group(ward.group_13, name="Tổ 13", asset="a10", by=ward.quan.actor)


def test_while_zalo_is_down_nothing_is_half_made(ward, gmf):
    gmf.is_down = True
    with pytest.raises(OaFault, match="Không kết nối được"):
        create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)
    gmf.is_down = False
    assert create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)


def test_a_group_made_on_zalo_s_pages_is_adopted_once(ward, gmf):
    made = {"oa": OA, "id": "tay-1", "name": "Tổ 13 (OA)", "asset": "a10", "members": ["tung"]}
    gmf.change("make", {"oa_groups": [made]})
    assert [one.id for one in adoptable(ward.group_13)] == ["tay-1"]
    row = adopt_oa_group(ward.group_13, "tay-1", by=ward.quan.actor)
    assert (row.name, row.ceiling) == ("Tổ 13 (OA)", 10)
    assert adoptable(ward.group_13) == []
    with pytest.raises(BadInput):
        adopt_oa_group(ward.group_13, "tay-1", by=ward.quan.actor)


def test_linked_followers_are_invited_once(row, ward, gmf):
    follow(gmf, ward, "tung", ward.tung)
    follow(gmf, ward, "yen", ward.mai)  # of another neighbourhood
    assert invite_linked(row, by=ward.quan.actor) == 1
    assert row.people.get().state == State.INVITED
    with pytest.raises(WrongState, match="không có ai mời được"):
        invite_linked(row, by=ward.quan.actor)


def test_one_who_cannot_be_invited_does_not_stop_the_others(row, ward, gmf):
    follow(gmf, ward, "tung", ward.tung)
    follow(gmf, ward, "yen", ward.yen)
    gmf.set("follower", "yen", blocked=True)
    assert invite_linked(row, by=ward.quan.actor) == 1


def test_nobody_is_invited_over_the_ceiling(row, ward, gmf):
    follow(gmf, ward, "tung", ward.tung)
    OaGroup.objects.update(ceiling=1, total=1)
    row.refresh_from_db()
    with pytest.raises(WrongState, match="nhóm đã đủ"):
        invite_linked(row, by=ward.quan.actor)


def test_the_list_of_zalo_is_the_truth(row, ward, gmf):
    follow(gmf, ward, "tung", ward.tung)
    invite_linked(row, by=ward.quan.actor)
    gmf.act("oa_group_join", group=row.external_id, person="tung")
    assert read_oa_group(row)
    assert list(households_in(row)) == [ward.tung]
    assert row.total == 2
    gmf.act("oa_group_leave", group=row.external_id, person="tung")
    read_oa_group(row)
    assert row.people.get(person=gmf.uid("tung")).state == State.LEFT
    assert not households_in(row).exists()


def test_the_leader_says_who_is_who_and_lets_them_in(row, ward, gmf):
    gmf.act("text", person="khanh", text="Chào")
    member = asks_to_join(gmf, row, "khanh")
    assert (member.state, member.name) == (State.PENDING, "Nông Văn Khánh")
    accept_pending(member, ward.khanh, by=ward.hoa.actor)
    assert gmf.uid("khanh") in gmf.box.world.oas[OA].groups[row.external_id].members
    assert household_of(gmf.account, gmf.uid("khanh")) == ward.khanh
    [(_one, home)] = people_of(row, State.IN)[:1]
    assert home in {ward.khanh, None}


def test_who_is_settled_is_settled_once(row, ward, gmf):
    member = asks_to_join(gmf, row, "tung")
    reject_pending(member, by=ward.tam.actor)
    assert gmf.uid("tung") not in gmf.box.world.oas[OA].groups[row.external_id].pending
    with pytest.raises(WrongState):
        accept_pending(member, ward.tung, by=ward.hoa.actor)


def test_a_refusal_by_zalo_gives_the_claim_back(row, ward, gmf):
    member = asks_to_join(gmf, row, "tung")
    gmf.is_down = True
    with pytest.raises(OaFault):
        accept_pending(member, ward.tung, by=ward.hoa.actor)
    member.refresh_from_db()
    assert member.state == State.PENDING


def test_others_settle_nobody_here(row, ward, stranger, gmf):
    member = asks_to_join(gmf, row, "tung")
    for by in (stranger.thu.actor, resident(None)):
        with pytest.raises(NotAllowed):
            accept_pending(member, ward.tung, by=by)
        with pytest.raises(NotAllowed):
            reject_pending(member, by=by)
        with pytest.raises(NotAllowed):
            remove_from_group(member, by=by)
    with pytest.raises(BadInput, match="không thuộc tổ"):
        accept_pending(member, ward.mai, by=ward.hoa.actor)


def test_somebody_who_is_in_can_be_named_and_taken_out(row, ward, gmf):
    gmf.set("oa_group", row.external_id, join_appr=False)
    member = asks_to_join(gmf, row, "tung")
    name_member(member, ward.tung, by=ward.hoa.actor)
    assert list(households_in(row)) == [ward.tung]
    remove_from_group(member, by=ward.quan.actor)
    assert not households_in(row).exists()
    with pytest.raises(WrongState):
        remove_from_group(member, by=ward.quan.actor)


def test_a_lapsed_group_is_shown_as_disabled_and_comes_back(row, ward, gmf):
    gmf.set("asset", "a100", valid_through=0.0)
    gmf.box.world.oas[OA].assets["a100"].valid_through = gmf.box.now() - 86400
    assert read_oa_group(row)
    assert (row.state, row.problem) == ("disabled", "-237")
    assert row.deletes_on
    with pytest.raises(WrongState, match="không hoạt động"):
        invite_linked(row, by=ward.quan.actor)
    gmf.set("asset", "a100", auto_renew=True)
    read_oa_group(row)
    assert (row.state, row.problem) == ("enabled", "")


def test_an_account_thrown_out_of_the_group_is_told(row, gmf):
    gmf.set("oa_group", row.external_id, oa_inside=False)
    assert not read_oa_group(row)
    assert (row.state, row.problem) == ("disabled", "-403")


def test_while_zalo_is_down_what_was_known_stays(row, ward, gmf):
    gmf.set("oa_group", row.external_id, join_appr=False)
    member = asks_to_join(gmf, row, "tung")
    gmf.is_down = True
    assert not read_oa_group(row)
    member.refresh_from_db()
    assert (row.state, row.problem, member.state) == ("enabled", "connect", State.IN)


def test_an_event_under_any_name_brings_the_next_look_forward(row, gmf):
    read_oa_group(row)
    assert not groups_to_read().exists()
    for name in ("user_leave_group", "user_out_group", "disperse_group"):
        OaGroup.objects.update(look_at=row.look_at + timedelta(days=1))
        gmf.hear(event_name=name, group_id=row.external_id, users=[{"id": "x"}])
        rows = list(Incoming.objects.filter(what="other"))
        assert len(take_group_events(rows)) == len(rows)
        assert groups_to_read().count() == 1


def test_a_refused_message_disables_only_for_what_is_the_group_s(row, gmf):
    note_refused(gmf.account, row.external_id, "-200")
    row.refresh_from_db()
    assert (row.state, row.problem) == ("enabled", "-200")
    note_refused(gmf.account, row.external_id, "-237")
    row.refresh_from_db()
    assert row.state == "disabled"


def test_a_group_is_dissolved_and_its_asset_free_again(row, ward, gmf):
    delete_oa_group(row, by=ward.quan.actor)
    assert gmf.box.world.oas[OA].groups[row.external_id].deleted
    assert oa_group_of(ward.group_13) is None
    with pytest.raises(WrongState):
        delete_oa_group(row, by=ward.quan.actor)
    assert create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)


def test_a_dead_token_is_told_and_changes_nothing(ward, gmf):
    for token in gmf.box.world.tokens.values():
        token.dead = True
    with pytest.raises(OaFault, match="hoá truy cập"):
        create_oa_group(ward.group_13, name="Tổ 13", asset="a100", by=ward.quan.actor)
    assert not OaGroup.objects.exists()


def test_garbage_is_told_and_changes_nothing(row, gmf, monkeypatch):
    monkeypatch.setattr(
        "nhipcau.channels.oa_groups.ask", lambda kind, request: gmf_answer(b"<html>")
    )
    assert not read_oa_group(row)
    assert (row.state, row.problem) == ("enabled", "garbage")


def gmf_answer(body):
    return Response(200, body)


def test_every_answer_of_the_wrong_shape_is_read_without_a_stumble(row, gmf, monkeypatch):
    for data in ("null", "[]", "7", '"x"', '{"group_info": 7, "members": {}}', '{"members": [1]}'):
        body = b'{"error": 0, "data": ' + data.encode() + b"}"
        monkeypatch.setattr(
            "nhipcau.channels.oa_groups.ask", lambda kind, request, body=body: gmf_answer(body)
        )
        read_oa_group(row)
        assert row.external_id
