//! What staff and visitors do with a server, for scenarios in which not every answer is a success.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::server::Server;

/// What a server said, and how long it took.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    pub status: u16,
    /// Whether it says when to come back.
    pub has_retry_after: bool,
    pub took: Duration,
}

impl Server {
    /// Changes a commitment's title as an editor does, and returns the status: 303 says that it is saved.
    /// The number tells this change from others; `base` is the revision that the form was made from.
    pub fn edit(
        &self,
        cookie: &str,
        code: &str,
        title: &str,
        number: usize,
        base: u64,
    ) -> Result<u16> {
        let answer = self.posted(
            &format!("/staff/commitments/{code}"),
            cookie,
            &[
                ("base", &base.to_string()),
                ("submission", &format!("benchmark-submission-{number:06}")),
                ("title", title),
                ("reason", "An edit of the benchmark"),
            ],
        )?;
        let location = answer.headers().get("location");
        let location = location.and_then(|location| location.to_str().ok());
        // To be sent to sign in is no success.
        if location.is_some_and(|location| location.contains("sign-in")) {
            return Ok(401);
        }
        Ok(answer.status().as_u16())
    }

    /// Asks for an address; a refusal is an answer, too.
    pub fn ask(&self, path: &str) -> Result<Reply> {
        let began = Instant::now();
        let request = self.agent.get(format!("{}{path}", self.launch.base()));
        let request = request.config().http_status_as_error(false).build();
        let mut response = request.call().with_context(|| path.to_owned())?;
        response.body_mut().read_to_vec()?;
        Ok(Reply {
            status: response.status().as_u16(),
            has_retry_after: response.headers().contains_key("retry-after"),
            took: began.elapsed(),
        })
    }

    /// Every commitment's title, by code, as the download of everything says.
    pub fn titles(&self) -> Result<HashMap<String, String>> {
        let mut all = self.everything()?;
        let text = |item: &mut serde_json::Value, key: &str| match item[key].take() {
            serde_json::Value::String(text) => Some(text),
            _ => None,
        };
        let pairs = all
            .iter_mut()
            .filter_map(|item| Some((text(item, "code")?, text(item, "title")?)));
        Ok(pairs.collect())
    }

    /// The commitments of the download of everything.
    pub fn everything(&self) -> Result<Vec<serde_json::Value>> {
        let mut whole: serde_json::Value = serde_json::from_str(&self.text("/commitments.json")?)?;
        match whole["items"].take() {
            serde_json::Value::Array(items) => Ok(items),
            _ => anyhow::bail!("the download has no items"),
        }
    }

    /// Sends a file as the import form does, and returns the status.
    pub fn upload(&self, cookie: &str, name: &str, bytes: &[u8]) -> Result<u16> {
        const BOUNDARY: &str = "----------------a-boundary-of-the-drill";
        let mut body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let request = self
            .agent
            .post(format!("{}/staff/import", self.launch.base()))
            .config()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(2)))
            .build();
        let response = request
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie)
            .header(
                "content-type",
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .send(&body[..])?;
        Ok(response.status().as_u16())
    }
}
