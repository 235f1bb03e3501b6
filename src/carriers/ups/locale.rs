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

/// The locale to ask with: the question's language, with the country of the configured locale where that speaks it, else the
/// configured locale. None where neither says anything that UPS could take.
pub(super) fn locale(wish: Option<&str>, configured: Option<&str>) -> Option<String> {
    let wished = wish.and_then(|wish| {
        let (language, country) = split(wish)?;
        let same = configured.and_then(split).filter(|(known, _)| *known == language);
        let country = country.or_else(|| same?.1).or_else(|| {
            let at = COUNTRIES.binary_search_by(|(known, _)| (*known).cmp(&language)).ok()?;
            COUNTRIES.get(at).map(|(_, country)| (*country).to_owned())
        });
        Some(format!("{language}_{}", country?))
    });
    wished.or_else(|| configured.map(Into::into))
}

/// Whether a text is a locale in UPS's form, such as `de_AT`.
pub(super) fn is_locale(text: &str) -> bool {
    split(text).is_some_and(|(language, country)| {
        country.is_some_and(|country| text == format!("{language}_{country}"))
    })
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
            (None, None, None),
        ] {
            assert_eq!(locale(wish, configured).as_deref(), asked, "{wish:?} {configured:?}");
        }
    }

    #[test]
    fn a_locale_has_upss_form() {
        assert!(is_locale("de_AT") && is_locale("en_US"));
        assert!(!is_locale("de-AT") && !is_locale("de") && !is_locale("DE_at") && !is_locale("de_AT_x"));
    }
}
