"""`make bench`: every slow proof in turn, each in a process of its own so that none warms another up; one table at the end.

`python -m bench NAME` runs one of them, with its own options behind it.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.table import HEADER, KEPT_IN

PARTS: Final = {
    "reading": "receipts: from upload to category",
    "engines": "receipts: engine by engine, what confidence means, what fails and why",
    "readers": "several readers at once, and what they hold (the whole proof: python -m bench.readers --receipts 500)",
    "books": "lists, searches, changes and sums over up to a million rows",
    "backbone": "from commit to consumer, from job to run",
    "site": "the running site: an event of a page, the memory of a client, others while people sign in",
    "long_list": "a list of 5,000 rows in a browser: its window, its messages, its place",
    "categorise": "categories without learning from anybody",
    "line_categories": "categories of single lines of receipts",
}


def main(arguments: list[str]) -> int:
    """Run all parts, or the one named; the number of those that did not run through."""
    chosen = arguments[:1] if arguments and arguments[0] in PARTS else list(PARTS)
    options = arguments[1:] if chosen == arguments[:1] else []
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        table = Path(folder) / "table.txt"
        table.touch()
        failed = sum(_run(name, options, table) for name in chosen)
        rows = table.read_text().splitlines()
    missed = sum(row.endswith("MISSED") for row in rows)
    print("\n".join(["", HEADER, *rows]))
    print(f"{len(rows)} rows, {missed} missed, {failed} parts did not run through; {(time.monotonic() - began) / 60:.0f} minutes")
    return failed


def _run(name: str, options: list[str], table: Path) -> int:
    """Run one part; 1 when it did not run through."""
    print(f"\n== {name}: {PARTS[name]}", flush=True)
    command = [sys.executable, "-m", f"bench.{name}", *options]
    return int(subprocess.run(command, check=False, env={**os.environ, KEPT_IN: str(table)}).returncode != 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
