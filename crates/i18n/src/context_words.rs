//! The words of closed lists around the commitments.

use super::InLanguage;
use super::words::of_each;
use domain::Lang;
use domain::context::{ChallengeLevel, NetworkStatus, ParticipantLevel, ResourceType};

of_each! {
    /// What a resource is.
    resource_type(ResourceType, ResourceType::label) {
        Guide: "Guía", "Guide";
        Story: "Historia", "Récit";
        Blog: "Artículo de blog", "Billet de blog";
        FactSheet: "Ficha informativa", "Fiche d’information";
        Event: "Evento", "Événement";
        Network: "Red", "Réseau";
        Research: "Investigación", "Recherche";
        Programme: "Programa", "Programme";
        Tool: "Herramienta", "Outil";
        PolicyArea: "Área de política", "Domaine politique";
    }
    /// At which level of government something was submitted to the Challenge.
    challenge_level(ChallengeLevel, ChallengeLevel::label) {
        National: "Nacional", "National";
        Local: "Local", "Local";
        LocalNonMember: "Local, no miembro", "Local, non membre";
    }
    /// Who a participant of the network is.
    participant_level(ParticipantLevel, ParticipantLevel::label) {
        National: "Gobiernos nacionales", "Gouvernements nationaux";
        Local: "Gobiernos locales", "Gouvernements locaux";
        Partner: "Socios expertos", "Partenaires experts";
    }
    /// What a source says a participant was.
    standing(NetworkStatus, NetworkStatus::label) {
        Member: "Integrante de la red", "Membre du réseau";
        Interested: "Manifestó interés", "A manifesté son intérêt";
        Invited: "Invitación a una reunión", "Invitation à une réunion";
        Partner: "Socio experto", "Partenaire expert";
    }
}

impl InLanguage for ResourceType {
    fn in_language(self, lang: Lang) -> &'static str {
        resource_type(lang, self)
    }
}

impl InLanguage for ChallengeLevel {
    fn in_language(self, lang: Lang) -> &'static str {
        challenge_level(lang, self)
    }
}

impl InLanguage for ParticipantLevel {
    fn in_language(self, lang: Lang) -> &'static str {
        participant_level(lang, self)
    }
}

impl InLanguage for NetworkStatus {
    fn in_language(self, lang: Lang) -> &'static str {
        standing(lang, self)
    }
}
