"""What of a model's answer may be shown: one clean sentence, cited, with no name and no figure of its own."""

import re
from collections.abc import Sequence

from monitor.core.i18n.phrases import Reason
from monitor.core.model.languages import Language
from monitor.core.model.summaries import AiSummary, Material
from monitor.core.summary.languages import sentence_rules
from monitor.core.summary.names import Known, unknown_name
from monitor.core.text.figures.numbers import figures_in
from monitor.core.text.normalize import fold
from monitor.core.text.sanitize import sanitize_line
from monitor.values import dataclass

SHORTEST = 8
_FEWEST_LETTERS = 4
_LONGEST_ANSWER = 4_000
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^```\w*\n(.*?)\n?```$", re.DOTALL)
_CITES = re.compile(r"[\[【［]\s*(\d{1,4}(?:\s*[,，、;]\s*\d{1,4})*)\s*[\]】］](?!\()")
_LINK = re.compile(r"!?\[([^\]]{0,500}+)\]\([^)]{0,2000}+\)")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}+:)?//\S+|\b(?:www\.|javascript:|data:|mailto:)\S+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b[\w-]{1,300}+(?:\.[\w-]{1,300}+){0,30}\.(?:com|net|org|io|cn|ai|co|app|dev|info|xyz|top|ru)\b(?:/\S*)?",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!a-z][^<>]{0,2000}>", re.IGNORECASE)
_MARKS = re.compile(r"\*\*|__|`+|^[#>*\-\s]+")
_END = re.compile(r"[。！？!?]+(?=.*\w)|(?<=[\w)”\"’])\.(?=\s+[A-Z\"“㐀-鿿])")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Inc|Corp|Ltd|Co|Mr|Ms|Mrs|Dr|St|No|vs|Jr|Sr|U\.S|U\.K|approx|est))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Why an answer is not shown."""

    why: str


def check_answer(
    answer: str, materials: Sequence[Material], language: Language, known: Known = ()
) -> AiSummary | Rejected:
    """The sentence with the reports it rests on, or why it is not shown."""
    if len(answer) > _LONGEST_ANSWER:
        return Rejected(why=Reason("ai_summary.long-answer", n=len(answer)))
    written = _FENCE.sub(r"\1", _THOUGHT.sub("", answer).strip()).strip()
    numbers = [int(number) for group in _CITES.findall(written) for number in re.findall(r"\d+", group)]
    if not numbers:
        return Rejected(why=Reason("ai_summary.no-report"))
    if wrong := [number for number in numbers if not 1 <= number <= len(materials)]:
        return Rejected(why=Reason("ai_summary.wrong-report", number=wrong[0], n=len(materials)))
    cited = [materials[number - 1] for number in dict.fromkeys(numbers)]
    sentence = _strip_markup(_CITES.sub("", written))
    if why := _find_misshape(sentence, language) or _made_up(sentence, cited, language, known):
        return Rejected(why=why)
    return AiSummary(text=sentence, cites=tuple(material.report_id for material in cited))


def _strip_markup(written: str) -> str:
    """Without markup and the targets of links; line ends stay, so that a second line is noticed."""
    text = _TAG.sub("", _LINK.sub(r"\1", written))
    lines = (sanitize_line(_MARKS.sub("", line)) for line in text.splitlines())
    joined = "\n".join(line for line in lines if line).strip(" \"“”'")
    return re.sub(r"\s+([。！？，、.!?,])", r"\1", joined)


def _find_misshape(sentence: str, language: Language) -> str:
    rules = sentence_rules(language)
    letters = sum(map(str.isalpha, sentence))
    if len(sentence) < SHORTEST or letters < _FEWEST_LETTERS:
        return Reason("ai_summary.no-sentence")
    if "\n" in sentence:
        return Reason("ai_summary.lines")
    if len(sentence) > rules.most_characters:
        return Reason("ai_summary.long", n=len(sentence), most=rules.most_characters)
    if found := _ADDRESS.search(sentence) or _DOMAIN.search(sentence):
        return Reason("ai_summary.address", address=found[0][:60])
    ends = [end for end in _END.finditer(sentence) if not _ABBREVIATED.search(sentence[: end.start()])]
    if ends:
        return Reason("ai_summary.sentences")
    native = len(rules.native.findall(sentence)) / letters
    if native < rules.least_native or not rules.telltale.search(sentence):
        return Reason("ai_summary.other-language", language=rules.name)
    return ""


def _made_up(sentence: str, cited: Sequence[Material], language: Language, known: Known) -> str:
    texts = [f"{material.title}\n{material.text}\n{material.source}" for material in cited]
    told = figures_in(fold("\n".join(texts)))
    for figure in figures_in(fold(sentence)):
        if not figure.stands_in(told):
            named = f"{figure.value:g}{'%' if figure.share else ''}{f' {figure.currency}' if figure.currency else ''}"
            return Reason("ai_summary.figure", figure=named)
    if name := unknown_name(sentence, texts, known, language):
        return Reason("ai_summary.name", name=sanitize_line(name)[:60])
    return ""
