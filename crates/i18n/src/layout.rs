//! What every page has around it.

super::messages! {
    skip { "Skip to the content", "Saltar al contenido", "Aller au contenu" }
    nav_main { "Main", "Principal", "Principale" }
    nav_footer { "Footer", "Pie de página", "Pied de page" }
    commitments { "Commitments", "Compromisos", "Engagements" }
    members { "Members", "Miembros", "Membres" }
    areas { "Policy areas", "Áreas de política", "Domaines politiques" }
    charts { "Charts", "Gráficos", "Graphiques" }
    compare { "Compare", "Comparar", "Comparer" }
    challenge { "Challenge", "Desafío", "Défi" }
    guide { "Guide", "Guía", "Guide" }
    network { "Network", "Red", "Réseau" }
    resources { "Resources", "Recursos", "Ressources" }
    method { "Method", "Método", "Méthode" }
    data { "Data", "Datos", "Données" }
    changes { "Changes", "Cambios", "Modifications" }
    staff { "Staff", "Equipo", "Équipe" }
    search { "Search", "Buscar", "Rechercher" }
    search_commitments { "Search commitments", "Buscar compromisos", "Rechercher des engagements" }
    search_example { "Algorithms, open data …", "Algoritmos, datos abiertos…", "Algorithmes, données ouvertes…" }
    about {
        "A public record of what governments promised on digital governance through the Open Government Partnership, and how far each promise got. It is not an official site of the Partnership.",
        "Un registro público de lo que los gobiernos prometieron en materia de gobernanza digital en el marco de la Alianza para el Gobierno Abierto, y de hasta dónde llegó cada promesa. No es un sitio oficial de la Alianza.",
        "Un registre public de ce que les gouvernements ont promis en matière de gouvernance numérique dans le cadre du Partenariat pour un gouvernement ouvert, et de ce qu’il est advenu de chaque promesse. Ce n’est pas un site officiel du Partenariat.",
    }
    version(number: &str, date: &str) { "Data version {number}, {date}.", "Versión de los datos {number}, {date}.", "Version {number} des données, {date}." }
    version_undated(number: &str) { "Data version {number}.", "Versión de los datos {number}.", "Version {number} des données." }
    whose {
        "Ratings are the Independent Reporting Mechanism’s; policy tags are the OGP Support Unit’s.",
        "Las calificaciones son del Mecanismo de Revisión Independiente; las etiquetas temáticas, de la Unidad de Apoyo de la OGP.",
        "Les évaluations sont celles du Mécanisme d’évaluation indépendant\u{202f}; les étiquettes thématiques, celles de l’Unité de soutien de l’OGP.",
    }
    licence { "Program: MIT or Apache-2.0. Data: see ", "Programa: MIT o Apache-2.0. Datos: véase ", "Logiciel\u{202f}: MIT ou Apache-2.0. Données\u{202f}: voir " }
    where_from { "where each part comes from", "de dónde procede cada parte", "d’où vient chaque partie" }
    demonstration { "Demonstration data.", "Datos de demostración.", "Données de démonstration." }
    demonstration_means {
        "The commitments and ratings shown here are invented, so that every chart has something in it.",
        "Los compromisos y las calificaciones que se muestran aquí son inventados, para que ningún gráfico quede vacío.",
        "Les engagements et les évaluations présentés ici sont inventés, afin qu’aucun graphique ne reste vide.",
    }
    past { "Past state of the record", "Estado anterior del registro", "État antérieur du registre" }
    past_is(date: &str) { "The record as it was published on {date}.", "El registro tal como estaba publicado el {date}.", "Le registre tel qu’il était publié le {date}." }
    past_means {
        "It may have changed since. This address will keep showing this state.",
        "Puede haber cambiado desde entonces. Esta dirección seguirá mostrando este estado.",
        "Il a pu changer depuis. Cette adresse continuera d’afficher cet état.",
    }
    past_not_over {
        "That is not over yet, in universal time: what is published until then will show here too.",
        "Ese día aún no ha terminado, en tiempo universal: lo que se publique hasta entonces también aparecerá aquí.",
        "Ce jour n’est pas encore terminé, en temps universel\u{202f}: ce qui sera publié d’ici là apparaîtra ici aussi.",
    }
    cite_this { "Cite this:", "Cómo citar:", "Pour citer\u{202f}:" }
    citation(what: &str, version: &str, address: &str) {
        "OGP commitment tracker, “{what}”, {version}. {address}",
        "OGP commitment tracker, «{what}», {version}. {address}",
        "OGP commitment tracker, «\u{202f}{what}\u{202f}», {version}. {address}",
    }
    present { "See the record as it is now", "Ver el registro tal como está ahora", "Voir le registre tel qu’il est aujourd’hui" }
    breadcrumb { "Breadcrumb", "Ruta de navegación", "Fil d’Ariane" }
    language { "Language", "Idioma", "Langue" }
    as_of(date: &str) { " as of {date}", " al {date}", " au {date}" }
}

super::plurals! {
    n_commitments(n) {
        "{n} commitment" | "{n} commitments",
        "{n} compromiso" | "{n} compromisos",
        "{n} engagement" | "{n} engagements",
    }
    n_members(n) {
        "{n} member" | "{n} members",
        "{n} miembro" | "{n} miembros",
        "{n} membre" | "{n} membres",
    }
}
