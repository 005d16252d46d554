"""Imported by every Python process that a test starts with this folder on its path: the first socket ends it."""

import sys


def _no_network(event: str, _: object) -> None:
    if event.startswith("socket.") and event != "socket.gethostname":
        raise RuntimeError(f"the network was asked for something: {event}")


sys.addaudithook(_no_network)
