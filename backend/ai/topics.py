"""Topics: what spending is about, finer than a category, and how merchants' tags and categories map to them.

Tags are OpenStreetMap's, as the name-suggestion-index carries them (`shop/supermarket`).
"""

from typing import Final

CATEGORY_OF_TOPIC: Final[dict[str, str | None]] = {
    "groceries": "groceries",
    "convenience": "groceries",
    "eating_out": "eating_out",
    "transit": "transport",
    "vehicle": "transport",
    "fuel": "fuel",
    "travel": "travel",
    "lodging": "lodging",
    "furnishing": "home",
    "rent": "home",
    "utilities": "utilities",
    "health": "health",
    "care": "health",
    "shopping": "shopping",
    "entertainment": "entertainment",
    "software": "software",
    "office": "office",
    "education": "education",
    "insurance": "fees",
    "fees": "fees",
    "loan": "fees",
    "tax": "fees",
    "giving": "giving",
    "salary": "salary",
    "other_income": "other_income",
    "transfer": None,
}
INCOME_TOPICS: Final = frozenset({"salary", "other_income"})

_TAGS: Final = {
    "groceries": """
        shop/supermarket shop/greengrocer shop/butcher shop/deli shop/dairy shop/beverages shop/frozen_food shop/health_food
        shop/seafood shop/tea shop/cheese shop/spices shop/farm shop/alcohol shop/wine shop/wholesale shop/nuts shop/general
        shop/country_store shop/confectionery shop/chocolate amenity/marketplace
    """,
    "convenience": "shop/convenience shop/kiosk shop/tobacco shop/e-cigarette shop/newsagent",
    "eating_out": """
        amenity/fast_food amenity/restaurant amenity/cafe amenity/pub amenity/bar amenity/ice_cream amenity/food_court shop/bakery
        shop/pastry shop/coffee amenity/vending_machine amenity/biergarten
    """,
    "fuel": "amenity/fuel amenity/charging_station shop/gas waterway/fuel highway/services",
    "transit": """
        route/bus route/train route/subway route/tram route/trolleybus route/ferry route/light_rail route/monorail route/aerialway
        amenity/bicycle_rental amenity/taxi amenity/parking amenity/bicycle_parking amenity/car_sharing highway/toll_gantry
        amenity/ferry_terminal amenity/scooter_rental
    """,
    "vehicle": """
        shop/car shop/car_repair shop/car_parts shop/tyres shop/motorcycle shop/motorcycle_repair shop/truck shop/truck_repair
        amenity/car_wash amenity/vehicle_inspection shop/caravan
    """,
    "travel": "amenity/car_rental shop/travel_agency office/visa amenity/motorcycle_rental shop/luggage",
    "lodging": """
        tourism/hotel tourism/motel tourism/hostel tourism/guest_house tourism/caravan_site tourism/camp_site tourism/apartment
    """,
    "furnishing": """
        shop/furniture shop/doityourself shop/trade shop/hardware shop/houseware shop/bed shop/kitchen shop/interior_decoration
        shop/garden_centre shop/paint shop/flooring shop/tiles shop/bathroom_furnishing shop/household_linen shop/window_blind
        shop/carpet shop/doors shop/curtain shop/lighting shop/electrical shop/agrarian shop/tool_hire craft/plumber
        craft/electrician craft/cleaning shop/storage_rental office/moving_company shop/groundskeeping shop/locksmith
        shop/glaziery craft/glaziery
    """,
    "rent": "office/estate_agent landuse/residential",
    "utilities": "office/water_utility office/energy_supplier office/telecommunication shop/telecommunication",
    "health": """
        amenity/pharmacy shop/chemist amenity/hospital amenity/clinic amenity/doctors amenity/dentist amenity/veterinary
        shop/optician shop/hearing_aids shop/medical_supply shop/nutrition_supplements healthcare/laboratory
        healthcare/physiotherapist healthcare/dialysis healthcare/rehabilitation healthcare/audiologist healthcare/counselling
        healthcare/alternative
    """,
    "care": """
        shop/hairdresser shop/beauty shop/cosmetics shop/perfumery shop/massage shop/dry_cleaning shop/laundry shop/tattoo
        leisure/fitness_centre leisure/sports_centre leisure/sauna
    """,
    "shopping": """
        shop/department_store shop/variety_store shop/clothes shop/shoes shop/jewelry shop/watches shop/bag
        shop/fashion_accessories shop/electronics shop/mobile_phone shop/computer shop/hifi shop/appliance shop/sports
        shop/outdoor shop/bicycle shop/books shop/toys shop/baby_goods shop/pet shop/second_hand shop/charity shop/leather
        shop/fabric shop/craft shop/music shop/musical_instrument shop/photo shop/camera shop/mobile_phone_accessories shop/mall
        shop/fishing shop/hobby shop/tailor shop/vacuum_cleaner shop/anime shop/erotic shop/party shop/model shop/art shop/outpost
        shop/catalogue
    """,
    "entertainment": """
        amenity/cinema amenity/casino shop/bookmaker shop/lottery shop/video_games leisure/amusement_arcade leisure/bowling_alley
        tourism/theme_park tourism/museum tourism/zoo tourism/aquarium tourism/attraction amenity/theatre amenity/nightclub
        leisure/indoor_play leisure/trampoline_park leisure/escape_game leisure/miniature_golf leisure/adult_gaming_centre
        amenity/karaoke_box amenity/gambling shop/ticket shop/games shop/video leisure/high_ropes_course leisure/dance
    """,
    "office": """
        shop/stationery shop/copyshop amenity/post_office amenity/parcel_locker shop/printer_ink office/coworking office/logistics
        office/it office/company office/consulting office/lawyer shop/printing
    """,
    "education": """
        amenity/school amenity/kindergarten amenity/childcare amenity/college amenity/university amenity/language_school
        amenity/driving_school amenity/prep_school amenity/music_school amenity/training
    """,
    "insurance": "office/insurance office/insurance_adjuster",
    "fees": """
        amenity/bank amenity/bureau_de_change office/financial amenity/payment_centre office/tax_advisor office/financial_advisor
    """,
    "loan": "shop/money_lender office/mortgage shop/pawnbroker",
    "tax": "office/government",
    "giving": "shop/gift shop/florist office/ngo",
    "transfer": "amenity/atm amenity/money_transfer",
}
# Services without a shop front have no tag of their own: theirs is made of the topic.
SERVICE_TAG: Final = "service/"
TOPIC_OF_TAG: Final = {tag: topic for topic, tags in _TAGS.items() for tag in tags.split()} | {
    SERVICE_TAG + topic: topic for topic in CATEGORY_OF_TOPIC
}

# A brand often stands under several tags (a supermarket with its petrol stations and its bank): the first of these wins.
_FIRST: Final = (
    "shop/supermarket",
    "shop/wholesale",
    "shop/department_store",
    "amenity/fuel",
    "amenity/pharmacy",
    "shop/furniture",
    "shop/doityourself",
    "shop/electronics",
    "amenity/fast_food",
    "amenity/restaurant",
    "amenity/cafe",
    "tourism/hotel",
    "shop/clothes",
    "shop/convenience",
)
_LAST: Final = (
    "amenity/atm",
    "amenity/parcel_locker",
    "amenity/vending_machine",
    "amenity/charging_station",
    "amenity/school",
    "office/government",
)


def rank(tag: str) -> int:
    """How far behind a tag stands among several of one brand; the lowest wins."""
    if tag.startswith(SERVICE_TAG):
        return -1
    if tag in _FIRST:
        return _FIRST.index(tag)
    return len(_FIRST) + (1 + _LAST.index(tag) if tag in _LAST else 0)


# Tags that are not already the name of a place.
_PLACE_OF_TAG: Final = {
    "amenity/fuel": "petrol station",
    "amenity/post_office": "post office",
    "amenity/fast_food": "fast food restaurant",
    "office/insurance": "insurance company",
    "office/government": "public office",
    "office/energy_supplier": "energy supplier",
    "office/water_utility": "water utility",
    "office/telecommunication": "telephone company",
    "shop/telecommunication": "telephone company",
    "shop/doityourself": "DIY store",
    "shop/trade": "trade supplier",
    "shop/convenience": "convenience store",
    "shop/alcohol": "liquor store",
    "shop/general": "general store",
}
_PLACES: Final = frozenset(
    """supermarket bakery butcher greengrocer deli kiosk newsagent chemist optician hairdresser florist laundry dry_cleaning mall
    confectionery garden_centre travel_agency bookmaker car_repair wholesale department_store variety_store second_hand charity
    storage_rental tailor money_lender pawnbroker copyshop perfumery tool_hire""".split()
)


def tag_words(tag: str) -> str:
    """A tag as the name of a place: `shop/department_store` is "department store", `shop/shoes` "shoes shop"."""
    group, _, value = tag.partition("/")
    words = value.replace("_", " ")
    if tag in _PLACE_OF_TAG:
        return _PLACE_OF_TAG[tag]
    if group == "shop" and value not in _PLACES:
        return f"{words} shop"
    return f"{words} line" if group == "route" else words


def allows(topic: str, kind: str) -> bool:
    """Whether an expense of `kind` ('expense' or 'income') can be about `topic`; transfers come in both directions."""
    return topic == "transfer" or (topic in INCOME_TOPICS) == (kind == "income")
