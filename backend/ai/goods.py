"""Words for goods on receipts, by the category they speak for, in the languages that people buy in.

`_` stands for a blank inside a phrase, `*` for any letters at an end of a word: `*reiniger` is every cleaner. Scents and
abbreviations make single words treacherous, so each list holds what hardly means anything else; the first list that knows a word
of a line decides.
"""

import re
from functools import lru_cache
from typing import Final

from backend.core.text import search_key

# Sort of goods -> words. The order matters: a «car shampoo» is for the car, an «apple pencil» no fruit, a «shower gel lemon» no food.
_WORDS: Final = {
    "kept": """
        sponge_cake* sponge_finger* jacket_potato* vitamin_water plate plates teller bowl container* canister* holder* dispenser* tray
        hund* katze* dog dogs cat pet pets whiskas pedigree friskies *katzenfutter *hundefutter dog_food cat_food perro gato chien
    """,
    "electronics": """
        apple_pencil apple_watch apple_tv airpods macbook* imac iphone* ipad* usb* ladekabel ladegerat* charger* cargador* chargeur*
        caricabatterie oplader kopfhorer headphone* earphone* earbuds auriculares ecouteurs cuffie speicherkarte* memory_card* sd_card*
        hdmi* powerbank* power_bank* laptop* smartphone* handyhulle* phone_case*
        イヤホン 充電器 充电器 耳机 شاحن
    """,
    "car": """
        adblue ad_blue motorol engine_oil motor_oil huile_moteur aceite_motor scheibenwisch* scheibenklar scheibenreiniger windscreen*
        windshield* windshiled* wiper* car_wash carwash autowasche autoshampoo car_shampoo auto_wash waschprogramm* lavage_auto
        autolavado lave_glace frostschutz* antifreeze
        洗車 洗车
    """,
    "household": """
        *waschmittel* detergent* laundry lessive detergente* detersivo* wasmiddel* weichspuler* weichspueler* softener* adoucissant
        suavizante ammorbidente wasverzachter persil ariel spulmittel* spuelmittel* geschirrspul* geschirrspuel* geschirrtuch*
        geschirrtuech* spulmaschinen* spuelmaschinen* dish_soap dishwash* washing_up liquide_vaisselle lavavajillas lavastoviglie
        afwasmiddel vaatwas* bleach javel lejia candeggina putzmittel* *reiniger cleaner* *cleaner nettoyant* limpiador* limpiasuelos
        mullbeutel* muellbeutel* mullsack* garbage_bag* garbage trash_bag* bin_bag* bin_liner* sacs_poubelle sac_poubelle
        bolsas_de_basura bolsas_basura vuilniszakken putzschwamm* schwamm schwamme wasserfilter* sponge* estropajo* eponge* batterie*
        battery batteries pilas gluhbirne* gluehbirne* light_bulb* led_bulb* bombilla* lampadina*
        洗剤 柔軟剤 漂白剤 ゴミ袋 電池 洗衣液 洗洁精 垃圾袋 电池 منظف منظفات غسيل بطارية بطاريات
    """,
    "care": """
        shampo* schampo champu shampooing *shampoo conditioner* haarspul* duschgel* dusch* shower_gel shower_cream gel_douche gel_ducha
        gel_de_ducha bagnoschiuma doccia douchegel waschlotion* bodylotion* body_lotion* body_butter bodymilk korperlotion lotion
        lozione seife seifen *seife soap soaps jabon savon savons sapone zeep zahn* toothpaste* toothbrush* dentifric* pasta_de_dientes
        cepillo_dental brosse_a_dents spazzolino tandpasta tandenborstel colgate sensodyne elmex oral_b listerine mouthwash* mundspul*
        deo deos deodorant* desodorante* deodorante* rasier* razor* gillette afeitar rasoir* scheermes* handcreme* hand_cream*
        crema_manos creme_mains crema_mani gesichtscreme* face_cream* nivea sonnencreme* sonnenmilch reinigungsmilch sunscreen*
        sun_cream* protector_solar creme_solaire micell* mizellen* make_up makeup lippenstift* lipstick* mascara nagellack* nail_polish
        nagelburste* nagelfeile* nagelschere* haarspray* haarfarbe* haargel hairspray* hair_spray hair_gel wattestabchen wattepads
        cotton_buds cotton_pads q_tips tampon* damenbinden sanitary_pad* windel* *windeln pampers diaper* nappies panales condom*
        kondom* durex paracetamol ibuprofen* ibu aspirin* nurofen tylenol advil vitamin vitamine vitamins vitaminas pflaster* plaster
        plasters band_aid bandage* tiritas pansement* hustensaft* cough* nasenspray* nasal_spray augentropfen eye_drops tabletten
        kontaktlinsen*
        シャンプー ボディソープ ハンドソープ 石鹸 歯ブラシ 歯磨 化粧水 日焼け止め おむつ 目薬 洗发水 沐浴露 牙膏 牙刷 香皂 防晒
        شامبو صابون معجون_أسنان فرشاة_أسنان مزيل_عرق حفاضات
    """,
    "toys": """
        spielzeug* lego toy toys jouet* juguete* giocattol* speelgoed puzzle* playmobil kuscheltier* plusch* barbie hot_wheels
        modelling_clay seifenblasen luftballon* balloon*
        おもちゃ 玩具
    """,
    "stationery": """
        notizbuch* schreibheft* schulheft* collegeblock* notebook* ball_pen* ballpoint* pen pens kugelschreiber* boligrafo* stylo stylos
        pencil* m_pencil bleistift* buntstift* textmarker* highlighter* marker_pen* marker_set whiteboard* kopierpapier* druckerpapier*
        copy_paper printer_paper papel_a4 a4 envelope* e_lope briefumschl* enveloppe* stapler* staples heftklammer* glue_stick
        klebestift* uhu tesafilm sticky_tape binder_clip* ring_file* exercise_book* cahier* cuaderno* quaderno* toner druckerpatrone*
        ink_cartridge* corr_pen correction_pen artline post_it h_cover_not
        ノート ボールペン 鉛筆 封筒 圆珠笔 铅笔 笔记本 دفتر أقلام
    """,
    "clothes": """
        t_shirt* tshirt* hemd shirt shirts socken socks sock strumpf* tights jeans jacke jacket* pullover* hoodie* schuhe shoes sandal*
        sneaker* unterhose* unterwasche underwear boxershort* calcetines calcetin camiseta* chaussettes chaussette chemise calze calzini
        maglietta* scarpe zapatos sokken schoenen slippers
        靴下 シャツ 袜子 جوارب قميص
    """,
    "books": """
        buch taschenbuch* kochbuch* kinderbuch* bilderbuch* malbuch* book books paperback* hardcover libro libros livre_de_poche
        colouring_book coloring_book
        文庫 书籍 كتاب
    """,
    "cards": """
        greeting_card* birthday_card* gluckwunschkarte* geburtstagskarte* carte_d_anniversaire geschenkpapier* gift_wrap* wrapping_paper
        blumenstrau*
    """,
    "homeware": """
        bratpfanne* frying_pan* saucepan* kochtopf* bath_towel* beach_towel* handtuch* badetuch toalla* bettwasche bettlaken bed_sheet*
        pillow* kopfkissen schraube* schrauben* screws screwdriver* padlock* broom* besen wischmopp kleiderbugel* blumenerde blumentopf*
        candle* kerze kerzen teelicht* bougie bougies
        ろうそく フライパン タオル
    """,
    "fuel": """
        diesel unleaded bleifrei super_e10 super_e5 super_95 super_plus e10 sp95 sp98 gasoleo gasolina gasoil gazole benzina gasolio
        benzin* petrol euro95 euro_95 ron95 ron97 fuelsave* v_power
        軽油 ガソリン 汽油 柴油 بنزين ديزل
    """,
    "phone": "handyguthaben prepaid* aufladekarte* guthabenkarte* phone_top_up mobile_top_up recarga_movil",
    "ready": """
        coffee kaffee cappuccino latte latte_macchiato espresso cafe_con_leche cafe_creme americano hot_dog* hotdog* bockwurst sandwich*
        bocadillo* croissant* pizza* burger*
        コーヒー おにぎり 咖啡 قهوة
    """,
    "food": """
        brot brotchen broetchen *brot bread toastbrot pain baguette* pan_de_molde pane brood roti keks kekse *kekse cookie* biscuit*
        galleta* galletas biscotti cracker* schokolade* schoko chocolate* chocolat cioccolato chocolade chips crisps patatas_fritas
        haribo gummibar* gummibarchen kaugummi* chewing_gum bonbon* bonbons candy sussigkeiten muesli musli *musli cereal* cereales
        haferflocken *flocken *riegel nudeln spaghetti reis rice arroz riz riso mehl flour harina farine tee fruchtetee krautertee
        kamillentee pfefferminztee gruntee schwarztee tea cola coca_cola coke pepsi fanta sprite red_bull limonade* lemonade *saft juice
        juices jus zumo succo mineralwasser mineral_water agua_mineral eau_minerale acqua beer bier pils cerveza biere birra wein wine
        vino vin sekt snack* ice_cream eis helado glace nutella marmelade* mermelada zigaretten cigarette* cigarrillos marlboro tabak
        dunhill
        食パン 牛乳 弁当 お茶 ビール チョコレート ポテトチップス お菓子 面包 牛奶 啤酒 饼干 巧克力 خبز حليب شاي
        عصير شوكولاتة
    """,
    "fresh": """
        milk milch *milch leche lait latte_intero melk susu eier eggs huevos oeufs uova eieren kase frischkase* schnittkase* cheese
        queso fromage formaggio kaas butter mantequilla beurre burro joghurt* jogurt yogur yogurt* yoghurt* yaourt* sugar zucker azucar
        sucre zucchero banane* bananen banana* apfel *apfel apples manzana* pommes mele tomat* kartoffel* potato* patatas tomate*
        zwiebel* onion* cebolla* oignon* chicken hahnchen* pollo poulet beef rindfleisch hackfleisch carne ham schinken jamon jambon
        prosciutto wurst *wurst salami fish fisch pescado poisson lachs salmon honig honey miel peanut* almond* obst gemuse vegetable*
        salat salad* fruit fruits
        卵 豆腐 バナナ りんご 野菜 鸡蛋 苹果 蔬菜 بيض جبن موز تفاح طماطم
    """,
    "stay_out": "minibar restaurant_bill room_service zimmerservice",
    "parking": "parking parkplatz parkgebuhr* tiefgarage* estacionamiento aparcamiento 駐車場 停车",
}
CATEGORY_OF_GOODS: Final = {
    "electronics": "shopping",
    "car": "transport",
    "household": "home",
    "care": "health",
    "toys": "shopping",
    "stationery": "office",
    "clothes": "shopping",
    "books": "shopping",
    "cards": "giving",
    "homeware": "home",
    "fuel": "fuel",
    "phone": "utilities",
    "ready": "eating_out",
    "food": "groceries",
    "fresh": "groceries",
    "stay_out": "eating_out",
    "parking": "transport",
}
"""What each sort is for; `kept` is for nothing: what its words mean depends on the shop."""

# Which goods are told apart in a shop of each category. Elsewhere (a restaurant, a train) everything is what the expense is for. At a
# chemist's fruit and milk are scents; in a department store a bulb is one of its goods.
SOLD_BESIDE: Final[dict[str | None, frozenset[str]]] = {
    "groceries": frozenset("electronics car household care toys stationery clothes books cards homeware fuel phone".split()),
    "health": frozenset("electronics household toys stationery books cards food phone".split()),
    "shopping": frozenset("household care stationery food fresh".split()),
    "home": frozenset("car stationery clothes".split()),
    "office": frozenset("care toys food".split()),
    "fuel": frozenset("car care food fresh ready phone".split()),
    "lodging": frozenset("stay_out parking".split()),
    None: frozenset("electronics car household care toys stationery clothes books cards homeware phone".split()),
}

_DEPOSIT: Final = """
    pfand pf_fl* *pfand einweg mehrweg leergut statiegeld* consigne deposito_envase envase pant panta kaucja zaloha crv bottle_deposit
    deposit vuoto
"""
_BEGINS: Final = r"(?<!\w)"
_ENDS: Final = r"(?!\w)"


def _pattern(words: str) -> re.Pattern[str]:
    """What finds one of the words in the search key of a description; signs that stand without blanks count anywhere."""
    kinds: dict[str, list[str]] = {}
    for word in sorted(words.split(), key=len, reverse=True):
        key = search_key(word.strip("*").replace("_", " "))
        anywhere = any("\u2e80" <= c <= "\u9fff" for c in key)
        ends = ("" if anywhere or word.startswith("*") else _BEGINS) + "{}" + ("" if anywhere or word.endswith("*") else _ENDS)
        kinds.setdefault(ends, []).append(re.escape(key))
    return re.compile("|".join(ends.format(f"(?:{'|'.join(keys)})") for ends, keys in kinds.items()))


_SORTS: Final = {sort: _pattern(words) for sort, words in _WORDS.items()}
_DEPOSITS: Final = _pattern(_DEPOSIT)


@lru_cache(maxsize=4096)
def sort_of(description: str) -> tuple[str, str] | None:
    """The sort of goods that a line speaks for, and the word that says so, as it is printed; None where none is known."""
    key = search_key(description)
    for sort, pattern in _SORTS.items():
        found = pattern.search(key)
        if found:
            return sort, _as_printed(description, found[0])
    return None


def _as_printed(description: str, found: str) -> str:
    """The word of a line in which something was found; all of them for what goes over several."""
    return next((word for word in description.split() if found in search_key(word)), description)


def is_deposit(description: str) -> bool:
    """Whether a line is the deposit of another."""
    return bool(_DEPOSITS.search(search_key(description)))
