//! Every public function of `src/store`, on both databases: the suite is the checker of our SQL.

mod access_tokens;
mod api_keys;
mod books;
mod companies;
mod connections;
mod credentials;
mod deployment;
mod failed_sign_ons;
mod hand_overs;
mod job_rounds;
mod joint;
mod kept_answers;
mod links;
mod partners;
mod pictures;
mod pretend;
mod push_operations;
mod request_counts;
mod sandbox;
mod set_back;
mod source_accounts;
mod timeline;
mod transactions;
mod units;
mod wrong_codes;
