//! The words of closed lists in each language.

use domain::area::AreaGroup;
use domain::chart::Order;
use domain::chart::{ChartLayout, ChartName, ChartOption, Measure};
use domain::query::Filter;
use domain::{
    Answer, ChallengeArea, CommitmentStatus, Dimension, Lang, Lens, Level, MemberKind,
    MemberStatus, OgpValue, Region, ReportKind, ReportStage, Review, Scheme, Sort,
};
use domain::{Column, View};

/// A word of a closed list, told in a language. English is the list's own label.
pub trait InLanguage: Copy {
    /// The word as it stands on pages.
    fn in_language(self, lang: Lang) -> &'static str;
}

/// What is said of each word of a closed list: English by a function of the list itself, Spanish
/// and French here. A word left out does not compile.
///
/// `name(List, List::english) { Word: "es", "fr"; .. }` makes `name(lang, word) -> &'static str`.
macro_rules! of_each {
    ($($(#[$meta:meta])* $name:ident ( $list:ident, $english:path ) { $($word:ident : $es:literal, $fr:literal;)+ })+) => {
        $(
            $(#[$meta])*
            pub fn $name(lang: $crate::Lang, of: $list) -> &'static str {
                match lang {
                    $crate::Lang::English => $english(of),
                    $crate::Lang::Spanish => match of { $($list::$word => $es),+ },
                    $crate::Lang::French => match of { $($list::$word => $fr),+ },
                }
            }
        )+
        /// Every text, for the test that compares them. English stands in the lists themselves.
        #[cfg(test)]
        pub const ALL: &[(&str, [&str; 3])] = &[$($((stringify!($name), ["", $es, $fr])),+),+];
    };
}
pub(super) use of_each;

macro_rules! said {
    ($($name:ident $list:ident;)+) => {
        $(impl InLanguage for $list {
            fn in_language(self, lang: Lang) -> &'static str {
                $name(lang, self)
            }
        })+
    };
}

said! {
    level Level;
    dimension Dimension;
    answer Answer;
    scheme Scheme;
    lens Lens;
    review Review;
    region Region;
    member_kind MemberKind;
    member_status MemberStatus;
    commitment_status CommitmentStatus;
    ogp_value OgpValue;
    challenge_area ChallengeArea;
    area_group AreaGroup;
    report_kind ReportKind;
    report_stage ReportStage;
    sort Sort;
    view View;
    column Column;
    filter Filter;
    chart_name ChartName;
    chart_option ChartOption;
    measure Measure;
    form ChartLayout;
    order Order;
}

of_each! {
    /// Where a commitment stands; beside dimensions of either gender, so of `nivel`, `niveau`.
    level(Level, Level::label) {
        High: "Alto", "Élevé";
        Low: "Bajo", "Faible";
        Pending: "Pendiente de revisión por el IRM", "En attente d’examen par l’IRM";
        NoData: "Sin datos del IRM", "Pas de données de l’IRM";
        NotReviewable: "No evaluable", "Non évaluable";
        Unstated: "No indicado", "Non indiqué";
    }
    /// What the IRM assesses.
    dimension(Dimension, Dimension::label) {
        Ambition: "Ambición", "Ambition";
        Completion: "Cumplimiento", "Achèvement";
        EarlyResults: "Resultados tempranos", "Premiers résultats";
    }
    /// The IRM's answer to a question of yes or no.
    answer(Answer, Answer::in_words) {
        Yes: "Sí", "Oui";
        No: "No", "Non";
        Pending: "Pendiente de revisión por el IRM", "En attente d’examen par l’IRM";
        NoData: "Sin datos del IRM", "Pas de données de l’IRM";
    }
    /// A scale.
    scheme(Scheme, Scheme::label) {
        PotentialImpact: "Impacto potencial", "Impact potentiel";
        PotentialForResults: "Potencial de resultados", "Potentiel de résultats";
        Completion: "Cumplimiento al final del plan", "Achèvement à la fin du plan";
        CompletionMidterm: "Cumplimiento a medio término", "Achèvement à mi-parcours";
        DidItOpenGovernment: "¿Contribuyó a abrir el gobierno?", "A-t-il contribué à ouvrir le gouvernement\u{202f}?";
        EarlyResults: "Resultados tempranos", "Premiers résultats";
        PublishedLevel: "Nivel publicado (Alto o Bajo)", "Niveau publié (Élevé ou Faible)";
    }
    /// OGP's regions.
    lens(Lens, Lens::label) {
        Digital: "Compromisos digitales", "Engagements numériques";
        DigitalAndOpenData: "Compromisos digitales y de datos abiertos", "Engagements numériques et de données ouvertes";
        DigitalGovernance: "Compromisos de Gobernanza digital (etiqueta de la OGP)", "Engagements de Gouvernance numérique (étiquette de l’OGP)";
        All: "Todos los compromisos", "Tous les engagements";
    }
    review(Review, Review::label) {
        Published: "Resultados publicados", "Résultats publiés";
        Due: "Revisión del IRM prevista", "Examen de l’IRM attendu";
        Overdue: "Resultados previstos, no están en nuestros datos", "Résultats attendus, absents de nos données";
    }
    region(Region, Region::label) {
        AfricaAndTheMiddleEast: "África y Medio Oriente", "Afrique et Moyen-Orient";
        Americas: "Américas", "Amériques";
        AsiaAndThePacific: "Asia y el Pacífico", "Asie et Pacifique";
        Europe: "Europa", "Europe";
    }
    /// Kinds of member.
    member_kind(MemberKind, MemberKind::label) {
        National: "Nacional", "National";
        Local: "Local", "Local";
        Other: "Otro", "Autre";
    }
    /// A member's standing.
    member_status(MemberStatus, MemberStatus::label) {
        Active: "Activo", "Actif";
        UnderProceduralReview: "En revisión de procedimiento", "En examen procédural";
        UnderEligibilityReview: "En revisión de elegibilidad", "En examen d’éligibilité";
        Inactive: "Inactivo", "Inactif";
        Suspended: "Suspendido", "Suspendu";
        Withdrawn: "Retirado", "Retiré";
    }
    /// What has become of a commitment as such.
    commitment_status(CommitmentStatus, CommitmentStatus::label) {
        Active: "Activo", "Actif";
        Inactive: "Inactivo", "Inactif";
        Withdrawn: "Retirado", "Retiré";
    }
    /// OGP values.
    ogp_value(OgpValue, OgpValue::label) {
        AccessToInformation: "Acceso a la información", "Accès à l’information";
        CivicParticipation: "Participación ciudadana", "Participation citoyenne";
        PublicAccountability: "Rendición pública de cuentas", "Redevabilité publique";
        Technology: "Tecnología", "Technologie";
    }
    /// Areas of the Open Gov Challenge.
    challenge_area(ChallengeArea, ChallengeArea::label) {
        AccessToInformation: "Acceso a la información", "Accès à l’information";
        AntiCorruption: "Lucha contra la corrupción", "Lutte contre la corruption";
        CivicSpace: "Espacio cívico", "Espace civique";
        ClimateAndEnvironment: "Clima y medio ambiente", "Climat et environnement";
        DigitalGovernance: "Gobernanza digital", "Gouvernance numérique";
        FiscalOpenness: "Apertura fiscal", "Ouverture budgétaire";
        GenderAndInclusion: "Género e inclusión", "Genre et inclusion";
        Justice: "Justicia", "Justice";
        MediaFreedom: "Libertad de los medios de comunicación", "Liberté des médias";
        PublicParticipation: "Participación pública", "Participation du public";
    }
    /// Where a tag stands in OGP's list.
    area_group(AreaGroup, AreaGroup::label) {
        Topic: "Temas", "Thèmes";
        CrossCutting: "Herramientas transversales", "Outils transversaux";
        Sector: "Sectores y otras etiquetas", "Secteurs et autres étiquettes";
        Former: "Etiquetas anteriores", "Anciennes étiquettes";
    }
    /// Kinds of IRM report.
    report_kind(ReportKind, ReportKind::label) {
        Progress: "Informe de avance o de medio término", "Rapport d’étape ou à mi-parcours";
        EndOfTerm: "Informe de fin de término", "Rapport de fin de mandat";
        Design: "Informe de diseño", "Rapport de conception";
        Implementation: "Informe de implementación", "Rapport de mise en œuvre";
        TransitionalResults: "Informe de resultados de transición", "Rapport de résultats de transition";
        ActionPlanReview: "Revisión del plan de acción", "Examen du plan d’action";
        MidtermReview: "Revisión de medio término", "Examen à mi-parcours";
        Results: "Informe de resultados", "Rapport de résultats";
        Inception: "Informe inicial", "Rapport initial";
        EndOfCommitment: "Informe de fin de compromiso", "Rapport de fin d’engagement";
        LocalReview: "Informe del IRM sobre planes de acción locales", "Rapport de l’IRM sur les plans d’action locaux";
    }
    /// How far a report has come.
    report_stage(ReportStage, ReportStage::label) {
        Draft: "Borrador", "Projet";
        ForComment: "En consulta pública", "En consultation publique";
        Final: "Definitivo", "Définitif";
    }
    /// Orders of a list.
    sort(Sort, Sort::label) {
        Newest: "Planes más recientes primero", "Plans les plus récents d’abord";
        Oldest: "Planes más antiguos primero", "Plans les plus anciens d’abord";
        Member: "Miembro, de la A a la Z", "Membre, de A à Z";
        Title: "Título, de la A a la Z", "Titre, de A à Z";
        Relevance: "Mejores coincidencias primero", "Meilleures correspondances d’abord";
        Ambition: "Ambición, primero la alta", "Ambition, élevée d’abord";
        Completion: "Cumplimiento, primero el alto", "Achèvement, élevé d’abord";
        Results: "Resultados tempranos, primero los altos", "Premiers résultats, élevés d’abord";
        Changed: "Cambios más recientes primero", "Modifications les plus récentes d’abord";
        PlanEnd: "Planes que terminan antes primero", "Plans finissant le plus tôt d’abord";
        Overdue: "Informes del IRM previstos desde hace más tiempo primero", "Rapports de l’IRM attendus depuis le plus longtemps d’abord";
        MemberReversed: "Miembro, de la Z a la A", "Membre, de Z à A";
        TitleReversed: "Título, de la Z a la A", "Titre, de Z à A";
        AmbitionReversed: "Ambición, primero la baja", "Ambition, faible d’abord";
        CompletionReversed: "Cumplimiento, primero el bajo", "Achèvement, faible d’abord";
        ResultsReversed: "Resultados tempranos, primero los bajos", "Premiers résultats, faibles d’abord";
        ChangedReversed: "Cambios más antiguos primero", "Modifications les plus anciennes d’abord";
        PlanEndReversed: "Planes que terminan después primero", "Plans finissant le plus tard d’abord";
        OverdueReversed: "Informes del IRM previstos más recientemente primero", "Rapports de l’IRM attendus le plus récemment d’abord";
    }
    /// How a list is shown.
    view(View, View::label) {
        List: "Lista", "Liste";
        Table: "Tabla", "Tableau";
    }
    /// Columns of the table.
    column(Column, Column::label) {
        Member: "Miembro", "Membre";
        Plan: "Plan", "Plan";
        Ambition: "Ambición", "Ambition";
        Completion: "Cumplimiento", "Achèvement";
        Results: "Resultados tempranos", "Premiers résultats";
        PlanEnd: "Fin del plan", "Fin du plan";
        Overdue: "Revisión de resultados del IRM", "Examen des résultats par l’IRM";
        Changed: "Último cambio", "Dernière modification";
        Code: "Código", "Code";
        Lead: "Institución responsable", "Institution responsable";
        Areas: "Áreas de política", "Domaines politiques";
    }
    /// What commitments are filtered by.
    filter(Filter, Filter::label) {
        Lens: "Tema", "Sujet";
        Review: "Revisión de resultados del IRM", "Examen des résultats par l’IRM";
        Member: "Miembro", "Membre";
        Region: "Región", "Région";
        Kind: "Tipo de miembro", "Type de membre";
        Area: "Área de política", "Domaine politique";
        Year: "Año del plan", "Année du plan";
        Ambition: "Ambición", "Ambition";
        Completion: "Cumplimiento", "Achèvement";
        Results: "Resultados tempranos", "Premiers résultats";
        Value: "Valor de la OGP", "Valeur de l’OGP";
        Challenge: "Desafío de Gobierno Abierto", "Défi du gouvernement ouvert";
        AmbitionValue: "Ambición en su escala", "Ambition sur son échelle";
        CompletionValue: "Cumplimiento en su escala", "Achèvement sur son échelle";
        ResultsValue: "Resultados tempranos en su escala", "Premiers résultats sur leur échelle";
    }
    /// Charts.
    chart_name(ChartName, ChartName::label) {
        Ambition: "Ambición", "Ambition";
        Completion: "Cumplimiento", "Achèvement";
        Results: "Resultados tempranos", "Premiers résultats";
        Progress: "De la promesa a los resultados", "De la promesse aux résultats";
        Trend: "Tendencia por año del plan", "Tendance par année du plan";
        Reviews: "Revisiones del IRM pendientes y atrasadas", "Examens de l’IRM attendus et en retard";
        Members: "Por miembro", "Par membre";
        Areas: "Por área de política", "Par domaine politique";
        Matrix: "Comparación de dos calificaciones", "Deux évaluations comparées";
        Map: "Mapa", "Carte";
        Compare: "Comparación", "Comparaison";
        Explore: "Explorador", "Explorateur";
    }
    /// Options of a chart.
    chart_option(ChartOption, ChartOption::label) {
        Measure: "Medida", "Mesure";
        Split: "Desglosar por", "Ventiler par";
        Form: "Tipo de gráfico", "Type de graphique";
        Order: "Orden", "Ordre";
        Down: "En filas", "En lignes";
        Across: "En columnas", "En colonnes";
    }
    /// What a chart counts.
    measure(Measure, Measure::label) {
        Commitments: "Número de compromisos", "Nombre d’engagements";
        Ambition: "Ambición", "Ambition";
        Completion: "Cumplimiento", "Achèvement";
        Results: "Resultados tempranos", "Premiers résultats";
        Overdue: "Revisiones del IRM atrasadas en nuestros datos", "Examens de l’IRM en retard dans nos données";
    }
    /// How a measure is shown.
    form(ChartLayout, ChartLayout::label) {
        Levels: "Niveles, apilados", "Niveaux, empilés";
        Shares: "Proporción de nivel alto entre los evaluados", "Part de niveau élevé parmi les évalués";
        Heat: "Mapa de calor", "Carte de chaleur";
    }
    /// The order of a chart's parts.
    order(Order, Order::label) {
        Most: "Primero los que tienen más compromisos", "D’abord ceux qui ont le plus d’engagements";
        Name: "Por nombre o año", "Par nom ou année";
        Share: "Primero la proporción más alta, al final los que tienen pocas calificaciones", "D’abord la part la plus élevée, à la fin ceux qui ont peu d’évaluations";
    }
}
