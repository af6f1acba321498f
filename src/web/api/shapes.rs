//! What the code says of its shapes, as clients that are made from it want it: under plain names, and with
//! what is always there told from what may be missing.

use std::sync::LazyLock;

use serde_json::{Map, Value};

/// What every shape is called in the code.
const SUFFIX: &str = "Body";

/// The description as it follows from the code.
pub static SHAPES: LazyLock<Value> = LazyLock::new(|| {
    let mut shapes = super::description::of_the_code();
    if let Some(schemas) = shapes["components"]["schemas"].as_object_mut() {
        let renamed = std::mem::take(schemas).into_iter();
        schemas.extend(renamed.map(|(name, schema)| (plain(&name).to_owned(), schema)));
    }
    tidy(&mut shapes);
    shapes
});

fn plain(name: &str) -> &str {
    name.strip_suffix(SUFFIX).unwrap_or(name)
}

fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get_mut("$ref") {
                *reference = plain(reference).to_owned();
            }
            require_what_is_null(fields);
            fields.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

/// Optional fields are always present, as null where there is no value.
fn require_what_is_null(schema: &mut Map<String, Value>) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let is_null = |(name, schema): (&String, &Value)| may_be_null(schema).then(|| name.clone());
    let nulls: Vec<String> = properties
        .into_iter()
        .flatten()
        .filter_map(is_null)
        .collect();
    if nulls.is_empty() {
        return;
    }
    let required = schema
        .entry("required")
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(required) = required {
        required.extend(nulls.into_iter().map(Value::from));
        required.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
        required.dedup();
    }
}

fn may_be_null(schema: &Value) -> bool {
    let is_null = |schema: &Value| schema["type"] == "null";
    let types = schema["type"].as_array().into_iter().flatten();
    let schemas = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema[key].as_array());
    types.clone().any(|kind| kind == "null") || schemas.flatten().any(is_null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_each_is_that_of_one_shape() {
        let raw = super::super::description::of_the_code();
        let raw = raw["components"]["schemas"].as_object().unwrap();
        let plain = SHAPES["components"]["schemas"].as_object().unwrap();
        assert_eq!(raw.len(), plain.len(), "two shapes have one name");
        assert!(plain.len() > 30 && plain.keys().all(|name| !name.ends_with(SUFFIX)));
        assert!(!SHAPES.to_string().contains("Body\""));
    }

    #[test]
    fn what_may_be_null_is_always_there() {
        let plan = &SHAPES["components"]["schemas"]["Plan"];
        let required: Vec<&str> = plan["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        assert_eq!(required, ["end_year", "start_year", "title"]);
        let problem = &SHAPES["components"]["schemas"]["ProblemEntry"];
        assert_eq!(problem["required"], serde_json::json!(["detail"]));
    }
}
