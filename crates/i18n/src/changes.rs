//! The public history: its page, its feed, and what changed, in words.

use chrono::{DateTime, Utc};

use super::format::day_of;
use domain::Lang;
use domain::context::ContextKind;

super::messages! {
    title { "Change log", "Registro de cambios", "Journal des modifications" }
    description {
        "What we published, when, who by and why.",
        "Qué se publicó, cuándo, quién lo hizo y por qué.",
        "Ce qui a été publié, quand, par qui et pourquoi.",
    }
    lead {
        "Everything published here, newest first: when, who by, why, and what it replaced. We never remove anything. To see all the data as it was on a given day, add ",
        "Todo lo que se ha publicado aquí, lo más reciente primero: cuándo, quién lo hizo, por qué y cómo estaba antes. Nunca se elimina nada. Para ver todos los datos tal como estaban un día determinado, añada ",
        "Tout ce qui a été publié ici, le plus récent d’abord\u{202f}: quand, par qui, pourquoi, et ce qu’il y avait avant. Rien n’est jamais supprimé. Pour voir toutes les données telles qu’elles étaient un jour donné, ajoutez ",
    }
    lead_end { " to any address.", " a cualquier dirección.", " à n’importe quelle adresse." }
    made(by: &str, reason: &str) { "{by}. Reason: {reason}", "{by}; motivo: {reason}", "{by}\u{202f}; motif\u{202f}: {reason}" }
    // The reasons that this program gives itself; the record has them in English.
    first_fill {
        "Initial data load",
        "Carga inicial de datos",
        "Chargement initial des données",
    }
    synthetic_fill {
        "Synthetic data load",
        "Carga de datos sintéticos",
        "Chargement de données synthétiques",
    }
    bundled_texts {
        "Initial load of texts",
        "Carga inicial de los textos",
        "Chargement initial des textes",
    }
    kind_added { "New commitments", "Compromisos nuevos", "Nouveaux engagements" }
    kind_ratings { "Ratings", "Calificaciones", "Évaluations" }
    kind_facts { "Facts and texts", "Datos y textos", "Faits et textes" }
    kind_around { "Members, areas and guide", "Miembros, áreas y guía", "Membres, domaines et guide" }
    at_minute(day: &str, time: &str) { "{day}, {time} UTC", "{day}, {time} UTC", "{day} à {time} (UTC)" }
    /// Below the day.
    at_time(time: &str) { "{time} UTC", "{time} UTC", "{time} (UTC)" }
    /// Who wrote what somebody else published.
    written_by(names: &str) { "; written by {names}", "; redactado por {names}", "\u{202f}; rédigé par {names}" }
    source { "Source", "Fuente", "Source" }
    from_bundled { " (from the bundled data)", " (de los datos incluidos en el programa)", " (d’après les données fournies avec le programme)" }
    from_file(name: &str) { " (from {name})", " (de {name})", " (d’après {name})" }
    newer { "Newer", "Más recientes", "Plus récentes" }
    older { "Older", "Más antiguos", "Plus anciennes" }
    pages { "Pages", "Páginas", "Pages" }
    page(n: &str, of: &str) { "Page {n} of {of}", "Página {n} de {of}", "Page {n} sur {of}" }
    everything { "Everything", "Todo", "Tout" }
    ratings { "Ratings and replies", "Calificaciones y respuestas", "Évaluations et réponses" }
    facts { "Facts, texts, members, areas", "Datos, textos, miembros, áreas", "Faits, textes, membres, domaines" }
    filter_changes { "Filter the changes", "Filtrar los cambios", "Filtrer les modifications" }
    commitment_code { "Commitment", "Compromiso", "Engagement" }
    member { "Country or local government", "País o gobierno local", "Pays ou collectivité locale" }
    topic_of_change { "Topic", "Tema", "Thème" }
    all { "All", "Todos", "Tous" }
    what { "Type of change", "Tipo de cambio", "Type de modification" }
    from { "From", "Desde", "Du" }
    to { "To", "Hasta", "Au" }
    filter { "Filter", "Filtrar", "Filtrer" }
    touched_none {
        "No commitments changed, only members, plans or policy areas.",
        "No afectó a ningún compromiso: miembros, planes o áreas de política.",
        "Aucun engagement n’est concerné\u{202f}: membres, plans ou domaines politiques.",
    }
    added { "Added.", "Añadido.", "Ajouté." }
    left {
        "Removed: the import that added it was undone.",
        "Eliminado: se deshizo la importación que lo había añadido.",
        "Supprimé\u{202f}: l’importation qui l’avait ajouté a été annulée.",
    }
    withdrawn { "Withdrawn.", "Retirado.", "Retiré." }
    nothing { "nothing", "nada", "rien" }
    /// What is told of, by its code or kind, and its name.
    titled(code: &str, title: &str) { "{code}: {title}", "{code}: {title}", "{code}\u{202f}: {title}" }
    quoted(text: &str) { "“{text}”", "«{text}»", "«\u{202f}{text}\u{202f}»" }
    quoted_cut(text: &str) { "“{text}…”", "«{text}…»", "«\u{202f}{text}…\u{202f}»" }
    was_is(field: &str, before: &str, after: &str) { "{field}: {before} → {after}", "{field}: {before} → {after}", "{field}\u{202f}: {before} → {after}" }
    was_is_in(field: &str, before: &str, after: &str, report: &str) { "{field}: {before} → {after} ({report})", "{field}: {before} → {after} ({report})", "{field}\u{202f}: {before} → {after} ({report})" }
    is_now(field: &str, now: &str) { "{field}: {now}", "{field}: {now}", "{field}\u{202f}: {now}" }
    is_now_in(field: &str, now: &str, report: &str) { "{field}: {now} ({report})", "{field}: {now} ({report})", "{field}\u{202f}: {now} ({report})" }
    a_member(name: &str) { "Member {name}", "Miembro {name}", "Membre {name}" }
    a_plan(member: &str, plan: &str) { "Plan of {member}: {plan}", "Plan ({member}): {plan}", "Plan ({member})\u{202f}: {plan}" }
    an_area(name: &str) { "Policy area {name}", "Área de política {name}", "Domaine politique {name}" }
    became_part { "Merged into another tag", "Pasó a formar parte de otra etiqueta", "Intégré à une autre étiquette" }
    shown { "Shown", "Visible", "Visible" }
    yes { "yes", "sí", "oui" }
    area_text { "Text of a policy area", "Texto de un área de política", "Texte d’un domaine politique" }
    chapter { "Chapter of the guide", "Capítulo de la guía", "Chapitre du guide" }
    action { "Action of the guide", "Acción de la guía", "Action du guide" }
    participant { "Participant of the network", "Participante de la red", "Participant du réseau" }
    meeting { "Meeting of the network", "Reunión de la red", "Réunion du réseau" }
    topic { "Topic of the network", "Tema de la red", "Sujet du réseau" }
    resource { "Resource", "Recurso", "Ressource" }
    featured { "Featured", "Destacado", "Mis en avant" }
    synonym { "Synonyms of the search", "Sinónimos de la búsqueda", "Synonymes de la recherche" }
    challenge_item { "Open Gov Challenge", "Desafío de Gobierno Abierto", "Défi du gouvernement ouvert" }
    reply_on_ambition { "Government’s reply on ambition", "Respuesta del gobierno sobre la ambición", "Réponse du gouvernement sur l’ambition" }
    reply_on_completion { "Government’s reply on completion", "Respuesta del gobierno sobre el cumplimiento", "Réponse du gouvernement sur l’achèvement" }
    reply_on_results { "Government’s reply on early results", "Respuesta del gobierno sobre los resultados tempranos", "Réponse du gouvernement sur les premiers résultats" }
    not_stated { "not stated", "no indicado", "non indiqué" }
    between(start: &str, end: &str) { " ({start} to {end})", " ({start} – {end})", " ({start} – {end})" }
    since(start: &str) { " (from {start})", " (inicio: {start})", " (début\u{202f}: {start})" }
    by(end: &str) { " (by {end})", " (fecha límite: {end})", " (échéance\u{202f}: {end})" }
    no_such_page { "The change log does not have this page.", "El registro de cambios no tiene esa página.", "Le journal des modifications n’a pas cette page." }
    first_page { "The first page", "La primera página", "La première page" }
    feed_title {
        "OGP commitment tracker: change log",
        "OGP commitment tracker: registro de cambios",
        "OGP commitment tracker\u{202f}: journal des modifications",
    }
}

super::plurals! {
    and_more_things(n) {
        "and {n} more member, plan, policy area or text" | "and {n} more members, plans, policy areas and texts",
        "y {n} miembro, plan, área de política o texto más" | "y {n} miembros, planes, áreas de política y textos más",
        "et {n} autre membre, plan, domaine politique ou texte" | "et {n} autres membres, plans, domaines politiques et textes",
    }
    n_changes(n) {
        "{n} change" | "{n} changes",
        "{n} cambio" | "{n} cambios",
        "{n} modification" | "{n} modifications",
    }
    n_loaded(n) {
        "{n} commitment loaded" | "{n} commitments loaded",
        "{n} compromiso cargado" | "{n} compromisos cargados",
        "{n} engagement chargé" | "{n} engagements chargés",
    }
    and_more(n) {
        "and {n} more commitment" | "and {n} more commitments",
        "y {n} compromiso más" | "y {n} compromisos más",
        "et {n} engagement de plus" | "et {n} engagements de plus",
    }
    commitments_because(n, reason: &str) {
        "{n} commitment: {reason}" | "{n} commitments: {reason}",
        "{n} compromiso: {reason}" | "{n} compromisos: {reason}",
        "{n} engagement\u{202f}: {reason}" | "{n} engagements\u{202f}: {reason}",
    }
}

/// The minute of a change, for example `22 November 2026, 09:30 UTC`.
pub fn minute(lang: Lang, at: DateTime<Utc>) -> String {
    at_minute(lang, &day_of(lang, at), &at.format("%H:%M").to_string())
}

/// The time of a day that is named above it.
pub fn time_of_day(lang: Lang, at: DateTime<Utc>) -> String {
    at_time(lang, &at.format("%H:%M").to_string())
}

/// The reason of a revision as it is told: what this program wrote itself in the reader's language,
/// what people wrote as they wrote it.
pub fn localized_reason(lang: Lang, reason: &str) -> &str {
    type Text = fn(Lang) -> &'static str;
    // The second of each pair is what earlier versions stored; databases still hold it.
    let own: [(Text, &str); 3] = [
        (first_fill, "First fill with the bundled commitments"),
        (synthetic_fill, "Filled with synthetic commitments"),
        (bundled_texts, "The bundled texts around the commitments"),
    ];
    let known = own
        .into_iter()
        .find(|(say, earlier)| say(Lang::English) == reason || *earlier == reason);
    known.map_or(reason, |(say, _)| say(lang))
}

/// Whether a revision filled an empty record, by its reason: one that this program gave itself.
pub fn is_first_load(reason: &str) -> bool {
    localized_reason(Lang::Spanish, reason) != reason
}

/// A kind of item around the commitments, in the singular.
pub fn kind(lang: Lang, kind: ContextKind) -> &'static str {
    let say = match kind {
        ContextKind::Area => area_text,
        ContextKind::Chapter => chapter,
        ContextKind::Action => action,
        ContextKind::Participant => participant,
        ContextKind::Meeting => meeting,
        ContextKind::Topic => topic,
        ContextKind::Resource => resource,
        ContextKind::Featured => featured,
        ContextKind::Challenge => challenge_item,
        ContextKind::Synonym => synonym,
    };
    say(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_this_program_is_told_in_the_readers_language() {
        let stored = first_fill(Lang::English);
        assert_eq!(localized_reason(Lang::English, stored), stored);
        assert_eq!(
            localized_reason(Lang::Spanish, stored),
            "Carga inicial de datos"
        );
        let earlier = "First fill with the bundled commitments";
        assert_eq!(localized_reason(Lang::English, earlier), stored);
        assert_eq!(localized_reason(Lang::French, "Typo"), "Typo");
        assert!(is_first_load(stored) && is_first_load(earlier) && !is_first_load("Typo"));
    }

    #[test]
    fn a_minute_is_told_as_the_language_does() {
        let at = "2026-11-27T23:45:10Z".parse().unwrap();
        assert_eq!(minute(Lang::English, at), "27 November 2026, 23:45 UTC");
        assert_eq!(minute(Lang::French, at), "27 novembre 2026 à 23:45 (UTC)");
    }
}
