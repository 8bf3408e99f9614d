"""A desk with a procedure of five working days, accounts without a wire, and a clock to turn."""

from datetime import timedelta
from pathlib import Path

from tests.cast import FRIDAY_AFTERNOON, make_staff

from nhipcau.channels.models import Account, Template, Window
from nhipcau.core.clock import civil_now
from nhipcau.counter.dossiers.due import Term
from nhipcau.counter.dossiers.receive import Filing, Promise, open_dossier, register_dossier
from nhipcau.counter.models import Dossier, DossierMessage
from nhipcau.dispatch.models import Delivery
from nhipcau.dispatch.outcomes import Outcome
from nhipcau.people.models import ContactPoint, Role

FIVE_DAYS = Promise(Term(5, "working_day"))
ZALO_ID = "2512523625412515"


class Civil:
    def __init__(self, path: Path) -> None:
        self.path, self.at = path, FRIDAY_AFTERNOON
        self.go()

    def go(self, **by: float):
        self.at += timedelta(**by)
        self.path.write_text(str(self.at.timestamp()), encoding="ascii")
        return self.at


class Desk:
    def __init__(self, ward, civil, birth) -> None:
        self.ward, self.civil, self.birth = ward, civil, birth
        self.clerk = make_staff(ward.locality, "phuc", "Lộc Văn Phúc", Role.CLERK)
        self.by = ward.lan

    def account(self, kind: str, **fields) -> Account:
        return Account.objects.create(
            locality=self.ward.locality,
            kind=kind,
            name=kind,
            external_id=kind,
            state=Account.State.WORKING,
            **fields,
        )

    def zalo(self, hours_ago: float | None = 1) -> Account:
        """Bình follows the Official Account and last wrote so many hours ago."""
        account = self.account("zalo_oa", settings={"sender": "v2"})
        ContactPoint.objects.create(
            locality=self.ward.locality,
            household=self.ward.binh,
            account=account,
            kind=ContactPoint.Kind.ZALO,
            value=ZALO_ID,
        )
        if hours_ago is not None:
            at = civil_now() - timedelta(hours=hours_ago)
            Window.objects.create(
                locality=self.ward.locality, account=account, person=ZALO_ID, last_act_at=at
            )
        return account

    def template(self, **fields) -> Template:
        account = self.account("zalo_template")
        parameters = [
            {"name": "ma", "require": True, "type": "STRING", "minLength": 0, "maxLength": 40},
            {"name": "tin", "require": True, "type": "STRING", "minLength": 0, "maxLength": 100},
        ]
        return Template.objects.create(
            locality=self.ward.locality,
            account=account,
            external_id="777",
            name="Báo tin hồ sơ",
            state=Template.State.ENABLE,
            parameters=parameters,
            dossiers_from={"ma": "number", "tin": "says"},
            price_phone_vnd=300,
            read_at=civil_now(),
            **fields,
        )

    def filing(self, **fields) -> Filing:
        given = {"name": "Nông Thị Bình", "phone": "0912 345 678", **fields}
        return Filing(procedure=self.birth.current, **given)

    def dossier(self, promise=FIVE_DAYS, **fields) -> Dossier:
        return open_dossier(self.ward.locality, self.filing(**fields), promise, by=self.by)

    def registered(self, **fields) -> Dossier:
        return register_dossier(self.ward.locality, self.filing(**fields), by=self.by)

    def told(self, step) -> list[str]:
        return list(DossierMessage.objects.filter(step=step).values_list("way", flat=True))


def lost(message: DossierMessage, state: str = Delivery.State.REFUSED) -> Outcome:
    return Outcome(1, message.job_id, 1, None, None, message.address, state, "-230", civil_now())
