//! What is said where a request cannot be answered as asked.

use super::{InLanguage, format};
use domain::chart::WrongSubjects;
use domain::query::{
    Filter, LeftOut, MAX_PER_PAGE, MAX_SEARCH_LENGTH, MAX_VALUES, Problem, UnknownKey,
};
use domain::{Lang, QueryError};

super::messages! {
    // Headings.
    form_cannot_be_read { "We cannot read this form", "No se puede leer este formulario", "Ce formulaire ne peut pas être lu" }
    unknown_filter { "We don’t recognise that filter", "No reconocemos ese filtro", "Nous ne reconnaissons pas ce filtre" }
    unknown_parameter { "We don’t recognise that parameter", "No reconocemos ese parámetro", "Nous ne reconnaissons pas ce paramètre" }
    range_beyond_the_end { "The range is beyond the end of the file", "El intervalo supera el final del archivo", "L’intervalle dépasse la fin du fichier" }
    cannot_be_read { "There is a problem with this address", "Dirección no válida", "Adresse non valide" }
    nothing_to_compare { "Nothing to compare", "Nada que comparar", "Rien à comparer" }
    nothing_here { "Page not found", "Página no encontrada", "Page introuvable" }
    moved { "This page has moved", "Esta página se ha trasladado", "Cette page a été déplacée" }
    sign_in_first { "Sign in to continue", "Inicie sesión para continuar", "Connectez-vous pour continuer" }
    not_allowed { "Not allowed", "No permitido", "Non autorisé" }
    not_possible_now { "You cannot do this now", "No puede hacerlo ahora", "Vous ne pouvez pas le faire pour l’instant" }
    not_possible_here { "You cannot do this here", "No puede hacerlo aquí", "Vous ne pouvez pas le faire ici" }
    cannot_be_read_now { "Sorry, the data is not available", "Los datos no están disponibles", "Les données ne sont pas disponibles" }
    busy_heading { "Too busy just now", "Demasiadas solicitudes en este momento", "Trop de demandes pour le moment" }
    too_many { "Too many requests", "Demasiadas solicitudes", "Trop de requêtes" }
    went_wrong { "Something went wrong", "Se produjo un error", "Un problème est survenu" }
    took_too_long { "This took too long", "La respuesta tardó demasiado", "La réponse a pris trop de temps" }
    starting { "We are starting up", "El sitio se está iniciando", "Le site est en cours de démarrage" }
    is_too_large { "This request is too large", "La solicitud es demasiado grande", "La requête est trop volumineuse" }

    // What happened, for those who only look.
    moved_to(to: &str) { "moved to {to}", "trasladado a {to}", "déplacé vers {to}" }
    sign_in { "Sign in to see this page.", "Inicie sesión para ver esta página.", "Connectez-vous pour voir cette page." }
    cross_site {
        "This was sent from another site, so we did nothing. Open the page on this site and send it again.",
        "Esto se envió desde otro sitio, por lo que no hicimos nada. Abra la página en este sitio y envíelo de nuevo.",
        "Ceci a été envoyé depuis un autre site\u{202f}: nous n’avons rien fait. Ouvrez la page sur ce site et envoyez-le de nouveau.",
    }
    only_messages {
        "Assistants send their messages here with POST (Model Context Protocol). The guide is at /api#assistants.",
        "Los asistentes envían aquí sus mensajes con POST (Model Context Protocol). La guía está en /api#assistants.",
        "Les assistants envoient ici leurs messages avec POST (Model Context Protocol). Le guide est à /api#assistants.",
    }
    only_read {
        "This address is read-only.",
        "Esta dirección es solo de lectura.",
        "Cette adresse est en lecture seule.",
    }
    unavailable {
        "We cannot reach the data at the moment. Try again in a minute.",
        "No podemos acceder a los datos en este momento. Inténtelo de nuevo en un minuto.",
        "Nous ne pouvons pas accéder aux données pour le moment. Veuillez réessayer dans une minute.",
    }
    behind {
        "The latest changes are not here yet. Try again in a few seconds.",
        "Los últimos cambios aún no han llegado aquí. Inténtelo de nuevo en unos segundos.",
        "Les dernières modifications ne sont pas encore arrivées ici. Veuillez réessayer dans quelques secondes.",
    }
    busy {
        "Too many people ask for this at the moment. Please try again in a few seconds.",
        "Demasiadas personas lo piden en este momento. Inténtelo de nuevo en unos segundos.",
        "Trop de personnes le demandent en ce moment. Veuillez réessayer dans quelques secondes.",
    }
    slow_down {
        "Your address has asked for more than its share of the API. Wait for as many seconds as Retry-After says.",
        "Su dirección ha pedido más de lo que le corresponde de la API. Espere los segundos que indica Retry-After.",
        "Votre adresse a demandé plus que sa part de l’API. Attendez le nombre de secondes indiqué par Retry-After.",
    }
    our_fault {
        "Something went wrong on our side. We have logged it.",
        "Se produjo un error por nuestra parte. Lo hemos registrado.",
        "Un problème est survenu de notre côté. Nous l’avons enregistré.",
    }
    late {
        "The answer was not ready in time. Try again, or use fewer filters.",
        "La respuesta no estuvo lista a tiempo. Inténtelo de nuevo, quizá con menos filtros.",
        "La réponse n’était pas prête à temps. Veuillez réessayer, peut-être avec moins de filtres.",
    }
    starting_soon {
        "The site will be ready in a moment. Try again in a few seconds.",
        "El sitio estará listo en un momento. Inténtelo de nuevo en unos segundos.",
        "Le site sera prêt dans un instant. Veuillez réessayer dans quelques secondes.",
    }
    starting_to_fill(done: &str, total: &str) {
        "We are loading the data for the first time: {done} of {total} commitments so far. Try again in a minute.",
        "Estamos cargando los datos por primera vez: {done} de {total} compromisos hasta ahora. Inténtelo de nuevo en un minuto.",
        "Nous chargeons les données pour la première fois\u{202f}: {done} engagements sur {total} jusqu’à présent. Veuillez réessayer dans une minute.",
    }
    starting_to_migrate {
        "We are updating how the data is stored. Try again in a minute.",
        "Estamos actualizando la forma en que se guardan los datos. Inténtelo de nuevo en un minuto.",
        "Nous mettons à jour la façon dont les données sont conservées. Veuillez réessayer dans une minute.",
    }
    try_again { "Try again", "Intentar de nuevo", "Réessayer" }
    larger {
        "The request is larger than this address accepts.",
        "La solicitud es más grande de lo que esta dirección acepta.",
        "La requête est plus volumineuse que ce que cette adresse accepte.",
    }
    no_text {
        "The address contains characters that we cannot read as text. Check it for typing errors.",
        "La dirección contiene caracteres que no son texto. Compruebe que no tenga errores de escritura.",
        "L’adresse contient des caractères qui ne sont pas du texte. Vérifiez qu’elle ne comporte pas de faute de frappe.",
    }

    // What there is not.
    no_page { "There is no page at this address. Check that you typed it correctly.", "No hay ninguna página en esta dirección. Compruebe que la ha escrito correctamente.", "Il n’y a pas de page à cette adresse. Vérifiez qu’elle est correcte." }
    no_member(name: &str) { "We have no member called “{name}”.", "No tenemos ningún miembro llamado «{name}».", "Nous n’avons pas de membre nommé «\u{202f}{name}\u{202f}»." }
    no_area(name: &str) { "We have no policy area called “{name}”.", "No tenemos ninguna área de política llamada «{name}».", "Nous n’avons pas de domaine politique nommé «\u{202f}{name}\u{202f}»." }
    no_commitment(code: &str) { "We have no commitment with the code “{code}”.", "No tenemos ningún compromiso con el código «{code}».", "Nous n’avons pas d’engagement portant le code «\u{202f}{code}\u{202f}»." }
    no_chart(name: &str) { "We have no chart called “{name}”.", "No tenemos ningún gráfico llamado «{name}».", "Nous n’avons pas de graphique nommé «\u{202f}{name}\u{202f}»." }
    no_list_page(page: &str, pages: &str) {
        "There is no page {page}. The last page is page {pages}.",
        "La página {page} no existe. La última es la página {pages}.",
        "La page {page} n’existe pas. La dernière est la page {pages}.",
    }

    // Where to go instead.
    may_have_meant { "You may be looking for", "Quizá busca", "Vous cherchez peut-être" }
    all_commitments { "All commitments", "Todos los compromisos", "Tous les engagements" }
    all_members { "All members", "Todos los miembros", "Tous les membres" }
    all_areas { "All policy areas", "Todas las áreas de política", "Tous les domaines politiques" }
    first_page { "The first page", "La primera página", "La première page" }
    last_page { "The last page", "La última página", "La dernière page" }
    without_filter { "All commitments, without filters", "Todos los compromisos, sin ningún filtro", "Tous les engagements, sans aucun filtre" }
    or_before_charts { ", or ", ", o ", ", ou " }
    all_charts { "all charts", "todos los gráficos", "tous les graphiques" }
    search { "Search", "Buscar", "Rechercher" }
    back_to { "Back to the ", "Volver al ", "Retour à la " }
    overview { "overview", "inicio", "page d’accueil" }
    back_to_overview { "Back to the overview", "Volver al inicio", "Retour à la page d’accueil" }
    quote_the_number {
        " If you report a problem, quote request number ",
        " Si informa de un problema, indique el número de solicitud ",
        " Si vous signalez un problème, indiquez le numéro de requête ",
    }
    request { "Request ", "Solicitud ", "Requête " }

    // A value that cannot be used: with its marks, and in parts around them.
    value_of(value: &str, parameter: &str, problem: &str) {
        "“{value}” is not a valid value for “{parameter}”: {problem}",
        "«{value}» no es un valor válido para «{parameter}»: {problem}",
        "«\u{202f}{value}\u{202f}» n’est pas une valeur valable pour «\u{202f}{parameter}\u{202f}»\u{202f}: {problem}",
    }
    of_parameter { " is not a valid value for ", " no es un valor válido para ", " n’est pas une valeur valable pour " }
    cannot_be_used { ": ", ": ", "\u{202f}: " }

    // Why it cannot be used; each goes on after the colon.
    not_a_word(found: &str, expected: &str) {
        "“{found}” is not known; expected one of: {expected}",
        "«{found}» no figura entre los valores admitidos: {expected}",
        "«\u{202f}{found}\u{202f}» ne figure pas parmi les valeurs admises\u{202f}: {expected}",
    }
    long_search(most: &str) {
        "a search can have at most {most} characters",
        "una búsqueda puede tener como máximo {most} caracteres",
        "une recherche peut compter au plus {most} caractères",
    }
    a_moment {
        "expected a day such as 2026-11-22, or a moment such as 2026-11-22T14:30:00Z",
        "se espera un día como 2026-11-22, o un momento como 2026-11-22T14:30:00Z",
        "un jour tel que 2026-11-22 est attendu, ou un moment tel que 2026-11-22T14\u{3a}30\u{3a}00Z",
    }
    future {
        "it is in the future; expected today or an earlier day",
        "está en el futuro; se espera el día de hoy o uno anterior",
        "la date est dans le futur\u{202f}; aujourd’hui ou un jour antérieur est attendu",
    }
    a_page {
        "expected a page number of 1 or more",
        "se espera un número de página a partir de 1",
        "un numéro de page à partir de 1 est attendu",
    }
    a_page_size(most: &str) {
        "expected a whole number from 1 to {most}",
        "se espera un número entero de 1 a {most}",
        "un nombre entier de 1 à {most} est attendu",
    }
    a_cursor {
        "expected the number of a data version: a whole number of 0 or more",
        "se espera el número de una versión de los datos: un número entero a partir de 0",
        "le numéro d’une version des données est attendu\u{202f}: un nombre entier à partir de 0",
    }
    no_parameter(key: &str) {
        "There is no parameter “{key}” here.",
        "Aquí no existe el parámetro «{key}».",
        "Il n’y a pas ici de paramètre «\u{202f}{key}\u{202f}».",
    }
    did_you_mean(near: &str) {
        "Did you mean “{near}”?",
        "¿Quiso decir «{near}»?",
        "Vouliez-vous dire «\u{202f}{near}\u{202f}»\u{202f}?",
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
    years_reversed { "the first year is after the last one", "el primer año es posterior al último", "la première année est postérieure à la dernière" }
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
    unshowable { "it has only characters that cannot be shown", "solo tiene caracteres que no se pueden mostrar", "elle ne contient que des caractères impossibles à afficher" }
    not_utf8 { "it is not valid UTF-8", "no es UTF-8 válido", "ce n’est pas de l’UTF-8 valide" }
    twice {
        "it is given more than once, with different values; expected one of them",
        "aparece m\u{e1}s de una vez, con valores distintos; se espera uno solo",
        "plusieurs valeurs diff\u{e9}rentes sont donn\u{e9}es\u{202f}; une seule est attendue"
    }
    same_sides {
        "the two sides of the table must be different",
        "los dos lados de la tabla deben ser diferentes",
        "les deux côtés du tableau doivent être différents",
    }
    one_or_two { "expected 1 or 2", "se espera 1 o 2", "1 ou 2 est attendu" }
    pixels { "expected a number of pixels such as 600", "se espera un número de píxeles como 600", "un nombre de pixels tel que 600 est attendu" }
    a_member { "expected a member such as spain", "se espera un miembro como spain", "un membre tel que spain est attendu" }
    an_area { "expected a policy area such as open-data", "se espera un área de política como open-data", "un domaine politique tel que open-data est attendu" }
    a_code { "expected a code such as NL0031", "se espera un código como NL0031", "un code tel que NL0031 est attendu" }
    ratings_or_facts { "expected ratings or facts", "se espera ratings o facts", "ratings ou facts est attendu" }
    a_day { "expected a day such as 2026-11-22", "se espera un día como 2026-11-22", "un jour tel que 2026-11-22 est attendu" }

    // Comparisons.
    too_few {
        "Choose two to five different members, or two to five different policy areas.",
        "Elija de dos a cinco miembros distintos, o de dos a cinco áreas de política distintas.",
        "Choisissez de deux à cinq membres différents, ou de deux à cinq domaines politiques différents.",
    }
    too_many_members(given: &str) {
        "Choose two to five members. You chose {given}.",
        "Elija de dos a cinco miembros. Ha elegido {given}.",
        "Choisissez de deux à cinq membres. Vous en avez choisi {given}.",
    }
    too_many_areas(given: &str) {
        "Choose two to five policy areas. You chose {given}.",
        "Elija de dos a cinco áreas de política. Ha elegido {given}.",
        "Choisissez de deux à cinq domaines politiques. Vous en avez choisi {given}.",
    }
    unknown_member(slug: &str) {
        "We have no member called “{slug}”.",
        "No tenemos ningún miembro llamado «{slug}».",
        "Nous n’avons pas de membre nommé «\u{202f}{slug}\u{202f}».",
    }
    long_brief {
        "a brief holds at most 20 commitments",
        "un informe breve admite 20 compromisos como máximo",
        "une note de synthèse contient au plus 20 engagements",
    }
    not_in_data {
        "we have no data under this name",
        "no tenemos datos con este nombre",
        "nous n’avons aucune donnée sous ce nom",
    }
    left_out(value: &str, filter: &str) {
        "We don’t recognise “{value}” ({filter}), so this page is shown without it.",
        "No reconocemos «{value}» ({filter}); la página se muestra sin ese valor.",
        "Nous ne reconnaissons pas «\u{202f}{value}\u{202f}» ({filter})\u{202f}; la page s’affiche sans cette valeur.",
    }
    use_instead(name: &str) {
        "Use “{name}” instead",
        "Usar «{name}»",
        "Utiliser «\u{202f}{name}\u{202f}»",
    }
    unknown_area(slug: &str) {
        "We have no policy area called “{slug}”.",
        "No tenemos ninguna área de política llamada «{slug}».",
        "Nous n’avons pas de domaine politique nommé «\u{202f}{slug}\u{202f}».",
    }
}

super::plurals! {
    left_out_more(n) {
        "{n} more value was left out." | "{n} more values were left out.",
        "Se omitió {n} valor más." | "Se omitieron {n} valores más.",
        "{n} autre valeur a été omise." | "{n} autres valeurs ont été omises.",
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
            let dimension = dimension.in_language(lang).to_lowercase();
            return a_scale_value(lang, &dimension, example);
        }
        Problem::AsOf(_) => a_moment(lang),
        Problem::Future => future(lang),
        Problem::Page => a_page(lang),
        Problem::PerPage => return a_page_size(lang, &format::number(lang, MAX_PER_PAGE)),
        Problem::Cursor => a_cursor(lang),
        Problem::ShortName => a_short_name(lang),
        Problem::Year => a_year(lang),
        Problem::YearsReversed => years_reversed(lang),
        Problem::Unshowable => unshowable(lang),
        Problem::NotUtf8 => not_utf8(lang),
        Problem::SameSides => same_sides(lang),
        Problem::Twice => twice(lang),
        Problem::Scale => one_or_two(lang),
        Problem::Pixels => pixels(lang),
        Problem::Member => a_member(lang),
        Problem::Area => an_area(lang),
        Problem::Code => a_code(lang),
        Problem::NotInData => not_in_data(lang),
        Problem::LongBrief => long_brief(lang),
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

/// A key of an address that means nothing there, and the one that may be meant.
pub fn unknown_key(lang: Lang, unknown: &UnknownKey) -> String {
    let told = no_parameter(lang, &unknown.key);
    match &unknown.nearest {
        Some(near) => format!("{told} {}", did_you_mean(lang, near)),
        None => told,
    }
}

/// A name that nothing in the data has, and the one that may be meant.
pub fn unknown_name(lang: Lang, unknown: &LeftOut) -> String {
    let told = bad_query(lang, &unknown.error);
    match &unknown.nearest {
        Some(near) => format!("{told}. {}", did_you_mean(lang, near)),
        None => told,
    }
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
            (Problem::PerPage, a_page_size(Lang::English, "200")),
            (Problem::Cursor, a_cursor(Lang::English).to_owned()),
            (Problem::Future, future(Lang::English).to_owned()),
            (Problem::ShortName, a_short_name(Lang::English).to_owned()),
            (Problem::Year, a_year(Lang::English).to_owned()),
            (
                Problem::YearsReversed,
                years_reversed(Lang::English).to_owned(),
            ),
            (Problem::Unshowable, unshowable(Lang::English).to_owned()),
            (Problem::NotUtf8, not_utf8(Lang::English).to_owned()),
            (Problem::SameSides, same_sides(Lang::English).to_owned()),
            (Problem::Twice, twice(Lang::English).to_owned()),
            (Problem::Scale, one_or_two(Lang::English).to_owned()),
            (Problem::Pixels, pixels(Lang::English).to_owned()),
            (Problem::Member, a_member(Lang::English).to_owned()),
            (Problem::Area, an_area(Lang::English).to_owned()),
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
    fn the_english_of_unknown_keys_is_that_of_the_domain() {
        for nearest in [None, Some("member".to_owned())] {
            let unknown = UnknownKey {
                key: "memeber".to_owned(),
                nearest,
            };
            assert_eq!(unknown_key(Lang::English, &unknown), unknown.to_string());
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
