"""Countries, capitals and cities of a million: of these names everybody means the place.

Made by bench/other_senses.py, which names the sources.
"""

_WORDS = """
aasia abidjan adana adelaide adem afeganistão afganistan afganistanas afganistán afganisztán afghanistan africa afrika
afrikka afrique afryka agra agro ahvenanmaa airija albania albanien albanija albanië alejandría aleksandrii alemanha
alemania alep aleppo alessandria alexandria alexandrie alexandrië alge alger algeria algerien algerije algérie allemagne
almanya alsan aman amano americas americi amerika amerike amerikka ameryka amsterdam amsterdame amsterdamo amsterdams
amsterdamu amsterdã américa américas andorra angola ankara antalya antarctica antarctique antarktis anten apuja arequipa
argelia argentiina argentina argentine argentinien argentinië argentyna argentīna argélia arjantin armenia armenien
armenië arménie armênia armėnija arnavutluk aruba ascension asia asie asien asmara asunción asya aten atena atenas atene
athen athena athene athens athènes atēnas auckland australia australie australien australija australië austria austrija
austrália austrálie austrālija ausztria ausztrália autriche avrupa avstralija avstrija avustralya avusturya azerbaidjan
azerbaijão azerbaiyán azerbaycan azerbeidzjan azija azië azja bagdad bagdá baghdad bahamas bahrain bahrein bako baku
bakü baleta baltarusija baltkrievija bandung bangalore bangkok bangladesh bangladeş bankok banu barbados barcellona
barcelona barcelone baris bariz barranquilla barselona basura batam bağdat beijing beirut bekasi belanda belarus belem
belgia belgicko belgie belgien belgija belgio belgique belgium belgië belgrad belgrade belgrado belgrád belorusija
belçika belém benin beograd berliini berlijn berlim berlin berlini berlino berlynas berlín berlīne bermuda bern berna
berne berni beyrouth beļģija białoruś bielorrusia bielorusko bielorussia birmingham bissau boedapest boekarest bogor
bogotá boku bolgarija bolivia bolívia botswana brasil brasile brasilia brasilien brasília bratislava brazil brazilia
brazilija brazilië brazylia brazília brazílie brazīlija brezilya brisbane briuselis bronx brooklyn bruksela brukseli
brunei brusel bruselas bruselj brussel brussels bruxelas bruxelles bryssel brésil brüksel brüssel brüsszel bucharest
bucuresti bucurești budapest budapesta budapeste budapesti budapeszt budapešta budapešť budimpešta bukarest bulgaria
bulgarie bulgarien bulgarija bulgarije bulgaristan bulgária bulgārija bulharsko burs bursa burundi busan busana bułgaria
bélgica bénin bělorusko cabul caire cairo calgary cali callao camarões cambodge cambodia cambodja cambogia camboja
camboya cameroon cameroun camerún campinas canada canadá canarias canberra cano cansa caracas caraibe caraibi caraïbes
caribbean caribe casablanca catar caza cazaquistão caïro cehia ceko centroamérica cezayir chad chennai chicago chicagu
chile chili china chine chiny chipre chișinău chorvatsko chorvátsko chorwacja chypre cile cina ciper cipro cipru ciprus
colombia colombie colombo columbia colômbia congo copenhaga copenhagen copenhague cordoba croacia croatia croatie
croazia croația croácia csehország cuba curat curaçao curitiba cypern cyprus czechy córdoba dabei daca dagu dakar dakaro
dalaso dallas damas damasc damasco damascus damask damaska damaskus danemarca danemark dania danija danimarca danimarka
danmark danska davao deka delhi deli delí denemarken denmark depok deutschland dili dilli dinamarca diyarbakir domas
dominika dominique douglas dual dubai dubaï dublin dublino duitsland dunia dánia dánsko dänemark dünya dānija ecuador
edmonton egipt egiptas egipto egito egitto egyiptom egypt egypte egypten egypti eiropa elveția endonezya equador erbil
eritrea ermenistan eropa eslovaquia eslovenia espagne espanha espanja españa estambul estija estland estocolmo estonia
estonija estonsko estónsko ethiopia ethiopië etiopia etiopien etiopía etiyopya etiópia eurooppa europa europe európa
evropa fiji filadelfia filadelfija filadélfia filipijnen filipina filipinas filipine filipiny filippine filippinene
filippinerna filippinerne finland finlanda finlande finlandia finlandiya finlândia finnland finnország finska finsko
fortaleza france francia franciaország francie francija francja francúzsko frankreich frankrig frankrijk frankrike
fransa frança franța færøerne fínsko gabon gabona gambia gana gaziantep georgetown georgia georgien georgië germania
germany gerusalemme geórgia ghana giappone gibraltar gine giordania girin goiânia goyang graikija granada grecia grecja
greece greenland grekland grenade griechenland griekenland grieķija gruzie gruzija grækenland grèce grécia grécko
grönland grønland grčija guadalajara guadalupe guadeloupe guarulhos guatemala guayaquil guiana guinea guinee guiné
guinée gustaf guyana géorgie görögország gürcistan habana haiti haití hamborg hambourg hamburg hamburgo hamilton handan
hang havan havana haïti hellas helsingfors helsinki hindistan hirvatistan hiszpania holandia holandsko hollanda
hollandia honduras hongarije hongkong hongrie honkongo horvátország horvātija houston hrvaška hungaria hungary hungria
hungría hyderabad iceland ierland ierusalim igaunija ijsland inde india indie indien indija indonesia indonesien
indonesië indonezia indonésia indonésie intia irak irakas iran iranas iraq iraque ireland irland irlanda irlande
irlandia irlanti irska irsko irák irán irāna island islanda islande islandia islandija islanti islândia ispanija ispanya
israel israele israil israël istambul istanbul isveç isviçre italia italie italien italija italië italy italya itália
itálie itävalta itālija ivoorkust izland izlanda izrael izraelis izraēla iêmen jacksonville jakarta jamaica jamaika
japan japani japon japonia japonija japonska japonsko japonya japán japão japón japāna jaren jayakarta jeda jemen jepang
jepara jerman jersey jerusalem jerusalim jerusalém jerusalén jeruzalem jeruzaleme jeruzalém jeruzsálem johannesburg
jordan jordania jordanie jordanien jordanië jordânia juárez jérusalem kabil kabul kadun kairo kali kalio kalis kamboja
kameroen kanada kanariøyene kano kanāda karachi karadağ karibik kasa kasan katar kawasaki kayseri kazachstan kazahstan
kazakhstan kazakistan kazakstan kazan kazán kelni kenia kenya kerkük keulen kibris kiev kiina kijev kijeva kina kingston
kinija kinshasa kioto kipra kipras kirgizistan kitajska kito kobe koeweit kolombia kolombiya kolon kolumbia kolumbie
kolumbien kolumbija komori komoro komory kongo koni konia konja konya kopenhagen kosova kosovo kota koulun kreikka
krievija kroasia kroatia kroatien kroatija kroatië kuba kuuba kuveyt kuwait kyiv kyjev kyoto kypr kypros kína köln
köpenhamn küba lagos laima lakos landen laos lateinamerika latinoamérica latvia latvija lebanon lengyelország lenkija
letonia lettland liban libano libanon liberia libia libië libya libye libyen liechtenstein liettua lietuva liga lima
lime lisabona lisboa lisbon lisbona lisbonne lissabon litauen lithuania litouwen lituania litva litvanya litwa
liuksemburgas ljubljana ljubljano logos londen london londona londonas londoni londono londons londonu londra londres
londyn londýn longyearbyen lontoo losandželosa lotyšsko luanda luksemburg luksemburgu lume luojan lussemburgo luxembourg
luxemburg luxemburgo líbano líbia lübnan lüksemburg maailma macaristan maceió madagascar madagaskar madinah madri madrid
madrida madride madridi madrido madryt madura madžarska magyarország mailand mainile maka makasar makassar makkah
malaisie malajsie malajzia malasia malawi malaysia male maleisië malesia malezya mali malta malte malásia malé manam
manaus manhattan manila manilla manos maputo maracaibo maroc marocco marocko maroka marokko marokkó maroko maroni
marrocos marruecos martinique maurice mauricio mauritanie maurício mayotte maďarsko medan medellín medina medine mehika
meka mekka mekkah meksika meksikali meksiko meksyk melbourne menila mesir messico metan mexic mexico mexiko mexikó
mexique mila milaan milan milana milano milanu milán miláno milão minsk minska minskas minsko misir mnichov mníchov
moldavia moldavija moldova monaco monako monde mondo mongolia mongólia montenegro monterrey montevideo montreal montréal
morocco mosca moscou moscova moscovo moscow moscú mosel moskou moskova moskow moskvo moskwa mozambique moçambique mumbai
munchen mundo munich munique muntenegru musil musul myanmar mérida méxico münchen münih nairobi namibia namibië naso
nassau nauru nederland nederländerna nemecko nemčija nepal netherlands neuseeland nicaragua nicarágua niederlande niemcy
niger nigeria nigéria nigérie nijerya nizozemska nizozemsko noorwegen nordafrika nordamerika nordkorea norfolk norge
norja norsko norteamérica noruega norvegia norvegija norveç norveška norvège norvégia norvēģija norway norwegen norwegia
nuuk nyderlandai németország níger nórsko německo nīderlande odesa odessa oeganda oekraïne oezbekistan olaszország oman
oostenrijk ordos oroszország osaka oslo osteuropa otava ottava ottawa pakistan pakistán palau palembang panama panamá
pantun paquistão paraguai paraguay paramaribo paras pari parigi pariisi parijs paris pariz paryż paryžius parís paríž
pasaule pasaulis pekanbaru peking pert perth perto peru perù perú pest pesta peste pesto peterburg peterburgo petersburg
philadelphia philadelphie philippinen philippines phoenix plymouth podgorica poland polandia polen polija poljska
pologne polonia polonya polska polsko polônia portekiz portogallo portoryko portugal portugali portugalia portugalija
portugalska portugalsko portugália portugāle poľsko praag prag praga prague praia praja praje prancis prancūzija
priština puebla pueblo puna pune puni puno puola párizs pérou qatar queens querétaro quito quênia raba rabat rakousko
rakúsko ranska rapat recife reunion reunião reunión riad riadi riga rige rima riodežaneiro riunione roemenië roma
romania romanya rome romo romunija románia românia rooma rosja roumanie ruanda rumania rumunia rumunija rumunsko
rumänien rumænien rumānija ruotsi rusia rusija rusko rusland russia russie russland rusya rwanda ryga ryssland réunion
rússia rīga saipan saksa salem salvador sama samar sana sanaa sanj sano santiago sarajeva sarajevo sarajevu sarja
saudiarabien schweden schweiz semarang senegal seoul serbia serbie serbien serbija servië seul seúl shanghai sian siano
sidney singapore singapour singapur singapura singapūra singapūras sirbistan siria sirija skopje skoplje slovacchia
slovacia slovakia slovakija slovakya slovaška slovenia slovenija slovenië slovensko slovenya slovinsko slovākija
slovėnija slowakei slowakije slowenien soedan sofi sofia sofie sofii sofija sofía somali somalia somalie somalië somija
somália sophia sopia soudan soul spagna spain spania spanien spanje spanyol spanyolország spānija srbija srbsko stanley
stoccolma stockholm stokholmas stokholmo storbritannia storbritannien sucre sudafrica sudamérica sudan sudáfrica sudán
sudão suecia suedia suisse suiza suomi suomija surabaya surat suriah suriname suriye suva suvo suède suécia suíça sveits
sveitsi sverige svet svezia svizzera svájc svédország svět sweden swedia swiss switzerland sydafrika sydamerika sydkorea
sydney syria syrie syrien syrië syyria szerbia szlovákia szlovénia szwajcaria szwecja szíria sénégal séoul sérvia síria
südafrika südamerika südkorea sýrie słowacja tahran tailandas tailandia tailândia taipei taiwan taiwán tajska talas
taliansko talinas talino tallin tallina tallinna tane tangerang tanska tanzania tanzânia tayland tayvan tbilisi tchad
tegu teheran tehran tempu thailand thailanda thailandia thaimaa thajsko thaïlande tijuana tili tiongkok tiran tirano
tjeckien tjekkiet togo tokio tokió tokyo toronto torontu tripoli trnava trujillo tschechien tsjechië tsjekkia tuba tunes
tunesien tunesië tunis tunisi tunisia tunisie tunisien tunisko tunus tunísia tupai turchia turcia turcija turcja turecko
turki turkiet turkija turkije turkki turquia turquie turquía turčija tyrkia tyrkiet tyskland téhéran törökország túnez
türkei türkiye türkmenistan ucraina ucrania ucrânia uganda uhan ukraina ukraine ukrajina ukrajna ukrayna ungaria ungarn
ungern ungheria ungārija unkari uruguai uruguay urusan valencia valley varsa vatican vaticano vatikan vatikán
vašingtonas veen vena venezuela vengrija venäjä verden victoria viden vien viena vienna vienne vieno vietnam vietnã
viktoria viktorija vilna vilnis vilnius világ vine virar viro viyana vjetnama vokietija världen vācija warsaw warschau
warszawa washington waszyngton watykan wellington welt wenezuela wereld westeuropa wien wietnam wiktoria world węgry
włochy xangai yaman yarn yemen yerusalem yhdysvallat yordania yunani yunanistan yémen zagreb zagreba zambia zimbabwe
zviedrija zweden zwitserland zypern zâmbia áfrica ásia áustria ázsia ägypten åland égypte équateur índia írország írsko
írán österreich österrike östeuropa özbekistan østerrike østeuropa østrig ürdün āfrika čehija čekija česko češka čikaga
čile čína ēģipte īrija ķīna ņujorka řecko świat şili španielsko španija španělsko švajčiarsko švedija švedska šveicarija
šveice švica švédsko švýcarsko άμστερνταμ αίγυπτοσ αζερμπαϊτζάν αθήνα αθηνα αλβανία αλεξάνδρεια αμβούργο αμερική
αργεντινή ασία αυστρία αυστραλία αφγανιστάν αφρική βέλγιο βέροια βαγδάτη βαρκελώνη βατικανό βελιγράδι βενεζουέλα
βερολίνο βιέννη βιετνάμ βικτόρια βικτώρια βουδαπέστη βουλγαρία βραζιλία βρυξέλλεσ βυζάντιο γαλλία γερμανία γεωργία
γιβραλτάρ δανία ελβετία ελλάδα εσθονία ευρωζώνη ευρώπη ιαπωνία ιεροσόλυμα ιερουσαλήμ ινδία ινδονησία ιορδανία ιράκ ιράν
ιρλανδία ισλανδία ισπανία ισραήλ ιταλία κάιρο κένυα κίεβο κίνα καναδάσ καραϊβική κατάρ κολομβία κούβα κροατία
κωνσταντινούπολη κόσμοσ κότα κύπροσ λετονία λευκορωσία λευκωσία λιβύη λιθουανία λονδίνο λουξεμβούργο μάλτα μαδρίτη
μαλαισία μαρόκο μαυροβούνιο μελβούρνη μεξικό μονακό μόναχο μόντρεαλ μόσχα νιγηρία νορβηγία ντάγκλασ ντάλασ ντουμπάι
ουάσιγκτον ουγγαρία ουκρανία πακιστάν παρίσι πεκίνο περού πολωνία πορτογαλία πούνε πράγα ρουμανία ρωσία ρώμη σεούλ
σερβία σιγκαπούρη σικάγο σκόπια σλοβακία σλοβενία σμύρνη σομαλία σουδάν σουηδία στοκχόλμη συρία ταϊβάν ταϊλάνδη τορόντο
τουρκία τρίπολη τσαντ τσεχία τόκιο υεμένη φιλαδέλφεια φιλιππίνεσ φινλανδία φοίνιξ χάμιλτον χαλέπι χιλή χιούστον
авганистан австралия австралија австралія австрия австрија австрія азербайджан азербејџан азия азија албания албанија
александрија алеппо алжир алматы аман америка америки амстердам ангола анкара анталија аргентина аржентина армения атина
афганистан афганістан африка багата багдад баку бангкок бангладеш банкок барселона бахреин бахрейн беларус беларусь
белгия белгија белград белизе белорусија бельгия бельгія берлин берлін бејрут боку болгария болгарія боливија бразил
бразилия бразилія брисел бруклин брюксел брюссель бугарија будапешт будапеща будимпешта букурешт букурещ бутан българия
білорусь валенсия валенсија вали варшава ватикан вашингтон великобритания венгрия венецуела верный виена виетнам
виктория викторија вильнюс волгоград воронеж вьетнам відень вікторія вірний гамильтон гана гватемала гвајана гвинеја
гельсінкі германия германија гонконг горький греция греція грузия грузија грузія грција гърция даблин даваа даглас далас
даллас дамаск дания данска данія дели делхи джерси джерсі джърси домініка доха дубаи дубай дуглас душанбе дъблин дъглас
ділі европа египет екатеринбург еквадор ереван ерменија ерусалим естония естонија естонія етиопија загреб зимбабве
зімбабве иерусалим израел израиль индия индија индонезия индонезија ирак иран ирландия ирска исланд исландия испания
истанбул италия италија йерусалим йордания кабул казан казань казахстан каиро кайро кали камбоджа камбоџа камерун канада
карай катар келн кения кенија киев киевом киеву кина киото кипар кипр кипър киргистан китай київ кндр колумбия колумбија
комори копенхаген косово костарика кота красноярск куба кувајт кіпр лаос латвия латвија латвія ленинград либан либия
либија ливан лима лисабон литва литванија лондон луксембург люксембург мадагаскар мадрид малайзия малдиви мале малезија
мали малта малі марокко мароко медина мека мексика мексико мелбурн мелбърн милан милано минск минхен мозамбик молдавија
молдова монако монголия монголија монреал монтреал москва москов мюнхен мінськ најроби непал нигер нигерија нидерланды
никарагуа новосибирск норвегия норвегія норвешка нідерланди німеччина одеса одесса одессе оман омск осло пакистан панама
парагвај париж париз парис патна пекин пекинг перу петербург петроград питер полска полша польша польща порторико
португалия португалија праг прага приштина пуно пјонгјанг рига романија россия ростов росія руанда румунія румъния
румыния русия русија салвадор самара самаре сана сантьяго сараево свердловск свет свят світ сенегал сербия сербія сеул
сиднеј сидни сингапур сирия сирија сирія скопие скопје словакия словачка словаччина словения словенија сомали сомалија
сомалі соул софи софия софија софія србија сталинград стамбул стенли стокхолм сува судан сърбия таиланд тайван тайланд
танзанија ташкент таїланд тајван тајланд таџикистан тбилиси тбілісі техеран тирана того токио токіо торонто триполи
тунис туреччина турция турција уганда угорщина узбекистан украина украйна україна унгария унгарија уошингтън уругвај
феникс филаделфия филаделфија филипини финикс финландия финляндия финска фиџи франция франција франція фінляндія хавана
хаити хамбург хамилтон хамилтън харків харьков хелзинки хелсинки хельсинки хирошима холандија хонгконг хонконг хорватія
хрватска хърватия хьюстон хэмилтон хюстън хјустон челябинск чехия чехія чешка чикаго чиле чили чилі чорногорія шангај
шанхай швајцарија шведска швейцария швейцарія швеция швеція шпанија эстония ямайка япония японія європа єгипет єрусалим
ізраїль індонезія індія ірак іран ірландія іспанія італія јамајка јапонија јемен јордан љубљана њујорк џерси
"""

GREAT_PLACES = frozenset(_WORDS.split())
