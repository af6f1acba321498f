//! Versions of the data.

super::messages! {
    heading { "Data versions", "Versiones de los datos", "Versions des données" }
    lead {
        "Each change makes a new version. Earlier versions keep their addresses, so that you can cite the data exactly as you used it.",
        "Cada cambio crea una versión nueva. Las anteriores conservan sus direcciones, para que pueda citar los datos exactamente como los usó.",
        "Chaque modification crée une nouvelle version. Les versions antérieures gardent leurs adresses, pour que vous puissiez citer les données exactement telles que vous les avez utilisées.",
    }
    caption { "Versions, newest first", "Versiones, la más reciente primero", "Versions, la plus récente d’abord" }
    one(number: &str) { "Data version {number}", "Versión {number} de los datos", "Version {number} des données" }
    version { "Version", "Versión", "Version" }
    published { "Published", "Publicada", "Publiée" }
    reason { "Reason", "Motivo", "Motif" }
    commitments { "Commitments", "Compromisos", "Engagements" }
    ratings { "Ratings published so far", "Calificaciones publicadas hasta entonces", "Évaluations publiées jusque-là" }
    files { "Files of this version", "Archivos de esta versión", "Fichiers de cette version" }
    what_changed { "What this version changed", "Qué cambió en esta versión", "Ce que cette version a changé" }
    view_commitments { "View the commitments as of this version", "Ver los compromisos en esta versión", "Voir les engagements dans cette version" }
    files_note {
        "The software may add columns later, and which reviews are overdue depends on the day. The facts and ratings of a version do not change.",
        "El programa puede añadir columnas más adelante, y qué revisiones están atrasadas depende del día. Los hechos y las calificaciones de una versión no cambian.",
        "Le logiciel pourra ajouter des colonnes, et les revues en retard dépendent du jour. Les faits et les évaluations d’une version ne changent pas.",
    }
    checksums { "SHA-256 checksums of today’s files", "Sumas de comprobación SHA-256 de los archivos de hoy", "Sommes de contrôle SHA-256 des fichiers du jour" }
    description(number: &str, date: &str, commitments: &str) {
        "Version {number} of the OGP commitment tracker’s data, published on {date}: {commitments}, with files and a citation.",
        "Versión {number} de los datos de OGP commitment tracker, publicada el {date}: {commitments}, con archivos y una cita.",
        "Version {number} des données de l’OGP commitment tracker, publiée le {date}\u{202f}: {commitments}, avec fichiers et citation.",
    }
    unknown {
        "We have no data version at this address.",
        "No hay ninguna versión de los datos en esta dirección.",
        "Il n’y a pas de version des données à cette adresse.",
    }
}
