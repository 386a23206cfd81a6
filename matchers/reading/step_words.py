"""How a step is promised, agreed or asked for, in four languages. D stands for the day, G for a few words without it.

Patterns run on one to three clauses of a sentence. `deadline` says that the day is the last one for something.
"""

from __future__ import annotations

from typing import NamedTuple

from matchers.reading.marked import DAY
from matchers.reading.text import Language


class Steps(NamedTuple):
    """Patterns of one language."""

    promised: str
    named: str
    """A third person does it: `who` must be written like a name."""
    agreed: str
    ours: str
    """What somebody of the author's side does, in the rep's own letters."""
    asked: str
    requests: str
    """Polite questions that are orders: they count though they ask."""
    due: str
    """Words of a deadline that need no verb."""
    deadline: str
    not_on: str
    """What stands before a day on which nothing is done: of, since, after."""


_EN_DO = (
    r"(?:(?:re)?send|share|forward|deliver|return|circulate|ship|upload|dispatch|courier|e-?mail|install)\b"
    r"|(?:call|ring|phone|ping|text|visit|meet|see|join|update|talk to|speak to|speak with|talk with|talk|speak|give|tell|show|walk|take|bring|provide|supply|get|pass|hand|drop|catch)\b[^D]{0,30}?\b(?:you|u|your|yours)\b"
    r"|let (?:you|u) (?:know|have)|(?:get|come|report|revert) back\b|be back (?:to|with|in touch)|revert\b|reply\b|respond\b|be in touch|follow up"
    r"|(?:come|drop|pop|swing|stop|call|fly|drive|head|travel) (?:by|in|over|round|around|along|up|down|out|across|to (?:you|your|see|yours))\b|be (?:with you|at your|at yours|there\b|on[- ]?site|round\b|over to|at the (?:plant|site|depot|office|warehouse|factory|store|hotel|gate|reception|yard|mill|works))"
    r"|have [^D]{1,50}?(?:with|to|over to|back to|ready for|in front of|for) (?:you|u)\b|have (?:it|them|that|this|the [^D]{1,30}?) (?:ready|back)\b"
    r"|get (?:it|them|this|that|the [^D]{1,30}?|an? [^D]{1,30}?|our [^D]{1,30}?) (?:to|over|back|across|out)\b|dial in\b"
    r"|(?:do|run|host|hold|have|start|kick off|give|set up|schedule|book) (?:the|a|our|your|that|this) [^D]{0,30}?(?:call|demo|meeting|session|workshop|visit|survey|walk\w{0,8}|pilot|trial|kick-?off|presentation|training|review)\b"
    r"|countersign\b|confirm\b(?! that)|present\b|kick off\b"
)
_EN_THEM = r"(?:send|share|forward|deliver|return|circulate|provide|prepare|bring|present|visit|call|ring|meet you(?:r \w+)?|join|come|confirm|submit|install|walk|update|draft|supply|upload|countersign|fill|tell|show|answer|clarify|report|inform|drop (?:off|by|in|round)|hand (?:over|in|out)|pass on|pick up|circulate|run|set up|have [^D]{1,40}? (?:to|with|over|for|in front of) (?:you|u)|get back|get [^D]{1,30}? (?:to|over|back|across))\b"
_EN_NOUN = r"(?:quote|offer|proposal|contract|order|po|draft|details|slides|agenda|invite|documents?|answers?|figures|numbers|paperwork|redlines|comments|version|agreement|report|pricing|samples?|drawings|plans?|data|photos|results|minutes|confirmation)"

_EN_STAFF = r"(?:\w{3,12} ){0,1}?(?:engineers?|technicians?|fitters?|installers?|team|crew|drivers?|colleagues?|trainers?|project manager|consultants?)"
_EN_APART = r"(?:(?:\w{2,9} )?be (?:thinking|celebrating|away|out|off|on leave|on holiday|closed|travelling|traveling|back|unavailable|busy|shut|down)|discuss|decide|review|consider|look at|evaluate|vote|close|end|expire|notice|remember|(?:have|need) to wait|read|find out|depend|need|want)\b"
_EN_EVENT = r"(?:pilot|trial|training|demo|workshop|installation|kick-?off|survey|site visit|visit|walk\w{0,8}|testing|test (?:run|phase)|proof of concept|poc|presentation)"

_ENGLISH = Steps(
    promised=(
        r"\b(?:is|are|'s|'re) (?:with you|at your (?:site|place|gate|door|office|plant|works|yard))\b[^D]{0,20}D|\b(?:panel|committee|board|jury|team|directors?|partners) (?:will|'ll) (?:hear|see|receive|welcome|meet) (?:you|your)\b|^\W*(?:gonna|going to) (?:send|forward|share|call|ring|email)\b|\b\w{3,14}(?:'s| is) (?:dropping|sending|bringing|calling|delivering|visiting|meeting|emailing)\b[^D]{0,40}\b(?:you|your)\b|\b(?:can|may|should) (?:count|rely) on (?!(?:the |our |an? |my )?(?:\w{3,9} )?(?:order|po|purchase|contract|signature))|"
        r"^\W*back to you\b|\b(?:lands?|arrives?|gets?|comes?) (?:with|to|on|at) (?:you|your)\b|"
        rf"\b(?:i|we|he|she)(?:'ll| will| shall| am going to| are going to|'m going to|'re going to|'m gonna) (?:\w{{2,12}} ){{0,2}}?(?:{_EN_DO})"
        rf"|\b(?:i|we|he|she)(?:'ll| will| shall)\b[^D]{{0,60}}?\band (?:\w{{2,9}} )?(?:{_EN_DO})|\blet me [^D]{{0,50}}?\band (?:{_EN_DO})|\bill (?:{_EN_DO})|^will (?:{_EN_DO})"
        r"|\b(?:i'm|we're|i am|we are) (?:sending|calling you|coming (?:over|by|to|round|down|up|out|with)|visiting you|meeting (?:you|with you)|seeing you|delivering|dropping (?:by|in))\b"
        rf"|\b(?:i|we|you|he|she|it|they|(?:our|my|your) [^D]{{1,30}}?|{_EN_NOUN})(?: will|'ll| shall| (?:is|are|am|'s|'re|'m) going to|(?:'s|'re|'m) going to)\b(?! {_EN_APART})[^D]{{0,80}}\b(?:you|your|u)\b[^D]{{0,40}}D|D[^D]{{0,25}}\b(?:i|we|you|it|they)(?: will|'ll)\b(?! {_EN_APART})[^D]{{0,50}}\b(?:you|your)\b"
        r"|\b(?:it|they|that|this|everything)(?:'s|'re| is| are) (?:coming|on its way|going out)\b|^\W*expect (?!\w+ to\b)|\btwo of our people\b|\b(?:you|u)(?:'ll| will| shall)(?: then| both| all)? (?:have|get|receive|hear|find|see|meet)\b"
        r"|\b(?:will|shall|'ll) (?:then )?be (?:with you|sent|shared|delivered|in your inbox|shipped|emailed|couriered|on your desk|over to you|handed over|countersigned)\b"
        rf"|\b{_EN_NOUN} (?:follows?|goes out|go out|is coming|will follow|will reach you|will go out|comes? (?:over|across))\b"
        r"|^(?:we|i) (?:deliver|start|kick off|meet|visit)\b|\b(?:i'm|we're|i am|we are) (?:at your|with you|on site|at you)\b[^D]{0,30}D|^\W*(?:calling|ringing|visiting|sending|seeing|dropping by)\b"
        rf"|\b(?:you|u) (?:can|may|should) expect\b|\b(?:our|my) {_EN_STAFF}\b[^D]{{0,20}}\b(?:arrives?|comes?|starts?|begins?|will|is|are)\b[^D]{{0,40}}D"
    ),
    named=rf"(?:^|[:,.] ?|\b(?:and|so|then|but) |\(|\bour (?:\w{{3,12}} ){{1,2}}|\bmy colleague )(?P<who>[^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}})?) (?:will|to|'ll|is going to|'s going to) (?:then |also )?{_EN_THEM}|(?:^|[:,.] ?|\band |\()(?P<whom>[^\W\d_]{{2,20}}(?: [^\W\d_]{{2,20}})?) (?:sends|shares|prepares|brings|presents|delivers|circulates|returns|supplies|submits|is (?:on[- ]?site|with you|at your|coming (?:to|over|round|by)|visiting you|calling you|sending)) ",
    agreed=(
        r"\b(?:i|we)(?: can| hereby| gladly)? confirm (?!that|receipt|having)[^D]{0,40}\b(?:for|on) D|"
        r"\byour (?:\w{3,12} ){0,1}?(?:engineers?|technicians?|fitters?|installers?|team|crew|lads?|lot|people|guys|drivers?|colleagues?|electricians?) (?:can|may|(?:is|are) (?:cleared|expected|free|booked|due|welcome))\b[^D]{0,50}D|\byou(?:'re| are) (?:presenting|starting|coming|meeting|visiting|installing|training|speaking|seeing|due|pitching)\b[^D]{0,40}D|\b(?:that's|that is|it's) in (?:the|my|our) (?:diary|calendar)\b[^D]{0,10}D|(?:'ve| have) got you (?:on |for |in for )?D|\byour (?:presentation|pitch|interview|slot|session|visit|demo)\b[^D]{0,30}\b(?:is|has been)\b[^D]{0,20}D|"
        r"\b(?:you're|you are|we're|we are|i'm|i am) (?:all |both |now )?(?:booked|scheduled|down|confirmed|slotted|lined up|expected)(?! solid| up| out| in (?:meetings|with)| to interview)(?: in)?(?: (?:for|to|on|at)\b)?(?! pending)[^D]{0,40}D|"
        rf"\b{_EN_EVENT} (?:kicks off|starts|begins) (?:on )?D|^\W*next (?:steps?|up|action|milestone)\b[^D]{{0,70}}D|\b(?:works|suits|good|fine|perfect|ok|okay|great)(?: for (?:me|us|everyone|all of us|both))\W{{1,4}}D"
        r"|^\W*(?:lock in|lock it in for|book|make it|call it|diarise) (?:the )?D|\byou (?:present|start|come|join|speak|meet|visit|begin|install|deliver|train)\b[^D]{0,40}D|\bput (?:me|us) down for D|\b(?:blocked|kept|reserved|set aside|freed|cleared)(?: out| off| up)? (?:the )?D(?: \w{2,9})? for (?:you|your|us|this|\u2d63+)\b|\bconfirming (?:the )?D|^\W*(?:please )?be (?:at|in|there|here|by)\b[^D]{0,40}D|\byou(?:'re| are) (?:on|in) (?:the|our) (?:agenda|list|schedule|calendar|diary)\b[^D]{0,50}D"
        r"|D(?:'s|[^D]{0,25}?\b(?:works|suits|is)) (?:good|fine|great|perfect|ok|okay|ideal|best|grand)\b(?! (?:by|until|only))|\b(?:arranged|organi[sz]ed|prepared|ready|set) for you\b[^D]{0,10}D|\byes to (?:the )?D|\b(?:call|meeting|visit|demo|session) is (?:set up|lined up|arranged|organi[sz]ed|in the (?:diary|calendar))\b[^D]{0,10}D|D[^D]{0,25}?\b(?:works|suits|is (?:good|fine|great|perfect|ok|okay|ideal|confirmed|agreed|set|booked|sorted|in (?:the|my|our) (?:diary|calendar))|it is\b|sounds (?:good|great|perfect)|does (?:nicely|fine)|does(?=\W*$)|confirmed|agreed|booked)\b(?! (?:by|until|only))"
        r"|^\W*(?:please |so |then )?(?:come|join us|meet (?:me|us)|be here|be there|drop in|pop in)\b[^D]{0,25}D|\b(?:have|got|has) (?:you|us) (?:down|booked|in)\b[^D]{0,25}D|\b(?:your|our) [^D]{3,30}? (?:is|has been) (?:now )?(?:scheduled|booked|confirmed|set|fixed|arranged|planned) (?:for|on) D|\b(?:can|will) see you (?:on |at )?D"
        r"|\b(?:that|this|the)(?: (?:date|day|time|slot))?(?:'s| is) (?:fine|good|ok|okay|perfect|great)\b[^D]{0,12}D"
        r"|\b(?:let's|lets|let us) (?!wait|see|hope|not|revisit|review where)[^D]{1,40}D"
        r"|\b(?:i'll|we'll|ill|i will|we will|i'd|happy to|glad to|can) (?:take|go (?:for|with)|do|make it|pick|say|stick (?:with|to)|keep) (?:to )?D(?! (?:or|off)\b)"
        r"|(?:^|\b(?:then|so|great|perfect|ok|and|will|i'll|we'll) )(?:see|speak to|talk to|catch|meet|speak|talk)(?: with)? (?:you|u|ya|then)(?: all| both| guys| then| there| again)?(?: on| at| this| for \w{1,12})? ?D"
        r"|\blook(?:ing)? forward to (?:it|seeing|meeting|speaking|talking|welcoming|our|the|your|having)[^D]{0,40}D|\blook(?:ing)? forward to D"
        r"|\b(?:meeting|call|demo|visit|session|workshop|survey|walk\w{0,8}|kick-?off|review|appointment|slot|site visit|we)(?:'s|'re| is| are| has been| have been)? (?:now )?(?:confirmed|booked|scheduled|set|fixed|arranged|moved|rescheduled|all set|down|agreed|on)\b(?: in)? (?:for|on|to) D"
        r"|\b(?:i|we)(?:'ve| have|'ll| will| can|'m happy to)? (?:confirm(?:ed)?|book(?:ed)?|schedul(?:ed|e)|block(?:ed)?|put|moved?|rescheduled?|set(?: up)?|agreed|diar\w{2,5}|fixed)\b(?: (?:you|us|it|this|that)\b[^D]{0,25}?| (?:our|the|your|a|an) [^D]{0,25}?\b(?:call|meeting|demo|visit|session|meeting room|slot|workshop|survey|presentation|kick-?off|appointment|time|review|walk\w{0,8}|catch-?up|chat|site visit|hour)\b[^D]{0,25}?)?(?: ?(?:for|on|to|at|in|that))? ?D(?! (?:to|as) (?:a )?(?:hold|option))"
        r"|^\W*(?:yes|yep|ok|okay|perfect|great|good|fine|sure|agreed|confirmed|deal|excellent|super|lovely|brilliant|done|all good)\W{0,3}(?:so |then |for |on |to |with |let's say |that's ){0,3}D\W*(?:then|it is|please|good|works|fine|great|perfect)?(?:,? (?:at|in|on|by|with|for|bei|im|am|um|ab|mit|chez|à|au|aux|avec|sur|dans|en|a|con|para|por)(?: [^\W\d_]{1,15}){1,4})?\W*$"
        r"|\bas (?:agreed|discussed|arranged|planned|promised)\b[^D]{0,60}\b(?:meet|call|visit|demo|come|workshop|session|survey|speak|talk)\w{0,3}\b[^D]{0,30}D"
        r"|\b(?:site visit|visit|demo|call|kick-?off|walk-?through|survey|presentation)\b[^D]{0,40}\b(?:is|takes place|will take place|will be(?: held)?|starts|happens) (?:now )?(?:on |for )?D|\b(?:we|i)(?:'ll| will|'re| are|'m| am)? (?:be )?expect(?:ing)? (?:you|u) (?:at \w{1,12} )?(?:on |at )?D|\b(?:see|have) you (?:in|at) [^D]{1,25}(?:on )?D"
        r"|\b(?:invite|invitation)\b[^D]{0,30}\bfor D|\b(?:until|till) D then\b|\bcount (?:me|us) in for D|\b(?:ok|okay|fine|good|happy|great|all set|works?) (?:for|with|on) D"
    ),
    ours=(
        rf"(?<!things )(?<!parts )(?<!that )(?<!which )\b(?:i|we|he|she|they)(?:'ll| will)? (?!{_EN_APART}|\w{{3,14}}ed\b)(?!(?:understand|see|think|guess|believe|know|hear|heard|met|spoke|had|said|wrote|sent|was|were|am|are|have|hope|note|saw|remember|assume|gather|leave|return|reopen|wonder|could|would|can|may|might|should|will|do|did|just|wish|run|stay|work|sit|fly|look|hold|keep|prefer|honou?r|guarantee|recommend|advise|release|publish|launch|move|travel|take|celebrate|need)\b)\w{{3,14}}\b[^D]{{0,30}}D|\b(?:reach(?:es)?|arrives? at|gets? to) (?:you|your)\b"
    ),
    asked=(
        r"\b(?:needs?|wants?|expects?|requires?|awaits?|(?:is|are) waiting for) (?:your|you to)\b|\b(?:forms?|certificates?|questionnaire|paperwork|documents?|pack|sheet|references?) (?:wants?|needs?) (?:returning|back|sending|signing|filling|to be (?:back|in|with|here))\b|\b(?:asks?|requests?|expects?|requires?|invites?) (?:\u2d63+|you)\b|\b(?:\u2d63+) to (?:re)?(?:send|submit|supply|provide|deliver|share|bring|return|prepare|sign|complete)\b"
        r"|\b(?:please|pls|plz|kindly)\b(?! (?:note|be (?:aware|advised)|find|bear|see\b|remember|feel|register|rsvp))"
        r"|\b(?:i|we)(?:'d| would| do| will|'ll| really| also| urgently| still){0,3} (?:need|require|want|expect|must have|like|appreciate|be grateful|ask (?:you|that|for))\b(?! to (?!see|have|get|receive|hear|know))"
        r"|\b(?:you|\u2d63+|your (?:people|team|side|lawyers?|legal|colleagues?)|bidders?|suppliers?|offers?|bids?|quotes?|proposals?|tenders?|submissions?|responses?|answers?|repl(?:y|ies)|comments|questions|documents?|forms?|paperwork|certificates?|statements?|references|samples|data ?sheets?|clarifications)\b[^D]{0,30}\b(?:to be (?:submitted|sent|returned|uploaded|filed|handed in)|must|need|needs|have to|has to|should|are to|is to|shall|(?:is|are) (?:required|needed|requested|expected)|(?:is|are) due)\b"
        r"|^\W*(?:and |so |then )?(?:send|return|confirm|let (?:me|us) (?:know|have)|get back to (?:me|us)|come back to (?:me|us)|get (?:me|us|it)|(?:call|ring|phone|ping|email|text) (?:me|us)|give (?:me|us)|make sure|ensure|revert|respond|reply|have [^D]{1,40}(?:with|to|on|in) (?:me|us|my|our))\b"
        r"|^\W*(?:now |just |then |so |and |ok |okay |do )?(?:arrange|bring|book|check|come|complete|dial|drop|email|fill|find|forward|get|give|hand|have|join|keep|lodge|mail|make|meet|order|park|post|prepare|put|quote|raise|report|reserve|revise|ring|send|set|share|ship|show|sign|submit|swing|tell|turn up|update|upload|use|wait|write)\b[^D]{2,60}"
        r"|\bto (?:me|us)\b(?=[^D]{0,12}D)|\b(?:has|have|needs?|must) (?:to )?(?:reach|be with|get to) (?:us|me)\b|\byou (?:\w{2,9} )?(?:send|return|share|sign|confirm|provide|complete|forward|give)\b|\blooking for (?:your|the|an?)\b|\bwould be (?:great|good|helpful|ideal|lovely|useful|perfect) to (?:have|get|receive|see)\b|\byour (?:[\w-]{2,14} ){1,4}?(?:must|needs? to|ha(?:s|ve) to|should) (?:be (?:in|with|here|on)|reach|arrive|get|land)\b"
    ),
    requests=(
        r"\b(?:can|could|would|will) (?:you|someone|your (?:team|people|lawyers?|legal))\b(?: both| all| guys)?,?(?: please| kindly)?(?: also)? (?:\w{3,10} the attached and )?(?:get|send|let|have|return|confirm|share|forward|complete|fill|provide|come back|revert|respond|reply|sign|submit|deliver|e-?mail|give|make sure|ensure|put|drop|update|prepare|issue|turn|resend|re-send|supply|arrange|ask)\b"
        r"|\b(?:could|can|may|might) i (?:trouble|bother|ask) you\b|\b(?:can|could|may) (?:i|we)(?: please)? (?:have|get|ask|receive|see)\b|\bwould you (?:be so kind|mind)\b"
    ),
    due=r"\byou(?:'ve| have) (?:got )?(?:until|till) (?:noon |close |the end )?(?:on |of )?D to \w|\b(?:deadline|closing date|due date|cut-?off|submission date)\b[^D]{0,50}D|\b(?:response|reply|answer|quote|submission|document|offer|proposal|bid|tender|form|it|they|comment|feedback|questionnaire)s? (?:is|are) (?:now )?due (?:on |by |back |in )?D",
    deadline=r"\b(?:by|before|until|no later than|not later than|latest|on or before|due)(?:,? (?!after|the following)[\w:.']{1,12}){0,4},? ?D|\b(?:(?:need|must have|require)\b|want (?:the|your|it|that|this|them|an?|all)\b)[^D]{0,60}D|D[^D]{0,25}\b(?:i|we) need\b|D (?:at the latest|latest|please)|\b(?:call|ring|phone|come|join|visit|meet|be|send|return|deliver|bring|get|let|give)\b[^D]{0,60}?(?:on |at |this )?D",
    not_on=r"\b(?:(?<!ahead )of|from|since|after|about|(?<!go )for|(?<!later )than|ending|starting|through|between|as of|effective|last|every|following|around|re)(?: the)? ?$",
)

_DE_BE = r"(?=[^.]{0,90}\b(?:bei (?:ihnen|euch|dir)|vor ort|da\b|in ihrem|in eurem|(?:in der|im|am) (?:werk|halle|betrieb|markt|lager|depot|standort|haus\b|büro|zentrale|pforte|empfang)))"
_DE_DO = (
    r"(?:schick|send|übersend|versend|mail|liefer|meld|ruf|komm|bring|besuch|schau|präsentier|zeig|informier|lass"
    r"|treff|stell|reich|teil|leit|führ|telefonier|übergeb|installier|montier|start)(?:e|en|n)?|bestätig(?:e|en)(?!,? dass)|(?:geben?|gebe|lege?n?)(?=[^.]{0,80}\b(?:bescheid|rückmeldung|feedback|durch|weiter|frei|vor)\b)"
)
_DE_INF = (
    r"(?:(?:zu|nach|ein|über|ver|weiter|vorbei|an|zurück|vor|mit|ab|durch|raus|rüber)?(?:schicken|senden|liefern|melden|kommen|bringen|reichen|leiten|rufen|schauen|stellen|teilen|geben|führen|legen)"
    r"|bestätigen|zukommen lassen|besuchen|präsentieren|übergeben|informieren|installieren|starten)"
)
_DE_PART = r"(?:zugesandt|zugeschickt|geschickt|gesendet|versandt|verschickt|übersandt|übermittelt|geliefert|nachgereicht|zugestellt|übergeben|rausgeschickt|verschickt|nachgeliefert)"
_DE_DUE = r"\b(?:bis|spätestens|längstens|vor|zum)(?: (?:spätestens|längstens|zum|am|dem|den|einschließlich|kommenden|ende|allerspätestens|dienstschluss)){0,3} ?D"

_DE_STAFF = r"(?:kolleg\w{1,3}|techniker\w{0,3}|monteur\w{0,3}|team|fahrer\w{0,3}|ingenieur\w{0,4}|projektleit\w{2,5}|trainer\w{0,3}|leute)"
_DE_EVENT = r"(?:pilot\w{0,8}|test(?:lauf|betrieb|phase|messung)|probelauf|workshop|schulung|vorführung|demo|begehung|installation|montage|kick-?off|einbau|einweisung)"

_GERMAN = Steps(
    promised=(
        rf"\b(?:ich|wir)\b(?! (?:hatte|habe|haben|hätte))[^D.]{{0,25}}?D?[^D.]{{0,12}}?\b(?:{_DE_DO})\b|\b(?:{_DE_DO})\b[' ]?(?:ich|wir)\b"
        r"|(?<!wünsche )(?<!gesagt )(?<!haben )(?<!habe )(?<!hatte )\b(?:ihnen|dir|euch)\b(?![^D]{0,40}\b(?:wünsch|gratulier|empfehl|gehör|vorschlag|passt|recht|lieber|gesagt|geschrieben)\w{0,3})[^D]{0,50}D(?![^D]{0,40}\b(?:wünsch|empfehl|passt|recht|lieber|gesagt|geschrieben|geschickt|gesendet|gefallen)\w{0,3})|D[^D]{0,40}\b(?:bei |zu |mit )?(?:ihnen|dir|euch)\b(?![^D]{0,40}\b(?:wünsch|empfehl|passt|recht|lieber|gesagt|geschrieben|geschickt|gesendet|gefallen)\w{0,3})|D[^D]{0,12}\bvon (?:mir|uns)\b|^\W*(?:meld|ruf|schick|schau|komm)e? (?:mich |dich |kurz |noch |mal |euch |durch ){0,2}D"
        rf"|\b(?:unsere?|meine?|ein|eine) {_DE_STAFF}\b[^D]{{0,20}}\b(?:führt|zeigt|begleitet|betreut|ruft|schickt|meldet|baut|montiert|installiert|misst|prüft|nimmt|besucht|bringt|liefert|holt|schult|ist|sind|kommt|kommen|trifft|treffen|fährt|startet|beginnt|steht|wird|werden|hat)\b[^D]{{0,15}}D"
        r"|\b(?:sehen|finden) sie\b[^D]{0,20}D|D (?:sehen|finden) sie\b|D (?:haben|hast|habt) (?:sie|du|ihr) (?:dann )?(?:meine?n?|unsere?n?|die|das|den|eine?n?|alles|von (?:mir|uns))\b|\b(?:bau|hol|beantwort|montier|schul|mess|erledig|hinterleg|überarbeit|aktualisier|organisier|erstell|stimm|richt)(?:e|en) (?:ich|wir)\b|\b(?:ich|wir) (?:bau|hol|beantwort|montier|schul|mess|erledig|hinterleg|überarbeit|aktualisier|organisier|erstell|richt)(?:e|en)\b[^D]{0,30}D"
        rf"|\b(?:schau|komm|meld|ruf|schick|bring|send)e? (?:ich|wir|dann|mal|euch|dir|dich|mich|ihnen|sie)\b"
        rf"|\b(?:bin ich|sind wir|ich bin|wir sind)\b{_DE_BE}"
        rf"|\b(?:werde|werden|wird)\b[^.]{{0,90}}\b(?:{_DE_INF}|{_DE_PART}(?: werden| sein)?)\b"
        rf"|\b(?:bekomm(?:en|st|t)|erhalten|erhältst|erhaltet|krieg(?:en|st|t)|hören) (?:sie|du|ihr|dann|von|meine|unsere|die|das|den)\b|\b(?:sie|du|ihr) (?:bekomm(?:en|st|t)|erhalten|erhältst|erhaltet|krieg(?:en|st|t)|hören|hörst|hört) "
        r"|\b(?:haben sie|hast du|habt ihr|sie haben|du hast|ihr habt)\b[^.]{0,60}\b(?:auf dem tisch|im postfach|vorliegen|in der hand|von mir|von uns|im haus)\b"
        r"|\b(?:geht|gehen|kommt|kommen|folgt|folgen|liegt|liegen)\b[^.]{0,60}\b(?:ihnen|euch|dir|raus|rüber|zu|vor|per (?:mail|post))\b|\bfolg(?:t|en)\b[^D]{0,20}D"
    ),
    named=r"(?:^|[:,] ?|\bund )(?:(?:herr|frau|hr\.?|fr\.?|kollege|kollegin|mein kollege|meine kollegin|unser|unsere) )?(?P<who>[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?) (?:schickt|sendet|liefert|meldet sich|ruft|übernimmt|kommt (?:bei|zu|vorbei|mit|am)|bringt|reicht|präsentiert|stellt|besucht|bestätigt|erstellt|installiert|schaut|gibt|ist bei (?:ihnen|euch|dir))\b|(?:^|[:,] ?|\bund )(?:herr|frau) (?P<herr>[^\W\d_]{2,20}) (?!(?:hat|ist|geht|kommt|fehlt|arbeitet|tritt|verlässt|wird|meint|sagt|möchte|weilt|befindet)\b)\w{2,14}t\b|\b(?:schickt|sendet|liefert|bringt|übernimmt|reicht|präsentiert|ruft) (?:ihnen |euch |dir |uns |sie |dich )?(?:(?:herr|frau|kollege|kollegin|mein kollege|meine kollegin) )?(?P<whom>[^\W\d_]{3,20})\b",
    agreed=(
        r"\bihre? (?:leute|monteure?|techniker|team|mannschaft|kolleg\w{1,3}|installateure?|mitarbeiter) (?:kann|können|dürfen|darf)\b[^D]{0,40}D|\b(?:ihre?|die) (?:vorstellung|präsentation|anhörung|vorführung)\b[^D]{0,40}D[^D]{0,20}\b(?:angesetzt|terminiert|eingeplant|vorgesehen)\b|"
        rf"\b{_DE_EVENT}\b[^D]{{0,20}}\b(?:startet|beginnt|steigt|läuft an|machen wir|geht los)\b[^D]{{0,15}}D|\b(?:wir sind|ich bin|sind wir|bin ich) (?:am |den )?D[^D]{{0,10}}\bdabei\b|\bfix\W{{1,3}}(?:am |den )?D|\bja zu(?:m)? D|\bsie (?:präsentieren|kommen|beginnen|starten|stellen|treffen|sprechen|besuchen|installieren|montieren)\b[^D]{{0,40}}D|D[^D]{{0,15}}\b(?:bin ich|sind wir|stehen wir)\b(?! wieder)[^D]{{0,12}}\b(?:da|dort|dabei|bereit|online)\b|D[^D]{{0,20}}\b(?:ist|sind) alles (?:vorbereitet|organisiert|bereit|angemeldet)\b|D[^D]{{0,40}}\b(?:freigehalten|freigeräumt|freigemacht|geblockt|blockiert|freigeschaufelt|reserviert)\b|\beinladung\b[^D]{{0,20}}D"
        r"|\bstimmt\b[^D]{0,20}D|D[^D]{0,60}\bfest (?:vorgesehen|eingeplant|gebucht)\b|D[^D]{0,40}?\b(?:passt|passen|stimmt(?= für)|geht klar|geht in ordnung|geht (?:bei|für)|klappt|steht(?=\W*$)|steht fest|ist (?:ok|okay|gut|perfekt|fix|gebucht|notiert|eingetragen|bestätigt|prima|super|recht|für (?:mich|uns) (?:ok|okay|gut|in ordnung|perfekt))|halte ich|nehmen wir|machen wir|nehme ich|sehen wir uns|halten wir)\b"
        r"|\b(?:passt|passen|klappt)\b[^D]{0,25}D"
        r"|\b(?:nehme ich|nehmen wir|machen wir|sagen wir|halten wir|bleiben wir|bleibt es|treffen wir|sehen wir|hören wir|sprechen wir|verbleiben wir|fixieren wir|ich nehme(?! bezug)|wir nehmen(?! bezug)|wir machen|wir treffen|wir sehen|wir hören|wir sprechen|wir bleiben|telefonieren wir|wir telefonieren)\b"
        r"|\b(?:bestätig\w{1,4}(?!,? dass)|vereinbart\w{0,2}|abgemacht|verabredet|ausgemacht|eingetragen|notiert|zugesagt|festgehalten|einladung|einverstanden|ist fixiert)\b[^D]{0,50}D|\b(?:termin|gespräch|telefonat|call|rundgang|begehung|besuch|besichtigung|workshop|demo|euch|sie|uns|raum)\b[^D]{0,40}D[^D]{0,20}\b(?:gebucht|eingeplant|verlegt|fixiert|eingestellt|gelegt|angesetzt|reserviert)\b"
        r"|D[^D]{0,60}\b(?:bestätig\w{1,4}|vereinbart|abgemacht|verabredet|ausgemacht|eingetragen|notiert|zugesagt|festgehalten)\b"
        r"|^\W*(?:(?:na|also|dann|gut|super|perfekt|ok|prima|gerne?|danke|ja|alles klar|und)\W{1,3}){0,4}bis(?: (?:dann|zum|am|nächsten))* D(?: (?:dann|bei (?:ihnen|euch|dir|uns)|in \w{3,15}))?\W*$"
        r"|\bfreu\w{0,2} (?:mich|uns)[^D]{0,50}D"
        r"|^\W*(?:ja|ok|okay|perfekt|super|gut|prima|einverstanden|passt|gerne?|alles klar|bestens|top|dann|abgemacht|vereinbart|ausgemacht|bestätigt|verstanden)\W{0,3}(?:dann |also |am |den |der |für ){0,3}D\W*(?:dann|bitte|gerne?)?(?:,? (?:at|in|on|by|with|for|bei|im|am|um|ab|mit|chez|à|au|aux|avec|sur|dans|en|a|con|para|por)(?: [^\W\d_]{1,15}){1,4})?\W*$"
        r"|^\W*(?:kommen sie|komm|kommt) (?:bitte |dann |einfach )?(?:am |zum |den )?D"
        r"|\b(?:termin|ortstermin|rundgang|begehung|gespräch|telefonat|besichtigung|workshop|vorführung|demo|kick-?off|präsentation|aufmaß)\b[^D]{0,40}\b(?:ist|steht|findet|bleibt|wäre damit)[^D]{0,60}D|\b(?:erwarte|erwarten) (?:wir |ich )?(?:sie|dich|euch|ihre?n? (?:team|techniker|kolleg\w{2,3}|leute|mann|monteure?|besuch))\b[^D]{0,30}D"
    ),
    ours=(
        r"\b(?:ich|wir) (?!(?:habe|haben|hatten?|bin|sind|waren?|könnten?|können|kann|würden?|hätten?|möchten?|hoffen?|denken?|glauben?|weiß|wissen|verstehen?|beziehen?|schlagen?|bieten?|danken?|wünschen?|fragen?|warten?|erinnern?|vermuten?|sehen?|nehmen? (?:bezug|an)|dürfen?|wollen?|sollten?|werden?|machen? urlaub|halten?|behalten?|garantieren?|bevorzugen?|empfehlen?|reisen?|veröffentlichen?|ziehen?|feiern?|schließen?|öffnen?|lesen?|kommen? zurück)\b)\w{3,14}en?\b[^D]{0,40}D|D (?!(?:habe|haben|bin|sind|war|könnte|könnten|kann|können|würde|würden|hätte|hätten|möchte|hoffe|denke|glaube|muss|darf|werde|werden)\b)\w{3,14}en? (?:ich|wir)\b"
    ),
    asked=(
        r"^\W*(?:und |dann |also )?(?!(?:haben|wissen|sollten|möchten|können|könnten|dürfen|würden|beachten|werden|wollen|sind|waren|hatten|wären|hätten|erhalten|bekommen)\b)\w{3,14}en sie\b|\ban (?:mich|uns)\b|\b(?:hier|da|bei uns|bei mir)[^D]{0,10} (?:sein|liegen|ankommen) muss\b|\b(?:ist|sind)\b[^.]{0,60}\b\w{2,8}zu(?:reichen|senden|schicken|legen|geben|stellen|laden)\b|\bsie (?:schicken|senden|liefern|geben|bestätigen|füllen|melden) (?:mir|uns)\b|\bersuche?n?\b|\bihre?\w{0,2} [^.]{0,90}\b(?:einzureichen|abzugeben|zuzusenden|zuzuschicken|nachzureichen|vorzulegen|zurückzusenden|mitzuteilen|zu (?:übermitteln|bestätigen|senden|schicken|liefern|nennen))\b|\b(?:muss|müssen|sollten?)\b[^D.]{0,30}D[^D.]{0,20}\b(?:bei (?:mir|uns)|hier|da|vorliegen|eintreffen|auf (?:meinem|unserem) tisch)\b|\b(?:erwartet|braucht|benötigt) (?:von ihnen |noch |bis D )?(?:ihre?n?|sie)\b|\b(?:bittet|ersucht|fordert) (?:\u2d63+|sie)\b|\b(?:muss|müssen|sollte?n?|soll)\b[^D.]{0,60}\b(?:auf (?:meinem|unserem) tisch|bei (?:mir|uns)|hier|da)\b[^D.]{0,12}\b(?:liegen|sein|eintreffen|vorliegen|ankommen)\b|\b(?:bitte|erbitten|bitten|erbitte|gebeten|um (?:übersendung|rückmeldung|rücksendung|zusendung|mitteilung|vorlage))\b(?! (?:beachten|um (?:verständnis|beachtung)|nicht))"
        r"|\b(?:ich|wir|uns|mir)\b[^.]{0,30}\b(?:brauch\w{1,3}|bräuchte\w?|benötig\w{1,3}|erwart\w{1,3})\b|\b(?:brauch|bräuchte|benötig|erwart)\w{0,3} (?:ich|wir)\b"
        r"|\b(?:hätte\w{0,2}|möchte\w?) (?:ich|wir)?\b[^.]{0,60}\bgern\w?\b|\b(?:ich|wir) (?:hätte\w?|möchte\w?)\b[^.]{0,60}\b(?:gern\w?|haben|sehen|erhalten|vorliegen)\b"
        r"|\b(?:sie|ihr|\u2d63+|angebote?|unterlagen|rückmeldung\w{0,2}|antwort\w{0,2}|nachweise|formulare?|fragen|dokumente)\b[^.]{0,60}\b(?:müssen|muss|müsst|sind|ist|hat|haben)\b[^.]{0,90}\b(?:einzureichen|abzugeben|vorliegen|vorzulegen|zu liefern|da sein|bei uns|eingehen|eingereicht|hier sein|erforderlich|abgegeben|zu senden)\b"
        r"|\b(?:rückmeldung|antwort|feedback|stellungnahme|zusage|rückantwort)\b[^D]{0,25}$|(?<!unsere )(?<!meine )\b(?:rückmeldung|antwort|feedback|stellungnahme|zusage|rückantwort)\b[^D]{0,30}\bbis\b"
        r"|^\W*(?:und |also )?(?:schick|send|meld|gib|gebt|sag|reich|liefer|übermittel|übersend|teil|bring|leg|füll|bestätig|nenn|ruf|lass)\w{0,4} (?:mir|uns|ihr|dich|euch|sie|bitte)\b"
    ),
    requests=(
        r"\bdarf ich (?:sie|dich|euch)\b[^.]{0,90}\bbitten\b|\bdürfte ich\b|\b(?:schaffen sie es|schaffst du es|bekommen sie es hin|ist es (?:ihnen )?möglich)\b[^.]{0,100}\b(?:zu|zuzusenden|zuzuschicken|nachzureichen|einzureichen|mitzuteilen) ?(?:schicken|senden|liefern|geben|bestätigen|melden|lassen|übermitteln)?\b"
        r"|\b(?:können|könnten|kannst|könntest|könntet|könnt|würden|würdest) (?:sie|du|ihr)\b[^.]{0,100}\b(?:schicken|senden|zukommen lassen|zusenden|zuschicken|mitteilen|bestätigen|melden|liefern|geben|nachreichen|ausfüllen|einreichen|zurücksenden|zurückschicken|rückmelden|sagen|vorlegen|übermitteln)\b"
    ),
    due=r"\b(?:sie haben|ihr habt|du hast|haben sie) (?:noch |dafür |dazu )?bis (?:zum |spätestens )?D[^D]{0,8}\bzeit\b|\b(?:will|möchte|wollen|möchten) (?:ich|wir)\b[^.D]{0,10}D[^.D]{0,20}\b(?:hier|auf (?:dem|meinem|unserem) tisch|vorliegen) ?(?:haben|sehen)?\b|\b(?:frist(?! (?:dort|beim|bei (?:der|dem)|vor|der|des))|abgabetermin|abgabeschluss|einsendeschluss|angebotsfrist|deadline|abgabefrist)\b[^D]{0,50}D",
    deadline=_DE_DUE
    + r"|D (?:spätestens|bitte)|D[^D]{0,25}\bbrauche?n? (?:ich|wir)\b|\b(?:anrufen|rufen|kommen|vorbei)\b|\b(?:send|schick|übersend|bring|meld|ruf|liefer|reich|übermittl|teil|geb|gib)\w{0,4}\b[^D]{0,90}D|D[^D]{0,60}\b(?:\w{0,8}(?:senden|schicken|bringen|melden|liefern|reichen|geben|kommen|rufen))\b",
    not_on=r"\b(?:von|vom|seit|nach|ab|für|über|zwischen|wegen|der|des|rund um|jeden|gegen|letzten|auf|als)(?: den| dem| der)? ?$",
)

_FR_PRON = r"(?:vous |te |t'|lui |leur |le |la |les |l'|y |en |nous |me |m'){0,3}"
_FR_DO = (
    r"(?:rend(?:s|ons|rai|rons)|envoi[es]|envoie|envoyons|enverr(?:ai|ons|a)|transmets|transmettons|transmettr(?:ai|ons|a)|adress(?:e|ons|erai|erons)|rappell(?:e|erai|erons)|rappelons|appell(?:e|erai|erons)|appelons|téléphon(?:e|ons|erai|erons)"
    r"|revien(?:s|drai|drons)|revenons|pass(?:e|ons|erai|erons)(?= (?:vous|te|chez|à|dans|sur|voir|avec|le|lundi|mardi|mercredi|jeudi|vendredi|\ue000))|vien(?:s|drai|drons)|venons|livr(?:e|ons|erai|erons)|f(?:ais|aisons|erai|erons) (?:parvenir|tenir|passer|porter|suivre|un point|le point|un retour)"
    r"|remet(?:s|tons|trai|trons)|retourn(?:e|ons|erai|erons)|renvoi(?:e|es)|renverr(?:ai|ons)|communiqu(?:e|ons|erai|erons)|présent(?:e|ons|erai|erons)|confirm(?:e|ons|erai|erons)(?! que)|apport(?:e|ons|erai|erons)"
    r"|donn(?:e|ons|erai|erons) (?:une |ma |notre |mon )?(?:réponse|retour)|tien(?:s|drai|drons) (?:au courant|informé)|contact(?:e|ons|erai|erons)|ser(?:ai|ons) (?:au|à la|à l'|dans|sur|en bas|devant)(?! (?:salon|ski|congé|vacances|retour|formation))|ser(?:ai|ons) (?:donc |bien )?(?:chez|à vos|dans vos|sur (?:place|site)|là\b|avec vous|parmi|(?:au|à la|à l'|dans (?:le|la|l'|votre)) ?(?:dépôt|usine|site|bureau|chantier|atelier|hôpital|magasin|entrepôt|accueil|siège|mairie|hôtel|fromagerie|clinique))|attend(?:s|ons|rai|rons)|install(?:e|ons|erai|erons)"
    r"|fourni(?:s|rai|rons|ssons)|prépar(?:e|ons|erai|erons)|organis(?:e|ons|erai|erons)|pos(?:e|ons|erai|erons)|mont(?:e|ons|erai|erons)|test(?:e|ons|erai|erons)|démarr(?:e|ons|erai|erons)|form(?:e|ons|erai|erons)|repass(?:e|ons|erai|erons)|écri(?:s|rai|rons|vons)|recontact(?:e|ons|erai|erons)|retrouv(?:e|ons|erai|erons)|expédi(?:e|ons|erai|erons)|dépos(?:e|ons|erai|erons)|répond(?:s|rai|rons)|partag(?:e|erai|erons))"
)
_FR_INF = r"(?:envoyer|transmettre|adresser|rappeler|appeler|passer|venir|livrer|faire parvenir|remettre|retourner|renvoyer|signer|présenter|confirmer|revenir|donner|répondre)"

_FR_STAFF = r"(?:technicien\w{0,3}|collègues?|équipe|ingénieure?s?|monteurs?|livreur|chef de projet|commercial|collaborat\w{2,5})"
_FR_THING = r"(?:devis|offre|proposition|réponses?|documents?|plans?|schémas?|diapos?|échantillons?|dossier|courrier|colis|matériel|contrat|rédaction|version|liste|tout|compte rendu|planning)"
_FR_EVENT = r"(?:pilote|essais?|tests?|formation|atelier|démonstration|démo|visite|installation|pose|réunion|séance)"

_FRENCH = Steps(
    promised=(
        r"\b(?:passe|passent|vient|viennent|arrive|arrivent|livre|livrent|sera|seront) chez vous\b|\bcomptez sur (?!(?:la|notre|une|ma|le) (?:commande|signature|bon|contrat|réponse))|\bvotre (?:audition|passage|présentation|soutenance|intervention)\b[^D]{0,40}\b(?:fixée?|prévue?|programmée?|calée?)(?!\w)[^D]{0,10}D|"
        rf"\b(?:je|nous|on) {_FR_PRON}{_FR_DO}(?!\w)|\bj'{_FR_DO}(?!\w)"
        rf"|\b(?:je vais|nous allons|on va) {_FR_PRON}{_FR_INF}\b"
        r"|\b(?:vous|votre|vos|te)\b[^D]{0,40}\b(?!fermer|finir|expirer|serai absent|prendr|décider|examiner|étudier|discuter|délibérer)\w{3,14}(?:rai|rons|ra|ront)(?!\w)[^D]{0,40}D|\b(?!fermer|finir|expirer|prendr|décider|examiner|étudier|discuter|délibérer)\w{3,14}(?:rai|rons|ra|ront)(?!\w)[^D]{0,30}\b(?:vous|votre|vos)\b[^D]{0,30}D|D[^D]{0,30}\b(?:vous|te) (?!fermer|décider)\w{3,14}(?:rai|rons|ra|ront)(?!\w)|\b(?:je suis|nous sommes) chez vous\b|D[^D]{0,20}\bde (?:ma|notre) part\b"
        r"|\b(?:vous|tu) (?:l'|les |le |la )?(?:aurez|recevrez|auras|recevras|recevez|reçois)\b"
        rf"|\b{_FR_THING}\b[^D]{{0,25}}\b(?:part|arrive|arrivent|suit|partent|chez vous|vous parvient|vous arrive|dans votre boîte)\b[^D]{{0,20}}D|\b(?:notre|mon|ma|nos|un) {_FR_STAFF}\b[^D]{{0,20}}\b(?:sera|seront|arrive|arrivent|arrivera|vient|viennent|viendra|passe|passera|intervient|interviendra|démarre|commence)(?!\w)[^D]{{0,30}}D"
        r"|\b(?:sera|seront)\b[^D]{0,25}?(?:envoyée?s?|transmise?s?|adressée?s?|livrée?s?|remise?s?|communiquée?s?|retournée?s?|expédiée?s?)(?!\w)|\b(?:vous )?(?:parviendra|parviendront|partira|suivra|suivront)\b"
    ),
    named=r"(?:^|[:,] ?|\bet )(?:(?:m\.|mme|monsieur|madame|mon collègue|ma collègue) )?(?P<who>[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?) (?:vous |te |t'|nous |lui |les |le |la )?(?:transmet|remet|apporte|présente|passe|vient|appelle|rappelle|retourne|fournit|fournira|prépare|organise|communique|adresse|rend|enverra|transmettra|passera|viendra|livrera|appellera|rappellera|apportera|présentera|remettra|retournera|reviendra|contactera|installera|fera parvenir|envoie|livre|transmet|doit (?:envoyer|transmettre|remettre|retourner|livrer))\b",
    agreed=(
        r"\b(?:vos|votre) (?:technicien\w{0,3}|poseurs?|monteurs?|équipes?|collègues?|gars|installateurs?|ingénieure?s?) (?:peu(?:t|vent)|pourr(?:a|ont))(?!\w)[^D]{0,40}D|\b(?:je|nous) vous (?:ai|avons) (?:mise?s?|notée?s?|inscrite?s?|calée?s?|réservé|bloqué)(?!\w)[^D]{0,20}D|"
        rf"\b{_FR_EVENT}\b[^D]{{0,25}}\b(?:démarre\w{{0,2}}|commence\w{{0,2}}|débute\w{{0,2}}|se fera|se fait|a lieu)(?!\w)[^D]{{0,20}}D|\bvous (?:présentez|passez|commencez|venez|rencontrez|intervenez|livrez|installez|démarrez)\b[^D]{{0,40}}D|\ballons-y pour D|\bj'y serai\b[^D]{{0,6}}|D[^D]{{0,20}}\bj'y serai\b|\boui (?:pour|à|au)(?: le)? D|D[^D]{{0,20}}\btout est (?:prêt|organisé|réservé|arrangé)|\b(?:on|nous) (?:se|nous) (?:reparl|rappel|revo|revoy|appel|recontact)\w{{1,5}}(?!\w)[^D]{{0,40}}D|\b(?:vous|te|t') ?(?:accueill|bloqu|réserv|reço|attend)\w{{1,6}}(?!\w)[^D]{{0,30}}D|\binvitation\b[^D]{{0,20}}(?:pour |au )D"
        r"|D[^D]{0,30}?(?:\bconvien(?:t|nent)\b|\b(?:me|nous|lui) va\b|\bça (?:me |nous )?(?:va(?! \w{2,12}er\b)|marche|convient|roule|joue)\b|\bc'est (?:parfait|bon|noté|inscrit|programmé|bloqué|réservé|marqué|ok|entendu|d'accord|calé|confirmé|validé|très bien)|\best (?:parfait|bon|noté|calé|confirmé|entendu|retenu|validé)|\bparfait\b|\bentendu\b|\bfonctionne\b)"
        r"|\b(?:va pour|ok pour|d'accord pour|partis? pour|entendu pour|part(?:ons)? sur|on dit|disons|on se (?:voit|retrouve|parle|rappelle|cale)|nous nous (?:voyons|retrouvons|parlons|verrons|rencontrons|rencontrerons)|retenons|retiens|je note|notons|retenez|notez(?: donc)?|bloquez|réservez|c'est (?:noté|calé|entendu|bon|ok) pour|(?:je |nous )?(?:vous )?confirm(?:e|ons)|on garde|je prends|nous prenons|on fait)(?!\w)[^D]{0,50}D|\b(?:rendez-vous|rdv|réunion|visite|point|appel|échange|démo\w{0,12}|créneau|comme|c'est|nous avons|on a|atelier|visio)\b[^D]{0,40}(?:calée?|convenue?|fixée?|confirmée?)(?!\w)[^D]{0,30}D"
        r"|\b(?:rendez-vous|rdv)(?: (?:est |donc |alors )?(?:pris|fixé|confirmé|calé|noté))?(?: (?:pour|chez vous|sur place|donc|alors|à \w{3,15}))?,? D"
        r"|^\W*(?:(?:parfait|bon|super|alors|ok|donc|merci|et|très bien|entendu)\W{1,3}){0,4}à (?:bientôt,? )?D\W*(?:alors|donc|chez (?:vous|nous))?\W*$"
        r"|^\W*(?:ok|parfait|oui|d'accord|entendu|très bien|super|bien noté|noté|ça marche|c'est bon|c'est entendu|ça roule)\W{0,3}(?:donc |alors |pour |le |va pour ){0,3}D\W*(?:alors|donc)?(?:,? (?:at|in|on|by|with|for|bei|im|am|um|ab|mit|chez|à|au|aux|avec|sur|dans|en|a|con|para|por)(?: [^\W\d_]{1,15}){1,4})?\W*$"
        r"|^\W*(?:venez|viens|passez)\b[^D]{0,20}D|\b(?:j'ai|nous avons|on a|c'est) (?:bien )?(?:déplacé|calé|programmé|planifié|avancé|fixé|bloqué|inscrit|mis|noté|décalé|réservé)(?!\w)(?: (?:vous|nous|ça|cela)\b[^D]{0,20}| (?:notre|le|la|un|une|votre) [^D]{0,20}?\b(?:point|rdv|rendez-vous|réunion|visite|appel|créneau|salle|échange|démo|démonstration|visio|atelier)\b[^D]{0,20})?(?: (?:pour|au|à))? ?D"
        r"|\b(?:au plaisir de|me réjouis de|hâte de)[^D]{0,50}D|\b(?:visite|démonstration|démo|rendez-vous|rdv|atelier|visio|formation|présentation)\b[^D]{0,40}\b(?:aura lieu|se tiendra|se déroulera|est (?:bien )?(?:prévue?|maintenue?|programmée?)|est|reste)(?!\w)[^D]{0,30}D|\b(?:je|nous) vous attend(?:s|ons)(?!\w)[^D]{0,30}D|\bvous êtes attendue?s?(?!\w)[^D]{0,20}D|\b(?:(?:vous|te) (?:reçoit|reçois|recevons|recevrai|recevra|recevrons)|nous (?:reçoit|recevra))(?!\w)[^D]{0,30}D|\breportée? au D|\bdécalée? au D"
    ),
    ours=(
        r"\b(?:je|nous|on) (?:vous |te |me |y |nous |l'|le |la |les ){0,2}(?!(?:pens|croi|espèr|espér|propos|suggèr|suis|sommes|serai absent|avon|avion|peu|pouv|voi|compr|compt|sai|sav|not|remerci|souhait|attend|fermer|reprend|rentr|pars|part|préfèr|préfér|tien|mainten|garanti|gard|conseil|recommand|expos|nous|vous|publi|lanç|lanc|déménag|ferm|ouvr|fêt|lis)\w{0,6}\b)\w{3,14}(?:e|s|ons|ai|ra)(?!\w)[^D]{0,30}D"
    ),
    asked=(
        r"^\W*(?:et |donc |alors )?(?!(?:n'|sachez|avez|pouvez|voulez|savez|devez|serez|aurez|pensez|imaginez|souhaitez|comptez|notez|ayez|soyez)\b)\w{3,12}ez(?:-(?:moi|nous|lui|leur|le|la|les))?\b|\bvous êtes (?:invitée?s?|priée?s?|tenue?s?) (?:à|de|d') ?\w{3,14}\b|\bvous êtes (?:invitée?s?|priée?s?|tenue?s?) (?:à|de|d') ?\w{3,14}r?e?\b|\b(?:merci (?:de|d'|nous |vous voudrez bien |par avance de|d'avance de)|veuillez|prière de|(?:je|nous) vous (?:prie|prions|demande|demandons|remercie|remercions|saurais|saurions|serais|serions) (?:de|d'|gré|reconnaissante?s?)|svp|stp|s'il (?:vous|te) pla[iî]t)"
        r"|\bil (?:me|nous) (?:faut|faudrait|faudra)\b|\bil faudrait que (?:vous|je|nous)|\b(?:j'ai|nous avons|j'aurais|nous aurions|on a|on aurait|j'aurai|nous aurons) (?:absolument |impérativement )?besoin\b|\b(?:je vous invite à |nous vous invitons à |vous êtes invitée?s? à |j'attends (?:de vous )?|nous attendons (?:de vous )?|vous voudrez bien |vous êtes pri(?:é|ée|és) de |je souhaite|nous souhaitons|je souhaiterais|nous souhaiterions|j'aimerais) (?:votre|vos|le|la|les|un|une|recevoir|avoir|disposer)\b"
        r"|\b(?:vous|offres?|dossiers?|réponses?|propositions?|documents?|pièces|candidatures?)\b[^D]{0,30}\b(?:doit|doivent|devez|devra|devront|devrez|sont à|est à)\b"
        r"|\bvous (?:voudrez|voudriez) bien\b|\b(?:je|nous) vous invit(?:e|ons) à\b|\bvous êtes priée?s? (?:de|d')|\b(?:j'attends|nous attendons) (?:de vous|votre|vos|le|la|les)\b|\b(?:votre|vos|un) (?:retour|réponse|accord|confirmation)\b|^\W*(?:envoyez|renvoyez|retournez|confirmez|dites|transmettez|faites|envoie|renvoie)\b|\b(?:je|nous) (?:veux|voulons) (?:l'|le |la |les |votre |vos )|\b(?:appelez|rappelez|appelle|rappelle|faites|passez|passe|envoie|dis|donne|rends|apporte|rapporte|dites|donnez|apportez|ramenez|fournissez)-(?:moi|nous|le|la|les)\b|\bvous (?:nous |me )?(?:envoyez|transmettez|retournez|renvoyez|confirmez|remplissez|fournissez|communiquez)\b|\bil (?:me|nous) manque\b|\b(?:doi(?:t|vent)|devr(?:a|ont)) (?:nous|me) (?:parvenir|arriver|être|revenir)\b|\b(?:veut|veulent|attend|attendent|attendra|demande|demandent|exige|exigent|réclame|réclament) (?:votre|vos|de vous|à \u2d63+)\b|\b(?:on attend|j'attends|nous attendons) (?:vos|votre|ta|tes|ton|de vous)\b"
    ),
    requests=(
        r"\bpuis-je (?:vous|te) (?:demander|prier|solliciter)\b|\b(?:pouvez|pourriez|peux|pourrais|voulez|voudriez)[- ](?:vous|tu)\b[^D]{0,60}\b(?:envoyer|transmettre|retourner|renvoyer|confirmer|communiquer|faire parvenir|adresser|compléter|signer|remettre|répondre|dire|donner|fournir)\b"
    ),
    due=r"\bvous avez jusqu'au D(?: inclus)? pour \w|\b(?:date limite|limite de (?:dépôt|remise)|deadline|délai de réponse)\b[^D]{0,60}D",
    deadline=r"(?:\bavant|\bd'ici|\bpour|\bau plus tard|\bjusqu'au|\bdernier délai|\bici)(?:,? (?:le|la|ce|au|à|fin|midi|soir|de|du|matin|plus|tard)){0,4},? ?D|\b(?:besoin|faut|faudra)\b[^D]{0,60}D|D[^D]{0,25}\bil (?:me|nous) (?:faut|faudra)\b|D (?:au plus tard|dernier délai|maximum|max|svp|s'il)|\b(?:appeler|rappeler|venir|passer)\b|\b\w{3,10}-(?:moi|nous)\b|\b(?:veux|voulons)\b[^D]{0,60}D|\b(?:envoyer|m'envoyer|nous envoyer|transmettre|retourner|renvoyer|adresser|confirmer|remettre|envoyez|renvoyez|retournez)\b[^D]{0,60}D",
    not_on=r"(?:\b(?:du|de|des|depuis|après|dès|à partir|partir du|entre|chaque|vers|au cours|date du|en date|réunion)|d')(?: le| la)? ?$",
)

_ES_DO = (
    r"(?:enví(?:o|an)|enviar(?:é|emos|á)|enviamos|mando|mandar(?:é|emos|á)|mandamos|remito|remitimos|remitir(?:é|emos|á)|pasar(?:é|emos)|llamo|llamar(?:é|emos)|llamamos|hago llegar|har(?:é|emos) llegar|hacemos llegar|entreg(?:o|amos|aré|aremos)"
    r"|confirm(?:aré|aremos)|present(?:o|amos|aré|aremos)|visit(?:o|amos|aré|aremos)|iré|iremos|vendré|vendremos|estar(?:é|emos) (?:en (?:su|sus|tu|vuestr\w{1,2})|allí|ahí|con)|devuelv(?:o|emos)|devolver(?:é|emos)|respond(?:o|eré|eremos)"
    r"|contest(?:o|aré|aremos)|dir(?:é|emos)|dar(?:é|emos)|traer(?:é|emos)|llev(?:o|aré|aremos)|instalar(?:é|emos)|compart(?:o|iré|iremos)|facilit(?:o|aré|aremos)|volver(?:é|emos) a|avis(?:o|aré|aremos)|regres(?:o|amos|aré|aremos)|reenv(?:ío|iaré|iamos|iaremos)|adelant(?:o|aré|amos|aremos)|escrib(?:o|iré|imos|iremos)|contaré|prepar(?:o|aré|amos|aremos)|mont(?:o|amos|aré|aremos)|instal(?:o|amos)|program(?:o|amos|aré)|organiz(?:o|amos|aré|aremos)|recoj(?:o|emos)|recoger(?:é|emos)|empez(?:amos|aremos)|empiezo|arranc(?:amos|aremos|o)|acerc(?:o|amos|aré|aremos)"
    r")(?!\w)"
)
_ES_INF = r"(?:enviar\w{0,4}|mandar\w{0,4}|pasar\w{0,4}|llamar\w{0,4}|entregar\w{0,4}|confirmar\w{0,4}|visitar\w{0,4}|remitir\w{0,4}|devolver\w{0,4}|presentar\w{0,4}|ir|hacer\w{0,4} llegar)"

_ES_STAFF = r"(?:técnic[oa]s?|compañer[oa]s?|equipo|ingenier[oa]s?|instalador\w{0,3}|comercial|montador\w{0,3}|gente)"
_ES_THING = r"(?:oferta|presupuesto|propuesta|cotización|contrato|documentación|documentos|material|respuesta|todo|versión|informe|planos|esquemas|muestras)"
_ES_EVENT = r"(?:piloto|pruebas?|demo|demostración|formación|taller|visita|instalación|montaje|sesión)"

_SPANISH = Steps(
    promised=(
        rf"(?<!\w)(?:(?:te|le|os|les|se|me|nos) )?(?:lo |la |los |las )?{_ES_DO}"
        r"|\bse l[oa]s? (?:dejo|dejamos|traigo|traemos|llevo|llevamos|doy)\b|\b(?:te|le|os|les) (?:recibo|recibe|recibimos|abre|abro|abrimos|atiende|atiendo|acompaña|acompaño|enseño|recoge|marco|marcamos|caigo|busco|visito|veo|recojo|acerco)\b|\b(?:estoy|estamos|estaré|estaremos) (?:en (?:el|la|su|sus|tu|vuestr\w{1,2}|planta|obra|fábrica|bodega|faena)|allí|ahí|con (?:usted|ustedes|vosotros))(?!\w)|\b(?:te|le|os|les|me|nos) (?:lo |la |los |las )?(?:paso|pasamos|digo|doy)\b"
        r"|\b(?:te|le|les|os)\b[^D]{0,25}\b(?!cerrar|decid|estudiar|discut|analizar|vencer)\w{3,14}(?:ré|remos|rá|rán)(?!\w)[^D]{0,40}D|D[^D]{0,30}\b(?:te|le|les|os) (?:l[oa]s? )?\w{3,14}(?:ré|remos|rá|rán)(?!\w)|D[^D]{0,20}\bde (?:mi|nuestra) parte\b"
        rf"|\b(?:voy|vamos) a {_ES_INF}\b|\b(?:te|le|les|os) cuento\b|D[^D]{{0,6}}\b(?:vamos|voy|va|van) (?:\w{{2,12}} y yo )?(?:a|para) \w{{3,12}}r\b|\b{_ES_THING}\b[^D]{{0,20}}\b(?:sale|salen|llega|llegan|le llega|te llega|les llega|os llega)\b[^D]{{0,15}}D|D\W{{0,2}}(?:le|les|te|os) llegan?\b|D[^D]{{0,3}}\b(?:tiene|tienen|tienes|tenéis) (?:usted |ustedes )?(?:la|el|las|los|mi|nuestr[oa])\b"
        rf"|\b(?:nuestr[oa]s?|mis?|los|las|el|la|un|una) {_ES_STAFF}\b[^D]{{0,20}}\b(?:estará\w?|llega\w?|llegará\w?|viene\w?|vendrá\w?|va|van|irá\w?|entra\w?|entrará\w?|pasa\w?|pasará\w?|empieza\w?|visita\w?|se (?:desplaza|acerca|pasa|presenta|traslada)(?:n|rá|rán)?)(?!\w)[^D]{{0,30}}D"
        r"|\b(?:tendrá[ns]?|tendréis|recibirá[ns]?|recibiréis)(?!\w)(?! lugar)|\bse (?:le|les|te|os) (?:enviará|remitirá|mandará|entregará)(?!\w)"
        r"|\bserán? (?:enviad|entregad|remitid|instalad)[oa]s?\b|\b(?:llegará|saldrá)n?(?!\w)|\bqueda (?:pendiente )?(?:enviar|de enviar)|\b(?:quedo|quedamos) en \w{3,12}r(?:le|les|te|os|sel[oa]s?|l[oa]s?)\b"
    ),
    named=r"(?:^|[:,] ?|\by )(?:(?:el sr\.|la sra\.|sr\.|sra\.|don|doña|mi compañer[oa]) )?(?P<who>[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?) (?:(?:te|le|os|les) (?:l[oa]s? )?\w{3,14}(?:rá|rán)(?!\w)|(?:te |le |os |les |se )?(?:lo |la )?(?:enviará|mandará|pasará|llamará|irá|vendrá|entregará|presentará|hará llegar|remitirá|devolverá|instalará|traerá|llevará|acercará|visitará|envía|entrega|llama|manda|remite|presenta|trae))(?!\w)|\b(?:la|lo|las|los|le|les|te|nos) (?:entrega|envía|manda|enviará|entregará|mandará|trae|llama|llamará) (?P<whom>[^\W\d_]{3,20})",
    agreed=(
        r"\b(?:sus?|vuestr[oa]s?|tus?) (?:instalador\w{0,3}|técnic[oa]s?|equipo|gente|montador\w{0,3}|compañer[oa]s?|operari[oa]s?) (?:pueden?|podrán?)(?!\w)[^D]{0,40}D|\b(?:le|les|te|os) (?:convoc|cit|invit)(?:o|amos)\b[^D]{0,50}D|\bqued(?:o|amos) con (?:su|sus|tu|usted|ustedes|vuestr\w{1,2})\b[^D]{0,30}D|\bsu (?:presentación|exposición|intervención|defensa)\b[^D]{0,40}\b(?:fijad|previst|programad)[oa]\b[^D]{0,12}D|"
        rf"\b(?:cuente|cuenta|cuenten|contad) conmigo\b[^D]{{0,20}}D|^\W*(?:reservad|bloquead|anotad|apuntad)[oa]s? [^D]{{0,10}}D|\b{_ES_EVENT}\b[^D]{{0,20}}\b(?:arranca|empieza|comienza|se inicia|l[ao] hacemos|se hace|se hará)(?!\w)[^D]{{0,15}}D|\b(?:les|le|os|te) (?:tengo|tenemos) (?:apuntad|agendad|anotad|reservad)[oa]s?\b[^D]{{0,20}}D|D\W{{1,3}}(?:hecho|confirmado|perfecto|vale|cerrado|listo|anotado|apuntado)\b|D[^D]{{0,12}}\bpor (?:nosotros|mí|nuestra parte|mi parte)\b|\bconvocatoria\b[^D]{{0,20}}D|\bsí (?:al|para el) D|\bustede?s? (?:presentan?|empiezan?|vienen?|visitan?)\b[^D]{{0,40}}D|D[^D]{{0,20}}\b(?:está|queda) todo (?:listo|preparado|organizado)\b"
        r"|D[^D]{0,30}?\b(?:(?:va|viene|queda|parece|encaja|cuadra|vendría) (?:muy )?(?:bien|perfecto|perfectamente|genial|estupendo|fenomenal|de maravilla)|(?:me|nos) (?:va|viene|encaja|cuadra)\b|perfecto|confirmad[oa]|de acuerdo|queda (?:fijad|agendad|confirmad|reservad|cerrad|apuntad)[oa])(?!\w)"
        r"|\b(?:quedamos|nos vemos|nos encontramos|nos juntamos|(?:cita|reunión|visita) está hecha|nos reunimos|nos reuniremos|nos veremos|hablamos|nos llamamos|(?:le |te |os |les )?confirm(?:o|amos)(?! que)|nos recibe|(?:te|os|le|les) recib(?:e|o|imos)|qued(?:a|an) (?:usted(?:es)? )?(?:citad|convocad)[oa]s?|reserve|reserven|apunte|confirmad[oa]s?|agendad[oa]|fijad[oa]|acordad[oa]|cerrad[oa] para|queda (?:fijad|agendad|confirmad|convocad)[oa]|lo dejamos (?!hasta|para más)|dejamos (?!hasta|para más)|apuntad[oa]|trasladamos|reunión (?:para|queda)|tal y como (?:acordamos|quedamos)|convocatoria)(?!\w)[^D]{0,50}D"
        r"|\b(?:te|le|os|les) esper(?:o|amos)\b[^D]{0,40}D|^\W*cerrado\b[^D]{0,25}D|D[^D]{0,20}\b(?:te vienes|os venís|se viene[ns]?)\b|\b(?:visita|reunión|demo|demostración|llamada|cita|sesión|videollamada|presentación)\b[^D]{0,40}\b(?:será|es|tendrá lugar|queda|se hará|se celebrará|sigue|está prevista)(?!\w)[^D]{0,30}D"
        r"|^\W*(?:(?:perfecto|pues|entonces|vale|muy bien|gracias|genial|de acuerdo|y)\W{1,3}){0,4}(?:hasta|nos vemos|hablamos)(?: el)? D(?: (?:entonces|pues))?\W*$"
        r"|^\W*(?:ok|va(?=,)|venga|dale|perfecto|sí|de acuerdo|vale|muy bien|estupendo|genial|confirmado)\W{0,3}(?:entonces |pues |el |para |para el |por mí ){0,3}D\W*(?:entonces)?(?:,? (?:at|in|on|by|with|for|bei|im|am|um|ab|mit|chez|à|au|aux|avec|sur|dans|en|a|con|para|por)(?: [^\W\d_]{1,15}){1,4})?\W*$"
        r"|^\W*con[eé]ct\w{2,6} [^D]{0,20}D|D[^D]{0,40}\b(?:ya )?qued[aoó] (?:ya )?(?:anotad|apuntad|agendad|fijad|reservad)[oa]\b|^\W*(?:venga|vengan|venid|vente|véngase|vénganse|apúnt\w{2,5}|ven|pasad|pasen|pásate|pásese|pásense|acércate|acérquense) [^D]{0,20}D|\b(?:he|hemos) (?:movido|cambiado|puesto|agendado|fijado|reservado|apuntado|pasado|trasladado|convocado)(?!\w)(?: (?:nuestr[oa]|la|el|una?|su) [^D]{0,20}?\b(?:reunión|llamada|visita|cita|demo|sala|videollamada|sesión)\b[^D]{0,20})?(?: (?:para|al|a))? ?D"
    ),
    ours=(
        r"D[^D]{0,12}\b(?:pasamos|venimos|entramos|instalamos|montamos|medimos|recogemos) (?:a|por|con|el|la|los|las|su|sus)\b|\b(?:nos|me) (?:l[oa]s? )?\w{3,14}(?:rá|rán)(?!\w)[^D]{0,40}D|"
        r"(?<!\w)(?!(?:estar|cerrar|volver|regresar|tendr|podr|esperar|ser|mantendr|respetar|publicar|lanzar|mudar|coger|abrir|celebrar|viajar)\w{1,5}(?!\w))\w{3,14}(?:ré|remos)(?!\w)[^D]{0,40}D|D[^D]{0,30}(?<!\w)(?!(?:estar|cerrar|volver|regresar|tendr|podr|esperar|ser|mantendr|respetar|publicar|lanzar|mudar|coger|abrir|celebrar|viajar)\w{1,5}(?!\w))\w{3,14}(?:ré|remos)(?!\w)"
    ),
    asked=(
        r"^\W*(?:y |entonces |pues )?\w{4,14}(?:me|nos|nosl[oa]s?|mel[oa]s?)\b[^D]{0,60}D|\b(?:usted(?:es)? )?(?:me|nos) (?:envían?|mandan?|devuelven?|confirman?|pasan?|remiten?)\b|\b(?:me|nos) falta\b|\bl[oa]s? (?:quiero|queremos)\b|\b(?:tiene que|debe) (?:llegar(?:nos|me)|estar aquí)\b|\bse (?:le|les) (?:requiere|solicita|ruega|pide|insta|emplaza|recuerda que debe)\b|\b(?:espera|necesita|precisa|requiere|exige|pide|solicita) (?:de ustedes? |de usted )?(?:sus?|vuestr[oa]s?|a \u2d63+)\b|^\W*(?:tenga|tengan|prepare|preparen|traiga|traigan|presente|presenten|aporte|aporten|entregue|entreguen|rellene|complete|devuelva|devuelvan) |\b(?:quedo|quedamos) (?:a la espera|pendientes?) de\b|\besper(?:o|amos) (?:sus?|tus?|vuestr[oa]s?|recibir)\b|\b(?:por favor|favor de|sírvan?se|rog(?:amos|aría|aríamos)|(?:le|les|te|os) (?:ruego|rogamos|pido|pedimos|agradecería|agradeceríamos|agradecemos|solicitamos|solicito)|agradecería(?:mos)?|agradezco|necesit(?:o|amos|aría|aríamos|aremos)|(?:nos|me) (?:hacen? falta|harían? falta)|solicit(?:o|amos)|precis(?:o|amos))(?!\w)"
        r"|\b(?:deb(?:e|en|éis|es|erá|erán)|tien(?:e|en|es) que|tenéis que|han de|ha de)(?!\w)|\b(?:quiero|queremos|querríamos|quisiéramos|nos gustaría) (?:recibir|tener|disponer|ver|contar)(?!\w)"
        r"|^\W*(?:envíe|envíen|envía|envíame|mándame|mándanos|envíenos|envíeme|confírme\w{0,4}|(?:trá|traed|tráig|pás|pasad|mánd|mandad|enví|enviad|remít|facilít|llám|llamad|devuélv|hág|respónd|conté)\w{0,5}(?:me|nos|noslo|melo|nosla|mela)|confirme|dígame|díganos|avísame|avísenos|remítan\w{0,4}|hágan\w{0,4})(?!\w)"
    ),
    requests=(
        r"\b(?:le|te|les|os) (?:puedo|podría) pedir\b|\b(?:podr(?:ía|ías|íais|ían)|pued(?:e|es|en)|podéis)(?:,? por favor,?)? (?:\w{4,14}(?:me|nos)|enviar|mandar|confirmar|remitir|devolver|firmar|rellenar|completar|facilitar|responder|contestar|hacer)\w{0,5}(?!\w)"
    ),
    due=r"(?:^\W*(?:usted(?:es)? |su empresa )?(?:dispone|disponen|tiene|tienen|tenéis)(?: usted| ustedes)?(?: de plazo| plazo| un plazo)?|\bse (?:le|les) (?:concede|da|otorga)\b[^D]{0,30}|\ba su empresa un plazo) hasta(?: el)? D(?: inclusive)? para \w|\b(?:fecha límite|plazo (?:de(?! entrega| ejecución| instalación| garantía| validez| obra)|para)|fecha tope|el plazo (?:termina|finaliza|acaba|vence))(?!\w)[^D]{0,60}D",
    deadline=r"(?:\bantes (?:del?|de el)|\bpara|\bhasta|\ba más tardar|\bcomo (?:muy tarde|máximo|tarde)|\bno más tarde (?:del?|de el))(?:,? (?:el|la|las|los|final|finales|día|de|del|mediodía|próximo|este)){0,4},? ?D|\b(?:(?:necesit|precis)\w{1,5}|l[oa]s? (?:quiero|queremos))\b[^D]{0,50}D|D[^D]{0,25}\b(?:necesit|precis)\w{1,5}\b|\bestar (?:en mi mesa|en nuestro poder|aquí|lista?)\b[^D]{0,20}D|D (?:como muy tarde|a más tardar|como máximo|como tarde|por favor|sin falta)|\b(?:tráenos|traednos|tráiganos|tráeme|mándame|mándanos|envíame|envíanos|llámame|llámanos|llámeme|pásame|pásanos)\b[^D]{0,60}D|\bantes de que (?:acabe|termine|finalice)(?: el)? ?D|\b(?:llámame|llámeme|llamar|venir|vengan)(?!\w)",
    not_on=r"(?<!antes )(?<!tarde )\b(?:del|de|desde|tras|después|a partir|entre|cada|reunión|hacia|sobre)(?: del?| el| la)? ?$",
)


def _with_day(steps: Steps) -> Steps:
    return Steps(*(pattern.replace("[^D", f"[^{DAY}").replace("D", DAY) for pattern in steps))


STEPS: dict[Language, Steps] = {
    "en": _with_day(_ENGLISH),
    "de": _with_day(_GERMAN),
    "fr": _with_day(_FRENCH),
    "es": _with_day(_SPANISH),
}
