//! Numbers, shares, dates, lists and order as each language writes them (Unicode CLDR, by ICU).

use std::cmp::Ordering;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_datetime::input::Date;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};

use domain::text::grouped;
use domain::{AsOf, Lang, PartialDate};

/// What writes one language. A part is absent only if its data were missing from the program, which
/// a test excludes; plain forms stand in then.
struct Rules {
    numbers: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
    days: Option<DateTimeFormatter<YMD>>,
    months: Option<DateTimeFormatter<YM>>,
    or: Option<ListFormatter>,
    and: Option<ListFormatter>,
    order: Option<CollatorBorrowed<'static>>,
}

impl Rules {
    /// `date` is the locale that writes dates.
    fn new(locale: &Locale, date: &Locale) -> Self {
        let list = ListFormatterOptions::default;
        Self {
            numbers: DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default())
                .ok(),
            plurals: PluralRules::try_new_cardinal(locale.into()).ok(),
            days: DateTimeFormatter::try_new(date.into(), YMD::long()).ok(),
            months: DateTimeFormatter::try_new(date.into(), YM::long()).ok(),
            or: ListFormatter::try_new_or(date.into(), list()).ok(),
            and: ListFormatter::try_new_and(date.into(), list()).ok(),
            order: Collator::try_new(locale.into(), CollatorOptions::default()).ok(),
        }
    }
}

/// In the order of [`Lang::ALL`]. Dates in English go day, month, year, as OGP writes them.
static RULES: LazyLock<[Rules; Lang::ALL.len()]> = LazyLock::new(|| {
    [
        Rules::new(&locale!("en"), &locale!("en-GB")),
        Rules::new(&locale!("es"), &locale!("es")),
        Rules::new(&locale!("fr"), &locale!("fr")),
    ]
});

fn rules(lang: Lang) -> &'static Rules {
    &RULES[lang.index()]
}

/// Whether the language counts `n` with its singular, as French does nought.
pub fn is_one(lang: Lang, n: usize) -> bool {
    // No language here says its singular of more, and most numbers are more: a test asks ICU.
    if n > 1 {
        return false;
    }
    rules(lang).plurals.as_ref().map_or(n == 1, |plurals| {
        plurals.category_for(n) == PluralCategory::One
    })
}

/// A whole number, for example `1,234`, `1234` (Spanish groups from five digits on) or `1 234`.
pub fn number(lang: Lang, n: usize) -> String {
    if n < 1000 {
        return n.to_string();
    }
    match &rules(lang).numbers {
        Some(numbers) => numbers.format(&Decimal::from(n)).to_string(),
        None => grouped(n),
    }
}

/// A share in per cent, already written as a number (`33`, `<1`), for example `33%` or `33 %`.
pub fn percent(lang: Lang, number: &str) -> String {
    match lang {
        Lang::English => format!("{number}%"),
        Lang::Spanish => format!("{number}\u{a0}%"),
        Lang::French => format!("{number}\u{202f}%"),
    }
}

/// A day, for example `22 November 2026`.
pub fn day(lang: Lang, day: NaiveDate) -> String {
    let (month, number) = (in_a_byte(day.month()), in_a_byte(day.day()));
    let date = Date::try_new_iso(day.year(), month, number).ok();
    match rules(lang).days.as_ref().zip(date) {
        Some((days, date)) => {
            let written = days.format(&date).to_string();
            match written.strip_prefix("1 ") {
                // The first of a month is an ordinal in French, which CLDR does not say.
                Some(rest) if lang == Lang::French => format!("1er {rest}"),
                _ => written,
            }
        }
        None => day.to_string(),
    }
}

/// The day of a moment, in universal time.
pub fn day_of(lang: Lang, moment: DateTime<Utc>) -> String {
    day(lang, moment.date_naive())
}

/// The moment whose state of the record is shown, with its time where there is one.
pub fn moment(lang: Lang, as_of: AsOf) -> String {
    match as_of {
        AsOf::Day(on) => day(lang, on),
        AsOf::Moment(at) => format!("{}, {}", day_of(lang, at), at.format("%H:%M:%S UTC")),
    }
}

/// A date as precise as its source, for example `June 2018` or `2018`.
pub fn date(lang: Lang, date: PartialDate) -> String {
    let Some(earliest) = date.earliest() else {
        return date.to_string();
    };
    // Written out, a date has a part for each thing that is known.
    match date.to_string().matches('-').count() {
        0 => date.year().to_string(),
        1 => month(lang, earliest),
        _ => day(lang, earliest),
    }
}

fn month(lang: Lang, day: NaiveDate) -> String {
    let date = Date::try_new_iso(day.year(), in_a_byte(day.month()), 1).ok();
    match rules(lang).months.as_ref().zip(date) {
        Some((months, date)) => months.format(&date).to_string(),
        None => day.format("%Y-%m").to_string(),
    }
}

/// Months and days are far below 256.
fn in_a_byte(part: u32) -> u8 {
    u8::try_from(part).unwrap_or_default()
}

/// Alternatives, for example `Italy, Norway or Spain`.
pub fn any_of(lang: Lang, names: &[String]) -> String {
    joined(rules(lang).or.as_ref(), names)
}

/// Things that go together, for example `Italy, Norway and Spain`.
pub fn all_of(lang: Lang, names: &[String]) -> String {
    joined(rules(lang).and.as_ref(), names)
}

/// Names that may have an "and" of their own, such as `Health and Nutrition; Open Data`.
pub fn in_a_row(lang: Lang, names: &[String]) -> String {
    names.join(match lang {
        Lang::English | Lang::Spanish => "; ",
        Lang::French => "\u{202f}; ",
    })
}

fn joined(list: Option<&ListFormatter>, names: &[String]) -> String {
    match list {
        Some(list) => list.format(names.iter().map(String::as_str)).to_string(),
        None => names.join(", "),
    }
}

/// The order of two names in the language's alphabet.
pub fn compare(lang: Lang, a: &str, b: &str) -> Ordering {
    match &rules(lang).order {
        Some(order) => compare_plain(a, b).unwrap_or_else(|| order.compare(a, b)),
        None => a.cmp(b),
    }
}

/// The order of two names that have nothing but digits, the letters of English and spaces, which all our
/// languages put in the same order. Most names are such, and the rules of a language take ten times as long.
/// None where others decide.
fn compare_plain(a: &str, b: &str) -> Option<Ordering> {
    let is_plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ');
    if !is_plain(a) || !is_plain(b) {
        return None;
    }
    let lower = |byte: u8| byte.to_ascii_lowercase();
    let order = a.bytes().map(lower).cmp(b.bytes().map(lower));
    order.is_ne().then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_rules() {
        for lang in Lang::ALL {
            let rules = rules(*lang);
            assert!(rules.numbers.is_some() && rules.plurals.is_some(), "{lang}");
            assert!(rules.days.is_some() && rules.months.is_some(), "{lang}");
            assert!(rules.or.is_some() && rules.and.is_some(), "{lang}");
            assert!(rules.order.is_some(), "{lang}");
        }
    }

    #[test]
    fn names_with_an_and_of_their_own_stay_whole() {
        let names = ["Salud y nutrici\u{f3}n", "Justicia"].map(str::to_owned);
        let said = in_a_row(Lang::Spanish, &names);
        assert_eq!(said, "Salud y nutrici\u{f3}n; Justicia");
        let said = in_a_row(Lang::French, &names);
        assert_eq!(said, "Salud y nutrici\u{f3}n\u{202f}; Justicia");
    }

    #[test]
    fn plain_names_are_in_the_order_of_every_language() {
        let parts = [
            "a", "A", "b", "Bz", "ch", "cz", "ll", "lz", "z", "1", "10", "2", " ",
        ];
        let mut names: Vec<String> = Vec::new();
        for first in parts {
            for second in parts {
                names.extend(parts.map(|third| format!("{first}{second}{third}")));
                names.push(format!("{first}{second}"));
            }
        }
        for lang in Lang::ALL {
            let order = rules(*lang).order.as_ref().unwrap();
            for a in names.iter().step_by(3) {
                for b in &names {
                    let is_same = a.eq_ignore_ascii_case(b);
                    let expected = (!is_same).then(|| order.compare(a, b));
                    assert_eq!(compare_plain(a, b), expected, "{lang}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        for (lang, written) in [
            (Lang::English, "12,345"),
            (Lang::Spanish, "12.345"),
            (Lang::French, "12\u{202f}345"),
        ] {
            assert_eq!(number(lang, 12345), written);
            assert_eq!(number(lang, 656), "656");
        }
        assert_eq!(number(Lang::Spanish, 1234), "1234");
    }

    #[test]
    fn nought_is_one_in_french_alone() {
        let said = |n| Lang::ALL.iter().map(|l| is_one(*l, n)).collect::<Vec<_>>();
        assert_eq!(said(0), [false, false, true]);
        assert_eq!(said(1), [true, true, true]);
        assert_eq!(said(2), [false, false, false]);
        assert_eq!(said(1_000_000), [false, false, false]);
        for lang in Lang::ALL {
            let plurals = rules(*lang).plurals.as_ref().unwrap();
            let more = (2..10_000).chain([1_000_000, 1_000_001]);
            for n in more {
                let category = plurals.category_for(n);
                assert_ne!(category, PluralCategory::One, "{lang} {n}");
            }
        }
    }

    #[test]
    fn dates_are_as_precise_as_their_source() {
        for (text, english, spanish, french) in [
            (
                "2021-06-09",
                "9 June 2021",
                "9 de junio de 2021",
                "9 juin 2021",
            ),
            (
                "2026-11-01",
                "1 November 2026",
                "1 de noviembre de 2026",
                "1er novembre 2026",
            ),
            ("2021-06", "June 2021", "junio de 2021", "juin 2021"),
            ("2021", "2021", "2021", "2021"),
        ] {
            let written = |lang| date(lang, text.parse().unwrap());
            assert_eq!(written(Lang::English), english);
            assert_eq!(written(Lang::Spanish), spanish);
            assert_eq!(written(Lang::French), french);
        }
    }

    #[test]
    fn alternatives_are_joined_as_one_says_them() {
        let names = ["Chile", "Italia", "Omán"].map(str::to_owned);
        assert_eq!(any_of(Lang::English, &names), "Chile, Italia or Omán");
        assert_eq!(any_of(Lang::Spanish, &names), "Chile, Italia u Omán");
        assert_eq!(any_of(Lang::French, &names), "Chile, Italia ou Omán");
    }

    #[test]
    fn order_follows_the_alphabet_and_not_the_code_points() {
        let mut names = ["Zambia", "Ecuador", "Ésta", "España", "Chile"];
        names.sort_by(|a, b| compare(Lang::Spanish, a, b));
        assert_eq!(names, ["Chile", "Ecuador", "España", "Ésta", "Zambia"]);
    }
}
