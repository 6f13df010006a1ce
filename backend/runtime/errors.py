"""What keeps an instance from starting, in one sentence that says what to do."""


class CannotStart(Exception):
    """The message is for the person at the terminal: one sentence, no traceback."""


class Stopped(Exception):
    """A signal asked for the end while something was still being waited for."""
