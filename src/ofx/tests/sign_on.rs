//! Who signs on, and with what.

use super::samples::*;
use crate::ofx::*;

#[test]
fn an_anonymous_profile_request_is_known_as_such() {
    let anonymous = "anonymous00000000000000000000000";
    let body = format!(
        "<OFX><SIGNONMSGSRQV1><SONRQ><USERID>{anonymous}<USERPASS>{anonymous}</SONRQ></SIGNONMSGSRQV1><PROFMSGSRQV1><PROFTRNRQ><TRNUID>1<PROFRQ><CLIENTROUTING>NONE<DTPROFUP>19900101</PROFRQ></PROFTRNRQ></PROFMSGSRQV1></OFX>"
    );
    let request = request(SGML, &body);
    assert!(request.sign_on.as_ref().unwrap().is_anonymous());
    assert!(matches!(only_wrapper(&request).ask, Ask::Profile { dt_prof_up: Some(_) }));
}

#[test]
fn only_the_anonymous_user_is_anonymous() {
    for (user, expected) in
        [("anonymous", true), ("ANONYMOUS000", true), ("anonymous1", false), ("anonym", false), ("", false)]
    {
        let body = format!("<OFX><SIGNONMSGSRQV1><SONRQ><USERID>{user}<LANGUAGE>ENG</SONRQ></SIGNONMSGSRQV1></OFX>");
        assert_eq!(request(SGML, &body).sign_on.unwrap().is_anonymous(), expected, "{user}");
    }
}

#[test]
fn private_tags_odd_order_and_blank_lines_in_the_sign_on_do_no_harm() {
    let body = "<OFX><SIGNONMSGSRQV1><SONRQ>\r\n\r\n<APPVER>R7.2\r\n<APPID>QBWPRO\r\n<INTU.BID>3000\r\n<INTU.USERID>x\r\n<I.QBFILENAME>c:\\a b\r\n<X.AGG><USERID>wrong</X.AGG>\r\n\r\n<GENUSERKEY>Y<SESSCOOKIE>z<USERPASS>pw\r\n<USERID>U\r\n</SONRQ></SIGNONMSGSRQV1></OFX>";
    let request = request(SGML, body);
    let sign_on = request.sign_on.as_ref().unwrap();
    assert_eq!((sign_on.user_id.as_str(), password(&request)), ("U", Some("pw")));
    assert_eq!((sign_on.app_id.as_deref(), sign_on.app_ver.as_deref()), (Some("QBWPRO"), Some("R7.2")));
}

#[test]
fn a_user_key_or_no_secret_at_all_is_told_apart_from_a_password() {
    let with = |secret| {
        request(
            SGML,
            &format!("<OFX><SIGNONMSGSRQV1><SONRQ><USERID>U{secret}<LANGUAGE>ENG</SONRQ></SIGNONMSGSRQV1></OFX>"),
        )
    };
    assert!(matches!(with("<USERKEY>k").sign_on.unwrap().secret, Secret::UserKey));
    assert!(matches!(with("<USERPASS>").sign_on.unwrap().secret, Secret::Absent));
    assert!(matches!(with("").sign_on.unwrap().secret, Secret::Absent));
}

#[test]
fn a_file_without_a_sign_on_is_read_and_says_so() {
    let body = OFXGET.replace("SONRQ>", "OTHER>");
    let request = request(SGML, &body);
    assert!(request.sign_on.is_none());
    assert_eq!(request.sets.len(), 3);
}

#[test]
fn bytes_of_windows_1252_are_read_where_they_are_not_utf8() {
    let body = [SGML.as_bytes(), b"<OFX><SIGNONMSGSRQV1><SONRQ><USERID>Zo\xeb</SONRQ></SIGNONMSGSRQV1></OFX>"].concat();
    assert_eq!(read(&body).ok().and_then(|request| request.sign_on).unwrap().user_id, "Zoë");
}
