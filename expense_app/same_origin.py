"""One build for every host and port: the browser talks to the address that the page came from."""

import re
from typing import Any, Final

from reflex.plugins import Plugin

_BODY: Final = re.compile(r"const endpoint = new URL\(url_str\);\n.*?\n  return endpoint;", re.DOTALL)
_OURS: Final = """const endpoint = new URL(url_str);
  if (typeof window !== "undefined") {
    const { protocol, hostname, port } = window.location;
    const scheme = endpoint.protocol.startsWith("ws") ? "ws" : "http";
    endpoint.protocol = scheme + (protocol === "https:" ? "s:" : ":");
    endpoint.hostname = hostname;
    endpoint.port = port;
  }
  return endpoint;"""


class SameOrigin(Plugin):
    """Rewrites the framework's `getBackendURL`, which otherwise keeps the port of the build."""

    def pre_compile(self, **context: Any) -> None:
        """Register the rewriting of the client's source."""
        context["add_modify_task"]("utils/state.js", same_origin)


def same_origin(source: str) -> str:
    """The client's source with our body of the function; safe to run twice. Raises when the framework has changed it."""
    if _OURS in source:
        return source
    patched, hits = _BODY.subn(lambda _: _OURS, source)
    if hits != 1:
        raise RuntimeError("The framework's getBackendURL has changed: look at SameOrigin again.")
    return patched
