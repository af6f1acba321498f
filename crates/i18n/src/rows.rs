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
    overdue_since(date: &str) { "Review overdue since {date}", "Revisión atrasada desde {date}", "Examen en retard depuis {date}" }
    /// Of a rating whose review is overdue: what our source said of it, and when the report was expected.
    overdue_means(date: &str) {
        "The rating was pending when our source was read. The report was expected by {date}.",
        "La calificación estaba pendiente cuando leímos la fuente. El informe se esperaba a más tardar en {date}.",
        "L’évaluation était en attente quand nous avons lu la source. Le rapport était attendu au plus tard en {date}.",
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
