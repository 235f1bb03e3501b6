//! Bodies with one thing changed, in every position: a node of JSON, an element or attribute of XML, a cell of a table.

use serde_json::{Map, Value};

use super::xml::{self, Element};

/// What stands for times, codes, numbers and places that are odd or wrong.
const TEXTS: &[&str] = &[
    "2026-11-20",
    "2026-11-20T08:15",
    "2026-11-20T08:15:30.5+05:30",
    "2026-11-20T08:15:30-00:00",
    "2026-02-30T08:15:30Z",
    "2026-11-20T24:00:00Z",
    "2026-13-45",
    "20261120",
    "03.11.2026 08:15",
    "03.11.2026, 08:15",
    "03/11/2026, 08:15",
    "0000",
    "23:45",
    "7",
    "1.0",
    "true",
    "DE",
    "de",
    "FRA",
    "Kiel (DE)",
    "KIEL-DE",
    "Kiel, Germany",
    ", Germany",
    "Not Available",
    "00340434161094042557",
    "1Z999AA10123456784",
    "a text with blanks, a comma; a semicolon & more <>\"'",
    "\u{e9}\u{df}",
];

/// A body that is taken apart.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Json(Value),
    Xml(Element),
    /// Rows of cells, with what stands between cells.
    Table(Vec<Vec<String>>, char),
}

/// A step on the way to a node.
#[derive(Debug, Clone)]
enum Step {
    Name(String),
    At(usize),
}

/// How many ways there are to change one node.
const WAYS: usize = 16;

impl Body {
    /// Takes a body apart by its first sign.
    pub(crate) fn of(body: &[u8]) -> Self {
        if let Ok(value) = serde_json::from_slice(body) {
            return Self::Json(value);
        }
        if let Ok(root) = xml::parse(body) {
            return Self::Xml(root);
        }
        let text = String::from_utf8_lossy(body);
        let between = [';', ',', '&'].into_iter().max_by_key(|sign| text.matches(*sign).count()).unwrap();
        let cells = |row: &str| row.split(between).map(str::to_owned).collect();
        Self::Table(text.split('\n').map(cells).collect(), between)
    }

    pub(crate) fn is_tree(&self) -> bool {
        !matches!(self, Self::Table(..))
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => serde_json::to_vec(value).unwrap(),
            Self::Xml(root) => {
                let mut document = String::new();
                root.write(&mut document);
                document.into_bytes()
            }
            Self::Table(rows, between) => {
                let rows: Vec<String> = rows.iter().map(|row| row.join(&between.to_string())).collect();
                rows.join("\n").into_bytes()
            }
        }
    }

    /// How many changes of one node there are.
    pub(crate) fn changes(&self) -> usize {
        WAYS * match self {
            Self::Json(value) => nodes(value),
            Self::Xml(root) => elements(root),
            Self::Table(rows, _) => rows.iter().map(Vec::len).sum(),
        }
    }

    /// Makes the `nth` of the changes; `chance` chooses what another node or text there is to it.
    pub(crate) fn change(&mut self, nth: usize, chance: usize) {
        let (node, way) = (nth / WAYS, nth % WAYS);
        match self {
            Self::Json(value) => {
                let mut paths = Vec::new();
                walk(value, &mut Vec::new(), &mut paths);
                if paths.is_empty() {
                    return;
                }
                let other =
                    paths[chance % paths.len()].iter().fold(&*value, |value, step| step.of(value)).clone();
                change_json(value, &paths[node % paths.len()], way, chance, other);
            }
            Self::Xml(root) => {
                let count = elements(root);
                let other = nth_element(root, chance % count).clone();
                change_xml(root, node % count, way, chance, other);
            }
            Self::Table(rows, _) => change_table(rows, node, way, chance),
        }
    }

    /// The same with one node less.
    pub(crate) fn without(&self, node: usize) -> Self {
        let mut less = self.clone();
        less.change(node * WAYS, 0);
        less
    }

    pub(crate) fn size(&self) -> usize {
        self.changes() / WAYS
    }
}

impl Step {
    fn of<'v>(&self, value: &'v Value) -> &'v Value {
        match self {
            Self::Name(name) => &value[name.as_str()],
            Self::At(index) => &value[*index],
        }
    }
}

/// All nodes below the root.
fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(|entry| 1 + nodes(entry)).sum(),
        Value::Object(object) => object.values().map(|member| 1 + nodes(member)).sum(),
        _ => 0,
    }
}

fn walk(value: &Value, path: &mut Vec<Step>, paths: &mut Vec<Vec<Step>>) {
    let mut below = |step: Step, value: &Value| {
        path.push(step);
        paths.push(path.clone());
        walk(value, path, paths);
        path.pop();
    };
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, entry)| below(Step::At(index), entry));
        }
        Value::Object(object) => {
            object.iter().for_each(|(name, member)| below(Step::Name(name.clone()), member));
        }
        _ => {}
    }
}

fn change_json(root: &mut Value, path: &[Step], way: usize, chance: usize, other: Value) {
    let Some((last, path)) = path.split_last() else { return };
    let mut parent = root;
    for step in path {
        parent = match step {
            Step::Name(name) => &mut parent[name.as_str()],
            Step::At(index) => &mut parent[*index],
        };
    }
    match (way, &mut *parent, last) {
        (0, Value::Array(list), Step::At(index)) => drop(list.remove(*index)),
        (0, Value::Object(object), Step::Name(name)) => drop(object.remove(name)),
        (1, Value::Array(list), Step::At(index)) => list.insert(*index, list[*index].clone()),
        (1, Value::Object(object), Step::Name(name)) => {
            // Under the name of the next member as well.
            let value = object[name].clone();
            object.insert(next_to(object, name).unwrap_or_else(|| format!("{name}2")), value);
        }
        (2, Value::Array(list), _) => list.reverse(),
        (2, Value::Object(object), Step::Name(name)) => {
            let other = next_to(object, name).unwrap_or_else(|| name.clone());
            let value = object[name].take();
            let next = std::mem::replace(&mut object[&other], value);
            if other != *name {
                object[name] = next;
            }
        }
        _ => {
            let node = match last {
                Step::Name(name) => &mut parent[name.as_str()],
                Step::At(index) => &mut parent[*index],
            };
            *node = changed(node, way, chance, other);
        }
    }
}

/// The name of the member behind another.
fn next_to(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.keys().skip_while(|known| *known != name).nth(1).cloned()
}

fn changed(node: &Value, way: usize, chance: usize, other: Value) -> Value {
    match (way, node) {
        (3, _) => Value::Null,
        (4, Value::String(text)) => text.parse::<f64>().map_or(Value::Null, Value::from),
        (4, Value::Array(list)) => list.first().cloned().unwrap_or_default(),
        (4, node @ Value::Object(_)) => vec![node.clone()].into(),
        (4, node) => node.to_string().into(),
        (5, node) => vec![node.clone()].into(),
        (6, _) => Value::Array(Vec::new()),
        (7, _) => Value::Object(Map::new()),
        (8, _) => "".into(),
        (9, _) => 7.into(),
        (10, _) => true.into(),
        (11, Value::String(known)) => format!("  {known}\t").into(),
        (12, Value::String(known)) => known.to_lowercase().into(),
        (13, Value::String(known)) => another_digit(known, chance).into(),
        (14, _) => any_text(chance).into(),
        _ => other,
    }
}

fn any_text(chance: usize) -> &'static str {
    TEXTS[chance % TEXTS.len()]
}

/// The same text with one digit changed.
fn another_digit(text: &str, chance: usize) -> String {
    let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let Some(at) = digits.get(chance % digits.len().max(1)) else { return format!("{text}{chance}") };
    format!("{}{}{}", &text[..*at], chance / digits.len() % 10, &text[at + 1..])
}

/// The element with all below it.
fn elements(element: &Element) -> usize {
    1 + element.children.iter().map(elements).sum::<usize>()
}

fn nth_element(element: &Element, nth: usize) -> &Element {
    let mut left = nth;
    if left == 0 {
        return element;
    }
    left -= 1;
    for child in &element.children {
        let count = elements(child);
        if left < count {
            return nth_element(child, left);
        }
        left -= count;
    }
    element
}

/// Finds the `nth` element below and does something with the list that it stands in.
fn with_nth(element: &mut Element, nth: usize, act: &mut dyn FnMut(&mut Vec<Element>, usize)) {
    let mut left = nth.saturating_sub(1);
    for index in 0..element.children.len() {
        let count = elements(&element.children[index]);
        if left == 0 {
            return act(&mut element.children, index);
        }
        if left < count {
            return with_nth(&mut element.children[index], left, act);
        }
        left -= count;
    }
}

fn change_xml(root: &mut Element, nth: usize, way: usize, chance: usize, other: Element) {
    with_nth(root, nth.max(1), &mut |list, index| {
        let node = &mut list[index];
        let has_attributes = !node.attributes.is_empty();
        let place = chance % node.attributes.len().max(1);
        match way {
            0 => drop(list.remove(index)),
            1 => list.insert(index, list[index].clone()),
            2 => list.reverse(),
            3 => node.children.clear(),
            4 => *node = Element { name: node.name.clone(), ..Element::default() },
            5 => node.name = other.name.clone(),
            6 => *node = other.clone(),
            7 => node.children.push(other.clone()),
            8 => node.children = vec![node.clone()],
            9 if has_attributes => drop(node.attributes.remove(place)),
            10 if has_attributes => node.attributes[place].1 = String::new(),
            11 if has_attributes => node.attributes[place].1 = any_text(chance).to_owned(),
            12 if has_attributes => {
                node.attributes[place].1 = another_digit(&node.attributes[place].1, chance);
            }
            13 if has_attributes => node.attributes[place].1 = format!(" {}\t", node.attributes[place].1),
            9 => node.text.clear(),
            10 => node.text = format!(" {}\n", node.text),
            11 | 14 => node.text = any_text(chance).to_owned(),
            12 => node.text = another_digit(&node.text, chance),
            13 => node.text = node.text.to_lowercase(),
            _ => node.attributes.clone_from(&other.attributes),
        }
    });
}

fn change_table(rows: &mut Vec<Vec<String>>, node: usize, way: usize, chance: usize) {
    let (mut left, mut row) = (node, 0);
    while row + 1 < rows.len() && left >= rows[row].len() {
        left -= rows[row].len();
        row += 1;
    }
    let column = left % rows[row].len().max(1);
    let other = &rows[chance % rows.len()];
    let same_column = other.get(column).cloned().unwrap_or_default();
    let any = other.get(chance % other.len().max(1)).cloned().unwrap_or_default();
    match way {
        0 if rows.len() > 1 => drop(rows.remove(row)),
        1 => rows.insert(row, rows[row].clone()),
        2 => rows.reverse(),
        3 => drop(rows[row].remove(column)),
        4 => rows[row].insert(column, String::new()),
        5 => rows[row].truncate(column + 1),
        6 => rows[row][column].clear(),
        7 => rows[row][column] = any_text(chance).to_owned(),
        8 => rows[row][column] = same_column,
        9 => rows[row][column] = any,
        10 => rows[row][column] = format!(" {} ", rows[row][column]),
        11 => rows[row][column].push('"'),
        12 => rows[row][column] = rows[row][column].to_lowercase(),
        _ => rows[row][column] = another_digit(&rows[row][column], chance),
    }
}
