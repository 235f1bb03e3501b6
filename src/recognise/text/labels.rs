//! Words that say what the number behind them is, in lower case and without accents.
//!
//! German, English, French, Italian, Spanish, Dutch and Polish, and names that such numbers have in JSON and in links.

/// How far behind a label its number may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// In the same sentence, more or less.
    Near,
    /// With nothing but a colon or the like between: the word alone says little.
    Next,
}

impl Reach {
    /// The distance in characters that a person sees.
    pub(super) const fn characters(self) -> usize {
        match self {
            Self::Near => 40,
            Self::Next => 4,
        }
    }
}

/// All labels: whether they are of tracking numbers, how far they reach, and their words.
pub(super) fn all() -> impl Iterator<Item = (bool, Reach, &'static str)> {
    let kinds = [
        (true, Reach::Near, OURS),
        (true, Reach::Next, MAYBE_OURS),
        (false, Reach::Near, OTHERS),
        (false, Reach::Next, MAYBE_OTHERS),
    ];
    kinds.into_iter().flat_map(|(is_ours, reach, lists)| {
        lists.iter().flat_map(|list| list.split(", ")).map(move |label| (is_ours, reach, label))
    })
}

/// Of tracking numbers.
const OURS: &[&str] = &[
    // German
    "sendungsnummer, sendungsnummern, sendungs nummer, sendungsnr, sendungs nr, sendungsid, sendungs id, \
     sendungscode, sendungsverfolgung, sendungsverfolgungsnummer, sendungsverfolgungsnummern, \
     sendungskennung, paketnummer, paketnummern, paket nummer, paketnr, paket nr, paket id, \
     paketscheinnummer, paketscheinnummern, paketschein nr, paketscheinnr, trackingnummer, \
     trackingnummern, tracking nummer, tracking nummern, trackingnr, tracking nr, trackingcode, \
     trackingid, track id, trackid, track nr, tracknr, frachtbriefnummer, frachtbrief nr, identcode",
    // English
    "tracking number, tracking numbers, trackingnumber, trackingnumbers, tracking no, tracking num, \
     tracking #, tracking id, tracking ids, tracking code, tracking codes, tracking reference, \
     tracking reference number, parcel reference, parcel reference number, shipment reference, \
     shipment reference number, shipmenttrackingnumber, parceltrackingnumber, waybill, waybill number, \
     waybill no, waybillnumber, air waybill, airway bill, airwaybill, airwaybillnumber, awb, awb number, awb no, \
     consignment, consignment number, consignment no, consignmentnumber, parcel number, parcel numbers, parcel no, \
     parcel id, parcelnumber, package number, shipment number, shipment no, shipment id, shipmentnumber, \
     shipping number, pro number, pro no, pro #",
    // French
    "numero de suivi, numeros de suivi, n de suivi, no de suivi, code de suivi, numero de colis, \
     numero du colis, n de colis, no de colis, numero d envoi, numero d expedition",
    // Italian
    "numero di spedizione, numero spedizione, codice di spedizione, codice spedizione, \
     numero di tracking, codice di tracking, codice tracking, numero di tracciamento, \
     codice di tracciamento, lettera di vettura",
    // Spanish
    "numero de seguimiento, numeros de seguimiento, no de seguimiento, n de seguimiento, \
     codigo de seguimiento, numero de envio, codigo de envio, numero de rastreo, numero de guia, \
     localizador",
    // Dutch
    "zendingsnummer, zendingsnummers, verzendnummer, pakketnummer, vrachtbriefnummer, \
     track en trace code, track trace code, track trace nummer",
    // Polish
    "numer przesylki, numery przesylek, nr przesylki, numer paczki, nr paczki, numer listu przewozowego, \
     nr listu przewozowego, numer sledzenia, numer nadania",
];

/// Of tracking numbers, where the number follows at once.
const MAYBE_OURS: &[&str] =
    &["tracking, sendung, paket, shipment, parcel, package, colis, suivi, spedizione, tracciamento, envio, \
     seguimiento, zending, pakket, przesylka, paczka"];

/// Of other numbers.
const OTHERS: &[&str] = &[
    // German
    "auftragsnummer, auftragsnr, auftrags nr, bestellnummer, bestellnr, bestell nr, rechnungsnummer, \
     rechnungsnr, rechnungs nr, kundennummer, kundennr, kunden nr, artikelnummer, artikelnr, artikel nr, \
     art nr, vertragsnummer, kontonummer, konto, kto, lieferscheinnummer, lieferschein nr, \
     transaktionsnummer, transaktionscode, transaktions id, vorgangsnummer, belegnummer, \
     buchungsnummer, retourennummer, referenznummer, kundenreferenz, zahlungsreferenz, verwendungszweck, \
     postnummer, servicenummer, ekp, seriennummer, steuernummer, steuer id, ustid, ustidnr, ust idnr, ust id, \
     ust id nr, umsatzsteuer id, umsatzsteuer identifikationsnummer, kreditkarte, telefon, \
     telefonnummer, tel, fon, fax, mobil, handynummer, hotline, rufnummer, zeitstempel",
    // English
    "order number, order no, order id, order #, ordernumber, orderid, purchase order, po number, \
     po #, reference number, reference no, rma, invoice, invoice number, invoice no, invoicenumber, \
     customer number, customer no, customer id, \
     customerid, account number, account no, item number, item no, article number, article no, \
     part number, part no, product code, product number, serial number, serial no, imei, transaction id, \
     transaction number, payment id, case number, case id, ticket number, message id, card number, \
     credit card, phone, phone number, telephone, cell, timestamp, vat, vat id, vat no, vat number, \
     tax id, tax number",
    // Everywhere
    "iban, bic, ean, gtin, upc, isbn, asin, sku, mpn",
    // French
    "numero de commande, n de commande, no de commande, numero de facture, n de facture, numero client, \
     n client, siret, siren, tva",
    // Italian
    "numero d ordine, numero ordine, numero di ordine, numero fattura, partita iva, p iva, \
     codice fiscale, codice cliente, telefono",
    // Spanish
    "numero de pedido, n de pedido, no de pedido, numero de factura, numero de cliente, nif, cif",
    // Dutch
    "bestelnummer, ordernummer, factuurnummer, klantnummer, telefoon, telefoonnummer, btw nummer, btw",
    // Polish
    "numer zamowienia, nr zamowienia, numer faktury, nr faktury, numer konta, nr konta, \
     numer rachunku, nr rachunku, rachunku, konta, nip, regon",
];

/// Of other numbers, where the number follows at once.
const MAYBE_OTHERS: &[&str] = &[
    "auftrag, bestellung, rechnung, lieferschein, artikel, mobile, call, order, po, case, account, article, \
     item, ticket, ref, reference, referenz, commande, facture, ordine, fattura, pedido, factura, bestelling, \
     factuur, zamowienie, zamowienia, faktura, card, sn, s n, ph",
];

/// Words that lead from a label to its number: they count as a part of the label.
pub(super) const LEADING: &str =
    "nr no n num nummer number numero numer id code mit der with the is ist lautet lauten are est es e jest";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_unique_and_folded() {
        let mut all: Vec<&str> = all().map(|(_, _, label)| label).collect();
        let is_plain = |label: &&str| label.bytes().all(|b| b.is_ascii_lowercase() || b == b' ' || b == b'#');
        let wrong: Vec<_> = all.iter().filter(|label| !is_plain(label)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(all.iter().all(|label| !label.is_empty() && label.trim() == *label));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a label is there twice");
    }
}
