//! What went wrong, for the operator: one line, each cause once.

/// The error and its causes. A cause that an earlier part repeats already is left out, as is every line break.
pub fn line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let words = cause.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            line = words;
        } else if !line.contains(&words) {
            line = format!("{line}: {words}");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_follow_one_another_on_one_line_and_none_comes_twice() {
        let error =
            anyhow::anyhow!("no route\n to host").context("network: no route to host").context("cannot connect");
        assert_eq!(line(&error), "cannot connect: network: no route to host");
    }
}
