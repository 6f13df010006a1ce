"""Words for what was paid: in cash, by card, back as change, on top as a tip or a charge."""

import re
from typing import Final

from backend.ocr.rules.words.spelling import any_of

CHANGE: Final = any_of(
    english=r"\bCHANGE\b|\bBALANCE\b(?!\s*DUE)",
    malay=r"\bBAKI\b|\bKEMBALI(?:AN)?\b",
    german=r"R[UE]+CKGELD|WECHSELGELD|ZURUE?CK\b",
    french=r"\bRENDU\b|MONNAIE\s*RENDUE|A\s*RENDRE",
    spanish=r"\bVUELTO\b",
    romance=r"\bCAMBIO\b|\bRESTO\b|\bREST\b",
    portuguese=r"\bTROCO\b",
    dutch=r"WISSELGELD|\bTERUG\b",
    swedish=r"TILLBAKA",
    danish=r"BYTTEPENGE",
    norwegian=r"VEKSEL|TILBAKE",
    finnish=r"TAKAISIN|VAIHTORAHA",
    icelandic=r"AFGANGUR",
    estonian=r"TAGASI\b",
    latvian=r"ATLIKUMS|IZDOTS",
    lithuanian=r"\bGRAZA\b",
    polish=r"\bRESZTA\b",
    czech=r"VRACENO|VRATIT\b|NAZPET",
    slovak=r"VYDAVOK|\bVYDAJ\b",
    hungarian=r"VISSZAJARO",
    slovene=r"VRACILO",
    croatian=r"\bPOVRA(?:T|CAJ)\b",
    serbian=r"ПОВРАЋАЈ",
    bulgarian=r"РЕСТО\b",
    ukrainian=r"РЕШТА",
    russian=r"СДАЧА",
    greek=r"ΡΕΣΤΑ",
    greek_read_as_latin=r"[PΡR]E[ΣE]TA\b",
    turkish=r"PARA\s*USTU",
    chinese=r"[找] ?[零赎贖]",
    japanese=r"お?釣り?",
    korean=r"거스름돈|거스름",
    thai=r"เงินทอน",
    vietnamese=r"TIEN\s*THUA",
)
CASH: Final = any_of(
    english=r"\b[CG]AS[HN]\b|ACCEPTED\s*TOTAL|TENDER",
    malay=r"\bTUNAI\b",
    german=r"\bBAR\b|GEGEBEN|BARGELD|BARZAHLUNG|\bBARE\b",
    french=r"ESPECES",
    spanish=r"EFECTIVO|ENTREGADO",
    italian=r"CONTANTE\b",
    portuguese=r"\bDINHEIRO\b|ENTREGUE",
    dutch=r"CONTANT",
    nordic=r"KONTANT",
    finnish=r"KATEINEN",
    icelandic=r"REI[DO]?UFE",
    estonian=r"SULARAHA",
    latvian=r"(?<!BEZ)SKAIDR|\bSK\.?\s?NAUDA",
    lithuanian=r"GRYNAIS|GRYNIEJI",
    polish=r"GOTOWK",
    czech=r"HOTOVOST|HOTOVE\b",
    hungarian=r"KESZPENZ",
    romanian=r"\bNUMERAR",
    croatian=r"GOTOVIN",
    serbian=r"ГОТОВИНА",
    bulgarian=r"В\s*БРОЙ",
    ukrainian=r"ГОТ[ІI]ВКА",
    russian=r"НАЛИЧНЫМИ",
    greek=r"ΜΕΤΡΗΤΑ",
    greek_read_as_latin=r"METPHTA",
    turkish=r"\bNAKIT\b",
    chinese=r"[现現]金",
    japanese=r"お?預り?",
    korean=r"현금",
    thai=r"เงินสด",
    vietnamese=r"TIEN\s*MAT",
)
CARD: Final = any_of(
    schemes=(
        r"\bVISA\b|MASTER\s*CARD|\bAMEX\b|AMERICAN\s*EXPRESS|MAESTRO|GIROCARD|INTERAC|BANCONTACT|MULTIBANCO|\bTWINT\b|DANKORT|BANKAXEPT"
        r"|\bEFTPOS\b|\bNETS\b|BANKOMAT"
    ),
    wallets=(
        r"ALIPAY|WECHAT|OCTOPUS|八[达達]通|APPLE\s*PAY|GOOGLE\s*PAY|\bM-?PESA\b|\bMADA\b|E-?WALLET|\bGRAB\s?PAY|\bGCASH\b|\bQRIS\b|\bPIX\b"
        r"|\bUPI\b|\bSWISH\b|\bVIPPS\b|MOBILE\s?PAY|\bBLIK\b|\bBIZUM\b|SATISPAY|PAYCONIQ|MB\s?WAY"
    ),
    english=r"\bDEBIT\b|CREDIT\s*CARD|\bCARD\b|\bPIN\b(?=.*\d)|BANK\s*CARD|PAYMENT|^\W*CREDIT\b(?!\s*NOTE)|\bEFT\b|CONTACTLESS",
    german=r"KARTE|\bEC\b.*\d|\bEC-?CASH\b",
    french=r"\bCB\b|SANS\s*CONTACT|CARTE\s*B(?:ANCAIRE|LEUE)",
    spanish=r"TARJETA",
    italian=r"BANCOMAT|PAGAMENTO\s*ELETTRONICO|CARTA\s*DI\s*(?:CREDITO|DEBITO)",
    portuguese=r"CARTAO",
    dutch=r"\bPINNEN\b",
    nordic=r"KORT\b",
    finnish=r"KORTTI\b|VELOITUS",
    estonian=r"PANKAKAART",
    latvian=r"BEZSKAIDR",
    lithuanian=r"KORTELE",
    hungarian=r"KARTYA",
    slavic=r"KARTOU|\bKARTA\b|KARTIC[AO]|КАРТ[АОК]",
    greek=r"ΚΑΡΤΑ",
    turkish=r"KREDI\s*KARTI",
    chinese=r"支付|信用卡|銀聯|银联",
    japanese=r"クレジット",
    korean=r"신용카드",
    thai=r"บัตร",
)
CHARGE: Final = any_of(
    english=r"\bSER(?:VICE|V\.?)\b|\bSVC\b|\bS/C\b|SURCHARGE|COVER\s*CHARGE|DELIVERY|SHIPPING",
    german=r"BEDIENUNG|VERSAND|PORTO\b",
    french=r"FRAIS",
    italian=r"SERVIZIO|COPERTO",
)
TIP: Final = any_of(
    english=r"\bTIP\b|GRATUITY",
    german=r"TRINKGELD",
    french=r"POURBOIRE",
    spanish=r"PROPINA|GRATIFICA",
    italian=r"\bMANCIA\b",
    portuguese=r"GORJETA",
    dutch=r"\bFOOI\b",
    swedish=r"\bDRICKS\b",
    danish=r"DRIKKEPENGE",
    finnish=r"JUOMARAHA",
    estonian=r"JOOTRAHA",
    latvian=r"DZERAMNAUDA",
    lithuanian=r"ARBATPINIG",
    polish=r"NAPIWEK",
    czech=r"SPROPITNE",
    hungarian=r"BORRAVALO",
    romanian=r"BACSIS",
    croatian=r"NAPOJNICA",
    turkish=r"BAHSIS",
)
SUGGESTED: Final = any_of(
    english=r"SUGG?E[RS]|RECOMMEND|GUIDE",
    german=r"EMPFOHLEN",
)
# What paying by card costs extra, put on top of the total.
SURCHARGE: Final = any_of(
    english=r"CARD\s*(?:SURCHARGE|FEE)|(?:EFT(?:POS)?|CREDIT|PROCESSING|TRANSACTION)\s*(?:SURCHARGE|FEE)|^\W*SURCHARGE\b",
)
# How it was paid, as people say it; the first that fits is the name.
PAYMENT_NAMES: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"APPLE\s*PAY"), "Apple Pay"),
    (re.compile(r"GOOGLE\s*PAY"), "Google Pay"),
    (re.compile(r"\bVISA\b"), "Visa"),
    (re.compile(r"MASTER\s*CARD|\bMC\b.*\d{4}"), "Mastercard"),
    (re.compile(r"\bAMEX\b|AMERICAN\s*EXPRESS"), "American Express"),
    (re.compile(r"MAESTRO"), "Maestro"),
    (re.compile(r"GIROCARD|\bEC\s*-?\s*(?:KARTE|CASH)"), "Girocard"),
    (re.compile(r"INTERAC"), "Interac"),
    (re.compile(r"ALIPAY|支付宝"), "Alipay"),
    (re.compile(r"WECHAT|微信"), "WeChat Pay"),
    (re.compile(r"OCTOPUS|八[达達]通"), "Octopus"),
    (CARD, "Card"),
    (CASH, "Cash"),
)
