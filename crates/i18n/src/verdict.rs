//! What came of a commitment, in sentences made from the record.

super::messages! {
    promised_in_period(start: i32, end: i32) {
        "Promised in the {start}–{end} plan.",
        "Prometido en el plan {start}-{end}.",
        "Promis dans le plan {start}-{end}.",
    }
    promised_in(start: i32) { "Promised in the {start} plan.", "Prometido en el plan de {start}.", "Promis dans le plan de {start}." }
    ambitious { "Rated ambitious.", "Calificado como ambicioso.", "Jugé ambitieux." }
    ambition_lowered(value: &str) {
        "Its ambition counts as low: rated “{value}”, but the commitment was not found relevant to OGP’s values.",
        "Su ambición cuenta como baja: se calificó como «{value}», pero el compromiso no se consideró relevante para los valores de la OGP.",
        "Son ambition compte comme faible\u{202f}: évaluée comme «\u{202f}{value}\u{202f}», mais l’engagement n’a pas été jugé pertinent au regard des valeurs de l’OGP.",
    }
    ambition_low(value: &str) {
        "Its ambition counts as low (rated “{value}”).",
        "Su ambición cuenta como baja (calificación: «{value}»).",
        "Son ambition compte comme faible (évaluation\u{202f}: «\u{202f}{value}\u{202f}»).",
    }
    not_ambitious { "Its ambition was rated low.", "Su ambición se calificó como baja.", "Son ambition a été jugée faible." }
    completion_high(value: &str) {
        "Substantially or fully completed (rated “{value}”).",
        "Cumplido sustancial o totalmente (calificación: «{value}»).",
        "Achevé en grande partie ou en totalité (évaluation\u{202f}: «\u{202f}{value}\u{202f}»).",
    }
    completion_level_high {
        "Substantially or fully completed.",
        "Cumplido sustancial o totalmente.",
        "Achevé en grande partie ou en totalité.",
    }
    completion_low(value: &str) {
        "Not substantially completed (rated “{value}”).",
        "No se cumplió sustancialmente (calificación: «{value}»).",
        "Pas achevé en grande partie (évaluation\u{202f}: «\u{202f}{value}\u{202f}»).",
    }
    completion_level_low {
        "Not substantially completed.",
        "No se cumplió sustancialmente.",
        "Pas achevé en grande partie.",
    }
    completion_midterm(value: &str) {
        "In the IRM’s mid-term (progress) report, its completion was rated “{value}”.",
        "En el informe de medio término (de avance) del IRM, su cumplimiento se calificó como «{value}».",
        "Dans le rapport à mi-parcours (d’étape) de l’IRM, son achèvement a été évalué comme «\u{202f}{value}\u{202f}».",
    }
    /// Of what OGP's data calls "Unclear" and its glossary "No Evidence Available".
    completion_unclear {
        "How much of it was completed was unclear, which counts as low.",
        "No estaba claro cuánto se había cumplido, lo que cuenta como bajo.",
        "La part achevée n’était pas claire, ce qui compte comme faible.",
    }
    completion_midterm_unclear {
        "In the IRM’s mid-term (progress) report, how much of it had been completed was unclear, which counts as low.",
        "En el informe de medio término (de avance) del IRM no estaba claro cuánto se había cumplido, lo que cuenta como bajo.",
        "Dans le rapport à mi-parcours (d’étape) de l’IRM, la part achevée n’était pas claire, ce qui compte comme faible.",
    }
    /// Before what is known of its early results.
    completion_not_known {
        "We have no rating of how much of it was done.",
        "No tenemos ninguna calificación de cuánto se cumplió.",
        "Nous n’avons aucune évaluation de ce qui en a été réalisé.",
    }
    results_high(value: &str) {
        "Strong early results (rated “{value}”).",
        "Resultados tempranos sólidos (calificación: «{value}»).",
        "De solides premiers résultats (évaluation\u{202f}: «\u{202f}{value}\u{202f}»).",
    }
    results_level_high {
        "Strong early results.",
        "Resultados tempranos sólidos.",
        "De solides premiers résultats.",
    }
    results_low(value: &str) {
        "No strong early results (rated “{value}”).",
        "Sin resultados tempranos sólidos (calificación: «{value}»).",
        "Pas de solides premiers résultats (évaluation\u{202f}: «\u{202f}{value}\u{202f}»).",
    }
    results_none_yet {
        "The IRM had no early results to report yet, which counts as low.",
        "El IRM aún no tenía resultados tempranos que informar, lo que cuenta como bajo.",
        "L’IRM n’avait pas encore de premiers résultats à signaler, ce qui compte comme faible.",
    }
    results_level_low {
        "No strong early results.",
        "Sin resultados tempranos sólidos.",
        "Pas de solides premiers résultats.",
    }
    not_reviewable {
        "The plan was not specific enough for the IRM to review.",
        "El plan no era lo bastante específico para que el IRM lo revisara.",
        "Le plan n’était pas assez précis pour que l’IRM l’examine.",
    }
    /// The answer, where none of the ratings gives it; the next sentence says why.
    not_known { "We don’t know what came of it.", "No sabemos en qué quedó.", "Nous ne savons pas ce qu’il en est advenu." }
    /// Of a commitment that was rated in the middle of its plan.
    end_not_known { "Our data has no end-of-term review.", "Nuestros datos no tienen una revisión de fin de término.", "Nos données n’ont pas d’examen de fin de plan." }
    /// Of a plan that runs.
    too_early { "It is too early to say what will come of it.", "Es pronto para saber en qué quedará.", "Il est trop tôt pour savoir ce qu’il en adviendra." }
    /// `read`: when our source was read, in parentheses, or nothing. So below.
    pending(read: &str) {
        "The IRM’s review of its results was pending when our source was read{read}; it may have come out since.",
        "La revisión de sus resultados por el IRM estaba pendiente cuando leímos la fuente{read}; es posible que se haya publicado después.",
        "L’examen de ses résultats par l’IRM était en attente quand nous avons lu la source{read}\u{202f}; il a pu paraître depuis.",
    }
    contradicted {
        "The IRM’s review was pending when our source was read, although our data cites a results report.",
        "La revisión del IRM estaba pendiente cuando leímos la fuente, aunque nuestros datos citan un informe de resultados.",
        "L’examen de l’IRM était en attente quand nous avons lu la source, alors que nos données citent un rapport de résultats.",
    }
    /// Nothing says that its review is pending, either.
    cited_without_rating {
        "Our data cites a results report, but has no rating of its results.",
        "Nuestros datos citan un informe de resultados, pero no tienen ninguna calificación de sus resultados.",
        "Nos données citent un rapport de résultats, mais ne contiennent aucune évaluation de ses résultats.",
    }
    plan_runs(end: i32) {
        "The plan runs until {end}: a results report is not due yet.",
        "El plan está vigente hasta {end}: todavía no se espera un informe de resultados.",
        "Le plan court jusqu’en {end}\u{202f}: un rapport de résultats n’est pas encore attendu.",
    }
    /// Of its end, the year is known: it may have ended already.
    plan_ends(end: i32, date: &str) {
        "The plan ends in {end}; a results report is expected by {date}.",
        "El plan termina en {end}; se espera un informe de resultados a más tardar en {date}.",
        "Le plan se termine en {end}\u{202f}; un rapport de résultats est attendu au plus tard en {date}.",
    }
    results_of_plan(read: &str) {
        "The IRM’s review of its results was pending when our source was read{read}. We hold results, or a results report, for other commitments in its plan.",
        "La revisión de sus resultados por el IRM estaba pendiente cuando leímos la fuente{read}. Tenemos resultados, o un informe de resultados, de otros compromisos de su plan.",
        "L’examen de ses résultats par l’IRM était en attente quand nous avons lu la source{read}. Nous avons des résultats, ou un rapport de résultats, pour d’autres engagements de son plan.",
    }
    step_results_of_plan { "Results of the plan reviewed, ratings of this commitment not in our data", "Resultados del plan revisados; las calificaciones de este compromiso no están en nuestros datos", "Résultats du plan examinés, évaluations de cet engagement absentes de nos données" }
    step_cited { "Results report cited, ratings of results not in our data", "Informe de resultados citado; las calificaciones de los resultados no están en nuestros datos", "Rapport de résultats cité, évaluations des résultats absentes de nos données" }
    no_results {
        "We have no rating of its results.",
        "No tenemos ninguna calificación de sus resultados.",
        "Nous n’avons aucune évaluation de ses résultats.",
    }
    no_results_but_of_plan {
        "We have no rating of its results. We hold results, or a results report, for other commitments in its plan.",
        "No tenemos ninguna calificación de sus resultados. Tenemos resultados, o un informe de resultados, de otros compromisos de su plan.",
        "Nous n’avons aucune évaluation de ses résultats. Nous avons des résultats, ou un rapport de résultats, pour d’autres engagements de son plan.",
    }
    read_before_end(date: &str, end: i32) {
        "The IRM’s review was pending when our source was read ({date}), before the plan ended in {end}.",
        "La revisión del IRM estaba pendiente cuando leímos la fuente ({date}), antes del final del plan en {end}.",
        "L’examen de l’IRM était en attente quand nous avons lu la source ({date}), avant la fin du plan en {end}.",
    }
    /// Behind each of the sentences about a review that was due by now.
    was_due(date: &str) {
        "Its report was due by {date} and may have come out since.",
        "El informe se esperaba a más tardar en {date} y es posible que se haya publicado después.",
        "Son rapport était attendu au plus tard en {date} et a pu paraître depuis.",
    }
    /// The same, where our source was read after that day.
    was_overdue(date: &str) {
        "Its report was overdue then (due by {date}) and may have come out since.",
        "El informe ya estaba atrasado entonces (se esperaba a más tardar en {date}) y es posible que se haya publicado después.",
        "Son rapport était alors en retard (attendu au plus tard en {date}) et a pu paraître depuis.",
    }
    overdue_since(end: i32, read: &str) {
        "The plan ended in {end}. The IRM’s review of its results was pending when our source was read{read}.",
        "El plan terminó en {end}. La revisión de sus resultados por el IRM estaba pendiente cuando leímos la fuente{read}.",
        "Le plan s’est terminé en {end}. L’examen de ses résultats par l’IRM était en attente quand nous avons lu la source{read}.",
    }
    steps { "From promise to results", "De la promesa a los resultados", "De la promesse aux résultats" }
    step_promised { "Promised", "Prometido", "Promis" }
    step_design_high { "Design reviewed: ambition high", "Diseño revisado: ambición alta", "Conception examinée\u{202f}: ambition élevée" }
    step_design_low { "Design reviewed: ambition low", "Diseño revisado: ambición baja", "Conception examinée\u{202f}: ambition faible" }
    step_design_pending {
        "Design review pending when our source was read",
        "Revisión del diseño pendiente cuando leímos la fuente",
        "Examen de la conception en attente quand nous avons lu la source",
    }
    step_design_cited { "Report on the design cited, rating not in our data", "Informe sobre el diseño citado; la calificación no está en nuestros datos", "Rapport sur la conception cité, évaluation absente de nos données" }
    step_progress_cited { "Progress report cited, its ratings not in our data", "Informe de avance citado; sus calificaciones no están en nuestros datos", "Rapport d’étape cité, ses évaluations absentes de nos données" }
    step_ended { "Plan ended", "Final del plan", "Fin du plan" }
    step_ends { "Plan ends", "El plan termina", "Fin du plan prévue" }
    step_results_high { "Results reviewed: completion high", "Resultados revisados: cumplimiento alto", "Résultats examinés\u{202f}: achèvement élevé" }
    step_results_low { "Results reviewed: completion low", "Resultados revisados: cumplimiento bajo", "Résultats examinés\u{202f}: achèvement faible" }
    step_results_only_high { "Results reviewed: early results high", "Resultados revisados: resultados tempranos altos", "Résultats examinés\u{202f}: premiers résultats élevés" }
    step_results_only_low { "Results reviewed: early results low", "Resultados revisados: resultados tempranos bajos", "Résultats examinés\u{202f}: premiers résultats faibles" }
    step_midterm_high { "Reviewed at mid-term: completion high", "Revisado a medio término: cumplimiento alto", "Examiné à mi-parcours\u{202f}: achèvement élevé" }
    step_midterm_low { "Reviewed at mid-term: completion low", "Revisado a medio término: cumplimiento bajo", "Examiné à mi-parcours\u{202f}: achèvement faible" }
    step_midterm_no_evidence { "Reviewed at mid-term: no evidence of completion (counts as low)", "Revisado a medio término: sin evidencia de cumplimiento (cuenta como bajo)", "Examiné à mi-parcours\u{202f}: aucune preuve d’achèvement (compte comme faible)" }
    step_midterm_withdrawn { "Reviewed at mid-term: withdrawn (counts as low)", "Revisado a medio término: retirado (cuenta como bajo)", "Examiné à mi-parcours\u{202f}: retiré (compte comme faible)" }
    step_results_no_evidence { "Results reviewed: no evidence of completion (counts as low)", "Resultados revisados: sin evidencia de cumplimiento (cuenta como bajo)", "Résultats examinés\u{202f}: aucune preuve d’achèvement (compte comme faible)" }
    step_results_none_yet { "Results reviewed: no early results yet (counts as low)", "Resultados revisados: aún sin resultados tempranos (cuenta como bajo)", "Résultats examinés\u{202f}: pas encore de premiers résultats (compte comme faible)" }
    step_overdue { "IRM results report not in our data", "Informe de resultados del IRM ausente de nuestros datos", "Rapport de résultats de l’IRM absent de nos données" }
    /// Before the month by which it is expected.
    step_expected { "Results report", "Informe de resultados", "Rapport de résultats" }
    /// Of a plan whose end is not known.
    step_results_pending(read: &str) {
        "Results review pending when our source was read{read}",
        "Revisión de los resultados pendiente cuando leímos la fuente{read}",
        "Examen des résultats en attente quand nous avons lu la source{read}",
    }
    /// Behind what a report found: when it was published.
    report_of(year: i32) { "report of {year}", "informe de {year}", "rapport de {year}" }
    /// Of a report that is not in our data.
    was_due_by(date: &str) { "was due by {date}", "previsto a más tardar en {date}", "attendu au plus tard en {date}" }
    expected_by(date: &str) { "expected by {date}", "previsto a más tardar en {date}", "attendu au plus tard en {date}" }
    /// Where a rating was read, behind the report that it comes from.
    read_from(source: &str) { "Read from {source}.", "Leído en {source}.", "Lu dans {source}." }
    ogp_page { "OGP’s page", "la página de la OGP", "la page de l’OGP" }
    ogp_page_stored {
        "an undated copy of OGP’s page",
        "una copia sin fecha de la página de la OGP",
        "une copie non datée de la page de l’OGP",
    }
    master_sheet(date: &str) {
        "OGP’s master sheet of {date}",
        "la hoja maestra de la OGP de {date}",
        "la feuille de référence de l’OGP de {date}",
    }
    explorer(date: &str) {
        "OGP Explorer, {date}",
        "OGP Explorer, {date}",
        "OGP Explorer, {date}",
    }
    overdue_a_year(read: &str) {
        "The plan ended more than a year ago. The IRM’s review of its results was pending when our source was read{read}.",
        "El plan terminó hace más de un año. La revisión de sus resultados por el IRM estaba pendiente cuando leímos la fuente{read}.",
        "Le plan s’est terminé il y a plus d’un an. L’examen de ses résultats par l’IRM était en attente quand nous avons lu la source{read}.",
    }
    /// Of two years and more.
    overdue_years(years: &str, read: &str) {
        "The plan ended more than {years} years ago. The IRM’s review of its results was pending when our source was read{read}.",
        "El plan terminó hace más de {years} años. La revisión de sus resultados por el IRM estaba pendiente cuando leímos la fuente{read}.",
        "Le plan s’est terminé il y a plus de {years} ans. L’examen de ses résultats par l’IRM était en attente quand nous avons lu la source{read}.",
    }
}
