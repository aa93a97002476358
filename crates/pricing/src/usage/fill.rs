//! How a usage is filled without a document: one by one, or with packed runs.

use super::{FreeQuota, Reservation, Run, Symbol, TokenCount, TokenRecord, Usage};
use crate::instant::Instant;
use crate::read;
use crate::refusal::Refusal;

impl Usage {
    /// Adds a run, at the path `/runs/N`.
    pub fn push_run(
        &mut self,
        service: &str,
        instance: &str,
        tier: &str,
        started_at: Instant,
        stopped_at: Option<Instant>,
    ) -> Result<(), Refusal> {
        let index = self.runs.len();
        let place = |field: &'static str| move || format!("/runs/{index}/{field}");
        let last = self.runs.last().copied();
        let run = Run {
            service: self.name(last.map(|run| run.service), service, place("service"))?,
            instance: self.name(last.map(|run| run.instance), instance, place("instance"))?,
            tier: self.name(last.map(|run| run.tier), tier, place("tier"))?,
            started_at,
            stopped_at,
        };
        self.runs.push(run);
        Ok(())
    }

    /// Adds a token record with `[input, cached_input, output]` tokens, at the path `/tokens/N`.
    pub fn push_tokens(
        &mut self,
        id: &str,
        service: &str,
        model: &str,
        at: Instant,
        [input, cached_input, output]: [TokenCount; 3],
    ) -> Result<(), Refusal> {
        let index = self.tokens.len();
        let place = |field: &'static str| move || format!("/tokens/{index}/{field}");
        let last = self.tokens.last().copied();
        let record = TokenRecord {
            id: self.name(None, id, place("id"))?,
            service: self.name(last.map(|record| record.service), service, place("service"))?,
            model: self.name(last.map(|record| record.model), model, place("model"))?,
            at,
            input,
            cached_input,
            output,
        };
        self.tokens.push(record);
        Ok(())
    }

    /// Adds a TPM reservation, at the path `/reservations/N`.
    pub fn push_reservation(
        &mut self,
        service: &str,
        model: &str,
        tpm: TokenCount,
        from: Instant,
        until: Option<Instant>,
    ) -> Result<(), Refusal> {
        let index = self.reservations.len();
        let place = |field: &'static str| move || format!("/reservations/{index}/{field}");
        let service = self.name(None, service, place("service"))?;
        let model = self.name(None, model, place("model"))?;
        self.reservations.push(Reservation { service, model, tpm, from, until });
        Ok(())
    }

    /// Adds a free quota, at the path `/free_quotas/N`.
    pub fn push_free_quota(
        &mut self,
        model: &str,
        tokens: TokenCount,
        granted_at: Instant,
        expires_at: Option<Instant>,
    ) -> Result<(), Refusal> {
        let index = self.free_quotas.len();
        let model = self.name(None, model, || format!("/free_quotas/{index}/model"))?;
        self.free_quotas.push(FreeQuota { model, tokens, granted_at, expires_at });
        Ok(())
    }

    /// Adds runs in a packed form: for each run the indices of service, instance and tier in `names`, and a line
    /// each for its start and its stop in `instants`, empty for an open run. Nothing is added and false is
    /// returned where anything is not as it must be; the document itself then tells the place.
    pub fn push_packed_runs(&mut self, names: &[String], indices: &[u32], instants: &str) -> bool {
        let symbols: Option<Vec<Symbol>> =
            names.iter().map(|name| read::name(name).and_then(|name| self.names.intern(name)).ok()).collect();
        let Some(symbols) = symbols else {
            return false;
        };
        let symbol = |index: u32| symbols.get(index as usize).copied();
        let mut lines = instants.split('\n');
        let before = self.runs.len();
        let (triples, rest) = indices.as_chunks::<3>();
        for [service, instance, tier] in triples {
            let mut run = || -> Option<Run> {
                let (service, instance, tier) = (symbol(*service)?, symbol(*instance)?, symbol(*tier)?);
                let started_at = Instant::parse(lines.next()?).ok()?;
                let stopped_at = match lines.next()? {
                    "" => None,
                    text => Some(Instant::parse(text).ok()?),
                };
                Some(Run { service, instance, tier, started_at, stopped_at })
            };
            let Some(run) = run() else {
                self.runs.truncate(before);
                return false;
            };
            self.runs.push(run);
        }
        let whole = rest.is_empty() && lines.next().is_none();
        if !whole {
            self.runs.truncate(before);
        }
        whole
    }

    /// The number of a name that is no part of the document's lists.
    pub(crate) fn symbol(&mut self, text: &str) -> Result<Symbol, Refusal> {
        self.names.intern(text).map_err(|fault| fault.at(""))
    }

    /// The number of a name; where it stands is written only for a refusal. Mostly it is the name of the `last` one in
    /// the list too, which is found without a hash.
    fn name(
        &mut self,
        last: Option<Symbol>,
        text: &str,
        path: impl FnOnce() -> String,
    ) -> Result<Symbol, Refusal> {
        if let Some(symbol) = last.filter(|last| self.names.text(*last) == text) {
            return Ok(symbol);
        }
        read::name(text).and_then(|name| self.names.intern(name)).map_err(|fault| fault.at(path()))
    }
}
