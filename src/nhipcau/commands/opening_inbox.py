"""Whose questions are whose in the story's ward: the table that an administrator would fill in."""

from nhipcau.inbox.route import save_topic
from nhipcau.people.models import Role, Staff
from nhipcau.places.models import Locality

TOPICS = (
    ("Hộ tịch, cư trú", "khai sinh\nkhai tử\nkết hôn\nhôn nhân\nthường trú\ntạm trú", 8, "lan"),
    ("Chứng thực", "chứng thực\nsao y\nbản sao", 4, "lan"),
    ("Trợ cấp, bảo hiểm", "trợ cấp\nngười cao tuổi\nbảo hiểm\nBHYT\nkhuyết tật", 16, "minh"),
    ("Y tế", "khám\ntiêm\ntrạm y tế\nđái tháo đường", 8, "lan"),
    ("Đường, điện, nước", "đường\nngõ\nđèn\ncắt điện\nnước", 24, ""),
)


def open_topics(locality: Locality) -> int:
    """Inside the scope. Returns how many."""
    admin = Staff.objects.filter(locality=locality, role=Role.ADMIN).first()
    if admin is None:
        return 0
    people = {one.username: one for one in Staff.objects.filter(locality=locality)}
    for name, words, hours, username in TOPICS:
        staff = [people[username]] if username in people else []
        save_topic(locality, None, name=name, words=words, hours=hours, staff=staff, by=admin)
    return len(TOPICS)
