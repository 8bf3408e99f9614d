"""What kind of sound a file holds, by what is in it: a name proves nothing."""

# By our name: how it is opened, and nothing else. A playlist that names other files is no sound.
OPENED_AS = {
    "wav": "wav", "mp3": "mp3", "ogg": "ogg", "m4a": "mov", "webm": "matroska", "aac": "aac",
    "amr": "amr",
}  # fmt: skip
HEAD = 16  # bytes that are enough to tell


def kind_of(head: bytes) -> str:
    """wav, mp3, ogg, m4a (with 3gp), webm, aac, amr; empty for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "m4a"
    for begins, kind in (
        (b"OggS", "ogg"), (b"\x1a\x45\xdf\xa3", "webm"), (b"#!AMR", "amr"), (b"ID3", "mp3"),
    ):  # fmt: skip
        if head.startswith(begins):
            return kind
    return _frame(head)


def _frame(head: bytes) -> str:
    """The frames of MP3 and of bare AAC begin alike; the two layer bits tell them apart."""
    if len(head) < 2 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if head[1] & 0x06 else ""
