//! What the columns of a file of commitments are called: by people, by our pages in each language, and by
//! tables of governments. Which names the exports have is `interchange::columns`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::slugify;

/// Other names that files use for each of our columns.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("code", &["Commitment code", "Commitment ID", "OGP code", "Código", "Código del compromiso", "Code de l’engagement", "Commitment Unique Identifier"]),
    ("member", &["Member name", "OGP member", "Country/Locality", "Miembro", "Membre", "Nombre del miembro", "Nom du membre"]),
    ("member_kind", &["Kind of member", "Member type", "Type of member", "National or local", "Tipo de miembro", "Type de membre"]),
    ("country", &["País", "Pays", "Country name"]),
    ("country_iso3", &["ISO3", "ISO 3", "ISO 3166-1 alpha-3", "Country code", "Código ISO", "Código del país", "Code ISO", "Code du pays"]),
    ("region", &["OGP region", "Región", "Région"]),
    ("action_plan", &["Plan", "Action plan’s title", "Action plan title", "Plan title", "Plan de acción", "Título del plan de acción", "Título del plan", "Plan d’action", "Titre du plan d’action", "Titre du plan"]),
    ("plan_year", &["Year", "Plan start year", "Year of submission", "Action plan year", "Año", "Año del plan", "Año de presentación", "Année", "Année du plan", "Année de présentation"]),
    ("plan_end_year", &["End year", "Action plan end year", "Plan end", "Año final", "Año final del plan", "Año de fin del plan", "Año de finalización del plan", "Année de fin", "Année de fin du plan"]),
    ("commitment_number", &["Number", "No.", "Nº", "Number in the plan", "Número", "Número en el plan", "Número del compromiso", "Numéro", "Numéro dans le plan", "Numéro de l’engagement"]),
    ("title", &["Commitment", "Commitment title", "Title of the commitment", "Título", "Título del compromiso", "Compromiso", "Titre", "Titre de l’engagement", "Engagement"]),
    ("title_en", &["Title in English", "English title", "Título en inglés", "Titre en anglais"]),
    ("title_es", &["Title in Spanish", "Spanish title", "Título en español", "Titre en espagnol"]),
    ("title_fr", &["Title in French", "French title", "Título en francés", "Titre en français"]),
    ("description", &["Full text", "Text", "Commitment text", "Descripción", "Texto completo", "Texto", "Texte complet", "Texte"]),
    ("lead_institution", &["Lead", "Lead institutions", "Lead agency", "Institution in charge", "Institución responsable", "Instituciones responsables", "Institution responsable", "Institutions responsables", "Institution chef de file"]),
    ("support_institutions", &["Support institution", "Supporting institution", "Supporting institutions", "Instituciones de apoyo", "Institución de apoyo", "Instituciones que apoyan", "Institutions d’appui", "Institutions de soutien"]),
    ("policy_areas", &["Policy area", "Areas", "Area", "Tags", "Áreas de política", "Área de política", "Áreas", "Domaines politiques", "Domaine politique", "Domaines"]),
    ("ogp_values", &["OGP value", "Values", "Valores de la OGP", "Valores de OGP", "Valores", "Valeurs de l’OGP", "Valeurs OGP", "Valeurs"]),
    ("start", &["Start date", "Begin", "Inicio", "Fecha de inicio", "Début", "Date de début"]),
    ("end", &["End date", "Due", "Deadline", "Fin", "Fecha de fin", "Fecha final", "Fecha de finalización", "Date de fin", "Échéance"]),
    ("verifiable", &["Verificable", "Vérifiable", "Is it verifiable", "Verifiability"]),
    ("relevant", &["Relevante", "Pertinent", "Pertinente", "Open government lens", "Has an open government lens"]),
    ("ambition_scheme", &["Scale of ambition", "Ambition scale", "Escala de ambición", "Échelle d’ambition"]),
    ("ambition", &["Ambición"]),
    ("completion_scheme", &["Scale of completion", "Completion scale", "Escala de cumplimiento", "Échelle de réalisation"]),
    ("completion", &["Cumplimiento", "Achèvement", "Réalisation", "Exécution"]),
    ("early_results_scheme", &["Scale of early results", "Escala de resultados tempranos"]),
    ("early_results", &["Results", "Resultados", "Resultados tempranos", "Primeros resultados", "Résultats", "Premiers résultats"]),
    ("starred", &["Star", "Destacado", "Étoilé"]),
    ("irm_reports", &["IRM report", "Reports", "Informes del IRM", "Informes", "Rapports de l’IRM", "Rapports"]),
    ("challenge_area", &["Challenge", "Área del Desafío", "Domaine du Défi"]),
    ("source_url", &["Source", "URL", "Link", "Web address", "Fuente", "Enlace", "Lien", "Adresse"]),
    ("status", &["Estado", "Statut", "État"]),
];

/// Columns by the slug of any of their other names.
static COLUMN_OF: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let names = NAMES.iter();
    let named = names.flat_map(|(column, names)| names.iter().map(move |name| (*name, *column)));
    named
        .map(|(name, column)| (slugify(name), column))
        .collect()
});

/// The column for which this is another name.
pub fn column_called(name: &str) -> Option<&'static str> {
    COLUMN_OF.get(&slugify(&without_signs(name))).copied()
}

/// A name without characters that cannot be seen.
pub fn without_signs(name: &str) -> String {
    let is_sign = |c: char| crate::characters::is_blank(c) && !c.is_whitespace();
    name.chars().filter(|c| !is_sign(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_name_stands_for_two_columns() {
        let mut known = HashMap::new();
        for (column, names) in NAMES {
            for name in *names {
                let before = known.insert(slugify(name), *column);
                assert!(before.is_none_or(|before| before == *column), "{name}");
                assert_eq!(column_called(name), Some(*column));
            }
        }
        for (column, _) in NAMES {
            let other = known.get(&slugify(column));
            assert!(other.is_none_or(|other| other == column), "{column}");
        }
        assert_eq!(column_called("c\u{f3}digo\u{200b}"), Some("code"));
        assert_eq!(column_called("colour"), None);
    }
}
