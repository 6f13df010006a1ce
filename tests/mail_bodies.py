"""Order confirmations as shops write them into the mail itself, in several languages; all of it made up. What is in each is beside it."""

from dataclasses import dataclass
from typing import Final

_HEAD: Final = (
    "<html><head><style>@media screen{.m{display:none}}</style><link rel=stylesheet href='https://cdn.example/a.css'></head>"
    "<body style='margin:0;background:#f4f4f4'><div style='display:none;max-height:0;overflow:hidden'>You saved 99.99 today</div>"
    "<table role=presentation width='100%' cellpadding=0 cellspacing=0><tr><td align=center>"
    "<table role=presentation width=600 style='background:#fff'>"
)
_FOOT: Final = "</table></td></tr></table><img src='https://t.example/o.gif?u=1' width=1 height=1 alt=''></body></html>"


@dataclass(frozen=True)
class Body:
    """A mail and what it is a receipt of. `merchant` is what its merchant has to contain; `day` None: its text names none."""

    kind: str
    sender: str
    subject: str
    html: str
    merchant: str
    total: str
    currency: str
    day: str | None
    line: str
    """An item and its amount as they have to stand on one line."""


def mail(*rows: str) -> str:
    """A mail as most are built: a table in a table, each row in a cell of its own."""
    return _HEAD + "".join(f"<tr><td style='padding:0 24px'>{row}</td></tr>" for row in rows) + _FOOT


def logo(name: str) -> str:
    return f"<img src='https://cdn.example/logo.png' width=120 alt='{name}'>"


def priced(*rows: tuple[str, str]) -> str:
    """Names at the left and amounts at the right, with a column of air between them."""
    cells = "".join(
        f"<tr><td style='font-size:14px'>{name}</td><td width=20>&nbsp;</td><td align=right style='white-space:nowrap'>{amount}</td></tr>"
        for name, amount in rows
    )
    return f"<table width='100%'>{cells}</table>"


def nested(*rows: tuple[str, str]) -> str:
    """The same with a table in each cell, as builders of newsletters do it."""
    return "".join(
        f"<table width='100%'><tr><td width='70%'><table><tr><td><p>{name}</p></td></tr></table></td>"
        f"<td width='30%'><table align=right><tr><td style='text-align:right'><b>{amount}</b></td></tr></table></td></tr></table>"
        for name, amount in rows
    )


BODIES: Final = (
    Body(
        "ride, English",
        "Hopalong Receipts <noreply@hopalong.example>",
        "Your Tuesday evening trip with Hopalong",
        mail(
            f"<table width='100%'><tr><td>{logo('Hopalong')}</td><td align=right>Total $23.45<br>November 24, 2026</td></tr></table>",
            "<h1 style='font-size:36px'>Thanks for riding, Mara</h1>",
            nested(("Trip fare", "$18.20"), ("Booking Fee", "$2.25"), ("Wait Time", "$3.00")),
            nested(("Subtotal", "$23.45"), ("Total", "$23.45")),
            "<p>Payments</p>" + nested(("Visa ••••4242<br>11/24/26 9:41 PM", "$23.45")),
        ),
        "Hopalong",
        "23.45",
        "USD",
        "2026-11-24",
        "Booking Fee $2.25",
    ),
    Body(
        "shop, German",
        "Bücherwurm Bestellungen <bestellung@buecherwurm.example>",
        "Deine Bestellung 28-1177 bei Bücherwurm",
        mail(
            logo("Bücherwurm"),
            "<p>Hallo Mara,</p><p>vielen Dank für deine Bestellung vom 21.11.2026.</p><p>Bestellnummer: 28-1177</p>",
            priced(("1 × Der Zauberberg", "14,00 €"), ("2 × Lesezeichen", "5,80 €"), ("Versand", "2,95 €")),
            priced(("Gesamtsumme", "<strong>22,75 €</strong>"), ("inkl. 7 % MwSt.", "1,49 €")),
            "<p>Bezahlt mit PayPal</p><p>Bücherwurm GmbH · Lange Str. 5 · 04103 Leipzig</p>",
        ),
        "Bücherwurm",
        "22.75",
        "EUR",
        "2026-11-21",
        "1 × Der Zauberberg 14,00 €",
    ),
    Body(
        "hotel, French",
        "Hôtel des Remparts <reservation@hotel-remparts.example>",
        "Votre facture – séjour à l'Hôtel des Remparts",
        mail(
            "<h2>Hôtel des Remparts</h2><p>12 rue des Tanneurs, 35400 Saint-Malo</p>",
            "<p>Facture n° 20261</p><p>Date de facture : 20/11/2026</p>",
            priced(("2 nuits – chambre double", "238,00 €"), ("Petit-déjeuner", "28,00 €"), ("Taxe de séjour", "3,96 €")),
            priced(("Total TTC", "269,96 €"), ("Payé par carte", "269,96 €")),
        ),
        "Hôtel des Remparts",
        "269.96",
        "EUR",
        "2026-11-20",
        "Petit-déjeuner 28,00 €",
    ),
    Body(
        "software, English, no day in the text",
        "Tidewater Billing <billing@tidewater.example>",
        "Your receipt from Tidewater #2931-4410",
        mail(
            "<p style='font-size:13px;color:#888'>Receipt from</p><div style='font-size:24px;font-weight:600'>Tidewater</div>",
            "<div style='display:flex'><div>Team plan, monthly</div><div style='text-align:right'>€48.00</div></div>",
            "<div style='display:flex'><div>VAT 25%</div><div style='text-align:right'>€12.00</div></div>",
            "<div style='display:flex'><div><b>Amount paid</b></div><div style='text-align:right'><b>€60.00</b></div></div>",
            "<p>Questions? Visit our support site.</p>",
        ),
        "Tidewater",
        "60.00",
        "EUR",
        None,
        "Team plan, monthly €48.00",
    ),
    Body(
        "airline, Spanish",
        "Vuelos Alondra <no-reply@alondra.example>",
        "Confirmación de compra – localizador K7P2QX",
        mail(
            logo("Vuelos Alondra"),
            "<p>Recibo de compra</p><p>Fecha: 18/11/2026</p><p>Localizador: K7P2QX</p>",
            priced(("Bilbao – Sevilla, MARA NOVAK", "61,40 €"), ("Equipaje facturado", "25,00 €"), ("Tasas", "12,35 €")),
            "<table width='100%'><tr><td colspan=2 align=right><b>Total pagado: 98,75 €</b></td></tr></table>",
            "<p>Vuelo: 14/12/2026 07:35</p>",
        ),
        "Vuelos Alondra",
        "98.75",
        "EUR",
        "2026-11-18",
        "Equipaje facturado 25,00 €",
    ),
    Body(
        "food, Italian",
        "Forno Volante <ordini@fornovolante.example>",
        "Ricevuta dell'ordine 8841",
        mail(
            "<h1>Grazie per il tuo ordine!</h1>",
            "<ul><li>Ordine n. 8841</li><li>Data: 22/11/2026 20:14</li></ul>",
            nested(("1 x Pizza Margherita", "€ 8,50"), ("1 x Tiramisù", "€ 5,00"), ("Consegna", "€ 2,90")),
            nested(("Totale", "€ 16,40")),
            "<p>Forno Volante S.r.l. – P.IVA 01234567897</p>",
        ),
        "Forno Volante",
        "16.40",
        "EUR",
        "2026-11-22",
        "1 x Tiramisù € 5,00",
    ),
    Body(
        "shop, Japanese",
        "青空書店 <order@aozora.example>",
        "【青空書店】ご注文の確認",
        mail(
            "<p>青空書店</p><p>ご注文ありがとうございます。</p><p>注文日：2026年11月19日</p>",
            priced(("文庫本 こころ", "￥660"), ("しおり", "￥220"), ("送料", "￥350")),
            priced(("合計", "￥1,230")),
            "<p>お支払い方法：クレジットカード</p>",
        ),
        "青空書店",
        "1230",
        "JPY",
        "2026-11-19",
        "しおり ￥220",
    ),
    Body(
        "food, Arabic",
        "مطعم الياسمين <orders@yasmin.example>",
        "فاتورة طلبك رقم 5512",
        "<html dir=rtl lang=ar><body dir=rtl>"
        "<h2>مطعم الياسمين</h2><p>فاتورة ضريبية</p><p>التاريخ: 2026-11-23</p>"
        "<table width='100%' dir=rtl><tr><td>شاورما دجاج</td><td align=left>24.00 SAR</td></tr>"
        "<tr><td>عصير برتقال</td><td align=left>12.00 SAR</td></tr><tr><td>الإجمالي</td><td align=left>36.00 SAR</td></tr></table>"
        "<p>طريقة الدفع: مدى</p></body></html>",
        "الياسمين",
        "36.00",
        "SAR",
        "2026-11-23",
        "24.00 SAR شاورما دجاج",
    ),
    Body(
        "groceries, Polish, sloppy markup",
        "Zielony Koszyk <zamowienia@zielonykoszyk.example>",
        "Potwierdzenie zamówienia – faktura",
        "<body><table width=100%><tr><td><b>Zielony Koszyk Sp. z o.o.<tr><td>Data: 17.11.2026"
        "<tr><td>Jabłka 1 kg<td align=right>6,49 zł<tr><td>Chleb żytni<td align=right>8,20 zł"
        "<tr><td>Razem<td align=right>14,69 zł</table><p>Zapłacono kartą",
        "Zielony Koszyk",
        "14.69",
        "PLN",
        "2026-11-17",
        "Chleb żytni 8,20 zł",
    ),
)
