"""What may follow a name and leave it that name: words for kinds, particles, endings of peoples."""

CHINESE_KINDS = frozenset(
    "市省县区镇乡村州盟旗队酒人话语系军党社网报氏族杯派集团公司股份控股银行证券大学学院中学队员府都"
    "岛港站峰宫会号奖病症籍菜"
)
"""Single characters that say what a name is: 上海市, 曼联队, 茅台酒, 清华系, 大连港, 诺贝尔奖, 帕金森病.

Not those by which what is called by a name is told from it: 日本海, 青海湖, 凤凰山, 北京路.
"""
CHINESE_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤罗毕郝邬安常乐于傅齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计戴宋庞熊纪舒屈项祝董梁杜阮蓝闵"
    "席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴"
    "陆荣翁荀羊惠甄曲封储靳松井段富巫乌焦巴弓牧谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印白怀蒲邰从"
    "鄂索咸赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷辛阚那简饶空曾关沙"
)
"""The first characters of Chinese persons' names (from the Hundred Family Surnames)."""
CHINESE_ABSTRACT = frozenset({"主义", "主义者", "力量", "精神", "意义", "性质"})
"""Words that make an everyday word of what stands before them: 理想主义 is about ideals."""
CHINESE_YOUNG_WORDS = (
    "官网", "官宣", "官微", "官博", "官媒", "营收", "校招", "社招", "大模型", "云服务", "网红", "网课", "网约车",
    "手游", "端游", "智驾", "电竞", "算力", "跑分", "快充", "首秀", "上新", "高管", "大促", "大涨", "云厂商", "军演",
)  # fmt: skip
"""Words of headlines that are younger than the dictionary: 华为官网 is of 华为, not of one whose name is 华为官."""
CHINESE_BODIES = frozenset({"银行", "大学", "学院", "中学", "医院", "公司", "集团", "证券", "委员会", "研究所"})
"""What makes a body of the word before it: 人民银行, 交通大学."""
JAPANESE_DERIVED = ("的", "主義", "家", "性", "化", "観", "論")
"""What makes an ordinary word of the one before it: 楽天的 is optimistic, 楽天家 an optimist."""

KOREAN_PARTICLES = (
    "이|가|은|는|을|를|의|에|에서|에게|에선|에는|에도|께|께서|한테|와|과|랑|이랑|도|만|까지|부터|마저|조차|밖에|뿐|처럼|같이|보다|"
    "로|으로|라|이라|라고|이라고|라는|이라는|란|이란|라며|이라며|며|이며|나|이나|든|이든|야|아|여|이여|들|인|였다|이었다|이다|다|"
    "입니다|임|일|이자|자|고|하고|이고|측|씨|님|만의|엔|서|선|요|죠|치고|대로|마다|식|발|산|제|내|간|별|용|향|행|형|급|당|등"
)
"""Particles and what is written like them: they follow a name and end the word (삼성의, 손흥민이)."""
KOREAN_KINDS = (
    "그룹|전자|건설|중공업|조선|자동차|모터스|화학|물산|생명|화재|증권|은행|카드|캐피탈|보험|금융|지주|홀딩스|통신|텔레콤|제약|바이오|"
    "바이오로직스|로보틱스|에너지|에너빌리티|솔루션|디스플레이|반도체|전기|중앙|병원|의료원|대학교|대학|대병원|고등학교|고|초|재단|"
    "연구소|연구원|공장|백화점|마트|호텔|항공|해운|상사|산업|기업|공업|제철|철강|정유|식품|제과|음료|맥주|라이온즈|베어스|트윈스|"
    "감독|선수|대표|회장|사장|부회장|의원|총리|대통령|장관|후보|시장|지사|도지사|위원장|교수|기자|작가|감독님|"
    "편|시|도|군|구|시청|도청|군청|구청|시장|국|어|인|계|사|팀|전|배|컵|주|호|대|촌|당|군|법|안|판|표|씨|측|양|상|폰|차|페이|뱅크|닷컴|코리아|"
    "항|톡|권|읍|청|점|병"
)
"""Words for what a name is: 삼성전자, 서울시, 두산건설."""
KATAKANA_KINDS = (
    "グループ|ホールディングス|ジャパン|モーターズ|モーター|バンク|"
    "モバイル|ペイ|ミュージック|ピクチャーズ|エンタテインメント|エンターテインメント|"
    "ストア|カップ|リーグ|チーム|ファン|シティ|"
    "シティー|クラブ|ユナイテッド|スタジアム|レコード|ソリューションズ|"
    "テクノロジー|テクノロジーズ|システムズ|ゲームズ|スタジオ|カード|"
    "フィナンシャル|キャピタル|サービス|インタラクティブ|エレクトロニクス|デジタル|"
    "メディア|ネットワーク|コーポレーション|カンパニー|州"
)
"""The same in katakana: ソニーグループ."""
HIRAGANA_AFTER = frozenset("はがをにでとのもやへかなだしよらまさるれきねばんっ")
HIRAGANA_BEFORE = frozenset("はがをにでとのもやへかなだよらまさるれきねばんっうくすついりたいえけせめ")

ELIDED = frozenset({
    "dell", "all", "dall", "nell", "sull", "coll", "quell", "bell", "sant", "un", "gl", "qu", "jusqu", "lorsqu",
})  # fmt: skip
"""Articles and prepositions that Italian and French write with an apostrophe before a vowel: dell'Italia."""
COMBINING_FORMS = frozenset({
    "meta", "inter", "intra", "mini", "mega", "micro", "macro", "nano", "ultra", "super", "hyper", "infra", "retro",
    "multi", "omni", "auto", "bio", "eco", "geo", "neo", "pan", "para", "poly", "pro", "semi", "tele", "trans", "cyber",
    "crypto", "euro", "giga", "proto", "pseudo", "quasi", "anti", "counter", "mono", "ex",
})  # fmt: skip
"""What begins compounds in small letters: a meta-analysis, an inter-city train."""
UNITS = frozenset({
    "hp", "ps", "pk", "cv", "ch", "kw", "mw", "gw", "pm", "am", "kb", "mb", "gb", "tb", "kg", "mg", "km", "cm", "mm",
    "ml", "ha", "hz", "ev", "ft", "lb", "oz", "in", "st", "nd", "rd", "th", "bn", "mn", "tn", "pp", "cc",
    "bar", "mph", "kmh", "rpm", "fps", "psi", "ppm", "pts", "min", "sec",
})  # fmt: skip
"""What is counted by the figure before it, in small letters: 500 hp, 5 pm, 6 ft."""
OF_A_HOUSE = frozenset({
    "aktie", "aktien", "aktier", "aksje", "aksjen", "aksjer", "aksjene", "aandeel", "aandelen",
    "chef", "chefs", "chefin", "chefen", "sjef", "sjefen", "topman", "topvrouw", "toppen", "direktör", "direktören",
    "direktør", "direktøren", "directeur", "manager", "ledning", "ledningen", "ledelsen", "konzern", "koncernen",
    "konsernet", "sprecher", "sprecherin", "mitarbeiter", "mitarbeitern", "medewerker", "medewerkers", "anställda",
    "ansatte", "kunden", "kunder", "kunderna", "klanten", "ägare", "ägaren", "eier", "eieren",
    "fans", "fansen", "anhänger", "anhängern", "supporters", "supportrar", "trainer", "trainers", "tränare", "tränaren",
    "trener", "treneren", "spieler", "spielern", "spelers", "speler", "spelare", "spelaren", "spiller", "spilleren",
})  # fmt: skip
"""What a firm's or a club's people and shares are called where compounds are written as one: Volvochefen, Ajaxfans.

Unlike a street, a bank or a works that is called by a name, none of them is another bearer of it.
"""
ABOUT_IT = frozenset({
    "krieg", "kriegs", "konflikt", "krise", "streit", "politik", "hilfe", "hilfen", "gipfel", "reform", "debatte",
    "wahl", "wahlen", "gesetz", "gesetzes", "vertrag", "abkommen", "deal", "sanktionen", "verhandlungen", "gespräche",
    "reise", "besuch", "affäre", "skandal", "prozess", "urteil", "ausbruch", "fälle", "impfung", "impfungen",
    "impfstoff", "pflicht", "preis", "preise", "kurs", "anleger", "gegner", "kritiker", "experte", "experten",
    "präsident", "präsidentin", "minister", "fraktion", "abgeordnete", "abgeordneten", "abgeordneter", "mitglied",
    "mitglieder", "regierung", "truppen", "flüchtlinge", "export", "exporte", "produktion", "empfänger", "fahrer",
    "nutzer", "oorlog", "crisis", "beleid", "akkoord", "verkiezingen", "prijs", "prijzen", "wet", "premier",
    "uitbraak", "kriget", "krigen", "krisen", "avtalet", "aftalen", "avtalen", "lagen", "loven", "valet", "valget",
    "hjälpen", "hjælpen", "hjelpen", "ministern", "ministeren", "affären", "saken", "sagen", "priset", "prisen",
    "utbrottet", "spiel", "spiele", "saison", "staaten", "hersteller", "besitzer", "aktionär", "aktionäre",
})  # fmt: skip
"""What compounds say that happens to the name or because of it: Ukrainekrieg, Masernausbruch, Natogipfel.

No street, firm or work is called so. A compound that the language's list has as a word of its own (Weltkrieg) is
that word.
"""
JOINED_BY_S = ("tag", "rat", "amt", "bund", "ung", "heit", "keit", "schaft", "tion", "tät", "ing")
"""What a German noun ends in that is tied to another one by an s: Bundestagswahl."""
FIRST_HALVES = frozenset({
    "jean", "marie", "anne", "anna", "ann", "hans", "karl", "carl", "klaus", "heinz", "franz", "ernst", "horst", "lars",
    "sven", "lise", "eva", "pierre", "louis", "charles", "yves", "josé", "jose", "juan", "maria", "mary",
})  # fmt: skip
"""Given names that begin double ones: Jean-Claude, Anne-Marie, Hans-Peter."""


_PLACES = """
afghanistan africa albania algeria america andorra angola arabia argentina armenia asia australia austria azerbaijan
bahrain bangladesh belarus bhutan bolivia bosnia botswana brazil brunei bulgaria burundi california cambodia cameroon
catalonia chad chechnya chile colombia congo costa-rica crimea croatia cuba dominica ecuador egypt eritrea estonia
ethiopia europe fiji gambia georgia ghana greenland guatemala guinea guyana haiti honduras hong-kong iceland india
indonesia iran iraq israel jamaica japan jordan kazakhstan kenya korea kosovo kuwait latvia lebanon liberia libya
lithuania macedonia malawi malaysia malta mauritania mexico moldova mongolia morocco mozambique namibia nepal
nicaragua nigeria oman pakistan palestine panama paraguay qatar romania russia rwanda sardinia scotland senegal serbia
siberia sicily singapore slovakia slovenia somalia sudan surinam syria tanzania texas tibet timor tunisia uganda
ukraine uruguay uzbekistan venezuela vietnam yemen zambia zealand zimbabwe
"""
PLACES = frozenset(_PLACES.split())
"""Countries and regions whose people are called by the name with an ending: Greenland, Greenlandic, Greenlanders."""
_PEOPLE = ("n", "an", "ian", "ean", "ese", "i", "er", "ic")
PEOPLE_ENDINGS = tuple(f"{ending}{plural}" for ending in _PEOPLE for plural in ("", "s"))
