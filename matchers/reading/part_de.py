"""Who does what in a purchase, in German: classes of verbs and of what they are done to, in all four places of the verb."""

from __future__ import annotations

from matchers.reading.part_forms import Row, either, listed

_STOPS = "aber|oder|sondern|dass|ob|weil|wenn|wer|was|wann|wo|damit|falls|bevor|sie|ihr|wir|ich|er|man|nicht|kein|keine|keinen|ist|sind|hat|haben|wird|werden|wurde|war"
_GAP = rf"(?:(?!(?:{_STOPS})\b)[\w'./&-]+,? )"
_AUX = either(
    "wird werde muss soll darf kann will möchte (?:hat|habe)_zu wird_müssen sollte_(?=noch) (?:ist|bin)_(?:hier_|bei_uns_)?(?:befugt|berechtigt|beauftragt|gebeten|dafür_da)"
)


_AUX_MANY = r"(?:werden|müssen|sollen|dürfen)"


class _Verbs:
    """Forms of weak verbs (by their stem) and others (`liest|lese,lesen,gelesen`)."""

    def __init__(self, line: str) -> None:
        finite, infinitive, done = [], [], []
        for verb in line.split():
            if "," in verb:
                one, two, three = verb.split(",")
            else:
                one, two, three = f"{verb}(?:et|t|e|(?<=[bfgkmpst]))", f"(?:zu )?{verb}e?n", f"(?:ge)?{verb}e?t"
            finite.append(one)
            infinitive.append(two)
            done.append(three)
        self.finite, self.infinitive, self.done = (
            either(" ".join(finite)),
            either(" ".join(infinitive).replace("zu ", "zu_")),
            either(" ".join(done)),
        )


def _does(role: str, verbs: str, what: str, *, once: bool = False) -> tuple[Row, ...]:
    """In a main clause, behind an auxiliary, at the end of a clause or before its subject, and in the passive."""
    forms = _Verbs(verbs)
    matter = rf"(?:\w+ ){{0,2}}?{what}"
    return (
        Row(role, "before", rf"\b{forms.finite} (?:und {forms.finite} )?{_GAP}{{0,6}}?{what}\b", once),
        Row(role, "before", rf"\b{_AUX} {_GAP}{{0,6}}?{what} {_GAP}{{0,5}}?(?:und \w+ )?{forms.infinitive}\b", once),
        Row(role, "before", rf"(?<=und ich ){_AUX_MANY} {_GAP}{{0,6}}?{what} {_GAP}{{0,5}}?{forms.infinitive}\b", once),
        Row(
            role,
            "verb_last",
            rf"\b{matter}(?:, [^,.;]{{3,40}},)? {_GAP}{{0,4}}?(?:\w+(?:t|en) und )?(?:{forms.finite}|{forms.infinitive} (?:wird|werde|muss|soll|darf|kann|möchte|will))\b",
            once,
        ),
        Row(
            role,
            "inside",
            rf"\b{what} (?:wird|werde|muss|soll|darf|kann) (?P<who>[^.,;:]{{3,50}}?) {forms.infinitive}\b",
            once,
        ),
        Row(
            role,
            "inside",
            rf"\b{what} (?:wird|werden|muss|müssen|soll|sollen) (?:\w+ ){{0,3}}?(?:von|durch) (?P<who>[^.,;:]{{3,50}}?) {forms.done}\b",
            once,
        ),
    )


def _apart(role: str, pairs: str, what: str, *, once: bool = False) -> tuple[Row, ...]:
    """The same with verbs that part: `gibt … frei`. Pairs: `frei:gibt|gebe,geben`."""
    rows: list[Row] = []
    for pair in pairs.split():
        particle, _, verb = pair.replace("_", " ").partition(":")
        finite, infinitive = verb.split(",")
        rows += (
            Row(role, "before", rf"\b(?:{finite}) (?:sich )?{_GAP}{{0,6}}?{what} {_GAP}{{0,4}}?{particle}\b", once),
            Row(
                role,
                "before",
                rf"\b{_AUX} (?:sich )?{_GAP}{{0,6}}?{what} {_GAP}{{0,5}}?{particle} ?(?:zu)?(?:{infinitive})\b",
                once,
            ),
            Row(
                role,
                "inside",
                rf"\b{what} (?:{finite}|{_AUX}) (?P<who>[^.,;:]{{3,50}}?) {particle}(?: ?(?:{infinitive}))?\b",
                once,
            ),
            Row(
                role,
                "verb_last",
                rf"\b{what} {_GAP}{{0,4}}?{particle} ?(?:(?:{finite})|(?:{infinitive}) (?:wird|muss|soll|darf|kann|möchte|will))\b",
                once,
            ),
        )
    return tuple(rows)


_HERE = r"(?:(?:bei uns|hier|dabei|dann|künftig|ab sofort|nun|jetzt|für uns|für sie|im haus|auch|immer|intern|wie immer|in der regel|grundsätzlich|auf unserer seite|von unserer seite|unsererseits|dabei|hauptsächlich|vor allem|ab jetzt|am ende|letztlich|noch|bitte|gerne?|direkt|natürlich|allein|nur|erst|zuerst|normalerweise) )*"
_ART = r"(?:(?:den|die|das|dem|der|des|alle|alles|unsere?[nmr]?|ihre?[nmr]?|sämtliche|jede[nrs]?|solche) )*"


def _responsible(role: str, what: str) -> tuple[Row, ...]:
    """Somebody has to do with a matter: in charge of it, it lies with them, they are whom to ask about it."""
    matter = rf"{_ART}(?:[\w-]+ ){{0,2}}?{what}"
    return (
        Row(
            role,
            "before",
            rf"\b(?:ist|bin|wäre|zeichnet|zeichne|bleibt) {_HERE}(?:der|die|ihr|ihre|unser|unsere|dein|euer)? ?{_HERE}(?:(?:richtige |zentrale |erste )?(?:ansprechpartner(?:in)?|ansprechperson|kontakt|kontaktperson|frau|mann) )?(?:für|bei|in sachen|in) {matter}\b(?: {_HERE}(?:zuständig|verantwortlich|da)\b)?",
        ),
        Row(
            role,
            "verb_last",
            rf"\bfür {matter} {_HERE}(?:zuständig|verantwortlich|verantwortlich zeichnet) (?:ist|bin|bleibt)\b",
        ),
        Row(role, "before", rf"\b(?:kümmert|kümmere) {_HERE}(?:sich|mich) {_HERE}um {matter}\b"),
        Row(
            role,
            "before",
            rf"\b(?:hat|habe) {_HERE}{matter} {_HERE}(?:unter sich|in der hand|auf dem tisch|inne|zu verantworten|unter meiner|unter ihrer|unter seiner)\b",
        ),
        Row(role, "after", rf"\bum {matter} (?:kümmert|kümmere) (?:sich )?{_HERE}"),
        Row(
            role,
            "after",
            rf"\b{matter} (?:{_HERE}(?:liegt|liegen|läuft|laufen|geht|gehen|ist|sind|landet|landen|muss|müssen|bleibt|gehört|gehören|obliegt|obliegen|macht|erfolgt|kommt|passiert) )+{_HERE}(?:(?:bei|über|an|durch|von|zu|in den händen von|in der hand von|(?:auf|über) den tisch von|sache von|aufgabe von|zuständigkeit von|verantwortung von) |(?<=obliegt )|(?<=macht )|(?<=obliegen )){_HERE}",
        ),
        Row(
            role,
            "after",
            rf"\b(?:für|bei|wegen|zu|in sachen|was) {matter}(?: (?:themen|fragen|dinge|belange|sachen|details|punkte|angelegenheiten))?(?: angeht| betrifft| selbst)?,? {_HERE}(?:ist|wäre|sind|wenden sie sich|wende dich|melden sie sich|sprechen sie|reden sie|schreiben sie|müssen sie|musst du|müsst ihr|sollten sie|fragen sie|kontaktieren sie|geht|läuft das|läuft es|ist das|macht das|gehen sie) (?:sich )?{_HERE}(?:an |mit |bei |über |zu |auf )?{_HERE}",
        ),
        Row(
            role,
            "after",
            rf"\b(?:ansprechpartner(?:in)?|ansprechperson|zuständig|verantwortlich) (?:für|bei|in) {matter} (?:ist|bin|bleibt|wäre) {_HERE}",
        ),
        Row(
            role,
            "after",
            rf"\b{matter} (?:klären|besprechen|verhandeln|diskutieren|stimmen|regeln) sie {_HERE}(?:am besten |alles |das )*{_HERE}(?:mit|bei) ",
        ),
        Row(
            role,
            "me",
            rf"\b{matter} (?:(?:ist|sind) (?:bei uns |hier )?(?:meine (?:sache|baustelle|aufgabe|angelegenheit)|mein (?:job|bier|ressort|gebiet|part|thema))|(?:läuft|laufen|geht|gehen|kommt|kommen|muss|müssen|landet|landen|liegt|liegen|wandert|ist|sind) (?:bei uns |hier |immer |alles |erst )*(?:über|durch|auf|an|in) (?:meiner hand|meinen händen|meiner verantwortung|meiner zuständigkeit|meinen? (?:schreibtisch|tisch)|meinem (?:schreibtisch|tisch)|meine hände|mir vorbei))\b",
        ),
        Row(
            role,
            "after",
            rf"\b{matter} (?:läuft|laufen|geht|gehen|muss|müssen|landet|landen) (?:bei uns |immer |erst |alles )*(?:über|auf|an|durch) (?=(?:ihre|seine)[nmr]? (?:tisch|schreibtisch|hände|pult))",
        ),
        Row(
            role,
            "after",
            rf"\b{matter} (?:ist|sind) (?:bei uns |hier )?(?=[^.,;]{{2,30}}s (?:sache|baustelle|aufgabe|job|bier|ressort|thema)\b)",
        ),
        *listed(role, rf"(?:[\w-]+ )?{what}"),
        *_does(
            role,
            "verantwort leit führ betreu steuer koordinier organisier regel erledig bearbeit begleit mach manag übernimmt|übernehme,übernehmen,übernommen",
            rf"(?:den|die|das|alles|alle|unsere?n?) (?:[\w-]+ ){{0,2}}?{what}",
        ),
    )


_MONEY = r"(?:funding|spending|\w*budgets?|etats?|gelder|geldes|gelds?|mittel|\w*investition(?:en)?|\w*ausgaben?|\w*kosten|rate|raten|summen?|beträge|betrag|finanzierung|kreditrahmen|anschaffung(?:en)?skosten|rechnungsbetrag)"
_TECH = (
    r"(?:techni\w+|schnittstelle\w*|\w*sicherheit|it-\w+|netzwerk\w*|netz|spezifikation\w*|kompatib\w+|integration\w*|anbindung|leitstelle|leittechnik|anlage\w*|architektur|hardware|firmware|einbau\w*"
    r"|messtechnik|messkonzept|protokoll\w*|datenmodell|steuerung\w*|sps|glt|datenblätter|datenblatt|lastenheft|pflichtenheft|pilot\w*|testinstallation|geräte|zähler|sensor\w*|gateways?|systemlandschaft|machbarkeit)"
)
_PAPER = r"(?:\w*vertr[aä]g\w*|agb|klauseln?|avv|av-vertrag|\w*haftung\w*|rechtlich\w*|juristisch\w*|nda|geheimhaltung\w*|(?:service )?agreements?|contracts?|terms|vereinbarung(?:en)?|\w*bedingungen|kleingedruckte|lizenzbestimmungen)"
_PRICE = r"(?:\w*preise?n?|\w*konditionen|rabatte?n?|nachl[aä]ss\w*|zahlungsziele?|zahlungsbedingungen|skonto|lieferbedingungen|verträge|\w*rahmenvertr[aä]ge?)"
_BUYING = r"(?:\w*einkauf\w*|\w*beschaffung\w*|\w*ausschreibung\w*|\w*vergabe\w*|bestell\w+|\w*verhandlung\w*|kaufmännisch\w*|konditionen|lieferantenauswahl|lieferantenanlage|preise?n?|preisfragen|preisgespräche?n?|preisthemen|kommerzielle\w*|rabatte?|zahlungsziele?|skonto|price ?talks?|pricing|commercials?)"
_LEGAL = r"(?:\w*vertr[aä]g\w*|vertragliche\w*|rechtliche\w*|rechtsfragen|juristische\w*|agb|datenschutz\w*|avv|haftungsfragen|haftung|klauseln|(?:service )?agreements?|contracts?|terms)"
_TECHNICAL = r"(?:technik|technische[nsr]?(?: \w+)?|technischem|it-\w+|\w*sicherheit|it|integration|schnittstellen?|anbindung|inbetriebnahme|spezifikation|systemtechnik|netzwerk\w*|erprobung\w*|tests?|testbetrieb|abnahme|eignungsprüfung|messtechnik|prüfung der \w+)"
_DEAL = r"(?:kauf|bestellung(?:en)?|auftr[aä]g\w*|anschaffung(?:en)?|projekte?s?|investition|vertrag|verträge|alles|vergabe|beschaffung|angebote?s?|zuschlag|bestellungen|das ganze)"
_TOOL = r"(?:damit|davor|es|sie|(?:dem|der|den|das|die|ihrem|ihrer|ihre|ihr|eurem|eurer|diesem|dieser|diese|dieses) (?:\w+ )?(?:systeme?n?|plattform|tools?|software|dashboards?|portal|app|lösung|anwendung|geräten?|oberfläche|auswertung(?:en)?|monitoring|programm|daten|werten?|anzeigen?|zahlen|messwerten?))"
_DAILY = r"(?:täglich|jeden (?:\w+ )?(?:tag|morgen)|tagein,? tagaus|tagtäglich|im alltag|tag für tag|im tagesgeschäft|den ganzen tag|von früh bis spät|von morgens bis abends|rund um die uhr|jede schicht|in jeder schicht|jeden morgen|ständig|tag und nacht|laufend)"

ROWS: tuple[Row, ...] = (
    *_apart("economic_buyer", "frei:gibt|gebe,geben bereit:stellt|stelle,stellen locker:macht|mache,machen", _MONEY),
    *_does("economic_buyer", "genehmig bewillig autorisier freigibt,freigeben,freigegeben", _MONEY),
    *_does("economic_buyer", "verantwort verwalt steuer kontrollier hält|halte,halten,gehalten hat|habe,haben,gehabt", r"(?:das|den|dem|unser|unseren|die) (?:\w+)?(?:budget|etat|topf|budgetverantwortung|budgethoheit|kostenverantwortung|kasse|portemonnaie|geldbeutel)"),
    Row("economic_buyer", "before", r"\b(?:sitzt|sitze) (?:\w+ ){0,2}?auf (?:dem|unserem) (?:budget|geld|etat)|\b(?:trägt|trage) (?:bei uns |hier |dafür )*die (?:budgetverantwortung|budgethoheit|kostenverantwortung)|\bverfügt über (?:das|den|die) (?:\w+ )?(?:budget|etat|mittel|gelder)|\b(?:ist|bin) (?:bei uns |hier )?für (?:das|unser|den) (?:budget|etat) (?:\w+ )?(?:zuständig|verantwortlich)"),
    Row("economic_buyer", "before", r"\b(?:ist|bin) (?:bei uns |hier |die |der )*(?:budgetverantwortliche[rn]?|kostenstellenverantwortliche[rn]?|budgetinhaber(?:in)?|kostenstelleninhaber(?:in)?|geldgeber(?:in)?)|\b(?:zahlt|bezahlt) (?:bei uns |hier |am ende |dann |letztlich |ja |auch )*(?:das ganze|das|alles|die rechnung|die zeche|das projekt)\b|\b(?:hält|hat) (?:bei uns |hier |den )*(?:daumen auf (?:dem|das) (?:geld|budget)|die hand auf (?:dem|das) (?:geld|budget))"),
    Row("economic_buyer", "verb_last", r"\b(?:das geld|die mittel|das budget|den etat|die kasse|die budgetverantwortung) (?:\w+ ){0,2}?(?:freigibt|freigeben muss|verantwortet|verwaltet|hat|trägt|hält|bewilligt|genehmigt)\b"),
    Row("economic_buyer", "me", r"\b(?:zahlt|bezahlt|trägt|übernimmt|finanziert) (?:\w+ ){0,2}?mein(?:e)? (?:bereich|abteilung|ressort|amt|kostenstelle)\b|\bmein(?:e)? (?:bereich|abteilung|ressort|amt) (?:zahlt|bezahlt|finanziert|trägt die kosten)\b"),
    Row("economic_buyer", "me", r"\b(?:aus|über|auf) mein(?:em|er|en|e) (?:\w+)?(?:budget|topf|kostenstelle|etat|kasse)\b(?=[^.;]{0,25}(?:bezahlt|kommt|geht|läuft|finanziert|gezahlt|gebucht)|[.,;]|$)|\b(?:geht|läuft|kommt|bezahlt|zahle) (?:[\w'-]+ ){0,4}?(?:aus|über|auf) mein(?:em|er|en|e) (?:\w+)?(?:budget|topf|kostenstelle|etat|kasse)\b"),
    Row("economic_buyer", "after", r"\b(?:das budget|der etat|das geld|die mittel|die budgetverantwortung|die budgethoheit|die kosten)(?: dafür| hierfür| für \w+ \w+)? (?:liegt bei|liegen bei|kommt (?:von|aus dem (?:budget|topf) von)|kommen (?:von|aus dem topf von)|verwaltet|verantwortet|hat|hält|gibt|genehmigt|trägt|übernimmt|gehen auf die kostenstelle von|geht auf die kostenstelle von|läuft über die kostenstelle von)(?: (?:bei uns|hier))* |\b(?:bezahlt|gezahlt) wird (?:das )?(?:aus dem (?:budget|topf) von|von) "),
    *_does("procurement", "verhandel verhandle,verhandeln,verhandelt", _PRICE),
    *_apart("procurement", "aus:handelt|handle|handele,handeln", _PRICE),
    *_apart("procurement", "ab:wickelt|wickle|wickele,wickeln", _BUYING),
    *_apart("procurement", "aus:löst|löse,lösen ein:holt|hole,holen", r"(?:\w*bestellung(?:en)?|\w*auftr[aä]ge?|(?:vergleichs)?angebote)", once=True),
    Row("procurement", "after", r"\bbestellt wird (?:[\w'-]+,? ){0,8}?durch |\b(?:über|um|mit) (?:den |die )?(?:preise?|konditionen|rabatte?) (?:verhandelt|verhandeln sie|sprechen sie|feilscht)(?: (?:bei uns|hier|dann|bitte|mit))* "),
    Row("procurement", "after", r"\b(?:verhandeln|feilschen|sprechen|reden|diskutieren|besprechen|machen|klären|vereinbaren) (?:sie|wir|du|ihr) (?=[^.;]{0,60}\b(?:preis|kondition|rabatt|nachl[aä]ss|skonto|zahlungs))(?:[\w'-]+,? ){0,7}?mit |\b(?:preise?|konditionen|rabatte?|nachlass)\b[^.;,]{0,40}? (?:verhandeln|besprechen|diskutieren|vereinbaren|machen|klären) (?:sie|wir|du|ihr) (?:\w+ ){0,3}?mit "),
    Row("procurement", "inside", r"\bmit (?P<who>[^.,;]{3,30}?) (?:verhandeln|feilschen) (?:sie|du|ihr|wir)\b"),
    Row("procurement", "inside", r"\b(?:preise?|konditionen|rabatte?)\b[^.;,]{0,20} (?:wird|werden|laufen|läuft) (?:\w+ ){0,2}?mit (?P<who>[^.,;]{3,30}?) (?:gehen|geführt|laufen|verhandelt|ausgehandelt|besprochen|vereinbart|fixiert|gemacht)\b"),
    Row("procurement", "before", r"\b(?:feilscht|feilsche) (?:\w+ ){0,3}?um (?:den |die |jeden )?(?:preis\w*|konditionen|cent|rabatt\w*|euro)\b"),
    *_responsible("procurement", _BUYING),
    *_does("legal", "prüf sicht redigier überarbeit kommentier begutacht check verhandel kontrollier absegn liest|lese,lesen,gelesen", rf"(?:{_ART}(?:\w+ ){{0,2}}?{_PAPER})"),
    *_apart("legal", "an:schaut_sich|sieht_sich|sehe_mir|schaue_mir|schaut|sieht,schauen|sehen durch:geht|gehe|sieht|sehe|schaut|liest|lese,gehen|sehen|schauen|lesen frei:gibt|gebe,geben gegen:liest|lese,lesen unter_die_lupe:nimmt|nehme,nehmen", _PAPER),
    Row("legal", "before", rf"\b(?:hat|habe) (?:[\w'-]+ ){{0,5}}?{_PAPER} (?:[\w'-]+ ){{0,3}}?(?:kommentiert|redigiert|überarbeitet|annotiert|korrigiert|gegengelesen)\b"),
    *_responsible("legal", _LEGAL),
    Row("legal", "me", r"\brechtliche (?:abstimmung|prüfung|begleitung) (?:führe|übernehme|mache|begleite)\b"),
    *_does("technical", "prüf bewert test check beurteil begutacht untersuch validier verifizier kontrollier abnimmt,abnehmen,abgenommen evaluier klär", rf"{_TECH}"),
    *_apart("technical", "ab:nimmt|nehme|klopft|klopfe|klärt,nehmen|klopfen|klären an:schaut_sich|sieht_sich|sehe_mir|schaue_mir|schaut|sieht,schauen|sehen frei:gibt|gebe,geben unter_die_lupe:nimmt|nehme,nehmen durch:spricht|testet|prüft,sprechen|testen|prüfen", _TECH),
    Row("technical", "before", r"\b(?:prüft|prüfe|testet|teste|klärt|kläre|bewertet|beurteilt|schaut|schaue|sieht|sehe|checkt) (?:[\w'-]+ ){0,4}?ob (?:[\w'-]+ ){1,6}?(?:passt|passen|läuft|laufen|funktioniert|funktionieren|zusammenspielt|zusammenspielen|anbinden lässt|integrieren lässt|einbinden lässt|anschließen lässt|verträgt|spricht|sprechen|kompatibel (?:ist|sind)|taugt|taugen|klarkommt|klarkommen|zurechtkommt|zurechtkommen|zusammenpasst|zusammenpassen|harmoniert|harmonieren|standhält|standhalten|aushält|aushalten|erfüllt|erfüllen)\b"),
    Row("technical", "before", r"\b(?:ist|bin|bleibt) (?:\w+ ){0,2}?(?:technische[rn]? (?:ansprechpartner(?:in)?|ansprechperson|kontakt|gutachter(?:in)?|prüfer(?:in)?))\b|\b(?:gibt|gebe|muss|wird) (?:[\w'-]+ ){0,5}?(?:technische[sn]?) (?:okay|ok|go|freigabe|grünes licht|einschätzung|segen|votum)\b"),
    Row("technical", "before", r"\b(?:gibt|gebe|winkt|nimmt) (?:[\w'-]+ ){0,4}?technisch (?:[\w'-]+ ){0,2}?(?:frei|durch|ab)\b|\b(?:schreibt|schreibe|erstellt|erstelle|verfasst|verfasse|macht|liefert|liefere) (?:[\w'-]+ ){0,3}?(?:das |den |die |ein |eine )(?:technische[sn]?) (?:gutachten|bericht|bewertung|stellungnahme|beurteilung|votum|einschätzung)\b"),
    Row("technical", "after", r"\büber (?:die |alles )?(?:technik|technische\w*(?: \w+)?|schnittstellen) entscheidet?(?: (?:bei uns|hier|nur|allein|am ende))* |\bdie technische (?:prüfung|freigabe|abnahme|bewertung|beurteilung) (?:erteilt|kommt von|erfolgt durch|liegt bei|hat|trifft)(?: (?:bei uns|hier))* "),
    *_responsible("technical", _TECHNICAL),
    Row("champion", "before", r"\b(?:treibt|treibe) (?:[\w'-]+ ){1,6}?(?:voran|an)\b|\b(?:setzt|setze) (?:[\w'-]+ ){0,3}?(?:sich|mich) (?:[\w'-]+ ){0,6}?ein\b|\b(?:macht|mache) (?:[\w'-]+ ){0,3}?(?:sich|mich) (?:[\w'-]+ ){0,5}?stark\b|\b(?:kämpft|kämpfe|wirbt|werbe|trommelt|trommle|plädiert|plädiere|weibelt|lobbyiert) (?:[\w'-]+ ){0,4}?(?:dafür|für (?:sie|euch|das projekt|ihre? \w+|eure? \w+|das thema|die lösung|diese lösung|die sache|das vorhaben))\b"),
    Row("champion", "before", r"\b(?:macht|mache) (?:[\w'-]+ ){0,4}?(?:druck|stimmung|werbung|reklame) (?:für (?:sie|euch|das|die|ihre?)|dahinter|damit|dass|intern)\b|\b(?:wirft|werfe) (?:sich|mich) (?:\w+ ){0,4}?in die bresche\b|\b(?:bricht|breche) (?:[\w'-]+ ){0,5}?eine lanze\b|\b(?:stärkt|stärke|hält|halte) (?:[\w'-]+ ){0,5}?den rücken (?:frei)?\b|\b(?:schwärmt|schwärme) (?:[\w'-]+ ){0,4}?von (?:ihnen|euch|ihre[rm]|dem|der|eure[rm])\b|\b(?:steht|stehe) (?:[\w'-]+ ){0,4}?(?:voll |ganz |zu hundert prozent |100 ?% |hundertprozentig )(?:hinter|dahinter)\b|\b(?:verkauft|verkaufe) (?:[\w'-]+ ){0,5}?intern\b|\b(?:will|wollte|möchte) (?:das|sie|es|die lösung|das projekt|das system) (?:\w+ ){0,3}?unbedingt\b"),
    Row("champion", "before", r"\b(?:wirbt|werbe|kämpft|kämpfe|trommelt|weibelt|streitet|argumentiert|spricht|spreche) (?:[\w'-]+ ){0,7}?für (?:euch|sie|eure? \w+|ihre \w+|das (?:projekt|thema|vorhaben|system)|die (?:lösung|sache))\b|\b(?:liegt|liege|lieg) (?:[\w'-]+ ){0,6}?in den ohren\b|\b(?:trägt|trage|trag) (?:das|die|euer|ihr)[\w' -]{2,30} (?:ins haus|in die (?:leitungsrunde|geschäftsleitung|runde))\b|\b(?:rührt|rühre) (?:[\w'-]+ ){0,4}?(?:werbe)?trommel\b|\bwill (?:das|es|euer \w+|ihr \w+) (?:unbedingt |wirklich )?haben\b|\b(?:redet|rede|quatscht) (?:dem|der|den|unserem|unserer) (?:\w+ ){1,3}?(?:gut zu|ein)\b"),
    Row("champion", "verb_last", r"\b(?:das (?:projekt|thema|ganze|vorhaben)|die (?:sache|lösung|idee)) (?:\w+ ){0,4}?(?:vorantreibt|antreibt|pusht|voranbringt|durchboxt)\b|\b(?:sich|mich) (?:[\w'-]+ ){0,7}?(?:einsetzt|stark macht|starkmacht|einsetze)\b"),
    Row("champion", "before", r"\b(?:pusht|pushe|boxt|boxe|bringt|bringe) (?:das|sie|es|ihre?|die|dieses|euch|ihr) (?:[\w'-]+ ){0,4}?(?:durch|voran|intern|hier)\b|\b(?:größte[rn]?|grösste[rn]?|stärkste[rn]?|wichtigste[rn]?|beste[rn]?|eifrigste[rn]?|lautstärkste[rn]?) (?:\w+ )?(?:fürsprecher(?:in)?|befürworter(?:in)?|unterstützer(?:in)?|verbündete[rn]?|fan|verfechter(?:in)?|anwalt|anwältin|förderer|förderin)\b|\b(?:treibende kraft|triebfeder|zugpferd|motor (?:des|hinter|dahinter)|steht voll (?:hinter|dahinter)|(?:fürsprecher(?:in)?|verfechter(?:in)?) (?:bei uns|im haus|intern|des|ihrer|der|dieser))\b"),
    Row("user", "before", rf"\b(?:arbeitet|arbeite|nutzt|nutze|bedient|bediene|verwendet|benutzt|sitzt|sitze|hängt|schaut|schaue|braucht|brauche|überwacht|beobachtet) (?:[\w'-]+ ){{0,3}}?{_TOOL} (?:[\w'-]+ ){{0,2}}?{_DAILY}|\b(?:arbeitet|arbeite|nutzt|nutze|bedient|bediene|verwendet|benutzt|sitzt|sitze|hängt|schaut|schaue|(?<=und ich )schauen|(?<=und ich )arbeiten|(?<=und ich )nutzen|braucht|brauche|überwacht) (?:[\w'-]+ ){{0,3}}?{_DAILY} (?:[\w'-]+ ){{0,3}}?{_TOOL}\b"),
    Row("user", "before", rf"(?:\b(?:wird|werde|muss|soll|darf)|(?<=und ich )werden|(?<=und ich )müssen) (?:[\w'-]+ ){{0,7}}?{_DAILY}(?: [\w'-]+){{0,5}}? (?:arbeiten|nutzen|bedienen|verwenden|benutzen|davor ?sitzen|sitzen|schauen|überwachen|umgehen|auswerten|anwenden|brauchen)\b|\b(?:ist|wird|bin|werde) (?:\w+ ){{0,3}}?(?:haupt(?:nutzer|anwender|benutzer)|anwender|endanwender|endnutzer|spätere[rn]? (?:be)?nutzer|spätere[rn]? anwender|key ?user|poweruser)(?:in)?\b"),
    Row("user", "before", r"\bsitz(?:t|e) (?:[\w'-]+ ){0,4}?vor (?:ihrem|eurem|dem|diesem|der|ihrer|den) (?:\w+ )?(?:system|bildschirm|bildschirmen|dashboard|monitor|monitoren|anlage|software)\b|\b(?:ist|bin|wird|werde) (?:[\w'-]+ ){0,4}?für die tägliche (?:bedienung|nutzung|arbeit)\b|\b(?:bedient|nutzt|benutzt|verwendet) (?:am ende |später |dann |bei uns |hier )*(?:das system|die software|die anlage|die plattform|ihr system|das tool) (?:am meisten|hauptsächlich|in erster linie|selbst)\b"),
    Row("user", "verb_last", rf"\b{_DAILY} (?:[\w'-]+ ){{0,4}}?(?:arbeitet|nutzt|bedient|verwendet|benutzt|arbeiten (?:wird|muss)|nutzen (?:wird|muss)|sitzt|sitzen (?:wird|muss)|bedienen (?:wird|muss))\b|\b{_TOOL} (?:[\w'-]+ ){{0,3}}?{_DAILY} (?:[\w'-]+ ){{0,2}}?(?:arbeitet|nutzt|bedient|verwendet|benutzt|sitzt|arbeiten wird|nutzen wird|bedienen wird)\b"),
    Row("decision_maker", "before", r"\b(?:hat|habe|behält|behalte) (?:[\w'-]+ ){0,4}?(?:das )?(?:letzte|finale|endgültige|alleinige|entscheidende) (?:wort|entscheidung|entscheidungsgewalt|stimme)\b|\b(?:hat|habe) (?:bei uns |hier |dabei |am ende |da |dort |in dieser sache )*(?:den hut auf|das sagen|die hosen an|das letzte wort|die entscheidungsgewalt|prokura und)\b"),
    Row("decision_maker", "before", r"(?<!technik )\b(?:entscheidet|entscheide)\b(?! (?:sich|mich|über (?:den termin|das datum|die farbe|die uhrzeit)|wann|am \w+tag|wer|was|wie))(?! (?:nichts|nicht))|\b(?:trifft|treffe|fällt|fälle) (?:[\w'-]+ ){0,4}?(?:die )?(?:endgültige |finale |letzte )?(?:\w*entscheidung)\b|\b(?:wird|werde|muss|darf|soll) (?:[\w'-]+ ){0,4}?(?:(?:darüber |endgültig |final |letztlich |das |am ende |allein |selbst )+entscheiden|(?:die |eine )(?:\w+ )?(?:\w*entscheidung) (?:treffen|fällen))\b"),
    *_does("decision_maker", "unterschreibt|unterschreibe,unterschreiben,unterschrieben unterzeichn zeichn", r"(?:alles|(?:alle|jeden|jede|den|die|unsere|solche) (?:[\w-]+ )?(?:\w*vertr[aä]ge?|\w*bestellung(?:en)?|\w*auftr[aä]ge?|vereinbarung(?:en)?))", once=True),
    *_does("decision_maker", "genehmig freigibt|freigebe,freigeben,freigegeben befürwort absegnet,absegnen,abgesegnet bewillig", rf"(?:den|die|das|alles|jede[ns]?|dem|der)(?: \w+)? ?{_DEAL}", once=True),
    *_apart("decision_maker", "ab:segnet|nickt|zeichnet|segne|nicke|zeichne,segnen|nicken|zeichnen frei:gibt|gebe,geben durch:winkt|winke,winken zu:stimmt|stimme,stimmen", rf"(?:{_DEAL}|vertrag|alles|das|es)", once=True),
    Row("decision_maker", "before", r"\b(?:gibt|gebe|muss|wird|erteilt) (?:[\w'-]+ ){0,4}?(?:das |den |die |sein |ihr |seine |ihre )?(?:endgültige[sn]? |finale[sn]? |letzte[sn]? )?(?:go|startschuss|grünes licht|finale freigabe|endgültige freigabe|letzte freigabe|abschließende freigabe|okay|ok|segen|jawort|placet|plazet)\b(?! für den termin)|\b(?:ist|bin) (?:bei uns |hier |am ende )*(?:der |die )?(?:eigentliche |alleinige |letzte )?(?:entscheider(?:in)?|entscheidungsträger(?:in)?|unterschriftsberechtigt|zeichnungsberechtigte?)\b", once=True),
    Row("decision_maker", "before", r"\bmuss (?:am ende |noch |immer |zuletzt |dann |erst |letztlich |bei uns )*(?:(?:dem kauf|der bestellung|dem vertrag|der investition|allem|der anschaffung|dem projekt|dem ganzen|dem)? ?(?:noch |am ende )?(?:zustimmen|ja sagen|mitziehen|nicken|überzeugt werden|unterschreiben|gegenzeichnen|abzeichnen|überzeugt sein)|(?:das alles|alles|den kauf|die bestellung|die anschaffung|jede bestellung|das ganze|es|das) (?:freigeben|genehmigen|absegnen|abzeichnen|abnicken|durchwinken|unterschreiben|bewilligen))\b", once=True),
    Row("decision_maker", "after", r"\b(?:das )?ja oder (?:das )?nein (?:\w+ \w+ \w+ )?(?:kommt von|sagt|liegt bei|spricht) |\b(?:hebt oder senkt|senkt oder hebt) "),
    Row("decision_maker", "before", r"\b(?:hebt|senkt|hebe|senke) (?:[\w'-]+ ){0,4}?daumen\b|\bsagt (?:ja oder nein|ja)\b(?= (?:am ende|zum schluss|letztlich)|[.,;]|$)|\b(?:setzt|setze|kommt|steht) (?:[\w'-]+ ){0,4}?unterschrift (?:drunter|darunter|unter)\b"),
    Row("decision_maker", "inside", r"\bmuss (?P<who>[^.,;]{3,40} )unterschreiben\b", once=True),
    Row("decision_maker", "before", r"\bsegnet (?:am ende |bei uns |das |alles |letztlich )*ab\b|\bsagt (?:am ende|zum schluss|letztlich) (?:ja oder nein|ja|nein)\b"),
    Row("decision_maker", "verb_last", r"\b(?:das )?(?:letzte|finale|endgültige) wort (?:hat|haben wird|behält)\b|\bdie (?:endgültige |finale |letzte )?(?:\w*entscheidung) trifft\b|\b(?:alles |den vertrag |die bestellung |die verträge |die aufträge |den auftrag )(?:\w+ ){0,2}?(?:unterschreibt|unterzeichnet|freigibt|absegnet|genehmigt)\b|\b(?:darüber |das |am ende |letztlich )entscheidet\b"),
    Row("decision_maker", "after", r"\b(?:das )?(?:letzte|finale|entscheidende) wort (?:hat|habe|liegt bei|behält|spricht)(?: (?:bei uns|hier|am ende|nur|dabei|natürlich|immer|in dieser sache))* |\bdie (?:endgültige |finale |letzte )?(?:\w*entscheidung)(?: darüber| dazu)? (?:liegt (?:allein |letztlich |ganz )?bei|trifft|fällt|treffe|obliegt|hängt an|ist sache von|macht)(?: (?:bei uns|hier|am ende|letztlich|allein))* |\b(?:entscheiden (?:tut|wird|muss)|unterschreiben (?:tut|wird|muss|darf)|das sagen hat|den hut (?:dabei |hier )?auf hat|das letzte wort hat|die hosen anhat)(?: (?:das|bei uns|hier|am ende|nur))* "),
    Row("decision_maker", "after", r"\b(?:die |das |der )?(?:finale |endgültige |letzte )?(?:freigabe|go|okay|ok|grünes licht|segen) (?:erteilt|gibt|kommt (?:immer |am ende |letztlich )?von|muss von|holen wir (?:uns )?bei|brauchen wir (?:noch )?von)(?: (?:bei uns|hier|am ende))* |\b(?:nichts|kein \w+)\b[^.;]{0,30} ohne (?:die zustimmung|das ok|die freigabe|die unterschrift|den segen|das okay) von |\bohne (?:die zustimmung|das ok|das okay|die freigabe|die unterschrift|den segen|das go) von (?=[^.;,]{3,40} (?:geht|läuft|passiert|kaufen|bestellen|können|wird|gibt|kommt)\b)|\b(?:es |alles |das )?(?:hängt|steht und fällt) (?:\w+ )?(?:an|mit) (?!(?:der|dem|den|die|ihnen|ihrem)\b(?! (?:dr|herrn?|frau)))|\ban (?=[^.;,]{3,30} (?:führt|kommt) (?:\w+ )?(?:kein weg|keiner|niemand)\b)|\büberzeugen (?:müssen|musst|müsst) (?:sie|du|wir|ihr)(?: (?:vor allem|noch|am ende|nur|letztlich))* |\bunter die bestellung (?:gehört|kommt) die unterschrift von "),
    Row("decision_maker", "none", r"\bohne (?=(?:frau|herrn?|dr\.?|[a-zäöü]{3,15})(?: [\w-]+){0,2}(?:s (?:unterschrift|okay|ok|segen|zustimmung|go|freigabe))? (?:geht|läuft|passiert|kaufen wir|bestellen wir) (?:\w+ ){0,3}?(?:nichts|gar nichts|nix|kein\w*)\b)"),
    Row("decision_maker", "owner", r"\bohne (?=[^.;,]{3,30}s (?:unterschrift|okay|ok|segen|zustimmung|go|freigabe) (?:geht|läuft|passiert|kaufen|bestellen|können|wird|gibt)\b)"),
    Row("decision_maker", "after", r"\b(?:unterschrieben|entschieden|unterzeichnet|abgesegnet) (?:wird|werden) (?:[\w'-]+ ){0,4}?von "),
    Row("decision_maker", "contrast", r"\b(?:nicht (?:ich|wir|bei mir|bei uns)|(?:ich|wir) (?:\w+ ){0,3}?nicht)[^.;]{0,25}?(?:,|;| -) ?(?:sondern |das (?:macht|entscheidet|tut|unterschreibt) )(?P<who>[^.,;]{2,40})(?<=[\w.])(?= entscheidet| unterschreibt|[.,;]|$)"),
    Row("economic_buyer", "after", r"\büber (?:das|den|die) (?:\w+ )?(?:budget|etat|mittel|gelder|kasse) (?:verfügt|entscheidet|wacht) (?:bei uns |hier |allein )*|\bfreigabe (?:der mittel|des budgets|der gelder|des geldes) (?:liegt bei|erteilt|kommt von|macht|erfolgt durch) "),
    Row("economic_buyer", "after", r"\b(?:zahlen|bezahlen|blechen) (?:tut|tu|tue|wird|werde|muss|darf) (?:das )?(?:am ende |alles )*"),
    Row("procurement", "after", r"\b(?:verhandeln|feilschen|einkaufen) (?:tut|tu|tue) (?:das )?", once=True),
    Row("technical", "after", r"\btechnisch (?:prüfen|testen|abnehmen) (?:tut|tu|tue) (?:das )?"),
    Row("decision_maker", "after", r"\b(?:entscheiden|unterschreiben) (?:tut|tu|tue) (?:das )?"),
    Row("champion", "me", r"\b(?:haben sie|hast du|habt ihr) in mir (?:\w+ ){0,3}(?:verbündete\w*|fürsprecher\w*|fan|unterstützer\w*)\b"),
    Row("user", "after", r"\bvor (?:dem|ihrem|eurem) (?:bildschirm|system|dashboard|monitor) (?:sitzt|sitz|sitze) (?:nachher |dann |später |immer )*"),
    Row("user", "after", r"\bdie tägliche (?:bedienung|nutzung|arbeit|auswertung|überwachung)(?: (?:damit|der \w+|des \w+|mit \w+ \w+))? (?:übernimmt|macht|liegt bei|liegt in den händen von|erledigt) (?:bei uns |dann |später )*"),
    Row("technical", "before", rf"\b(?:{_AUX}) (?:[\w'-]+ ){{0,4}}?(?:prüfen|testen|klären|abklären|schauen|sehen|ausprobieren|herausfinden|beurteilen),? (?:ob|wie) (?:[\w'-]+ ){{1,7}}?(?:passt|passen|läuft|laufen|funktioniert|funktionieren|zusammenspielt|zusammenspielen|anbinden lässt|integrieren lässt|einbinden lässt|verträgt|spricht|sprechen|kompatibel (?:ist|sind)|taugt|taugen|reden|redet)\b"),
    Row("technical", "before", r"\b(?:prüft|prüfe|bewertet|bewerte|beurteilt|testet|begutachtet|wird|muss) (?:[\w'-]+ ){0,6}?(?:aus (?:rein )?technischer sicht|in technischer hinsicht|auf technische\w* \w+)\b"),
    Row("decision_maker", "me", r"\b(?:ohne (?:meine (?:unterschrift|zustimmung|freigabe)|mein (?:okay|ok|go)) (?:geht|läuft|passiert)|(?:die entscheidung|das letzte wort) (?:liegt bei mir|treffe ich|habe ich)|das entscheide ich|da entscheide ich)\b"),
)  # fmt: skip

KEYS: dict[str, str] = {
    "economic_buyer": r"geld|säckel|schatulle|brieftasche|zahlen|bezahlen|berapp|blechen|stemmt|mittel|budget|etat|rate|ausgabe|summe|kosten|invest|betr[aä]g|finanz|kasse|portemonnaie|zahlt|topf|daumen|kredit",
    "procurement": r"hosen|tisch|einkauf|einkäuf|beschaff|ausschreib|vergabe|bestell|verhand|kaufm|kondition|preis|rabatt|nachl[aä]ss|zahlungs|skonto|liefer|vertr[aä]g|angebot|auftr[aä]g|feilsch|kommerz",
    "legal": r"agreement|contract|terms|entwurf|vertr[aä]g|agb|klausel|avv?|haftung|rechtlich|rechtsfrag|juristisch|geheimhaltung|vereinbarung|nda|bedingung|kleingedruckt|lizenz|datenschutz",
    "technical": r"nieren|prüfstand|zahn|zerleg|sezier|techn|it$|schnittstell|sicherheit|netz|spezifik|kompatib|integration|anbindung|leitstelle|archite|hardware|firmware|einbau|mess|protokoll|datenmodell|steuerung|sps$|glt$|datenbl|lastenheft|pflichtenheft|pilot|testinst|gerät|zähler|sensor|gateway|systemlandschaft|machbarkeit|ob$|inbetrieb|anlage",
    "champion": r"ohren|haben$|gut$|feuer|brenn|fahne|stange|zeug|locker|seite|predig|mann$|frau$|mittel|rein$|treib|setz|stark|kämpf|werb|wirb|tromm|plädier|weibel|lobby|druck|stimmung|reklame|bresche|lanze|rücken|schwärm|hinter|verkauf|unbedingt|push|box|durch|voran|intern|hier|fürsprech|befürwort|unterstütz|verbündet|fan$|verfecht|anw[aä]lt|förder|kraft|triebfeder|zugpferd|motor",
    "user": r"arbeitsger|werkzeug|handwerk|brot|tagaus|kleb|häng|täglich|jede|alltag|tag$|tagesgesch|spät|abends|uhr|ständig|nacht|laufend|nutzer|anwender|user|system|bildschirm|dashboard|monitor|anlage|software",
    "decision_maker": r"daumen|^ja$|nein|unterschr|drücker|zepter|zügel|instanz|ausschlag|machtwort|befind|letzt|final|endgültig|alleinig|entscheid|hut$|sagen|hosen|prokura|unterschreib|unterzeich|unterschrift|genehmig|freigib|freigeb|freigabe|frei$|befürwort|segn|segen|bewillig|nick|zeichn|wink|stimm|go$|startschuss|grün|okay|ok$|jawort|pla[cz]et|berechtigt|muss|ohne|hängt|steht|weg$|überzeug|mein|ab$",
}
