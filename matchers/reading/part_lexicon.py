"""The words of roles in four languages: what is done (acts), what it is done to (things), and things that only one role has to do with.

A line of words; `~` stands for the endings of a regular verb. Present, future, infinitive and gerund are acts: what somebody did tells no part.
"""

from __future__ import annotations

from typing import NamedTuple

from matchers.reading.text import Language


class Words(NamedTuple):
    """Of one role in one language."""

    acts: str
    things: str
    own: str = ""
    matters: str = ""
    """Beside those of `own`."""


WORDS: dict[Language, dict[str, Words]] = {
    "en": {
        "decision_maker": Words(
            "award~ decid~ choos~ pick~ select~ determin~ sign~ signs countersign~ approv~ authori[sz]~ okays? green-?light~ bless~ stamp~",
            "suppliers? vendors? bidders? providers? purchas(?:e|es|ing) deals? contracts? award everything winner",
            "",
            "verdict award yes signature choice ruling go-ahead",
        ),
        "economic_buyer": Words(
            "pay~ pays fund~ financ~ releas~ free~ fre(?:es|eing) allocat~ grant~ unlock~ control~ hold~ find~ sanction~ approv~ authori[sz]~ carr(?:y|ies|ying) cover~ foot~ bear~ shoulder~ provid~ writ~ disburs~ administer~ guard~ guards signs signing open~ dol~ clear~",
            "pounds? euros? dollars? penny money funds? funding cash capex opex budgets? purse cheques? expenditures? outlay spend spending bill pots? tab",
            "",
            "money funds funding capex opex spend spending purse cost",
        ),
        "procurement": Words(
            "negotiat~ haggl~ bargain~ squeez~ buy~ purchas~ sourc~ compar~ tender~ beat~ argu~ fight~ hammer~ thrash~ challeng~ grind~",
            "pric(?:e|es|ing) discounts? rebates? terms conditions rates? quotes? quotations? bids? tenders? freight payment suppliers? vendors? percent",
            "purchasing procurement buying tender tenders rfqs? negotiations? negotiating sourcing haggling commercials? commercially ordering terms",
            "pricing prices? discounts? rebates? commercial payment freight",
        ),
        "legal": Words(
            "review~ check~ vet~ redlin~ read~ scrutini[sz]~ amend~ draft~ annotat~ proofread~ comb~ mark~ commenting negotiat~ clear~ examin~ revis~ edit~ pick~ argu~ dissect~ rewrit~ go goes going look~ correct~ advis~ stud(?:y|ies|ying)",
            "contracts? agreements? clauses? liabilit(?:y|ies) wording msas? dpas? ndas? redlines? warrant(?:y|ies) indemnit(?:y|ies) licen[cs]e gdpr",
            "clauses? liabilit(?:y|ies) legals? contractual indemnit(?:y|ies) gdpr contracts?",
            "wording",
        ),
        "technical": Words(
            "test~ evaluat~ assess~ verif(?:y|ies|ying) validat~ examin~ inspect~ audit~ judg~ trial~ benchmark~ vet~ scor~ prob~ measur~ certif(?:y|ies|ying) review~ check~ approv~ signs",
            "engineering technical(?:ly)? technology integrations? interfaces? apis? plc scada bms erp specs? specifications? compatib\\w+ architecture protocols? cybersecurity infosec security samples? firmware prototypes? promised? claim network",
            "technical technically integrations? interfaces? cybersecurity infosec compatibility trials? evaluation",
            "apis? specs? specifications? testing engineering questionnaire engineering acceptance",
        ),
        "champion": Words(
            "push~ fight~ argu~ sell~ promot~ plead~ defend~ champion~ tell~ convinc~ persuad~ prais~ recommend~ vouch~ lobby~ preach~ pitch~ drum~ campaign~ remind~ nag~ support",
            "you your yours this it idea project system solution proposal software",
        ),
        "user": Words(
            "us(?:e|es|ing) operat~ work~ works driv~ run~ runs handl~ liv~ sit~ star~ log~ enter~ typ~ feed~ steer~ treat~ scan~ weigh~ load~ wear~ hold~ watch~ check~ checks depend~ spend~ spends have rel(?:y|ies|ying) clean~ print~ record~ fill~ cut~ weld~ cook~ pack~ be",
            "hands? thing these system platform dashboards? software tool app portal screens? kit gear machines? device devices your yours it them",
        ),
    },
    "de": {
        "decision_maker": Words(
            "entscheid~ bestimm~ auswähl~ festleg~ vergib~ vergibt vergeb~ unterschreib~ unterzeichn~ befind~ absegn~ genehmig~ zustimm~ leist~",
            "kauf annahme anschaffung(?:en)? lieferanten? anbieter auftrag aufträge vergabe bestellung vertrag verträge auswahl alles unterschrift",
            "",
            "zuschlag unterschrift entscheidung entscheid ja vergabe",
        ),
        "economic_buyer": Words(
            "zahl~ bezahl~ finanzier~ genehmig~ bewillig~ verantwort~ verwalt~ verfüg~ freigib~ freigibt freigeb~ trag~ trägt stemm~ übernimmt übernehm~ halt~ hält steuer~ schieb~ hüt~ lockermach~ lockermacht herrin bereitstell~ verteil~ abzeichn~ rausrück~ herausrück~",
            "\\w*geld(?:er|es)? mittel \\w*etats? \\w*budgets? \\w*investition(?:en)? ausgaben? kosten kasse topf töpfe geldbeutel portemonnaie",
            "",
            "budget etat geld mittel investition kosten",
        ),
        "procurement": Words(
            "verhandel~ verhandle feilsch~ vergleich~ aushandel~ aushandelt drück~ einkaufe[nt]? einkauft einhol~ einholt beschaff~ quetsch~ streit~ gegenüberstell~",
            "\\w*preise?n? \\w*konditionen \\w*bedingungen \\w*rabatte?n? zahlungsziele? skonto \\w*angebote \\w*angeboten lieferanten? prozente? rahmenvertrag",
            "einkauf beschaffung ausschreibung kaufmännische[ns]? bestellung kommerzielle[ns]? bestellungen verhandlung(?:en)? bestellwesen konditionen",
            "\\w*preise?n? preislich \\w*rabatte?n? zahlungsziele? skonto zahlungsbedingungen lieferbedingungen kaufmännisch kommerziell preisfragen",
        ),
        "legal": Words(
            "lese lesen les liest prüf~ redigier~ kommentier~ begutacht~ überarbeit~ durchseh~ durchsieht gegenles~ gegenliest schau~ anschau~ durchgeh~ durchgeht formulier~ entwerf~ entwirft streich~ bereinig~ verhandel~ klär~ anstreich~ korrigier~ ansieht vornehm~ vornimmt studier~ zerleg~ abklopf~ aufsetz~ durchkämm~",
            "\\w*vertr[aä]ge?n?s? \\w*klauseln? agb \\w*haftung vertragstext\\w* vertragsentw\\w+ gewährleistung datenschutz auftragsverarbeitung avv",
            "rechtliche[ns]? juristische[ns]? \\w*klauseln? vertragstexte? vertragsrecht rechtsfragen vertragsfragen",
            "haftung agb auftragsverarbeitung vertragsentwurf",
        ),
        "technical": Words(
            "prüf~ test~ beurteil~ bewert~ begutacht~ check~ abnimmt abnehm~ erprob~ evaluier~ validier~ durchleucht~ untersuch~ mess~ misst herausfind~ zerleg~ probier~ abgleich~ auseinandernimmt auseinandernehm~ erstell~ verfass~ nachrechn~ nachrechnet",
            "\\w*technik technisch\\w* \\w*schnittstellen? protokolle? sps leittechnik anbindung it-sicherheit sicherheit spezifikation\\w* lastenheft\\w* gutachten votum netz netzwerk versprechen versprochen pflichtenheft muster proben? integration kompatibilität",
            "technische[ns]? probeläufe probelauf testläufe versuche schnittstellen",
            "technik it-sicherheit sicherheit integration abnahme spezifikation lastenheft technisch kompatibilität",
        ),
        "champion": Words(
            "kämpf~ werb~ wirbt plädier~ verfecht~ verficht verteidig~ streit~ trommel~ überzeug~ schwärm~ vertret~ vertritt vorantreib~ predig~ empfehl~ empfiehlt bohr~ dräng~",
            "sie ihnen ihre?[nmrs]? euch eure?[nmrs]? dich dir deine?[nmrs]? projekt thema idee lösung system software anlage vorhaben",
        ),
        "user": Words(
            "nutz~ bedien~ arbeit~ schau~ sitz~ benutz~ verwend~ überwach~ fahr~ fährt steh~ steuer~ tipp~ behandel~ erfass~ pfleg~ leb~ scann~ druck~ reinig~ schneid~ füll~ halt~ hält trag~ trägt gearbeitet eingeb~ eingibt eintrag~ einträgt bedient hat verbring~",
            "hand händen ding dinger diese[nmrs]? system plattform programm software tool app portal bildschirm oberfläche maschine anlage gerät geräten? ihre?[nmr]? eure?[nmr]? deine?[nmr]? damit daran darin es",
        ),
    },
    "fr": {
        "decision_maker": Words(
            "agré~ attribu~ décid~ tranch~ choisi(?:t|r|ra|s) retien(?:t|dra|s) retenir arrêt~ approuv~ adjug~ prononc~ sign~",
            "fournisseurs? prestataires? achats? marchés? contrats? choix attribution commandes?",
            "",
            "décision signature attribution choix oui",
        ),
        "economic_buyer": Words(
            "pai~ paye(?:ra)? approuv~ valid~ autoris~ débloqu~ débours~ financ~ engag~ accord~ tien[ts] tiendra détien[ts] gèr~ libèr~ octroi~ allou~ aliment~ assum~ règl~ donn~ sor[st] port~ gard~ arbitr~",
            "budgets? enveloppe crédits? fonds dépenses? argent sous bourse caisse chèques? investissements? financements? cordons",
            "",
            "budget enveloppe crédits fonds dépenses? argent sous bourse financement investissement facture",
        ),
        "procurement": Words(
            "négoci~ marchand~ compar~ serr~ tord~ tordra achèt~ dépouill~ gratt~ arrach~ discut~ débat~",
            "prix tarifs? tarifaire remises? rabais ristournes? offres? devis soumissions? fournisseurs? escompte conditions règlement pourcent grille achats",
            "achats négociations? référencement consultation commandes",
            "prix tarifs? tarifaires? remises? rabais ristournes? escompte commerciale?s? commerciaux règlement",
        ),
        "legal": Words(
            "valid~ vérifi~ révis~ annot~ corrig~ épluch~ examin~ rédig~ décortiqu~ relit relis relir(?:e|a|ai) revoi[rt] reverra lis lit lira lire comment~ amend~ négoci~ discut~ reprend~ reprendre reprends veill~ analys~ étudi~",
            "générales contrats? cg[vua] clauses? conventions? avenants? responsabilité contractuel\\w* rgpd",
            "juridiques? clauses? contractuel\\w* rgpd",
            "contrats? juridiquement",
        ),
        "technical": Words(
            "valid~ approuv~ vérifi~ test~ évalu~ examin~ contrôl~ audit~ éprouv~ expertis~ instrui(?:t|ra|re) jug~ not~ essay~ essai~ mesur~ pench~ étudi~ homologu~",
            "techniques? techniquement automates? gt[bc] protocoles? cybersécurité sécurité spécifications? faisabilité performances interfaces? intégration compatibilité échantillons? cahier recette réseau promettez annoncez prototype",
            "essais techniques? intégration cybersécurité recette",
            "techniquement interfaces? compatibilité spécifications? informatique",
        ),
        "champion": Words(
            "pouss~ plaid~ milit~ défend(?:s|ra|rai|re|ant)? vend(?:s|ra|re)? répèt~ répéter convain(?:c|cs|cra|cre)? prêch~ vant~ recommand~ insist~ relanc~ bat bats batt~ redi[st] prôn~",
            "vous votre vos toi ton tes projet solution dossier idée système logiciel",
        ),
        "user": Words(
            "aura aurai avoir aliment~ utilis~ port~ travaill~ manipul~ pilot~ surveill~ saisi[rst] saisira saisirai conduir(?:e|a|ai) conduit conduis mani~ soign~ tourn~ serv(?:ir|ira|irai) sert sers pass~ tap~ lir(?:e|a|ai) lit nettoi~ découp~ consult~ regard~ être sera",
            "mains? machin bidule ces système plateforme logiciel outil appli application portail écrans? machine appareil votre vos dessus ça",
        ),
    },
    "es": {
        "decision_maker": Words(
            "decid~ resuelv~ resolv~ firm~ aprueb~ aprob~ elig[eo] elij[oa] elegir(?:á|é)? adjudic~ escog~ escoj~ determin~ defin~",
            "proveedor(?:es)? compras? contratos? adjudicación pedidos? elección quedamos",
            "",
            "decisión firma adjudicación sí",
        ),
        "economic_buyer": Words(
            "autoriz~ liber~ financi~ control~ administr~ asign~ suelt~ solt~ pag~ aprueb~ aprob~ pon(?:e|go|drá|dré|er) dispon(?:e|go|drá) gestion~ asum~ desembols~ habilit~ otorg~ abr~ cuid~ manej~ firm~",
            "dinero plata fondos gastos? inversi(?:ón|ones) partidas? presupuestos? desembolsos? recursos chequera cheques? billetera guita",
            "",
            "dinero plata fondos gasto inversión presupuesto recursos factura",
        ),
        "procurement": Words(
            "negoci~ regate~ compar~ cotiz~ licit~ apriet~ apret~ pele~ exprim~ pid[eo] pedir(?:á|é)? discut~",
            "precios? condiciones descuentos? ofertas? proveedor(?:es)? cotizacion(?:es)? rebajas? tarifas? plazos pago",
            "compras licitación negociaci(?:ón|ones)",
            "precios? descuentos? tarifas? rebajas? comercial(?:es|mente)? plazos pagos?",
        ),
        "legal": Words(
            "revis~ redact~ analiz~ corrig~ corrij~ coment~ repas~ examin~ valid~ mir~ desmenuz~ discut~ cuid~ lee leer leerá leo negoci~ enmiend~ estudi~ pul~",
            "generales contratos? cláusulas? convenios? clausulado responsabilidad contractual(?:es)? borrador",
            "jurídic[oa]s? legales cláusulas? contractual(?:es)? clausulado",
            "contratos? jurídicamente",
        ),
        "technical": Words(
            "aprob~ aprueb~ revis~ evalú~ evalu~ valid~ prueb~ prob~ comprueb~ comprob~ verific~ analiz~ audit~ homolog~ dictamin~ examin~ juzg~ test[eé]\\w+ califi(?:ca|co|cará) cotej~ ensay~ mid[eo] puntú~ contrast~",
            "técnic[oa]s? técnicamente integración compatibilidad especificaciones autómatas? ciberseguridad protocolos? viabilidad interfaces? interfaz muestras? red prometen? prototipo pliego",
            "técnic[oa]s? integración ciberseguridad pruebas ensayos",
            "interfaces? compatibilidad especificaciones técnicamente",
        ),
        "champion": Words(
            "empuj~ pele~ impuls~ apoy~ respald~ abander~ defiend~ defend~ vend~ promuev~ promov~ repit~ repet~ convenc~ recomiend~ recomend~ insist~ luch~ predic~",
            "ustedes usted vosotros vuestr[oa]s? propuesta solución idea sistema proyecto programa su sus tu tuyo software lo",
        ),
        "user": Words(
            "aliment~ us~ utiliz~ oper~ manej~ consult~ mir~ trabaj~ vigil~ conduc~ atiend~ atend~ carg~ registr~ tecle~ limpi~ cort~ llen~ pas~ tendrá ser será",
            "manos? cacharros? trasto aparatos? es[ao]s est[ao]s sistema plataforma programa software herramienta aplicación app portal pantallas? máquina equipo aparato vuestr[oa]s? tu su",
        ),
    },
}
