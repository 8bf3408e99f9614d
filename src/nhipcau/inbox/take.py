"""What platforms told us that is for the inbox: messages of people, comments, and what one of ours
typed in the platform's own manager. Takers of config/wiring.py."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from nhipcau.channels.models import Account, ChannelKind, Incoming
from nhipcau.channels.transports.facebook_page import COMMENT, PSID
from nhipcau.channels.transports.zalo_oa import GROUP
from nhipcau.core.actor import SYSTEM, Actor
from nhipcau.inbox.assess import asks_something
from nhipcau.inbox.models import Conversation, Message, Question
from nhipcau.inbox.receive import Said, receive_message
from nhipcau.inbox.taken_back import take_back

Source, What = Conversation.Source, Message.What
AT_ONCE = 8  # each writes some twenty statements: a transaction must stay short on SQLite
PLATFORM = Actor("platform", "inbox")
WHATS: dict[str, str] = {
    "image": What.IMAGE,
    "gif": What.IMAGE,
    "audio": What.VOICE,
    "voice": What.VOICE,
    "video": What.VIDEO,
    "file": What.FILE,
    "sticker": What.STICKER,
    "location": What.PLACE,
}
REMOVED = frozenset({"remove", "hide"})


def take_messages(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. What is written to the Official Account or the page. In a group that the account owns
    people talk among themselves: only who asks the ward there is heard, the rest is not kept."""
    taken = []
    for row in rows:
        if row.account.kind not in READERS or not row.person:
            continue
        taken.append(row.pk)
        if row.account.state != Account.State.CLOSED and _is_for_us(row):
            receive_message(row.locality, READERS[row.account.kind](row), by=PLATFORM)
    return taken


def take_comments(rows: Sequence[Incoming]) -> Collection[int]:
    """Taker. A comment that asks something becomes a question; praise stays under the post, where
    the comments' own page shows it. An edited one has new words, a removed one is taken back."""
    taken = []
    for row in rows:
        if row.account.kind != ChannelKind.FACEBOOK_PAGE or row.detail.get("item") != "comment":
            continue
        verb = row.detail.get("verb")
        if verb in REMOVED:
            if verb == "remove":
                take_back(row.account, row.reference, at=row.at)
                taken.append(row.pk)
        elif row.what == Incoming.What.COMMENT and (_is_known(row) or asks_something(row.text)):
            ask_from_comment(row)
            taken.append(row.pk)
    return taken


def ask_from_comment(row: Incoming, *, by: Actor = SYSTEM) -> Message:
    """Verb. Also for an officer who finds a question that the machine took for praise: whatever its
    words, what somebody points at is one."""
    said = Said(
        source=Source.COMMENT,
        key=f"{row.reference}:{row.detail.get('verb', 'add')}:{row.pk}",
        text=row.text,
        at=row.at,
        account=row.account,
        address=f"{COMMENT}{row.reference}",
        person=row.person,
        reference=row.reference,
        about_path="",
    )
    return receive_message(row.locality, said, by=by)


def questions_under(account: Account, references: Sequence[str]) -> dict[str, int]:
    """Of these comments, which stand in the inbox: reference → question."""
    addresses = {f"{COMMENT}{one}": one for one in references}
    found = Question.objects.filter(
        conversation__account=account, conversation__address__in=addresses
    ).order_by("id")
    rows = found.values_list("conversation__address", "pk")
    return {addresses[address]: pk for address, pk in rows}


def _is_known(row: Incoming) -> bool:
    address = f"{COMMENT}{row.reference}"
    return Conversation.objects.filter(account=row.account, address=address).exists()


def _is_for_us(row: Incoming) -> bool:
    if not row.detail.get("group"):
        return True
    return bool(row.detail.get("quote")) and asks_something(row.text)


def _zalo(row: Incoming) -> Said:
    group = str(row.detail.get("group", ""))
    return Said(
        source=Source.ZALO_GROUP if group else Source.ZALO,
        address=f"{GROUP}{group}" if group else row.person,
        **_of(row),
    )


def _messenger(row: Incoming) -> Said:
    payload = str(row.detail.get("payload", ""))
    of_row = _of(row)
    if payload.startswith("#"):  # of a menu: the words on the button are only a title
        of_row["text"] = payload
    return Said(source=Source.MESSENGER, address=f"{PSID}{row.person}", **of_row)


READERS: dict[str, Callable[[Incoming], Said]] = {
    ChannelKind.ZALO_OA: _zalo,
    ChannelKind.FACEBOOK_PAGE: _messenger,
}


def _of(row: Incoming) -> dict[str, Any]:
    kinds = [str(one) for one in row.detail.get("attachments", [])]
    files = row.detail.get("files") or []
    return {
        "key": row.key,
        "text": row.text,
        "at": row.at,
        "account": row.account,
        "person": row.person,
        "what": _what(row, kinds),
        "files": files if isinstance(files, list) else [],
        "reference": row.reference,
    }


def _what(row: Incoming, kinds: Sequence[str]) -> str:
    event = str(row.detail.get("event", ""))
    named = kinds[0] if kinds else event.removeprefix("user_send_group_").removeprefix("user_send_")
    found = WHATS.get(named)
    if found:
        return found
    return What.TEXT if row.text else What.OTHER
