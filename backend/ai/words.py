"""What the catalogue of places cannot know: services without a shop front, the banks' own phrases, and everyday words.

The everyday words (of several languages) are what the model learns beside the names of the catalogue.
"""

from typing import Final

# Services that live on the web or on statements, by topic; `|` stands between names.
_SERVICES: Final = {
    "eating_out": """
        doordash|uber eats|ubereats|grubhub|deliveroo|just eat|lieferando|foodpanda|grabfood|glovo|wolt|seamless|postmates|swiggy|
        zomato|thuisbezorgd
    """,
    "groceries": """
        instacart|gopuff|gorillas|getir|flink|ocado|picnic|hellofresh|blue apron|wal mart|walmart|wm supercenter|sams club|
        whole foods|trader joes
    """,
    "convenience": "7-eleven",
    "transit": """
        uber|uber trip|lyft|bolt|grab|gojek|cabify|free now|freenow|blablacar|flixbus|amtrak|trainline|omio|deutsche bahn|bahn|
        db vertrieb|sncf connect|eurostar|lime|bird|tier|voi|nextbike|touch n go|parkmobile|paybyphone|easypark|ringgo|spothero|
        ezpass|e zpass|fastrak|sunpass|translink|caltrain|arlanda express
    """,
    "travel": """
        expedia|kayak|skyscanner|trip|tripadvisor|priceline|opodo|edreams|ryanair|easyjet|wizz air|lufthansa|eurowings|
        british airways|klm|air france|delta air|delta air lines|united airlines|american airlines|southwest airlines|jetblue|
        airasia|malaysia airlines|singapore airlines|emirates|qatar airways|turkish airlines|iberia|vueling|tap air portugal|
        sas airlines|norwegian air|finnair|qantas|air canada|westjet|ana|japan airlines|getyourguide|viator|turo
    """,
    "lodging": """
        airbnb|booking|bookingcom|hotels|vrbo|agoda|hostelworld|hotwire|marriott|hilton|hyatt|venetian|mgm grand
    """,
    "utilities": """
        comcast|xfinity|verizon|vzw|att|at t|t mobile|tmobile|sprint|vodafone|telekom|o2|orange|swisscom|salt mobile|sunrise|
        three uk|ee limited|giffgaff|spectrum|cox communications|centurylink|metronet|frontier communications|starlink|
        british gas|octopus energy|eon|vattenfall|edf|engie|enel|iberdrola|endesa|naturgy|stadtwerke|con edison|pg e|duke energy|
        tenaga nasional|tnb|maxis|celcom|digi|unifi|singtel|telstra|optus|rogers|bell canada|telus|tesco mobile|xfinity mobile
    """,
    "entertainment": """
        netflix|spotify|hulu|disney plus|disneyplus|hbo max|hbomax|help hbomax|paramount|peacock|youtube premium|youtube|
        prime video|amazon prime|apple music|apple tv|audible|deezer|tidal|soundcloud|twitch|patreon|steam|steam games|steamgames|
        steampowered|playstation|sony interactive|xbox|nintendo|epic games|roblox|riot games|blizzard|ea games|google play|google|
        ticketmaster|eventim|stubhub|eventbrite|fandango|siriusxm|sirius xm|crunchyroll|dazn|sky digital|kindle unlimited|scribd
    """,
    "software": """
        microsoft|microsoft 365|office 365|adobe|github|gitlab|jetbrains|openai|chatgpt|anthropic|notion|slack|zoom us|dropbox|
        google storage|google one|google cloud|google workspace|aws|amazon web services|digitalocean|hetzner|ovh|linode|
        cloudflare|godaddy|namecheap|squarespace|wix|wordpress|canva|figma|evernote|1password|lastpass|nordvpn|expressvpn|norton|
        mcafee|kaspersky|apple com bill|icloud|grammarly|atlassian|zapier|mailchimp|heroku|vercel|netlify|linkedin|duolingo
    """,
    "shopping": """
        amazon|amzn|amzn mktp|amzn mktp us|amazon marketplace|ebay|etsy|aliexpress|alibaba|temu|shein|wish|zalando|otto|asos|
        shopee|lazada|rakuten|mercado libre|allegro|bol|cdiscount|wayfair|chewy|newegg|bestbuy|best buy|target|tk maxx|tj maxx|
        sephora|stitch fix|instantink|instant ink
    """,
    "office": """
        fedex|ups|usps|dhl|dpd|gls|hermes|royal mail|deutsche post|la poste|correos|postnl|pos malaysia|wework|regus|vistaprint|
        stamps|pitney bowes|staples|office depot
    """,
    "education": """
        udemy|coursera|skillshare|edx|khan academy|pearson|chegg|masterclass|babbel|tax free childcare|kindercare|bright horizons
    """,
    "insurance": """
        geico|progressive|state farm|allstate|liberty mutual|nationwide ins|usaa|allianz|axa|huk coburg|ergo|generali|
        zurich insurance|aviva|admiral|metlife|prudential|northwestern mutual|lemonade insurance|great eastern|blue cross|cigna|
        humana
    """,
    "fees": "bank fee|h r block|turbotax|intuit",
    "loan": """
        affirm|klarna|afterpay|clearpay|sofi|upstart|lendingclub|navient|nelnet|sallie mae|toyota fin|ally auto|quicken loans|
        rocket mortgage|portfolio recov|credit acceptance
    """,
    "giving": """
        gofundme|unicef|red cross|aspca|wwf|greenpeace|oxfam|save the children|medecins sans frontieres|salvation army|st jude|
        wikimedia|justgiving|moonpig|interflora
    """,
    "transfer": """
        zelle|venmo|cash app|square cash|wise|transferwise|western union|moneygram|revolut|remitly|paypal|xoom|coinbase|binance|
        robinhood|stash capital|acorns
    """,
    "other_income": "top cashback|topcashback|ibotta|rakuten cashback|swagbucks",
}

# Phrases of banks' own bookings, in order: the first that is found wins. Line breaks within a pattern do not count.
_PHRASES: Final = (
    (
        "transfer",
        r"""\b(?:atm|cash|dda)\b.*\b(?:withdraw\w*|withdrwl|wdl)|
        \b(?:cardtronics|geldautomat|bargeldauszahlung|retrait dab|cajero|bancomat)\b""",
    ),
    (
        "tax",
        r"""\b(?:irs|usataxpymt|hmrc|finanzamt|income tax|franchise tax|tax payment|council tax|property tax|
        city of|impots|agencia tributaria|lhdn)\b""",
    ),
    (
        "transfer",
        r"""\b(?:credit c?rd|crcard|credit card|card online) (?:e ?pay|epayment|autopay|payment|pmt)\b|
        \b(?:amex|discover|citi|chase|barclaycard|capital ?one|american express)\b(?!.*\b(?:annual|fee|travel)\b)|
        \bsyf\b|\bcc (?:pymt|payment)\b|^\w+ (?:mc|cc)(?: bill pay)?$""",
    ),
    (
        "loan",
        r"""\b(?:mortg\w*|loan|ratenzahlung|kredit|hypothek|pret immobilier|hipoteca|prestamo|pinjaman)\b|
        \b(?:honda|toyota|ford|nissan|hyundai|bmw) (?:pmt|payment|finance|fin)\b""",
    ),
    (
        "fees",
        r"""\b(?:service charge|service fee|monthly fee|maintenance fee|overdraft|nsf|atm fee|wire fee|annual fee|late fee|
        interest charged?|foreign transaction fee|finance charge|kontofuhrung|kontoentgelt|entgelt|frais bancaires|
        comision|commissioni|bankgebuhr)\b""",
    ),
    (
        "other_income",
        r"""^(?:monthly )?interest(?: paid| payment| earned)?$|
        \b(?:dividend\w*|cash ?back|zinsen|interets crediteurs|child support|unemployment|pension|rente|kindergeld)\b""",
    ),
    ("salary", r"\b(?:payroll|direct dep|dir dep|salary|wages|gehalt|lohn|bezuge|salaire|nomina|stipendio|gaji|sueldo)\b"),
    (
        "transfer",
        r"""\b(?:funds? (?:transfer|xfer|tran)|online transfer|web transfer|internet transfer|transfer (?:to|from)|^transfer$|
        money xfer|inst xfer|deposit from|mobile deposit|standing order to|uberweisung|umbuchung|virement|transferencia|
        bonifico|zelle|venmo)\b""",
    ),
    ("software", r"^apple com bill\b"),
    ("utilities", r"\b(?:stadtwerke|rundfunk\w*|utilit(?:y|ies))\b"),
    ("rent", r"\b(?:rent(?! an? | the )|miete|loyer|alquiler|affitto|huur|aluguel|hausgeld|sewa rumah)\b"),
    ("giving", r"\b(?:donation\w*|charity|spende\w*|don a|donativo|tithe|zakat|rescue|foundation|fund)\b"),
)

# Everyday words by topic in English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish, Polish and Malay.
_EVERYDAY: Final = {
    "groceries": """
        supermarket grocery groceries market food mart hypermarket supermarche epicerie supermercado supermercati lebensmittel
        markt kaufmann feinkost getranke getrankemarkt metzgerei fleischerei boucherie carniceria butcher greengrocer obst
        gemuse fruit fruits vegetables frutas verdura alimentari alimentacion supermarkt livsmedel spozywczy sklep delikatesy
        pasar pasaraya runcit kedai mini fresh farm organic bio dairy cheese wine wines liquor spirits vinothek delicatessen
        deli seafood fish poissonnerie minimarket provision superstore wholesale cash and carry creamery imbiss markthalle 超市
        スーパー
    """,
    "convenience": """
        convenience kiosk corner shop tobacco tabac tabak trafik newsagent news express mart quick stop konbini spati tabacchi
        estanco store food コンビニ
    """,
    "eating_out": """
        restaurant restaurante ristorante trattoria osteria pizzeria pizza burger burgers grill bbq steakhouse steak sushi ramen
        noodle noodles pho thai wok chinese china indian curry tandoori kebab doner gyros falafel taco tacos burrito taqueria
        cantina mexican diner bistro brasserie cafe coffee espresso kaffee caffe roasters roastery java tea house teehaus bakery
        backerei boulangerie panaderia bakkerij piekarnia konditorei patisserie pastry donut donuts bagel sandwich sandwiches
        deli salad juice smoothie ice cream eiscafe gelato gelateria frozen yogurt crepe creperie pancakes waffle pub bar tavern
        taverna brewery brewing brauhaus wirtshaus gasthaus gasthof biergarten beer kneipe lounge wine eatery kitchen kuche
        cuisine canteen kantine mensa catering food court fast chicken wings fried fish and chips seafood lobster crab oyster
        roast beef ribs pasta dumpling dim sum korean vietnamese japanese izakaya bento kopitiam mamak restoran nasi warung
        restauracja mleczny kawiarnia restaurang krog lunch breakfast brunch dinner grinds beans 餐厅 饭店 レストラン 食堂 咖啡
    """,
    "fuel": """
        fuel gas station petrol gasoline diesel tankstelle service essence carburant gasolinera combustible benzina distributore
        tankstation bensin stacja paliw petroleum oil filling charging charger supercharger ladestation ladesaule stesen minyak
        unleaded super e10
    """,
    "transit": """
        taxi cab cabs ride rides train trains railway rail bahn underground ubahn bus buses tram tramway transit transport
        transportation authority ticket fahrkarte fahrschein verkehrsbetriebe verkehrsverbund parking parkhaus parkplatz parken
        garage car park parcheggio estacionamiento aparcamiento parkering toll tolls maut peage peaje autostrada highway bridge
        ferry fahre bike share scooter carsharing spoorwegen gare stazione estacion kereta lrt mrt commuter port
    """,
    "vehicle": """
        auto repair car wash carwash mechanic garage motors motor tyre tire tires tyres reifen werkstatt kfz autohaus autoteile
        oil change inspection tuv mot vehicle registration dmv automotive autoservice service center brakes lube bodyshop taller
        officina autolavaggio bengkel autosalon parts
    """,
    "travel": """
        airlines airline airways air flight flights airport flughafen aeroport aeropuerto car rental rent a mietwagen
        autovermietung location voiture travel reisen reiseburo voyages viajes viaggi tours tour cruise cruises vacation
        holidays luggage baggage lounge duty free visa
    """,
    "lodging": """
        hotel hotels motel inn inns hostel suites suite resort lodge guesthouse guest house bed and breakfast pension gasthof
        ferienwohnung apartments aparthotel camping campground campsite jugendherberge auberge albergo hospedaje pousada hotell
        penginapan 酒店 ホテル 宾馆 room night city tax kurtaxe
    """,
    "furnishing": """
        furniture home depot hardware lumber garden nursery plants mobel mobelhaus baumarkt gartencenter bricolage jardinerie
        meubles muebles ferreteria ferramenta bouwmarkt paint flooring carpet kitchen bath lighting decor decoration interiors
        mattress bed bedding household houseware homeware appliance plumbing plumber electrician handwerker cleaning locksmith
        self storage moving lawn tractor weed pest control roofing timber perabot
    """,
    "rent": """
        rent apartments property management realty real estate immobilien hausverwaltung housing leasing landlord residences
        lettings homeowners association
    """,
    "utilities": """
        electric electricity power energy gas water sewer waste utility utilities utilit internet broadband cable wireless
        mobile telephone telecom telefon phone strom stadtwerke wasserwerk gaz eau electricite agua luz energia acqua telefonica
        fibra fibre bill prepaid topup mobilfunk rundfunk sewerage trash recycling
    """,
    "health": """
        pharmacy drugstore drug chemist apotheke drogerie pharmacie farmacia farmacie apotek apteka apotheek farmasi klinik
        clinic medical hospital health doctor dr dentist dental zahnarzt arzt praxis medico dentista docteur physician physio
        physiotherapy therapy optician optik optique optical eye vision lab laboratory vet veterinary tierarzt animal urgent
        care pediatrics dermatology krankenhaus hopital ospedale vitamins supplements wellness 薬局 药店
    """,
    "care": """
        hair salon barber barbershop friseur coiffeur coiffure peluqueria parrucchiere kapper fryzjer beauty nails nail spa
        massage cosmetics perfume parfumerie kosmetik gym fitness yoga pilates sport club crossfit sauna laundry laundromat dry
        cleaning cleaners reinigung wascherei lavanderia pressing tattoo waxing skin
    """,
    "shopping": """
        store shop boutique fashion clothing clothes apparel mode moda shoes schuhe chaussures zapatos calzados jewelry jewelers
        schmuck uhren watches electronics elektronik computer phone repair books bookstore buchhandlung libreria librairie toys
        spielwaren jouets juguetes sports sport outdoor bikes fahrrad bicycle department kaufhaus mall outlet discount dollar
        thrift second hand vintage pets pet supplies tiernahrung baby kids music instruments camera photo craft fabric souvenir
        gift kleidung bekleidung warenhaus marketplace online leather accessories eyewear
    """,
    "entertainment": """
        cinema cinemas kino movie movies theater theatre theatres museum musee museo muzeum zoo aquarium park amusement theme
        castle schloss gallery exhibition ausstellung concert konzert tickets event events festival club nightclub bowling
        arcade games gaming game casino lottery lotto bet betting poker bingo streaming music video tv subscription fun play
        escape room golf ski skiing swimming schwimmbad therme athletic center stadium arena magazine kunsthalle distillery wax
        attraction observatory tower entrance admission eintritt entree entrada patrimonio palacio
    """,
    "software": """
        software saas cloud hosting domain subscription app apps license antivirus storage server vpn web services online
        digital premium plan monthly
    """,
    "office": """
        office supplies stationery papeterie schreibwaren burobedarf papeleria cartoleria print printing copy copyshop druckerei
        ink toner postage post postamt shipping courier parcel paket logistics coworking mail stamps envelope consulting lawyer
        attorney notary
    """,
    "education": """
        school schule ecole escuela scuola skola university universitat college tuition course courses kurs academy academia
        institute training language kindergarten kita daycare day care childcare nursery preschool tutoring learning textbooks
        exam conference education student sekolah tadika
    """,
    "insurance": """
        insurance versicherung assurance mutuelle seguros assicurazione assicurazioni verzekering forsakring ubezpieczenia
        insuran takaful ins premium mutual life
    """,
    "fees": """
        bank fee fees charge charges service penalty fine financial gebuhr frais comisiones spese bancarie accounting tax
        adviser steuerberater exchange
    """,
    "loan": """
        loan loans lending credit finance mortgage installment payments web pmts student financing leasing bnpl debt collection
        recovery
    """,
    "tax": """
        tax taxes revenue treasury finanzamt council government county city department court steuer impots tributaria ministry
        customs zoll
    """,
    "giving": """
        donation charity foundation fund church relief rescue shelter spende hilfe ong temple mosque flowers florist blumen
        fleurs flores gift gifts card greeting
    """,
    "salary": """
        payroll salary wages direct deposit employer gehalt lohn salaire nomina stipendio gaji bonus freelance invoice payout
        earnings
    """,
    "other_income": """
        interest dividend refund cashback rebate reward rewards tax pension benefit allowance child support zinsen erstattung
        ruckerstattung
    """,
    "transfer": """
        transfer withdrawal atm deposit payment from to checking savings account uberweisung bargeld virement retrait
        transferencia credit card autopay epay
    """,
}

# Words that stand on receipts for what was bought there; whole words, looked for only where the merchant says nothing.
_ON_RECEIPTS: Final = {
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

SERVICES: Final = {topic: tuple(name.strip() for name in names.split("|")) for topic, names in _SERVICES.items()}
PHRASES: Final = tuple((topic, "".join(line.strip(" ") for line in pattern.split("\n"))) for topic, pattern in _PHRASES)
EVERYDAY: Final = {topic: tuple(words.split()) for topic, words in _EVERYDAY.items()}
ON_RECEIPTS: Final = {topic: frozenset(words.split()) for topic, words in _ON_RECEIPTS.items()}
