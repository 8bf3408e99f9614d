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
    names: tuple[str, ...] = ()

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
    names = tuple(image.split("\n")) if image else ()
    only = _read(names[0]) if len(names) == 1 else b""
    return Content(title, text, link, sql.from_json(note), only, names)


def read_images(content: Content) -> tuple[bytes, ...]:
    """All of several pictures: read when they are uploaded, not kept while rows are sent."""
    return tuple(_read(name) for name in content.names) if len(content.names) > 1 else ()


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        content: bytes = file.read()
    return content
