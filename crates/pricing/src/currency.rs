//! The current currencies of ISO 4217 that have minor digits, and how many.

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency {
    code: &'static str,
    minor_digits: u32,
}

/// Each number of minor digits with its codes (ISO 4217 list one; codes without minor digits, such as XAU, are
/// no currencies of bills).
const CODES: &[(u32, &str)] = &[
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF \
         CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL \
         HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU \
         MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR \
         SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED \
         VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

impl Currency {
    /// The currency of `code`, in capital letters; `None` if there is none.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        CODES.iter().find_map(|(minor_digits, codes)| {
            let known = codes.split_ascii_whitespace().find(|known| *known == code)?;
            Some(Self { code: known, minor_digits: *minor_digits })
        })
    }

    /// The code of three letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// Digits after the point of a payable amount.
    #[must_use]
    pub const fn minor_digits(self) -> u32 {
        self.minor_digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_with_their_digits() {
        for (code, digits) in [
            ("USD", Some(2)),
            ("JPY", Some(0)),
            ("KWD", Some(3)),
            ("CLF", Some(4)),
            ("XAU", None),
            ("QQQ", None),
            ("usd", None),
            ("", None),
            ("USD ", None),
        ] {
            assert_eq!(Currency::parse(code).map(Currency::minor_digits), digits, "{code}");
        }
    }
}
