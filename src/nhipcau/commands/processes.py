"""The processes of an installation, as commands for the supervisor."""

import sys

from nhipcau.commands.supervisor import Child

NHIPCAU = [sys.executable, "-m", "nhipcau.commands.main"]


THREADS = 2  # more of them only fight for the interpreter and for SQLite's one writer
Tls = tuple[str, str]


def web(
    host: str, port: int, *, workers: int = 1, threads: int = THREADS, tls: Tls | None = None
) -> Child:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", "5"),
    ]
    if tls is not None:
        command += ["--ssl-certificate", tls[0], "--ssl-keyfile", tls[1]]
    return Child("web", [*command, "nhipcau.config.wsgi:application"])


def worker(only: str) -> Child:
    return Child(f"work {only}", [*NHIPCAU, "work", "--only", only])


def everything(host: str, port: int, *, tls: Tls | None = None) -> list[Child]:
    """One small machine: the web, one sending process, one for all other background work."""
    return [web(host, port, tls=tls), worker("sending"), worker("background")]


def fewest(host: str, port: int) -> list[Child]:
    """For one who asks one thing after the other: the story, two evenings of it on two cores."""
    return [web(host, port, threads=1), worker("all")]
