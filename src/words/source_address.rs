//! What an address of a source leads to, in words: few lead to a page about one commitment.

use super::verdict::name_of_source;
use domain::countries::member_slugs;
use domain::source::OgpPage;
use domain::{Commitment, KnownSource, Lang};
use i18n::{commitment as say, names};

/// File types by extension, with their names.
const FILES: [(&str, &str); 6] = [
    (".csv", "CSV"),
    (".tsv", "TSV"),
    (".xlsx", "Excel"),
    (".xls", "Excel"),
    (".json", "JSON"),
    (".pdf", "PDF"),
];

/// What the address of a commitment's source leads to, within a sentence: `OGP’s page on Kenya, which lists
/// its commitments`, `OGP Explorer, 2016 (CSV file, 2.1 MB)`.
pub fn leads_to(lang: Lang, c: &Commitment, address: &str) -> String {
    let source = KnownSource::at(address);
    let megabytes = source.and_then(KnownSource::megabytes);
    if let (Some(source), Some(megabytes)) = (source, megabytes) {
        let megabytes = match lang {
            Lang::English => megabytes.to_owned(),
            Lang::Spanish | Lang::French => megabytes.replace('.', ","),
        };
        return say::known_file(lang, &name_of_source(lang, source, false), &megabytes);
    }
    let site = site_of(address).unwrap_or(say::its_source(lang));
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let path = path.to_ascii_lowercase();
    if let Some((_, kind)) = FILES.iter().find(|(end, _)| path.ends_with(end)) {
        return say::file_on(lang, kind, site);
    }
    match OgpPage::at(address) {
        Some(OgpPage::Commitment(code)) => say::page_of_commitment(lang, code.as_str()),
        Some(OgpPage::Member(slug)) if is_of(c, &slug) => {
            say::page_of_member(lang, &names::member(lang, &c.member.slug(), &c.member.name))
        }
        Some(OgpPage::Document) => say::document_on(lang, site),
        Some(OgpPage::Member(_) | OgpPage::Other) | None => say::page_on(lang, site),
    }
}

/// Whether OGP's site names the member of a commitment so.
fn is_of(c: &Commitment, slug: &str) -> bool {
    let own = c.member.slug();
    *own == *slug || member_slugs(slug).iter().any(|other| *other == *own)
}

/// The host of an address, as readers know it.
pub fn site_of(address: &str) -> Option<&str> {
    let host = address.split('/').nth(2)?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use interchange::seed;

    /// The first bundled commitment of a member.
    fn of(member: &str) -> Commitment {
        let entries = seed::commitments().unwrap().entries;
        let mut all = entries.into_iter().map(|entry| entry.commitment);
        all.find(|c| c.member.name == member).unwrap()
    }

    #[test]
    fn a_link_says_whether_it_leads_to_a_page_a_list_or_a_file() {
        let kenya = of("Kenya");
        let said = |address: &str| leads_to(Lang::English, &kenya, address);
        let ogp = "https://www.opengovpartnership.org";
        for (address, words) in [
            (
                format!("{ogp}/members/kenya/commitments/KE0033/"),
                "OGP\u{2019}s page on KE0033",
            ),
            (
                format!("{ogp}/members/Kenya/"),
                "OGP\u{2019}s page on Kenya, which lists its commitments",
            ),
            (
                format!("{ogp}/members/uganda/"),
                "page on opengovpartnership.org",
            ),
            (
                format!("{ogp}/documents/kenya-results-report-2020-2022/"),
                "document on opengovpartnership.org",
            ),
            (
                format!("{ogp}/wp-content/uploads/Report.pdf#page=3"),
                "PDF file on opengovpartnership.org",
            ),
            (
                KnownSource::MasterSheet2024.address().to_owned(),
                "OGP\u{2019}s master sheet of July 2024 (CSV file, 2.5 MB)",
            ),
            (
                KnownSource::Explorer2016.address().to_owned(),
                "OGP Explorer, 2016 (CSV file, 2.1 MB)",
            ),
            (
                "https://open.usa.gov/plan".to_owned(),
                "page on open.usa.gov",
            ),
        ] {
            assert_eq!(said(&address), words, "{address}");
        }
        let file = leads_to(Lang::French, &kenya, KnownSource::MasterSheet2024.address());
        assert!(file.ends_with("2,5\u{a0}Mo)"), "{file}");
    }
}
