//! OFX Direct Connect, the protocol alone: bytes in, a typed request out; a typed answer in, bytes out.
//!
//! It reads SGML (1.x) and XML (2.x) leniently, because every client bends the rules somewhere, and writes
//! strictly, because some clients refuse an answer for one element out of order. The answer's syntax follows the
//! *shape* of the request's header. It knows no HTTP, no storage and no clock: whoever calls it decides who may
//! see what, and hands in every instant.
//!
//! In reading order: [`read`] gives a [`Request`]; each [`Wrapper`] in it is answered with [`Wrapper::answer`] or
//! [`Wrapper::refuse`], or the whole file with [`Request::refuse`]; [`write()`] turns the [`Answer`] into bytes.
//! A client goes the other way round: [`Question::write`], then [`read_reply`] gives a [`Reply`].

mod account;
mod answer;
mod date;
mod header;
mod indented;
mod names;
mod profile;
mod question;
mod read;
mod refusal;
mod reply;
mod request;
mod secret;
mod statement;
mod status;
mod text;
mod tokens;
mod tree;
mod unreadable;
mod write;
mod writer;

#[cfg(test)]
mod tests;

pub use account::{Account, AccountInfo, AccountType, Accounts, AskedBankAccount, BankAccount};
pub use answer::{Answer, Body, SetAnswer, SignOnAnswer, SyncAnswer, WrapperAnswer};
pub use date::{Moment, UnreadableDate};
pub use header::{Header, Syntax};
pub use indented::{as_text, indented};
pub use names::{MessageSet, RequestName};
pub use profile::{CharType, Enrolment, Profile, SignOnRules};
pub use question::{Question, User, Wanted};
pub use read::{MAX_BODY, read};
pub use reply::{MAX_REPLY, Part, ProfileReply, Reply, read_reply};
pub use request::{Ask, Bound, Fi, Request, SetRequest, SignOn, Window, Wrapper};
pub use secret::{Password, Secret};
pub use statement::{Balance, Statement, Transaction, TransactionList, TrnType};
pub use status::{Severity, Status};
pub use unreadable::Unreadable;
pub use write::{write, write_parts, write_transactions};
