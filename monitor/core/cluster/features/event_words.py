"""Words by which headlines tell what kind of event they report, in languages that write spaces and in others.

A kind, and words for it; a line with + goes on. Their stems are kept as numbers: ``kinds_of_event``.
"""

LETTERED = """
    quake earthquake quake tremor erdbeben beben séisme terremoto sismo trzęsienie землетрясение землетрус deprem
   + aardbeving jordbävning jordskalv gempa σεισμός زلزال
    storm storm typhoon hurricane cyclone tornado taifun hurrikan typhon ouragan tempête tifón huracán tormenta
   + tifone uragano tempesta tufão furacão tajfun huragan тайфун ураган шторм tayfun kasırga orkaan tyfoon topan
   + τυφώνας اعصار عاصفة bão
    flood flood floods flooding hochwasser überschwemmung inondation inundaciones alluvione inundação powódź
   + наводнение повінь sel overstroming översvämning banjir πλημμύρα فيضان فيضانات
    rain rain rains starkregen pluies pluie lluvias lluvia pioggia piogge chuva chuvas deszcz дожди ливни yağış
   + regen hujan βροχή امطار
    fire fire blaze brand feuer großbrand incendie incendio incêndio pożar пожар пожежа yangın branden kebakaran
   + πυρκαγιά φωτιά حريق
    blast explosion blast explodes explosión esplosione explosão wybuch взрыв вибух patlama ontploffing ledakan
   + έκρηξη انفجار
    crash crash crashes derails derailment collision collide overturns capsizes entgleist entgleisung unglück unfall
   + zugunglück déraille accident descarrila choque accidente deraglia scontro incidente descarrilamento acidente
   + wykolejenie wykoleił wypadek сошёл крушение авария столкновение аварія kaza ontspoort botsing ongeluk
   + urspårning olycka tergelincir kecelakaan تحطم
    aground aground échoue encalla incaglia encalha kandas мель karaya
    attack attack attacks strike strikes drone drones missile missiles shelling angriff drohnenangriff
   + raketenangriff anschlag attaque attentat ataque ataques atentado attacco attentato atak atakiem zamach атака
   + атакой удар удара обстрел saldırı aanval serangan επίθεση هجوم غارة قصف
    kill killed kill kills dead deaths tote toten tot getötet morts mort tués muertos muertes fallecidos morti
   + vittime mortos mortes zabitych ofiar zginęło zginęli погибли погибших убиты загиблих загинули ölü öldü doden
   + döda tewas νεκροί مقتل قتلى chết
    hurt injured hurt wounded verletzte verletzt blessés heridos feriti feridos ranni rannych раненых пострадали
   + пострадавших поранених yaralı gewonden skadade luka τραυματίες جرحى اصابة
    evacuate evacuated evacuate evacuates flee evakuiert evacués évacués évacuées evacuar evacuados evacuati
   + sfollati retirados ewakuacja эвакуированы эвакуация евакуація tahliye geëvacueerd evakueras dievakuasi اجلاء
    rescue rescued rescue rescues rescuers gerettet rettung secourus sauvés rescatados rescate salvati soccorsi
   + resgatados uratowani спасены спасли kurtarıldı gered räddades selamat diselamatkan انقاذ
    arrest arrested arrest arrests detained festgenommen verhaftet festnahme arrêtés arrêté interpellés interpellé
   + detenidos detenido arrestati arrestato detidos preso zatrzymani zatrzymany aresztowany задержаны задержан
   + арестован затримали gözaltına tutuklandı opgepakt aangehouden gripna gripen ditangkap συνελήφθη اعتقال توقيف
    theft stolen theft heist robbery steal steals raub diebstahl gestohlen münzraub stehlen vol volés volées
   + cambriolage robo robados furto rubati rapina roubo roubados kradzież ukradli skradzione кража украли похищены
   + hırsızlık çalındı diefstal gestolen stöld stulna pencurian dicuri سرقة
    jail jailed sentenced sentence prison haft verurteilt gefängnis condamné condamnée condena condenado cárcel
   + condannato skazany wyrok więzienia приговорён осуждён hapis veroordeeld celstraf döms dömd fängelse dihukum سجن
    charge charged indicted angeklagt anklage inculpé imputado acusado procesado incriminato oskarżony обвинение
   + sanık aangeklaagd åtalad
    strike strike walkout strikes streik streiken streikt ausstand grève grèves huelga paro sciopero greve strajk
   + забастовка страйк grev staking staken strejk mogok απεργία اضراب
    protest protest protests protesters rally rallies demonstrate demonstrieren demonstration proteste
   + manifestants manifestation manifestent manifestantes manifestación protesta protestas manifestazione corteo
   + manifestação protestos protestują demonstracja manifestacja протест протеста митинг протестують gösteri eylem
   + demonstratie protesteren demonstrerar unjuk διαδήλωση احتجاج مظاهرة احتجاجات
    elect elected wins victory election präsidentin gewählt stichwahl wahl wahlsieg élu élue réélu victoire elegido
   + elegida elecciones eletto eletta vittoria eleito eleita wybory wygrał wygrała победил победила избран выборах
   + обрано seçildi kazandı verkozen gekozen terpilih νίκη εκλογές فوز انتخاب
    win beat beats defeat defeats win wins victory title champion schlägt besiegt gewinnt sieg triumphiert sacrée
   + sacré bat victoire vainqueur vence gana derrota triunfo batte vince vittoria trionfa bate vitória pokonała
   + pokonał wygrywa wygrała zwyciężył победила победил обыграл обыграла перемога yendi kazandı mağlup verslaat wint
   + verliest onderuit slog vinner mengalahkan juara νίκησε يهزم فوز
    award award awards prize palme golden ausgezeichnet löwe récompensé récompensée lion premio león
   + leone prêmio leão nagroda złoty lew премия лев ödül altın prijs pris penghargaan βραβείο جائزة شیر جایزه
    die dies died dead death stirbt gestorben tot mort morte décès décédé meurt muere fallece murió muerto morto
   + morta muore addio morre zmarł zmarła умер умерла скончался помер öldü vefat overleden död dör avliden meninggal
   + wafat πέθανε وفاة رحيل
    resign resigns quits leave leaves departs steps depart rücktritt démissionne démission quitte dimite dimisión
   + renuncia dimette dimissioni rezygnuje odchodzi dymisja уходит отставка istifa aftreedt vertrekt avgår mundur
   + παραίτηση استقالة
    sack sack sacks sacked fires fired entlassen entlässt trennt limoge licencie limogé destituye cesa despide
   + esonera esonerato demite zwolniony zwalnia уволен kovdu gönderdi ontslaat ontslagen sparkar dipecat اقالة
    appoint named names appoints appointed succeed ernennt ernannt nommé nommée directrice directeur nombrado
   + nombrada nominato nominata nomeia nomeado nomeada powołany powołana mianowany назначен назначена atandı benoemd
   + utnämns ditunjuk διορίστηκε تعيين
    visit visit arrives visits besuch besucht reist visite arrivée visita llega viaje chega viagem wizyta wizytą
   + przybył визит прибыл візит ziyaret geldi bezoek besöker kunjungan tiba επίσκεψη زيارة يصل đến thăm
    sign sign signs signed treaty unterzeichnen unterzeichnet signent signe traité firman tratado firmano
   + trattato assinam assina podpisali podpisały umowa подписали подписал поставили договор підписали imzaladı
   + imzalandı anlaşma ondertekenen tekenen undertecknar tandatangani ký υπέγραψαν توقيع يوقع
    launch introducing introduces unveils unveiled launches launched launch presents vorgestellt
   + präsentiert présente lance dévoile
   + presenta lanza lancia apresenta lança prezentuje zaprezentował представила представил презентовала tanıttı
   + lanceert presenteert lanserar visar meluncurkan παρουσίασε تكشف تطلق
    orbit rocket orbit lifts launcher satellites rakete umlaufbahn fusée orbite cohete órbita razzo orbita foguete
   + rakieta ракета орбиту орбіту roket yörünge raket omloppsbana صاروخ مدار
    touchdown landing touches landet landung atterrit atterrissage aterriza alunizaje atterra atterraggio pousa
   + wylądowała посадка посадку inişi landt landar mendarat προσγειώθηκε هبوط
    landfall landfall slams ashore uderzył обрушился
    approve approves approved clears cleared approval zulassung zugelassen genehmigt approuve autorise autorisation
   + aprueba aprobado autoriza approva aprova aprovado zatwierdza zatwierdziła одобрило одобрила одобрил onayladı
   + onay goedgekeurd keurt godkänner menyetujui ενέκρινε موافقة
    recall recall recalls recalled rückruf rappelle rappel richiama richiamo recolhe wycofuje отзывает terugroep
   + återkallar menarik ανάκληση استدعاء
    outage outage disrupted störung ausgefallen ausfall panne caída caido interrupción funziona disservizio
   + instabilidade awaria сбой збій kesinti çöktü arıza storing driftstopp avbrott gangguan βλάβη تعطل
    hack hackers hack breach stolen leak cyberattack hacker datenleck cyberattaque piratage volées hackeo
   + ciberataque filtración attacco rubati ataque vazamento wyciek hakerzy хакеры утечка взлом sızıntı siber datalek
   + hackare dataintrång peretasan διαρροή اختراق
    flaw flaw vulnerability bug zero-day lücke schwachstelle sicherheitslücke faille vulnérabilité vulnerabilidad
   + vulnerabilità luka podatność уязвимость güvenlik lek kwetsbaarheid sårbarhet celah
    buy buy buys acquire acquires acquisition takeover kauft übernimmt übernahme rachète rachat acquiert compra
   + adquiere acquista acquisisce adquire kupuje przejmuje купит покупает приобретает satın overneemt neemt koopt
   + köper membeli εξαγορά شراء استحواذ
    transfer sign signs transfer verpflichtet wechselt recrute signe transfert ficha fichaje acquisto contrata vende
   + jogador podpisał подписал перешёл transferi haalt contracteert värvar merekrut
    earn profit earnings income gewinn quartal ergebnis bénéfice résultat gana beneficio utile utili lucro
   + zysk прибыль прибуток kâr winst vinst laba κέρδη ارباح
    carry carried passengers passagiere passagers pasajeros passeggeri passageiros pasażerów пассажиров yolcu
   + passagiers passagerare penumpang
    sell sells sold fetches auction versteigert verkauft auktion vendu vendue enchères vendido subasta
   + venduto asta leilão sprzedany aukcja продана аукцион satıldı müzayede geveild såld lelang δημοπρασία مزاد
    record record breaks erstmals rekord première récord supera recorde рекорд впервые рекордного rekor ilk ρεκόρ
   + قياسي
    cut cuts cut lowers senkt senkung abaisse baisse réduit baja recorta taglia corta reduz obniża obniżył снизил
   + снизила понизил indirdi indirim düşürdü verlaagt sänker menurunkan μείωσε خفض
    raise raises raised increase hikes erhöht erhöhung augmente hausse relève sube subir subida aumenta alza sobe
   + podnosi podniósł wzrasta повысил повышает підвищив artırdı yükseltti zam verhoogt höjer menaikkan αύξηση رفع
    study study scientists researchers studie forscher étude chercheurs estudio investigadores studio ricercatori
   + estudo pesquisadores badanie naukowcy исследование учёные дослідження araştırma onderzoek onderzoekers forskare
   + studi peneliti μελέτη دراسة
    declare-end end ends declared beendet ende fin termina fine fim koniec konец завершение окончание sona einde
   + slut berakhir τέλος نهاية انتهاء
    warn warning warns alert warnt warnung alerte vigilance aviso alerta allerta ostrzeżenie ostrzega предупреждение
   + попередження uyarı waarschuwing varning peringatan προειδοποίηση تحذير
    ban ban bans banned verbietet verbot interdit interdiction prohíbe prohibición vieta divieto proíbe proibição
   + zakaz zakazuje запретил запрет заборона yasak verbiedt verbod förbjuder larangan απαγόρευση حظر
    layoff layoffs jobs streicht stellen stellenabbau suppression emplois despidos despide recorta licenziamenti
   + esuberi demissões zwolnienia увольнения işten ontslagen banen varslar phk
    sue sues sued lawsuit klagt klage poursuit plainte demanda denuncia querela processa pozew pozywa иск
   + подала dava aanklaagt stämmer gugat
    fine fined fine fines geldstrafe bußgeld strafe amende multa multado multata kara grzywna штраф оштрафовали ceza
   + boete böter denda πρόστιμο غرامة
    delay delayed delay postponed delays verschoben verschiebt aplaza aplazado rinviato rinvio adia
   + adiado przełożony opóźnienie отложен перенесён ertelendi uitgesteld skjuts ditunda تأجيل
    meet meets meeting talks treffen gespräche rencontre reçoit entretien reúne reunión recibe incontra incontro
   + riceve encontro spotkał spotkanie rozmowy встретился встреча переговоры зустрівся зустріч görüştü görüşme
   + ontmoet overleg träffade möte bertemu συνάντηση لقاء يلتقي اجتماع gặp
    open opens opened inauguration eröffnet eröffnung ouvre inaugure abre inaugura inauguración apre inaugurazione
   + otwarto otwiera открыли открытие открылся відкрили açıldı açılış opent opening öppnar invigde membuka dibuka
   + άνοιξε افتتاح تفتتح
    veto vetoes véto вето zawetował ветував فيتو
    erupt erupts eruption volcano ausbruch vulkan éruption volcan erupción volcán eruzione vulcano erupção vulcão
   + wybuch wulkan извержение вулкан виверження yanardağ vulkaan uitbarsting utbrott letusan gunung έκρηξη ηφαίστειο
   + بركان
    vote votes referendum stimmt abstimmung voté scrutin vota votación voto votazione votação głosowanie zagłosował
   + голосование проголосовал голосування oylama oyladı stemt stemming röstar omröstning ψηφοφορία تصويت
    missing vermisst disparu disparus disparition desaparecido desaparecidos disperso dispersi zaginął zaginiony
   + пропал пропали зник kayıp vermist saknas hilang αγνοείται مفقود
    heat heatwave temperatures hitze hitzewelle canicule chaleur calor caldo ondata upał upały жара спека sıcaklık
   + hitte hittegolf värme panas καύσωνας حرارة
    snow snowfall blizzard schnee schneefall neige nieve nevada neve nevicata śnieg śnieżyca снег снегопад сніг
   + sneeuw snö salju χιόνι ثلوج
    bankrupt bankruptcy insolvency insolvenz insolvent pleite faillite redressement bancarrota quiebra concurso
   + fallimento falência upadłość банкротство банкрутство iflas failliet faillissement konkurs bangkrut πτώχευση
   + افلاس
    invest invests investment investiert investition investit investissement invierte inversión investe investimento
   + inwestuje inwestycja инвестирует вложит інвестує yatırım investeert investerar investasi επένδυση استثمار
    build factory baut werk fabrik construit usine construye fábrica planta costruisce fabbrica constrói
   + buduje fabryka построит завод fabrika bouwt fabriek bygger membangun pabrik εργοστάσιο مصنع
    outbreak epidemic ausbruch epidemie épidémie brote epidemia surto эпидемия вспышка епідемія salgın uitbraak
   + utbrott wabah επιδημία وباء تفشي
    accuse accuses accused wirft beschuldigt acusa accusa oskarża обвинил обвиняет звинуватив suçladı anklagar
   + menuduh κατηγορεί يتهم
    marry marries wedding married heiratet hochzeit marie mariage boda sposa nozze matrimonio casamento ślub
   + поженились свадьба evlendi düğün trouwt gifter menikah γάμος زواج
    retire retires retirement hört karriereende retraite retira retirada ritira ritiro aposenta aposentadoria kończy
   + karierę завершил карьеру bıraktı emekli stopt avslutar pensiun αποσύρεται اعتزال
    extend extends renews extension verlängert prolonge prolongation renueva renovación rinnova rinnovo renova
   + przedłużył продлил uzattı verlengt förlänger memperpanjang ανανέωσε يمدد
    suspend suspended suspends suspendiert ausgesetzt suspendu suspende suspendido sospeso sospende suspenso
   + zawieszony zawiesza приостановил приостановлено askıya geschorst avstängd ditangguhkan ανέστειλε تعليق
    ceasefire truce waffenruhe feuerpause trêve cessez tregua trégua cessar rozejm перемирие перемир'я ateşkes
   + wapenstilstand vapenvila gencatan εκεχειρία هدنة
    coup putsch golpe zamach переворот darbe staatsgreep kupp kudeta πραξικόπημα انقلاب
    reject rejects rejected lehnt ablehnung rejette refuse rechaza respinge rifiuta rejeita odrzuca odrzucił
   + отклонил отверг відхилив reddetti verwerpt avvisar menolak απορρίπτει يرفض
    forecast outlook prognose ausblick prévisions previsiones previsión previsioni previsão prognoza прогноз tahmin
   + beklenti verwachting prognos proyeksi πρόβλεψη توقعات
    rise rises jump jumps soar soars surge surges climb climbs steigt steigen springt bondit grimpe hausse sube
   + suben dispara salgono balza sobe rośnie rosną вырос выросли растут зріс yükseldi arttı stijgt stiger naik
   + melonjak άνοδος ارتفاع يرتفع
    fall falls drop drops slump slumps plunge tumbles fällt sinkt stürzt chute recule baisse cae caen desploma cala
   + crolla scende cai caem despenca spada spadają упал упали снизился впав düştü geriledi daalt zakt faller sjunker
   + turun anjlok πτώση انخفاض يتراجع
    score goal goals tor tore but buts gol goles gols bramka gola гол голы golü doelpunt mål γκολ هدف
"""
COUNTS = """
    2 two zwei deux dos due dois duas dwa dwie dwóch два двое двух двоє iki twee två dua δύο
    3 three drei trois tres tre três trzy troje trzech три трое трёх троє üç drie tre tiga τρεις
    4 four vier quatre cuatro quattro quatro cztery czterech четыре четверо четверых четверо dört vier fyra empat
    5 five fünf cinq cinco cinque pięć pięcioro пять пятеро пятерых п'ятеро beş vijf fem lima
    6 six sechs seis sei sześć sześcioro шесть шестеро altı zes sex enam
    7 seven sieben sept siete sette sete siedem семь семеро yedi zeven sju tujuh
    8 eight acht huit ocho otto oito osiem восемь sekiz åtta delapan
    9 nine neun neuf nueve nove dziewięć девять dokuz negen nio sembilan
    10 ten zehn dix diez dieci dez dziesięć десять tien tio sepuluh
    11 eleven elf onze once undici jedenaście одиннадцать elva sebelas
    12 twelve zwölf douze doce dodici doze dwanaście двенадцать twaalf tolv
"""
"""Small numbers in words, as headlines give tolls."""
UNSPACED = """
    quake 地震 지진
    storm 台风 飓风 暴雨 台風 태풍 龙卷风
    flood 洪水 洪灾 홍수
    rain 暴雨 降雨 大雨 폭우
    fire 火灾 起火 大火 火災 火事 화재
    blast 爆炸 爆発 爆发 폭발
    crash 脱轨 相撞 坠毁 坠机 车祸 翻车 脱线 脱線 墜落 衝突 탈선 추락 충돌
    aground 搁浅 触礁 座礁 좌초
    attack 袭击 空袭 无人机 导弹 袭 攻击 攻撃 공격 공습 드론
    kill 死亡 身亡 遇难 丧生 死者 人死 사망 숨져
    hurt 受伤 伤者 负伤 けが 重軽傷 负傷 부상 다쳐
    evacuate 撤离 疏散 避难 避難 대피
    rescue 获救 救出 救援 救助 구조
    arrest 逮捕 被捕 抓获 拘留 체포 구속
    theft 盗窃 被盗 失窃 盗 窃 절도 훔친
    jail 获刑 判处 判刑 被判 入狱 懲役 惩役 実刑 实刑 징역 실형
    charge 起诉 公诉 起訴 기소
    strike 罢工 スト ストライキ 파업
    protest 抗议 示威 游行 抗議 デモ 시위
    elect 当选 胜选 赢得大选 当選 당선
    win 击败 战胜 夺冠 获胜 逆转 破る 下す 优胜 優勝 꺾고 우승 이겨
    award 获奖 金狮 金熊 奖 受賞 受赏 수상 황금
    die 去世 逝世 病逝 辞世 死去 별세 타계
    resign 辞职 辞任 卸任 离任 사임 사퇴
    sack 解雇 下课 解任 경질 해임
    appoint 任命 出任 接任 就任 起用 임명 선임
    visit 访问 到访 抵达 访华 訪問 방문
    sign 签署 签订 签约 署名 調印 서명 체결
    launch 发布 推出 亮相 上市 発表 发表 发売 출시 공개
    orbit 火箭 入轨 升空 发射 打ち上げ 로켓 궤도 발사
    touchdown 着陆 登月 着陸 着陆成功 착륙
    landfall 登陆 上陸 上陆 상륙
    approve 批准 获批 承認 承认 승인
    recall 召回 リコール 리콜
    outage 宕机 故障 瘫痪 中断 障害 장애 먹통
    hack 黑客 泄露 入侵 流出 ハッカー 해킹 유출
    flaw 漏洞 脆弱性 취약점
    buy 收购 并购 買収 买收 인수
    transfer 加盟 转会 签下 移籍 이적 영입
    earn 净利润 盈利 利润 业绩 財報 純利益 纯利益 순이익 영업이익
    carry 旅客 乘客 旅客数 승객
    sell 成交 拍卖 拍出 售出 落札 경매 낙찰
    record 首次 创纪录 纪录 新高 过去最高 過去最高 初の 최고가 신기록 사상
    cut 降息 下调 降至 降低 利下げ 引き下げ 인하
    raise 加息 上调 提高 涨至 利上げ 引き上げ 인상
    study 研究 发现 論文 연구
    declare-end 结束 终结 终息 終息 終了 종료 종식
    warn 警报 预警 警告 警報 경보
    ban 禁止 禁令 금지
    layoff 裁员 人員削減 人员削减 감원
    sue 起诉 诉讼 提訴 소송
    fine 罚款 罚金 罰金 과징금 벌금
    delay 推迟 延期 연기
    meet 会晤 会谈 会见 会談 会谈 회담 회동
    open 开幕 开放 启用 開業 开业 개막 개장
    veto 否决 拒否権 拒否权 거부권
    erupt 喷发 火山 噴火 喷火 분화
    vote 投票 表决 採決 采决 표결
    missing 失踪 失联 行方不明 실종
    heat 高温 热浪 猛暑 폭염
    snow 暴雪 大雪 대설 폭설
    bankrupt 破产 倒産 倒产 파산
    invest 投资 投資 투자
    build 建厂 建设 工場 工场 공장
    outbreak 疫情 暴发 流行 확산
    accuse 指责 指控 非難 非难 비난
    marry 结婚 婚礼 結婚 결혼
    retire 退役 引退 은퇴
    suspend 暂停 停止 中止 중단
    ceasefire 停火 休战 停戦 停战 휴전
    coup 政变 クーデター 쿠데타
    reject 拒绝 驳回 否認 거부
    forecast 预测 预期 予想 전망
    rise 上涨 大涨 飙升 上昇 上升 急騰 急腾 상승 급등
    fall 下跌 大跌 暴跌 下落 急落 하락 급락
"""
"""A kind, and how Chinese, Japanese and Korean headlines tell it; folded as headlines are."""
