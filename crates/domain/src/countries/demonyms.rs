//! What people, and things, of a country are called: for reading what somebody searches for.

/// By the country's name in addresses, in English, Spanish and French. Gender and number follow from the
/// forms of words (`domain::search`), so that one form of each is enough.
#[rustfmt::skip]
const DEMONYMS: &[(&str, &[&str])] = &[
    ("afghanistan", &["Afghan", "afgano"]),
    ("albania", &["Albanian", "albanés", "albanesa", "albanais"]),
    ("argentina", &["Argentine", "Argentinian", "argentino", "argentin"]),
    ("armenia", &["Armenian", "armenio", "arménien"]),
    ("australia", &["Australian", "australiano", "australien"]),
    ("austria", &["Austrian", "austriaco", "autrichien"]),
    ("azerbaijan", &["Azerbaijani", "Azeri", "azerbaiyano", "azerbaïdjanais"]),
    ("belgium", &["Belgian", "belga", "belge"]),
    ("bosnia-and-herzegovina", &["Bosnian", "bosnio", "bosnien"]),
    ("brazil", &["Brazilian", "brasileño", "brésilien", "brasileiro"]),
    ("bulgaria", &["Bulgarian", "búlgaro", "bulgare"]),
    ("burkina-faso", &["Burkinabe", "burkinabé", "Burkina"]),
    ("cabo-verde", &["Cape Verdean", "caboverdiano", "cap-verdien"]),
    ("canada", &["Canadian", "canadiense", "canadien"]),
    ("chile", &["Chilean", "chileno", "chilien"]),
    ("colombia", &["Colombian", "colombiano", "colombien"]),
    ("costa-rica", &["Costa Rican", "costarricense", "costaricien"]),
    ("cote-d-ivoire", &["Ivorian", "marfileño", "ivoirien"]),
    ("croatia", &["Croatian", "croata", "croate"]),
    ("czech-republic", &["Czech", "checo", "tchèque"]),
    ("denmark", &["Danish", "danés", "danesa", "danois"]),
    ("dominican-republic", &["Dominican", "dominicano", "dominicain"]),
    ("ecuador", &["Ecuadorian", "ecuatoriano", "équatorien"]),
    ("el-salvador", &["Salvadoran", "Salvadorean", "salvadoreño", "salvadorien"]),
    ("estonia", &["Estonian", "estonio", "estonien"]),
    ("finland", &["Finnish", "finlandés", "finlandesa", "finlandais"]),
    ("france", &["French", "francés", "francesa", "français"]),
    ("georgia", &["Georgian", "georgiano", "géorgien"]),
    ("germany", &["German", "alemán", "alemana", "allemand"]),
    ("ghana", &["Ghanaian", "ghanés", "ghanéen"]),
    ("greece", &["Greek", "griego", "grec", "grecque"]),
    ("guatemala", &["Guatemalan", "guatemalteco", "guatémaltèque"]),
    ("honduras", &["Honduran", "hondureño", "hondurien"]),
    ("hungary", &["Hungarian", "húngaro", "hongrois"]),
    ("indonesia", &["Indonesian", "indonesio", "indonésien"]),
    ("ireland", &["Irish", "irlandés", "irlandesa", "irlandais"]),
    ("israel", &["Israeli", "israelí", "israélien"]),
    ("italy", &["Italian", "italiano", "italien"]),
    ("jamaica", &["Jamaican", "jamaicano", "jamaïcain"]),
    ("jordan", &["Jordanian", "jordano", "jordanien"]),
    ("kenya", &["Kenyan", "keniano", "keniata", "kényan", "kenyan"]),
    ("kosovo", &["Kosovar", "Kosovan"]),
    ("kyrgyz-republic", &["Kyrgyz", "kirguís", "kirghize"]),
    ("latvia", &["Latvian", "letón", "letton"]),
    ("liberia", &["Liberian", "liberiano", "libérien"]),
    ("lithuania", &["Lithuanian", "lituano", "lituanien"]),
    ("luxembourg", &["Luxembourgish", "luxemburgués", "luxembourgeois"]),
    ("malawi", &["Malawian", "malauí", "malawien"]),
    ("maldives", &["Maldivian", "maldivo", "maldivien"]),
    ("malta", &["Maltese", "maltés", "maltais"]),
    ("mexico", &["Mexican", "mexicano", "mexicain"]),
    ("moldova", &["Moldovan", "moldavo", "moldave"]),
    ("mongolia", &["Mongolian", "mongol"]),
    ("montenegro", &["Montenegrin", "montenegrino", "monténégrin"]),
    ("morocco", &["Moroccan", "marroquí", "marocain"]),
    ("netherlands", &["Dutch", "neerlandés", "holandés", "néerlandais", "hollandais"]),
    ("new-zealand", &["New Zealander", "neozelandés", "néo-zélandais", "NZ", "Kiwi"]),
    ("nigeria", &["Nigerian", "nigeriano", "nigérian"]),
    ("north-macedonia", &["Macedonian", "macedonio", "macédonien"]),
    ("norway", &["Norwegian", "noruego", "norvégien"]),
    ("pakistan", &["Pakistani", "pakistaní", "pakistanais"]),
    ("panama", &["Panamanian", "panameño", "panaméen"]),
    ("papua-new-guinea", &["Papuan", "papú", "Papua"]),
    ("paraguay", &["Paraguayan", "paraguayo", "paraguayen"]),
    ("peru", &["Peruvian", "peruano", "péruvien"]),
    ("philippines", &["Filipino", "Philippine", "philippin"]),
    ("portugal", &["Portuguese", "portugués", "portuguesa", "portugais"]),
    ("republic-of-korea", &["Korean", "South Korean", "coreano", "surcoreano", "coréen", "sud-coréen"]),
    ("romania", &["Romanian", "rumano", "roumain"]),
    ("senegal", &["Senegalese", "senegalés", "sénégalais"]),
    ("serbia", &["Serbian", "serbio", "serbe"]),
    ("seychelles", &["Seychellois"]),
    ("sierra-leone", &["Sierra Leonean", "sierraleonés", "sierra-léonais"]),
    ("slovak-republic", &["Slovak", "Slovakian", "eslovaco", "slovaque"]),
    ("slovenia", &["Slovenian", "Slovene", "esloveno", "slovène"]),
    ("south-africa", &["South African", "sudafricano", "sud-africain"]),
    ("spain", &["Spanish", "español", "española", "espagnol"]),
    ("sri-lanka", &["Sri Lankan", "esrilanqués", "sri-lankais"]),
    ("sweden", &["Swedish", "sueco", "suédois"]),
    ("switzerland", &["Swiss", "suizo", "suisse"]),
    ("tanzania", &["Tanzanian", "tanzano", "tanzanien"]),
    ("trinidad-and-tobago", &["Trinidadian", "trinitense", "trinidadien", "Tobago"]),
    ("tunisia", &["Tunisian", "tunecino", "tunisien"]),
    ("turkey", &["Turkish", "turco", "turc", "turque"]),
    ("ukraine", &["Ukrainian", "ucraniano", "ukrainien"]),
    ("united-kingdom", &["British", "británico", "britannique"]),
    ("united-states", &["American", "estadounidense", "norteamericano", "américain", "états-unien"]),
    ("uruguay", &["Uruguayan", "uruguayo", "uruguayen"]),
    ("zambia", &["Zambian", "zambiano", "zambien"]),
];

/// The demonyms of a country, from its ISO 3166-1 code.
pub fn demonyms(iso3: &str) -> &'static [&'static str] {
    let slug = super::COUNTRIES.iter().find(|(_, code, ..)| *code == iso3);
    let found = slug.and_then(|(slug, ..)| DEMONYMS.iter().find(|(of, _)| of == slug));
    found.map_or(&[], |(_, names)| names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn every_demonym_is_that_of_one_country_that_there_is() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (slug, names) in DEMONYMS {
            assert!(
                super::super::COUNTRIES
                    .iter()
                    .any(|(known, ..)| known == slug),
                "{slug}"
            );
            for name in *names {
                let other = seen.insert(crate::text::fold(name), slug);
                assert!(
                    other.is_none_or(|other| other == *slug),
                    "{name}: {other:?}"
                );
            }
        }
        assert_eq!(demonyms("KOR").first(), Some(&"Korean"));
    }
}
