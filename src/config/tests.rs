use super::*;

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const DOCUMENTATION: &str = include_str!("../../docs/configuration.md");

fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigProblem> {
    Config::read(&Variables::of(pairs.iter().copied()))
}

fn told(pairs: &[(&str, &str)]) -> String {
    match read(&[&[("SECRET_KEY", KEY)], pairs].concat()) {
        Ok(_) => panic!("accepted: {pairs:?}"),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn a_key_is_all_that_must_be_set() {
    let config = read(&[("SECRET_KEY", KEY)]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url(config.listen).origin(), "http://127.0.0.1:8080");
    assert_eq!(config.database_url.reveal(), "sqlite:bankfeeds-link.db");
    assert!(config.trusted_proxies.is_empty());
    assert_eq!(config.warning(), None);
}

#[test]
fn a_missing_key_says_where_one_comes_from() {
    let problem = read(&[]).map(|_| ()).unwrap_err().to_string();
    assert!(problem.starts_with("SECRET_KEY is missing") && problem.contains("bankfeeds-link secret"), "{problem}");
}

#[test]
fn no_error_repeats_what_was_set() {
    for name in names() {
        let mut pairs = vec![("SECRET_KEY", KEY), ("LISTEN_ADDR", "0.0.0.0:80"), ("PUBLIC_URL", "https://a.example")];
        pairs.retain(|(other, _)| *other != name);
        // A control character is wrong in every one of them, a name too.
        pairs.push((name, "Hush==\u{7}hush"));
        let Err(problem) = read(&pairs) else { panic!("{name} takes anything") };
        let problem = problem.to_string();
        assert!(problem.starts_with(name) && problem.contains(&format!("for example {name}=")), "{problem}");
        assert!(!problem.to_lowercase().contains("hush"), "{problem}");
    }
}

#[test]
fn a_variable_set_to_nothing_is_a_mistake() {
    for name in names() {
        for nothing in ["", "  ", "\t"] {
            let problem = told(&[(name, nothing)]);
            assert!(problem.starts_with(&format!("{name} is set but empty")), "{problem}");
        }
    }
}

#[test]
fn blanks_around_a_value_do_no_harm() {
    assert_eq!(read(&[("SECRET_KEY", KEY), ("OTP_DIGITS", " 8 ")]).unwrap().limits.otp_digits, 8);
}

#[test]
fn whoever_listens_to_the_world_says_at_which_address() {
    assert!(told(&[("LISTEN_ADDR", "0.0.0.0:8080")]).starts_with("PUBLIC_URL is missing"));
    assert!(told(&[("LISTEN_ADDR", "[::]:8080")]).starts_with("PUBLIC_URL is missing"));
    let open = [("SECRET_KEY", KEY), ("LISTEN_ADDR", "0.0.0.0:80")];
    let safe = read(&[&open[..], &[("PUBLIC_URL", "https://link.bank.example")]].concat()).unwrap();
    assert_eq!(safe.public_url(safe.listen).origin(), "https://link.bank.example");
    assert_eq!(safe.warning(), None);
    let plain = read(&[&open[..], &[("PUBLIC_URL", "http://link.bank.example")]].concat()).unwrap();
    assert!(plain.warning().unwrap().contains("TLS"));
}

#[test]
fn a_sandbox_is_asked_for_by_a_one() {
    let kind = |pairs: &[(&str, &str)]| Variables::of(pairs.iter().copied()).kind().map_err(|it| it.to_string());
    assert_eq!((kind(&[]), kind(&[("SANDBOX", "0")])), (Ok(Kind::Live), Ok(Kind::Live)));
    assert_eq!(kind(&[("SANDBOX", " 1 ")]), Ok(Kind::Sandbox));
    for wrong in ["yes", "true", "2", "10"] {
        assert!(kind(&[("SANDBOX", wrong)]).unwrap_err().starts_with("SANDBOX must be 1"), "{wrong}");
    }
}

#[test]
fn a_free_port_becomes_part_of_the_public_address() {
    let config = read(&[("SECRET_KEY", KEY), ("LISTEN_ADDR", "[::1]:0")]).unwrap();
    assert_eq!(config.public_url("[::1]:4711".parse().unwrap()).origin(), "http://[::1]:4711");
}

#[test]
fn an_address_with_a_path_or_without_a_scheme_is_refused() {
    for wrong in ["link.bank.example", "https://link.bank.example/path", "https://", "ftp://a.example", "https://a@b"] {
        assert!(told(&[("PUBLIC_URL", wrong)]).starts_with("PUBLIC_URL must be"), "{wrong}");
    }
}

#[test]
fn a_database_is_a_file_or_a_postgresql_server() {
    for wrong in ["mysql://a/b", "bank.db", "sqlite:", "sqlite::memory:", "sqlite://bank.db?mode=ro", "postgres"] {
        assert!(told(&[("DATABASE_URL", wrong)]).starts_with("DATABASE_URL "), "{wrong}");
    }
    for right in ["sqlite:bank.db", "sqlite:///var/lib/bank.db", "postgres://u:p@h/d", "postgresql://h/d"] {
        assert!(read(&[("SECRET_KEY", KEY), ("DATABASE_URL", right)]).is_ok(), "{right}");
    }
}

#[test]
fn trusted_proxies_are_networks_or_addresses() {
    let config = read(&[("SECRET_KEY", KEY), ("TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1 ::1/128")]).unwrap();
    let told_back: Vec<String> = config.trusted_proxies.iter().map(IpNet::to_string).collect();
    assert_eq!(told_back, ["10.0.0.0/8", "127.0.0.1/32", "::1/128"]);
    assert!(told(&[("TRUSTED_PROXIES", "10.0.0.0/8,proxy")]).contains("entry 2"));
    assert!(told(&[("TRUSTED_PROXIES", "0.0.0.0/0")]).contains("trusts everybody"));
}

#[test]
fn every_variable_is_in_the_documentation_with_its_default() {
    let rows: Vec<&str> = DOCUMENTATION.lines().filter(|line| line.starts_with("| `")).collect();
    let documented: Vec<&str> = rows.iter().filter_map(|row| row.split('`').nth(1)).collect();
    assert_eq!(documented, names().collect::<Vec<_>>());
    for (name, default) in
        [("LISTEN_ADDR", DEFAULT_LISTEN_ADDR), ("DATABASE_URL", DEFAULT_DATABASE_URL), ("LOG", DEFAULT_LOG)]
    {
        let row = rows.iter().find(|row| row.contains(&format!("`{name}`"))).unwrap();
        assert!(row.contains(&format!("`{default}`")), "{row}");
    }
    for (name, row) in names().zip(&rows).skip(6).take(numbers::names().count()) {
        assert!(row.contains(&numbers::documented(name)), "{row} lacks {}", numbers::documented(name));
    }
}
