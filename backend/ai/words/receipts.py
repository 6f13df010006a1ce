"""Words that stand on receipts for what was bought there."""

from typing import Final

# Whole words, looked for only where the merchant says nothing.
_WORDS: Final = {
    "groceries": """
        milk milch lait leche bread brot eggs eier butter cheese kase banana bananen apples apfel tomato tomaten yogurt joghurt
        rice sugar flour onion potato kartoffeln chicken beef fruit vegetable susu telur roti gula beras sayur
    """,
    "eating_out": """
        table tisch guests guest server waiter bediener bewirtung speisen getranke tip gratuity trinkgeld cappuccino espresso
        latte beer bier pils burger fries pommes salad pizza pasta dessert dine takeaway bewirtungsaufwand couvert servizio
        coperto mesa propina nasi mee teh kopi ais
    """,
    "fuel": """
        diesel unleaded petrol liter litre litres zapfsaule pump gallons benzin super e10 e5 ron95 ron97 sp95
    """,
    "lodging": """
        room nights night zimmer nacht ubernachtung arrival departure anreise abreise guest folio kurtaxe check logis chambre
        habitacion
    """,
    "transit": """
        fahrschein fahrkarte ticket zone route fare platform bahnsteig parking entry exit parkdauer einfahrt ausfahrt passenger
        taxi trip
    """,
    "health": """
        prescription rx tablets tabletten mg pharmacist rezept zuzahlung ibuprofen paracetamol patient clinic
    """,
    "furnishing": """
        screw schrauben paint timber cement pipe bolt nuts drill cable hardware pvc valve bulb
    """,
    "shopping": """
        shirt jeans shoes dress jacket size grosse socks hoodie exchange umtausch
    """,
    "entertainment": """
        admission eintritt adult child seat row screen erwachsene museum entrada
    """,
    "office": """
        paper toner ink pen envelope copies postage stationery a4 stapler
    """,
    "travel": """
        flight boarding passenger airline baggage departure gate
    """,
}

ON_RECEIPTS: Final = {topic: frozenset(words.split()) for topic, words in _WORDS.items()}
