//! Parameters as the description has them. Words of closed lists have names of their own, so that clients
//! that are made from it have one type for each, whatever takes it.

use serde_json::{Map, Value, json};

use super::fields::{self, Shape};
use crate::web::keys::Key;

/// A parameter, whose words are put among the schemas unless they are there. `operation` names what fields
/// are of, `shape` which there are.
pub fn parameter(
    key: &Key,
    operation: &str,
    shape: Option<&Shape>,
    schemas: &mut Map<String, Value>,
) -> Value {
    let mut schema = key.schema.clone();
    let is_of_fields = key.name == fields::KEY;
    if let Some(shape) = shape.filter(|_| is_of_fields) {
        schema["items"]["enum"] = shape.names().into();
    }
    let name = if is_of_fields {
        let thing = operation.trim_start_matches("list_");
        pascal(thing.trim_start_matches("find_")) + "Field"
    } else {
        name_of(key.name)
    };
    if schema["enum"].is_array() {
        schema = named(&name, schema, schemas);
    } else if schema["items"]["enum"].is_array() {
        schema["items"] = named(&name, schema["items"].take(), schemas);
    }
    let mut told = json!({
        "name": key.name,
        "in": "query",
        "description": key.description,
        "required": false,
        // Without a value it says nothing, as forms send it.
        "allowEmptyValue": true,
        "schema": schema,
    });
    if let Some(example) = &key.example {
        told["example"] = example.clone();
    }
    told
}

/// The name of the words that a key takes, which other keys may take too.
fn name_of(key: &str) -> String {
    let name = match key {
        "ambition" | "completion" | "results" => "Level",
        "kind" => "MemberKind",
        "value" => "OgpValue",
        "challenge" => "ChallengeArea",
        "split" | "down" => "Filter",
        "across" => "ColumnFilter",
        "form" => "ChartForm",
        "order" => "ChartOrder",
        "what" => "ChangesOf",
        other => return pascal(other),
    };
    name.to_owned()
}

fn pascal(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

/// The schema by its name, among the others.
fn named(name: &str, schema: Value, schemas: &mut Map<String, Value>) -> Value {
    schemas.entry(name).or_insert(schema);
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::web::api::RESOURCES;
    use crate::web::api::shapes::SHAPES;
    use crate::web::keys;

    /// One name has the same words everywhere: those of what answers too.
    #[test]
    fn a_name_stands_for_the_words_that_each_key_takes() {
        let mut schemas = SHAPES["components"]["schemas"].as_object().unwrap().clone();
        let mut names = BTreeSet::new();
        for resource in RESOURCES {
            for key in keys::of(resource.takes) {
                let words = key.schema["enum"].as_array();
                let words = words.or(key.schema["items"]["enum"].as_array());
                let Some(words) = words else { continue };
                let told = parameter(&key, "list_things", None, &mut schemas);
                let schema = &told["schema"];
                let reference = schema["$ref"].as_str().or(schema["items"]["$ref"].as_str());
                let name = reference.unwrap().rsplit('/').next().unwrap().to_owned();
                assert_eq!(
                    schemas[&name]["enum"].as_array().unwrap(),
                    words,
                    "{name} {}",
                    key.name
                );
                names.insert(name);
            }
        }
        assert!(names.len() > 12, "{names:?}");
    }

    #[test]
    fn names_are_those_of_types() {
        assert_eq!(pascal("ambition_value"), "AmbitionValue");
        assert_eq!(name_of("results"), "Level");
    }
}
