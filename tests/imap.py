"""A mail server for tests: pymap from its wheel, on loopback, spoken to by IMAP with STARTTLS."""

import imaplib
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import trustme

from tests.ports import free_port

USER: Final = "mara"
PASSWORD: Final = "a password of the tests alone"
_PATIENCE_SECONDS: Final = 60.0


@dataclass
class MailServer:
    """A server with one mailbox. `deliver` puts a mail into its inbox."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="outlay-imap-")))
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def authority(self) -> Path:
        """The file with the authority that vouches for the server's certificate."""
        return self.folder / "ca.pem"

    def start(self) -> "MailServer":
        """Start it and return once it answers; started again it has forgotten all mails and counts anew."""
        if not self.authority.exists():
            self._certify()
        command = [Path(sys.executable).parent / "pymap", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--cert", self.folder / "cert.pem", "--key", self.folder / "key.pem", "dict", "--demo-data"]
        command += ["--demo-user", USER, "--demo-password", PASSWORD]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The mail server of the tests did not start.")
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)

    def _certify(self) -> None:
        authority = trustme.CA()
        own = authority.issue_cert("127.0.0.1")
        authority.cert_pem.write_to_path(self.authority)
        own.private_key_pem.write_to_path(self.folder / "key.pem")
        for part in own.cert_chain_pems:
            part.write_to_path(self.folder / "cert.pem", append=True)

    def _answers(self) -> bool:
        try:
            with self.signed_in():
                return True
        except (OSError, imaplib.IMAP4.error):
            return False

    @contextmanager
    def signed_in(self) -> Iterator[imaplib.IMAP4]:
        """Another client of the same mailbox."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            client.starttls(ssl.create_default_context(cafile=self.authority))
            client.login(USER, PASSWORD)
            yield client
        finally:
            client.logout()

    def deliver(self, mail: bytes) -> None:
        """Put a mail into the inbox."""
        with self.signed_in() as client:
            client.append("INBOX", "", "", mail)

    def empty(self) -> None:
        """Remove all mails, and the folder for taken ones."""
        with self.signed_in() as client:
            client.select("INBOX")
            client.store("1:*", "+FLAGS", "\\Deleted")
            client.expunge()
            client.delete("Outlay")

    def subjects(self, folder: str) -> list[str]:
        """The subjects in a folder and whether each has been seen, as `seen Lunch` or `new Lunch`; empty where there is no folder."""
        with self.signed_in() as client:
            kind, _ = client.select(folder, readonly=True)
            _, told = client.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])") if kind == "OK" else ("", [])
        found = [each for each in told if isinstance(each, tuple)]
        return [("seen " if b"\\Seen" in head else "new ") + text.decode().partition(":")[2].strip() for head, text in found]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One that runs until the block ends."""
    server = MailServer()
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(server.folder)
