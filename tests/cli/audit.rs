//! `bankfeeds-link audit`: the operator verifies the logs and takes one along.

use serde_json::Value;
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::commands::creates;
use super::terminal::Terminal;
use crate::support::Database;

async fn meddles(database: &Database, statement: &'static str) {
    if database.is_postgres() {
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    }
}

on_both_databases! {
    async fn a_log_is_verified_while_a_server_runs_and_a_broken_one_is_told_in_a_line(database: Database) {
        let terminal = Terminal::of_server(database.url());
        let (id, _) = creates(&terminal, "Acme Bank");
        let mut server = terminal.serves();
        terminal.runs(&["partner", "set", "--support-phone", "1-555-010-0100"]).succeeded();
        let words = terminal.runs(&["audit", "verify"]);
        assert_eq!(words.succeeded(), format!("{id}: 3 entries are as written; 0 personal values were removed.\n"));
        let told = terminal.runs(&["audit", "verify", "--partner", &id, "--json"]).json();
        assert_eq!((&told["entries"], &told["broken"]), (&3.into(), &Value::Null));
        meddles(&database, "UPDATE audit_entries SET body = replace(body, '0100', '0199') WHERE number = 3").await;
        let broken = terminal.runs(&["audit", "verify"]);
        let line = format!("bankfeeds-link: the audit log of the partner {id} is not whole: entry 3 was changed\n");
        assert_eq!((broken.status, broken.err), (1, line));
        server.stops();
    }

    async fn a_log_is_taken_along_line_by_line_in_the_operators_name(database: Database) {
        let terminal = Terminal::of_server(database.url());
        creates(&terminal, "Acme Bank");
        let out = terminal.runs(&["audit", "export"]);
        let lines: Vec<Value> = out.succeeded().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        for line in &lines {
            let body: Value = serde_json::from_str(line["body"].as_str().unwrap()).unwrap();
            assert_eq!(body["who"]["kind"], "operator");
        }
        assert_eq!(lines[0]["hash"], lines[1]["previous"]);
    }

    async fn another_secret_key_seals_the_logs_anew_but_for_one_that_is_broken(database: Database) {
        let terminal = Terminal::of_server(database.url());
        let (id, _) = creates(&terminal, "Acme Bank");
        let (broken, _) = creates(&terminal, "Broken Bank");
        let other = Terminal::of_server(database.url()).and("SECRET_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        assert!(other.runs(&["audit", "verify"]).refused().contains("SECRET_KEY is not the one"));
        meddles(&database, "UPDATE audit_entries SET body = replace(body, 'Broken Bank', 'Whole Bank')").await;
        let replaced = other.runs(&["secret", "replace"]);
        assert!(replaced.succeeded().contains(&format!("the partner {broken} was not sealed anew")), "{}", replaced.out);
        let told = other.runs(&["audit", "verify", "--partner", &id, "--json"]).json();
        assert_eq!((&told["entries"], &told["broken"]), (&3.into(), &Value::Null));
        let all = other.runs(&["audit", "verify"]);
        assert!(all.status == 1 && all.err.contains("is not whole: entry 1 was changed"), "{}", all.err);
    }
}

#[test]
fn without_a_key_nothing_of_a_partner_is_changed() {
    let terminal = Terminal::new(&[]);
    assert!(
        terminal.runs(&["partner", "create", "--name", "Acme Bank"]).refused().starts_with("SECRET_KEY is missing")
    );
    assert!(super::terminal::names(terminal.path("").as_path()).is_empty());
}
