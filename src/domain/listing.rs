//! Which things of a list are on a page, when they are filtered or ordered: what the database reads is looked through one by
//! one, and no more is kept than the page needs.

use std::cmp::Ordering;

use crate::domain::filter::{Condition, Facts, Value};

/// By which field a list is ordered. What has no value comes last, either way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub field: String,
    pub descending: bool,
}

/// What is wanted of a list.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub query: Option<Condition>,
    pub tags: Option<Condition>,
    pub order: Order,
}

impl Wanted {
    /// Whether the field is looked at.
    pub fn names(&self, field: &str) -> bool {
        self.order.field == field || self.query.as_ref().is_some_and(|query| query.names(field))
    }

    fn compare<K: Ord>(&self, (value, id): &(Option<Value>, K), (other, other_id): &(Option<Value>, K)) -> Ordering {
        let turned = |order: Ordering| if self.order.descending { order.reverse() } else { order };
        let by_value = match (value, other) {
            (Some(value), Some(other)) => turned(value.cmp(other)),
            // `true` is more than `false`: what has none goes behind.
            _ => value.is_none().cmp(&other.is_none()),
        };
        by_value.then_with(|| turned(id.cmp(other_id)))
    }
}

/// Picks the things of one page out of all.
#[derive(Debug)]
pub struct Picker<'a, K> {
    wanted: &'a Wanted,
    limit: usize,
    offset: usize,
    /// Those that may be on the page or before it, and then some.
    kept: Vec<(Option<Value>, K)>,
    total: i64,
}

impl<'a, K: Ord> Picker<'a, K> {
    pub fn new(wanted: &'a Wanted, limit: i64, offset: i64) -> Self {
        let number = |number: i64| usize::try_from(number).unwrap_or_default();
        Self { wanted, limit: number(limit), offset: number(offset), kept: Vec::new(), total: 0 }
    }

    /// Looks at one more. `tags`: the same thing, asked for its tags.
    pub fn offer(&mut self, facts: &impl Facts, tags: &impl Facts, id: K) {
        let Wanted { query, tags: tagged, order } = self.wanted;
        let is_wanted = query.as_ref().is_none_or(|query| query.holds(facts))
            && tagged.as_ref().is_none_or(|tagged| tagged.holds(tags));
        if !is_wanted {
            return;
        }
        self.total += 1;
        let value = match facts.value(&order.field) {
            // As a reader looks names up.
            Some(Value::Text(text)) => Some(Value::Text(text.to_lowercase())),
            other => other,
        };
        self.kept.push((value, id));
        let needed = self.offset.saturating_add(self.limit);
        if self.kept.len() / 2 > needed {
            self.kept.select_nth_unstable_by(needed, |one, other| self.wanted.compare(one, other));
            self.kept.truncate(needed);
        }
    }

    /// What is on the page, in order, and how many there are on all.
    pub fn page(mut self) -> (Vec<K>, i64) {
        self.kept.sort_unstable_by(|one, other| self.wanted.compare(one, other));
        (self.kept.into_iter().skip(self.offset).take(self.limit).map(|(_, id)| id).collect(), self.total)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Thing(Option<i64>);

    impl Facts for Thing {
        fn value(&self, _: &str) -> Option<Value> {
            self.0.map(Value::Number)
        }
    }

    fn by_number(descending: bool) -> Wanted {
        Wanted { query: None, tags: None, order: Order { field: "number".into(), descending } }
    }

    #[test]
    fn what_has_no_value_comes_last_either_way() {
        for (descending, expected) in [(false, [1, 0, 2]), (true, [0, 1, 2])] {
            let wanted = by_number(descending);
            let mut picker = Picker::new(&wanted, 10, 0);
            for (id, number) in [Some(8), Some(3), None].into_iter().enumerate() {
                picker.offer(&Thing(number), &Thing(None), id);
            }
            assert_eq!(picker.page(), (expected.to_vec(), 3));
        }
    }

    proptest! {
        #[test]
        fn a_page_is_what_sorting_everything_would_give(
            numbers in prop::collection::vec(prop::option::of(0..9_i64), 0..80),
            (limit, offset, descending) in (1..9_i64, 0..40_i64, any::<bool>()),
        ) {
            let wanted = by_number(descending);
            let mut picker = Picker::new(&wanted, limit, offset);
            let mut all: Vec<_> = numbers.iter().enumerate().map(|(id, number)| (number.map(Value::Number), id)).collect();
            for (id, number) in numbers.iter().enumerate() {
                picker.offer(&Thing(*number), &Thing(None), id);
            }
            all.sort_by(|one, other| wanted.compare(one, other));
            let (from, most) = (usize::try_from(offset).unwrap(), usize::try_from(limit).unwrap());
            let expected: Vec<usize> = all.into_iter().map(|(_, id)| id).skip(from).take(most).collect();
            prop_assert_eq!(picker.page(), (expected, i64::try_from(numbers.len()).unwrap()));
        }
    }
}
