"""What stands behind a Chinese name and makes another word of it, or says what it is."""

import re
from collections.abc import Container

from monitor.core.match.scan.kinds import CHINESE_ABSTRACT, CHINESE_KINDS, CHINESE_SURNAMES, CHINESE_YOUNG_WORDS

FUNCTION_CHARACTERS = frozenset(
    "可即立随就也不又都能会要将已被把让给对从向与和及或而但若如是有无在为以之其此所则便还更最很再的了着中"
)
"""Words of one character that carry grammar."""
_PERSON = 2
"""Characters of a person's short name: a family name and a given name of one."""
_FOREIGN_SOUNDS = frozenset(
    "阿埃艾安昂奥巴班邦贝本比彼波伯布查茨达戴丹德迪蒂丁杜多厄恩尔法菲费芬弗福盖甘戈格古哈海汉赫亨霍基吉加金卡凯坎康考柯科克肯库夸拉莱兰朗劳勒"
    "雷里理利莉林琳隆卢鲁伦罗洛马玛迈麦曼梅门蒙米明莫姆穆纳娜南内尼妮宁诺努欧帕潘佩彭皮平珀普齐奇恰乔切丘琼让热日萨塞赛桑瑟森沙莎山尚舍圣施什史"
    "士舒斯丝司松苏索塔泰坦汤唐陶特滕提廷图托瓦万旺威韦维温文沃乌武西希锡夏谢辛休雅亚延扬姚耶叶伊易因英尤约扎泽詹珍朱兹祖佐"
)
"""What the names of foreigners are written in: 哈梅内伊, 扎克伯格."""
COMPLEMENTS = frozenset("到起出着过了")
"""What only a verb takes behind it: 联想到 is to think of something, unless another word begins there (联想|起诉)."""
_ROAD = re.compile("[东西南北中][一二三四五六七八九十]?(?:路(?![径况透由途虎])|街(?![村镇乡道]))|大道(?!理|至)")
"""With the side of the town: 南京路况 is the traffic there."""
_PLAIN_ROAD = re.compile("路(?![径况透由途虎])")


def longer_person(name: str, after: str, known: Container[str]) -> str:
    """A person's name of three characters that begins with a name of two: 李宁静 is not 李宁.

    Told by the word that the given name makes (宁静), where no other word goes on from the name (马云|集团).
    """
    if len(name) != _PERSON or name[0] not in CHINESE_SURNAMES or not after or after[0] in FUNCTION_CHARACTERS:
        return ""
    return (
        ""
        if begins_word(after, known) or name[1] + after[0] not in known or name + after[0] in known
        else name + after[0]
    )


def is_foreign(name: str) -> bool:
    """Does what follows a dot sound like a foreigner's family name, by the characters that write such names?"""
    return len(name) > 1 and _FOREIGN_SOUNDS.issuperset(name)


def begins_word(after: str, known: Container[str]) -> bool:
    """Does a word of the dictionary begin right behind the name?"""
    return after.startswith(CHINESE_YOUNG_WORDS) or any(after[:last] in known for last in range(2, len(after) + 1))


def road_called_by(name: str, after: str, known: Container[str]) -> str:
    """A road that is called by the name, as roads of every town are: 南京东路 is not in Nanjing, 上海路演 no road."""
    road = _ROAD.match(after) or (not begins_word(after, known) and _PLAIN_ROAD.match(after))
    return name + road[0] if road else ""


def is_kind(rest: str, known: Container[str]) -> bool:
    """Is this the word for what the name is (清华|大学, 上海|市)? Then the two together are the name as well."""
    if rest in CHINESE_KINDS:
        return True
    return len(rest) > 1 and rest not in CHINESE_ABSTRACT and rest in known
