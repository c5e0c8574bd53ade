"""The endings of names by language, as tables: closed classes, which no dictionary of new names has.

A paradigm says what the name ends in, and what may stand in place of that. ``C`` = any consonant (which stays), ``V``
= any vowel (which stays); ``-a`` = this tail is taken off first. Languages without cases of names have a plural and a
genitive s alone.
"""

from collections.abc import Mapping

from monitor.core.match.scan.endings.central_asian_tables import CENTRAL_ASIAN_TABLES
from monitor.core.match.scan.endings.script_tables import SCRIPT_TABLES, SCRIPT_VOWELS

VOWELS = SCRIPT_VOWELS | frozenset("aeiouyàáâãäåąæèéêëęìíîïòóôõöøőùúûüűýœаеёиоуыэюяіїєαεηιουωάέήίόύώ")
_S = {"C": "s", "V": "s"}

ENGLISH_IES = {f"-{consonant}y": f"{consonant}ies" for consonant in "bcdfghklmnprstvz"}
"""Of common nouns alone (batteries); a name keeps its y (the Kennedys, Emmys)."""
_GERMAN_ES = {
    f"-{noun}": f"{noun}es"
    for noun in ("tag", "rat", "bund", "amt", "haus", "hof", "kreuz", "platz", "geld", "gesetz", "verband")
}
"""Nouns with a genitive in -es that names of bodies end in: des Bundestages, des Roten Kreuzes."""
_GERMAN_N = {
    f"-{noun}": f"{noun}n"
    for noun in ("kasse", "kirche", "schule", "börse", "bühne", "messe", "gruppe", "pumpe", "anlage")
} | {f"-{noun}": f"{noun}en" for noun in ("bank", "klinik", "agentur", "zeitung", "universität")}
"""Nouns of the same sort with a plural in -n: die Sparkassen, der Volksbanken."""
_GERMAN_PARTIES = {"-grüne": "grünen", "-linke": "linken"}
"""Names that are adjectives, also with nothing behind them: die Grünen."""
_BARE_PLURALS = {f"-{letter}y": letter for letter in "bdhnrtvwz"}
"""Names that are plurals of women's gender have no ending in the genitive: Puławy, z Puław; noviny, novin."""
_POLISH = {
    "C": "a u owi em iem ie om ów ami ach y i owie e ia iu",
    "-ń": "nia niowi niem niu ni nie", "-iec": "ca cowi cem cu", "-ice": "ic icom icami icach",
    "-e": "ego emu em",
    "-t": "cie", "-d": "dzie", "-r": "rze", "-ł": "le", "-st": "ście", "-ódź": "odzi odzią",
    "-ia": "i", "-ie": "iu ia iem", "-sła": "śle", "-sło": "śle", "-sna": "śnie", "-sno": "śnie", "-zna": "źnie",
    "-zno": "źnie", "-sta": "ście",
    "-ek": "ka kowi kiem ku ki ków kom kami kach", "-ec": "ca cowi cem cu",
    "-a": "y i ie ę ą o ii ią ię", "-ka": "ce", "-ga": "dze", "-ra": "rze", "-ta": "cie", "-da": "dzie", "-ła": "le",
    "-o": "a u em ie owi", "-i": "iego iemu im ich imi", "-y": "ego emu ym ych ymi ów om ami ach",
    "-ska": "skiej ską", "-cka": "ckiej cką", "-ała": "ałej ałą",
    "-lce": "lc lcom lcami lcach", "-ki": "k kom kami kach", **_BARE_PLURALS, "-ły": "ł",
}  # fmt: skip
_CZECH_SLOVAK = {
    "C": "a u ovi em om e i y ů ům ech ách ami mi ové ou ovia ov ovy ova ovo ovu ově ův ových ovým ho ém ím",
    "-k": "cích ku kem kom", "-g": "zích", "-ek": "ka ku kem kovi ky", "-ec": "ce ci cem covi",
    "-a": "y u ou ě e o i ám ách ami in ina iny ino iny ovi ův ova ovo ovy ovu",
    "-ka": "ce ke", "-ha": "ze", "-ga": "ze",
    "-o": "a u em om ě ovi ov ův ova ovo ovy ovu", "-e": "i í em", "-ý": "ého ému ým ém", "-á": "é ou ej",
    "-ský": "ského skému ským", "-i": "iho imu im", "-eň": "ně ni ní", "-ň": "ně ni ní",
    "-ice": "ic icím icích icemi iciam iciach", "-y": "ů ům ech ých ým ám ách ami", "-ia": "ie ii ií",
    **_BARE_PLURALS,
}  # fmt: skip
_SOUTH_SLAVIC = {
    "C": "a u om em e i ima ov ova ovo ove ev eva ovog ovom ih",
    "-a": "e i u om o ama in ina inog inom", "-o": "a u om", "-ac": "ca cu cem", "-ek": "ka ku kom",
    "-i": "ija iju ijem", "-e": "ea eu eom", "-ka": "ci", "-ga": "zi",
}  # fmt: skip
_SERBIAN_LETTERS = str.maketrans("abvgdezijklmnoprstuc", "абвгдезијклмнопрстуц")
_SOUTH_SLAVIC |= {
    key if key == "C" else key.translate(_SERBIAN_LETTERS): f"{endings} {endings.translate(_SERBIAN_LETTERS)}"
    for key, endings in _SOUTH_SLAVIC.items()
} | {key: endings for key, endings in _SOUTH_SLAVIC.items() if key != "C"}
"""Serbian is written in both scripts; a form is in that of its name."""
_BALTIC = {
    "C": "as o ui ą u e ai us ams ais uose s a am ā is iem os",
    "-as": "o ui ą u e ai us ų", "-is": "io iui į iu yje", "-a": "os ai ą oje as u ā ām ās ų",
    "-ė": "ės ei ę e ėje", "-s": "a am u ā i us iem os", "-e": "es ei i ē", "-us": "aus ui ų umi uje",
    "-o": "o ui ą",
}  # fmt: skip
_FINNISH_CASES = (
    "n a ä ta tä ssa ssä sta stä lla llä lta ltä lle ksi na nä tta ttä in en an än on ön un yn hin seen t ien jen ia iä"
)
_FINNISH = {
    "C": " ".join("i" + case for case in (*_FINNISH_CASES.split(), "")) + " in iin ia iä it ien",
    "V": _FINNISH_CASES,
    "-ki": "gin gissa gissä gista gistä gille gilla gillä gin",
    "-nen": "sen sta stä selle sella sellä selta seltä seen sessa sessä sesta sestä set",
    "-kko": "kon kossa kosta kolle kolla kolta",
    "-kka": "kan kassa kasta kalle kalla kalta",
    "-kki": "kin kissa kissä kista kistä kille killa killä kilta",
    "-ppi": "pin pissa pista pille pilla pilta",
    "-tti": "tin tissa tista tille tilla tilta",
    "-niemi": "niemen niemeä niemessä niemestä niemelle niemellä niemeltä niemeen",
    "-lahti": "lahden lahdessa lahdesta lahdelle lahdella lahdelta lahtea lahteen",
    "-saari": "saaren saaressa saaresta saarelle saarella saarelta saarta saareen",
    "-koski": "kosken koskella koskelta koskelle koskea koskeen",
    "-ku": "un ussa usta ulle ulla ulta uksi",
    "-e": "een eessa eessä eesta eestä eelle eella eellä eelta eeltä eeseen eeksi",
    "-joki": "joen joessa joesta joelle joella joelta",
    "-lehti": "lehden lehdessä lehdestä lehdelle lehdellä lehdeltä lehteä lehteen",
    "-us": "uksen uksessa uksesta ukseen ukselle uksella ukselta uksena ukseksi usta",
    "-ys": "yksen yksessä yksestä ykseen ykselle yksellä ykseltä yksenä ykseksi ystä",
    "-es": "eksen eksessä eksestä ekseen ekselle eksellä ekseltä estä",
    "-nta": "nnan nnassa nnasta nnalle nnalla nnalta",
    "-ntä": "nnän nnässä nnästä nnälle nnällä nnältä",
    "-mpo": "mmon mmossa mmosta mmolle mmolla mmolta",
    "-mpu": "mmun mmussa mmusta mmulle mmulla mmulta",
    "-at": "ien ia issa ista iin ille illa ilta",
    "-ät": "ien iä issä istä iin ille illä iltä",
    "-aat": "aiden aita aissa aista aisiin aille ailla ailta",
    "-eät": "eiden eitä eissä eistä eisiin eille eillä eiltä",
    "-iset": "isten isia isiä isissa isissä isista isistä isiin isille isilla isillä isilta isiltä",
    "-mäki": "mäen mäessä mäestä mäelle mäellä mäeltä",
}
_ESTONIAN = {
    "C": "i it is ile il ilt ist iga ina ini ita isse ks id ide eid u ut us a at as ale al alt ast aga"
    " e est el elt ele ega",
    "V": "t s sse st le l lt ks ni na ta ga d de",
}
_HUNGARIAN = {
    "C": "t ot et öt at ott ett ött nak nek ban ben ba be ból ből on en ön ra re ról ről hoz hez höz tól től nál nél"
    " ért ig ként é ék ok ek ök ak i al el val vel os es ös ja je a e",
    "V": "t n nak nek ban ben ba be ból ből ra re ról ről hoz hez höz tól től nál nél ért ig ként val vel k é ék i s",
    "-a": "át án ának ában ába ából ára áról ához ától ánál áért áig ával ák áé ái ás ája",
    "-sz": "sszal sszel",
    "-cs": "ccsal ccsel",
    "-zs": "zzsal zzsel",
    "-gy": "ggyal ggyel",
    "-ny": "nnyal nnyel",
    "-ly": "llyal llyel",
    "-ty": "ttyal ttyel",
    "-e": "ét én ének ében ébe éből ére éről éhez étől énél éért éig ével ék éé éi és éje",
}
_ROMANIAN = {
    "C": "ul ului ule",
    "-a": "ei",
    "-ă": "a ei",
    "-i": "iul iului",
    "-u": "ul ului",
    "-ea": "elei",
    "-ia": "iei",
}
_ICELANDIC = {
    "C": "s ar ur i inn",
    "V": "s r",
    "-a": "u",
    "-i": "a",
    "-ur": "s i ar",
    "-ir": "is i",
    "-ar": "a um",
}
_ALBANIAN = {"C": "i it in", "-a": "ë ës ën", "-ë": "a ës ën", "-i": "it in", "-e": "ja jes jen"}
_BASQUE = {
    "C": "ek en eko etik era ekin ez i entzat erako eraino erantz engan aren ean ak",
    "V": "k ren ko tik ra rekin z ri n rentzat rako raino rantz rengan ren an",
    "-r": "rrek rren rreko rretik rrera rrekin rri rrean rra",
    "-o": "oren oko otik ora orekin oz ori on",
    "-ia": "iko itik",
    "-a": "aren ako atik ara arekin az ari an",
}
_TURKISH_C = (
    "in ın un ün i ı u ü e a de da te ta den dan ten tan le la lı li lu lü ler lar deki daki teki taki nin"
    " dır dir tır tir lılar liler lular lüler"
)
_TURKISH = {
    "C": _TURKISH_C,
    "V": "nin nın nun nün yi yı yu yü ye ya de da den dan yle yla li lı lu lü ler lar deki daki"
    " lılar liler lular lüler",
}
_AZERBAIJANI = {
    "C": "in ın un ün i ı u ü a ə da də dan dən la lə lar lər ların lərin dakı dəki dır dir",
    "V": "nın nin nun nün nı ni nu nü ya yə da də dan dən yla ylə lar lər ların lərin dakı dəki",
}
_RUSSIAN = {
    "C": "а у ом ем е ы и ов ам ами ах ым ых ому ого ою ев",
    "-а": "ы и е у ой ою ам ами ах", "-я": "и е ю ей ею ям ями ях", "-й": "я ю ем е и ев ям", "-ь": "я ю ем е и ью ей",
    "-ия": "ии ию ией", "-ий": "ого ему ому им ом его ем ия ию ием ии", "-ый": "ого ому ым ом",
    "-ой": "ого ому ым ом", "-ая": "ой ую ою", "-о": "а у ом е", "-ок": "ка ку ком ке", "-ец": "ца цу цем цом це цы",
    "-яя": "ей юю", "-ое": "ого ому ым ом", "-ее": "его ему им ем", "-ре": "ря рю рем", "-ые": "ых ым ыми",
    "-ие": "их им ими", "-ел": "ла лу лом ле",
    "-ин": "ина ину ином ине иным ины", "-ы": "ам ами ах ов", "-и": "ам ами ах ей",
}  # fmt: skip
_UKRAINIAN = {
    "C": "а у ом ем ові еві і и ів ам ами ах им их ою е",
    "-а": "и і у ою о ам ами ах ої ій", "-и": "ам ами ах", "-е": "ого ому им",
    "-я": "ї і ю єю ею", "-й": "я ю єм єві ї є", "-ь": "я ю ем еві і",
    "-ий": "ого ому им ім", "-ія": "ії ію ією", "-о": "а у ом ові і", "-ка": "ці", "-ів": "ова ову овом ові еву ева",
    "-їв": "єва єву євом єві", "-га": "зі", "-ець": "ця цю цем цеві", "-ок": "ка ку ком ку",
    "-ар": "аря арю арем ареві арі арів арям арями арях", "-яр": "яра яру яром ярові ярі",
    "-іль": "оля олю олем олі",
}  # fmt: skip
_BULGARIAN = {"C": "а ът ов ова ово и е", "-а": "та о и ата", "V": "то та те"}
_GREEK = {
    "-οσ": "ου ο ον οι ουσ ων ε", "-όσ": "ού ό όν έ", "-ασ": "α ων εσ", "-άσ": "ά", "-ησ": "η ων εσ",
    "-ήσ": "ή", "-α": "ασ αν εσ ων", "-ά": "άσ", "-η": "ησ ην εσ", "-ή": "ήσ ήν", "-ι": "ιου ια", "-ο": "ου α ων",
    "-ισ": "εωσ ι", "-η ": "",
}  # fmt: skip

TABLES: Mapping[str, Mapping[str, str]] = {
    "en": _S | {"-x": "xes", "-ss": "sses", "-us": "uses", "-ch": "ches", "-sh": "shes", **ENGLISH_IES},
    "de": _S | {"-sch": "schs"} | _GERMAN_ES | _GERMAN_N | _GERMAN_PARTIES,
    "nl": _S, "sv": _S, "da": _S, "nb": _S | {"-s": "s"},
    "fr": {"C": "s", "V": "s"}, "es": {"V": "s", "C": "es"}, "pt": {"V": "s", "C": "es"},
    "id": dict.fromkeys("CV", "nya lah kah pun ku mu"), "it": {}, "ro": _ROMANIAN,
    "eu": _BASQUE, "is": _ICELANDIC, "sq": _ALBANIAN,
    "pl": _POLISH, "cs": _CZECH_SLOVAK, "sk": _CZECH_SLOVAK, "hr": _SOUTH_SLAVIC, "sl": _SOUTH_SLAVIC,
    "lt": _BALTIC, "lv": _BALTIC, "fi": _FINNISH, "et": _ESTONIAN, "hu": _HUNGARIAN, "tr": _TURKISH,
    "az": _AZERBAIJANI,
    "ru": _RUSSIAN, "uk": _UKRAINIAN, "bg": _BULGARIAN, "el": _GREEK,
    **CENTRAL_ASIAN_TABLES, **SCRIPT_TABLES,
}  # fmt: skip
LANGUAGES = tuple(TABLES)
_FLEETING = {"-er": "ra ru rovi rem rom"}
"""Of given names before a family name (Petra Pavla); alone, Alexandra is somebody else."""
ADJECTIVES = {
    "de": {"-e": "en er em es", "-es": "en em e er", "-er": "en em e es"},
    "pl": {"-a": "ej ą", "-y": "ego emu ym"},
    "cs": {"-é": "ého ému ém ých ým ými", **_FLEETING},
    "sk": {"-é": "ého ému om ých ým ými", **_FLEETING},
    "hr": {"-i": "og oga om ome im em", "-a": "oj", "-ar": "ra ru rom re"},
    "sl": {"-i": "ega emu em im", "-o": "ega emu em im"},
}
"""What only a word that another follows takes: Deutsche Bank, der Deutschen Bank; Rotes Kreuz, beim Roten Kreuz."""
ADJECTIVES_LAST = frozenset({"pl"})
"""Where they may follow their noun: Dąbrowa Górnicza."""
TOWN_ADJECTIVES: Mapping[str, Mapping[str, str]] = {
    "de": {"C": "er", "V": "r er", "-en": "ner er ener", "-el": "ler"},
    "nl": {"C": "se", "V": "se", "-en": "se"},
    "hu": {"C": "i", "V": "i"},
}
"""How German and Dutch say "of the town", in one unchanging form with a capital (Leipziger Stadtrat), and Hungarian in
small letters."""
