"""The words of receipts in the languages of the shops, grouped by what the line that holds them means."""

import re
import unicodedata
from typing import Final

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
# Letters that no decomposition takes their stroke from.
_STROKES: Final = str.maketrans(
    {"ß": "ss", "İ": "I", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
)


def plain(text: str) -> str:
    """Upper case without accents, for matching words; as long as the original wherever letters have one form."""
    if text.isascii():
        return text.upper()
    folded = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)).upper())


def squeezed(text: str) -> str:
    """The letters and digits of a text in upper case, to compare names: «Burger King» and «BURGER-KING» are one."""
    return re.sub(r"[\W_]", "", plain(text))


def _any(*words: str) -> re.Pattern[str]:
    """One pattern of all; what is not Latin is written there as people write it, and looked for in its plain form."""
    return re.compile("|".join(_BEYOND_ASCII.sub(lambda part: plain(part[0]), word) for word in words))


_ROUNDINGS: Final = r"RUNDUNG|AVRUNDN?ING|AFRUNDING|ORERUNDING|ZAOKRO?UHLEN|ZAOKRAGL|ZAOKRUZ|ZAOKROZ|KEREKITES|ARRONDI\b|APVALIN|APALOSAN|UMARDA|PYORISTYS|AFRONDING|ARROTONDAMENTO|REDONDEO|ARREDONDAMENTO|ROTUNJIRE|YUVARLAMA|ЗАОКРУГЛ|ЗАКРЪГЛ|ΣΤΡΟΓΓΥΛ"
# Lines that name the sum to pay beyond doubt.
STRONG_TOTAL: Final = _any(
    r"(?:AMT|AMOUNT)\s*PA[IL]D\s*INC", r"GRAND\s*TOTAL", r"TOTAL\s*(?:AMOUNT|AMT|AMNT)?\s*(?:DUE|PAYABLE)", r"AMOUNT\s*(?:DUE|PAYABLE)", r"BALANCE\s*(?:DUE|TO PAY)",
    r"(?:NETT?|FINAL|BILL|INVOICE)\s*TOTAL", r"NETT?\s*AM(?:OUN)?T(?! EX)", r"TOTAL\s*\(?\s*(?:INCL|INC|WITH|AFTER|INCLUSIVE|INCLUDING)", r"TOTAL\s*(?:SALES?)?\s*\(?\s*(?:INCL|INCLUSIVE)",
    r"TOTAL\s*TO\s*PAY", r"\bTO\s*PAY\b", r"ROUND\w*\s*D?\s*TOTAL", r"TOTAL\s*(?:AMOUNT\s*)?(?:AFTER\s*)?ROUND", r"AFTER\s*ROUND",
    r"ZU\s*ZAHLEN", r"GESAMT(?:BETRAG|SUMME|PREIS)?\b", r"ENDBETRAG", r"RECHNUNGSBETRAG", r"\bSUMME(?:\b|EUR)", r"BETRAG\s*(?:EUR|€)",
    r"TOTAL\s*TTC", r"(?:NET\s*)?A\s*PAYER", r"MONTANT\s*(?:TOTAL|TTC|DU)", r"TOTAL\s*(?:A\s*PAGAR|COMPRA|FACTURA)", r"IMPORTE\s*(?:TOTAL|FINAL)", r"A\s*PAGAR",
    r"TE\s*BETALEN", r"\bTOTAAL\b", r"ATT\s*BETALA", r"\bTOTALT\b", r"\bSUMMA\b", r"CELKEM", r"K\s*UHRADE", r"\bKOKKU\b", r"TASUDA", r"UKUPNO", r"ZA\s*PLATIT",
    r"KOPA\b", r"APMAKSAI|SAMAKSAI", r"RAZEM", r"DO\s*ZAPLATY", r"SUMA\s*PLN", r"OSSZESEN", r"FIZETENDO", r"TOTALE(?:\s*COMPLESSIVO)?", r"MAKSETTAV|YHTEENSA",
    r"合\s*[计計]", r"[总總]\s*金?\s*[计計额額]", r"[应應]\s*[付收]", r"[实實]\s*[付收]", r"小票金额", r"お?合計", r"ΣΥΝΟΛΟ|(?<![A-ZΑ-Ω])[ΣE∑S][YΥU][NV][OΟ][ΛNAV1][OΟ]", r"ΠΛΗΡΩΤΕΟ",
    r"합계", r"총\s?액", r"결제\s?금액", r"받을\s?금액", r"ยอดสุทธิ|รวมทั้งสิ้น|ยอดรวม|รวมเงิน", r"(?<!ARA )(?<!ARA)\bTOPLAM\b", r"ODENECEK", r"ИТОГО?\b", r"К\s*ОПЛАТЕ", r"ДО\s*СПЛАТИ", r"\bСУМА\b", r"УКУПНО", r"ЗА\s*УПЛАТУ",
    r"TONG\s*(?:CONG|TIEN)", r"THANH\s*TOAN", r"סה[\"״']?כ(?:\s*לתשלום)?", r"לתשלום", r"الإجمالي|المجموع", r"TOTAL\s*(?:BAYAR|BELANJA|GENERAL|GENERALE|FATTURA|FACTURE)", r"\b(?:IS\s*)?VISO\b|MOKETI", r"ZA\s*PLACILO|SKUPAJ", r"\bSPOLU\b|NA\s*UHRADU",
    r"(?:AT|TIL)\s*BETALE|I\s*ALT\b|BELOB\s*I\s*ALT", r"TOTALBELOP|SUM\s*\d+\s*VARER", r"TOTAL\s*DE\s*PLATA|DE\s*PLATA", r"ZAHLBETRAG|ZAHLENDER\s*BETRAG|ENDSUMME|BRUTTOBETRAG|GESAMT\s*BRUTTO", r"AMOUNT\s*(?:TO\s*(?:BE\s*)?PA(?:Y|ID)|OWED|OWING)", r"DUE\s*(?:VAT|TAX)?\s*INC", r"TOTAL\s*CHARGED?",
    r"UKUPAN\s*IZNOS(?!\s*POREZA)|УКУПАН\s*ИЗНОС(?!\s*ПОРЕЗА)|SVEUKUPNO|ZA\s*NAPLATU", r"(?:^|\W)A\s*BETALE|TILSAMMEN", r"SAMTALS|TIL\s*GREI[DTO]?SLU", r"KOPSUMMA|KOPEJA\s*SUMMA|PAVISAM|BENDRA\s*SUMA|MOKETINA|TASUMISEKS|LOPPUSUMMA", r"NALEZNOSC|K\s*PLATBE|K\s*ZAPLACENI",
    r"OBSHTA\s*SUMA|ВСИЧКО|ОБЩО\b|ВСЬОГО|РАЗОМ\b", r"ΤΕΛΙΚΟ\s*ΠΟΣΟ|ΠΛΗΡΩΤΕΑ", r"MONTANT\s*REEL|PRIX\s*(?:TTC|TOTAL)|PREZZO\s*TOTALE|PRECIO\s*TOTAL", r"TE\s*VOLDOEN", r"RECHNUNGSSUMME|BRUTTOUMSATZ|ENDPREIS", r"GENEL\s*TOPLAM", r"CENA\s*CELKEM",
    r"VALOR\s*TOTAL|TOTAL\s*GERAL", r"NETTO\s*A\s*PAGARE|DA\s*PAGARE|IMPORTO\s*(?:TOTALE|PAGATO|DOVUTO)", r"NAAR\s*TE\s*BETALEN|FACTUURBEDRAG|EINDTOTAAL", r"FAKTURABELOPP|SLUTSUMMA", r"DO\s*UHRADY|CELKOM", r"FIZETENDO\s*OSSZEG|VEGOSSZEG",
)  # fmt: skip
TOTAL: Final = _any(
    r"TOTAL",
    r"\b[TLI1][O0U][T1I]AL\b",
    r"TOTA[L1I]\b",
    r"\bJUMLAH\b",
    r"\bAMOUNT\b",
    r"\bAMT\b",
    r"SUMA\b",
    r"\bSUM\b",
    r"\bIMPORT[OE]\b|\bBETRAG\b|\bMONTANT\b|\bKWOTA\b|\bCASTKA\b|\bBELO(?:B|P|PP)\b|\bTUTAR\b|\bOSSZEG\b|\bZNESEK\b|\bBEDRAG\b|\bFAHRPREIS\b",
)
SUBTOTAL: Final = _any(
    r"SUB\s*-?\s*[TI1][O0U][TI1]AL", r"TOTAL\s*NETO", r"ZWISCHENSUMME", r"SOUS\s*-?\s*TOTAL", r"SUBTOTAAL", r"DELSUMMA", r"MEZISOUCET", r"TOTAL\s*(?:SALES?)?\s*\(?\s*(?:EXCL|EXC|BEFORE|WITHOUT|EXCLUDING|EXCLUSIVE)",
    r"TOTAL\s*H\.?T", r"EXCLUD(?:ING|ED)", r"(?:BASE\s*)?IMPONIBI?LE", r"NETTO(?!\s*GESAMT|\s*A\s*PAGARE)", r"ARA\s*TOPLAM", r"R[EU]SZOSSZESEN", r"MELLANSUMMA|DELSUM\b|VALISUMMA|VAHESUMMA", r"SUBTOTALE?", r"소계", r"TAXABLE", r"BEFORE\s*(?:GST|TAX|VAT)", r"小\s*[计計]",
    r"MEDZISUCET|MEDUZBROJ|MEDJUZBROJ|VMESNI\s*(?:SESTEVEK|ZNESEK)|TARPINE\s*SUMA|STARPSUMMA|SUMA\s*CZESCIOWA|МЕЖДИННА\s*СУМА|ПРОМ[ІI]ЖН|ΥΠΟΣΥΝΟΛΟ|ΜΕΡΙΚΟ\s*ΣΥΝΟΛΟ|MILLISAMTALA", r"(?:SUMM?A|KOPA)?\s*(?:BEZ\s*(?:PVN|DPH|PDV|DDV)|BE\s*PVM)", r"KM-?TA\b|VEROTON", r"(?:TOTALE?\s*)?(?:SENZA|SIN|SEM)\s*IVA",
)  # fmt: skip
TAX: Final = _any(
    r"\bG\.?S\.?T(?![A-Z])", r"\bS\.?S\.?T(?![A-Z])", r"\bV\.?A\.?T(?![A-Z])", r"\bTAX(?:ES)?\b", r"\bMW\.?ST", r"\bU\.?ST\b", r"\bI\.?V\.?A(?![A-Z])", r"\bT\.?V\.?A(?![A-Z])", r"\bB\.?T\.?W(?![A-Z])", r"\bMOMS", r"\bDPH(?![A-Z])",
    r"\bPVN(?![A-Z])", r"\bT\.?P\.?S\b", r"\bT\.?V\.?Q\b", r"\bH\.?S\.?T\b", r"\bP\.?S\.?T\b", r"\bQ\.?S\.?T\b", r"\bPDV(?![A-Z])", r"\bPTU(?![A-Z])", r"\bAFA(?![A-Z])", r"\bALV(?![A-Z])", r"\bKM\b(?=\W*\d|.*%)|%\W*KM\b", r"Φ\.?Π\.?Α",
    r"STEUER", r"[税稅]", r"SERVICE\s*TAX", r"\b[CSI]GST\b", r"\bI\.?G\.?V\b", r"\bP\.?P\.?N\b|\bPB1\b|IMPO-?\s?CONSUMO|\bIEPS\b", r"\bK\.?D\.?V(?![A-Z])|TOPKDV", r"\bPVM(?![A-Z])", r"\bDDV(?![A-Z])", r"\bMVA(?![A-Z])", r"\bVSK\b|\bDDS\b|LISAVERO|\bNODOKLIS|\bPOREZ\w?\b|[ΦO0]\.?[ΠN]\.?A\b(?=.*%)", r"부가세", r"НДС|ПДВ|ДДС", r"ภาษี", r"מע[\"״']?מ",
)  # fmt: skip
NOT_A_SUM: Final = _any(
    r"TOTAL\s*(?:NO\.?\s*(?:OF)?\s*)?(?:QTY|QUANTITY|ITEMS?|PCS|UNITS?|PIECES|COUNT|COVERS|SAVINGS?|DISC\w*|POINTS?|GST\b|TAX|VAT|MWST|TVA|IVA|SST|ARTI[CK]\w*|SAVED|WEIGHT)", r"(?:QTY|ITEM|ITEMS)\s*TOTAL", r"ITEM\s*COUNT",
    r"\bITEMS?\s*[:(]", r"POINTS?\b", r"SAVINGS?\b|YOU\s*SAVE", r"DISCOUNT|\bDISC\b|RABATT|REMISE|KORTING", r"DEPOSIT|PREVIOUS|OUTSTANDING|OPENING|LOYALTY|MEMBER",
    r"(?:ACCEPTED|TENDERED|RECEIVED)\s*TOTAL",
    r"CHANGE|R[UE]CKGELD|WECHSELGELD|\bRENDU\b|CAMBIO\b|WISSELGELD|VRACENO|TAGASI|ATLIKUMS",
    r"ROUND\w*\s*(?:ADJ|DIFF|AMOUNT|AMT)|ROUNDING", _ROUNDINGS, r"QUANTITY\s*:|\bQTY\s*:", r"THANK",
    r"\bPOPUST|\bZLAVA|\bSLEVA|\bOPUST\b|\bRABAT\b|NUOLAID|\bATLAIDE|SOODUSTUS|KEDVEZMENY|REDUCERE|ОТСТЪПКА|ЗНИЖК|INDIRIM\b|ΕΚΠΤΩΣ|ALENNU|\bSCONTO|DESCUENTO|DESCONTO|POUPANCA|IETAUPIJ|GESPART|ERSPARNIS|RISPARMI|AHORR|VOORDEEL|\bPUNKT|\bPUNTI\b|\bPUNTOS|\bPONTOS|\bBODY\b|\bBODOV|TASKAI|\bPOANG",
    r"UBERTRAG|CARRIED\s*FORWARD|BROUGHT\s*FORWARD|A\s*REPORTER|SUMA\s*Y\s*SIGUE|RIPORTO", r"BEREITS\s*(?:GE|BE)ZAHLT|ACOMPTE|ANTICIPO|ANZAHLUNG|PREPAID|AMOUNT\s*PAID(?!\s*INC)", r"PARA\s*USTU|СДАЧА|РЕСТО\b|РЕШТА|거스름돈|เงินทอน|\bTROCO\b|\bKEMBALI\b|TIEN\s*THUA|\bRESTO\b|VISSZAJARO|\bRESZTA\b",
)  # fmt: skip
ROUNDED: Final = _any(
    r"AFTER\s*ADJ", r"ROUND\w*\s*D?\s*TOTAL", r"TOTAL\s*(?:AMOUNT\s*)?(?:AFTER\s*)?ROUNDE?D?\b(?!ING)", r"AFTER\s*ROUND", r"ROUNDED"
)
ROUNDING: Final = _any(r"ROUND(?:ING|\.)?\s*(?:ADJ|DIFF|AMT|AMOUNT)?", _ROUNDINGS)
CHANGE: Final = _any(
    r"\bCHANGE\b",
    r"R[UE]+CKGELD",
    r"WECHSELGELD",
    r"\bRENDU\b",
    r"\bCAMBIO\b",
    r"WISSELGELD",
    r"VRACENO",
    r"\bBAKI\b",
    r"\bBALANCE\b(?!\s*DUE)",
    r"[找] ?[零赎贖]",
    r"TILLBAKA",
    r"ΡΕΣΤΑ",
    r"PARA\s*USTU",
    r"СДАЧА|РЕСТО\b|РЕШТА",
    r"거스름돈|거스름",
    r"เงินทอน",
    r"\bTROCO\b|\bKEMBALI(?:AN)?\b|TIEN\s*THUA",
    r"\bRESTO\b|VISSZAJARO|\bRESZTA\b|\bREST\b|BYTTEPENGE|VEKSEL",
    r"お?釣り?",
    r"ZURUE?CK\b|\bTERUG\b|MONNAIE\s*RENDUE|A\s*RENDRE|\bVUELTO\b|TILBAKE|TAKAISIN|VAIHTORAHA|AFGANGUR",
    r"ATLIKUMS|IZDOTS|\bGRAZA\b|TAGASI\b|VYDAVOK|\bVYDAJ\b|VRATIT\b|NAZPET|VRACILO|\bPOVRA(?:T|CAJ)\b|ПОВРАЋАЈ|[PΡR]E[ΣE]TA\b",
)
CASH: Final = _any(
    r"\b[CG]AS[HN]\b",
    r"ACCEPTED\s*TOTAL",
    r"TENDER",
    r"\bBAR\b",
    r"GEGEBEN",
    r"ESPECES",
    r"EFECTIVO",
    r"CONTANT",
    r"KONTANT",
    r"HOTOVOST",
    r"\bTUNAI\b",
    r"[现現]金",
    r"SULARAHA",
    r"ENTREGADO",
    r"ΜΕΤΡΗΤΑ|METPHTA",
    r"\bNAKIT\b",
    r"НАЛИЧНЫМИ|ГОТ[ІI]ВКА|В\s*БРОЙ|ГОТОВИНА",
    r"현금|เงินสด|お?預り?|TIEN\s*MAT|\bDINHEIRO\b|\bNUMERAR|KESZPENZ|GOTOWK|GOTOVIN|KATEINEN|GRYNAIS|GRYNIEJI|(?<!BEZ)SKAIDR|\bSK\.?\s?NAUDA|CONTANTE\b",
    r"BARGELD|BARZAHLUNG|HOTOVE\b|ENTREGUE|REI[DO]?UFE|\bBARE\b",
)
CARD: Final = _any(
    r"\bVISA\b", r"MASTER\s*CARD", r"\bAMEX\b", r"AMERICAN\s*EXPRESS", r"MAESTRO", r"\bDEBIT\b", r"CREDIT\s*CARD", r"\bCARD\b", r"KARTE", r"\bCB\b", r"TARJETA", r"\bPIN\b(?=.*\d)", r"KORT\b", r"KARTOU", r"GIROCARD",
    r"\bEC\b.*\d", r"INTERAC", r"BANK\s*CARD", r"PAYMENT", r"ALIPAY|WECHAT|支付", r"OCTOPUS|八[达達]通", r"APPLE\s*PAY|GOOGLE\s*PAY",
    r"^\W*CREDIT\b(?!\s*NOTE)|\bEFT\b|\bM-?PESA\b|\bMADA\b|E-?WALLET|\bGRAB\s?PAY|\bGCASH\b|\bQRIS\b|信用卡|銀聯|银联|\bPIX\b", r"KREDI\s*KARTI|신용카드|クレジット|КАРТ[АОК]|บัตร|BANCOMAT|BANCONTACT|MULTIBANCO|\bTWINT\b|DANKORT|BANKAXEPT|\bPINNEN\b|\bEFTPOS\b|\bNETS\b|KORTELE|KARTYA|CARTAO|CONTACTLESS|SANS\s*CONTACT|\bUPI\b|BANKOMAT",
    r"\bKARTA\b|BEZSKAIDR|\bKARTOU\b|KARTIC[AO]|PANKAKAART|KORTTI\b|VELOITUS|PAGAMENTO\s*ELETTRONICO|CARTA\s*DI\s*(?:CREDITO|DEBITO)|CARTE\s*B(?:ANCAIRE|LEUE)|\bEC-?CASH\b|ΚΑΡΤΑ|\bSWISH\b|\bVIPPS\b|MOBILE\s?PAY|\bBLIK\b|\bBIZUM\b|SATISPAY|PAYCONIQ|MB\s?WAY",
)  # fmt: skip
CHARGE: Final = _any(
    r"\bSER(?:VICE|V\.?)\b",
    r"\bSVC\b|\bS/C\b",
    r"SURCHARGE",
    r"BEDIENUNG",
    r"SERVIZIO|COPERTO",
    r"COVER\s*CHARGE",
    r"DELIVERY|SHIPPING|VERSAND|PORTO\b|FRAIS",
)
TIP: Final = _any(
    r"\bTIP\b",
    r"GRATUITY",
    r"TRINKGELD",
    r"POURBOIRE",
    r"PROPINA",
    r"\bFOOI\b",
    r"\bDRICKS\b|DRIKKEPENGE|JUOMARAHA|NAPIWEK|BACSIS|SPROPITNE|BORRAVALO|NAPOJNICA|\bMANCIA\b|DZERAMNAUDA|ARBATPINIG|JOOTRAHA|GORJETA|BAHSIS|GRATIFICA",
)
SUGGESTED: Final = _any(r"SUGG?E[RS]", r"RECOMMEND", r"GUIDE", r"EMPFOHLEN")
# What paying by card costs extra, put on top of the total.
SURCHARGE: Final = _any(
    r"CARD\s*(?:SURCHARGE|FEE)", r"(?:EFT(?:POS)?|CREDIT|PROCESSING|TRANSACTION)\s*(?:SURCHARGE|FEE)", r"^\W*SURCHARGE\b"
)
PAYMENT_NAMES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (_any(r"APPLE\s*PAY"), "Apple Pay"), (_any(r"GOOGLE\s*PAY"), "Google Pay"), (_any(r"\bVISA\b"), "Visa"), (_any(r"MASTER\s*CARD|\bMC\b.*\d{4}"), "Mastercard"),
    (_any(r"\bAMEX\b|AMERICAN\s*EXPRESS"), "American Express"), (_any(r"MAESTRO"), "Maestro"), (_any(r"GIROCARD|\bEC\s*-?\s*(?:KARTE|CASH)"), "Girocard"), (_any(r"INTERAC"), "Interac"),
    (_any(r"ALIPAY|支付宝"), "Alipay"), (_any(r"WECHAT|微信"), "WeChat Pay"), (_any(r"OCTOPUS|八[达達]通"), "Octopus"), (CARD, "Card"), (CASH, "Cash"),
)  # fmt: skip
DATE: Final = _any(
    r"\bDATE\b",
    r"\bDT\b",
    r"DATUM",
    r"FECHA",
    r"\bDATA\b",
    r"\bTARIKH\b",
    r"日期",
    r"KUUPAEV",
    r"ΗΜΕΡ",
    r"PAIVA",
    r"\bDEN\b",
    r"\bTARIH\b|ДАТА|วันที่|NGAY|TANGGAL|\bDATO\b|KUUPAEV|KELT\b|ISSUED|DATE\s*OF\s*ISSUE|AUSGESTELLT|\bDEL\b(?=\s*\d)|FAIT\s*LE|\bLE\b(?=\s*\d)|날짜|일시",
    r"DATUMS",
    r"PURCHASED|GEKAUFT|\bEMIS\b|EMISSIONE|EMISSAO|WYSTAWIEN|VYSTAVEN|UTSTEDT|UTFARDA|IZDAN|IZRAKST|ISRASY|\bDAGS\b|\bVRIJEME\b|\bVREME\b",
    r"INVOICE\s*DATE",
    r"BILL\s*DATE",
)
NOT_TODAY: Final = _any(
    r"VALID", r"UNTIL", r"EXPIR", r"\bEXP\b", r"BEFORE", r"RETURN", r"REDEEM", r"DUE\s*DATE", r"SINCE", r"BIRTH", r"DELIVERY\s*DATE", r"BIS\s+ZUM", r"GULTIG", r"JUSQU", r"HASTA", r"\bUNTILL\b", r"VERSION|\bVER\b",
    r"APPROVAL|ACTIVAT|BETWEEN|WITHIN|LAUNCH|ACCRED|PERMIT|\bPTU\b\W*N[O0]", r"PRINTED\s*BY",
    r"STARTING|EFFECTIVE|A\s*PARTIR|\bAB\s+DEM\b|\d\s?日起", r"\bDUE\b", r"ECHEANCE|SCADENZA|VENCIMIENTO|VENCIMENTO|VERVALDATUM|FALLIG|ZAHLBAR|BETAALBAAR|FORFALL|FORFALDS|ERAPAIVA|PLATNOSCI|SPLATNOST|HATARIDO|DOSPIJECE|MOKETI\s*IKI",
    r"LIEFERDATUM|LEISTUNGSDATUM|LEVERDATUM|LIVRAISON|CONSEGNA|ENTREGA", r"ANREISE|ABREISE|CHECK-?\s?IN\b|CHECK-?\s?OUT\b|ARRIVAL|DEPARTURE|ARRIVEE|DEPART(?!MENT)", r"OUTWARD|TRAVEL\s*DATE|JOURNEY|HINFAHRT|RUCKFAHRT|AVGANG|AFREISE|PARTENZA|ARRIVO|\bSALIDA\b|LLEGADA|\bODJAZD\b|ODJEZD|\bODCHOD\b|WYJAZD|PRZYJAZD|\bLAHTO\b|\bAFGANG\b",
    r"GYLDIG|\bGALLER\b|GELDIG|VOIMASSA|\bDERIG|GALIOJA|KEHTIV|WAZN[AEY]|PLATNY|PLATNE\b|PLATNA\s*DO|PLATNOST|ERVENYES|VALABIL|VRIJEDI|\bVELJA\b|VAZI\s*DO|GECERLI|Д[ІI]ИСН|ВАЛИДН|\bLIDZ\b|\bIKI\s+\d|\bKUNI\s+\d|T\.?O\.?M\b|\bT/M\b|\bENTRO\b|FINO\s*AL|\bATE\s+\d",
    r"ZEITRAUM|\bPERIOD|PERIODE|PERIODO|BEST\s*BY|MHD\b|USE\s*BY",
)  # fmt: skip
