"""A build plugin: how an open page comes back after a restart of the server.

Every page at a moment of its own, not all at once; and where the server is a newer one, the page is not loaded anew under
somebody's hands, as the framework would do: the client script is told, and offers it.
"""

from typing import Any, Final

from reflex.plugins import Plugin

_AGAIN: Final = "}, 200 * failed_attempts); // Incremental backoff"
_AGAIN_SPREAD: Final = "}, (200 + Math.random() * 800) * failed_attempts); // Incremental backoff, spread"
_AT_ONCE: Final = """      // Attempt to reconnect transient non-intentional disconnects.
      socket.current.reconnect();"""
_SOON: Final = """      // Attempt to reconnect transient non-intentional disconnects, spread.
      window.setTimeout(() => socket.current?.reconnect(), 50 + Math.random() * 1200);"""

_RELOADED: Final = """  if (Date.now() - last_reload > info.reload_cooldown_ms) {
    reloadForNewVersion();
    return;
  }
  console.warn(message + " Reload the page to get the new version.");
  showNewVersionBanner();"""
_OFFERED: Final = """  document.dispatchEvent(new Event("outlay:newer"));"""
_CHANGES: Final = ((_AGAIN, _AGAIN_SPREAD), (_AT_ONCE, _SOON), (_RELOADED, _OFFERED))


class Spread(Plugin):
    """Rewrites when the framework's client reconnects."""

    def pre_compile(self, **context: Any) -> None:
        """Register the rewriting of the client's source."""
        context["add_modify_task"]("utils/state.js", spread)


def spread(source: str) -> str:
    """The client's source with spread moments, and an offer for a reload; safe to run twice. Raises when the framework differs."""
    for before, after in _CHANGES:
        if after in source:
            continue
        if source.count(before) != 1:
            raise RuntimeError("The framework's way to reconnect has changed: look at Spread again.")
        source = source.replace(before, after)
    return source
