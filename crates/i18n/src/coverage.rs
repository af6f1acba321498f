//! How much the record holds of each member and plan.

use super::format::date;
use domain::{KnownSource, Lang, PartialDate};

super::messages! {
    heading { "Data coverage", "Cobertura de los datos", "Couverture des données" }
    assessed_means {
        "The columns for ambition, completion and early results count the commitments that OGP’s Independent Reporting Mechanism (IRM) has assessed, as far as we know. Commitments under “No rating” have none of the three here, although a rating may exist.",
        "Las columnas de ambición, cumplimiento y resultados tempranos cuentan los compromisos que, según nuestros datos, ha evaluado el Mecanismo de Revisión Independiente (IRM) de la OGP. Los compromisos de la columna «Sin calificación» no tienen aquí ninguna de las tres, aunque puede existir alguna.",
        "Les colonnes ambition, achèvement et premiers résultats comptent les engagements que le Mécanisme d’évaluation indépendant (IRM) de l’OGP a évalués, d’après nos données. Ceux de la colonne «\u{202f}Sans évaluation\u{202f}» n’ont ici aucune des trois, même si une évaluation peut exister.",
    }
    overdue_means(months: u32) {
        "The IRM’s review is overdue in our data if the plan ended more than {months} months ago and our source showed the review as pending. A report may have come out since. For most plans we know only the year in which they end, so we count from 31 December.",
        "La revisión del IRM está atrasada en nuestros datos si el plan terminó hace más de {months} meses y nuestra fuente la mostraba como pendiente. Es posible que el informe se haya publicado después. De la mayoría de los planes solo conocemos el año en que terminan, por lo que contamos desde el 31 de diciembre.",
        "L’examen de l’IRM est en retard dans nos données si le plan a pris fin il y a plus de {months} mois et que notre source l’indiquait en attente. Un rapport a pu paraître depuis. De la plupart des plans, nous ne connaissons que l’année de fin\u{202f}; nous comptons donc à partir du 31 décembre.",
    }
    sources_mean {
        "Sources are where we read the commitments and their ratings. The date in brackets is that of the source’s data.",
        "Las fuentes indican dónde leímos los compromisos y sus calificaciones. La fecha entre paréntesis es la de los datos de la fuente.",
        "Les sources indiquent où nous avons lu les engagements et leurs évaluations. La date entre parenthèses est celle des données de la source.",
    }
    gaps { "What to add next", "Qué conviene añadir", "Ce qu’il faudrait ajouter" }
    gaps_are {
        "The plans with the largest gaps in our data. A published report may fill them.",
        "Los planes con las mayores lagunas en nuestros datos. Un informe publicado podría completarlas.",
        "Les plans dont il manque le plus dans nos données. Un rapport publié peut combler ces lacunes.",
    }
    most_overdue { "Most commitments with an IRM review overdue in our data", "Más compromisos con revisión del IRM atrasada en nuestros datos", "Le plus d’engagements dont l’examen de l’IRM est en retard dans nos données" }
    most_unrated { "Most commitments without a rating", "Más compromisos sin calificación", "Le plus d’engagements sans évaluation" }
    gap(member: &str, plan: &str) { "{member}, {plan}", "{member}, {plan}", "{member}, {plan}" }
    download { "Download this table (CSV)", "Descargar esta tabla (CSV)", "Télécharger ce tableau (CSV)" }
    by_plan { "By member and plan", "Por miembro y plan", "Par membre et par plan" }
    /// Before letters, each with the number of its members.
    by_letter { "Members by first letter", "Miembros por su inicial", "Membres par initiale" }
    letter(letter: char, members: &str) { "{letter} ({members})", "{letter} ({members})", "{letter} ({members})" }
    caption(letter: char) {
        "Commitments, assessments and sources by member and plan: {letter}",
        "Compromisos, evaluaciones y fuentes por miembro y plan: {letter}",
        "Engagements, évaluations et sources par membre et par plan\u{202f}: {letter}",
    }
    /// What unfolds the members with a letter.
    of_letter(letter: char, members: &str, plans: &str) {
        "{letter}: {members}, {plans}",
        "{letter}: {members}, {plans}",
        "{letter}\u{202f}: {members}, {plans}",
    }
    member_and_plan { "Member and plan", "Miembro y plan", "Membre et plan" }
    /// Read out before a plan whose member is seen further up.
    of_member(name: &str) { "{name}: ", "{name}: ", "{name}\u{202f}: " }
    no_rating { "No rating", "Sin calificación", "Sans évaluation" }
    overdue { "IRM review overdue", "Revisión del IRM atrasada", "Examen de l’IRM en retard" }
    sources { "Sources", "Fuentes", "Sources" }
    dated(source: &str, date: &str) { "{source} ({date})", "{source} ({date})", "{source} ({date})" }
    date_unknown { "date unknown", "fecha desconocida", "date inconnue" }
    ogp_pages { "OGP’s pages", "Páginas de la OGP", "Pages de l’OGP" }
    master_sheet { "OGP’s master sheet", "Hoja maestra de la OGP", "Feuille de référence de l’OGP" }
    explorer { "OGP Explorer", "Antiguo OGP Explorer", "Ancien OGP Explorer" }
    other_sources { "Other sources", "Otras fuentes", "Autres sources" }
    no_source { "Not stated", "No indicada", "Non indiquée" }
}

super::plurals! {
    lead(n, plans: &str, members: &str, rated: &str) {
        "This record has {n} commitment, from {plans} by {members}; we know at least one rating for {rated}."
            | "This record has {n} commitments, from {plans} by {members}; we know at least one rating for {rated} of them.",
        "Este registro contiene {n} compromiso, de {plans} de {members}; conocemos al menos una calificación de {rated}."
            | "Este registro contiene {n} compromisos, de {plans} de {members}; conocemos al menos una calificación de {rated} de ellos.",
        "Ce registre contient {n} engagement, issu de {plans} de {members}\u{202f}; nous connaissons au moins une évaluation pour {rated}."
            | "Ce registre contient {n} engagements, issus de {plans} de {members}\u{202f}; nous connaissons au moins une évaluation pour {rated} d’entre eux.",
    }
    n_plans(n) {
        "{n} action plan" | "{n} action plans",
        "{n} plan de acción" | "{n} planes de acción",
        "{n} plan d’action" | "{n} plans d’action",
    }
}

/// A source with the month or year of its data, for example `OGP’s master sheet (July 2024)`.
pub fn dated_source(lang: Lang, source: KnownSource) -> String {
    let name = match source {
        KnownSource::OgpPage => ogp_pages(lang),
        KnownSource::MasterSheet2024 => master_sheet(lang),
        KnownSource::Explorer2016 => explorer(lang),
    };
    match state_of(lang, source) {
        Some(state) => dated(lang, name, &state),
        None => dated(lang, name, date_unknown(lang)),
    }
}

/// The month or year of a source's data, for example `July 2024`; none where it is not known.
pub fn state_of(lang: Lang, source: KnownSource) -> Option<String> {
    let state: PartialDate = source.state_of()?.parse().ok()?;
    Some(date(lang, state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_told_with_its_date() {
        for (source, english, french) in [
            (
                KnownSource::OgpPage,
                "OGP’s pages (date unknown)",
                "Pages de l’OGP (date inconnue)",
            ),
            (
                KnownSource::MasterSheet2024,
                "OGP’s master sheet (July 2024)",
                "Feuille de référence de l’OGP (juillet 2024)",
            ),
            (
                KnownSource::Explorer2016,
                "OGP Explorer (2016)",
                "Ancien OGP Explorer (2016)",
            ),
        ] {
            assert_eq!(dated_source(Lang::English, source), english);
            assert_eq!(dated_source(Lang::French, source), french);
        }
    }
}
