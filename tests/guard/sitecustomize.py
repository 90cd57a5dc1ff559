"""What Python loads first in every child of the suite: the guard over its sockets."""

import socket_guard  # noqa: F401
