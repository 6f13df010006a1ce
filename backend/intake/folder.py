"""A folder on a mail server, spoken to by IMAP over TLS alone. Every call waits for the network: not for the loop of a process."""

import imaplib
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from backend import mails
from backend.core.settings import Settings

_SECONDS: Final = 15.0
SERVER_ERRORS: Final = (imaplib.IMAP4.error, OSError, ValueError)
"""What the standard library raises when a server is away, lets nobody in or says what is not understood."""
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


class FolderAway(RuntimeError):
    """The mail server does not answer, or not as it has to."""


@dataclass(frozen=True)
class Message:
    """A message of the folder: all of it, or its beginning alone where it is larger than asked for. `size` is of all of it, in bytes."""

    uid: int
    raw: bytes
    size: int


class Folder:
    """An open folder. Its uids are good as long as `uid_validity` stays."""

    def __init__(self, server: imaplib.IMAP4, uid_validity: int, done: str, able: frozenset[str]) -> None:
        """Work on a server whose folder is selected, and which is `able` to do these things."""
        self._server, self.uid_validity, self._done, self._able = server, uid_validity, done, able

    def after(self, uid: int, most: int) -> list[int]:
        """The uids above `uid`, the oldest first, `most` at most."""
        found = _told(self._server.uid("SEARCH", f"UID {uid + 1}:*"))
        uids = [int(each) for line in found if line for each in line.split()]
        return sorted(each for each in uids if each > uid)[:most]  # a server answers with its last one where there is none above

    def fetch(self, uid: int, largest: int) -> Message | None:
        """A message without marking it; None when it has gone. Of one with more than `largest` bytes the beginning comes."""
        sizes = _told(self._server.uid("FETCH", str(uid), "(UID RFC822.SIZE)"))
        hit = next((hit for line in sizes if isinstance(line, bytes) and (hit := _SIZE.search(line))), None)
        if hit is None:
            return None
        size = int(hit[1])
        part = "BODY.PEEK[]" if size <= largest else f"BODY.PEEK[]<0.{mails.HEAD_MAX}>"
        told = _told(self._server.uid("FETCH", str(uid), f"(UID {part})"))
        raw = next((each[1] for each in told if isinstance(each, tuple)), None)
        return Message(uid, raw, size) if raw is not None else None

    def put_away(self, uid: int) -> None:
        """Mark a message as seen and move it to the folder for taken ones, made where it is missing. One that has gone is left."""
        self._server.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)")
        if "MOVE" in self._able:
            kind, _ = self._server.uid("MOVE", str(uid), self._done)
            if kind != "OK":
                self._make_done()
                _told(self._server.uid("MOVE", str(uid), self._done))
            return
        kind, _ = self._server.uid("COPY", str(uid), self._done)
        if kind != "OK":
            self._make_done()
            _told(self._server.uid("COPY", str(uid), self._done))
        self._server.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Deleted)")
        if "UIDPLUS" in self._able:
            self._server.uid("EXPUNGE", str(uid))  # this one alone: others may have marked messages of theirs

    def still_answers(self) -> None:
        """Raise unless the server does."""
        _told(self._server.noop())

    def close(self) -> None:
        """Sign out; a server that is gone already is left."""
        with suppress(*SERVER_ERRORS):
            self._server.logout()

    def _make_done(self) -> None:
        self._server.create(self._done)


def open_folder(config: Settings) -> Folder:
    """The folder that the settings name. Raises `FolderAway`, or one of `SERVER_ERRORS`, when nobody is let in."""
    server = _connected(config)
    try:
        return _selected(server, config)
    except BaseException:
        with suppress(*SERVER_ERRORS):
            server.logout()
        raise


def _connected(config: Settings) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=str(config.intake_imap_ca) if config.intake_imap_ca else None)
    host, port = config.intake_imap_host or "", config.intake_imap_port
    if config.intake_imap_security == "tls":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=_SECONDS)
    else:
        server = imaplib.IMAP4(host, port, timeout=_SECONDS)
    try:
        if config.intake_imap_security == "starttls":
            server.starttls(context)
        server.login(config.intake_imap_user or "", config.intake_imap_password or "")
    except BaseException:
        server.shutdown()
        raise
    return server


def _selected(server: imaplib.IMAP4, config: Settings) -> Folder:
    _told(server.select(_quoted(config.intake_imap_folder)))
    _, validity = server.response("UIDVALIDITY")
    if not validity or validity[0] is None:
        raise FolderAway("the folder tells no UIDVALIDITY")
    able = _told(server.capability())  # anew: a server can do more for those it knows
    return Folder(server, int(validity[0]), _quoted(config.intake_imap_done), frozenset(able[-1].decode().upper().split()))


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _told(answer: tuple[str, list]) -> list:
    kind, told = answer
    if kind != "OK":
        raise FolderAway(f"the mail server answered {kind}: {told}")
    return told
