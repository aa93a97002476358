// The documents, as docs/rules.md has them. Field names are snake_case everywhere; money is text, never a number.

/** A decimal as text: no exponent, never a float. */
export type Decimal = string;
/** RFC 3339 with an offset, from 1970 to 2199 in UTC. */
export type Instant = string;
/** `YYYY-MM`. */
export type Month = string;

/** Why a document or a command was not accepted. */
export type RefusalCode =
  | "malformed"
  | "out_of_range"
  | "as_of_required"
  | "run_starts_after_as_of"
  | "run_ends_before_start"
  | "overlapping_runs"
  | "unknown_tier"
  | "unknown_model"
  | "no_price_in_force"
  | "conflicting_duplicate"
  | "reservation_not_offered"
  | "reservation_below_minimum"
  | "reservation_off_step"
  | "reservation_ends_before_start"
  | "price_varies"
  | "command_out_of_order"
  | "account_overdue"
  | "invalid_transition"
  | "not_initialized"
  | "stopped";

/** Every price, each with the instant from which it is in force; `from: null` means since ever. */
export interface PriceBook {
  schema: "tiermeter.price-book/1";
  id: string;
  name: string;
  currency: string;
  settlement: { cycle: "month"; utc_offset: string };
  sources?: { title: string; as_of: string; remark: string }[];
  gpu_tiers: { code: string; name: string; prices: { from: Instant | null; per_second: Decimal }[] }[];
  models?: Model[];
}

/** A model with its prices; `illustrative` ones are samples, not published. */
export interface Model {
  id: string;
  name: string;
  illustrative?: boolean;
  prices: {
    from: Instant | null;
    input_per_million: Decimal;
    cached_input_per_million: Decimal;
    output_per_million: Decimal;
  }[];
  free_quota?: { tokens: number; valid_days: number };
  tpm_reservation?: {
    minimum_tpm: number;
    step_tpm: number;
    prices: { from: Instant | null; per_ktpm_hour: Decimal }[];
  };
}

/** One instance from its start to its termination. */
export interface Run {
  service: string;
  instance: string;
  tier: string;
  started_at: Instant;
  stopped_at: Instant | null;
}

/** Tokens that a model took and gave; the three classes are disjoint. */
export interface TokenRecord {
  id: string;
  service: string;
  model: string;
  at: Instant;
  input: number;
  cached_input: number;
  output: number;
}

/** Reserved tokens per minute. */
export interface Reservation {
  service: string;
  model: string;
  tpm: number;
  from: Instant;
  until: Instant | null;
}

/** Tokens of a model that the account gets for nothing. */
export interface FreeQuota {
  model: string;
  tokens: number;
  granted_at: Instant;
  expires_at: Instant | null;
}

/** What happened. */
export interface Usage {
  as_of?: Instant | null;
  runs?: Run[];
  tokens?: TokenRecord[];
  reservations?: Reservation[];
  free_quotas?: FreeQuota[];
}

/** What a line bills. */
export type Item =
  | "gpu_seconds"
  | "tpm_reservation"
  | "input_tokens"
  | "cached_input_tokens"
  | "output_tokens"
  | "reserved_tokens"
  | "free_tokens";

/** A line of a bill. */
export interface Line {
  service: string;
  item: Item;
  /** Of `gpu_seconds`. */
  tier?: string;
  /** Of every other item. */
  model?: string;
  unit_price: Decimal;
  per: 1 | 1000000;
  quantity: Decimal;
  amount: Decimal;
  /** The model's prices are samples. */
  illustrative?: true;
}

/** What one month costs. */
export interface Bill {
  month: Month;
  lines: Line[];
  exact_total: Decimal;
  payable: Decimal;
  rounding: Decimal;
}

/** Usage priced with a price book: one bill for each month. */
export interface Settlement {
  currency: string;
  bills: Bill[];
}

/** Millions of runs as columns of one length; instants as whole milliseconds since 1970. */
export interface Columns {
  startedAtMs: Float64Array;
  stoppedAtMs: Float64Array;
  /** Each run's tier, as an index of `tiers`. */
  tier: Uint8Array;
  tiers: string[];
}

/** What the runs of each tier cost, in the order of `tiers`. */
export interface ColumnsSettlement {
  seconds: number[];
  amounts: Decimal[];
  exactTotal: Decimal;
}

/** Usage that has not happened yet. */
export interface Estimate {
  schema: "tiermeter.estimate/1";
  month: Month;
  lines: EstimateLine[];
}

/** One thing that is used. */
export type EstimateLine =
  | { name: string; kind: "gpu_seconds"; tier: string; scaling: Scaling }
  | {
      name: string;
      kind: "tokens";
      model: string;
      load: {
        requests_per_minute: Decimal[];
        input: number;
        cached_input: number;
        output: number;
        burst_minutes: number;
      };
      reservation: { tpm: number } | null;
      free_quota: boolean;
    };

/** A day of the week. */
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** How many instances there are, when. */
export type Scaling =
  | { mode: "steps"; steps: { from: Instant; instances: number }[] }
  | {
      mode: "weekly";
      instances: number;
      windows: { days: Day[]; from: string; to: string; instances: number }[];
    }
  | {
      mode: "automatic";
      minimum: number;
      maximum: number;
      concurrency: number;
      scale_in_after_seconds: number;
      load: { requests_per_second: Decimal[]; seconds_per_request: Decimal };
      policies: { cron: string; duration_seconds: number; minimum: number }[];
    };

/** What can happen to a service. */
export type CommandName =
  | "enable"
  | "created"
  | "creation_failed"
  | "disable"
  | "account_overdue"
  | "account_replenished";

/** A command with its instant. */
export interface Command {
  command: CommandName;
  at: Instant;
}

/** What is known of a service: plain JSON, to be kept but not written by the host. */
export interface Service {
  readonly activation: "never" | "enabled" | "disabled" | "failed";
  readonly created: boolean;
  readonly overdue: boolean;
  readonly since: Instant | null;
  readonly newest_command_at: Instant | null;
}

/** How a service is billed. */
export type BillingMode = "pay_as_you_go" | "tpm_reservation" | "none";

/** A service in words. */
export interface ServiceDescription {
  status: "not_enabled" | "creating" | "running" | "stopped";
  reasons: ("creation_failed" | "disabled" | "overdue")[];
  since: Instant | null;
  billing_mode: BillingMode;
  late: boolean;
}
