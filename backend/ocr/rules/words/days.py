"""Words beside days: that of the purchase, and others that are not."""

from typing import Final

from backend.ocr.rules.words.spelling import any_of

DATE: Final = any_of(
    english=r"\bDATE\b|\bDT\b|ISSUED|DATE\s*OF\s*ISSUE|PURCHASED|INVOICE\s*DATE|BILL\s*DATE",
    malay=r"\bTARIKH\b",
    several=r"DATUM|\bDATA\b|\bDEN\b",
    german=r"AUSGESTELLT|GEKAUFT",
    french=r"FAIT\s*LE|\bLE\b(?=\s*\d)",
    spanish=r"FECHA",
    italian=r"\bDEL\b(?=\s*\d)|EMISSIONE",
    portuguese=r"EMISSAO",
    nordic=r"\bDATO\b|UTSTEDT|UTFARDA|\bDAGS\b",
    finnish=r"PAIVA",
    estonian=r"KUUPAEV",
    latvian=r"IZRAKST",
    lithuanian=r"ISRASY",
    polish=r"WYSTAWIEN",
    czech=r"VYSTAVEN",
    hungarian=r"KELT\b",
    romanian=r"\bEMIS\b",
    croatian=r"IZDAN|\bVRIJEME\b|\bVREME\b",
    russian=r"ДАТА",
    greek=r"ΗΜΕΡ",
    turkish=r"\bTARIH\b",
    chinese=r"日期",
    korean=r"날짜|일시",
    thai=r"วันที่",
    vietnamese=r"NGAY",
    indonesian=r"TANGGAL",
)
NOT_TODAY: Final = any_of(
    valid_until=(
        r"VALID|UNTIL|EXPIR|\bEXP\b|BEFORE|RETURN|REDEEM|BEST\s*BY|USE\s*BY|BIS\s+ZUM|GULTIG|JUSQU|HASTA|MHD\b|GYLDIG|\bGALLER\b|GELDIG"
        r"|VOIMASSA|\bDERIG|GALIOJA|KEHTIV|WAZN[AEY]|PLATNY|PLATNE\b|PLATNA\s*DO|PLATNOST|ERVENYES|VALABIL|VRIJEDI|\bVELJA\b|VAZI\s*DO"
        r"|GECERLI|Д[ІI]ИСН|ВАЛИДН|\bLIDZ\b|\bIKI\s+\d|\bKUNI\s+\d|T\.?O\.?M\b|\bT/M\b|\bENTRO\b|FINO\s*AL|\bATE\s+\d"
    ),
    valid_from=r"SINCE|STARTING|EFFECTIVE|A\s*PARTIR|\bAB\s+DEM\b|\d\s?日起",
    due=(
        r"DUE\s*DATE|\bDUE\b|ECHEANCE|SCADENZA|VENCIMIENTO|VENCIMENTO|VERVALDATUM|FALLIG|ZAHLBAR|BETAALBAAR|FORFALL|FORFALDS|ERAPAIVA"
        r"|PLATNOSCI|SPLATNOST|HATARIDO|DOSPIJECE|MOKETI\s*IKI"
    ),
    delivered=r"DELIVERY\s*DATE|LIEFERDATUM|LEISTUNGSDATUM|LEVERDATUM|LIVRAISON|CONSEGNA|ENTREGA",
    travelled=(
        r"ANREISE|ABREISE|CHECK-?\s?IN\b|CHECK-?\s?OUT\b|ARRIVAL|DEPARTURE|ARRIVEE|DEPART(?!MENT)|OUTWARD|TRAVEL\s*DATE|JOURNEY|HINFAHRT"
        r"|RUCKFAHRT|AVGANG|AFREISE|PARTENZA|ARRIVO|\bSALIDA\b|LLEGADA|\bODJAZD\b|ODJEZD|\bODCHOD\b|WYJAZD|PRZYJAZD|\bLAHTO\b|\bAFGANG\b"
    ),
    period=r"BETWEEN|WITHIN|ZEITRAUM|\bPERIOD|PERIODE|PERIODO",
    papers_and_programs=r"BIRTH|VERSION|\bVER\b|APPROVAL|ACTIVAT|LAUNCH|ACCRED|PERMIT|\bPTU\b\W*N[O0]|PRINTED\s*BY",
)
