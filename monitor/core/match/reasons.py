"""Reasons as values, and the sentences that tell them to a person, in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "segment": (
        "“{0}” is only a part of the word “{1}”",
        "“{0}”只是“{1}”这个词的一部分",
    ),
    "part-of-words": (
        "because {0} here is part of {1}",
        "因为这里的“{0}”其实是 {1} 的一部分",
    ),
    "doubtful-words": (
        "the characters of {0} may also be read as {1}; evidence decides",
        "“{0}”的字也可读作 {1}，由旁证决定",
    ),
    "doubtful": ("its characters may also be read as {0}", "其字也可读作 {0}"),
    "number-unit": (
        "because the first character of {0} is here the unit of a number (…{1})",
        "因为“{0}”的首字在这里是数字的单位（…{1}）",
    ),
    "excluded": ("the topic excludes “{0}”", "该主题排除“{0}”"),
    "title-only": ("“{0}” counts in the title only", "“{0}”只在标题中算数"),
    "case": ("“{0}” must be written exactly so, here it is “{1}”", "“{0}”须大小写一致，这里是“{1}”"),
    "needs": ("“{0}” is ambiguous and none of what it needs is near ({1})", "“{0}”有歧义，附近没有所需的词（{1}）"),
    "below": (
        "“{0}” is ambiguous and the evidence is too weak: score {1}, {2} is needed",
        "“{0}”有歧义，旁证不足：得分 {1}，需要 {2}",
    ),
    "sure": ("“{0}” is a name of its own", "“{0}”是明确的名称"),
    "weak": ("“{0}” needs evidence", "“{0}”需要旁证"),
    "version": ("followed by the version {0}", "后接版本号 {0}"),
    "need": ("“{0}” stands near", "附近有“{0}”"),
    "near": ("“{0}” is in the neighbourhood", "上下文有“{0}”"),
    "owner": ("the owner {0} is named", "提到所属公司 {0}"),
    "support": ("the entry names it for certain elsewhere ({0})", "同一条目他处已明确提到（{0}）"),
    "source": ("the source is about it ({0})", "来源即与之相关（{0}）"),
    "host-language": ("a Latin name in a Chinese sentence", "中文句子里的外文名称"),
    "not-near": ("“{0}” speaks for another bearer of the name", "“{0}”说明是同名的另一事物"),
    "identifier": ("it stands inside an identifier or path", "出现在标识符或路径里"),
    "glued": ("it is written into the word “{0}”", "写在“{0}”一词里"),
    "compound": ("a hyphen ties it to another word", "以连字符与别的词相连"),
    "person": ("it looks like a person's name ({0})", "看起来是人名（{0}）"),
    "query": ("the query is true", "查询条件成立"),
    "query-false": ("the query is not true", "查询条件不成立"),
    "boundary-ok": ("stands as a word of its own", "独立成词"),
    "boundary-segment": ("a whole segment of an identifier, path or host", "标识符、路径或网址中完整的一段"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: which, and the words it is about."""

    key: str
    parts: tuple[str, ...] = ()

    def text(self, language: str = "en") -> str:
        """As a sentence for a person."""
        english, chinese = _SENTENCES[self.key]
        return (chinese if language.startswith("zh") else english).format(*self.parts)
