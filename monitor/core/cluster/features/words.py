"""The words of a folded text, one word for one meaning, and how much each says."""

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.cluster.features.word_frequencies import COMMON
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import rjieba
else:
    rjieba = lazy_module("rjieba")

# Words by which two newsrooms report one thing. Only sets that hold in any news; names of companies in both languages.
_CONCEPTS = """
    去世 逝世 病逝 离世 讣告 辞世 身亡 遇难 死亡 坠亡 dies died
    发布 推出 上线 亮相 发布会 问世 登陆 上架 公布 宣布 官宣 发售 开售 release releases released launch launches
    停止 关闭 关停 退出 终止 下线 停售 停服 停产 取消 解除 撤销
    开源 开放
    拟 计划 将 考虑 筹建 筹备 探索 准备 有望 预计
    出售 售卖 销售 卖
    涨价 提价 上涨 上调
    降价 下调 下跌 降幅 下降 折扣 优惠
    收购 并购 acquire acquires acquired
    投资 融资 注资 入股 募资 筹资
    合作 签署 达成 合同 联手 携手
    回应 答复 称 表示 透露 披露 澄清 says said
    不实 辟谣 否认 捏造
    动工 开工 开建
    启动 启用 开启 开始 实施 执行 施行 生效
    离职 辞职 卸任 离任
    突破 超 超过 破
    创办 创立 成立 创业 创始人
    支持 接入 集成
    宕机 中断 故障 瘫痪 崩溃 outage
    确认 承认 证实 认领 confirm confirms confirmed
    升级 更新 upgrade update
    智能体 agent agents
    批评 批 谴责 抨击 驳斥
    全球 世界
    国家 我国 中国 china
    谷歌 google
    阿里 阿里巴巴 alibaba
    字节 字节跳动 bytedance
    腾讯 tencent
    快手 kuaishou
    百度 baidu
    小米 xiaomi
    华为 huawei
    苹果 apple
    微软 microsoft
    英伟达 nvidia
    特斯拉 tesla
    三星 samsung
    亚马逊 amazon aws
"""
_CONCEPT = {word: line.split()[0] for line in _CONCEPTS.strip().splitlines() for word in line.split()}
_PARTICLES = frozenset(
    """
    的 了 在 和 与 及 是 已 被 把 对 为 从 等 也 都 就 又 而 向 于 以 其 该 此 这 那 之 可 或 并 但 让 中 上 下
    个 家 位 名 据 日 月 年 元 时 小时 分钟 今日 今天 昨日 昨天 近日 目前
    the a an of to in on for and or is are with by at from as its it
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
_NUMBER = re.compile(r"[\d.,]+%?")
_WORD = re.compile(r"\w")
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_COMPANY = re.compile(
    "阿里|腾讯|百度|字节|华为|小米|快手|抖音|京东|美团|网易|微信|滴滴|拼多多|哔哩哔哩|小红书|携程|荣耀|联想|中兴|比亚迪|蔚来|理想|小鹏|极氪|吉利"
    "|奇瑞|长安|特斯拉|谷歌|微软|苹果|英伟达|英特尔|高通|三星|亚马逊|甲骨文|索尼|智谱|月之暗面|阶跃星辰|科大讯飞|商汤|寒武纪|海光|摩尔线程|昇腾"
    "|火山引擎|蚂蚁|宇树|优必选"
)
_LACKS_LITTLE = 0.34
HAN = re.compile(r"[㐀-鿿]")


@cache
def _segmenter() -> rjieba.Jieba:
    """An instance of our own; nothing changes it afterwards."""
    return rjieba.Jieba()


def concepts(folded: str) -> frozenset[int]:
    """Hashes (32 bits) of the meanings of a folded text's words, without particles and bare numbers."""
    words = {word for word in _segmenter().cut(folded, hmm=False) if _WORD.search(word) and not _NUMBER.fullmatch(word)}
    # The segmenter takes apart names that its dictionary lacks.
    return frozenset(concept(word) for word in words.union(_COMPANY.findall(folded)) - _PARTICLES)


def concept(word: str) -> int:
    """The hash of what a word means."""
    return zlib.crc32(_CONCEPT.get(word, word).encode("utf-8", "replace"))


def proper_names(folded: str) -> frozenset[str]:
    """People, places and bodies that the segmenter's dictionary knows or guesses, and companies that it does not."""
    tagged = {word for word, tag in _segmenter().tag(folded) if tag in _NAME_TAGS and len(word) > 1}
    return frozenset(tagged.union(_COMPANY.findall(folded)))


@cache
def _lacks() -> dict[int, float]:
    """By how much each common word counts less than a rare one."""
    return {concept(word): 1.0 - weight for word, weight in sorted(COMMON.items(), key=lambda item: -item[1])}


@cache
def _common() -> frozenset[int]:
    return frozenset(_lacks())


def weight(words: frozenset[int]) -> float:
    """How much a set of words says: a rare word counts 1."""
    lacks = _lacks()
    return len(words) - sum([lacks[word] for word in words & _common()])


def telling(words: frozenset[int]) -> frozenset[int]:
    """The words that say at least two thirds of what a rare one says."""
    lacks = _lacks()
    return frozenset(word for word in words if lacks.get(word, 0.0) <= _LACKS_LITTLE)


def rare(words: frozenset[int]) -> frozenset[int]:
    """The words that are not common in the news."""
    return words - _common()
