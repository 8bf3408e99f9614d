"""The table of routes. What a route asks, takes and answers is read off its function's signature:
`body` and `query` are models of shapes.py, every other name is a part of the path."""

import inspect
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final, TypeVar, get_type_hints

from pydantic import BaseModel

from nhipcau.api.models import ApiKey, Scope
from nhipcau.places.models import Locality

PREFIX: Final = "/api/v1"
PART = re.compile(r"{(\w+)}")
F = TypeVar("F", bound=Callable[..., BaseModel | None])


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls: inside the scope of `locality`."""

    key: ApiKey
    locality: Locality


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    scope: Scope
    summary: Any
    run: Callable[..., BaseModel | None]
    status: int
    location: str
    also: frozenset[int]
    repeats_safely: bool
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    returns: type[BaseModel] | None

    @property
    def name(self) -> str:
        """The operation's name for generated clients: send_notice → sendNotice."""
        first, *rest = self.run.__name__.split("_")
        return first + "".join(word.title() for word in rest)

    @property
    def parts(self) -> list[str]:
        return PART.findall(self.path)

    @property
    def takes_idempotency_key(self) -> bool:
        return self.method == "POST"


ROUTES: list[Route] = []


def route(  # noqa: PLR0913  one route is said in one place
    method: str,
    path: str,
    *,
    scope: Scope,
    summary: Any,
    status: int = 200,
    location: str = "",
    also: Collection[int] = (),
    repeats_safely: bool = False,
) -> Callable[[F], F]:
    """`location`: the address of what was made, as a path with `{id}`. `also`: statuses of the
    domain beside those that every route can answer. `repeats_safely`: the verb writes in short
    transactions of its own and finds nothing to do a second time."""

    def add(run: F) -> F:
        hints = get_type_hints(run)
        returns = hints.get("return")
        is_model = inspect.isclass(returns) and issubclass(returns, BaseModel)
        ROUTES.append(
            Route(
                method=method,
                path=path,
                scope=scope,
                summary=summary,
                run=run,
                status=status,
                location=location,
                also=frozenset(also),
                repeats_safely=repeats_safely,
                body=hints.get("body"),
                query=hints.get("query"),
                returns=returns if is_model else None,
            )
        )
        return run

    return add


def by_path() -> dict[str, dict[str, Route]]:
    """path → method → route, in the order in which they were written."""
    found: dict[str, dict[str, Route]] = {}
    for one in ROUTES:
        found.setdefault(one.path, {})[one.method] = one
    return found
