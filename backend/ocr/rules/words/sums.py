"""Words for sums: totals, subtotals, taxes, discounts, rounding, and what is no sum at all."""

from typing import Final

from backend.ocr.rules.words.spelling import any_of, either

_ROUNDINGS: Final = either(
    german=r"RUNDUNG",
    nordic=r"AVRUNDN?ING|AFRUNDING|ORERUNDING",
    french=r"ARRONDI\b",
    spanish=r"REDONDEO",
    italian=r"ARROTONDAMENTO",
    portuguese=r"ARREDONDAMENTO",
    dutch=r"AFRONDING",
    finnish=r"PYORISTYS",
    estonian=r"UMARDA",
    latvian=r"APALOSAN",
    lithuanian=r"APVALIN",
    polish=r"ZAOKRAGL",
    czech=r"ZAOKRO?UHLEN",
    hungarian=r"KEREKITES",
    romanian=r"ROTUNJIRE",
    slovene=r"ZAOKROZ",
    croatian=r"ZAOKRUZ",
    bulgarian=r"ЗАКРЪГЛ",
    ukrainian_serbian=r"ЗАОКРУГЛ",
    greek=r"ΣΤΡΟΓΓΥΛ",
    turkish=r"YUVARLAMA",
)
_DISCOUNTS: Final = either(
    english=r"DISCOUNT|\bDISC\b",
    german=r"RABATT",
    french=r"REMISE",
    dutch=r"KORTING",
    spanish=r"DESCUENTO",
    italian=r"\bSCONTO",
    portuguese=r"DESCONTO",
    finnish=r"ALENNU",
    estonian=r"SOODUSTUS",
    latvian=r"\bATLAIDE",
    lithuanian=r"NUOLAID",
    polish=r"\bOPUST\b|\bRABAT\b",
    czech_slovak=r"\bZLAVA|\bSLEVA",
    hungarian=r"KEDVEZMENY",
    romanian=r"REDUCERE",
    croatian=r"\bPOPUST",
    bulgarian=r"ОТСТЪПКА",
    ukrainian=r"ЗНИЖК",
    greek=r"ΕΚΠΤΩΣ",
    turkish=r"INDIRIM\b",
)
# Lines that name the sum to pay beyond doubt.
STRONG_TOTAL: Final = any_of(
    english=(
        r"(?:AMT|AMOUNT)\s*PA[IL]D\s*INC|GRAND\s*TOTAL|TOTAL\s*(?:AMOUNT|AMT|AMNT)?\s*(?:DUE|PAYABLE)|AMOUNT\s*(?:DUE|PAYABLE)"
        r"|BALANCE\s*(?:DUE|TO PAY)|(?:NETT?|FINAL|BILL|INVOICE)\s*TOTAL|NETT?\s*AM(?:OUN)?T(?! EX)"
        r"|TOTAL\s*\(?\s*(?:INCL|INC|WITH|AFTER|INCLUSIVE|INCLUDING)|TOTAL\s*(?:SALES?)?\s*\(?\s*(?:INCL|INCLUSIVE)|TOTAL\s*TO\s*PAY"
        r"|\bTO\s*PAY\b|ROUND\w*\s*D?\s*TOTAL|TOTAL\s*(?:AMOUNT\s*)?(?:AFTER\s*)?ROUND|AFTER\s*ROUND"
        r"|AMOUNT\s*(?:TO\s*(?:BE\s*)?PA(?:Y|ID)|OWED|OWING)|DUE\s*(?:VAT|TAX)?\s*INC|TOTAL\s*CHARGED?"
    ),
    german=(
        r"ZU\s*ZAHLEN|GESAMT(?:BETRAG|SUMME|PREIS)?\b|ENDBETRAG|RECHNUNGSBETRAG|\bSUMME(?:\b|EUR)|BETRAG\s*(?:EUR|€)|ZAHLBETRAG"
        r"|ZAHLENDER\s*BETRAG|ENDSUMME|BRUTTOBETRAG|GESAMT\s*BRUTTO|RECHNUNGSSUMME|BRUTTOUMSATZ|ENDPREIS"
    ),
    french=r"TOTAL\s*TTC|(?:NET\s*)?A\s*PAYER|MONTANT\s*(?:TOTAL|TTC|DU)|MONTANT\s*REEL|PRIX\s*(?:TTC|TOTAL)",
    spanish=r"TOTAL\s*(?:A\s*PAGAR|COMPRA|FACTURA)|IMPORTE\s*(?:TOTAL|FINAL)|A\s*PAGAR|PRECIO\s*TOTAL",
    italian=r"TOTALE(?:\s*COMPLESSIVO)?|PREZZO\s*TOTALE|NETTO\s*A\s*PAGARE|DA\s*PAGARE|IMPORTO\s*(?:TOTALE|PAGATO|DOVUTO)",
    portuguese=r"VALOR\s*TOTAL|TOTAL\s*GERAL",
    several=r"\bSUMMA\b|TOTAL\s*(?:BAYAR|BELANJA|GENERAL|GENERALE|FATTURA|FACTURE)",
    dutch=r"TE\s*BETALEN|\bTOTAAL\b|TE\s*VOLDOEN|NAAR\s*TE\s*BETALEN|FACTUURBEDRAG|EINDTOTAAL",
    swedish=r"ATT\s*BETALA|FAKTURABELOPP|SLUTSUMMA",
    nordic=r"\bTOTALT\b|(?:AT|TIL)\s*BETALE|TILSAMMEN",
    danish=r"I\s*ALT\b|BELOB\s*I\s*ALT",
    norwegian=r"TOTALBELOP|SUM\s*\d+\s*VARER|(?:^|\W)A\s*BETALE",
    finnish=r"MAKSETTAV|YHTEENSA|LOPPUSUMMA",
    icelandic=r"SAMTALS|TIL\s*GREI[DTO]?SLU",
    estonian=r"\bKOKKU\b|TASUDA|TASUMISEKS",
    latvian=r"KOPA\b|APMAKSAI|SAMAKSAI|KOPSUMMA|KOPEJA\s*SUMMA|PAVISAM",
    lithuanian=r"\b(?:IS\s*)?VISO\b|MOKETI|BENDRA\s*SUMA|MOKETINA",
    polish=r"RAZEM|DO\s*ZAPLATY|SUMA\s*PLN|NALEZNOSC",
    czech=r"CELKEM|K\s*UHRADE|K\s*PLATBE|K\s*ZAPLACENI|CENA\s*CELKEM",
    slovak=r"\bSPOLU\b|NA\s*UHRADU|DO\s*UHRADY|CELKOM",
    hungarian=r"OSSZESEN|FIZETENDO|FIZETENDO\s*OSSZEG|VEGOSSZEG",
    romanian=r"DE\s*PLATA",
    slovene=r"ZA\s*PLACILO|SKUPAJ",
    croatian=r"UKUPNO|ZA\s*PLATIT|UKUPAN\s*IZNOS(?!\s*POREZA)|SVEUKUPNO|ZA\s*NAPLATU",
    serbian=r"УКУПНО|ЗА\s*УПЛАТУ|УКУПАН\s*ИЗНОС(?!\s*ПОРЕЗА)",
    bulgarian=r"OBSHTA\s*SUMA|ВСИЧКО|ОБЩО\b",
    ukrainian=r"ДО\s*СПЛАТИ|\bСУМА\b|ВСЬОГО|РАЗОМ\b",
    russian=r"ИТОГО?\b|К\s*ОПЛАТЕ",
    greek=r"ΣΥΝΟΛΟ|ΠΛΗΡΩΤΕΟ|ΤΕΛΙΚΟ\s*ΠΟΣΟ|ΠΛΗΡΩΤΕΑ",
    greek_read_as_latin=r"(?<![A-ZΑ-Ω])[ΣE∑S][YΥU][NV][OΟ][ΛNAV1][OΟ]",
    turkish=r"(?<!ARA )(?<!ARA)\bTOPLAM\b|ODENECEK|GENEL\s*TOPLAM",
    hebrew=r"סה[\"״']?כ(?:\s*לתשלום)?|לתשלום",
    arabic=r"الإجمالي|المجموع",
    chinese=r"合\s*[计計]|[总總]\s*金?\s*[计計额額]|[应應]\s*[付收]|[实實]\s*[付收]|小票金额",
    japanese=r"お?合計",
    korean=r"합계|총\s?액|결제\s?금액|받을\s?금액",
    thai=r"ยอดสุทธิ|รวมทั้งสิ้น|ยอดรวม|รวมเงิน",
    vietnamese=r"TONG\s*(?:CONG|TIEN)|THANH\s*TOAN",
)
# Lines that may name it.
TOTAL: Final = any_of(
    english=r"\bAMOUNT\b|\bAMT\b|\bSUM\b",
    several=r"TOTAL|SUMA\b|\bIMPORT[OE]\b",
    misread=r"\b[TLI1][O0U][T1I]AL\b|TOTA[L1I]\b",
    malay=r"\bJUMLAH\b",
    german=r"\bBETRAG\b|\bFAHRPREIS\b",
    french=r"\bMONTANT\b",
    dutch=r"\bBEDRAG\b",
    nordic=r"\bBELO(?:B|P|PP)\b",
    polish=r"\bKWOTA\b",
    czech=r"\bCASTKA\b",
    hungarian=r"\bOSSZEG\b",
    slovene=r"\bZNESEK\b",
    turkish=r"\bTUTAR\b",
)
SUBTOTAL: Final = any_of(
    several=(
        r"SUB\s*-?\s*[TI1][O0U][TI1]AL|SUBTOTALE?|NETTO(?!\s*GESAMT|\s*A\s*PAGARE)"
        r"|(?:SUMM?A|KOPA)?\s*(?:BEZ\s*(?:PVN|DPH|PDV|DDV)|BE\s*PVM)|(?:TOTALE?\s*)?(?:SENZA|SIN|SEM)\s*IVA"
    ),
    english=(
        r"TOTAL\s*(?:SALES?)?\s*\(?\s*(?:EXCL|EXC|BEFORE|WITHOUT|EXCLUDING|EXCLUSIVE)|EXCLUD(?:ING|ED)|TAXABLE|BEFORE\s*(?:GST|TAX|VAT)"
    ),
    german=r"ZWISCHENSUMME",
    french=r"SOUS\s*-?\s*TOTAL|TOTAL\s*H\.?T",
    spanish=r"TOTAL\s*NETO",
    italian=r"(?:BASE\s*)?IMPONIBI?LE",
    dutch=r"SUBTOTAAL",
    swedish=r"DELSUMMA|MELLANSUMMA",
    norwegian=r"DELSUM\b",
    finnish=r"VALISUMMA|VEROTON",
    icelandic=r"MILLISAMTALA",
    estonian=r"VAHESUMMA|KM-?TA\b",
    latvian=r"STARPSUMMA",
    lithuanian=r"TARPINE\s*SUMA",
    polish=r"SUMA\s*CZESCIOWA",
    czech=r"MEZISOUCET",
    slovak=r"MEDZISUCET",
    hungarian=r"R[EU]SZOSSZESEN",
    slovene=r"VMESNI\s*(?:SESTEVEK|ZNESEK)",
    croatian=r"MEDUZBROJ|MEDJUZBROJ",
    bulgarian=r"МЕЖДИННА\s*СУМА",
    ukrainian=r"ПРОМ[ІI]ЖН",
    greek=r"ΥΠΟΣΥΝΟΛΟ|ΜΕΡΙΚΟ\s*ΣΥΝΟΛΟ",
    turkish=r"ARA\s*TOPLAM",
    chinese=r"小\s*[计計]",
    korean=r"소계",
)
TAX: Final = any_of(
    english=r"\bG\.?S\.?T(?![A-Z])|\bV\.?A\.?T(?![A-Z])|\bTAX(?:ES)?\b|SERVICE\s*TAX",
    malay=r"\bS\.?S\.?T(?![A-Z])",
    indian=r"\b[CSI]GST\b",
    canadian=r"\bT\.?P\.?S\b|\bT\.?V\.?Q\b|\bH\.?S\.?T\b|\bP\.?S\.?T\b|\bQ\.?S\.?T\b",
    german=r"\bMW\.?ST|\bU\.?ST\b|STEUER",
    romance=r"\bI\.?V\.?A(?![A-Z])|\bT\.?V\.?A(?![A-Z])",
    latin_american=r"\bI\.?G\.?V\b|IMPO-?\s?CONSUMO|\bIEPS\b",
    dutch=r"\bB\.?T\.?W(?![A-Z])",
    nordic=r"\bMOMS",
    norwegian=r"\bMVA(?![A-Z])",
    finnish=r"\bALV(?![A-Z])|LISAVERO",
    icelandic=r"\bVSK\b",
    estonian=r"\bKM\b(?=\W*\d|.*%)|%\W*KM\b",
    latvian=r"\bPVN(?![A-Z])|\bNODOKLIS",
    lithuanian=r"\bPVM(?![A-Z])",
    polish=r"\bPTU(?![A-Z])",
    czech_slovak=r"\bDPH(?![A-Z])",
    hungarian=r"\bAFA(?![A-Z])",
    slovene=r"\bDDV(?![A-Z])",
    croatian=r"\bPDV(?![A-Z])|\bPOREZ\w?\b",
    bulgarian=r"\bDDS\b|ДДС",
    ukrainian=r"ПДВ",
    russian=r"НДС",
    greek=r"Φ\.?Π\.?Α",
    greek_read_as_latin=r"[ΦO0]\.?[ΠN]\.?A\b(?=.*%)",
    turkish=r"\bK\.?D\.?V(?![A-Z])|TOPKDV",
    hebrew=r"מע[\"״']?מ",
    chinese=r"[税稅]",
    korean=r"부가세",
    thai=r"ภาษี",
    indonesian=r"\bP\.?P\.?N\b|\bPB1\b",
)
# Lines whose amount is no sum to pay, whatever else they say.
NOT_A_SUM: Final = any_of(
    _DISCOUNTS,
    _ROUNDINGS,
    counts=(
        r"TOTAL\s*(?:NO\.?\s*(?:OF)?\s*)?(?:QTY|QUANTITY|ITEMS?|PCS|UNITS?|PIECES|COUNT|COVERS|SAVINGS?|DISC\w*|POINTS?|GST\b|TAX|VAT|MWST|TVA|IVA|SST|ARTI[CK]\w*|SAVED|WEIGHT)"
        r"|(?:QTY|ITEM|ITEMS)\s*TOTAL|ITEM\s*COUNT|\bITEMS?\s*[:(]|QUANTITY\s*:|\bQTY\s*:"
    ),
    points=r"POINTS?\b|\bPUNKT|\bPUNTI\b|\bPUNTOS|\bPONTOS|\bBODY\b|\bBODOV|TASKAI|\bPOANG",
    savings=r"SAVINGS?\b|YOU\s*SAVE|POUPANCA|IETAUPIJ|GESPART|ERSPARNIS|RISPARMI|AHORR|VOORDEEL",
    accounts=r"DEPOSIT|PREVIOUS|OUTSTANDING|OPENING|LOYALTY|MEMBER|THANK",
    given_and_back=(
        r"(?:ACCEPTED|TENDERED|RECEIVED)\s*TOTAL|CHANGE|R[UE]CKGELD|WECHSELGELD|\bRENDU\b|CAMBIO\b|WISSELGELD|VRACENO|TAGASI|ATLIKUMS"
        r"|PARA\s*USTU|СДАЧА|РЕСТО\b|РЕШТА|거스름돈|เงินทอน|\bTROCO\b|\bKEMBALI\b|TIEN\s*THUA|\bRESTO\b|VISSZAJARO|\bRESZTA\b"
    ),
    rounding=r"ROUND\w*\s*(?:ADJ|DIFF|AMOUNT|AMT)|ROUNDING",
    carried_forward=r"UBERTRAG|CARRIED\s*FORWARD|BROUGHT\s*FORWARD|A\s*REPORTER|SUMA\s*Y\s*SIGUE|RIPORTO",
    paid_before=r"BEREITS\s*(?:GE|BE)ZAHLT|ACOMPTE|ANTICIPO|ANZAHLUNG|PREPAID|AMOUNT\s*PAID(?!\s*INC)",
)
DISCOUNT: Final = any_of(
    _DISCOUNTS,
    english=r"COUPON|VOUCHER|REBATE",
    german=r"NACHLASS",
    indonesian=r"DISKON",
    chinese=r"优惠|優惠|折扣",
    japanese=r"割引|値引",
)
ROUNDING: Final = any_of(_ROUNDINGS, english=r"ROUND")
# The sum after rounding.
ROUNDED: Final = any_of(
    english=r"AFTER\s*ADJ|ROUND\w*\s*D?\s*TOTAL|TOTAL\s*(?:AMOUNT\s*)?(?:AFTER\s*)?ROUNDE?D?\b(?!ING)|AFTER\s*ROUND|ROUNDED",
)
