//! The log taken along: as a table in words for a spreadsheet, or line by line with numbers and hashes, so that somebody outside can follow
//! the chain (docs/audit.md). Written while it is read, oldest first, however long it is.

use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;

use super::asked::Asked;
use super::words::{Teller, Told};
use crate::domain::app::App;
use crate::domain::audit::chain::{self, Entry};
use crate::domain::audit::verify::PORTION;
use crate::domain::audit::{Kept, exported};
use crate::domain::masking;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::store;
use crate::store::audit::Wanted;
use crate::web::texts::Tongue;

/// What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Without it spreadsheets read French as something else.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub async fn get_csv(member: Member, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    answer(&member, &request, Form::Csv, ("text/csv; charset=utf-8", "audit-log.csv")).await
}

pub async fn get_lines(member: Member, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    answer(&member, &request, Form::Lines, ("application/x-ndjson; charset=utf-8", "audit-log.jsonl")).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Lines,
}

async fn answer(
    member: &Member,
    request: &HttpRequest,
    form: Form,
    (kind, name): (&'static str, &str),
) -> Result<HttpResponse, Refusal> {
    let asked = Asked::of(request.query_string());
    let (wanted, _) = asked.wanted(&member.partner, member.tongue);
    let wanted = wanted.ok_or_else(|| Refusal::NotFound("export".to_owned()))?;
    let last = store::audit::count(&mut member.app.store.read().await?, member.partner.id).await?;
    let export = Export {
        app: member.app.clone(),
        partner: std::sync::Arc::clone(&member.partner),
        tongue: member.tongue,
        form,
        wanted,
        last,
        after: 0,
        hash: chain::NOTHING.to_vec(),
        has_head: false,
    };
    let pieces = stream::try_unfold(export, |export| Box::pin(export.next()));
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .streaming(pieces))
}

struct Export {
    app: Data<App>,
    partner: std::sync::Arc<Partner>,
    tongue: Tongue,
    form: Form,
    wanted: Wanted,
    /// The last entry that there was when it began.
    last: i64,
    after: i64,
    hash: Vec<u8>,
    has_head: bool,
}

impl Export {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, actix_web::Error> {
        let mut text = if self.has_head { String::new() } else { self.head() };
        self.has_head = true;
        // A piece without text would end the answer.
        while text.is_empty() {
            if self.after >= self.last {
                return Ok(None);
            }
            text = self.portion().await.map_err(Refusal::from)?;
        }
        Ok(Some((Bytes::from(text), self)))
    }

    fn head(&self) -> String {
        let columns = ["number", "when", "who", "what", "company", "changes", "from", "code"];
        match self.form {
            // Who gets nothing else gets an empty line.
            Form::Lines => String::new(),
            Form::Csv => format!("{BYTE_ORDER_MARK}{}", row(columns.map(|it| self.tongue.t(column(it)).to_owned()))),
        }
    }

    async fn portion(&mut self) -> sqlx::Result<String> {
        let until = self.last.min(self.after + PORTION);
        let mut db = self.app.store.read().await?;
        let entries = store::audit::portion(&mut db, self.partner.id, self.after, until).await?;
        let kept = store::audit::personal(&mut db, self.partner.id, self.after, until).await?;
        let partner = std::sync::Arc::clone(&self.partner);
        let mut teller = Teller::of(&mut db, &partner, self.tongue).await?;
        let mut text = String::new();
        for entry in &entries {
            let before = std::mem::replace(&mut self.hash, entry.hash.clone());
            if !self.wanted.takes(entry) {
                continue;
            }
            let start = kept.partition_point(|kept| kept.number < entry.number);
            let end = kept.partition_point(|kept| kept.number <= entry.number);
            let kept = kept.get(start..end).unwrap_or_default();
            match self.form {
                Form::Lines => text += &exported(entry, &before, shown(kept)),
                Form::Csv => text += &cells(entry, teller.tell(&mut db, entry, kept).await?),
            }
        }
        self.after = until;
        Ok(text)
    }
}

/// Network addresses leave the house shortened, and without the salt that would let them be guessed.
fn shown(kept: &[Kept]) -> impl Iterator<Item = (&str, Option<&[u8]>, String)> {
    kept.iter().map(|kept| match masking::address(&kept.value).filter(|_| kept.name == "from") {
        Some(masked) => (kept.name.as_str(), None, masked),
        None => (kept.name.as_str(), Some(kept.salt.as_slice()), kept.value.clone()),
    })
}

fn cells(entry: &Entry, told: Told) -> String {
    let changes = told.changes.iter().map(|it| format!("{}: {} → {}", it.label, it.before, it.after));
    row([
        entry.number.to_string(),
        entry.at.text(),
        told.who,
        told.sentence,
        told.company.unwrap_or_default(),
        changes.collect::<Vec<_>>().join("\n"),
        told.from.unwrap_or_default(),
        entry.area.clone(),
    ])
}

fn column(name: &str) -> &'static str {
    match name {
        "number" => "audit-number",
        "when" => "audit-when",
        "who" => "audit-who",
        "what" => "audit-what",
        "company" => "audit-company",
        "changes" => "audit-changes",
        "from" => "audit-where",
        _ => "audit-area",
    }
}

fn row(cells: [String; 8]) -> String {
    let quoted = cells.map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\"")));
    quoted.join(",") + "\r\n"
}

fn harmless(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_out_of_its_quotes() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(harmless(formula.to_owned()).starts_with('\''), "{formula:?}");
        }
        let cells = ["=cmd|' /C calc'!A0", "a\"b", "c,d", "e\nf", "", "1", "2", "3"].map(str::to_owned);
        let row = row(cells.clone());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
        let read = reader.records().next().unwrap().unwrap();
        assert_eq!(read.iter().skip(1).collect::<Vec<_>>(), cells[1..].iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(&read[0], "'=cmd|' /C calc'!A0");
    }
}
