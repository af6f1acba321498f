//! How ratings work. Scales, values and their definitions are told by [`super::terms`].

super::messages! {
    heading { "How ratings work", "Cómo funcionan las calificaciones", "Comment fonctionnent les évaluations" }
    lead {
        "OGP’s Independent Reporting Mechanism (IRM) reviews every action plan and, later, what came of it. This page lists every scale it has used, what each value means in our own words, and how we compare them.",
        "El Mecanismo de Revisión Independiente (IRM) de la OGP examina cada plan de acción y, más adelante, lo que resultó de él. Esta página reúne todas las escalas que ha utilizado, el significado de cada valor explicado con nuestras palabras y la forma en que este sitio los compara.",
        "Le Mécanisme d’évaluation indépendant (IRM) de l’OGP examine chaque plan d’action, puis ce qu’il en est advenu. Cette page présente toutes les échelles qu’il a utilisées, le sens de chaque valeur expliqué dans nos propres termes et la manière dont ce site les compare.",
    }
    on_this_page { "On this page", "En esta página", "Sur cette page" }
    levels { "Levels and their marks", "Los niveles y sus signos", "Les niveaux et leurs signes" }
    published { "Where only High or Low was published", "Cuando solo se publicó Alto o Bajo", "Lorsque seul Élevé ou Faible a été publié" }
    rules { "From values to levels", "De los valores a los niveles", "Des valeurs aux niveaux" }
    cautions { "What cannot be compared", "Lo que no se puede comparar", "Ce qui n’est pas comparable" }

    // Between these three stand the levels High and Low.
    only {
        "The scales have changed over the years. To compare across them, we place each value on one side of a line that OGP has published: for completion, for example, “substantial” and “complete” are above it and count as high. Only ",
        "Las escalas han cambiado con los años. Para poder compararlas, cada valor se sitúa a un lado u otro de un umbral publicado por la OGP: en el cumplimiento, por ejemplo, «sustancial» y «completo» quedan por encima y cuentan como altos. Solo ",
        "Les échelles ont changé au fil des ans. Pour permettre la comparaison, chaque valeur est placée d’un côté ou de l’autre d’un seuil publié par l’OGP\u{202f}: pour l’achèvement, par exemple, «\u{202f}substantiel\u{202f}» et «\u{202f}complet\u{202f}» sont au-dessus et comptent comme élevés. Seuls ",
    }
    and { " and ", " y ", " et " }
    are_assessments {
        " are assessments. The other four are different reasons for not having one, and never count as low. Shares of high and low ratings are shares of those assessed, unless we say otherwise. Each says how many that is.",
        " corresponden a una evaluación; los otros cuatro niveles son distintas formas de no tenerla y nunca se cuentan como bajos. Las proporciones de calificaciones altas y bajas se calculan sobre los compromisos evaluados, salvo que digamos otra cosa, e indican cuántos son.",
        " correspondent à une évaluation\u{202f}; les quatre autres niveaux sont différentes façons de ne pas en avoir et ne comptent jamais comme faibles. Les parts d’évaluations élevées et faibles sont calculées sur les engagements évalués, sauf indication contraire, et en précisent le nombre.",
    }
    /// Of the mark that is no level.
    overdue_mark {
        "Not a level of its own: the rating is pending, and the IRM’s report was due by now. Filters and files say pending.",
        "No es un nivel aparte: la calificación está pendiente y el informe del IRM ya se esperaba. En filtros y archivos figura como pendiente.",
        "Ce n’est pas un niveau à part\u{202f}: l’évaluation est en attente et le rapport de l’IRM était attendu à ce jour. Filtres et fichiers indiquent en attente.",
    }
    outdated_mark {
        "Not a level of its own: the rating was pending in our source, long ago or beside results of the same plan. Filters and files say pending.",
        "No es un nivel aparte: la calificación estaba pendiente en nuestra fuente, hace mucho o junto a resultados del mismo plan. En filtros y archivos figura como pendiente.",
        "Ce n’est pas un niveau à part\u{202f}: l’évaluation était en attente dans notre source, il y a longtemps ou à côté de résultats du même plan. Filtres et fichiers indiquent en attente.",
    }
    levels_caption { "Levels", "Niveles", "Niveaux" }
    level { "Level", "Nivel", "Niveau" }
    what_it_means { "What it means", "Qué significa", "Signification" }
    counted_as_assessed { "Counted as assessed", "Cuenta como evaluado", "Compte comme évalué" }
    yes { "Yes", "Sí", "Oui" }
    no { "No", "No", "Non" }

    value { "Value", "Valor", "Valeur" }
    counts_as { "Counts as", "Cuenta como", "Compte comme" }
    /// A scale, and the plans for which it was used.
    scale(scale: &str, period: &str) { "{scale}: {period}", "{scale}: {period}", "{scale}\u{202f}: {period}" }
    /// The same of a scale that is called by a question.
    scale_that_asks(scale: &str, period: &str) { "{scale} ({period})", "{scale} ({period})", "{scale} ({period})" }
    our_words_for_each {
        "OGP’s definition of each value, in our words.",
        "Redacción propia de la definición que la OGP da de cada valor.",
        "Définition de chaque valeur par l’OGP, reformulée par nos soins.",
    }
    our_words {
        "In our words. OGP’s page describes the scale as a whole.",
        "Redacción propia; la página de la OGP describe la escala en su conjunto.",
        "Formulation de notre part\u{202f}; la page de l’OGP décrit l’échelle dans son ensemble.",
    }
    /// What a scale asks, in which report it is used, and whose words define it.
    about_scale(question: &str, report: &str, wording: &str) {
        "{question} Published in: {report}. {wording} ",
        "{question} Se publica en: {report}. {wording} ",
        "{question} Publié dans\u{202f}: {report}. {wording} ",
    }
    ogp_definition { "OGP’s definition", "Definición de la OGP", "Définition de l’OGP" }
    ogp_definition_of(scale: &str) { ": “{scale}”", ": «{scale}»", "\u{202f}: «\u{202f}{scale}\u{202f}»" }

    // A sentence with two links in it.
    value_counts {
        "The tables above show which values count as high or low. OGP sets the lines: ",
        "Un valor cuenta como alto o bajo según indican las tablas anteriores. Los umbrales son de la OGP: ",
        "Une valeur compte comme élevée ou faible selon ce qu’indiquent les tableaux ci-dessus. Les seuils sont ceux de l’OGP\u{202f}: ",
    }
    value_counts_completion { "substantial or complete", "sustancial o completo", "substantiel ou complet" }
    value_counts_is_high { " is high completion; ", " equivale a un cumplimiento alto; ", " correspond à un achèvement élevé\u{202f}; " }
    value_counts_results { "major, outstanding", "importante, excepcional", "majeur, exceptionnel" }
    value_counts_is_strong { " or significant is a strong early result.", " o significativo, a un resultado temprano sólido.", " ou significatif, à de premiers résultats solides." }
    relevance {
        "Moderate or transformative potential impact is high only if the commitment is relevant to OGP’s values. If the IRM says that it is not, or has no data on this, the level is low. If the source says nothing about relevance, the value counts as it is.",
        "Un impacto potencial moderado o transformador solo cuenta como alto si el compromiso es relevante para los valores de la OGP. Cuando el IRM lo niega, o no tiene datos al respecto, el nivel es bajo; cuando la fuente no se pronuncia sobre la relevancia, se mantiene el valor.",
        "Un impact potentiel modéré ou transformateur ne compte comme élevé que si l’engagement est pertinent au regard des valeurs de l’OGP. Lorsque l’IRM le conteste, ou n’a pas de données à ce sujet, le niveau est faible\u{202f}; lorsque la source ne se prononce pas sur la pertinence, la valeur est maintenue.",
    }
    not_reviewable(year: i32) {
        "A commitment that is not verifiable, in a plan of {year} or later, is not reviewable: the IRM does not assess it further. Older commitments were rated anyway.",
        "Un compromiso que no es verificable, de un plan de {year} o posterior, no es evaluable: el IRM no sigue adelante con su evaluación. Los compromisos más antiguos se calificaron de todos modos.",
        "Un engagement non vérifiable, issu d’un plan de {year} ou d’une année ultérieure, n’est pas évaluable\u{202f}: l’IRM ne poursuit pas son évaluation. Les engagements plus anciens ont été évalués malgré tout.",
    }
    /// Before the link to OGP's own words.
    specificity {
        "OGP’s Explorer of 2016 says how specific a commitment is, not whether it is verifiable. We follow OGP’s rule for older plans: medium or high specificity counts as verifiable, low or none does not. ",
        "El Explorer de la OGP de 2016 dice cuán específico es un compromiso, no si es verificable. Seguimos la regla de la OGP para los planes antiguos: una especificidad media o alta cuenta como verificable; una baja o nula, no. ",
        "L’Explorer de l’OGP de 2016 dit à quel point un engagement est spécifique, non s’il est vérifiable. Nous suivons la règle de l’OGP pour les plans anciens\u{202f}: une spécificité moyenne ou élevée compte comme vérifiable, une spécificité faible ou nulle non. ",
    }
    specificity_source { "OGP’s rule", "Regla de la OGP", "Règle de l’OGP" }
    newest_counts {
        "If there are several ratings, the newest counts. A value takes precedence over a statement that there is none, and completion at the end of a plan over completion at mid-term.",
        "Entre varias calificaciones cuenta la más reciente; un valor prevalece sobre la indicación de que no lo hay, y el cumplimiento al final del plan, sobre el cumplimiento a medio término.",
        "Lorsqu’il y a plusieurs évaluations, c’est la plus récente qui compte\u{202f}; une valeur prime sur l’indication qu’il n’y en a pas, et l’achèvement à la fin du plan sur l’achèvement à mi-parcours.",
    }
    computed {
        "We compute levels from value, scale and relevance. Where our source shows only High or Low, we use that.",
        "Calculamos los niveles a partir del valor, la escala y la relevancia. Si nuestra fuente solo muestra Alto o Bajo, usamos ese nivel.",
        "Nous calculons les niveaux à partir de la valeur, de l’échelle et de la pertinence. Si notre source n’indique qu’Élevé ou Faible, nous reprenons ce niveau.",
    }

    // A paragraph with three links in it.
    not_ranked {
        "We do not rank members. Their plans differ in number, length and aim, and ",
        "Los miembros no se ordenan en una clasificación. Sus planes difieren en número, duración y objetivos, y ",
        "Les membres ne font l’objet d’aucun classement. Leurs plans diffèrent par leur nombre, leur durée et leurs objectifs, et ",
    }
    not_ranked_average {
        "an average says little without its context",
        "un promedio dice poco sin su contexto",
        "une moyenne dit peu de chose hors de son contexte",
    }
    not_ranked_no_league {
        ". There is no league table here: ",
        ". Aquí no hay tablas de posiciones: ",
        ". Il n’y a pas de palmarès ici\u{202f}: ",
    }
    not_ranked_charts { "charts by member", "los gráficos por miembro", "les graphiques par membre" }
    not_ranked_charts_say {
        " show how many ratings each share is based on and put those with few ratings last, and ",
        " indican en cuántas calificaciones se basa cada proporción y colocan al final las que se basan en pocas, y ",
        " indiquent sur combien d’évaluations repose chaque part et placent en dernier celles qui en comptent peu, et ",
    }
    not_ranked_comparison { "a comparison", "la comparación", "la comparaison" }
    not_ranked_like {
        " shows each member beside a similar group: the same kind of member in the same region, in the member’s own plan years. This limits the effect of changes in the scales.",
        " presenta a los miembros junto a su grupo comparable: el mismo tipo de miembro en la misma región, en los años de los planes del propio miembro, lo que limita el efecto de los cambios de escala.",
        " place les membres à côté de leur groupe comparable\u{202f}: le même type de membre dans la même région, pour les années des plans du membre lui-même, ce qui limite l’effet des changements d’échelle.",
    }
    small(few: usize) {
        "Shares based on fewer than {few} assessed commitments carry a warning: one more or one fewer changes them a lot.",
        "Las proporciones calculadas sobre menos de {few} compromisos evaluados llevan una advertencia: uno más o uno menos las cambia mucho.",
        "Les parts calculées sur moins de {few} engagements évalués sont assorties d’un avertissement\u{202f}: un de plus ou de moins les modifie beaucoup.",
    }
    scales_changed {
        "The scales changed with plans of 2020 (ambition) and 2021 (early results). If a share changes around these years, the change of scale may be the reason.",
        "Las escalas cambiaron con los planes de 2020 (ambición) y de 2021 (resultados tempranos). Si una proporción varía en torno a esos años, puede deberse al cambio de escala.",
        "Les échelles ont changé avec les plans de 2020 (ambition) et de 2021 (premiers résultats). La variation d’une part autour de ces années peut tenir au changement d’échelle.",
    }
    clusters {
        "Commitments assessed as a cluster share one rating. They are not independent cases.",
        "Los compromisos evaluados en grupo comparten una misma calificación; no son casos independientes.",
        "Les engagements évalués en groupe partagent une même évaluation\u{202f}; ce ne sont pas des cas indépendants.",
    }
    tags_change {
        "Policy tags change. Some have been used only since 2022, and others are no longer used. Their pages say so.",
        "Las etiquetas temáticas cambian: algunas solo se asignan desde 2022 y otras han dejado de asignarse. Sus páginas lo indican.",
        "Les étiquettes thématiques changent\u{202f}: certaines ne sont attribuées que depuis 2022, d’autres ne le sont plus. Leurs pages le précisent.",
    }
    lenses { "Which commitments each page counts", "Qué compromisos cuenta cada página", "Quels engagements compte chaque page" }
    lenses_caption { "Sets of commitments", "Conjuntos de compromisos", "Ensembles d’engagements" }
    codes { "Commitment codes", "Códigos de los compromisos", "Codes des engagements" }
    where_codes_are_from(by_reading: usize) {
        "Codes such as NL0031 are OGP’s. Where our source gives none, we give the commitment our own code, which begins with ZZ. For {by_reading} commitments from OGP Explorer, which has no codes, we found OGP’s code by comparing their place in the plan, their institutions and their titles with OGP’s pages.",
        "Los códigos como NL0031 son de la OGP. Si nuestra fuente no da ninguno, el compromiso tiene un código de este registro, que empieza por ZZ. El Explorer de la OGP no tiene códigos: para {by_reading} de sus compromisos hallamos el de la OGP al comparar su lugar en el plan, sus instituciones y sus títulos con las páginas de la OGP.",
        "Les codes tels que NL0031 sont ceux de l’OGP. Si notre source n’en donne pas, l’engagement porte un code de ce registre, qui commence par ZZ. L’Explorer de l’OGP n’a pas de codes\u{202f}: pour {by_reading} de ses engagements, nous avons trouvé celui de l’OGP en comparant leur place dans le plan, leurs institutions et leurs titres avec les pages de l’OGP.",
    }
    reviews { "IRM reviews due and overdue", "Revisiones del IRM previstas y atrasadas", "Examens de l’IRM attendus et en retard" }
    review_states(months: u32) {
        "The IRM’s report on results usually follows about {months} months after a plan ends. Where a source showed the review as pending, we call it due from the end of the plan, and overdue from {months} months after the last day of the year in which the plan ends. For most plans we know only the year in which they end. If we hold a result or a results report for any commitment in a plan, we do not count that plan’s reviews as due or overdue.",
        "El informe del IRM sobre los resultados suele publicarse unos {months} meses después del final del plan. Si una fuente mostraba la revisión como pendiente, la consideramos prevista desde el final del plan y atrasada desde {months} meses después del último día del año en que termina el plan. De la mayoría de los planes solo conocemos el año de finalización. Si tenemos un resultado o un informe de resultados de algún compromiso de un plan, no consideramos prevista ni atrasada ninguna revisión de ese plan.",
        "Le rapport de l’IRM sur les résultats paraît en général environ {months} mois après la fin du plan. Si une source indiquait un examen en attente, nous le considérons comme attendu dès la fin du plan, et en retard {months} mois après le dernier jour de l’année où le plan prend fin. Pour la plupart des plans, nous ne connaissons que l’année de fin. Si nos données contiennent un résultat ou un rapport de résultats d’un engagement quelconque d’un plan, nous ne considérons aucun examen de ce plan comme attendu ou en retard.",
    }
    review_caution {
        "“Overdue” means that our data has no result: lists and pages say “No result in our data”. The IRM may have published one since our sources were read. “Overdue” is about the IRM’s report, not about the government’s work.",
        "«Atrasada» significa que nuestros datos no contienen ningún resultado: las listas y páginas dicen «Sin resultado en nuestros datos». Es posible que el IRM lo haya publicado después de que leyéramos las fuentes. «Atrasada» se refiere al informe del IRM, no al trabajo del gobierno.",
        "«\u{202f}En retard\u{202f}» signifie que nos données ne contiennent aucun résultat\u{202f}: listes et pages indiquent «\u{202f}Pas de résultat dans nos données\u{202f}». L’IRM a pu en publier un depuis que nous avons lu les sources. «\u{202f}En retard\u{202f}» concerne le rapport de l’IRM, non au travail du gouvernement.",
    }
    starred { "What a star meant", "Qué significaba ser estelar", "Ce que signifiait l’étoile" }
    /// Before the link to OGP's own words.
    star_means {
        "In its reports on older plans, the IRM starred a commitment if it was specific enough, relevant to open government (access to information, civic participation or public accountability), had high potential impact, and was substantially or fully completed. The formula changed: at first, moderate or transformative potential impact counted, later only transformative. We show “Yes” if our source shows a star, by whichever formula. “No” means that no report that our source covers gave one. ",
        "En sus informes sobre planes antiguos, el IRM declaraba estelar un compromiso si era lo bastante específico, era relevante para el gobierno abierto (acceso a la información, participación ciudadana o rendición de cuentas), tenía un impacto potencial alto y se había cumplido sustancial o totalmente. La fórmula cambió: al principio bastaba un impacto potencial moderado o transformador; después, solo uno transformador. Mostramos «Sí» si nuestra fuente lo indica, según cualquiera de las fórmulas. «No» significa que ningún informe que nuestra fuente abarca lo declaró estelar. ",
        "Dans ses rapports sur les plans anciens, l’IRM attribuait une étoile à un engagement s’il était assez précis, pertinent pour le gouvernement ouvert (accès à l’information, participation citoyenne ou redevabilité publique), doté d’un impact potentiel élevé, et achevé en grande partie ou en totalité. La formule a changé\u{202f}: au début, un impact potentiel modéré ou transformateur suffisait\u{202f}; ensuite, seul un impact transformateur comptait. Nous affichons «\u{202f}Oui\u{202f}» si notre source indique une étoile, quelle que soit la formule. «\u{202f}Non\u{202f}» signifie qu’aucun rapport couvert par notre source n’en a attribué. ",
    }
    star_source { "OGP’s explanation", "Explicación de la OGP", "Explication de l’OGP" }
    not_stated {
        "“Not stated” is about our data, not about the commitment: the page we read does not show a rating as text.",
        "«No indicado» se refiere a nuestros datos, no al compromiso: la página consultada no muestra ninguna calificación en forma de texto.",
        "«\u{202f}Non indiqué\u{202f}» concerne nos données, non l’engagement\u{202f}: la page consultée ne montre aucune évaluation sous forme de texte.",
    }
}
