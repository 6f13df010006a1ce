"""As whom a server runs: PostgreSQL refuses to be root, so root steps aside first.

Root enters a user namespace of its own, in which the process is an ordinary user that still reaches root's files: no
system user is made and no folder's mode is changed. Where namespaces are refused it becomes the owner of the data
folder, or `nobody`.
"""

import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.runtime.errors import CannotStart

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_NEW_USER: Final = 0x10000000
_PARENT_DEATH_SIGNAL: Final = 1
_FALLBACK_ID: Final = 1000


@dataclass(frozen=True)
class Identity:
    """Who a child is. `uid` is who owns its files outside; `namespace` that it runs in a user namespace."""

    uid: int
    gid: int
    namespace: bool = False

    @property
    def is_other(self) -> bool:
        """Whether the child is somebody else than this process."""
        return self.uid != os.geteuid()


def before_exec(identity: Identity | None, ends_with: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: become `identity`, and ask for a signal when its parent dies (Linux)."""
    parent, inside = os.getpid(), _inside()

    def become() -> None:
        if identity is not None and identity.namespace:
            _enter_namespace(inside)
        elif identity is not None and identity.is_other:
            os.setgroups([])
            os.setgid(identity.gid)
            os.setuid(identity.uid)
        if hasattr(_LIBC, "prctl"):
            _LIBC.prctl(_PARENT_DEATH_SIGNAL, ends_with)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the signal was asked for

    return become


def _inside() -> int:
    """The user to be inside a namespace: any ordinary one with a name, since PostgreSQL looks its own name up."""
    return next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid), _FALLBACK_ID)


def _enter_namespace(inside: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    if _LIBC.unshare(_NEW_USER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are refused")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{inside} {uid} 1"), ("gid_map", f"{inside} {gid} 1")):
        Path(f"/proc/self/{name}").write_text(text)


def for_server(program: Path, home: Path) -> Identity:
    """The first identity that can run `program` and reach `home`. Raises `CannotStart` when root finds none."""
    if os.geteuid() != 0:
        return _ordinary(program, home)
    for identity in _candidates(home):
        if not identity.namespace:
            home.chmod(0o711)
        if _works(identity, program, home):
            return identity
    raise CannotStart(
        f"Root may not run a database, and nobody else can reach {home} or {program.parent}:"
        " put the project and OUTLAY_HOME into a folder others may enter, such as /srv/outlay, or start as an ordinary user."
    )


def _ordinary(program: Path, home: Path) -> Identity:
    """This process's own user; in a namespace when it has no name, as in containers that run under any number."""
    plain = Identity(os.geteuid(), os.getegid())
    named = Identity(os.geteuid(), os.getegid(), namespace=True)
    return plain if _has_name(plain.uid) or not _works(named, program, home) else named


def _has_name(uid: int) -> bool:
    return any(entry.pw_uid == uid for entry in pwd.getpwall())


def _candidates(home: Path) -> Iterator[Identity]:
    yield Identity(0, os.getegid(), namespace=True)
    owner = home.stat()
    if owner.st_uid != 0:
        yield Identity(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    yield Identity(nobody.pw_uid, nobody.pw_gid)


def _works(identity: Identity, program: Path, home: Path) -> bool:
    """Whether it may enter the data folder and run the program, tried out in a child."""
    become = before_exec(identity, signal.SIGKILL)

    def become_and_enter() -> None:
        become()
        os.chdir(home)

    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run([program, "--version"], stdout=quiet, stderr=quiet, preexec_fn=become_and_enter, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def give(folder: Path, identity: Identity) -> None:
    """Make everything in `folder` the property of `identity`; only root needs to, and only when it is not yet so."""
    if os.geteuid() != 0 or folder.stat().st_uid == identity.uid:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)
