use bankfeeds_link::store::job_rounds;

use super::books::{Books, minutes, noon};
use crate::support::Database;

const JOB: &str = "silence";

on_both_databases! {
    async fn a_round_has_one_taker_until_its_time_has_passed(database: Database) {
        let books = Books::open(database).await;
        let (until, longest) = (noon() + minutes(2), noon() + minutes(10));
        let mut db = books.write().await;
        assert!(job_rounds::is_due(&mut db, JOB, noon(), longest).await.unwrap());
        assert!(job_rounds::take(&mut db, JOB, noon(), (until, longest)).await.unwrap());
        assert!(!job_rounds::is_due(&mut db, JOB, noon(), longest).await.unwrap());
        assert!(!job_rounds::take(&mut db, JOB, noon(), (until, longest)).await.unwrap());
        assert!(job_rounds::take(&mut db, "another", noon(), (until, longest)).await.unwrap());

        assert!(job_rounds::extend(&mut db, JOB, until, noon() + minutes(4)).await.unwrap());
        assert!(!job_rounds::extend(&mut db, JOB, until, noon() + minutes(6)).await.unwrap());
        let later = noon() + minutes(4);
        assert!(job_rounds::is_due(&mut db, JOB, later, later + minutes(10)).await.unwrap());
        let again = (later + minutes(2), later + minutes(10));
        assert!(job_rounds::take(&mut db, JOB, later, again).await.unwrap());
    }

    async fn a_time_that_a_wrong_clock_wrote_holds_nobody_up(database: Database) {
        let books = Books::open(database).await;
        let far = noon() + minutes(60 * 24 * 400);
        let mut db = books.write().await;
        assert!(job_rounds::take(&mut db, JOB, far, (far + minutes(2), far + minutes(10))).await.unwrap());
        let longest = noon() + minutes(10);
        assert!(job_rounds::is_due(&mut db, JOB, noon(), longest).await.unwrap());
        assert!(job_rounds::take(&mut db, JOB, noon(), (noon() + minutes(2), longest)).await.unwrap());
    }
}
