"""What the head of a mail adds to what its text says: who sent it, when, about what. Evidence, and never a sure one. Pure.

Anybody can write any name and day above a mail, and many mails have sums that close without anything having been paid: carts, offers,
what was called off. So a mail's text counts as a bill only where it says so.
"""

import re
from collections.abc import Mapping
from functools import reduce
from typing import Final

from rapidfuzz import fuzz

from backend.ocr.reading import Box, Context, FieldReading, Line, Mailed
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.words import any_of, plain

_FROM_SENDER: Final = "The sender of the mail"
_NAMED_SENDER: Final = "The sender of the mail, named in it too"
_DAY_SENT: Final = "The day the mail was sent"
_NAMED, _UNNAMED, _SENT = 0.65, 0.5, 0.5
_AT_MOST: Final = 0.65  # how sure a line at the head of a mail may be to name the shop: most begin with a greeting
_UNPAID: Final = 0.79
_ALIKE: Final = 88.0
_LONGER: Final = 1.5
_HEAD: Final = 6
_MARKS: Final = ".,:;!?()\"'"
_BILL: Final = any_of(
    english=(
        r"RECEIPT|INVOICE|\bORDER(?:ED|S)?\b|\bPAID\b|PAYMENT|CHARGED|BILL(?:ED|ING)\b|BOOKING|BOOKED|RESERVATION|E-?TICKET|ITINERARY"
        r"|PURCHASE|SUBSCRIPTION"
    ),
    german=r"RECHNUNG|QUITTUNG|BELEG|BESTELL|BEZAHLT|GEZAHLT|ABGEBUCHT|BUCHUNG",
    french=r"FACTURE|\bRECU\b|COMMANDE|PAIEMENT|\bPAYEE?\b|\bREGLE",
    spanish=r"RECIBO|FACTURA|PEDIDO|\bPAGO\b|PAGADO|COMPRA|RESERVA",
    italian=r"FATTURA|RICEVUTA|ORDINE|PAGAMENTO",
    portuguese_and_turkish=r"FATURA",
    dutch=r"FACTUUR",
    nordic=r"FAKTUR|BESTILLING|BETALING|KVITT",
    slavic=r"ZAMOWIEN|ZAPLACON|OBJEDNAV",
    japanese=r"領収|注文|お支払|ご利用|予約|購入",
    chinese=r"订单|訂單|收据|收據|发票|發票|付款|支付",
    korean=r"영수증|주문|결제",
    arabic=r"فاتور|إيصال|طلبك|الطلب|حجز|الدفع|دفع",
)
_CALLED_OFF: Final = any_of(
    english=r"CANCELL?ED|CANCELLATION|REFUND|\bQUOTE\b|QUOTATION|ESTIMATE\b|\bOFFER\b|IN YOUR (?:CART|BASKET|BAG)",
    german=r"STORNO|STORNIER|ERSTATT|ANGEBOT|VORANSCHLAG|WARENKORB",
    french=r"ANNULE|REMBOURS|\bDEVIS\b|PANIER",
    spanish=r"CANCELAD|REEMBOLS|PRESUPUESTO|CARRITO",
    italian=r"RIMBORS|PREVENTIVO",
    japanese=r"キャンセル|返金|見積",
    chinese=r"取消|退款",
    arabic=r"إلغاء|استرداد",
)


def with_head(fields: Mapping[str, FieldReading], lines: list[Line], context: Context) -> dict[str, FieldReading]:
    """The fields of a mail's text with what its head adds; those of any other receipt as they are."""
    mailed = context.mailed
    found = dict(fields)
    if mailed is None:
        return found
    shop, day = _merchant(found.get("merchant"), lines, mailed.sender), _day(mailed, context)
    if shop is not None:
        found["merchant"] = shop
    if "date" not in found and day is not None:
        found["date"] = day
    if "total" in found and not _is_bill(lines, mailed.subject):
        found["total"] = found["total"].at_most(_UNPAID)
    return found


def _merchant(read: FieldReading | None, lines: list[Line], sender: str) -> FieldReading | None:
    """The shop: a company or the sender's name where the text has it, else the sender, else the name at the head with some doubt."""
    is_same = read is not None and bool(sender) and _alike(sender, read.value)
    if read is not None and (len(read.value) < _LONGER * len(sender) if is_same else "company" in read.why):
        return read
    if not sender:
        return read.at_most(_AT_MOST) if read else None
    line = next((line for line in lines if _says(line.text, sender)), None)
    if line is None:
        return FieldReading(sender, _UNNAMED, None, _FROM_SENDER)
    return FieldReading(sender, _NAMED, _place(line, sender), _NAMED_SENDER)


def _place(line: Line, name: str) -> Box:
    """Where the words of a name stand in a line that says it."""
    said = plain(name).split()
    boxes = [word.box for word in line.words if plain(word.text).strip(_MARKS) in said]
    return reduce(Box.join, boxes) if boxes else line.box


def _alike(one: str, other: str) -> bool:
    return fuzz.partial_ratio(plain(one), plain(other)) >= _ALIKE


def _says(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(text)))


def _day(mailed: Mailed, context: Context) -> FieldReading | None:
    day = next((day for day, _ in dates_in(mailed.sent) if day <= context.upload_day), None)
    return FieldReading(day.isoformat(), _SENT, None, _DAY_SENT) if day else None


def _is_bill(lines: list[Line], subject: str) -> bool:
    """Whether a mail says that something was ordered or paid, and its beginning not that it was called off or is offered."""
    texts = [plain(line.text) for line in lines]
    title = plain(subject)
    return bool(_BILL.search("\n".join([title, *texts]))) and not _CALLED_OFF.search("\n".join([title, *texts[:_HEAD]]))
