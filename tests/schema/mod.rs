//! JSON Schemas, held against values. Each test takes what it needs.
#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::Value;

/// Holds a value against a schema and returns where it differs, and why. Only the keywords that our schemas use are
/// known; any other one stops the test.
fn violations(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().unwrap() {
        let fits = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "examples" | "default" => true,
            "$ref" => {
                let target =
                    rule.as_str().unwrap().strip_prefix('#').and_then(|pointer| root.pointer(pointer));
                violations(
                    root,
                    target.unwrap_or_else(|| panic!("{rule} leads nowhere")),
                    value,
                    path,
                    found,
                );
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|schema| {
                let mut inner = Vec::new();
                violations(root, schema, value, path, &mut inner);
                inner.is_empty()
            }),
            "type" => match rule {
                Value::Array(types) => types.iter().any(|name| is_of_type(value, name)),
                name => is_of_type(value, name),
            },
            "allOf" => {
                for schema in rule.as_array().unwrap() {
                    violations(root, schema, value, path, found);
                }
                true
            }
            // `if` reads it.
            "then" => true,
            "if" => {
                let mut inner = Vec::new();
                violations(root, rule, value, path, &mut inner);
                if inner.is_empty() {
                    violations(root, &schema["then"], value, path, found);
                }
                true
            }
            "enum" => rule.as_array().unwrap().contains(value),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "required" => value.as_object().is_none_or(|fields| {
                rule.as_array().unwrap().iter().all(|name| fields.contains_key(name.as_str().unwrap()))
            }),
            "properties" => {
                let fields = value.as_object().into_iter().flatten();
                for (name, inner) in fields {
                    let at = format!("{path}/{name}");
                    match (rule.get(name), schema.get("additionalProperties")) {
                        (Some(schema), _) => violations(root, schema, inner, &at, found),
                        (None, Some(_)) => found.push(format!("{at}: is not described")),
                        (None, None) => {}
                    }
                }
                true
            }
            // Stands only in the closed copies that this test makes; `properties` reads it.
            "additionalProperties" => *rule == Value::Bool(false),
            "items" => {
                for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
                    violations(root, rule, inner, &format!("{path}/{index}"), found);
                }
                true
            }
            other => panic!("the schemas use the keyword `{other}`, which this test does not know: teach it"),
        };
        if !fits {
            found.push(format!("{path}: {value} against {keyword} {rule}"));
        }
    }
}

/// Whether a pattern fits, each read once a thread.
fn matches(pattern: &str, text: &str) -> bool {
    thread_local!(static PATTERNS: RefCell<BTreeMap<String, Regex>> = RefCell::default());
    PATTERNS.with_borrow_mut(|known| {
        known.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
    })
}

fn is_of_type(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("no type is called {other}"),
    }
}

pub(crate) fn against(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    violations(schema, schema, value, "", &mut found);
    found
}

/// The schema with every object closed, so that a field which it does not describe is found.
pub(crate) fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(fields) => {
            // A field may be called "properties", too; a schema's own holds an object.
            let is_object = fields.get("type").is_some_and(|name| name == "object");
            fields.values_mut().for_each(|inner| *inner = closed(inner.take()));
            if is_object {
                fields.insert("additionalProperties".into(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| *inner = closed(inner.take())),
        _ => {}
    }
    schema
}

/// The names of all fields that a schema describes.
pub(crate) fn described(schema: &Value, found: &mut BTreeSet<String>) {
    if let Some(fields) = schema.as_object() {
        found.extend(
            fields.get("properties").and_then(Value::as_object).into_iter().flat_map(|p| p.keys().cloned()),
        );
        fields.values().for_each(|inner| described(inner, found));
    }
}

/// The names of all fields that a value has.
pub(crate) fn present(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.keys().cloned());
            fields.values().for_each(|inner| present(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| present(inner, found)),
        _ => {}
    }
}

/// The schema with every open list of words closed, so that a word which it does not name is found.
pub(crate) fn with_words(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(|inner| *inner = with_words(inner.take()));
            let is_list = fields
                .get("description")
                .and_then(Value::as_str)
                .is_some_and(|text| text.contains("An open list"));
            if let Some(words) = fields.get("examples").filter(|_| is_list).cloned() {
                fields.insert("enum".into(), words);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| *inner = with_words(inner.take())),
        _ => {}
    }
    schema
}
