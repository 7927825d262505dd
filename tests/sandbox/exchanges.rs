//! What was said over OFX can be read, and the password is nowhere in it.

use super::Desk;
use crate::support::Database;

on_both_databases! {
    async fn every_exchange_can_be_opened_and_kept_as_a_file(database: Database) {
        let desk = Desk::open(database).await;
        let (_, (username, _)) = desk.links();
        let list = desk.opens("/exchanges");
        for words in ["Profile", "List of accounts", "Statements", "The bank’s profile was read.", "The bank lists 2 accounts."] {
            assert!(list.says(words), "{words}: {}", list.html());
        }
        let opened = desk.opens_last_exchange();
        assert!(opened.says("What it meant") && opened.says("POST ") && opened.says("HTTP 200"), "{}", opened.html());
        assert!(opened.says(&format!("<USERID>{username}")) && opened.says("<USERPASS>****************"));
        assert!(opened.says("  <SIGNONMSGSRSV1>") && opened.says("<APPID>QBKS"));
        for (side, words) in [("request", "<STMTTRNRQ>"), ("answer", "<LEDGERBAL>")] {
            let file = desk.browser.asks("GET", &format!("{}/{side}", opened.url));
            assert_eq!(file.status, 200);
            assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"ofx-statements-{side}.txt\""));
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert!(file.header("content-security-policy").contains("sandbox"));
            assert!(file.header("content-type").starts_with("text/plain"));
            assert!(file.text().starts_with("OFXHEADER:100\r\n") && file.text().contains(words));
        }
    }

    async fn no_password_is_kept_where_anybody_can_read_it(database: Database) {
        let desk = Desk::open(database).await;
        let (bank, (_, password)) = desk.links();
        let sign_in = desk.browser.opens(&format!("{}/sign-in", bank.url));
        let wrong = "WR0NG-PASSW0RD-TYPED";
        let refused = desk.signs_in(&sign_in, ("SOMEBODY", wrong));
        assert_eq!(refused.status(), 422);
        let mut pages = vec![refused.html(), desk.opens("").html(), desk.browser.opens(&bank.url).html()];
        pages.push(desk.browser.opens(&sign_in.url).html());
        let list = desk.opens("/exchanges").html();
        let addresses = list.split("href=\"").filter(|rest| rest.starts_with("/sandbox/quickbooks/exchanges/"));
        for address in addresses.map(|rest| rest.split('"').next().unwrap()) {
            for side in ["", "/request", "/answer"] {
                pages.push(desk.browser.asks("GET", &format!("{}{address}{side}", desk.server.url())).text());
            }
        }
        assert!(pages.len() > 15, "{}", pages.len());
        let tables = desk.server.database.tables().await;
        let rows = tables.iter().filter(|(name, _)| name.starts_with("pretend_")).flat_map(|(_, rows)| rows);
        pages.extend(rows.cloned());
        for secret in [password.as_str(), wrong] {
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            for page in &pages {
                let lower = page.to_lowercase();
                assert!(!lower.contains(&secret.to_lowercase()) && !lower.contains(&hex), "{secret} is in {page}");
            }
        }
    }
}
