"""How languages write figures: scales, currencies, shares, counts, and what a comma or a space between digits means.

All words are folded, as the texts are that they are looked for in.
"""

COMMA_IS_DECIMAL = frozenset(
    [
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "pl",
        "ru",
        "uk",
        "bg",
        "sr",
        "be",
        "mk",
        "cs",
        "sk",
        "sv",
        "nb",
        "no",
        "da",
        "fi",
        "hu",
        "ro",
        "hr",
        "sl",
        "el",
        "tr",
        "id",
        "vi",
    ]
)
SPACE_GROUPS = frozenset(["fr", "es", "pl", "ru", "uk", "bg", "be", "cs", "sk", "sv", "nb", "no", "fi", "hu"])
"""Languages that part thousands by a space: elsewhere two numbers side by side are two numbers."""
SCALES = {
    "万亿": 1e12, "兆": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "조": 1e12, "억": 1e8, "만": 1e4, "천": 1e3,
    "백": 1e2, "hundred": 1e2, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "mio": 1e6, "mrd": 1e9, "mld": 1e9, "mln": 1e6,
    "lakh": 1e5, "lakhs": 1e5, "lakh crore": 1e12, "crore": 1e7, "crores": 1e7, "tausend": 1e3, "millionen": 1e6,
    "milliarde": 1e9,
    "milliarden": 1e9, "billionen": 1e12, "mille": 1e3, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "md": 1e9,
    "mds": 1e9, "billions": 1e9, "mil": 1e3, "millón": 1e6, "millon": 1e6, "millones": 1e6, "mil millones": 1e9,
    "billón": 1e12, "billones": 1e12, "mila": 1e3, "milione": 1e6, "milioni": 1e6, "miliardo": 1e9, "miliardi": 1e9,
    "milhão": 1e6, "milhões": 1e6, "mil milhões": 1e9, "bilhão": 1e9, "bilhões": 1e9, "duizend": 1e3, "miljoen": 1e6,
    "miljard": 1e9, "tys": 1e3, "tysięcy": 1e3, "tysiące": 1e3, "milion": 1e6, "miliony": 1e6, "milionów": 1e6,
    "miliard": 1e9, "miliardy": 1e9, "miliardów": 1e9, "тыс": 1e3, "тысяча": 1e3, "тысячи": 1e3, "тысяч": 1e3,
    "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6, "млрд": 1e9, "миллиард": 1e9, "миллиарда": 1e9,
    "миллиардов": 1e9, "трлн": 1e12, "bin": 1e3, "milyon": 1e6, "milyar": 1e9, "trilyon": 1e12, "tusen": 1e3,
    "miljoner": 1e6, "miljarder": 1e9, "ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12, "الف": 1e3,
    "الاف": 1e3, "مليون": 1e6, "ملايين": 1e6, "مليار": 1e9, "مليارات": 1e9, "تريليون": 1e12,
    "miljoona": 1e6, "miljoonaa": 1e6, "miljoonan": 1e6, "miljardi": 1e9, "miljardia": 1e9, "miljardin": 1e9,
    "ezer": 1e3, "millió": 1e6, "milliárd": 1e9, "tisíc": 1e3, "milionu": 1e6, "milionů": 1e6, "miliónov": 1e6,
    "milioane": 1e6, "miliarde": 1e9, "мільйон": 1e6, "мільйона": 1e6, "мільйони": 1e6, "мільйонів": 1e6,
    "мільярд": 1e9, "мільярда": 1e9, "мільярди": 1e9, "мільярдів": 1e9, "εκατ": 1e6, "εκατομμύρια": 1e6,
    "δισ": 1e9, "δισεκατομμύρια": 1e9, "millioner": 1e6, "milliarder": 1e9, "triệu": 1e6, "tỷ": 1e9,
}  # fmt: skip
LOCAL_SCALES = {
    # The long scale: a billion is a million millions.
    ("de", "billion"): 1e12, ("fr", "billion"): 1e12, ("fr", "billions"): 1e12, ("fr", "trillion"): 1e18,
    ("pt", "mi"): 1e6, ("pt", "bi"): 1e9, ("sv", "miljard"): 1e9,
}  # fmt: skip
ONLY_IN = {"bin": "tr", "mil": "es pt", "mila": "it", "mille": "fr", "md": "fr", "الف": "ar"}
"""Words that mean a scale in these languages only."""
CURRENCIES = {
    "$": "usd", "us$": "usd", "美元": "usd", "美金": "usd", "dollar": "usd", "dollars": "usd", "usd": "usd",
    "dólar": "usd", "dólares": "usd", "dolar": "usd", "dolarów": "usd", "долларов": "usd", "доллара": "usd",
    "ドル": "usd", "달러": "usd", "دولار": "usd", "€": "eur", "欧元": "eur", "euro": "eur", "euros": "eur",
    "eur": "eur",
    "евро": "eur", "ユーロ": "eur", "유로": "eur", "يورو": "eur", "£": "gbp", "英镑": "gbp", "pound": "gbp",
    "pounds": "gbp", "gbp": "gbp", "¥": "cny", "元": "cny", "人民币": "cny", "yuan": "cny", "rmb": "cny", "cny": "cny",
    "юаней": "cny", "위안": "cny", "hk$": "hkd", "港元": "hkd", "港币": "hkd", "nt$": "twd", "新台币": "twd",
    "日元": "jpy", "円": "jpy", "yen": "jpy", "jpy": "jpy", "엔": "jpy", "韩元": "krw", "원": "krw", "₩": "krw",
    "won": "krw", "krw": "krw", "ウォン": "krw", "₹": "inr", "rs": "inr", "rupees": "inr", "rupee": "inr", "inr": "inr",
    "卢比": "inr", "₽": "rub", "рублей": "rub", "рубля": "rub", "руб": "rub", "卢布": "rub", "rub": "rub", "₺": "try",
    "tl": "try", "lira": "try", "zł": "pln", "złotych": "pln", "pln": "pln", "chf": "chf", "franken": "chf",
    "r$": "brl", "reais": "brl", "kr": "sek", "kronor": "sek",
}  # fmt: skip
SHARE_WORDS = (
    "percent|per cent|pct|percentage points?|prozent(?:punkte)?|pour cent|por ?ciento|por cento|per cento"
    "|procent(?:ach)?|процент(?:а|ов|ами|ах)?"
    "|prosent(?:tia|ti|in|er)?|százalék(?:kal|ot|os)?|procenta|відсот(?:ок|ка|ки|ків)|la sută|τοισ εκατό|persen"
    "|في الما?يه|بالما?يه|퍼센트|パーセント|个百分点|百分点"
)
ONES = "零一二三四五六七八九"
TENS = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
COUNT_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
