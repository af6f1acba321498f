//! The pages of policy areas.

super::messages! {
    /// The topics of OGP with what each consists of, on the page of all of them.
    topics_and_subtopics { "Topics and subtopics", "Temas y subtemas", "Thèmes et sous-thèmes" }
    lead(total: &str) {
        "OGP calls these topics policy areas: its Support Unit tags commitments with them. A commitment can have several tags, so these counts add up to more than {total}.",
        "La OGP llama a estos temas áreas de política: su Unidad de Apoyo los asigna a los compromisos como etiquetas. Un mismo compromiso puede llevar varias, por lo que la suma de los recuentos supera los {total}.",
        "L’OGP appelle ces thèmes des domaines politiques\u{202f}: son Unité de soutien les attribue aux engagements comme étiquettes. Un même engagement peut en porter plusieurs\u{202f}; la somme des nombres dépasse donc {total}.",
    }
    former_tags {
        "Tags that are not on OGP’s current list, or no longer are. Most are on older commitments only.",
        "Etiquetas que no figuran, o ya no figuran, en la lista actual de la OGP. La mayoría solo aparece en compromisos antiguos.",
        "Étiquettes qui ne figurent pas, ou plus, dans la liste actuelle de l’OGP. La plupart ne figurent que sur des engagements anciens.",
    }
    /// Of how many commitments, from how many members.
    promised(commitments: &str, members: &str) {
        "{commitments} from {members}.",
        "{commitments} de {members}.",
        "{commitments} de {members}.",
    }
    ogp_description { "OGP’s own description", "Descripción de la propia OGP", "Description donnée par l’OGP" }
    about_tag { "About this tag", "Acerca de esta etiqueta", "À propos de cette étiquette" }
    newest { "From the latest plans", "De los planes más recientes", "Issus des plans les plus récents" }
    who { "Who made these commitments", "Quiénes se comprometieron", "Qui s’est engagé" }
    related { "Related policy areas", "Áreas de política relacionadas", "Domaines politiques associés" }
    related_means {
        "Other tags on these commitments, and how many commitments have both.",
        "Otras etiquetas de estos compromisos y cuántos llevan ambas.",
        "Autres étiquettes de ces engagements, et nombre d’engagements portant les deux.",
    }
    parts { "Sub-areas", "Subáreas", "Sous-domaines" }
    parts_of(area: &str) { "Sub-areas of {area}", "Subáreas: {area}", "Sous-domaines\u{202f}: {area}" }
    area { "Area", "Área", "Domaine" }
    what_it_covers { "What it covers", "Qué abarca", "Ce qu’il couvre" }
}

super::plurals! {
    all_with_filters(n) {
        "Filter {n} commitment" | "Filter all {n} commitments",
        "Filtrar {n} compromiso" | "Filtrar los {n} compromisos",
        "Filtrer {n} engagement" | "Filtrer les {n} engagements",
    }
}
