//! What the domain says in prose, in each language: what scales, levels and dimensions ask and
//! mean, and what charts answer. English stands in the domain itself.

use super::InLanguage;
pub use super::prose::{caution, covers};
pub use super::scales::{finding, value, value_definition};
use super::words::of_each;
use domain::chart::ChartName;
use domain::query::Filter;
use domain::{Dimension, Lang, Level, Scheme};

/// A filter's name within a sentence, for one value and for several.
pub fn filter_in_words(lang: Lang, filter: Filter) -> (&'static str, &'static str) {
    (filter_of_one(lang, filter), filter_of_several(lang, filter))
}

fn of_one(filter: Filter) -> &'static str {
    filter.in_words().0
}

fn of_several(filter: Filter) -> &'static str {
    filter.in_words().1
}

/// A level as it is said of a dimension, with whose name it agrees.
pub fn level_of(lang: Lang, dimension: Dimension, level: Level) -> &'static str {
    let is_high = match level {
        Level::High => true,
        Level::Low => false,
        _ => return level.in_language(lang),
    };
    match (lang, dimension, is_high) {
        (Lang::Spanish, Dimension::Ambition, true) => "Alta",
        (Lang::Spanish, Dimension::Ambition, false) => "Baja",
        (Lang::Spanish, Dimension::EarlyResults, true) => "Altos",
        (Lang::Spanish, Dimension::EarlyResults, false) => "Bajos",
        (Lang::French, Dimension::Ambition, true) => "Élevée",
        (Lang::French, Dimension::EarlyResults, true) => "Élevés",
        (Lang::French, Dimension::EarlyResults, false) => "Faibles",
        _ => level.in_language(lang),
    }
}

of_each! {
    /// For which plans, by year of submission, the IRM used a scheme.
    period(Scheme, Scheme::period) {
        PotentialImpact: "planes presentados de 2012 a 2019", "plans présentés de 2012 à 2019";
        PotentialForResults: "planes presentados desde 2020", "plans présentés depuis 2020";
        Completion: "planes presentados desde 2013", "plans présentés depuis 2013";
        CompletionMidterm: "planes presentados de 2011 a 2016", "plans présentés de 2011 à 2016";
        DidItOpenGovernment: "planes presentados de 2013 a 2020", "plans présentés de 2013 à 2020";
        EarlyResults:
            "planes presentados desde 2021, y algunos anteriores cuyo informe llegó más tarde",
            "plans présentés depuis 2021, et quelques plans antérieurs dont le rapport est venu plus tard";
        PublishedLevel:
            "cualquier plan del que nuestra fuente solo muestra Alto o Bajo",
            "tout plan dont notre source n’indique qu’Élevé ou Faible";
    }
    /// In which report a rating on a scheme is given.
    assessed_in(Scheme, Scheme::assessed_in) {
        PotentialImpact:
            "Informe de avance (de medio término) o de diseño",
            "Rapport d’étape (à mi-parcours) ou de conception";
        PotentialForResults:
            "Revisión del plan de acción, unos cuatro meses después de su presentación",
            "Examen du plan d’action, environ quatre mois après sa présentation";
        Completion:
            "Informe de fin de término, de implementación o de resultados, unos cuatro meses después de que termina el plan",
            "Rapport de fin de mandat, de mise en œuvre ou de résultats, environ quatre mois après la fin du plan";
        CompletionMidterm:
            "Informe de avance (de medio término)",
            "Rapport d’étape (à mi-parcours)";
        DidItOpenGovernment:
            "Informe de fin de término, de implementación o de resultados",
            "Rapport de fin de mandat, de mise en œuvre ou de résultats";
        EarlyResults: "Informe de resultados", "Rapport de résultats";
        PublishedLevel:
            "Página del compromiso en el sitio de la OGP, o un informe que lo dice de todo un plan",
            "Page de l’engagement sur le site de l’OGP, ou un rapport qui le dit de tout un plan";
    }
    /// What a scheme asks.
    scheme_question(Scheme, Scheme::question) {
        PotentialImpact:
            "Si se llevara a cabo por completo, ¿cuánto cambiaría el compromiso la práctica en su área de política?",
            "S’il était entièrement réalisé, dans quelle mesure l’engagement changerait-il les pratiques dans son domaine\u{202f}?";
        PotentialForResults:
            "¿Podría el compromiso cambiar normas, prácticas o instituciones más allá de lo que ya ocurre?",
            "L’engagement pourrait-il changer des règles, des pratiques ou des institutions au-delà de ce qui se fait déjà\u{202f}?";
        Completion:
            "¿Cuánto de lo prometido se hizo antes del final del plan, haya cambiado algo o no?",
            "Quelle part de ce qui était promis a été faite avant la fin du plan, que cela ait ou non changé quelque chose\u{202f}?";
        CompletionMidterm:
            "¿Cuánto de lo prometido se había hecho cuando el IRM redactó su informe de avance?",
            "Quelle part de ce qui était promis avait été faite quand l’IRM a rédigé son rapport d’étape\u{202f}?";
        DidItOpenGovernment:
            "¿Se volvió más abierta la práctica del gobierno durante el plan gracias al compromiso?",
            "La pratique du gouvernement est-elle devenue plus ouverte pendant le plan grâce à l’engagement\u{202f}?";
        EarlyResults:
            "¿Qué resultados mostraba el compromiso cuando se elaboró el informe?",
            "Quels résultats l’engagement montrait-il au moment du rapport\u{202f}?";
        PublishedLevel:
            "¿De qué lado del umbral entre Alto y Bajo publicado por la OGP queda el compromiso?",
            "De quel côté du seuil entre Élevé et Faible publié par l’OGP l’engagement se situe-t-il\u{202f}?";
    }
    /// What a dimension asks.
    dimension_question(Dimension, Dimension::question) {
        Ambition:
            "¿En qué medida iría el compromiso más allá de lo que el gobierno hace hoy?",
            "Dans quelle mesure l’engagement irait-il au-delà de ce que le gouvernement fait aujourd’hui\u{202f}?";
        Completion: "¿Cuánto de lo prometido se hizo?", "Quelle part de ce qui était promis a été faite\u{202f}?";
        EarlyResults: "¿Hizo el compromiso que el gobierno fuera más abierto?", "L’engagement a-t-il rendu le gouvernement plus ouvert\u{202f}?";
    }
    /// What a high level in a dimension means, said of commitments.
    high_means(Dimension, Dimension::high_means) {
        Ambition: "Ambiciosos", "Ambitieux";
        Completion:
            "Cumplidos sustancial o totalmente, última revisión conocida",
            "Achevés en grande partie ou en totalité, dernier examen connu";
        EarlyResults: "Con resultados tempranos sólidos", "Premiers résultats solides";
    }
    /// What a level means.
    level_definition(Level, Level::definition) {
        High:
            "Evaluado por el IRM con un valor que la OGP cuenta como alto.",
            "Évalué par l’IRM, avec une valeur que l’OGP compte comme élevée.";
        Low:
            "Evaluado por el IRM con un valor que la OGP no cuenta como alto.",
            "Évalué par l’IRM, avec une valeur que l’OGP ne compte pas comme élevée.";
        Pending:
            "La fuente mostraba la revisión como pendiente cuando la leímos. Es posible que el IRM ya la haya publicado.",
            "La source indiquait un examen en attente quand nous l’avons lue. L’IRM l’a peut-être publié depuis.";
        NoData:
            "La OGP no muestra datos del IRM para esta calificación. Una razón puede ser que el IRM no haya utilizado todos los indicadores en todos los ciclos.",
            "L’OGP n’indique pas de données de l’IRM pour cette évaluation. Une raison possible\u{202f}: l’IRM n’a pas utilisé tous les indicateurs à chaque cycle.";
        NotReviewable:
            "El plan no dice con suficiente claridad qué se hará, por lo que el IRM no pudo evaluarlo.",
            "Le plan ne dit pas assez clairement ce qui sera fait, et l’IRM n’a donc pas pu l’évaluer.";
        Unstated:
            "En la página que leímos no encontramos ninguna calificación. Puede haber una en otro lugar.",
            "Nous n’avons trouvé aucune évaluation sur la page que nous avons lue. Il peut en exister une ailleurs.";
    }
    /// What a chart answers, in one line.
    chart_question(ChartName, ChartName::question) {
        Ambition:
            "¿Cuán ambiciosas fueron las promesas, por nivel y en cada escala?",
            "Quelle était l’ambition des promesses, par niveau et sur chaque échelle\u{202f}?";
        Completion: "¿Cuánto de lo prometido se hizo?", "Quelle part de ce qui était promis a été faite\u{202f}?";
        Results: "¿Qué había cambiado cuando terminó el plan?", "Qu’est-ce qui avait changé à la fin du plan\u{202f}?";
        Progress:
            "¿Cuántas promesas se evaluaron, se cumplieron, fueron ambiciosas y dieron resultados?",
            "Combien de promesses ont été évaluées, tenues, jugées ambitieuses et suivies de résultats\u{202f}?";
        Trend:
            "¿Cómo cambiaron, de un año de plan a otro, las proporciones calificadas con nivel alto?",
            "Comment les parts de niveau élevé ont-elles évolué d’une année de plan à l’autre\u{202f}?";
        Reviews:
            "¿De qué año son los planes cuya revisión de resultados está pendiente o atrasada en nuestros datos?",
            "De quelle année sont les plans dont l’examen des résultats est attendu ou en retard dans nos données\u{202f}?";
        Members:
            "¿Quién prometió cuánto, y qué parte recibió una calificación de nivel alto?",
            "Qui a pris combien d’engagements, et quelle part a obtenu un niveau élevé\u{202f}?";
        Areas:
            "¿Sobre qué hubo compromisos y hasta dónde llegaron?",
            "Sur quoi s’est-on engagé, et jusqu’où est-on allé\u{202f}?";
        Matrix:
            "¿Cómo se comparan dos calificaciones: se prometió mucho y se hizo poco?",
            "Comment deux évaluations se recoupent-elles\u{202f}: a-t-on beaucoup promis et peu fait\u{202f}?";
        Map: "¿Dónde se prometió?", "Où s’est-on engagé\u{202f}?";
        Compare:
            "¿Cómo se sitúan los miembros o las áreas respecto de sus semejantes?",
            "Comment les membres ou les domaines se situent-ils par rapport à leurs semblables\u{202f}?";
        Explore: "Cualquier medida, desglosada por cualquier filtro.", "N’importe quelle mesure, ventilée selon n’importe quel filtre.";
    }
    filter_of_one(Filter, of_one) {
        Lens: "tema", "sujet";
        Review: "estado de la revisión del IRM", "état de l’examen de l’IRM";
        Member: "miembro", "membre";
        Region: "región", "région";
        Kind: "tipo de miembro", "type de membre";
        Area: "área de política", "domaine politique";
        Year: "año del plan", "année du plan";
        Ambition: "ambición", "ambition";
        Completion: "cumplimiento", "achèvement";
        Results: "resultados tempranos", "premiers résultats";
        Value: "valor de la OGP", "valeur de l’OGP";
        Challenge: "área del Desafío de Gobierno Abierto", "domaine du Défi du gouvernement ouvert";
        AmbitionValue: "ambición en su escala", "ambition sur son échelle";
        CompletionValue: "cumplimiento en su escala", "achèvement sur son échelle";
        ResultsValue: "resultados tempranos en su escala", "premiers résultats sur leur échelle";
    }
    filter_of_several(Filter, of_several) {
        Lens: "temas", "sujets";
        Review: "estados de la revisión del IRM", "états de l’examen de l’IRM";
        Member: "miembros", "membres";
        Region: "regiones", "régions";
        Kind: "tipos de miembro", "types de membre";
        Area: "áreas de política", "domaines politiques";
        Year: "años del plan", "années du plan";
        Ambition: "niveles de ambición", "niveaux d’ambition";
        Completion: "niveles de cumplimiento", "niveaux d’achèvement";
        Results: "niveles de resultados tempranos", "niveaux de premiers résultats";
        Value: "valores de la OGP", "valeurs de l’OGP";
        Challenge: "áreas del Desafío de Gobierno Abierto", "domaines du Défi du gouvernement ouvert";
        AmbitionValue: "valores de ambición", "valeurs d’ambition";
        CompletionValue: "valores de cumplimiento", "valeurs d’achèvement";
        ResultsValue: "valores de resultados tempranos", "valeurs de premiers résultats";
    }
}
