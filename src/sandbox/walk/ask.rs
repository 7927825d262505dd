//! Makes a call of the walk over HTTP, to this server's own address and with the developer's key: what a page shows is what
//! happened.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http_body_util::Full;
use serde_json::Value;

use super::calls::Call;
use crate::domain::app::App;
use crate::domain::sandbox::Sandbox;
use crate::sandbox::quickbooks::wire;
use crate::secret::SecretText;
use crate::store::sandbox_calls::Called;

/// What the API promises to answer within.
const PATIENCE: Duration = Duration::from_secs(5);
/// Of an answer; the longest that the walk asks for has a tenth of it.
const MOST_BYTES: usize = 256 * 1024;
/// Of an answer, in characters, as it is kept to be shown.
const MOST_SHOWN: usize = 4_000;
const MASKED: &str = "••••••";

/// What came back, to be read and to be shown.
pub struct Answered {
    /// 0: nothing came back.
    pub status: u16,
    pub body: Value,
}

impl Answered {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The text under this name.
    pub fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    /// For the page: whose secrets are masked.
    pub fn told(&self, app: &App, call: &Call) -> Called {
        let mut body = self.body.clone();
        mask(&mut body);
        let text = if body.is_null() { String::new() } else { serde_json::to_string_pretty(&body).unwrap_or_default() };
        Called {
            method: call.method.to_owned(),
            path: call.path.clone(),
            status: self.status.into(),
            answer: shortened(&text),
            called_at: app.clock.now(),
        }
    }
}

/// Makes the call. A server that does not answer is an answer, too: nothing of the page depends on it.
pub async fn ask(sandbox: &Sandbox, key: &SecretText, call: &Call) -> Answered {
    match tokio::time::timeout(PATIENCE, sent(sandbox, key, call)).await {
        Ok(Ok(answered)) => answered,
        Ok(Err(error)) => {
            tracing::warn!(error = %format!("{error:#}"), path = call.path, "the sandbox cannot call its own API");
            Answered { status: 0, body: Value::Null }
        }
        Err(_) => Answered { status: 0, body: Value::Null },
    }
}

async fn sent(sandbox: &Sandbox, key: &SecretText, call: &Call) -> anyhow::Result<Answered> {
    let authorization = format!("Basic {}", STANDARD.encode(key.reveal()));
    let body = call.body.as_ref().map(Value::to_string).unwrap_or_default();
    let request = http::Request::builder()
        .method(call.method)
        .uri(format!("{}{}", sandbox.institution, call.path))
        .header(http::header::AUTHORIZATION, authorization)
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(Full::from(body))?;
    let (status, body) = wire::ask(request, MOST_BYTES).await?;
    Ok(Answered { status, body: serde_json::from_slice(&body).unwrap_or_default() })
}

/// The password of a set, and the code of a link, wherever they stand.
fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "password" {
                    *member = MASKED.into();
                } else {
                    mask(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::String(text) => {
            if let Some((address, code)) = text.split_once("otp=") {
                let rest = code.trim_start_matches(|digit: char| digit.is_ascii_digit());
                *text = format!("{address}otp={MASKED}{rest}");
            }
        }
        _ => {}
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let mut answer = json!({
            "linkUrl": "http://127.0.0.1/start?otp=742271&lang=fr",
            "results": [{ "password": "H7KQ2WMDX4ZRB9TN", "username": "S3MW-TR4P-7DS8" }],
        });
        mask(&mut answer);
        assert_eq!(
            answer,
            json!({
                "linkUrl": "http://127.0.0.1/start?otp=••••••&lang=fr",
                "results": [{ "password": "••••••", "username": "S3MW-TR4P-7DS8" }],
            })
        );
    }

    #[test]
    fn a_long_answer_is_cut_between_letters() {
        assert_eq!(shortened("é").as_str(), "é");
        let cut = shortened(&"é".repeat(MOST_SHOWN + 1));
        assert_eq!(cut.chars().count(), MOST_SHOWN + 1);
        assert!(cut.ends_with('…'));
    }
}
