"""What can go wrong in a verb, said in words for people. Never an HTTP error."""


class DomainError(Exception):
    """`message` is a full sentence for people; `field` names the form field at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class WrongState(DomainError):
    """The subject is no longer in the state the verb needs (somebody was faster, or it is over)."""


class NotAllowed(DomainError):
    """The actor may not do this."""


class BadInput(DomainError):
    """What was given cannot be used; `field` or the text names the place of the fault."""
