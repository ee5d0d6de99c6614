"""PostgreSQL and Valkey from wheels, and the supervisor that keeps an installation running with one command."""

from jaki_replica.embedded.place import discard
from jaki_replica.embedded.preflight import problems
from jaki_replica.embedded.servers import Servers, running_servers
from jaki_replica.embedded.status import AlreadyRunning, Login, write_logins
from jaki_replica.embedded.supervisor import Command, Supervisor

__all__ = [
    "AlreadyRunning",
    "Command",
    "Login",
    "Servers",
    "Supervisor",
    "discard",
    "problems",
    "running_servers",
    "write_logins",
]
