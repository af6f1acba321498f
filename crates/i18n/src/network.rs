//! `/network`: the informal network on open algorithms, as dated data.

super::messages! {
    title { "Network on open algorithms", "Red de algoritmos abiertos", "Réseau sur les algorithmes ouverts" }
    lead {
        "Since 2020, OGP has convened an informal network of expert partners and government agencies that carry out commitments on public algorithms. Its membership changes, so each statement here has a date and a source.",
        "Desde 2020, la OGP reúne en una red informal a los organismos públicos que ejecutan compromisos sobre algoritmos en el sector público y a socios expertos. Su composición cambia; cada dato lleva aquí su fecha y su fuente.",
        "Depuis 2020, l’OGP réunit dans un réseau informel les administrations qui mettent en œuvre des engagements sur les algorithmes publics et des partenaires experts. Sa composition évolue\u{202f}; chaque indication porte ici sa date et sa source.",
    }
    description {
        "Participants, partners, meetings and topics of OGP’s informal network on open algorithms, each with date and source.",
        "Participantes, socios, reuniones y temas de la red informal de algoritmos abiertos de la OGP, cada uno con fecha y fuente.",
        "Participants, partenaires, réunions et sujets du réseau informel de l’OGP sur les algorithmes ouverts, chacun avec sa date et sa source.",
    }
    participant_title(name: &str) {
        "{name} in the network on open algorithms",
        "{name} en la red de algoritmos abiertos",
        "{name} dans le réseau sur les algorithmes ouverts",
    }
    participant_description(name: &str) {
        "{name}: part in OGP’s informal network on open algorithms, invitations to meetings, and commitments on automated decision-making.",
        "{name}: su papel en la red informal de algoritmos abiertos de la OGP, invitaciones a reuniones y compromisos sobre toma de decisiones automatizada.",
        "{name}\u{202f}: son rôle dans le réseau informel de l’OGP sur les algorithmes ouverts, ses invitations aux réunions et ses engagements sur la prise de décision automatisée.",
    }
    participants { "Participants and partners", "Participantes y socios", "Participants et partenaires" }
    who { "Who", "Quién", "Qui" }
    standing { "Status and source", "Situación y fuente", "Statut et source" }
    commitments { "Commitments on automated decision-making", "Compromisos sobre toma de decisiones automatizada", "Engagements sur la prise de décision automatisée" }
    none_in_record { "none in our data", "ninguno en este registro", "aucun dans ce registre" }
    not_in_record { "not a member in our data", "no figura como miembro en este registro", "ne figure pas parmi les membres de ce registre" }
    meetings { "Meetings", "Reuniones", "Réunions" }
    topics { "Topics discussed", "Temas tratados", "Sujets abordés" }
    objectives { "Objectives", "Objetivos", "Objectifs" }
    invited { "Invited", "Invitados", "Invités" }
    format(format: &str) { "Format: {format}", "Formato: {format}", "Format\u{202f}: {format}" }
    place(place: &str) { "Place: {place}", "Lugar: {place}", "Lieu\u{202f}: {place}" }
    topic(topic: &str) { "Topic: {topic}", "Tema: {topic}", "Sujet\u{202f}: {topic}" }
    statement(standing: &str) { "{standing}: ", "{standing}: ", "{standing}\u{202f}: " }
    unknown(slug: &str) {
        "The network has no participant called “{slug}”.",
        "La red no tiene ningún participante llamado «{slug}».",
        "Le réseau n’a pas de participant nommé «\u{202f}{slug}\u{202f}».",
    }
    whole { "See the whole network", "Toda la red", "Tout le réseau" }
    profile { "Member profile", "Ficha del miembro", "Fiche du membre" }
    their_meetings { "Meetings they were invited to", "Reuniones con invitación", "Invitations à des réunions" }
    their_commitments { "Their commitments on automated decision-making", "Sus compromisos sobre toma de decisiones automatizada", "Ses engagements sur la prise de décision automatisée" }
}
