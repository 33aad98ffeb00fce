//! The JSON Schema of a digest, made of the types that are printed and of their comments.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Value, json};

use super::digest::Digest;
use super::json::StoryLine;

/// The schema of `digest.json` (draft 2020-12); that of a line of `digest.jsonl` is its `#/$defs/StoryLine`.
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings.with_transform(AsPrinted).into_generator();
    // Named from nowhere in a digest.
    generator.subschema_for::<StoryLine<'_>>();
    let mut schema = generator.into_root_schema_for::<Digest>();
    schema.insert("title".to_owned(), json!("A digest of newsfold"));
    let mut json = serde_json::to_string_pretty(&schema).unwrap_or_default();
    json.push('\n');
    json
}

/// What the types alone do not say of their form on paper.
#[derive(Clone)]
struct AsPrinted;

impl Transform for AsPrinted {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        // How wide a number is in memory says nothing of the text.
        schema.remove("format");
        let required = schema.get("required").cloned().unwrap_or_default();
        let is_required = |name: &str| {
            required.as_array().is_some_and(|all| all.iter().any(|one| one.as_str() == Some(name)))
        };
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
            return;
        };
        for (name, property) in properties.iter_mut() {
            // What is left out where there is nothing is never null.
            if !is_required(name) {
                without_null(property);
            }
        }
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
}

fn without_null(property: &mut Value) {
    if let Some(types) = property.get_mut("type").filter(|types| types.is_array()) {
        let only = types.as_array().and_then(|all| all.iter().find(|one| *one != "null")).cloned();
        *types = only.unwrap_or_default();
    }
    if let Some(any) = property.get_mut("anyOf").and_then(Value::as_array_mut) {
        any.retain(|one| one["type"] != "null");
    }
}
