//! The reports that the record cites.

super::messages! {
    heading { "IRM reports", "Informes del IRM", "Rapports de l’IRM" }
    lead {
        "Reports of OGP’s Independent Reporting Mechanism (IRM) that this record cites, by member and plan.",
        "Informes del Mecanismo de Revisión Independiente (IRM) de la OGP que cita este registro, por miembro y plan.",
        "Rapports du Mécanisme d’évaluation indépendant (IRM) de l’OGP que cite ce registre, par membre et par plan.",
    }
    ratings_are {
        "The last column counts the current ratings that come from each report.",
        "La última columna cuenta las calificaciones vigentes que proceden de cada informe.",
        "La dernière colonne compte les évaluations en vigueur qui viennent de chaque rapport.",
    }
    caption {
        "Reports by member and plan",
        "Informes por miembro y plan",
        "Rapports par membre et par plan",
    }
    report { "Report", "Informe", "Rapport" }
    plan { "Action plan", "Plan de acción", "Plan d’action" }
    stage { "Stage", "Etapa", "Étape" }
    ratings { "Ratings", "Calificaciones", "Évaluations" }
    none { "We have no reports here yet.", "Aún no tenemos informes aquí.", "Nous n’avons pas encore de rapport ici." }
    of_member(name: &str) { "IRM reports: {name}", "Informes del IRM: {name}", "Rapports de l’IRM\u{202f}: {name}" }
    all { "Reports of all members", "Informes de todos los miembros", "Rapports de tous les membres" }
    of_one { "Reports of one member", "Informes de un miembro", "Rapports d’un membre" }
    see { "IRM reports of this member", "Informes del IRM sobre este miembro", "Rapports de l’IRM sur ce membre" }
}

super::plurals! {
    range(n, first: &str, last: &str) {
        "{n} report, showing {first} to {last}" | "{n} reports, showing {first} to {last}",
        "{n} informe, se muestran del {first} al {last}" | "{n} informes, se muestran del {first} al {last}",
        "{n} rapport, affichage de {first} à {last}" | "{n} rapports, affichage de {first} à {last}",
    }
}
