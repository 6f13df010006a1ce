"""What the names of shops look like, and what stands at the head of receipts without being one."""

import re
from typing import Final

LEGAL: Final = re.compile(
    r"\bSDN\.?\s?\.?\s?BHD|SDNBHD|\b[S5]/[B8]\b|\bBHD\b|\bPTE\.?\s?LTD|\bLTD\b|\bLIMITED\b|\bLLC\b|\bINC\b|\bGMBH\b|\bCO\.?\s?KG\b|\bAG\b|\bS\.?R\.?L\b|\bS\.?A\.?R\.?L\b|\bS\.?\s?R\.?\s?O\b|\bB\.?V\b|\bA\.?B\b"
    r"|\bO[UÜ]\b|\bSIA\b|\bAS\b$|\bS\.?L\.?U?\b\.?$|\bS\.?A\b\.?$|\bD\.?O\.?O\b|\bPLC\b|\bE\.?K\b|\bIKE\b|\bA\.?E\b$|ENTERPRISE|\bTRADING\b|有限公司|株式会社|公司"
)
# Forms of companies under whose names shops are known.
KNOWN_COMPANY: Final = re.compile(
    r"\bS[DO]N\.?\s?\.?\s?BHD|SDNBHD|\bBHD\b|\b[S5]/[B8]\b|\bPTE\.?\s?LTD|ENTERPRISE|\bTRADING\b|STESEN MINYAK|SYARIKAT"
)
SHOP: Final = re.compile(
    r"RESTAURANT|RESTORAN|\bCAFE\b|CAFFE|COFFEE|\bBAR\b|BISTRO|GRILL|BAKERY|BACKEREI|KITCHEN|PIZZ|BURGER|MARKET|MARKT\b|DROGERIE|\bMART\b|SUPERMARK|PHARMA|APOTHE|FARMACI|HOTEL|STORE|\bSHOP\b|BOOK|MUSE|HARDWARE|STATIONER|CORNER|HOUSE|KEDAI|PERNIAGAAN|SYARIKAT|PASAR|MINI\s?MARKET|ELECTRIC|SALON|CLINIC|DENTAL|MOTOR|PETROL|STATION|TRADERS|VENTURES|INDUSTR|店|馆|館"
)
ADDRESS: Final = re.compile(
    r"^\d{1,5}[A-Z]?[\s,]+[A-Z]|\bKAWASAN\b|\bLEBUH|PERINDUSTRIAN|PARKWAY|BOULEVARD|\bHIGHWAY\b|\bWEST\b|\bEAST\b|\bSOUTH\b|\bNORTH\b|\bJALAN|\bJLN\b|\bLOT\b|\bTAMAN\b|\bNO\.?\s?\d|\bSTREET\b|\bSTR\.?\b|STRASSE|\bROAD\b|\bRD\b|\bAVE(?:NUE)?\b|\bBLVD\b|\bSUITE\b|\bFLOOR\b|\bLEVEL\b|\bUNIT\b|\bPLAZA\s?\d|\bRUE\b|\bCALLE\b|\bC/|\bPLATZ\b|\bKM\s?\d|\bP\.?O\.?\s?BOX"
    r"|\b\d{5}\b|\bSELANGOR\b|\bJOHOR\b|\bKUALA LUMPUR\b|\bPETALING\b|\bBANDAR\b|\bKAMPUNG\b|\bSEKSYEN\b|\bPERSIARAN\b|\bLORONG\b|\bULICE\b|\bNAM\.|\bVIA\b|\bTN\b|\bPT\d|\bBLOCK\b|\bBATU\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}$|^\d{3,5}\s?-\s?[A-Z]|,.*\b\d{3}\s?\d{3}\W*$|[A-Z]\s?-\s?\d{6}\b"
)
# A street with the number of its house behind it, as on the continent.
HOUSE: Final = re.compile(r"^[A-Z.-]{4,}(?:\s[A-Z.-]{4,})?\s\d{1,3}\s?(?:[A-Z]|-\s?\d{1,3})?$")
STREET: Final = re.compile(
    r"(?:GADE|GATAN|GATA|VEJ|VAGEN|VEIEN|KATU|STRAAT|LAAN|GRACHT|GASSE|ALLEE|PLEIN|TORV|UTCA)\s?\d|\b(?:UL|PL|AL|BD|BUL|CAD|MAH|KRT|IELA|GATVE|PROSPEKTAS|TER|UT|TRG|CESTA|NAMESTI|PIAZZA|CORSO|VIALE|LARGO|AVENIDA|AVDA|RUA|PRACA|PASEO|CTRA|QUAI|COURS|CHAUSSEE|ПЛ|УЛ|БУЛ|ВУЛ)\b.*\d|\d,\s?\d{4,5}\s?[A-Z]"
)
# What a chain says of itself: «Mein Drogeriemarkt», «Your local store».
SLOGAN: Final = re.compile(r"^(?:MEIN|DEIN|IHR|UNSER|VOTRE|NOTRE|TUO|VOSTRO|NUESTR[OA]|JOUW|TWOJ|TAVS|TAVA|YOUR|OUR)E?\b|\w,$")
# Words that many shops share: no name stands in them alone.
COMMON: Final = re.compile(
    r"\b(?:RESTAURANTS?|RESTORAN|RISTORANTE|BISTRO|CAFE|COFFEE|BAR|GRILL|BAKERY|SUPER|MINI|MARKETS?|SUPERMARKETS?|MART|SHOP|STORES?|FOODS?|SERVICES?|WHOLESALE|RETAIL|SALES?|VENTE|VENTA|VERKAUF"
    r"|SUPERMARKTE?|SUPERMARCHE|HYPERMARCHE|SUPERMERCADOS?|HIPERMERCADOS?|SUPERMERCATO|RESTAURACJA|RESTAURACE|RESTAURANTE|RESTAURANG|RAVINTOLA|ETTEREM|GOSTILNA|KONOBA|CAFETERIA|KAVARNA|KAWIARNIA|BACKEREI|PEKARNA|PEKARA|PIEKARNIA|PIZZERIA|PIZZA|PASTA"
    r"|FARMACIA|PHARMACIE|APTEKA|APTIEKA|LEKARNA|LEKAREN|LJEKARNA|VAISTINE|TANKSTELLE|TABAC|TABACCHI|KIOSK|EXPRESS|CITY|HAUPTBAHNHOF|BAHNHOF|CENTRALSTATIONEN|STAZIONE|FILIALE"
    r"|HERE|TO GO|TAKE ?AWAY|ENTERPRISE|TRADING|HOTEL|PHARMACY|APOTHEKE|THE|AND|OF|SDN\.?|BHD\.?|LTD|LIMITED|PTE|GMBH|CO|KG|SP|INC|LLC)\b"
)
TITLE: Final = re.compile(
    r"INVOICE|RECEIPT|\bRECHNUNG\b|QUITTUNG|\bBON\b|BELEG|TICKET|發票|領収|レシート|영수증|ใบเสร็จ|\bЧЕК\b|PARAGON|NYUGTA|KVITTERING|KUITTI|SCONTRINO|DOCUMENTO COMMERCIALE|\bFATTURA|\bFATURA|CUPOM|NOTA FISCAL|\bCEKS\b|FAKTURA|FACTUUR|FACTURE|FACTURA|RECIBO|KVITTO|KASSA|\bCOPY\b|ORIGINAL|CUSTOMER|WELCOME|WILLKOMMEN|BIENVENU|THANK|DUPLICATE|\bTABLE\b|TISCH|\bORDER\b|GUEST|\bCHECK\b|CASHIER|SERVER|\bPOS\b|\bTAKE\b|\bDINE\b|EAT IN|UCTENKA|DOKLAD|^CASH\b|CASH\s?(?:BILL|SALES?|RECEIPT|INVOICE)|\bBILL\b|ITEMS? ORDERED|SALES ?PERSON|FFNUNGSZEIT|^PAID\b|^POSTED\b|COUNTER|CARELINE|HOTLINE|SHOPPING WITH|OPENING HOURS|OPEN DAILY|^PUMP\b|HORAIRES|HORARIO|FEEDBACK|COMPLAINT|GOODS SOLD|HOMEPAGE|\bMEMBER"
    r"|OMSCHRIJVING|DESCRIPTION|BEZEICHNUNG|DESIGNATION|DESCRIPCION|DESCRIZIONE|\bPRI[JX]S?\b|\bPREIS\b|\bPRICE\b|\bQTY\b|\bMENGE\b|QUANTITE|CANTIDAD|BEDRAG|\bBETRAG\b|IMPORTE"
    r"|CARTE\s*BANCAIRE|SANS\s*CONTACT|KARTENZAHLUNG|KONTAKTLOS|CONTACTLESS|^BETALING$|^PAIEMENT|^PAGO\b|^SALE$|JUSTIFICATI[FV]|\bRECU\b|QUITTANCE|KWITANTIE|KVIITUNG|^KVITS|POTVRDA|POTRDILO|BIZONYLAT|^RACUN\b|^BLOCEK"
    r"|SEHR GEEHRTE?|HERZLICH|BIENVENID|BENVENUT|VITEJTE|VITAME|WITAMY|UDVOZOL|DOBRODOSLI|VALKOMMEN|VELKOMMEN|TERVETULOA|LAIPNI\s*LUDZ|HOSGELDINIZ|DANKT F"
    r"|^\W*(?:FRANCHISE|BETREIBER|INHABER|INH\.|EXPLOITANT)|FORMERLY|LICENSEE|MANAGED BY|OWNED BY|\bTEL\b|\bFAX\b|PHONE|\bGST\b|\bTAX\b|\bVAT\b|\bREG\b|\bROC\b|\bCO\.? ?(?:REG|NO)|\bUID\b|\bNIF\b|\bCIF\b|\bSIRET\b|\bTVA\b|\bBTW\b|\bICO\b|\bDIC\b|\w@\w+\.|\bDATE\b|STEUER|\bWWW\b|HTTP|领|欢迎|收据|发票|小票"
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
_NUMBER: Final = re.compile(
    r"(?<![A-Z]\.[A-Z])\(?\s*(?:CO(?:MPANY)?\.?|REG(?:ISTRATION)?\.?|ROC|GST|NO)?[.:\s]*(?:NO|REG|ID)?[.:\s]*\(?(?:(?<![A-Z])[A-Z]{1,4})?[-\s]?\d[\d\s]{4,}\s?[-–]?\s?[A-Z]?\s?\)?\s*$",
    re.IGNORECASE,
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
GREETING: Final = re.compile(
    r"^\W*(?:WELCOME TO|THANK(?:S| YOU) FOR (?:SHOPPING|DINING|VISITING|CHOOSING)(?: US)?(?: AT| WITH)?|BIENVENUE? (?:CHEZ|AU?)|BIENVENIDOS? AL?|SELAMAT DATANG (?:KE|DI)|WILLKOMMEN (?:BEI|IM))\s+(?!OUR\b|THE\b|US\b)(?=\S)",
    re.IGNORECASE,
)
WEB: Final = re.compile(
    r"(?:(?:WWW|SHOP|STORE)\.|HTTPS?://|@|(?<![\w.]))\s?([A-Z0-9-]{3,})\.(?:COM|NET|ORG|DE|FR|ES|IT|NL|BE|CZ|SK|PL|HU|AT|CH|EE|LV|LT|SE|NO|DK|FI|HR|GR|IE|PT|CO|CA|US|EU|UK|SG|MY)(?![A-Z])",
    re.IGNORECASE,
)
# Hosts that many share: post, networks, questions to customers.
SHARED_HOSTS: Final = frozenset(
    "GMAIL GOOGLEMAIL YAHOO HOTMAIL OUTLOOK LIVE ICLOUD GMX WEB FACEBOOK INSTAGRAM TWITTER TRIPADVISOR GOOGLE YELP LINKEDIN YOUTUBE WHATSAPP TIKTOK HONESTIY SURVEYMONKEY WIFI FREENET T-ONLINE MEDALLIA SQUAREUP PAYPAL".split()
)
# Who is to be paid, by the account's holder.
HOLDER: Final = re.compile(
    r"(?:TITULAIRE(?: DU COMPTE)?|KONTOINHABER(?:IN)?|ACCOUNT (?:NAME|HOLDER)|BENEFICIARY(?: NAME)?|PAYEE|TEN NAME VAN|T\.N\.V\.?|INTESTATARIO|INTESTATO A|TITULAR(?: DE LA CUENTA)?|KONTOHAVER|KONTOINNEHAVARE)\s*:?\s+(?P<name>[^:]{3,60})$"
)
# What stands below is the customer.
BUYER: Final = re.compile(
    r"\b(?:BILL(?:ED)? TO|SOLD TO|SHIP(?:PING)? TO|DELIVER(?:ED|Y) TO|INVOICE TO|CUSTOMER|CLIENT|BUYER|(?:RECHNUNGS|LIEFER)(?:ADRESSE|ANSCHRIFT)|RECHNUNG AN|KUNDE|FACTURE A|ADRESSE DE (?:FACTURATION|LIVRAISON)|DESTINATAIRE|CLIENTE|FACTURAR A|DESTINATARIO|(?:FACTUUR|AFLEVER|BEZORG)ADRES|KLANT|NABYWCA|ODBERATEL|KUPAC|FAKTURAADRESS)\b\s*:?\s*$"
)


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
