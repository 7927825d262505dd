//! Somebody with the database, but without the key, changes the log behind our back.

use bankfeeds_link::domain::audit::chain::{self, How};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::*;

/// A log of eight entries.
async fn of_eight(database: Database) -> Log {
    let log = Log::begun(database).await;
    for number in 2..=8 {
        log.clock.advance(Duration::from_secs(1));
        log.makes_company(&format!("Company {number}")).await;
    }
    assert_eq!(log.broken().await, None);
    log
}

impl Log {
    async fn meddles(&self, statements: &str) {
        let statements = AssertSqlSafe(statements.to_owned());
        if self.database.is_postgres() {
            let mut connection = PgConnection::connect(self.database.url()).await.unwrap();
            sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = SqliteConnection::connect(self.database.url()).await.unwrap();
            sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
        }
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if self.database.is_postgres() { format!("'\\x{hex}'") } else { format!("x'{hex}'") }
    }

    /// Puts right all hashes from this entry on, and the end, as somebody would who knows how it is done.
    async fn chains_anew(&self, from: i64) {
        let mut db = self.store.read().await.unwrap();
        let entries = store::audit::portion(&mut db, self.partner, 0, i64::MAX).await.unwrap();
        drop(db);
        let (mut hash, mut statements) = (chain::NOTHING.to_vec(), String::new());
        for entry in entries {
            hash = Sha256::new().chain_update(&hash).chain_update(&entry.body).finalize().to_vec();
            if entry.number >= from {
                let hash = self.bytes(&hash);
                statements += &format!("UPDATE audit_entries SET hash = {hash} WHERE number = {};", entry.number);
                statements += &format!("UPDATE audit_heads SET hash = {hash}, number = {};", entry.number);
            }
        }
        self.meddles(&statements).await;
    }
}

const LATER: &str = "UPDATE audit_entries SET number = number + 100 WHERE number >= 5;
    UPDATE audit_personal SET number = number + 100 WHERE number >= 5;";

on_both_databases! {
    async fn an_entry_whose_text_is_changed_is_found(database: Database) {
        let log = of_eight(database).await;
        log.meddles("UPDATE audit_entries SET body = replace(body, 'company created', 'company changed') WHERE number = 4").await;
        assert_eq!(log.broken().await, Some((4, How::Changed)));
        log.chains_anew(4).await;
        assert_eq!(log.broken().await, Some((8, How::Unsealed)));
    }

    async fn what_stands_beside_an_entry_is_part_of_it(database: Database) {
        for meddled in ["at = '2020-01-01T00:00:00.000000Z'", "area = 'settings'", "actor = 'operator'"] {
            let database = if database.is_postgres() { Database::postgres().await } else { Database::sqlite() };
            let log = of_eight(database).await;
            log.meddles(&format!("UPDATE audit_entries SET {meddled} WHERE number = 3")).await;
            assert_eq!(log.broken().await, Some((3, How::Changed)), "{meddled}");
        }
    }

    async fn an_entry_that_is_taken_out_is_found_even_when_the_others_close_ranks(database: Database) {
        let log = of_eight(database).await;
        log.meddles("DELETE FROM audit_entries WHERE number = 5; DELETE FROM audit_personal WHERE number = 5").await;
        assert_eq!(log.broken().await, Some((5, How::Missing)));
        for number in 6..=8 {
            log.meddles(&format!("UPDATE audit_entries SET number = {0} WHERE number = {number};
                UPDATE audit_personal SET number = {0} WHERE number = {number}", number - 1)).await;
        }
        assert_eq!(log.broken().await, Some((5, How::Changed)));
        log.chains_anew(5).await;
        assert_eq!(log.broken().await, Some((5, How::Changed)));
    }

    async fn an_entry_that_is_put_in_is_found(database: Database) {
        let log = of_eight(database).await;
        log.meddles(LATER).await;
        for number in (105..=108).rev() {
            log.meddles(&format!("UPDATE audit_entries SET number = {0} WHERE number = {number};
                UPDATE audit_personal SET number = {0} WHERE number = {number}", number - 99)).await;
        }
        log.meddles("INSERT INTO audit_entries (partner_id, number, at, area, actor, body, hash)
            SELECT partner_id, 5, at, area, actor, replace(body, '\"number\":4', '\"number\":5'), hash
            FROM audit_entries WHERE number = 4").await;
        assert_eq!(log.broken().await, Some((5, How::Changed)));
    }

    async fn an_entry_behind_the_end_is_found(database: Database) {
        let log = of_eight(database).await;
        log.meddles("INSERT INTO audit_entries (partner_id, number, at, area, actor, body, hash)
            SELECT partner_id, 9, at, area, actor, replace(body, '\"number\":8', '\"number\":9'), hash
            FROM audit_entries WHERE number = 8").await;
        assert_eq!(log.broken().await, Some((9, How::BeyondTheEnd)));
    }

    async fn two_entries_that_change_places_are_found(database: Database) {
        let log = of_eight(database).await;
        for (from, to) in [(3, 100), (6, 3), (100, 6)] {
            log.meddles(&format!("UPDATE audit_entries SET number = {to} WHERE number = {from};
                UPDATE audit_personal SET number = {to} WHERE number = {from}")).await;
        }
        assert_eq!(log.broken().await, Some((3, How::Changed)));
    }

    async fn a_tail_that_is_cut_off_is_found_with_and_without_the_end(database: Database) {
        let log = of_eight(database).await;
        log.meddles("DELETE FROM audit_entries WHERE number > 6; DELETE FROM audit_personal WHERE number > 6").await;
        assert_eq!(log.broken().await, Some((7, How::Missing)));
        log.chains_anew(6).await;
        assert_eq!(log.broken().await, Some((6, How::Unsealed)));
        log.meddles("DELETE FROM audit_heads").await;
        assert_eq!(log.broken().await, Some((1, How::NoLog)));
    }

    async fn a_log_that_is_written_anew_without_the_key_is_not_made_good_by_those_who_go_on_with_it(database: Database) {
        let log = of_eight(database).await;
        log.meddles("UPDATE audit_entries SET body = replace(body, 'company created', 'company changed') WHERE number = 2").await;
        log.chains_anew(2).await;
        log.makes_company("Company 9").await;
        assert_eq!(log.broken().await, Some((9, How::Unsealed)));
        // Nor is one whose end was taken away.
        log.meddles("DELETE FROM audit_heads").await;
        log.makes_company("Company 10").await;
        assert_eq!(log.broken().await, Some((10, How::Unsealed)));
    }

    async fn an_end_that_is_moved_back_is_found(database: Database) {
        let log = of_eight(database).await;
        let mut db = log.store.read().await.unwrap();
        let sixth = store::audit::portion(&mut db, log.partner, 5, 6).await.unwrap().remove(0);
        drop(db);
        log.meddles(&format!("UPDATE audit_heads SET number = 6, hash = {}", log.bytes(&sixth.hash))).await;
        assert_eq!(log.broken().await, Some((6, How::Unsealed)));
    }

    async fn a_personal_value_that_is_changed_added_or_taken_away_is_found(database: Database) {
        let log = of_eight(database).await;
        log.meddles("INSERT INTO audit_personal (partner_id, number, name, salt, value, subject)
            SELECT partner_id, number, 'who.nickname', salt, value, subject FROM audit_personal
            WHERE number = 7 AND name = 'from'").await;
        assert_eq!(log.broken().await, Some((7, How::PersonalAdded)));
        log.meddles("UPDATE audit_personal SET value = 'Mallory' WHERE number = 5 AND name = 'who.name'").await;
        assert_eq!(log.broken().await, Some((5, How::PersonalChanged)));
        log.meddles("DELETE FROM audit_personal WHERE number >= 5").await;
        assert_eq!(log.broken().await, Some((5, How::PersonalLost)));
    }

    async fn another_key_does_not_fit_until_it_has_sealed_the_log_anew(database: Database) {
        let log = of_eight(database).await;
        let key = SecretKey::random(&Chance::System).purpose("audit/1");
        let verified = async |key: Option<&PurposeKey>| verify(&log.store, log.partner, key, |_| true).await.unwrap().broken;
        assert_eq!(verified(Some(&key)).await, Some(Broken { number: 8, how: How::Unsealed }));
        assert_eq!(verified(None).await, None);
        let mut db = log.store.write().await.unwrap();
        store::audit::seal_anew(&mut db, log.partner, &key).await.unwrap();
        db.commit().await.unwrap();
        assert_eq!(verified(Some(&key)).await, None);
        assert_eq!(log.broken().await, Some((8, How::Unsealed)));
    }
}
