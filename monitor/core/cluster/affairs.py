"""Affairs that go in steps, and the words by which headlines tell each step: trials, cases, deals, laws, launches.

Headlines are read as ``clean_title`` leaves them: in small letters, Chinese in simplified characters.
"""

import re
from collections.abc import Sequence

FEW_WORDS = r"(?:[^\s,;:]+ ){0,3}"
_YEARS = r"(?=.{0,40} (?:years?|months?|jahren?|ans\b|mois|años|meses|anni|mesi|anos|lat\b|лет|года)\b)"


def either(*parts: str) -> re.Pattern[str]:
    """One pattern of several."""
    return re.compile("|".join(parts))


_OF_A_DEAL = r"(?=.{0,60}(?:acqui|merg|deal\b|purchase|takeover|sale\b|buy|bid\b|sell))"
_OF_A_MERGER = r"(?=.{0,12}(?:收购|合并|并购|交割))"
_OF_A_BILL = r"(?=.{0,60}\b(?:bills?|law|laws|reform|budget|act|legislation|amendment)\b)"
_OF_MANY = (
    r"(?:summit|conference|congress|festival|talks|games|expo|fair|forum|gipfel|konferenz|messe|sommet|cumbre"
    r"|vertice)"
)
_WHO_OWNS = r"(?:share|stock|stake)holders? "
_TRIAL = (
    either(
        r"被捕|抓获|刑拘|逮捕|체포",
        r"\b(?:arrest(?:s|ed)?\b(?! warrant)|detain(?:s|ed)|festgenommen|verhaftet|interpell|garde à vue|detenid"
        r"|arrestat)",
        r"\b(?:zatrzyma|задержа|gözalti)",
    ),
    either(
        r"批捕|구속|\b(?:remanded|denied bail|u-haft|untersuchungshaft|haftbefehl|écroué|détention provisoire"
        r"|арестова|под стражу)",
        r"\b(?:prisión (?:provisional|preventiva)|(?:envía|ingresa) (?:a|en) prisión|domiciliari|custodia cautelare)",
        r"\b(?:prisão preventiva|tymczasowo|do aresztu|aresztowan|в сизо|tutuklan)",
    ),
    either(
        r"取保|보석|保釈|\b(?:(?:on|granted|gets) bail|gegen kaution|auf freien fuss|remise? en liberté"
        r"|en libertad|bajo fianza)",
    ),
    either(
        r"提起公诉|被公诉|被起诉|\b(?:indict|angeklagt|anklage erhoben|mise? en examen|inculp|imputad|zarzut"
        r"|akt oskarżenia)",
        r"\b(?:cita(?:d[oa])? a declarar|como investigad|denunciad|indagat|предъявил|обвинени|iddianame)|기소",
        rf"\bcharged (?:with|over|in|after)\b|\bcharges? {FEW_WORDS}(?:with|over)\b",
    ),
    either(
        r"\b(?:derecho a no declarar|declara (?:ante|como)|comparece|appears? (?:in court|before)|in the dock"
        r"|vor gericht)\b",
        r"\b(?:procesa|procesad[oa]s?|procesamiento|rinvi(?:at|o) a giudizio)\b",
        r"受审|开庭|초공판|初公判|\b(?:goes on|stands|put on) trial\b|\btrial (?:opens|begins|starts)\b"
        r"|\bprozess(?:beginn| beginnt)",
    ),
    either(r"认罪|\bplead"),
    either(
        r"罪名成立|\b(?:found guilty|convict(?:s|ed)?\b|acquit|schuldig gesprochen|freigesprochen|absuelt|assolt"
        r"|uniewinni)",
    ),
    either(
        r"求刑|구형|建议判处",
        rf"\b(?:seeks?|sought|demands?|fordert|requis|requiert|pide|piden|solicita|chied(?:e|ono)|chiest[oi]"
        rf"|pede){_YEARS}",
        rf"\b(?:żąda|запросил[аи]?|просит){_YEARS}",
    ),
    either(
        r"获刑|判处|被判|判刑|선고|实刑判决|有罪判决",
        r"\b(?:sentenced|jailed|verurteilt|condamnée?s?\b|condenad|condena(?! por abs)|condannat|skazan|приговор"
        r"|mahkum)",
        rf"\bsentences {FEW_WORDS}to\b",
    ),
    either(
        r"上诉|维持原判|控诉|항소",
        r"\b(?:appeals?\b(?! for| to )|upholds?\b|upheld|overturn|einspruch|berufung|fait appel|recurr|apelacj"
        r"|апелляц)",
    ),
    either(
        r"\b(?:archiva|sobrese|reabre|reabrir|case (?:dropped|dismissed)|charges dropped|eingestellt"
        r"|classée? sans suite)",
    ),
)
_CASE = (
    either(
        r"立案调查|\b(?:to investigate|investigates)\b",
        rf"\b(?:opens?|opened|launch(?:es|ed)?|begins?|starts?) {FEW_WORDS}(?:probe|investigation|inquiry)\b",
    ),
    either(rf"\boffer(?:s|ed)? {FEW_WORDS}(?:remed|concession|commitment)"),
    either(rf"罚款|被罚|\b(?:fined|fines)\b|\b(?:hit with|gets?|faces?) {FEW_WORDS}fine\b"),
    either(r"上诉|\b(?:appeals?\b(?! for| to )|challenges? |upholds?\b|upheld|overturn|annuls?)"),
)
_DEAL = (
    either(
        rf"洽谈收购|拟收购|竞购|\b(?:in|holds?|advanced|exclusive) {FEW_WORDS}talks? {_OF_A_DEAL}",
        rf"\b(?:weigh|consider|explor)(?:s|es|ing) {_OF_A_DEAL}",
        rf"\b(?:nears?|close to|closing in on) {FEW_WORDS}(?:deal|acquisition|takeover|merger)\b",
        rf"\b(?:raise|sweeten|launche?|make)s? {FEW_WORDS}(?:bid|offer) for\b",
    ),
    either(
        r"\b(?:agrees? to (?:buy|acquire|merge|sell)|clinches|buys|acquires)\b",
        rf"\bstrikes? {FEW_WORDS}deal\b|\bwins (?:[\w'-]+ )?(?:bidding|battle)\b",
        r"(?<!talks )(?<!bid )(?<!offer )(?<!considers )(?<!weighs )(?<!deal )\bto (?:buy|acquire|be acquired)\b",
    ),
    either(
        rf"股东大?会?(?:通过|批准)|\b{_WHO_OWNS}(?:[\w'-]+ )?(?:approve|back|vote|reject)",
        rf"\b(?:clear|approve|block)(?:s|ed) {_OF_A_DEAL}",
    ),
    either(rf"完成{_OF_A_MERGER}|\b(?:complete|finali[sz]e|close)[sd]? {_OF_A_DEAL}"),
    either(
        rf"终止{_OF_A_MERGER}|\b(?:abandons|abandoned|scraps?|scrapped|walks? away|terminate[sd]?) {_OF_A_DEAL}",
        rf"\b(?:calls? off|called off|drop(?:s|ped)|withdr[ae]ws?) {_OF_A_DEAL}",
    ),
)
_LICENCE = (
    either(r"\b(?:advis[eo]rs?|advisory|panel|committee)\b[^,;:]{0,40}\b(?:back|recommend|endors|vote|reject|urge)"),
    either(rf"\b(?:approves|approved|clears|cleared|(?:wins?|gets?|gains?) {FEW_WORDS}approval)\b"),
    either(r"\b(?:rejects|rejected|declines to|refuses)\b"),
)
_LAUNCH = (
    either(r"推迟|延期|暂缓|\b(?:scrub(?:s|bed)|postpon|delay(?:s|ed)\b|calls? off|called off)"),
    either(r"发射成功|成功发射|升空|\b(?:launches|launched|lifts? off|lifted off|blasts? off)\b"),
)
_OFFICE = (
    either(
        r"开始投票|投票开始|\b(?:voting (?:begins|starts|under way)|polls open|go(?:es)? to the polls|wahllokale)",
    ),
    either(r"当选|\belected\b|\bwins (?:[^\s,;:]+ ){0,5}(?:election|race|vote|presidency)\b"),
    either(
        r"出口民调|출구조사|出口调查|\b(?:exit polls?|hochrechnung|partial results|boca de urna|a pie de urna"
        r"|sondażow)",
    ),
    either(r"就职|宣誓|\b(?:sworn in|takes? office|inaugurat|takes? oath)"),
    either(r"辞职|\b(?:resigns?\b|resigned|steps? down|quits\b)"),
)
_GATHERING = (
    either(
        rf"开幕(?!式)|개막|\b{_OF_MANY}.{{0,24}}\b(?:opens|begins|starts|kicks off|gets under way|beginnt"
        rf"|startet|s'ouvre)\b",
        rf"\b{_OF_MANY}.{{0,24}}\b(?:arranca|comienza|se inaugura|si apre|começa)\b",
    ),
    either(
        rf"闭幕|폐막|\b{_OF_MANY}.{{0,24}}\b(?:ends|ended|closes|concludes|wraps up|endet|s'achève)\b",
        rf"\b{_OF_MANY}.{{0,24}}\b(?:concluye|termina|se clausura|si chiude|encerra)\b",
    ),
)
_RECALL = (
    either(r"召回|리콜|リコール|\b(?:recalls?\b|calls back|ruft\b.{1,60}\bzurück|rückruf|rappelle|rappel\b)"),
    either(
        r"扩大召回|追加召回|\b(?:widens?|expands?|extends?)\b.{0,40}\brecall|\bweitet\b.{0,40}\brückruf"
        r"|élargit le rappel",
    ),
)
_BILL = (
    either(rf"\b(?:proposes?|tables?|introduces?|unveils?|drafts?) {_OF_A_BILL}"),
    either(
        rf"\b(?:pass(?:es|ed)|approves?|approved|adopts?|adopted) {_OF_A_BILL}",
        r"\b(?:bill|law|reform|budget|act) (?:passes|passed|clears|approved)\b",
    ),
    either(rf"\b(?:sign(?:s|ed)|veto(?:es|ed)) {_OF_A_BILL}|\binto law\b"),
    either(
        r"生效|施行|시행|\b(?:takes? effect|comes? into (?:force|effect)|in kraft|en vigueur|entra (?:en vigor"
        r"|in vigore|em vigor))"
    ),
    either(rf"\b(?:strikes? down|struck down|repeals?|repealed) {_OF_A_BILL}"),
)
AFFAIRS: Sequence[Sequence[re.Pattern[str]]] = (
    _TRIAL,
    _CASE,
    _DEAL,
    _LICENCE,
    _LAUNCH,
    _OFFICE,
    _GATHERING,
    _RECALL,
    _BILL,
)
"""The steps of each kind of affair, in the order in which they follow one another."""
