//! The names of members and policy areas in each language.
//!
//! The record has them in English, as OGP writes them; what it learns of later than this program
//! keeps its English name.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::Lang;
use domain::area::names::AREAS;
use domain::countries::{COUNTRIES, PLACES};
use domain::text::slugify;

/// What something is called in Spanish and in French.
type Names = [&'static str; 2];

/// Names are asked for hundreds of times a page, so they are looked up and not searched for.
static AREAS_BY_SLUG: LazyLock<HashMap<&str, Names>> = LazyLock::new(|| {
    AREAS
        .iter()
        .map(|(slug, es, fr)| (*slug, [*es, *fr]))
        .collect()
});
static COUNTRIES_BY_SLUG: LazyLock<HashMap<&str, Names>> = LazyLock::new(|| {
    let named = COUNTRIES.iter();
    named.map(|(slug, _, es, fr)| (*slug, [*es, *fr])).collect()
});
static COUNTRIES_BY_CODE: LazyLock<HashMap<&str, Names>> = LazyLock::new(|| {
    let named = COUNTRIES.iter();
    named.map(|(_, code, es, fr)| (*code, [*es, *fr])).collect()
});
static PLACES_BY_SLUG: LazyLock<HashMap<&str, Names>> = LazyLock::new(|| {
    PLACES
        .iter()
        .map(|(slug, es, fr)| (*slug, [*es, *fr]))
        .collect()
});

/// A policy area's name, from its name in addresses. Without a translation it is the English one.
pub fn area(lang: Lang, slug: &str, english: &str) -> String {
    called(lang, &AREAS_BY_SLUG, slug)
        .unwrap_or(english)
        .to_owned()
}

/// A member's name, from its name in addresses: a country, or a place and its country. Without a
/// translation it is the English one.
pub fn member(lang: Lang, slug: &str, english: &str) -> String {
    if lang == Lang::English {
        return english.to_owned();
    }
    if let Some(country) = called(lang, &COUNTRIES_BY_SLUG, slug) {
        return country.to_owned();
    }
    let (place, country) = match english.rsplit_once(", ") {
        Some((place, country)) => {
            // OGP names the country otherwise in the name of Seoul.
            let slug = match slugify(country) {
                slug if slug == "south-korea" => "republic-of-korea".to_owned(),
                slug => slug,
            };
            (place, called(lang, &COUNTRIES_BY_SLUG, &slug))
        }
        None => (english, None),
    };
    let told = called(lang, &PLACES_BY_SLUG, &slugify(place));
    match country {
        Some(country) => format!("{} ({country})", told.unwrap_or(place)),
        // A name is never half translated.
        None if place == english => told.unwrap_or(english).to_owned(),
        None => english.to_owned(),
    }
}

/// A country's name, from its ISO 3166-1 code. Without a translation it is the English one.
pub fn country(lang: Lang, iso3: &str, english: &str) -> String {
    called(lang, &COUNTRIES_BY_CODE, iso3)
        .unwrap_or(english)
        .to_owned()
}

/// The name in the language; none in English.
fn called(lang: Lang, names: &HashMap<&str, Names>, key: &str) -> Option<&'static str> {
    let names = names.get(key)?;
    column(lang).map(|column| names[column])
}

/// Which of the names is a language's; none is English.
const fn column(lang: Lang) -> Option<usize> {
    match lang {
        Lang::English => None,
        Lang::Spanish => Some(0),
        Lang::French => Some(1),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::tests::faults_of_text;
    use domain::MemberKind;
    use domain::area::taxonomy;
    use interchange::seed;

    const OTHERS: [Lang; 2] = [Lang::Spanish, Lang::French];

    #[test]
    fn every_area_has_its_name_in_every_language() {
        // Those that the bundled record brings are not on OGP's list any more.
        let areas = seed::commitments().unwrap().areas;
        assert!(areas.len() > taxonomy().len());
        for area_of in &areas {
            let told = AREAS.iter().find(|(slug, ..)| *slug == &*area_of.slug);
            let (_, spanish, french) = told.unwrap_or_else(|| panic!("{}", area_of.name));
            for (lang, name) in [(Lang::Spanish, spanish), (Lang::French, french)] {
                assert!(!name.is_empty());
                assert_eq!(faults_of_text(lang, name), Vec::<String>::new());
                assert_eq!(area(lang, &area_of.slug, &area_of.name), *name);
            }
        }
        let known: HashSet<_> = areas.iter().map(|a| &*a.slug).collect();
        for (slug, ..) in AREAS {
            assert!(known.contains(slug), "{slug} is no area");
        }
        assert_eq!(area(Lang::French, "a-new-tag", "A New Tag"), "A New Tag");
        assert_eq!(area(Lang::English, "open-data", "Open Data"), "Open Data");
    }

    #[test]
    fn areas_have_different_names() {
        for lang in OTHERS {
            let names = taxonomy()
                .into_iter()
                .map(|a| area(lang, &a.slug, &a.name))
                .collect::<Vec<_>>();
            assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        }
    }

    #[test]
    fn every_member_of_the_bundled_record_has_its_name_in_every_language() {
        for entry in seed::commitments().unwrap().entries {
            let of = &entry.commitment.member;
            assert!(
                COUNTRIES
                    .iter()
                    .any(|(_, code, ..)| *code == of.country_iso3),
                "{} ({})",
                of.country,
                of.country_iso3
            );
            for lang in OTHERS {
                let name = member(lang, &of.slug(), &of.name);
                assert!(!name.contains(", "), "{name}");
                if of.kind == MemberKind::National {
                    assert_eq!(name, country(lang, &of.country_iso3, ""));
                }
            }
            assert_eq!(member(Lang::English, &of.slug(), &of.name), of.name);
        }
    }

    #[test]
    fn local_members_stand_with_their_country() {
        for (english, spanish, french) in [
            (
                "Austin, United States",
                "Austin (Estados Unidos)",
                "Austin (États-Unis)",
            ),
            (
                "Kaduna State, Nigeria",
                "Estado de Kaduna (Nigeria)",
                "État de Kaduna (Nigeria)",
            ),
            (
                "Scotland, United Kingdom",
                "Escocia (Reino Unido)",
                "Écosse (Royaume-Uni)",
            ),
            ("Basque Country", "País Vasco", "Pays basque"),
            ("Côte d'Ivoire", "Côte d’Ivoire", "Côte d’Ivoire"),
            ("Gotham, Atlantis", "Gotham, Atlantis", "Gotham, Atlantis"),
        ] {
            let slug = slugify(english);
            assert_eq!(member(Lang::Spanish, &slug, english), spanish);
            assert_eq!(member(Lang::French, &slug, english), french);
        }
    }

    /// As CLDR names them. Where it is silent here, a test of `domain` says that each name leads to its country.
    #[test]
    fn members_have_the_names_that_readers_know() {
        for (slug, spanish, french) in [
            ("el-salvador", "El Salvador", "Salvador"),
            ("kenya", "Kenia", "Kenya"),
            ("kyrgyz-republic", "Kirguistán", "Kirghizstan"),
            ("liberia", "Liberia", "Liberia"),
            ("malawi", "Malaui", "Malawi"),
            ("moldova", "Moldavia", "Moldavie"),
            ("new-zealand", "Nueva Zelanda", "Nouvelle-Zélande"),
            ("nigeria", "Nigeria", "Nigeria"),
            (
                "papua-new-guinea",
                "Papúa Nueva Guinea",
                "Papouasie-Nouvelle-Guinée",
            ),
            (
                "trinidad-and-tobago",
                "Trinidad y Tobago",
                "Trinité-et-Tobago",
            ),
        ] {
            assert_eq!(member(Lang::Spanish, slug, ""), spanish);
            assert_eq!(member(Lang::French, slug, ""), french);
        }
    }

    #[test]
    fn countries_are_named_once_each() {
        let slugs: HashSet<_> = COUNTRIES.iter().map(|(slug, ..)| slug).collect();
        let codes: HashSet<_> = COUNTRIES.iter().map(|(_, code, ..)| code).collect();
        assert_eq!(
            (slugs.len(), codes.len()),
            (COUNTRIES.len(), COUNTRIES.len())
        );
        for (slug, code, spanish, french) in COUNTRIES {
            assert_eq!(slugify(slug), *slug);
            assert_eq!(code.len(), 3);
            assert_eq!(faults_of_text(Lang::Spanish, spanish), Vec::<String>::new());
            assert_eq!(faults_of_text(Lang::French, french), Vec::<String>::new());
        }
    }
}
