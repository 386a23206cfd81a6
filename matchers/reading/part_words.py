"""The words by which people say who does what in a purchase: verb phrases in the present or the future, by language and role.

The subject stands in front of a phrase of PARTS (a name, I, she), and behind one of AFTER (`la última palabra la tiene Ana`).
"""

from __future__ import annotations

import re

from matchers.reading.text import Language

_W = r"(?:[\w'’/&-]+ )"

_BUDGET_EN = r"(?:\w+ )?(?:budgets?|purse(?: strings)?|money|funds|funding|spend|spending|expenditure|capex|opex|investment|cheque book|chequebook|checkbook)"
_TECH_EN = (
    r"(?:technically|tech(?:nical|nology)? (?:side|part|spec\w*|review|evaluation|assessment|fit|questions?|details?|requirements?|aspects?|offer|proposal|solution|concept|documentation|data|stuff"
    r"|feasibility|due diligence|end|bits)|integrations?|interfaces?|apis?|plc|scada|bms|spec(?:s|ification|ifications)?|compatib\w+|architecture|infosec|pen(?:etration)?[- ]tests?"
    r"|(?:it |cyber ?|information |data |network )?security(?: side| review| questionnaire| concept| aspects| part| requirements)?|(?:it|engineering|network|hardware|installation|wiring) (?:side|part|aspects|requirements|review)"
    r"|tech(?:nology)?|firmware|protocols?|data model|proof of concept|poc)"
)
_LAW_EN = r"(?:contracts?|agreements?|terms(?: and conditions)?|t&cs?|msa|nda|dpa|clauses?|legals?|legal \w+|liability|wording|redlines?|paperwork|small print|fine print)"
_BUY_EN = (
    r"(?:purchas\w+|procurement|buying|tender\w*|rf[pqx]|sourcing|commercials?|commercial (?:side|terms|negotiation\w*|discussion\w*|part|matters)|negotiations?|ordering"
    r"|order process|supplier (?:onboarding|selection)|vendor (?:onboarding|selection)|purchase orders?|pos?)"
)
_TOOL_EN = r"(?:it|this|them|the thing|(?:the|your|this|those|these)(?: new)? (?!old\b)(?:\w+ )?(?:systems?|platforms?|tools?|software|dashboards?|portals?|apps?|solutions?|data|readings?|products?|screens?|interfaces?|kit|gear|devices?))"
_EN: tuple[tuple[str, str], ...] = (
    ("economic_buyer", rf"\b(?:holds?|owns?|controls?|sits? on|(?:is|am|'s|'m) (?:responsible|accountable) for|looks? after|manages?|runs?) (?:the|our|this|that) {_BUDGET_EN}\b"),
    ("economic_buyer", r"(?:\b(?:is|am|will be|remains)|'s|'m) (?:the|our|my) (?:\w+ )?(?:budget[- ](?:holder|owner)|economic buyer|cost[- ]cent(?:re|er) owner)\b"),
    ("economic_buyer", rf"\b(?:signs?(?: off)?|approves?|releases?|authori[sz]es?|frees? up|clears?|grants?|has to (?:approve|release|sign off|authori[sz]e)|must (?:approve|release|sign off)|will (?:approve|release|sign off|authori[sz]e)|needs to (?:approve|release|sign off)) (?:on )?(?:the|all|every|any|our|this|each) {_BUDGET_EN}\b"),
    ("economic_buyer", r"\b(?:pays for (?:this|it|the)|is paying for (?:this|it)|comes? out of (?:his|her|my) budget|foots? the bill)\b"),
    ("procurement", rf"\b(?:runs?|running|handles?|handling|leads?|leading|manages?|managing|coordinat(?:es|e|ing)|(?:takes?|taking) care of|(?:is|am|'s|'m) (?:responsible for|in charge of)|looks? after|looking after|drives?|owns?) (?:all |the |our |this |of )*{_W}{{0,2}}{_BUY_EN}\b"),
    ("procurement", r"\b(?:negotiates?|negotiating|will negotiate|to negotiate) (?:all |the |our |your )*(?:\w+ )?(?:prices?|pricing|terms|rates?|discounts?|commercials?|conditions|deals?|supplier contracts|vendor contracts)\b"),
    ("legal", rf"\b(?:review(?:s|ing)?|check(?:s|ing)?|vets?|vetting|clears?|go(?:es|ing)? (?:through|over)|redlin(?:e|es|ing)|marks? up|marking up|look(?:s|ing)? (?:over|at|through)|reads?|reading|approv(?:e|es|ing)|signs? off|handl(?:e|es|ing)|cover(?:s|ing)?|scrutini[sz](?:e|es|ing))(?: and \w+(?: \w+)?)?(?: on)? (?:the|your|our|every|all|any|this|both) {_W}{{0,3}}{_LAW_EN}\b"),
    ("legal", r"\b(?:handles?|handling|covers?|covering|leads?|does|doing|(?:is|am|'s|'m) (?:responsible for|in charge of)|takes? care of|looks? after|looking after|advis(?:es|ing) us on) (?:the |all |our )*(?:legal|contractual|contract) (?:side|review|aspects|matters|work|questions|part|points|bits|end)\b"),
    ("technical", r"\b(?:has|have|holds?) (?:the |a )?veto (?:on|over) (?:the |all )?(?:technical|technology|spec|it)\w*"),
    ("technical", rf"\b(?:check(?:s|ing)?|test(?:s|ing)?|evaluat(?:e|es|ing)|assess(?:es|ing)?|review(?:s|ing)?|verif(?:y|ies|ying)|validat(?:e|es|ing)|vets?|vetting|examin(?:e|es|ing)|look(?:s|ing)? (?:at|after|into)|signs? off|approv(?:e|es|ing)|inspect(?:s|ing)?|audit(?:s|ing)?|handl(?:e|es|ing)|covers?|judg(?:e|es|ing)|leads?|leading|run(?:s|ning)?|own(?:s|ing)?|(?:is|am|'s|'m) responsible for|(?:is|am|'s|'m) in charge of)(?: on| off on)? (?:that |whether |if |how |the |your |our |all |this |every |any )*{_W}{{0,5}}{_TECH_EN}\b"),
    ("technical", r"(?:\b(?:is|am|will be)|'s|'m|'ll be) (?:the|our|your|my) (?:main )?(?:technical|it|engineering) (?:contact|evaluator|point of contact|reviewer|approver|counterpart|decision[- ]maker|lead on this)\b"),
    ("champion", r"\b(?:strongest|biggest|greatest|main|keenest|loudest|best|internal) (?:advocate|champion|supporter|fan|ally|cheerleader|sponsor)\b"),
    ("champion", r"(?:\b(?:is|am|has been|have been|keeps?|kept)|'s|'m|'ve been|'s been|the one|who is|who has been)(?: been| really| very much| the one)?(?: who(?:'s| is| has been)?)?(?: been)? (?:pushing|championing|fighting|rooting|lobbying|campaigning|banging the drum|making the case|advocating|driving (?:this|it|the project)|the driving force|selling (?:this|it|you) internally)\b"),
    ("champion", r"\b(?:champions (?:this|it|you|the|your)|pushes (?:this|it|for (?:this|it|you))|advocates for|is (?:fully )?behind (?:this|you) (?:internally|all the way)|will (?:push|champion|fight for) (?:this|it|you|the project))\b"),
    ("user", rf"(?:\b(?:will|'ll|is|am|are)|'ll|'s|'m)(?: be| going to(?: be)?)?(?: \w+ly)?(?: the (?:one|person|people))?(?: who(?:'s|'ll| will)?)?(?: \w+ly)? (?:us(?:e|ing)|work(?:ing)? (?:with|in)|operat(?:e|ing)|liv(?:e|ing) in|logg?(?:ing)? in(?:to)?|run(?:ning)?|sit(?:ting)? in front of|look(?:ing)? at|star(?:e|ing) at) {_TOOL_EN} ?(?:[\w'-]+ ){{0,6}}?(?:daily|every ?(?:single )?day|day[- ]to[- ]day|day in,? day out|each (?:day|morning)|every morning|all day|on a daily basis)\b"),
    ("user", rf"\b(?:uses?|works? (?:with|in)|operates?|lives? in) {_TOOL_EN} ?(?:[\w'-]+ ){{0,5}}?(?:daily|every ?(?:single )?day|day[- ]to[- ]day|day in,? day out|every morning|all day)\b"),
    ("user", r"(?:\b(?:is|am|will be)|'s|'m|'ll be) (?:the|our|your|a|one of the) (?:\w+ )?(?:main|key|daily|end|primary|actual|day[- ]to[- ]day|power|heaviest)[- ](?:end[- ])?users?\b"),
    ("decision_maker", r"\b(?:has|have|holds?|'s got|got|gets?|will have|retains?) (?:the |a )?(?:final|last|ultimate) (?:say|word|call|decision|sign-?off|authority)\b"),
    ("decision_maker", r"\b(?:makes?|will make|takes?|will take|making) (?:all )?(?:the )?(?:final |purchasing |buying |ultimate |investment )*(?:decisions?|call)\b"),
    ("decision_maker", r"(?:\b(?:is|am|will be)|'s|'m) (?:the|our) (?:final |ultimate |sole |real |actual |main )*decision[- ]?maker\b"),
    ("decision_maker", r"\b(?:decides(?! (?:the|which|when|what|how|where|whether|on (?:mon|tues|wednes|thurs|fri)day)\b)|will decide(?! (?:the|which|when|what|how|where|whether|on (?:mon|tues|wednes|thurs|fri)day)\b)|gets to decide|has to decide|calls the shots|gives the (?:final )?(?:green light|go-?ahead|nod)|will give the (?:final )?(?:green light|go-?ahead|nod))\b"),
    ("decision_maker", r"\b(?:signs (?:off )?(?:on )?(?:everything|anything|all|every|any)|(?:signs off|will sign off|has to sign off|needs to sign off|must sign off|approves|has to approve|must approve|needs to approve)(?: on)? (?:everything|anything|all|every|the (?:whole |final |entire )?(?:deal|purchase|order|project|agreement|po)))\b"),
    ("decision_maker", r"\b(?:final say|final decision|last word|final call|ultimate decision|final sign-?off|decision) (?:is|will be|rests with|lies with|sits with|is down to|comes down to|belongs to) (?=(?:him|her|his|hers)\b)"),
    ("decision_maker", r"\b(?P<me>(?:final say|final decision|last word|final call|decision) (?:is|rests with|lies with|sits with) (?:me|mine))\b"),
    ("procurement", r"\bdoes (?:all )?(?:the|our) (?:haggling|negotiating|negotiations?|buying|purchasing|ordering|bargaining|procurement)\b"),
    ("technical", r"\b(?:mak(?:e|es|ing)|get(?:s|ting)?) your (?:\w+ )?(?:gateways?|meters?|systems?|kit|boxes|sensors?|data|platform) (?:talk|work|speak|fit) (?:to|with|into)\b"),
    ("procurement", r"\b(?:every|each|all|any) (?:pos?|orders?|purchases?|purchase orders?)\b[^.;]{0,25} (?:goes?|comes?|passes|has to go) (?:through|across|via|over) (?=(?:his|her|my)\b)"),
    ("economic_buyer", r"\bnothing (?:above|over|beyond)\b[^.;]{0,40} without (?=(?:his|her)\b)"),
    ("legal", r"\b(?:acts?|acting) for [^.;]{3,50} as (?:its|their|our) (?:solicitor|lawyer|counsel|attorney)\b"),
    ("technical", r"\b(?:puts?|will put|putting) (?:it|your \w+|the \w+) through (?:its|their) paces\b"),
    ("decision_maker", r"\b(?:has to|must|needs to) (?:approve|agree to|say yes to|give the ok for|okay|ok) (?:it|this|the (?:purchase|deal|order|investment)|everything) (?=and\b|before\b|$)"),
)  # fmt: skip
_EN_AFTER: tuple[tuple[str, str], ...] = (
    ("decision_maker", r"\b(?:the )?(?:final say|final decision|last word|final call|ultimate decision|final sign-?off|decision) (?:is|will be|rests with|lies with|sits with|is down to|comes down to|belongs to|is made by|will be made by|is taken by|is up to) (?!(?:him|her|his|hers|mine|me)\b)"),
    ("economic_buyer", r"\b(?:the )?(?:budget|money|funding) (?:sits with|comes from|is with|is held by|belongs to|is controlled by|is approved by|is owned by) "),
    ("procurement", r"\b(?:(?:purchasing|procurement|the negotiations?|the tender|the commercials?|the commercial side|the order|the po) (?:is|are|will be|gets) (?:handled|run|managed|led|negotiated|raised|placed|done|dealt with) by) "),
    ("legal", r"\b(?:the (?:contract|agreement|terms|legal (?:side|review|part))|legal review|all contracts) (?:is|are|will be|gets?) (?:reviewed|checked|handled|done|led|vetted|cleared|covered) by "),
    ("technical", r"\b(?:technical (?:side|review|evaluation|assessment|questions|check)|it security|integration) (?:is|are|will be|gets?) (?:reviewed|checked|handled|done|led|covered|assessed|evaluated) by "),
    ("decision_maker", r"\b(?:final (?:approval|sign-?off|ok|say-so|authority)|ultimate (?:approval|authority)|the green light) (?:sits with|rests with|lies with|comes from|is with|is down to|has to come from|must come from|is given by) |\bthe buck stops with "),
    ("decision_maker", r"(?P<owner>\b(?:nothing|no (?:order|contract|purchase|money))\b[^.;]{0,40} without )(?=[^.;]{2,30} (?:signature|approval|sign-?off|say-so|ok|okay|blessing|nod)\b)"),
    ("decision_maker", r"(?P<owner>\b(?:it's|it is|that's|that is|ultimately|in the end it's) )(?=[\w'’ -]{2,30}(?:'s|’s) (?:call|decision)\b)"),
    ("legal", r"\b(?:contracts?|agreements?|terms|paperwork|anything legal)\b[^.;]{0,20} (?:goes|go|has to go|have to go|must go|needs? to go) (?:past|through|via|by|to) "),
)  # fmt: skip

_TECH_DE = (
    r"(?:techni\w+|schnittstelle\w*|(?:it-?|daten|netz)?sicherheit|netzwerk\w*|netz|spezifikation\w*|kompatib\w+|integration|anbindung|leitstelle|leittechnik|anlage\w*|architektur"
    r"|konzept|hardware|firmware|einbau\w*|messtechnik|protokoll\w*|datenmodell|steuerung|sps|glt|datenblätter)"
)
_LAW_DE = r"(?:(?:rahmen|liefer|kauf|dienst|miet|wartungs|lizenz)?vertr[aä]g\w*|vertragsentw\w+|agb|klauseln?|avv?|haftung\w*|rechtlich\w*|juristisch\w*|nda|geheimhaltung\w*|vereinbarung)"
_BUY_DE = r"(?:einkauf\w*|beschaffung\w*|ausschreibung\w*|vergabe\w*|bestell\w+|preisverhandlung\w*|verhandlung\w*|kaufmännisch\w*|konditionen|lieferantenauswahl|auftragsvergabe)"
_CHECK_DE = r"(?:prüf|bewert|test|check|beurteil|begutacht|untersuch|validier|verifizier|kontrollier)"
_TOOL_DE = r"(?:damit|davor|es|sie|(?:dem|der|den|das|die|ihrem|ihrer|ihre|ihr|eurem|eurer|diesem|dieser) (?:\w+ )?(?:systeme?n?|plattform|tools?|software|dashboards?|portal|app|lösung|anwendung|geräten?|oberfläche|auswertung(?:en)?|monitoring))"
_DE: tuple[tuple[str, str], ...] = (
    ("economic_buyer", r"\b(?:gibt|gebe) (?:[\w'-]+ ){0,4}?(?:geld|geldes|mittel|budget|etat|investition|ausgaben?|gelder|summe|rate|raten) (?:\w+ ){0,3}?frei\b"),
    ("economic_buyer", r"\b(?:muss|darf|wird|kann) (?:[\w'-]+ ){0,5}?(?:geld|mittel|budget|etat|investition|ausgaben?|gelder|rate|raten|kosten|summe) (?:[\w'-]+ ){0,3}?(?:freigeben|genehmigen|bewilligen)\b"),
    ("economic_buyer", r"\b(?:sitzt|sitze) auf (?:dem|unserem) (?:budget|geld|etat)|\b(?:verantwortet|verantworte|verwaltet|verwalte|hat|habe|hält|halte|steuert|kontrolliert) (?:bei uns |hier |für \w+ |dafür )*(?:das|den|unser|unseren) (?:\w+)?(?:budget|etat)\b|\b(?:hat|habe|trägt|trage) (?:bei uns |hier |dafür )*die (?:budgetverantwortung|budgethoheit|kostenverantwortung)|\bverfügt über (?:das|den) (?:budget|etat)|\b(?:ist|bin) (?:bei uns |hier )?für (?:das|unser) budget (?:\w+ )?(?:zuständig|verantwortlich)"),
    ("economic_buyer", r"\b(?:genehmigt|genehmige|bewilligt|zeichnet) (?:bei uns |hier |am ende )*(?:das|die|den|alle|jede) (?:\w+)?(?:budget\w*|investition\w*|ausgabe\w*|mittel|gelder|etat|kosten)\b|\b(?:ist|bin) (?:bei uns |hier )?(?:die |der )?(?:budgetverantwortliche[rn]?|kostenstellenverantwortliche[rn]?)"),
    ("procurement", rf"\b(?:wickelt|wickle|wickele) (?:[\w'-]+ ){{0,6}}?(?:{_BUY_DE}) (?:[\w'-]+ ){{0,6}}?ab\b"),
    ("procurement", r"\b(?:verhandelt|verhandle|verhandele) (?:bei uns |mit ihnen |hier |dann |immer |für uns |künftig |nun |jetzt )*(?:den |die |das |alle |über )*(?:\w+ )?(?:preise?n?|konditionen|rabatte?n?|einkaufspreise?|zahlungsbedingungen)\b|\b(?:wird|werde) (?:[\w'-]+ ){0,4}?(?:preise?|konditionen|rabatte?) (?:[\w'-]+ ){0,3}?(?:aus|ver)handeln\b"),
    ("procurement", rf"\b(?:führt|führe|leitet|leite|macht|mache|übernimmt|übernehme|betreut|betreue|steuert|verantwortet|verantworte|koordiniert|koordiniere|organisiert|bearbeitet|bearbeite|löst|löse|begleitet) (?:bei uns |hier |dabei |dann |künftig |ab sofort |ab jetzt |nun |jetzt |für uns |für dieses projekt |auch )*(?:den |die |das |alles |alle |unsere |unseren |unser )+(?:\w+ )?{_BUY_DE}"),
    ("procurement", rf"\b(?:ist|bin) (?:bei uns |hier |dabei |künftig |ab sofort )*(?:für (?:den |die |das |alle )?(?:\w+ )?{_BUY_DE} )(?:\w+ ){{0,2}}?(?:zuständig|verantwortlich)"),
    ("legal", rf"\b(?:{_CHECK_DE}(?:t|e|et)|liest|lese|verhandelt|sichtet|redigiert|überarbeitet|kommentiert) (?:bei uns |hier |dann |noch |für uns |zuvor |vorher |vorab |immer |derzeit |gerade |aktuell )*(?:den |die |das |ihre?n? |unsere?n? |alle |jeden )*(?:\w+ ){{0,2}}?{_LAW_DE}\b"),
    ("legal", rf"\b(?:wird|werde|muss|soll) (?:[\w'-]+ ){{0,4}}?{_LAW_DE} (?:[\w'-]+ ){{0,4}}?(?:prüfen|lesen|sichten|durchsehen|durchgehen|freigeben|bewerten|verhandeln)\b"),
    ("legal", r"\b(?:macht|mache|übernimmt|übernehme|führt|führe|verantwortet|betreut|betreue|begleitet|begleite|leitet|koordiniert) (?:bei uns |hier |dabei |für uns |auch )*(?:die |den |das |alles |alle )*(?:rechtliche\w*|juristische\w*|vertragliche\w*|vertragsprüfung|vertragsverhandlung\w*)(?: (?:prüfung|seite|abstimmung|themen|fragen|teil|begleitung|bewertung))?\b|\b(?P<me>rechtliche (?:abstimmung|prüfung|begleitung) (?:führe|übernehme|mache|begleite))\b"),
    ("technical", rf"\b(?:{_CHECK_DE}(?:t|e|et)|nimmt|nehme|schaut|schaue|sieht|sehe) (?:[\w'-]+,? ){{0,7}}?{_TECH_DE}\b"),
    ("technical", rf"\b(?:wird|werde|muss|soll) (?:[\w'-]+ ){{0,6}}?{_TECH_DE} (?:[\w'-]+ ){{0,4}}?(?:{_CHECK_DE}en|abnehmen|ansehen|anschauen|freigeben|testen)\b"),
    ("technical", r"\b(?:macht|mache|übernimmt|übernehme|verantwortet|verantworte|leitet|leite|führt|führe|betreut|betreue|begleitet) (?:bei uns |hier |dabei |für uns |auch )*(?:die |den |das |alles |alle )*(?:technische\w*|it-technische\w*) (?:prüfung|bewertung|freigabe|abnahme|seite|themen|fragen|teil|klärung|evaluierung|details)\b|\b(?:ist|bin|bleibt) (?:\w+ ){0,2}?(?:technische[rn]? (?:ansprechpartner(?:in)?|ansprechperson|kontakt))\b|\b(?:ist|bin) (?:bei uns |hier )?für (?:die |das |alle )?(?:technik|technische\w* \w+|it-sicherheit|integration|schnittstellen) (?:zuständig|verantwortlich)"),
    ("champion", r"\b(?:treibt|treibe) (?:[\w'-]+ ){1,6}?(?:voran|an)\b|\b(?:setzt|setze) (?:sich|mich) (?:[\w'-]+ ){0,5}?ein\b|\b(?:macht|mache) (?:sich|mich) (?:[\w'-]+ ){0,4}?stark\b|\b(?:kämpft|kämpfe|wirbt|werbe|trommelt) (?:[\w'-]+ ){0,3}?(?:dafür|für (?:sie|euch|das projekt|ihre lösung|das thema|die lösung|diese lösung|ihr system))\b"),
    ("champion", r"\b(?:größte[rn]?|stärkste[rn]?|wichtigste[rn]?|beste[rn]?) (?:\w+ )?(?:fürsprecher(?:in)?|befürworter(?:in)?|unterstützer(?:in)?|verbündete[rn]?|fan)\b|\b(?:treibende kraft|steht voll (?:hinter|dahinter)|fürsprecher(?:in)? (?:bei uns|im haus|intern))\b"),
    ("user", rf"\b(?:arbeitet|arbeite|nutzt|nutze|bedient|bediene|verwendet|benutzt|sitzt) (?:[\w'-]+ ){{0,3}}?{_TOOL_DE} (?:[\w'-]+ ){{0,2}}?(?:täglich|jeden tag|tagtäglich|im alltag|tag für tag|im tagesgeschäft)\b|\b(?:arbeitet|arbeite|nutzt|nutze|bedient|bediene|verwendet|benutzt|sitzt) (?:[\w'-]+ ){{0,2}}?(?:täglich|jeden tag|tagtäglich|im alltag|tag für tag|im tagesgeschäft) (?:[\w'-]+ ){{0,2}}?{_TOOL_DE}\b"),
    ("user", r"\b(?:wird|werde) (?:[\w'-]+ ){0,7}?(?:täglich|jeden tag|tagtäglich|im alltag|tag für tag|im tagesgeschäft)(?: [\w'-]+){0,5}? (?:arbeiten|nutzen|bedienen|verwenden|benutzen|davor ?sitzen)\b|\b(?:ist|wird|bin) (?:\w+ ){0,3}?(?:haupt(?:nutzer|anwender)|anwender|endanwender|endnutzer|späterer? nutzer|key ?user)(?:in)?\b"),
    ("decision_maker", r"\b(?:hat|habe|behält|behalte) (?:[\w'-]+ ){0,4}?(?:das )?(?:letzte|finale|endgültige) (?:wort|entscheidung)\b"),
    ("decision_maker", r"(?<!technik )\b(?:entscheidet|entscheide)\b(?! (?:sich|mich|über (?:den termin|das datum|die farbe|die uhrzeit)))(?! (?:nichts|nicht))|\b(?:trifft|treffe|fällt|fälle) (?:[\w'-]+ ){0,4}?(?:die )?(?:endgültige |finale |letzte )?(?:kauf)?entscheidung\b|\bwird (?:[\w'-]+ ){0,4}?(?:darüber |endgültig |final |letztlich )entscheiden\b"),
    ("decision_maker", r"\b(?:unterschreibt|unterschreibe|unterzeichnet|zeichnet) (?:bei uns |hier |am ende |dann )*(?:alles|(?:alle|jeden|jede) (?:vertrag|bestellung(?:en)?|auftrag|aufträge|verträge))\b|\b(?:gibt|gebe) (?:bei uns |hier |am ende )*(?:das |den |die )?(?:endgültige |finale |letzte )?(?:go|startschuss|grünes licht|finale freigabe|endgültige freigabe|letzte freigabe)\b|\b(?:ist|bin) (?:bei uns |hier )?(?:der |die )?entscheider(?:in)?\b"),
    ("decision_maker", r"\bmuss (?:am ende |noch |immer |zuletzt )*(?:dem kauf|der bestellung|dem vertrag|der investition|allem|der anschaffung|dem projekt) (?:noch |am ende )?zustimmen\b|\bmuss (?:am ende |noch |immer )*(?:das alles|alles|den kauf|die bestellung|die anschaffung|jede bestellung) (?:freigeben|genehmigen|absegnen|abzeichnen)\b|\bhat (?:bei uns |hier |dabei )?den hut auf\b|\bsegnet (?:am ende |bei uns |das |alles |letztlich )*ab\b"),
    ("user", r"\bsitz(?:t|e) (?:[\w'-]+ ){0,4}?vor (?:ihrem|eurem|dem|diesem|der|ihrer) (?:\w+ )?(?:system|bildschirm|dashboard|monitor|anlage|software)\b|\b(?:ist|bin) (?:[\w'-]+ ){0,4}?für die tägliche (?:bedienung|nutzung|arbeit)\b"),
    ("decision_maker", r"\b(?:das )?(?:letzte|finale|endgültige) wort (?:hat|haben wird|behält)\b|\bdie (?:endgültige |finale )?entscheidung trifft\b"),
    ("economic_buyer", r"\b(?:das geld|die mittel|das budget|den etat) (?:freigibt|freigeben muss|verantwortet|verwaltet)\b"),
    ("legal", rf"\b(?:{_LAW_DE}) (?:prüft|liest|verhandelt|durchsieht|freigibt)\b"),
    ("technical", r"\b(?:technik|technische\w* \w+|schnittstellen?|it-sicherheit|anbindung) (?:prüft|bewertet|abnimmt|freigibt|verantwortet|beurteilt)\b"),
    ("decision_maker", r"\bmuss (?P<inside>[^.,;]{3,40} )unterschreiben\b"),
    ("legal", r"\b(?:schaut|sieht) sich (?:[\w-]+ ){0,4}?(?:agb|vertrag|verträge|vertragsentwurf|klauseln|avv?) (?:[\w-]+ ){0,3}?an\b|\bkümmert sich (?:bei uns |hier )?um (?:die verträge|den vertrag|die vertragsprüfung|das rechtliche|alles rechtliche|das juristische)\b"),
    ("procurement", r"\bkümmert sich (?:bei uns |hier )?um (?:den einkauf|die beschaffung|die bestellung|das kaufmännische|alles kaufmännische|die ausschreibung|die konditionen)\b"),
)  # fmt: skip
_DE_AFTER: tuple[tuple[str, str], ...] = (
    ("technical", r"\büber (?:die |alles )?(?:technik|technische\w*(?: \w+)?|schnittstellen) entscheidet?(?: (?:bei uns|hier|nur|allein|am ende))* "),
    ("decision_maker", r"\b(?:das )?(?:letzte|finale) wort (?:hat|habe)(?: (?:bei uns|hier|am ende|nur))* "),
    ("decision_maker", r"\b(?:das )?(?:letzte|finale) wort (?:hat|habe|liegt bei|behält)(?: (?:bei uns|hier|am ende|dabei|natürlich|immer))* |\bdie (?:endgültige |finale |letzte )?entscheidung (?:liegt bei|trifft|fällt|treffe|obliegt)(?: (?:bei uns|hier|am ende|letztlich))* |\b(?:entscheiden (?:tut|wird)|unterschreiben (?:tut|wird))(?: das)? "),
    ("economic_buyer", r"\b(?:das budget|der etat|das geld|die mittel|die budgetverantwortung) (?:liegt bei|liegen bei|kommt von|verwaltet|verantwortet|hat|hält|gibt|genehmigt)(?: (?:bei uns|hier))* "),
    ("procurement", rf"\bfür (?:den |die |das |alle )?(?:\w+ )?{_BUY_DE} (?:ist|sind) (?:bei uns |hier |bei \w+ )?(?=[\w. ]{{3,40}} (?:zuständig|verantwortlich))"),
    ("technical", r"\bfür (?:die |alle )?(?:technik|technische\w* \w+|it-sicherheit|integration|schnittstellen) ist (?:bei uns |hier )?(?=[\w. ]{3,40} (?:zuständig|verantwortlich))"),
    ("procurement", rf"\b(?:bestellt wird (?:[\w'-]+,? ){{0,8}}?durch|(?:die |den |das )?{_BUY_DE} (?:macht|übernimmt|führt|läuft über|liegt bei|betreut|verantwortet|erfolgt durch)(?: (?:bei uns|hier|dann|künftig))*) "),
    ("legal", r"\b(?:den vertrag|die verträge|die agb|die rechtliche (?:prüfung|seite)|alles rechtliche|das rechtliche|das juristische) (?:prüft|macht|übernimmt|liegt bei|liest|betreut|verantwortet)(?: (?:bei uns|hier|dann))* "),
    ("technical", r"\b(?:die technische (?:prüfung|bewertung|freigabe|abnahme|seite)|das technische|alles technische|die technik|die it-sicherheit) (?:prüft|macht|übernimmt|liegt bei|betreut|verantwortet|bewertet|klärt)(?: (?:bei uns|hier|dann))* "),
    ("decision_maker", r"\b(?:die |das )?(?:finale |endgültige |letzte )?(?:freigabe|go|okay|ok|grünes licht) (?:erteilt|gibt|kommt von|muss von)(?: (?:bei uns|hier|am ende))* |\b(?:nichts|kein \w+)\b[^.;]{0,30} ohne (?:die zustimmung|das ok|die freigabe|die unterschrift|den segen) von "),
    ("procurement", r"\bum (?:den einkauf|die beschaffung|die bestellung|das kaufmännische|alles kaufmännische|die ausschreibung|die konditionen) kümmert sich(?: (?:bei uns|hier|dann|künftig))* "),
    ("legal", r"\bum (?:die verträge|den vertrag|die vertragsprüfung|das rechtliche|alles rechtliche|das juristische) kümmert sich(?: (?:bei uns|hier|dann|künftig))* "),
    ("technical", r"\bum (?:die technik|das technische|alles technische|die it-sicherheit|die schnittstellen?) kümmert sich(?: (?:bei uns|hier|dann|künftig))* "),
)  # fmt: skip

_BUDGET_FR = r"(?:budgets?|enveloppe(?: budgétaire)?|crédits?|fonds|cordons de la bourse|dépenses?|investissements?|financements?|argent)"
_TECH_FR = r"(?:techniqu\w+|compatib\w+|réseaux?|(?:cyber)?sécurité|intégration|interfaces?|architecture|cahier des charges|automat\w+|matériels?|spécifications?|infrastructure|câblage|protocoles?)"
_LAW_FR = r"(?:contrats?|clauses?|cg[vau]|conditions générales|juridiques?|conventions?|accord|avenants?)"
_BUY_FR = r"(?:achats?|négociations?|prix|tarifs?|conditions (?:commerciales|tarifaires|de paiement)|consultation|appel d'offres|commandes?|marchés?|approvisionnements?|partie commerciale)"
_TOOL_FR = r"(?:de |avec )?(?:l'outil|l'application|l'interface|(?:la|le|les|votre|vos|cette|ce|notre) (?:\w+ )?(?:plateforme|système|logiciel|solutions?|outils?|tableaux?(?: de bord)?|données|portail|appareils|capteurs))"
_FR: tuple[tuple[str, str], ...] = (
    ("economic_buyer", rf"\b(?:tien[ts]|tiendra|détien[ts]|gère|contrôle|pilote|débloque(?:ra)?|libère(?:ra)?|accorde(?:ra)?|engage(?:ra)?|valide(?:ra)?|approuve(?:ra)?|autorise(?:ra)?|maîtrise|signe) (?:\w+ )?(?:le |la |les |l'|nos |notre |son |toutes les |tous les |cette |ce )(?:\w+ )?{_BUDGET_FR}\b"),
    ("economic_buyer", r"\b(?:est|suis|sera) (?:bien |ici )?(?:responsable|titulaire|détenteur|détentrice|décisionnaire) du budget\b"),
    ("procurement", rf"\b(?:mène(?:ra)?|gère(?:ra)?|pilote(?:ra)?|s'occupe(?:ra)?|m'occupe(?:rai)?|conduit|conduira|négocie(?:ra|rai)?|suit|suivra|traite(?:ra)?|dirige(?:ra)?|passe(?:ra)?|lance(?:ra)?|est chargée?|suis chargée?|est en charge|suis en charge) (?:\w+ )?(?:avec vous )?(?:le |la |les |l'|des |du |de la |de l'|de |nos |notre |toute la |tous les )+(?:\w+ )?{_BUY_FR}\b"),
    ("legal", rf"\b(?:reli[ts]|relira|valide(?:ra)?|révise(?:ra)?|vérifie(?:ra)?|examine(?:ra)?|revoi[ts]|reverra|analyse(?:ra)?|annote(?:ra)?|étudie(?:ra)?)(?: et \w+)? (?:le |la |les |l'|vos |nos |notre |votre |ce |tous les |toutes les )+(?:\w+ ){{0,2}}?{_LAW_FR}\b"),
    ("legal", r"\b(?:s'occupe(?:ra)?|m'occupe|est chargée?|suis chargée?|est en charge|suis en charge|assure(?:ra)?|gère(?:ra)?|pilote(?:ra)?|mène(?:ra)?|suit|suivra) (?:de la |du |des |de l'|de |la |le |les |toute la |tous les )+(?:\w+ )?(?:juridiques?|relecture (?:juridique|du contrat)|revue juridique|contractuel\w*)\b"),
    ("technical", rf"\b(?:valide(?:ra)?|vérifie(?:ra)?|teste(?:ra)?|évalue(?:ra)?|examine(?:ra)?|contrôle(?:ra)?|étudie(?:ra)?|analyse(?:ra)?|audite(?:ra)?|juge(?:ra)?|s'occupe(?:ra)?|m'occupe|suit|suivra|pilote(?:ra)?|gère|est chargée?|suis chargée?|regarde(?:ra)?|reli[ts]|relira) (?:[\w'’-]+ ){{0,5}}?(?:l'|d'|la |le |les )?{_TECH_FR}\b"),
    ("technical", r"\b(?:est|sera|suis) (?:votre|notre|le|la) (?:interlocut(?:eur|rice)|référente?|contact|correspondante?) techniques?\b"),
    ("champion", r"\b(?:pousse|milite|se bat|me bats|plaide|œuvre) (?:\w+ )?(?:pour (?:que|ce|le|la|votre|cette|vous)|en (?:votre|sa) faveur|ce (?:projet|dossier))|\b(?:porte|défend|défends|soutient|soutiens) (?:ce |le |votre |cette |vraiment |beaucoup )*(?:projet|dossier|solution|sujet)\b|\b(?:plus (?:fervente?|grande?|fidèle) (?:soutien|défenseu\w+|partisane?|alliée?)|meilleure? (?:alliée?|soutien|avocate?)|moteur du projet|cheville ouvrière)\b"),
    ("user", rf"\b(?:utilise(?:ra|rai)?|se sert|se servira|me servirai|travaille(?:ra|rai)? (?:avec|sur)|exploite(?:ra)?|manipule(?:ra)?|consulte(?:ra)?) {_TOOL_FR} (?:[\w'’-]+ ){{0,4}}?(?:au quotidien|tous les jours|chaque jour|quotidiennement|tous les matins)\b|\b(?:est|sera|suis) (?:l'|la |le |notre |votre )?(?:\w+ )?utilisat(?:eur|rice)(?: (?:principale?|finale?|quotidien(?:ne)?|clé))?\b"),
    ("decision_maker", r"\b(?:a|ai|aura|aurai|garde|conserve) (?:\w+ )?le dernier mot\b|\b(?:décide|décidera|tranche|tranchera)\b(?!-| (?:de (?!tout)|du|d'|la|le|les|si|quand|entre)\b)|\bpren(?:d|dra|ds|drai) (?:\w+ )?(?:la |toutes les )?décisions?\b|\bdonne(?:ra)? (?:le |son )?(?:feu vert|accord (?:final|définitif))\b|\bqui signe (?:le (?:contrat|bon de commande|marché)|la commande|les (?:contrats|commandes))|\bsigne (?:absolument )?tou(?:t|s les)\b|\b(?:est|suis|sera) (?:le |la |l')?(?:seule? )?(?:décideur|décideuse|décisionnaire)(?! du budget)\b"),
    ("legal", r"\b(?:doit|va|devra|est chargée? de|sera chargée? de) (?:\w+ )?(?:valider|relire|vérifier|réviser|examiner|revoir|annoter)(?: et \w+)? (?:le |la |les |l\'|vos |nos |notre |votre |ce |tous les )+(?:\w+ )?(?:contrats?|clauses?|cg[vau]|conditions générales|convention)\b"),
    ("technical", r"\b(?:doit|va|devra|est chargée? de|sera chargée? de|s'occupe de) (?:\w+ )?(?:valider|vérifier|tester|évaluer|examiner|contrôler|étudier|auditer) (?:[\w'’-]+ ){0,6}?(?:l'|d'|la |le |les |notre )?(?:techniqu\w+|compatib\w+|réseaux?|(?:cyber)?sécurité|intégration|interfaces?|architecture|automat\w+|spécifications?)\b"),
    ("economic_buyer", r"\bqui (?:a|détient|tient) (?:le budget|l'enveloppe|les crédits|le portefeuille)\b|\b(?:doit|va|devra) (?:valider|approuver|débloquer|libérer|autoriser) (?:le budget|la dépense|les crédits|l'enveloppe|l'investissement|les fonds)\b"),
    ("legal", r"\b(?:suis|est|sera) (?:chargée?|en charge|responsable) (?:[\w'’]+ ){0,6}?(?:relecture|rédaction|contractualisation|juridique)\b"),
    ("champion", r"\b(?:est|suis) (?:le |la )?(?:promoteur|promotrice|porte-étendard|meilleure? défenseu\w+)\b"),
    ("procurement", r"\bqui (?:négocie|achète|gère les achats|mène la négociation|passe les commandes)\b"),
    ("user", r"\bs'en ser(?:t|vira|viront) (?:[\w'’-]+ ){0,2}?(?:au quotidien|tous les jours|chaque jour|quotidiennement)\b"),
)  # fmt: skip
_FR_AFTER: tuple[tuple[str, str], ...] = (
    ("legal", r"\b(?:les aspects juridiques|le juridique|la partie juridique|le contrat) (?:sont|est|sera|seront) (?:suivie?s?|gérée?s?|traitée?s?|relue?s?|pris en charge) par "),
    ("decision_maker", r"\b(?:le dernier mot|la décision(?: finale)?) (?:revient à|appartient à|est à|incombe à|dépend de|est prise par|sera prise par) |\bc'est à (?=\S+ (?:\S+ )?de (?:décider|trancher))"),
    ("economic_buyer", r"\b(?:le budget|l'enveloppe|les crédits|le financement) (?:est géré par|est tenu par|est tenue par|dépend de|relève de|est validé par|est entre les mains de|appartient à) "),
    ("procurement", r"\b(?:les achats|la négociation|la commande|l'appel d'offres|la partie commerciale) (?:est|sont|sera|seront) (?:gérée?s?|menée?s?|pilotée?s?|suivie?s?|passée?s?|traitée?s?) par "),
    ("legal", r"\b(?:le contrat|les clauses|la partie juridique|le volet juridique) (?:est|sont|sera|seront) (?:relue?s?|validée?s?|gérée?s?|suivie?s?|revue?s?|examinée?s?) par "),
    ("technical", r"\b(?:la partie technique|le volet technique|l'intégration|l'évaluation technique) (?:est|sera) (?:validée?|suivie?|gérée?|pilotée?|évaluée?|menée?) par "),
    ("decision_maker", r"\b(?:le feu vert|l'accord final|la validation finale|l'arbitrage) (?:vient|viendra|dépend|doit venir|revient) (?:de |à )|(?P<none>\brien\b[^.;]{0,40} sans (?:l'accord|l'aval|la signature|le feu vert|la validation) de )"),
    ("procurement", r"\bcôté (?:achats?|commercial|négociation|commande)s?,? c'est |\bpour (?:les achats|la négociation|les prix|la commande),? c'est "),
    ("legal", r"\bcôté juridique,? c'est |\bpour (?:le juridique|le contrat|la partie juridique),? c'est "),
    ("technical", r"\bcôté (?:technique|informatique|réseau|sécurité),? c'est |\bpour (?:la technique|la partie technique),? c'est "),
)  # fmt: skip

_BUDGET_ES = r"(?:presupuestos?|desembolsos?|gastos?|fondos|inversi(?:ón|ones)|partidas?|dinero|cartera)"
_TECH_ES = r"(?:técnic\w+|técnicamente|integración|red(?:es)?|(?:ciber)?seguridad|compatibilidad|especificaci\w+|equipos|arquitectura|interfaz|interfaces|instalación|conectividad|protocolos?|pliego técnico)"
_LAW_ES = r"(?:contratos?|cláusulas?|jurídic\w+|legal(?:es|mente)?|términos|condiciones generales|convenio|acuerdo)"
_BUY_ES = r"(?:compras?|negociaci(?:ón|ones)|precios?|condiciones(?: comerciales)?|licitaci(?:ón|ones)|contrataci(?:ón|ones)|comparativa|aprovisionamiento|tarifas|proceso de compra)"
_TOOL_ES = r"(?:con |en )?(?:(?:la|el|los|las|vuestr[oa]s?|sus?|est[ea]|nuestr[oa]) (?:\w+ )?(?:plataformas?|sistemas?|herramientas?|software|paneles|panel|aplicaci(?:ón|ones)|soluci(?:ón|ones)|datos|equipos|portal))"
_ES: tuple[tuple[str, str], ...] = (
    ("economic_buyer", rf"\b(?:(?:quien|que|el que|la que) (?:tiene|tengo|aprueba|apruebo|firma|autoriza)|maneja|manejo|controla|controlo|gestiona|gestiono|libera|liberará|ejerce|lleva|custodia|dispone|administra) (?:\w+ )?(?:el|los|las|la|del|este|nuestro|todo el|todos los|cada) (?:\w+ )?{_BUDGET_ES}\b|\b(?:aprueba|aprobará|autoriza|autorizo|autorizará|firma) (?:\w+ )?(?:el|los|las|la|todo el|todos los|todas las|cada) (?:desembolsos?|gastos?|fondos|inversi(?:ón|ones)|partidas?)\b"),
    ("economic_buyer", r"\b(?:es|soy|será) (?:la |el )?(?:responsable|titular|dueñ[oa]) del presupuesto\b"),
    ("procurement", rf"\b(?:llev(?:a|ará|o|aré)|gestion(?:a|ará|o|aré)|negoci(?:a|ará|o|aré)|se encarg(?:a|ará)|me encarg(?:o|aré)|se ocup(?:a|ará)|me ocup(?:o|aré)|dirig(?:e|irá)|tramit(?:a|ará|o|aré)|coordin(?:a|ará|o)|cerrará|conduce|emit(?:e|irá)|lanzará) (?:\w+ )?(?:con (?:vosotros|ustedes|usted|vos) )?(?:el|los|las|la|de la|del|de las|de los|de|todo el|toda la|todas las|nuestras|nuestros)? ?(?:\w+ )?{_BUY_ES}\b"),
    ("legal", rf"\b(?:revis(?:a|ará|o|aré)|valid(?:a|ará|o|aré)|llev(?:a|ará|o)|redact(?:a|ará)|analiz(?:a|ará|o)|se encarg(?:a|ará)|me encargo|se ocup(?:a|ará)|estudi(?:a|ará)|supervis(?:a|ará)|asesor(?:a|ará)|verific(?:a|ará)|repas(?:a|ará))(?: y \w+)? (?:\w+ )?(?:el|los|las|la|de la|del|de los|de las|toda la|todo lo|todos los|vuestro|su|nuestro|lo) (?:\w+ )?{_LAW_ES}\b"),
    ("legal", r"\b(?P<me>asesoramiento (?:jurídico|legal) (?:[\w'-]+ ){0,6}?me ha sido (?:encomendado|encargado))\b"),
    ("technical", rf"\b(?:revis(?:a|ará|o|aré)|evalu(?:a|ará|ar|o|aré)|valid(?:a|ará|ar|o|aré)|prueba|probará|comprueba|comprobará|verific(?:a|ará|ar)|analiz(?:a|ará|ar)|examin(?:a|ará)|se encarg(?:a|ará)|me encargo|llev(?:a|ará|o)|audit(?:a|ará)|homolog(?:a|ará)) (?:[\w'-]+ ){{0,5}}?{_TECH_ES}\b"),
    ("technical", r"\b(?:es|será|soy) (?:el |la |su |vuestr[oa] |nuestr[oa] )(?:interlocutora? |contacto |referente )técnic[oa]\b|\bdará el visto bueno (?:técnico|a los equipos|a la (?:solución|parte técnica|instalación))\b"),
    ("champion", r"\b(?:(?:gran|principal|mayor|verdader[oa]) )?(?:impulsora?|valedora?|promotora?|defensora?)\b (?:de|del|aquí|dentro|en|intern)|\b(?:impulsa|impulsando|empuja|empujando|promueve|promoviendo|defiende|defendiendo|pelea|peleando|apuesta|abandera) (?:\w+ )?(?:esto|este|el|por|la|vuestr[oa]|su|internamente)\b|\b(?:mejor|gran|mayor) aliad[oa]\b"),
    ("user", rf"\b(?:us(?:a|ará|arán|aré|o)|utiliz(?:a|ará|arán|aré|o)|trabaj(?:a|ará|aré|o) (?:con|en)|manej(?:a|ará|aré)|oper(?:a|ará)|va a (?:usar|utilizar|manejar|trabajar con)) {_TOOL_ES} (?:[\w'-]+ ){{0,4}}?(?:cada día|a diario|todos los días|diariamente|en el día a día|día a día|todas las mañanas)\b|\b(?:es|será|soy) (?:el |la |un |una |nuestr[oa] )?(?:principal )?usuari[oa] (?:principal|final|habitual|diari[oa]|clave)\b"),
    ("decision_maker", r"\bla última palabra es (?=suya)|\b(?P<me>la última palabra es mía)\b"),
    ("procurement", r"\b(?P<me>por mí (?:pasa|pasan) [^.;]{0,30}(?:compras?|pedidos?|contratación|contratos))\b"),
    ("decision_maker", r"\b(?:tiene|tengo|tendrá|tendré) la última palabra\b|\b(?:decide|decidirá|decidiré|decido)\b(?! (?:la|el|los|las|un|una|tú|si|cuándo|sobre la fecha)\b)|\b(?:toma|tomo|tomará|tomaré) la decisi(?:ón|ones)(?: final| definitiva)?\b|\b(?:da|dará) (?:el |la )?(?:visto bueno (?:final|definitivo)|luz verde|aprobación final)\b|\b(?:firma|firmo) (?:todo|todos los (?:contratos|pedidos))\b|\b(?P<me>la última palabra la tengo(?: yo)?)\b"),
    ("economic_buyer", r"\b(?:tiene que|debe|va a|deberá|tendrá que) (?:aprobar|autorizar|firmar|liberar) (?:\w+ )?(?:el|los|las|la|todo|cada) ?(?:gastos?|desembolsos?|fondos|inversi(?:ón|ones)|partidas?|dinero)\b"),
    ("technical", r"\b(?:tiene que|debe|va a|deberá|tendrá que) (?:revisar|evaluar|validar|probar|comprobar|verificar|analizar) (?:[\w-]+ ){0,5}?(?:técnic\w+|integración|(?:ciber)?seguridad|compatibilidad|especificaci\w+|conectividad)\b"),
    ("legal", r"\b(?:tiene que|debe|va a|deberá|tendrá que) (?:revisar|validar|visar) (?:\w+ )?(?:el|los|las|la) (?:\w+ )?(?:contratos?|cláusulas?|términos)\b"),
)  # fmt: skip
_ES_AFTER: tuple[tuple[str, str], ...] = (
    ("legal", r"\bde (?:los|las|la|el|lo|todo lo) [^.;,]{0,20}(?:jurídic\w+|legal\w*|contratos?|contractual\w*) se (?:encarga|encargará|ocupa|ocupará)(?: por nuestra parte| aquí)* "),
    ("technical", r"\bde (?:los|las|la|el|lo|todo lo) [^.;,]{0,20}(?:técnic\w+|integración|seguridad) se (?:encarga|encargará|ocupa|ocupará)(?: por nuestra parte| aquí)* "),
    ("procurement", r"\b(?:de|del) (?:los |las |la |el )?(?:compras?|pedidos?|contratación|negociación|licitación) se (?:encarga|encargará|ocupa|ocupará)(?: por nuestra parte| aquí)* "),
    ("decision_maker", r"\bla última palabra (?:la )?(?:tiene|es de|corresponde a|tendrá) |\b(?:quien|el que|la que) (?:decide|decidirá|tiene la última palabra|firma|manda)(?: aquí| al final)? (?:es|será) |\bla decisión(?: final)? (?:la toma|es de|corresponde a|depende de|la tomará|recae en) "),
    ("economic_buyer", rf"\b(?:quien|el que|la que) (?:\w+ ){{0,2}}?(?:aprueba|autoriza|maneja|controla|tiene|firma|gestiona|libera) (?:el|los|las|la) {_BUDGET_ES}(?: aquí)? es |\bel presupuesto (?:lo (?:tiene|lleva|maneja|controla|gestiona|aprueba)|es de|depende de) "),
    ("procurement", rf"\b(?:de|del) (?:la |las |los )?{_BUY_ES} se (?:encarga|ocupa|encargará|ocupará) |\b(?:el|la|los|las) {_BUY_ES}(?: y (?:el|la|los|las) \w+)? (?:los|las|lo|la) (?:gestiona|lleva|negocia|tramita|hace|coordina) "),
    ("legal", r"\b(?:el contrato|la parte (?:jurídica|legal)|lo (?:jurídico|legal)|los contratos|el documento) (?:lo|la|los) (?:revisa|lleva|valida|revisará|llevará)(?: y (?:lo |la )?\w+)? |\b(?:de|del) (?:lo|la parte) (?:jurídic[oa]|legal) se (?:encarga|ocupa) "),
    ("technical", r"\b(?:la parte técnica|lo técnico|la integración) (?:lo|la) (?:revisa|lleva|valida|revisará|llevará|evalúa) |\b(?:de|del) (?:lo|la parte) técnic[oa] se (?:encarga|ocupa|encargará) "),
    ("legal", r"\b(?:del contrato|de los contratos|de lo legal|del tema legal) se (?:encarga|ocupa|encargará|ocupará) "),
    ("decision_maker", r"(?P<none>\bsin (?:el visto bueno|la firma|la aprobación|el ok) de )(?=[^.;]{2,30} no (?:se|hay|podemos|compramos)\b)"),
)  # fmt: skip

PARTS: dict[Language, tuple[tuple[str, str], ...]] = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES}
AFTER: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": _EN_AFTER,
    "de": _DE_AFTER,
    "fr": _FR_AFTER,
    "es": _ES_AFTER,
}

_KEYS: dict[str, str] = {
    "economic_buyer": r"budget|economic|purse|money|fund|spend|expenditure|capex|opex|invest|che(?:que|ck) ?book|pays|paying|bill\b|cost|geld|mittel|etat\b|rate|ausgabe|summe|kosten"
    r"|enveloppe|crédit|dépense|financ|bourse|argent|portefeuille|presupuesto|desembolso|gasto|partida|dinero|fondos|inversi|cartera",
    "procurement": r"purchas|procure|buying|tender|rf[pqx]|sourcing|commercial|negotia|order|supplier|vendor|\bpos?\b|haggl|bargain|einkauf|beschaff|ausschreib|vergabe|bestell|verhand|verhandel|kaufm|kondition|preis"
    r"|rabatt|lieferantenausw|achat|négoci|achète|prix\b|tarif|condition|consultation|appel d|command|marché|approvis|compra|negoci|precio|licitac|contrataci|comparativa|tarifa|pedido",
    "legal": r"contract|agreement|terms|t&c|\bmsa\b|\bnda\b|\bdpa\b|clause|legal|liability|wording|redline|paper|print|vertr[aä]g|\bagb\b|klausel|\bavv?\b|haftung|rechtlich|juristisch|geheimhaltung|vereinbarung"
    r"|contrat|\bcg[vau]\b|conditions générales|juridi|convention|accord|avenant|cláusula|jurídic|términos|convenio|acuerdo",
    "technical": r"techn|tecn|técn|tech|integra|interface|\bapis?\b|\bplc\b|scada|\bbms\b|spec|compatib|kompatib|archite|security|\bit\b|engineering|network|hardware|install|wiring|firmware|proto|infosec|pen-? ?test|penetration"
    r"|data model|proof of concept|\bpoc\b|paces|schnittstelle|sicherheit|netz|spezifikation|anbindung|leitstelle|leittechnik|anlage|konzept|einbau|messtechnik|datenmodell|steuerung|\bsps\b|\bglt\b|datenblätter"
    r"|réseau|sécurité|intégration|cahier des charges|automat|matériel|spécification|infrastructure|câblage|visto bueno|integración|\bred(?:es)?\b|seguridad|especificaci|equipos|interfa|conectividad|pliego",
    "champion": r"advocate|champion|supporter|\bfan\b|\bally\b|cheerleader|sponsor|push|fight|rooting|lobby|campaign|drum|making the case|advocating|driving|selling|behind|treib|setzt|setze|stark|kämpf|werb|wirb|trommel"
    r"|fürsprech|befürwort|unterstütz|verbündet|kraft|hinter|pousse|milite|\bbats?\b|plaide|œuvre|porte|défend|soutien|partisan|allié|avocat|moteur|cheville|impuls|valedor|promot|defensor|empuj|promuev|promov|defiend|pele|apuesta|abandera|aliad",
    "user": r"dai?ly|every ?(?:single )?day|day[- ]to[- ]day|day in|each (?:day|morning)|every morning|all day|users?\b|täglich|jeden tag|alltag|tag für tag|tagesgeschäft|nutzer|anwender|key ?user|quotidien|tous les|chaque jour|utilisat"
    r"|cada día|diario|diaria|todos los días|día a día|todas las mañanas|usuari",
    "decision_maker": r"final|last|ultimate|decision|decide|decid|\bcall\b|shots|green light|go-?ahead|\bnod\b|sign|approv|agree to|say yes|okay|\bok\b|buck|without|wort\b|entscheid|unterschreib|unterzeich|zeichnet|zustimm|freigabe|freigeb|genehmig|absegn|segnet"
    r"|abzeichn|startschuss|\bgo\b|grünes licht|hut auf|ohne|dernier mot|décid|décisi|tranche|feu vert|accord|signe|arbitrage|validation|sans |última|decisi|luz verde|visto bueno|aprobación|firma|sin ",
}
KEYS: dict[str, re.Pattern[str]] = {role: re.compile(stems) for role, stems in _KEYS.items()}
"""Stems by role: a sentence in which one of the role's phrases stands has one of them."""
