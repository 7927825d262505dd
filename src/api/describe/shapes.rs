//! Schemas of the bodies, made from the very structs that read and write them.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value};

/// A struct that is read may lack what one that is written always has: each side has a generator of its own.
pub struct Shapes {
    asked: SchemaGenerator,
    answered: SchemaGenerator,
}

impl Shapes {
    pub fn new() -> Self {
        let settings = || SchemaSettings::draft2020_12().with(|it| it.definitions_path = "#/components/schemas".into());
        let (asked, answered) = (settings().for_deserialize(), settings().for_serialize());
        Self { asked: asked.into_generator(), answered: answered.into_generator() }
    }

    pub fn asked(&mut self, shape: fn(&mut SchemaGenerator) -> Schema) -> Schema {
        shape(&mut self.asked)
    }

    pub fn answered(&mut self, shape: fn(&mut SchemaGenerator) -> Schema) -> Schema {
        shape(&mut self.answered)
    }

    /// All that were named, by name. No name belongs to both sides.
    pub fn named(mut self) -> Map<String, Value> {
        let mut all = self.asked.take_definitions(true);
        for (name, schema) in self.answered.take_definitions(true) {
            let other = all.insert(name, schema);
            debug_assert!(other.is_none(), "asked and answered under one name: {other:?}");
        }
        all.sort_keys();
        all
    }
}
