"""Given names that many people bear, in any language.

Made by bench/other_senses.py, which names the sources.
"""

_WORDS = """
aaron abbas abbey abbondanza abdul abdullah abel abraham abril acar achille acun ada adam adama adel adik adil adin
adina adja adli adolf adolfo adria adrian adriana adriano adrien adrienne afonso afro afton agata agnes agnese agnieszka
agnès agostino agustín ahmad ahmed ahmet aidan aimable aimé aimée aina aino ainārs ajan ajda akif akim akin alain alan
alana alba albert alberta alberto albin albrecht aldo alea alejandro aleksa aleksandar aleksander aleksandra aleksi
alena alene alenka alessandra alessandro alessio alex alexander alexandr alexandra alexandre alexandru alexis aleš
alfons alfonso alfred alfredo alfrēds algu alice alicia alicja alin alina aline alis alisa alison aljaž alka alkan alkiş
alla allan allen allison ally alma alois alojz alone alparslan alper alpha alta altan altay alvin alvis alyssa alžbeta
amalie amanda amant amante amar amata amato amaç amber amel amelia amely amen america amico amid amie amin aminte amir
amore amos amour amparo amy ana anar anas anastasija anca anda andel anders anderson andi andra andras andraž andre
andrea andreas andreea andrei andrej andreja andres andrew andri andrija andris andromeda andrzej andrás andré andrés
andy anděl anděla anette ange angel angela angelica angelina angelo anghel angie ania anil anis anita anja anka ann anna
anne anneli annette anni annie annika anny antal ante antero anthony antoine antoinette anton antoni antonia antonie
antonija antonio antonín antti antónio antônio anya anđela anže apollo april aram aras arch arda aria arie ariel arif
arlene armando armağan armin arnaud arne arnold arslan arthur arto artur arturo artūrs arya ashley asil asma asri
assunta assunto astrid atalay athos atif atilla atiş atlas atli attila aube aude audra audrey august augusta auguste
augustin augusto augustus aura aurel aurelian aurora austin autumn avis avni avram avril avşar axel ayah aydan ayhan
aykut ayla aylin azil aziz azzurra aşan aşkin babacan baby bade bahadir bahar bahia bailey balta balázs bambina baptiste
bara barbara barbe barbora barbu bariş barney baron barry bars bart bartolomeo basan basarab baskin basti battista batu
batuk baya bayat baykal bayrak bayram bağiş başak beat beata beato beatrice beatrix beatriz beau bebe becky beker bekir
bektaş bela belinda bell bella belle belo ben bence bende benedek benedetto benedikt benedykt bengt benito benjamin
bennett benny benoit benoît bent bente benvenuto berat berk bernadette bernard bernardo bernd bernhard bernice bernie
berry bert bertha bertrand bessie beth bethany betina betsy betty beulah beverly beşir bianca bibi bilal bilge bilgin
bilik bill billie billy birgitta birgitte bjarne björn bjørn blair blake blanca blanche blanka blaž blessing boas bob
boban bobbie bobby bodi boet bogdan boglárka bohuslav bohuslava bojan bojana boldizsár boleslav bonita bonito bonnie
bora boris borut boyd bozan bozkurt boğa boško božidar brad bradley brady brain bram brandi brandon brandt brandy
branislav branka branko brant brenda brent brett brian bridget brigitte brisa brit britt brittany brody brooke brooks
brown bruce bruna brune bruno bruto bryan bryant buck bucur budak buddy bulan bulmuş bulut buluş burak burhan buğday
byron bálint bárbara béla bülent cade caesar cafer caio cale calvin cameron camila camilla camille camillo candace
candice caner cantemir cara carey caridad carina carl carla carlo carlos carmen carol carole carolina caroline carolyn
carrie carroll carson carter casey casper cassandra catalina catarina catena caterina catherine cathrine cathy ceca
cecelia cecil cecilia cecilie cecília celal celeste celia celine celso cemal cemil cene cenk ceren cesar cesare ceyhun
ceylan cezar chad chance charity charlene charles charlie charlotte chase chelsea cheryl chester chiara chiril chloe
chloé chris christ christer christian christie christina christine christoph christophe christopher christy chrétien
cielo cierra cihan cihangir cindy ciprian ciril claes clair claire clara clare clarence clark claude claudia claudio
claudiu claus clay clayton clemens clemente cleveland clifford clifton clinton clyde clément coby coco cody cole colin
colleen columbus concepción conception concetto connie conrad constance constant constanta constantin constanța consuelo
cooper cora corey corina cornel corneliu cornelius corrado corto corvin cory cosma cosmin costache costante costantino
costanza costel costin courtney coşkun craig crawford crescente cristal cristea cristian cristiana cristiano cristina
cristóbal cruz crystal csaba cumhur curtis cynthia cyril cyrila cyrus cécile céleste céline césar cüneyt călin cătălin
cătălina daan dada dado dagmar daisy dakota dale dalia dalla damian damien damir damjan damla damon dan dana dane dani
daniel daniela daniele danielle danijel danilo danko danny dante danu dany dara daria darin dario darius dariusz darja
darko darlene darrell darren darryl darwin daryl dave davi david davida davide davon davor davy dawid dawn dawson dayan
dean deanna debbie deborah debra decebal decimo defne degna deja dejan delia dell della delores delta demet demi denis
denise deniz dennis denny derek derin derrick derviş derya desiderato desiderio desiree destan deste destin destiny
devin devon dewi dexter diamante diamond diana diane dianna dianne dicle didier didina diede diego dies dieter dilek
diler dimitrije dina dino dinu diogo direnç diri dirk dita divine divna diāna dock doda doina dolores dolunay domen
domenica domenico domingo dominic dominik don dona donald donalda donat donato donna dora doreen dorel dorin doris dorit
dorota dorothy doru douce doug douglas doyle doğan doğu draga dragan dragana drago dragoljub dragomir dragoș dragutin
drake draža drew duane duarte dulce dumitru duncan durante durmuş duru dustin duygu dušan dušana duško dwayne dwight
dylan dániel dávid dóra döndü dündar dāvids dāvis earl easter ebba ebru ecaterina ecevit eddie eden edgar edgars edita
edith edmund edna edoardo edouard eduard eduardo eduards edvard edvīns edward edwin edīte eero eeva egemen eileen einar
eino eirik ekim ekin ekrem elaine elda eleanor elektra elena eleonora elias elif elin elina eline elio elisa elisabeta
elisabeth elisabetta elise elizabeth eliška ella elle ellen elli elliot ellis elmas elmer elogio eloise elsa else elsie
elva elvis elza elīna elżbieta emanuel emanuele emel emelie emese emil emilia emiliano emilie emilija emilio emily emin
emine emir emma emmanuel emmi emrah emre emīlija emīls ender enes engin enrico enrique enver enzo ercan erdal erdem eren
ergin ergün erhan eric erica erich erik erika erin erkki erling erma erman erna ernest ernestine ernesto ernst erol eron
eros ersin ertuğrul ervin erwin esat esben esen eser esin esma esperanza esra esta esteban estelle estera esther
estrella eszter ethan ethel ethem etienne ettore eugen eugene eugenio eugène eula eunice eva evan evans evelina evelyn
evelīna even everett evin evren evžen eylül eyüp eşref fabia fabian fabio fabrizio fahrettin fahri faik faith fanni
fannie fanny fanta faruk fatih fatma faust faye fazil feda fedele federico fehmi felice felicia felipe felix ferah ferdi
ferdinand ferdinando ferenc ferhat ferit fermo fern fernanda fernando ferne fevzi fidan fidel fidèle fikret fikri filip
filipa filipe filippo filiz fine finn fiore firas fletcher fleur flip floare floarea floor flor flora flore florea
florence florencia florian florida florin floyd flynn flóra foca ford forest forrest fortunata fortunato foss foster
fran franc franca frances francesca francesco franci francis francisc francisca francisco franciszek franciszka franck
franco franjo frank franka franklin františek františka franz franziska françois françoise fred freda freddie freddy
frederick frederik fredrik freeman freja frida fridolin friedrich fritz frédéric fuat funda furkan fábio félix gabe gabi
gabriel gabriela gabriele gabriella gaetano gage gail gala gamze gardner gary gaston gavril gavrilo gayle gazi gašper
gelin gellért gelu gemma gene general generoso genesis geneva genevieve geneviève gennaro gentile georg george georges
georgia georgije gerald geraldine gerard gerardo gergely gergő gerhard germain german gerrit gertrude gheorghe giacomo
gian gianluca gianni gigi gilbert gilberto gilles gina ginevra ginger gino gioia giordano giorgio giovani giovanna
giovanni giove girolamo gita gitte giulia giuliano giulio giuseppe giusta giusto gizem gladys glen glenda glenn gloria
glorie golden gonzalo gonçalo goran gorazd gordana gordon gosto gottfried grace graham grant grato grazia gražina green
greg gregor gregorio gregory greta gretchen griffin grigore grzegorz grâce grégoire guadalupe guglielmo guido guilherme
guillaume guillermo gunilla gunnar gunārs gust gustav gustavo guy gwendolyn györgy gábor gérard géza gökçe gökçen gönül
göran görün gözde gülen güler gültekin gülşen gümüş günay gündoğdu güneş güngör gürsel güven güvercin habib habil hafiz
hagen hajar hakan hakem haki hakim haldun hale halil halim halit halle haluk hamdi hamit hamza hana hande hanna hannah
hanne hannes hanno hannu hans harald hardy harmony harold harriet harrison harry harun harvey hasan hassan hatip hattie
hava havel haven havla hawa haya hayal hayali hayat hayati haydar hazar hazel heather heaven hector heidi heikki hein
heinrich heinz helen helena helene helga helle hellen helmut helēna henderson hendrik hennes henning henri henrietta
henriette henrik henrique henry henryk henryka herbert herman hermann hertha hervé hester hiba hikmet hilal hilda
hillary hilmi hizir holly homer homero honor honoré hope horacio horea horia horst howard hubert hudson hugh hugo hulusi
hunter háta håkan håkon hélio hélène hülya hüseyin hüsnü iacob ian iancu iban ibrahim ida idea idil idris ignacio
ignazio igor ihsan ilan ileana ilham ilhan ilie ilija ilja ilke ilker ilmārs ilona ilyas iman imen imre inanç inci inez
inga inge ingeborg inger ingrid ingrida inna innocent innocente innocenza inês ioan ioana ionel ionuț iosif ipek irem
irena irene irfan irina iris irma irmak isaac isabel isabella isabelle isak isidro isis isla islam ismail ismet istván
italo iulia iulian iuliu iurie ivan ivana ivar iveta ivica ivory iván iwan iztok izzet işik işil işin jaakko jacek jack
jackie jackson jacob jacqueline jacquelyn jacques jada jadro jaga jaime jake jakob jakov jakub jakuba james jamie jan
jana jane janet janez jani janice janie janin janina janis janja janka janko janne janusz jany jara jared jari jarno
jaro jaromír jaroslav jaroslava jasen jasmine jasna jason jasper javi javier jay jazz jean jeanette jeanne jeannette
jeff jeffery jeffrey jela jelena jelka jena jenna jennie jennifer jenny jens jensen jente jeppe jeremy jernej jerome
jerry jerzy jesper jess jesse jessica jessie jesus jesús jette jill jim jimi jimmie jimmy jindřich jitka jiří jo joachim
joakim joan joana joann joanna joanne joaquim joaquín jodi jody joe joel joey johan johann johanna johanne johannes john
johnnie johnny johnson jolanta jolie jon jona jonas jonathan jonna joost jordan jorge joris jose josef josefa joseph
josephine josh joshua josip josipa josé jovan jovana joy joya joyce jozef jozefa joão jože jožef juan juana juanita juda
jude judge judith judy juha juhani juho jukka jula jules julia julian juliana julie julien juliette julija julio julius
julián juna june junior juraj jure juri juste justice justin justyna jusuf juta juul jános jérôme józef józsef jörg
jörgen jørgen júlia júlio július jānis jēkabs jūlija jūlijs kaan kaarina kade kader kadi kadir kaja kale kalender
kalervo kalevi kalle kamil kamila kane kara karaca karam karel karen kari karin karl karla karli karlo karmen karol
karolina karolína kasper kata katarina katarzyna katarína kate kateřina katharina katherine kathleen kathryn kathy katie
katina katja kato katrina katrine katrīna kay kaya kayla kaynak kazanç kazi kazimierz kees keith kelley kelli kelly ken
kenan kende kendra kennedy kenneth kenny kent kerem keren kerim kerry kerstin kesme kevin kian kick kiel kika kiki kim
kimberly kimi king kinga kira kiraz kirk kirsten kismet kitty kivanç kiymet kjell klaas klara klaus klemen klára knut
kody koen kole kolos konrad konstantin konstantīns kora koray korkut kornél kosta kris krista kristen kristi kristian
kristiina kristin kristina kristine kristjan kristoffer kristy kristína kristóf kristýna kristīne krisztián krišjānis
krystal krystyna kryštof krzysztof kurt kurtis kuzey kyla kyle kylie kārlis lada ladislav ladislava ladji lajos lale
lambert lana lance lander lane lapo lara larry lars lasse latoya laura lauren laurence laurent laurențiu lauri laurie
lawrence lazar lazăr leah lean leandro leda lee leena leia leif leigh lelah lena lene lenka lennart lenne lenni lennie
lennon leo leon leona leonard leonardo leone leoni leonidas leonīds leopold leopoldo leoš leroy leslie lester leta
leticia levent levente levi levy lewis leyla liam liberata liberato libero libor lida lidia lidija lien liene lieto
lieve liisa lila lili liliana lilla lillian lillie lilly lily lina lincoln linda lindsay lindsey line linnea lino linus
lion lionel lisa lisbeth lise liviu liza lize ljiljana ljubica ljubiša ljubomir lloyd loan logan lois lola loma lone
lonnie lora lorena lorenz lorenzo loreta loretta lori lorraine lothar lotta lotte louca louis louisa louise loup lourdes
lourenço lova lovisa loyal luana lubomír luboš luca lucas lucca luce lucia lucian luciana luciano lucie lucien lucija
lucille lucio lucy lucía ludovic ludvig ludvika ludvík ludwig luděk luigi luis luisa luiz luiza lujza luka lukas luke
lukáš lula luminița luna lune lungu lura luther lutz luz luís luīze lydia lykke lynda lynette lynn lynne lászló léon
lütfi līga līva maan maarit maarten maas mabel mable macie maddalena madeleine madeline madison madonna mads mae magda
magdalena maggie magno magnus mahir mahmut maia maica maija maila mailin maja majda major makan makar maks maksim maksud
malcolm malena malik malin malo malou mamie manca manda manfred manole mansur manu manuel mara marah marc marcel marcela
marcella marcello marcelo marcia marcin marco marcos marcu marcus mare marek marga margaret margareta margarita marge
margherita margie margit marguerite mari maria marian mariana marianne mariano marie marija marilyn marin marina marine
marino mario marion marit marius marián marja marjan marjorie mark markku marko markus markéta marlene maroš marques
marquis marsha marshall mart marta marte martha martial martin martina martine martino martti marty martín marvin mary
maryann maría mason massima massimiliano massimo matan mate matei matej mateja mateo mateus mateusz matheus mathew
mathias mathieu mathilde matias matija matilda matjaž matko mato mats matt matteo matthew matthias matthieu matti
mattias mattie matys matías matúš matěj matīss maureen maurice maurizio mauro max maxi maxim maxima maxime maximilian
maxine maya mazhar mazie małgorzata maša meda megan meghan mehdi mehmet melanie melek melih melinda melissa melodi
melodie melody meltem melvin meral mercedes mercurio meredith merete meriam meriç merlin mert merve meryem mesut meta
mete metin metod mette mevlüt mica michael michaela michal michala michał micheal michel michelangelo michele michelle
mick miel miguel miha mihaela mihai mihail mihailo mihajlo mihály mija mika mikael mike mikkel mikki mikko miklós
mikołaj mikuláš mildred mile miles milica milla mille miller milo milorad miloslav milovan miloš milton milutin mimo
mina mine minna minnie miodrag mira miracle miran miranda mircea mirek miriam mirjana mirka mirko mirna miro miron
miroslav miroslava missouri misty mitch mitchell mithat mitja mitra miķelis miša miško mlad mladen moche modest modesto
mody mohamed mohammed moisés mojca molly mona monica monika monique monroe montana monte morena moreno morgan moritz
morris morten moses muammer mugur muhammad muhammed muharrem muhsin muhtar muhteşem mukaddes murat muriel murilo murphy
murray musa mustafa muzaffer myra myrtle mája mária mário márk márton mátyás máté mónica müge müjde māra mārcis māris
mārtiņš nabi naci nada nadi nadia nadine nadir nadzieja nail naja name namik nana nancy nanna naomi napoleon napoleone
nara nash nasir natale natalia natalie natalija natasha nataša nate nathalie nathan nathaniel nazim nazli nebojša necati
necdet necmettin nedim nehir neil nejat nejc nela nele nell nella nelle nellie nelson nemanja nena nenad nene nera neri
nesa neva nevzat newton nicholas nichole nick nico nicola nicolae nicolai nicolas nicole nicoleta nicolás nicolò nicu
nida niels nigel nihal nihat nika nike nikita nikki niklas niko nikola nikolai nila nils nina nine nino nisan noah noble
noel noha nomi nona nonna nora norbert norma norman nova novak novi nowi noémi noël numan nuno nurettin nuri nusret
nándor nóra oana obie obrad octavia octavian odin okan okey oktay olaf olavi olcay oldřich oleg olen olga olimpia
olimpiada olin olinda oliva olive oliver olivera olivia olivier olivér olle olof olympia omar omari ondrej ondřej onesta
onesto onur opal oral oran oren orhan orlando orso oscar oskar oskari osman otto ottone ovidiu owen ozan oğuz oğuzhan
oļegs pablo pacifico paco paja palma paloma pam pamela panna paola paolo pardo parfait parker parla pascal pasquale pat
patience patrice patricia patrick patrik patryk patrícia patsy patti patty paul paula paulette paulina pauline paulo
pavel pavla pavle pavol paweł pearl pedro peer peggy pekka pelin pelle pembe penny pentti pepe pera percy peri perla
perle pero perry peruna petar pete petek peter petr petra petre petri petru petteri phil philip philipp philippe phillip
phoebe phyllis pierce piero pierre piet pieter pietro pilar pinar pink piotr piper pirjo pirkko platon pola polona
pontus porter poul precious predrag priamo price primo primož prince princess priscilla privato prudence päivi péter
pāvils pēteris quarto queen quentin quieta quinn rabia rachael rachel rada radan radek radim radion rado radomir
radoslav radovan radu rafael rafał raffaele rahim rahmi rainer raisa rajna rakip ralf ralph raluca ramazan rami ramon
ramona ramy ramón rana randall randi randy ranim ranko raphaël raquel rareș rasim rasmus rastislav rauf raul raven ravi
ray raymond raúl reagan rebecca recep reda reed refah regina reginald regula reid rein reina reine reinhard reinhold
reis remus remzi renata renate renato renaud rene renee rené renārs reta reto retta reyes reza rhonda rica ricardo
riccardo richard richarda richmond richárd rick ricky rico ridvan rieke riitta rike rikke riley rina rita ritva river
riza ričards robbie robert roberta roberto robi robin robinson robyn rocco rochelle rocky rodica rodney rodrigo roger
rogers roko roland rolando rolf romain romaine roman romana romane romano romeo romero romāns ron ronald ronaldo ronnie
ronny roos roosevelt rory rosa rosalie rosario rose rosemarie rosemary roser rosie rosina ross rotaru rover roxana
roxanne roy royal roza ruben ruby rubén rudolf rudy rumena runa rune russ russell ruta ruth ruža ryan ryszard réka
róbert róża rüya răzvan rūdolfs rūta sabato sabine sabrina sadi sadie sadik sage sahra said sakari salih salim sally
salvador salvatore salvo sam samantha samba sami samih samim samu samuel samy sander sandra sandro sandu sandy sanja
sanna sanne santa santo santos sara sarah sarai sare sari sascha satu saul sauveur sava savaş saveta savi saša sašo
scolastica scot scott sean sebastian sebastiano sebastián sebastião seconda secondo seda sedat sefer selahattin selim
selin selvaggia selçuk sema semih sena senka senna senta seppo serena serge sergei sergej serghei sergi sergio sergiu
serhat serin server sesto seth settimo sevda sever severa severin severo sevgi sevim sevinç seçkin shane shannon sharon
shawn sheila sheldon shelia shelley shelly sheri sherman sherri sherry sheryl shirley sibel sicuro sidney sien siena
sierra signe sigrid sigurd sila silja silje silke silvester silvia silvija silvio silviu simen simeon simge simion simo
simon simona simone sina sinan sincere sinikka siniša sira siro sirri sister skaidrīte slava slaven slavko slobodan
sláva smil soccorso solange soledad solveig soma sonia sonja sonya sophia sophie sorin spencer speranza speranța
spiridon srečko stacey stacy stan stana stanca stancu stanford stanislav stanislava stanisław stanko stanley steen
stefan stefana stefano steffen stelian stella sten stephan stephanie stephen sterling stevan steve steven stevie stewart
stig stina stine stjepan stojan stone storm stuart stéphane suat sudi sue summer sune sunny susan susana susanna susanne
susie suzanne suze svatopluk svea sven svend sverre svetozar světla swan sylvain sylvia sylvie szabolcs szymon sándor
sébastien sérgio søren süleyman tadej tahir tahsin taide talat tali talip talon tamara tamer tami tammy tamás taner
tania tanja tanya tapani tapio tara tarik tarja tarkan tasa tatiana tatjana tavares tayfun taylor taşkin ted teddy tekin
tekla temel teodor teodora teoman teresa tereza teri terrance terrence terri terry terzo tevfik tevhid thea thelma theo
theodor theodore theresa therese thiago thierry thomas tiago tiara tiberiu tibor tierra ties tiffany tiina till tim timo
timothy timur tina tine tino tito tizio tjaša tobias todd tolga tom toma tomas tomasa tomasz tomaž tome tomislav tommaso
tommy tomo tomás tomáš tomé tone toni tonnin tony tonya toon torben tore trace tracey traci tracy traian tranquillo
travis trent trevor trine trinity troels troy tudor tufan tugay tunç tuomas turan turgay turgut turi turner tutku tuula
tuva tuğba tuğrul tyler tyrone türkan uffe ufuk uliva ulla ulrich ulrik ulrika ultimo ulus umberto umile umur umut
unique unna urbain urban urbano uroš ursula urška uğur uģis vada vadim vagn vala valente valentin valentina valentine
valentino valentín valentína valentīna valeria valerie valerio valeriu vali valid valtteri valérie valērija valērijs
vanessa vanna varo vasco vasile veda vedat vefa veikko veit vela veli velimir velma venere ventura vera verano verda
vere verla vern verna vernice vernon verona veronica veronika vesile vesna veta veysel vibeke vicdan vicente vicki
vickie vicky victoire victor victoria vida vidal viera viktor viktorie viktória vilde viliam ville vilma vilmos vince
vincent vincenzo viola violet violeta viorel viorica virgil virgin virginia virginie virág vita vital vitale vitali vito
vitor vittoria vittorio vitória vitālijs viva vive vivian vlad vlada vladimir vladimira vladimiro vladimír vladimíra
vladislav vlado vlaicu vlastimil voicu vojen vojtěch volkan václav václava víctor vítězslav věra wade walker wallace
walter wanda ward warren watson wayne wende wendy werner wesley whitney wiara wiem wies wilhelm will willa willard
willem willi william willie willy wilma wilson winston wolf wolfgang wouter wyatt władysław xavier yahya yalçin yana
yani yann yaprak yara yasemin yasin yavuz yaya yağmur yaşar yener yetkin yeşim yildirim yildiz yilmaz yiğit yolanda
yunus yuri yusuf yves yvette yvonne yüce yücel yüksel zachary zack zafer zaharia zala zamfir zane zara zbyněk zdeněk
zdeňka zdravko zehra zeynep zina zita ziya zlata zlatan zlatko zoltán zora zoran zorana zsolt zsófia zuzana zvonko zīle
ábel ádám ákos ángel áron çaba çağatay çağdaş çağlar çağlayan çağri çelik çetin çiçek çiğdem éric étienne íris óscar
ömer önder öykü özcan özer özge özgür özkan özlem ülker ülkü ümit ünal ādams đorđe đurađ ērika ēriks ģirts ľubomír ľuboš
ľudovít łukasz şaban şahin şebnem şener şenol şeref şerif şevket şiir şükrü špela štefan štěpán šárka žarko željko žiga
živa șerban ștefan άγγελοσ αθανάσιοσ αλέξανδροσ αναστάσιοσ ανδρέασ αννα αντώνησ απόστολοσ βασίλησ γεώργιοσ δημήτρησ
ελευθέριοσ εμμανουήλ ευάγγελοσ ηλίασ θεόδωροσ ιωάννησ κώστασ λεωνίδασ μαρια μιχαήλ νικόλαοσ πέτροσ παναγιώτησ παρασκευη
παύλοσ σπύροσ στέφανοσ σταύροσ χαράλαμποσ χρήστοσ август адам александар александр александра алексей алла альберт
анастасия анастасија анастасія анатолий анатолій анатолія ангел ангела андрей андреј андрій анна антим антон апостол
аркадий арсен арсений арсеній артем асен атанас билјана блага блаже богдан богдана божидар борис борислав боян бојан
бранко вадим валентин валентина валерий валерия валерій валерія ванчо васил василий василь велика вера вероника весела
веселин весна виктор виталий влада владимир владислав владо власта володимир вячеслав віктор віра віталій галина ганна
геннадий геннадій георги георгий георгій герман глеб горан гордана гоце григор григорий григорій давид дамјан дана
даниел данила данило дарко дарья денис дејан дивна димитар димитриј дмитрий дмитро добри драга драган драги душан
евгений евгения егор екатерина елена елизавета елисавета емануел емил жанна живко забава захар здравко зора зоран иван
ивана игор игорь илија илья иосиф ирина исак искра калина карл ката катерина квітка кира кирил кирилл киро климент коле
константин константина костадин костянтин кочо ксения лада лазар лариса лена леон леонид леся лидия лидија лора лука
любим любов любовь любомир людмила лідія лілія майя макар максим мара маргарита марин марина мария марија марк марко
марта марія мери методи методиј методија микола миле милена милий мина мирослав михаил михайло михајло надежда надія
наталья наталія наум неда неофит никита никола николай нина ніна оксана олег олександр олександра олексій олена олесь
олеся оливер олимпиада ольга омелян орест остап павел павле павло перо петар петко петра петре петро полина поляна раде
ристо роман руслан руслана самуил сандра сара светлана святослав святослава світлана семен сергей сергій сила симон
слава снежана соломон соня спартак станислав станіслав степан стефан стоян тамара тарас татьяна теодор тетяна тимур тихо
тодор томе томислав трајко трифон федора феликс филип филипп христина христо цвета цветан эдуард юлия юлія юрий юрій
яков ярослав ярослава ѓорче ѓорѓи євген ѕвезда іван ігор ілля інна ірина јаков јане јасна јован јосиф љупчо
"""

GIVEN_NAMES = frozenset(_WORDS.split())
