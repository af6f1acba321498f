//! The pages of members.

use domain::{Dimension, Lang, MemberKind, Region};

/// The members that a member is shown beside: of the same kind, in the same region.
pub fn like_members(lang: Lang, kind: MemberKind, region: Region) -> String {
    let kind = match (lang, kind) {
        (Lang::English, MemberKind::National) => "national members",
        (Lang::English, MemberKind::Local) => "local members",
        (Lang::English, MemberKind::Other) => "other members",
        (Lang::Spanish, MemberKind::National) => "miembros nacionales",
        (Lang::Spanish, MemberKind::Local) => "miembros locales",
        (Lang::Spanish, MemberKind::Other) => "otros miembros",
        (Lang::French, MemberKind::National) => "membres nationaux",
        (Lang::French, MemberKind::Local) => "membres locaux",
        (Lang::French, MemberKind::Other) => "autres membres",
    };
    let place = match (lang, region) {
        (Lang::English, Region::AfricaAndTheMiddleEast) => "in Africa and the Middle East",
        (Lang::English, Region::Americas) => "in the Americas",
        (Lang::English, Region::AsiaAndThePacific) => "in Asia and the Pacific",
        (Lang::English, Region::Europe) => "in Europe",
        (Lang::Spanish, Region::AfricaAndTheMiddleEast) => "de África y Medio Oriente",
        (Lang::Spanish, Region::Americas) => "de las Américas",
        (Lang::Spanish, Region::AsiaAndThePacific) => "de Asia y el Pacífico",
        (Lang::Spanish, Region::Europe) => "de Europa",
        (Lang::French, Region::AfricaAndTheMiddleEast) => "d’Afrique et du Moyen-Orient",
        (Lang::French, Region::Americas) => "des Amériques",
        (Lang::French, Region::AsiaAndThePacific) => "d’Asie et du Pacifique",
        (Lang::French, Region::Europe) => "d’Europe",
    };
    format!("{kind} {place}")
}

/// How many of those assessed in a dimension were rated high; `beside` is put behind that.
pub fn rated(
    lang: Lang,
    dimension: Dimension,
    assessed: usize,
    high: usize,
    beside: &str,
) -> String {
    let of = super::format::number(lang, assessed);
    match (dimension, assessed, high) {
        (Dimension::Ambition, 1, 0) => only_one_not_ambitious(lang, beside),
        (Dimension::Ambition, 1, _) => only_one_ambitious(lang, beside),
        (Dimension::Ambition, _, 0) => none_ambitious(lang, &of, beside),
        (Dimension::Ambition, ..) => rated_ambitious(lang, high, &of, beside),
        (Dimension::Completion, 1, 0) => only_one_not_completed(lang, beside),
        (Dimension::Completion, 1, _) => only_one_completed(lang, beside),
        (Dimension::Completion, _, 0) => none_completed(lang, &of, beside),
        (Dimension::Completion, ..) => rated_completed(lang, high, &of, beside),
        (Dimension::EarlyResults, 1, 0) => only_one_not_strong(lang, beside),
        (Dimension::EarlyResults, 1, _) => only_one_strong(lang, beside),
        (Dimension::EarlyResults, _, 0) => none_strong(lang, &of, beside),
        (Dimension::EarlyResults, ..) => rated_strong(lang, high, &of, beside),
    }
}

/// What share of those assessed in a dimension was rated high.
pub fn rated_share(lang: Lang, dimension: Dimension, assessed: usize, share: &str) -> String {
    let of = super::format::number(lang, assessed);
    match dimension {
        Dimension::Ambition => share_ambitious(lang, &of, share),
        Dimension::Completion => share_completed(lang, &of, share),
        Dimension::EarlyResults => share_strong(lang, &of, share),
    }
}

super::messages! {
    heading { "Countries and local governments", "Países y gobiernos locales", "Pays et collectivités locales" }
    member { "Member", "Miembro", "Membre" }
    newest_plan { "Latest plan in our data", "Último plan en nuestros datos", "Dernier plan dans nos données" }
    members_in(region: &str) { "Members in {region}", "Miembros: {region}", "Membres\u{202f}: {region}" }
    /// Read out behind a link to all commitments of a region.
    in_region(region: &str) { " in {region}", " ({region})", " ({region})" }
    share(high: &str, assessed: &str) { "{high} of {assessed}", "{high} de {assessed}", "{high} sur {assessed}" }
    none_assessed { " none assessed", " ninguno evaluado", " aucun évalué" }
    few_ratings { "Few ratings", "Pocas calificaciones", "Peu d’évaluations" }
    few_ratings_for(dimensions: &str, few: usize) {
        "Shares for {dimensions} are based on fewer than {few} assessed commitments. Treat them as individual cases, not as a trend.",
        "Algunas proporciones se basan en menos de {few} compromisos evaluados ({dimensions}). Deben leerse como casos aislados, no como una tendencia.",
        "Certaines parts reposent sur moins de {few} engagements évalués ({dimensions}). Elles sont à lire comme des cas isolés, non comme une tendance.",
    }
    these_charts_show { "These charts show: ", "Estos gráficos muestran: ", "Ces graphiques montrent\u{202f}: " }
    show_everything { "Show everything", "Mostrar todo", "Tout afficher" }
    /// What unfolds the charts of a member or an area on a narrow screen.
    charts_beside {
        "Show the charts: ambition, completion, early results",
        "Mostrar los gráficos: ambición, cumplimiento y resultados tempranos",
        "Afficher les graphiques\u{202f}: ambition, achèvement, premiers résultats",
    }
    how_far { "Results so far", "Resultados hasta ahora", "Résultats à ce jour" }
    more_charts { "More charts", "Otros gráficos", "Autres graphiques" }
    more_charts_are { "More charts:", "Otros gráficos:", "Autres graphiques\u{202f}:" }
    status_since_day(status: &str, date: &str) { "{status} since {date}. ", "{status} desde el {date}. ", "{status} depuis le {date}. " }
    status_since(status: &str, date: &str) { "{status} since {date}. ", "{status} desde {date}. ", "{status} depuis {date}. " }
    source { "Source", "Fuente", "Source" }
    commitments_stay { ". We still list its commitments.", ". Seguimos mostrando sus compromisos.", ". Nous continuons d’afficher ses engagements." }
    local_in(region: &str, country: &str) {
        "{region} \u{b7} Local government in {country}",
        "{region} \u{b7} Gobierno local ({country})",
        "{region} \u{b7} Gouvernement local ({country})",
    }
    national_in(region: &str) {
        "{region} \u{b7} National government",
        "{region} \u{b7} Gobierno nacional",
        "{region} \u{b7} Gouvernement national",
    }
    /// Of a member's or an area's page; `lead` is a sentence.
    description(name: &str, lead: &str) {
        "{name}: {lead} How far each one got, according to OGP’s IRM.",
        "{name}: {lead} Hasta dónde llegó cada uno, según el IRM de la OGP.",
        "{name}\u{202f}: {lead} Ce qu’il est advenu de chacun, selon l’IRM de l’OGP.",
    }
    promised(what: &str) { "{what}.", "{what}.", "{what}." }
    /// From plans of one year, and of several.
    promised_in(what: &str, year: i32) { "{what} in its {year} plan.", "{what} en su plan de {year}.", "{what} dans son plan de {year}." }
    promised_between(what: &str, first: i32, last: i32) {
        "{what} in plans of {first} to {last}.",
        "{what} en planes de {first} a {last}.",
        "{what} dans des plans de {first} à {last}.",
    }
    /// Behind a member's own figure.
    beside(own: &str, like: &str, share: &str) { " ({own}; {like}: {share})", " ({own}; {like}: {share})", " ({own}\u{202f}; {like}\u{202f}: {share})" }
    /// The same, where its own figure is none.
    beside_none(like: &str, share: &str) { " ({like}: {share})", " ({like}: {share})", " ({like}\u{202f}: {share})" }
    /// Behind a member's own figure, of which there is nothing to compare it with.
    own(share: &str) { " ({share})", " ({share})", " ({share})" }
    not_rated(what: &str) {
        "We hold no ratings for {what}.",
        "Sin calificación en nuestros datos: {what}.",
        "Sans évaluation dans nos données\u{202f}: {what}.",
    }
    none_ambitious(assessed: &str, beside: &str) {
        "Of {assessed} rated for ambition, none were rated ambitious{beside}.",
        "De {assessed} calificados por su ambición, ninguno era ambicioso{beside}.",
        "Sur {assessed} dont l’ambition a été évaluée, aucun n’était ambitieux{beside}.",
    }
    none_completed(assessed: &str, beside: &str) {
        "Of {assessed} rated for completion, none were substantially or fully completed at the last review we hold{beside}.",
        "De {assessed} cuyo cumplimiento se evaluó, ninguno se había cumplido sustancial o totalmente en la última revisión que tenemos{beside}.",
        "Sur {assessed} dont l’achèvement a été évalué, aucun n’était achevé en grande partie ou en totalité lors du dernier examen dont nous disposons{beside}.",
    }
    none_strong(assessed: &str, beside: &str) {
        "Of {assessed} rated for early results, none had strong results{beside}.",
        "De {assessed} evaluados por sus resultados tempranos, ninguno los tuvo sólidos{beside}.",
        "Sur {assessed} dont les premiers résultats ont été évalués, aucun n’en avait de solides{beside}.",
    }
    only_one_ambitious(beside: &str) {
        "The only one rated for ambition was rated ambitious{beside}.",
        "El único calificado por su ambición era ambicioso{beside}.",
        "Le seul dont l’ambition a été évaluée était ambitieux{beside}.",
    }
    only_one_not_ambitious(beside: &str) {
        "The only one rated for ambition was not rated ambitious{beside}.",
        "El único calificado por su ambición no era ambicioso{beside}.",
        "Le seul dont l’ambition a été évaluée n’était pas ambitieux{beside}.",
    }
    only_one_completed(beside: &str) {
        "The only one rated for completion was substantially or fully completed at the last review we hold{beside}.",
        "El único cuyo cumplimiento se evaluó se había cumplido sustancial o totalmente en la última revisión que tenemos{beside}.",
        "Le seul dont l’achèvement a été évalué était achevé en grande partie ou en totalité lors du dernier examen dont nous disposons{beside}.",
    }
    only_one_not_completed(beside: &str) {
        "The only one rated for completion was not substantially completed at the last review we hold{beside}.",
        "El único cuyo cumplimiento se evaluó no se había cumplido sustancialmente en la última revisión que tenemos{beside}.",
        "Le seul dont l’achèvement a été évalué n’était pas achevé en grande partie lors du dernier examen dont nous disposons{beside}.",
    }
    only_one_strong(beside: &str) {
        "The only one rated for early results had strong results{beside}.",
        "El único evaluado por sus resultados tempranos los tuvo sólidos{beside}.",
        "Le seul dont les premiers résultats ont été évalués en avait de solides{beside}.",
    }
    only_one_not_strong(beside: &str) {
        "The only one rated for early results did not have strong results{beside}.",
        "El único evaluado por sus resultados tempranos no los tuvo sólidos{beside}.",
        "Le seul dont les premiers résultats ont été évalués n’en avait pas de solides{beside}.",
    }
    share_ambitious(assessed: &str, share: &str) {
        "Of {assessed} rated for ambition, {share} were rated ambitious.",
        "De {assessed} calificados por su ambición, el {share} eran ambiciosos.",
        "Sur {assessed} dont l’ambition a été évaluée, {share} étaient ambitieux.",
    }
    share_completed(assessed: &str, share: &str) {
        "Of {assessed} rated for completion, {share} were substantially or fully completed at the last review we hold.",
        "De {assessed} cuyo cumplimiento se evaluó, el {share} se habían cumplido sustancial o totalmente en la última revisión que tenemos.",
        "Sur {assessed} dont l’achèvement a été évalué, {share} étaient achevés en grande partie ou en totalité lors du dernier examen dont nous disposons.",
    }
    share_strong(assessed: &str, share: &str) {
        "Of {assessed} rated for early results, {share} had strong results.",
        "De {assessed} evaluados por sus resultados tempranos, el {share} los tuvieron sólidos.",
        "Sur {assessed} dont les premiers résultats ont été évalués, {share} en avaient de solides.",
    }
    compare { "Compare with other members", "Comparar con otros miembros", "Comparer avec d’autres membres" }
    plans { "Action plans", "Planes de acción", "Plans d’action" }
    plan { "Plan", "Plan", "Plan" }
    review { "Review of results", "Revisión de resultados", "Examen des résultats" }
    plans_count {
        "Plans by year. Under Commitments, “1 of 14” means 1 counted of the 14 that we hold. In the rating columns, “4 of 6” means that the IRM assessed 6 and rated 4 of them high.",
        "Planes por año. En Compromisos, «1 de 14» significa 1 contado de los 14 que tenemos. En las columnas de calificaciones, «4 de 6» significa que el IRM evaluó 6 y calificó 4 de ellos con el nivel Alto.",
        "Plans par année. Sous Engagements, «\u{202f}1 sur 14\u{202f}» signifie 1 compté sur les 14 que nous avons. Dans les colonnes d’évaluation, «\u{202f}4 sur 6\u{202f}» signifie que l’IRM en a évalué 6 et en a classé 4 au niveau Élevé.",
    }
    of_all(all: &str) { " of {all}", " de {all}", " sur {all}" }
    no_review { " no pending review in our data", " ninguna revisión pendiente según nuestros datos", " aucun examen en attente selon nos données" }
    networks { "Networks", "Redes", "Réseaux" }
    open_algorithms { "Informal network on open algorithms", "Red informal sobre algoritmos abiertos", "Réseau informel sur les algorithmes ouverts" }
    network_entry { "Sources and meetings", "Fuentes y reuniones", "Sources et réunions" }
    challenge { "Open Gov Challenge", "Desafío de Gobierno Abierto", "Défi du gouvernement ouvert" }
    whole_challenge { "All submissions", "Todas las propuestas", "Toutes les soumissions" }
    resources { "Resources about its commitments", "Recursos sobre sus compromisos", "Ressources sur ses engagements" }
    plans_caption {
        "Commitments, high ratings and reviews by action plan",
        "Compromisos, calificaciones de nivel alto y revisiones, por plan de acción",
        "Engagements, évaluations de niveau élevé et examens, par plan d’action",
    }
}

super::plurals! {
    rated_ambitious(n, assessed: &str, beside: &str) {
        "Of {assessed} rated for ambition, {n} was rated ambitious{beside}." | "Of {assessed} rated for ambition, {n} were rated ambitious{beside}.",
        "De {assessed} calificados por su ambición, {n} era ambicioso{beside}." | "De {assessed} calificados por su ambición, {n} eran ambiciosos{beside}.",
        "Sur {assessed} dont l’ambition a été évaluée, {n} était ambitieux{beside}." | "Sur {assessed} dont l’ambition a été évaluée, {n} étaient ambitieux{beside}.",
    }
    rated_completed(n, assessed: &str, beside: &str) {
        "Of {assessed} rated for completion, {n} was substantially or fully completed at the last review we hold{beside}."
            | "Of {assessed} rated for completion, {n} were substantially or fully completed at the last review we hold{beside}.",
        "De {assessed} cuyo cumplimiento se evaluó, {n} se había cumplido sustancial o totalmente en la última revisión que tenemos{beside}."
            | "De {assessed} cuyo cumplimiento se evaluó, {n} se habían cumplido sustancial o totalmente en la última revisión que tenemos{beside}.",
        "Sur {assessed} dont l’achèvement a été évalué, {n} était achevé en grande partie ou en totalité lors du dernier examen dont nous disposons{beside}."
            | "Sur {assessed} dont l’achèvement a été évalué, {n} étaient achevés en grande partie ou en totalité lors du dernier examen dont nous disposons{beside}.",
    }
    rated_strong(n, assessed: &str, beside: &str) {
        "Of {assessed} rated for early results, {n} had strong results{beside}." | "Of {assessed} rated for early results, {n} had strong results{beside}.",
        "De {assessed} evaluados por sus resultados tempranos, {n} los tuvo sólidos{beside}." | "De {assessed} evaluados por sus resultados tempranos, {n} los tuvieron sólidos{beside}.",
        "Sur {assessed} dont les premiers résultats ont été évalués, {n} en avait de solides{beside}."
            | "Sur {assessed} dont les premiers résultats ont été évalués, {n} en avaient de solides{beside}.",
    }
    /// What unfolds the rest of a list.
    more_of_them(n) {
        "Show {n} more commitment" | "Show {n} more commitments",
        "Mostrar {n} compromiso más" | "Mostrar {n} compromisos más",
        "Afficher {n} engagement de plus" | "Afficher {n} engagements de plus",
    }
    /// A link to what a member promised on other subjects than those counted.
    other_subjects(n) {
        "See {n} commitment on other subjects" | "See {n} commitments on other subjects",
        "Ver {n} compromiso sobre otros temas" | "Ver {n} compromisos sobre otros temas",
        "Voir {n} engagement sur d’autres thèmes" | "Voir {n} engagements sur d’autres thèmes",
    }
    lead(n) {
        "{n} government has commitments here. “6 of 14” means that the IRM assessed 14 commitments and rated 6 of them high. We do not rank members, because their plans and reports differ."
            | "{n} national and local governments have commitments here. “6 of 14” means that the IRM assessed 14 commitments and rated 6 of them high. We do not rank members, because their plans and reports differ.",
        "{n} gobierno con compromisos en este registro. «6 de 14» significa que, de los 14 compromisos que evaluó el IRM, 6 obtuvieron el nivel Alto. Los miembros no se ordenan en una clasificación, porque sus planes e informes son distintos."
            | "{n} gobiernos nacionales y locales con compromisos en este registro. «6 de 14» significa que, de los 14 compromisos que evaluó el IRM, 6 obtuvieron el nivel Alto. Los miembros no se ordenan en una clasificación, porque sus planes e informes son distintos.",
        "{n} gouvernement ayant des engagements dans ce registre. «\u{202f}6 sur 14\u{202f}» signifie que, sur les 14 engagements évalués par l’IRM, 6 ont obtenu le niveau Élevé. Les membres ne font l’objet d’aucun classement, car leurs plans et leurs rapports diffèrent."
            | "{n} gouvernements nationaux et locaux ayant des engagements dans ce registre. «\u{202f}6 sur 14\u{202f}» signifie que, sur les 14 engagements évalués par l’IRM, 6 ont obtenu le niveau Élevé. Les membres ne font l’objet d’aucun classement, car leurs plans et leurs rapports diffèrent.",
    }
    all(n) {
        "See {n} commitment" | "See all {n} commitments",
        "Ver {n} compromiso" | "Ver los {n} compromisos",
        "Voir {n} engagement" | "Voir les {n} engagements",
    }
    /// Under the heading of the topics, which count more than the rest of the page does.
    topics_count(n) {
        "Counted: {n} commitment, on any subject." | "Counted: all {n} commitments, on any subject.",
        "Se cuenta {n} compromiso, sobre cualquier tema." | "Se cuentan los {n} compromisos, sobre cualquier tema.",
        "Est compté {n} engagement, quel que soit le thème." | "Sont comptés les {n} engagements, quel que soit le thème.",
    }
    all_in_list(n) {
        "See {n} in the list" | "See all {n} in the list",
        "Ver {n} compromiso en la lista" | "Ver los {n} compromisos en la lista",
        "Voir {n} engagement dans la liste" | "Voir les {n} engagements dans la liste",
    }
    these_in_list(n) {
        "See {n} in the list" | "See these {n} in the list",
        "Ver {n} compromiso en la lista" | "Ver estos {n} compromisos en la lista",
        "Voir {n} engagement dans la liste" | "Voir ces {n} engagements dans la liste",
    }
    review_published(n) {
        "IRM results published for {n} commitment" | "IRM results published for {n} commitments",
        "Resultados del IRM publicados de {n} compromiso" | "Resultados del IRM publicados de {n} compromisos",
        "Résultats de l’IRM publiés pour {n} engagement" | "Résultats de l’IRM publiés pour {n} engagements",
    }
    review_due(n, month: &str) {
        "IRM results for {n} commitment due by {month}" | "IRM results for {n} commitments due by {month}",
        "Resultados del IRM de {n} compromiso previstos para {month}" | "Resultados del IRM de {n} compromisos previstos para {month}",
        "Résultats de l’IRM pour {n} engagement attendus d’ici {month}" | "Résultats de l’IRM pour {n} engagements attendus d’ici {month}",
    }
    review_overdue(n, month: &str) {
        "IRM results for {n} commitment were due by {month}, not in our data"
            | "IRM results for {n} commitments were due by {month}, not in our data",
        "Resultados del IRM de {n} compromiso: se esperaban para {month}, no están en nuestros datos"
            | "Resultados del IRM de {n} compromisos: se esperaban para {month}, no están en nuestros datos",
        "Résultats de l’IRM pour {n} engagement\u{202f}: attendus pour {month}, absents de nos données"
            | "Résultats de l’IRM pour {n} engagements\u{202f}: attendus pour {month}, absents de nos données",
    }
    /// Plans, and how many commitments of theirs that is about.
    overdue(n, commitments: &str) {
        "IRM results for {n} plan ({commitments}) were due by now and are not in our data."
            | "IRM results for {n} plans ({commitments}) were due by now and are not in our data.",
        "Los resultados del IRM de {n} plan ({commitments}) ya se esperaban y no están en nuestros datos."
            | "Los resultados del IRM de {n} planes ({commitments}) ya se esperaban y no están en nuestros datos.",
        "Les résultats de l’IRM pour {n} plan ({commitments}) étaient attendus à ce jour et ne sont pas dans nos données."
            | "Les résultats de l’IRM pour {n} plans ({commitments}) étaient attendus à ce jour et ne sont pas dans nos données.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_in_sentences_of_their_own() {
        for lang in Lang::ALL {
            for dimension in Dimension::ALL {
                let said = |assessed, high| rated(*lang, *dimension, assessed, high, "");
                // "Of 1 rated, 0 were ..." is a table, not a sentence.
                for (assessed, high) in [(1, 0), (1, 1), (5, 0)] {
                    let said = said(assessed, high);
                    assert!(!said.contains(['0', '1']), "{said}");
                }
                assert_ne!(said(1, 0), said(1, 1));
                let (one, two) = (said(5, 1), said(5, 2));
                let verbs = [
                    "1 were",
                    "1 eran",
                    "1 étaient",
                    "1 ont",
                    "cumplieron",
                    "tuvieron",
                    "avaient",
                ];
                assert!(!verbs.iter().any(|verb| one.contains(verb)), "{one}");
                assert!(one.contains('1') && two.contains('2'), "{one} {two}");
            }
        }
    }
}
