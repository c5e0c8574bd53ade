"""Family names that many people bear, in any language.

Made by bench/other_senses.py, which names the sources.
"""

_WORDS = """
aaltonen abate abbas abbondanza abbott abdi abel abraham abreu acar aceto achilles achim acosta acuña adam adamo adams
adin adkins adorno agnello agosto aguilar aguirre ahmed ahonen aigars akal akalin akan akar akay akbaba akdağ akgün
akinci akkaya akkor akman akpinar aksel aksoy aktaş akyürek akçay alba albanese albano albert albrecht albu albuquerque
alcalá aldea alejandro aleksić alemán alev alexa alexander alexandrescu alexandru alexe alfano alfaro alfieri alici alih
alija alkan allen allison almeida alonso altan altun alva alvarado alvarez alves amado amador amaral amato amici amico
amorim amoroso amundsen anaya ancona andersen anderson andersone andersons andersson andrade andre andrei andresen
andrews andronic anděl anelli angeli anghel anjos annunziata antal anton antoni anttila antunes apostol aprile aquino
aragón arap aras araña araújo arce arda ardelean arena arenas argento arias arikan arman armas armstrong arnaud arndt
arnold arroyo arslan ashley asil aslan assunção atakan atan atay ateş atici atik atilgan atkins atli aubry auer austin
auziņš avci avram axelsson ayala ayaz aydan aydemir aygün ayhan aytaç azevedo açar ağaoğlu aşik aşkin aşçi ašimi babacan
babel babić babka baca bachmann baciu badea bader bahadir bahna bailey bakal bakan baker bakke bakken bakker balci
baldwin balint ball balla ballard balli balodis balog balogh balsamo balázs baláž banda bang bani banks baptista baran
barber barbier barbieri barbosa barbu barile barker barletta barna barnes barnett baron barone baroni barons barra
barras barre barrera barreto barrett barrios barros barth barton bartoš barák bass bassi basso bates batista bato
battaglia battista battisti bauch bauer baumann baumeister bayer bayraktar bağiş başaran bašta bech beck becker bednář
beer beko bektaş bell belli bellini beltrán benda bender benedetti benedetto beneš bengtsson benjamin bennett benoit
benson benvenuti benvenuto benz benítez berak beran berg berge berger berglund bergman bergmanis bergström berk bernal
bernard berner bernhard berntsen berry bertani bertrand beránek beso best bester bianchi bianco białek bijl bildik bilen
bilge bilgin bindi bini biondi birinci birlik biro bishop bizjak bjerke björk björklund bjørnstad black blaga blaha
blaho blair blake blanc blanco blanda blank blažek blick block blom blomqvist blum blume bobek boboc bock boda bode boer
bogdan bognár boháč boje bolle bologna bolta bonde boni bonnet bono boone borbély borges borghi borgia boros bors borta
bosch boschi bosco bota botta boucher bouda bourgeois bowen bowers bowman boyd boyer boyle bozkir bozkurt božič brabec
brada bradley brady braga branca branco brand brandenburg brandt bratu braun bravo brekke bremer bremser brenner breton
brewer bridges briedis briggs brink brito brits brkić brock broda brooks brouwer brown brož bruder brun bruni brunner
bruno bruns bruun bryan bryant bräutigam bubeník buch buchanan buchholz bucur buda budai budak bueno bujor bulat bulut
buongiorno burda bureš burger burgess burgos burian burke burns burton buruk busch bush buss busse bustamante busuioc
butler buša bušs byrd bálint bárta bäcker bílek bílá bílý böhm bürger bērziņa bērziņš błaszczak březina caballero cabras
cabrera cacciatore cadena cain calabrese calabria caldera calderón caldwell camacho camara cameron campagna campana
campanella campanile campbell campo campos campus canale canales cancelliere candela candido cankar cannella cannon
cannone cantoni capek capelli capitani cappelli cappello cara carbon carbone cardinale cardinali cardoso carini carlsen
carlson carmona carneiro carnevale caron carp carpenter carr carranza carrara carrasco carrera carrillo carroll carrozza
carson carta carter carvajal carvalho casale casas casella caserta casey casillas casini casper cassano castañeda
castellana castellano castellanos castelli castillo castro catalano catania catanzaro cattaneo cavaliere cavalieri
cavalli cavallo cazacu cebula celeste celi celma cenni cerar cerda cerise cervantes chaloupka chalupa chambers chandler
chapa chapman charles chavez chevalier chiodi chiriac chivu chmura chovanec christ christen christensen christiansen
chudoba chytil chávez cibuľa cichy ciobanu ciocan ciotola cipolla cittadino claes clark clarke clausen clayton clement
clemente cobb cocco codreanu coelho cohen cojocaru cola cole coleman colin collier collins colon colonna colón coman
como concepción coniglio conner conrad consiglio constantin constantinescu cont conte conti contreras cook cooper
copeland cordero cordes cornea corona coronado corrado corral correa correia corsi corso cortese cortez corti cortés
cosma costa costache costantino costanza costanzo costea costin cotto cousin cox cozma craciun craig crawford crea
cremona crespo crews cristea cristescu cristiano croce croitoru cross cruz csonka cucu cummings cunha cunningham curry
curtis cvetković cvijić czarnecki czech czekaj czyż cárdenas císař dach dahl dahlberg damian damiano damm daniel daniele
daniels danielsson danila danko danner dante dare dauer david davidović davidson davies davis dawson day daňová dean
deja dekker delfino delgado demeter demir demirel denaro denis dennis denti dera deschamps desiderio destro devos deák
diaconescu diaconu diamanti diana diaz dickens dies dietrich dijkstra dima dimitrijević dini dinu dixon dlouhá dlouhý
dobre dolce dolci dold doležal dombrovska dombrovskis domínguez donald donati donato doria doro dostál douglas doyle
dočkal doğan dragan drago dragomir dragoni drake drašković dreier duarte dubois duca duda dudás duma dumas dumitrescu
dumitru dumont duncan dunn dupont durak duran durand durante durmaz durán duta dvořák dávid díaz dąbrowski dědek
eberhard ebert edwards egli eglīte eglītis eide ekici eklund ekström elbe elia eliasson eliáš elliott ellis enache ender
engel engelen engström erasmus erben erdoğan erhan erickson eriksen eriksson ernst eronat ertürk escobar espinosa
esposito esser estrada evans ewald fabbri fabbro fabian fabiano fabrizio faktor falco falcone falcão falk faller falter
fanta faraone faria farina farkas farmer farrell fava fazekas fazio fedele federico feest fehér feil fekete feld felder
felici feliciano feller ferenc ferguson fernandes fernandez fernández ferrara ferrari ferreira ferrer ferrero ferri
ferro ferry festa fiala fialová fico fields fierro figueiredo figueroa figura filip filippi fini fink fior fiore
fiorentini fiorentino fiori fischer fish fisher fitzgerald fleming fletcher fleury floder flore florea flores florescu
floris flowers floyd fodor foglia fois fonda fonseca fontaine fontana fonti ford forman forsberg forst forster forte
fortunato fossum foster fournier fowler fox fraga franc francesca francese francezi franchi francis franco francois
frank franke franklin franta franz fratello frau frauen frazier frederiksen fredriksen freeman frei freimanis freitas
french frey fried friedrich frigo frisch frosch frunza frunze frías fuchs fuentes fuga fuller funk fuoco furlan furtado
furtuna fábián förster fülöp gabor gabriel gabriele gade gages gaile gailis gaillard gajdoš galante gallardo gallegos
galli gallo gamba gandhi garcia garcía garden gardner garner garnier garrett garza gaspar gasser gast gatta gatti gatto
gauthier gautier gavrila gavrilović gašpar gašparovič geiger gemma gennaro genovese gens gentile gentili george
georgescu gerard germani gheorghe gheorghiu gherman gianni giannini giardini gibbs gibson giglio gilbert gilde gill
gioia giordano giorgio girard girone giudice giuliano giunta giurgiu giusti glover glumac godec godoy goller golob gomes
gomez gonzales gonzalez gonzález gonçalves goodman goodwin gordon gori gracia graf graham grams gran granat granata
grande grandi grange grant grasse grassi grasso grau graves gray graziano greb greco grecu green greene greer gregor
gregory griego griffin griffith grigore grigorescu gril grilli grillo grimm grob groen gros gross grosser grossi grosso
grosu groza grube gruber grudzień grzyb grün grüner grīnberga guardado guerra guerreiro guerrero guerrieri guerriero
guevara guida guidi guido guillaume gulyás gundersen gunnarsson gustafsson gutierrez gutiérrez guzik guzman guzmán gábor
gáspár gómez góra górny górski götz güler güneş günther głąb haag haas hache hack hagen hahn hajdu hajduk hakala hale
haley hall halvorsen halász hamilton hammond hampl hampton hamzaoğlu hand hane hanko hansen hanson hansson hardy harmon
harper harrington harris harrison hart harter hartmann hartz harvey hassan hasse haug haugen haupt hauser havel havlík
havlíček hawkins hayes haynes hašek hecht heck hedegaard hegedűs heikkilä heikkinen heinonen heinrich heist heller
hellström helm henderson hendriks henkel hennes henri henriksen henriksson henry heredia herman hermann hermans
hernandez hernández herrera herrmann herzog hess hesse hicks hidalgo higgins hill hills hiltunen hines hirsch hirvonen
hjort hladká hladký hlinka hodges hofer hoffman hoffmann hofmann hogan hold holdt holland holloway holm holmberg holmes
holmgren holt holub holuby holz holý hopkins hoppe hora horký horn horská horský horton horvát horváth horák horáček
houston howard howe howell hočevar hradecká hrdina hrdá hrdý hribar hron hrovat hrubá hrubý hruška hrůza huba hubbard
huber hubert hudson huerta huet huff hughes hugo huhn human hunt hunter hurtado hynek hájek hála hämäläinen håkansson
höcke hügel iacob iancu ibarra iglesias ignat ihly ilicali ilie iliescu ilin ilić illés ingram innocenti ionescu
iordache iorga iosif isac isak isaksson iten ivan ivanova ivanovs iversen işik jackson jacob jacobs jacobsen jadro jahn
jaime jakab jakobsen james jamnik janas janda janeček janka jankowski jansen jansone jansons janssen jansson janusz
janáček janša jasper jean jedlička jefferson jelen jelínek jenkins jenni jennings jensen jerković jess jesus ježek
jimenez jiménez jirka johannessen johansen johansson john johns johnsen johnson johnston jokin jokinen joly jonas jones
jonsson jordan joseph jossa jovanović juhl juhász julien jung jurado jurečka just jánošík järvinen jönsson jørgensen
kabát kaczor kaczyński kadlec kadri kafka kahveci kaiser kala kalisz kallio kallis kalna kalniņa kalniņš kalns kalousek
kalējs kamal kamat kamiński kampf kantor kaplan kappe kapusta kara karabulut karam karaman karan karas karađorđević
karel karen karjalainen karlsen karlsson karsten karus kass kasten katona kaufmann kavčič kawa kaya kazda kazenski
kašpar keil keiner keith kelemen keller kelley kelly kemp kennedy kerekes kerl kern keskin kessler kette khalid khan
kick kiełbasa kiliç kim king kinnunen kiraç kirsten király kiss kita kjær klaas klapper klaus klein klemenčič klemme
klinac kluge klíma kmet knap knecht knez knight knudsen knut koch kock kocourek kocsis koen kohle kohout koivisto koka
kokar koks kola kolar kollár kolář komad komorowski komárek konečná konečný konieczna konieczny koning konrad konta
koníček kopas kopecký koper kopf korhonen korkmaz korošec korta koskinen koster kostić kostka kotas koubek koudelka
koukal kouřil kovač kovařík kovács kováč kováčik kováčová kovář kowal kowalczyk kowalski koyuncu koza kozak kozel kozma
kozák koštunica krabbe kraft krajina krajnc kral kralj kralja kramer kraus krause krawczyk krebs krejčí krieger krievs
krige kris kristensen kristiansen kristoffersen krivda krogh krstić krug kruk krupa král králik králík krátká krátký
król krüger krūmiņa krūmiņš książek kubín kuchař kuhar kuhn kukla kula kulma kunde kunt kupec kupfer kurka kurt kučera
kwaśniewski kwiatkowski kwiecień köhler könig köse kühn küçükler kļaviņa kļaviņš kříž křížek křížová laakso laaksonen
labus lacerda lach lack lacroix lahtinen laine laitinen lakatos lakin lamb lambert lana landa lane lang lange langer
lanz lanza lara lari larsen larson larsson latini laurent lauri lauridsen laursen lavička lawrence laws lawson lazar
lazarević lazić lazzaro leal leale lecca lech leclerc lee lefebvre lehmann lehtinen lehto lehtonen leide leinonen leite
leiter lelli lenart lengyel lenk lenz lenzen leonard leone leoni leopardi leposavić leppänen leroy levá levý lewandowski
lewis león liberati liebe lieder liepa liepiņa liepiņš limón linares lind lindberg linden lindgren lindholm lindner
lindqvist lindsey lindström linhart linke lippe lira little liška llamas lloyd lodi logan logar lombardi lombardo long
longo longobardi lopes lopez lorentzen lorenz loreto lori lott lotti louis loup loureiro lourenço love lowe lozano luca
lucas luchian lucia luciano lucio ludvík lugo luise lukić lukács lukáš luna lund lundberg lunde lundgren lundin
lundqvist lungu lupi lupo lupu lutz lučić lynch lyons lászló líška lópez löser løken lācis līcis maak maas macchia
macdonald macedo macek mach machado macháček mack macko macovei madera madonna madsen magalhães maggio maggiore magi
magno magnussen magnusson magyar maia maier maio majka major maksimović malai maldonado malina malone malá malý manca
mancini mandić manea manfred manfredi mangano manica manjak mann manninen manning manns manole manti manzo marais marak
marcello marchand marchese marchi marconi marcu marek mares mareš mari marian mariano marie marin marinescu marini
marinković marino marián marić marjanović marković marks marques marras marrone marsh marshall marszałek mart martel
martelli martens marti martin martina martinez martini martino martinović martins martinsen marty martínez marvin marx
marzec marziali marín masaryk masi maslo mason masopust massa massey massimi mata matei mateo matera mathieu mathis
matias matić matos matta mattei matthews mattia mattila mattsson matys matyáš matías maurer mauri mauro maxa maxim
maxwell may maya mayer mazur mazurek mazza mazzini mcbride mccarthy mccormick mccoy mcdaniel mcdonald mcgee mcguire
mckenzie mckinney mclaren mclaughlin medeiros medici medina medved medveď mehl meier meiers meijer meissner meister
mejía mele meli melis mellett melo meloni mena mendes mendez mendoza menne menu menéndez mercado mercier mercurio mereu
merkel merta mertens merz mesa mesquita messina metz metzger meunier meyer mezei mečiar michal michel micu miettinen
miglio migliore mihai mihaila mihalache mika milde milea miles milla miller mills milton miodrag miranda mircea miron
mitchell mlakar mládek mocanu moen moga mohamed mohr moise mojžiš mokrá mokrý moldovan moldoveanu molina moll molnár
monaci montag montagna monteiro montero montes montgomery monti moody moore mora moraes morais morales moran morandi
morar moraru moravec moreau moreira morel moreno moretti morgan mori morin moritz moro morra morri morris morrison
mortensen morton moser moses moss mota motta moudrý moulin moura močnik mraz mráz mrázek mróz mucha mueller muižnieks
mulder muller mullins munch munk munoz muntean munteanu mura muratore murillo muro murphy murray musiał mustonen muñoz
mydlo myers márquez márton máté mächtig mäkelä mäkinen méndez mészáros möller møller müller nader nagel nagy napoletano
napoli napolitano nappi nascimento nash natale natali nava navarra navarro navrátil neagoe neagu neal nedelcu negara
negri negru nejedlý nelson nemec nemes nenadović neri neto neumann neves newman newton nečas nguyen nica nichols nicolae
nicolas nicolescu nicolò niculae niculescu niedziela nielsen niemi niemiec nieminen nieto nieves nikolaus nilsen nilsson
nissen nistor nita nitra niño nobile nobili nobre noel noga nogueira nolan norberg nordby nordström norman norris norton
nota notaro noto novac novak novelli novotná novotný nová novák nováková nováček nový nowak nunes nunez nygaard nygård
németh núñez němcová němec němeček oancea oblak obrien ocampo ochoa ojala okumuş okur olah olaru oliva oliveira oliver
olivera olivier olla olofsson olsen olson olsson oltean olteanu oláh ondra onnen oprea orbán orlando orosz orozco orsini
orta ortega ortiz osborne osis osorio otero otte otto owen owens ozola ozoliņa ozoliņš ozols pace pacheco pacifico
padilla padrón pagan pagani pagano page paiva pająk pala palacios palazzi palazzo palermo palić palla palm palma palmer
pana panait pani panico pantano panza paola papa papež papp paradiso paraschiv paredes parente park parker parkin parks
parodi parra parsons partida pasca pascal pascale pascu pasqua pastore pataki patriarca patrick patterson patti patton
paul pavel pavelić pavlović pavúk pawlak payne pašić pearson pece pech pecha pecka pecora pedersen peeters peixoto
pekkan pelikán pellegrini pellegrino pena pence penna pepe peralta peran pereira peres perez perin perkins perna perra
perrin perry persson pesce petcu petek peter peters petersen peterson petit petr petre petrescu petrov petrovac
pettersen pettersson pezzi peña pećina pfeffer pfeiffer phelps philipp philippe phillips piana piazza pica picard picchi
picco piccoli piccolo pierce pieri pierre piha pili pimentel pinheiro pinho pini pintea pintilie pinto pintér pires
pisani pisano pisu pitkänen pittman piva pizarro pizzo piña piątek plank plass platon plemić plomb poggio pokorný polak
polat pole poli polis politi polák pomp pompei ponce ponti poole popa pope popelka popescu popov popovici porsche porter
posada poser pospíšil post potenza potočnik potter poulsen pour powell powers pozzi pozzo prado prah prato pratt prebil
preda prediger prete prey preziosi prešeren price priemer prieto prince principato prinsen procházka prodan prokop
protić przybył przybyła prášek ptak ptáček puca puente pugliese pugliesi puiu putnik putniņš pytel python pásztor pátek
pérez péter pērkona pērkons pētersons přibyl příhoda quaranta quarta queiroz quinn quinta quintana quintero quinto rada
radonjić radu rago ragusa rakas ramirez ramos ramsey ramírez ramón rangel ranieri rantanen rasmussen rata rath ratti
ravn ray raya raška reale reed reese reeves regalado reid reif reina reinhardt reis renard renaud renault renda renk
renner renzi reus reyes reynolds rhodes ribar ribeiro rica ricci riccio rice richard richards richardson richter rico
riley rincón ringer rink rios ritchie ritter riva rivas rivera rivero rizzo roba robbins roberson robert roberts
robertson robin robinson robles robu rocca rocco rocha roche rodgers rodrigues rodriguez rodriquez rodríguez roger
rogers rohan rojas rojo rolland rollo roman romani romano romeo romero romy roos roque rosa rosado rosales rosario rosas
rose ross rossetti rossi rossini rosso rosu rota rotaru roth rotolo rotondo rousseau roux rowe roy rubene rubenis rubio
ruch rudolf rudzītis ruiz rumpf russell russo rusu ruth ruud ryan ryba rybár rybář rácz räsänen ríos rüdiger růžička
saarinen saavedra saba sabato sabia sacchetti sacchi sacco sack saia sala salas salazar salerno salgado salinas salminen
salo salonen salvati salvatore salvi samson samuelsson sanchez sandberg sander sanders sandoval sandström sandu sanna
santana santi santiago santo santoro santos sapienza saraiva sari sassi sasso sauer sauerland saunders sava savoia
savolainen savu scala scarpa schacht schaden scharf schenk scherz schiavi schiavo schiller schilling schimmel schimmer
schipper schlangen schlicht schmid schmidt schmitt schmitz schneider schoen scholz schott schreck schreiber schreiner
schröder schulte schultz schulz schulze schumacher schumann schuster schwartz schwarz schwarzer schweizer schäfer
schüler schütz schütze scott scotti secchi sedlák sedláček segovia segura sehnal seiler senatore serena serghei sergi
serra serrano seržants sever severa severi severino sevi sevilla sforza sharp shaw shelton sherman shields siciliano
sienkiewicz sierra sikorski siliņš silva sima simion simić simmons simon simone simonsen simpson sims simões sinclair
singh singleton sini sipos siracusa siri sjöberg skala skokan skov skudra skála skóra slabá slabý sladek sladká sladký
slam slavík sloboda slovák smet smetana smit smith smola smrek smutná smutný snyder soare soares sobek sobotka soccorsi
socha sokol solano solberg soldati solheim solli solomon solís sommer somogyi sonnabend soria soro sosa soto sottile
soukup sousa souza souček sova sowa spada spagnolo spahn sparks spencer speranza spies spina spinner sporer sprenger
stabile stahl stamm stan stanciu stancu stang stanley stanton stark stará starý staub stavila steele stefan steffen
steffensen stein steiner stella stephan stephens stern stevens stevenson stewart stocker stoian stoica stokes
stoltenberg stolz stone storm straka strand strano stranski strauss streck streich streit strickland stroe ström studená
studený stürmer suchá suchý suciu sullivan summers sundberg surma sutter sutton suárez suša svačina svendsen svensson
svoboda swanson swift synek szabo szabó szalai szikra szilágyi székely szőke szűcs sáenz sánchez sándor sárközi sæther
söderberg sören sørensen sýkora sējējs takács talpa tamás tang tangen tanner tapia tasche taslak tassi tasso tatar tate
tatiana tatár tavani tavares taylor taşli tedeschi tedesco teixeira tekin telak teodorescu teplá teplý tepper termine
terrazas terry terzi terzo tesař tesi tesla testa teufel thijs thomas thompson thomsen thomson thoresen thornton tichá
tichý timmermans tirado toader todd toft toivonen toledo toma toman tomei tomek tomáš tonn topal torgersen toro torp
torre torres torri toscano tosi toti toto tovar townsend tran trandafir trapani traverso treff tremblay trovato truhlář
tuch tucker tudor tudose tulla tuominen turan turchi turco turek turk turner turunen tuča tvrdá tvrdý tyler tóth többen
török ulrich underwood unger ungureanu uram urban urbano uribe urso ursu usai uzun vaca vacca vajda vala valdez valdivia
valdés valent valenta valente valentino valentín valenza valle vallejo valles valli valters valverde vanaga vanags vaněk
varela varga vargas varšava vasile vasilescu vasiliu vasquez vass vater vaughn vašek vecchi vega veiga vela velasco
vella velázquez venezia venter ventimiglia ventura vera verde verdes veres vergara verhoeven verme veronese verzi vesel
veselá veselý vestergaard viale vicente vicinanza vicini vidal vidmar vieira viera vieru vila vilka vilks villa
villanueva villarreal villegas vilsons vincent vinci vincze vink viola virgilio virtanen virág visconti visser vita
vitale vitali viti vlad vlas vlasák vlček vogel vogt voicu voigt voinea vojta vojtěch volk volker volle volná volný
volpe vona vondra vračar vrba vrbas vrána vučković vybíral vydra vyskočil vysloužil vácha válek váradi vásquez vávra
vázquez váňa väisänen vélez vítek vörös vācietis vītola vītoliņš vītols wade wagner walker wallace wallin walsh walter
walters walther walton ward warner warren washington wasser waters watkins watson watts weaver webb weber webster weight
weiler weis weiss welch wells wenger weniger werner wesley west wheeler white wiese wikström wilhelm wilk wilkerson
wilkins wilkinson will willems williams williamson willis wilson winkler winter winther wise wnuk wolf wolfe wolff wolny
wolski wong wood woods wright wróbel wunsch wurm wünsche xavier yalçin yates yavuz yazici yildirim yildiz yilmaz young
yüksel zach zaharia zahn zahradník zajac zajíc zając zamfir zamora zapata zaragoza zariņa zariņš zauber zavala zavřel
zelenka zelená zelený zeltiņš zeman zender ziegler zieliński zima zimmer zimmerman zimmermann zingaretti zrna zucca zulu
zvaigzne zvejnieks zwane zygmunt zámečník zürcher zālīte álvarez ávila åberg åkesson çakir çağiran çelik çetin çevik
özcan özdemir özer özkan öztürk ødegård ünal ābele āboliņš āboltiņa čapek čarnogurský čech čermák černoch černá černý
červenka červená červený čierny đoković ķeizars ķēniņa ķēniņš şahin şimşek šafářová šarić šedivý šesta šimek šimon
široká široký šiška škoda šmits špička štefan štrukelj štěpán štěpánek šváb šálek šťastná šťastný żyła žiga živanović
žižka αγγελόπουλοσ αθανασίου αλεξάνδρου αλεξίου αναστασιάδησ ανδρέου αποστόλου βασιλείου βασιλειάδησ βασιλικόσ
βασιλόπουλοσ βενιζέλοσ γαλάνη γερμανού γερμανόσ γεωργίου γεωργιάδησ γιαννακόπουλοσ γιαννόπουλοσ δημητρίου δράκοσ
ελευθερίου ζωγράφοσ ζωγράφου ιωάννου ιωαννίδησ καραμανλήσ κοτζιάσ κωνσταντίνου λαγόσ λαιμόσ λύκοσ μάγκασ μακρή μεταξάσ
μητσοτάκησ μιχαηλίδησ νικολαΐδησ οικονόμου παπάζογλου παπαγεωργίου παπαδάκησ παπαδόπουλοσ παπακωνσταντίνου παπανδρέου
παπανικολάου παπαντωνίου παπαϊωάννου παππάσ абрамов александров александрова алексеев алексеева алексиев ангеловски
андонов андоновски андреев андреева антонов антонова апостолов арсов арсовски атанасов атанасова афанасьев бандера
баранов белов белова беляев богданов божинов божиновски бондаренко борисов борисова быков васильев васильева виноградов
власов влахов волков волкова воробьев воронов генов георгиев георгиева георгиевски герасимов геров григорьев григорьева
громов гусев давыдов давыдова данилов денисов димитров димитрова димов димовски динев дмитриев дмитриева егоров егорова
ефремов жерновски жуков жукова зайцев зайцева захаров захарова иванов иванова илиев илиева илиевски ильин исаев казаков
калашников калашникова калинин калинина карев карпов киселев ковалев коваленко козлов козлова колесников комаров
комиссаров конески константинов королев королева костадинов котов крстевски крылов крылова кузнецов кузнецова кузьмин
лазарев лазаров лебедев лебедева луцька луцький лютий макаров макарова македонска македонски максимов манчевски маринов
маринова марков маркова марковски матвеев медведев медведева мельников минчев миронов мисирков михайлов михайлова
михајлов михајловски младенов морозов морозова москаль назаров наумов неделковски некрасова нестор нешковски никитин
никитина николаев николаева николов николова николовски нинова новиков новикова орехов орлов орлова осипов павленко
павлов павлова панов петренко петров петрова петровски планинска планински поляков полякова поліщук попов попова
поповски пригода притула прохоров раковски рацин ристовски романов романова романів рыбаков семенов сергеев сидоров
симонов скоропадський смирнов смирнова соболев соколов соколова соловьев соловьева сорокин спасов степанов степанова
стефанов стефанова стефановски стоян стојанов стојановски стрелков суворов суворова тарасов титов тихонов ткаченко
тодоров тодорова тодоровски трајковски троян туров узунов федоров федорова федотов филатов фролов христов христова
цветков црвенковски червоній чернов шаров шевченко шопов шухевич яковлев яковлева ѓорчев јаневски јовановски
"""

FAMILY_NAMES = frozenset(_WORDS.split())
