"""`make check-data`: import the real records into a throw-away database and count what was read.

What a record holds is found by the simple patterns below, which know nothing of the parser. A
field counts as read when it stands in its own column; per record never more than was expected,
so that too many in one record do not hide too few in another. See docs/procedures.md.
"""

import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared/data"))
RECORDS, INDEX = DATA / "procedures_commune.jsonl", DATA / "procedures_index.tsv"

# A cell of the table is glued to the one before it: no blank stands between.
CHANNEL = r"(?:Trực tiếp|Trực tuyến|Dịch vụ bưu chính)"
WAY = re.compile(rf"{CHANNEL}(?=\d|Không có thông tin|Miễn phí|[A-ZĐ][a-zà-ỹ]+ [a-zà-ỹ])")
TIME = re.compile(rf"{CHANNEL}(\d+(?:[.,]\d+)?\s?)(?:Ngày|Giờ|Phút|Tuần|Tháng|Năm)")
FEE = re.compile(r"(?<=[^\s(])(?:Miễn phí|(?<![\d,.])[\d,.]+ (?:Việt Nam Đồng|VNĐ|USD))")
COUNTED = r"\d bản (?:chính|sao)"
PAPER = re.compile(rf"(?<=[^\s(\d,]){COUNTED}(?:,{COUNTED})?(?![\s.;:,)])")
TARGETS = {"ways": 0.95, "fees": 0.90, "times": 0.90, "papers": 0.90}
NAMES = {
    "ways": "cách nộp",
    "fees": "phí, lệ phí",
    "times": "thời gian có đơn vị",
    "papers": "giấy tờ",
}


def expected(record: dict[str, str]) -> dict[str, Counter[str]]:
    """By field: how often each thing stands there (for times: each amount)."""
    ways, papers = record["cach_thuc_thuc_hien"], record["thanh_phan_ho_so"]
    return {
        "ways": Counter(way[0] for way in WAY.finditer(ways)),
        "fees": Counter("fee" for _fee in FEE.findall(ways)),
        "times": Counter(f"{float(time.replace(',', '.')):g}" for time in TIME.findall(ways)),
        "papers": Counter("paper" for _paper in PAPER.findall(papers)),
    }


def found(version) -> dict[str, Counter[str]]:
    ways, papers = list(version.ways.all()), list(version.papers.all())
    counted = [p for p in papers if p.originals is not None or p.copies is not None]
    return {
        "ways": Counter(str(way.get_kind_display()) for way in ways),
        "fees": Counter("fee" for way in ways if way.fee_kind and way.fee_text),
        "times": Counter(f"{float(w.time_amount):g}" for w in ways if w.time_amount is not None),
        "papers": Counter("paper" for _paper in counted),
    }


def main() -> int:
    for path in (RECORDS, INDEX):
        if not path.is_file():
            print(f"make check-data: không có {path}. Đặt SHARED_DATA=thư mục chứa dữ liệu.")
            return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NHIPCAU_DATA"] = folder
        os.environ["NHIPCAU_DATABASE_URL"] = f"sqlite:///{folder}/check.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
        return check()


def check() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    with scope(locality=a_ward()):
        is_right = imported_as_expected()
        return 0 if structured_enough() and is_right else 1


def a_ward():
    from nhipcau.places.models import Locality, Unit

    unit = Unit.objects.create(code="00000", level=Unit.Level.COMMUNE, name="Thử", source="check")
    return Locality.objects.create(unit=unit, slug="thu", name="Thử", issuer="UBND")


def imported_as_expected() -> bool:
    """Both files, then both again: nothing refused, and the second time nothing changes."""
    from nhipcau.core.actor import SYSTEM
    from nhipcau.places.models import Locality
    from nhipcau.procedures.apply import apply_catalogue
    from nhipcau.procedures.queries import in_force
    from nhipcau.procedures.stage import stage_catalogue

    is_right = True
    for turn in (1, 2):
        for path in (RECORDS, INDEX):
            lines = sum(bool(line.strip()) for line in path.open(encoding="utf-8"))
            records = lines - (path == INDEX)
            started = time.monotonic()
            with path.open("rb") as file:
                batch = stage_catalogue(Locality.objects.get(), file, name=path.name, by=SYSTEM)
            apply_catalogue(batch, by=SYSTEM)
            took = time.monotonic() - started
            print(f"lần {turn}: {path.name}: {records} bản ghi → {batch.counts}, {took:.1f} giây")
            is_right &= not batch.counts.get("refused") and sum(batch.counts.values()) == records
            is_right &= turn == 1 or set(batch.counts) == {"same"}
    print(f"danh mục có {in_force().count()} thủ tục")
    return is_right


def structured_enough() -> bool:
    import json

    from nhipcau.procedures.models import ProcedureVersion

    hoped: Counter[str] = Counter()
    read: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    short: dict[str, list[str]] = {name: [] for name in TARGETS}
    versions = {
        version.procedure.code: version
        for version in ProcedureVersion.objects.filter(is_light=False)
        .select_related("procedure")
        .prefetch_related("ways", "papers")
    }
    for line in RECORDS.open(encoding="utf-8"):
        record = json.loads(line)
        want, have = expected(record), found(versions[record["ma_thu_tuc"]])
        for name, number in want.items():
            hoped[name] += number.total()
            read[name] += (number & have[name]).total()
            holders[name] += bool(number)
            if number - have[name]:
                short[name].append(record["ma_thu_tuc"])
    print(f"\n{'':22}{'bản ghi có':>12}{'trong văn bản':>15}{'tách được':>11}   tỷ lệ   đích")
    for name, target in TARGETS.items():
        share = read[name] / hoped[name] if hoped[name] else 0
        print(
            f"{NAMES[name]:22}{holders[name]:12}{hoped[name]:15}{read[name]:11}"
            f"{share:9.1%}{target:7.0%}"
        )
        if "-v" in sys.argv:
            print("   thiếu:", ", ".join(short[name]))
    fees(versions.values())
    return all(hoped[n] and read[n] / hoped[n] >= target for n, target in TARGETS.items())


def fees(versions) -> None:
    kinds = Counter(way.fee_kind or "none" for v in versions for way in v.ways.all())
    unclear = sum(bool(version.unclear) for version in versions)
    print(
        f"\nphí: {kinds['free']} miễn, {kinds['amount']} một mức, {kinds['depends']} tùy trường hợp"
        f" (giữ nguyên lời), {kinds['none']} không nêu; {unclear} bản ghi còn phần chưa rõ"
    )


if __name__ == "__main__":
    sys.exit(main())
