"""Short lists of English and Pinyin words that the rules about names look things up in."""

import re

_COMMON = """
ability access account action agent alpha apple art atom base beam bear beta bird blue board book box bridge bright
build card case center chat circle claude clear click close cloud code color comet copilot core craft cursor data
dawn day deep dream drive echo edge element energy engine event face fast field fire flame flow flux focus force
forge form frame free fusion future game gate gem gemini glass gold grand grid group guide hand heart hero home
horizon house idea image impact intel island key kind king lab lake lead leaf level life light line link live local
logic loop love luma magic map mark matrix media memory meta mind mirror mobile model moment moon motion move muse
music nature nest net nova now ocean office open orbit page paint paper path peak people phone photo pika pilot
pixel planet play point pool portal power prime project pulse quest quick rain ray real reef rise river road rock
root runway sage scene seaweed seed sense shadow shape share show sight signal sky smart snap solo song sound space
spark speed spirit spring stage star step stone storm story stream studio sun super sync system team tide time tool
touch track tree turn unity vector video view vision voice wave way web whisper wind window wing wise wood word work
world zero zoom
"""

_OPENERS = """
a an and announcing are as ask at best by can create created did do does for free from generate generator get has
have here how i if in introducing is it its latest launch launches like made meet more my new next no not now of
official on or our out say see so test testing than that the their this to today try unlike use used using via vs
was we what when where which who why will with without you your
"""

_SURNAMES = """
bai bao bian cai cao cen chai chang che chen cheng cheung chu chuai cong cui dai dang deng diao ding dong dou du
duan fan fang fei feng fu gan gao gu guan gui guo han hao he hong hou hsu hu hua huang huo ji jia jian jiang jiao
jin jing ju kang ke kong kuang lai lan lang lee lei li lian liang liao lin ling liu lou lu luan luo ma mao mei meng
miao mu ni nie ning niu ou ouyang pan pang pei peng ping pu qi qian qiao qin qiu qu quan rao ren rong ruan shang
shao shen sheng shi shu shuai si situ song su sun tai tan tang tao teng tian tu wan wang wei wen weng wo wong wu xi
xia xian xiang xiao xie xin xing xiong xu xue yan yang yao ye yi yin ying yu yuan yue yun zang zeng zhai zhan zhang
zhao zhen zheng zhi zhong zhou zhu zhuang zhuo zong zou zu zuo
"""

COMMON = frozenset(_COMMON.split())
"""English words of everyday use: too common to be a sure alias."""

PREFIXES = frozenset({
    "anti", "auto", "bio", "eco", "euro", "extra", "giga", "hyper", "infra", "inter", "intra", "macro", "maxi", "mega",
    "meta", "micro", "mini", "mono", "multi", "nano", "neo", "omni", "para", "poly", "post", "pro", "proto", "pseudo",
    "retro", "semi", "super", "tele", "trans", "ultra", "uni", "vice",
})  # fmt: skip
"""Parts of words that are also written before a hyphen."""

OPENERS = frozenset(_OPENERS.split())
"""Words that stand capitalised before a name in a headline without being a given name."""

SURNAMES = frozenset(_SURNAMES.split())
"""Frequent Chinese family names in Pinyin."""

_AFTER = (
    ("[bpm]", "a|o|ai|ei|ao|an|en|ang|eng|i|ie|iao|ian|in|ing|u"),
    ("f", "a|o|ei|ou|an|en|ang|eng|u"),
    ("[dtnl]", "a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ie|iao|iu|ian|in|iang|ing|u|uo|uan|un|ui|v"),
    ("[gkh]", "a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang"),
    ("[jqx]", "ia|i|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un"),
    ("(?:[zcs]h?)", "a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang"),
    ("r", "e|i|ao|ou|an|en|ang|eng|ong|u|ua|uo|ui|uan|un"),
    ("y", "a|e|i|o|ao|ou|an|in|ang|ing|ong|u|ue|uan|un"),
    ("w", "a|o|u|ai|ei|an|en|ang|eng"),
    ("", "a|e|o|ai|ei|ao|ou|an|en|ang|er"),
)
_PINYIN = re.compile("(?:" + "|".join(f"{initial}(?:{finals})" for initial, finals in _AFTER) + "){1,2}")


def is_pinyin(name: str) -> bool:
    """May this be a Chinese given name in Latin letters, of one syllable or two (wan, jimeng), not kling or rihanna?"""
    return bool(_PINYIN.fullmatch(name))
