//! A journey: the truth of one parcel, and what sources make of it.

use chrono::{DateTime, NaiveDate, Utc};

use super::noise::Noise;
use super::observe::{Said, observe};
use super::place::Place;
use super::plan::Plan;
use super::random::Random;
use super::scan::Scan;
use super::scenario::Scenario;
use super::stories;
use super::teller::tellers;
use super::truth::{Truth, truth};
use crate::model::Observation;

/// The truth of one parcel's journey with everything that sources say about it.
///
/// Time is a value here: [`observations_until`](Self::observations_until) is all that a program could know at a moment,
/// and [`truth_at`](Self::truth_at) what it should make of that.
#[derive(Debug, Clone)]
pub struct Journey {
    scenario: Option<Scenario>,
    seed: u64,
    scans: Vec<Scan>,
    promise: Option<NaiveDate>,
    destination: Place,
    observations: Vec<Observation>,
    said: Vec<Said>,
}

impl Scenario {
    /// A journey of this kind as a shop sees it every day. The same seed gives the same journey.
    pub fn journey(self, seed: u64) -> Journey {
        self.journey_with(seed, &Noise::ORDINARY)
    }

    /// A journey of this kind, told with some noise. The truth depends on the seed alone, save for what the noise adds
    /// to it: scans and announcements that change nothing.
    pub fn journey_with(self, seed: u64, noise: &Noise) -> Journey {
        Journey::of(stories::plan(self, seed), Some(self), seed, noise)
    }
}

impl Journey {
    /// A journey of any kind, every kind being as likely.
    pub fn random(seed: u64, noise: &Noise) -> Self {
        let scenario = Random::new(seed, 0).pick(Scenario::Plain, Scenario::ALL.get(1..).unwrap_or_default());
        scenario.journey_with(seed, noise)
    }

    pub(super) fn of(plan: Plan, scenario: Option<Scenario>, seed: u64, noise: &Noise) -> Self {
        let mut random = Random::new(seed, 1000 + scenario.map_or(0, |scenario| scenario as u64));
        let mut scans = plan.scans.clone();
        let tellers = tellers(&plan, &mut scans, noise, &mut random);
        let (observations, said) = observe(&plan, &scans, &tellers, noise, &mut random).into_iter().unzip();
        Self {
            scenario,
            seed,
            scans,
            promise: plan.promise,
            destination: plan.route.recipient,
            observations,
            said,
        }
    }

    /// What kind of journey it is; none for a script.
    pub fn scenario(&self) -> Option<Scenario> {
        self.scenario
    }

    /// The seed that made it.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Everything that happened, told or not. What noise adds stands at the end, the rest in the order of time.
    pub fn scans(&self) -> &[Scan] {
        &self.scans
    }

    /// The day promised for the delivery, at the recipient.
    pub fn promise(&self) -> Option<NaiveDate> {
        self.promise
    }

    /// Where the recipient is.
    pub fn destination(&self) -> Place {
        self.destination
    }

    /// What every source said, in the order in which it was heard.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// What had been heard at a moment, that moment included.
    pub fn observations_until(&self, at: DateTime<Utc>) -> &[Observation] {
        self.observations.get(..self.heard(at)).unwrap_or_default()
    }

    /// When each observation was heard, in the same order.
    pub fn times(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.said.iter().map(|said| said.at)
    }

    /// The truth as far as it had been told at a moment, that moment included.
    pub fn truth_at(&self, at: DateTime<Utc>) -> Truth<'_> {
        truth(&self.scans, self.said.get(..self.heard(at)).unwrap_or_default())
    }

    fn heard(&self, at: DateTime<Utc>) -> usize {
        self.said.partition_point(|said| said.at <= at)
    }
}
