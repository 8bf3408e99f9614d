"""What questions are about, reviewed answers, the machine's own sentences, the account's menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nhipcau.inbox.faq import adopt_entry, retire_entry
from nhipcau.inbox.menu import oa_menu
from nhipcau.inbox.models import Answerer, FaqEntry, Topic
from nhipcau.inbox.route import retire_topic, save_topic
from nhipcau.inbox.wording import MOST, NAMES, own_words, save_words
from nhipcau.people.models import Staff
from nhipcau.replication.models import AppliedPlaybook
from nhipcau.replication.playbook.shape import may, must, number, some
from nhipcau.replication.playbook.theme import Found, Place, Theme
from nhipcau.replication.playbook.themes.plan import plan_theme


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """`hours` are working hours until the answer is due. Whose it is, each place says itself."""

    name: str = must(longest=80)
    hours: int = number(8, least=1, most=200)
    words: tuple[str, ...] = some(longest=80)


def _topics(place: Place) -> list[Found]:
    rows = Topic.objects.filter(locality=place.locality, retired_at=None)
    return [
        Found(TopicPlan(row.name, row.hours, tuple(row.words.splitlines())), row.pk) for row in rows
    ]


def _put_topic(place: Place, key: str, item: TopicPlan, row: int) -> int:
    known = Topic.objects.get(pk=row) if row else None
    answers = Answerer.objects.filter(topic=known) if known else Answerer.objects.none()
    made = save_topic(
        place.locality,
        known,
        name=item.name,
        words="\n".join(item.words),
        hours=item.hours,
        staff=list(Staff.objects.filter(pk__in=answers.values("staff"))),
        by=place.staff,
    )
    return made.pk


ROUTING = Theme(
    name="routing",
    title=_("Phân công câu hỏi"),
    remark="Chủ đề câu hỏi, lời nhận ra chủ đề, hạn trả lời (giờ làm việc). Không có tên cán bộ.",
    kind=TopicPlan,
    found=_topics,
    put=_put_topic,
    drop=lambda place, key, row: retire_topic(Topic.objects.get(pk=row), by=place.staff),
    name_of=lambda item: item.name,
    is_ordered=True,
)


@dataclass(frozen=True, slots=True)
class FaqPlan:
    """Reviewed where it comes from. `topic`: a key of routing.yaml, `procedure`: a code."""

    question: str = must(longest=300)
    answer: str = must(longest=4000)
    topic: str = may(longest=80)
    procedure: str = may(longest=40)


def _entries(place: Place) -> list[Found]:
    rows = FaqEntry.objects.filter(
        locality=place.locality, state=FaqEntry.State.PUBLISHED
    ).select_related("procedure_version__procedure")
    return [Found(_entry_of(place, row), row.pk) for row in rows]


def _entry_of(place: Place, row: FaqEntry) -> FaqPlan:
    """What it speaks of only where the playbook speaks of that, too."""
    version = row.procedure_version
    code = version.procedure.code if version is not None else ""
    known = code if place.row_of("procedures", code) else ""
    return FaqPlan(row.question, row.answer, place.key_of("routing", row.topic_id), known)


def _put_entry(place: Place, key: str, item: FaqPlan, row: int) -> int:
    known = FaqEntry.objects.get(pk=row) if row else None
    entry = adopt_entry(
        known,
        question=item.question,
        answer=item.answer,
        topic=Topic.objects.filter(pk=place.row_of("routing", item.topic) or 0).first(),
        procedure=item.procedure,
        by=place.staff,
    )
    return entry.pk


FAQ = Theme(
    name="faq",
    title=_("Hỏi đáp"),
    remark="Câu hỏi hay gặp đã có người đọc lại. topic: chủ đề trong routing.yaml; procedure: mã.",
    kind=FaqPlan,
    found=_entries,
    put=_put_entry,
    drop=lambda place, key, row: retire_entry(FaqEntry.objects.get(pk=row), by=place.staff),
    name_of=lambda item: item.question,
    is_ordered=True,
)


@dataclass(frozen=True, slots=True)
class WordingPlan:
    text: str = must(longest=MOST)


def _words(place: Place) -> list[Found]:
    own = own_words(place.locality)
    return [Found(WordingPlan(own[name]), key=name) for name in NAMES if name in own]


def _put_words(place: Place, key: str, item: WordingPlan, row: int) -> int:
    save_words(place.locality, {**own_words(place.locality), key: item.text}, by=place.staff)
    return 0


def _drop_words(place: Place, key: str, row: int) -> None:
    kept = {name: said for name, said in own_words(place.locality).items() if name != key}
    save_words(place.locality, kept, by=place.staff)


WORDINGS = Theme(
    name="wordings",
    title=_("Lời máy"),
    remark="Lời máy: greeting (chào), menu (danh mục số), outside (ngoài giờ, giữ chữ {lúc}).",
    kind=WordingPlan,
    found=_words,
    put=_put_words,
    drop=_drop_words,
    name_of=lambda item: item.text,
)


@dataclass(frozen=True, slots=True)
class MenuPlan:
    """A line to be entered by hand in Zalo's manager: opens a page of ours, or sends words."""

    title: str = must(longest=40)
    opens: str = may(longest=200, like=r"(/|https://)?.*")
    says: str = may(longest=80)


def _menu(place: Place, known: Mapping[str, Any]) -> list[Found]:
    """As the product proposes it, where no playbook has said otherwise."""
    if known or AppliedPlaybook.objects.filter(locality=place.locality).exists():
        return []
    found = []
    for line in oa_menu(place.locality):
        address = line.value.removeprefix(settings.BASE_URL)
        is_said = line.value.startswith("#")
        item = MenuPlan(line.title, "" if is_said else address, line.value if is_said else "")
        found.append(Found(item))
    return found


MENU = plan_theme(
    "menu",
    title=_("Danh mục của Official Account"),
    remark="Danh mục nhập tay ở trang quản lý Zalo: opens mở trang, says gửi lời.",
    kind=MenuPlan,
    name_of=lambda item: item.title,
    derived=_menu,
)
