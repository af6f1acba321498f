//! The values of the IRM's scales in each language, and what each means. English stands in the
//! domain itself.

use super::InLanguage;
use domain::{Finding, Lang, Level, Scheme, Value};

/// One value: its name and what it means.
type Told = (&'static str, &'static str);

/// A value of a scale.
pub fn value(lang: Lang, value: Value) -> &'static str {
    told(lang, value).map_or(value.label(), |(name, _)| name)
}

/// What a value of a scale means.
pub fn value_definition(lang: Lang, value: Value) -> &'static str {
    told(lang, value).map_or(value.describe().definition, |(_, means)| means)
}

/// What was found in one dimension: a value, or a statement that there is none.
pub fn finding(lang: Lang, finding: Finding) -> &'static str {
    // Statements are told as the levels that they lead to, not as OGP's files write them.
    match finding {
        Finding::Rated(rated) => value(lang, rated),
        Finding::Pending => Level::Pending.in_language(lang),
        Finding::NoData => Level::NoData.in_language(lang),
        Finding::NotReviewable => Level::NotReviewable.in_language(lang),
    }
}

/// The text of a value; none in English, whose texts the domain has. A test looks for each.
fn told(lang: Lang, value: Value) -> Option<&'static Told> {
    let values = match lang {
        Lang::English => return None,
        Lang::Spanish => spanish(value.scheme()),
        Lang::French => french(value.scheme()),
    };
    values.get(value.ordinal())
}

/// In the order of [`Scheme::values`], lowest first.
const fn spanish(scheme: Scheme) -> &'static [Told] {
    match scheme {
        Scheme::PotentialImpact => &[
            ("Ninguno", "Dejaría las cosas como están."),
            ("Menor", "Un pequeño paso en la dirección correcta."),
            (
                "Moderado",
                "Un paso importante, pero limitado en escala o alcance.",
            ),
            (
                "Transformador",
                "Podría cambiar por completo la manera en que el gobierno trabaja en el área de política.",
            ),
        ],
        Scheme::PotentialForResults => &[
            (
                "Poco claro",
                "En su mayor parte continúa lo que ya ocurre; no está claro qué gana con ello el gobierno abierto.",
            ),
            (
                "Modesto",
                "Un paso útil y puntual que no asegura un cambio más amplio.",
            ),
            (
                "Sustancial",
                "Podría cambiar las normas o instituciones de un área de política de manera duradera y vinculante.",
            ),
        ],
        Scheme::Completion => &[
            (
                "Sin evidencia disponible",
                "No se encontró nada que permita saber si el trabajo se hizo; la fuente puede decir «Unclear».",
            ),
            (
                "No iniciado",
                "El trabajo no había comenzado al final del plan.",
            ),
            (
                "Limitado",
                "Se llevaron a cabo algunas actividades, pero no la mayor parte.",
            ),
            ("Sustancial", "Se hizo la mayor parte de lo prometido."),
            ("Completo", "Se hizo todo lo prometido."),
        ],
        Scheme::CompletionMidterm => &[
            (
                "Retirado",
                "El gobierno abandonó el compromiso durante el plan.",
            ),
            (
                "Sin evidencia disponible",
                "No estaba claro si el trabajo estaba en marcha; la fuente puede decir «Unclear».",
            ),
            (
                "No iniciado",
                "El trabajo no había comenzado cuando el IRM redactó su informe de avance.",
            ),
            (
                "Limitado",
                "Se habían llevado a cabo algunas actividades cuando el IRM redactó su informe de avance.",
            ),
            (
                "Sustancial",
                "Se había hecho la mayor parte de lo prometido cuando el IRM redactó su informe de avance.",
            ),
            (
                "Completo",
                "Se había hecho todo lo prometido cuando el IRM redactó su informe de avance.",
            ),
        ],
        Scheme::DidItOpenGovernment => &[
            (
                "Empeoró",
                "El gobierno se volvió menos abierto a causa del compromiso.",
            ),
            ("No cambió", "La práctica del gobierno siguió igual."),
            (
                "Aún sin resultados tempranos que informar",
                "El IRM aún no tenía resultados tempranos que informar.",
            ),
            ("Marginal", "La práctica se abrió un poco."),
            (
                "Importante",
                "Un paso claro hacia la apertura, de alcance o escala limitados.",
            ),
            (
                "Excepcional",
                "Cambió la manera en que el gobierno trabaja en el área de política.",
            ),
        ],
        Scheme::EarlyResults => &[
            (
                "Sin resultados notables",
                "Se observaron pocos resultados positivos o ninguno.",
            ),
            (
                "Moderado",
                "Resultados positivos y algún cambio relevante, sin evidencia de que perduren.",
            ),
            (
                "Significativo",
                "Resultados positivos claros que cambiaron prácticas, políticas, instituciones o la confianza, con evidencia de que perdurarán.",
            ),
        ],
        Scheme::PublishedLevel => &[
            (
                "Bajo",
                "Por debajo del umbral de la OGP; nuestra fuente no muestra el valor subyacente.",
            ),
            (
                "Alto",
                "Por encima del umbral de la OGP; nuestra fuente no muestra el valor subyacente.",
            ),
        ],
    }
}

/// In the order of [`Scheme::values`], lowest first.
const fn french(scheme: Scheme) -> &'static [Told] {
    match scheme {
        Scheme::PotentialImpact => &[
            ("Aucun", "Laisserait les choses en l’état."),
            ("Mineur", "Un petit pas dans la bonne direction."),
            (
                "Modéré",
                "Un pas important, mais limité en ampleur ou en portée.",
            ),
            (
                "Transformateur",
                "Pourrait changer entièrement la façon dont le gouvernement travaille dans ce domaine.",
            ),
        ],
        Scheme::PotentialForResults => &[
            (
                "Peu clair",
                "Poursuit pour l’essentiel ce qui se fait déjà\u{202f}; l’apport pour le gouvernement ouvert n’est pas clair.",
            ),
            (
                "Modeste",
                "Une avancée ponctuelle et utile, qui n’ancre pas de changement plus large.",
            ),
            (
                "Substantiel",
                "Pourrait changer les règles ou les institutions d’un domaine de façon durable et contraignante.",
            ),
        ],
        Scheme::Completion => &[
            (
                "Aucune preuve disponible",
                "Rien n’a été trouvé qui permette de savoir si le travail a été fait\u{202f}; la source peut dire «\u{202f}Unclear\u{202f}».",
            ),
            (
                "Non commencé",
                "Le travail n’avait pas commencé à la fin du plan.",
            ),
            (
                "Limité",
                "Certaines activités ont été menées, mais pas la plus grande partie.",
            ),
            (
                "Substantiel",
                "La plus grande partie de ce qui était promis a été faite.",
            ),
            ("Complet", "Tout ce qui était promis a été fait."),
        ],
        Scheme::CompletionMidterm => &[
            (
                "Retiré",
                "Le gouvernement a abandonné l’engagement pendant le plan.",
            ),
            (
                "Aucune preuve disponible",
                "On ne savait pas si le travail était en cours\u{202f}; la source peut dire «\u{202f}Unclear\u{202f}».",
            ),
            (
                "Non commencé",
                "Le travail n’avait pas commencé quand l’IRM a rédigé son rapport d’étape.",
            ),
            (
                "Limité",
                "Certaines activités avaient été menées quand l’IRM a rédigé son rapport d’étape.",
            ),
            (
                "Substantiel",
                "La plus grande partie de ce qui était promis avait été faite quand l’IRM a rédigé son rapport d’étape.",
            ),
            (
                "Complet",
                "Tout ce qui était promis avait été fait quand l’IRM a rédigé son rapport d’étape.",
            ),
        ],
        Scheme::DidItOpenGovernment => &[
            (
                "Dégradé",
                "Le gouvernement est devenu moins ouvert à cause de l’engagement.",
            ),
            (
                "Inchangé",
                "La pratique du gouvernement est restée la même.",
            ),
            (
                "Pas encore de premiers résultats à signaler",
                "L’IRM n’avait pas encore de premiers résultats à signaler.",
            ),
            ("Marginal", "La pratique s’est un peu ouverte."),
            (
                "Majeur",
                "Une nette avancée vers l’ouverture, limitée en portée ou en ampleur.",
            ),
            (
                "Exceptionnel",
                "A changé la façon dont le gouvernement travaille dans ce domaine.",
            ),
        ],
        Scheme::EarlyResults => &[
            (
                "Aucun résultat notable",
                "Peu ou pas de résultats positifs ont été constatés.",
            ),
            (
                "Modéré",
                "Des résultats positifs et certains changements réels, sans preuve qu’ils dureront.",
            ),
            (
                "Significatif",
                "Des résultats positifs nets qui ont changé les pratiques, les politiques, les institutions ou la confiance, avec des preuves qu’ils dureront.",
            ),
        ],
        Scheme::PublishedLevel => &[
            (
                "Faible",
                "Au-dessous du seuil de l’OGP\u{202f}; notre source ne montre pas la valeur sous-jacente.",
            ),
            (
                "Élevé",
                "Au-dessus du seuil de l’OGP\u{202f}; notre source ne montre pas la valeur sous-jacente.",
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::faults_of_text;

    /// Words that a language shares with English.
    const SHARED: &[(Lang, &str)] = &[(Lang::Spanish, "Marginal"), (Lang::French, "Marginal")];

    #[test]
    fn every_value_of_every_scheme_is_told_in_every_language() {
        for scheme in Scheme::ALL {
            for lang in [Lang::Spanish, Lang::French] {
                let told = match lang {
                    Lang::French => french(*scheme),
                    _ => spanish(*scheme),
                };
                assert_eq!(told.len(), scheme.values().len(), "{lang} {scheme}");
            }
            for of in scheme.iter() {
                assert_eq!(value(Lang::English, of), of.label());
                let english = of.describe().definition;
                assert_eq!(value_definition(Lang::English, of), english);
                for lang in [Lang::Spanish, Lang::French] {
                    let (name, means) = (value(lang, of), value_definition(lang, of));
                    assert!(!name.is_empty() && means.ends_with('.'), "{lang} {of:?}");
                    assert_ne!(means, english, "{lang}");
                    let same = SHARED.contains(&(lang, name));
                    assert_eq!(name == of.label(), same, "{lang} {name}");
                    assert_eq!(faults_of_text(lang, name), Vec::<String>::new());
                    assert_eq!(faults_of_text(lang, means), Vec::<String>::new());
                }
            }
        }
    }

    #[test]
    fn values_of_one_scheme_have_different_names() {
        for lang in Lang::ALL {
            for scheme in Scheme::ALL {
                let mut names: Vec<_> = scheme.iter().map(|of| value(*lang, of)).collect();
                names.sort_unstable();
                names.dedup();
                assert_eq!(names.len(), scheme.values().len(), "{lang} {scheme}");
            }
        }
    }
}
