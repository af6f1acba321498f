//! What becomes of letters that the mail server does not take.

use super::follow::operations;
use super::{ask, follow, pass, publish, sent, site_over};
use crate::support::raw::number;
use crate::support::{an_entry, on_both, record};

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_fails_is_sent_later_once() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let (site, server) = site_over(&place.store).await;
        ask(&site, "/commitments", "ana@example.org", "daily").await;
        server.answer_next(&["451 try again later", "421 closing"]);
        assert!(sent(&site, &server).await.is_empty());
        let state = site.app.outbox_state().await.unwrap();
        assert_eq!((state.waiting, state.failing, state.given_up), (1, 1, 0));
        // Not at once again, and not with what the server said.
        assert!(sent(&site, &server).await.is_empty());
        assert_eq!(state.failure, "the mail server cannot take it now (451)");
        pass(&site, 2);
        assert!(sent(&site, &server).await.is_empty());
        pass(&site, 2);
        assert!(sent(&site, &server).await.is_empty(), "the wait grows");
        pass(&site, 4);
        let letters = sent(&site, &server).await;
        assert_eq!(letters.len(), 1);
        for _ in 0..3 {
            pass(&site, 60);
            assert!(sent(&site, &server).await.is_empty());
        }
        // What was said is forgotten at once, and that it was said in two days.
        let kept = "SELECT COUNT(*) FROM outbox WHERE content <> '' OR recipient <> ''";
        assert_eq!(number(&operations(place), kept).await, 0);
        pass(&site, 3 * 24 * 60);
        site.app.forget_old_mail().await.unwrap();
        assert_eq!(
            number(&operations(place), "SELECT COUNT(*) FROM outbox").await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_given_up_after_some_days_and_the_desk_can_say_so() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let (site, server) = site_over(&place.store).await;
        ask(&site, "/commitments", "ana@example.org", "daily").await;
        server.answer_next(&["451 later"; 100]);
        let mut hours = 0;
        while site.app.outbox_state().await.unwrap().given_up == 0 {
            assert!(sent(&site, &server).await.is_empty());
            pass(&site, 60);
            hours += 1;
            assert!(hours < 24 * 7);
        }
        assert!(hours > 24, "{hours}");
        let state = site.app.outbox_state().await.unwrap();
        assert_eq!((state.waiting, state.given_up), (0, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_whose_address_is_refused_for_good_is_forgotten() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let (site, server) = site_over(&place.store).await;
        let page = "/commitments?member=netherlands";
        follow(&site, &server, page, "ana@example.org", "at-once").await;
        let followers = async || number(&operations(place), "SELECT COUNT(*) FROM follower").await;
        for (number, answers) in [
            &["550 no such user"][..],
            &[],
            &["550 no"],
            &["550 no"],
            &["550 no"],
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(followers().await, 1, "{number}");
            publish(
                &site,
                &place.store,
                [an_entry("NL0001").title(&format!("T{number}"))],
            )
            .await;
            pass(&site, 6);
            server.answer_next(answers);
            assert_eq!(
                sent(&site, &server).await.len(),
                usize::from(answers.is_empty())
            );
            // It is not tried again.
            pass(&site, 60);
            assert!(sent(&site, &server).await.is_empty());
        }
        assert_eq!(followers().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_that_answers_letters_wait() {
    on_both(async |place| {
        record(&place.store, [an_entry("NL0001")]).await;
        let site = crate::support::site::Site::over(place.store.clone()).await;
        // Nobody listens there any more.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = nobody.local_addr().unwrap();
        drop(nobody);
        let smtp = format!("smtp://{address}").parse().unwrap();
        let mail =
            ogp_tracker::service::mail::Mail::new(&smtp, "a@tracker.example", super::server::SITE);
        site.app.use_mail(mail.unwrap());
        ask(&site, "/commitments", "ana@example.org", "daily").await;
        assert_eq!(ogp_tracker::letters::send_due(&site.app).await.unwrap(), 0);
        let state = site.app.outbox_state().await.unwrap();
        assert_eq!((state.waiting, state.failing), (1, 1));
        assert_eq!(state.failure, "the mail server cannot be reached");
    })
    .await;
}
