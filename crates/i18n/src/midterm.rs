//! When ratings of completion were given: most of those in the record come from mid-term (progress)
//! reports, which say less than one from the end of a plan. Not that they were written halfway: some came later.

use super::format::number;
use domain::Lang;

/// Of ratings of completion that the sentence before has counted, how many are from mid-term reports.
/// None where there are none.
pub fn of_these(lang: Lang, midterm: usize, assessed: usize) -> Option<String> {
    match (midterm, assessed) {
        (0, _) => None,
        (1, 1) => Some(this_one(lang).to_owned()),
        _ if midterm == assessed => Some(all_of_these(lang, &number(lang, assessed))),
        _ => Some(some_of_these(lang, midterm, &number(lang, assessed))),
    }
}

/// The same of ratings that nothing has named before.
pub fn of_completion(lang: Lang, midterm: usize, assessed: usize) -> Option<String> {
    match (midterm, assessed) {
        (0, _) => None,
        (1, 1) => Some(only_one(lang).to_owned()),
        _ if midterm == assessed => Some(all_of_completion(lang, &number(lang, assessed))),
        _ => Some(some_of_completion(lang, midterm, &number(lang, assessed))),
    }
}

super::messages! {
    this_one {
        "This rating was given in a mid-term (progress) report.",
        "Esta calificación se dio en un informe de medio término (de avance).",
        "Cette évaluation vient d’un rapport à mi-parcours (d’étape).",
    }
    all_of_these(assessed: &str) {
        "All of these {assessed} ratings were given in mid-term (progress) reports.",
        "Todas estas {assessed} calificaciones se dieron en informes de medio término (de avance).",
        "Toutes ces {assessed} évaluations viennent de rapports à mi-parcours (d’étape).",
    }
    only_one {
        "The only rating of completion was given in a mid-term (progress) report.",
        "La única calificación del cumplimiento se dio en un informe de medio término (de avance).",
        "La seule évaluation de l’achèvement vient d’un rapport à mi-parcours (d’étape).",
    }
    all_of_completion(assessed: &str) {
        "All {assessed} ratings of completion were given in mid-term (progress) reports.",
        "Las {assessed} calificaciones del cumplimiento se dieron todas en informes de medio término (de avance).",
        "Les {assessed} évaluations de l’achèvement viennent toutes de rapports à mi-parcours (d’étape).",
    }
    /// Behind figures of which all are from mid-term reports, in a cell of a table, and beside the shape of such a rating.
    at_midterm { "mid-term", "medio término", "mi-parcours" }
    /// What the cells mean that say so.
    midterm_means {
        "“Mid-term” means that completion was rated in the IRM’s mid-term (progress) report, and that our data has no end-of-term rating.",
        "«Medio término» significa que el cumplimiento se calificó en el informe de medio término (de avance) del IRM y que nuestros datos no tienen calificación de fin de término.",
        "«\u{202f}Mi-parcours\u{202f}» signifie que l’achèvement a été évalué dans le rapport à mi-parcours (d’étape) de l’IRM et que nos données n’ont pas d’évaluation de fin de plan.",
    }
    /// Of a commitment that is worth copying, of which the end of its plan is not known.
    completed_at_midterm {
        "Substantially or fully completed at mid-term. Our data has no end-of-term rating.",
        "Cumplido sustancial o totalmente a medio término. Nuestros datos no tienen calificación de fin de término.",
        "Achevé en grande partie ou en totalité à mi-parcours. Nos données n’ont pas d’évaluation de fin de plan.",
    }
    /// From which plan year on most ratings of completion are from the end of the plan.
    change_of_reviews(year: i32) {
        "For plans before {year}, most ratings of completion are from mid-term (progress) reports; from {year} on, most are from the end of the plan. The dashed line marks the change.",
        "En los planes anteriores a {year}, la mayoría de las calificaciones del cumplimiento son de informes de medio término (de avance); desde {year}, la mayoría son del final del plan. La línea discontinua señala el cambio.",
        "Pour les plans antérieurs à {year}, la plupart des évaluations de l’achèvement viennent de rapports à mi-parcours (d’étape)\u{202f}; à partir de {year}, la plupart sont de la fin du plan. La ligne discontinue signale ce changement.",
    }
    /// At the line that marks it.
    end_of_plan { "end of plan", "fin del plan", "fin du plan" }
}

super::plurals! {
    some_of_these(n, assessed: &str) {
        "{n} of these {assessed} ratings was given in mid-term (progress) reports."
            | "{n} of these {assessed} ratings were given in mid-term (progress) reports.",
        "{n} de estas {assessed} calificaciones se dio en informes de medio término (de avance)."
            | "{n} de estas {assessed} calificaciones se dieron en informes de medio término (de avance).",
        "{n} de ces {assessed} évaluations vient d’un rapport à mi-parcours (d’étape)."
            | "{n} de ces {assessed} évaluations viennent de rapports à mi-parcours (d’étape).",
    }
    some_of_completion(n, assessed: &str) {
        "{n} of the {assessed} ratings of completion was given in mid-term (progress) reports."
            | "{n} of the {assessed} ratings of completion were given in mid-term (progress) reports.",
        "{n} de las {assessed} calificaciones del cumplimiento se dio en informes de medio término (de avance)."
            | "{n} de las {assessed} calificaciones del cumplimiento se dieron en informes de medio término (de avance).",
        "{n} des {assessed} évaluations de l’achèvement vient d’un rapport à mi-parcours (d’étape)."
            | "{n} des {assessed} évaluations de l’achèvement viennent de rapports à mi-parcours (d’étape).",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_at_mid_term_are_counted_and_named() {
        let said = |midterm, assessed| of_these(Lang::English, midterm, assessed);
        assert_eq!(said(0, 36), None);
        assert_eq!(
            said(653, 690).as_deref(),
            Some("653 of these 690 ratings were given in mid-term (progress) reports.")
        );
        assert_eq!(
            said(1, 5).as_deref(),
            Some("1 of these 5 ratings was given in mid-term (progress) reports.")
        );
        for lang in Lang::ALL {
            // "All of these 1 ratings" is no sentence.
            for one in [of_these(*lang, 1, 1), of_completion(*lang, 1, 1)] {
                assert!(one.is_some_and(|one| !one.contains('1')), "{lang}");
            }
            for count in [of_these, of_completion] {
                let (some, all) = (count(*lang, 2, 3), count(*lang, 3, 3));
                assert!(some.is_some() && some != all, "{lang}");
                assert_eq!(count(*lang, 0, 3), None);
            }
        }
    }
}
