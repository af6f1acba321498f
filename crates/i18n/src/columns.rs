//! What the columns of the interchange format hold. Their names, and the words in files, are English
//! in every language.

super::messages! {
    text { "text", "texto", "texte" }
    list { "list, separated by ;", "lista, elementos separados por ;", "liste, éléments séparés par un point-virgule" }
    year { "year, YYYY", "año, YYYY", "année, YYYY" }
    date { "date, YYYY[-MM[-DD]]", "fecha, YYYY[-MM[-DD]]", "date, YYYY[-MM[-DD]]" }
    word { "one of a closed list of words", "una palabra de una lista cerrada", "un mot d’une liste fermée" }
    computed { "computed; ignored on import", "calculado; se ignora al importar", "calculé\u{202f}; ignoré à l’importation" }

    // Columns of the commitments table.
    code {
        "OGP’s code for the commitment, or ours, which begins with ZZ, where our sources give none. It identifies the row.",
        "Código que la OGP da al compromiso, o el nuestro, que empieza por ZZ, si las fuentes no dan ninguno. Identifica la fila.",
        "Code de l’engagement attribué par l’OGP, ou le nôtre, qui commence par ZZ, si les sources n’en donnent pas. Il identifie la ligne.",
    }
    member { "The OGP member that made the commitment.", "Miembro de la OGP que asumió el compromiso.", "Membre de l’OGP qui a pris l’engagement." }
    member_kind {
        "national, local or other.",
        "national (nacional), local (local) u other (otro).",
        "national (national), local (local) ou other (autre).",
    }
    country { "The member’s country.", "País del miembro.", "Pays du membre." }
    country_iso3 {
        "ISO 3166-1 alpha-3 code of the country; XKX for Kosovo.",
        "Código ISO 3166-1 alfa-3 del país; XKX en el caso de Kosovo.",
        "Code ISO 3166-1 alpha-3 du pays\u{202f}; XKX pour le Kosovo.",
    }
    region { "OGP’s region.", "Región según la OGP.", "Région selon l’OGP." }
    action_plan {
        "The title of the action plan, where the source names it.",
        "Título del plan de acción, si la fuente lo menciona.",
        "Titre du plan d’action, si la source le mentionne.",
    }
    plan_year { "The year in which the plan was submitted.", "Año en que se presentó el plan.", "Année de présentation du plan." }
    plan_end_year { "The year in which the plan ends.", "Año en que termina el plan.", "Année de fin du plan." }
    commitment_number {
        "The number in the plan. Text, because it can be 3.2.5, for example.",
        "Número dentro del plan; es texto, porque puede ser, por ejemplo, 3.2.5.",
        "Numéro dans le plan\u{202f}; du texte, car il peut s’agir, par exemple, de 3.2.5.",
    }
    title { "The title as published.", "Título tal como se publicó.", "Titre tel que publié." }

    // Columns of the ratings table.
    rating_code { "Code of the commitment that is rated.", "Código del compromiso calificado.", "Code de l’engagement évalué." }
    rating_dimension {
        "What is rated: ambition, completion or early_results.",
        "Qué se califica: ambition (ambición), completion (cumplimiento) o early_results (resultados tempranos).",
        "Ce qui est évalué\u{202f}: ambition (ambition), completion (achèvement) ou early_results (premiers résultats).",
    }
    rating_scheme {
        "The scale of the value. Empty where there is no value, such as “Pending IRM review”.",
        "Escala del valor. Vacía si no hay valor, por ejemplo «Pending IRM review».",
        "Échelle de la valeur. Vide s’il n’y a pas de valeur, par exemple «\u{202f}Pending IRM review\u{202f}».",
    }
    rating_value {
        "The value on that scale, or why there is none, as published.",
        "Valor en esa escala, o por qué no lo hay, tal como se publicó.",
        "Valeur sur cette échelle, ou raison de son absence, telle que publiée.",
    }
    rating_level {
        "The level of this value: high, low, pending, no_data, not_reviewable or unstated.",
        "Nivel de este valor: high (alto), low (bajo), pending (pendiente), no_data (sin datos), not_reviewable (no evaluable) o unstated (no indicado).",
        "Niveau de cette valeur\u{202f}: high (élevé), low (faible), pending (en attente), no_data (sans données), not_reviewable (non évaluable) ou unstated (non indiqué).",
    }
    rating_is_current {
        "Yes if this is the current rating for that commitment and dimension; No if it is an earlier one. Corrected ratings are left out.",
        "Yes (sí) si es la calificación vigente del compromiso y la dimensión; No si es una anterior. Las calificaciones corregidas no figuran.",
        "Yes (oui) si c’est l’évaluation actuelle de cet engagement et de cette dimension\u{202f}; No (non) si elle est antérieure. Les évaluations corrigées n’y figurent pas.",
    }
    rating_report {
        "The IRM report that the rating comes from.",
        "Informe del IRM del que procede la calificación.",
        "Rapport de l’IRM d’où provient l’évaluation.",
    }
    rating_report_stage {
        "Stage of that report: draft, for-comment or final.",
        "Etapa de ese informe: draft (borrador), for-comment (abierto a comentarios) o final.",
        "Stade de ce rapport\u{202f}: draft (projet), for-comment (ouvert aux commentaires) ou final.",
    }
    rating_source_url { "Address of the page the rating was taken from.", "Dirección de la página de la que procede la calificación.", "Adresse de la page d’où provient l’évaluation." }
    rating_source_page {
        "Where in the source the rating appears: a page, or the part of an address after #.",
        "Lugar de la fuente donde figura la calificación: una página o la parte de una dirección tras #.",
        "Endroit de la source où figure l’évaluation\u{202f}: une page ou la partie d’une adresse après #.",
    }
    rating_read_on {
        "When the source was read, where we know.",
        "Cuándo se leyó la fuente, si lo sabemos.",
        "Date de lecture de la source, si nous la connaissons.",
    }

    // More columns of the commitments table.
    title_en {
        "The title in English where it is in another language: OGP’s short title, or a translation.",
        "El título en inglés cuando está en otro idioma: el título breve de la OGP o una traducción.",
        "Le titre en anglais lorsqu’il est dans une autre langue\u{202f}: le titre court de l’OGP ou une traduction.",
    }
    title_es { "Spanish translation of the title, if there is one.", "Traducción del título al español, si la hay.", "Traduction espagnole du titre, s’il y en a une." }
    title_fr { "French translation of the title, if there is one.", "Traducción del título al francés, si la hay.", "Traduction française du titre, s’il y en a une." }
    review {
        "Status of the IRM’s review of results in our data: published, due or overdue; empty where no review is awaited.",
        "Estado en nuestros datos de la revisión de resultados del IRM: published (publicada), due (prevista) u overdue (atrasada); vacío si no se espera ninguna.",
        "État, dans nos données, de l’examen des résultats par l’IRM\u{202f}: published (publié), due (attendu) ou overdue (en retard)\u{202f}; vide si aucun n’est attendu.",
    }
    summary_en {
        "A summary in English of at most 60 words, written for this tracker, where there is one.",
        "Resumen en inglés de 60 palabras como máximo, escrito para este registro, si lo hay.",
        "Résumé en anglais de 60 mots au plus, écrit pour ce site, s’il existe.",
    }
    summary_es {
        "A summary in Spanish of at most 60 words, written for this tracker, where there is one.",
        "Resumen en español de 60 palabras como máximo, escrito para este registro, si lo hay.",
        "Résumé en espagnol de 60 mots au plus, écrit pour ce site, s’il existe.",
    }
    summary_fr {
        "A summary in French of at most 60 words, written for this tracker, where there is one.",
        "Resumen en francés de 60 palabras como máximo, escrito para este registro, si lo hay.",
        "Résumé en français de 60 mots au plus, écrit pour ce site, s’il existe.",
    }
    summary_source_url {
        "The page that supports the summary. Every summary has one.",
        "Página en la que se basa el resumen. Todo resumen tiene una.",
        "Page sur laquelle s’appuie le résumé. Chaque résumé en a une.",
    }
    description { "What is promised, as published.", "Lo que se promete, tal como se publicó.", "Ce qui est promis, tel que publié." }
    lead_institution { "Institutions responsible.", "Instituciones responsables.", "Institutions chefs de file." }
    support_institutions { "Supporting institutions.", "Instituciones de apoyo.", "Institutions de soutien." }
    policy_areas {
        "Policy areas, as tagged by OGP’s Support Unit.",
        "Áreas de política, según las etiquetas de la Unidad de Apoyo de la OGP.",
        "Domaines politiques, selon les étiquettes de l’Unité de soutien de l’OGP.",
    }
    ogp_values { "The OGP values that the commitment supports.", "Valores de la OGP a los que contribuye el compromiso.", "Valeurs de l’OGP auxquelles l’engagement contribue." }
    start { "When work begins.", "Cuándo comienza el trabajo.", "Début des travaux." }
    end { "When the commitment is due.", "Fecha límite del compromiso.", "Échéance de l’engagement." }
    verifiable {
        "Is it clear enough to check? Yes, No, or a statement that this is not known.",
        "¿Es lo bastante claro para poder verificarlo? Yes (sí), No (no) o una indicación de que no se sabe.",
        "Est-il assez clair pour être vérifié\u{202f}? Yes (oui), No (non) ou une mention indiquant qu’on l’ignore.",
    }
    relevant {
        "Is it relevant to OGP values (in newer plans: does it have an open-government lens)? Yes, No, or a statement that this is not known.",
        "¿Es pertinente para los valores de la OGP (en los planes más recientes: tiene una perspectiva de gobierno abierto)? Yes (sí), No (no) o una indicación de que no se sabe.",
        "Est-il pertinent au regard des valeurs de l’OGP (dans les plans récents\u{202f}: s’inscrit-il dans une perspective de gouvernement ouvert)\u{202f}? Yes (oui), No (non) ou une mention indiquant qu’on l’ignore.",
    }
    ambition_scheme { "The scale of the ambition rating.", "Escala de la calificación de la ambición.", "Échelle de l’évaluation de l’ambition." }
    ambition {
        "The IRM’s rating of ambition on the scale in ambition_scheme, Pending IRM Review, No IRM Data or Not Reviewable. Empty: the source did not say.",
        "Calificación de la ambición por el IRM en la escala de ambition_scheme, Pending IRM Review (pendiente de revisión por el IRM), No IRM Data (sin datos del IRM) o Not Reviewable (no evaluable). Vacío: la fuente no lo indica.",
        "Évaluation de l’ambition par l’IRM sur l’échelle indiquée dans ambition_scheme, Pending IRM Review (en attente d’examen par l’IRM), No IRM Data (pas de données de l’IRM) ou Not Reviewable (non évaluable). Vide\u{202f}: la source ne l’indique pas.",
    }
    completion_scheme { "The scale of the completion rating.", "Escala de la calificación del cumplimiento.", "Échelle de l’évaluation de l’achèvement." }
    completion {
        "The IRM’s rating of completion on the scale in completion_scheme, Pending IRM Review, No IRM Data or Not Reviewable. Empty: the source did not say.",
        "Calificación del cumplimiento por el IRM en la escala de completion_scheme, Pending IRM Review (pendiente de revisión por el IRM), No IRM Data (sin datos del IRM) o Not Reviewable (no evaluable). Vacío: la fuente no lo indica.",
        "Évaluation de l’achèvement par l’IRM sur l’échelle indiquée dans completion_scheme, Pending IRM Review (en attente d’examen par l’IRM), No IRM Data (pas de données de l’IRM) ou Not Reviewable (non évaluable). Vide\u{202f}: la source ne l’indique pas.",
    }
    early_results_scheme {
        "The scale of the rating of early results.",
        "Escala de la calificación de los resultados tempranos.",
        "Échelle de l’évaluation des premiers résultats.",
    }
    early_results {
        "The IRM’s rating of early results on the scale in early_results_scheme, Pending IRM Review, No IRM Data or Not Reviewable. Empty: the source did not say.",
        "Calificación de los resultados tempranos por el IRM en la escala de early_results_scheme, Pending IRM Review (pendiente de revisión por el IRM), No IRM Data (sin datos del IRM) o Not Reviewable (no evaluable). Vacío: la fuente no lo indica.",
        "Évaluation des premiers résultats par l’IRM sur l’échelle indiquée dans early_results_scheme, Pending IRM Review (en attente d’examen par l’IRM), No IRM Data (pas de données de l’IRM) ou Not Reviewable (non évaluable). Vide\u{202f}: la source ne l’indique pas.",
    }
    starred {
        "Whether the IRM starred the commitment: Yes or No.",
        "Si el IRM lo designó compromiso estelar: Yes (sí) o No (no).",
        "Engagement étoilé ou non par l’IRM\u{202f}: Yes (oui) ou No (non).",
    }
    irm_reports {
        "Titles of the IRM reports that cover the commitment.",
        "Títulos de los informes del IRM que abarcan el compromiso.",
        "Titres des rapports de l’IRM qui portent sur l’engagement.",
    }
    challenge_area {
        "Its Open Gov Challenge area, if it was submitted to the Challenge.",
        "Área del Desafío de Gobierno Abierto, si se presentó a él.",
        "Domaine du Défi du gouvernement ouvert, si l’engagement y a été soumis.",
    }
    source_url { "The page the commitment was read from.", "Página de la que procede el compromiso.", "Page d’où provient l’engagement." }
    status {
        "Active, Inactive or Withdrawn, where the source says.",
        "Active (activo), Inactive (inactivo) o Withdrawn (retirado), si la fuente lo indica.",
        "Active (actif), Inactive (inactif) ou Withdrawn (retiré), si la source l’indique.",
    }
    ambition_level {
        "Level of ambition: high, low, pending, no_data, not_reviewable or unstated.",
        "Nivel de ambición: high (alto), low (bajo), pending (pendiente), no_data (sin datos), not_reviewable (no evaluable) o unstated (no indicado).",
        "Niveau d’ambition\u{202f}: high (élevé), low (faible), pending (en attente), no_data (pas de données), not_reviewable (non évaluable) ou unstated (non indiqué).",
    }
    completion_level {
        "Level of completion: high, low, pending, no_data, not_reviewable or unstated.",
        "Nivel de cumplimiento: high (alto), low (bajo), pending (pendiente), no_data (sin datos), not_reviewable (no evaluable) o unstated (no indicado).",
        "Niveau d’achèvement\u{202f}: high (élevé), low (faible), pending (en attente), no_data (pas de données), not_reviewable (non évaluable) ou unstated (non indiqué).",
    }
    early_results_level {
        "Level of early results: high, low, pending, no_data, not_reviewable or unstated.",
        "Nivel de resultados tempranos: high (alto), low (bajo), pending (pendiente), no_data (sin datos), not_reviewable (no evaluable) o unstated (no indicado).",
        "Niveau des premiers résultats\u{202f}: high (élevé), low (faible), pending (en attente), no_data (pas de données), not_reviewable (non évaluable) ou unstated (non indiqué).",
    }
}
