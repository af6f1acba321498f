//! What a policy area's page tells besides its figures.

super::messages! {
    why { "Why it matters", "Por qué importa", "Pourquoi c’est important" }
    filters { "Filter these commitments by their ratings", "Filtrar estos compromisos por su calificación", "Filtrer ces engagements selon leur évaluation" }
    none { "No commitment matches these ratings.", "Ningún compromiso tiene estas calificaciones.", "Aucun engagement ne correspond à ces évaluations." }
    all_again { "Show all", "Mostrar todos", "Tout afficher" }
    guide { "From the guide", "De la guía", "Dans le guide" }
    to_network { "See the network", "Ver la red", "Voir le réseau" }
    resources { "Stories and resources", "Historias y recursos", "Récits et ressources" }
}

super::plurals! {
    all_resources(n) {
        "All {n} resource, with filters" | "All {n} resources, with filters",
        "Ver {n} recurso, con filtros" | "Ver los {n} recursos, con filtros",
        "Voir {n} ressource, avec filtres" | "Voir les {n} ressources, avec filtres",
    }
    n_found(n) {
        "{n} commitment" | "{n} commitments",
        "{n} compromiso" | "{n} compromisos",
        "{n} engagement" | "{n} engagements",
    }
    n_participants(n) {
        "{n} government or partner is named by the sources of an informal network: members, interested, invited, experts." | "{n} governments and partners are named by the sources of an informal network: members, interested, invited, experts.",
        "Las fuentes de una red informal mencionan a {n} gobierno o socio: integrantes, interesados, invitados y expertos." | "Las fuentes de una red informal mencionan a {n} gobiernos y socios: integrantes, interesados, invitados y expertos.",
        "Les sources d’un réseau informel nomment {n} gouvernement ou partenaire\u{202f}: membres, intéressés, invités et experts." | "Les sources d’un réseau informel nomment {n} gouvernements et partenaires\u{202f}: membres, intéressés, invités et experts.",
    }
}
