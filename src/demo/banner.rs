//! What the demo says when it is ready: what to open, and what to paste into a second terminal.

use std::io::Write;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::files::Files;
use super::staff::Portal;
use crate::domain::app::App;
use crate::domain::passkey;
use crate::web::urls::{portal, sandbox as urls};

pub fn write(
    out: &mut impl Write,
    app: &App,
    files: &Files,
    (link, portal): (&str, &Portal),
    bound: SocketAddr,
) -> std::io::Result<()> {
    let origin = app.public_url.origin();
    let (key, folder) = (files.api_key.reveal(), files.folder().display());
    let authorization = STANDARD.encode(key);
    let request = files.request();
    let request = request.display();
    // A name of its own for each port: ofxget keeps the profile by this name, and the address in it.
    let (walk, quickbooks) = (app.public_url.join(&urls::walk(None::<&str>)), app.public_url.join(&urls::quickbooks()));
    let organisation = format!("demo{}", bound.port());
    let portal = staff(app, portal);
    write!(
        out,
        "
  Harbour Light Bank, a demo, is open.

  Begin with the walk, which has a pretend QuickBooks and a clock to turn: {walk}

  Or by hand, with the demo's own company:

  1. Be the customer: open this link in a browser and go on to the username and password.

     {link}

  2. Be QuickBooks: enter them in the pretend one, {quickbooks}, or download the statements with ofxget.
     (Install ofxget with: pipx install ofxtools)

     ofxget stmt --all --nokeyring --version 203 --org {organisation} --fid 1 --url {origin}/ofx --user USERNAME --password PASSWORD

     The first download connects the accounts; a few seconds later the second one brings a week of transactions.

  3. Be the bank's program: its API key is {key}

     curl -H 'Authorization: Basic {authorization}' {origin}/companies

  4. Ask the institution at {origin}/ofx for its profile, which needs no password.

     curl -H 'Content-Type: application/x-ofx' --data-binary '@{request}' {origin}/ofx

  5. Be the bank's staff, in the portal. {portal}

  Stop with Ctrl-C. A later start has the same key and a fresh link. All it keeps is in {folder}/.

"
    )?;
    out.flush()
}

/// The way into the portal. A demo that was started before may have been set up then.
fn staff(app: &App, portal: &Portal) -> String {
    match portal {
        Portal::SetUp(link) => {
            let passkey = if passkey::are_possible(app) { " or a passkey" } else { "" };
            format!(
                "This link works once: choose a password, then add an authenticator app{passkey}.

     {link}"
            )
        }
        Portal::SignIn { email } => format!(
            "It was set up at an earlier start: sign in as {email} with the password chosen then.

     {}

     (Forgotten? With the settings in the demo's env file: bankfeeds-link member reset --second-factor --email {email})",
            app.public_url.join(&portal::sign_in())
        ),
    }
}
