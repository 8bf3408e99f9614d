"""What a question asks for and what it only tells: clauses that ask weigh more than the story."""

from collections.abc import Sequence
from typing import Final

from nhipcau.procedures.search_words import Word, plain_words, words_of

TOLD: Final = 0.6  # a clause of the story, where another one asks
BEFORE: Final = 0.85  # in the clause that asks: what stands before the asking
PURPOSE: Final = 0.3  # "… để đi vay ngân hàng": what for, not what
NUMBER: Final = 0.3


def _marks(words: str) -> frozenset[str]:
    return frozenset(form for word in words_of(words) for form in (word.marked, word.plain))


_ASKS: Final = _marks("muốn xin cần đăng ký thủ tục hồ sơ hỏi nộp khai")
_SO_THAT: Final = _marks("để")
_PURPOSE_VERBS: Final = _marks("đi làm nộp xin vay cho mua bán học đăng ký bổ sung gửi kịp lấy")
_GO: Final = _marks("đi")
_GO_TO: Final = frozenset(
    plain_words(each)
    for each in ("du lịch", "xin việc", "công tác", "vay tiền", "vay vốn", "vay ngân", "làm ăn",
                 "lao động", "xuất khẩu", "thăm thân", "thăm con", "khám bệnh", "định cư")
)  # fmt: skip


def stresses(words: Sequence[Word]) -> list[float]:
    """A weight for each word."""
    last = {word.clause: place for place, word in enumerate(words) if word.marked in _ASKS}
    found: list[float] = []
    purpose = -1
    for place, word in enumerate(words):
        stress = 1.0
        if last and word.clause not in last:
            stress = TOLD
        elif last and place < last[word.clause]:
            stress = BEFORE
        if _begins_purpose(words, place):
            purpose = word.clause
        if purpose == word.clause:
            stress *= PURPOSE
        if word.plain.isdigit():
            stress *= NUMBER
        found.append(stress)
    return found


def _begins_purpose(words: Sequence[Word], place: int) -> bool:
    """ "để" before a verb, or "đi" to do something, after something was said; not "để lại"."""
    if place < 2:
        return False
    if words[place].marked in _GO:
        return tuple(word.plain for word in words[place + 1 : place + 3]) in _GO_TO
    following = words[place + 1 : place + 2]
    return (
        words[place].marked in _SO_THAT
        and bool(following)
        and following[0].marked in _PURPOSE_VERBS
    )
