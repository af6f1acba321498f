//! What charts say of their numbers, and what readers should know of them.

super::messages! {
    // Levels.
    one_not_assessed {
        "We hold no rating for the only commitment.",
        "No tenemos ninguna calificación del único compromiso.",
        "Nous n’avons aucune évaluation de l’unique engagement.",
    }
    none_assessed_of(total: &str) {
        "We hold no rating for any of the {total} commitments.",
        "No tenemos ninguna calificación de los {total} compromisos.",
        "Nous n’avons aucune évaluation des {total} engagements.",
    }
    /// How many are high, and how many are assessed.
    high_and_assessed(high: &str, assessed: &str) { "{high}; {assessed}.", "{high}; {assessed}.", "{high}\u{202f}; {assessed}." }
    not_low {
        "Shares “of those assessed” leave out commitments for which we hold no rating: pending, no data, not reviewable or not stated. None of these counts as low.",
        "Una proporción «de los evaluados» excluye los compromisos cuya calificación no tenemos: pendientes, sin datos, no evaluables o no indicados. Ninguno cuenta como bajo.",
        "Une part «\u{202f}des évalués\u{202f}» laisse de côté les engagements dont nous n’avons pas l’évaluation\u{202f}: en attente, sans données, non évaluables ou non indiqués. Aucun ne compte comme faible.",
    }
    /// Behind the name of a level, which values of the IRM's scales it stands for.
    high_means(values: &str) {
        "“High” means that the IRM’s rating was {values}.",
        "«Alto» significa que la calificación del IRM fue {values}.",
        "«\u{202f}Élevé\u{202f}» signifie que l’évaluation de l’IRM était {values}.",
    }
    few_ratings(limit: &str) {
        "“Few ratings” means fewer than {limit} assessed. Treat these shares as individual cases.",
        "«Pocas calificaciones»: menos de {limit} evaluados. Lea esas proporciones como casos aislados.",
        "«\u{202f}Peu d’évaluations\u{202f}»\u{202f}: moins de {limit} évalués. Lisez ces parts comme des cas isolés.",
    }
    impact_note {
        "Moderate or transformative potential impact counts as high only if the commitment is relevant to OGP’s values.",
        "Un impacto potencial moderado o transformador solo cuenta como alto si el compromiso es relevante para los valores de la OGP.",
        "Un impact potentiel modéré ou transformateur ne compte comme élevé que pour un engagement pertinent au regard des valeurs de l’OGP.",
    }
    scales_note {
        "You cannot compare values on different scales, only their levels.",
        "No se pueden comparar valores de escalas distintas; solo sus niveles.",
        "Les valeurs d’échelles différentes ne peuvent pas être comparées\u{202f}; seuls leurs niveaux peuvent l’être.",
    }

    // One measure by one filter.
    commitments_by(subject: &str) { "Commitments by {subject}", "Compromisos por {subject}", "Engagements par {subject}" }
    overdue_by(subject: &str) { "IRM reviews overdue in our data by {subject}", "Revisiones del IRM atrasadas en nuestros datos por {subject}", "Examens de l’IRM en retard dans nos données par {subject}" }
    overdue_by_country { "IRM reviews overdue in our data by country", "Revisiones del IRM atrasadas en nuestros datos por país", "Examens de l’IRM en retard dans nos données par pays" }
    none_overdue {
        "In our data, no review of results is overdue.",
        "En nuestros datos ninguna revisión de resultados está atrasada.",
        "Dans nos données, aucun examen des résultats n’est en retard.",
    }
    rating_by(rating: &str, subject: &str) { "{rating} by {subject}", "{rating} por {subject}", "{rating} par {subject}" }
    in_parts(all: &str, parts: &str) { "{all} Across {parts}.", "{all} En total: {parts}.", "{all} Au total\u{202f}: {parts}." }
    high_range(low: &str, lowest: &str, high: &str, highest: &str) {
        "Rated high: from {low} ({lowest}) to {high} ({highest}).",
        "Nivel alto: del {low} ({lowest}) al {high} ({highest}).",
        "Niveau élevé\u{202f}: de {low} ({lowest}) à {high} ({highest}).",
    }
    counted_in_parts(commitments: &str, parts: &str) { "{commitments} across {parts}.", "{commitments}, {parts}.", "{commitments}, {parts}." }
    most(name: &str, count: &str) {
        " Most: {name} ({count}).",
        " El mayor número: {name}, {count}.",
        " Le plus grand nombre\u{202f}: {name}, {count}.",
    }
    most_of_several(leaders: &str, count: &str) {
        " {leaders} have the most, with {count} each.",
        " El mayor número, {count}, se da {leaders} veces.",
        " Le maximum, {count}, est atteint {leaders} fois.",
    }
    no_levels_note {
        "To see levels and shares, choose a rating as the measure.",
        "Para ver niveles y proporciones, elija una calificación como medida.",
        "Pour voir des niveaux et des parts, choisissez une évaluation comme mesure.",
    }
    no_share_note {
        "Without a rating, there is no share to sort by. The order is by name.",
        "Sin una calificación no hay proporción por la que ordenar: el orden es el de los nombres.",
        "Sans évaluation, il n’y a pas de part selon laquelle trier\u{202f}: l’ordre est celui des noms.",
    }
    same_rating_note {
        "Each group is one level of the same rating, so it contains only that level.",
        "Cada grupo es un nivel de la misma calificación, así que contiene solo ese nivel.",
        "Chaque catégorie est un niveau de la même évaluation et ne contient donc que ce niveau.",
    }
    area_parts_note {
        "An area with sub-areas, such as Digital Governance, includes them.",
        "Un área con subáreas, como Gobernanza digital, las incluye.",
        "Un domaine qui a des sous-domaines, comme Gouvernance numérique, les comprend.",
    }
    several_parts_note(subject: &str, commitments: &str) {
        "A commitment can belong to several groups, so the numbers by {subject} add up to more than {commitments}.",
        "Un compromiso puede pertenecer a varios grupos, así que los números por {subject} suman más que el total ({commitments}).",
        "Un engagement peut relever de plusieurs catégories\u{202f}: la somme des nombres par {subject} dépasse donc le total ({commitments}).",
    }
    each_part_note(subject: &str) {
        "Each group is counted separately: it matches all the other filters and that {subject}.",
        "Cada grupo se cuenta por sí mismo: cumple todos los demás filtros y su valor propio ({subject}).",
        "Chaque catégorie est comptée pour elle-même\u{202f}: elle répond à tous les autres filtres et à sa propre valeur ({subject}).",
    }
    no_ranking_note {
        "This is not a ranking. Plans, periods and scales differ between members, so compare like with like.",
        "Esto no es una clasificación: los planes, los períodos y las escalas difieren de un miembro a otro. Compare lo comparable.",
        "Ceci n’est pas un classement\u{202f}: les plans, les périodes et les échelles diffèrent d’un membre à l’autre. Comparez ce qui est comparable.",
    }

    // From plan year to plan year.
    reviews_note(months: u32) {
        "Overdue: our source showed the review as pending, and the plan ended more than {months} months ago, which is the usual time. A report may have come out since we read it.",
        "Atrasada: nuestra fuente mostraba la revisión como pendiente y el plan terminó hace más de {months} meses, el plazo habitual. Es posible que el informe se haya publicado después.",
        "En retard\u{202f}: notre source indiquait un examen en attente et le plan a pris fin il y a plus de {months} mois, le délai habituel. Un rapport a pu paraître depuis.",
    }
    reviews_silent_note {
        "Plans that still run, those whose review our sources do not mention, and those of which this record has results of another commitment are not counted as due.",
        "Los planes en curso, aquellos cuya revisión no mencionan nuestras fuentes y aquellos de los que nuestros datos contienen resultados de otro compromiso no se cuentan como pendientes.",
        "Les plans en cours, ceux dont nos sources ne mentionnent pas l’examen et ceux dont nos données contiennent des résultats d’un autre engagement ne sont pas comptés comme attendus.",
    }
    scale_changes_note {
        "The IRM changed its ambition scale with plans of 2020 and its early results scale with plans of 2021. A jump at a dashed line may be due to the change of scale.",
        "El IRM cambió su escala de ambición con los planes de 2020 y la de resultados tempranos con los planes de 2021. Un salto junto a una línea discontinua puede deberse al cambio de escala.",
        "L’IRM a changé son échelle d’ambition avec les plans de 2020 et celle des premiers résultats avec les plans de 2021. Un saut au niveau d’une ligne discontinue peut tenir au changement d’échelle.",
    }
    hollow_note(limit: &str) {
        "Hollow points are years with fewer than {limit} assessed commitments. Treat them as individual cases.",
        "Los años con menos de {limit} compromisos evaluados se dibujan huecos: léalos como casos aislados.",
        "Les années comptant moins de {limit} engagements évalués sont représentées par un point évidé\u{202f}: lisez-les comme des cas isolés.",
    }
    trend_needs_years {
        "A trend needs plans from more than one year.",
        "Una tendencia necesita planes de al menos dos años distintos.",
        "Une tendance suppose des plans d’au moins deux années différentes.",
    }
    trend_share(share: &str, count: &str, whole: &str, year: &str) {
        "{share} ({count} of {whole}) in plans of {year}",
        "{share} ({count} de {whole}) en los planes de {year}",
        "{share} ({count} sur {whole}) dans les plans de {year}",
    }
    /// The first and the last year of one scale.
    trend_span(first: &str, last: &str) { "{first}, {last}", "{first}, {last}", "{first}, {last}" }
    trend_line(what: &str, years: &str) { "{what}: {years}", "{what}: {years}", "{what}\u{202f}: {years}" }
    /// Years before and after the scale changed.
    trend_scales(before: &str, year: i32, after: &str) {
        "{before}; on the new scale, used since {year}, {after}",
        "{before}; en la nueva escala, desde {year}, {after}",
        "{before}\u{202f}; selon la nouvelle échelle, depuis {year}, {after}",
    }
    /// Years of which only those after the change are well founded.
    trend_new_scale(year: i32, after: &str) {
        "on the scale used since {year}, {after}",
        "en la escala usada desde {year}, {after}",
        "selon l’échelle utilisée depuis {year}, {after}",
    }
    /// Years before and after reviews changed from mid-term to the end of plans.
    trend_reviews(before: &str, year: i32, after: &str) {
        "{before}; reviewed mostly at the end of the plan since {year}, {after}",
        "{before}; con revisión sobre todo al final del plan, desde {year}, {after}",
        "{before}\u{202f}; examinés surtout à la fin du plan, depuis {year}, {after}",
    }
    trend_too_few(what: &str) {
        "{what}: too few assessed to show a trend",
        "{what}: demasiado pocos evaluados para saberlo",
        "{what}\u{202f}: trop peu d’engagements évalués pour le dire",
    }

    // From promise to results.
    made { "Commitments made", "Compromisos asumidos", "Engagements pris" }
    step { "Step", "Paso", "Étape" }
    each_by_itself {
        "Each rating separately, out of all commitments",
        "Cada calificación por sí sola, de todos los compromisos",
        "Chaque évaluation prise isolément, sur tous les engagements",
    }
    step_by_step {
        "Step by step, out of those that reached the previous step and were rated for this one",
        "Paso a paso, de los que dieron el paso anterior y se evaluaron en este",
        "Étape par étape, sur ceux qui ont franchi l’étape précédente et ont été évalués pour celle-ci",
    }
    step_none(what: &str) { "{what}: none assessed", "{what}: ninguno evaluado", "{what}\u{202f}: aucun évalué" }
    steps(commitments: &str, parts: &str) { "Of {commitments}: {parts}.", "De {commitments} – {parts}.", "Sur {commitments} – {parts}." }

    // Two filters together.
    matrix_title(down: &str, across: &str) { "{down} and {across}", "{down} y {across}", "{down} et {across}" }
    matrix_high(assessed: &str, both: &str, one: &str, rows: &str, columns: &str, all: &str) {
        "Of {assessed} assessed on both, {both} are high on both and {one} are high on {rows} but low on {columns}. {all} in total.",
        "De {assessed} con ambas calificaciones, hay {both} con nivel alto en ambas y {one} con nivel alto en {rows} pero bajo en {columns}. {all} en total.",
        "Sur {assessed} avec les deux évaluations, on en compte {both} de niveau élevé dans les deux et {one} de niveau élevé ({rows}) mais faible ({columns}). {all} au total.",
    }
    matrix_by(commitments: &str, down: &str, across: &str) {
        "{commitments} by {down} and {across}.",
        "{commitments} por {down} y {across}.",
        "{commitments} par {down} et {across}.",
    }
    several_cells_note {
        "A commitment can be in several cells, so the numbers add up to more than the number of commitments.",
        "Un compromiso puede figurar en varias casillas, así que los números suman más que los compromisos.",
        "Un engagement peut figurer dans plusieurs cases\u{202f}: la somme des nombres dépasse donc celui des engagements.",
    }

    heat_note {
        "The more a cell stands out, the more commitments it counts. \u{201c}All\u{201d} counts each commitment once.",
        "Cuanto más destaca una casilla, más compromisos cuenta. «Todos» cuenta cada compromiso una vez.",
        "Plus une case ressort, plus elle compte d’engagements. «\u{a0}Tous\u{a0}» compte chaque engagement une fois.",
    }

    // The map.
    by_country { "Commitments by country", "Compromisos por país", "Engagements par pays" }
    rating_by_country(rating: &str) { "{rating} by country", "{rating} por país", "{rating} par pays" }
    country { "Country", "País", "Pays" }
    country_note {
        "Each country’s number includes its national government and its local governments.",
        "La cifra de un país reúne los compromisos de su gobierno nacional y de sus gobiernos locales.",
        "Le chiffre d’un pays réunit les engagements de son gouvernement national et de ses gouvernements locaux.",
    }
    borders_note {
        "Shapes and borders are simplified from Natural Earth. They show where a member is and say nothing about the status of any territory. Points mark states too small to see.",
        "Las formas y fronteras son las de Natural Earth, simplificadas. Muestran dónde está un miembro y no dicen nada sobre el estatus de ningún territorio. Los puntos señalan Estados demasiado pequeños para verse.",
        "Les formes et les frontières sont celles de Natural Earth, simplifiées. Elles montrent où se trouve un membre et ne disent rien du statut d’un territoire. Les points signalent les États trop petits pour être vus.",
    }
}

super::plurals! {
    reviews(n, due: &str, published: &str) {
        "In our data, a review is overdue for {n} commitment and due for {due}; results are published for {published}."
            | "In our data, reviews are overdue for {n} commitments and due for {due}; results are published for {published}.",
        "En nuestros datos, la revisión está atrasada en {n} compromiso y pendiente en {due}; hay resultados publicados de {published}."
            | "En nuestros datos, la revisión está atrasada en {n} compromisos y pendiente en {due}; hay resultados publicados de {published}.",
        "Dans nos données, l’examen est en retard pour {n} engagement et attendu pour {due}\u{202f}; les résultats de {published} sont publiés."
            | "Dans nos données, l’examen est en retard pour {n} engagements et attendu pour {due}\u{202f}; les résultats de {published} sont publiés.",
    }
    reviews_none_due(n, published: &str) {
        "In our data, a review is overdue for {n} commitment and due for no others; results are published for {published}."
            | "In our data, reviews are overdue for {n} commitments and due for no others; results are published for {published}.",
        "En nuestros datos, la revisión está atrasada en {n} compromiso y no hay otras pendientes; hay resultados publicados de {published}."
            | "En nuestros datos, la revisión está atrasada en {n} compromisos y no hay otras pendientes; hay resultados publicados de {published}.",
        "Dans nos données, l’examen est en retard pour {n} engagement, et aucun autre n’est attendu\u{202f}; les résultats de {published} sont publiés."
            | "Dans nos données, l’examen est en retard pour {n} engagements, et aucun autre n’est attendu\u{202f}; les résultats de {published} sont publiés.",
    }
    overdue_of(n, all: &str, parts: &str) {
        "In our data, a review is overdue for {n} of {all}, across {parts}."
            | "In our data, reviews are overdue for {n} of {all}, across {parts}.",
        "En nuestros datos la revisión de {n} de {all} está atrasada; en total, {parts}."
            | "En nuestros datos las revisiones de {n} de {all} están atrasadas; en total, {parts}.",
        "Dans nos données, l’examen de {n} sur {all} est en retard\u{202f}; au total, {parts}."
            | "Dans nos données, les examens de {n} sur {all} sont en retard\u{202f}; au total, {parts}.",
    }
    countries_counted(n) {
        "{n} country" | "{n} countries",
        "{n} país" | "{n} países",
        "{n} pays" | "{n} pays",
    }
    /// Of those assessed, which is what the words agree with, how many are high.
    high_of_assessed(n, high: &str, share: &str) {
        "{high} of {n} assessed{share} rated high" | "{high} of {n} assessed{share} rated high",
        "Nivel alto: {high} de {n} evaluado{share}" | "Nivel alto: {high} de {n} evaluados{share}",
        "Niveau élevé\u{202f}: {high} sur {n} évalué{share}" | "Niveau élevé\u{202f}: {high} sur {n} évalués{share}",
    }
    assessed_of_all(n, total: &str) {
        "we hold a rating for {n} of {total} commitments" | "we hold a rating for {n} of {total} commitments",
        "con evaluación: {n} de {total}" | "con evaluación: {n} de {total}",
        "nous avons une évaluation pour {n} engagement sur {total}" | "nous avons une évaluation pour {n} engagements sur {total}",
    }
    level_of_all(n) {
        "Level of all {n} commitment" | "Level of all {n} commitments",
        "Nivel de {n} compromiso en total" | "Nivel de los {n} compromisos en total",
        "Niveau de {n} engagement" | "Niveau de l’ensemble des {n} engagements",
    }
    scale_rated(n, scheme: &str, period: &str) {
        "{scheme} · {n} commitment rated (scale for {period})" | "{scheme} · {n} commitments rated (scale for {period})",
        "{scheme} · {n} compromiso calificado (escala: {period})" | "{scheme} · {n} compromisos calificados (escala: {period})",
        "{scheme} · {n} engagement évalué (échelle\u{202f}: {period})" | "{scheme} · {n} engagements évalués (échelle\u{202f}: {period})",
    }
    in_no_part(n, subject: &str) {
        "{n} commitment has no {subject} and is not in any group." | "{n} commitments have no {subject} and are not in any group.",
        "{n} compromiso sin {subject} en este registro no se incluye en ningún grupo." | "{n} compromisos sin {subject} en este registro no se incluyen en ningún grupo.",
        "{n} engagement sans {subject} n’entre dans aucune catégorie." | "{n} engagements sans {subject} n’entrent dans aucune catégorie.",
    }
    without_year(n) {
        "{n} commitment without a plan year is left out." | "{n} commitments without a plan year are left out.",
        "Se excluye {n} compromiso sin año del plan." | "Se excluyen {n} compromisos sin año del plan.",
        "{n} engagement sans année du plan est laissé de côté." | "{n} engagements sans année du plan sont laissés de côté.",
    }
    /// Of the ambitious ones, those whose completion was rated: what the share of the step is of.
    climb_completed(n) {
        "Ambitious and completed, out of {n} ambitious and rated for completion"
            | "Ambitious and completed, out of {n} ambitious and rated for completion",
        "Ambiciosos y cumplidos, de {n} ambicioso cuyo cumplimiento se evaluó"
            | "Ambiciosos y cumplidos, de {n} ambiciosos cuyo cumplimiento se evaluó",
        "Ambitieux et achevés, sur {n} ambitieux dont l’achèvement a été évalué"
            | "Ambitieux et achevés, sur {n} ambitieux dont l’achèvement a été évalué",
    }
    climb_completed_unrated(n) {
        "Ambitious and completed: we hold no rating of completion for the {n} ambitious one"
            | "Ambitious and completed: we hold no rating of completion for any of the {n} ambitious ones",
        "Ambiciosos y cumplidos: no tenemos calificación del cumplimiento de {n} ambicioso"
            | "Ambiciosos y cumplidos: no tenemos calificación del cumplimiento de ninguno de los {n} ambiciosos",
        "Ambitieux et achevés\u{202f}: aucune évaluation de l’achèvement pour {n} ambitieux"
            | "Ambitieux et achevés\u{202f}: aucune évaluation de l’achèvement pour les {n} ambitieux",
    }
    climb_results(n) {
        "Also with strong early results, out of {n} ambitious, completed and rated for results"
            | "Also with strong early results, out of {n} ambitious, completed and rated for results",
        "Y con resultados tempranos sólidos, de {n} ambicioso y cumplido cuyos resultados se evaluaron"
            | "Y con resultados tempranos sólidos, de {n} ambiciosos y cumplidos cuyos resultados se evaluaron",
        "Et avec de solides premiers résultats, sur {n} ambitieux et achevé dont les résultats ont été évalués"
            | "Et avec de solides premiers résultats, sur {n} ambitieux et achevés dont les résultats ont été évalués",
    }
    climb_results_unrated(n) {
        "Also with strong early results: we hold no rating of results for the {n} ambitious and completed one"
            | "Also with strong early results: we hold no rating of results for any of the {n} ambitious and completed ones",
        "Y con resultados tempranos sólidos: no tenemos calificación de los resultados de {n} ambicioso y cumplido"
            | "Y con resultados tempranos sólidos: no tenemos calificación de los resultados de ninguno de los {n} ambiciosos y cumplidos",
        "Et avec de solides premiers résultats\u{202f}: aucune évaluation des résultats pour {n} ambitieux et achevé"
            | "Et avec de solides premiers résultats\u{202f}: aucune évaluation des résultats pour les {n} ambitieux et achevés",
    }
    step_high(n, what: &str, high: &str, share: &str) {
        "{what}: {high} of {n} assessed{share}" | "{what}: {high} of {n} assessed{share}",
        "{what}: {high} de {n} evaluado{share}" | "{what}: {high} de {n} evaluados{share}",
        "{what}\u{202f}: {high} sur {n} évalué{share}" | "{what}\u{202f}: {high} sur {n} évalués{share}",
    }
    from_countries(n, commitments: &str) {
        "{commitments} from {n} countries." | "{commitments} from {n} countries.",
        "{commitments} de {n} país." | "{commitments} de {n} países.",
        "{commitments} de {n} pays." | "{commitments} de {n} pays.",
    }
}
