//! E-mail that people get because they asked for it: how often, and of what.

use chrono::{DateTime, Datelike, Days, NaiveTime, Utc};

use super::slug_enum;

slug_enum! {
    /// How often somebody who follows something gets e-mail about it.
    Frequency, "how often" {
        AtOnce = "at-once", "At once";
        Daily = "daily", "Once a day";
        Weekly = "weekly", "Once a week";
    }
}

/// The hour at which e-mail goes out that is sent once a day or once a week, in universal time.
const HOUR: u32 = 6;

impl Frequency {
    /// When e-mail goes out next, seen from `now`: at once, at six in the morning, or then on a Monday.
    pub fn next(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let hour = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
        let today = now.date_naive();
        let is_over = now.time() >= hour;
        let days = match self {
            Self::AtOnce => return now,
            Self::Daily => u64::from(is_over),
            Self::Weekly => {
                let since_monday = u64::from(today.weekday().num_days_from_monday());
                match (7 - since_monday) % 7 {
                    0 if is_over => 7,
                    days => days,
                }
            }
        };
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        day.and_time(hour).and_utc()
    }
}

slug_enum! {
    /// What members of staff are told of.
    NoticeKind, "kind of notification" {
        HandedIn = "handed-in", "Ratings and changes of others are submitted for review";
        SentBack = "sent-back", "Your ratings and changes are sent back";
        Published = "published", "Your ratings and changes are published by somebody else, or as scheduled";
        Overdue = "overdue", "Reports become overdue";
        ImportFinished = "import-finished", "Your files are imported, or fail";
        SourceChanged = "source-changed", "Watched sources say something new";
        Summary = "summary", "A summary of the work that waits for you, on the mornings of working days";
    }
}

impl NoticeKind {
    /// Whether it is sent by e-mail to who has not chosen: what concerns their own work is.
    pub const fn by_mail_unless_chosen(self) -> bool {
        matches!(
            self,
            Self::HandedIn | Self::SentBack | Self::Published | Self::ImportFinished
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_go_out_at_six_and_weekly_ones_on_mondays() {
        for (often, now, next) in [
            // A Saturday.
            ("at-once", "2026-11-28T05:00:00Z", "2026-11-28T05:00:00Z"),
            ("daily", "2026-11-28T05:00:00Z", "2026-11-28T06:00:00Z"),
            ("daily", "2026-11-28T06:00:00Z", "2026-11-29T06:00:00Z"),
            ("weekly", "2026-11-28T05:00:00Z", "2026-11-30T06:00:00Z"),
            ("weekly", "2026-11-30T05:59:59Z", "2026-11-30T06:00:00Z"),
            ("weekly", "2026-11-30T06:00:00Z", "2026-12-07T06:00:00Z"),
            ("weekly", "2026-12-31T23:00:00Z", "2027-01-04T06:00:00Z"),
        ] {
            let often: Frequency = often.parse().unwrap();
            let now: DateTime<Utc> = now.parse().unwrap();
            assert_eq!(
                often.next(now),
                next.parse::<DateTime<Utc>>().unwrap(),
                "{now}"
            );
        }
    }
}
