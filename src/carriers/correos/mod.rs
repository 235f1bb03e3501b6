//! Correos of Spain: the formats of its numbers (<https://www.correos.es>). The 23 characters have no check character
//! that is known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] =
    &[Format::new("23 characters", "P@#*#*#{16}@"), Format::new("S10 of Spain", "@{2}#{9}ES").s10()];

pub(super) const ENTRY: Entry = Entry::of_numbers("correos", "Correos", FORMATS)
    .at_home_in(&["ES"])
    .with_url("https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={n}");
