"""Groups through a client written by others (PyPI zalo-sdk) over a real socket: its headers, its
way of asking, its reading of answers and its table of errors. The package has no verbs for groups;
paths and bodies are those of two public clients in other languages."""

import pytest
from tests import platforms as simulated
from tests.platforms import OA
from zalo_sdk import ZaloOAException
from zalo_sdk.oa import Client

GROUP = "/v3.0/oa/group/"
MEMBERS = [{"id": "quan", "name": "Đinh Văn Quân", "phone": "0911000001", "admin_of": [OA]}]
ASSETS = [{"oa": OA, "id": "a50", "product": "gmf50", "days": 30}]


class Theirs(Client):
    def get(self, path, **asked):
        headers = self.create_request_header(method="GET")
        url = f"{self.endpoint_prefix}{path}"
        return self._validate_zalo_response(
            self.send_request(method="GET", url=url, params=asked, headers=headers)
        )

    def post(self, path, **asked):
        headers = self.create_request_header(method="POST")
        url = f"{self.endpoint_prefix}{path}"
        return self._validate_zalo_response(
            self.send_request(method="POST", url=url, body=asked, headers=headers)
        )


@pytest.fixture
def there(tmp_path):
    made = simulated.start(tmp_path)
    made.call("make", people=MEMBERS, assets=ASSETS)
    yield made
    made.stop()


@pytest.fixture
def client(there):
    pair = there.call("token", oa=OA)
    return Theirs("app", "s", pair["access_token"], endpoint_prefix=there.address)


def test_a_foreign_client_makes_fills_and_writes_to_a_group(there, client):
    quota = client.post(
        "/v3.0/oa/quota/group", quota_owner="OA", product_type="gmf50", quota_type="sub_quota"
    )
    free = next(one for one in quota["data"] if one["status"] == "available")
    people = there.look("state")["oas"][OA]["followers"]
    asked = {"group_name": "Tổ 13", "asset_id": free["asset_id"]}
    made = client.post(f"{GROUP}creategroupwithoa", **asked, member_user_ids=[people["quan"]])
    group = made["data"]["group_id"]
    there.act("follow", oa=OA, person="tung")
    client.post(f"{GROUP}invite", group_id=group, member_user_ids=[people["tung"]])
    there.act("oa_group_join", oa=OA, group=group, person="tung")
    listed = client.get(f"{GROUP}listmember", group_id=group, offset=0, count=50)["data"]
    ids = [one["user_id"] for one in listed["members"] if "user_id" in one]
    assert ids == [people["quan"], people["tung"]]
    sent = client.post(
        f"{GROUP}message", recipient={"group_id": group}, message={"text": "Mời bà con"}
    )
    assert sent["data"]["group_id"] == group
    shown = there.look("shown?person=tung&channel=zalo_group")["shown"]
    assert shown[-1]["text"] == "Mời bà con"


def test_a_foreign_client_is_told_by_number_what_is_wrong(client):
    with pytest.raises(ZaloOAException) as told:
        client.post(f"{GROUP}message", recipient={"group_id": "1"}, message={"text": "x"})
    assert told.value.args[0] == -403
    client.access_token = "wrong"
    with pytest.raises(ZaloOAException) as told:
        client.get(f"{GROUP}getgroupsofoa", offset=0, count=5)
    assert told.value.args[0] == -216
