"""The nouns of the inbox, by file."""

from nhipcau.inbox.models.conversations import Conversation, Message
from nhipcau.inbox.models.faq import FaqEntry
from nhipcau.inbox.models.questions import OPEN, Forwarding, Note, Question, Rating
from nhipcau.inbox.models.topics import Answerer, Topic
from nhipcau.inbox.models.wording import Wording

__all__ = [
    "OPEN",
    "Answerer",
    "Conversation",
    "FaqEntry",
    "Forwarding",
    "Message",
    "Note",
    "Question",
    "Rating",
    "Topic",
    "Wording",
]
