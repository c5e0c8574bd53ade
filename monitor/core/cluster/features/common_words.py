"""Words of every day's news in languages other than Chinese: two reports that share one have little in common by it."""

WEIGHT = 0.5
"""What the sharing of such a word says; a rare word counts 1."""

COMMON_WORDS: dict[str, str] = {
    "en": """
        people person man woman men women child children family world country nation state city town home house
        government official officials minister president leader leaders police court judge law rule rules report
        reports reported reporter source sources news media story statement claim claims announce announced
        announces reveal reveals revealed confirm show shows showed find finds found study research expert experts
        company companies firm business group team market stock share shares price prices cost costs money million
        billion percent rate sales deal plan plans planned launch launches release releases start starts begin
        begins end ends open opens close move moves change changes call calls called ask asks tell tells told give
        gives take takes took come comes go goes face faces use uses used work works working worker workers job jobs
        help helps need needs want wants look looks see seen know think keep hold holds bring brings turn run runs
        play plays player players game games win wins won lose loses lost lead leads season match final series time
        times month hour hours minute night morning today tomorrow yesterday part place thing things way case number
        issue problem question answer reason result results record records high low big large small long short old
        young early late great good better best bad worst major key full free real public national international
        global local foreign political economic social general special official top former possible likely expected
        according following due near around several many few five six seven eight nine ten dozens hundreds thousands
        death dead die died kill killed kills injured attack fire crash war peace talks meeting visit decision
        support power service system program project product products feature features update updates model models
        ai app apps software technology tech user users data online video live watch read review guide list photo
        photos image future history life love health food water car cars phone school student students
    """,
    "de": """
        mensch menschen mann frau kinder land länder stadt regierung präsident minister polizei gericht unternehmen
        konzern firma markt preis preise euro prozent millionen milliarden zahl zahlen tag tage woche wochen monat
        monate zeit leben welt deutschland bundestag partei spiel sieg saison ende anfang grund folge thema fall
        frage kritik bericht experten forscher groß große großer kleine gut besser lang hoch stark deutlich weiter
        weltweit viele viel alle sagt sagte sieht geht kommt bleibt steht zeigt gibt fordert plant startet will
    """,
    "fr": """
        homme hommes femme femmes enfant enfants pays ville gouvernement président ministre police justice
        entreprise groupe marché prix euros million millions milliard milliards jour jours semaine mois temps vie
        monde france français française équipe match saison fin début cause suite affaire question rapport étude
        grand grande petit bon mieux plusieurs nombre annonce annoncé annoncer dit veut doit peut va vont
    """,
    "es": """
        hombre mujer niños país ciudad gobierno presidente ministro policía justicia empresa grupo mercado precio
        precios euros millones día días semana mes tiempo vida mundo españa equipo partido temporada final inicio
        caso informe estudio gran grande mejor varios número anuncia anunció dice quiere puede
    """,
    "pl": """
        ludzie człowiek kobieta dzieci kraj miasto rząd prezydent premier minister policja sąd firma firmy rynek
        cena ceny złotych euro procent dzień dni tydzień miesiąc czas życie świat polska polski polsce mecz sezon
        koniec początek sprawa nowe duże wielki wiele mówi chce musi będą
    """,
    "ru": """
        человек люди женщина дети страна город правительство президент министр полиция суд компания рынок цена цены
        рублей процентов день дни неделя месяц время жизнь мир россия россии российский матч сезон конец начало дело
        заявил заявила сообщил сообщили рассказал назвал большой много
    """,
    "ja": """
        会社 企业 政府 大臣 发表 决定 予想 予定 方针 今年 昨年 今日 明日 问题 可能 必要 全国 世界 日本 社长 市场
        价格 ニュース サービス
    """,
    "ko": """
        기자 연합 합뉴 뉴스 서울 발표 정부 대통 통령 회사 기업 시장 가격 올해 지난 오늘 내일 한국 국내 이날 밝혔
        현지 시각 관련 위해 대한 통해
    """,
}
