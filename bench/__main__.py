"""`make bench`: every slow proof in turn, each in a process of its own so that none warms another up.

`python -m bench NAME` runs one of them, with its own options behind it.
"""

import subprocess
import sys
from typing import Final

PARTS: Final = {
    "reading": "receipts: accuracy, and upload to category",
    "books": "lists, searches, changes and sums over up to a million rows",
    "backbone": "from commit to consumer, from job to run",
    "categorise": "categories without learning from anybody",
}


def main(arguments: list[str]) -> int:
    """Run all parts, or the one named; the number of those that did not run through."""
    chosen = arguments[:1] if arguments and arguments[0] in PARTS else list(PARTS)
    failed = 0
    for name in chosen:
        print(f"\n== {name}: {PARTS[name]}", flush=True)
        options = arguments[1:] if chosen == arguments[:1] else []
        failed += subprocess.run([sys.executable, "-m", f"bench.{name}", *options], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
