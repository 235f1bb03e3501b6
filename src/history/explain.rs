//! Why: what decided the state, by which rules, and what was set aside.

use crate::model::{
    Channel, Cited, DivergenceKind, EvidenceKind, Explanation, Parcel, Role, Rule, RuleUse, SetAside,
    SourceView, Standing, State, Stateless, Status, Step, TimelineEntry, WhySetAside, Witness,
};

impl Parcel {
    /// Why it has the status it has: the entry that decided, who told it, the rules used, what was set aside and what
    /// sources say against it. Computed from the picture alone, when asked.
    ///
    /// ```
    /// use parceltrack::{CarrierId, Channel, Event, History, Report, Source, Status};
    ///
    /// let source = Source::carrier(Channel::new(CarrierId::DHL, "unified")?, "00340434161094042557".parse()?);
    /// let mut report = Report::new(source, "2026-11-22T10:00:00Z".parse().unwrap());
    /// for (time, status) in [
    ///     ("2026-11-20T14:02:00+01:00", Status::Delivered),
    ///     ("2026-11-21T08:41:00+01:00", Status::OutForDelivery),
    /// ] {
    ///     report.events.push(Event::new(time.parse()?, status));
    /// }
    /// let parcel = History::from_iter([report]).parcel("2026-11-22T10:00:00Z".parse().unwrap());
    /// assert_eq!(
    ///     parcel.explain().to_string(),
    ///     "out_for_delivery because dhl/unified scanned it so on 2026-11-21 08:41, a day after it was told as delivered \
    ///      on 2026-11-20 14:02 (dhl/unified): the delivery is taken back"
    /// );
    /// # Ok::<(), parceltrack::Error>(())
    /// ```
    pub fn explain(&self) -> Explanation {
        let because = self.deciding_entry();
        let (rules, taken_back) = self.rules_used();
        let set_aside = self.entries.iter().enumerate().filter_map(|(index, entry)| {
            let why = if taken_back.contains(&index) { Some(WhySetAside::TakenBack) } else { why(entry) };
            Some(SetAside { why: why?, event: cited(index, entry) })
        });
        let contradicts = |kind| kind == DivergenceKind::Contradicts;
        Explanation {
            state: self.state.clone(),
            is_returning: self.is_returning,
            evidence: because.map_or(EvidenceKind::Nothing, evidence),
            because: because.zip(self.decided_by).map(|(entry, index)| cited(index, entry)),
            rule: because.and_then(|entry| entry.rule),
            rules,
            set_aside: set_aside.collect(),
            disputes: self.divergences.iter().filter(|d| contradicts(d.kind)).cloned().collect(),
            stateless: match because {
                Some(_) => Vec::new(),
                None => self.sources.iter().map(stateless).collect(),
            },
        }
    }

    /// The rules that moved the parcel, and the deliveries that they took back.
    fn rules_used(&self) -> (Vec<RuleUse>, Vec<usize>) {
        let (mut used, mut taken_back) = (Vec::new(), Vec::new());
        let mut delivered: Vec<(usize, &TimelineEntry)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let Some(step) = entry.step.filter(|step| !matches!(step, Step::Late | Step::Contradiction))
            else {
                continue;
            };
            let mut against = None;
            if matches!(entry.rule, Some(Rule::DeliveryRetracted | Rule::StrongerSource)) {
                against = delivered.first().map(|(index, entry)| cited(*index, entry));
                taken_back.extend(delivered.drain(..).map(|(index, _)| index));
            }
            if let Some(rule) = entry.rule {
                used.push(RuleUse { rule, event: cited(index, entry), against });
            }
            let is_other = matches!(entry.rule, Some(Rule::ReturnedHome | Rule::HandedToNextLeg));
            if entry.state().map(State::status) == Some(Status::Delivered) && !is_other {
                delivered.push((index, entry));
            } else if step != Step::Repeat {
                delivered.clear();
            }
        }
        (used, taken_back)
    }
}

fn cited(index: usize, entry: &TimelineEntry) -> Cited {
    Cited {
        entry: index,
        time: entry.time,
        span: entry.span,
        says: entry.meaning().clone(),
        sources: channels(entry),
    }
}

fn evidence(entry: &TimelineEntry) -> EvidenceKind {
    match () {
        () if entry.sources().all(|source| source.role == Role::User) => EvidenceKind::Person,
        () if entry.headline => EvidenceKind::Summary,
        () if entry.inferred => EvidenceKind::Inferred,
        () => EvidenceKind::Scan,
    }
}

/// Why an entry does not count; none where it does, or where it tells nothing about the parcel.
fn why(entry: &TimelineEntry) -> Option<WhySetAside> {
    if !entry.state().is_some_and(|state| state.status().is_about_parcel()) {
        return None;
    }
    match (entry.standing, entry.step, entry.rule) {
        (Standing::Withdrawn, ..) => Some(WhySetAside::Withdrawn),
        (Standing::Revoked, ..) => Some(WhySetAside::Revoked),
        (Standing::EarlierParcel, ..) => Some(WhySetAside::EarlierParcel),
        (_, Some(Step::Contradiction), _) => Some(WhySetAside::Contradiction),
        (_, Some(Step::Late), Some(Rule::LateAfterDelivery)) => Some(WhySetAside::LateAfterDelivery),
        (_, Some(Step::Late), Some(Rule::UserYields)) => Some(WhySetAside::UserYields),
        (_, Some(Step::Late), Some(Rule::InferredYields)) => Some(WhySetAside::InferredYields),
        (_, Some(Step::Late), Some(Rule::FutureTime)) => Some(WhySetAside::FutureTime),
        (_, Some(Step::Late), Some(Rule::Outranked)) => Some(WhySetAside::Outranked),
        (_, Some(Step::Late), _) if entry.headline => Some(WhySetAside::HeadlineBehind),
        (_, Some(Step::Late), _) => Some(WhySetAside::Late),
        _ => None,
    }
}

/// The channels of those who told an entry and still do; where nobody does, of all who did.
fn channels(entry: &TimelineEntry) -> Vec<Channel> {
    let counted =
        |witness: &&Witness| witness.standing == Standing::Counted || entry.standing != Standing::Counted;
    let mut channels: Vec<Channel> = Vec::with_capacity(entry.witnesses.len());
    for witness in entry.witnesses.iter().filter(counted) {
        if !channels.contains(&witness.source.channel) {
            channels.push(witness.source.channel.clone());
        }
    }
    channels
}

fn stateless(view: &SourceView) -> Stateless {
    let refusal = view.last_failure.as_ref().filter(|_| view.answered_at.is_none());
    Stateless { source: view.source.channel.clone(), refusal: refusal.map(|failure| failure.kind.clone()) }
}
