//! The pages of policy areas.

super::messages! {
    lead(total: &str) {
        "OGP’s Support Unit tags every commitment. One commitment may carry several tags, so the counts add up to more than {total}.",
        "La Unidad de Apoyo de la OGP asigna etiquetas a cada compromiso. Un mismo compromiso puede llevar varias, por lo que la suma de los recuentos supera los {total}.",
        "L’Unité de soutien de l’OGP attribue des étiquettes à chaque engagement. Un même engagement peut en porter plusieurs\u{202f}; la somme des nombres dépasse donc {total}.",
    }
    former_tags {
        "Tags that older commitments carry and that are not, or no longer, in OGP’s list. Newer commitments do not have them, so their counts end.",
        "Etiquetas de compromisos antiguos que no figuran, o ya no figuran, en la lista de la OGP. Los compromisos más recientes no las llevan, por lo que sus recuentos se interrumpen.",
        "Étiquettes d’engagements anciens qui ne figurent pas, ou plus, dans la liste de l’OGP. Les engagements plus récents ne les portent pas\u{202f}; leur décompte s’arrête donc.",
    }
    /// Of how many commitments, from how many members.
    promised(commitments: &str, members: &str) {
        "{commitments} from {members}.",
        "{commitments} de {members}.",
        "{commitments} de {members}.",
    }
    ogp_description { "OGP’s own description", "Descripción de la propia OGP", "Description donnée par l’OGP" }
    about_tag { "About this tag", "Acerca de esta etiqueta", "À propos de cette étiquette" }
    newest { "From the newest plans", "De los planes más recientes", "Issus des plans les plus récents" }
    who { "Who promised", "Quiénes se comprometieron", "Qui s’est engagé" }
    related { "Often tagged together", "Etiquetas que suelen aparecer juntas", "Étiquettes souvent associées" }
    related_means {
        "Other tags of these commitments, and how many carry both.",
        "Otras etiquetas de estos compromisos y cuántos llevan ambas.",
        "Autres étiquettes de ces engagements, et nombre d’engagements portant les deux.",
    }
    parts { "Its parts", "Subáreas", "Sous-domaines" }
    parts_of(area: &str) { "Parts of {area}", "Subáreas: {area}", "Sous-domaines\u{202f}: {area}" }
    area { "Area", "Área", "Domaine" }
    what_it_covers { "What it covers", "Qué abarca", "Ce qu’il couvre" }
}

super::plurals! {
    all_with_filters(n) {
        "All {n} commitment, with filters" | "All {n} commitments, with filters",
        "Ver {n} compromiso, con filtros" | "Ver los {n} compromisos, con filtros",
        "Voir {n} engagement, avec des filtres" | "Voir les {n} engagements, avec des filtres",
    }
}
