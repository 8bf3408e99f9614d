"""A message centre that checks the password (smpp.twisted), as a process: prints its port."""

import sys

from smpp.pdu.pdu_types import CommandStatus
from smpp.twisted.config import SMPPServerConfig
from smpp.twisted.protocol import DataHandlerResponse
from smpp.twisted.server import SMPPServerFactory
from twisted.cred import checkers, portal
from twisted.internet import reactor
from zope.interface import implementer


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, name, mind, *interfaces):
        return interfaces[0], name, lambda: None


def take(system_id, session, pdu):
    """The name of the sender must be registered."""
    if pdu.params["source_addr"] != b"SONGCAU":
        return CommandStatus.ESME_RINVSRCADR
    return DataHandlerResponse(status=CommandStatus.ESME_ROK, message_id="t1")


def main() -> None:
    known = checkers.InMemoryUsernamePasswordDatabaseDontUse()
    known.addUser("ward", "secret")
    settings = SMPPServerConfig(msgHandler=take, systems={"ward": {"max_bindings": 2}})
    door = portal.Portal(Realm(), [known])
    port = reactor.listenTCP(
        0, SMPPServerFactory(settings, auth_portal=door), interface="127.0.0.1"
    )
    sys.stdout.write(f"{port.getHost().port}\n")
    sys.stdout.flush()
    reactor.run()


if __name__ == "__main__":
    main()
