//! What a policy area's page tells besides its figures.

super::messages! {
    why { "Why it matters", "Por qué importa", "Pourquoi c’est important" }
    filters { "Filter by rating", "Filtrar por calificación", "Filtrer par évaluation" }
    none { "No commitments have these ratings.", "Ningún compromiso tiene estas calificaciones.", "Aucun engagement ne correspond à ces évaluations." }
    all_again { "Show all", "Mostrar todos", "Tout afficher" }
    guide { "From the guide", "De la guía", "Dans le guide" }
    to_network { "See the network", "Ver la red", "Voir le réseau" }
    resources { "Stories and resources", "Historias y recursos", "Récits et ressources" }
}

super::plurals! {
    all_resources(n) {
        "Browse {n} resource" | "Browse all {n} resources",
        "Ver {n} recurso" | "Ver los {n} recursos",
        "Voir {n} ressource" | "Voir les {n} ressources",
    }
    n_found(n) {
        "{n} commitment" | "{n} commitments",
        "{n} compromiso" | "{n} compromisos",
        "{n} engagement" | "{n} engagements",
    }
    n_participants(n) {
        "Sources on an informal network name {n} government or partner as a member, interested, invited or an expert." | "Sources on an informal network name {n} governments and partners: as members, interested, invited or experts.",
        "Las fuentes de una red informal mencionan a {n} gobierno o socio: integrantes, interesados, invitados y expertos." | "Las fuentes de una red informal mencionan a {n} gobiernos y socios: integrantes, interesados, invitados y expertos.",
        "Les sources d’un réseau informel nomment {n} gouvernement ou partenaire\u{202f}: membres, intéressés, invités et experts." | "Les sources d’un réseau informel nomment {n} gouvernements et partenaires\u{202f}: membres, intéressés, invités et experts.",
    }
}
