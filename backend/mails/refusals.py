"""Why a mail brings no receipt, in words. Pure."""

from typing import Final


def _mark(text: str) -> str:
    """Names a message for the catalogs; it is looked up when it is shown."""
    return text


_REFUSED: Final = {
    "unknown_sender": _mark("{sender} is not on your list of senders. Nothing was added; you can allow it in the settings."),
    "sender_unclear": _mark("It does not say clearly who sent it. Nothing was added."),
    "not_authenticated": _mark("The mail server could not confirm that {sender} sent it. Nothing was added."),
    "read_only": _mark("Your role in these books does not let you add receipts."),
    "too_large": _mark("The mail from {sender} is too large. Please send its files one by one."),
    "too_many": _mark("More mails came in a day than are taken. What came after that was not kept."),
    "damaged": _mark("The mail could not be taken apart. Please send the receipt again."),
    "gone": _mark("The mail is no longer with your provider. Please send it again."),
    "nothing_usable": _mark("There was no receipt in the mail from {sender}: no picture, no PDF and no words that could be read."),
    "no_amount": _mark("The mail from {sender} names no amount. Nothing was added; you can add it all the same in the settings."),
}


def why_refused(reason: str) -> str:
    """Why a mail brought no receipt: a message with a place for `{sender}`, to be looked up when it is shown."""
    return _REFUSED.get(reason, _REFUSED["damaged"])
