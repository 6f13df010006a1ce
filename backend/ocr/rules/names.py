"""What the names of shops look like, and what stands at the head of receipts without being one."""

import re
from typing import Final

from backend.ocr.rules.words import any_of, either

_MALAYSIAN_FORMS: Final = r"\bS[DO]N\.?\s?\.?\s?BHD|SDNBHD|\bBHD\b|\b[S5]/[B8]\b|\bPTE\.?\s?LTD|ENTERPRISE|\bTRADING\b"
LEGAL: Final = any_of(
    _MALAYSIAN_FORMS,
    english=r"\bLTD\b|\bLIMITED\b|\bLLC\b|\bINC\b|\bPLC\b",
    german=r"\bGMBH\b|\bCO\.?\s?KG\b|\bAG\b|\bE\.?K\b",
    dutch_and_swedish=r"\bB\.?V\b|\bA\.?B\b",
    romance=r"\bS\.?R\.?L\b|\bS\.?A\.?R\.?L\b|\bS\.?L\.?U?\b\.?$|\bS\.?A\b\.?$",
    slavic=r"\bS\.?\s?R\.?\s?O\b|\bD\.?O\.?O\b",
    baltic=r"\bOU\b|\bSIA\b",
    norwegian=r"\bAS\b$",
    greek=r"\bIKE\b|\bA\.?E\b$",
    chinese_and_japanese=r"有限公司|株式会社|公司",
)
# Forms of companies under whose names shops are known.
KNOWN_COMPANY: Final = any_of(_MALAYSIAN_FORMS, malay=r"STESEN MINYAK|SYARIKAT")
SHOP: Final = any_of(
    food=r"RESTAURANT|RESTORAN|\bCAFE\b|CAFFE|COFFEE|\bBAR\b|BISTRO|GRILL|BAKERY|BACKEREI|KITCHEN|PIZZ|BURGER",
    markets=r"MARKET|MARKT\b|\bMART\b|SUPERMARK|MINI\s?MARKET|PASAR|KEDAI",
    health=r"DROGERIE|PHARMA|APOTHE|FARMACI|CLINIC|DENTAL",
    lodging=r"HOTEL",
    goods=r"STORE|\bSHOP\b|BOOK|HARDWARE|STATIONER|CORNER|HOUSE|ELECTRIC",
    sights=r"MUSE",
    services=r"SALON|MOTOR|PETROL|STATION",
    trade=r"PERNIAGAAN|SYARIKAT|TRADERS|VENTURES|INDUSTR",
    chinese_and_japanese=r"店|馆|館",
)
ADDRESS: Final = any_of(
    numbers=(
        r"^\d{1,5}[A-Z]?[\s,]+[A-Z]|\bNO\.?\s?\d|\b\d{5}\b|^\d{3,5}\s?-\s?[A-Z]|,.*\b\d{3}\s?\d{3}\W*$|[A-Z]\s?-\s?\d{6}\b"
        r"|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}$"
    ),
    quarters=(
        r"\bWEST\b|\bEAST\b|\bSOUTH\b|\bNORTH\b|\bLOT\b|\bBLVD\b|\bSUITE\b|\bFLOOR\b|\bLEVEL\b|\bUNIT\b|\bPLAZA\s?\d|\bP\.?O\.?\s?BOX"
        r"|\bBLOCK\b|\bKM\s?\d"
    ),
    english=r"PARKWAY|BOULEVARD|\bHIGHWAY\b|\bSTREET\b|\bROAD\b|\bRD\b|\bAVE(?:NUE)?\b",
    malay=(
        r"\bKAWASAN\b|\bLEBUH|PERINDUSTRIAN|\bJALAN|\bJLN\b|\bTAMAN\b|\bSELANGOR\b|\bJOHOR\b|\bKUALA LUMPUR\b|\bPETALING\b|\bBANDAR\b"
        r"|\bKAMPUNG\b|\bSEKSYEN\b|\bPERSIARAN\b|\bLORONG\b|\bBATU\b|\bTN\b|\bPT\d"
    ),
    german=r"\bSTR\.?\b|STRASSE|\bPLATZ\b",
    french_and_spanish=r"\bRUE\b|\bCALLE\b|\bC/",
    italian=r"\bVIA\b",
    czech=r"\bULICE\b|\bNAM\.",
)
# A street with the number of its house behind it, as on the continent.
HOUSE: Final = re.compile(r"^[A-Z.-]{4,}(?:\s[A-Z.-]{4,})?\s\d{1,3}\s?(?:[A-Z]|-\s?\d{1,3})?$")
_STREETS_GLUED: Final = either(
    nordic=r"GADE|GATAN|GATA|VEJ|VAGEN|VEIEN|KATU|TORV",
    dutch=r"STRAAT|LAAN|GRACHT|PLEIN",
    german=r"GASSE|ALLEE",
    hungarian=r"UTCA",
)
_STREETS_APART: Final = either(
    slavic=r"UL|PL|AL|BUL|TRG|CESTA|NAMESTI|ПЛ|УЛ|БУЛ|ВУЛ",
    romance=r"BD|QUAI|COURS|CHAUSSEE|PIAZZA|CORSO|VIALE|LARGO|AVENIDA|AVDA|RUA|PRACA|PASEO|CTRA",
    baltic=r"IELA|GATVE|PROSPEKTAS",
    turkish=r"CAD|MAH",
    hungarian=r"KRT|TER|UT",
)
STREET: Final = re.compile(rf"(?:{_STREETS_GLUED})\s?\d|\b(?:{_STREETS_APART})\b.*\d|\d,\s?\d{{4,5}}\s?[A-Z]")
# What a chain says of itself: «Mein Drogeriemarkt», «Your local store».
SLOGAN: Final = re.compile(r"^(?:MEIN|DEIN|IHR|UNSER|VOTRE|NOTRE|TUO|VOSTRO|NUESTR[OA]|JOUW|TWOJ|TAVS|TAVA|YOUR|OUR)E?\b|\w,$")
# Words that many shops share: no name stands in them alone.
_SHARED_WORDS: Final = either(
    eating=(
        r"RESTAURANTS?|RESTORAN|RISTORANTE|BISTRO|CAFE|COFFEE|BAR|GRILL|BAKERY|RESTAURACJA|RESTAURACE|RESTAURANTE|RESTAURANG|RAVINTOLA"
        r"|ETTEREM|GOSTILNA|KONOBA|CAFETERIA|KAVARNA|KAWIARNIA|BACKEREI|PEKARNA|PEKARA|PIEKARNIA|PIZZERIA|PIZZA|PASTA"
    ),
    markets=(
        r"SUPER|MINI|MARKETS?|SUPERMARKETS?|MART|SHOP|STORES?|FOODS?|WHOLESALE|SUPERMARKTE?|SUPERMARCHE|HYPERMARCHE|SUPERMERCADOS?"
        r"|HIPERMERCADOS?|SUPERMERCATO"
    ),
    selling=r"SERVICES?|RETAIL|SALES?|VENTE|VENTA|VERKAUF|ENTERPRISE|TRADING",
    health=r"FARMACIA|PHARMACIE|APTEKA|APTIEKA|LEKARNA|LEKAREN|LJEKARNA|VAISTINE|PHARMACY|APOTHEKE",
    other_shops=r"TANKSTELLE|TABAC|TABACCHI|KIOSK|HOTEL",
    places=r"EXPRESS|CITY|HAUPTBAHNHOF|BAHNHOF|CENTRALSTATIONEN|STAZIONE|FILIALE|HERE|TO GO|TAKE ?AWAY",
    small_words=r"THE|AND|OF",
    companies=r"SDN\.?|BHD\.?|LTD|LIMITED|PTE|GMBH|CO|KG|SP|INC|LLC",
)
COMMON: Final = re.compile(rf"\b(?:{_SHARED_WORDS})\b")
TITLE: Final = any_of(
    papers=(
        r"INVOICE|RECEIPT|\bRECHNUNG\b|QUITTUNG|\bBON\b|BELEG|TICKET|發票|領収|レシート|영수증|ใบเสร็จ|\bЧЕК\b|PARAGON|NYUGTA|KVITTERING|KUITTI"
        r"|SCONTRINO|DOCUMENTO COMMERCIALE|\bFATTURA|\bFATURA|CUPOM|NOTA FISCAL|\bCEKS\b|FAKTURA|FACTUUR|FACTURE|FACTURA|RECIBO|KVITTO"
        r"|\bCOPY\b|ORIGINAL|DUPLICATE|UCTENKA|DOKLAD|CASH\s?(?:BILL|SALES?|RECEIPT|INVOICE)|\bBILL\b|JUSTIFICATI[FV]|\bRECU\b|QUITTANCE"
        r"|KWITANTIE|KVIITUNG|^KVITS|POTVRDA|POTRDILO|BIZONYLAT|^RACUN\b|^BLOCEK|领|收据|发票|小票"
    ),
    greetings=(
        r"CUSTOMER|WELCOME|WILLKOMMEN|BIENVENU|THANK|GUEST|CARELINE|HOTLINE|SHOPPING WITH|FEEDBACK|COMPLAINT|HOMEPAGE|\bMEMBER"
        r"|SEHR GEEHRTE?|HERZLICH|BIENVENID|BENVENUT|VITEJTE|VITAME|WITAMY|UDVOZOL|DOBRODOSLI|VALKOMMEN|VELKOMMEN|TERVETULOA|LAIPNI\s*LUDZ"
        r"|HOSGELDINIZ|DANKT F|欢迎"
    ),
    at_the_till=(
        r"KASSA|\bTABLE\b|TISCH|\bORDER\b|\bCHECK\b|CASHIER|SERVER|\bPOS\b|\bTAKE\b|\bDINE\b|EAT IN|^CASH\b|ITEMS? ORDERED|SALES ?PERSON"
        r"|^PAID\b|^POSTED\b|COUNTER|^PUMP\b|GOODS SOLD|^SALE$"
    ),
    opening_hours=r"FFNUNGSZEIT|OPENING HOURS|OPEN DAILY|HORAIRES|HORARIO",
    headings=(
        r"OMSCHRIJVING|DESCRIPTION|BEZEICHNUNG|DESIGNATION|DESCRIPCION|DESCRIZIONE|\bPRI[JX]S?\b|\bPREIS\b|\bPRICE\b|\bQTY\b|\bMENGE\b"
        r"|QUANTITE|CANTIDAD|BEDRAG|\bBETRAG\b|IMPORTE"
    ),
    payments=r"CARTE\s*BANCAIRE|SANS\s*CONTACT|KARTENZAHLUNG|KONTAKTLOS|CONTACTLESS|^BETALING$|^PAIEMENT|^PAGO\b",
    owners=r"^\W*(?:FRANCHISE|BETREIBER|INHABER|INH\.|EXPLOITANT)|FORMERLY|LICENSEE|MANAGED BY|OWNED BY",
    numbers=(
        r"\bTEL\b|\bFAX\b|PHONE|\bGST\b|\bTAX\b|\bVAT\b|\bREG\b|\bROC\b|\bCO\.? ?(?:REG|NO)|\bUID\b|\bNIF\b|\bCIF\b|\bSIRET\b|\bTVA\b"
        r"|\bBTW\b|\bICO\b|\bDIC\b|\w@\w+\.|\bDATE\b|STEUER|\bWWW\b|HTTP"
    ),
)
# A company's number in brackets, as registers give them.
REGISTERED: Final = re.compile(r"\(\s?(?:\d{5,7}\s?-\s?[A-Z]|\d{12}|[A-Z]{2}\d{7}\s?-\s?[A-Z])\s?\)")
# A stamp of the office beside the name, and a legal form in which a stroke was misread.
_STAMP: Final = re.compile(r"\s(?:PAID|POSTED|RECEIVED|COPY)$", re.IGNORECASE)
_MISREAD_FORM: Final = re.compile(r"\b[S5]/[B8]\b\.?$")
# A label with its value: who served, where, which table.
LABELLED: Final = re.compile(r"^[A-Z][A-Z .#]{2,18}\s?:\s?\S")
# The branch of a chain, below the chain's name.
BRANCH: Final = re.compile(r"^\S{1,12}(?:支店|分店|店)$")
# A number at the end of a line, with the word for what it numbers: a company, a branch, a tax.
_NUMBER: Final = re.compile(
    r"""
    (?<![A-Z]\.[A-Z]) \(? \s*
    (?:CO(?:MPANY)?\.? | REG(?:ISTRATION)?\.? | ROC | GST | NO)? [.:\s]*
    (?:NO | REG | ID)? [.:\s]*
    \(? (?:(?<![A-Z])[A-Z]{1,4})? [-\s]? \d[\d\s]{4,} \s? [-–]? \s? [A-Z]? \s? \)? \s* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
BRACKET_NUMBER: Final = re.compile(r"\s*[(\[{][^()\[\]]*\d{4,}[^()\[\]]*[)\]}]?\s*")
# What stands behind a name: a branch's number, a tax number with its word, a former name.
BEHIND: Final = re.compile(
    r"\s[-–#]\s?#?\d{3,6}$|(?:\s|(?<=\"))(?:P[VU]N|VAT|GST|UST-?ID|NIF|CIF|TVA|BTW|FKA|F\.K\.A\.?|FORMERLY)\b.*$", re.IGNORECASE
)
ENDING: Final = re.compile(r"^(?:CO\.?\s?)?(?:\(?[A-Z]{1,3}\)?\s)?(?:SDN\.?\s?BHD|BHD|PTE LTD|LTD|LIMITED|GMBH|ENTERPRISE|TRADING)\b")
OPERATOR: Final = re.compile(
    r"^\W*(?:OWNE?D?|MANAGED|OPERATED|FORMERLY|LICEN[SC]EE|MGMT|MANAGEMENT)\b(?:.{0,12}?\b(?:BY|KNOWN AS|OF)\b)?\s*:?\s*"
)
# A greeting before the name: «WELCOME TO SHELL».
_GREETINGS: Final = either(
    english=r"WELCOME TO|THANK(?:S| YOU) FOR (?:SHOPPING|DINING|VISITING|CHOOSING)(?: US)?(?: AT| WITH)?",
    german=r"WILLKOMMEN (?:BEI|IM)",
    french=r"BIENVENUE? (?:CHEZ|AU?)",
    spanish=r"BIENVENIDOS? AL?",
    malay=r"SELAMAT DATANG (?:KE|DI)",
)
GREETING: Final = re.compile(rf"^\W*(?:{_GREETINGS})\s+(?!OUR\b|THE\b|US\b)(?=\S)", re.IGNORECASE)
_DOMAINS: Final = either(
    general=r"COM|NET|ORG",
    countries=r"DE|FR|ES|IT|NL|BE|CZ|SK|PL|HU|AT|CH|EE|LV|LT|SE|NO|DK|FI|HR|GR|IE|PT|CO|CA|US|EU|UK|SG|MY",
)
WEB: Final = re.compile(rf"(?:(?:WWW|SHOP|STORE)\.|HTTPS?://|@|(?<![\w.]))\s?([A-Z0-9-]{{3,}})\.(?:{_DOMAINS})(?![A-Z])", re.IGNORECASE)
# Hosts that many share: post, networks, questions to customers.
SHARED_HOSTS: Final = frozenset(
    (
        "GMAIL GOOGLEMAIL YAHOO HOTMAIL OUTLOOK LIVE ICLOUD GMX WEB FREENET T-ONLINE "
        "FACEBOOK INSTAGRAM TWITTER LINKEDIN YOUTUBE WHATSAPP TIKTOK GOOGLE "
        "TRIPADVISOR YELP HONESTIY SURVEYMONKEY MEDALLIA "
        "WIFI SQUAREUP PAYPAL"
    ).split()
)
# Who is to be paid, by the account's holder.
_HOLDERS: Final = either(
    english=r"ACCOUNT (?:NAME|HOLDER)|BENEFICIARY(?: NAME)?|PAYEE",
    german=r"KONTOINHABER(?:IN)?",
    french=r"TITULAIRE(?: DU COMPTE)?",
    spanish=r"TITULAR(?: DE LA CUENTA)?",
    italian=r"INTESTATARIO|INTESTATO A",
    dutch=r"TEN NAME VAN|T\.N\.V\.?",
    nordic=r"KONTOHAVER|KONTOINNEHAVARE",
)
HOLDER: Final = re.compile(rf"(?:{_HOLDERS})\s*:?\s+(?P<name>[^:]{{3,60}})$")
# What stands below is the customer.
_BUYERS: Final = either(
    english=r"BILL(?:ED)? TO|SOLD TO|SHIP(?:PING)? TO|DELIVER(?:ED|Y) TO|INVOICE TO|CUSTOMER|CLIENT|BUYER",
    german=r"(?:RECHNUNGS|LIEFER)(?:ADRESSE|ANSCHRIFT)|RECHNUNG AN|KUNDE",
    french=r"FACTURE A|ADRESSE DE (?:FACTURATION|LIVRAISON)|DESTINATAIRE",
    spanish_and_italian=r"CLIENTE|FACTURAR A|DESTINATARIO",
    dutch=r"(?:FACTUUR|AFLEVER|BEZORG)ADRES|KLANT",
    nordic=r"FAKTURAADRESS",
    slavic=r"NABYWCA|ODBERATEL|KUPAC",
)
BUYER: Final = re.compile(rf"\b(?:{_BUYERS})\b\s*:?\s*$")


# A web address that a legal form makes a company's name: «Alza.cz a.s.», «Booking.com B.V.».
COMPANY_WEB: Final = re.compile(
    r"\.[A-Z]{2,3},?\s+(?:A\.?\s?S|S\.?\s?R\.?\s?O|GMBH|B\.?V|SPOL|KFT|S\.?R\.?L|SP\.\s?Z|LTD|AB|OY|AS|SA|AG|SE|INC)\b"
)
# An O of a logo with something in it.
_LOGO_O: Final = re.compile(r"(?<=\w)@(?=[A-Z]{2})")


def clean_name(text: str) -> str:
    """A name without registration numbers, stray marks and doubled blanks."""
    text = _STAMP.sub("", BEHIND.sub("", BRACKET_NUMBER.sub(" ", GREETING.sub("", text))))
    text = _LOGO_O.sub("O", _MISREAD_FORM.sub("S/B", text.strip()))
    text = _NUMBER.sub("", text) if sum(c.isalpha() for c in _NUMBER.sub("", text)) >= 3 else text
    text = re.sub(r"^[^\w(&]+|[^\w).!'’&]+$", "", text.strip())
    text = text[1:-1].strip() if re.fullmatch(r"\([^()]*\)", text) else text
    name = " ".join(text.split())
    return f'{name}"' if re.search(r'"\w[^"]*$', name) else name
