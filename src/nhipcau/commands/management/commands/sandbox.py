"""`nhipcau sandbox run` starts the simulated platforms; `sandbox audit` checks the ledger.

The simulation lives in a package of its own that knows nothing of the product.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope, scopes_disabled

from nhipcau.commands.reconcile import reconcile
from nhipcau.notices.models import NoticeVersion
from nhipcau.reach.export import figures
from nhipcau_sandbox.audit import accepted_rows
from nhipcau_sandbox.server import main as run_sandbox


class Command(BaseCommand):
    help = "Các nền tảng mô phỏng: chạy (run), đối chiếu với sổ gửi tin (audit)."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        run = verbs.add_parser("run", help="chạy Zalo, Facebook và cổng SMS mô phỏng")
        run.add_argument("--host", default="127.0.0.1")
        run.add_argument("--port", default="8800")
        run.add_argument("--journal", default=str(settings.DATA / "sandbox"))
        for name in ("--seed", "--tls-cert", "--tls-key", "--port-file"):
            run.add_argument(name)
        audit = verbs.add_parser("audit", help="so những gì nền tảng đã nhận với sổ gửi tin")
        audit.add_argument("--journal", type=Path, default=settings.DATA / "sandbox")
        audit.add_argument("--json", action="store_true", help="chỉ in một dòng JSON")
        audit.add_argument("--reach", action="store_true", help="thêm độ phủ của bản mới phát")
        audit.add_argument(
            "--final", action="store_true", help="lượt gửi còn chờ cũng tính là thất lạc"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "run":
            run_sandbox(_arguments(options))
            return
        journal = options["journal"]
        journal = journal / "journal.jsonl" if journal.is_dir() else journal
        if not journal.exists():
            raise CommandError(f"Không thấy nhật ký mô phỏng tại {journal}.")
        with scopes_disabled():  # the platforms know nothing of localities
            findings = reconcile(accepted_rows(journal))
        is_final = options["final"]
        indent = None if options["json"] else 2
        found = findings.as_json(is_final=is_final)
        if options["reach"]:
            found["reach"] = newest_figures()
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=indent))
        if not findings.is_clean(is_final=is_final):
            raise CommandError("Sổ gửi tin và nền tảng không khớp nhau.")


def newest_figures() -> dict[str, Any]:
    """Beside the ledger's side, what the households' side says: one start of Django, not two."""
    with scopes_disabled():  # whoever runs this on the machine sees every locality
        out = NoticeVersion.objects.filter(published_at__isnull=False)
        version = out.select_related("locality", "notice").order_by("-published_at").first()
    if version is None:
        return {}
    with scope(locality=version.locality):
        return figures(version)


def _arguments(options: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for name in ("host", "port", "journal", "seed", "tls_cert", "tls_key", "port_file"):
        if options[name]:
            found += [f"--{name.replace('_', '-')}", str(options[name])]
    return found
