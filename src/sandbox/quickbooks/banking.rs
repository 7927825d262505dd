//! Banking: the banks that are linked.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::refusal::Refusal;
use crate::sandbox::page::Guest;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

#[derive(Template)]
#[template(path = "sandbox/quickbooks/banking.html")]
struct Banking {
    shell: Shell,
}

impl Page for Banking {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("qb-banking").to_owned()
    }
}

pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    guest.answers(StatusCode::OK, &Banking { shell: guest.quickbooks() })
}
