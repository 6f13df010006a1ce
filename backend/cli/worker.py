"""`outlay worker`: works off jobs."""

import runpy
from argparse import Namespace

from setproctitle import setproctitle


def run(_options: Namespace) -> None:
    """Work until a signal. The worker is started by its name, since this package stands below it."""
    setproctitle("outlay worker")
    runpy.run_module("jobs.worker", run_name="__main__", alter_sys=True)
