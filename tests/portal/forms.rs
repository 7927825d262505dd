//! Forms as a browser without scripts sends them: every field with what stands in it, but for what was typed.

use crate::support::{Member, Page};

/// Sends the form of a page that posts to `end`, with these fields changed.
pub fn sends(member: &Member, page: &Page, end: &str, changes: &[(&str, &str)]) -> Page {
    let form = page.form(end);
    let mut fields = filled(page, end);
    for (name, value) in changes {
        fields.retain(|(it, _)| it != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    member.browser.posts(&form.action, &fields)
}

/// What stands in the fields of a form, hidden ones too.
pub fn filled(page: &Page, end: &str) -> Vec<(String, String)> {
    let html = page.html();
    let form = html.split("<form").skip(1).map(|part| part.split("</form>").next().unwrap());
    let action = format!("{end}\"");
    let form = form.filter(|form| form.split('>').next().unwrap().contains(&action)).last().unwrap().to_owned();
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1) {
        let head = tag.split('>').next().unwrap_or(tag);
        let is_off = head.contains("type=\"radio\"") && !head.contains(" checked");
        if let Some(name) = attribute(head, "name").filter(|_| !is_off) {
            if head.starts_with("input") {
                fields.push((name, attribute(head, "value").unwrap_or_default()));
            } else if head.starts_with("textarea") {
                fields.push((name, read(tag.split_once('>').unwrap().1)));
            }
        }
    }
    fields
}

/// What stands in one field.
pub fn value(page: &Page, end: &str, name: &str) -> String {
    let found = filled(page, end).into_iter().find(|(it, _)| it == name);
    found.unwrap_or_else(|| panic!("no field {name}: {}", page.html())).1
}

/// The problem that stands beside a field, which is also in the summary above, where it leads to the field.
pub fn problem(page: &Page, name: &str) -> Option<String> {
    let words = page.text_of(&format!("{name}-problem"))?;
    let html = page.html();
    let summary = html.split("class=\"errors\"").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
    let line = summary.split("<li>").find(|line| line.contains(&format!("href=\"#{name}")));
    let line = read(line.unwrap_or_else(|| panic!("no line of the summary leads to {name}: {summary}")));
    assert!(line.contains(&words), "{line} is not {words}");
    assert!(html.contains("<title>Error: ") || html.contains("<title>Erreur"), "the title says nothing of an error");
    Some(words)
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let rest = head.split_once(&format!(" {name}=\""))?.1;
    Some(read(rest.split('"').next()?))
}

fn read(text: &str) -> String {
    let entities = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
