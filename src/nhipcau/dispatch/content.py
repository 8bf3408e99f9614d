"""What a job says, read once and kept by the sender while it sends."""

from dataclasses import dataclass

from django.core.files.storage import default_storage

from nhipcau.channels.transport import Message
from nhipcau.core.clock import civil_seconds
from nhipcau.dispatch import sql
from nhipcau.dispatch.lease import Row


@dataclass(slots=True)
class Content:
    title: str
    text: str
    link: str
    note: dict[str, str]
    image: bytes

    def message(self, row: Row) -> Message:
        link = row.link or self.link
        text = self.text.replace("{link}", link) if "{link}" in self.text else self.text
        return Message(
            row.key,
            row.address,
            text,
            self.title,
            link,
            row.thread,
            self.image,
            self.note,
            civil_seconds(),
        )


def read_content(job: int, locality: int) -> Content:
    title, text, link, note, image = sql.run(sql.JOB, job=job, locality=locality)[0]
    return Content(title, text, link, sql.from_json(note), _read(image) if image else b"")


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content
