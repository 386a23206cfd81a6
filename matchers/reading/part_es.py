"""Who does what in a purchase, in Spanish: classes of verbs and of what they are done to, and turns of phrase of their own."""

from __future__ import annotations

from matchers.reading.part_forms import Row, either, listed

_STOPS = "pero|o|que|quien|si|cuando|antes|después|porque|pues|nosotros|usted|ustedes|yo|él|ella|es|son|ha|han|será|no|para|con|sin"
_GAP = rf"(?:(?!(?:{_STOPS})\b)[\w'/&-]+ )"
_ADV = r"(?:(?:también|siempre|aquí|ya|sólo|solo|luego|además|personalmente|en persona|\w+mente|de nuestro lado|por nuestra parte|por nuestro lado|en última instancia|al final|acá|mism[oa]|nos|les|os|le) ){0,2}"
_ART = r"(?:(?:tod[oa]s?|el|la|los|las|lo|un|una|del|de|al|nuestr[oa]s?|vuestr[oa]s?|sus?|mis?|est[ea]s?|est?os|cada|cualquier) ){0,3}"
_TO_DO = either(
    r"(?:va_a|voy_a|tiene_que|tengo_que|debe|debo|deberá|tendrá_que|tendré_que|puede|puedo|podrá|quiere|ha_de|he_de|es_(?:el|la)_que_tiene_que) (?:se|me)_(?:encarga|encargo|ocupa|ocupo|encargará|encargaré|ocupará|ocuparé)_de"
    r" (?:está|estoy|es|soy|será|queda|fue_designad[oa]|ha_sido_designad[oa])_(?:(?:el|la)_)?(?:encargad[oa]|responsable|a_cargo|designad[oa]|facultad[oa]|autorizad[oa]|únic[oa]_que_puede)(?:_de|_para)? (?:le|me)_(?:toca|corresponde|compete)(?:_a_\w+)? (?:su|mi)_(?:función|trabajo|tarea)_es"
)


class _Verbs:
    """Forms of verbs in -ar (by their stem) and others (`decide|decido|decidirá,decidir,decidid[oa]s?`)."""

    def __init__(self, line: str) -> None:
        finite, infinitive, done, gerund = [], [], [], []
        for verb in line.split():
            one, two, three = (
                verb.split(",") if "," in verb else (f"{verb}(?:a|o|ará|aré)", f"{verb}ar", f"{verb}ad[oa]s?")
            )
            finite.append(one)
            infinitive.append(two)
            done.append(three)
            gerund.append(two[:-1].removesuffix("a") + "ando" if two.endswith("ar") else f"{two[:-2]}iendo")
        self.finite, self.infinitive, self.done, self.gerund = (
            either(" ".join(forms)) for forms in (finite, infinitive, done, gerund)
        )


def _does(role: str, verbs: str, what: str, *, gap: int = 3, once: bool = False) -> tuple[Row, ...]:
    """Somebody does it, has to do it; it is theirs to do, or done by them."""
    forms = _Verbs(verbs)
    matter = rf"{_ART}{_GAP}{{0,{gap}}}?{what}"
    return (
        Row(
            role,
            "before",
            rf"\b(?:l[oa]s? )?{forms.finite}(?: [yo] {_GAP}{{1,2}}?)? {_ADV}(?:con (?:vosotros|ustedes|usted|vos|ellos) )?{matter}\b",
            once,
        ),
        Row(role, "before", rf"\b{_TO_DO} {_ADV}{forms.infinitive}(?: y {_GAP}{{1,2}}?)? {_ADV}{matter}\b", once),
        Row(
            role,
            "inside",
            rf"\ba (?P<who>[^.,;:]{{2,30}}?) (?:me|le|nos) (?:toca|corresponde|compete|tocará|corresponderá) {forms.infinitive}(?: y \w+)? {matter}\b",
            once,
        ),
        Row(
            role,
            "before",
            rf"\b(?:está|estoy|anda|ando|sigue|sigo|lleva|llevo|va)(?: [\w]+){{0,3}}? {forms.gerund} (?:[\w'-]+ ){{0,2}}?{matter}\b",
            once,
        ),
        Row(
            role,
            "inside",
            rf"\b(?:le (?:toca|corresponde|compete)|corresponde|compete|es cosa|toca) (?:a|de) (?P<who>[^.,;:]{{2,40}}?) {forms.infinitive}(?: y \w+)? {matter}\b",
            once,
        ),
        Row(
            role,
            "after",
            rf"\b{what}(?: {_GAP}{{1,3}}?)? ?(?:es|será|son|serán|está|están|debe ser|deben ser|tiene que ser) (?:siempre |luego |\w+mente )?{forms.done}(?: y \w+)? por ",
            once,
        ),
        Row(
            role,
            "after",
            rf"\b{what}(?: {_GAP}{{1,3}}?)?,? (?:y \w+ )?(?:siempre |también |aquí )?l[oa]s? (?:tiene que {forms.infinitive}|va a {forms.infinitive}|{forms.finite})(?: (?:siempre|aquí|todo|y (?:l[oa]s? )?\w+))? ",
            once,
        ),
        Row(
            role,
            "after",
            rf"\b(?:quien|el que|la que|la persona que|quienes?) {_ADV}(?:{forms.finite}|(?:tiene que|debe|va a) {forms.infinitive}) {matter}(?: (?:aquí|acá|en la empresa|por nuestra parte|al final|o no(?: l[oa]s? \w+)?))* (?:es|será|soy) ",
            once,
        ),
    )


def _responsible(role: str, what: str) -> tuple[Row, ...]:
    """Somebody has to do with a matter: in charge of it, it lies with them, they are whom to ask about it."""
    matter = rf"{_ART}(?:(?:parte|tema|temas|asuntos?|aspectos?|cuestiones|cuestión|lado|proceso|gestión|revisión|tramitación|todo lo|lo|tramo|fase|relativo a|que tenga que ver con|que es|redacción) )?(?:(?:de la|de los|de las|del|de|al?|la|el|los|las) )?(?:[\w-]+ )?{what}"
    return (
        *_does(
            role,
            "llev gestion dirig|dirige|dirijo|dirigirá,dirigir,dirigid[oa]s? tramit coordin supervis manej conduce|conducirá,conducir,conducid[oa]s? control centraliz",
            rf"(?:(?:parte|tema|temas|aspectos?|cuestiones|proceso|gestión|tramitación) (?:de la |de los |de |del )?)?{what}",
            gap=1,
        ),
        Row(
            role,
            "before",
            rf"\b(?:se|me) {_ADV}(?:encarg(?:a|o|ará|aré)|ocup(?:a|o|ará|aré)) {_ADV}(?:de|del) {matter}\b|\b(?:es|soy|será|seré|está|estoy|queda) {_ADV}(?:(?:el|la|mi|su|nuestr[oa]|vuestr[oa]|tu) )?(?:únic[oa] |principal )?(?:encargad[oa]|responsable|a cargo|al frente|interlocutora?|contacto|referente|enlace|persona de contacto|persona) (?:de|del|para|en|sobre) {matter}\b",
        ),
        Row(
            role,
            "before",
            rf"\b(?:es|soy|será) (?:el |la |su |vuestr[oa] |nuestr[oa] )(?:interlocutora?|contacto|referente|enlace) {what}\b",
        ),
        Row(
            role,
            "me",
            rf"\b{matter}[^.;:,]{{0,30}}?,? (?:es|son|pasan?|va|van|(?:tiene|tienen) que pasar|debe pasar|deben pasar|queda|quedan) (?:cosa mía|lo mío|asunto mío|por mí|por mis manos|por mi (?:mesa|escritorio|filtro)|conmigo|(?:por )?mi (?:evaluación|revisión|filtro|visto bueno))\b",
        ),
        *listed(role, rf"(?:(?:parte|tema|temas|revisión|evaluación) (?:de |del )?)?{what}"),
        Row(
            role,
            "after",
            rf"\b{matter}(?: [\w-]+)??,? (?:véal[oa]s?|veanl[oa]s?|háblel[oa]s?|trátel[oa]s?|consúltel[oa]s?|coméntel[oa]s?|véase|velas|velos|háblal[oa]s?|acuérdel[oa]s?|negócie(?:n)?l[oa]s?)(?: directamente)? con ",
        ),
        Row(role, "before", rf"\b(?:tiene|tengo) (?:a su cargo|a mi cargo|en sus manos|entre manos) {matter}\b"),
        Row(
            role,
            "after",
            rf"\b(?:de|del) {matter}(?: [\w-]+)?? (?:se|nos) (?:{_ADV})(?:encarga|encargará|ocupa|ocupará|encargan) (?:(?:por nuestra parte|aquí|siempre|personalmente|directamente|acá) )*",
        ),
        Row(
            role,
            "after",
            rf"\b{matter}(?: [\w-]+)??,? (?:pasan?|pasará|dependen?|dependerá|corren?|correrá|recaen?|están?|estará|quedan?|quedará|corresponden?|corresponderá|son|es|será|va|van|tiene que pasar|tienen que pasar|debe pasar|deben pasar) {_ADV}(?:siempre |todos? )?(?:por (?:las manos de |la mesa de |el escritorio de )?|de(?!l ) |a cargo de |en manos de |en |a |con |cosa de |competencia de |responsabilidad de |tarea de |bajo la responsabilidad de )(?!(?:nosotros|ustedes|usted|vosotros|la|el|los|las|mí|firmar|revisar)\b(?! (?:lic|ing|sra?|dra?|señora?|arq)\b))",
        ),
        Row(
            role,
            "after",
            rf"\b(?:para|sobre|respecto (?:a|de|al)|en cuanto a|por|con|en) {matter}(?: [\w-]+)??,? (?:(?:por favor |favor de |hay que |puede |podéis |pueden |deben? |mejor |te pido |lo mejor es )*(?:hable|hablen|habla|hablad|hablar|diríjase|diríjanse|dirígete|dirigirse|contacte|contacten|contacta|contactar|contactad|escriba|escriban|escribe|escribir|escribid|trate|traten|trata|tratar|consulte|consultar|véalo|verlo|velo|acuda|preguntar|pregunte|pregunta|coordine|coordinar) (?:directamente |mejor |siempre )*(?:con |a |al )?|(?:el |la |su |vuestr[oa] |tu )?(?:contacto|interlocutora?|persona|persona de contacto|persona indicada|referente|responsable) (?:es|será) |(?:está|es|tienes? a|tenéis a|tienen a) )(?!(?:la|el|los|las|nosotros|nuestr[oa]|importante|necesario|mejor)\b(?! (?:lic|ing|sra?|dra?|señora?|arq)\b))",
        ),
    )


_MONEY = r"(?:presupuesto anual|presupuestos|desembolsos?|gastos?|fondos|inversi(?:ón|ones)|partidas?|dinero|recursos|pagos|plata|dólares|pesos|euros|lucas|guita|soles)"
_TECH = r"(?:técnic\w+|técnicamente|tecnología|tecnológic\w+|integración|red(?:es)?|(?:ciber)?seguridad|compatibilidad|especificaci\w+|equipos|arquitectura|interfaz|interfaces|instalación|conectividad|protocolos?|pliego técnico|sistemas?|scada|autómatas?|plc|sensores|medidores|viabilidad|piloto|fichas? técnicas?|informátic\w+)"
_PAPER = r"(?:contratos?|cláusulas?|clausulado|jurídic\w+|legal(?:es|mente)?|términos(?: y condiciones)?|condiciones generales|convenios?|acuerdos?|redacción|adendas?|confidencialidad|nda|bases legales|letra pequeña|letra chica)"
_PRICE = r"(?:precios?|condiciones(?: comerciales| de pago| económicas)?|descuentos?|rebajas?|tarifas?|plazos de pago|contratos de suministro|oferta económica|importes?)"
_BUYING = r"(?:compras?|negociaci(?:ón|ones)|precios?|condiciones(?: comerciales| de pago| económicas)|licitaci(?:ón|ones)|concurso|contrataci(?:ón|ones)|comparativa|aprovisionamientos?|abastecimientos?|adquisici(?:ón|ones)|tarifas|proceso de compra|pedidos?(?! al?\b)|órdenes de compra|orden de compra|cotizaciones|alta de proveedores?|comerciale?s?|económic[oa]s?)"
_LEGAL = r"(?:jurídic[oa]s?|legal(?:es)?|contratos?|contractual(?:es)?|cláusulas?|clausulado|términos y condiciones|protección de datos)"
_TECHNICAL = r"(?:técnic[oa]s?|informátic[oa]s?|integración|(?:ciber)?seguridad(?: informática)?|sistemas|redes|conectividad|especificaciones|ingeniería|ti|compatibilidad)"
_TOOL = r"(?:con |en )?(?:(?:la|el|los|las|vuestr[oa]s?|sus?|est[ea]|nuestr[oa]) (?:\w+ )?(?:plataformas?|sistemas?|herramientas?|software|paneles|panel|aplicaci(?:ón|ones)|soluci(?:ón|ones)|datos|equipos|portal|tablero|tableros|pantallas?|programa|lecturas|gráficas))"
_DAILY = r"(?:cada día|a diario|todos los días|diariamente|en el día a día|día a día|todas las mañanas|cada mañana|todo el día|de sol a sol|de la mañana a la noche|cada turno|en cada turno|constantemente|a todas horas|día tras día)"

ROWS: tuple[Row, ...] = (
    *_does("economic_buyer", "libera|libero|liberará,liberar,liberad[oa]s? suelt autoriz aprueba|apruebo|aprobará,aprobar,aprobad[oa]s? asign desbloque conced dispone_de|dispongo_de,disponer_de,dispuest[oa] firma|firmo|firmará,firmar,firmad[oa]s? da_luz_verde_a,dar_luz_verde_a,dado", rf"(?:el|los|las|la|del|este|nuestro|cualquier|todo el|todos los|todas las|cada|al) (?:\w+ )?(?!presupuestos? (?:de|que) (?:ustedes|vosotros)){_MONEY}", gap=0, once=True),
    Row("economic_buyer", "before", r"\b(?:maneja|manejo|controla|controlo|gestiona|gestiono|ejerce|lleva|custodia|dispone|administra|administro|tiene|tengo) (?:\w+ )?(?:el|los|las|la|del|nuestro) (?:\w+ )?(?:(?:presupuestos?|fondos|partidas?|dinero|recursos|caja|billetera|plata|cartera)\b(?: (?:para (?:esto|este)|de (?:esto|este|la obra|el proyecto)|y lo)\b|(?=[.,;!]|$))|llave de la caja|llaves de la caja|mango de la sartén del presupuesto)(?<!tiene el presupuesto)(?<!tengo el presupuesto)"),
    Row("economic_buyer", "before", r"\b(?:quien|que|el que|la que) (?:tiene|tengo|aprueba|apruebo|firma|autoriza|maneja|controla|pone|suelta) (?:\w+ )?(?:el|los|las|la|del|este|nuestro) (?:\w+ )?(?:presupuestos?|desembolsos?|gastos?|fondos|inversi(?:ón|ones)|partidas?|dinero|cartera|plata|recursos)\b|\b(?:es|soy|será) (?:la |el )?(?:responsable|titular|dueñ[oa]|encargad[oa]) (?:del presupuesto|de los fondos|de la partida|del gasto|de los recursos)\b|\b(?:paga|pagará|pago|financia) (?:esto|todo|el proyecto|la cuenta|la inversión|la fiesta)\b|\bsale de (?:su|mi) (?:presupuesto|partida|bolsillo|centro de costos?)\b"),
    Row("economic_buyer", "me", r"\b(?:pone|paga|pagará|asume|financia|sale de) mi (?:gerencia|área|departamento|dirección|unidad|división)\b|\b(?:pago|financio|pongo (?:el dinero|la plata)) yo\b|\byo (?:pago|pongo (?:el dinero|la plata))\b"),
    Row("economic_buyer", "me", r"\b(?:de|con|contra) mi (?:propio )?(?:presupuesto|partida|centro de costos?)\b(?=[^.;]{0,20}(?:sal|pag|carg)\w+)|\b(?:sale|saldrá|se paga|se pagará|lo pago|va|irá) (?:de|con|contra|a cargo de) mi (?:presupuesto|partida|centro de costos?)\b"),
    Row("economic_buyer", "after", r"\b(?:el presupuesto|los fondos|el dinero|la partida|la plata|los recursos)(?: para esto| de esto| del proyecto)? (?:l[oa]s? (?:tiene|lleva|maneja|controla|gestiona|aprueba|autoriza|pone|libera)|(?:es|son|depende|dependen|sale|salen|viene|vienen|está|están)(?: en manos)? (?:de|del presupuesto de|de la partida de)) |\b(?:esto|todo|se) (?:sale|paga|carga|cargará|pagará) (?:con cargo )?(?:al|del|con el) (?:presupuesto|centro de costos?) de "),
    *_does("procurement", "negoci regate cierra|cierro|cerrará,cerrar,cerrad[oa]s? acuerda|acordará,acordar,acordad[oa]s?", _PRICE),
    Row("procurement", "before", r"\b(?:emit(?:e|irá)|coloca(?:rá)?|lanza(?:rá)?|tramita(?:rá)?|hace|saca) (?:todas |todos )?(?:la|las|los|nuestr[oa]s) (?:orden(?:es)? de compra|órdenes de compra|pedidos|compras)\b|\bquien (?:compra|negocia|regatea|hace las compras)\b|\b(?:es|soy|será) (?:el |la |su |vuestr[oa] )(?:comprador[a]?|negociador[a]?)(?: (?:de|para|en) (?:este|esta|esto))?\b(?= (?:de|para|en) (?:est[eao]))"),
    Row("procurement", "me", r"\b(?:precios?|condiciones|descuentos?|tarifas?)\b[^.;]{0,20}? (?:se|lo|la|los|las) (?:cierra|negocia|discute|habla|ve|pacta|trata|arregla)n? conmigo\b|\b(?:negocia|negociará|negociarán|negociaréis|regatear|regateará|negociar) (?:[\w]+ ){0,4}?conmigo\b"),
    Row("procurement", "after", r"\b(?:precios?|condiciones|descuentos?|tarifas?)\b[^.;]{0,20}? (?:se|lo|la|los|las) (?:cierra|negocia|discute|habla|ve|pacta|trata|arregla)n? con |\b(?:negociará|negociarán|negociaréis|negociarás|regateará|van a negociar|vais a negociar|va a negociar) (?:[\w]+ ){0,5}?con |\bcon quien (?:negociará|negociaréis|van a negociar|vais a negociar|va a negociar|hay que negociar)[^.;]{0,20} es "),
    Row("procurement", "me", r"\b(?:por mí (?:pasa|pasan) [^.;]{0,30}(?:compras?|pedidos?|contratación|contratos))\b"),
    *_responsible("procurement", _BUYING),
    *_does("legal", "revis valid redact analiz estudi supervis verific repas vis coment corrig,corregir,corregid[oa]s? examin negoci", rf"(?:el|los|las|la|todo lo|todos los|todas las|vuestro|su|sus|nuestro|lo|cada|cualquier) (?:\w+ ){{0,2}}?(?:de |del |de los )?{_PAPER}", gap=0),
    *_responsible("legal", _LEGAL),
    Row("legal", "me", r"\b(?:asesoramiento (?:jurídico|legal) (?:[\w'-]+ ){0,6}?me ha sido (?:encomendado|encargado))\b"),
    *_does("technical", "revis evalu,evaluar,evaluad[oa]s? evalúa|evalúo|evaluará|evaluaré,evaluar,evaluad[oa]s? valid prueba|pruebo|probará,probar,probad[oa]s? comprueba|compruebo|comprobará,comprobar,comprobad[oa]s? verific analiz examin audit homolog test certific dictamin mira|mirará,mirar,mirad[oa]s?", _TECH, gap=5),
    Row("technical", "before", r"\b(?:comprueba|comprobará|verifica|verificará|revisa|revisará|prueba|probará|mira|mirará|va a (?:comprobar|verificar|revisar|probar|ver|mirar)|tiene que (?:comprobar|verificar|revisar|ver)) (?:que|si) (?:[\w'-]+ ){1,6}?(?:compatibles?|funcion\w+|integr\w+|comunic\w+|habl\w+|encaj\w+|conect\w+|cumpl\w+)\b|\b(?:es|será|soy) (?:el |la |su |vuestr[oa] |nuestr[oa] )(?:interlocutora? |contacto |referente )técnic[oa]\b|\b(?:da|dará|tiene que dar|debe dar) (?:el |su )(?:visto bueno|ok|okey|aval|dictamen) (?:técnico|a los equipos|a la (?:solución|parte técnica|instalación))\b|\bemit(?:e|irá) (?:el |un )?(?:dictamen|informe) técnico\b|\bdictaminará si\b|\b(?:hace|hará|redacta|redactará|firma|elabora|elaborará) (?:el|un|su) (?:dictamen|informe|peritaje) técnico\b"),
    *_responsible("technical", _TECHNICAL),
    Row("champion", "before", r"\b(?:(?:gran|principal|mayor|verdader[oa]|más ferviente|primer|mejor) )?(?:impulsora?|valedora?|promotora?|defensora?|embajador[a]?|abanderad[oa]|padrino|madrina|entusiasta)\b (?:de|del|aquí|dentro|en|intern|acá)|\b(?:impulsa|impulsando|empuja|empujando|promueve|promoviendo|defiende|defendiendo|defiendo|pelea|peleando|peleándose|apuesta|abandera|apoya|apoyando|respalda|respaldando|luchando|lucha|insistiendo|insiste|batallando|vendiendo|recomienda|moviendo) (?:[\w-]+ )?(?:esto|este|el|por|la|vuestr[oa]|su|internamente|para que|en que|con dirección|a fondo)\b|\b(?:mejor|gran|mayor|principal) (?:aliad[oa]|apoyo|valedora?|defensora?)\b|\b(?:os|les|le|te|los|las|lo) (?:defiende|apoya|respalda|recomienda|está (?:defendiendo|apoyando|respaldando))\b|\b(?:da|dando|saca|sacando) la cara por (?:vosotros|ustedes|usted|este|esto|el|vuestr[oa]|su)\b|\b(?:rompe|rompiendo|está rompiendo) (?:una|muchas) lanzas? (?:por|a favor)\b|\b(?:está|estoy) (?:totalmente |completamente |al cien por cien |muy |a muerte |al 100 ?% )(?:detrás de|a favor|con (?:vosotros|ustedes)|convencid[oa])\b|\b(?:es|soy|ha sido) (?:el |la )?(?:alma|motor|impulso) (?:de|del|detrás)\b|\b(?:se la juega|se está jugando el tipo|tira del carro)\b"),
    *_does("champion", "impuls empuja|empujo|empujará|empujaré,empujar,empujad[oa] defiende|defiendo|defenderá|defenderé,defender,defendid[oa] apoy respald promueve|promuevo|promoverá,promover,promovid[oa] vende|vendo|venderá|venderé,vender,vendid[oa] recomienda|recomiendo,recomendar,recomendad[oa] abander mueve|muevo|moverá|moveré,mover,movid[oa]", r"(?:esto (?:dentro|aquí|acá|internamente|en|ante|con|por|todo)|(?:la idea|el proyecto|el tema)(?= (?:al|a la|ante|dentro|aquí|en|por|con|internamente))|(?:vuestr[oa]|su|tu) (?:\w+ )?(?:proyecto|solución|propuesta|oferta|idea|sistema|plataforma|equipo))", gap=2),
    Row("champion", "before", r"\b(?:le|les) (?:da|doy|está dando|estoy dando|ando dando) la (?:lata|tabarra|brasa)\b|\b(?:pelea|peleo|pelearé|lucha|lucho|lucharé|peleando|luchando|voy a (?:pelear|luchar)|va a (?:pelear|luchar)) (?:\w+ ){0,3}?(?:por (?:esto|este|el proyecto|vosotros|ustedes|vuestr[oa]|su)|para que)\b"),
    Row("user", "before", rf"\b(?:us(?:a|ará|arán|aré|o)|utiliz(?:a|ará|arán|aré|o)|trabaj(?:a|ará|aré|o) (?:con|en)|manej(?:a|ará|aré|o)|oper(?:a|ará|aré|o)|consult(?:a|ará|aré|o)|mir(?:a|ará|aré|o)|vigil(?:a|ará)|monitore(?:a|ará)|(?:va|voy) a (?:usar|utilizar|manejar|trabajar con|operar|consultar|mirar|estar)|estará (?:delante de|frente a|pegad[oa] a)) {_TOOL} (?:[\w'-]+ ){{0,4}}?{_DAILY}\b|\b(?:tendrá|tiene|tendré) {_TOOL} (?:delante|enfrente|abiert[oa]|en pantalla) (?:\w+ ){{0,2}}?{_DAILY}|\b{_DAILY},? (?:con |en |delante de |frente a |en ){_TOOL}\b|\b(?:lo|la|los|las) (?:usará|va a usar|utilizará|usa|manejará|va a manejar|va a utilizar) (?:[\w'-]+ ){{0,3}}?{_DAILY}\b|\b(?:es|será|soy|seré) (?:el |la |un |una |nuestr[oa] )?(?:principal )?usuari[oa] (?:principal|final|habitual|diari[oa]|clave|real)\b|\bquien (?:(?:más )?(?:lo|la) (?:va a usar|usará|utilizará|va a utilizar)|(?:va a usar|usará|va a manejar|manejará|utilizará) {_TOOL})\b|\b(?:trabajará|vivirá|va a trabajar|va a vivir) (?:con (?:ello|esto|él|ella)|dentro de {_TOOL}|pegad[oa] a {_TOOL}) {_DAILY}"),
    Row("procurement", "before", r"\b(?:te|les|os|le|nos)? ?(?:va|voy) a (?:regatear|negociar|pelear|apretar)(?:te|les|os|le)?\b(?=[^.;]{0,40}(?:precio|peso|euro|céntimo|centavo|descuento|condicion|tarifa))"),
    Row("champion", "me", r"\b(?:tienen|tiene|tienes|tenéis) en mí (?:a )?(?:un|una|su|vuestr[oa]) (?:\w+ )?(?:aliad[oa]|apoyo|hincha|defensor[a]?|fan)\b|\b(?:cuént[ae]me|contame|cuenten conmigo|cuente conmigo) como (?:un|una|su|tu|vuestr[oa]) (?:\w+ )?(?:aliad[oa]|apoyo|hincha|defensor[a]?|fan)\b|\bsoy (?:su|tu|vuestr[oa]) (?:mayor |primer[a]? |gran )?(?:hincha|fan|aliad[oa])\b"),
    Row("user", "after", r"\b(?:el|la) (?:usuari[oa] (?:principal|final|diari[oa]|habitual)|principal usuari[oa]) (?:es|será|va a ser) |\bquien (?:va a usar|usará|va a manejar|manejará|utilizará) (?:la|el|esto|su|vuestr[oa])[^.;,]{0,30} (?:es|será) "),
    Row("decision_maker", "before", r"\bla última palabra es (?=suya)|\b(?:tiene|tengo|tendrá|tendré) (?:siempre )?(?:la última palabra|la decisión final|voto de calidad|el poder de decisión|la potestad)\b|\b(?:decide|decidirá|decidiré|decido)\b(?! (?:la|el|los|las|un|una|tú|si|cuándo|cuando|sobre la fecha|nada|qué|entre)\b)|\b(?:toma|tomo|tomará|tomaré) (?:siempre |aquí )?(?:la|las|esta|todas las) decisi(?:ón|ones)(?: final| definitiva)?\b|\b(?:da|dará|doy|daré|tiene que dar|debe dar) (?:el |la |su |siempre |me )*(?:visto bueno (?:final|definitivo)|luz verde|aprobación final|visto bueno|ok final|sí definitivo|última firma|placet|bendición)\b(?! (?:técnic|a los equipos|a la (?:solución|parte|instalación)))"),
    *_does("decision_maker", "firma|firmo|firmará,firmar,firmad[oa]s? suscrib,suscribir,suscrit[oa]s? refrend", r"(?:todo|(?:el|los|la|las|nuestros|todos los|todas las|cada|este) (?:contratos?|pedidos?(?! al?\b)|órdenes de compra|orden de compra|acuerdos?|compras?|convenios?))", gap=0, once=True),
    *_does("decision_maker", "aprueba|apruebo|aprobará,aprobar,aprobad[oa]s? autoriz", r"(?:todo|(?:el|la|los|las|esta|este|cada|cualquier|toda) (?:compras?|pedidos?|adquisici(?:ón|ones)|proyectos?|operaci(?:ón|ones)|contrataci(?:ón|ones)|proveedor(?:es)?|adjudicación))", gap=0, once=True),
    Row("decision_maker", "before", r"\b(?:quien|el que|la que) (?:corta el bacalao|manda|firma|decide)\b(?! (?:el|los|la|las) (?:gasto|desembolso|fondos|presupuesto|inversi|partida))|\bcorta el bacalao\b|\b(?:tiene que|debe|deberá|tendrá que) (?:firmar|aprobarlo|autorizarlo|decir que sí|dar el sí|estar convencid[oa]|convencerse|firmarlo|aprobar|autorizar)(?= (?:antes|primero|también|al final|y)\b|[.,;!]|$)|\b(?:es|soy|será) (?:el |la |quien )?(?:verdader[oa] |únic[oa] )?(?:decisora?|tomador[a]? de decisiones|que decide|que firma)\b|\bdice (?:que )?sí o (?:que )?no\b", once=True),
    Row("decision_maker", "me", r"\b(?:la última palabra es mía|la última palabra la tengo(?: yo)?|la decisión (?:es mía|la tomo yo|final es mía|depende de mí|me corresponde)|sin mi firma no)\b"),
    Row("decision_maker", "after", r"\búltima palabra (?:la )?(?:tiene|es de|corresponde a|tendrá|recae en|está en manos de|le corresponde a) |\b(?:quien|el que|la que) (?:decide|decidirá|tiene la última palabra|firma|manda|corta el bacalao|toma la decisión|da el visto bueno|da luz verde)(?: (?:aquí|al final|acá|en esto|todo))* (?:es|será) |\bla decisión(?: final| definitiva)? (?:la toma|es de|corresponde a|depende (?:\w+ )?de|la tomará|recae en|está en manos de|pasa por|le corresponde a|le toca a) |\b(?:todo|esto|el contrato|la compra) (?:depende|dependerá) (?:\w+ )?de (?!(?:la|el|los|las|ustedes|vosotros|nosotros|que|si|cómo)\b)|\b(?:hay que|tienen que|tenéis que|tiene que|falta|queda por|habrá que) convencer (?:es )?a |\b(?:falta|necesitamos|necesito|hace falta|requiere) (?:solo |sólo |todavía )?(?:la firma|el visto bueno|el ok|la aprobación|el sí) de "),
    Row("decision_maker", "none", r"\bsin (?:el visto bueno|la firma|la aprobación|el ok|la autorización|el sí|la bendición) de (?=[^.;]{2,30} (?:no (?:se|hay|podemos|compramos|avanza|sale)|nada)\b)|\bnada\b[^.;]{0,30} sin (?:el visto bueno|la firma|la aprobación|el ok|la autorización|el sí) de |\bno (?:se|hay|podemos)\b[^.;]{0,30} sin (?:el visto bueno|la firma|la aprobación|el ok|la autorización|el sí) de "),
    Row("decision_maker", "contrast", r"\bno (?:decido|firmo|apruebo|soy) yo(?: quien \w+| el que \w+)?(?:,| sino| pero|;)+ (?:decide |firma |aprueba |es |sino |la decisión es de )*(?P<who>[^.,;]{2,40})"),
    Row("technical", "before", r"\b(?:evalúa|evaluará|analiza|analizará|estudia|estudiará|valora|valorará|revisa|revisará|mira|mirará) (?:[\w'-]+ ){1,5}?(?:desde el punto de vista|a nivel|en lo|desde lo|en el plano) técnic[oa]\b"),
    Row("legal", "after", r"\b(?:el documento|el texto|el borrador) (?:lo )?(?:revisa|revisará|valida|visa) "),
)  # fmt: skip

KEYS: dict[str, str] = {
    "economic_buyer": r"bolsillo|bolsa|pasta|cheque|dineros|cuartos|llaves?$|presup|desembols|gasto|fondos|invers|partida|dinero|recursos|pago|paga|plata|caja|monto|importe|cartera|billetera|sartén|financia|centro|bolsillo",
    "procurement": r"margen|compra|negoci|precio|condicion|descuento|rebaja|tarifa|plazos|suminis|licit|concurso|contrat|comparativ|aprovision|abastec|adquisic|pedido|órdenes|orden|cotiza|proveed|comercial|económic|regate|oferta|importe",
    "legal": r"contrat|cláusul|clausul|jurídic|legal|términos|condicion|convenio|acuerdo|redacc|adenda|confiden|nda$|bases|letra|protec|documento|texto|borrador",
    "technical": r"prueba|destrip|técnic|tecnol|integr|red(?:es)?$|segur|compatib|especif|equipos|archite|arquite|interfa|instalac|conect|protoc|pliego|sistema|scada|autómat|plc|sensor|medidor|viabil|piloto|ficha|informát|ingenier|ti$|funcion|comunic|encaj|cumpl",
    "champion": r"hincha|cont|cuent|cuént|espada|piel|batalla|pelea|moja|campaña|lado$|parte$|tema|lobby|lata|impuls|valed|promot|defen|defien|embajad|abander|padrin|madrin|entusias|empuj|promuev|promov|pele|apuest|apoy|respald|luch|insist|batall|vendi|recomi|movi|aliad|cara|lanza|detrás|favor|convenc|alma|motor|jueg|jugando|carro|con$",
    "user": r"herramienta|pan$|pegad|clavad|enganch|pantalla|día|diari|mañana|sol|noche|turno|constant|horas|usuari|usar",
    "decision_maker": r"sartén|batuta|mando|mandam|sí$|última|decid|decis|voto|poder|potestad|visto|luz|aprob|aprueb|firm|suscri|refrend|autoriz|bacalao|manda|convenc|sí$|depend|falta|placet|bendic|sin$|ok$",
}
