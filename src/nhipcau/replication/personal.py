"""Which field of which model holds something about a person, and how it goes. A test walks all
models: a field with free content that is neither here nor named as not personal fails it."""

from typing import Final

# With the household or person it is about: replication/erase.py, in one transaction.
ERASED: Final[dict[str, str]] = {
    "people.Household": "key code head_name house alley landmark language best_way",
    "people.Resident": "key name relation born_on birth_year sex residence",
    "people.ContactPoint": "value detail",
    "people.Subscriber": "value",
    "people.Consent": "evidence",
    "people.Membership": "display_name",
    "people.JoinAsk": "house display_name",
    "people.OaMember": "person name",
    "people.LinkCode": "digest",
    "people.ImportRow": "household_key resident_key data reason",
    "people.StagedHousehold": "key place code head_name house alley landmark language best_way",
    "people.StagedResident": "household_key key name relation born_on birth_year sex residence",
    "people.StagedContact": "household_key resident_key value",
    "channels.Incoming": "person text detail",
    "channels.Window": "person",
    "dispatch.Delivery": "address thread link",
    "dispatch.Job": "text title query note",  # of jobs that went to this person alone
    "inbox.Conversation": "address person name phone told menu",
    "inbox.Message": "text files reference",
    "inbox.Question": "gist folded about_path",
    "inbox.Note": "text",
    "inbox.Forwarding": "contact outcome",
    "inbox.Rating": "text",
    "inbox.FaqEntry": "question answer folded",  # drafts; a published one holds nobody's data
    "counter.Ticket": "name",
    "counter.Appointment": "name phone person",
    "counter.ChatOffer": "person choices",
    "counter.Assist": "receipt note",
    "counter.Dossier": "name phone receipt result fee_for code",
    "counter.DossierStep": "reason ground",
    "counter.DossierPaper": "note",
    "counter.DossierMessage": "address text",
    "counter.DossierRating": "text",
    "counter.DossierRow": "cells said",
    "outreach.VisitTry": "note",
    "outreach.Claim": "house digits browser",
    "outreach.PassedOn": "words",
    "outreach.CallPhoto": "file",
    "outreach.Standing": "code",
    "replication.DataRequest": "asker contact words why_longer outcome",
    "replication.MergerMove": "changed",
}

# Soon by itself, whoever it is about: the periodic job that does it (docs/run.md).
BY_TIME: Final[dict[str, tuple[str, str]]] = {
    "channels.RawEvent": ("channels.forget_raw", "headers body fault"),
    "people.ImportBatch": ("people.clear_register_files", "file"),
    "counter.DossierBatch": ("counter.clear_exports", "file"),
    "people.TryCount": ("people.forget_sign_ins", "name"),
    "api.KeptCall": ("api.forget", "body"),
    "api.Rehearsal": ("api.forget", "given recipients"),
    "api.Happened": ("api.forget", "body subject"),
}

# By those who alone may know of it: a circle's own officers (decision 0023).
BY_THEIR_OWN: Final[dict[str, str]] = {"circles.CircleMember": "name phone title"}

# About people in office: who did what stays as long as the office has to answer for it.
IN_OFFICE: Final[dict[str, str]] = {
    "people.Staff": "username email identity name title phone password",
    "people.StaffWay": "value detail",
    "people.Device": "label",
    "notices.Paper": "signer",
    "replication.Issued": "signer",
    "notices.Recording": "recorded_by",
    "notices.Audio": "recorded_by",
}


def personal_fields() -> dict[str, set[str]]:
    """Of every kind, by model."""
    found: dict[str, set[str]] = {}
    timed = {label: fields for label, (_job, fields) in BY_TIME.items()}
    for table in (ERASED, timed, BY_THEIR_OWN, IN_OFFICE):
        for label, fields in table.items():
            found.setdefault(label, set()).update(fields.split())
    return found
