//! What is said of policy areas, in each language.

use domain::area::{AreaGroup, description};
use domain::{Lang, PolicyArea};

super::messages! {
    caution_former {
        "Not on OGP’s current list of tags.",
        "No figura en la lista actual de etiquetas de la OGP.",
        "Ne figure pas dans la liste actuelle des étiquettes de l’OGP.",
    }
    caution_since(year: &str) {
        "Used only for plans submitted from {year}. Earlier plans were not tagged with it.",
        "Se asigna solo a compromisos de planes presentados desde {year}; los planes anteriores no se etiquetaron con ella.",
        "Attribuée seulement aux engagements de plans présentés depuis {year}\u{202f}; les plans antérieurs n’ont pas reçu cette étiquette.",
    }
}

/// What a reader must know about a tag before counting with it.
pub fn caution(lang: Lang, area: &PolicyArea) -> Option<String> {
    match (area.group, area.coded_since) {
        (AreaGroup::Former, _) => Some(caution_former(lang).to_owned()),
        (_, Some(year)) => Some(caution_since(lang, &year.to_string())),
        _ => None,
    }
}

/// What an area covers; none for areas that are not described.
pub fn covers(lang: Lang, slug: &str) -> Option<&'static str> {
    let english = description(slug)?.covers;
    let told = COVERS.iter().find(|(area, ..)| *area == slug);
    Some(match lang {
        Lang::English => english,
        Lang::Spanish => told.map_or(english, |(_, spanish, _)| spanish),
        Lang::French => told.map_or(english, |(.., french)| french),
    })
}

/// An area, what it covers in Spanish and in French.
const COVERS: &[(&str, &str, &str)] = &[
    (
        "digital-governance",
        "Las normas que rigen el uso de datos y tecnologías por parte de los gobiernos y la vida de las personas en línea: quién decide y con qué algoritmos, quién puede usar qué datos personales, quién queda excluido y cuán libre es la esfera pública en línea.",
        "Les règles qui régissent l’usage des données et des technologies par les gouvernements et la vie des personnes en ligne\u{202f}: qui décide et avec quels algorithmes, qui peut utiliser quelles données personnelles, qui est laissé de côté et à quel point l’espace public en ligne est libre.",
    ),
    (
        "automated-decision-making",
        "Algoritmos e inteligencia artificial que toman o apoyan decisiones públicas: registros, evaluaciones de impacto, supervisión independiente y vías para impugnarlas.",
        "Les algorithmes et l’intelligence artificielle qui prennent ou appuient des décisions publiques\u{202f}: registres, analyses d’impact, contrôle indépendant et voies de recours.",
    ),
    (
        "data-stewardship-and-privacy",
        "Cómo los organismos públicos protegen, comparten y cuidan los datos personales y sensibles.",
        "Comment les organismes publics protègent, partagent et gèrent les données personnelles et sensibles.",
    ),
    (
        "digital-inclusion",
        "Acceso a servicios y competencias digitales para personas que de otro modo quedarían excluidas.",
        "L’accès aux services et aux compétences numériques pour les personnes qui en seraient sinon privées.",
    ),
    (
        "disinformation-misinformation",
        "Protección de la integridad de la información pública sin restringir la libertad de expresión. La OGP titula ahora esta área Desinformación e integridad de la información.",
        "La protection de l’intégrité de l’information publique sans restreindre la liberté d’expression. L’OGP intitule désormais ce domaine Désinformation et intégrité de l’information.",
    ),
    (
        "online-civic-space",
        "Las libertades fundamentales de expresión, asociación y reunión, en línea.",
        "Les libertés fondamentales d’expression, d’association et de réunion, en ligne.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::faults_of_text;
    use domain::area::taxonomy;

    #[test]
    fn what_is_said_of_areas_is_said_in_every_language() {
        for area in taxonomy() {
            assert_eq!(caution(Lang::English, &area), area.caution());
            let english = covers(Lang::English, &area.slug);
            for lang in [Lang::Spanish, Lang::French] {
                let told = covers(lang, &area.slug);
                assert_eq!(told.is_some(), english.is_some());
                if let Some(told) = told {
                    assert_ne!(Some(told), english, "{}", area.slug);
                    assert_eq!(faults_of_text(lang, told), Vec::<String>::new());
                }
            }
        }
    }
}
