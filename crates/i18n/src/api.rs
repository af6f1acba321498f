//! The API, for people who write programs.

use domain::{Lang, ProblemKind};

super::messages! {
    heading { "API", "API", "API" }
    lead {
        "Read all our data from your own programs: filtered lists, ratings with their history, the numbers behind each chart. It is free, and you do not need an account or a key.",
        "Lea todos nuestros datos desde sus propios programas: listas filtradas, calificaciones con su historial y las cifras de cada gráfico. Es gratuito y no necesita una cuenta ni una clave.",
        "Lisez toutes nos données depuis vos propres programmes\u{202f}: listes filtrées, évaluations avec leur historique, chiffres de chaque graphique. C’est gratuit, et vous n’avez besoin ni de compte ni de clé.",
    }
    guide_link { "API guide with examples", "guía de la API con ejemplos", "guide de l’API avec exemples" }
    see_guide { "To get started, see the ", "Para empezar, consulte la ", "Pour commencer, voir le " }

    examples { "Examples", "Ejemplos", "Exemples" }
    examples_lead {
        "Copy an example and run it as it is.",
        "Copie un ejemplo y ejecútelo tal cual.",
        "Copiez un exemple et exécutez-le tel quel.",
    }
    with_curl { "curl: a filtered list", "curl: una lista filtrada", "curl\u{202f}: une liste filtrée" }
    with_python { "Python: every page of a list", "Python: todas las páginas de una lista", "Python\u{202f}: toutes les pages d’une liste" }
    with_r { "R: members by number of commitments", "R: miembros según el número de compromisos", "R\u{202f}: membres selon le nombre d’engagements" }
    with_javascript { "JavaScript: the numbers of a chart", "JavaScript: las cifras de un gráfico", "JavaScript\u{202f}: les chiffres d’un graphique" }
    keep_a_copy { "curl: what has changed since a version", "curl: qué ha cambiado desde una versión", "curl\u{202f}: ce qui a changé depuis une version" }
    files { "pandas, polars, DuckDB and R: a whole file in one line", "pandas, polars, DuckDB y R: un archivo entero en una línea", "pandas, polars, DuckDB et R\u{202f}: un fichier entier en une ligne" }

    addresses { "Endpoints", "Direcciones", "Adresses" }
    addresses_caption { "The endpoints of the API and what each returns", "Las direcciones de la API y qué responde cada una", "Les adresses de l’API et ce que chacune répond" }
    address { "Address", "Dirección", "Adresse" }
    answers_with { "Returns", "Responde con", "Répond avec" }
    every_parameter { "Every parameter and field is listed in the ", "Todos los parámetros y campos figuran en la ", "Tous les paramètres et champs figurent dans la " }
    commitments { "Commitments: filter, search and sort as on the site", "Compromisos: filtre, busque y ordene como en el sitio", "Engagements\u{202f}: filtrez, cherchez et triez comme sur le site" }
    commitment { "One commitment with its texts and rating history", "Un compromiso con sus textos y el historial de sus calificaciones", "Un engagement avec ses textes et l’historique de ses évaluations" }
    facets { "Counts for each value of each filter", "Recuentos de cada valor de cada filtro", "Décomptes de chaque valeur de chaque filtre" }
    ratings { "Every rating in the order of publication, with those that were replaced", "Todas las calificaciones por orden de publicación, incluidas las sustituidas", "Toutes les évaluations par ordre de publication, y compris celles qui ont été remplacées" }
    members { "Members with their commitments at each level", "Miembros con sus compromisos en cada nivel", "Membres avec leurs engagements à chaque niveau" }
    plans { "Action plans", "Planes de acción", "Plans d’action" }
    areas { "Policy areas as a tree", "Áreas de política en forma de árbol", "Domaines politiques sous forme d’arbre" }
    schemes { "Rating scales, their values and definitions", "Escalas de calificación, sus valores y definiciones", "Échelles d’évaluation, leurs valeurs et définitions" }
    changes { "What each change did, oldest first", "Qué hizo cada cambio, del más antiguo al más reciente", "Ce que chaque modification a fait, de la plus ancienne à la plus récente" }
    chart { "The numbers of a chart over any selection", "Las cifras de un gráfico sobre cualquier selección", "Les chiffres d’un graphique sur n’importe quelle sélection" }
    coverage { "How much we know of each plan", "Cuánto sabemos de cada plan", "Ce que nous savons de chaque plan" }
    reports { "IRM reports that the data cites, by plan", "Informes del IRM que citan los datos, por plan", "Rapports de l’IRM cités dans les données, par plan" }
    description { "The description of the API (OpenAPI 3.1)", "La descripción de la API (OpenAPI 3.1)", "La description de l’API (OpenAPI 3.1)" }

    pages { "Pages", "Páginas", "Pages" }
    pages_how(per_page: &str, most: &str) {
        "A list comes in pages of {per_page}; per_page takes up to {most}. The Link header leads to the first, previous, next and last page. To page through a fixed snapshot, add as_of with the current time.",
        "Las listas se entregan en páginas de {per_page}; per_page admite hasta {most}. El encabezado Link lleva a la primera página, la anterior, la siguiente y la última. Para recorrer un mismo estado de los datos aunque cambien, añada as_of con la hora actual.",
        "Une liste est servie par pages de {per_page}\u{202f}; per_page accepte jusqu’à {most}. L’en-tête Link mène à la première page, à la précédente, à la suivante et à la dernière. Pour parcourir un même état des données pendant qu’elles peuvent changer, ajoutez as_of avec l’heure actuelle.",
    }
    parts { "Fewer fields", "Menos campos", "Moins de champs" }
    parts_how {
        "Add fields=code,title to get only those fields, in a list or for a single item. Such an answer has the media type application/vnd.ogp-tracker.part+json, because it leaves out fields that the API description requires.",
        "Añada fields=code,title para recibir solo esos campos, de cada elemento de una lista o de un único objeto. Esa respuesta tiene el tipo application/vnd.ogp-tracker.part+json, porque le faltan campos que la descripción promete de una respuesta completa.",
        "Ajoutez fields=code,title pour ne recevoir que ces champs, pour chaque élément d’une liste ou pour un seul objet. Une telle réponse a le type application/vnd.ogp-tracker.part+json, car il lui manque des champs que la description promet d’une réponse complète.",
    }
    copies { "Caches and copies", "Cachés y copias", "Caches et copies" }
    copies_how {
        "Each answer has an ETag. Send it back as If-None-Match, and you get 304 while nothing has changed. To keep a copy up to date, ask /api/v1/changes with the data_version of your copy as since.",
        "Cada respuesta tiene un ETag. Devuélvalo como If-None-Match y recibirá 304 mientras nada haya cambiado. Para mantener una copia al día, consulte /api/v1/changes con la data_version de su copia como since.",
        "Chaque réponse a un ETag. Renvoyez-le comme If-None-Match\u{202f}: vous recevez 304 tant que rien n’a changé. Pour tenir une copie à jour, interrogez /api/v1/changes avec la data_version de votre copie comme since.",
    }
    browsers { "From a web page", "Desde una página web", "Depuis une page web" }
    browsers_how {
        "Pages of any site may read the API, files, feeds and charts (CORS), without cookies.",
        "Las páginas de cualquier sitio pueden leer la API, los archivos, los canales y los gráficos (CORS), sin cookies.",
        "Les pages de n’importe quel site peuvent lire l’API, les fichiers, les flux et les graphiques (CORS), sans cookies.",
    }
    stability { "What stays the same", "Qué no cambia", "Ce qui reste stable" }
    stability_how {
        "We add fields and addresses at any time. We do not rename or remove any under /api/v1: that takes a new version, and the old one stays for at least a year.",
        "Añadimos campos y direcciones en cualquier momento. No cambiamos de nombre ni eliminamos ninguno en /api/v1: para eso habrá una versión nueva, y la anterior se mantendrá al menos un año.",
        "Nous ajoutons des champs et des adresses à tout moment. Nous n’en renommons ni n’en supprimons aucun sous /api/v1\u{202f}: il faudrait une nouvelle version, et l’ancienne resterait en place au moins un an.",
    }

    assistants { "AI assistants", "Asistentes de IA", "Assistants d’IA" }
    assistants_how {
        "An assistant that supports the Model Context Protocol (MCP, streamable HTTP) can look things up here. Every address above is a tool for it. It is read-only, and needs no account or key. Add this to the settings of your assistant:",
        "Un asistente compatible con el Model Context Protocol (MCP, HTTP con flujo) puede consultar estos datos. Cada dirección de arriba es una herramienta para él. Es de solo lectura y no necesita cuenta ni clave. Añada esto a la configuración de su asistente:",
        "Un assistant compatible avec le Model Context Protocol (MCP, HTTP en flux) peut consulter ces données. Chaque adresse ci-dessus est un outil pour lui. L’accès est en lecture seule, sans compte ni clé. Ajoutez ceci aux réglages de votre assistant\u{202f}:",
    }
    assistants_err {
        "Assistants make mistakes. Check what they say against the pages that they cite.",
        "Los asistentes se equivocan. Compruebe lo que dicen en las páginas que citan.",
        "Les assistants se trompent. Vérifiez ce qu’ils disent sur les pages qu’ils citent.",
    }

    problems { "Errors", "Errores", "Erreurs" }
    problems_lead {
        "The API, files and feeds report errors as problem documents (application/problem+json, RFC 9457). Its type is one of these:",
        "La API, los archivos y los canales comunican un error a los programas en un documento de problema (application/problem+json, RFC 9457). Su type es uno de estos:",
        "L’API, les fichiers et les flux signalent une erreur aux programmes par un document de problème (application/problem+json, RFC 9457). Son type est l’un des suivants\u{202f}:",
    }
    unknown_parameter {
        "400: the address has a parameter that we don’t know. The answer names it, and the nearest one. We never ignore a parameter: a misspelled filter would return everything.",
        "400: la dirección tiene un parámetro que no conocemos. La respuesta lo nombra e indica el más parecido. Nunca ignoramos un parámetro: un filtro mal escrito lo devolvería todo.",
        "400\u{202f}: l’adresse comporte un paramètre que nous ne connaissons pas. La réponse le nomme et indique le plus proche. Nous n’ignorons jamais un paramètre\u{202f}: un filtre mal orthographié renverrait tout.",
    }
    bad_value {
        "400: a parameter has a value that it cannot have, or names something that our data does not have.",
        "400: un parámetro tiene un valor no válido o nombra algo que no está en nuestros datos.",
        "400\u{202f}: un paramètre a une valeur impossible, ou nomme quelque chose qui n’est pas dans nos données.",
    }
    bad_request {
        "400 or 413: we cannot read the request, or it is too large.",
        "400 o 413: no podemos leer la solicitud o es demasiado grande.",
        "400 ou 413\u{202f}: nous ne pouvons pas lire la requête, ou elle est trop volumineuse.",
    }
    not_found {
        "404: there is nothing at this address, or the page is beyond the last one.",
        "404: no hay nada en esta dirección o la página es posterior a la última.",
        "404\u{202f}: il n’y a rien à cette adresse, ou la page se situe après la dernière.",
    }
    wrong_method {
        "405: the API can only be read. Use GET, HEAD or OPTIONS.",
        "405: la API es solo de lectura. Use GET, HEAD u OPTIONS.",
        "405\u{202f}: l’API est en lecture seule. Utilisez GET, HEAD ou OPTIONS.",
    }
    range_not_satisfiable {
        "416: the part that you ask for (Range) is beyond the end.",
        "416: la parte solicitada (Range) está más allá del final.",
        "416\u{202f}: la partie demandée (Range) se situe après la fin.",
    }
    too_many_requests {
        "429: more than 600 requests a minute from your address. Wait for as many seconds as Retry-After says.",
        "429: más de 600 solicitudes por minuto desde su dirección. Espere los segundos que indica Retry-After.",
        "429\u{202f}: plus de 600 requêtes par minute depuis votre adresse. Attendez le nombre de secondes indiqué par Retry-After.",
    }
    not_available {
        "503: there are too many requests at once, the data cannot be reached, or the answer took too long. Wait for as many seconds as Retry-After says.",
        "503: hay demasiadas solicitudes, no se puede acceder a los datos o la respuesta tardó demasiado. Espere los segundos que indica Retry-After.",
        "503\u{202f}: trop de demandes, données inaccessibles ou réponse trop lente. Attendez le nombre de secondes indiqué par Retry-After.",
    }
    forbidden {
        "401, 403 or 409: this is not for the public.",
        "401, 403 o 409: no es de acceso público.",
        "401, 403 ou 409\u{202f}: ce n’est pas public.",
    }
    fault {
        "500: a fault on our side. We have logged it.",
        "500: un error por nuestra parte. Lo hemos registrado.",
        "500\u{202f}: une erreur de notre côté. Nous l’avons enregistrée.",
    }
}

/// When a kind of problem arises, with its status.
pub const fn problem(lang: Lang, kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::UnknownParameter => unknown_parameter(lang),
        ProblemKind::BadValue => bad_value(lang),
        ProblemKind::BadRequest => bad_request(lang),
        ProblemKind::NotFound => not_found(lang),
        ProblemKind::WrongMethod => wrong_method(lang),
        ProblemKind::RangeNotSatisfiable => range_not_satisfiable(lang),
        ProblemKind::TooManyRequests => too_many_requests(lang),
        ProblemKind::Unavailable => not_available(lang),
        ProblemKind::Forbidden => forbidden(lang),
        ProblemKind::Fault => fault(lang),
    }
}
