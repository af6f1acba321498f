//! The names of OGP's policy areas in Spanish and French, for pages, and for files and addresses that
//! name an area in one of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::slugify;

/// Each area: its name in addresses, in Spanish and in French.
#[rustfmt::skip]
pub const AREAS: &[(&str, &str, &str)] = &[
    ("digital-governance", "Gobernanza digital", "Gouvernance numérique"),
    ("automated-decision-making", "Toma de decisiones automatizada", "Prise de décision automatisée"),
    ("data-stewardship-and-privacy", "Gestión responsable de los datos y privacidad", "Gestion responsable des données et vie privée"),
    ("digital-inclusion", "Inclusión digital", "Inclusion numérique"),
    ("disinformation-misinformation", "Desinformación e información errónea", "Désinformation et mésinformation"),
    ("online-civic-space", "Espacio cívico en línea", "Espace civique en ligne"),
    ("anti-corruption-and-integrity", "Lucha contra la corrupción e integridad", "Lutte contre la corruption et intégrité"),
    ("anti-corruption-institutions", "Instituciones anticorrupción", "Institutions de lutte contre la corruption"),
    ("anti-corruption-strategies", "Estrategias anticorrupción", "Stratégies de lutte contre la corruption"),
    ("asset-disclosure", "Declaraciones patrimoniales", "Déclarations de patrimoine"),
    ("audits-and-controls", "Auditorías y controles", "Audits et contrôles"),
    ("beneficial-ownership", "Beneficiarios finales", "Bénéficiaires effectifs"),
    ("conflicts-of-interest", "Conflictos de interés", "Conflits d’intérêts"),
    ("elections", "Elecciones", "Élections"),
    ("lobbying", "Cabildeo", "Lobbying"),
    ("open-contracting", "Contrataciones abiertas", "Contrats ouverts"),
    ("political-finance", "Financiamiento político", "Financement politique"),
    ("public-procurement", "Compras públicas", "Marchés publics"),
    ("whistleblower-protections", "Protección de denunciantes", "Protection des lanceurs d’alerte"),
    ("civic-space", "Espacio cívico", "Espace civique"),
    ("freedom-of-assembly", "Libertad de reunión", "Liberté de réunion"),
    ("freedom-of-association", "Libertad de asociación", "Liberté d’association"),
    ("freedom-of-expression", "Libertad de expresión", "Liberté d’expression"),
    ("democratizing-decision-making", "Democratización de la toma de decisiones", "Démocratisation de la prise de décision"),
    ("digital-participation", "Participación digital", "Participation numérique"),
    ("mainstreaming-participation", "Integración transversal de la participación", "Généralisation de la participation"),
    ("regulatory-governance", "Gobernanza regulatoria", "Gouvernance réglementaire"),
    ("anti-corruption", "Lucha contra la corrupción", "Lutte contre la corruption"),
    ("health", "Salud", "Santé"),
    ("open-data-education", "Datos abiertos (educación)", "Données ouvertes (éducation)"),
    ("legislature", "Poder legislativo", "Pouvoir législatif"),
    ("natural-resources", "Recursos naturales", "Ressources naturelles"),
    ("public-safety", "Seguridad ciudadana", "Sécurité publique"),
    ("defense", "Defensa", "Défense"),
    ("participatory-budgeting", "Presupuestos participativos", "Budgets participatifs"),
    ("infrastructure", "Infraestructura", "Infrastructures"),
    ("nonprofits", "Organizaciones sin fines de lucro", "Organisations à but non lucratif"),
    ("citizen-budgets", "Presupuestos ciudadanos", "Budgets citoyens"),
    ("social-audits", "Auditorías sociales", "Audits sociaux"),
    ("elections-political-finance", "Elecciones y financiación política", "Élections et financement politique"),
    ("law-enforcement-justice", "Seguridad pública y justicia", "Maintien de l’ordre et justice"),
    ("welfare-social-security", "Bienestar y seguridad social", "Aide et sécurité sociales"),
    ("stimulus-economic-recovery", "Estímulo y recuperación económica", "Relance et reprise économiques"),
    ("social-accountability", "Rendición social de cuentas", "Redevabilité sociale"),
    ("environment-climate", "Medio ambiente y clima", "Environnement et climat"),
    ("climate-finance", "Financiamiento climático", "Financement climatique"),
    ("climate-mitigation-and-adaptation", "Mitigación del cambio climático y adaptación", "Atténuation du changement climatique et adaptation"),
    ("environmental-regulation", "Regulación ambiental", "Réglementation environnementale"),
    ("international-environmental-agreements", "Acuerdos ambientales internacionales", "Accords environnementaux internationaux"),
    ("fiscal-openness", "Apertura fiscal", "Ouverture budgétaire"),
    ("publication-of-budget-fiscal-information", "Publicación de información presupuestaria y fiscal", "Publication d’informations budgétaires et fiscales"),
    ("public-participation-in-budget-fiscal-policy", "Participación pública en la política presupuestaria y fiscal", "Participation du public à la politique budgétaire et fiscale"),
    ("oversight-of-budget-fiscal-policies", "Supervisión de las políticas presupuestarias y fiscales", "Contrôle des politiques budgétaires et fiscales"),
    ("stimulus-recovery", "Estímulo y recuperación", "Relance et reprise"),
    ("tax", "Impuestos", "Fiscalité"),
    ("debt", "Deuda", "Dette"),
    ("inclusion", "Inclusión", "Inclusion"),
    ("economic-inclusion", "Inclusión económica", "Inclusion économique"),
    ("gender", "Género", "Genre"),
    ("gender-based-violence", "Violencia de género", "Violences fondées sur le genre"),
    ("lgbtqia", "LGBTQIA+", "LGBTQIA+"),
    ("people-with-disabilities", "Personas con discapacidad", "Personnes handicapées"),
    ("youth", "Juventud", "Jeunesse"),
    ("justice", "Justicia", "Justice"),
    ("access-to-justice", "Acceso a la justicia", "Accès à la justice"),
    ("judiciary", "Poder judicial", "Pouvoir judiciaire"),
    ("open-justice", "Justicia abierta", "Justice ouverte"),
    ("policing-corrections", "Policía y sistema penitenciario", "Police et système pénitentiaire"),
    ("open-parliaments", "Parlamentos abiertos", "Parlements ouverts"),
    ("public-service-delivery", "Prestación de servicios públicos", "Prestation de services publics"),
    ("citizenship-immigration", "Ciudadanía e inmigración", "Citoyenneté et immigration"),
    ("education", "Educación", "Éducation"),
    ("health-nutrition", "Salud y nutrición", "Santé et nutrition"),
    ("infrastructure-transport", "Infraestructura y transporte", "Infrastructures et transports"),
    ("water-sanitation", "Agua y saneamiento", "Eau et assainissement"),
    ("access-to-information", "Acceso a la información", "Accès à l’information"),
    ("right-to-information", "Derecho a la información", "Droit à l’information"),
    ("open-data", "Datos abiertos", "Données ouvertes"),
    ("capacity-building", "Fortalecimiento de capacidades", "Renforcement des capacités"),
    ("digital-transformation", "Transformación digital", "Transformation numérique"),
    ("legislation", "Legislación", "Législation"),
    ("legislative-oversight", "Control legislativo", "Contrôle législatif"),
    ("public-participation", "Participación pública", "Participation du public"),
    ("regulation", "Regulación", "Réglementation"),
    ("aid", "Cooperación al desarrollo", "Aide au développement"),
    ("energy", "Energía", "Énergie"),
    ("extractive-industries", "Industrias extractivas", "Industries extractives"),
    ("human-rights", "Derechos humanos", "Droits humains"),
    ("labor", "Trabajo", "Travail"),
    ("land-and-spatial-planning", "Suelo y ordenamiento territorial", "Foncier et aménagement du territoire"),
    ("local-commitments", "Compromisos locales", "Engagements locaux"),
    ("media-telecommunications", "Medios de comunicación y telecomunicaciones", "Médias et télécommunications"),
    ("money-in-politics", "Dinero en la política", "Argent en politique"),
    ("open-parliament-plan", "Plan de parlamento abierto", "Plan de parlement ouvert"),
    ("participation-in-lawmaking", "Participación en la elaboración de leyes", "Participation à l’élaboration des lois"),
    ("private-sector", "Sector privado", "Secteur privé"),
    ("science-technology", "Ciencia y tecnología", "Science et technologie"),
    ("security-public-safety", "Seguridad nacional y ciudadana", "Sécurité et sûreté publique"),
    ("sustainable-development-goals", "Objetivos de Desarrollo Sostenible", "Objectifs de développement durable"),
    ("e-government", "Gobierno electrónico", "Administration électronique"),
    ("e-petitions", "Peticiones electrónicas", "Pétitions électroniques"),
    ("fiscal-transparency", "Transparencia fiscal", "Transparence budgétaire"),
    ("legislation-regulation", "Legislación y regulación", "Législation et réglementation"),
    ("marginalized-communities", "Comunidades marginadas", "Communautés marginalisées"),
    ("ogp", "OGP", "OGP"),
    ("open-contracting-and-procurement", "Contrataciones y compras públicas abiertas", "Contrats et marchés publics ouverts"),
    ("open-regulations", "Regulaciones abiertas", "Réglementation ouverte"),
    ("participation-in-budget-processes", "Participación en los procesos presupuestarios", "Participation aux processus budgétaires"),
    ("participatory-approaches", "Enfoques participativos", "Approches participatives"),
    ("political-integrity", "Integridad política", "Intégrité politique"),
    ("records-management", "Gestión de archivos", "Gestion des archives"),
    ("social-accountability-measures-feedback-loops", "Mecanismos de rendición social de cuentas y de retroalimentación", "Mécanismes de redevabilité sociale et de retour d’information"),
];

/// Areas by the slugs of their translated names. A slug that two areas share in different languages
/// stands for the first one.
static BY_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for (slug, spanish, french) in AREAS {
        for name in [spanish, french] {
            by_name.entry(slugify(name)).or_insert(*slug);
        }
    }
    by_name
});

/// The slug of the area that has a Spanish or French name of this slug.
pub fn named_in_other_language(slug: &str) -> Option<&'static str> {
    BY_NAME.get(slug).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AreaTree;
    use crate::area::{PolicyArea, taxonomy};

    #[test]
    fn every_translated_name_leads_to_its_area() {
        let listed = taxonomy();
        let is_listed = |slug: &str| listed.iter().any(|area| &*area.slug == slug);
        let former = AREAS.iter().filter(|(slug, ..)| !is_listed(slug));
        let former: Vec<PolicyArea> = former
            .map(|(slug, ..)| PolicyArea::unlisted(&slug.replace('-', " ")))
            .collect();
        let tree = AreaTree::new(listed.iter().cloned().chain(former).collect());
        for (slug, spanish, french) in AREAS {
            for name in [spanish, french] {
                let found = tree.find(&slugify(name)).map(|area| &*area.slug);
                // Where a translation is another area's own name or an alias, that area is meant.
                let other = found.filter(|found| found != slug);
                assert!(
                    found == Some(slug) || SHARED.contains(&(*name, other.unwrap_or_default())),
                    "{name}: {found:?}, not {slug}"
                );
            }
        }
    }

    /// Names that two areas share between languages, with the area that they lead to.
    const SHARED: &[(&str, &str)] = &[];
}
