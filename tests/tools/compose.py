"""Checks compose files against the Compose specification: `python -m tests.tools.compose compose.yaml`.

Variables are filled in first, as Compose does before it looks at a file: with their defaults, else with a word.
"""

import re
import sys
from pathlib import Path
from typing import Final

import yaml
from compose_spec import PyCompose

_VARIABLE: Final = re.compile(r"(?<!\$)\$\{\w+(?::?([-?])([^}]*))?\}")


def problem_in(text: str) -> str | None:
    """What an implementation of the specification would refuse in a compose file, or None."""
    try:
        PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(_filled(text)))).validate()
    except Exception as error:  # noqa: BLE001 - parser and models name their errors as they like; each is the answer
        return str(error)
    return None


def _filled(text: str) -> str:
    return _VARIABLE.sub(lambda found: found[2] if found[1] == "-" else "chosen", text)


if __name__ == "__main__":
    problems = {path: problem for path in sys.argv[1:] if (problem := problem_in(Path(path).read_text()))}
    for path, problem in problems.items():
        sys.stderr.write(f"{path}: {problem}\n")
    sys.exit(1 if problems else 0)
