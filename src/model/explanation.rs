//! Why a parcel has the status it has: as data, and as one sentence.

use std::fmt;

use serde::{Serialize, Serializer};

use super::carrier_id::Channel;
use super::event::Meaning;
use super::report::RefusalKind;
use super::source_view::{Divergence, DivergenceKind, wall_clock};
use super::span::Span;
use super::state::{State, Status};
use super::time::EventTime;
use super::timeline_entry::{Rule, as_text};

/// An entry that an explanation refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cited {
    /// The entry, as an index into the parcel's entries.
    pub entry: usize,
    /// Its time, as told.
    pub time: EventTime,
    /// What that time means in UTC, and the wall clock to show; the latter is `local` in JSON.
    #[serde(rename = "local", serialize_with = "wall_clock")]
    pub span: Span,
    /// What it says.
    #[serde(serialize_with = "as_text")]
    pub says: Meaning,
    /// The channels that told it, the most trusted first.
    #[serde(serialize_with = "names")]
    pub sources: Vec<Channel>,
}

fn names<S: Serializer>(channels: &[Channel], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(channels.iter().map(ToString::to_string))
}

/// On what kind of evidence a status rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A scan or message.
    Scan,
    /// A source's summary.
    Summary,
    /// Derived from another fact.
    Inferred,
    /// A person's word.
    Person,
    /// Nobody told a state.
    Nothing,
}

/// A rule that moved the parcel where the table of steps did not decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleUse {
    /// The rule.
    pub rule: Rule,
    /// The entry about which it decided.
    pub event: Cited,
    /// The delivery that it took back; none for other rules.
    pub against: Option<Cited>,
}

/// Why an entry that tells a state does not count for the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhySetAside {
    /// It says nothing new: the parcel was further on already.
    Late,
    /// A scan of the delivery's own day, or soon after.
    LateAfterDelivery,
    /// It does not fit what is known.
    Contradiction,
    /// Its source no longer tells it.
    Withdrawn,
    /// Its source took it back by another event.
    Revoked,
    /// It is about another parcel, which had the same number before.
    EarlierParcel,
    /// A delivery that later or stronger evidence took back.
    TakenBack,
    /// A person's word that gave way to a scan.
    UserYields,
    /// An inferred event that gave way to a scan.
    InferredYields,
    /// It has not happened yet.
    FutureTime,
    /// A more trusted source was asked to count.
    Outranked,
    /// A summary that says less than the events.
    HeadlineBehind,
}

/// An entry that tells a state and does not count for the status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SetAside {
    /// Why not.
    pub why: WhySetAside,
    /// The entry.
    pub event: Cited,
}

/// A source that told no state, beside a parcel of which nobody told any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stateless {
    /// Which channel.
    #[serde(serialize_with = "as_text")]
    pub source: Channel,
    /// Why it last refused; none where it answered without telling a state.
    pub refusal: Option<RefusalKind>,
}

/// Why a parcel has the status it has, made by [`Parcel::explain`](crate::Parcel::explain).
///
/// Its `Display` is one sentence in English, which stands as `sentence` in JSON. It names channels and wall clocks, never
/// numbers, places or texts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The state that is explained.
    pub state: State,
    /// Whether the parcel is on its way back to the sender, or back there.
    pub is_returning: bool,
    /// On what kind of evidence it rests.
    pub evidence: EvidenceKind,
    /// The entry that decided; none where nobody told a state.
    pub because: Option<Cited>,
    /// The rule that decided about that entry.
    pub rule: Option<Rule>,
    /// All rules that moved the parcel, in the order of the timeline.
    pub rules: Vec<RuleUse>,
    /// What does not count, in the order of the timeline.
    pub set_aside: Vec<SetAside>,
    /// Where sources contradict the status.
    pub disputes: Vec<Divergence>,
    /// Where nobody told a state: who told none.
    pub stateless: Vec<Stateless>,
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            sentence: String,
            #[serde(serialize_with = "as_text")]
            state: &'a State,
            is_returning: bool,
            evidence: EvidenceKind,
            because: &'a Option<Cited>,
            rule: Option<Rule>,
            rules: &'a [RuleUse],
            set_aside: &'a [SetAside],
            disputes: &'a [Divergence],
            stateless: &'a [Stateless],
        }
        let Self { state, is_returning, evidence, because, rule, rules, set_aside, disputes, stateless } =
            self;
        Record {
            sentence: self.to_string(),
            state,
            is_returning: *is_returning,
            evidence: *evidence,
            because,
            rule: *rule,
            rules,
            set_aside,
            disputes,
            stateless,
        }
        .serialize(serializer)
    }
}

/// How many set aside entries the sentence names.
const NAMED: usize = 3;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.state)?;
        let is_plain = !matches!(self.state.status(), Status::Returning | Status::Returned);
        f.write_str(if self.is_returning && is_plain { " on the way back because " } else { " because " })?;
        match &self.because {
            Some(because) => self.decided(f, because)?,
            None => self.undecided(f)?,
        }
        let taken_back = self.rules.iter().rev().find_map(|used| Some((used, used.against.as_ref()?)));
        let is_told = |used: &RuleUse| self.because.as_ref().is_some_and(|b| b.entry == used.event.entry);
        if let Some((used, against)) = taken_back.filter(|(used, _)| !is_told(used)) {
            write!(
                f,
                "; the delivery told on {} was taken back by {} on {}",
                Told(against),
                And(&used.event.sources),
                Clock(&used.event.span)
            )?;
        }
        let notable = || self.set_aside.iter().filter(|aside| aside.is_notable());
        for aside in notable().take(NAMED) {
            write!(f, "; {aside}")?;
        }
        match notable().count().saturating_sub(NAMED) {
            0 => {}
            more => write!(f, "; {more} more are set aside")?,
        }
        // Both sides of a delivery that was taken back are named already.
        let named = |dispute: &Divergence| {
            dispute.claim.as_ref().is_some_and(|claim| {
                let is_it =
                    |cited: &Cited| cited.span == claim.span && cited.sources.contains(&claim.source.channel);
                taken_back.is_some_and(|(_, against)| is_it(against))
            })
        };
        for dispute in self.disputes.iter().filter(|d| d.kind == DivergenceKind::Contradicts && !named(d)) {
            write!(f, "; {dispute}")?;
        }
        Ok(())
    }
}

impl Explanation {
    fn decided(&self, f: &mut fmt::Formatter<'_>, because: &Cited) -> fmt::Result {
        let (who, says) = (And(&because.sources), &because.says);
        let is_so = because.status() == Some(self.state.status());
        match (self.evidence, is_so) {
            (EvidenceKind::Person, true) => write!(f, "a person ({who}) said so")?,
            (EvidenceKind::Person, false) => write!(f, "a person ({who}) called it {says}")?,
            (EvidenceKind::Summary, true) => write!(f, "{who} summed it up so as of")?,
            (EvidenceKind::Summary, false) => write!(f, "{who} summed it up as {says} as of")?,
            (EvidenceKind::Inferred, true) => write!(f, "it follows from what {who} told")?,
            (EvidenceKind::Inferred, false) => write!(f, "{says} follows from what {who} told")?,
            (EvidenceKind::Scan | EvidenceKind::Nothing, true) => {
                // The others are messages rather than scans.
                let is_message = matches!(
                    self.state.status(),
                    Status::InfoReceived | Status::Exception | Status::Cancelled | Status::Failed
                );
                write!(f, "{who} {} it so", if is_message { "told" } else { "scanned" })?;
            }
            (EvidenceKind::Scan | EvidenceKind::Nothing, false) => write!(f, "{who} told it as {says}")?,
        }
        write!(
            f,
            "{} {}",
            if self.evidence == EvidenceKind::Summary { "" } else { " on" },
            Clock(&because.span)
        )?;
        let used = self.rules.iter().find(|used| used.event.entry == because.entry);
        let against = used.and_then(|used| used.against.as_ref());
        match (self.rule, against) {
            (Some(Rule::DeliveryRetracted), Some(delivery)) => write!(
                f,
                ", {} after it was told as delivered on {}: the delivery is taken back",
                After(&delivery.span, &because.span),
                Told(delivery)
            ),
            (Some(Rule::StrongerSource), Some(delivery)) => write!(
                f,
                ", after it was told as delivered on {}: on the same day the stronger source is believed",
                Told(delivery)
            ),
            (Some(Rule::DeliveryRetracted), None) => f.write_str(", which takes the delivery back"),
            (Some(Rule::StrongerSource), None) => f.write_str(", which is the stronger source's word"),
            (Some(Rule::ReturnedHome), _) => f.write_str(", which on the way back means that it is home"),
            (Some(Rule::HandedToNextLeg), _) => {
                f.write_str(" at the end of a leg that another one follows: it is handed over there")
            }
            (Some(Rule::UserSaid), _) => f.write_str(", which beats what was told before it"),
            (Some(Rule::HeadlineAhead), _) => f.write_str(", ahead of the events"),
            (None, _) if self.is_returning && !is_so => f.write_str(", on the way back"),
            (
                Some(
                    Rule::LateAfterDelivery
                    | Rule::UserYields
                    | Rule::InferredYields
                    | Rule::FutureTime
                    | Rule::Outranked,
                )
                | None,
                _,
            ) => Ok(()),
        }
    }

    fn undecided(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |refusal: Option<&RefusalKind>| -> Vec<Channel> {
            let mut channels: Vec<Channel> = self
                .stateless
                .iter()
                .filter(|source| source.refusal.as_ref() == refusal)
                .map(|source| source.source.clone())
                .collect();
            channels.dedup();
            channels
        };
        let (answered, unknown, invalid) =
            (of(None), of(Some(&RefusalKind::NotFound)), of(Some(&RefusalKind::InvalidNumber)));
        match () {
            () if self.stateless.is_empty() => f.write_str("no source has been asked yet"),
            () if !answered.is_empty() => write!(f, "{} answered without telling a state", And(&answered)),
            () if !unknown.is_empty() => write!(f, "the number is not known to {}", And(&unknown)),
            () if !invalid.is_empty() => write!(f, "the number is none to {}", And(&invalid)),
            () => {
                f.write_str("no source answered")?;
                for (index, Stateless { source, refusal }) in self.stateless.iter().enumerate() {
                    f.write_str(if index == 0 { " (" } else { ", " })?;
                    write!(f, "{source}: {}", refusal.as_ref().map_or("no state", RefusalKind::as_str))?;
                }
                f.write_str(")")
            }
        }
    }
}

impl Cited {
    /// The status it tells; none for a notice.
    fn status(&self) -> Option<Status> {
        match &self.says {
            Meaning::State(state) => Some(state.status()),
            Meaning::Notice(_) => None,
        }
    }
}

impl SetAside {
    /// Whether it belongs into the sentence: what merely came late does not, and what was taken back is named elsewhere.
    fn is_notable(&self) -> bool {
        !matches!(self.why, WhySetAside::Late | WhySetAside::TakenBack)
    }
}

/// Part of a sentence.
impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cited { says, span, sources, .. } = &self.event;
        let (when, who) = (Clock(span), And(sources));
        match self.why {
            WhySetAside::Late => write!(f, "{says} of {who} ({when}) says nothing new"),
            WhySetAside::LateAfterDelivery => {
                write!(f, "{says} of {who} ({when}) is a late scan of the delivery's day")
            }
            WhySetAside::Contradiction => write!(f, "{says} of {who} ({when}) does not fit and is set aside"),
            WhySetAside::Withdrawn => write!(f, "{says} ({when}) is no longer told by {who}"),
            WhySetAside::Revoked => write!(f, "{says} ({when}) was taken back by {who}"),
            WhySetAside::EarlierParcel => {
                write!(f, "{says} ({when}) is about an earlier parcel of this number")
            }
            WhySetAside::TakenBack => write!(f, "{says} of {who} ({when}) is taken back"),
            WhySetAside::UserYields => write!(f, "a person's {says} ({when}) gives way to a later scan"),
            WhySetAside::InferredYields => {
                write!(f, "the inferred {says} ({when}) gives way to a later scan")
            }
            WhySetAside::FutureTime => write!(f, "{says} of {who} ({when}) lies in the future"),
            WhySetAside::Outranked => write!(f, "{says} of {who} ({when}) is a less trusted source's word"),
            WhySetAside::HeadlineBehind => write!(f, "{who} sums up {says}, which is behind the events"),
        }
    }
}

/// Names as a sentence lists them.
struct And<'a>(&'a [Channel]);

impl fmt::Display for And<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, channel) in self.0.iter().enumerate() {
            let is_last = index + 1 == self.0.len();
            f.write_str(match index {
                0 => "",
                _ if is_last => " and ",
                _ => ", ",
            })?;
            write!(f, "{channel}")?;
        }
        Ok(())
    }
}

/// The wall clock of a time, without the blanks that line it up in a table.
struct Clock<'a>(&'a Span);

impl fmt::Display for Clock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.to_string().trim_end())
    }
}

/// When and by whom something was told.
struct Told<'a>(&'a Cited);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", Clock(&self.0.span))?;
        for (index, channel) in self.0.sources.iter().enumerate() {
            write!(f, "{}{channel}", if index == 0 { "" } else { ", " })?;
        }
        f.write_str(")")
    }
}

/// How long after the first time the second one is: in days of the calendar, or on the same day in hours or minutes.
struct After<'a>(&'a Span, &'a Span);

impl fmt::Display for After<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.1.day().signed_duration_since(self.0.day()).num_days();
        let minutes = self.1.earliest().signed_duration_since(self.0.latest()).num_minutes();
        match (days, minutes / 60, minutes) {
            (1, ..) => f.write_str("a day"),
            (2.., ..) => write!(f, "{days} days"),
            (_, 1, _) => f.write_str("an hour"),
            (_, hours @ 2.., _) => write!(f, "{hours} hours"),
            (_, _, minutes @ 2..) => write!(f, "{minutes} minutes"),
            _ => f.write_str("shortly"),
        }
    }
}
