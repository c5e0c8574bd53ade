"""Where names end: segments of Latin identifiers, words of Chinese text."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def found(make: Make, alias: str, text: str) -> list[str]:
    matcher = make([Topic(id="t", name={"en": "t"}, aliases=(Alias(text=alias),))])
    return [mention.surface for mention in matcher.match(Document(body=text)).found]


@pytest.mark.parametrize(
    ("alias", "text", "surface"),
    [
        ("Kling", "用Kling做的", "Kling"),
        ("Kling", "Kling's new model", "Kling"),
        ("Jimeng", "new JimengClient()", "Jimeng"),
        ("Kling", "model_kling_v3", "kling"),
        ("Kling", "klingv3", "kling"),
        ("Hunyuan", "x.com/TencentHunyuan/status", "Hunyuan"),
        ("Miaoda", "MIAODA_API_KEY", "MIAODA"),
        ("ChatGPT", "ChatGPT4 和 chat-gpt", "ChatGPT"),
        ("Seaweed-7B", "seaweed 7b paper", "seaweed 7b"),
        ("可灵AI", "可 灵 AI 上线", "可 灵 AI"),
        ("Wan2.1", "Wan 2.1-T2V", "Wan 2.1"),
        ("Falke 5", "Falke 5.", "Falke 5"),
        ("Falke 5", "Falke-5. 5 people wait", "Falke-5"),
        ("Falke 5", "Falke 5.0 starts", "Falke 5"),
        ("可灵", "快手可灵发布2.0", "可灵"),
        ("可灵", "无可灵/Runway 集成", "可灵"),
        ("可灵", "可灵通常更快", "可灵"),
        ("可灵", "可灵引以为傲的市场", "可灵"),
        ("即梦", "独立即梦账号", "即梦"),
        ("即梦", "跟随即梦后端", "即梦"),
        ("即梦", "从即梦到上线", "即梦"),
        ("豆包", "豆包子类", "豆包"),
        ("美的", "前往美的工厂参观", "美的"),
        ("美的", "格力与美的争夺空调市场", "美的"),
        ("饿了么", "骑手注册饿了么账号", "饿了么"),
    ],
)
def test_a_name_that_stands_by_itself_is_found(make: Make, alias: str, text: str, surface: str) -> None:
    assert found(make, alias, text)[:1] == [surface]


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Kling", "Inkling"),
        ("Kling", "tackling"),
        ("Kling", "klingon-assistant"),
        ("Kling", "KlinGPT"),
        ("Kling", "ｋｌｉｎｇｏｎｓ"),
        ("Vimi", "Vimium"),
        ("Vimi", "NViMi"),
        ("Vimi", "movimiento"),
        ("V-ME", "<v-menu>"),
        ("V-ME", "NVMe SSD"),
        ("Hunyuan", "sk_hunyuangong"),
        ("Hy3", "Hy30"),
        ("Sora 2", "Sora\n2. Next item"),
        ("Falke 5", "Falke-5.5 starts"),
        ("Falke 5", "Falke 5.0.1 starts"),
        ("Tang-7B", "Tang-7B.1 starts"),
        ("3.5", "13.5 people"),
        ("3M", "A 3m wall in Rome"),
        ("3M", "between 2-3M people"),
        ("Kling", "Kl ing"),
        ("可灵", "座椅可灵活调节"),
        ("可灵", "许可灵感"),
        ("可灵", "消息可灵通了"),
        ("可灵", "可\n\n灵"),
        ("即梦", "随即梦见"),
        ("即梦", "立即梦境整理"),
        ("即梦", "即梦想"),
        ("豆包", "土豆包含淀粉"),
        ("豆包", "番茄土豆包子"),
        ("万相", "花10万相亲"),
        ("万相", "三万相机"),
        ("万相", "12 万相比去年"),
        ("绘镜", "用文字描绘镜头"),
        ("文心", "文心雕龙"),
        ("美的", "他挑了个完美的周末"),
        ("美的", "一对精美的茶杯"),
        ("美的", "沿途有优美的海岸"),
    ],
)
def test_a_part_of_something_longer_is_refused_at_the_boundary(make: Make, alias: str, text: str) -> None:
    assert found(make, alias, text) == []


@pytest.mark.parametrize(
    ("alias", "text", "reason"),
    [
        ("Falke 5", "Falke 5.5 starts", "only a part of the word “Falke 5.5”"),
        ("Lay's", "He lays a carpet", "“lays” is another word here"),
    ],
)
def test_the_reason_of_a_refusal_names_the_other_word(make: Make, alias: str, text: str, reason: str) -> None:
    matcher = make([Topic(id="t", name={"en": "t"}, aliases=(Alias(text=alias),))])
    assert reason in matcher.match(Document(body=text)).refused[0].reason


def test_a_cut_that_the_dictionary_cannot_decide_asks_for_evidence(make: Make) -> None:
    topic = Topic(id="t", name={"en": "t"}, aliases=(Alias(text="可灵"),), near=("视频",))
    matcher = make([topic])
    assert not matcher.match(Document(title="座椅可灵活动")).found
    assert matcher.match(Document(title="可灵活动：视频创作者招募")).found


def test_a_digit_before_a_unit_is_a_number(words: Words) -> None:
    assert words.cut("6", "万相", "亲").number_unit
    assert not words.cut("里", "万相", "").refused


def test_the_refusal_says_which_words_the_characters_belong_to(make: Make) -> None:
    matcher = make([Topic(id="t", name={"en": "t"}, aliases=(Alias(text="可灵"),))])
    refused = matcher.match(Document(title="可灵活")).refused
    assert [item.reason for item in refused] == ["because 可灵 here is part of 可 + 灵活"]
    assert refused[0].step == "boundary"
