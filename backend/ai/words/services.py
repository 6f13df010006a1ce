"""Services that live on the web or on statements, by topic."""

from typing import Final

# `|` stands between names.
_NAMES: Final = {
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

SERVICES: Final = {topic: tuple(name.strip() for name in names.split("|")) for topic, names in _NAMES.items()}
