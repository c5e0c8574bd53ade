"""Given and family names that many people bear: a plain alias of that name meets those people as well.

The most frequent names of the United States census of 1990 (public domain).
"""

_GIVEN = """
aaron ada adam adrian adrienne agnes alan albert alberta alberto alex alexander alexandra alfred alfredo alice
alicia alison allan allen allison alma alvin alyssa amanda amber amelia amy ana andre andrea andrew andy angel
angela angelica angelina angie anita ann anna anne annette annie anthony antoinette antonia antonio april arlene
armando arnold arthur ashley audrey barbara barry beatrice becky belinda ben benjamin bernadette bernard bernice
bertha bessie beth bethany betsy betty beulah beverly bill billie billy blanca blanche bob bobbie bobby bonnie brad
bradley brandi brandon brandy brenda brent brett brian bridget brittany brooke bruce bryan byron calvin candace
candice carl carla carlos carmen carol carole caroline carolyn carrie casey cassandra catherine cathy cecelia cecil
cecilia celia chad charlene charles charlie charlotte chelsea cheryl chester chris christian christie christina
christine christopher christy cindy claire clara clarence claude claudia clayton clifford clifton clinton clyde cody
colleen connie constance cora corey cory courtney craig cristina crystal curtis cynthia daisy dale dan dana daniel
danielle danny darlene darrell darren darryl daryl dave david dawn dean deanna debbie deborah debra della delores
denise dennis derek derrick desiree diana diane dianna dianne dolores don donald donna dora doreen doris dorothy
douglas duane dustin dwayne dwight earl eddie edgar edith edna eduardo edward edwin eileen elaine eleanor elena
elizabeth ella ellen elmer eloise elsie emily emma enrique eric erica erik erika erin erma ernest ernestine estelle
esther ethel eugene eula eunice eva evelyn everett fannie faye felicia felix fernando flora florence floyd frances
francis francisco frank franklin fred freda freddie frederick gabriel gail gary gayle gene geneva genevieve george
georgia gerald geraldine gertrude gilbert gina ginger gladys glen glenda glenn gloria gordon grace greg gregory
gretchen guadalupe guy gwendolyn hannah harold harriet harry harvey hattie hazel heather hector heidi helen
henrietta henry herbert herman hilda holly hope howard hugh ian ida inez irene iris irma isaac isabel ivan jack
jackie jacob jacqueline jacquelyn jaime james jamie jan jana jane janet janice janie janis jared jasmine jason
javier jay jean jeanette jeanne jeannette jeff jeffery jeffrey jennie jennifer jenny jeremy jerome jerry jesse
jessica jessie jesus jill jim jimmie jimmy jo joan joann joanna joanne jodi jody joe joel john johnnie johnny jon
jonathan jordan jorge jose joseph josephine joshua joy joyce juan juana juanita judith judy julia julian julie julio
june justin kara karen kari karl karla katherine kathleen kathryn kathy katie katrina kay kayla keith kelley kelli
kelly ken kendra kenneth kent kevin kim kimberly kirk krista kristen kristi kristin kristina kristine kristy krystal
kurt kyle lance larry latoya laura lauren laurie lawrence leah lee leigh lena leo leon leona leonard leroy leslie
lester leticia lewis lillian lillie linda lindsay lindsey lisa lloyd lois lola lonnie lora loretta lori lorraine
louis louise lucille lucy luis lula luz lydia lynda lynette lynn lynne mabel mable madeline mae maggie mamie manuel
marc marcella marcia marcus margaret margarita margie marguerite maria marian marianne marie marilyn mario marion
marjorie mark marlene marsha marshall martha martin marvin mary maryann mathew matthew mattie maureen maurice max
maxine megan meghan melanie melinda melissa melody melvin mercedes meredith michael micheal michele michelle miguel
mike mildred milton minnie miriam misty mitchell molly mona monica monique morris muriel myra myrtle nadine nancy
naomi natalie natasha nathan nathaniel neil nellie nelson nicholas nichole nicole nina nora norma norman olga olivia
opal oscar pam pamela pat patricia patrick patsy patty paul paula paulette pauline pearl pedro peggy penny perry
peter philip phillip phyllis priscilla rachael rachel rafael ralph ramon ramona randall randy raquel raul ray
raymond rebecca regina reginald rene renee rhonda ricardo richard rick ricky rita robert roberta roberto robin robyn
rochelle rodney roger roland ron ronald ronnie rosa rosalie rose rosemarie rosemary rosie ross roxanne roy ruben
ruby russell ruth ryan sabrina sadie sally salvador sam samantha samuel sandra sandy sara sarah scott sean sergio
seth shane shannon sharon shawn sheila shelia shelley shelly sheri sherri sherry sheryl shirley sidney sonia sonya
sophia stacey stacy stanley stella stephanie stephen steve steven sue susan susie suzanne sylvia tamara tammy tanya
tara ted teresa teri terrance terrence terri terry thelma theodore theresa thomas tiffany tim timothy tina todd tom
tommy toni tony tonya tracey traci tracy travis troy tyler tyrone valerie vanessa velma vera verna vernon veronica
vicki vickie vicky victor victoria vincent viola violet virgil virginia vivian wade wallace walter wanda warren
wayne wendy wesley whitney willard william willie wilma yolanda yvette yvonne zachary
"""

_FAMILY = """
abbott adams adkins aguilar alexander allen allison alvarado alvarez anderson andrews armstrong arnold atkins austin
bailey baker baldwin ball ballard banks barber barker barnes barnett barrett barton bass bates beck becker bell
bennett benson berry bishop black blair blake boone bowen bowers bowman boyd bradley brady brewer bridges briggs
brock brooks brown bryan bryant buchanan burgess burke burns burton bush butler byrd cain caldwell campbell cannon
carlson carpenter carr carroll carson carter casey castillo castro chambers chandler chapman chavez christensen
clark clarke clayton cobb cohen cole coleman collier collins colon conner cook cooper copeland cortez cox craig
crawford cross cruz cummings cunningham curry curtis daniel daniels davidson davis dawson day dean delgado dennis
diaz dixon douglas doyle drake duncan dunn edwards elliott ellis erickson estrada evans farmer ferguson fernandez
fields figueroa fisher fitzgerald fleming fletcher flores flowers floyd ford foster fowler fox francis frank
franklin frazier freeman french fuller garcia gardner garner garrett garza george gibbs gibson gilbert gill glover
gomez gonzales gonzalez goodman goodwin gordon graham grant graves gray green greene greer gregory griffin griffith
gross guerrero gutierrez guzman hale hall hamilton hammond hampton hansen hanson hardy harmon harper harrington
harris harrison hart harvey hawkins hayes haynes henderson henry hernandez herrera hicks higgins hill hines hodges
hoffman hogan holland holloway holmes holt hopkins horton houston howard howell hubbard hudson huff hughes hunt
hunter ingram jackson jacobs james jefferson jenkins jennings jensen jimenez johnson johnston jones jordan joseph
keller kelley kelly kennedy kim king klein knight lamb lambert lane larson lawrence lawson lee leonard lewis lindsey
little lloyd logan long lopez love lowe lucas luna lynch lyons mack maldonado malone mann manning marsh marshall
martin martinez mason massey mathis matthews maxwell may mcbride mccarthy mccormick mccoy mcdaniel mcdonald mcgee
mcguire mckenzie mckinney mclaughlin medina mendez mendoza meyer miles miller mills mitchell montgomery moody moore
morales moran moreno morgan morris morrison morton moss mullins munoz murphy murray myers nash neal nelson newman
newton nguyen nichols norman norris norton nunez obrien oliver olson ortega ortiz osborne owen owens padilla page
palmer park parker parks parsons patrick patterson patton paul payne pearson pena perez perkins perry peters
peterson phelps phillips pierce pittman poole pope porter potter powell powers pratt price quinn ramirez ramos
ramsey ray reed reese reeves reid reyes reynolds rhodes rice richards richardson riley rios rivera robbins roberson
roberts robertson robinson rodgers rodriguez rodriquez rogers romero rose ross rowe roy ruiz russell ryan salazar
sanchez sanders sandoval santiago santos saunders schmidt schneider schultz schwartz scott sharp shaw shelton
sherman silva simmons simon simpson sims singleton smith snyder soto sparks spencer stanley steele stephens stevens
stevenson stewart stokes stone strickland sullivan summers sutton swanson tate taylor terry thomas thompson thornton
todd torres townsend tran tucker turner tyler underwood valdez vargas vasquez vaughn vega wade wagner walker wallace
walsh walters walton ward warner warren washington waters watkins watson watts weaver webb weber webster welch wells
west wheeler white wilkerson wilkins williams williamson willis wilson wise wolfe wong wood woods wright yates young
zimmerman
"""

GIVEN_NAMES = frozenset(_GIVEN.split())
FAMILY_NAMES = frozenset(_FAMILY.split())
