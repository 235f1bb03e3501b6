//! Puts a tracker together and finds what is missing before anybody asks.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::answers::Answers;
use super::clock::SystemClock;
use super::detect::Memory;
use super::freshness::Freshness;
use super::gate::Gate;
use super::gather::Gather;
use super::{Inner, Tracker};
use crate::carrier::{Carrier, Settings, Standing};
use crate::carriers;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, Transport};
use crate::model::Channel;
use crate::traffic::{Limit, Observer, Retry, Road, Unobserved, Usage};

/// Collects the channels that a [`Tracker`] asks, and how.
#[derive(Debug, Default)]
#[must_use]
pub struct TrackerBuilder {
    carriers: Vec<Arc<dyn Carrier>>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    deadline: Option<Duration>,
    keep_raw: bool,
    probes: Option<usize>,
    retry: Retry,
    limits: Vec<(Channel, Limit)>,
    observer: Option<Arc<dyn Observer>>,
    usage: Vec<Usage>,
    freshness: Freshness,
    at_once: Option<usize>,
}

impl TrackerBuilder {
    /// How long one call may take if nothing else is set.
    pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(30);

    /// How many carriers are asked about a number whose carrier is not named if nothing else is set.
    pub const DEFAULT_PROBES: usize = 6;

    /// How many parcels are asked about at once where there are many, if nothing else is set.
    pub const DEFAULT_AT_ONCE: usize = 64;

    /// Adds a channel to ask.
    pub fn carrier(mut self, carrier: impl Carrier) -> Self {
        self.carriers.push(Arc::new(carrier));
        self
    }

    /// Adds every channel of this build whose settings stand in the environment: all that it needs, whether under its own
    /// variables or under those of the whole carrier.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the variable, where a channel has some of its settings but not all that it
    /// needs, unless they are those of another channel of the carrier that has all.
    pub fn carriers_from_env(mut self) -> Result<Self> {
        for entry in carriers::ALL {
            let before = self.carriers.len();
            let mut begun = None;
            for row in entry.channels.iter() {
                let settings = Settings::from_env(row.channel.clone(), row.settings)?;
                match settings.standing(row.settings) {
                    Standing::Wanted if row.is_connectable() => {
                        self.carriers.push(row.connect(entry.feature, &settings)?);
                    }
                    Standing::Begun if row.is_connectable() => {
                        begun.get_or_insert((row, settings));
                    }
                    _ => {}
                }
            }
            if let (Some((row, settings)), true) = (begun, self.carriers.len() == before) {
                // Tells what is missing.
                self.carriers.push(row.connect(entry.feature, &settings)?);
            }
        }
        Ok(self)
    }

    /// Sends requests through this instead of the crate's own HTTP client.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes the time from this instead of the system.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// How long one call may take, all its requests together; 30 seconds if not set. What has answered by then is
    /// merged.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many carriers at most are asked about a number whose carrier is not named; 6 if not set, at least 1.
    ///
    /// They are asked in waves: those that knew the number the last time, then those of which its format is the surest. The
    /// next wave is asked where nobody of the one before knows the number, or has answered within a quarter of the deadline.
    pub fn probes(mut self, carriers: usize) -> Self {
        self.probes = Some(carriers.max(1));
        self
    }

    /// How long answers are new: a channel is not asked the same again meanwhile. [`Freshness::NONE`] asks it with every call.
    pub fn freshness(mut self, freshness: Freshness) -> Self {
        self.freshness = freshness;
        self
    }

    /// How requests are repeated that fail for a reason that passes.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// What is allowed of one operation of a channel, instead of what its vendor documents: a share that others leave, or a
    /// contract of your own.
    ///
    /// ```
    /// use parceltrack::Tracker;
    /// use parceltrack::traffic::Limit;
    ///
    /// let builder = Tracker::builder().limit("dhl/unified".parse()?, Limit::of("track").per_second(0.2, 1).per_day(100));
    /// # Ok::<(), parceltrack::InvalidName>(())
    /// ```
    pub fn limit(mut self, channel: Channel, limit: Limit) -> Self {
        self.limits.push((channel, limit));
        self
    }

    /// Who takes note of requests, waits and repetitions, for metrics.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// What was used of daily quotas before, as [`Tracker::usage`] told it. What is about no operation with a quota is left
    /// out.
    pub fn usage(mut self, usage: impl IntoIterator<Item = Usage>) -> Self {
        self.usage.extend(usage);
        self
    }

    /// How many parcels [`Tracker::track_many`] asks about at once; 64 if not set, at least 1.
    pub fn at_once(mut self, parcels: usize) -> Self {
        self.at_once = Some(parcels.max(1));
        self
    }

    /// Keeps the vendors' raw answers beside what was made of them.
    pub fn keep_raw(mut self) -> Self {
        self.keep_raw = true;
        self
    }

    /// The tracker.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] without any carrier, with a channel added twice, or where the HTTP client cannot be
    /// made.
    pub fn build(self) -> Result<Tracker> {
        if self.carriers.is_empty() {
            let text =
                "no carrier to ask; add one with `carrier`, or set its variables and use `carriers_from_env`";
            return Err(Error::new(ErrorKind::Misconfigured, text));
        }
        let mut channels = BTreeSet::new();
        for carrier in &self.carriers {
            let channel = carrier.channel();
            if !channels.insert(channel.clone()) {
                let text = format!("{channel} was added twice; one client serves all calls");
                return Err(Error::new(ErrorKind::Misconfigured, text).with_channel(&channel));
            }
        }
        let transport = match self.transport {
            Some(transport) => Some(transport),
            #[cfg(feature = "http")]
            None => Some(Arc::new(crate::http::HttpClient::builder().build()?) as Arc<dyn Transport>),
            #[cfg(not(feature = "http"))]
            None => None,
        };
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let observer = self.observer.unwrap_or_else(|| Arc::new(Unobserved));
        let road = |carrier: &Arc<dyn Carrier>| {
            let channel = carrier.channel();
            // The first that is about an operation counts.
            let own = self.limits.iter().rev().filter(|(of, _)| *of == channel).map(|(_, limit)| *limit);
            let limits = own.chain(carrier.limits().iter().copied()).collect();
            let road = Road::new(channel.clone(), limits, self.retry, clock.clone(), observer.clone());
            self.usage
                .iter()
                .filter(|usage| usage.channel == channel)
                .for_each(|usage| road.set_usage(usage));
            (channel, Arc::new(road))
        };
        let gather = |carrier: &Arc<dyn Carrier>| {
            let most = Some(carrier.capabilities().batch).filter(|most| *most > 1)?;
            Some((carrier.channel(), Gather::new(most)))
        };
        Ok(Tracker(Arc::new(Inner {
            gathers: self.carriers.iter().filter_map(gather).collect(),
            gate: Gate::new(),
            at_once: self.at_once.unwrap_or(Self::DEFAULT_AT_ONCE),
            roads: self.carriers.iter().map(road).collect(),
            carriers: self.carriers,
            transport,
            answers: Answers::new(clock.clone(), observer, self.freshness),
            clock,
            deadline: self.deadline.unwrap_or(Self::DEFAULT_DEADLINE),
            keep_raw: self.keep_raw,
            probes: self.probes.unwrap_or(Self::DEFAULT_PROBES),
            memory: Memory::new(),
        })))
    }
}
