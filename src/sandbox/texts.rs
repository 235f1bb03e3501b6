//! The words of descriptions, in three languages and two wordings.

use crate::model::{Meaning, Status};

/// What a source of that language writes; the other wording where it has changed its words.
pub(super) fn words(meaning: &Meaning, language: &str, is_other: bool) -> &'static str {
    let status = match meaning {
        Meaning::State(state) => state.status(),
        Meaning::Notice(_) => Status::Unknown,
    };
    let (english, other, german, french) = match status {
        Status::InfoReceived => {
            ("Shipment announced", "Label created", "Sendung angekündigt", "Envoi annoncé")
        }
        Status::InTransit => {
            ("In transit", "On its way", "Die Sendung ist unterwegs", "En cours d'acheminement")
        }
        Status::OutForDelivery => {
            ("Out for delivery", "On the vehicle", "In Zustellung", "En cours de livraison")
        }
        Status::AvailableForPickup => ("Ready for collection", "Waiting for you", "Abholbereit", "À retirer"),
        Status::AttemptFailed => {
            ("Delivery attempted", "We missed you", "Zustellversuch", "Destinataire absent")
        }
        Status::Exception => ("Held up", "Delivery is delayed", "Verzögerung", "Incident"),
        Status::Delivered => ("Delivered", "Handed over", "Zugestellt", "Livré"),
        Status::Returning => ("Return to sender", "Going back", "Rücksendung", "Retour à l'expéditeur"),
        Status::Returned => ("Returned", "Back at the sender", "Zurückgegeben", "Retourné"),
        Status::Cancelled => ("Cancelled", "Order cancelled", "Storniert", "Annulé"),
        Status::Failed => ("Lost", "Undeliverable", "Verloren", "Perdu"),
        Status::Unknown | Status::Pending | Status::Expired => {
            ("Status update", "Information", "Statusmeldung", "Mise à jour")
        }
    };
    match (language, is_other) {
        ("de", _) => german,
        ("fr", _) => french,
        (_, true) => other,
        (_, false) => english,
    }
}
