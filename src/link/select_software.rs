//! Step 1: the accounting software. The connection already names it, so it is selected beforehand; pressing Next without it
//! is answered beside the tile.

use askama::Template;

use crate::web::page::{Page, Shell};
use crate::web::urls;

/// The tile's value in the form: the platform key of QuickBooks Online Bank Feeds.
pub const QUICKBOOKS: &str = "hcws";

#[derive(Template)]
#[template(path = "link/select_software.html")]
pub struct SelectSoftware {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    pub selected: bool,
    /// Next was pressed with nothing selected; the page is then answered with 422.
    pub nothing_selected: bool,
}

impl Page for SelectSoftware {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("select-software").to_owned()
    }

    fn step(&self) -> Option<usize> {
        Some(1)
    }

    fn has_error(&self) -> bool {
        self.nothing_selected
    }
}

#[cfg(test)]
impl SelectSoftware {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, SelectSoftware)> {
        let page = |selected, nothing_selected| SelectSoftware {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            selected,
            nothing_selected,
        };
        vec![("select_software", page(true, false)), ("select_software_error", page(false, true))]
    }
}
