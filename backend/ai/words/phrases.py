"""Phrases of banks' own bookings, in order: the first that is found wins."""

from typing import Final

# Line breaks within a pattern do not count.
_PATTERNS: Final = (
    (
        "transfer",
        r"""\b(?:atm|cash|dda)\b.*\b(?:withdraw\w*|withdrwl|wdl)|
        \b(?:cardtronics|geldautomat|bargeldauszahlung|retrait dab|cajero|bancomat)\b""",
    ),
    (
        "tax",
        r"""\b(?:irs|usataxpymt|hmrc|finanzamt|income tax|franchise tax|tax payment|council tax|property tax|
        city of|impots|agencia tributaria|lhdn)\b""",
    ),
    (
        "transfer",
        r"""\b(?:credit c?rd|crcard|credit card|card online) (?:e ?pay|epayment|autopay|payment|pmt)\b|
        \b(?:amex|discover|citi|chase|barclaycard|capital ?one|american express)\b(?!.*\b(?:annual|fee|travel)\b)|
        \bsyf\b|\bcc (?:pymt|payment)\b|^\w+ (?:mc|cc)(?: bill pay)?$""",
    ),
    (
        "loan",
        r"""\b(?:mortg\w*|loan|ratenzahlung|kredit|hypothek|pret immobilier|hipoteca|prestamo|pinjaman)\b|
        \b(?:honda|toyota|ford|nissan|hyundai|bmw) (?:pmt|payment|finance|fin)\b""",
    ),
    (
        "fees",
        r"""\b(?:service charge|service fee|monthly fee|maintenance fee|overdraft|nsf|atm fee|wire fee|annual fee|late fee|
        interest charged?|foreign transaction fee|finance charge|kontofuhrung|kontoentgelt|entgelt|frais bancaires|
        comision|commissioni|bankgebuhr)\b""",
    ),
    (
        "other_income",
        r"""^(?:monthly )?interest(?: paid| payment| earned)?$|
        \b(?:dividend\w*|cash ?back|zinsen|interets crediteurs|child support|unemployment|pension|rente|kindergeld)\b""",
    ),
    ("salary", r"\b(?:payroll|direct dep|dir dep|salary|wages|gehalt|lohn|bezuge|salaire|nomina|stipendio|gaji|sueldo)\b"),
    (
        "transfer",
        r"""\b(?:funds? (?:transfer|xfer|tran)|online transfer|web transfer|internet transfer|transfer (?:to|from)|^transfer$|
        money xfer|inst xfer|deposit from|mobile deposit|standing order to|uberweisung|umbuchung|virement|transferencia|
        bonifico|zelle|venmo)\b""",
    ),
    ("software", r"^apple com bill\b"),
    ("utilities", r"\b(?:stadtwerke|rundfunk\w*|utilit(?:y|ies))\b"),
    ("rent", r"\b(?:rent(?! an? | the )|miete|loyer|alquiler|affitto|huur|aluguel|hausgeld|sewa rumah)\b"),
    ("giving", r"\b(?:donation\w*|charity|spende\w*|don a|donativo|tithe|zakat|rescue|foundation|fund)\b"),
)

PHRASES: Final = tuple((topic, "".join(line.strip(" ") for line in pattern.split("\n"))) for topic, pattern in _PATTERNS)
