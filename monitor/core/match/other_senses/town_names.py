"""Towns that texts often name: clubs, companies and banks are named after them.

Made by bench/other_senses.py, which names the sources.
"""

_WORDS = """
aachen aalborg aalen aalesund aalst aarhus abbas aberdeen abisso acapulco acre adapazari adiyaman adler adva aflu
afyonkarahisar aguascalientes ajaccio ajax akhisar aksaray aksu akşehir alameda alanya albacete albany albi albia
albuquerque alei alen alenas alene alexandra alfaro alicante alicia aliye alkmaar allen alley almelo almere almería
altona alvar alvorada amadora amarah amarillo amasya ambon amen americana amersfoort amien amiens amparo amstelveen
anaheim anamur ananda ancona anda anderlecht anderson andes andrija angeles angers anjo ankan antakya antofagasta
antwerp antwerpen anvers apartado apeldoorn aracaju arad arak arar arba arcot aren arezzo ariana arica aris arla arles
arlington arminia arnavutköy arnhem aron asbest aschaffenburg asena asker asse assen assis asti asua ataşehir atlanta
atlantis atlanto atur auburn augsburg aurora austin avedøre aveiro avellaneda avignon avila ayacucho ayvalik azul ağri
babu bacău badajoz bade baden bafra bagas bage baha bahar bahçelievler baise baisu bajan bajs bala bale bali balikesir
balikpapan balneário balsas balti baltimore balu bambang bamberg banan banco banda bandirma bando bane banga bangkalan
bani banjar banjarbaru banjarmasin bantul banyuwangi baní baran barbosa bardo bari barking barletta barna barra barracas
barreiras barry bartin baruta bary basa basar basel basilea bassa basti bata batang batas bath batina batman batu batum
bauru bayan bayana bayonne bayreuth bazele bağcilar başakşehir beaumont beauvais bedford beira beja bela belfast belfort
belgrano bella bello belén bend bende bender bendera benevento benfica benghazi bengkulu beni berat bergama bergamo
bergen berkeley berta besançon betul beylikdüzü bełchatów białystok bielefeld bihać bilbao bilda bilecik bima bimbo bina
bingöl bismarck bistrica bistrița biten bitlis bitung blackburn blitar blois blora blumenau bochum boende bojonegoro
boke bole boli bologna bolton bolu bolzano bolívar bona bondowoso boni bonn bono bontang bordeaux bordo borges boros
borås bosse boston bostona bostonas bostone bostono bota botoșani boulder bourges bournemouth bowie boyolali bradford
braga bragança brajan brandenburg brandon brano brat braunschweig brașov brda bred breda breme bremen bremena bremeno
bremerhaven brent brescia brest breves brick brige brighton brindisi bristol brits brno brod bromma bruges brugge bruna
brunn brunswick bryan brygge brăila buchanan buda budim bufala bufalo buffalo buhar bukan bukittinggi bumba bunda buni
buras burdur burgos burlington burnley burno bury bush buta buzău bydgoszcz bytom bârlad békéscsaba béziers büyükçekmece
bălți cachoeira caem caen cagliari cair calais caldas caltanissetta cambridge camden campana campeche campina cancún
cannes canoas canterbury canton capas capaz cardiff carlisle carmona carolina caroline carpi carrara carrefour cars
carson cartagena cascavel caserta casper castellón castro catalão catania catanzaro caxias caçador cela cele celina
cella celle cenevre centro cepu cerro cesena ceuta ceyhan chair chambéry chandler chang charleroi charleston charlotte
charlottenburg chau chelsea chemnitz chester chico chihuahua chino chodov chorzów ciamis cianjur cibinong cicero
cikampek cikarang cilacap cilegon cimahi cincinnati ciputat cirebon ciro cita cizre clay clermont cleveland clichy
cochabamba codo coimbra colima colina colmar colon columbus columna colón coma come commonwealth como comodoro
compostela concepción conception concordia conquista consolação constance constancia constanta constantine constanța
contagem conway copacabana cork coro corona coronel corrientes coruña cosenza costanza costi cottbus craiova cremona
croata crotone cruzeiro créteil cuenca cuiabá cukai cuneo curug cusco cutia częstochowa cáceres cádiz cárdenas cícero
dabu dadu dajal dalai dali damar damari dara darab daram daran darbi darmstadt darvina darwin dasi date daugavpils daur
david davida davidas davies davis dayton debrecen decan degan dejvis dekan delft delgado delicias delta denizli denpasar
denver derbi derby deri dese desi desna dessa dessau desse detmold detroit detroitas deurne deva devas deventer devi
devis dijon divas djuren doba dobo dobrych donecko dorada dordrecht dort dortmund dosso douane dourados drammen drby
dresden drug dubna dudley dudo duisburg dumai dunaújváros dundee dunkerque duram duren dures durham duyun dzima détroit
dörtyol düren düsseldorf düzce edina edinburgh edirne edison edmond eger egri eindhoven eisen ekran elaziğ elbistan elda
eldorado elizabet elizabeth elst emden emin eminönü emme emmen encanto encarnación encarnação ende engels enschede
ensenada enterprise ereğli erfurt erie erika erlangen erzincan erzurum esbjerg esbo escada escondido esen esenler
esenyurt eskilstuna eskişehir espoo esse essen esslingen estancia eugene everett evre exeter extrema extremos fana fano
fanta fanu fargo faro farra farta fatih fatsa fatwa favoriten feche fehérvár feng ferencváros ferrara fethiye fiche fier
fieri fili firenze fjer flensborg flensburg flint florence florencia florencie florenz florença florența florian
florianópolis florida focșani foggia fontana fordon fore forest forlì formiga formosa franca franka frankfurt franklin
franko frederick frederik frederiksberg fredrikstad freiburg fria friedrichshafen frontera frýdek fuji fukushima fulda
fulham fundación fylde fürth gaja galați gale galla gallegos galma gama ganda ganja gant ganti garcia garcía gardez gare
garut gary gasa gaspar gatineau gaya gaza gazan gazze gdańsk gdynia gebze gefle gela gelsenkirchen gemene gemlik genda
genebra genes geneva genf genk genoa genova gent gente genteng genua genève george gera gerne gerning gider giessen
gijón gilbert ginebra ginevra giresun giurgiu glasgow gliwice glogovac gloucester goda gode godi golfe goma gorontalo
goteborg gothenburg gouda goya gracia gradac gradec grana granata granja gravata graz grenoble gresik grogol groningen
grosseto grozni grozno guanajuato guayana guider guli gumi guna guntur guri győr gävle gölbaşi gölcük göppingen görlitz
göteborg göttingen gøteborg gütersloh haarlem habra hagen hague hail haju hakkari hala halifax halmstad halu hamas hamm
hammond hampton haninge hanna hanno hannover hanya hardenberg harlem harlingen hartford hasan hassan hasselt hastings
havre havířov hayes hede heerlen heidelberg heidenheim heilbronn helder helmond helsingborg henderson hengelo herford
herne herning herten hertogenbosch hidalgo highland highlands hilde hildesheim hilversum hino hisar hollywood honolulu
hoofddorp hoorn hoover horizonte horn horsens huddinge huelva huesca hull human hunde hunedoara hutang hvidovre
hämeenlinna iasi iași ibarra igang iida ilan ilidža imola imperatriz independence indianapolis indio indramayu inegöl
inge ingolstadt innsbruck ipiranga iroda irvine irving isabela isim iskenderun ismail isparta itajaí ivanova izmit iğdir
işim jackson jaffa jager jaksan jala jambi jamu jang jara jaroslav jayapura jaén jeju jelgava jember jena jenta jete
jette jihlava jima joensuu jogjakarta johor joinville jombang jork jorko juazeiro jugu jules juliet jundiaí jupiter
jurga juru jyväskylä jérémie jönköping júpiter jūrmala kadi kafe kahramanmaraş kahta kaili kaina kaiserslautern kaja
kakta kale kalemi kaliningrado kalisz kallar kalna kalo kamalia kamil kani kann kanna kanton kapas kaposvár kara karabük
karakol karakola karaman karar karawang karisi karlskrona karlsruhe karlstad karno karolina kars kary karşiyaka kasihan
kasper kassel kastamonu kasur katanya katerina kati katowice katras kauna kaunas kauno kauns kauņa kaya kecskemét kediri
kela kelar kemer kempten kendal kendala kendall kendari kennedy kenner kent keren keresek kian kiel kielce kijang kilifi
kilis kilo kira kiri kirikkale kirklareli kirşehir kisaran kisi kispest kita kitare kizil kiziltepe kladna kladno
klaipėda klang klar klaten klinci klungkung koblenz koga kohu koka kolam kolar kolding kolima kolona konak konan
konstanta konstantina konstanz koro korona kortrijk koruma kosi koska kosong kosti koszalin koti kotka koto kouvola
kozan košice kragujevac kraka krakkó kraków kraljevo kram krasnodar krefeld kreuzberg kristiansand kruševac kudus kuli
kuman kumanova kumi kuna kungsholmen kuningan kuopio kupang kutu kuşadasi körfez kütahya küçükçekmece kőbánya laba labe
labuan lafayette lagarto lages lagi lago lagoas lahan lahti lajin laju lamongan lampa lancaster lander landshut
landstrasse lapa lapang lappeenranta largas largo larisa larissa lasa lati latina latura lausanne laval lawang lawrence
lecce leche leeds leeuwarden legnica leicester leiden leie leipzig leiria lekki lelystad lembang leme lençóis leon
leonas leono lera lere leri leskovac lesno lester leuven levallois leverkusen levi lexington león liberdade liberec
libertad lida lidu liege liepāja lige lila lill lilla lille lillestrøm limeira limoges limon limpio limão limón linares
lincoln linda linen linkolna linkolnas linkou linköping linn lins linz lion lione lipa lira liverpool livorno liège lodi
loga logan loja loman londrina lone longa loni lorca loren lorena lorient louisville louvain luau lubin lublin lublina
lubuk luca lucca lucerna luck ludwigsburg ludwigshafen luga lugano lugo luka lula luleå lumajang lund lundi luzern lviv
lyda lynn lyon lübeck lüleburgaz lüneburg maastricht macau madera madero madison madiun magdeburg mage magelang magok
maiami mainz majalengka makaa makale malaka malang malatya malda maldonado malmo malmö malmø maltepe mamou manado manas
manavgat manchester manda mandela mandula manea manger mango manisa manjini mannheim manning manokwari manta manteca
maraka maras marburg marca marcin mardin margit mari mariana mariano maribor maribora mariboru marijana marika maringá
marka markem marrakech marsala marseille marsiglia martapura martin martina martinas mary marília masasi masaya masina
massa mata matala matanzas mataram matera materia mati matto matura maun meaux mechelen medias mediaș melas melati
melilla mello melo memphis mendoza menemen mennen merauke merced mercedes meria merilo mero mers mersin meru mesa
messina mestre metra metro mets metu mety metz meurs mexicanos miami middelburg middleton midway midyat mielec mijas
miki mikkeli milagro milla milton milwaukee mina minden mineiros minia minna minneapolis miraflores miskolc mission
misurata mite mito mitrovica mitrovice mitte mobil mobila mobile mobili modena modesto modna moga mogok mogu mojo
mojokerto moju moka mokama mons mont monte montero montes montgomery montpellier montreuil monza moore mora more morelia
morena moreno moro moron mors morumbi most mostar mostara moti motta mourão mudu muka mulhouse mulla muratpaşa murcia
musu mutare muñoz muğla myers málaga mölndal mönchengladbach mönster mülheim münster nada nadi naga nagari nagi nago
nagu najin name namen namur nancy nanterre nantes nanti napa napels naples napoca napoli napoly nara narbonne nashville
natal nava nazaré nazilli neapel neapol negara neka nekā nelson nema neuken neukölln neuquén neuss neutra nevşehir
newark newcastle newport newton nganjuk nica nice nico nieuwegein nigde nigel nijmegen nikki niko nikšić nilüfer niterói
nitra niza niğde noda nogales normal norman norrköping norton norwich nottingham novara novato novena novi novina numan
numea nunukan nusaybin nyala nyara nyeri nyíregyháza nápoles néma nîmes nürnberg oakland oaxaca oberhausen obra
observatoire ochota odense offenbach oklahoma oksfordas oksfordo oldenburg oldum olimpia olimpija olinda olomouc olsztyn
olympia omaha ontario oostende oosterhout opava opola opole oradea orai oral oran orang orange orani ordu orel orhangazi
orion orlando orleano orleans orléans orsa osan osasco osijek osijeka osin osmaniye osnabrück ostin ostrava oulu oviedo
oxford paco padang padanga padangas paderborn padova pago paine paita pala palangkaraya palencia palermo pali palla
palma palmares palmas palopo palu pamekasan pamplona panda pandan pandeglang panevėžio panevėžys pangkalan pangkalpinang
paniki panna panthéon pančevo paradajz paradise paramount paraná pardubice pare parepare pariaman parit parla parma
passau passos pasto pasuruan pasus paterna pati patos patra patrocínio paulista paura pavia pawai pedreira pekalongan
pelotas pemalang penki pensa penze pereira perm perpignan perugia perus pesak pesaro pescara petale petrópolis petržalka
pforzheim piacenza pianura picos piedade piedras pila pilar pinheiro pinheiros piracicaba pire pisa pistoia pitești
pittsburgh piła planas plano planom plantation pleno plocka plockas plodin ploiești poblacion poco poitiers pokala pola
polatli pomon ponce ponorogo pontianak pori portland porto portsmouth portu porvoo pory posadas potenza potosí potsdam
poznan poznana poznane poznano poznań prabumulih prato preston prešov prešova prizren probolinggo progreso prosperidad
provas providence provo provou przemyśl puji pula puli pulla pumpa punu purbalingga puri purmerend purwakarta purwokerto
puškino pádua pécs płock quebec queimados quilmes quimper quincy québec racine radom rafa ragbi ragusa raha rajin
raleigh rali ramla randers rangel rapid rasa rast rasta rath rato ravenna rayon reading recita recklinghausen redding
redenção regensburg regina registro rehn reims reka remscheid rene renka rennes reno republica resende reservoir
resistencia resistência rest retiro reus reutlingen reyhanli rezende reșița ribeirão ribera ribnica ribnik richardson
richmond rida ridder rieka rijeka rimini ringen rioja rivera riverside rizal rize rochester rodas rodem rodos rodriguez
rodríguez roeselare rogers roman romana romanas ronda roosendaal ropar rosales rosario rosenheim roskilde rostock
rosário rotterdam roubaix rouen rousse rovaniemi rovigo rovno roztok rubin rubio ruga rugby ruse russas russe rybnik
rzeszów równe saada saarbrücken saba sabaha sabiha sacaba sacramento sada safi saga sagene saguenay saham sainte sakai
saki sakramento saku sakura sala salam salama salamanca salata salatiga salato sale salerno salgueiro sali salihli
salinas salo salta saltillo salto salzburg salé samana samarinda samba sambal sampang samsun sancaktepe sanda sandefjord
sandnes sandu sandy sanfrancisko santana santander santarém santi santos saran sari sarpsborg sassari satte sauli
savannah savo savona schiedam schweinfurt schwerin seattle segovia segu seins seinäjoki seki selam seme sempurna sena
senai senar sendi senga senna senti sentul seran serang seraya seren serena seres serian serpong serra serre serres sert
setapak setu setúbal severek sevilla shan shaping sheffield shelby sherbrooke shields sibiu sido sidoarjo siegen sien
siena sienas sienne siga siirt siki silang silifke silivri silopi silvan sina sinan singa singkawang sino sinop sintang
sira siracusa sirasi sirt sirvan sisli situbondo situe sivas siverek siviglia skadar skaka skien skoki slatina sleman
smederevo smela smoleńsk snar sobral soci soczi soda sodo soja soka sokol solano sole soledad solingen sollentuna solna
solok soma sopor sopron soran sori sorocaba sorong sorriso sosnowiec soto sour sousa southampton souza soči sparks
sparta sparte speyer spezia spijkenisse split splita spoken spring springfield springs spyr sragen stafford stamford
stat stavanger straatsburg strasbourg strasburgo strassburg stuttgart subang sube subotica suceava sucha suez suffolk
suita suja sukabumi sultanbeyli sumai sumbawa sumber sumedang sumenep sumi sumo sumy sunderland sundsvall sunrise
surakarta suras suratina suri surman surprise surrey surt suruç susa sutton suya svobodni swansea sylt syracuse szamba
szczecin szeged szolnok szombathely székesfehérvár séville söder södermalm södertälje söke süleymaniye słupsk tabaco
tabako tabora taito taku tala talat talca tale talka tall talla tama tampa tampere tampon tanda tango tanjungpinang
tanpa tanta tarakan taranto taras tarnów tarragona tarsus tartu tasikmalaya tatabánya taubaté taylor taza tegal tejlor
tekirdağ telde teli tema temen tempe tempi temple tendo teplice teramo terasa teresina ternate terni tete thessaloniki
thornton tiba tiko tilburg timisoara timișoara tino tiraspol tita tiver tlaxcala toka tokat toki toledo tolga tolo
toluca toma tome tomé tonton topi torbali tori torin torino torn torrent torrente torreón tors torun toruń tottenham
toulon toulouse tour tours toyota trabzon tracy tran trang trani trapani traz trent trente trento trenčín treviso
trgovište trier triest trieste trindade trinidad trnovo troj troja trondheim trondhjem troy troyes trst tuban tubarão
tucano tucson tufan tulcea tulin tulla tulo tulon tulungagung tulus tunas tupa tupi tura turas turbo turen turgutlu
turim turin turino turku turu tusan tuzla tychy tyler tyras tyre târgoviște täby tønsberg tübingen tümen türkistan
uberlândia ubud udin udine uman umana umani umeå unde union unna uppsala urla utrecht uşak užice vaasa valadares
valdivia valence valenza valjevo valladolid vallejo valles valparaíso valverde vana vancouver vanda vann vannes vanta
vantaa varen varese varna vasa vaslui veenendaal vegas vejle velence velho velsen venecia venedig venedik venetië veneza
venezia veneția venice venise venlo ventas ventura veracruz verdun vereniging verona versailles veszprém viana vianna
viareggio viborg vicenza victor victorias viejo vigia vigo vinha vinis vinto viranşehir virginia viron viseu vista viten
vitoria vittoria vitória vlaardingen vladimir vladimira vladimiras vladimír vlagyimir volja volo voltam vonni vorst
vranja vranje västerås växjö warisan warna warren warwick waterloo watford wayne wedding weimar welkom wembley wensen
werder westland westminster wetzlar wiesbaden wilhelmshaven wimbledon windsor winnipeg winston wladimir wola wolfsburg
wonosobo woodland worcester worms wrocław wuppertal wyoming würzburg włocławek yala yalova yanan yang yendi yilan
yogyakarta yola yolla york yorka yozgat yuki yüksekova zaandam zabrze zacatecas zadar zahle zalaegerszeg zalău zamora
zara zaragoza zaraza zarja zdar zeist zemun zenica zeytinburnu zile zlín zoetermeer zonguldak zrenjanin zurich zwickau
zwolle zürich ávila ålborg ålesund århus çanakkale çankaya çankiri çarşamba çerkezköy çorlu çorum çubuk évora ödemiş
örebro újpest ústí ünye üsküdar čačak čechov łódź śródmieście şanliurfa şirnak şişli šabac šachty šarlotė šiauliai
šiaulių ženeva žilina žižkov άκρα αιγάλεω αλεξανδρούπολη ατλάντα βαλένθια βασιλεία βενετία βοστώνη βόλοσ γάζα γενεύη
γιάννενα γιάννινα γιορκ γλυφάδα γουόρεν ελευθερία ζωγράφοσ ζωγράφου ηλιούπολη ηράκλειο θεσσαλονίκη ιωάννινα καβάλα
καλαμάτα καλαμαριά καλλιθέα κατερίνη κερατσίνι κλίβελαντ λάρισα λάρνακα λέστερ λίβερπουλ λίνκολν λαμία λώρενσ μάλαγα
μάντσεστερ μέσα μαρούσι μασσαλία μαϊάμι μοναστήρι μπάρι μπιλμπάο μπορντό μπρέντα νίκαια ντέρμπι ντιτρόιτ ντόρτμουντ
ολύμπια οξφόρδη ορλάντο ορλεάνη πάτρα πειραιάσ περιστέρι πετρούπολη πόρτλαντ πόρτο ρόδοσ σάντοσ σάρλοτ σέρρεσ σεβίλλη
σιάτλ τζάκσον τορίνο τούρκου τρίκαλα τσάντλερ τσέλσι φλωρεντία φρανκφούρτη χαλάνδρι χαλκίδα χανίων χανιά χόλυγουντ авила
аврора адлер азов александров ален аллен алтай андерсон анжи аркадия арон артем архангельск асен асеновград аскер
астрахань атланта атлантида аурора бабу бали балтимор балу бани баран бари барнаул барри барі бассейн батман бела
белгород белла белци бельо бенд берат бердянськ бери беркли бистрица битола благоевград боли болтон боль бордо борисов
бориспіль бостон бостън брайан брајан брендон брест британцы бровари брод брянск буда бургас біль ванкувер ваня варна
велес венеция венеција венеція веспрем вирджиния владивосток владимир вологда володимир волос воля вотка врање вінниця
газа гама гент гери гилберт гилбърт глаз голливуд горлівка гостивар грешам гродно грозна грозни грозный гэри давид давні
дает дали дарби дарвин даша дева девіс дейвис декан делта дельта денвер дерби дербі детроит детройт дејвис джаксън
джексон джоли джордж диво димитровград днепр днепропетровск дніпро дніпропетровськ доба добрич домодедово донецк донецьк
дортмунд дрогобич дума думай дэвид единбург елизабет елізабет есен жара железнодорожный женева житомир жуковский
запорожье запоріжжя заря иванов иваново ижевск изабела иркутск йорк кавказ кале калинин калининград калуга калуш камина
кани кара кармен каролина карпи катания катерина катерини кати кафе кеймбридж кембриџ кемерово кент кери керчь киров
київський кливланд кливленд клин ковель кога кока коломия колон конотоп константина королев корона котка кофе краків
краматорськ краснодар кременчук кропивницький куки куманово курган курск куска куча кэри кіровоград лариса леви леві
леон лесной лестер лестър ливерпул ливерпуль ливърпул лимон линда линколн линкольн линкълн лион липа липецк лира логан
лорен лоренс лорънс лоуренс луга луганск луганськ лука луцьк львов львів ліверпуль майами манастир манчестер манчестър
мари мариана мариуполь маријана марка марсель марсеј марсилия мартин мартін маріуполь масса мати матура маями мајами
медисон мелітополь мемфис мерседес меры меса метро мики миколаїв мила миссия мита мога могу монастир монтгомъри море
мост мука мукачево мураками мурманск нанси нант находка неапол нека нелсон нелсън нельсон нема нигде низа николаев ница
новгород нови новороссийск новый нормальная норман нікополь оболонь одрин оклахома оксфорд октябрьский олександрія
орджоникидзе орел оренбург орландо остин охота пазарджик палермо пали панда паники парнас пати патни пенза пензе пермь
перник петровський пила питсбург планом плевен пловдив полтава пори портланд порто порту поры прилеп прилуки псков пули
пушкин рагби рака рали ралі рева рено речица решт ровно роджерс родригес роли ролі роман романов ротердам роттердам
роџерс русе рязань рівне сава сага сада сакура салават салам сало сантос саратов сари свободный севастополь северный
севиля севиља семей серена сето сиатъл сиетл симферополь синсинати славянск слатина сливен смела смоленск собрал сода
сокол солун сочи сочі сплит ставрополь стразбур страсбург стрий суми схід сюрприз сімферополь тайлер талат тамбов танга
танго тајлер тверь тейлор тема темпе темпі тернопіль тетово тејлор тимофей тихи тока тольятти томе томск топи торино
трейси трејси троя тула тупа турне търговище тюмень ужгород ульяновск умань уоррен уорън фени фиренца флоренция флорида
фонтана форест фортеця франка франклин франко франкфурт франківськ фредерик хабаровск хасан хасково херсон химки хисар
хиты хмельницький холивуд холм центральний центральный цирих цюрих чаир чандлър челси челсі черкаси чернівці чернігів
чехов чита шарлот шахти шахты шевченко шевченківський шумен элизабет юпитер якутск ялта ямбол ярославль јорк џексон
"""

TOWN_NAMES = frozenset(_WORDS.split())
