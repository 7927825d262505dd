//! The link: issued to a partner, looked at freely, claimed by the first browser that presses Next.
//!
//! Links end by the clock or by being voided, never by being looked at: a mail scanner opens them first.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::audit::{self, Note, Thing};
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::limits::Limits;
use crate::domain::network::{self, Guess, Network};
use crate::domain::otp::Otp;
use crate::domain::partner::Partner;
use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::{self, Event, What, Who};
use crate::secret::Fingerprint;
use crate::store::links::Looked;
use crate::store::{self, Db};

id!(LinkId);

/// More of a `User-Agent` is not kept.
const BROWSER_NAME_LIMIT: usize = 160;

/// A link that may be handed out.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Link {
    pub id: LinkId,
    pub connection_id: ConnectionId,
    pub expires_at: Timestamp,
}

impl Link {
    fn new(app: &App, connection_id: ConnectionId, now: Timestamp) -> Self {
        Self { id: LinkId::new(&app.chance), connection_id, expires_at: now + app.limits.otp_valid_for }
    }
}

/// The live linkUrl for a connection: the newest one that nobody has claimed if it is less than five minutes old,
/// else a new one. A new one voids none: somebody may be on the page of the old.
pub async fn live_url(app: &App, db: &mut Db, company: CompanyId, connection: ConnectionId) -> Result<String, Refusal> {
    if let Some(fresh) = fresh_url(app, db, company, connection).await? {
        return Ok(fresh);
    }
    let link = issue(app, db, connection, app.clock.now()).await?;
    Ok(url(app, company, &link))
}

/// The linkUrl that may be answered again, if there is one.
async fn fresh_url(
    app: &App,
    db: &mut Db,
    company: CompanyId,
    connection: ConnectionId,
) -> sqlx::Result<Option<String>> {
    let now = app.clock.now();
    let fresh = store::links::newest_unclaimed(db, connection, now - app.limits.link_reuse_for, now).await?;
    Ok(fresh.map(|link| url(app, company, &link)))
}

/// A live linkUrl for each of these connections, in their order: as [`live_url`], but a page of five thousand takes two
/// statements, and the writer only when some have none that may be answered again.
pub async fn live_urls(app: &App, connections: &[(CompanyId, ConnectionId)]) -> Result<Vec<String>, Refusal> {
    let ids: Vec<ConnectionId> = connections.iter().map(|(_, connection)| *connection).collect();
    let mut fresh = fresh_links(app, &mut app.store.read().await?, &ids).await?;
    if ids.iter().any(|id| !fresh.contains_key(id)) {
        let mut db = app.store.write().await?;
        // Somebody may have made some meanwhile.
        fresh = fresh_links(app, &mut db, &ids).await?;
        let now = app.clock.now();
        let missing = ids.iter().filter(|id| !fresh.contains_key(*id));
        let issued: Vec<Link> = missing.map(|id| Link::new(app, *id, now)).collect();
        store::insert_links(&mut db, &issued, now).await?;
        db.commit().await?;
        fresh.extend(issued.into_iter().map(|link| (link.connection_id, link)));
    }
    let url = |(company, id): &(CompanyId, ConnectionId)| fresh.get(id).map(|link| url(app, *company, link));
    Ok(connections.iter().filter_map(url).collect())
}

/// Of each connection the link that may be answered again, if there is one.
async fn fresh_links(app: &App, db: &mut Db, ids: &[ConnectionId]) -> sqlx::Result<HashMap<ConnectionId, Link>> {
    let now = app.clock.now();
    let found = store::unclaimed_links(db, ids, now - app.limits.link_reuse_for, now).await?;
    // The newest comes last, and stays.
    Ok(found.into_iter().map(|link| (link.connection_id, link)).collect())
}

/// Voids every link, ends every session, clears the short count of wrong codes, and issues a new link
/// (*New link* in the portal, `bankfeeds-link link create`).
pub async fn rotate(
    app: &App,
    db: &mut Db,
    (company, connection): (CompanyId, ConnectionId),
    who: Who,
) -> Result<String, Refusal> {
    let now = app.clock.now();
    end_all(app, db, connection, who, "a new link was made", None).await?;
    store::wrong_codes::clear_since_claim(db, &connection_bucket(app, connection)).await?;
    let link = issue(app, db, connection, now).await?;
    let (partner, _) = store::connections::whose(db, connection).await?;
    audit::note(db, Note::of(partner, audit::What::LinkMade, Thing::connection(connection, company)));
    Ok(url(app, company, &link))
}

/// Ends every link, sealed copy, hand-over and session of the connection; `keep`: the session of the browser that asked for it.
pub async fn end_all(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    who: Who,
    why: &str,
    keep: Option<&Fingerprint>,
) -> sqlx::Result<()> {
    let now = app.clock.now();
    store::links::void_all(db, connection, now).await?;
    // Before the sessions: a yes that is being said ends with its session, or is too late.
    store::hand_overs::end_all(db, connection).await?;
    store::links::end_sessions(db, connection, keep).await?;
    store::credentials::drop_sealed_copies(db, connection).await?;
    let event = Event { connection, who, what: What::LinksEnded, why, account: None };
    timeline::record(db, &app.chance, &event, now).await
}

async fn issue(app: &App, db: &mut Db, connection: ConnectionId, now: Timestamp) -> sqlx::Result<Link> {
    let link = Link::new(app, connection, now);
    store::links::insert(db, &link, now).await?;
    Ok(link)
}

/// The address of the link, from configuration and never from a request's `Host`.
fn url(app: &App, company: CompanyId, link: &Link) -> String {
    let connection = link.connection_id;
    let otp = Otp::derive(&app.keys.otp, connection, link.id, app.limits.otp_digits);
    format!("{}?otp={}", app.start_url(company, connection), otp.digits())
}

/// What somebody at the door says: parsed, but not believed.
pub struct Knock<'a> {
    pub company: CompanyId,
    pub connection: ConnectionId,
    /// `None`: nothing that could be a code. It is counted and refused like a wrong one.
    pub otp: Option<&'a Otp>,
    /// Where the visitor comes from, as [`networks`] tells it.
    pub networks: Vec<Network>,
}

/// A code that was right: which link, and whether it can still be entered.
pub struct Opening {
    pub link: LinkId,
    pub expires_at: Timestamp,
    pub partner: Arc<Partner>,
}

/// Looks at a link. Wrong codes are counted before the comparison, in one unit of work; a right code changes nothing.
pub async fn knock(app: &App, knock: &Knock<'_>) -> Result<Opening, Refusal> {
    let now = app.clock.now();
    let mut db = counted(app, &knock.networks, now).await?;
    let (bucket, connection) = (connection_bucket(app, knock.connection), Some(knock.connection));
    let since_claim = store::wrong_codes::count_one(&mut db, &app.chance, &bucket, connection, now).await?;
    let today = store::wrong_codes::since(&mut db, &bucket, now - Limits::DAY).await?;
    let remembered = remembered(app, &mut db, knock, now).await?;
    let is_locked = since_claim > app.limits.wrong_codes_since_claim || today.count > app.limits.wrong_codes_a_day;
    let fitting = fitting(app, knock, &remembered);
    let Some(link) = fitting.filter(|_| !is_locked) else {
        // A refusal that must be remembered is an answer: what was counted is kept.
        db.commit().await?;
        return Err(Refusal::NoSuchLink);
    };
    let looked = store::links::look(&mut db, link, knock.connection).await?.ok_or(Refusal::NoSuchLink)?;
    let partner = app.partners.at_version(&mut db, looked.partner_id, looked.partner_version).await?;
    // Dropped without commit: looking at a link leaves no trace.
    drop(db);
    entrance(link, &looked, partner, now)
}

/// A unit of work in which a wrong code from these networks is counted; to be committed if it was one. A network that
/// has had its tries is refused.
pub async fn counted(app: &App, networks: &[Network], now: Timestamp) -> Result<Db, Refusal> {
    // By a read first, so that it cannot keep others from the one writer.
    let mut db = app.store.read().await?;
    for network in networks {
        network_pause(app, &mut db, (network, 1), now).await?;
    }
    drop(db);
    let mut db = app.store.write().await?;
    // Counted before it is asked for: of many tries at once from one network, each sees those before it.
    for network in networks {
        store::wrong_codes::count_one(&mut db, &app.chance, &network.bucket, None, now).await?;
        network_pause(app, &mut db, (network, 0), now).await?;
    }
    Ok(db)
}

/// Refuses a network that has brought too many wrong codes: those that are counted, and as many as are still to be.
async fn network_pause(
    app: &App,
    db: &mut Db,
    (network, uncounted): (&Network, i64),
    now: Timestamp,
) -> Result<(), Refusal> {
    let window = app.limits.network_window;
    let recent = store::wrong_codes::since(db, &network.bucket, now - window).await?;
    if recent.count + uncounted <= network.limit(app.limits.wrong_codes_a_network) {
        return Ok(());
    }
    let waited = recent.oldest.map_or(0, |oldest| now.unix_seconds() - oldest.unix_seconds());
    let left = window.as_secs().saturating_sub(u64::try_from(waited).unwrap_or_default());
    Err(Refusal::TooManyTries { retry_after: std::time::Duration::from_secs(left.max(1)) })
}

/// The newest links of the connection, within the memory of a right code. Nothing for ids that do not belong together.
async fn remembered(app: &App, db: &mut Db, knock: &Knock<'_>, now: Timestamp) -> sqlx::Result<Vec<LinkId>> {
    let since = now - app.limits.link_memory;
    let most = i64::try_from(app.limits.links_remembered).unwrap_or(i64::MAX);
    store::links::remembered(db, knock.company, knock.connection, since, most).await
}

/// The newest link whose code this is. The same number of codes is derived whatever was found, so that a connection
/// that does not exist costs what one with many links costs.
fn fitting(app: &App, knock: &Knock<'_>, remembered: &[LinkId]) -> Option<LinkId> {
    let mut found = None;
    for place in 0..app.limits.links_remembered {
        let link = remembered.get(place).copied();
        let id = link.unwrap_or(LinkId(knock.connection.0));
        let code = Otp::derive(&app.keys.otp, knock.connection, id, app.limits.otp_digits);
        if knock.otp.is_some_and(|otp| code.is(otp)) && found.is_none() {
            found = link;
        }
    }
    found
}

/// Which page a holder of this link's code gets. Claimed links are told apart by the browser, later.
fn entrance(link: LinkId, looked: &Looked, partner: Arc<Partner>, now: Timestamp) -> Result<Opening, Refusal> {
    if !partner.settings.links_are_on() {
        return Err(Refusal::IntegrationOff(partner));
    }
    if looked.voided_at.is_some() || looked.expires_at <= now {
        return Err(Refusal::LinkExpired(partner));
    }
    if looked.claimed_by.is_some() {
        return Err(Refusal::AlreadyOpened(partner));
    }
    Ok(Opening { link, expires_at: looked.expires_at, partner })
}

/// What came of pressing Next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    Granted,
    /// Too late, voided, or another browser was first.
    Refused,
}

/// A browser in which Next was pressed.
pub struct Browser<'a> {
    /// Told apart by this from others with the same link.
    pub fingerprint: Fingerprint,
    /// What it says of itself (`User-Agent`). Empty: nothing.
    pub name: &'a str,
}

impl Browser<'_> {
    /// For the timeline: scanners of mail press buttons too, and whoever is asked why a link was gone can see it here.
    fn pressed_next(&self) -> String {
        let name: String = plain_text::blanked(self.name).text.chars().take(BROWSER_NAME_LIMIT).collect();
        match name.trim() {
            "" => "Next was pressed".to_owned(),
            name => format!("Next was pressed in a browser that calls itself {name}"),
        }
    }
}

/// Makes the link this browser's, by one conditional statement; again for the browser that has it.
pub async fn claim(
    app: &App,
    db: &mut Db,
    link: LinkId,
    connection: ConnectionId,
    browser: &Browser<'_>,
) -> sqlx::Result<Claim> {
    let now = app.clock.now();
    let Some(is_new) = store::links::claim(db, link, connection, &browser.fingerprint, now).await? else {
        return Ok(Claim::Refused);
    };
    if is_new {
        store::wrong_codes::clear_since_claim(db, &connection_bucket(app, connection)).await?;
        let why = &browser.pressed_next();
        let event = Event { connection, who: Who::Customer, what: What::LinkClaimed, why, account: None };
        timeline::record(db, &app.chance, &event, now).await?;
    }
    Ok(Claim::Granted)
}

fn connection_bucket(app: &App, connection: ConnectionId) -> Fingerprint {
    Fingerprint::of(&app.keys.bucket.mac(&[b"connection", connection.bytes()]))
}

/// The networks that somebody at this address brings codes from.
pub fn networks(app: &App, address: IpAddr) -> Vec<Network> {
    network::around(&app.keys.bucket, Guess::Code, address)
}
