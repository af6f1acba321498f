//! Links to the pages of something long.

use leptos::prelude::*;

use super::lang;
use super::links::link_to;
use i18n::format::number;
use i18n::list as say;

/// How many pages before and after this one have a link.
const NEAR: usize = 2;

/// Links to pages near `here`, the first and the last, all counted from 0. `address` says where a page is.
/// Nothing where there is one page only.
pub fn pager(here: usize, pages: usize, address: impl Fn(usize) -> String) -> AnyView {
    if pages < 2 {
        return ().into_any();
    }
    let t = lang();
    let step = |page: usize, rel: &'static str, name: &'static str| {
        view! { <li><a href=link_to(address(page)) rel=rel>{name}</a></li> }.into_any()
    };
    let near = |page: &usize| *page == 0 || *page + 1 == pages || page.abs_diff(here) <= NEAR;
    let mut items = Vec::new();
    if here > 0 {
        items.push(step(here - 1, "prev", say::previous(t)));
    }
    let mut before = None;
    for page in (0..pages).filter(near) {
        if before.is_some_and(|b| b + 1 < page) {
            items.push(
                view! { <li><span class="gap" aria-hidden="true">"\u{2026}"</span></li> }
                    .into_any(),
            );
        }
        before = Some(page);
        let current = (page == here).then_some("page");
        items.push(
            view! {
                <li>
                    <a
                        href=link_to(address(page))
                        aria-current=current
                        aria-label=say::page(t, &number(t, page + 1))
                    >
                        {page + 1}
                    </a>
                </li>
            }
            .into_any(),
        );
    }
    if here + 1 < pages {
        items.push(step(here + 1, "next", say::next(t)));
    }
    view! { <nav aria-label=say::pages(t)><ol class="pager">{items}</ol></nav> }.into_any()
}
