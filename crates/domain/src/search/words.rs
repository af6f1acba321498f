//! Words that people type around what they search for.

/// Words that say nothing about what is searched for, in English, Spanish and French. Between the words of
/// titles and terms they do not count either.
const STOP_WORDS: &[&str] = &[
    "the", "of", "and", "in", "on", "for", "to", "a", "an", "with", "by", "at", "from", "about",
    "into", "is", "are", "be", "was", "were", "has", "have", "had", "do", "does", "did", "what",
    "which", "who", "whom", "how", "when", "where", "why", "that", "this", "these", "those",
    "their", "its", "any", "there", "or", "as", "de", "la", "el", "los", "las", "del", "y", "en",
    "al", "por", "para", "con", "un", "una", "unos", "unas", "que", "su", "sus", "sobre", "como",
    "se", "es", "le", "les", "des", "du", "et", "au", "aux", "une", "pour", "par", "dans", "sur",
    "d", "l", "avec", "qui", "quoi", "ou", "est", "sont", "ce", "ces", "cette", "sa", "ses",
    "leur", "leurs",
];

/// Words of questions and requests. In a search they do not count unless there is nothing else; in titles and
/// terms they do (`right to know`).
#[rustfmt::skip]
const REQUEST_WORDS: &[&str] = &[
    // English
    "commit", "commits", "committed", "committing", "commitment", "commitments", "pledge", "pledges",
    "pledged", "promise", "promises", "promised", "promising", "tell", "show", "give", "list", "find",
    "search", "searching", "look", "looking", "see", "get", "know", "want", "wants", "please", "thanks",
    "me", "my", "our", "we", "you", "your", "i", "they", "them", "it", "he", "she", "can", "could",
    "would", "should", "will", "been", "being", "am", "many", "much", "far", "some", "anything",
    "something", "everything", "most", "other", "others", "than", "then", "so", "if", "here", "now",
    "say", "says", "said", "make", "makes", "made", "done", "doing", "working", "worked", "related",
    "relating", "regarding", "concerning", "around", "happened", "happening", "gone", "come", "became",
    "all", "whose", "let", "us", "latest", "recent", "newest", "s", "t",
    // Spanish
    "cual", "cuales", "quien", "quienes", "cuando", "donde", "cuanto", "cuantos", "cuanta", "cuantas",
    "prometio", "prometido", "prometida", "prometidos", "prometieron", "promete", "prometen", "prometer",
    "promesa", "promesas", "compromiso", "compromisos", "compromete", "comprometen", "comprometio",
    "comprometieron", "comprometido", "hay", "tiene", "tienen", "tuvo", "ha", "han", "hecho", "hizo",
    "hicieron", "hace", "hacen", "dime", "muestra", "muestrame", "mostrar", "muestre", "busca", "buscar",
    "busco", "encontrar", "encuentra", "quiero", "quisiera", "favor", "algo", "alguno", "alguna",
    "algunos", "algunas", "todo", "todos", "toda", "todas", "acerca", "respecto", "relacionado",
    "relacionados", "relacionada", "relacionadas", "esta", "estan", "este", "estos", "son", "ser", "fue",
    "fueron", "mi", "nos", "lo", "si", "ver", "ultimos", "ultimas", "recientes",
    // French
    "promis", "promet", "promettent", "promettre", "promettait", "promesse", "promesses", "engage",
    "engagent", "engager", "engagee", "ont", "avoir", "eu", "fait", "font", "faire", "quel", "quelle",
    "quels", "quelles", "comment", "combien", "quand", "pourquoi", "montre", "montrer", "montrez", "moi",
    "donne", "donner", "trouver", "cherche", "chercher", "voudrais", "veux", "voir", "plait", "merci",
    "il", "elle", "ils", "elles", "nous", "vous", "je", "tous", "toutes", "tout", "toute", "quelque",
    "quelques", "chose", "sujet", "propos", "concernant", "concerne", "relatif", "relatifs", "relative",
    "relatives", "ete", "derniers", "dernieres", "recents",
];

/// Words that narrow nothing, since so much of the record is that: what has them comes first, and what has
/// them not is found as well.
#[rustfmt::skip]
const WEAK_WORDS: &[&str] = &[
    "act", "acts", "law", "laws", "bill", "bills", "legislation", "ley", "leyes", "legislacion", "loi",
    "lois", "engagement", "engagements", "country", "countries", "pays", "pais", "paises",
    "progress", "progreso", "progres", "status", "ogp", "example", "examples", "ejemplo",
    "ejemplos", "exemple", "exemples", "best", "top", "two", "three", "four", "five", "ten", "initiative",
    "initiatives", "iniciativa", "iniciativas", "effort", "efforts", "effective",
];

/// Who promises, where it is asked for: `which governments`, `quels gouvernements`.
const WHO: &[&str] = &[
    "government",
    "governments",
    "member",
    "members",
    "state",
    "states",
    "gobierno",
    "gobiernos",
    "miembro",
    "miembros",
    "estado",
    "estados",
    "gouvernement",
    "gouvernements",
    "membre",
    "membres",
    "etat",
    "etats",
];

/// Words that ask for what stands after them.
const WHICH: &[&str] = &[
    "which", "what", "many", "all", "other", "que", "cual", "cuales", "cuantos", "todos", "otros",
    "quel", "quels", "combien", "tous", "autres", "les", "los", "the",
];

/// Whether a folded word says nothing about what is searched for.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// Whether a folded word is one that asks, and not what is asked for.
pub(super) fn is_request_word(word: &str) -> bool {
    is_stop_word(word) || REQUEST_WORDS.contains(&word)
}

/// Whether a folded word need not be found.
pub(super) fn is_weak_word(word: &str) -> bool {
    WEAK_WORDS.contains(&word)
}

/// Whether a folded word, after the one that stands before it, asks who has promised.
pub(super) fn asks_who(before: &str, word: &str) -> bool {
    WHO.contains(&word) && WHICH.contains(&before)
}
