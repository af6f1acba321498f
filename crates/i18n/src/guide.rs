//! `/guide`: recommendations as actions to choose from.

super::messages! {
    title { "Guide", "Guía", "Guide" }
    lead {
        "Start with what you want to change. Find actions you can promise, commitments that others made, what came of them and who made them happen.",
        "Parta de lo que quiere cambiar y encuentre acciones que puede asumir como compromiso, los compromisos que otros asumieron, qué resultó de ellos y quién los llevó a cabo.",
        "Partez de ce que vous voulez changer et trouvez les actions sur lesquelles vous engager, les engagements pris par d’autres, ce qu’il en est advenu et qui les a menés.",
    }
    description {
        "Recommendations on digital governance as actions to choose from, each with commitments that others made and their results so far.",
        "Recomendaciones sobre gobernanza digital en forma de acciones entre las que elegir, cada una con compromisos que otros asumieron y hasta dónde llegaron.",
        "Recommandations sur la gouvernance numérique sous forme d’actions au choix, chacune avec des engagements pris par d’autres et ce qu’il en est advenu.",
    }
    part_title(title: &str, of: &str) { "{title} ({of})", "{title} ({of})", "{title} ({of})" }
    chapter_description(title: &str) {
        "{title}: actions to choose from, with commitments that others made and their results so far.",
        "{title}: acciones entre las que elegir, con compromisos que otros asumieron y hasta dónde llegaron.",
        "{title}\u{202f}: des actions au choix, avec des engagements pris par d’autres et ce qu’il en est advenu.",
    }
    we_want { "We want to …", "Queremos…", "Nous voulons…" }
    own_words {
        "These are our own words. Each part lists its sources.",
        "Los textos son nuestros. Cada parte indica sus fuentes.",
        "Les textes sont les nôtres. Chaque partie indique ses sources.",
    }
    digital_first {
        "Lists of commitments start with digital ones; on each action’s page you can switch to all.",
        "Las listas de compromisos empiezan por los digitales; en la página de cada acción se puede pasar a todos.",
        "Les listes d’engagements commencent par les engagements numériques\u{202f}; la page de chaque action permet de passer à tous.",
    }
    whole_chapter { "See the whole chapter", "El capítulo completo", "Le chapitre entier" }
    actions { "Actions to choose from", "Acciones entre las que elegir", "Actions au choix" }
    what { "What it involves", "En qué consiste", "En quoi cela consiste" }
    questions { "Open questions", "Preguntas abiertas", "Questions ouvertes" }
    who { "Who has promised it", "Quién lo ha prometido", "Qui l’a promis" }
    chosen { "Chosen by editors", "Elegidos por el equipo editorial", "Choisis par la rédaction" }
    by_tag { "By tag", "Por etiqueta", "Par étiquette" }
    by_tag_means {
        "All commitments with the tag or the words of this action. Not all of them promise the action itself.",
        "Todos los compromisos con la etiqueta o las palabras de esta acción. No todos prometen la acción en sí.",
        "Tous les engagements qui portent l’étiquette ou contiennent les mots de cette action. Tous ne promettent pas l’action elle-même.",
    }
    how_far { "Results so far", "Resultados hasta ahora", "Résultats à ce jour" }
    people { "People to ask", "A quién preguntar", "À qui s’adresser" }
    people_means {
        "Members that have promised it, and the informal network on open algorithms.",
        "Los miembros que lo prometieron y la red informal de algoritmos abiertos.",
        "Les membres qui l’ont promis et le réseau informel sur les algorithmes ouverts.",
    }
    network { "The network on open algorithms", "La red de algoritmos abiertos", "Le réseau sur les algorithmes ouverts" }
    all_with_filters(n: &str) { "Browse {n} with filters and charts", "Ver {n}, con filtros y gráficos", "Voir {n}, avec filtres et graphiques" }
    of_those_chosen { "Of those chosen by editors:", "De los elegidos por el equipo editorial:", "Parmi ceux choisis par la rédaction\u{202f}:" }
    area { "The policy area", "El área de política", "Le domaine politique" }
    next { "Other actions of this chapter", "Otras acciones de este capítulo", "Autres actions de ce chapitre" }
    unknown_chapter(slug: &str) {
        "The guide has no chapter called “{slug}”.",
        "La guía no tiene ningún capítulo llamado «{slug}».",
        "Le guide n’a pas de chapitre nommé «\u{202f}{slug}\u{202f}».",
    }
    unknown_action(slug: &str) {
        "This chapter has no action called “{slug}”.",
        "Este capítulo no tiene ninguna acción llamada «{slug}».",
        "Ce chapitre n’a pas d’action nommée «\u{202f}{slug}\u{202f}».",
    }
    whole { "See the whole guide", "La guía completa", "Le guide entier" }
    none_yet { "The guide has no chapters yet.", "La guía todavía no tiene capítulos.", "Le guide n’a pas encore de chapitre." }
}
