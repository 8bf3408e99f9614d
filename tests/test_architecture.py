"""What the tools cannot see."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from nhipcau.places.tenant import Tenanted

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
RANK = {
    room.strip(): rank
    for rank, layer in enumerate(CONTRACTS[0]["layers"])
    for room in layer.split("|")
}

# Models without a locality, each with its reason.
WITHOUT_LOCALITY = {
    "AuditEvent": "core knows no places: the locality is a plain id",
    "PeriodicRun": "one row a job for the installation",
    "Heartbeat": "one row a worker of the installation",
    "Unit": "official units belong to everybody",
    "Succession": "official units belong to everybody",
    "Locality": "is the tenant",
    "Lineage": "leads from one locality to another; read by both and by the portal",
    "Merger": "stands over those that take part; its verbs ask who of them may",
    "MergerParty": "of a merger",
    "MergerDecision": "of a merger",
    "MergerMove": "of a merger: keys of rows, nothing of theirs",
    "Staff": "is found before the locality is known; holds its key itself",
    "RawEvent": "a webhook as it came, before anyone knows whose it is",
    "TryCount": "counts a hash: an address may try at several localities",
    "Bucket": "a rate may belong to an app that serves several localities",
}
# Views that need no login, each with its reason.
PUBLIC_VIEWS: dict[str, str] = {
    "nhipcau.channels.views.zalo": "a platform's webhook: the signature is the key",
    "nhipcau.channels.views.zalo_bot": "the bot's messages: the address and a header hold secrets",
    "nhipcau.channels.views.facebook": "a platform's webhook: the signature is the key",
    "nhipcau.channels.views.sms": "the gateway's report: the address holds the key",
    "nhipcau.channels.views.push": "our worker's report: address and seal are the key",
    "nhipcau.api.door.opened": "the bearer key is the key; no session is looked at",
    "nhipcau.api.door.unknown": "says that there is no such address",
    "nhipcau.api.views.schema": "the description of the API is for everybody",
    "nhipcau.api.views.reference": "the description of the API is for everybody",
    "nhipcau.people.entrance_views.sign_in": "the officers' door",
    "nhipcau.people.entrance_views.code": "second step of the door, after the password",
    "nhipcau.people.oidc.to_provider": "the door by the province's identity service",
    "nhipcau.people.oidc.from_provider": "back from it: state and signature are the key",
    "nhipcau.people.entrance_views.inactive": "says that an account has ended",
    "nhipcau.people.entrance_views.invitation": "the one-time link is the key",
    "nhipcau.people.entrance_views.phone_link": "the one-time link is the key",
    "nhipcau.pages.health.health": "monitors have no account",
    "nhipcau.pages.health.idle": "demo setting and loopback; else 404",
    "nhipcau.pages.health.metrics": "loopback only; else 404",
    "nhipcau.people.demo.enter": "demo setting, loopback and a secret; else 404",
    "nhipcau.people.letter_views.stop": "the link in a letter: its signature is the key",
    "nhipcau.people.join_views.join": "a group's QR hangs on a wall; nothing is shown but its name",
    "nhipcau.pages.leader.ways.received": "the one-time link of a test is the key",
    "nhipcau.pages.leader.ways.drilled": "the link of one drill message is the key",
    "nhipcau.people.entrance_views.phone_door": "says how a telephone is enrolled",
    "nhipcau.rosters.feed_views.calendar": "a calendar application: the address holds its key",
    "nhipcau.pages.speakers.views.player": "a loudspeaker: the address holds its key",
    "nhipcau.pages.speakers.views.sound": "a loudspeaker: the address holds its key",
    "nhipcau.pages.speakers.views.played": "a loudspeaker: the address holds its key",
    "nhipcau.pages.speakers.feeds.json_feed": "a loudspeaker: the address holds its key",
    "nhipcau.pages.speakers.feeds.atom_feed": "a loudspeaker: the address holds its key",
    "nhipcau.circles.views.circles": "a member's enrolled browser is the key",
    "nhipcau.circles.views.circle": "a member's enrolled browser is the key",
    "nhipcau.circles.views.written": "a member's enrolled browser is the key",
    "nhipcau.circles.views.notice": "a member's enrolled browser is the key",
    "nhipcau.circles.views.acted": "a member's enrolled browser is the key",
    "nhipcau.circles.member_views.members": "a member's enrolled browser is the key",
    "nhipcau.circles.member_views.member_acted": "a member's enrolled browser is the key",
    "nhipcau.circles.chair_views.appointed": "a member's enrolled browser is the key",
    "nhipcau.circles.chair_views.chair_acted": "a member's enrolled browser is the key",
    "nhipcau.circles.chair_views.closed": "a member's enrolled browser is the key",
    "nhipcau.circles.door_views.door": "says how a member comes in",
    "nhipcau.circles.door_views.enter": "the one-time link is the key",
    "nhipcau.circles.door_views.word": "the link in a message and digits of its telephone",
    "nhipcau.pages.portal.short.short_link": "residents have no account",
    "nhipcau.pages.portal.views.home": "residents have no account",
    "nhipcau.pages.portal.views.notice": "residents have no account",
    "nhipcau.pages.portal.views.voice": "a checked recording of a published notice",
    "nhipcau.pages.portal.views.paper": "the paper of a published notice",
    "nhipcau.pages.portal.linking.link_me": "the one-time code is the key, limited by rate",
    "nhipcau.pages.portal.alerts.feed": "emergencies are public: other machines read them",
    "nhipcau.pages.portal.alerts.alert": "emergencies are public: other machines read them",
    "nhipcau.pages.portal.feed.atom": "what the portal says, for readers",
    "nhipcau.pages.portal.push.page": "residents have no account",
    "nhipcau.pages.portal.push.subscribed": "a browser asks for notifications, limited by rate",
    "nhipcau.pages.portal.push.unsubscribed": "who knows the endpoint is the browser that has it",
    "nhipcau.pages.portal.push.renewed": "who knows the endpoint is the browser that has it",
    "nhipcau.pages.portal.push.worker": "a script without anybody's data",
    "nhipcau.pages.portal.push.manifest": "the portal's name and icon",
    "nhipcau.pages.portal.views.zalo": "leads to the ward's account at Zalo",
    "nhipcau.pages.portal.procedures.procedures": "the catalogue is for everybody",
    "nhipcau.pages.portal.procedures.procedure": "the catalogue is for everybody",
    "nhipcau.pages.portal.procedures.paper": "the catalogue is for everybody",
    "nhipcau.pages.portal.ask.ask": "residents ask without an account, limited by rate",
    "nhipcau.pages.portal.ask.question": "the unguessable number of a question is the key",
    "nhipcau.pages.portal.ask.rated": "the unguessable number of a question is the key",
    "nhipcau.pages.portal.ask.faq": "reviewed entries are for everybody",
    "nhipcau.pages.desk.keyed.screen": "the waiting screen: the address holds its key",
    "nhipcau.pages.desk.keyed.door": "where numbers are taken: the address holds its key",
    "nhipcau.pages.portal.tickets.ticket": "the unguessable code of a ticket is the key",
    "nhipcau.pages.portal.tickets.ticket_left": "the unguessable code of a ticket is the key",
    "nhipcau.pages.portal.booking.booking": "residents have no account, limited by rate",
    "nhipcau.pages.portal.booking.appointment": "the unguessable code is the key",
    "nhipcau.pages.portal.booking.appointment_step": "the unguessable code is the key",
    "nhipcau.pages.portal.dossiers.look_up": "by number and last digits, limited by rate",
    "nhipcau.pages.portal.dossiers.dossier": "the random code of the receipt is the key",
    "nhipcau.pages.portal.dossiers.rated": "the random code of the receipt is the key",
    "nhipcau.pages.portal.answers.read": "residents answer without an account, limited by rate",
    "nhipcau.pages.portal.answers.passed_on": "residents answer without an account",
    "nhipcau.pages.portal.answers.not_my_house": "forgets the visitor's own browser",
    "nhipcau.pages.portal.thanks.thanks": "numbers are public, names by consent",
    "nhipcau.pages.portal.thanks.photo": "shown by an officer and, of a household, by consent",
    "nhipcau.pages.portal.thanks.no_more": "takes the visitor's own agreement back",
    "nhipcau.pages.portal.answers.seen": "the gesture on a household's own link",
}


# Statements without a locality, by file, each with its reason.
OVER_LOCALITIES: dict[str, dict[str, str]] = {
    "dispatch/sql.py": {
        "PICK": "the sender works for all: ids, times, and whose each row is",
        "RESERVE": "a bucket may belong to an app that serves several localities",
        "PAUSE": "a bucket may belong to an app that serves several localities",
        "TOUCH": "chunks by id and fence, of all localities in one transaction",
        "TO_BURY": "the sender works for all: ids, times, and whose each row is",
        "FINISHED_JOBS": "the sender works for all: ids and whose each row is",
        "WAITING": "moments only: when something can be sent next",
        "TO_PREPARE": "the sender works for all: ids and whose each row is",
        "unfolded": "unfolds a parameter, reads no table",
    },
    "dispatch/sql_fill.py": {
        "TO_FILL": "the sender works for all: ids and their locality, nothing else",
        "NEXT": "over a compiled address query, which holds its own locality",
        "BOUNDARY": "over a compiled address query, which holds its own locality",
    },
    "commands/sql.py": {
        "table_counts": "a backup holds all localities",
        "pin_snapshot": "a backup holds all localities",
    },
    "places/sql.py": {
        "LOCKED": "which tables have a policy, no row of them",
        "PASSES_BY": "what this connection's role may, no row",
        "HAS_ROLE": "whether there is such a role",
        "SCHEMA": "the name of the schema",
    },
    "people/sql.py": {"TAKE_PLACE": "counts a hash, names nobody"},
    "outreach/sql.py": {"IDS": "unfolds a parameter, reads no table"},
}
SQL = re.compile(r"(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s|\(SELECT\s")


def room_of(model) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "nhipcau" else None


def our_models() -> list:
    return [model for model in apps.get_models() if room_of(model)]


def python_files() -> list[Path]:
    return [
        path
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and "tests" not in path.parts
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def views() -> list:
    found = []

    def walk(patterns) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                found.append(pattern.callback)
            else:
                walk(pattern.url_patterns)

    walk(get_resolver().url_patterns)
    return found


def test_foreign_keys_go_down_the_house():
    for model in our_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or not field.concrete or target is None or not room_of(target):
                continue
            here, there = room_of(model), room_of(target)
            assert there == here or RANK[there] > RANK[here], f"{model.__name__}.{field.name}"


def test_every_model_has_its_tenancy_key():
    without = {model.__name__ for model in our_models() if not issubclass(model, Tenanted)}
    assert without == set(WITHOUT_LOCALITY)


def test_every_view_needs_a_login_unless_listed():
    public = {
        f"{view.__module__}.{view.__name__}"
        for view in views()
        if not getattr(view, "login_required", True) and view.__module__.startswith("nhipcau")
    }
    assert public == set(PUBLIC_VIEWS)


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_no_file_is_longer_than_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


def test_files_are_short_on_the_whole():
    lengths = [n for path in python_files() if (n := len(path.read_text().splitlines()))]
    assert sum(lengths) / len(lengths) < 150


def test_raw_sql_is_written_in_the_sql_files_only():
    for path in python_files():
        if path.match("sql*.py") or path.parts[-3:-1] == ("nhipcau", "config"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            assert not (called and node.func.attr in {"raw", "RawSQL", "extra"}), name_of(path)
            words = isinstance(node, ast.Constant) and isinstance(node.value, str)
            starts = words and node.value.lstrip().startswith(
                ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "WITH ")
            )
            assert not starts, f"{name_of(path)}: {node.value[:40]!r}"


def statements(path: Path) -> dict[str, str]:
    """Every SQL text of a file, by the name it is kept under or the function it stands in."""
    found: dict[str, str] = {}
    for node in ast.parse(path.read_text()).body:
        names = [target.id for target in getattr(node, "targets", []) if hasattr(target, "id")]
        name = names[0] if names else getattr(node, "name", "")
        for part in ast.walk(node):
            is_text = isinstance(part, ast.Constant) and isinstance(part.value, str)
            if is_text and SQL.match(part.value.lstrip()):
                found[name] = found.get(name, "") + part.value
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("nhipcau/**/sql*.py")), ids=name_of)
def test_every_statement_carries_the_locality_unless_listed(path):
    listed = OVER_LOCALITIES.get(name_of(path).split("/", 1)[1], {})
    for name, text in statements(path).items():
        by_place = "locality_id" in text and text.count("%s") > 0  # a compiled query stands within
        carries = "%(locality)s" in text or by_place
        assert carries != (name in listed), f"{name_of(path)}: {name}"
    assert set(listed) <= set(statements(path))


def test_the_table_of_verbs_names_files_that_are_there():
    told = (ROOT / "ARCHITECTURE.md").read_text()
    rows = re.findall(r"^\| (\w+) \| ([\w/, ]+) \| ", told, re.MULTILINE)
    rooms = {room: files.split(", ") for room, files in rows if room in RANK}
    assert len(rooms) > 10
    for room, files in rooms.items():
        for file in files:
            name = file if file.endswith("/") else f"{file}.py"
            assert (SOURCE / "nhipcau" / room / name).exists(), f"{room}/{name}"


def test_tasks_are_shims_of_three_lines():
    for path in python_files():
        if path.name != "tasks.py" or "core" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                assert len(node.body) <= 3, f"{name_of(path)}: {node.name}"


def test_settings_are_read_in_one_place():
    for path in python_files():
        if path.parts[-2] == "config" or name_of(path) in {
            "nhipcau/core/clock.py",
            "nhipcau/commands/main.py",
            "nhipcau/commands/supervisor.py",
        }:
            continue
        if path.parts[len(SOURCE.parts)] == "nhipcau":
            assert "os.environ" not in path.read_text(), name_of(path)
    assert [path.name for path in SOURCE.rglob("settings*.py")] == ["settings.py"]


def test_no_room_is_named_after_a_dumping_ground():
    forbidden = {"services", "managers", "helpers", "utils", "misc", "common"}
    for path in python_files():
        assert not forbidden & {path.stem, *path.relative_to(SOURCE).parts}, name_of(path)


def test_packages_start_empty():
    for path in SOURCE.rglob("__init__.py"):
        if path.parent.name != "models":
            assert path.read_text().strip() == "", name_of(path)
