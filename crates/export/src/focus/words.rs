//! The words that FOCUS and its readers see for each item of a settlement.

use tiermeter_pricing::Item;

/// Something that can be bought, and where FOCUS puts it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Offering {
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) subcategory: &'static str,
}

const EDGE_INFERENCE: Offering =
    Offering { name: "Edge inference", category: "AI and Machine Learning", subcategory: "Machine Learning" };

const MODEL_INFERENCE: Offering =
    Offering { name: "Model inference", category: "AI and Machine Learning", subcategory: "Generative AI" };

/// What a rounding is charged for: no offering that could be bought.
pub(crate) const NO_OFFERING: Offering =
    Offering { name: "Rounding", category: "Other", subcategory: "Other (Other)" };

/// The words of one item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ItemWords {
    pub(crate) offering: Offering,
    /// What is metered.
    pub(crate) meter: &'static str,
    /// What a description begins with; the tier or the model follows.
    pub(crate) used: &'static str,
    /// The unit of quantities, in the form that FOCUS recommends.
    pub(crate) unit: &'static str,
    pub(crate) frequency: &'static str,
}

pub(crate) const fn words(item: Item) -> ItemWords {
    match item {
        Item::GpuSeconds => ItemWords {
            offering: EDGE_INFERENCE,
            meter: "GPU Seconds",
            used: "GPU seconds on tier",
            unit: "Seconds",
            frequency: "Usage-Based",
        },
        Item::TpmReservation => ItemWords {
            offering: MODEL_INFERENCE,
            meter: "TPM Reservation",
            used: "Reserved kTPM-hours of model",
            unit: "KTPM-Hours",
            frequency: "Recurring",
        },
        Item::InputTokens => tokens("Input Tokens", "Input tokens of model"),
        Item::CachedInputTokens => tokens("Cached Input Tokens", "Cached input tokens of model"),
        Item::OutputTokens => tokens("Output Tokens", "Output tokens of model"),
        Item::ReservedTokens => tokens("Reserved Tokens", "Reserved tokens of model"),
        Item::FreeTokens => tokens("Free Tokens", "Free tokens of model"),
    }
}

const fn tokens(meter: &'static str, used: &'static str) -> ItemWords {
    ItemWords { offering: MODEL_INFERENCE, meter, used, unit: "Tokens", frequency: "Usage-Based" }
}
