//! What is said where a request cannot be answered as asked.

use super::{Said, format};
use domain::chart::WrongSubjects;
use domain::query::{Filter, MAX_SEARCH_LENGTH, MAX_VALUES, Problem};
use domain::{Lang, QueryError};

super::messages! {
    // Headings.
    form_cannot_be_read { "This form cannot be read", "No se puede leer este formulario", "Ce formulaire ne peut pas être lu" }
    cannot_be_read { "This address cannot be read", "Dirección no válida", "Adresse non valide" }
    nothing_to_compare { "Nothing to compare", "Nada que comparar", "Rien à comparer" }
    nothing_here { "Nothing here", "Página no encontrada", "Page introuvable" }
    moved { "Moved", "Trasladado", "Déplacé" }
    sign_in_first { "Sign in first", "Inicie sesión primero", "Connectez-vous d’abord" }
    not_allowed { "Not allowed", "No permitido", "Non autorisé" }
    not_possible_now { "Not possible now", "No es posible ahora", "Impossible pour l’instant" }
    not_possible_here { "Not possible here", "No es posible aquí", "Impossible ici" }
    cannot_be_read_now { "The record cannot be read just now", "El registro no se puede leer en este momento", "Le registre ne peut pas être lu pour le moment" }
    busy_heading { "Too busy just now", "Demasiadas solicitudes en este momento", "Trop de demandes pour le moment" }
    went_wrong { "Something went wrong", "Se produjo un error", "Un problème est survenu" }
    took_too_long { "This took too long", "La respuesta tardó demasiado", "La réponse a pris trop de temps" }
    is_too_large { "This is too large", "Esto es demasiado grande", "C’est trop volumineux" }

    // What happened, for those who only look.
    moved_to(to: &str) { "moved to {to}", "trasladado a {to}", "déplacé vers {to}" }
    sign_in { "Sign in to see this page.", "Inicie sesión para ver esta página.", "Connectez-vous pour voir cette page." }
    cross_site {
        "This was sent from another site, so nothing was done. Open the page here and send it again.",
        "Esto se envió desde otro sitio, por lo que no se hizo nada. Abra la página aquí y envíelo de nuevo.",
        "Ceci a été envoyé depuis un autre site, et rien n’a donc été fait. Ouvrez la page ici et envoyez-le de nouveau.",
    }
    only_read {
        "This address can be read, not written to.",
        "Esta dirección es solo de lectura.",
        "Cette adresse est en lecture seule.",
    }
    unavailable {
        "The record cannot be read at the moment. Please try again in a minute.",
        "El registro no se puede leer en este momento. Inténtelo de nuevo en un minuto.",
        "Le registre ne peut pas être lu pour le moment. Veuillez réessayer dans une minute.",
    }
    busy {
        "Too many people ask for this at the moment. Please try again in a few seconds.",
        "Demasiadas personas lo piden en este momento. Inténtelo de nuevo en unos segundos.",
        "Trop de personnes le demandent en ce moment. Veuillez réessayer dans quelques secondes.",
    }
    our_fault {
        "Something went wrong on our side. It has been noted.",
        "Se produjo un error por nuestra parte. Ha quedado registrado.",
        "Un problème est survenu de notre côté. Il a été enregistré.",
    }
    late {
        "The answer was not ready in time. Please try again, perhaps with fewer filters.",
        "La respuesta no estuvo lista a tiempo. Inténtelo de nuevo, quizá con menos filtros.",
        "La réponse n’était pas prête à temps. Veuillez réessayer, peut-être avec moins de filtres.",
    }
    larger {
        "The request is larger than this address accepts.",
        "La solicitud es más grande de lo que esta dirección acepta.",
        "La requête est plus volumineuse que ce que cette adresse accepte.",
    }
    no_text {
        "The address holds characters that are no text. Check it for a typing error.",
        "La dirección contiene caracteres que no son texto. Compruebe que no tenga errores de escritura.",
        "L’adresse contient des caractères qui ne sont pas du texte. Vérifiez qu’elle ne comporte pas de faute de frappe.",
    }

    // What there is not.
    no_page { "There is no page at this address.", "No hay ninguna página en esta dirección.", "Il n’y a pas de page à cette adresse." }
    no_member(name: &str) { "The record has no member “{name}”.", "El registro no contiene el miembro «{name}».", "Le registre ne contient pas de membre «\u{202f}{name}\u{202f}»." }
    no_area(name: &str) { "The record has no policy area “{name}”.", "El registro no contiene el área de política «{name}».", "Le registre ne contient pas de domaine politique «\u{202f}{name}\u{202f}»." }
    no_commitment(code: &str) { "The record has no commitment “{code}”.", "El registro no contiene el compromiso «{code}».", "Le registre ne contient pas d’engagement «\u{202f}{code}\u{202f}»." }
    no_chart(name: &str) { "There is no chart “{name}”.", "No hay ningún gráfico «{name}».", "Il n’y a pas de graphique «\u{202f}{name}\u{202f}»." }
    no_list_page(page: &str, pages: &str) {
        "There is no page {page}: this list has {pages}.",
        "La página {page} no existe: esta lista tiene {pages}.",
        "La page {page} n’existe pas\u{202f}: cette liste en compte {pages}.",
    }

    // Where to go instead.
    may_have_meant { "You may have meant", "Quizá quiso decir", "Vous vouliez peut-être dire" }
    all_commitments { "All commitments", "Todos los compromisos", "Tous les engagements" }
    all_members { "All members", "Todos los miembros", "Tous les membres" }
    all_areas { "All policy areas", "Todas las áreas de política", "Tous les domaines politiques" }
    first_page { "The first page", "La primera página", "La première page" }
    last_page { "The last page", "La última página", "La dernière page" }
    without_filter { "All commitments, without any filter", "Todos los compromisos, sin ningún filtro", "Tous les engagements, sans aucun filtre" }
    or_before_charts { ", or ", ", o ", ", ou " }
    all_charts { "all charts", "todos los gráficos", "tous les graphiques" }
    search { "Search", "Buscar", "Rechercher" }
    back_to { "Back to the ", "Volver al ", "Retour à la " }
    overview { "overview", "inicio", "page d’accueil" }
    back_to_overview { "Back to the overview", "Volver al inicio", "Retour à la page d’accueil" }
    quote_the_number {
        " If this should not have happened, quote the request number ",
        " Si esto no debería haber ocurrido, indique el número de solicitud ",
        " S’il s’agit d’une anomalie, indiquez le numéro de requête ",
    }
    request { "Request ", "Solicitud ", "Requête " }

    // A value that cannot be used: with its marks, and in parts around them.
    value_of(value: &str, parameter: &str, problem: &str) {
        "The value “{value}” of “{parameter}” cannot be used: {problem}",
        "El valor «{value}» del parámetro «{parameter}» no se puede usar: {problem}",
        "La valeur «\u{202f}{value}\u{202f}» du paramètre «\u{202f}{parameter}\u{202f}» ne peut pas être utilisée\u{202f}: {problem}",
    }
    the_value { "The value ", "El valor ", "La valeur " }
    of_parameter { " of ", " del parámetro ", " du paramètre " }
    cannot_be_used { " cannot be used: ", " no se puede usar: ", " ne peut pas être utilisée\u{202f}: " }

    // Why it cannot be used; each goes on after the colon.
    not_a_word(found: &str, expected: &str) {
        "“{found}” is not known here; expected one of: {expected}",
        "«{found}» no figura entre los valores admitidos: {expected}",
        "«\u{202f}{found}\u{202f}» ne figure pas parmi les valeurs admises\u{202f}: {expected}",
    }
    long_search(most: &str) {
        "a search may have at most {most} characters",
        "una búsqueda puede tener como máximo {most} caracteres",
        "une recherche peut compter au plus {most} caractères",
    }
    a_moment {
        "expected a day such as 2026-11-22, or a moment such as 2026-11-22T14:30:00Z",
        "se espera un día como 2026-11-22, o un momento como 2026-11-22T14:30:00Z",
        "un jour tel que 2026-11-22 est attendu, ou un moment tel que 2026-11-22T14\u{3a}30\u{3a}00Z",
    }
    future {
        "it lies in the future; expected today or a day before",
        "está en el futuro; se espera el día de hoy o uno anterior",
        "la date est dans le futur\u{202f}; aujourd’hui ou un jour antérieur est attendu",
    }
    a_page {
        "expected a page number of 1 or more",
        "se espera un número de página a partir de 1",
        "un numéro de page à partir de 1 est attendu",
    }
    many_values(most: &str) {
        "at most {most} values of one filter",
        "como máximo {most} valores de un mismo filtro",
        "au plus {most} valeurs d’un même filtre",
    }
    a_short_name {
        "expected a short name of a-z, 0-9 and single hyphens, such as cote-d-ivoire",
        "se espera un nombre corto con a-z, 0-9 y guiones simples, como cote-d-ivoire",
        "un nom court fait de a-z, 0-9 et de traits d’union simples est attendu, tel que cote-d-ivoire",
    }
    a_year {
        "expected a year of four digits, such as 2018",
        "se espera un año de cuatro cifras, como 2018",
        "une année à quatre chiffres est attendue, telle que 2018",
    }
    a_scale_value(dimension: &str, example: &str) {
        "expected a scale of {dimension} and a value on it, such as {example}",
        "se espera una escala de {dimension} y un valor de ella, como {example}",
        "une échelle ({dimension}) et une valeur de celle-ci sont attendues, telles que {example}",
    }
    not_utf8 { "it is not valid UTF-8", "no es UTF-8 válido", "ce n’est pas de l’UTF-8 valide" }
    twice {
        "it is given more than once, with different values; expected one of them",
        "aparece m\u{e1}s de una vez, con valores distintos; se espera uno solo",
        "il est donn\u{e9} plusieurs fois, avec des valeurs diff\u{e9}rentes\u{202f}; une seule est attendue"
    }
    same_sides {
        "the two sides of the table must be different",
        "los dos lados de la tabla deben ser diferentes",
        "les deux côtés du tableau doivent être différents",
    }
    one_or_two { "expected 1 or 2", "se espera 1 o 2", "1 ou 2 est attendu" }
    a_member { "expected a member such as spain", "se espera un miembro como spain", "un membre tel que spain est attendu" }
    a_code { "expected a code such as NL0031", "se espera un código como NL0031", "un code tel que NL0031 est attendu" }
    ratings_or_facts { "expected ratings or facts", "se espera ratings o facts", "ratings ou facts est attendu" }
    a_day { "expected a day such as 2026-11-22", "se espera un día como 2026-11-22", "un jour tel que 2026-11-22 est attendu" }

    // Comparisons.
    too_few {
        "A comparison needs two to five different members, or two to five different policy areas.",
        "Una comparación necesita de dos a cinco miembros distintos, o de dos a cinco áreas de política distintas.",
        "Une comparaison demande de deux à cinq membres différents, ou de deux à cinq domaines politiques différents.",
    }
    too_many_members(given: &str) {
        "A comparison shows two to five members; {given} were given.",
        "Una comparación muestra de dos a cinco miembros; se indicaron {given}.",
        "Une comparaison présente de deux à cinq membres\u{202f}; {given} ont été indiqués.",
    }
    too_many_areas(given: &str) {
        "A comparison shows two to five policy areas; {given} were given.",
        "Una comparación muestra de dos a cinco áreas de política; se indicaron {given}.",
        "Une comparaison présente de deux à cinq domaines politiques\u{202f}; {given} ont été indiqués.",
    }
    unknown_member(slug: &str) {
        "There is no member “{slug}” in this record.",
        "En este registro no hay ningún miembro «{slug}».",
        "Il n’y a pas de membre «\u{202f}{slug}\u{202f}» dans ce registre.",
    }
    unknown_area(slug: &str) {
        "There is no policy area “{slug}” in this record.",
        "En este registro no hay ninguna área de política «{slug}».",
        "Il n’y a pas de domaine politique «\u{202f}{slug}\u{202f}» dans ce registre.",
    }
}

/// Why a value cannot be used.
pub fn problem(lang: Lang, problem: &Problem) -> String {
    if lang == Lang::English {
        return problem.to_string();
    }
    let told = match problem {
        Problem::Word(word) => return not_a_word(lang, &word.found, &word.expected),
        Problem::LongSearch => {
            return long_search(lang, &format::number(lang, MAX_SEARCH_LENGTH));
        }
        Problem::ManyValues => return many_values(lang, &format::number(lang, MAX_VALUES)),
        Problem::OnScale { dimension, example } => {
            let dimension = dimension.said(lang).to_lowercase();
            return a_scale_value(lang, &dimension, example);
        }
        Problem::AsOf(_) => a_moment(lang),
        Problem::Future => future(lang),
        Problem::Page => a_page(lang),
        Problem::ShortName => a_short_name(lang),
        Problem::Year => a_year(lang),
        Problem::NotUtf8 => not_utf8(lang),
        Problem::SameSides => same_sides(lang),
        Problem::Twice => twice(lang),
        Problem::Scale => one_or_two(lang),
        Problem::Member => a_member(lang),
        Problem::Code => a_code(lang),
        Problem::What => ratings_or_facts(lang),
        Problem::Day => a_day(lang),
    };
    told.to_owned()
}

/// A value of an address that cannot be used, and why.
pub fn bad_query(lang: Lang, bad: &QueryError) -> String {
    value_of(
        lang,
        &bad.value,
        &bad.parameter,
        &problem(lang, &bad.problem),
    )
}

/// Why nothing can be compared.
pub fn wrong_subjects(lang: Lang, wrong: &WrongSubjects) -> String {
    match wrong {
        WrongSubjects::TooFew => too_few(lang).to_owned(),
        WrongSubjects::TooMany { what, given } => {
            let given = format::number(lang, *given);
            match what {
                Filter::Area => too_many_areas(lang, &given),
                _ => too_many_members(lang, &given),
            }
        }
        WrongSubjects::Unknown { what, slug } => match what {
            Filter::Area => unknown_area(lang, slug),
            _ => unknown_member(lang, slug),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Dimension, Query};

    #[test]
    fn english_is_what_the_errors_say_themselves() {
        for address in ["page=0", "ambition=highest", "year=x", "results_value=x"] {
            let bad = Query::parse(address).unwrap_err();
            assert_eq!(bad_query(Lang::English, &bad), bad.to_string());
        }
        for what in [Filter::Member, Filter::Area] {
            let slug = "atlantis".to_owned();
            for wrong in [
                WrongSubjects::TooFew,
                WrongSubjects::TooMany { what, given: 6 },
                WrongSubjects::Unknown { what, slug },
            ] {
                assert_eq!(wrong_subjects(Lang::English, &wrong), wrong.to_string());
            }
        }
    }

    #[test]
    fn the_english_of_problems_is_that_of_the_domain() {
        for (problem, message) in [
            (Problem::Page, a_page(Lang::English).to_owned()),
            (Problem::Future, future(Lang::English).to_owned()),
            (Problem::ShortName, a_short_name(Lang::English).to_owned()),
            (Problem::Year, a_year(Lang::English).to_owned()),
            (Problem::NotUtf8, not_utf8(Lang::English).to_owned()),
            (Problem::SameSides, same_sides(Lang::English).to_owned()),
            (Problem::Twice, twice(Lang::English).to_owned()),
            (Problem::Scale, one_or_two(Lang::English).to_owned()),
            (Problem::Member, a_member(Lang::English).to_owned()),
            (Problem::Code, a_code(Lang::English).to_owned()),
            (Problem::What, ratings_or_facts(Lang::English).to_owned()),
            (Problem::Day, a_day(Lang::English).to_owned()),
            (Problem::LongSearch, long_search(Lang::English, "200")),
            (Problem::ManyValues, many_values(Lang::English, "100")),
        ] {
            assert_eq!(problem.to_string(), message);
        }
    }

    #[test]
    fn a_value_that_cannot_be_used_is_told_in_the_language_asked_for() {
        let bad = Query::parse("ambition=highest").unwrap_err();
        let told = bad_query(Lang::Spanish, &bad);
        assert!(
            told.contains("«highest»") && told.contains("not_reviewable"),
            "{told}"
        );
        let bad = Problem::OnScale {
            dimension: Dimension::Ambition,
            example: "potential_impact-none".to_owned(),
        };
        assert!(problem(Lang::French, &bad).contains("(ambition)"));
    }
}
