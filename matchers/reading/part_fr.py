"""Who does what in a purchase, in French: classes of verbs and of what they are done to, and turns of phrase of their own."""

from __future__ import annotations

from matchers.reading.part_forms import Row, either, listed

_STOPS = "mais|ou|que|qu'|qui|dont|si|quand|lorsque|avant|après|parce|car|donc|nous|vous|je|tu|il|elle|on|ils|elles|est|sont|a|ont|sera|seront|ne|pas|pour|avec|sans|chez"
_GAP = rf"(?:(?!(?:{_STOPS})\b)[\w'/&-]+ )"
_ADV = r"(?:(?:aussi|toujours|ici|chez nous|bien|ensuite|encore|seule?|lui-même|elle-même|moi-même|également|d'abord|généralement|personnellement|\w+ment|en général|de notre côté|au final|en dernier ressort|en interne|au bout du compte) ){0,2}"
_ART = r"(?:(?:toute?s?|tous|la|le|les|un|une|des|du|de|nos|notre|vos|votre|son|sa|ses|leurs?|ces?|cette|cet|chaque|mes|mon|ma) |l'|d'){0,3}"
_TO_DO = either(
    r"(?:doit|dois|devra|devrai|va|vais|peut|peux|pourra|veut|souhaite|tient_à|aura_à|aurai_à|a_à|ai_à) (?:est|suis|sera|serai|a_été|ai_été)_(?:bien_|aussi_|ici_)?(?:chargée?_de|en_charge_de|là_pour|mandatée?_pour|missionnée?_pour|amenée?_à|habilitée?_à|(?:le_|la_)?seule?_à(?:_pouvoir)?|désignée?_pour|responsable_de)"
    r" (?:a|ai|aura)_pour_(?:mission|rôle|tâche)_de s'occupe(?:ra)?_de m'occupe(?:rai)?_de se_charge(?:ra)?_de me_charge(?:rai)?_de (?:son|mon)_(?:rôle|travail|job)_(?:est_de|c'est_de)"
).replace(" de|", " (?:de |d')|")


class _Verbs:
    """Forms of verbs in -er (by their stem) and others (`relit|relira,relire,relue?s?`)."""

    def __init__(self, line: str) -> None:
        finite, infinitive, done = [], [], []
        for verb in line.split():
            one, two, three = verb.split(",") if "," in verb else (f"{verb}e(?:ra|rai)?", f"{verb}er", f"{verb}ée?s?")
            finite.append(one)
            infinitive.append(two)
            done.append(three)
        self.finite, self.infinitive, self.done = (either(" ".join(forms)) for forms in (finite, infinitive, done))


def _does(role: str, verbs: str, what: str, *, gap: int = 3, once: bool = False) -> tuple[Row, ...]:
    """Somebody does it, has to do it; it is theirs to do, or done by them."""
    forms = _Verbs(verbs)
    matter = rf"{_ART}{_GAP}{{0,{gap}}}?(?:l'|d')?{what}"
    return (
        Row(
            role,
            "before",
            rf"(?:\b|(?<='))(?:le |la |les )?{forms.finite}(?: et {_GAP}{{1,2}}?)? {_ADV}{matter}\b",
            once,
        ),
        Row(
            role,
            "before",
            rf"(?:\b|(?<=')){_TO_DO} ?(?:d')?{_ADV}(?:le |la |les )?{forms.infinitive}(?: et \w+)? {_ADV}{matter}\b",
            once,
        ),
        Row(
            role,
            "inside",
            rf"\b(?:c'est|ce sera|c'est donc|il revient|il appartient|il incombe) à (?P<who>[^.,;:]{{2,40}}?) (?:de |d'|qu'il (?:revient|appartient) de |que revient (?:de |le soin de |la tâche de ))(?:le |la |les )?{forms.infinitive}(?: et \w+)? {matter}\b",
            once,
        ),
        Row(
            role,
            "after",
            rf"\b{what}(?: {_GAP}{{1,3}}?)? ?(?:est|sera|sont|seront|doit être|doivent être|devra être|ont été confiée?s? et) (?:toujours |ensuite |d'abord |\w+ment )?{forms.done}(?: et \w+)? par ",
            once,
        ),
    )


def _responsible(role: str, what: str) -> tuple[Row, ...]:
    """Somebody has to do with a matter: in charge of it, it lies with them, they are whom to ask about it."""
    matter = rf"{_ART}(?:(?:partie|volet|aspects?|questions?|côté|sujets?|dossier|suivi|gestion|point|tout ce qui est|tout ce qui touche|ce qui concerne|processus|procédure|phase|relecture|revue|validation|rédaction) )?(?:de l'|de la |du |des |d'|de |aux? |à la |l'|la |les |le ){{0,2}}(?:[\w-]+ )?{what}"
    return (
        *_does(
            role,
            "gère,gérer,gérée?s? pilot mène|mènera|mènerai,mener,menée?s? suit|suis|suivra|suivrai,suivre,suivie?s? trait dirig assur coordonn conduit|conduira,conduire,conduite?s? supervis centralis organis gère|gérera,gérer,gérée?s? prend_en_charge|prendra_en_charge|prends_en_charge,prendre_en_charge,prise?s?_en_charge",
            rf"(?:(?:partie|volet|aspects?|questions?|côté|sujets?|suivi|gestion|processus|procédure|phase) (?:des? |du |de la |de l'|d')?)?{what}",
            gap=1,
        ),
        Row(
            role,
            "before",
            rf"(?:\b|(?<='))(?:s'|m'|se |me )(?:occupe|charge)(?:ra|rai)? {_ADV}(?:de |d'|des |du ){matter}\b|\b(?:est|suis|sera|serai|reste) {_ADV}(?:chargée?|en charge|responsable|aux commandes|à la manœuvre|(?:votre|notre|le|la|l') ?(?:seule? |principale? |bonne? )?(?:interlocut(?:eur|rice)|contact|référente?|correspondante?|personne))(?: [\w'-]+)?? (?:pour|de|d'|des|du|sur)(?: tou(?:t|te|s|tes))? ?{matter}\b",
        ),
        Row(
            role,
            "before",
            rf"\b(?:est|suis|sera|serai|reste) {_ADV}(?:votre|notre|le|la|l') ?(?:interlocut(?:eur|rice)|contact|référente?|correspondante?|responsable) {what}\b(?! (?:de|du|des|chez)\b)",
        ),
        Row(
            role,
            "after",
            rf"\b{matter}(?: [\w'-]+)?? ?,? ?(?:passe(?:nt|ra|ront)?|dépend(?:ra|ent)?|relève(?:nt|ra)?|revien(?:t|nent|dra)|incombe(?:nt|ra)?|appartien(?:t|nent)|est|sont|sera|seront|reste|transite|atterrit|doit passer|doivent passer|va|vont) {_ADV}(?:(?:toujours |tous |d'abord )?(?:par|de|d'|à|chez|du ressort de|du ressort d'|entre les mains de|entre les mains d'|l'affaire de|l'affaire d'|du domaine de|dans le périmètre de|dans les mains de|de la compétence de|sous la responsabilité de|confiée?s? à|sur le bureau de)) ?(?!(?:vous|nous|la|le|les|l'|faire|valider|revoir|jour)\b(?! (?:dr|docteur)))",
        ),
        Row(
            role,
            "after",
            rf"\b(?:pour|sur|concernant|côté|quant à|quant aux?|au sujet de|à propos de|en matière de|en ce qui concerne|s'agissant de) {matter}(?: [\w'-]+)??,? ?(?:(?:merci de |veuillez |il faut |vous pouvez |le mieux est de |vous devez |vous aurez à )?(?:voyez|voir|parlez|parler|adressez-vous|vous adresser|tournez-vous|vous tourner|contactez|contacter|échangez|échanger|appelez|appeler|traitez|traiter|écrivez|écrire|demandez|demander|passez|passer|rapprochez-vous|vous rapprocher)(?:-en)? ?(?:ça |cela |directement |plutôt |d'abord )*(?:avec |à |auprès de |auprès d'|vers |par |de )?|(?:c'est|ce sera|ce serait|c'est plutôt|(?:votre|le|la) (?:bonne? |seule? )?(?:interlocut(?:eur|rice)|contact|personne|référente?) (?:est|sera)|il y a) )(?!(?:vous|nous|notre|la|le|les|un|une)\b(?! (?:dr|docteur|juriste|acheteu)))",
        ),
        Row(role, "after", rf"\b{matter},? (?:c'est|ce sera) (?!(?:la|le|les|un|une|pas|à|très|plus|bon)\b)"),
        Row(
            role,
            "me",
            rf"\b{matter}[^.;:]{{0,40}}?,? (?:c'est|ce sera|est|sont|passent? par|passera par|passeront par|relèvent? de|revien(?:t|nent) à) (?:pour )?(?:moi|ma pomme|mon (?:rayon|domaine|boulot|bureau|affaire|truc)|mes mains|ma partie|mes compétences|ma compétence)\b",
        ),
        *listed(role, rf"(?:(?:partie|volet|côté|relecture|revue) (?:du |de la |des |de )?)?{what}"),
    )


_MONEY = r"(?:budgets?|enveloppe(?: budgétaire)?|crédits?|fonds|cordons de la bourse|dépenses?|investissements?|financements?|argent|sommes?|montants?|frais|euros|dollars|sous|engagements? (?:de dépenses?|financiers?))"
_TECH = r"(?:techniqu\w+|techno\w*|compatib\w+|réseaux?|(?:cyber)?sécurité|intégration|interfaces?|api|architecture|cahier des charges|automat\w+|gtb|gtc|matériels?|spécifications?|infrastructure|câblage|protocoles?|système d'information|informatiques?|capteurs?|passerelles?|faisabilité|essais?|pilote|fiches? techniques?|schémas?)"
_PAPER = r"(?:contrats?|clauses?|cg[vau]|conditions générales(?: de \w+)?|juridiques?|conventions?|accord(?:-cadre)?|avenants?|mentions légales|rgpd|nda|accord de confidentialité|responsabilité|textes? contractuels?|documents? contractuels?)"
_PRICE = r"(?:prix|tarifs?|remises?|rabais|ristournes?|conditions (?:commerciales|tarifaires|de paiement|d'achat)|conditions|délais de paiement|contrats fournisseurs)"
_BUYING = r"(?:achats?|négociations?|prix|tarifs?|tarification|conditions (?:commerciales|tarifaires|de paiement|d'achat)|consultation|appels? d'offres|commandes?|bons? de commande|marchés?|approvisionnements?|commerciale?s?|commerciaux|mise en concurrence|référencement)"
_LEGAL = r"(?:juridiques?|contrats?|contractuel(?:le)?s?|clauses?|cg[vau]|conditions générales|contractualisation|droit|rgpd)"
_TECHNICAL = r"(?:techniques?|technicité|informatiques?|si|intégration|réseaux?|(?:cyber)?sécurité(?: informatique)?|interfaces?|compatibilité|spécifications|architecture)"
_TOOL = r"(?:de |avec |sur |dans )?(?:l'outil|l'application|l'interface|(?:la|le|les|votre|vos|cette|ce|notre) (?:\w+ )?(?:plateforme|système|logiciel|solutions?|outils?|tableaux?(?: de bord)?|données|portail|appareils|capteurs|interface|application|relevés|écrans?|courbes))"
_DAILY = r"(?:au quotidien|tous les jours|chaque jour|quotidiennement|tous les matins|chaque matin|jour après jour|du matin au soir|toute la journée|à longueur de journée|en permanence|au jour le jour|à chaque (?:poste|quart)|nuit après nuit|chaque nuit|toutes les nuits|24 heures sur 24)"

ROWS: tuple[Row, ...] = (
    *_does("economic_buyer", "valid approuv autoris accord engag débloqu libère|libérera|libérerai,libérer,libérée?s? octroi sign arbitr financ", _MONEY, gap=2),
    Row("economic_buyer", "before", r"\b(?:tien[ts]|tiendra|détien[ts]|gère|contrôle|pilote|maîtrise|délie(?:ra)?|dénoue(?:ra)?|ouvre|ouvrira|a la main sur|ai la main sur|veille sur|garde) (?:\w+ )?(?:le |la |les |l'|nos |notre |son )(?:\w+ )?(?:budgets?|enveloppe(?: budgétaire)?|crédits?|fonds|cordons de la bourse|dépenses|bourse|portefeuille)\b"),
    Row("economic_buyer", "before", r"\b(?:est|suis|sera) (?:bien |ici |le |la |l')*(?:responsable|titulaire|détenteur|détentrice|décisionnaire|porteur|porteuse|gestionnaire|maître|ordonnateur|ordonnatrice) (?:du budget|des crédits|de l'enveloppe|des dépenses|de la dépense)\b|\b(?:est|suis|sera) (?:l'ordonnat(?:eur|rice)|le payeur|la payeuse)\b"),
    Row("economic_buyer", "before", r"\bqui (?:a|détient|tient) (?:le budget|l'enveloppe|les crédits|le portefeuille|les cordons)\b|\b(?:paie(?:ra)?|paye(?:ra)?|règle(?:ra)?) (?:l'addition|la facture|le projet|tout ça|tout cela)\b|\bqui (?:paie|paye|finance)\b|\bsort (?:de|d') (?:son|mon) budget\b|\b(?:c'est|ce sera) (?:sur )?(?:son|mon) budget\b"),
    Row("economic_buyer", "me", r"\b(?:mon service|ma direction|mon département|mon pôle) (?:qui )?(?:paie|paye|paiera|finance|financera|prend en charge)\b|\bpayée?s? par (?:mon service|ma direction)\b|\b(?:c'est )?moi qui (?:paie|paye|débourse|finance|règle|sors l'argent|signe le chèque|tiens la bourse)\b"),
    Row("economic_buyer", "me", r"\b(?:sur|dans|de) mon (?:budget|enveloppe|centre de coûts?)\b(?=[^.;]{0,25}(?:pay|impu|pris|sort|pass)\w*)|\b(?:sort|sortira|pris|prise|imputée?|payée?|passe|passera|financée?) (?:sur|de|par|dans) mon (?:budget|enveloppe|centre de coûts?)\b"),
    Row("economic_buyer", "after", r"\b(?:le budget|l'enveloppe|les crédits|le financement|l'argent|les fonds)(?: pour (?:ce|cela|ça|le)[^.;,]{0,20})? ?(?:est|sont) (?:gérée?s?|tenue?s?|validée?s?|contrôlée?s?|débloquée?s?|accordée?s?|portée?s?|détenue?s?) par |\b(?:le budget|l'enveloppe|les crédits|le financement|l'argent|les fonds|la dépense) (?:dépend de|relève de|est entre les mains de|sont entre les mains de|appartient à|vient de|revient à|passe par|est chez|est du ressort de|est entre les mains d'|sont entre les mains d'|dépend d'|relève d'|vient d'|est du ressort d'|est imputée? (?:sur le budget|au budget) de|sort du budget de|est prise? sur le budget de) ?|\b(?:ce sera|c'est) (?:imputé|pris|payé) (?:sur|par) (?:le budget de )?"),
    *_does("procurement", "négoci discut marchand", _PRICE),
    Row("procurement", "before", r"\b(?:passe|émet|lance|saisit) (?:toutes )?(?:les|nos|la) (?:bons de )?commandes?\b", once=True),
    Row("procurement", "inside", r"\bc'est avec (?P<who>[^.,;]{2,40}?) que (?:vous|nous|tu) (?:\w+ )?(?:(?:négoci|marchand)\w+|(?:discut|parl|trait|verr)\w+(?=[^.;]{0,40}\b(?:prix|tarif|remise|rabais|condition|escompte|argent)))"),
    Row("procurement", "after", r"\b(?:vous|nous|tu) (?:(?!avons|avez|as|ai)\w+ )?(?!\w+[ée]s? )(?:négoci|marchand|discut|débatt|parl|trait|fix|règl)\w+ (?:[\w'-]+ ){0,5}?(?:prix|tarifs?|remises?|rabais|ristournes?|escompte|conditions)\b(?: [\w'-]+){0,3}? avec |\b(?:le prix|les prix|les tarifs?|les remises|le rabais|les conditions|la remise) (?:se (?:discute|négocie|traite|règle|joue|débat)(?:nt|ra|ront)?|(?:est|sont|sera|seront) (?:discut|négoci|débattu)\w*) avec "),
    Row("procurement", "before", r"\bqui (?:négocie|achète|mène la négociation|passe les commandes|fait les achats)\b|\b(?:est|suis) (?:l'acheteu(?:r|se)|votre acheteu(?:r|se)) (?:sur|pour|de) (?:ce|le|cette) (?:dossier|projet|marché|affaire|consultation)\b|\b(?:fait|fera|fais) (?:jouer la concurrence|les achats|le comparatif)\b"),
    *_responsible("procurement", _BUYING),
    *_does("legal", "relit|relis|relira|relirai,relire,relue?s? valid révis vérifi examin revoit|reverra|revois,revoir,revue?s? analys annot étudi rédig amend corrig épluch pass_au_crible pass_au_peigne_fin décortiqu contrôl négoci", rf"(?:(?:le|la|les|l'|vos|nos|notre|votre|ce|cette|tous les|toutes les|chaque|tout) ?)(?:\w+ ){{0,2}}?(?:d'|de )?{_PAPER}", gap=0),
    Row("legal", "before", rf"\b(?:pass(?:e|era|er)|fait passer|épluche) {_GAP}{{0,4}}?{_PAPER} (?:au (?:peigne fin|crible)|à la loupe)|\b(?:a|ai) (?:déjà |bien )?(?:annoté|amendé|corrigé|commenté|relu et \w+) (?:le|la|les|votre|vos|l'|ce) ?(?:\w+ )?{_PAPER}\b"),
    *_responsible("legal", _LEGAL),
    Row("legal", "before", r"\b(?:suis|est|sera) (?:chargée?|en charge|responsable) (?:[\w'’]+ ){0,6}?(?:relecture|rédaction|contractualisation|juridique)\b"),
    *_does("technical", "valid vérifi test évalu,évaluer,évaluée?s? évalu examin contrôl étudi analys audit jug regard relit|relira|relis,relire,relue?s? éprouv homologu expertis certifi qualifi instrui(?:t|ra),instruire,instruite?s?", _TECH, gap=5),
    Row("technical", "before", r"\b(?:vérifie(?:ra)?|teste(?:ra)?|regarde(?:ra)?|va (?:vérifier|tester|regarder|voir)|doit (?:vérifier|tester|regarder|s'assurer)|s'assure(?:ra)?|contrôle(?:ra)?) (?:que|si) (?:[\w'-]+ ){1,6}?(?:compatibles?|fonctionn\w+|s'intègr\w+|communiqu\w+|parl\w+|pass\w+|dialogu\w+|tourn\w+|se connect\w+|tien\w+)\b"),
    Row("technical", "before", r"\b(?:rédige(?:ra)?|rend(?:ra)?|donne(?:ra)?|émet(?:tra)?|signe(?:ra)?|écri(?:t|ra)|fait|fera|doit (?:rendre|donner|rédiger|émettre)) (?:un |son |le |l'|notre )?(?:\w+ )?(?:avis|rapport|bilan|expertise|analyse|note|évaluation|dossier) technique\b"),
    Row("technical", "before", r"\b(?:est|sera|suis) (?:votre|notre|le|la) (?:interlocut(?:eur|rice)|référente?|contact|correspondante?|valideu(?:r|se)) techniques?\b|\b(?:donne(?:ra)?|rend(?:ra)?|doit donner|doit rendre) (?:un |son |le |l')?(?:avis|feu vert|aval|accord|ok) techniques?\b"),
    *_responsible("technical", _TECHNICAL),
    Row("champion", "before", r"\b(?:pousse|pousser|milite|se bat|me bats|plaide|œuvre|fait campagne|fait du lobbying|insiste|fait le forcing|fait pression|s'est battue?|monte au créneau) (?:\w+ ){0,3}?(?:pour (?:que|ce|le|la|votre|vos|cette|vous|convaincre)|en (?:votre|sa) faveur|ce (?:projet|dossier)|votre (?:solution|projet|dossier|offre))"),
    *_does("champion", "pouss port défend|défends|défendra|défendrai,défendre,défendue?s? soutien[ts]|soutiendra|soutiendrai,soutenir,soutenue?s? appui plaid promeut,promouvoir,promue? recommand vant vend|vends|vendra|vendrai,vendre,vendue? mett_en_avant", r"(?:(?:votre|vos|ce|cette|ton|tes) (?:\w+ )?(?:projet|dossier|solution|offre|idée|sujet|système|matériel|outil|affaire)|(?:le|l'|la) ?(?:projet|idée|dossier)(?= (?:auprès|devant|en interne|partout|chez nous|à la|au)))", gap=2),
    Row("champion", "before", r"\b(?:tanne|harcèle|travaille au corps|bassine|relance sans cesse|casse les oreilles) (?:\w+ ){0,3}?(?:le |la |mon |notre |ma |nos )?(?:chef\w*|patron\w*|direct\w+|hiérarchie|boss)\b|\b(?:je|j'en|il|elle|en) (?:\w+ )?parle (?:\w+ ){0,3}?à (?:tout le monde|qui veut l'entendre|chaque réunion)\b"),
    Row("champion", "before", r"\b(?:porte|défend|défends|soutient|soutiens|appuie|promeut|vend|vante|recommande) (?:(?:ce|le|votre|vos|cette|vraiment|beaucoup|ardemment|bec et ongles|à fond|fermement|activement|en interne|la|l') ?)*(?:projet|dossier|solution|sujet|offre|idée|vous|mérites)\b|\bvous (?:défend|soutient|appuie|recommande|porte)\b|\b(?:plus (?:fervente?|grande?|fidèle|ardente?|sûre?|chaude?) (?:soutien|défenseu\w+|partisane?|alliée?|supporter|supportrice|fan)|meilleure? (?:alliée?|soutien|avocate?|ambassad\w+|relais)|principale? (?:soutien|alliée?|défenseu\w+)|moteur (?:du|de ce) (?:projet|dossier)|cheville ouvrière|(?:est|suis) (?:le |la )?(?:promot(?:eur|rice)|porte-étendard|porte-parole|ambassad\w+|moteur))\b"),
    Row("champion", "before", r"\b(?:est|suis) (?:à fond |vraiment |totalement |très |entièrement |complètement |clairement |100 ?% )(?:derrière (?:vous|ce|le|votre|la)|pour votre|acquise? à (?:votre|ce))\b|\b(?:croi[ts]|tien[ts]) (?:dur comme fer |beaucoup |énormément |vraiment )(?:à |en )(?:votre|ce|cette|vous)\b|\bcroi[ts] dur comme fer\b"),
    Row("user", "before", rf"\b(?:utilise(?:ra|rai)?|se sert|se servira|me servirai|me sers|travaille(?:ra|rai)? (?:avec|sur|dans)|exploite(?:ra|rai)?|manipule(?:ra|rai)?|consulte(?:ra|rai)?|regarde(?:ra|rai)?|va (?:utiliser|consulter|manipuler|travailler (?:avec|sur)|se servir)|vais (?:utiliser|consulter|travailler (?:avec|sur))|passe(?:ra)? ses journées|suivra|suit|pilote(?:ra)?) {_TOOL} (?:[\w'’-]+ ){{0,4}}?{_DAILY}\b|\b{_DAILY},? (?:avec |devant |sur |dans ){_TOOL}\b"),
    Row("user", "before", rf"\b(?:est|sera|suis|serai) (?:donc |aussi )?(?:l'|la |le |notre |votre )?(?:\w+ )?utilisat(?:eur|rice)(?: (?:principale?|finale?|quotidien(?:ne)?|clé|au quotidien))?\b(?! de (?:l'ancien|votre concurrent))|\bs'en ser(?:t|vira|viront) (?:[\w'’-]+ ){{0,2}}?{_DAILY}|\b(?:l'|les )utilise(?:ra)? (?:[\w'’-]+ ){{0,2}}?{_DAILY}|\bqui (?:va (?:l'utiliser|s'en servir)|l'utilisera|s'en servira|l'aura en main)\b|\b(?:travaille(?:ra)?|vi(?:t|vra)|bosse(?:ra)?) (?:avec|dessus|dedans)(?: {_TOOL})? {_DAILY}|\b(?:aura|a|aurai) {_TOOL} (?:sous les yeux|en main|devant (?:lui|elle|moi)) {_DAILY}|\b(?:va|vais) avoir {_TOOL} (?:sous (?:le nez|les yeux)|devant (?:lui|elle|moi)|en main) {_DAILY}|\bl'aura {_DAILY} (?:sous les yeux|entre les mains|en main)"),
    Row("decision_maker", "before", r"\b(?:a|ai|aura|aurai|garde|conserve) (?:\w+ )?(?:le dernier mot|le mot de la fin|voix prépondérante|le pouvoir de décision|la décision finale)\b|(?<!qui )(?<!-)\b(?:décide|décidera|déciderai|tranche|tranchera|trancherai)\b(?!-| (?:de (?!tout)|du|d'|la|le|les|si|quand|entre|rien|pas|que|ensemble)\b)|\bqui (?:décide|décidera|tranche|tranchera)\b(?!-| (?:de (?!tout|l'achat|la suite)|d'|quand|entre|rien)\b)|\bpren(?:d|dra|ds|drai) (?:\w+ )?(?:la |toutes les |les )?(?:décisions?)\b|\bdonne(?:ra|rai)? (?:le |son |l')?(?:feu vert|accord (?:final|définitif)|aval|dernier ok|go)\b"),
    *_does("decision_maker", "sign contresign ratifi", r"(?:(?:les?|la|nos|tous les|toutes les|chaque|tout|vos|ces?) ?)(?:contrats?|bons? de commande|commandes?|marchés?|conventions?|engagements?)", gap=0, once=True),
    *_does("decision_maker", "approuv autoris entérin avalis", r"(?:(?:le|la|les|l'|cet|ce|tout|tous les|toutes les|chaque) ?)(?:achats?|commandes?|projets?|acquisitions?|marchés?|offres?|choix|fournisseurs?)", gap=0, once=True),
    Row("decision_maker", "before", r"\bqui signe\b(?! (?:le |la |les )?(?:pv|procès|compte|bons? de livraison))|\bsigne (?:absolument )?tou(?:t|s les)\b|\b(?:est|suis|sera) (?:le |la |l')?(?:seule? |vraie? |véritable |unique )*(?:décideur|décideuse|décisionnaire|arbitre|signataire)(?! du budget)\b|\b(?:doit|devra|dois) (?:\w+ )?(?:donner (?:son|le|l') ?(?:accord|feu vert|aval)|dire oui|être convaincue?|signer|trancher|approuver)(?= (?:avant|aussi|en dernier|d'abord|au final|et)\b|[.,;!]|$)|\b(?:c'est|ce sera) (?:lui|elle) qu'il (?:faut|faudra) convaincre\b|\bdit oui ou non\b", once=True),
    Row("decision_maker", "me", r"\b(?:c'est ma décision|la décision (?:me revient|m'appartient|est la mienne)|le dernier mot (?:me revient|m'appartient)|c'est (?:à moi|moi) (?:de|qui) (?:décide\w*|tranche\w*|signe\w*)|rien (?:ne se \w+ )?sans (?:mon accord|ma signature))\b"),
    Row("decision_maker", "after", r"\b(?:le dernier mot|la décision(?: finale| définitive)?|le choix final|l'arbitrage(?: final)?|la signature|le mot de la fin) (?:revient à|reviendra à|appartient à|appartiendra à|est à|incombe à|dépend (?:\w+ )?de|dépend d'|est prise par|sera prise par|est entre les mains de|relève de|se prend chez) |\bc'est à (?=\S+ (?:\S+ )?de (?:décider|trancher|dire oui|signer))|\b(?:tout|ça|cela) (?:dépend|dépendra) (?:\w+ )?(?:de|d')(?! (?:la|le|les|vous|nous)\b)|\b(?:la personne|celui|celle) (?:qu'il faut|qu'il faudra|à) convaincre,? (?:c'est|est|ce sera) |\bil (?:faut|faudra|reste à|vous faut|nous faut) (?:d'abord |encore |surtout )?(?:convaincre|l'(?:accord|aval) de|la signature de|le feu vert de|obtenir (?:l'accord|l'aval|la signature|le feu vert) de) "),
    Row("decision_maker", "before", r"\bqui (?:dit|dira|dirai|dis) (?:oui|ok|non|banco|go|stop|oui ou non)\b"),
    Row("champion", "me", r"\bvous avez en moi une? (?:\w+ )?(?:alliée?|soutien|partisane?|supporter|ambassad\w+|avocate?)\b|\bcomptez-moi (?:parmi|comme|au nombre de)[^.;]{0,25}(?:alliée?s?|soutiens?|partisan\w*|fans?)\b"),
    Row("decision_maker", "after", r"\b(?:le )?oui ou (?:le )?non(?: final)? (?:vient|viendra|dépend) (?:de |d')|\b(?:le|l')(?: ?oui| ?accord) définitif vient (?:de |d')"),
    Row("decision_maker", "after", r"\b(?:le feu vert(?: final)?|l'accord final|la validation finale|l'aval) (?:vient|viendra|dépend|doit venir|revient|est donné|sera donné) (?:de |d'|à |par )"),
    Row("decision_maker", "none", r"\brien\b[^.;]{0,40} sans (?:l'accord|l'aval|la signature|le feu vert|la validation|le ok|l'ok|le visa) (?:de |d')|\bsans (?:l'accord|l'aval|la signature|le feu vert|la validation|le visa) (?:de |d')(?=[^.;]{2,30} (?:rien|aucun\w*|on ne|nous ne|pas de)\b)"),
    Row("decision_maker", "contrast", r"\bce n'est pas (?:moi|nous) qui (?:décide|décidons|tranche|tranchons|signe|signons)(?:,| mais|, mais| ;)+ (?:c'est )?(?P<who>[^.,;]{2,40})"),
    Row("technical", "before", r"\b(?:évalue(?:ra)?|juge(?:ra)?|examine(?:ra)?|analyse(?:ra)?|étudie(?:ra)?|regarde(?:ra)?|note(?:ra)?) (?:[\w'-]+ ){1,5}?(?:d'un point de vue|du point de vue|sur le plan|sous l'angle|côté) techniques?\b"),
    Row("procurement", "after", r"\bcôté (?:achats?|commercial|négociation|commande)s?,? c'est "),
)  # fmt: skip

KEYS: dict[str, str] = {
    "economic_buyer": r"caisse|poche|chéquier|chèque|sous$|finances|budget|enveloppe|crédit|fonds|bourse|dépense|invest|financ|argent|somme|montant|frais|engage|portefeuille|cordons|ordonnat|paye|paie|règle|facture|impute|pris$|payé",
    "procurement": r"marge|bras$|achat|achète|achet|négoci|prix|tarif|remise|rabais|ristourne|condition|délais|consult|offres|command|marché|approvis|commerc|concurrence|référenc|compara|fournisseur",
    "legal": r"petites|contrat|contract|clause|cg[vau]|condition|juridi|convention|accord|avenant|légales|rgpd|nda|responsab|relect|rédact|droit",
    "technical": r"coutures|épreuve|banc$|techn|compatib|réseau|sécurité|intégr|interface|api$|archite|cahier|automat|gt[bc]|matériel|spécif|infrastr|câbl|protocol|système|informat|capteur|passerelle|faisab|essai|pilote|fiche|schéma|si$|fonction|communi|parl|dialog|tourn|connect",
    "champion": r"front|rien$|prêch|côté|camp$|mouill|bataill|siège|fer$|oreilles|pouss|milit|bats?$|battu|plaid|œuvre|campagne|lobby|insist|forcing|pression|créneau|port|défend|soutien|appui|promeu|vend|vante|recommand|partisan|alli|avocat|ambassad|relais|moteur|cheville|promot|derrière|acquis|fer$|croi|tien|support|fan$|porte",
    "user": r"outil|pain|rivé|scotch|collé|quotid|jour|matin|utilis|soir|permanence|poste|quart|serv|main|yeux",
    "decision_maker": r"signature|latitude|ressort|emporte|pluie|maître|barque|patron|commande|amen|veto|dernier|mot$|décid|décis|tranch|feu|accord|aval|sign|ratif|approuv|autoris|entérin|avalis|arbitr|convain|oui|dépend|valid|prépond|rien|sans|choix|trancher|go$|ok$|visa|pouvoir",
}
