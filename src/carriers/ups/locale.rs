//! A wished language as UPS's `locale`: language and country, joined by an underscore.

/// Languages, sorted, with the country that UPS's `locale` needs where the wish names none: the one where most speak it.
/// UPS publishes no list of the locales that it translates into, and answers others in English.
const COUNTRIES: &[(&str, &str)] = &[
    ("bg", "BG"),
    ("cs", "CZ"),
    ("da", "DK"),
    ("de", "DE"),
    ("el", "GR"),
    ("en", "US"),
    ("es", "ES"),
    ("et", "EE"),
    ("fi", "FI"),
    ("fr", "FR"),
    ("he", "IL"),
    ("hu", "HU"),
    ("id", "ID"),
    ("it", "IT"),
    ("ja", "JP"),
    ("ko", "KR"),
    ("lt", "LT"),
    ("lv", "LV"),
    ("nl", "NL"),
    ("no", "NO"),
    ("pl", "PL"),
    ("pt", "PT"),
    ("ro", "RO"),
    ("ru", "RU"),
    ("sk", "SK"),
    ("sl", "SI"),
    ("sv", "SE"),
    ("th", "TH"),
    ("tr", "TR"),
    ("uk", "UA"),
    ("vi", "VN"),
    ("zh", "CN"),
];

/// The locale to ask with: the question's language, else the configured one. None where neither is a language that UPS may
/// know.
pub(super) fn locale(wish: Option<&str>, configured: Option<&str>) -> Option<String> {
    let configured = configured.and_then(|tag| form(tag, None));
    wish.and_then(|tag| form(tag, configured.as_deref())).or(configured)
}

/// A language in UPS's form. Where it names no country, it gets that of `near` if that is of the same language.
fn form(tag: &str, near: Option<&str>) -> Option<String> {
    let (language, country) = split(tag)?;
    let near = || near.and_then(split).filter(|(near, _)| *near == language)?.1;
    let usual = || {
        let at = COUNTRIES.binary_search_by(|(known, _)| (*known).cmp(&language)).ok()?;
        COUNTRIES.get(at).map(|(_, country)| (*country).to_owned())
    };
    Some(format!("{language}_{}", country.or_else(near).or_else(usual)?))
}

/// Language and, where there is one, country of `de`, `de-AT` or `de_AT`.
fn split(text: &str) -> Option<(String, Option<String>)> {
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let mut parts = text.split(['-', '_']);
    let language = parts.next().filter(|part| two(part))?.to_ascii_lowercase();
    // A script may stand between the two.
    let country = parts.find(|part| two(part)).map(str::to_ascii_uppercase);
    Some((language, country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_sorted() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn the_questions_language_goes_before() {
        for (wish, configured, asked) in [
            (Some("de"), None, Some("de_DE")),
            (Some("de-AT"), Some("fr_FR"), Some("de_AT")),
            (Some("zh-Hans-CN"), None, Some("zh_CN")),
            (Some("de"), Some("de_CH"), Some("de_CH")),
            (Some("fr"), Some("de_CH"), Some("fr_FR")),
            (Some("tlh"), Some("de_CH"), Some("de_CH")),
            (Some("xx"), None, None),
            (None, Some("de_CH"), Some("de_CH")),
            (None, Some("de-at"), Some("de_AT")),
            (None, Some("de"), Some("de_DE")),
            (Some("de"), Some("en"), Some("de_DE")),
            (None, Some("deutsch"), None),
            (None, None, None),
        ] {
            assert_eq!(locale(wish, configured).as_deref(), asked, "{wish:?} {configured:?}");
        }
    }
}
