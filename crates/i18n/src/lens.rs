//! Lenses, and how much of OGP's commitments the record covers.

use super::Lang;
use domain::Lens;

/// How many commitments a lens shows, for example `28 digital commitments`.
pub fn counted(lang: Lang, lens: Lens, n: usize) -> String {
    match lens {
        Lens::Digital => digital_commitments(lang, n),
        Lens::DigitalAndOpenData => digital_and_open_data_commitments(lang, n),
        Lens::DigitalGovernance => digital_governance_commitments(lang, n),
        Lens::All => all_commitments(lang, n),
    }
}

/// All commitments of a lens, which figures are counted from: `977 digital commitments`.
pub fn whole(lang: Lang, lens: Lens, n: usize) -> String {
    match lens {
        Lens::All => on_any_subject(lang, n),
        _ => counted(lang, lens, n),
    }
}

/// The noun for a number of commitments of a lens: `digital commitments`.
pub fn noun(lang: Lang, lens: Lens, n: usize) -> String {
    match lens {
        Lens::Digital => digital_noun(lang, n),
        Lens::DigitalAndOpenData => digital_and_open_data_noun(lang, n),
        Lens::DigitalGovernance => digital_governance_noun(lang, n),
        Lens::All => on_any_subject_noun(lang, n),
    }
}

/// Says that a lens shows none.
pub fn none(lang: Lang, lens: Lens) -> &'static str {
    match lens {
        Lens::Digital => no_digital(lang),
        Lens::DigitalAndOpenData => no_digital_or_open_data(lang),
        Lens::DigitalGovernance => no_digital_governance(lang),
        Lens::All => no_commitments(lang),
    }
}

super::messages! {
    no_digital { "No digital commitments in our data.", "Ningún compromiso digital en nuestros datos.", "Aucun engagement numérique dans nos données." }
    no_digital_or_open_data {
        "No commitments on digital matters and open data in our data.",
        "Ningún compromiso sobre temas digitales y datos abiertos en nuestros datos.",
        "Aucun engagement sur le numérique et les données ouvertes dans nos données.",
    }
    no_digital_governance {
        "No commitments tagged Digital Governance in our data.",
        "Ningún compromiso etiquetado como Gobernanza digital en nuestros datos.",
        "Aucun engagement classé sous Gouvernance numérique dans nos données.",
    }
    no_commitments { "No commitments in our data.", "Ningún compromiso en nuestros datos.", "Aucun engagement dans nos données." }
    choose { "Which commitments we count", "Qué compromisos se cuentan", "Quels engagements sont comptés" }
    showing { "Showing:", "Se muestran:", "Affichage\u{202f}:" }
    /// Which set the figures of a page are counted from.
    counted_from(set: &str) { "Counted from: {set}.", "Se cuenta a partir de: {set}.", "Décompte effectué sur\u{202f}: {set}." }
    /// A set of commitments of a part of the record, for example of a member: `11 digital commitments in our data`.
    in_our_data(set: &str) { "{set} in our data", "{set} en nuestros datos", "{set} dans nos données" }
    /// Links to the same page with another set.
    count_digital { "Count only digital commitments", "Contar solo los compromisos digitales", "Ne compter que les engagements numériques" }
    count_all { "Count all commitments, on any subject", "Contar todos los compromisos, sobre cualquier tema", "Compter tous les engagements, quel que soit le thème" }
    sources_and_dates { "Sources and dates", "Fuentes y fechas", "Sources et dates" }
    how_much { "What we cover", "Qué abarcamos", "Ce que nous couvrons" }
    definitions { "What “digital” means here", "Qué significa aquí «digital»", "Ce que «\u{202f}numérique\u{202f}» veut dire ici" }
    explained {
        "The overview and the page of each member start with digital commitments. The list of commitments, the list of members, the policy areas and the charts start with all commitments. Each of them says which set it counts. On all but the policy areas you can choose another.",
        "La portada y la página de cada miembro empiezan por los compromisos digitales. La lista de compromisos, la de miembros, las áreas de política y los gráficos empiezan por todos los compromisos. Cada una dice qué conjunto cuenta. En todas, salvo en las áreas de política, se puede elegir otro.",
        "L’accueil et la page de chaque membre commencent par les engagements numériques. La liste des engagements, celle des membres, les domaines politiques et les graphiques commencent par tous les engagements. Chacune dit quel ensemble elle compte. Partout, sauf sur les domaines politiques, vous pouvez en choisir un autre.",
    }
    digital {
        "Our own set: OGP’s tag Digital Governance with its five parts, and four related tags (Digital Transformation, E-Government, Digital Participation, Science & Technology).",
        "Nuestro propio conjunto: la etiqueta Gobernanza digital de la OGP con sus cinco partes y cuatro etiquetas afines (Transformación digital, Gobierno electrónico, Participación digital, Ciencia y tecnología).",
        "Notre propre ensemble\u{202f}: l’étiquette Gouvernance numérique de l’OGP avec ses cinq parties, et quatre étiquettes voisines (Transformation numérique, Administration électronique, Participation numérique, Science et technologie).",
    }
    digital_and_open_data {
        "The same with Open Data, a tag that is older and given much more often.",
        "Lo mismo, más Datos abiertos, una etiqueta más antigua y mucho más frecuente.",
        "Le même, avec Données ouvertes, une étiquette plus ancienne et bien plus fréquente.",
    }
    digital_governance {
        "OGP’s tag Digital Governance with its five parts, in the strict sense.",
        "La etiqueta Gobernanza digital de la OGP con sus cinco partes, en sentido estricto.",
        "L’étiquette Gouvernance numérique de l’OGP avec ses cinq parties, au sens strict.",
    }
    all { "Every commitment in our data.", "Todos los compromisos de nuestros datos.", "Tous les engagements de nos données." }
}

super::plurals! {
    digital_commitments(n) {
        "{n} digital commitment" | "{n} digital commitments",
        "{n} compromiso digital" | "{n} compromisos digitales",
        "{n} engagement numérique" | "{n} engagements numériques",
    }
    digital_and_open_data_commitments(n) {
        "{n} commitment on digital matters and open data" | "{n} commitments on digital matters and open data",
        "{n} compromiso sobre temas digitales y datos abiertos" | "{n} compromisos sobre temas digitales y datos abiertos",
        "{n} engagement sur le numérique et les données ouvertes" | "{n} engagements sur le numérique et les données ouvertes",
    }
    digital_governance_commitments(n) {
        "{n} commitment tagged Digital Governance" | "{n} commitments tagged Digital Governance",
        "{n} compromiso etiquetado como Gobernanza digital" | "{n} compromisos etiquetados como Gobernanza digital",
        "{n} engagement classé sous Gouvernance numérique" | "{n} engagements classés sous Gouvernance numérique",
    }
    all_commitments(n) {
        "{n} commitment" | "{n} commitments",
        "{n} compromiso" | "{n} compromisos",
        "{n} engagement" | "{n} engagements",
    }
    on_any_subject(n) {
        "{n} commitment, on any subject" | "all {n} commitments, on any subject",
        "{n} compromiso, sobre cualquier tema" | "los {n} compromisos, sobre cualquier tema",
        "{n} engagement, quel que soit le thème" | "les {n} engagements, quel que soit le thème",
    }
    digital_noun(n) {
        "digital commitment" | "digital commitments",
        "compromiso digital" | "compromisos digitales",
        "engagement numérique" | "engagements numériques",
    }
    digital_and_open_data_noun(n) {
        "commitment on digital matters and open data" | "commitments on digital matters and open data",
        "compromiso sobre temas digitales y datos abiertos" | "compromisos sobre temas digitales y datos abiertos",
        "engagement sur le numérique et les données ouvertes" | "engagements sur le numérique et les données ouvertes",
    }
    digital_governance_noun(n) {
        "commitment tagged Digital Governance" | "commitments tagged Digital Governance",
        "compromiso etiquetado como Gobernanza digital" | "compromisos etiquetados como Gobernanza digital",
        "engagement classé sous Gouvernance numérique" | "engagements classés sous Gouvernance numérique",
    }
    on_any_subject_noun(n) {
        "commitment on any subject" | "commitments on any subject",
        "compromiso sobre cualquier tema" | "compromisos sobre cualquier tema",
        "engagement, tous thèmes confondus" | "engagements, tous thèmes confondus",
    }
    coverage(n, digital: &str) {
        "We hold {n} of OGP’s several thousand commitments, {digital} of them digital. Our newest dated source is from July 2024; other sources are undated."
            | "We hold {n} of OGP’s several thousand commitments, {digital} of them digital. Our newest dated source is from July 2024; other sources are undated.",
        "Tenemos {n} de los varios miles de compromisos de la OGP, de ellos {digital} digitales. Nuestra fuente fechada más reciente es de julio de 2024; otras no tienen fecha."
            | "Tenemos {n} de los varios miles de compromisos de la OGP, de ellos {digital} digitales. Nuestra fuente fechada más reciente es de julio de 2024; otras no tienen fecha.",
        "Nous avons recensé {n} des milliers d’engagements pris dans le cadre de l’OGP, dont {digital} numériques. Notre source datée la plus récente est de juillet 2024\u{202f}; d’autres ne sont pas datées."
            | "Nous avons recensé {n} des milliers d’engagements pris dans le cadre de l’OGP, dont {digital} numériques. Notre source datée la plus récente est de juillet 2024\u{202f}; d’autres ne sont pas datées.",
    }
}
