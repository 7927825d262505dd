use bankfeeds_link::domain::company::{Company, CompanyId};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::store::{companies, connections, source_accounts};

use super::books::{Books, company, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_company_comes_back_as_it_was_kept_and_only_to_its_partner(database: Database) {
        let books = Books::open(database).await;
        let kept = Company {
            name: "北京 Société «Ω»".into(),
            description: Some("10.50".into()),
            tags: [("region".to_owned(), "10.50".to_owned())].into(),
            created_by: Some("00123".into()),
            ..company(&books.chance, books.partner)
        };
        let mut db = books.write().await;
        companies::insert(&mut db, &kept).await.unwrap();
        let found = companies::find(&mut db, books.partner, kept.id).await.unwrap().unwrap();
        assert_eq!((found.id, found.partner, found.created_at), (kept.id, kept.partner, kept.created_at));
        assert_eq!((found.name, found.description), (kept.name, kept.description));
        assert_eq!((found.tags, found.created_by), (kept.tags, kept.created_by));
        let stranger = PartnerId::new(&books.chance);
        assert!(companies::find(&mut db, stranger, kept.id).await.unwrap().is_none());
        assert!(!companies::delete(&mut db, stranger, kept.id).await.unwrap());
    }

    async fn a_page_of_companies_is_newest_first_and_knows_how_many_there_are(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let mut ids = vec![books.company];
        for minute in 1..5 {
            let next = Company { created_at: noon() + minutes(minute), ..company(&books.chance, books.partner) };
            companies::insert(&mut db, &next).await.unwrap();
            ids.insert(0, next.id);
        }
        let (page, total) = companies::page(&mut db, books.partner, 2, 1).await.unwrap();
        assert_eq!(page.iter().map(|it| it.id).collect::<Vec<CompanyId>>(), ids[1..3]);
        assert_eq!(total, 5);
        let (page, total) = companies::page(&mut db, PartnerId::new(&books.chance), 2, 0).await.unwrap();
        assert_eq!((page.len(), total), (0, 0));
    }

    async fn a_deleted_company_takes_all_that_belongs_to_it(database: Database) {
        let books = Books::open(database).await;
        books.account("1").await;
        books.link().await;
        let mut db = books.write().await;
        assert!(companies::delete(&mut db, books.partner, books.company).await.unwrap());
        assert!(!companies::delete(&mut db, books.partner, books.company).await.unwrap());
        assert!(connections::find_any(&mut db, books.connection).await.unwrap().is_none());
        assert!(source_accounts::of_connection(&mut db, books.connection).await.unwrap().is_empty());
        db.commit().await.unwrap();
    }
}
