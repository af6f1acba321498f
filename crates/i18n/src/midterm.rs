//! When ratings of completion were given: most of those in the record come from a report written halfway
//! through a plan, which says less than one from its end.

use super::format::number;
use domain::Lang;

/// Of ratings of completion that the sentence before has counted, how many are from halfway through a plan.
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
        "This rating was given halfway through the plan.",
        "Esta calificación se dio a mitad del plan.",
        "Cette évaluation a été faite à mi-parcours du plan.",
    }
    all_of_these(assessed: &str) {
        "All of these {assessed} ratings were given halfway through the plan.",
        "Todas estas {assessed} calificaciones se dieron a mitad del plan.",
        "Toutes ces {assessed} évaluations ont été faites à mi-parcours du plan.",
    }
    only_one {
        "The only rating of completion was given halfway through the plan.",
        "La única calificación del cumplimiento se dio a mitad del plan.",
        "La seule évaluation de l’achèvement a été faite à mi-parcours du plan.",
    }
    all_of_completion(assessed: &str) {
        "All {assessed} ratings of completion were given halfway through the plan.",
        "Las {assessed} calificaciones del cumplimiento se dieron todas a mitad del plan.",
        "Les {assessed} évaluations de l’achèvement ont toutes été faites à mi-parcours du plan.",
    }
    /// Behind figures of which all were given halfway, in a cell of a table.
    halfway { "midway", "a mitad", "mi-parcours" }
    /// What the cells mean that say so.
    halfway_means {
        "“Midway” means that the IRM rated completion halfway through the plan, and that we hold no rating from its end.",
        "«A mitad» significa que el IRM calificó el cumplimiento a mitad del plan y que no tenemos ninguna calificación de su final.",
        "«\u{202f}Mi-parcours\u{202f}» signifie que l’IRM a évalué l’achèvement à mi-parcours du plan et que nous n’avons pas d’évaluation de la fin.",
    }
    /// Of a commitment that is worth copying, of which the end of its plan is not known.
    completed_midway {
        "Completed to a large part or fully when reviewed midway. We hold no rating from the end of the plan.",
        "Cumplido en gran parte o del todo cuando se revisó a mitad del plan. No tenemos ninguna calificación del final.",
        "Achevé en grande partie ou en totalité lors de l’examen à mi-parcours. Nous n’avons pas d’évaluation de la fin du plan.",
    }
    /// From which plan year on most ratings of completion are from the end of the plan.
    change_of_reviews(year: i32) {
        "For plans before {year}, most ratings of completion were given halfway through the plan; from {year} on, most at its end. The dashed line marks the change.",
        "En los planes anteriores a {year}, la mayoría de las calificaciones del cumplimiento se dieron a mitad del plan; desde {year}, la mayoría al final. La línea discontinua señala el cambio.",
        "Pour les plans antérieurs à {year}, la plupart des évaluations de l’achèvement ont été faites à mi-parcours\u{202f}; à partir de {year}, la plupart à la fin du plan. La ligne discontinue signale ce changement.",
    }
    /// At the line that marks it.
    end_of_plan { "end of plan", "fin del plan", "fin du plan" }
}

super::plurals! {
    some_of_these(n, assessed: &str) {
        "{n} of these {assessed} ratings was given halfway through the plan."
            | "{n} of these {assessed} ratings were given halfway through the plan.",
        "{n} de estas {assessed} calificaciones se dio a mitad del plan."
            | "{n} de estas {assessed} calificaciones se dieron a mitad del plan.",
        "{n} de ces {assessed} évaluations a été faite à mi-parcours du plan."
            | "{n} de ces {assessed} évaluations ont été faites à mi-parcours du plan.",
    }
    some_of_completion(n, assessed: &str) {
        "{n} of the {assessed} ratings of completion was given halfway through the plan."
            | "{n} of the {assessed} ratings of completion were given halfway through the plan.",
        "{n} de las {assessed} calificaciones del cumplimiento se dio a mitad del plan."
            | "{n} de las {assessed} calificaciones del cumplimiento se dieron a mitad del plan.",
        "{n} des {assessed} évaluations de l’achèvement a été faite à mi-parcours du plan."
            | "{n} des {assessed} évaluations de l’achèvement ont été faites à mi-parcours du plan.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_from_halfway_are_counted_and_named() {
        let said = |midterm, assessed| of_these(Lang::English, midterm, assessed);
        assert_eq!(said(0, 36), None);
        assert_eq!(
            said(653, 690).as_deref(),
            Some("653 of these 690 ratings were given halfway through the plan.")
        );
        assert_eq!(
            said(1, 5).as_deref(),
            Some("1 of these 5 ratings was given halfway through the plan.")
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
