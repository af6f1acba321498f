//! A commitment's page.

use domain::{Lang, Report, UnnamedReport};

/// A report as readers name it: by its title, or by kind and year where a source says no more.
pub fn report_title(lang: Lang, report: &Report) -> String {
    match report.unnamed() {
        Some((UnnamedReport::Progress, year)) => progress_report(lang, year),
        Some((UnnamedReport::EndOfTerm, year)) => end_of_term_report(lang, year),
        Some((UnnamedReport::Design, year)) => report_on_design(lang, year),
        Some((UnnamedReport::Results, year)) => report_on_results(lang, year),
        None => report.title.trim_end_matches('.').to_owned(),
    }
}

/// "From the ..." of a report that has no title of its own.
pub fn from_unnamed_report(lang: Lang, report: &Report) -> Option<String> {
    Some(match report.unnamed()? {
        (UnnamedReport::Progress, year) => from_progress_report(lang, year),
        (UnnamedReport::EndOfTerm, year) => from_end_of_term_report(lang, year),
        (UnnamedReport::Design, year) => from_report_on_design(lang, year),
        (UnnamedReport::Results, year) => from_report_on_results(lang, year),
    })
}

super::messages! {
    // Names of local members have parentheses of their own in Spanish and French.
    page_title(title: &str, member: &str, code: &str) {
        "{title}, {member} ({code})",
        "{title}, {member}, {code}",
        "{title}, {member}, {code}",
    }
    description(member: &str, code: &str, plan: &str) {
        "{member} ({code}), {plan}: what was promised and its IRM ratings.",
        "{member}, {code}, {plan}: qué se prometió y sus calificaciones del IRM.",
        "{member}, {code}, {plan}\u{202f}: ce qui a été promis et les évaluations de l’IRM.",
    }
    /// Of a commitment that has no rating.
    description_unrated(member: &str, code: &str, plan: &str) {
        "{member} ({code}), {plan}: what was promised.",
        "{member}, {code}, {plan}: qué se prometió.",
        "{member}, {code}, {plan}\u{202f}: ce qui a été promis.",
    }
    cited(title: &str, code: &str, member: &str) {
        "{title} ({code}, {member})",
        "{title} – {code}, {member}",
        "{title} – {code}, {member}",
    }
    commitments { "Commitments", "Compromisos", "Engagements" }
    withdrawn {
        "This record marks this commitment as withdrawn, and keeps it. Its history says since when and on what grounds.",
        "Este registro marca este compromiso como retirado y lo conserva. Su historial dice desde cuándo y con qué motivo.",
        "Ce registre marque cet engagement comme retiré et le conserve. Son historique dit depuis quand et pour quel motif.",
    }
    take_with_you { "Download", "Descargar", "Télécharger" }
    json { "JSON, with rating history", "JSON, con el historial de calificaciones", "JSON, avec l’historique des évaluations" }
    no_full_text {
        "We don’t hold the full text.",
        "No disponemos del texto completo.",
        "Nous n’avons pas le texte complet.",
    }
    /// Behind it, where our source is a table of many commitments.
    in_the_plan {
        "Our source is a table; look for the text in the action plan.",
        "Nuestra fuente es una tabla; busque el texto en el plan de acción.",
        "Notre source est un tableau\u{202f}; cherchez le texte dans le plan d’action.",
    }
    whole_title { "Full title", "Título completo", "Titre complet" }
    /// Below a title in another language than the page: which.
    only_title_in(language: &str) {
        "Title in {language}; no English title in our data.",
        "Título en {language}; no hay título en español en nuestros datos.",
        "Titre en {language}\u{202f}; pas de titre en français dans nos données.",
    }
    /// Before a link to the source.
    read_at { "Read it at the source, if it was published: ", "Si se publicó, puede leerlo en la fuente: ", "S’il a été publié, vous pouvez le lire à la source\u{202f}: " }
    by(date: &str) { " Due by {date}.", " Fecha límite: {date}.", " Échéance\u{202f}: {date}." }
    promised { "What was promised", "Qué se prometió", "Ce qui a été promis" }
    title_en { "Title in English", "Título en inglés", "Titre en anglais" }
    title_es { "Title in Spanish", "Título en español", "Titre en espagnol" }
    title_fr { "Title in French", "Título en francés", "Titre en français" }
    summary_en { "Summary in English", "Resumen en inglés", "Résumé en anglais" }
    summary_es { "Summary in Spanish", "Resumen en español", "Résumé en espagnol" }
    summary_fr { "Summary in French", "Resumen en francés", "Résumé en français" }
    in_short { "In short", "En pocas palabras", "En bref" }
    /// Of a page of which we read an undated copy.
    page_today(page: &str) { "{page}, as it is today", "{page}, tal como está hoy", "{page}, telle qu’elle est aujourd’hui" }
    page_on(site: &str) { "page on {site}", "página en {site}", "page sur {site}" }
    own_words { "In our own words. Source: ", "Con nuestras palabras. Fuente: ", "Rédigé par nos soins. Source\u{202f}: " }
    translated { "Translation. Our source says: ", "Traducción. Nuestra fuente dice: ", "Traduction. Notre source dit\u{202f}: " }
    /// Before the title of the source, where the one above is OGP's.
    short_title_of_ogp {
        "English short title by OGP. Our source’s title: ",
        "Título breve en inglés, de la OGP. Título en nuestra fuente: ",
        "Titre court en anglais, de l’OGP. Titre dans notre source\u{202f}: ",
    }
    not_in_record(what: &str) { "Not in this record: {what}.", "No figura en este registro: {what}.", "Absent de ce registre\u{202f}: {what}." }
    period(start: i32, end: i32) { "{start}–{end}", "{start}-{end}", "{start}-{end}" }
    period_from(start: i32) { "from {start}, end not stated", "desde {start}, fin no indicado", "à partir de {start}, fin non indiquée" }
    period_until(end: i32) { "until {end}", "hasta {end}", "jusqu’en {end}" }
    /// Behind the years of a plan that other sources give.
    title_says(years: &str) {
        "The plan’s title says {years}.",
        "El título del plan dice {years}.",
        "Le titre du plan indique {years}.",
    }
    /// Behind other years of a plan: `source` is a source within a sentence.
    source_says(source: &str, years: &str) {
        "According to {source}: {years}.",
        "Según {source}: {years}.",
        "Selon {source}\u{202f}: {years}.",
    }
    /// Behind the years of a plan, whose end another source says than that of its other facts.
    end_year_from(source: &str) {
        "End year from {source}.",
        "Año final según {source}.",
        "Année de fin selon {source}.",
    }
    /// Behind the title of a plan, which names other years.
    page_calls_plan(title: &str) {
        "OGP’s page on this commitment calls the plan “{title}”.",
        "La página de la OGP sobre este compromiso llama al plan «{title}».",
        "La page de l’OGP sur cet engagement appelle le plan «\u{202f}{title}\u{202f}».",
    }
    /// Behind the end of a commitment.
    after_plan(end: i32) {
        "Later than the plan, which ends in {end}.",
        "Después del plan, que termina en {end}.",
        "Après le plan, qui se termine en {end}.",
    }
    /// Behind the start of a commitment.
    before_plan(start: i32) {
        "Earlier than the plan, which begins in {start}.",
        "Antes del plan, que comienza en {start}.",
        "Avant le plan, qui commence en {start}.",
    }
    plan_period { "Plan period", "Período del plan", "Période du plan" }
    region { "Region", "Región", "Région" }
    yes { "Yes", "Sí", "Oui" }
    no { "No", "No", "Non" }
    record { "Details", "Detalles", "Détails" }
    why_no_text {
        "We have not copied the source page. Read it at the source.",
        "No hemos copiado la página de origen. Consulte la fuente.",
        "Nous n’avons pas copié la page d’origine. Consultez la source.",
    }
    why_no_milestones { "We don’t hold them.", "No disponemos de ellos.", "Nous ne les avons pas." }
    why_no_lead { "The source does not name one.", "La fuente no indica ninguna.", "La source n’en nomme aucune." }
    plan_title { "Action plan’s title", "Título del plan de acción", "Titre du plan d’action" }
    why_no_plan_title { "The source does not give it.", "La fuente no lo indica.", "La source ne l’indique pas." }
    missing { "What is missing and why", "Qué falta y por qué", "Ce qui manque, et pourquoi" }
    its_source { "its source", "su fuente", "sa source" }
    // What a link to a source leads to, like `page_on`.
    page_of_commitment(code: &str) { "OGP’s page on {code}", "página de la OGP sobre {code}", "page de l’OGP sur {code}" }
    page_of_member(member: &str) {
        "OGP’s page on {member}, which lists its commitments",
        "página de la OGP sobre {member}, con la lista de sus compromisos",
        "page de l’OGP «\u{202f}{member}\u{202f}», avec la liste des engagements",
    }
    known_file(source: &str, megabytes: &str) { "{source} (CSV file, {megabytes} MB)", "{source} (archivo CSV, {megabytes} MB)", "{source} (fichier CSV, {megabytes}\u{a0}Mo)" }
    file_on(kind: &str, site: &str) { "{kind} file on {site}", "archivo {kind} en {site}", "fichier {kind} sur {site}" }
    document_on(site: &str) { "document on {site}", "documento en {site}", "document sur {site}" }
    /// Of a commitment whose source gives none.
    local_code(code: &str) {
        "Our source gives no code for this commitment. {code} is a code of this record, not OGP’s.",
        "Nuestra fuente no da ningún código para este compromiso. {code} es un código de este registro, no de la OGP.",
        "Notre source ne donne pas de code pour cet engagement. {code} est un code de ce registre, non de l’OGP.",
    }
    /// Before the code of the same promise.
    also_under {
        "This record has the same promise under OGP’s code, with more sources:",
        "Este registro tiene la misma promesa con el código de la OGP y más fuentes:",
        "Ce registre a la même promesse sous le code de l’OGP, avec davantage de sources\u{202f}:",
    }
    no_source {
        "We have no source page for this commitment.",
        "No tenemos ninguna página de origen para este compromiso.",
        "Nous n’avons aucune page d’origine pour cet engagement.",
    }
    history { "History of this commitment", "Historial de este compromiso", "Historique de cet engagement" }
    /// Behind the day.
    made(by: &str, reason: &str) { ": {by}. Reason: {reason}", ": {by}; motivo: {reason}", "\u{202f}: {by}\u{202f}; motif\u{202f}: {reason}" }
    in_history { "In the change log", "En el registro de cambios", "Dans le journal des modifications" }
    /// At the head of the page, for who is signed in.
    edit { "Edit", "Editar", "Modifier" }
    for_staff { "Edit (staff)", "Editar (equipo)", "Modifier (équipe)" }
    similar { "Similar commitments", "Compromisos parecidos", "Engagements semblables" }
    words_in_common(words: &str) { "Titles share: {words}.", "En ambos títulos: {words}.", "Dans les deux titres\u{202f}: {words}." }
    areas_in_common(areas: &str) { "Same policy areas: {areas}.", "Mismas áreas de política: {areas}.", "Mêmes domaines politiques\u{202f}: {areas}." }
    in_any_area { "In any of these policy areas", "En cualquiera de estas áreas de política", "Dans l’un de ces domaines politiques" }
    all_of_them { "See all", "Ver todos", "Tout voir" }
    others_from(member: &str) { "Other commitments of this member: {member}", "Otros compromisos de este miembro: {member}", "Autres engagements de ce membre\u{202f}: {member}" }

    // The fields of the record.
    member { "Member", "Miembro", "Membre" }
    plan { "Action plan", "Plan de acción", "Plan d’action" }
    number { "Number in the plan", "Número en el plan", "Numéro dans le plan" }
    title { "Title", "Título", "Titre" }
    full_text { "Full text", "Texto completo", "Texte complet" }
    milestones { "Milestones", "Hitos", "Jalons" }
    lead { "Lead institution", "Institución responsable", "Institution chef de file" }
    support { "Supporting institutions", "Instituciones de apoyo", "Institutions de soutien" }
    /// Of the Explorer, whose rows have no codes of OGP's.
    found_by_reading {
        "OGP Explorer has no codes. We found this commitment in it by reading.",
        "OGP Explorer no tiene códigos. Encontramos en él este compromiso al leer sus filas.",
        "OGP Explorer n’a pas de codes. Nous y avons trouvé cet engagement à la lecture.",
    }
    found_by_title {
        "OGP Explorer has no codes. We found this commitment in it by its title, member and plan.",
        "OGP Explorer no tiene códigos. Encontramos en él este compromiso por su título, su miembro y su plan.",
        "OGP Explorer n’a pas de codes. Nous y avons trouvé cet engagement par son titre, son membre et son plan.",
    }
    /// Behind a text that is not the name of one institution.
    in_words_of_source { "In the words of our source.", "En palabras de nuestra fuente.", "Dans les termes de notre source." }
    areas { "Policy areas", "Áreas de política", "Domaines politiques" }
    values { "OGP values", "Valores de la OGP", "Valeurs de l’OGP" }
    start { "Start", "Inicio", "Début" }
    end { "End", "Fin", "Fin" }
    verifiable { "Verifiable", "Verificable", "Vérifiable" }
    /// Behind whether it is verifiable.
    from_specificity { "from its specificity", "según su especificidad", "d’après sa spécificité" }
    relevant { "Open-government lens", "Perspectiva de gobierno abierto", "Perspective de gouvernement ouvert" }
    starred { "Starred by the IRM", "Compromiso estelar según el IRM", "Engagement étoilé par l’IRM" }
    reports { "IRM reports", "Informes del IRM", "Rapports de l’IRM" }
    /// What is not known of these fields, in a list of names.
    whether_verifiable { "whether it is verifiable", "si es verificable", "s’il est vérifiable" }
    whether_of_challenge { "whether it is part of the Open Gov Challenge", "si forma parte del Desafío de Gobierno Abierto (Open Gov Challenge)", "s’il fait partie du Défi du gouvernement ouvert (Open Gov Challenge)" }
    start_date { "a start date", "una fecha de inicio", "une date de début" }
    end_date { "an end date", "una fecha de fin", "une date de fin" }
    whether_starred { "whether the IRM starred it", "si el IRM lo declaró estelar", "si l’IRM lui a attribué une étoile" }
    challenge { "Open Gov Challenge", "Desafío de Gobierno Abierto (Open Gov Challenge)", "Défi du gouvernement ouvert (Open Gov Challenge)" }
    source { "Source", "Fuente", "Source" }
    status { "Status", "Situación", "Statut" }
    status_when_read { "Status when our source was read", "Situación cuando se leyó nuestra fuente", "Statut à la lecture de notre source" }

    // The cards of ratings.
    /// Before the codes of the others.
    rated_as_group {
        "The IRM gave this rating to a group of commitments, not to this one alone. Also in the group:",
        "El IRM dio esta calificación a un grupo de compromisos, no solo a este. También en el grupo:",
        "L’IRM a donné cette évaluation à un groupe d’engagements, et pas seulement à celui-ci. Également dans le groupe\u{202f}:",
    }
    /// Behind them.
    group_not_in_data {
        "Those without a link are not in our data.",
        "Los que no tienen enlace no están en nuestros datos.",
        "Ceux qui n’ont pas de lien ne sont pas dans nos données.",
    }
    not_published {
        "Provisional: not from a published report.",
        "Provisional: no procede de un informe publicado.",
        "Provisoire\u{202f}: ne provient pas d’un rapport publié.",
    }
    provisional {
        "Provisional: the report is open for comment.",
        "Provisional: el informe está abierto a comentarios.",
        "Provisoire\u{202f}: le rapport est ouvert aux commentaires.",
    }
    unusual_scale {
        "Not the usual scale for this plan: ",
        "No es la escala habitual de este plan: ",
        "Ce n’est pas l’échelle habituelle de ce plan\u{202f}: ",
    }
    source_of_reply { "Source of the reply", "Fuente de la respuesta", "Source de la réponse" }
    reply { "The government’s reply", "La respuesta del gobierno", "La réponse du gouvernement" }
    // Quoted: titles in Spanish and French begin with the word for a report themselves.
    from_report(report: &str) { "From the {report}. ", "Según «{report}». ", "D’après «\u{202f}{report}\u{202f}». " }
    from_progress_report(year: i32) {
        "From the IRM Progress Report, published {year}. ",
        "Según el informe de avance del IRM, publicado en {year}. ",
        "D’après le rapport d’étape de l’IRM, publié en {year}. ",
    }
    from_end_of_term_report(year: i32) {
        "From the IRM End-of-Term Report, published {year}. ",
        "Según el informe de fin de término del IRM, publicado en {year}. ",
        "D’après le rapport de fin de mandat de l’IRM, publié en {year}. ",
    }
    from_report_on_design(year: i32) {
        "From the IRM report on design, published {year}. ",
        "Según el informe del IRM sobre el diseño, publicado en {year}. ",
        "D’après le rapport de l’IRM sur la conception, publié en {year}. ",
    }
    from_report_on_results(year: i32) {
        "From the IRM report on results, published {year}. ",
        "Según el informe del IRM sobre los resultados, publicado en {year}. ",
        "D’après le rapport de l’IRM sur les résultats, publié en {year}. ",
    }
    report_on_design(year: i32) {
        "IRM report on design, published {year}",
        "Informe del IRM sobre el diseño, publicado en {year}",
        "Rapport de l’IRM sur la conception, publié en {year}",
    }
    report_on_results(year: i32) {
        "IRM report on results, published {year}",
        "Informe del IRM sobre los resultados, publicado en {year}",
        "Rapport de l’IRM sur les résultats, publié en {year}",
    }
    progress_report(year: i32) {
        "IRM Progress Report, published {year}",
        "Informe de avance del IRM, publicado en {year}",
        "Rapport d’étape de l’IRM, publié en {year}",
    }
    end_of_term_report(year: i32) {
        "IRM End-of-Term Report, published {year}",
        "Informe de fin de término del IRM, publicado en {year}",
        "Rapport de fin de mandat de l’IRM, publié en {year}",
    }
    from_report_part(report: &str, part: &str) { "From the {report}, section {part}. ", "Según «{report}», sección {part}. ", "D’après «\u{202f}{report}\u{202f}», section {part}. " }
    on_page(page: &str) { "On page {page}. ", "En la página {page}. ", "À la page {page}. " }
    read_on(day: &str) { "Read: {day}.", "Leído: {day}.", "Lu\u{202f}: {day}." }
    read_in_file(file: &str) { "Read from the file “{file}”.", "Leído en el archivo «{file}».", "Lu dans le fichier «\u{202f}{file}\u{202f}»." }
    read_in_file_on(file: &str, day: &str) { "Read from “{file}” on {day}.", "Leído en «{file}» el {day}.", "Lu dans «\u{202f}{file}\u{202f}» le {day}." }
    from_report_page(report: &str, page: &str) { "From the {report}, page {page}. ", "Según «{report}», página {page}. ", "D’après «\u{202f}{report}\u{202f}», page {page}. " }
    pending_on_page(report: &str) {
        "OGP’s page said “pending” when we read it; our data also cites a results report: {report}.",
        "La página de la OGP, cuando la leímos, decía pendiente; nuestros datos citan además un informe de resultados: {report}.",
        "La page de l’OGP, quand nous l’avons lue, disait en attente\u{202f}; nos données citent aussi un rapport de résultats\u{202f}: {report}.",
    }
    pending_in_source(report: &str) {
        "Our source said “pending” when we read it; our data also cites a results report: {report}.",
        "Nuestra fuente, cuando la leímos, decía pendiente; nuestros datos citan además un informe de resultados: {report}.",
        "Notre source, quand nous l’avons lue, disait en attente\u{202f}; nos données citent aussi un rapport de résultats\u{202f}: {report}.",
    }
    design_pending_on_page(report: &str) {
        "OGP’s page said “pending” when we read it; our data also cites a report on the plan’s design: {report}.",
        "La página de la OGP, cuando la leímos, decía pendiente; nuestros datos citan además un informe sobre el diseño del plan: {report}.",
        "La page de l’OGP, quand nous l’avons lue, disait en attente\u{202f}; nos données citent aussi un rapport sur la conception du plan\u{202f}: {report}.",
    }
    design_pending_in_source(report: &str) {
        "Our source said “pending” when we read it; our data also cites a report on the plan’s design: {report}.",
        "Nuestra fuente, cuando la leímos, decía pendiente; nuestros datos citan además un informe sobre el diseño del plan: {report}.",
        "Notre source, quand nous l’avons lue, disait en attente\u{202f}; nos données citent aussi un rapport sur la conception du plan\u{202f}: {report}.",
    }
    source_of_ratings(dimensions: &str) { "Source of the ratings of {dimensions}", "Fuente de las calificaciones de {dimensions}", "Source des évaluations ({dimensions})" }
    of_the_rating(dimension: &str) { " of the {dimension} rating", " de la calificación de {dimension}", " de l’évaluation ({dimension})" }
    lowered {
        " Counted as low because the commitment was not found to be relevant to OGP’s values.",
        " Se cuenta como bajo, porque no se consideró que el compromiso fuera relevante para los valores de la OGP.",
        " Compté comme faible, car l’engagement n’a pas été jugé pertinent au regard des valeurs de l’OGP.",
    }
    no_data_in_explorer {
        "OGP’s Explorer of 2016 has no data for this rating. A later report may have one.",
        "El Explorer de la OGP de 2016 no tiene datos para esta calificación. Un informe posterior puede tenerla.",
        "L’Explorer de l’OGP de 2016 n’a pas de données pour cette évaluation. Un rapport ultérieur peut en avoir une.",
    }
    /// Not from lowest to highest: values may be as low as others.
    values_of_scale(scale: &str, high: &str) {
        "Values of the scale “{scale}”; high: {high}",
        "Valores de la escala «{scale}»; altos: {high}",
        "Valeurs de l’échelle «\u{202f}{scale}\u{202f}»\u{202f}; élevées\u{202f}: {high}",
    }
    on_the_scale { " on the scale ", " en la escala ", " sur l’échelle " }
}

super::plurals! {
    earlier_changes(n) {
        "{n} earlier change in the change log" | "{n} earlier changes in the change log",
        "{n} cambio anterior en el registro de cambios" | "{n} cambios anteriores en el registro de cambios",
        "{n} modification antérieure dans le journal" | "{n} modifications antérieures dans le journal",
    }
}

/// The name of a field, by its name in the form and in files; none for one that this page lacks.
pub fn field(lang: Lang, name: &str) -> Option<&'static str> {
    let say = match name {
        "member" => member,
        "plan" => plan,
        "number" => number,
        "title" => title,
        "description" => full_text,
        "milestones" => milestones,
        "lead" => lead,
        "title_en" => title_en,
        "title_es" => title_es,
        "title_fr" => title_fr,
        "summary_en" => summary_en,
        "summary_es" => summary_es,
        "summary_fr" => summary_fr,
        "support" => support,
        "area" => areas,
        "value" => values,
        "start" => start,
        "end" => end,
        "verifiable" => verifiable,
        "relevant" => relevant,
        "starred" => starred,
        "report" => reports,
        "challenge" => challenge,
        "source_url" => source,
        "status" => status,
        _ => return None,
    };
    Some(say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::difference::fields;
    use domain::record::{Entry, Texts};
    use domain::{Commitment, Member, MemberKind, Region};

    #[test]
    fn every_field_is_told_in_all_languages() {
        let member = std::sync::Arc::new(Member {
            kept_slug: None,
            name: "Atlantis".to_owned(),
            kind: MemberKind::National,
            country: "Atlantis".to_owned(),
            country_iso3: "XXX".to_owned(),
            region: Region::Europe,
            statuses: Vec::new(),
        });
        let entry = Entry {
            commitment: Commitment::blank("XX0001".parse().unwrap(), member),
            texts: Texts::default(),
            ratings: Vec::new(),
        };
        for (name, label, _) in fields(&entry, &|slug: &str| slug.to_owned()) {
            assert_eq!(field(Lang::English, name), Some(label));
        }
    }
}
