//! Other names that people use for countries: former, short and full ones, abbreviations, and what they
//! are called at home. For reading what somebody wrote, never for showing.

/// Each country by its ISO 3166-1 code, with its other names, whatever the language.
#[rustfmt::skip]
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("ALB", &["Shqipëria"]),
    ("ARM", &["Hayastan", "Республика Армения", "Հայաստան"]),
    ("AUT", &["Österreich"]),
    ("AZE", &["Azərbaycan"]),
    ("BEL", &["België"]),
    ("BGR", &["България"]),
    ("BIH", &["Bosnia", "Bosnia-Herzegovina", "Bosna i Hercegovina", "Bosnie"]),
    ("CHE", &["Schweiz", "Svizzera"]),
    ("CIV", &["Ivory Coast", "Costa de Marfil"]),
    ("CPV", &["Cape Verde", "Cap-Vert"]),
    ("CZE", &["Czechia", "República Checa", "République tchèque", "Česko", "Česká republika"]),
    ("DEU", &["Deutschland"]),
    ("DNK", &["Danmark"]),
    ("DOM", &["Rep. Dominicana", "RD"]),
    ("EST", &["Eesti"]),
    ("FIN", &["Suomi"]),
    ("GBR", &["UK", "U.K.", "Great Britain", "Britain", "Gran Bretaña", "Grande-Bretagne", "United Kingdom of Great Britain and Northern Ireland"]),
    ("GEO", &["Sakartvelo", "საქართველო"]),
    ("GMB", &["The Gambia"]),
    ("GRC", &["Hellas", "Hellenic Republic", "Ελλάδα"]),
    ("HRV", &["Hrvatska"]),
    ("HUN", &["Magyarország"]),
    ("IRL", &["Éire", "Republic of Ireland"]),
    ("JOR", &["الأردن"]),
    ("JPN", &["Nippon", "日本"]),
    ("KGZ", &["Kyrgyzstan", "Kirgizstan", "Kirgizistán", "Kirghizie", "Кыргызстан"]),
    ("KOR", &["South Korea", "Korea", "Korea, Republic of", "Corea del Sur", "Corée du Sud", "ROK", "한국", "대한민국"]),
    ("LTU", &["Lietuva"]),
    ("LVA", &["Latvija"]),
    ("MAR", &["المغرب"]),
    ("MDA", &["Republic of Moldova", "Moldavia", "Moldavie"]),
    ("MKD", &["Macedonia", "Republic of Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia", "Macédoine", "Severna Makedonija"]),
    ("MNE", &["Crna Gora"]),
    ("NLD", &["The Netherlands", "Holland", "Holanda", "Hollande", "Nederland", "Los Países Bajos"]),
    ("NOR", &["Norge"]),
    ("NZL", &["Aotearoa", "Nueva Zelanda"]),
    ("PHL", &["The Philippines", "Pilipinas", "Las Filipinas"]),
    ("PNG", &["PNG"]),
    ("POL", &["Polska"]),
    ("RUS", &["Russian Federation", "Federación de Rusia", "Fédération de Russie"]),
    ("SRB", &["Srbija"]),
    ("SVK", &["Slovakia", "Slovensko", "República Eslovaca", "République slovaque"]),
    ("SVN", &["Slovenija"]),
    ("SWE", &["Sverige"]),
    ("TLS", &["East Timor", "Timor Oriental", "Timor oriental"]),
    ("TTO", &["Trinidad", "Trinidad & Tobago"]),
    ("TUN", &["تونس"]),
    ("TUR", &["Türkiye"]),
    ("TZA", &["United Republic of Tanzania", "Tanzania, United Republic of"]),
    ("UKR", &["Україна"]),
    ("USA", &["US", "U.S.", "USA", "U.S.A.", "United States of America", "America", "EE. UU.", "EE.UU.", "EEUU", "EUA", "Estados Unidos de América", "États-Unis d’Amérique"]),
    ("XKX", &["Kosova"]),
];

/// The other names of a country, from its ISO 3166-1 code.
pub fn of_country(iso3: &str) -> &'static [&'static str] {
    OTHER_NAMES
        .binary_search_by(|(code, _)| (*code).cmp(iso3))
        .map_or(&[], |at| OTHER_NAMES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country_names::COUNTRIES;
    use domain::text::slugify;

    #[test]
    fn every_country_is_found_and_known_and_no_name_stands_for_two() {
        let mut names: Vec<(String, &str)> = COUNTRIES
            .iter()
            .flat_map(|(slug, code, es, fr)| {
                [(*slug).to_owned(), slugify(es), slugify(fr)].map(|name| (name, *code))
            })
            .collect();
        for (code, others) in OTHER_NAMES {
            assert!(
                COUNTRIES.iter().any(|(_, known, ..)| known == code),
                "{code}"
            );
            assert_eq!(of_country(code), *others);
            names.extend(others.iter().map(|name| (slugify(name), *code)));
        }
        names.retain(|(name, _)| !name.is_empty());
        names.sort();
        for pair in names.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1, "{pair:?}");
        }
        assert!(of_country("ZZZ").is_empty());
    }
}
