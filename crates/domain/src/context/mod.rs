//! The context of the commitments: texts of policy areas, the guide, the network, resources, what is
//! featured, and what was submitted to the Open Gov Challenge. Staff edit all of it.
//!
//! Each kind of item is a list of fields ([`ContextKind::fields`]); an item is their values. The
//! staff form, the seed file, the history and the checks follow from that list, so that a new field
//! is one line here.

mod check;
mod fields;
pub mod rows;

use std::collections::BTreeMap;

pub use check::problems;
pub use fields::{ContextField, FieldFormat};

use super::text::is_web_address;
use super::{CommitmentCode, Lang, PartialDate, slug_enum};

slug_enum! {
    /// A kind of item.
    ContextKind, "kind of item" {
        /// Introduction to a policy area; named as the area is.
        Area = "area", "Texts of policy areas";
        /// A chapter of the guide.
        Chapter = "chapter", "Chapters of the guide";
        /// An action that a chapter offers to choose from.
        Action = "action", "Actions of the guide";
        /// Somebody in or around the network.
        Participant = "participant", "Participants of the network";
        /// A meeting of the network.
        Meeting = "meeting", "Meetings of the network";
        /// A topic that the network has discussed.
        Topic = "topic", "Topics of the network";
        /// A story, guide, event, piece of research ...
        Resource = "resource", "Resources";
        /// A commitment that is highlighted on pages of policy areas.
        Featured = "featured", "What is featured";
        /// What a participant has submitted to the Open Gov Challenge.
        Challenge = "challenge", "Open Gov Challenge";
        /// Other words for one thing that people search for.
        Synonym = "synonym", "Synonyms of the search";
    }
}

slug_enum! {
    /// What a resource is.
    ResourceType, "type of resource" {
        Guide = "guide", "Guide";
        Story = "story", "Story";
        Blog = "blog", "Blog";
        FactSheet = "fact-sheet", "Fact sheet";
        Event = "event", "Event";
        Network = "network", "Network";
        Research = "research", "Research";
        Programme = "programme", "Programme";
        Tool = "tool", "Tool";
        PolicyArea = "policy-area", "Policy area";
    }
}

slug_enum! {
    /// At which level of government something was submitted to the Challenge
    /// (<https://opengovpartnership.org/the-open-gov-challenge/challenge-tracker>).
    ChallengeLevel, "level of government" {
        National = "national", "National";
        Local = "local", "Local";
        LocalNonMember = "local_non_member", "Local, not a member";
    }
}

slug_enum! {
    /// Who a participant of the network is.
    ParticipantLevel, "kind of participant" {
        National = "national", "National governments";
        Local = "local", "Local governments";
        Partner = "partner", "Expert partners";
    }
}

slug_enum! {
    /// The role of a participant in the network at the date of a source.
    NetworkStatus, "standing in the network" {
        Member = "member", "Member of the network";
        Interested = "interested", "Expressed interest";
        Invited = "invited", "Invited to a meeting";
        Partner = "partner", "Expert partner";
    }
}

/// A page that supports a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The title as published, or in English.
    pub title: String,
    /// The Spanish title, where it differs.
    pub title_es: Option<String>,
    /// The French title, where it differs.
    pub title_fr: Option<String>,
    pub url: String,
}

impl Source {
    pub fn title_in(&self, lang: Lang) -> &str {
        let translated = match lang {
            Lang::English => None,
            Lang::Spanish => self.title_es.as_deref(),
            Lang::French => self.title_fr.as_deref(),
        };
        translated.unwrap_or(&self.title)
    }
}

/// What a source says about a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedNetworkStatus {
    /// `None` where the source has no date.
    pub date: Option<PartialDate>,
    pub status: NetworkStatus,
    pub source: Source,
}

/// An item: values by key, none of them empty.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ContextItem {
    pub kind: ContextKind,
    /// Unique within its kind.
    pub slug: String,
    pub values: BTreeMap<String, String>,
    /// Withdrawn items are kept, but not shown.
    pub withdrawn: bool,
}

impl ContextItem {
    /// An item without any value.
    pub fn new(kind: ContextKind, slug: &str) -> Self {
        Self {
            kind,
            slug: slug.to_owned(),
            values: BTreeMap::new(),
            withdrawn: false,
        }
    }

    /// The value of a key; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }

    /// Sets a value; an empty one removes it.
    pub fn set(&mut self, key: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            self.values.remove(key);
        } else {
            self.values.insert(key.to_owned(), value.to_owned());
        }
    }

    /// The text of a field in a language, or in English where there is no translation; with the
    /// language that it is in.
    pub fn localized(&self, name: &str, lang: Lang) -> Option<(&str, Lang)> {
        [lang, Lang::English].into_iter().find_map(|lang| {
            let text = self.get(&format!("{name}_{}", lang.slug()));
            (!text.is_empty()).then_some((text, lang))
        })
    }

    /// [`Self::localized`] without the language.
    pub fn text(&self, name: &str, lang: Lang) -> &str {
        self.localized(name, lang).map_or("", |(text, _)| text)
    }

    /// The elements of a list, separated by `;` or line breaks.
    pub fn list(&self, key: &str) -> impl Iterator<Item = &str> {
        let parts = self.get(key).split([';', '\n']);
        parts.map(str::trim).filter(|part| !part.is_empty())
    }

    pub fn codes(&self, key: &str) -> Vec<CommitmentCode> {
        self.list(key)
            .filter_map(|code| code.parse().ok())
            .collect()
    }

    pub fn date(&self, key: &str) -> Option<PartialDate> {
        self.get(key).parse().ok()
    }

    /// Its place in the order; last where it has none.
    pub fn position(&self) -> u32 {
        self.get("position").parse().unwrap_or(u32::MAX)
    }

    /// The pages that support it.
    pub fn sources(&self) -> Vec<Source> {
        let lines = self.get("sources").lines();
        lines.filter_map(parse_source).collect()
    }

    /// What sources say about a participant, in the order of the field.
    pub fn network_statuses(&self) -> Vec<DatedNetworkStatus> {
        let lines = self.get("standing").lines();
        lines.filter_map(parse_network_status).collect()
    }
}

/// `Title | es: Título | fr: Titre | address`, without the translations or with them. A title may
/// hold bars of its own.
fn parse_source(line: &str) -> Option<Source> {
    let (mut title, url) = line.rsplit_once('|')?;
    let [mut title_es, mut title_fr] = [None, None];
    while let Some((before, (lang, translated))) = title
        .rsplit_once('|')
        .and_then(|(before, part)| Some((before, translation(part)?)))
    {
        let known = match lang {
            // The title itself is what readers of English see.
            Lang::English => return None,
            Lang::Spanish => &mut title_es,
            Lang::French => &mut title_fr,
        };
        if translated.is_empty() || known.replace(translated.to_owned()).is_some() {
            return None;
        }
        title = before;
    }
    // A translation in front of the title, or within it, has no title of its own.
    if title.split('|').any(|part| translation(part).is_some()) {
        return None;
    }
    let (title, url) = (title.trim().to_owned(), url.trim().to_owned());
    (!title.is_empty() && is_web_address(&url)).then_some(Source {
        title,
        title_es,
        title_fr,
        url,
    })
}

/// The language of a part such as `es: Título`, and the title in it.
fn translation(part: &str) -> Option<(Lang, &str)> {
    let (code, title) = part.split_once(':')?;
    let code = code.trim();
    let mut langs = Lang::ALL.iter().copied();
    let lang = langs.find(|lang| code.eq_ignore_ascii_case(lang.slug()))?;
    Some((lang, title.trim()))
}

fn parse_network_status(line: &str) -> Option<DatedNetworkStatus> {
    let mut parts = line.splitn(3, '|').map(str::trim);
    let (date, status, source) = (parts.next()?, parts.next()?, parts.next()?);
    let date = match date {
        "undated" => None,
        date => Some(date.parse().ok()?),
    };
    Some(DatedNetworkStatus {
        date,
        status: status.parse().ok()?,
        source: parse_source(source)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn participant(standing: &str) -> ContextItem {
        let mut item = ContextItem::new(ContextKind::Participant, "canada");
        item.set("name_en", "Canada");
        item.set("level", "national");
        item.set("standing", standing);
        item
    }

    #[test]
    fn a_network_status_has_its_date_and_its_source() {
        let item = participant(
            "2021-06-09 | member | Note | a concept | https://a.example/\nundated | interested | Page | https://b.example/",
        );
        assert_eq!(problems(&item), []);
        let statuses = item.network_statuses();
        assert_eq!(statuses[0].date.unwrap().year(), 2021);
        assert_eq!(statuses[0].source.title, "Note | a concept");
        assert_eq!(statuses[1].date, None);
        assert_eq!(statuses[1].status, NetworkStatus::Interested);
    }

    #[test]
    fn a_source_has_its_title_in_the_readers_language() {
        let url = "https://a.example/";
        let read = |title: &str| parse_source(&format!("{title} | {url}"));
        let source = read("Note (OGP) | es: Nota: una (OGP) | FR : Note (l\u{2019}OGP)").unwrap();
        assert_eq!(source.url, url);
        assert_eq!(source.title_in(Lang::English), "Note (OGP)");
        assert_eq!(source.title_in(Lang::Spanish), "Nota: una (OGP)");
        assert_eq!(source.title_in(Lang::French), "Note (l\u{2019}OGP)");
        let source = read("Note: a | concept | fr: Note").unwrap();
        assert_eq!(source.title_in(Lang::Spanish), "Note: a | concept");
        assert_eq!(source.title_in(Lang::French), "Note");
        for malformed in [
            "",
            "es: Nota",
            "Note | es:",
            "Note | en: Note",
            "Note | es: Nota | es: Otra",
            "Note | es: Nota | more",
        ] {
            assert_eq!(read(malformed), None, "{malformed}");
        }
        let mut item = ContextItem::new(ContextKind::Topic, "x");
        item.set("title_en", "A");
        item.set("sources", "Note | es: | https://a.example/");
        let found = problems(&item);
        assert_eq!(found[0].0, "sources");
        assert!(found[0].1.contains("es: and fr:"), "{}", found[0].1);
    }

    #[test]
    fn what_is_wrong_is_said_by_field() {
        for standing in [
            "2021 | chief | Note | https://a.example/",
            "soon | member | Note | https://a.example/",
            "2021 | member | Note | javascript:alert(1)",
            "2021 | member",
        ] {
            let problems = problems(&participant(standing));
            assert_eq!(problems.len(), 1, "{standing}");
            assert_eq!(problems[0].0, "standing");
        }
        let empty = problems(&ContextItem::new(ContextKind::Featured, "X"));
        let keys: Vec<&str> = empty.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["slug", "areas", "title_en", "why_en", "source_url"]);
    }

    #[test]
    fn a_text_without_translation_is_in_english() {
        let mut item = ContextItem::new(ContextKind::Topic, "x");
        item.set("title_en", "A");
        item.set("title_fr", "B");
        assert_eq!(
            item.localized("title", Lang::French),
            Some(("B", Lang::French))
        );
        assert_eq!(
            item.localized("title", Lang::Spanish),
            Some(("A", Lang::English))
        );
        assert_eq!(item.localized("note", Lang::Spanish), None);
    }
}
