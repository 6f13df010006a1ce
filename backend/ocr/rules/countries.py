"""Which country a receipt is from: telephone codes, tax ids, web addresses, how tax is called and how high it is, places, legal forms.

Every kind of evidence has a weight by how seldom it misleads; a kind counts once for each country, however often it is printed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from backend.ocr.reading import Box, Line

# Country, its currency, dialling code, the form of its tax ids, and the ends of its web addresses.
_FORMAL: Final = (
    ("MY", "MYR", "60", r"\b00[01]\d{9}\b", r"\.MY"), ("SG", "SGD", "65", r"\bM[2R9]-?\d{7}-?\w\b|\b20\d{7}[A-Z]\b", r"\.SG"), ("DE", "EUR", "49", r"\bDE\s?\d{9}\b", r"\.DE"),
    ("AT", "EUR", "43", r"\bATU\s?\d{8}\b", r"\.AT"), ("FR", "EUR", "33", r"\bFR\s?\w{2}\s?\d{3}\s?\d{3}\s?\d{3}\b", r"\.FR"), ("ES", "EUR", "34", r"\bES\s?[A-Z]\d{8}\b|\b[ABGF]-?\d{8}\b", r"\.ES"),
    ("IT", "EUR", "39", r"\bIT\s?\d{11}\b", r"\.IT"), ("NL", "EUR", "31", r"\bNL\s?\d{9}\s?B\s?\d{2}\b", r"\.NL"), ("BE", "EUR", "32", r"\bBE\s?0\d{3}[. ]?\d{3}[. ]?\d{3}\b", r"\.BE"),
    ("EE", "EUR", "372", r"\bEE\s?10\d{7}\b", r"\.EE"), ("LV", "EUR", "371", r"\bLV\s?\d{11}\b", r"\.LV"), ("LT", "EUR", "370", r"\bLT\s?(?:\d{9}|\d{12})\b", r"\.LT"),
    ("FI", "EUR", "358", r"\bFI\s?\d{8}\b|\b\d{7}-\d\b", r"\.FI"), ("IE", "EUR", "353", r"\bIE\s?\d[\dA-Z]\d{5}[A-Z]{1,2}\b", r"\.IE"), ("GR", "EUR", "30", r"\bEL\s?\d{9}\b", r"\.GR"),
    ("PT", "EUR", "351", r"\bPT\s?5\d{8}\b", r"\.PT"), ("SK", "EUR", "421", r"\bSK\s?\d{10}\b", r"\.SK"), ("SI", "EUR", "386", r"\bSI\s?\d{8}\b", r"\.SI"), ("LU", "EUR", "352", r"\bLU\s?\d{8}\b", r"\.LU"),
    ("HR", "HRK", "385", r"\bHR\s?\d{11}\b|\bOIB\W{0,4}\d{11}\b", r"\.HR"), ("CZ", "CZK", "420", r"\bCZ\s?\d{8,10}\b", r"\.CZ"), ("PL", "PLN", "48", r"\bPL\s?\d{10}\b|\b\d{3}-\d{3}-\d{2}-\d{2}\b", r"\.PL"),
    ("HU", "HUF", "36", r"\bHU\s?\d{8}\b|\b\d{8}-\d-\d{2}\b", r"\.HU"), ("RO", "RON", "40", r"\bRO\s?\d{6,10}\b", r"\.RO"), ("BG", "BGN", "359", r"\bBG\s?\d{9,10}\b", r"\.BG"),
    ("SE", "SEK", "46", r"\bSE\s?\d{10}01\b|\b55\d{4}-\d{4}\b", r"\.SE"), ("NO", "NOK", "47", r"\b9\d{2}\s?\d{3}\s?\d{3}\s?MVA\b", r"\.NO"), ("DK", "DKK", "45", r"\bDK\s?\d{8}\b", r"\.DK"),
    ("GB", "GBP", "44", r"\bGB\s?\d{3}\s?\d{4}\s?\d{2}\b", r"\.(?:CO\.)?UK"), ("CA", "CAD", "", r"\b\d{9}\s?RT\s?\d{4}\b|\b\d{10}\s?TQ\s?\d{4}\b", r"\.CA"), ("US", "USD", "", "", r"\.US"),
    ("HK", "HKD", "852", "", r"\.HK"), ("JP", "JPY", "81", r"\bT\d{13}\b", r"\.JP"), ("CN", "CNY", "86", r"\b9[1-3]\d{6}[A-Z0-9]{9}[A-Z0-9]\b", r"\.CN"), ("TW", "TWD", "886", r"\b[A-Z]{2}-\d{8}\b", r"\.TW"),
    ("AU", "AUD", "61", r"\bABN\W{0,3}\d{2}\s?\d{3}\s?\d{3}\s?\d{3}\b", r"\.AU"), ("NZ", "NZD", "64", "", r"\.NZ"), ("CH", "CHF", "41", r"\bCHE-?\d{3}[. ]?\d{3}[. ]?\d{3}\b", r"\.(?:CH|SWISS)"),
    ("IN", "INR", "91", r"\b\d{2}[A-Z]{5}\d{4}[A-Z]\dZ\w\b", r"\.IN"), ("ID", "IDR", "62", r"\b\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}\b", r"\.ID"), ("TH", "THB", "66", r"\b0\d{12}\b(?=.*TAX|.*VAT)", r"\.TH"),
    ("KR", "KRW", "82", r"\b\d{3}-\d{2}-\d{5}\b", r"\.KR"), ("TR", "TRY", "90", "", r"\.TR"), ("MX", "MXN", "52", r"\bR\.?F\.?C\b.{0,4}[A-Z&]{3,4}[\s-]?\d{6}[\s-]?[A-Z0-9]{3}\b", r"\.MX"), ("BR", "BRL", "55", r"\b\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}\b", r"\.BR"),
    ("RU", "RUB", "7", r"\bИНН\W{0,4}\d{10,12}\b", r"\.RU"), ("UA", "UAH", "380", "", r"\.UA"), ("RS", "RSD", "381", r"\b(?:ПИБ|PIB)\W{0,4}\d{9}\b", r"\.RS"), ("IL", "ILS", "972", "", r"\.IL"), ("ZA", "ZAR", "27", r"\b4\d{9}\b(?=.*VAT)|VAT.{0,12}\b4\d{9}\b", r"\.ZA"), ("AE", "AED", "971", r"\bTRN\W{0,4}100\d{12}\b", r"\.AE"), ("PH", "PHP", "63", r"TIN\W{0,4}\d{3}-\d{3}-\d{3}", r"\.PH"), ("VN", "VND", "84", "", r"\.VN"), ("IS", "ISK", "354", "", r"\.IS"),
    ("AR", "ARS", "54", r"\bCUIT\b|\b(?:20|23|27|30|33)-\d{8}-\d\b", r"\.AR"), ("CL", "CLP", "56", r"\bR\.?U\.?T\b.{0,6}\d{1,2}\.?\d{3}\.?\d{3}-[\dK]\b", r"\.CL"), ("CO", "COP", "57", r"\bNIT\b.{0,4}\d{3}\.?\d{3}\.?\d{3}(?:\s?-\s?\d)?\b", r"\.COM?\.CO"),
    ("PE", "PEN", "51", r"\bR\.?U\.?C\b.{0,6}[12]0\d{9}\b", r"\.PE"), ("UY", "UYU", "598", r"\bRUT\b.{0,4}\d{12}\b", r"\.UY"), ("EC", "USD", "593", r"\bR\.?U\.?C\b.{0,6}\d{10}001\b", r"\.EC"), ("CR", "CRC", "506", "", r"\.CR"), ("DO", "DOP", "1-8[024]9", r"\bRNC\b", r"\.DO"),
    ("SA", "SAR", "966", r"\b3\d{13}3\b", r"\.SA"), ("EG", "EGP", "20", "", r"\.EG"), ("MA", "MAD", "212", r"\bI\.?C\.?E\b.{0,4}\d{15}\b", r"\.MA"), ("QA", "QAR", "974", "", r"\.QA"), ("KW", "KWD", "965", "", r"\.KW"), ("BH", "BHD", "973", "", r"\.BH"), ("OM", "OMR", "968", "", r"\.OM"), ("JO", "JOD", "962", "", r"\.JO"),
    ("NG", "NGN", "234", "", r"\.NG"), ("KE", "KES", "254", r"\bP0\d{8}[A-Z]\b", r"\.KE"), ("GH", "GHS", "233", "", r"\.GH"), ("TZ", "TZS", "255", "", r"\.TZ"), ("UG", "UGX", "256", "", r"\.UG"),
    ("PK", "PKR", "92", r"\bNTN\b", r"\.PK"), ("BD", "BDT", "880", "", r"\.BD"), ("LK", "LKR", "94", "", r"\.LK"), ("NP", "NPR", "977", "", r"\.NP"), ("MO", "MOP", "853", "", r"\.MO"), ("KH", "KHR", "855", "", r"\.KH"), ("BN", "BND", "673", "", r"\.BN"),
)  # fmt: skip
# Legal forms, offices and words that one country's receipts carry.
_WORDS: Final = {
    "MY": r"SDN\.?\s?BHD|\bS/B\b|\bKAWASAN\b|\bGST\s*(?:ID|REG)|\bROC\b", "SG": r"\bPTE\.?\s*LTD", "DE": r"\bGMBH\b|\bUST-?ID|STEUER-?NR|\bE\.?\s?K\.?$|\bKG\b|DEUTSCHLAND", "AT": r"OSTERREICH|\bRKSV\b", "FR": r"\bSIRET\b|\bSARL\b|\bTTC\b|\bTVA\b",
    "ES": r"\bIVA\b|\bC\.?I\.?F\b|\bN\.?I\.?F\b|GRACIAS", "IT": r"P\.?\s?IVA|\bS\.?R\.?L\b|SCONTRINO|DOCUMENTO COMMERCIALE", "NL": r"\bBTW\b|\bKVK\b|\bB\.?V\b", "EE": r"\bKMKR\b|\bOU\b|KOKKU|\bKM\b.*%", "LV": r"\bPVN\b|\bSIA\b|\bCEKS\b|\bPALDIES\b|NODOKLIS",
    "LT": r"\bUAB\b|\bPVM\b|KVITAS", "FI": r"\bALV\b|\bOY\b|YHTEENSA|KUITTI", "IE": r"EIRCODE|IRELAND", "GR": r"ΑΦΜ|Α\.?Φ\.?Μ|\bAΦM|ΦΠΑ|ΣΥΝΟΛΟ|\bEYPΩ|EYPO|METPHTA|ANODEIEH|AΠOΔEI", "PT": r"\bNIF\b.*PT|CONTRIBUINTE|\bLDA\b|\bFATURA\b|\bATCUD\b", "SK": r"POKLADNICNY|SPOLU|PREDAJNA|IC\s?DPH|SLOVENSK",
    "HR": r"\bPDV\b|\bOIB\b|D\.O\.O|UKUPNO|HRVATSKE|RACUN", "CZ": r"\bDPH\b|\bICO\b|\bDIC\b|S\.?R\.?O\b|CELKEM|UCTENKA", "PL": r"\bPTU\b|\bNIP\b|PARAGON|SP\.\s?Z\s?O", "HU": r"\bAFA\b|OSSZESEN|NYUGTA", "RO": r"\bCUI\b|\bBON FISCAL|\bNUMERAR\b|\bS\.C\.\s", "SE": r"\bMOMS\b|ORG\.?\s?(?:NR|NUMMER)|\bKVITTO\b|TOTALT",
    "NO": r"\bMVA\b|FORETAKSREG|KVITTERING", "DK": r"\bCVR\b|\bAPS\b", "GB": r"\bVAT\b.*\bGB\b|UNITED KINGDOM|CUSTOMER COPY.*\bUK\b|\bPLC\b", "CA": r"\bTPS\b|\bTVQ\b|\bH\.?S\.?T\b|\bQST\b|INTERAC|CANADA|APPROVED\s*-\s*THANK\s*YOU\s*\d{3}|IMPORTANT\s*-\s*RETA[IL]N\s*THIS\s*COP|\bMONERIS\b", "US": r"SALES\s*TAX|GRATUITY|\bU\.?S\.?A\b|\bEBT\b",
    "HK": r"八[达達]通|OCTOPUS|HONG\s*KONG", "JP": r"合計|領収|税込|お預|消費税|株式会社", "CN": r"微信|支付宝|合计|收银|发票|税号", "AU": r"\bABN\b|\bPTY\b|AUSTRALIA", "NZ": r"NEW ZEALAND", "CH": r"SCHWEIZ|SUISSE|SVIZZERA", "IN": r"\bGSTIN\b|\bCGST\b|\bSGST\b", "BR": r"\bCNPJ\b", "AE": r"\bTRN\b|DUBAI", "TW": r"統一[發编編]|電子發票|隨機碼", "KR": r"합계|부가세|신용카드|사업자", "TH": r"ใบเสร็จ|ใบกำกับ|เงินทอน|เงินสด|ยอดสุทธิ|รวม", "TR": r"\bKDV\b|TOPKDV|\bFIS\s*NO\b|\bVKN\b|A\.S\.(?=\s|$)|\bTICARET\b", "RU": r"ИТОГО?\b|КАССОВЫИ|НАЛИЧНЫМИ|\bНДС\b|\bООО\b",
    "AR": r"RESP(?:ONSABLE|\.)?\s*INSCRIPTO|CONSUMIDOR\s*FINAL|\bCAE\b|INGRESOS\s*BRUTOS", "CL": r"BOLETA\s*ELECTRONICA|\bS\.?I\.?I\b", "CO": r"IMPO-?\s?CONSUMO|RES(?:OLUCION)?\.?\s*DIAN|\bDIAN\b", "PE": r"\bI\.?G\.?V\b|\bOP\.?\s*GRAVADA|\bVUELTO\b|SUNAT", "SA": r"SIMPLIFIED\s*TAX\s*INVOICE|\bMADA\b|هيئة الزكاة|ضريبية مبسطة", "NG": r"\bNIGERIA\b|\bNAIRA\b", "KE": r"\bM-?PESA\b|\bKRA\b|\bPIN\b\W{0,4}P0\d{8}", "PK": r"\bFBR\b|\bSTRN\b", "ZA": r"\bSPEEDPOINT\b|\bSNAPSCAN\b",
    "UA": r"\bПДВ\b|\bТОВ\b|ГОТ[ІI]ВКА|\bФОП\b", "IS": r"\bVSK\b|\bE?HF\.|SAMTALS|KVITTUN", "BG": r"\bEOOD\b|OBSHTA|FISKALEN\s*BON|\bЕООД\b|\bООД\b|\bЕИК\b|ОБЩА СУМА|В БРОИ", "RS": r"УКУПНО|\bПИБ\b|РАЧУН|FISKALNI\s*RACUN|\bPFR\b|\bESIR\b", "MX": r"\bS\.?A\.?\s?DE\s?C\.?V\b", "PH": r"VATABLE\s*SALES|VAT\s*REG\s*TIN", "IL": r"לתשלום|מע[\"״']?מ|ח\.?פ\.?", "ID": r"\bNPWP\b|\bTUNAI\b.*\d\.\d{3}\b|KEMBALI", "VN": r"TONG\s*CONG|THANH\s*TOAN|\bMST\b", "SI": r"\bDDV\b|RACUN.*SI\b",
}  # fmt: skip
# Towns, streets and postcodes.
_PLACES: Final = {
    "MY": r"\bJALAN\b|\bJLN\b|\bTAMAN\b|\bTMN\b|SELANGOR|KUALA\s*LUMPUR|JOHOR|MALAYSIA|PENANG|\bBANDAR\b|\bLORONG\b", "SG": r"SINGAPORE", "DE": r"STRASSE|\bSTR\.|\bPLATZ\b", "AT": r"WIEN\b|SALZBURG|GRAZ\b", "FR": r"PARIS\b|\bRUE\b|\bLYON\b", "ES": r"MADRID|BARCELONA|\bCALLE\b", "IT": r"\bROMA\b|MILANO|\bVIA\b",
    "NL": r"AMSTERDAM|ROTTERDAM|UTRECHT", "BE": r"BRUXELLES|BRUSSEL|ANTWERP", "EE": r"TALLINN|TARTU", "LV": r"RIGA\b|LATVIJA|\bIELA\b", "LT": r"VILNIUS|KAUNAS", "FI": r"HELSINKI", "IE": r"\bDUBLIN\b", "GR": r"ΑΘΗΝΑ|A8HN|AΘHN", "PT": r"LISBOA|\bPORTO\b", "HR": r"ZAGREB|RIJEKA|\bSPLIT\b", "CZ": r"PRAHA|BRNO", "PL": r"WARSZAWA|KRAKOW|\bUL\.",
    "HU": r"BUDAPEST", "RO": r"BUCURESTI", "SE": r"STOCKHOLM|GOTEBORG|MALMO", "NO": r"OSLO|BERGEN", "DK": r"KOBENHAVN", "GB": r"LONDON|EDINBURGH|GLASGOW|MANCHESTER|\b(?!HK|NO|PO)[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b", "CA": r"ONTARIO|MONTREAL|QUEBEC|TORONTO|VANCOUVER|\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b",
    "US": r"\b(?:CA|NY|NV|TX|FL|IL|WA|AZ|NJ|PA|GA|OH|MI|MN|TN|VA|NC|HI|MD|WI|UT|CT)[,.]?\s*\d{5}(?:-\d{4})?\b|[A-Z]{3,}[,.]?\s*\b(?:AL|AK|AR|CO|DC|IN|IA|KS|KY|LA|ME|MA|MS|MO|MT|NE|NH|NM|ND|OK|OR|RI|SC|SD|VT|WV|WY|PR)[,.]?\s*\d{5}(?:-\d{4})?(?!\d)|VEGAS\b|CALIFORNIA|NEVADA|NEW YORK|SAN FRANCISCO|CHICAGO", "HK": r"KOWLOON|香港|九龍", "CN": r"北京|上海|中国|广州|深圳", "TW": r"台北|臺灣", "AU": r"\bNSW\b|SYDNEY|MELBOURNE|\bQLD\b", "CH": r"ZURICH|GENEVE|\bBASEL\b|\bBERN\b", "AE": r"ABU DHABI", "ZA": r"CAPE TOWN|JOHANNESBURG|DURBAN|PRETORIA|SANDTON", "PH": r"PHILIPPINES|MANILA|MAKATI|QUEZON|CEBU\b", "KR": r"서울|부산|SEOUL", "TH": r"BANGKOK|PHUKET|CHIANG MAI|กรุงเทพ", "TR": r"ISTANBUL|ANKARA|IZMIR", "RU": r"МОСКВА|САНКТ-ПЕТЕРБУРГ", "UA": r"КИIВ|ЛЬВIВ|УКРАIНА", "BG": r"СОФИЯ|\bSOFIA\b",
    "MX": r"\bMEXICO\b|MONTERREY|GUADALAJARA", "NZ": r"AUCKLAND|WELLINGTON|CHRISTCHURCH", "IN": r"\bDELHI\b|MUMBAI|BANGALORE|BENGALURU|CHENNAI|KOLKATA|HYDERABAD", "ID": r"JAKARTA|SURABAYA|BANDUNG|\bBALI\b", "VN": r"HA NOI|HANOI|TP\.?\s?HCM|HO CHI MINH|DA NANG", "IL": r"TEL AVIV|JERUSALEM|HAIFA", "JP": r"東京|大阪|京都|[都道府県]\S{1,6}[市区]|\bTOKYO\b|\bOSAKA\b|\bKYOTO\b",
    "AR": r"BUENOS AIRES|\bCABA\b|\bC\.A\.B\.A\b|ARGENTINA", "CL": r"SANTIAGO\b(?! DE COMP)|\bCHILE\b|VALPARAISO|VINA DEL MAR", "CO": r"BOGOTA|MEDELLIN|BARRANQUILLA|COLOMBIA|\b(?:CRA|CALLE|CARRERA)\.?\s\d+[A-Z]?\s?(?:#|NO|\d)", "PE": r"\bLIMA\b|\bPERU\b|MIRAFLORES|AREQUIPA|\bCUSCO\b", "UY": r"MONTEVIDEO|URUGUAY", "EC": r"\bQUITO\b|GUAYAQUIL|ECUADOR", "CR": r"COSTA RICA", "DO": r"SANTO DOMINGO|PUNTA CANA",
    "SA": r"RIYADH|JEDDAH|DAMMAM|MAKKAH|MADINAH|KHOBAR|SAUDI\s*ARABIA|\bK\.?S\.?A\b|الرياض|جدة", "EG": r"\bCAIRO\b|\bEGYPT\b|\bGIZA\b|ALEXANDRIA,? EG|القاهرة", "MA": r"CASABLANCA|MARRAKECH|\bMAROC\b|\bRABAT\b", "QA": r"\bDOHA\b|\bQATAR\b", "KW": r"\bKUWAIT\b", "BH": r"BAHRAIN|\bMANAMA\b", "OM": r"\bMUSCAT\b|\bOMAN\b", "JO": r"\bAMMAN\b",
    "NG": r"\bLAGOS\b|\bABUJA\b|\bIKEJA\b|PORT HARCOURT", "KE": r"NAIROBI|MOMBASA|KISUMU|\bKENYA\b", "GH": r"\bACCRA\b|\bGHANA\b|KUMASI", "TZ": r"DAR ES SALAAM|TANZANIA|ZANZIBAR", "UG": r"KAMPALA|UGANDA", "PK": r"KARACHI|LAHORE|ISLAMABAD|PAKISTAN", "BD": r"\bDHAKA\b|BANGLADESH", "LK": r"COLOMBO\b|SRI LANKA", "NP": r"KATHMANDU|\bNEPAL\b", "MO": r"\bMACAU\b|澳門", "KH": r"PHNOM PENH|SIEM REAP", "BN": r"BRUNEI",
    "BR": r"SAO PAULO|RIO DE JANEIRO|BRASILIA|\bBRASIL\b|CURITIBA|BELO HORIZONTE|PORTO ALEGRE", "RS": r"BEOGRAD|БЕОГРАД|NOVI SAD", "IS": r"REYKJAVIK", "SK": r"BRATISLAVA|KOSICE", "SI": r"LJUBLJANA|MARIBOR", "LU": r"LUXEMBOURG",
}  # fmt: skip
# How tax is called, and the rates that it has there.
_TAXES: Final = (
    (r"\bV\.?A\.?T(?![A-Z])", (("GB", "20"), ("IE", "23 13.5 9"), ("AE", "5"), ("ZA", "15"), ("SA", "15"), ("EG", "14"), ("NG", "7.5"), ("KE", "16"), ("PH", "12"), ("TH", "7"))), (r"\bMW\.?ST|\bU\.?ST\b", (("DE", "19 7"), ("AT", "20 10 13"), ("CH", "8.1 7.7 2.6 2.5 3.8"))),
    (r"\bT\.?V\.?A\b", (("FR", "20 5.5 2.1"), ("BE", "21"), ("LU", "17 16"), ("CH", "8.1 7.7 2.6 2.5"))), (r"\bI\.?V\.?A\b", (("ES", "21"), ("IT", "22 4"), ("PT", "23 6"), ("MX", "16"), ("CO", "19"), ("CL", "19"), ("AR", "21 10.5"))), (r"\bB\.?T\.?W\b", (("NL", "21 9"), ("BE", "6"))),
    (r"\bG\.?S\.?T(?![A-Z])", (("MY", "6 0"), ("SG", "7 8 9"), ("AU", "10"), ("NZ", "15"), ("CA", "5"))), (r"\bH\.?S\.?T\b", (("CA", "13 15"),)), (r"\bMOMS\b", (("SE", "25 12 6"), ("DK", "25"))), (r"\bDPH\b", (("CZ", "21 15 12"), ("SK", "20 23"))),
    (r"\bP\.?D\.?V\b", (("HR", "25 13"),)), (r"\bS\.?S\.?T(?![A-Z])", (("MY", "6 8 10"),)),
)  # fmt: skip
# A shop's hashtag or handle often ends in the country: «#fiveguyshk».
_HANDLES: Final = {"HK": "HK", "UK": "GB", "SG": "SG", "NZ": "NZ", "TW": "TW"}
_HANDLE: Final = re.compile(r"[#@]\s?[A-Z_.]{4,}(HK|UK|SG|NZ|TW)\b")
_RATE: Final = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_AMERICAN_PHONE: Final = re.compile(r"(?<![\d#-])(?:\(\s?\d{3}\s?\)\s?|\d{3}\s?-\s?|\d{3}\.(?=\d{3}\.))\d{3}(?:\s?-\s?|\.)\d{4}(?![\d-])")
# Numbers of goods begin with 00 too: a telephone's is called one, or has a gap behind the country.
_DIALLED: Final = r"\b(?:TEL|PHONE|TELEFON|FON|FAX|MOB(?:ILE)?|PH|HP|CALL)\b\W{0,4}00\s?"
_MALAYSIAN_PHONE: Final = re.compile(r"(?<![\d-])0\d{1,2}\s?-\s?\d{7,8}(?!\d)")
_WEIGHTS: Final = {"tax id": 3.0, "telephone": 3.0, "web": 2.5, "rate": 1.5, "words": 1.5, "place": 1.5, "handle": 1.0, "local": 1.0}
_REASONS: Final = {
    "tax id": "A tax number of {country}",
    "telephone": "The telephone code of {country}",
    "web": "A web address of {country}",
    "rate": "The tax rate of {country}",
    "words": "Words that receipts of {country} have",
    "place": "An address in {country}",
    "handle": "The shop's handle names {country}",
    "local": "A telephone number as in {country}",
}
_CURRENCIES: Final = {country: currency for country, currency, *_ in _FORMAL}


@dataclass(frozen=True)
class CountryFound:
    """A country with its currency, how much speaks for it, the weightiest reason in words, and where that stands."""

    country: str
    currency: str
    score: float
    why: str
    box: Box | None


def _kinds() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Kind, country and pattern of everything that is one pattern."""
    for country, _, dialling, tax_id, web in _FORMAL:
        if tax_id:
            yield "tax id", country, re.compile(tax_id)
        if dialling:
            yield (
                "telephone",
                country,
                re.compile(
                    rf"(?:\+\s?|{_DIALLED}){dialling}(?:\s?\(0\))?[\s/-]?\d[\d\s/-]{{5,}}|\b00\s?{dialling}[\s/-]\(?\d[\d\s/-]{{5,}}"
                ),
            )
        yield "web", country, re.compile(rf"(?<=[A-Z0-9][A-Z0-9]){web}(?![A-Z0-9-]|\.[A-Z0-9])")
    for kind, table in (("words", _WORDS), ("place", _PLACES)):
        for country, pattern in table.items():
            yield kind, country, re.compile(pattern)
    yield "local", "MY", _MALAYSIAN_PHONE
    for country in ("US", "CA"):
        yield "local", country, _AMERICAN_PHONE


_PATTERNS: Final = tuple(_kinds())
_TAX_PATTERNS: Final = tuple(
    (re.compile(word), tuple((country, frozenset(map(Decimal, rates.split()))) for country, rates in table)) for word, table in _TAXES
)


_PLACE: Final = re.compile(rf"\W*(?:{'|'.join(f'(?:{pattern})' for pattern in _PLACES.values())})\W*")


def is_place(text: str) -> bool:
    """Whether an upper-case text is a town, a region or a country and nothing else."""
    return _PLACE.fullmatch(text) is not None


def begins_with_place(text: str) -> bool:
    """Whether an upper-case text begins with a town, a region or a country."""
    return _PLACE.match(text) is not None


def find_countries(texts: list[tuple[str, Line]]) -> list[CountryFound]:
    """The countries that something speaks for, the likeliest first. `texts` are the lines with their plain upper-case text."""
    evidence: dict[str, dict[str, tuple[int, Box]]] = defaultdict(dict)
    for text, line in texts:
        for kind, country in _of_line(text):
            times, box = evidence[country].get(kind, (0, line.box))
            evidence[country][kind] = (times + 1, box)
    return sorted((_found(country, kinds) for country, kinds in evidence.items()), key=lambda each: -each.score)


def _of_line(text: str) -> Iterator[tuple[str, str]]:
    for kind, country, pattern in _PATTERNS:
        if pattern.search(text):
            yield kind, country
    handle = _HANDLE.search(text)
    if handle:
        yield "handle", _HANDLES[handle[1]]
    rates = {Decimal(rate.replace(",", ".")) for rate in _RATE.findall(text)}
    if rates:
        yield from (("rate", country) for word, table in _TAX_PATTERNS if word.search(text) for country, known in table if known & rates)


def _found(country: str, kinds: dict[str, tuple[int, Box]]) -> CountryFound:
    """A kind counts fully once and a little more for each repetition."""
    weights = {kind: _WEIGHTS[kind] * (1 + 0.2 * min(times - 1, 4)) for kind, (times, _) in kinds.items()}
    best = max(weights, key=lambda kind: weights[kind])
    return CountryFound(country, _CURRENCIES[country], sum(weights.values()), _REASONS[best].format(country=country), kinds[best][1])
