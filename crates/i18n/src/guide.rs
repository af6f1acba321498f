//! `/guide`: recommendations as actions to choose from.

super::messages! {
    title { "Guide", "Guía", "Guide" }
    lead {
        "From what you want to change to actions you can promise, to commitments others made, to what came of them and who did it.",
        "Parta de lo que quiere cambiar y encuentre acciones que puede asumir como compromiso, los compromisos que otros asumieron, qué resultó de ellos y quién los llevó a cabo.",
        "Partez de ce que vous voulez changer et trouvez les actions sur lesquelles vous engager, les engagements pris par d’autres, ce qu’il en est advenu et qui les a menés.",
    }
    description {
        "Recommendations on digital governance as actions to choose from, each with commitments that others made and how far they got.",
        "Recomendaciones sobre gobernanza digital en forma de acciones entre las que elegir, cada una con compromisos que otros asumieron y hasta dónde llegaron.",
        "Recommandations sur la gouvernance numérique sous forme d’actions au choix, chacune avec des engagements pris par d’autres et ce qu’il en est advenu.",
    }
    we_want { "We want to …", "Queremos…", "Nous voulons…" }
    own_words {
        "The words are this record’s own; each part names the pages it rests on.",
        "Los textos son propios de este registro; cada parte indica las páginas en las que se apoya.",
        "Les textes sont propres à ce registre\u{202f}; chaque partie indique les pages sur lesquelles elle s’appuie.",
    }
    whole_chapter { "The whole chapter", "El capítulo completo", "Le chapitre entier" }
    actions { "Actions to choose from", "Acciones entre las que elegir", "Actions au choix" }
    what { "What it is", "En qué consiste", "En quoi cela consiste" }
    questions { "Open questions", "Preguntas abiertas", "Questions ouvertes" }
    who { "Who has promised it", "Quién lo ha prometido", "Qui l’a promis" }
    chosen { "Chosen by editors", "Elegidos por el equipo editorial", "Choisis par la rédaction" }
    by_tag { "By tag", "Por etiqueta", "Par étiquette" }
    by_tag_means {
        "Everything in the record that carries the tag or the words of this action; not all of it promises the action itself.",
        "Todo lo que en el registro lleva la etiqueta o las palabras de esta acción; no todo ello promete la acción en sí.",
        "Tout ce qui, dans le registre, porte l’étiquette ou contient les mots de cette action\u{202f}; tout n’y promet pas l’action elle-même.",
    }
    how_far { "How far they got", "Hasta dónde llegaron", "Ce qu’il en est advenu" }
    people { "People to ask", "A quién preguntar", "À qui s’adresser" }
    people_means {
        "The members that promised it, and the informal network on open algorithms.",
        "Los miembros que lo prometieron y la red informal de algoritmos abiertos.",
        "Les membres qui l’ont promis et le réseau informel sur les algorithmes ouverts.",
    }
    network { "The network on open algorithms", "La red de algoritmos abiertos", "Le réseau sur les algorithmes ouverts" }
    all_with_filters(n: &str) { "All {n}, with filters and charts", "Ver {n}, con filtros y gráficos", "Voir {n}, avec filtres et graphiques" }
    of_those_chosen { "Of those chosen by editors:", "De los elegidos por el equipo editorial:", "Parmi ceux choisis par la rédaction\u{202f}:" }
    area { "The policy area", "El área de política", "Le domaine politique" }
    next { "Other actions of this chapter", "Otras acciones de este capítulo", "Autres actions de ce chapitre" }
    unknown_chapter(slug: &str) {
        "The guide has no chapter “{slug}”.",
        "La guía no tiene ningún capítulo «{slug}».",
        "Le guide n’a pas de chapitre «\u{202f}{slug}\u{202f}».",
    }
    unknown_action(slug: &str) {
        "This chapter has no action “{slug}”.",
        "Este capítulo no tiene ninguna acción «{slug}».",
        "Ce chapitre n’a pas d’action «\u{202f}{slug}\u{202f}».",
    }
    whole { "The whole guide", "La guía completa", "Le guide entier" }
    none_yet { "The guide has no chapter yet.", "La guía todavía no tiene capítulos.", "Le guide n’a pas encore de chapitre." }
}
