"""An application on a port of this machine, for browsers and for those who ask over the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from jaki_replica.tenancy.gate import Gate


@contextmanager
def on_a_port(app: Gate) -> Iterator[int]:
    """Serve `app` while the block lasts; gives the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
