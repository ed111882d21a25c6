/** Words that say nothing about who it is: articles and the like, in several languages. */
export const STOP_WORDS = new Set(
  'and the of for in at by und et y e i og och ja en der die das den dem des le la les l de du da do dos das del della di el los las lo il gli van von zu zum'.split(
    ' ',
  ),
);

/** Short spellings of words in names of organisations, and what they stand for. */
export const WORD_ABBREVIATIONS = new Map(
  (
    'intl:international int:international internat:international natl:national nat:national mfg:manufacturing mfr:manufacturer manuf:manufacturing ' +
    'svc:service svcs:service serv:service sys:system syst:system tech:technology technologies:technology technol:technology bros:brother assoc:associate assocs:associate assn:association ' +
    'dept:department univ:university uni:university mgmt:management mgt:management grp:group gp:group gruppe:group groupe:group grupo:group gruppo:group hldg:holding hldgs:holding hld:holding ' +
    'ins:insurance fin:financial fincl:financial dev:development devt:development ent:enterprise entpr:enterprise ind:industry inds:industry indus:industry industries:industry industrial:industry ' +
    'eng:engineering engg:engineering engr:engineering dist:distribution distr:distribution lab:laboratory labs:laboratory laboratories:laboratory pharm:pharmaceutical pharma:pharmaceutical ' +
    'hosp:hospital ctr:center centre:center cntr:center st:saint ste:saint sankt:saint san:saint mt:mount ft:fort govt:government comm:communication comms:communication telecom:telecommunication ' +
    'elec:electric elect:electric electrical:electric electronics:electronic transp:transport transportation:transport trans:transport chem:chemical prod:product prods:product productions:production ' +
    'constr:construction const:construction props:property properties:property prop:property invest:investment inv:investment invs:investment cap:capital adv:advertising agcy:agency auto:automotive ' +
    'bldg:building bldrs:builder consult:consulting consultants:consulting consultancy:consulting cons:consulting corp:corporation edu:education equip:equipment exp:export imp:import fed:federal fdn:foundation ' +
    'gen:general inst:institute instn:institution log:logistic logistik:logistic logistique:logistic mach:machine machinery:machine mktg:marketing mkt:market mkts:market med:medical mun:municipal ' +
    'pkg:packaging ptnr:partner ptnrs:partner prtnrs:partner print:printing prtg:printing pub:publishing publ:publishing res:research rest:restaurant sci:science sciences:science sec:security secs:security ' +
    'soc:society soln:solution solns:solution sol:solution sw:software supp:supply supplies:supply stor:storage trdg:trading trad:trading trvl:travel tr:trust util:utility utilities:utility whsl:wholesale ' +
    'furn:furniture brdg:bridge sq:square gmb:limited hotels:hotel am:american amer:american brit:british can:canadian ger:german us:usa usa:usa jr:junior sr:senior dr:doctor ' +
    'techn:technical systeme:system systemes:system sistemi:system sistemas:system services:service servicios:service servizi:service dienste:service international:international internacional:international internationale:international internazionale:international'
  )
    .split(' ')
    .map((pair): readonly [string, string] => {
      const [short = '', long = ''] = pair.split(':');
      return [short, long];
    }),
);

/** Words that many organisations have in their names: said in few files of few rows, they still say little. */
export const GENERIC_WORDS = new Set(
  (
    'international national global group holding service system technology solution partner associate association company corporation enterprise industry industrial product production management ' +
    'consulting investment capital financial finance bank insurance trust fund energy power oil gas electric electronic software data digital media network communication telecommunication computer internet online web ' +
    'food restaurant hotel travel tour health medical hospital clinic pharmaceutical laboratory care dental school university college institute academy education research science center foundation society club church ' +
    'construction building builder property real estate home house design engineering manufacturing machine equipment tool steel metal chemical plastic paper print printing publishing packaging material ' +
    'transport logistic shipping freight airline air marine auto automotive motor car truck supply trading trade export import wholesale retail store shop market marketing advertising distribution distributor ' +
    'security law legal office agency studio art music entertainment sport game fashion textile furniture garden farm agriculture water environmental waste recycling mining resource ' +
    'new first united general american america usa european europe asia asian pacific atlantic british uk canada canadian india indian china chinese japan australia german deutschland deutsche france italia espana north south east west northern southern eastern western central city state county district department government public private royal world universal premier premium advanced innovative innovation modern best star sun green blue red black white gold golden silver ' +
    'handel handels bau technik werk verlag druck maschinen vertrieb beratung immobilien versicherung verwaltung beteiligung beteiligungs gesellschaft dienst betrieb societe compagnie entreprise etablissement fils cie compania empresa comercial industria industrias servicio grupo societa impresa ditta fratelli figli azienda commercio trading handelsgesellschaft ' +
    'branch division subsidiary store unit plant site sale customer account payable team info main head brother son daughter family inc llc ltd gmbh'
  ).split(' '),
);

/** Given names and their everyday forms, each line one person's. */
const SAME_GIVEN_NAMES =
  'william bill billy will willie liam|robert bob bobby rob robbie bert|richard dick rick ricky rich|james jim jimmy jamie|john jack johnny jon|jonathan jon jonny|joseph joe joey|thomas tom tommy|michael mike mick micky mikey|charles charlie chuck chas|edward ed eddie ted ned|' +
  'david dave davey|daniel dan danny|christopher chris topher|christine chris christina tina chrissy|nicholas nick nicky|anthony tony|andrew andy drew|alexander alex sandy sasha|alexandra alex sandra sandy|matthew matt|patrick pat paddy|patricia pat patty trish tricia|peter pete|philip phil|stephen steve steven|' +
  'samuel sam sammy|samantha sam|benjamin ben benny|gregory greg|kenneth ken kenny|lawrence larry laurence|leonard len lenny leo|raymond ray|ronald ron ronnie|donald don donny|douglas doug|gerald gerry jerry|frederick fred freddie|francis frank|frances fran|timothy tim|theodore ted theo|walter walt wally|henry harry hank|' +
  'elizabeth liz lizzie beth betty eliza elisabeth lisa bess|margaret maggie peggy meg marge greta|catherine kate kathy katie cathy katherine kathryn kat|jennifer jen jenny|jessica jess jessie|rebecca becky becca|susan sue susie suzanne|deborah debbie deb debra|barbara barb babs|dorothy dot dottie|judith judy|' +
  'kimberly kim|victoria vicky tori|virginia ginny|jacqueline jackie|pamela pam|cynthia cindy|amanda mandy|abigail abby gail|eleanor ellie nell nora|isabella bella isabel izzy|johannes hans johann jan|friedrich fritz|katharina kathrin kati|francesco franco cesco|giuseppe beppe peppe|jose pepe|francisco paco pancho|antonio toni tono|' +
  'zachary zach zac|nathan nate nathaniel|joshua josh|jacob jake|ethan ethen|oliver ollie|emily em emmy|madeline maddie madison|georgia georgie georgina|lachlan lockie|mitchell mitch|cameron cam|natalie nat natasha';

export const NICKNAME_GROUPS: readonly (readonly string[])[] = SAME_GIVEN_NAMES.split('|').map((line) =>
  line.split(' '),
);

/** Words of streets as they are cut short. */
export const STREET_WORDS = new Map(
  (
    'street:st str:st strasse:st avenue:ave av:ave avenida:ave avda:ave road:rd drive:dr drv:dr lane:ln court:ct crt:ct place:pl plaza:pl platz:pl square:sq boulevard:blvd boul:blvd bvd:blvd calle:c rue:r via:v viale:v piazza:pza ' +
    'highway:hwy parkway:pkwy terrace:tce ter:tce terr:tce crescent:cres cr:cres close:cl circuit:cct circle:cir grove:gr gv:gr garden:gdn way:wy weg:wy trail:trl north:n south:s east:e west:w northeast:ne northwest:nw southeast:se southwest:sw ' +
    'apartment:apt flat:apt unit:apt suite:apt ste:apt floor:fl level:fl building:bldg saint:st sankt:st mount:mt house:hse number:no nr:no num:no box:box post:po parade:pde esplanade:esp rise:ri walk:wk view:vw heights:hts'
  )
    .split(' ')
    .map((pair): readonly [string, string] => {
      const [long = '', short = ''] = pair.split(':');
      return [long, short];
    }),
);

/** Words of a street that most streets share one of. */
export const STREET_KINDS = new Set(
  'st ave rd dr ln ct pl sq blvd c r v pza hwy pkwy tce cres cl cct cir gr gdn wy trl n s e w ne nw se sw apt fl bldg hse no po pde esp ri wk vw hts'.split(
    ' ',
  ),
);
