"""Names of months as date lines have them, in the languages of Europe and Asia."""

from typing import Final

from monitor.core.text.written_dates.patterns import MONTHS

# Nominative, genitive and the usual abbreviations. The Croatian name of October is left out: it is November in Polish
# and Czech.
_NAMES: Final = (
    # Romance: Spanish, Italian, Portuguese, Romanian, Catalan
    "ene gen jan ianuarie ian gener; feb fev febrero februarie febr febrer; mar marzo martie març;"
    "abr aprilie abril; maig mai mag; giu jun iunie iun juny; lug jul iulie iul juliol; ago august agost;"
    "set septiembre septembrie setembre sett; ott out octombrie; nov noiembrie noi; dic dez decembrie desembre",
    # Germanic: German (Austria too), Dutch, Swedish, Danish, Norwegian
    "jänner jän januari; feber februari; maart mrt mär maerz marts; april; mei maj; juni; juli; augustus augusti aug;"
    "sept; okt; nov; des desember",
    # Polish
    "styczeń stycznia sty; luty lutego lut; marzec marca; kwiecień kwietnia kwi; maja; czerwiec czerwca cze;"
    "lipiec lipca lip; sierpień sierpnia sie; wrzesień września wrz; październik października paź;"
    "listopad listopada lis; grudzień grudnia gru",
    # Czech
    "leden ledna; únor února úno; březen března bře; duben dubna dub; květen května kvě; červen června čvn;"
    "červenec července čvc; srpen srpna srp; září zář; říjen října říj; listopadu; prosinec prosince",
    # Slovak, Slovene, Serbian in Latin letters
    "januára; februára; marec; apríl apríla aprila; máj mája; jún júna junij junija; júl júla julij julija;"
    "augusta avgust avgusta; septembra septembar; októbra oktobra oktobar; novembra novembar; decembra decembar",
    # Croatian
    "siječanj siječnja; veljača veljače; ožujak ožujka; travanj travnja; svibanj svibnja; lipanj lipnja; srpanj srpnja;"
    "kolovoz kolovoza; rujan rujna; ; studeni studenoga studenog; prosinac prosinca",
    # Finnish
    "tammikuuta tammikuu tammi; helmikuuta helmikuu helmi; maaliskuuta maaliskuu maalis;"
    "huhtikuuta huhtikuu huhti; toukokuuta toukokuu touko; kesäkuuta kesäkuu kesä; heinäkuuta heinäkuu heinä;"
    "elokuuta elokuu elo; syyskuuta syyskuu syys; lokakuuta lokakuu loka; marraskuuta marraskuu marras;"
    "joulukuuta joulukuu joulu",
    # Hungarian
    "jan január; febr február; márc március; ápr április; május máj; jún június; júl július; augusztus;"
    "szept szeptember; október; november; december",
    # Lithuanian, Latvian, Estonian, Icelandic
    "sausio sausis; vasario vasaris; kovo kovas; balandžio balandis; gegužės gegužė; birželio birželis; liepos liepa;"
    "rugpjūčio rugpjūtis; rugsėjo rugsėjis; spalio spalis; lapkričio lapkritis; gruodžio gruodis",
    "janvāris janvārī; februāris februārī; marts martā; aprīlis aprīlī; maijs maijā; jūnijs jūnijā; jūlijs jūlijā;"
    "augusts augustā; septembris septembrī; oktobris oktobrī; novembris novembrī; decembris decembrī",
    "jaanuar; veebruar; märts; aprill; mai; juuni; juuli; august; september; oktoober; november; detsember",
    "janúar; febrúar; mars; apríl; maí; júní; júlí; ágúst; september; október; nóvember; desember",
    # Greek
    "ιανουάριος; φεβρουάριος φεβρουαρίου; μάρτιος μαρτίου; απρίλιος απριλίου; μάιος μαΐου; ιούνιος ιουνίου;"
    "ιούλιος ιουλίου; αύγουστος αυγούστου; σεπτέμβριος σεπτεμβρίου; οκτώβριος οκτωβρίου;"
    "νοέμβριος νοεμβρίου; δεκέμβριος δεκεμβρίου",
    # Russian
    "январь января янв; февраль февраля фев февр; март марта мар; апрель апреля апр; май мая; июнь июня июн;"
    "июль июля июл; август августа авг; сентябрь сентября сен сент; октябрь октября окт; ноябрь ноября ноя нояб;"
    "декабрь декабря дек",
    # Ukrainian
    "січень січня січ; лютий лютого лют; березень березня бер; квітень квітня квіт кві; травень травня трав тра;"
    "червень червня черв чер; липень липня лип; серпень серпня серп сер; вересень вересня вер;"
    "жовтень жовтня жовт жов; листопад листопада лист лис; грудень грудня груд гру",
    # Bulgarian
    "януари яну; февруари; март; април; май; юни; юли; август; септември септ; октомври; ноември; декември",
    # Turkish; capitals without their dots too
    "ocak oca; şubat şub; mart; nisan nis; mayıs mayis; haziran haz; temmuz tem; ağustos ağu; eylül eyl;"
    "ekim eki; kasım kasim kas; aralık aralik ara",
    # Indonesian, Malay
    "januari; februari pebruari; maret mac; april; mei; juni jun; juli julai; agustus agu ogos; september; oktober okt;"
    "november; desember disember des dis",
    # Arabic, Hebrew (with "in", as dates have them), Chinese
    "يناير; فبراير; مارس; أبريل ابريل إبريل; مايو; يونيو يونيه; يوليو يوليه; أغسطس اغسطس; سبتمبر; أكتوبر اكتوبر;"
    "نوفمبر; ديسمبر",
    # Persian names of the Gregorian months
    "ژانویه; فوریه; مارس; آوریل; ; ژوئن; ژوئیه ژوییه; اوت; سپتامبر; اکتبر; نوامبر; دسامبر",
    # Arabic of the Maghreb
    "جانفي; فيفري فبراير; مارس; أفريل افريل; ماي; جوان; جويلية يوليوز; أوت غشت; سبتمبر شتنبر; أكتوبر; نوفمبر نونبر;"
    "ديسمبر دجنبر",
    "ינואר בינואר; פברואר בפברואר; מרץ במרץ; אפריל באפריל; מאי במאי; יוני ביוני; יולי ביולי; אוגוסט באוגוסט;"
    "ספטמבר בספטמבר; אוקטובר באוקטובר; נובמבר בנובמבר; דצמבר בדצמבר",
    "一月; 二月; 三月; 四月; 五月; 六月; 七月; 八月; 九月; 十月; 十一月; 十二月",
)

NEED_A_YEAR: Final = frozenset({"set", "out", "ago", "ara", "elo", "lis", "lip", "dub", "sie", "tem", "kas"})
"""Abbreviations that are words of other languages: only beside a year are they months."""


def _numbers_by_name() -> dict[str, int]:
    numbered = dict(MONTHS)
    for language in _NAMES:
        for number, names in enumerate(language.split(";"), start=1):
            numbered.update(dict.fromkeys(names.split(), number))
    return numbered


MONTH_NAMES: Final = _numbers_by_name()
"""Number of a month by its name in small letters."""


def month_number(name: str, *, after_dot: bool, with_year: bool) -> int | None:
    """The month of that name; ``None`` where it is none or may be two.

    ``after_dot``: a dot stands between day and name ("28. listopada" is Croatian, so October; "28 listopada" is
    Polish). ``with_year``: a year stands beside it.
    """
    name = name.lower().replace("\u0307", "")
    if (after_dot and name == "listopada") or (not with_year and name in NEED_A_YEAR):
        return None
    return MONTH_NAMES.get(name)
