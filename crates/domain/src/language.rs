//! The language of a text from the record, which does not say it: most are English, some are not.
//!
//! Told by words that hardly occur in another language. Where they do not decide, nothing is said:
//! a wrong language is read out worse than none.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::fold;

/// Words that are English and nothing else, folded.
const ENGLISH: &str = "about access accountability act activity agency amend and archives asset awareness beneficial \
    budgets building by care center charter children citizen citizens civil climate community \
    complaint complaints contract contracts corruption country court create creation crime customs \
    dashboard database decision deliver democracy design develop development disaster disclose \
    disclosure draft education educational election electronic employment engagement engine engines \
    enhance ensure enterprise environment environmental establish expand federal feedback financial \
    fiscal for foreign foster framework freedom from fully functional further governance government \
    grants health healthy implement improve improved improvement improvements in increase indigenous \
    industry integrated its judges labor land launch law laws legal legislation library lobbying log \
    management measures mechanism modernize network observatory of officer officers officials online \
    open or oversight owner owners ownership parliament parliamentary participatory people personal \
    pilot platform policy practice practices prevent prices privacy process processes procurement \
    program project promote protect publish quality records register registers registry report \
    reporting reports request requests research resources review rights rule safety school science \
    search secure security simplify single skills society spending stage standards state strategy \
    strengthen support survey system systems tax the their through to tools towards training \
    transparency transparent use using water website whistleblower window with women works";

/// Ends of words that only English has among the languages here; longer than the words they end.
const ENGLISH_ENDS: &[&str] = &["ing", "ness", "ship", "ity", "less", "ful"];

/// Words and ends of words of the other languages that members write in, folded. A word may stand
/// in several.
const OTHERS: &[(&str, &str, &[&str])] = &[
    (
        "es",
        "a abierta abierto abiertos accesible accesibles al apoyo ciudadana ciudadano ciudadanos \
         con datos de del el electronica electronicas electronico electronicos en estado gasto \
         gobierno integrado jovenes junta la las legal linea los mediante movil nacional nuevo para \
         plenario pleno por procesos publica publico publicos registro salud servicio servicios \
         sistema sobre tramites transparencia una y",
        &["cion", "ciones", "dad", "miento"],
    ),
    (
        "fr",
        "a ameliorations au aux avec budgetisation d dans de des developper donnees du electronique \
         electroniques en et fiscale fourniture gouvernement l la le les locale mettre niveau \
         numeriques oeuvre outils ouvert ouvertes par participative pour publique publiques sur \
         systeme transparence une",
        &["ite"],
    ),
    (
        "pt",
        "a aberto abertos ao com da dados das de do dos em governo na nacional no para por servico \
         servicos sistema um uma",
        &["cao", "coes", "dade"],
    ),
    (
        "it",
        "aperti aperto con dati dei del della delle di gli governo il la le nella per un una",
        &["zione", "zioni", "amento"],
    ),
    (
        "de",
        "am auf das der des die ein eine fur im mit offene und uber von zu zum zur",
        &["ung", "keit", "heit"],
    ),
    (
        "nl",
        "aan de door een en het met naar over te van voor overheid",
        &["heid"],
    ),
    (
        "id",
        "akses dalam dan dari dengan informasi kebijakan layanan masyarakat melalui oleh pada pelayanan \
         pemerintah peningkatan penguatan publik terhadap untuk yang",
        &[],
    ),
];

/// The languages: English first, then the others, each with a bit of its own.
const LANGUAGES: usize = 1 + OTHERS.len();

/// What tells languages, as the bits of those that it tells. Each title of a list is looked at: a
/// word is looked up once for all of them.
struct Telling {
    words: HashMap<&'static str, u8>,
    /// By their last letter: few words have one of these.
    ends: HashMap<u8, Vec<(&'static str, u8)>>,
}

static TELLING: LazyLock<Telling> = LazyLock::new(|| {
    let mut telling = Telling {
        words: HashMap::new(),
        ends: HashMap::new(),
    };
    let english = std::iter::once(&("en", ENGLISH, ENGLISH_ENDS));
    for (index, (_, words, ends)) in english.chain(OTHERS).enumerate() {
        for word in words.split(' ') {
            *telling.words.entry(word).or_default() |= 1 << index;
        }
        for end in *ends {
            let last = end.bytes().last().unwrap_or_default();
            telling
                .ends
                .entry(last)
                .or_default()
                .push((*end, 1 << index));
        }
    }
    telling
});

impl Telling {
    /// The languages that a folded word tells.
    fn of(&self, word: &str) -> u8 {
        let ended = |(end, _): &&(&str, u8)| word.len() > end.len() + 2 && word.ends_with(end);
        let ends = word.bytes().last().and_then(|last| self.ends.get(&last));
        let by_end = ends.into_iter().flatten().filter(ended);
        by_end.fold(
            self.words.get(word).copied().unwrap_or_default(),
            |told, (_, more)| told | more,
        )
    }
}

/// Words of a text that are looked at.
const LOOKED_AT: usize = 60;

/// The language of a text as its source has it, as an HTML `lang` says it; none where unsure.
pub fn source_language(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(8 * LOOKED_AT).map(|(at, _)| at);
    let folded = fold(&text[..end.unwrap_or(text.len())]);
    let words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut found = [0_usize; LANGUAGES];
    for word in words.take(LOOKED_AT) {
        let told = TELLING.of(word);
        for (index, count) in found.iter_mut().enumerate() {
            *count += usize::from(told >> index & 1);
        }
    }
    let english = found[0];
    let mut others: Vec<(usize, &str)> = found[1..]
        .iter()
        .zip(OTHERS)
        .map(|(found, (code, ..))| (*found, *code))
        .collect();
    others.sort_by_key(|(found, _)| std::cmp::Reverse(*found));
    let next = others.get(1).map_or(0, |(found, _)| *found);
    let (best, lang) = others.first().copied()?;
    if english > best {
        Some("en")
    } else if best >= 2 && best > next && best > 2 * english {
        Some(lang)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_their_language_where_it_is_clear() {
        for (title, lang) in [
            ("Open Algorithms", Some("en")),
            ("Publish Court Decisions", Some("en")),
            (
                "Create and Operationalize an Open Data Portal for Côte D'Ivoire",
                Some("en"),
            ),
            ("Second Stage of Portal \"Datos.Jus.Gov.Ar\"", Some("en")),
            (
                "Policy Open Parliament Legislative Assembly of the Republic of Costa Rica",
                Some("en"),
            ),
            ("Grupo de Expertos en Gobierno Abierto", Some("es")),
            ("Portal de la Administración de Justicia", Some("es")),
            ("Apoyo a la participación", Some("es")),
            ("e-Colaboración ciudadana: Tramites.gub.uy", Some("es")),
            ("Conformité FOIA pour les rapports annuels", Some("fr")),
            ("Ouverture des données de l’administration", Some("fr")),
            ("Política de dados abertos do governo", Some("pt")),
            (
                "Piattaforma per la partecipazione dei cittadini",
                Some("it"),
            ),
            (
                "Akses Publik terhadap Informasi Digital Parlemen dalam Format Open Data",
                Some("id"),
            ),
            ("Servicio de información legal (e-legal)", Some("es")),
            ("Datos Abiertos", Some("es")),
            ("Transparence locale", Some("fr")),
            ("Fully functional Parliamentary TV channel", Some("en")),
            ("Offene Daten für die Verwaltung", Some("de")),
            ("Enstandarización in Digital Formats", None),
            ("e-Albania", None),
            ("Ouvrir", None),
            ("Відкриті дані", None),
            ("", None),
        ] {
            assert_eq!(source_language(title), lang, "{title}");
        }
    }
}
