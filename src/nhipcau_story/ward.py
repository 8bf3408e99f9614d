"""Writes the world of the story into a folder: `python -m nhipcau_story.ward FOLDER [hard]`.

register.xlsx for the product's importer, ward.json for opening the ward, sandbox.json for the
platforms. All three tell of the same people.
"""

import json
import sys
from pathlib import Path
from typing import Any

from nhipcau_sandbox.world import long_id
from nhipcau_story.assumptions import load
from nhipcau_story.more_channels import add_channels
from nhipcau_story.people import Household, Staff, Ward, make_ward
from nhipcau_story.register import write_xlsx

ZALO = {
    "app_id": "1823456789012345678",
    "app_secret": "mo-phong-app-secret",
    "oa_id": "3046281837465019283",
    "oa_secret": "mo-phong-oa-secret",
}
FACEBOOK = {
    "page_id": "100083746501928",
    "app_id": "774650192837465",
    "app_secret": "mo-phong-fb-secret",
    "verify_token": "mo-phong-verify",
    "access_token": "mo-phong-page-token",
}
SMS = {
    "api_key": "mo-phong-api-key",
    "secret_key": "mo-phong-sms-secret",
    "brandname": "UBND.SCAU",
}
GOVERNMENT = 4


def write_world(folder: Path, name: str = "base") -> Ward:
    folder.mkdir(parents=True, exist_ok=True)
    assumed = load(name)
    ward = make_ward(assumed)
    write_xlsx(ward, folder / "register.xlsx")
    told, seed = describe(ward), seed_of(ward)
    if assumed.trouble is not None:
        add_channels(told, seed, assumed.trouble)
    _write(folder / "ward.json", told)
    _write(folder / "sandbox.json", seed)
    return ward


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def describe(ward: Ward) -> dict[str, Any]:
    """What the ward's administrator knows on the first day."""
    places = sorted({home.place for home in ward.households})
    return {
        "neighbourhoods": [f"Tổ {place}" for place in places],
        "staff": [_staff(one) for one in ward.staff],
        "platforms": {"zalo": ZALO, "facebook": FACEBOOK, "sms": SMS},
        "followers": [
            {"phone": home.registered, "zalo": long_id("uid", ZALO["oa_id"], home.id)}
            for home in ward.households
            if home.follows and home.is_number_good
        ],
    }


def _staff(one: Staff) -> dict[str, Any]:
    return {
        "username": one.username,
        "name": one.name,
        "title": one.title,
        "phone": one.phone,
        "role": one.role,
        "neighbourhood": f"Tổ {one.place}" if one.place else "",
        "may_release_urgent": one.may_release_urgent,
    }


def seed_of(ward: Ward) -> dict[str, Any]:
    """The same world as the platforms know it: phones, followers, groups made by people."""
    people = [_resident(home) for home in ward.households]
    people += [
        {"id": f"x{home.id}", "name": "Số đã bỏ", "phone": home.registered, "phone_state": "dead"}
        for home in ward.households
        if home.registered and not home.is_number_good
    ]
    people += [
        {"id": one.username, "name": one.name, "phone": one.phone, "place": one.title}
        for one in ward.staff
    ]
    places = sorted({home.place for home in ward.households})
    return {
        "apps": [
            {"id": ZALO["app_id"], "secret": ZALO["app_secret"], "oa_secret": ZALO["oa_secret"]},
            {"id": FACEBOOK["app_id"], "secret": FACEBOOK["app_secret"], "platform": "facebook"},
        ],
        "oas": [
            {
                "id": ZALO["oa_id"],
                "name": "UBND phường Sông Cầu",
                "app": ZALO["app_id"],
                "oa_type": GOVERNMENT,
            }
        ],
        "pages": [
            {"id": FACEBOOK["page_id"], "name": "Phường Sông Cầu", "app": FACEBOOK["app_id"]}
        ],
        "sms": [
            {
                "api_key": SMS["api_key"],
                "secret": SMS["secret_key"],
                "brandnames": [SMS["brandname"]],
            }
        ],
        "people": people,
        "groups": [
            {"id": f"to-{place}", "members": [h.id for h in ward.of_place(place) if h.joined]}
            for place in places
        ],
    }


def _resident(home: Household) -> dict[str, Any]:
    follows = [ZALO["oa_id"]] if home.follows else []
    place = f"Tổ {home.place}, {home.house}, {home.alley}"
    return {
        "id": home.id,
        "name": home.head.name,
        "phone": home.phone,
        "place": place,
        "follows": follows,
    }


if __name__ == "__main__":
    write_world(Path(sys.argv[1]), *sys.argv[2:3])
