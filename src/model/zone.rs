//! Which time zones may hold at a place known only by country and, at best, region.
//!
//! Carriers print local times without an offset. The zones that may hold at the place bound the instant
//! such a time can stand for: one zone gives one instant, several give an interval.
//!
//! Source: `zone.tab` of the tz database (public domain), version 2025b, with all of its 247 countries.
//! The file names zones per country only. Which of them a region uses follows its comments and, where
//! these say "most areas", the legal time of the region: Quebec has Halifax for the Magdalen Islands,
//! Nevada has Denver for West Wendover.
//!
//! Thinning: of zones in one slice whose offsets agree at every quarter of an hour from 2015 to 2039,
//! one stays, since the others cannot change an interval. Germany keeps Berlin and drops Busingen. A region
//! keeps its own zone even where the country's slice has an equal one under another name (Boise and
//! Denver), so that a later change of law reaches the right place.
//!
//! Limits:
//! * Times before 2015 may need a zone that is left out here.
//! * Only legal time counts. Towns that keep a neighbour's time by custom are not covered. Urumqi and Simferopol are
//!   left out: the carriers of China and Ukraine write Shanghai's and Kyiv's time everywhere.
//! * Territories with a country code of their own are not among the zones of the state they belong to. Only
//!   the regions of US carry them (`PR`, `GU`, ...), because US addresses use them as states.
//! * Codes outside `zone.tab` are unknown, among them `XK`, `BV` and `HM`.
//! * Names with accents match composed (NFC) or without any accent.

use chrono_tz::{
    Africa, America, Antarctica, Arctic, Asia, Atlantic, Australia, Europe, Indian, Pacific, Tz,
};

type Zones = &'static [Tz];

/// The zones that may hold in `country` (ISO 3166-1 alpha-2, upper case), or in its `region` where that is
/// known by ISO 3166-2 code (`US-CA`, `CA`) or name in any case.
///
/// An unknown region gives all zones of the country, because a wide interval is right where a narrow one
/// may be wrong. An unknown country gives none.
pub(crate) fn zones(country: &str, region: Option<&str>) -> Zones {
    region
        .and_then(|region| zones_of_region(country, region))
        .or_else(|| find(COUNTRIES, country))
        .unwrap_or_default()
}

fn zones_of_region(country: &str, region: &str) -> Option<Zones> {
    let region = region.trim();
    let region = match region.split_once('-') {
        Some((prefix, code)) if prefix.eq_ignore_ascii_case(country) => code,
        // Names have dashes too (Castilla-La Mancha).
        _ => region,
    };
    find(REGIONS, country)?
        .iter()
        .find(|(_, names)| names.split('|').any(|name| eq_ignore_case(name, region)))
        .map(|(zones, _)| *zones)
}

fn find<T: Copy>(table: &[(&str, T)], country: &str) -> Option<T> {
    let at = table.binary_search_by(|(code, _)| (*code).cmp(country)).ok()?;
    table.get(at).map(|(_, found)| *found)
}

/// Folds all letters, not only ASCII, since carriers like to print `SÃO PAULO`.
fn eq_ignore_case(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Sorted by country code.
// Formatted, a row takes a line and the table hundreds.
#[rustfmt::skip]
const COUNTRIES: &[(&str, Zones)] = &[
    ("AD", &[Europe::Andorra]), ("AE", &[Asia::Dubai]), ("AF", &[Asia::Kabul]), ("AG", &[America::Antigua]),
    ("AI", &[America::Anguilla]), ("AL", &[Europe::Tirane]), ("AM", &[Asia::Yerevan]),
    ("AO", &[Africa::Luanda]),
    ("AQ", &[Antarctica::McMurdo, Antarctica::Casey, Antarctica::Davis, Antarctica::DumontDUrville,
        Antarctica::Mawson, Antarctica::Palmer, Antarctica::Rothera, Antarctica::Syowa, Antarctica::Troll,
        Antarctica::Vostok]),
    ("AR", &[America::Argentina::Buenos_Aires]), ("AS", &[Pacific::Pago_Pago]), ("AT", &[Europe::Vienna]),
    ("AU", &[Australia::Sydney, Australia::Adelaide, Australia::Lord_Howe, Australia::Brisbane,
        Australia::Darwin, Australia::Perth, Australia::Eucla]),
    ("AW", &[America::Aruba]), ("AX", &[Europe::Mariehamn]), ("AZ", &[Asia::Baku]),
    ("BA", &[Europe::Sarajevo]), ("BB", &[America::Barbados]), ("BD", &[Asia::Dhaka]),
    ("BE", &[Europe::Brussels]), ("BF", &[Africa::Ouagadougou]), ("BG", &[Europe::Sofia]),
    ("BH", &[Asia::Bahrain]), ("BI", &[Africa::Bujumbura]), ("BJ", &[Africa::PortoNovo]),
    ("BL", &[America::St_Barthelemy]), ("BM", &[Atlantic::Bermuda]), ("BN", &[Asia::Brunei]),
    ("BO", &[America::La_Paz]), ("BQ", &[America::Kralendijk]),
    ("BR", &[America::Sao_Paulo, America::Manaus, America::Rio_Branco, America::Noronha, America::Belem,
        America::Campo_Grande]),
    ("BS", &[America::Nassau]), ("BT", &[Asia::Thimphu]), ("BW", &[Africa::Gaborone]),
    ("BY", &[Europe::Minsk]), ("BZ", &[America::Belize]),
    ("CA", &[America::Toronto, America::Dawson_Creek, America::St_Johns, America::Halifax,
        America::BlancSablon, America::Atikokan, America::Winnipeg, America::Regina, America::Edmonton,
        America::Fort_Nelson, America::Whitehorse, America::Vancouver]),
    ("CC", &[Indian::Cocos]), ("CD", &[Africa::Kinshasa, Africa::Lubumbashi]), ("CF", &[Africa::Bangui]),
    ("CG", &[Africa::Brazzaville]), ("CH", &[Europe::Zurich]), ("CI", &[Africa::Abidjan]),
    ("CK", &[Pacific::Rarotonga]),
    ("CL", &[America::Santiago, America::Coyhaique, America::Punta_Arenas, Pacific::Easter]),
    ("CM", &[Africa::Douala]), ("CN", &[Asia::Shanghai]), ("CO", &[America::Bogota]),
    ("CR", &[America::Costa_Rica]), ("CU", &[America::Havana]), ("CV", &[Atlantic::Cape_Verde]),
    ("CW", &[America::Curacao]), ("CX", &[Indian::Christmas]), ("CY", &[Asia::Nicosia, Asia::Famagusta]),
    ("CZ", &[Europe::Prague]), ("DE", &[Europe::Berlin]), ("DJ", &[Africa::Djibouti]),
    ("DK", &[Europe::Copenhagen]), ("DM", &[America::Dominica]), ("DO", &[America::Santo_Domingo]),
    ("DZ", &[Africa::Algiers]), ("EC", &[America::Guayaquil, Pacific::Galapagos]), ("EE", &[Europe::Tallinn]),
    ("EG", &[Africa::Cairo]), ("EH", &[Africa::El_Aaiun]), ("ER", &[Africa::Asmara]),
    ("ES", &[Europe::Madrid, Atlantic::Canary]), ("ET", &[Africa::Addis_Ababa]), ("FI", &[Europe::Helsinki]),
    ("FJ", &[Pacific::Fiji]), ("FK", &[Atlantic::Stanley]), ("FM", &[Pacific::Chuuk, Pacific::Pohnpei]),
    ("FO", &[Atlantic::Faroe]), ("FR", &[Europe::Paris]), ("GA", &[Africa::Libreville]),
    ("GB", &[Europe::London]), ("GD", &[America::Grenada]), ("GE", &[Asia::Tbilisi]),
    ("GF", &[America::Cayenne]), ("GG", &[Europe::Guernsey]), ("GH", &[Africa::Accra]),
    ("GI", &[Europe::Gibraltar]),
    ("GL", &[America::Nuuk, America::Danmarkshavn, America::Scoresbysund, America::Thule]),
    ("GM", &[Africa::Banjul]), ("GN", &[Africa::Conakry]), ("GP", &[America::Guadeloupe]),
    ("GQ", &[Africa::Malabo]), ("GR", &[Europe::Athens]), ("GS", &[Atlantic::South_Georgia]),
    ("GT", &[America::Guatemala]), ("GU", &[Pacific::Guam]), ("GW", &[Africa::Bissau]),
    ("GY", &[America::Guyana]), ("HK", &[Asia::Hong_Kong]), ("HN", &[America::Tegucigalpa]),
    ("HR", &[Europe::Zagreb]), ("HT", &[America::PortauPrince]), ("HU", &[Europe::Budapest]),
    ("ID", &[Asia::Jakarta, Asia::Makassar, Asia::Jayapura]), ("IE", &[Europe::Dublin]),
    ("IL", &[Asia::Jerusalem]), ("IM", &[Europe::Isle_of_Man]), ("IN", &[Asia::Kolkata]),
    ("IO", &[Indian::Chagos]), ("IQ", &[Asia::Baghdad]), ("IR", &[Asia::Tehran]),
    ("IS", &[Atlantic::Reykjavik]), ("IT", &[Europe::Rome]), ("JE", &[Europe::Jersey]),
    ("JM", &[America::Jamaica]), ("JO", &[Asia::Amman]), ("JP", &[Asia::Tokyo]), ("KE", &[Africa::Nairobi]),
    ("KG", &[Asia::Bishkek]), ("KH", &[Asia::Phnom_Penh]),
    ("KI", &[Pacific::Tarawa, Pacific::Kanton, Pacific::Kiritimati]), ("KM", &[Indian::Comoro]),
    ("KN", &[America::St_Kitts]), ("KP", &[Asia::Pyongyang]), ("KR", &[Asia::Seoul]), ("KW", &[Asia::Kuwait]),
    ("KY", &[America::Cayman]), ("KZ", &[Asia::Almaty, Asia::Qyzylorda, Asia::Aqtobe]),
    ("LA", &[Asia::Vientiane]), ("LB", &[Asia::Beirut]), ("LC", &[America::St_Lucia]),
    ("LI", &[Europe::Vaduz]), ("LK", &[Asia::Colombo]), ("LR", &[Africa::Monrovia]),
    ("LS", &[Africa::Maseru]), ("LT", &[Europe::Vilnius]), ("LU", &[Europe::Luxembourg]),
    ("LV", &[Europe::Riga]), ("LY", &[Africa::Tripoli]), ("MA", &[Africa::Casablanca]),
    ("MC", &[Europe::Monaco]), ("MD", &[Europe::Chisinau]), ("ME", &[Europe::Podgorica]),
    ("MF", &[America::Marigot]), ("MG", &[Indian::Antananarivo]), ("MH", &[Pacific::Majuro]),
    ("MK", &[Europe::Skopje]), ("ML", &[Africa::Bamako]), ("MM", &[Asia::Yangon]),
    ("MN", &[Asia::Ulaanbaatar, Asia::Hovd]), ("MO", &[Asia::Macau]), ("MP", &[Pacific::Saipan]),
    ("MQ", &[America::Martinique]), ("MR", &[Africa::Nouakchott]), ("MS", &[America::Montserrat]),
    ("MT", &[Europe::Malta]), ("MU", &[Indian::Mauritius]), ("MV", &[Indian::Maldives]),
    ("MW", &[Africa::Blantyre]),
    ("MX", &[America::Mexico_City, America::Cancun, America::Matamoros, America::Chihuahua,
        America::Ciudad_Juarez, America::Ojinaga, America::Mazatlan, America::Hermosillo, America::Tijuana]),
    ("MY", &[Asia::Kuala_Lumpur]), ("MZ", &[Africa::Maputo]), ("NA", &[Africa::Windhoek]),
    ("NC", &[Pacific::Noumea]), ("NE", &[Africa::Niamey]), ("NF", &[Pacific::Norfolk]),
    ("NG", &[Africa::Lagos]), ("NI", &[America::Managua]), ("NL", &[Europe::Amsterdam]),
    ("NO", &[Europe::Oslo]), ("NP", &[Asia::Kathmandu]), ("NR", &[Pacific::Nauru]), ("NU", &[Pacific::Niue]),
    ("NZ", &[Pacific::Auckland, Pacific::Chatham]), ("OM", &[Asia::Muscat]), ("PA", &[America::Panama]),
    ("PE", &[America::Lima]), ("PF", &[Pacific::Tahiti, Pacific::Marquesas, Pacific::Gambier]),
    ("PG", &[Pacific::Port_Moresby, Pacific::Bougainville]), ("PH", &[Asia::Manila]),
    ("PK", &[Asia::Karachi]), ("PL", &[Europe::Warsaw]), ("PM", &[America::Miquelon]),
    ("PN", &[Pacific::Pitcairn]), ("PR", &[America::Puerto_Rico]), ("PS", &[Asia::Gaza]),
    ("PT", &[Europe::Lisbon, Atlantic::Azores]), ("PW", &[Pacific::Palau]), ("PY", &[America::Asuncion]),
    ("QA", &[Asia::Qatar]), ("RE", &[Indian::Reunion]), ("RO", &[Europe::Bucharest]),
    ("RS", &[Europe::Belgrade]),
    ("RU", &[Europe::Moscow, Asia::Krasnoyarsk, Europe::Kaliningrad, Europe::Volgograd, Europe::Astrakhan,
        Europe::Saratov, Europe::Samara, Asia::Yekaterinburg, Asia::Omsk, Asia::Novosibirsk, Asia::Barnaul,
        Asia::Tomsk, Asia::Irkutsk, Asia::Chita, Asia::Yakutsk, Asia::Vladivostok, Asia::Magadan,
        Asia::Sakhalin, Asia::Srednekolymsk, Asia::Kamchatka]),
    ("RW", &[Africa::Kigali]), ("SA", &[Asia::Riyadh]), ("SB", &[Pacific::Guadalcanal]),
    ("SC", &[Indian::Mahe]), ("SD", &[Africa::Khartoum]), ("SE", &[Europe::Stockholm]),
    ("SG", &[Asia::Singapore]), ("SH", &[Atlantic::St_Helena]), ("SI", &[Europe::Ljubljana]),
    ("SJ", &[Arctic::Longyearbyen]), ("SK", &[Europe::Bratislava]), ("SL", &[Africa::Freetown]),
    ("SM", &[Europe::San_Marino]), ("SN", &[Africa::Dakar]), ("SO", &[Africa::Mogadishu]),
    ("SR", &[America::Paramaribo]), ("SS", &[Africa::Juba]), ("ST", &[Africa::Sao_Tome]),
    ("SV", &[America::El_Salvador]), ("SX", &[America::Lower_Princes]), ("SY", &[Asia::Damascus]),
    ("SZ", &[Africa::Mbabane]), ("TC", &[America::Grand_Turk]), ("TD", &[Africa::Ndjamena]),
    ("TF", &[Indian::Kerguelen]), ("TG", &[Africa::Lome]), ("TH", &[Asia::Bangkok]),
    ("TJ", &[Asia::Dushanbe]), ("TK", &[Pacific::Fakaofo]), ("TL", &[Asia::Dili]), ("TM", &[Asia::Ashgabat]),
    ("TN", &[Africa::Tunis]), ("TO", &[Pacific::Tongatapu]), ("TR", &[Europe::Istanbul]),
    ("TT", &[America::Port_of_Spain]), ("TV", &[Pacific::Funafuti]), ("TW", &[Asia::Taipei]),
    ("TZ", &[Africa::Dar_es_Salaam]), ("UA", &[Europe::Kyiv]), ("UG", &[Africa::Kampala]),
    ("UM", &[Pacific::Midway, Pacific::Wake]),
    ("US", &[America::New_York, America::Chicago, America::Denver, America::Phoenix, America::Los_Angeles,
        America::Anchorage, America::Metlakatla, America::Adak, Pacific::Honolulu]),
    ("UY", &[America::Montevideo]), ("UZ", &[Asia::Tashkent]), ("VA", &[Europe::Vatican]),
    ("VC", &[America::St_Vincent]), ("VE", &[America::Caracas]), ("VG", &[America::Tortola]),
    ("VI", &[America::St_Thomas]), ("VN", &[Asia::Ho_Chi_Minh]), ("VU", &[Pacific::Efate]),
    ("WF", &[Pacific::Wallis]), ("WS", &[Pacific::Apia]), ("YE", &[Asia::Aden]), ("YT", &[Indian::Mayotte]),
    ("ZA", &[Africa::Johannesburg]), ("ZM", &[Africa::Lusaka]), ("ZW", &[Africa::Harare]),
];

/// Sorted by country code. Each row has the zones and, split by `|`, the codes and names of the regions that
/// use exactly these.
// The State of Mexico is not listed as plain "Mexico", which may as well repeat the country.
#[rustfmt::skip]
const REGIONS: &[(&str, &[(Zones, &str)])] = &[
    ("AU", &[
        (&[Australia::Sydney], "ACT|Australian Capital Territory"),
        (&[Australia::Sydney, Australia::Broken_Hill, Australia::Lord_Howe], "NSW|New South Wales"),
        (&[Australia::Melbourne], "VIC|Victoria"),
        (&[Australia::Hobart], "TAS|Tasmania"),
        (&[Australia::Brisbane], "QLD|Queensland"),
        (&[Australia::Adelaide], "SA|South Australia"),
        (&[Australia::Darwin], "NT|Northern Territory"),
        (&[Australia::Perth, Australia::Eucla], "WA|Western Australia"),
    ]),
    ("BR", &[
        (&[America::Rio_Branco], "AC|Acre"),
        (&[America::Manaus, America::Eirunepe], "AM|Amazonas"),
        (&[America::Porto_Velho], "RO|Rondônia|Rondonia"),
        (&[America::Boa_Vista], "RR|Roraima"),
        (&[America::Cuiaba], "MT|Mato Grosso"),
        (&[America::Campo_Grande], "MS|Mato Grosso do Sul"),
        (&[America::Belem], "AP|Amapá|Amapa|PA|Pará|Para"),
        (&[America::Araguaina], "TO|Tocantins"),
        (&[America::Fortaleza], "CE|Ceará|Ceara|MA|Maranhão|Maranhao|PB|Paraíba|Paraiba|PI|Piauí|Piaui|RN|\
            Rio Grande do Norte"),
        (&[America::Recife, America::Noronha], "PE|Pernambuco"),
        (&[America::Maceio], "AL|Alagoas|SE|Sergipe"),
        (&[America::Bahia], "BA|Bahia"),
        (&[America::Sao_Paulo], "DF|Distrito Federal|Federal District|ES|Espírito Santo|Espirito Santo|GO|\
            Goiás|Goias|MG|Minas Gerais|PR|Paraná|Parana|RJ|Rio de Janeiro|RS|Rio Grande do Sul|SC|\
            Santa Catarina|SP|São Paulo|Sao Paulo"),
    ]),
    ("CA", &[
        (&[America::Edmonton], "AB|Alberta"),
        (&[America::Vancouver, America::Edmonton, America::Dawson_Creek, America::Fort_Nelson],
            "BC|British Columbia"),
        (&[America::Winnipeg], "MB|Manitoba"),
        (&[America::Moncton], "NB|New Brunswick"),
        (&[America::St_Johns, America::Goose_Bay], "NL|Newfoundland and Labrador|Newfoundland & Labrador|\
            Newfoundland|Labrador"),
        (&[America::Halifax], "NS|Nova Scotia|PE|PEI|Prince Edward Island"),
        (&[America::Inuvik], "NT|Northwest Territories"),
        (&[America::Iqaluit, America::Rankin_Inlet, America::Cambridge_Bay, America::Atikokan], "NU|Nunavut"),
        (&[America::Toronto, America::Winnipeg, America::Atikokan], "ON|Ontario"),
        (&[America::Toronto, America::Halifax, America::BlancSablon], "QC|Quebec|Québec"),
        (&[America::Regina, America::Edmonton], "SK|Saskatchewan"),
        (&[America::Whitehorse], "YT|Yukon|Yukon Territory"),
    ]),
    ("ES", &[
        (&[Atlantic::Canary], "CN|Canarias|Canary Islands|Islas Canarias|GC|Las Palmas|TF|\
            Santa Cruz de Tenerife"),
        (&[Europe::Madrid], "AN|Andalucía|Andalucia|Andalusia|AR|Aragón|Aragon|AS|Asturias|O|CB|Cantabria|\
            S|CE|Ceuta|CL|Castilla y León|Castilla y Leon|Castile and León|Castile and Leon|CM|\
            Castilla-La Mancha|Castilla La Mancha|Castile-La Mancha|CT|Cataluña|Catalunya|Cataluna|\
            Catalonia|EX|Extremadura|GA|Galicia|IB|Illes Balears|Islas Baleares|Baleares|Balearic Islands|\
            PM|MC|Murcia|Región de Murcia|Region de Murcia|Region of Murcia|MU|MD|Comunidad de Madrid|\
            Community of Madrid|M|Madrid|ML|Melilla|NC|Navarra|Navarre|Nafarroa|NA|PV|País Vasco|Pais Vasco|\
            Euskadi|Euskal Herria|Basque Country|RI|La Rioja|Rioja|LO|VC|Comunidad Valenciana|\
            Comunitat Valenciana|Valencian Community|A|Alicante|Alacant|AB|Albacete|AL|Almería|Almeria|AV|\
            Ávila|Avila|B|Barcelona|BA|Badajoz|BI|Bizkaia|Vizcaya|Biscay|BU|Burgos|C|A Coruña|A Coruna|\
            La Coruña|La Coruna|Coruña|Coruna|CA|Cádiz|Cadiz|CC|Cáceres|Caceres|CO|Córdoba|Cordoba|CR|\
            Ciudad Real|CS|Castellón|Castellon|Castelló|Castello|CU|Cuenca|GI|Girona|Gerona|GR|Granada|GU|\
            Guadalajara|H|Huelva|HU|Huesca|J|Jaén|Jaen|L|Lleida|Lérida|Lerida|LE|León|Leon|LU|Lugo|MA|\
            Málaga|Malaga|OR|Ourense|Orense|P|Palencia|PO|Pontevedra|SA|Salamanca|SE|Sevilla|Seville|SG|\
            Segovia|SO|Soria|SS|Gipuzkoa|Guipúzcoa|Guipuzcoa|T|Tarragona|TE|Teruel|TO|Toledo|V|Valencia|\
            València|VA|Valladolid|VI|Álava|Alava|Araba|Araba/Álava|Z|Zaragoza|Saragossa|ZA|Zamora"),
    ]),
    ("MX", &[
        (&[America::Tijuana], "BCN|Baja California"),
        (&[America::Mazatlan], "BCS|Baja California Sur|SIN|Sinaloa"),
        (&[America::Mazatlan, America::Bahia_Banderas], "NAY|Nayarit"),
        (&[America::Hermosillo], "SON|Sonora"),
        (&[America::Chihuahua, America::Ciudad_Juarez, America::Ojinaga], "CHH|Chihuahua"),
        (&[America::Monterrey, America::Matamoros], "COA|Coahuila|Coahuila de Zaragoza|NLE|Nuevo León|\
            Nuevo Leon|TAM|Tamaulipas"),
        (&[America::Monterrey], "DUR|Durango"),
        (&[America::Cancun], "ROO|Quintana Roo"),
        (&[America::Merida], "CAM|Campeche|YUC|Yucatán|Yucatan"),
        (&[America::Mexico_City], "AGU|Aguascalientes|CHP|Chiapas|CMX|DIF|CDMX|Ciudad de México|\
            Ciudad de Mexico|Mexico City|Distrito Federal|COL|Colima|GRO|Guerrero|GUA|Guanajuato|HID|\
            Hidalgo|JAL|Jalisco|MEX|Estado de México|Estado de Mexico|State of Mexico|MIC|Michoacán|\
            Michoacan|Michoacán de Ocampo|Michoacan de Ocampo|MOR|Morelos|OAX|Oaxaca|PUE|Puebla|QUE|\
            Querétaro|Queretaro|SLP|San Luis Potosí|San Luis Potosi|TAB|Tabasco|TLA|Tlaxcala|VER|Veracruz|\
            Veracruz de Ignacio de la Llave|ZAC|Zacatecas"),
    ]),
    ("PT", &[
        (&[Atlantic::Azores], "20|Azores|Açores|Acores|Região Autónoma dos Açores|\
            Regiao Autonoma dos Acores"),
        (&[Atlantic::Madeira], "30|Madeira|Região Autónoma da Madeira|Regiao Autonoma da Madeira"),
        (&[Europe::Lisbon], "01|Aveiro|02|Beja|03|Braga|04|Bragança|Braganca|05|Castelo Branco|06|Coimbra|\
            07|Évora|Evora|08|Faro|09|Guarda|10|Leiria|11|Lisboa|Lisbon|12|Portalegre|13|Porto|Oporto|14|\
            Santarém|Santarem|15|Setúbal|Setubal|16|Viana do Castelo|17|Vila Real|18|Viseu"),
    ]),
    ("US", &[
        (&[America::Anchorage, America::Metlakatla, America::Adak], "AK|Alaska"),
        (&[America::Phoenix, America::Denver], "AZ|Arizona"),
        (&[Pacific::Honolulu], "HI|Hawaii"),
        (&[America::Los_Angeles], "CA|California|WA|Washington"),
        (&[America::Los_Angeles, America::Denver], "NV|Nevada"),
        (&[America::Los_Angeles, America::Boise], "ID|Idaho|OR|Oregon"),
        (&[America::Denver], "CO|Colorado|MT|Montana|NM|New Mexico|UT|Utah|WY|Wyoming"),
        (&[America::Chicago, America::Denver], "KS|Kansas|ND|North Dakota|NE|Nebraska|SD|South Dakota|TX|\
            Texas"),
        (&[America::Chicago], "AL|Alabama|AR|Arkansas|IA|Iowa|IL|Illinois|LA|Louisiana|MN|Minnesota|MO|\
            Missouri|MS|Mississippi|OK|Oklahoma|WI|Wisconsin"),
        (&[America::New_York, America::Chicago], "FL|Florida|KY|Kentucky|TN|Tennessee"),
        (&[America::Indiana::Indianapolis, America::Chicago], "IN|Indiana"),
        (&[America::Detroit, America::Menominee], "MI|Michigan"),
        (&[America::New_York], "CT|Connecticut|DC|District of Columbia|Washington DC|DE|Delaware|GA|\
            Georgia|MA|Massachusetts|MD|Maryland|ME|Maine|NC|North Carolina|NH|New Hampshire|NJ|New Jersey|\
            NY|New York|OH|Ohio|PA|Pennsylvania|RI|Rhode Island|SC|South Carolina|VA|Virginia|VT|Vermont|WV|\
            West Virginia"),
        (&[America::Puerto_Rico], "PR|Puerto Rico"),
        (&[America::St_Thomas], "VI|Virgin Islands|U.S. Virgin Islands|US Virgin Islands"),
        (&[Pacific::Guam], "GU|Guam"),
        (&[Pacific::Saipan], "MP|Northern Mariana Islands"),
        (&[Pacific::Pago_Pago], "AS|American Samoa"),
        (&[Pacific::Midway, Pacific::Wake], "UM|United States Minor Outlying Islands"),
    ]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{DateTime, Offset, TimeZone};

    use super::*;

    /// Whether the offsets agree at every full hour from 2015 to 2039.
    fn same_behaviour(a: Tz, b: Tz) -> bool {
        (1_420_070_400..2_208_988_800).step_by(3_600).all(|second| {
            let utc = DateTime::from_timestamp(second, 0).unwrap().naive_utc();
            a.offset_from_utc_datetime(&utc).fix() == b.offset_from_utc_datetime(&utc).fix()
        })
    }

    fn assert_distinct(zones: Zones, place: &str) {
        assert!(!zones.is_empty(), "{place}");
        for (at, a) in zones.iter().enumerate() {
            for b in &zones[at + 1..] {
                assert!(!same_behaviour(*a, *b), "{place}: {a} and {b}");
            }
        }
    }

    #[test]
    fn tables_are_sorted_and_unique() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(REGIONS.is_sorted_by(|a, b| a.0 < b.0));
        for (country, rows) in REGIONS {
            let mut seen = BTreeSet::new();
            for name in rows.iter().flat_map(|(_, names)| names.split('|')) {
                assert!(!name.is_empty() && name.trim() == name, "{country} {name:?}");
                assert!(seen.insert(name.to_lowercase()), "{country} {name}");
            }
        }
    }

    #[test]
    fn every_country_of_the_source_is_present() {
        assert_eq!(COUNTRIES.len(), 247);
    }

    #[test]
    fn slices_hold_no_two_zones_of_one_behaviour() {
        for (country, zones) in COUNTRIES {
            assert_distinct(zones, country);
        }
        for (_, rows) in REGIONS {
            for (zones, names) in *rows {
                assert_distinct(zones, names);
            }
        }
    }

    #[test]
    fn regions_stay_within_their_country() {
        for (country, rows) in REGIONS {
            let all = zones(country, None);
            for (zones, names) in *rows {
                // Territories with a country code of their own.
                if *country == "US" && ["PR", "VI", "GU", "MP", "AS", "UM"].contains(&&names[..2]) {
                    continue;
                }
                for zone in *zones {
                    assert!(all.iter().any(|one| same_behaviour(*one, *zone)), "{country} {zone}");
                }
            }
        }
    }

    #[test]
    fn every_zone_of_a_country_with_regions_is_in_a_region() {
        for (country, rows) in REGIONS {
            for zone in zones(country, None) {
                let mut of_regions = rows.iter().flat_map(|(zones, _)| zones.iter());
                assert!(of_regions.any(|one| same_behaviour(*one, *zone)), "{country} {zone}");
            }
        }
    }

    #[test]
    fn a_country_of_one_behaviour_has_one_zone() {
        assert_eq!(zones("DE", None), [Europe::Berlin]);
        assert_eq!(zones("DE", Some("Bayern")), [Europe::Berlin]);
    }

    #[test]
    fn a_region_is_known_by_code_or_name() {
        for region in ["CA", "ca", "US-CA", "us-ca", "California", "CALIFORNIA", " CA "] {
            assert_eq!(zones("US", Some(region)), [America::Los_Angeles], "{region}");
        }
        assert_eq!(zones("US", Some("TX")), [America::Chicago, America::Denver]);
        assert_eq!(zones("US", Some("PR")), [America::Puerto_Rico]);
        assert_eq!(zones("CA", Some("ON")).len(), 3);
        assert_eq!(zones("CA", Some("QUÉBEC")), zones("CA", Some("QC")));
        assert_eq!(zones("AU", Some("Vic")), [Australia::Melbourne]);
        assert_eq!(zones("BR", Some("SÃO PAULO")), [America::Sao_Paulo]);
        assert_eq!(zones("MX", Some("MX-ROO")), [America::Cancun]);
        assert_eq!(zones("MX", Some("Mexico")), zones("MX", None));
        assert_eq!(zones("PT", Some("Açores")), [Atlantic::Azores]);
        assert_eq!(zones("PT", Some("PT-30")), [Atlantic::Madeira]);
    }

    #[test]
    fn spain_has_the_mainland_and_the_canaries() {
        assert_eq!(zones("ES", None), [Europe::Madrid, Atlantic::Canary]);
        for region in ["Canarias", "ES-CN", "Las Palmas", "GC", "Santa Cruz de Tenerife", "TF"] {
            assert_eq!(zones("ES", Some(region)), [Atlantic::Canary], "{region}");
        }
        for region in ["Barcelona", "Castilla-La Mancha", "ES-M"] {
            assert_eq!(zones("ES", Some(region)), [Europe::Madrid], "{region}");
        }
    }

    #[test]
    fn an_unknown_region_gives_the_whole_country() {
        assert_eq!(zones("US", Some("Nowhere")), zones("US", None));
        assert_eq!(zones("US", Some("")), zones("US", None));
        assert_eq!(zones("US", Some("CA-ON")), zones("US", None));
    }

    #[test]
    fn an_unknown_country_gives_nothing() {
        for country in ["XX", "", "de", "USA"] {
            assert!(zones(country, None).is_empty(), "{country}");
            assert!(zones(country, Some("CA")).is_empty(), "{country}");
        }
    }
}
