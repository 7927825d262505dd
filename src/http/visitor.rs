//! Where a request comes from, behind whatever proxies there are.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;

use crate::domain::app::App;

/// The visitor's address; see [`App::visitor`]. Warns once if a proxy speaks for visitors that is not trusted.
pub fn address(request: &HttpRequest, app: &App) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    // A proxy may add a line of its own below the visitor's; together they are one list.
    let lines = request.headers().get_all("x-forwarded-for").map(|value| value.to_str().unwrap_or("unreadable"));
    let lines: Vec<_> = lines.collect();
    if !lines.is_empty() && !app.is_proxy(peer) {
        app.proxy_warning.call_once(|| warn_of(peer));
    }
    app.visitor(peer, &lines.join(","))
}

/// Behind a proxy that is not trusted all visitors are one network, and wrong codes of one pause them all.
fn warn_of(peer: IpAddr) {
    let peer = peer.to_canonical();
    tracing::warn!(
        "{peer} sent X-Forwarded-For and is not in TRUSTED_PROXIES, so wrong codes count for {peer} itself. If it is your \
         proxy, set TRUSTED_PROXIES={peer} (or its network), or one visitor's wrong codes pause everybody; if not, \
         nothing needs to be done. This is said once."
    );
}
