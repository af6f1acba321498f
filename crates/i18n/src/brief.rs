//! The shortlist, and the brief that is made of it.

super::messages! {
    brief { "Brief", "Informe breve", "Note de synthèse" }
    shortlist { "Shortlist", "Selección", "Sélection" }
    /// Before how many are on it.
    shortlist_count { "Shortlist: ", "Selección: ", "Sélection\u{202f}: " }
    pick(code: &str) { "Add {code} to the shortlist", "Añadir {code} a la selección", "Ajouter {code} à la sélection" }
    add_to_list { "Add to shortlist", "Añadir a la selección", "Ajouter à la sélection" }
    make { "Make a brief", "Crear un informe breve", "Créer une note de synthèse" }
    empty_list { "Empty the shortlist", "Vaciar la selección", "Vider la sélection" }
    full {
        "A brief holds at most 20 commitments. Remove one to add another.",
        "Un informe breve admite 20 compromisos como máximo. Quite uno para añadir otro.",
        "Une note de synthèse contient au plus 20 engagements. Retirez-en un pour en ajouter un autre.",
    }
    lead {
        "Who promised what, how ambitious it was, what came of it, and how we know.",
        "Quién prometió qué, con qué ambición, qué resultó y cómo lo sabemos.",
        "Qui a promis quoi, avec quelle ambition, ce qu’il en est advenu, et comment nous le savons.",
    }
    choose {
        "Choose the commitments for your brief: tick them in the list of commitments and press “Make a brief”, or enter their codes here.",
        "Elija los compromisos de su informe: márquelos en la lista de compromisos y pulse «Crear un informe breve», o escriba aquí sus códigos.",
        "Choisissez les engagements de votre note\u{202f}: cochez-les dans la liste des engagements puis «\u{202f}Créer une note de synthèse\u{202f}», ou saisissez ici leurs codes.",
    }
    to_list { "List of commitments", "Lista de compromisos", "Liste des engagements" }
    codes { "Codes, such as NL0031", "Códigos, como NL0031", "Codes, par exemple NL0031" }
    add { "Add to this brief", "Añadir a este informe", "Ajouter à cette note" }
    change { "Change this brief", "Cambiar este informe", "Modifier cette note" }
    remove(code: &str) { "Remove {code}", "Quitar {code}", "Retirer {code}" }
    as_list { "Show these commitments as a list", "Mostrar estos compromisos como lista", "Afficher ces engagements sous forme de liste" }
    print_hint { "This brief prints on A4 or Letter paper.", "Se imprime en hojas A4 o Carta.", "Elle s’imprime sur des pages A4 ou Lettre." }
    download { "Download this brief:", "Descargue este informe:", "Télécharger cette note\u{202f}:" }
    side_by_side { "Side by side", "Comparación", "Comparaison" }
    commitment { "Commitment", "Compromiso", "Engagement" }
    promised_by { "Promised by", "Prometido por", "Promis par" }
    plan { "Plan", "Plan", "Plan" }
    evidence { "Evidence", "Fuentes", "Sources" }
    read_from { "Commitment read from:", "Compromiso leído en:", "Engagement lu sur\u{202f}:" }
    contacts { "Contacts and further reading", "Contactos y más información", "Contacts et lectures" }
    network { "Informal network on open algorithms:", "Red informal sobre algoritmos abiertos:", "Réseau informel sur les algorithmes ouverts\u{202f}:" }
    no_lead { "not in our data", "no consta en nuestros datos", "absente de nos données" }
    cite { "Cite this brief", "Citar este informe", "Citer cette note" }
}

super::plurals! {
    heading(n) {
        "Brief: {n} commitment" | "Brief: {n} commitments",
        "Informe breve: {n} compromiso" | "Informe breve: {n} compromisos",
        "Note de synthèse\u{202f}: {n} engagement" | "Note de synthèse\u{202f}: {n} engagements",
    }
    cited(n) {
        "Brief of {n} commitment" | "Brief of {n} commitments",
        "Informe breve de {n} compromiso" | "Informe breve de {n} compromisos",
        "Note de synthèse sur {n} engagement" | "Note de synthèse sur {n} engagements",
    }
    unknown(n, codes: &str) {
        "We have no commitment with the code {codes}, so the brief is shown without it." | "We have no commitments with the codes {codes}, so the brief is shown without them.",
        "No tenemos ningún compromiso con el código {codes}; el informe se muestra sin él." | "No tenemos compromisos con los códigos {codes}; el informe se muestra sin ellos.",
        "Nous n’avons pas d’engagement portant le code {codes}\u{202f}; la note s’affiche sans lui." | "Nous n’avons pas d’engagements portant les codes {codes}\u{202f}; la note s’affiche sans eux.",
    }
    beyond(n, codes: &str) {
        "A brief holds at most 20 commitments. Left out: {codes}." | "A brief holds at most 20 commitments. Left out: {codes}.",
        "Un informe breve admite 20 compromisos como máximo. Se omitió: {codes}." | "Un informe breve admite 20 compromisos como máximo. Se omitieron: {codes}.",
        "Une note de synthèse contient au plus 20 engagements. Omis\u{202f}: {codes}." | "Une note de synthèse contient au plus 20 engagements. Omis\u{202f}: {codes}.",
    }
}
