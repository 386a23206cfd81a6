"""Who does what in a purchase, in English: classes of verbs and of what they are done to, and turns of phrase of their own."""

from __future__ import annotations

from matchers.reading.part_forms import Row, either, english_done, english_ing, english_third, listed, thing

_STOPS = "but|or|that|which|who|whose|whether|if|when|while|with|from|for|to|in|at|on|by|before|after|about|until|till|because|so|as|is|are|was|were|will|has|have|had|not|no|you|we|they|i|he|she|it|there|then"
_ADV = r"(?:(?:also|always|usually|normally|generally|personally|then|now|still|only|just|first|both|even|ever|here|\w{3,}ly|as a rule|for us|here|on our side|on our end|in the end|at the end of the day) ){0,2}"
_MODAL = either(
    "will 'll must has_to have_to needs_to need_to has_got_to 's_got_to (?:is|are|'s|am|'m)_(?:going|meant|supposed|due|here|there|expected|asked|down)_to gets?_to is_to shall can"
    " wants_to (?:one|person|man|woman|guy|gal|lady|chap|lad|colleague|engineer|job|role|task|part|duty|remit|brief)(?:_here)?(?:_is)?_to likes_to"
    " (?:been|was|were|be)_(?:asked|tasked|told|appointed|instructed|assigned|hired)_to who'd"
)
_BEING = r"(?:(?:\b(?:is|am|are|be|been|being|keeps|remains|stays)|'s|'m|'re) )"
_FIRST = r"i (?:(?:also|always|only|then|just|still|do|\w{2,}ly) )?"


def _does(verbs: str) -> str:
    """The verbs of somebody who does it now, as a rule or later: never did."""
    base, third, ing = (either(" ".join(map(form, verbs.split()))) for form in (str, english_third, english_ing))
    return (
        rf"(?:\b{third}|\b{_FIRST}{base}|(?:\b|(?=')){_MODAL} {_ADV}(?:(?:have|need|want|be able) to )?(?:be {ing}|{base})"
        rf"|(?:(?:has|have)|'s|'ve) been {_ADV}{ing}|{_BEING}{_ADV}(?:the (?:one|person|guy|man|woman) (?:who (?:is|'s) )?)?{ing}|\b(?:job|role|task|part|remit|busy|one|person|guy|woman|man) (?:here )?(?:is )?{ing})"
    )


def _thing(head: str, words: int = 4) -> str:
    return thing(head, _STOPS, words)


def _given(verbs: str, what: str) -> str:
    """Somebody has been asked or brought in to do it."""
    return rf"\b(?:asked|brought|tasked|appointed|hired|told|got|wants|roped|instructed|retained) (?P<who>[\w.' -]{{2,30}}?) (?:in |on |on board )?to {either(verbs)} (?:all )?{what}\b"


def _by(verbs: str, what: str) -> str:
    """It is done by somebody."""
    done = either(" ".join(map(english_done, verbs.split())))
    return rf"\b{what} (?:(?:is|are|gets?|will be|'ll be|has to be|have to be|must be|needs? to be|being|to be) ){{1,2}}{_ADV}{done} by "


_MONEY = r"(?:dollars|euros|(?:\w+ )?budgets?|purse(?: strings)?|money|funds?|funding|cash|spend(?:ing)?|expenditures?|capex|opex|outlay|investments?|costs?|che(?:que|ck) ?books?)"
_OWNED = r"(?:budgets?|purse(?: strings)?|money|funds|funding|spend|capex|opex|che(?:que|ck) ?book|cost cent(?:re|er))"
_PAPER = r"(?:contracts?|agreements?|terms(?: and conditions| of business)?|t(?:&|s and |s & | and )cs?|msa|nda|dpa|sla|clauses?|legals?|legal \w+|liabilit\w+|wording|redlines?|paperwork|small print|fine print|data processing \w+)"
_TECH = (
    r"(?:technical(?! (?:press|college|staff|team|term|manager|director|university))(?:ly| \w+)?|tech(?:nology)?(?: \w+)?|integrations?|interfaces?|apis?|plc|scada|bms|specs?|specifications?|compatib\w+|architecture|infosec|pen(?:etration)?[- ]tests?|cyber ?(?:security)?"
    r"|(?:it |information |data |network )?security(?: \w+)?|(?:it|engineering|network|hardware|installation|wiring|electrical) (?:side|part|aspects|requirements|review|questions|stuff|end|bits)"
    r"|firmware|protocols?|data model|proof of concept|poc|pilot|trial|test (?:rig|kit|install\w*|results)|gateways?|sensors?|hardware|schematics|wiring diagrams?)"
)
_PRICE = r"(?:prices?|pricing|rates?|discounts?|rebates?|commercials?|commercial (?:terms|side|part|conditions|deal)|(?:payment|supply|purchasing) terms|terms|conditions|quotes?|deals?|supplier contracts|vendor contracts)"
_BUYING = (
    r"(?:purchas(?:ing|es?)|purchasing \w+|procurement(?: \w+)?|buying(?: side| process)?|tender\w*|rf[pqx]s?|sourcing|commercials?|commercial (?:side|terms|negotiation\w*|discussion\w*|part|matters|end|questions)"
    r"|(?:price )?negotiations?|ordering|order process\w*|(?:supplier|vendor) (?:onboarding|selection|set-?up|management|registration)|purchase orders?|purchase process|pos?|price(?: side| talks| discussions| questions)?|pricing|bidding|bids|quotations)"
)
_LEGAL = r"(?:(?:legal|contractual|contracts?) (?:side|review|aspects?|matters|work|questions?|parts?|points?|bits?|end|stuff|issues?|check|details?|wording|terms)|contracts?|legals|legal|(?:anything|everything|all things) (?:legal|contractual)|t&cs|terms and conditions|small print|redlines?|data protection|liability)"
_TECHNICAL = r"(?:technical \w+|tech(?: \w+)?|(?:anything|everything|all things) technical|integrations?|(?:it |data |cyber ?|information )?security(?: \w+)?|it (?:side|questions|matters|part)|engineering (?:side|questions|part|matters)|interfaces?|specs?|specifications|technicalities|compatibility|architecture)"
_RELEASE = "sanction approve release authori[sz]e sign_off(?:_on)? free_up clear grant allocate unlock okay ok green-?light fund find"
_HOLD = "hold own control manage administer guard oversee watch watch_over sit_on look_after keep"
_VET = "review check vet clear go_(?:through|over) redline mark_up look_(?:over|at|through) read read_through read_over approve sign_off(?:_on)? handle cover scrutini[sz]e examine amend comment_on comb_through draft negotiate pick_through proof-?read finali[sz]e tidy_up"
_EVALUATE = "check test evaluate assess review verify validate vet examine look_(?:at|after|into|over) sign_off(?:_on)? approve inspect audit judge trial benchmark try_out certify scrutini[sz]e handle cover lead run own"
_MANAGE = "handle run lead manage coordinate co-?ordinate look_after take_care_of deal_with oversee head head_up cover do drive own organi[sz]e supervise take_on steer process conduct lead_on"
_DEALS = r"(?:deals?|purchas(?:e|es)(?! orders? number)|orders?|projects?|pos?|purchase orders?|everything|anything|(?:supplier|vendor) (?:choice|selection)|business case|award)"
_ROLE_OF = (
    r"(?:the one |the person |(?:the|our|your|my)(?: \w+)? (?:lead|contact|point of contact|contact person|person|man|woman|guy|go-to(?: person)?|counterpart|interlocutor|expert)(?: here| at our end)? )?"
    r"(?:in charge of|responsible for|accountable for|charged with|tasked with|looking after|taking care of|dealing with|handling|overseeing|heading(?: up)?|leading|running|coordinating|on top of|(?<=lead )(?:on|for)|(?<=contact )(?:on|for|in)|(?<=person )(?:on|for)|(?<=man )for|(?<=woman )for|(?<=guy )for|(?<=counterpart )(?:on|for))"
)
_FOR_US = r"(?:for (?:this|it|you|your [\w-]+|the (?:project|idea|kit|gear|system|solution|thing)|\u2d63+)|this|it|you|your [\w-]+|(?:the|this) (?:project|idea|case|solution))\b(?! (?:to|back|out|into|until|till|through to|forward to)\b)"
_INSIDE = r"(?:internally|inside|upstairs|in-house|in here|within|all the way|hard|from day one|to (?:anyone|everyone)|whenever|every chance|(?:to|with|in front of|at|in|past) (?:the |our |every |my |his |her )?(?:\w+ )?(?:superiors|higher-ups|leadership|board|boss(?:es)?|chief|director|directors|management|exec\w*|committee|md|ceo|cfo|partners|owners?|meetings?|bosses))"
_TURN_TO = r"(?:please |you(?:'ll| will| should| can| need to| have to| must)? |best |just |kindly )*(?:(?:talk|speak|turn|write|reach out|go|liaise|check|deal|work|sort it out|get in touch|be in touch|be dealing|be talking|be speaking|address \w+)(?: directly| straight)? (?:to|with|through|via)|contact|call|ask|see|email|ping|consult|(?:it's|that's|that is|it is|that'd be|that would be|that'll be|you want|you need))(?: directly)? "


_PASSES = r"(?:goes?|comes?|passes|pass|has to (?:go|come|pass|get)|have to (?:go|come|pass)|must (?:go|come|pass|get)|needs? to (?:go|come|pass|get)|lands?|ends? up|runs?) (?:through|past|across|over|via|by|on|under)"


def _responsible(role: str, what: str) -> tuple[Row, ...]:
    """Somebody has to do with a matter: in charge of it, it lies with them, they are whom to ask about it."""
    matter = _thing(what, 3)
    return (
        Row(role, "before", rf"(?:{_does(_MANAGE)}|{_BEING}{_ADV}{_ROLE_OF}) (?:all |of )*{matter}\b"),
        Row(
            role,
            "after",
            rf"\b{matter} (?:(?:is|are|will be|'s|sits|lies|rests|stays|lives|falls|goes|go|runs|run|comes|come|has to go|have to go|should go|needs? to go|must go|can go|gets? sent|questions|matters|requests)(?: \w+ly| all| now| here| please)* )+(?:with|to|through|via|past|by|under|across|down to|up to) (?!(?:you|us|me|him|her|them)\b)",
        ),
        Row(
            role,
            "owner",
            rf"\b{matter} (?:is|are|'s|will be|remains|falls under|is in|are in|lies in|crosses|lands on) (?=[\w.'-]{{2,20}}(?: [\w.-]{{2,20}})?'s (?:job|business|department|responsibility|area|patch|baby|remit|thing|domain|call|territory|hands|world|field|desk|turf)\b)",
        ),
        Row(
            role,
            "after",
            rf"\b(?:(?:for|on|regarding|about|with|as for|when it comes to|as regards|concerning|to discuss) {matter}|(?:anything|everything|all things) {what})(?: itself| please| side)?,? {_TURN_TO}",
        ),
        Row(role, "after", _by(_MANAGE, matter)),
        Row(role, "inside", _given(_MANAGE, matter)),
        Row(
            role,
            "me",
            rf"\b{matter}(?: [\w-]+)? (?:is|are|will be) (?:all )?(?:mine|my (?:job|department|business|baby|patch|area|remit|thing|responsibility|bag|turf|domain))\b|\b{matter} (?:\w+ ){{0,3}}?{_PASSES} (?:me|my (?:desk|hands|table|inbox|review|evaluation|test\w*|assessment|checks?|approval|office|bench))\b",
        ),
        Row(
            role,
            "after",
            rf"\b{matter} (?:(?:is|are|will be) (?=(?:his|hers)\b)|(?:\w+ ){{0,3}}?{_PASSES} (?=(?:him|her|his)\b))",
        ),
        Row(
            role,
            "me",
            rf"\b{matter} (?:(?:is|are|comes?|will be|has to come) )(?:also |only )*(?:from|with|by|at) my (?:side|end|level)\b",
        ),
        Row(
            role,
            "after",
            rf"\b{matter}(?: henceforth| going forward| from now on)? (?:(?:is|are|comes?|will be|has to come)(?: henceforth)? )(?:also |only )*(?:(?:from|with|by|at) (?=(?:her|his) (?:side|end|level|office))|with (?=(?:the )?undersigned)|done by |from (?=[\w.'-]+(?: [\w.'-]+)?'s (?:side|end|level)))",
        ),
        *listed(role, matter),
        Row(role, "after", rf"\bleave (?:all )?{matter} (?:entirely )?to "),
    )


ROWS: tuple[Row, ...] = (
    Row("economic_buyer", "before", rf"{_does(_RELEASE)} {_thing(_MONEY)}\b(?! (?:figures|review|process|meeting|planning|sheet|report)s?\b)"),
    Row("economic_buyer", "before", rf"{_does(_HOLD)} (?:all )?(?:the|our|this|that|my) (?:\w+ )?{_OWNED}\b(?! (?:figures|review|process|meeting|planning|sheet|report)s?\b)"),
    Row("economic_buyer", "before", rf"{_BEING}{_ADV}{_ROLE_OF} (?:the|our|this|that) (?:\w+ )?(?:budgets?|money|funds|funding|spend|spending|capex|opex|cost cent(?:re|er))\b"),
    Row("economic_buyer", "before", r"(?:\b(?:is|am|will be|remains)|'s|'m) (?:the|our|my|your) (?:\w+ )?(?:budget[- ](?:holder|owner)|economic buyer|cost[- ]cent(?:re|er) owner|paymaster|(?:one|person|man|woman|guy) (?:with the (?:money|budget|purse|che(?:que|ck) ?book)|paying|who pays))\b"),
    Row("economic_buyer", "before", r"\b(?:pays for (?:this|it|the|everything|all)|is paying for (?:this|it)|will (?:be paying|pay) for (?:this|it)|foots? the bill|(?:will be |is )footing the bill|sign(?:s|ing) the che(?:que|ck)s?|has (?:the|all the) (?:budget|money|funds) (?:for (?:this|it)\b|to spend)|comes? out of (?:his|her|my) (?:\w+ )?(?:budget|cost cent\w+|pocket|pot))\b"),
    Row("economic_buyer", "owner", r"\b(?:this|it|that|the money|the lot|the project) (?:comes|will come|is paid|gets paid|is funded|is charged|goes|is coming)(?: out of| from| on| to| against)+ (?=[\w.'-]{2,20}(?: [\w.-]{2,20})?'s (?:\w+ )?(?:budget|cost cent\w+|pocket|pot|books?)\b)"),
    Row("economic_buyer", "after", rf"\b(?:the |our |all )?{_OWNED}(?: for (?:this|it|the \w+))? (?:sits?|lies|rests|is|stays|are) with |\b(?:the |our )?{_OWNED}(?: for (?:this|it|the \w+))? (?:comes? from|belongs? to|is down to) "),
    Row("economic_buyer", "after", _by(f"{_RELEASE} {_HOLD}", _thing(_OWNED, 3))),
    Row("economic_buyer", "me", r"\bmy (?:department|division|team|side|unit|area) (?:is paying|pays|will pay|funds|is funding|finances|foots|picks up)\b"),
    Row("economic_buyer", "me", r"\b(?:for the money|for the budget),? (?:you know )?(?:it's|it is) me\b"),
    Row("economic_buyer", "me", r"\b(?:comes?|coming|paid|pays|goes|funded|financed)(?: for)? (?:straight |directly )?(?:out of|from|on) my (?:\w+ )?(?:budget|cost cent\w+|pot|pocket|p&l)\b|\bmy (?:\w+ )?(?:budget|cost cent\w+|money|p&l) (?:that )?(?:pays|is paying|funds|will pay|it comes|covers|we're spending|you're spending)\b"),
    Row("economic_buyer", "before", r"\bnothing (?:above|over|beyond)\b[^.;]{0,40} without (?=(?:his|her)\b)"),
    Row("procurement", "before", rf"{_does('negotiate haggle bargain agree settle thrash_out hammer_out')}(?: with (?:you|vendors|suppliers|\u2d63+|all \w+))?(?: over| about| on)? {_thing(_PRICE)}\b|{_does('negotiate haggle')} with (?:you|vendors|suppliers|all \w+)\b"),
    Row("procurement", "after", rf"\b(?:negotiat|haggl|bargain)(?:e|ing) (?:[\w'&-]+ ){{0,5}}?with (?!(?:you|us|them|vendors|suppliers|all|the)\b)|\b(?!\w+ed\b)(?:discuss|talk|settl|agree|sort|argu)\w*(?: [\w'-]+){{0,4}}? {_PRICE} (?:[\w'-]+ ){{0,3}}?with (?!(?:you|us|them|vendors|suppliers|the)\b)|\b{_PRICE} (?:is|are|gets?|will be|has to be) (?:agreed|settled|negotiated|closed|discussed|fixed|done) with "),
    Row("procurement", "inside", r"\b(?:it's|it is|it'll be|it will be|that's) (?P<who>[^.,;]{2,40}?) (?:that |who |whom )?you(?:'ll| will|'re| are)(?: going to)?(?: be)? (?:(?:negotiat|haggl|bargain)\w*|(?:discuss|talk|settl|argu|deal)\w*(?=[^.;]{0,40}\b(?:price|pricing|terms|discount|commercial|rates|money)\w*\b))(?: \w+)? (?:with|to)\b"),
    Row("procurement", "before", r"\bdoes the (?:bargaining|haggling|negotiating|dealing|buying|numbers)\b"),
    Row("procurement", "before", rf"\b(?:places|raises|issues|cuts|puts through) (?:all )?(?:of )?(?:the|our|any|every) {_thing('(?:orders|pos|purchase orders?|order|po)', 2)}\b", once=True),
    Row("procurement", "before", rf"{_does('collect compare gather obtain get_in run_the_comparison_of')} (?:the|all|all the|our|three|competing) (?:\w+ )?(?:quotes|offers|bids|quotations|tenders)\b", once=True),
    Row("procurement", "before", r"\bdoes (?:all )?(?:the|our) (?:haggling|negotiating|negotiations?|buying|purchasing|ordering|bargaining|procurement)\b"),
    Row("procurement", "before", r"\b(?:every|each|all|any) (?:pos?|orders?|purchases?|purchase orders?)\b[^.;]{0,25} (?:goes?|comes?|passes|has to go) (?:through|across|via|over) (?=(?:his|her|my)\b)"),
    Row("procurement", "before", r"(?:\b(?:is|am|will be)|'s|'m) (?:the|our|your) (?:\w+ )?(?:buyer|purchaser|negotiator)\b(?= (?:for|on) (?:this|it|the)\b)"),
    Row("economic_buyer", "me", r"\b(?:charged|booked|debited|billed|goes) (?:to|against|on) my (?:[\w-]+ ){0,3}(?:line|budget|account|cost cent\w+|code|opex|capex)\b"),
    Row("economic_buyer", "after", rf"\b(?:sanction|approval|release|sign-?off|authori[sz]ation) (?:of|for) (?:the )?{_MONEY} (?:is|comes?|will be|lies|rests)(?: also| only)* (?:from|with|by) "),
    *_responsible("procurement", _BUYING),
    Row("legal", "before", rf"{_does(_VET)}(?: and \w+(?: \w+)?)? (?:all )?(?:the|your|our|every|all|any|this|both|each|that|my|these|those) {_thing(_PAPER, 3)}\b"),
    Row("legal", "before", r"\badvis(?:es|ing) us on (?:the |all |our )*(?:legal|contractual|contract)\b|\b(?:acts?|acting) for [^.;]{3,50} as (?:its|their|our) (?:solicitor|lawyer|counsel|attorney)\b"),
    Row("legal", "before", rf"(?:(?:\bhas|\bhave)|'s|'ve) (?:already |just |now )?(?:marked up|redlined|annotated|commented on|amended) (?:the|your|our|this) {_thing(_PAPER, 3)}\b"),
    Row("legal", "inside", _given(_VET, _thing(_PAPER, 3))),
    Row("technical", "inside", _given(_EVALUATE, _thing(_TECH, 3))),
    Row("legal", "after", _by(_VET, _thing(_PAPER, 3))),
    *_responsible("legal", _LEGAL),
    Row("technical", "before", r"\b(?:has|have|holds?) (?:the |a )?veto (?:on|over) (?:the |all )?(?:technical|technology|spec|it)\w*"),
    Row("technical", "before", rf"{_does(_EVALUATE)}(?: and \w+(?: off)?)?(?: on| off on| that| whether| if| how){{0,2}} {_thing(_TECH, 6)}\b"),
    Row("technical", "before", rf"{_does('check test evaluate assess verify validate see find_out judge look_at work_out make_sure confirm establish tell_us be_satisfied be_convinced be_happy')} (?:if|whether|that|how|how well) (?:your|the|it|this|all|these|those)(?: [\w'-]+){{0,4}} (?:will |can |would |really |actually )*(?:fits?|works?|talks?|integrates?|plays?|speaks?|copes?|runs?|connects?|interfaces?|meets?|compl(?:y|ies)) (?:\w+ ){{0,2}}(?:with|into|in|to|on|our|the|alongside)\b"),
    Row("technical", "before", r"(?:\b(?:is|am|will be)|'s|'m|'ll be) (?:the|our|your|my) (?:main )?(?:technical|it|engineering|tech) (?:contact|evaluator|point of contact|reviewer|approver|counterpart|decision[- ]maker|lead|gatekeeper|assessor|authority|person)\b(?! (?:at|of)\b)"),
    Row("technical", "before", r"\b(?:mak(?:e|es|ing)|get(?:s|ting)?) your (?:\w+ )?(?:gateways?|meters?|systems?|kit|boxes|sensors?|data|platform) (?:talk|work|speak|fit) (?:to|with|into)\b"),
    Row("technical", "before", rf"{_does(_EVALUATE)} (?:[\w'/-]+ ){{0,5}}?from (?:a|an|the) (?:purely )?(?:technical|technology|engineering|it|(?:it |cyber ?)?security|integration) (?:point of view|perspective|angle|standpoint|side)\b"),
    Row("technical", "before", rf"{_does('put run')} (?:it|this|your [\w-]+|the \w+) through (?:its|their) paces\b"),
    Row("technical", "before", r"\b(?:gives?|will give|has to give|must give|giving) (?:the|a|his|her|its|your \w+ the) technical (?:ok|okay|sign-?off|green light|approval|blessing|go-?ahead|nod|verdict)\b"),
    Row("technical", "before", rf"{_does('write draft produce issue deliver do')} (?:the|a|our|his|her|an) (?:\w+ )?(?:technical|engineering|security|tech) (?:report|opinion|assessment|evaluation|verdict|recommendation|review|appraisal|write-?up)\b"),
    Row("technical", "after", _by(_EVALUATE, _thing(_TECH, 3))),
    Row("technical", "after", r"\btechnical(?:ly)? (?:sign-?off|approval|green light|verdict|ok|okay|go-?ahead)(?: has to| must| will)? (?:comes?|is|rests|sits|lies) (?:from|with|down to) |\b(?:on the (?:technical|tech|it|engineering) (?:side|front)|technically),? (?:you (?:need|have) to (?:convince|win over|satisfy|get past)|it's|the person to convince is|that's) "),
    Row("technical", "me", rf"\b(?:gateways?|networks?|devices?|hardware|software|firewall|security|kit|sensors?|systems?|data|boxes|technical \w+)\b[^.;]{{0,60}} {_PASSES} my (?:review|tests?|evaluation|bench|lab|security review|hands|desk)\b"),
    *_responsible("technical", _TECHNICAL),
    Row("champion", "before", r"\b(?:strongest|biggest|greatest|main|keenest|loudest|best|internal|most (?:vocal|ardent|enthusiastic|passionate)|number one|firm|staunch(?:est)?) (?:advocate|champion|supporter|fan|ally|cheerleader|sponsor|friend|backer|promoter|ambassador|(?:voice) (?:for|behind|in favou?r))\b|\b(?:a|an) (?:huge|strong|great|real|true|keen|vocal|passionate|big|firm) (?:supporter|advocate|champion|believer|backer|ally|proponent) (?:of|in|for)\b"),
    Row("champion", "before", r"(?:\b(?:is|am|has been|have been|keeps?|kept)|'s|'m|'ve been|'s been|the one|who is|who has been)(?: been| really| very much| always| already| constantly| the one| the person)*(?: who(?:'s| is| has been| keeps?)?)?(?: been)? (?:pushing|championing|fighting|rooting|lobbying|campaigning|banging the drum|making the case|advocating|driving (?:this|it|the project)|the driving force|selling (?:this|it|you|your \w+)|promoting (?:this|it|you|your)|talking you up|singing your praises|evangeli[sz]ing|pitching (?:this|it|you)|arguing (?:for|your)|vouching|pleading|nagging|gunning for|plugging|sponsoring (?:this|it|the project))\b(?! (?:the date|it back|back|ahead with the (?:install|works))\b)"),
    Row("champion", "before", r"\b(?:champions (?:this|it|you|the|your)|pushes (?:this|it|for (?:this|it|you))|advocates for|vouches for (?:you|it|this)|(?:is|am) (?:fully |firmly |very much |right |100 ?% |one hundred per ?cent )*behind (?:this|you|it|the project|your \w+)|will (?:push|champion|fight for|make the case for|go to bat for|argue for|lobby for|sell) (?:this|it|you|the project|your)|(?:goes?|going|went) (?:in )?to bat for|(?:fights?|argues?|lobb(?:y|ies)|makes? the case) for (?:this|it|you|the project|your)|(?:fights?|fighting) your corner|(?:is|am|has been|'s|'m) in your corner|sells? (?:this|it|you|the idea|the project) (?:internally|upstairs|to the board|inside|in-house)|wants? (?:this|it|you)(?: \w+)? more than (?:anyone|anybody))\b"),
    Row("champion", "before", rf"{_does('push champion fight lobby campaign advocate plead root vouch argue evangeli[sz]e bang_the_drum beat_the_drum make_the_case go_to_bat speak_up stick_my_neck_out stick_her_neck_out stick_his_neck_out')}(?: (?!the date|it to|not)[\w'-]+){{0,3}}? {_FOR_US}"),
    Row("champion", "before", rf"{_does('back support propose sell promote press recommend defend talk_up plug praise raise pitch preach')} (?:[\w'-]+ ){{0,2}}?{_FOR_US}(?: [\w'-]+){{0,4}}? {_INSIDE}\b"),
    Row("champion", "before", rf"{_does('fight')} your corner\b|{_does('nag pester badger bug lobby pressure')} (?:my|the|our|his|her) (?:\w+ )?(?:boss|director|manager|chief|board|md|ceo|exec\w*|owner|committee|partners)\b|\bsold on (?:this|you|it|your \w+) and\b"),
    Row("champion", "before", r"\b(?:got|gets?|has got|put|brought|kept|keeps) (?:this|it|you|\u2d63+|the project) (?:on (?:the|to the) (?:agenda|table|shortlist)|through (?:the )?(?:committee|board)|alive|moving)\b"),
    Row("champion", "me", r"\byou(?:'ve| have)(?: got)? (?:an? |one )?(?:\w+ )?(?:ally|friend|fan|supporter|champion|advocate) in me\b|\b(?:count|put) me (?:in |down )?as (?:your|a|one of your) (?:\w+ )*(?:fan|supporter|ally|champion|advocate)s?\b"),
    Row("user", "before", r"(?:\b(?:will|'ll|is|am|are)|'ll|'s|'m)(?: be| going to(?: be)?)?(?: \w+ly)?(?: the (?:one|person|people|guy|man|woman|lad|lady|chap|fellow))?(?: who(?:'s|'ll| will)?)?(?: \w+ly)?(?: actually| end up| have to| be)* (?:us(?:e|ing)|work(?:ing)? (?:with|in|on)|operat(?:e|ing)|liv(?:e|ing) in|logg?(?:ing)? in(?:to)?|run(?:ning)?|sit(?:ting)? (?:in front of|at)|look(?:ing)? at|star(?:e|ing) at|rely(?:ing)? on|liv(?:e|ing) with|monitor(?:ing)?|check(?:ing)?|(?<=be )in|hav(?:e|ing)) {TOOL} ?(?:[\w'-]+ ){0,6}?{DAILY}\b"),
    Row("user", "before", r"\b(?:uses?|works? (?:with|in|on)|operates?|lives? in|sits? (?:in front of|at)|logs? in(?:to)?|relies on|monitors|checks) {TOOL} ?(?:[\w'-]+ ){0,5}?{DAILY}\b"),
    Row("user", "inside", r"\b{DAILY},? (?:it's|it is|it will be|it'll be|that's|that will be) (?P<who>[^.,;]{2,40}?) (?:who )?(?:uses?|will|'ll|operates?|runs?|works?|(?<=who)'ll|is)(?: be)?\b"),
    Row("user", "before", r"\b(?:daily|every ?day|day[- ]to[- ]day|all day),? (?:it|this|that)(?:'s| is| will be|'ll be) (?=(?:him|her)\b)"),
    Row("user", "before", r"(?:\b(?:is|am|will be)|'s|'m|'ll be) (?:the (?:one|person|guy|man|woman) (?:(?:who (?:will|is going to|'ll|has to|actually)|who'll|that will) (?:actually |be |really )*(?:us(?:e|ing)|work(?:ing)? with|operat(?:e|ing)|run(?:ning)?)|(?:actually |really )?(?:using|working with|operating)) {TOOL})\b"),
    Row("user", "before", r"(?:\b(?:is|am|will be)|'s|'m|'ll be) (?:the|our|your|a|one of the) (?:\w+ )?(?:main|key|daily|end|primary|actual|day[- ]to[- ]day|power|heaviest|biggest|most frequent)[- ](?:end[- ])?users?\b|\b(?:will|'ll|going to) (?:be )?us(?:e|ing) (?:it|this|{TOOL}) (?:the )?most\b"),
    Row("user", "after", r"\b(?:(?:day[- ]to[- ]day|daily) (?:use|user|operation|work)(?: (?:of|with) {TOOL})? (?:is|will be|sits with|falls to|lies with)|(?:the )?(?:main|daily|key|actual|primary|end)[- ]users? (?:is|will be|here is)) "),
    Row("decision_maker", "before", r"\b(?:has|have|holds?|'s got|got|gets?|will have|retains?|keeps?) (?:the |a )?(?:final|last|ultimate|casting) (?:say|word|call|decision|sign-?off|authority|vote|approval)\b"),
    Row("decision_maker", "before", rf"{_does('make take')} (?:all )?(?:the |that |this )(?:final |purchasing |buying |ultimate |investment |actual )*(?:decisions?|call)\b"),
    Row("decision_maker", "before", r"(?:\b(?:is|am|will be)|'s|'m) (?:the|our|your) (?:final |ultimate |sole |real |actual |main |only )*(?:decision[- ]?(?:maker|taker)|decider|approver|signatory)\b"),
    Row("decision_maker", "before", r"\b(?:(?:decides|will decide|gets to decide|has to decide|i decide|(?:one|person) to decide|(?:'s|is|am|'m) (?:the one )?deciding|'ll decide)(?! (?:the|which|when|what|how|where|whether|on (?:mon|tues|wednes|thurs|fri|the date|the colour)|by|to|nothing)\w*\b)|calls the shots|(?:gives?|will give|giving|has to give|must give|needs to give|to give)(?: (?:us|you|me|it))? (?:the |his |her |a |their )?(?:final )?(?:green light|go-?ahead|nod|thumbs[- ]up|final approval|blessing))\b", once=True),
    Row("decision_maker", "before", rf"{_does('decide choose pick select')} (?:(?:on|about|over) (?:the|this|our) {_thing('(?:purchase|investment|supplier|vendor|order|project|deal|award)', 2)}|(?:which|what|the|our) {_thing('(?:supplier|vendor|provider|bidder|system|solution)', 2)} (?:we (?:buy|go|use|take)|gets|wins)|(?:whether|if) we (?:buy|go ahead|go with|sign|do (?:it|this)|proceed)|who (?:we (?:buy|go)|gets|wins))\b"),
    Row("decision_maker", "before", rf"{_does('approve sign_off(?:_on)? authori[sz]e okay ok green-?light rubber-?stamp agree_to say_yes_to bless')} (?:everything|anything(?! (?:that|which) (?:plugs|connects|touches|runs|talks))|it all|(?:all )?(?:the|this|our|every|any|all|each) {_thing(_DEALS, 3)})(?! (?:form|number|schedule|plan|confirmation)s?\b)"),
    Row("decision_maker", "before", rf"{_does('sign countersign')} (?:off )?(?:on )?(?:everything|anything|(?:all|every|any)(?: \w+){1,2}|(?:the|our|this) (?:\w+ )?(?:contracts?|orders?|agreements?|deals?|pos?))\b", once=True),
    Row("decision_maker", "before", r"\b(?:has to|must|needs to|will have to|still has to) (?:approve|sign(?: for (?:this|these|such|it|that)\b[\w ]{0,20})?|agree|say yes|okay it|ok it|sign (?:it )?off|sign for (?:this|it|that)|be (?:convinced|won over|persuaded|on board|happy)|give (?:the|her|his|a) (?:ok|okay|yes|final ok))(?= (?:first|too|as well|before|off|in the end|and)\b|[.,;!]|$)", once=True),
    Row("decision_maker", "before", r"\b(?:has to|must|needs to) (?:approve|agree to|say yes to|give the ok for|okay|ok) (?:it|this|the (?:purchase|deal|order|investment)|everything) (?=and\b|before\b|$)"),
    Row("decision_maker", "before", r"\b(?:final say|final decision|ultimate decision|last word|final call|final sign-?off|decision) (?:is|will be|rests with|lies with|sits with|is down to|comes down to|belongs to) (?=(?:him|her|his|hers)\b)"),
    Row("decision_maker", "before", r"\bsays (?:yes or no|yes|yea or nay) (?:in the end|at the end|to (?:this|it|the)\b)|\b(?:is|am|'s|'m) the (?:one|person|man|woman|guy) (?:who (?:says yes|signs|decides|approves)|whose (?:yes|signature|word|vote|opinion) (?:counts|matters|decides)|(?:you|we) (?:need|have|'ve got|want) to (?:convince|win over|persuade)|to convince|to persuade|signing|deciding)\b"),
    Row("decision_maker", "before", r"\b(?:(?:gives?|will give|has to give) (?:the|a|us a|us the) (?:final )?(?:yes or (?:the )?no|yea or nay)|(?:puts?|will put|has to put) (?:his|her|my|their) name (?:to|on|under) (?:it|this|the \w+|everything)|has (?:the )?power (?:of signature|to sign)|gives? (?:it|this) the (?:thumbs up|nod))\b"),
    Row("decision_maker", "inside", r"\b(?:(?:only|nobody but|no one but|no-one but) (?P<who>[^.,;]{2,30}?) (?:can|to|who can|gets to|may) (?:say yes|decide|sign|approve|give the go-?ahead|say yes or no))\b"),
    Row("decision_maker", "inside", r"(?P<who>\b(?:her|his|[\w-]+'s)) (?:name|signature) (?:that )?(?:goes|is the one that goes|ends up|has to be|belongs|counts) (?:on|at|under|in)\b"),
    Row("decision_maker", "after", r"\b(?:yes or (?:the )?no|a yes or a no) (?:comes from|is up to|is down to|lies with|sits with) "),
    Row("decision_maker", "me", r"\b(?:(?:final say|final decision|last word|final call|decision) (?:is|rests with|lies with|sits with|stays with) (?:me|mine)|it's (?:ultimately )?my (?:call|decision)(?: alone| in the end| to make)?|(?:the|this) (?:is|decision is) (?:ultimately |entirely )?(?:my call|mine(?: alone| to make)?|up to me))\b"),
    Row("decision_maker", "after", r"\b(?:the )?(?:final say|final decision|last word|final call|ultimate decision|final sign-?off|decision|final approval|ultimate approval|final authority|green light|go-?ahead|final ok|say-so) (?:is|will be|rests with|lies with|sits with|stays with|is down to|comes down to|belongs to|is made by|will be made by|gets made by|is taken by|is up to|comes from|has to come from|must come from|is given by|is with|rests on)(?: \w+ly)? (?!(?:him|her|his|hers|mine|me)\b)"),
    Row("decision_maker", "after", r"\bthe buck stops with |\b(?:it|this|everything|the whole thing|the deal|the rest)(?:'s| is)?(?: \w+ly)? (?:all )?(?:stands or falls with|hangs on|(?:comes|boils) down to|(?<=is )(?:up|down) to|(?<='s )(?:up|down) to|(?<=ly )(?:up|down) to) (?!(?:you|us|me|him|her|them|the|our|your|a)\b)|\b(?:the (?:one|person|man|woman)|who(?:m)?) (?:you|we) (?:really )?(?:need|have) to (?:convince|win over|persuade) (?:here )?is "),
    Row("decision_maker", "after", _by("approve sign sign_off authori[sz]e make take", _thing(r"(?:deals?|purchases?|orders?|contracts?|pos?|decisions?|everything)", 3))),
    Row("decision_maker", "none", r"\bwithout (?=[\w.'-]{2,20}(?: [\w.-]{2,20})?'s (?:signature|approval|sign-?off|say[- ]so|ok|okay|blessing|nod|yes|green light),? (?:nothing|no|we|it|there))|\b(?:nothing|no (?:order|contract|purchase|money|deal|supplier)s?)\b[^.;]{0,40} without (?=[^.;]{2,30} (?:signature|approval|sign-?off|say[- ]so|ok|okay|blessing|nod|yes|green light)\b)"),
    Row("decision_maker", "none", r"\b(?:nothing|no (?:order|contract|purchase|deal)s?)\b[^.;]{0,30} (?:without|unless|until|before) (?=[^.;]{2,30} (?:signing|signs|approving|approves|saying (?:yes|so)|says (?:yes|so)|agreeing|agrees|has (?:signed|approved|agreed|said yes))\b)"),
    Row("decision_maker", "owner", r"\b(?:it's|it is|that's|that is|ultimately|in the end it's|the decision is|the final decision is|decision is|call is) (?=[\w' -]{2,30}'s(?: (?:call|decision)\b|[.,;]|$))|(?<=\w )(?:is|will be) (?=[\w.'-]{2,20}(?: [\w.-]{2,20})?'s (?:call|decision)\b)"),
    Row("economic_buyer", "owner", rf"\b{_OWNED} (?:is|are) (?=[\w.'-]{{2,20}}(?: [\w.-]{{2,20}})?'s(?:[.,;]|$| (?:job|responsibility|department|call|to)))"),
    Row("decision_maker", "contrast", r"\b(?:(?:i|we) (?:don't|do not|won't|can't|cannot) (?:decide|sign|approve|make (?:that|the|this) (?:call|decision))[^.;]{0,30}[,;-]+ (?:but )?(?P<who>[^.,;]{2,40}?) (?:does|will|can|do)\b)"),
    Row("decision_maker", "contrast", r"\b(?:(?:decision|call|choice) (?:is not|isn't) (?:mine|ours|my own)|(?:it's|that's|it is) not (?:my|our|mine|ours)(?: call| decision)?)[^.;]{0,20}?(?: but|,)(?: it's| it is)? (?P<who>[^.,;]{2,30})"),
    Row("decision_maker", "owner", r"\b(?:need|needs|requires?|takes|want|get|needs to have|waiting for|only thing missing is)(?: the)? (?=[\w.'-]{2,20}(?: [\w.-]{2,20})?'s (?:final )?(?:signature|approval|sign-?off|say[- ]so|ok|okay|blessing|nod|green light|go-?ahead)\b)", once=True),
)  # fmt: skip

_TOOL = r"(?:it|this|them|the thing|(?:the|your|this|those|these|that)(?: new)? (?!old\b)(?:\w+ )?(?:systems?|platforms?|tools?|software|dashboards?|portals?|apps?|solutions?|data|readings?|products?|screens?|interfaces?|kit|gear|devices?|monitors?|reports?|charts?|figures))"
_DAILY = r"(?:daily|every ?(?:single )?day|day[- ]to[- ]day|day in,? day out|each (?:day|morning|shift)|every (?:morning|shift|single shift|hour|night)|all day(?: long)?|on a daily basis|day after day|from morning (?:to|till) night|round the clock|24/7|eight hours a day|first thing (?:in the|every) morning|constantly|most days|for a living)"
ROWS = tuple(row._replace(pattern=row.pattern.replace("{TOOL}", _TOOL).replace("{DAILY}", _DAILY)) for row in ROWS)

KEYS: dict[str, str] = {
    "economic_buyer": r"wallet|bankroll|books|stump|budget|economic|purse|money|fund|cash|spend|expenditure|capex|opex|invest|che(?:que|ck)|pays|paying|paymaster|bill\b|cost|outlay|nothing|pay\b|pocket|pot\b",
    "procurement": r"bargain|beat|knock|squeez|grind|screw|whittle|purchas|procure|buy|tender|rf[pqx]|sourc|commerc|negotia|order|suppl|vendor|pos?\b|haggl|bargain|pric|quot|bid|offers|deal|terms|rate|discount|rebate|condition",
    "legal": r"draft|dots|dotting|contract|agreement|terms|msa\b|nda\b|dpa\b|sla\b|t(?:s|cs)?$|clause|legal|liab|wording|redline|paper|print|data|advis|act",
    "technical": r"tyres|tires|wringer|mill|apart|bits|pieces|tortur|tech|veto|integra|interfac|apis?\b|plc|scada|bms|spec|compatib|archite|secur|engineer|^it$|network|hardware|install|wiring|electric|firmware|proto|infosec|pen|model|proof|poc\b|paces|fit|work|talk|speak|plays|cope|connect|compl[iy]|meets|gateway|sensor|pilot|trial|test|cyber|schem",
    "champion": r"voice|flag|flame|alive|believer|side|drop|die$|neck|man$|woman|advocat|champion|support|fan\b|ally\b|cheer|sponsor|friend|back|promot|ambassad|push|fight|root|lobb|campaign|drum|case|driv|sell|behind|vouch|bat\b|corner|want|argu|sing|plead|nag|gun|plug|pitch|talk|evangel|agenda|table|shortlist|committee|board|alive|moving",
    "user": r"first|glued|daily|screen|monitor|dai?ly|day|every|each|user|most\b|constant|clock|morning|living|using|use\b|uses\b",
    "decision_maker": r"trigger|dotted|arbiter|hook|rules|signature|final|last|ultimate|casting|decid|decis|call|shots|green|go\b|goahead|ahead|nod\b|sign|approv|agree|yes|okay|ok\b|buck|without|convinc|won\b|persuad|board|happy|thumb|bless|author|rubber|choos|pick|select|^down$|^up$|hang|boil|stand|mine|my\b|everything",
}
