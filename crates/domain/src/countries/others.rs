//! What countries, their capitals and regions are called beside their names: for reading what somebody
//! searches for.

use super::COUNTRIES;
use crate::Region;

/// Names in other scripts, by the country's name in addresses: in its own language where that has another
/// script, in Arabic and in Russian.
#[rustfmt::skip]
const IN_OTHER_SCRIPTS: &[(&str, &[&str])] = &[
    ("afghanistan", &["افغانستان", "أفغانستان", "Афганистан"]),
    ("albania", &["ألبانيا", "Албания"]),
    ("argentina", &["الأرجنتين", "Аргентина"]),
    ("armenia", &["Հայաստան", "أرمينيا", "Армения"]),
    ("australia", &["أستراليا", "Австралия"]),
    ("austria", &["النمسا", "Австрия"]),
    ("azerbaijan", &["أذربيجان", "Азербайджан"]),
    ("bosnia-and-herzegovina", &["Босна и Херцеговина", "البوسنة والهرسك", "Босния и Герцеговина", "Босния"]),
    ("brazil", &["البرازيل", "Бразилия"]),
    ("bulgaria", &["بلغاريا", "Болгария"]),
    ("burkina-faso", &["بوركينا فاسو", "Буркина-Фасо"]),
    ("cabo-verde", &["الرأس الأخضر", "Кабо-Верде"]),
    ("canada", &["كندا", "Канада"]),
    ("chile", &["تشيلي", "شيلي", "Чили"]),
    ("colombia", &["كولومبيا", "Колумбия"]),
    ("costa-rica", &["كوستاريكا", "Коста-Рика"]),
    ("cote-d-ivoire", &["ساحل العاج", "كوت ديفوار", "Кот-д’Ивуар"]),
    ("croatia", &["كرواتيا", "Хорватия"]),
    ("czech-republic", &["التشيك", "Чехия"]),
    ("denmark", &["الدنمارك", "Дания"]),
    ("dominican-republic", &["جمهورية الدومينيكان", "Доминиканская Республика"]),
    ("ecuador", &["الإكوادور", "Эквадор"]),
    ("el-salvador", &["السلفادور", "Сальвадор", "Эль-Сальвадор"]),
    ("estonia", &["إستونيا", "Эстония"]),
    ("finland", &["فنلندا", "Финляндия"]),
    ("france", &["فرنسا", "Франция"]),
    ("georgia", &["ქართული", "ქართველი", "جورجيا", "Грузия"]),
    ("germany", &["ألمانيا", "Германия"]),
    ("ghana", &["غانا", "Гана"]),
    ("greece", &["Ελλάς", "Ελληνική Δημοκρατία", "اليونان", "Греция"]),
    ("guatemala", &["غواتيمالا", "Гватемала"]),
    ("honduras", &["هندوراس", "Гондурас"]),
    ("indonesia", &["إندونيسيا", "Индонезия"]),
    ("ireland", &["أيرلندا", "Ирландия"]),
    ("israel", &["ישראל", "إسرائيل", "Израиль"]),
    ("italy", &["إيطاليا", "Италия"]),
    ("jamaica", &["جامايكا", "Ямайка"]),
    ("jordan", &["الأردن", "Иордания"]),
    ("kenya", &["كينيا", "Кения"]),
    ("kosovo", &["كوسوفو", "Косово"]),
    ("kyrgyz-republic", &["Кыргыз Республикасы", "قيرغيزستان", "Киргизия", "Киргизстан"]),
    ("latvia", &["لاتفيا", "Латвия"]),
    ("liberia", &["ليبيريا", "Либерия"]),
    ("lithuania", &["ليتوانيا", "Литва"]),
    ("luxembourg", &["لوكسمبورغ", "Люксембург"]),
    ("malawi", &["مالاوي", "Малави"]),
    ("malta", &["مالطا", "Мальта"]),
    ("mexico", &["المكسيك", "Мексика"]),
    ("moldova", &["مولدوفا", "Молдова", "Молдавия"]),
    ("mongolia", &["Монгол Улс", "Монгол", "منغوليا", "Монголия"]),
    ("montenegro", &["Црна Гора", "الجبل الأسود", "Черногория"]),
    ("morocco", &["ⵍⵎⵖⵔⵉⴱ", "المملكة المغربية", "Марокко"]),
    ("netherlands", &["هولندا", "Нидерланды", "Голландия"]),
    ("new-zealand", &["نيوزيلندا", "Новая Зеландия"]),
    ("nigeria", &["نيجيريا", "Нигерия"]),
    ("north-macedonia", &["Северна Македонија", "Македонија", "مقدونيا الشمالية", "مقدونيا", "Северная Македония", "Македония"]),
    ("norway", &["النرويج", "Норвегия"]),
    ("panama", &["بنما", "Панама"]),
    ("papua-new-guinea", &["بابوا غينيا الجديدة", "Папуа — Новая Гвинея", "Папуа Новая Гвинея"]),
    ("paraguay", &["باراغواي", "Парагвай"]),
    ("peru", &["بيرو", "Перу"]),
    ("philippines", &["الفلبين", "Филиппины"]),
    ("portugal", &["البرتغال", "Португалия"]),
    ("republic-of-korea", &["韩国", "韓国", "韓國", "كوريا الجنوبية", "كوريا", "Южная Корея", "Республика Корея", "Корея"]),
    ("romania", &["رومانيا", "Румыния"]),
    ("senegal", &["السنغال", "Сенегал"]),
    ("serbia", &["Србија", "صربيا", "Сербия"]),
    ("seychelles", &["سيشل", "Сейшелы", "Сейшельские Острова"]),
    ("sierra-leone", &["سيراليون", "Сьерра-Леоне"]),
    ("slovak-republic", &["سلوفاكيا", "Словакия"]),
    ("south-africa", &["جنوب أفريقيا", "جنوب إفريقيا", "Южная Африка", "ЮАР"]),
    ("spain", &["إسبانيا", "Испания"]),
    ("sri-lanka", &["ශ්‍රී ලංකා", "இலங்கை", "سريلانكا", "Шри-Ланка"]),
    ("sweden", &["السويد", "Швеция"]),
    ("tanzania", &["تنزانيا", "Танзания"]),
    ("trinidad-and-tobago", &["ترينيداد وتوباغو", "Тринидад и Тобаго"]),
    ("tunisia", &["الجمهورية التونسية", "تونس", "Тунис"]),
    ("turkey", &["تركيا", "Турция"]),
    ("ukraine", &["أوكرانيا", "Украина"]),
    ("united-kingdom", &["المملكة المتحدة", "بريطانيا", "Великобритания", "Соединённое Королевство", "Британия"]),
    ("united-states", &["الولايات المتحدة", "الولايات المتحدة الأمريكية", "أمريكا", "США", "Соединённые Штаты", "Америка"]),
    ("uruguay", &["أوروغواي", "Уругвай"]),
    ("zambia", &["زامبيا", "Замбия"]),
];

/// Capitals, by the country's name in addresses, as English, Spanish and French write them and in their own
/// script.
#[rustfmt::skip]
const CAPITALS: &[(&str, &[&str])] = &[
    ("afghanistan", &["Kabul", "Kaboul"]),
    ("albania", &["Tirana", "Tiranë"]),
    ("argentina", &["Buenos Aires"]),
    ("armenia", &["Yerevan", "Ereván", "Erevan", "Երևան"]),
    ("australia", &["Canberra"]),
    ("azerbaijan", &["Baku", "Bakú", "Bakou", "Bakı"]),
    ("bosnia-and-herzegovina", &["Sarajevo"]),
    ("brazil", &["Brasilia", "Brasília"]),
    ("bulgaria", &["Sofia", "Sofía", "София"]),
    ("burkina-faso", &["Ouagadougou", "Uagadugú"]),
    ("cabo-verde", &["Praia"]),
    ("canada", &["Ottawa"]),
    ("chile", &["Santiago", "Santiago de Chile"]),
    ("colombia", &["Bogota", "Bogotá"]),
    ("costa-rica", &["San José", "San Jose"]),
    ("cote-d-ivoire", &["Yamoussoukro", "Abidjan"]),
    ("croatia", &["Zagreb"]),
    ("czech-republic", &["Prague", "Praga", "Praha"]),
    ("denmark", &["Copenhagen", "Copenhague", "København"]),
    ("dominican-republic", &["Santo Domingo", "Saint-Domingue"]),
    ("ecuador", &["Quito"]),
    ("el-salvador", &["San Salvador"]),
    ("estonia", &["Tallinn", "Tallin"]),
    ("finland", &["Helsinki"]),
    ("france", &["Paris", "París"]),
    ("georgia", &["Tbilisi", "Tiflis", "Tbilissi", "თბილისი"]),
    ("germany", &["Berlin", "Berlín"]),
    ("ghana", &["Accra"]),
    ("greece", &["Athens", "Atenas", "Athènes", "Αθήνα"]),
    ("guatemala", &["Guatemala City", "Ciudad de Guatemala"]),
    ("honduras", &["Tegucigalpa"]),
    ("indonesia", &["Jakarta", "Yakarta", "Djakarta"]),
    ("ireland", &["Dublin", "Dublín"]),
    ("israel", &["Jerusalem", "Jerusalén", "Jérusalem", "ירושלים"]),
    ("italy", &["Rome", "Roma"]),
    ("jamaica", &["Kingston"]),
    ("jordan", &["Amman", "Amán", "عمان"]),
    ("kenya", &["Nairobi"]),
    ("kosovo", &["Pristina", "Prishtina", "Prishtinë"]),
    ("kyrgyz-republic", &["Bishkek", "Biskek", "Bichkek", "Бишкек"]),
    ("latvia", &["Riga", "Rīga"]),
    ("liberia", &["Monrovia"]),
    ("lithuania", &["Vilnius", "Vilna"]),
    ("luxembourg", &["Luxembourg City"]),
    ("malawi", &["Lilongwe", "Lilongüe"]),
    ("malta", &["Valletta", "La Valeta", "La Valette"]),
    ("mexico", &["Mexico City", "Ciudad de México", "CDMX"]),
    ("moldova", &["Chisinau", "Chișinău", "Kishinev"]),
    ("mongolia", &["Ulaanbaatar", "Ulan Bator", "Ulán Bator", "Oulan-Bator", "Улаанбаатар"]),
    ("montenegro", &["Podgorica", "Подгорица"]),
    ("morocco", &["Rabat", "الرباط"]),
    ("netherlands", &["Amsterdam", "The Hague", "La Haya", "La Haye", "Den Haag"]),
    ("new-zealand", &["Wellington"]),
    ("nigeria", &["Abuja"]),
    ("north-macedonia", &["Skopje", "Скопје"]),
    ("norway", &["Oslo"]),
    ("panama", &["Panama City", "Ciudad de Panamá"]),
    ("papua-new-guinea", &["Port Moresby"]),
    ("paraguay", &["Asuncion", "Asunción"]),
    ("peru", &["Lima"]),
    ("philippines", &["Manila", "Manille"]),
    ("portugal", &["Lisbon", "Lisboa", "Lisbonne"]),
    ("republic-of-korea", &["Seoul", "Seúl", "Séoul", "서울"]),
    ("romania", &["Bucharest", "Bucarest", "București"]),
    ("senegal", &["Dakar"]),
    ("serbia", &["Belgrade", "Belgrado", "Beograd", "Београд"]),
    ("seychelles", &["Victoria"]),
    ("sierra-leone", &["Freetown"]),
    ("slovak-republic", &["Bratislava"]),
    ("south-africa", &["Pretoria", "Cape Town"]),
    ("spain", &["Madrid"]),
    ("sri-lanka", &["Colombo"]),
    ("sweden", &["Stockholm", "Estocolmo"]),
    ("tanzania", &["Dodoma", "Dar es Salaam"]),
    ("trinidad-and-tobago", &["Port of Spain", "Puerto España"]),
    ("tunisia", &["Tunis", "Túnez"]),
    ("turkey", &["Ankara"]),
    ("ukraine", &["Kyiv", "Kiev", "Київ", "Киев"]),
    ("united-kingdom", &["London", "Londres"]),
    ("united-states", &["Washington", "Washington DC"]),
    ("uruguay", &["Montevideo"]),
    ("zambia", &["Lusaka"]),
];

/// The names of a country in other scripts, from its ISO 3166-1 code.
pub fn names_in_other_scripts(iso3: &str) -> &'static [&'static str] {
    of(IN_OTHER_SCRIPTS, iso3)
}

/// The names of a country's capital, from its ISO 3166-1 code.
pub fn capitals(iso3: &str) -> &'static [&'static str] {
    of(CAPITALS, iso3)
}

/// The names of a region beside its own.
pub fn region_names(region: Region) -> &'static [&'static str] {
    match region {
        Region::AfricaAndTheMiddleEast => &[
            "Africa",
            "África",
            "Afrique",
            "Africa and Middle East",
            "África y Medio Oriente",
            "Afrique et Moyen-Orient",
            "Middle East",
            "Medio Oriente",
            "Moyen-Orient",
            "أفريقيا",
            "African",
            "africano",
            "africain",
        ],
        Region::Americas => &[
            "The Americas",
            "Américas",
            "Amériques",
            "South America",
            "Sudamérica",
            "Suramérica",
            "América del Sur",
            "Amérique du Sud",
            "Central America",
            "Centroamérica",
            "América Central",
            "Amérique centrale",
            "Latin America",
            "América Latina",
            "Latinoamérica",
            "Amérique latine",
            "LAC",
            "Latin American",
            "latinoamericano",
            "latino-américain",
        ],
        Region::AsiaAndThePacific => &[
            "Asia",
            "Asie",
            "Asia Pacific",
            "Asia y el Pacífico",
            "Asie et Pacifique",
            "Asie-Pacifique",
            "Pacific",
            "آسيا",
            "Asian",
            "asiático",
            "asiatique",
        ],
        Region::Europe => &[
            "Europa",
            "Europe",
            "Европа",
            "أوروبا",
            "European",
            "europeo",
            "européen",
        ],
    }
}

fn of(
    table: &'static [(&'static str, &'static [&'static str])],
    iso3: &str,
) -> &'static [&'static str] {
    let slug = COUNTRIES.iter().find(|(_, code, ..)| *code == iso3);
    let found = slug.and_then(|(slug, ..)| table.iter().find(|(of, _)| of == slug));
    found.map_or(&[], |(_, names)| names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use std::collections::HashMap;

    #[test]
    fn every_name_is_that_of_one_country_that_there_is() {
        for table in [IN_OTHER_SCRIPTS, CAPITALS] {
            let mut seen: HashMap<String, &str> = HashMap::new();
            for (slug, names) in table {
                let is_known = COUNTRIES.iter().any(|(known, ..)| known == slug);
                assert!(is_known, "{slug}");
                for name in *names {
                    let other = seen.insert(fold(name), slug);
                    assert!(other.is_none_or(|other| other == *slug), "{name}");
                }
            }
        }
    }
}
