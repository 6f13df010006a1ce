"""Mail intake: receipts that people send or forward to a secret address of theirs."""

from backend.intake.addresses import address_of, allow, forbid, get_mail, is_on, last_mails, renew, try_again
from backend.intake.deliveries import bytes_max, deliver
from backend.intake.errors import IntakeOff, MailGone, NoAddress, NoSuchMail, NotSigned, SenderInvalid, TooManySenders
from backend.intake.folder import FolderAway
from backend.intake.keeping import forget_mails, forget_refused
from backend.intake.polling import FOLDER_EVERY, read_folder
from backend.intake.receiving import receive
from backend.intake.rules import NO_AMOUNT
from backend.intake.signature import check_head
from backend.intake.views import AddressView, FileResult, MailView
from backend.intake.working import work_mail

__all__ = [
    "FOLDER_EVERY",
    "NO_AMOUNT",
    "AddressView",
    "FileResult",
    "FolderAway",
    "IntakeOff",
    "MailGone",
    "MailView",
    "NoAddress",
    "NoSuchMail",
    "NotSigned",
    "SenderInvalid",
    "TooManySenders",
    "address_of",
    "allow",
    "bytes_max",
    "check_head",
    "deliver",
    "forbid",
    "forget_mails",
    "forget_refused",
    "get_mail",
    "is_on",
    "last_mails",
    "read_folder",
    "receive",
    "renew",
    "try_again",
    "work_mail",
]
