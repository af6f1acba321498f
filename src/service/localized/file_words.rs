//! The words that files may use in place of the English ones: those that our pages show.

use std::sync::LazyLock;

use domain::{
    Answer, ChallengeArea, CommitmentStatus, Finding, Lang, MemberKind, OgpValue, Region,
    ReportStage, Scheme,
};
use i18n::{InLanguage, commitment, scales};
use interchange::vocabulary::Vocabulary;

/// The words of every closed list in every language.
pub fn vocabulary() -> Vocabulary {
    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
        let words = Lang::ALL.iter().flat_map(|lang| words(*lang));
        Vocabulary::new(words)
    });
    WORDS.clone()
}

type Word = (&'static str, &'static str, &'static str);

fn words(lang: Lang) -> Vec<Word> {
    let mut words = Vec::new();
    let mut list = |column: &'static str, told: &'static str, english: &'static str| {
        words.push((column, told, english));
    };
    for word in MemberKind::ALL {
        list("member_kind", word.in_language(lang), word.slug());
    }
    for word in Region::ALL {
        list("region", word.in_language(lang), word.slug());
    }
    for word in OgpValue::ALL {
        list("ogp_values", word.in_language(lang), word.slug());
    }
    for word in Answer::ALL {
        for column in ["verifiable", "relevant", "starred"] {
            list(column, word.in_language(lang), word.slug());
        }
    }
    for column in ["verifiable", "relevant", "starred"] {
        list(column, commitment::yes(lang), Answer::Yes.slug());
        list(column, commitment::no(lang), Answer::No.slug());
    }
    for word in ChallengeArea::ALL {
        list("challenge_area", word.in_language(lang), word.slug());
    }
    for word in CommitmentStatus::ALL {
        list("status", word.in_language(lang), word.slug());
    }
    for word in ReportStage::ALL {
        for column in [
            "ambition_report_stage",
            "completion_report_stage",
            "early_results_report_stage",
        ] {
            list(column, word.in_language(lang), word.slug());
        }
    }
    for scheme in Scheme::ALL {
        for column in [
            "ambition_scheme",
            "completion_scheme",
            "early_results_scheme",
        ] {
            let fits = scheme
                .dimension()
                .is_none_or(|d| column.starts_with(d.slug()));
            if fits {
                list(column, scheme.in_language(lang), scheme.slug());
            }
        }
        for value in scheme.iter() {
            list(scheme.slug(), scales::value(lang, value), value.label());
        }
        for finding in [Finding::Pending, Finding::NoData, Finding::NotReviewable] {
            list(
                scheme.slug(),
                scales::finding(lang, finding),
                finding.label(),
            );
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_our_pages_is_the_english_one() {
        let known = vocabulary();
        let mut checked = 0;
        for lang in Lang::ALL {
            for (list, told, english) in words(*lang) {
                assert_eq!(known.english(list, told), Some(english), "{list}: {told}");
                checked += 1;
            }
        }
        assert!(checked > 150, "{checked}");
        assert_eq!(known.english("verifiable", "s\u{ed}"), Some("yes"));
        assert_eq!(
            known.english("region", "\u{c1}frica y Medio Oriente"),
            Some("africa-and-the-middle-east")
        );
    }
}
