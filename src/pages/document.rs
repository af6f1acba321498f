//! The document around every page, and which page stands at which address.

use leptos::prelude::*;
use leptos_axum::AxumRouteListing;
use leptos_router::SsrMode;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::path;

use super::area::{AreaPage, AreasPage};
use super::challenge::ChallengePage;
use super::changes::ChangesPage;
use super::chart::{ChartPage, EmbedPage, ExplorerPage};
use super::commitment::CommitmentPage;
use super::commitments::CommitmentsPage;
use super::compare::ComparePage;
use super::data::DataPage;
use super::error::NothingHere;
use super::guide::{ActionPage, ChapterPage, GuidePage};
use super::home::HomePage;
use super::member::{MemberPage, MembersPage};
use super::method::MethodPage;
use super::network::{NetworkPage, ParticipantPage};
use super::resources::ResourcesPage;
use super::staff;
use crate::components::lang;
use crate::web::asset_href;

/// The whole HTML document at the request's address.
#[component]
pub fn Document() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang().slug()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width,initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=asset_href("site.css")/>
            </head>
            <body>
                <Pages/>
            </body>
        </html>
    }
}

/// One outer route renders everything in `Async` mode: data is loaded before the first byte is
/// sent, so statuses and titles are right and nothing needs a script.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NothingHere>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage/>
                    <Route path=path!("/commitments") view=CommitmentsPage/>
                    <Route path=path!("/commitments/:code") view=CommitmentPage/>
                    <Route path=path!("/members") view=MembersPage/>
                    <Route path=path!("/members/:slug") view=MemberPage/>
                    <Route path=path!("/areas") view=AreasPage/>
                    <Route path=path!("/areas/:slug") view=AreaPage/>
                    <Route path=path!("/charts") view=ExplorerPage/>
                    <Route path=path!("/charts/:name") view=ChartPage/>
                    <Route path=path!("/charts/:name/embed") view=EmbedPage/>
                    <Route path=path!("/compare") view=ComparePage/>
                    <Route path=path!("/method") view=MethodPage/>
                    <Route path=path!("/data") view=DataPage/>
                    <Route path=path!("/changes") view=ChangesPage/>
                    <Route path=path!("/challenge") view=ChallengePage/>
                    <Route path=path!("/guide") view=GuidePage/>
                    <Route path=path!("/guide/:chapter") view=ChapterPage/>
                    <Route path=path!("/guide/:chapter/:action") view=ActionPage/>
                    <Route path=path!("/network") view=NetworkPage/>
                    <Route path=path!("/network/:participant") view=ParticipantPage/>
                    <Route path=path!("/resources") view=ResourcesPage/>
                    <Route path=path!("/staff") view=staff::DeskPage/>
                    <Route path=path!("/staff/sign-in") view=staff::SignInPage/>
                    <Route path=path!("/staff/account") view=staff::AccountPage/>
                    <Route path=path!("/staff/users") view=staff::UsersPage/>
                    <Route path=path!("/staff/security") view=staff::SecurityPage/>
                    <Route path=path!("/staff/commitments/new") view=staff::NewCommitmentPage/>
                    <Route path=path!("/staff/commitments/:code") view=staff::EditPage/>
                    <Route path=path!("/staff/commitments/:code/ratings/:dimension") view=staff::RatingPage/>
                    <Route path=path!("/staff/drafts/:id") view=staff::DraftPage/>
                    <Route path=path!("/staff/drafts/:id/preview") view=staff::PreviewPage/>
                    <Route path=path!("/staff/members") view=staff::MembersPage/>
                    <Route path=path!("/staff/members/:slug") view=staff::MemberPage/>
                    <Route path=path!("/staff/tags") view=staff::TagsPage/>
                    <Route path=path!("/staff/institutions") view=staff::InstitutionsPage/>
                    <Route path=path!("/staff/areas") view=staff::AreasPage/>
                    <Route path=path!("/staff/context") view=staff::ContextPage/>
                    <Route path=path!("/staff/context/:kind") view=staff::KindPage/>
                    <Route path=path!("/staff/context/:kind/:slug") view=staff::ItemPage/>
                    <Route path=path!("/staff/import") view=staff::ImportsPage/>
                    <Route path=path!("/staff/import/:id") view=staff::ImportPage/>
                    <Route path=path!("/staff/import/batches/:number") view=staff::BatchPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The addresses of all pages, for the HTTP router.
pub fn routes() -> Vec<AxumRouteListing> {
    leptos_axum::generate_route_list(Pages)
}
