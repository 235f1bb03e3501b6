//! Why something happened and whose doing it was, where exactly a parcel was left, and what a notice is about.

use super::words::open_words;

open_words! {
    /// Why, and by whose doing; the part before the dot names the party.
    Reason {
        /// The carrier damaged it.
        CarrierDamage = "carrier.damage",
        /// The carrier sorted it wrongly.
        CarrierSorting = "carrier.sorting",
        /// The carrier did not find the address.
        CarrierAddressNotFound = "carrier.address_not_found",
        /// The carrier lost it.
        CarrierLost = "carrier.lost",
        /// The tour ended too early.
        CarrierOutOfTime = "carrier.out_of_time",
        /// A vehicle broke down.
        CarrierVehicle = "carrier.vehicle",
        /// The carrier has too many parcels.
        CarrierCapacity = "carrier.capacity",
        /// A machine broke down.
        CarrierMechanical = "carrier.mechanical",
        /// The sender cancelled.
        SenderCancelled = "sender.cancelled",
        /// The sender's data are wrong.
        SenderData = "sender.data",
        /// The sender was not ready.
        SenderNotReady = "sender.not_ready",
        /// The sender sent something else.
        SenderWrongItem = "sender.wrong_item",
        /// The sender declared wrong dimensions.
        SenderDimensions = "sender.dimensions",
        /// The sender packed it badly.
        SenderPackaging = "sender.packaging",
        /// The recipient refused it.
        RecipientRefused = "recipient.refused",
        /// The recipient's business was closed.
        RecipientClosed = "recipient.closed",
        /// The recipient could not be reached.
        RecipientUnavailable = "recipient.unavailable",
        /// Nobody was at home.
        RecipientNotHome = "recipient.not_home",
        /// The recipient cancelled.
        RecipientCancelled = "recipient.cancelled",
        /// The recipient could not prove identity or age.
        RecipientVerification = "recipient.verification",
        /// The recipient's address is wrong.
        RecipientAddress = "recipient.address",
        /// The recipient's place cannot be entered.
        RecipientAccess = "recipient.access",
        /// The recipient's safe place cannot be used.
        RecipientSafePlace = "recipient.safe_place",
        /// The recipient does not want it any more.
        RecipientNotWanted = "recipient.not_wanted",
        /// The recipient refused it, and that was verified.
        RecipientVerifiedRefusal = "recipient.verified_refusal",
        /// Customs takes its time.
        CustomsDelay = "customs.delay",
        /// Papers for customs are missing.
        CustomsDocuments = "customs.documents",
        /// Duties are unpaid.
        CustomsDuties = "customs.duties",
        /// Customs does not let it in.
        CustomsProhibited = "customs.prohibited",
        /// Customs inspects it.
        CustomsInspection = "customs.inspection",
        /// Weather.
        ExternalWeather = "external.weather",
        /// A disaster.
        ExternalDisaster = "external.disaster",
        /// Force majeure.
        ExternalForceMajeure = "external.force_majeure",
        /// Being searched for.
        OtherResearch = "other.research",
        /// Security.
        OtherSecurity = "other.security",
        /// An authority.
        OtherRegulatory = "other.regulatory",
        /// A reason that the source does not name.
        OtherUnknown = "other.unknown",
    }
}

open_words! {
    /// Where exactly a parcel was left or waits.
    HandoverPlace {
        /// As the recipient asked.
        AsInstructed = "as_instructed",
        /// Carport.
        Carport = "carport",
        /// Collected by the customer.
        CustomerPickup = "customer_pickup",
        /// Deck.
        Deck = "deck",
        /// A doorman.
        DoorPerson = "door_person",
        /// Front desk.
        FrontDesk = "front_desk",
        /// Front door.
        FrontDoor = "front_door",
        /// Garage.
        Garage = "garage",
        /// Garden.
        Garden = "garden",
        /// Greenhouse.
        Greenhouse = "greenhouse",
        /// Guard of the residence.
        Guard = "guard",
        /// Letter slot.
        Letterbox = "letterbox",
        /// Mail room.
        MailRoom = "mail_room",
        /// Mailbox.
        Mailbox = "mailbox",
        /// A neighbour.
        Neighbour = "neighbour",
        /// Office.
        Office = "office",
        /// Outbuilding.
        Outbuilding = "outbuilding",
        /// Patio.
        Patio = "patio",
        /// Porch.
        Porch = "porch",
        /// Back door.
        RearDoor = "rear_door",
        /// Reception.
        Reception = "reception",
        /// Somebody who lives there.
        Resident = "resident",
        /// A secure location.
        SecureLocation = "secure_location",
        /// Shed.
        Shed = "shed",
        /// Side door.
        SideDoor = "side_door",
        /// Behind the wheelie bin.
        WheelieBinBehind = "wheelie_bin_behind",
        /// Locker.
        Locker = "locker",
        /// Shop or service point.
        PickupPoint = "pickup_point",
        /// Post office.
        PostOffice = "post_office",
        /// Post-office box.
        PoBox = "po_box",
        /// Elsewhere.
        Elsewhere = "other",
    }
}

open_words! {
    /// What a notice is about: an event that stands on the timeline and never moves the parcel.
    Notice {
        /// General information.
        Information = "information",
        /// An unspecified update.
        StatusUpdate = "status_update",
        /// The carrier mailed the recipient.
        EmailSent = "email_sent",
        /// The carrier texted the recipient.
        SmsSent = "sms_sent",
        /// The recipient may choose.
        DeliveryOptionsOffered = "delivery_options_offered",
        /// The recipient chose.
        DeliveryOptionsChosen = "delivery_options_chosen",
        /// A new label was applied.
        Relabelled = "relabelled",
        /// An administrative message after delivery.
        PostDelivery = "post_delivery",
        /// A new estimate.
        EtaChanged = "eta_changed",
        /// The recipient asked for another date.
        RecipientRequestedDate = "recipient_requested_date",
        /// A return label exists.
        ReturnLabelCreated = "return_label_created",
        /// A return was accepted.
        ReturnAccepted = "return_accepted",
        /// Money was given back.
        RefundIssued = "refund_issued",
        /// Something at the shop: payment, packing, refund.
        OrderEvent = "order_event",
        /// The source gives it no meaning.
        Insignificant = "insignificant",
    }
}
