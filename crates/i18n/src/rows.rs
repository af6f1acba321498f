//! Commitments in lists, and columns that tables share.

use domain::{ActionPlan, Lang};

super::messages! {
    plan_of_years(start: i32, end: i32) { "{start}–{end} plan", "plan {start}-{end}", "plan {start}-{end}" }
    plan_of_year(year: i32) { "{year} plan", "plan de {year}", "plan de {year}" }
    plan_until(end: i32) { "plan until {end}", "plan hasta {end}", "plan jusqu’en {end}" }
    plan_not_stated { "plan year not stated", "año del plan no indicado", "année du plan non indiquée" }
    action_plan_of_years(start: i32, end: i32) { "Action plan {start}–{end}", "Plan de acción {start}-{end}", "Plan d’action {start}-{end}" }
    action_plan_of_year(year: i32) { "Action plan of {year}", "Plan de acción de {year}", "Plan d’action de {year}" }
    action_plan_until(end: i32) { "Action plan until {end}", "Plan de acción hasta {end}", "Plan d’action jusqu’en {end}" }
    action_plan_not_stated { "Action plan not stated", "Plan de acción no indicado", "Plan d’action non indiqué" }
    title_translated { "title translated", "título traducido", "titre traduit" }
    /// The same of a commitment that was rated at mid-term.
    no_end_of_term_result {
        "No end-of-term result in our data",
        "Sin resultado de fin de término en nuestros datos",
        "Pas de résultat de fin de plan dans nos données",
    }
    /// Of a result that should be there by the usual timetable: all that we know is that it is not in our data.
    no_result { "No result in our data", "Sin resultado en nuestros datos", "Pas de résultat dans nos données" }
    /// Behind it.
    was_due_by(date: &str) {
        ", IRM report was due by {date}",
        ", informe del IRM previsto a más tardar en {date}",
        ", rapport de l’IRM attendu au plus tard en {date}",
    }
    /// Behind it, where the source was read after that day: when.
    overdue_when_read(date: &str) {
        ", IRM report overdue when our source was read ({date})",
        ", informe del IRM atrasado cuando leímos la fuente ({date})",
        ", rapport de l’IRM en retard quand nous avons lu la source ({date})",
    }
    no_result_means {
        "The rating was pending when our source was read. A report may have come out since.",
        "La calificación estaba pendiente cuando leímos la fuente. Es posible que el informe se haya publicado después.",
        "L’évaluation était en attente quand nous avons lu la source. Un rapport a pu paraître depuis.",
    }
    /// Of a rating that nobody awaits: its report was expected long ago, or others of the plan have results.
    pending_in_source { "Pending in our source", "Pendiente en nuestra fuente", "En attente dans notre source" }
    pending_in_source_means {
        "The rating was pending when our source was read. If the IRM gave one later, it is not in our data.",
        "La calificación estaba pendiente cuando leímos la fuente. Si el IRM la dio después, no está en nuestros datos.",
        "L’évaluation était en attente quand nous avons lu la source. Si l’IRM l’a donnée depuis, elle n’est pas dans nos données.",
    }
    /// Of a rating at mid-term: behind its level, and where there is room for a word only.
    level_at_midterm(level: &str) { "{level}, mid-term", "{level}, a medio término", "{level}, à mi-parcours" }
    midterm_means {
        "Rated in the IRM’s mid-term (progress) report. Our data has no end-of-term rating.",
        "Calificado en el informe de medio término (de avance) del IRM. Nuestros datos no tienen calificación de fin de término.",
        "Évalué dans le rapport à mi-parcours (d’étape) de l’IRM. Nos données n’ont pas d’évaluation de fin de plan.",
    }
    midterm_key { "mid-term: rated in a mid-term (progress) report", "medio término: calificado en un informe de medio término (de avance)", "mi-parcours\u{202f}: évalué dans un rapport à mi-parcours (d’étape)" }
    /// What the IRM found nothing of, which OGP counts as low.
    no_results_yet { "No results yet", "Aún sin resultados", "Pas encore de résultats" }
    no_evidence { "No evidence", "Sin evidencia", "Aucune preuve" }
    withdrawn { "Withdrawn", "Retirado", "Retiré" }
    counts_as_low { " (counts as low)", " (cuenta como bajo)", " (compte comme faible)" }
    counts_as_low_means { "OGP’s published line counts it as low.", "El umbral publicado por la OGP lo cuenta como bajo.", "Le seuil publié par l’OGP le compte comme faible." }
    no_finding_key {
        "No results yet, No evidence: count as low",
        "Aún sin resultados, Sin evidencia: cuentan como bajo",
        "Pas encore de résultats, Aucune preuve\u{202f}: comptent comme faibles",
    }
    provisional { " (provisional)", " (provisional)", " (provisoire)" }
    commitments { "Commitments", "Compromisos", "Engagements" }
    ambitious { "Ambitious", "Ambiciosos", "Ambitieux" }
    completed { "Completed", "Cumplidos", "Achevés" }
    strong_results { "Strong results", "Resultados sólidos", "Résultats solides" }
}

/// A plan's years as they stand in lists, for example `2018–2020 plan`.
pub fn plan_in_words(lang: Lang, plan: &ActionPlan) -> String {
    match (plan.start_year, plan.end_year) {
        (Some(start), Some(end)) if end != start => plan_of_years(lang, start, end),
        (Some(year), _) => plan_of_year(lang, year),
        (None, Some(end)) => plan_until(lang, end),
        (None, None) => plan_not_stated(lang).to_owned(),
    }
}

/// The plan as a reader names it: its title, which is in the source's language, or its years.
pub fn plan_label(lang: Lang, plan: &ActionPlan) -> String {
    match (&plan.title, plan.start_year, plan.end_year) {
        (Some(title), ..) => title.clone(),
        (None, Some(start), Some(end)) if end != start => action_plan_of_years(lang, start, end),
        (None, Some(start), _) => action_plan_of_year(lang, start),
        (None, None, Some(end)) => action_plan_until(lang, end),
        (None, None, None) => action_plan_not_stated(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_named_in_english_as_in_files() {
        for (start_year, end_year) in [
            (Some(2018), Some(2020)),
            (Some(2018), None),
            (None, Some(2020)),
            (None, None),
        ] {
            let plan = ActionPlan {
                title: None,
                start_year,
                end_year,
            };
            assert_eq!(plan_label(Lang::English, &plan), plan.label());
        }
    }
}
