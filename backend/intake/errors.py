"""What can go wrong with mail intake, seen from a page or from a server that delivers."""

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


class IntakeOff(NotFound):
    """This server takes no mail."""

    code = "intake_off"

    def __init__(self) -> None:
        """Say it."""
        super().__init__("This server takes no receipts by mail.")


class NoSuchMail(NotFound):
    """There is no such mail for this person."""

    def __init__(self) -> None:
        """Say it."""
        super().__init__("There is no such mail.")


class NoAddress(Conflict):
    """Something that needs an address, before there is one."""

    code = "no_intake_address"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Make an address for receipts first.")


class MailGone(Conflict):
    """A mail whose file is no longer kept."""

    code = "mail_gone"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This mail is no longer kept here. Please send it again.")


class SenderInvalid(Invalid):
    """Something that is no mail address."""

    @classmethod
    def made(cls) -> "Invalid":
        """Say what is taken."""
        return cls.field("sender", "sender_invalid", "Type an address such as you@example.com, or @shop.example for everybody there.")


class TooManySenders(Conflict):
    """A list of senders that is full."""

    code = "too_many_senders"

    def __init__(self, most: int) -> None:
        """Say how many there may be."""
        super().__init__(f"There may be {most} senders at most. Remove one first.")


class NotSigned(Forbidden):
    """A delivery whose signature is missing, wrong or too old."""

    code, title = "signature_invalid", "This delivery is not signed as it has to be"


class ProviderAway(Unavailable):
    """The provider that keeps a mail does not answer."""
