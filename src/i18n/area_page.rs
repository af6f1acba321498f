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
        "{n} government or partner works on it in an informal network." | "{n} governments and partners work on it in an informal network.",
        "{n} gobierno o socio trabaja en ello en una red informal." | "{n} gobiernos y socios trabajan en ello en una red informal.",
        "{n} gouvernement ou partenaire y travaille dans un réseau informel." | "{n} gouvernements et partenaires y travaillent dans un réseau informel.",
    }
}
