"""The simulated platforms in a process of their own, for tests that need a real wire."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
OA, APP, PAGE, FB_APP = "4318657068771012646", "1122334455", "104555", "667788"
SEED = {
    "apps": [
        {"id": APP, "secret": "app-secret", "oa_secret": "oa-secret"},
        {"id": FB_APP, "secret": "fb-secret", "platform": "facebook"},
    ],
    "oas": [{"id": OA, "name": "UBND phường Sông Cầu", "app": APP, "oa_type": 4}],
    "pages": [{"id": PAGE, "name": "Phường Sông Cầu", "app": FB_APP}],
    "sms": [{"api_key": "key", "secret": "sms-secret", "brandnames": ["UBND.SCAU"]}],
    "people": [
        {"id": "binh", "name": "Nông Thị Bình", "phone": "0912 345 678", "follows": [OA]},
        {"id": "tung", "name": "Hoàng Văn Tùng", "phone": "0987 654 321", "follows": [OA]},
    ],
}


@dataclass
class Platforms:
    address: str
    process: subprocess.Popen

    def call(self, name: str, **asked: Any) -> Any:
        body = json.dumps(asked).encode()
        request = Request(f"{self.address}/sandbox/{name}", body, method="POST")  # noqa: S310
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def look(self, path: str) -> Any:
        with urlopen(f"{self.address}/sandbox/{path}", timeout=10) as answer:  # noqa: S310
            return json.load(answer)

    def act(self, what: str, **asked: Any) -> Any:
        return self.call("act", what=what, **asked)

    def set(self, what: str, id: str, **fields: Any) -> None:
        self.call("set", what=what, id=id, fields=fields)

    def wait(self, until, seconds: float = 10.0) -> None:
        """Webhooks arrive in their own time."""
        give_up = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < give_up, "the platform did not get that far"
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(5)


AFTERNOON = 1685093700  # Friday 26 May 2023, 16:35 in Bắc Kạn


def move_clock(folder: Path, seconds: float) -> None:
    """Ours and the platforms': both read the same file."""
    clock = folder / "clock"
    clock.write_text(str(float(clock.read_text()) + seconds), encoding="ascii")


def start(folder: Path) -> Platforms:
    """Set NHIPCAU_CLOCK_FILE to folder/"clock" in the test itself."""
    port_file = folder / "port"
    (folder / "clock").write_text(str(AFTERNOON), encoding="ascii")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "nhipcau_sandbox.server",
            *("--port", "0", "--port-file", str(port_file), "--journal", str(folder / "journal")),
        ],
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PATH": "/usr/bin:/bin",
            "NHIPCAU_CLOCK_FILE": str(folder / "clock"),
        },
        stderr=subprocess.DEVNULL,
    )
    give_up = time.monotonic() + 15
    while not (port_file.exists() and port_file.read_text()):
        assert time.monotonic() < give_up and process.poll() is None, "the sandbox did not start"
        time.sleep(0.02)
    made = Platforms(f"http://127.0.0.1:{port_file.read_text()}", process)
    made.call("make", **SEED)
    return made


ADDRESSES = (
    "ZALO_API_URL",
    "ZALO_OAUTH_URL",
    "ZALO_BUSINESS_URL",
    "ZALO_BOT_URL",
    "FACEBOOK_API_URL",
    "PUSH_SERVICE_URL",
    "SMS_API_URL",
)


def point_settings(settings: Any, platforms: Platforms) -> None:
    for name in ADDRESSES:
        setattr(settings, name, platforms.address)
    settings.VIETTEL_API_URL = f"{platforms.address}/bulkapi"
