"""Everyday words by topic in English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish, Polish and Malay."""

from typing import Final

_WORDS: Final = {
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

EVERYDAY: Final = {topic: tuple(words.split()) for topic, words in _WORDS.items()}
