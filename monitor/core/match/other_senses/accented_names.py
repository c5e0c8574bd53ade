"""Names that are seldom written without their accents.

Made by bench/other_senses.py, which names the sources.
"""

_WORDS = """
acuña afeganistão afganisztán agustín aimée ainārs akdağ akgün akyürek akçay akşehir alcalá alejandría aleksić alemán
alfrēds algérie aljaž alkiş almería alžbeta amaç amsterdã andraž antonín anđela anže aragón araña araújo argentinië
armağan armenië armėnija arnavutköy artūrs assunção asunción ataşehir ateş athènes ausztrália auziņš avedøre avşar aygün
aytaç azerbaijão azerbaiyán azië ağaoğlu aşan aşik aşkin aşçi ašimi babić bacău bagdá bahçelievler balázs baláž
bangladeş bartoš bağcilar bağdat bağiş başak başakşehir başaran bednář bektaş beltrán belçika belén beneš benítez
bergström berlīne beránek besançon beylikdüzü bełchatów beşir białek białoruś białystok bihać bingöl bistrița björk
björklund bjørn bjørnstad blaž blažek boglárka bognár bogotá boháč boldizsár bolívar borbély borås botoșani boško
božidar božič bragança brazilië brașov brkić bräutigam brésil brüksel brüsszel brăila bubeník budimpešta bulmuş bureš
buzău buğday bârlad bäcker békéscsaba bélgica béziers bílý böhm bülent büyükçekmece bērziņa bērziņš bělorusko błaszczak
březina calderón camarões cancún caraïbes castañeda castellón catalão cazaquistão caçador centroamérica chambéry
chișinău chorzów chrétien cibuľa concepción consolação coruña coşkun cristóbal créteil csehország cuiabá curaçao
cvetković cvijić czyż częstochowa cáceres cádiz cárdenas cécile císař cüneyt călin cătălin davidović daňová derviş deák
dimitrijević direnç dlouhá dlouhý doležal domínguez dočkal doğan doğu dragoș drašković draža dunaújváros durmuş dušan
dušana duško dvořák döndü dörtyol dündar dünya düsseldorf düzce dāvids dąbrowski edvīns edīte eglīte eglītis ekström
elaziğ eliška elveția elżbieta eminönü emīls encarnación encarnação engström erdoğan ereğli ergün ertuğrul ertürk
eskişehir españa ethiopië evžen eylül eyüp eşref falcão fehér fehérvár ferencváros fialová fidèle finnország florença
florența florianópolis focșani forlì franciaország francúzsko františek františka françoise frédéric frýdek fundación
fülöp fürth gajdoš galați gavrilović gašparovič gašper gdańsk gellért genève georgië gergő gijón goiânia gonçalo
gonçalves gražina grieķija grudzień grèce grécko grégoire grønland grün grüner grčija grīnberga guiné gulyás gunārs
györgy győr gävle géza górny gökçe gökçen gölbaşi gölcük gönül göppingen görlitz görögország görün göteborg göttingen
götz gözde gülen güler gültekin gülşen gümüş günay gündoğdu güneş güngör günther gürcistan gürsel gütersloh güven
güvercin głąb halász hamzaoğlu havlík havlíček havířov hašek hegedűs heikkilä hellström hervé hladká hladký honoré horký
horská horský horvát horváth horvátország horvātija horák horáček hočevar hradecká hrdá hrdý hrubá hrubý hruška hrvaška
hrůza hájek hämeenlinna hämäläinen håkansson håkon höcke hügel hülya hüseyin hüsnü iași ilidža ilić illés ilmārs inanç
indonesië inegöl inês ionuț istván isveç isviçre itajaí itävalta iêmen iğdir işik işil işin janeček janáček janša japão
jaromír jaén jedlička jelínek jerković jerusalén jeruzsálem ježek jindřich jiří joaquín jovanović joão jože juhász
jundiaí jurečka juárez jyväskylä jános jánošík järvinen jérémie józsef jönköping jörg jørgen jørgensen jēkabs jūlijs
jūrmala kabát kaczyński kahramanmaraş kalniņa kalniņš kalējs kamiński kanariøyene kaposvár karabük karadağ karađorđević
karşiyaka kateřina kavčič kazanç kašpar kecskemét kerkük kiełbasa kiliç kiraç király kirşehir kivanç klaipėda klemenčič
komárek konečná konečný konstantīns koníček kopecký kornél korošec kostić kouřil kovač kovařík kovács kováčik kováčová
kovář košice koštunica krakkó kraków krejčí kristóf kristýna krisztián krišjānis kroatië krstić kruševac kryštof králik
krátký król krüger krūmiņa krūmiņš książek kubín kuchař kučera kuşadasi kwaśniewski kwiecień köhler köln könig köpenhamn
körfez kütahya küçükler küçükçekmece kārlis kļaviņa kļaviņš kőbánya křížek křížová latinoamérica laurențiu lavička
lazarević lazić lengyelország lençóis leonīds leoš leposavić leppänen libië liepiņa liepiņš liepāja lillestrøm limão
lindström linköping liška ljubiša losandželosa lotyšsko lourenço luděk lukić lukács luleå luminița lučić luīze lászló
löser løken lübeck lübnan lüleburgaz lüneburg lütfi lācis līva maceió macháček madžarska magalhães magyarország
maksimović maleisië malmö malý mandić maringá marinković marić marjanović marković markéta marszałek martinović marília
matjaž matīss maďarsko małgorzata medellín mejía menéndez meriç mevlüt mečiar mihály miklós mikołaj mikuláš miloš milão
miķelis miško mládek moisés mojžiš molnár moscú moudrý mourão moçambique močnik mrázek mróz muhteşem muižnieks muratpaşa
musiał muğla málaga márton mátyás mächtig mäkelä mäkinen mérida mészáros mölndal mönchengladbach møller müge müjde
mülheim münih münster mārcis māris namibië nataša navrátil nazaré nebojša nederländerna nejedlý nekā nemčija nenadović
neukölln neuquén nevşehir nečas nicolò nigérie nikšić nilüfer niterói nordström norrköping norteamérica norveç norveška
norvège novotná novotný nováková nováček nový noémi nygård nyíregyháza nándor nápoles németh németország nîmes nürnberg
němcová němeček nīderlande oekraïne okumuş olaszország oldřich orbán oroszország osnabrück ozoliņa ozoliņš oğuz oğuzhan
oļegs padrón palić panevėžio panevėžys pančevo papež paquistão paraná paryż paryžius patrocínio pavelić pavlović pavúk
paweł pašić pelikán petrópolis petržalka pećina pintér pitești pitkänen piątek plemić ploiești pokorný portugāle
pospíšil potosí potočnik poznań prancūzija prešeren prešov prešova primož priština procházka protić przemyśl przybył
przybyła prášek ptáček putniņš puškino pádua párizs pásztor pátek päivi pécs pérou pāvils pērkona pērkons pēteris
pētersons płock přibyl querétaro québec quênia radonjić rafał rakúsko raška redenção renārs reunião reșița ribeirão
rincón riodežaneiro ričards roemenië rudzītis rumänien rumānija ruža rybár rzeszów rácz räsänen równe rüdiger rüya
răzvan rūdolfs růžička saarbrücken sandström santarém saša sašo schröder schäfer schüler schütze sebastião sedlák
sedláček seinäjoki selçuk servië seržants setúbal sevinç seçkin siliņš simić simões singapūras siniša sjöberg skaidrīte
skóra slabý sladký slavík slovaška slovenië smoleńsk souček spanyolország speranța spānija srečko stanisław studená
studený stéphane stürmer suchá suchý sudamérica sudão suruç suárez suède suíça svačina svájc svédország szilágyi
szlovákia szlovénia székely székesfehérvár szíria szőke szűcs sáenz sándor sárközi sébastien sérvia séville söder
söderberg södermalm södertälje söke søren sørensen südafrika südamerika südkorea süleyman süleymaniye sýkora sējējs
słowacja słupsk takács tamás tarnów tatabánya taubaté taşkin taşli tekirdağ teplý thaïlande tichý timișoara tjaša tomaž
torreón trenčín trgovište truhlář tsjechië tubarão tunesië tunç tuča tuğba tuğrul tvrdá tvrdý târgoviște täby tóth
többen török törökország tønsberg túnez tübingen tümen türkan türkei türkistan türkiye türkmenistan uberlândia umeå
ungārija uroš urška uğur uģis uşak užice valparaíso valērija valērijs vaněk varšava vašek vašingtonas velázquez venetië
veneția venäjä veselý veszprém vietnã világ viranşehir virág vitória vitālijs vlasák vlček vojtěch volný vračar vučković
vybíral vyskočil vysloužil vácha václav václava válek váradi vávra vázquez väisänen världen västerås växjö vélez vítek
vítězslav vörös vācietis vācija vītola vītoliņš vītols wikström wrocław wróbel wünsche würzburg węgry władysław włochy
włocławek yalçin yağmur yaşar yeşim yiğit yüce yücel yüksekova yüksel zahradník zajíc zalău zariņa zariņš zavřel zbyněk
zdeněk zdeňka zelený zeltiņš zieliński zlín zoltán zsófia zámečník zürcher zürich zālīte ákos áron ázsia ägypten åberg
åkesson åland ålborg ålesund århus çaba çakir çanakkale çankaya çankiri çarşamba çağatay çağdaş çağiran çağlar çağlayan
çağri çelik çerkezköy çetin çevik çiçek çiğdem çorlu çorum çubuk équateur évora írország ödemiş ömer örebro österreich
österrike öykü özbekistan özcan özdemir özer özge özgür özkan özlem öztürk ødegård østrig újpest ústí ülker ülkü ümit
ünal ünye ürdün üsküdar ābele āboliņš āboltiņa čarnogurský čačak čech čechov čehija čekija čermák černoch černá černý
červenka červená červený česko češka čierny čikaga đoković đorđe đurađ ēriks ģirts īrija ķeizars ķēniņa ķēniņš ľubomír
ľudovít łukasz łódź ņujorka řecko śródmieście świat şaban şahin şanliurfa şebnem şener şenol şeref şerif şevket şiir
şimşek şirnak şişli şükrü šabac šachty šafářová šarić šarlotė šedivý šiauliai šiaulių šimek široká široký šiška škoda
španielsko španělsko špička štrukelj štěpán štěpánek švajčiarsko švedija švedska šveicarija šveice švica šváb švédsko
švýcarsko šálek šárka šťastná šťastný żyła žarko željko ženeva žiga žilina živa živanović žižka žižkov șerban
"""

ACCENTED_NAMES = frozenset(_WORDS.split())
