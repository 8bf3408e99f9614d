"""The simulated platforms, one process a test: their state is part of the test."""

import pytest
from django.core.servers.basehttp import WSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler, _StaticFilesHandler
from tests import platforms as simulated


@pytest.fixture
def platforms(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setenv("NHIPCAU_CLOCK_FILE", str(tmp_path / "clock"))
    made = simulated.start(tmp_path)
    simulated.point_settings(settings, made)
    yield made
    made.stop()


class OneAtATime(LiveServerThread):
    """SQLite in memory is one connection for all threads: requests must not overlap in it."""

    def _create_server(self, connections_override=None):
        return WSGIServer(
            (self.host, self.port), QuietWSGIRequestHandler, allow_reuse_address=False
        )


@pytest.fixture
def listening(transactional_db, settings):
    """Our own server's address. Wait for the platforms to be idle before asking the database."""
    shared = {c.alias: c for c in connections.all() if getattr(c, "is_in_memory_db", bool)()}
    for connection in shared.values():
        connection.inc_thread_sharing()
    server = OneAtATime("127.0.0.1", _StaticFilesHandler, connections_override=shared, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    for connection in shared.values():
        connection.dec_thread_sharing()
