"""Which languages a text may be in, told by its function words and letters: enough to know what endings it has."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

# fmt: off
_WORDS = {
    "en": "the of and to in is on for with by from at as that it was are has after over its his will be said new what"
          " how",
    "de": "der die das und in von zu mit den dem des im für auf ist nicht ein eine einen einer sich auch nach bei aus"
          " wird will über am zum zur vom wegen gegen um als hat muss neuer neue bricht vor"
          " beim sind wie mehr unter noch durch",
    "nl": "de het een van en in op voor met niet is dat zijn aan te door bij uit naar over als wordt heeft om",
    "sv": "och i att en ett det som på är av för med den till inte om har de från vid efter nya ska",
    "da": "og i at en et det som på er af for med den til ikke om har de fra ved efter nye skal",
    "nb": "og i at en et det som på er av for med den til ikke om har de fra ved etter nye skal",
    "fr": "le la les de des du et en un une à dans pour sur avec par au aux qui que est son sa ses ce se plus pas",
    "es": "el la los las de del y en un una a para por con que se su al es más no como tras sobre",
    "pt": "o a os as de do da dos das e em um uma para por com que se no na nos nas ao não mais é após",
    "it": "il lo la i gli le di del della dei delle e in un una a per con che si su da al alla è non più dopo nel"
          " nella",
    "ro": "și în de la cu pe din un o a al ale care nu este pentru prin după lui să fi că mai cel",
    "pl": "w z i na do się nie jest o to za po od dla przez przed ze we czy jak już ale oraz że pod nad przy nowy nowa"
          " będzie był co ich jego tylko także",
    "cs": "v z a na do se je o to za po od pro přes před ze ve jak už ale že při nový by byl co jeho které jsou má k s"
          " podle který také",
    "sk": "v z a na do sa je o to za po od pre cez pred zo vo ako už ale že pri nový by bol čo jeho ktoré sú má k s"
          " podľa ktorý aj",
    "hr": "u i je na se za od s iz do da su o po kao koji koja koje nije će bi sa ne što prema protiv te",
    "sl": "v in je na se za od s iz do da so o po kot ki ni bo bi z ne kaj proti pri pa tudi",
    "lt": "ir į iš su kad yra bus ne dėl po apie nuo prie už tai jau bet buvo per kaip",
    "lv": "un uz no ar ka ir būs ne par pēc pie tas jau bet bija kā lai",
    "fi": "ja on ei se että oli mutta myös kun hän kuin ovat sekä joka mukaan vuoden uusi nyt jo yli",
    "et": "ja on ei see et oli aga ka kui ta mis kes oma uus juba üle pärast",
    "hu": "a az és nem hogy is egy meg de volt már van csak mint szerint után ez lesz új még ki el",
    "id": "yang dan di ke dari untuk pada dengan ini itu adalah akan tidak juga oleh dalam bisa telah sudah lebih",
    "eu": "eta dira dute egin izan baina ditu duen baino hau hori",
    "ga": "agus ag faoi tá níl bhí siad leis chun ón idir gach iad ná",
    "is": "og að í á er sem við fyrir með um ekki var hefur eftir frá verður",
    "sq": "dhe në për nga është një janë më",
    "kk": "және мен үшін туралы бойынша деп бір жаңа кейін болды осы екі",
    "ky": "жана менен үчүн тууралуу боюнча деп бир жаңы кийин болду",
    "mn": "нь юм байна болон гэж энэ болсон байгаа хэмээн",
    "uz": "билан учун ҳақида бўйича деб ҳам янги кейин bilan uchun haqida deb yangi hamda yoki keyin kabi",
    "tr": "ve bir bu için ile da de mi ne çok daha en olarak sonra kadar göre gibi yeni ama ki var oldu ilk son",
}
_NEWS_WORDS = {
    "et": "aasta aastat algab alustas ametist andmetel astus avati eestlane esimees esitas ettevõte hinda hinnad"
          " hommikul inimesed inimest juht jõudis kaotas kasum kasvas keeldus kehtestas kinnitas käis käive lahkub"
          " linnapea linnavalitsus loodab läheb lõpetas maantee miljonit müüb müük nädal ostab ostis palju"
          " peaminister politsei põleng riigikogu rohkem saabus sadas sajab suletakse sulgeb sõitis sõjas süüdistab"
          " tagasi toimus tulekahju tõstab tõuseb tööd valiti valitsus vallandas vähem väitel võitis võitja võttis"
          " õnnetus",
    "eu": "abiatu adierazi aldeko arabera atzo aurka aurkeztu batzordea berria berriak bigarren bitartean eguna"
          " epaileak gehiago gobernua gobernuak herri herritarrak hildako irabazi ireki iritsi itxi izango jarri"
          " jaurlaritzak jokalaria langileak lehendakaria lortu manifestazio milioi proiektua sartu sutea taldea"
          " udalak urtarrila urte urtean urteko zaurituta zergatik ziren zituen zuen",
    "uz": "aholi ayollar bekati berildi boshlandi chiqdi davlat etdi etildi garchi hokimi keldi ketdi kuni mumkin"
          " narxi ochildi olib poyezd qabul qaror qildi qilindi qurildi sammit shahar shahri shahrida topildi tuman"
          " tumani uchrashdi vazir vaziri viloyati viloyatida",
    "az": "bildirib etdi görüşüb haqqinda həlak ildə ilə keçirildi keçirilib köhnə küçə məktub məktəb mərkəzində"
          " nazirliyi olacaq olub olunub qiymət qiyməti qəza saxlanilib səfər səfərə tutulub tələbə ucuzlaşib verib"
          " vətəndaş yanğin üzrə şəhər şəhərində",
    "sq": "arrestohet dje drejt gjatë gjykata hapet humbi ishte kanë katër kryeministri kryetari kundër lajmi mban"
          " merr milionë ndaj ndodh ndërsa njerëz pranë qeveria qytet qytetin rritet shkon shpallet shtatë sipas"
          " thotë udhëton vdes vdiq zgjedhjet zjarr",
}
_LETTERS = {
    "pl": "ąęłńśźż", "cs": "ěřů", "sk": "ľĺŕô", "hu": "őű", "tr": "ğş", "ro": "ățşș", "lt": "ėįųū", "lv": "āēīķļņģ",
    "hr": "đћђљњџ", "de": "ß", "az": "ə", "is": "ðþ", "kk": "ұә", "uz": "ўҳ",
}
_SHARED_LETTERS = {
    "š": "cs sk hr sl lt lv et", "č": "cs sk hr sl lt lv", "ž": "cs sk hr sl lt lv et", "ý": "cs sk", "ć": "pl hr",
    "ä": "de fi sv et sk", "ö": "de fi sv hu tr et", "ü": "de hu tr et", "å": "sv da nb", "ø": "da nb", "æ": "da nb",
    "ã": "pt", "õ": "pt et", "ç": "fr pt tr", "ñ": "es", "ò": "it", "ê": "fr pt", "é": "fr es pt hu cs sk",
    "á": "es pt hu cs sk", "ғ": "kk uz", "қ": "kk uz", "ң": "kk ky", "ү": "kk ky mn", "ө": "kk ky mn",
}
# fmt: on
"""``_NEWS_WORDS``: of headlines in languages that have no list of words; none of them is in another language's list."""
_TOKEN = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 2_000
_FEWEST = 0.2
"""Points that make a language possible: a word that it shares with four others."""
_ENOUGH = 0.5
"""Share of the best language's points from which another one may be meant, too."""


def languages_of(spoken: Iterable[str], told: str) -> tuple[str, ...]:
    """The languages that a text may be in, English always among them.

    ``spoken``: what its words tell; ``told``: what the source says (a tag such as ``pl-PL``, or empty): feeds say
    ``en-us`` by default, so it only adds.
    """
    return tuple(sorted({*spoken, "en"} | ({_primary_tag(told)} if told else set())))


def spoken_languages(text: str) -> frozenset[str]:
    """The languages that a folded text in Latin letters or Cyrillic may be in; empty where it tells none."""
    part = text[:_LOOKED_AT]
    points: dict[str, float] = defaultdict(float)
    known = _languages_by_word()
    for word in _TOKEN.findall(part):
        if spoken_in := known.get(word):
            for language in spoken_in:
                points[language] += 1 / len(spoken_in)  # A word that many languages have tells little.
    letters = _telling_letters() & set(part)
    for language, own in _LETTERS.items() if letters else ():
        points[language] += sum(2 for char in own if char in letters)
    for letter in _shared_letters() & letters:
        languages = _SHARED_LETTERS[letter].split()
        for language in languages:
            points[language] += 1 / len(languages)
    least = max(_FEWEST, _ENOUGH * max(points.values(), default=0))
    found = {language for language, count in points.items() if count >= least}
    if not found and letters:  # Too few words to tell: whoever has all of these letters may have written it.
        found = set.intersection(*(set(_SHARED_LETTERS[letter].split()) for letter in letters))
    return frozenset(found)


def is_function_word(word: str, languages: Sequence[str]) -> bool:
    """Is the folded word one of those that tell one of these languages (in, the, der)?"""
    return not _languages_by_word().get(word, frozenset()).isdisjoint(languages)


@cache
def _telling_letters() -> frozenset[str]:
    return _shared_letters().union(*_LETTERS.values())


@cache
def _shared_letters() -> frozenset[str]:
    return frozenset(_SHARED_LETTERS)


def _primary_tag(told: str) -> str:
    short = told.lower().replace("_", "-").split("-")[0]
    return {"no": "nb", "nn": "nb", "sr": "hr", "bs": "hr", "sh": "hr", "iw": "he"}.get(short, short)


@cache
def _languages_by_word() -> dict[str, frozenset[str]]:
    """A constant: function word → the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in (*_WORDS.items(), *_NEWS_WORDS.items()):
        for word in set(words.split()):
            found.setdefault(word, []).append(language)
    return {word: frozenset(languages) for word, languages in found.items()}
