//! The names of countries in Spanish and French: members of OGP, past and present, and neighbours of
//! theirs whose localities may be members; and the other names under which files know them.

mod demonyms;
mod others;

pub use demonyms::demonyms;
pub use others::{capitals, names_in_other_scripts, region_names};

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::slugify;

/// Each country: its English name as in addresses, its ISO 3166-1 code (`XKX` for Kosovo), its short
/// name in Spanish and in French, as CLDR has them. Four differ: Cabo Verde and Timor-Leste ask for these
/// names in every language, the Republic of Korea is named as OGP names it, and `Rumania` is what Latin
/// America writes.
#[rustfmt::skip]
pub const COUNTRIES: &[(&str, &str, &str, &str)] = &[
    ("afghanistan", "AFG", "Afganistán", "Afghanistan"),
    ("albania", "ALB", "Albania", "Albanie"),
    ("argentina", "ARG", "Argentina", "Argentine"),
    ("armenia", "ARM", "Armenia", "Arménie"),
    ("australia", "AUS", "Australia", "Australie"),
    ("austria", "AUT", "Austria", "Autriche"),
    ("azerbaijan", "AZE", "Azerbaiyán", "Azerbaïdjan"),
    ("bangladesh", "BGD", "Bangladés", "Bangladesh"),
    ("belgium", "BEL", "Bélgica", "Belgique"),
    ("benin", "BEN", "Benín", "Bénin"),
    ("bolivia", "BOL", "Bolivia", "Bolivie"),
    ("bosnia-and-herzegovina", "BIH", "Bosnia y Herzegovina", "Bosnie-Herzégovine"),
    ("brazil", "BRA", "Brasil", "Brésil"),
    ("bulgaria", "BGR", "Bulgaria", "Bulgarie"),
    ("burkina-faso", "BFA", "Burkina Faso", "Burkina Faso"),
    ("cabo-verde", "CPV", "Cabo Verde", "Cabo Verde"),
    ("cameroon", "CMR", "Camerún", "Cameroun"),
    ("canada", "CAN", "Canadá", "Canada"),
    ("chile", "CHL", "Chile", "Chili"),
    ("colombia", "COL", "Colombia", "Colombie"),
    ("costa-rica", "CRI", "Costa Rica", "Costa Rica"),
    ("cote-d-ivoire", "CIV", "Côte d’Ivoire", "Côte d’Ivoire"),
    ("croatia", "HRV", "Croacia", "Croatie"),
    ("czech-republic", "CZE", "Chequia", "Tchéquie"),
    ("denmark", "DNK", "Dinamarca", "Danemark"),
    ("dominican-republic", "DOM", "República Dominicana", "République dominicaine"),
    ("ecuador", "ECU", "Ecuador", "Équateur"),
    ("el-salvador", "SLV", "El Salvador", "Salvador"),
    ("estonia", "EST", "Estonia", "Estonie"),
    ("ethiopia", "ETH", "Etiopía", "Éthiopie"),
    ("finland", "FIN", "Finlandia", "Finlande"),
    ("france", "FRA", "Francia", "France"),
    ("gambia", "GMB", "Gambia", "Gambie"),
    ("georgia", "GEO", "Georgia", "Géorgie"),
    ("germany", "DEU", "Alemania", "Allemagne"),
    ("ghana", "GHA", "Ghana", "Ghana"),
    ("greece", "GRC", "Grecia", "Grèce"),
    ("guatemala", "GTM", "Guatemala", "Guatemala"),
    ("guyana", "GUY", "Guyana", "Guyana"),
    ("honduras", "HND", "Honduras", "Honduras"),
    ("hungary", "HUN", "Hungría", "Hongrie"),
    ("india", "IND", "India", "Inde"),
    ("indonesia", "IDN", "Indonesia", "Indonésie"),
    ("iraq", "IRQ", "Irak", "Irak"),
    ("ireland", "IRL", "Irlanda", "Irlande"),
    ("israel", "ISR", "Israel", "Israël"),
    ("italy", "ITA", "Italia", "Italie"),
    ("jamaica", "JAM", "Jamaica", "Jamaïque"),
    ("japan", "JPN", "Japón", "Japon"),
    ("jordan", "JOR", "Jordania", "Jordanie"),
    ("kazakhstan", "KAZ", "Kazajistán", "Kazakhstan"),
    ("kenya", "KEN", "Kenia", "Kenya"),
    ("kosovo", "XKX", "Kosovo", "Kosovo"),
    ("kyrgyz-republic", "KGZ", "Kirguistán", "Kirghizstan"),
    ("latvia", "LVA", "Letonia", "Lettonie"),
    ("lebanon", "LBN", "Líbano", "Liban"),
    ("liberia", "LBR", "Liberia", "Liberia"),
    ("lithuania", "LTU", "Lituania", "Lituanie"),
    ("luxembourg", "LUX", "Luxemburgo", "Luxembourg"),
    ("madagascar", "MDG", "Madagascar", "Madagascar"),
    ("malawi", "MWI", "Malaui", "Malawi"),
    ("malaysia", "MYS", "Malasia", "Malaisie"),
    ("maldives", "MDV", "Maldivas", "Maldives"),
    ("mali", "MLI", "Mali", "Mali"),
    ("malta", "MLT", "Malta", "Malte"),
    ("mexico", "MEX", "México", "Mexique"),
    ("moldova", "MDA", "Moldavia", "Moldavie"),
    ("mongolia", "MNG", "Mongolia", "Mongolie"),
    ("montenegro", "MNE", "Montenegro", "Monténégro"),
    ("morocco", "MAR", "Marruecos", "Maroc"),
    ("mozambique", "MOZ", "Mozambique", "Mozambique"),
    ("nepal", "NPL", "Nepal", "Népal"),
    ("netherlands", "NLD", "Países Bajos", "Pays-Bas"),
    ("new-zealand", "NZL", "Nueva Zelanda", "Nouvelle-Zélande"),
    ("nigeria", "NGA", "Nigeria", "Nigeria"),
    ("north-macedonia", "MKD", "Macedonia del Norte", "Macédoine du Nord"),
    ("norway", "NOR", "Noruega", "Norvège"),
    ("pakistan", "PAK", "Pakistán", "Pakistan"),
    ("panama", "PAN", "Panamá", "Panama"),
    ("papua-new-guinea", "PNG", "Papúa Nueva Guinea", "Papouasie-Nouvelle-Guinée"),
    ("paraguay", "PRY", "Paraguay", "Paraguay"),
    ("peru", "PER", "Perú", "Pérou"),
    ("philippines", "PHL", "Filipinas", "Philippines"),
    ("poland", "POL", "Polonia", "Pologne"),
    ("portugal", "PRT", "Portugal", "Portugal"),
    ("republic-of-korea", "KOR", "República de Corea", "République de Corée"),
    ("romania", "ROU", "Rumania", "Roumanie"),
    ("russia", "RUS", "Rusia", "Russie"),
    ("rwanda", "RWA", "Ruanda", "Rwanda"),
    ("senegal", "SEN", "Senegal", "Sénégal"),
    ("serbia", "SRB", "Serbia", "Serbie"),
    ("seychelles", "SYC", "Seychelles", "Seychelles"),
    ("sierra-leone", "SLE", "Sierra Leona", "Sierra Leone"),
    ("slovak-republic", "SVK", "Eslovaquia", "Slovaquie"),
    ("slovenia", "SVN", "Eslovenia", "Slovénie"),
    ("somalia", "SOM", "Somalia", "Somalie"),
    ("south-africa", "ZAF", "Sudáfrica", "Afrique du Sud"),
    ("spain", "ESP", "España", "Espagne"),
    ("sri-lanka", "LKA", "Sri Lanka", "Sri Lanka"),
    ("sweden", "SWE", "Suecia", "Suède"),
    ("switzerland", "CHE", "Suiza", "Suisse"),
    ("tanzania", "TZA", "Tanzania", "Tanzanie"),
    ("thailand", "THA", "Tailandia", "Thaïlande"),
    ("timor-leste", "TLS", "Timor-Leste", "Timor-Leste"),
    ("togo", "TGO", "Togo", "Togo"),
    ("trinidad-and-tobago", "TTO", "Trinidad y Tobago", "Trinité-et-Tobago"),
    ("tunisia", "TUN", "Túnez", "Tunisie"),
    ("turkey", "TUR", "Turquía", "Turquie"),
    ("uganda", "UGA", "Uganda", "Ouganda"),
    ("ukraine", "UKR", "Ucrania", "Ukraine"),
    ("united-kingdom", "GBR", "Reino Unido", "Royaume-Uni"),
    ("united-states", "USA", "Estados Unidos", "États-Unis"),
    ("uruguay", "URY", "Uruguay", "Uruguay"),
    ("zambia", "ZMB", "Zambia", "Zambie"),
];

/// Places that other languages call otherwise; by what stands before the country in OGP's name.
#[rustfmt::skip]
pub const PLACES: &[(&str, &str, &str)] = &[
    ("basque-country", "País Vasco", "Pays basque"),
    ("catalonia", "Cataluña", "Catalogne"),
    ("kamianets-podilskiy", "Kamianets-Podilskyi", "Kamianets-Podilskyï"),
    ("kaduna-state", "Estado de Kaduna", "État de Kaduna"),
    ("scotland", "Escocia", "Écosse"),
    ("north-santander", "Norte de Santander", "Norte de Santander"),
    ("northern-ireland", "Irlanda del Norte", "Irlande du Nord"),
    ("mexico-city", "Ciudad de México", "Mexico"),
    ("nuevo-leon-state", "Nuevo León", "Nuevo León"),
    ("paris", "París", "Paris"),
    ("seoul", "Seúl", "Séoul"),
    ("south-cotabato", "Cotabato del Sur", "Cotabato du Sud"),
    ("state-of-goias", "Estado de Goiás", "État de Goiás"),
    ("tbilisi", "Tiflis", "Tbilissi"),
];

/// Other names in use, by the country's name in addresses: short, long, former, by other style guides,
/// abbreviations, and what it is called at home. For reading what somebody wrote, never for showing.
#[rustfmt::skip]
const ALIASES: &[(&str, &[&str])] = &[
    ("albania", &["Shqipëria"]),
    ("afghanistan", &["افغانستان"]),
    ("armenia", &["Hayastan", "Республика Армения", "Հայաստան"]),
    ("austria", &["Österreich"]),
    ("azerbaijan", &["Azərbaycan"]),
    ("belgium", &["België"]),
    ("bolivia", &["Plurinational State of Bolivia", "Bolivia (Plurinational State of)"]),
    ("bosnia-and-herzegovina", &["Bosnia", "Bosnia Herzegovina", "Bosnia & Herzegovina", "BiH", "Bosnia-Herzegovina", "Bosna i Hercegovina", "Bosnie"]),
    ("brazil", &["Brasil"]),
    ("bulgaria", &["България"]),
    ("cabo-verde", &["Cape Verde", "Cap-Vert", "Republic of Cabo Verde"]),
    ("cote-d-ivoire", &["Ivory Coast", "Cote dIvoire", "Costa de Marfil", "Republic of Côte d'Ivoire"]),
    ("croatia", &["Hrvatska"]),
    ("czech-republic", &["Czechia", "República Checa", "République tchèque", "Czech Rep.", "Česko", "Česká republika"]),
    ("denmark", &["Danmark"]),
    ("dominican-republic", &["Dominican Rep.", "The Dominican Republic", "Rep. Dominicana", "RD"]),
    ("estonia", &["Eesti"]),
    ("finland", &["Suomi"]),
    ("gambia", &["The Gambia", "Gambia, The", "Republic of The Gambia", "La Gambie", "La Gambia"]),
    ("georgia", &["Sakartvelo", "საქართველო"]),
    ("germany", &["Federal Republic of Germany", "Deutschland"]),
    ("greece", &["Hellas", "Hellenic Republic", "Ελλάδα"]),
    ("hungary", &["Magyarország"]),
    ("ireland", &["Éire", "Republic of Ireland"]),
    ("japan", &["Nippon", "日本"]),
    ("jordan", &["الأردن"]),
    ("kazakhstan", &["Kazajstán"]),
    ("kenya", &["Republic of Kenya"]),
    ("kosovo", &["Kosova"]),
    ("kyrgyz-republic", &["Kyrgyzstan", "Kirghizistan", "Kyrgyzistan", "République kirghize", "República Kirguisa", "Kirgizstan", "Kirgizistán", "Kirghizie", "Кыргызстан"]),
    ("latvia", &["Latvija"]),
    ("lithuania", &["Lietuva"]),
    ("malawi", &["Republic of Malawi"]),
    ("mexico", &["Méjico", "United Mexican States"]),
    ("moldova", &["Republic of Moldova", "Moldova, Republic of", "République de Moldova", "República de Moldova"]),
    ("montenegro", &["Crna Gora"]),
    ("morocco", &["المغرب"]),
    ("netherlands", &["The Netherlands", "Holland", "Holanda", "Kingdom of the Netherlands", "Netherlands, The", "Hollande", "Nederland", "Los Países Bajos"]),
    ("new-zealand", &["Nueva Zelandia", "Aotearoa New Zealand", "Aotearoa"]),
    ("nigeria", &["Federal Republic of Nigeria"]),
    ("north-macedonia", &["Macedonia", "FYR Macedonia", "FYROM", "Republic of North Macedonia", "The former Yugoslav Republic of Macedonia", "Macédoine", "Republic of Macedonia", "Former Yugoslav Republic of Macedonia", "Severna Makedonija"]),
    ("norway", &["Norge"]),
    ("papua-new-guinea", &["PNG"]),
    ("philippines", &["The Philippines", "Republic of the Philippines", "Pilipinas", "Las Filipinas"]),
    ("poland", &["Polska"]),
    ("republic-of-korea", &["South Korea", "Korea", "Korea, Republic of", "Korea (Republic of)", "Korea, South", "Korea, Rep.", "Rep. of Korea", "ROK", "Corea del Sur", "Corée du Sud", "Corea", "Corée", "한국", "대한민국"]),
    ("romania", &["Rumanía"]),
    ("russia", &["Russian Federation", "Federación de Rusia", "Fédération de Russie"]),
    ("serbia", &["Srbija"]),
    ("slovak-republic", &["Slovakia", "República Eslovaca", "République slovaque", "Slovensko"]),
    ("slovenia", &["Slovenija"]),
    ("south-africa", &["RSA", "Republic of South Africa", "Suráfrica"]),
    ("sweden", &["Sverige"]),
    ("switzerland", &["Schweiz", "Svizzera"]),
    ("tanzania", &["United Republic of Tanzania", "Tanzania, United Republic of", "Tanzania (United Republic of)"]),
    ("timor-leste", &["East Timor", "Timor Oriental"]),
    ("trinidad-and-tobago", &["Trinidad & Tobago", "Trinidad", "Trinidad y Tabago"]),
    ("tunisia", &["تونس"]),
    ("turkey", &["Türkiye", "Republic of Türkiye"]),
    ("ukraine", &["Україна"]),
    ("united-kingdom", &["Northern Ireland", "Irlanda del Norte", "Irlande du Nord", "England", "Inglaterra", "Angleterre", "Wales", "Gales", "GBR", "UK", "U.K.", "Great Britain", "Britain", "GB", "United Kingdom of Great Britain and Northern Ireland", "The United Kingdom", "Gran Bretaña", "Grande-Bretagne", "RU"]),
    ("united-states", &["USA", "US", "U.S.", "U.S.A.", "United States of America", "The United States", "EE. UU.", "EEUU", "EUA", "Estados Unidos de América", "États-Unis d'Amérique", "Etats-Unis", "America", "EE.UU.", "États-Unis d’Amérique"]),
];

/// The other names of a country, from its ISO 3166-1 code.
pub fn other_names(iso3: &str) -> &'static [&'static str] {
    let slug = COUNTRIES.iter().find(|(_, code, ..)| *code == iso3);
    let found = slug.and_then(|(slug, ..)| ALIASES.iter().find(|(of, _)| of == slug));
    found.map_or(&[], |(_, names)| names)
}

/// Countries by the slug of any of their names.
static BY_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for (slug, ..) in COUNTRIES {
        by_name.insert((*slug).to_owned(), *slug);
    }
    let translated = COUNTRIES
        .iter()
        .flat_map(|(slug, _, spanish, french)| [(*slug, *spanish), (*slug, *french)]);
    let also = ALIASES
        .iter()
        .flat_map(|(slug, names)| names.iter().map(move |name| (*slug, *name)));
    for (slug, name) in translated.chain(also) {
        // Names in other scripts have no slug.
        let name = slugify(name);
        if !name.is_empty() {
            by_name.entry(name).or_insert(slug);
        }
    }
    by_name
});

/// The slug of the country with a name of this slug, in whichever language.
pub fn find(slug: &str) -> Option<&'static str> {
    BY_NAME.get(slug).copied()
}

/// The ways in which the slug of a member's name may have been written in English: a country by any of
/// its names; a place with its country, in the order of `Austin, United States` or of
/// `Austin (Estados Unidos)`.
pub fn member_slugs(name: &str) -> Vec<String> {
    let slug = slugify(name);
    let mut found: Vec<String> = find(&slug).map(str::to_owned).into_iter().collect();
    let parts = name
        .rsplit_once(',')
        .or_else(|| name.trim_end_matches(')').rsplit_once('('));
    let places = |place: &str| -> Vec<String> {
        let slug = slugify(place);
        let translated = PLACES
            .iter()
            .filter(|(_, spanish, french)| [spanish, french].iter().any(|p| slugify(p) == slug));
        let translated = translated.map(|(english, ..)| (*english).to_owned());
        translated.chain([slug.clone()]).collect()
    };
    match parts {
        Some((place, country)) => {
            let country = slugify(country);
            let mut countries: Vec<&str> = find(&country).into_iter().collect();
            // OGP names the country otherwise in the name of Seoul.
            if countries == ["republic-of-korea"] {
                countries.push("south-korea");
            }
            for place in places(place) {
                found.extend(countries.iter().map(|country| format!("{place}-{country}")));
            }
        }
        None => found.extend(places(name)),
    }
    found.retain(|candidate| *candidate != slug);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_name_leads_to_one_country() {
        let known: HashSet<&str> = COUNTRIES.iter().map(|(slug, ..)| *slug).collect();
        for (slug, _, spanish, french) in COUNTRIES {
            for name in [spanish, french] {
                assert_eq!(find(&slugify(name)), Some(*slug), "{name}");
            }
        }
        for (slug, names) in ALIASES {
            assert!(known.contains(slug), "{slug}");
            for name in names.iter().filter(|name| !slugify(name).is_empty()) {
                assert_eq!(find(&slugify(name)), Some(*slug), "{name}");
            }
        }
    }

    #[test]
    fn a_member_is_found_by_its_name_in_each_language() {
        for (name, slug) in [
            ("UK", "united-kingdom"),
            ("South Korea", "republic-of-korea"),
            ("Corée du Sud", "republic-of-korea"),
            ("Czechia", "czech-republic"),
            ("The Gambia", "gambia"),
            ("Austin (Estados Unidos)", "austin-united-states"),
            ("Austin, USA", "austin-united-states"),
            ("Écosse (Royaume-Uni)", "scotland-united-kingdom"),
            ("Séoul (République de Corée)", "seoul-south-korea"),
            ("País Vasco", "basque-country"),
        ] {
            let found = member_slugs(name);
            assert!(found.iter().any(|f| f == slug), "{name}: {found:?}");
        }
        assert_eq!(member_slugs("Atlantis"), Vec::<String>::new());
    }
}
