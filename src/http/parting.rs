//! A connection that its worker drops in the middle of something, because the time for it is over.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::Handle;

/// Work that is dropped as if on the runtime `home`. What it holds of the database is given back by a task; the runtime of a
/// worker that ends is no place to start one any more, and the attempt would panic.
pub struct Parting<F> {
    /// `None` only while it is dropped.
    work: Option<Pin<Box<F>>>,
    home: Handle,
}

impl<F> Parting<F> {
    pub fn at(home: Handle, work: F) -> Self {
        Self { work: Some(Box::pin(work)), home }
    }
}

impl<F: Future> Future for Parting<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match &mut self.get_mut().work {
            Some(work) => work.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<F> Drop for Parting<F> {
    fn drop(&mut self) {
        let _home = self.home.enter();
        self.work = None;
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;
    use crate::store::Store;

    #[test]
    fn a_connection_to_the_database_is_given_back_where_there_is_no_runtime_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let home = Builder::new_current_thread().enable_all().build().unwrap();
        let file = format!("sqlite:{}", folder.path().join("test.db").display());
        let store = home.block_on(Store::open(&file)).unwrap();
        for _ in 0..3 {
            let writes = async {
                let _unit = store.write().await.unwrap();
                std::future::pending::<()>().await;
            };
            let mut work = Parting::at(home.handle().clone(), writes);
            let begun = home.block_on(async {
                tokio::time::timeout(std::time::Duration::from_millis(200), &mut work).await.is_err()
            });
            assert!(begun);
            drop(work);
        }
        // There is one writer: it would be waited for in vain.
        assert!(home.block_on(async { store.write().await.is_ok() }));
    }
}
