//! Where a request comes from, behind whatever proxies there are.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;

use crate::domain::app::App;

/// The visitor's address; see [`App::visitor`].
pub fn address(request: &HttpRequest, app: &App) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    // A proxy may add a line of its own below the visitor's; together they are one list.
    let lines = request.headers().get_all("x-forwarded-for").map(|value| value.to_str().unwrap_or("unreadable"));
    app.visitor(peer, &lines.collect::<Vec<_>>().join(","))
}
