"""Reads the command line and calls the command; a command is imported only when it is called."""

import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from typing import Final, NoReturn

from backend.runtime.errors import CannotStart

# command: (module of backend.cli with `run(options)`, what it does)
COMMANDS: Final = {
    "up": ("up", "start everything: database, cache, web and worker; stop with Ctrl-C"),
    "web": ("web", "serve pages and API with the servers that the settings name"),
    "worker": ("worker", "work off jobs with the servers that the settings name"),
    "migrate": ("migrate", "bring the database up to date, and make the keys of a new instance"),
    "build": ("frontend", "build the pages when their sources have changed"),
    "chromium": ("chromium", "print the browser of the tests, unpacked when needed"),
    "demo": ("demo", "fill a new workspace of the running instance with two years of books, and print its login"),
    "redrive": ("redrive", "send again what failed for good, once its cause is mended"),
    "keys": ("keys", "`new` prints keys for OUTLAY_KEYS; `rotate` puts all books under a new key; `push` prints the keys of push messages"),
}
_ACTIONS: Final = {"keys": ["new", "rotate", "push"]}


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code; what keeps it from starting is said in one sentence."""
    options = _parser().parse_args(arguments)
    try:
        code = run(options)
    except CannotStart as error:
        print(f"outlay: {error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def run(options: Namespace) -> int:
    """Call the chosen command; its exit code."""
    module = import_module(f"backend.cli.{COMMANDS[options.command][0]}")
    return int(module.run(options) or 0)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="outlay", description="Expenses that keep themselves.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, what) in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what)
        if name in _ACTIONS:
            command.add_argument("action", choices=_ACTIONS[name])
    return parser
