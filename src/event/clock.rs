//! Times of day, as the running order of an event has them.

use crate::lang::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A time of day: hours and minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "clock", "pattern" = "^([01]?[0-9]|2[0-3])[:.][0-5][0-9]$", "examples" = ["08:30"]))]
pub struct Clock {
    /// Minutes since midnight.
    minutes: u16,
}

impl Clock {
    /// The time as a language writes it: 08.30 in Indonesian, 08:30 in English.
    pub fn written(self, lang: Lang) -> String {
        let (hours, minutes) = (self.minutes / 60, self.minutes % 60);
        match lang {
            Lang::Id => format!("{hours:02}.{minutes:02}"),
            Lang::En => format!("{hours:02}:{minutes:02}"),
        }
    }
}

impl TryFrom<String> for Clock {
    type Error = String;

    fn try_from(written: String) -> Result<Clock, String> {
        let (hours, minutes) = written.split_once([':', '.']).unwrap_or_default();
        let number = |digits: &str, limit: u16| {
            let is_short = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u16>().ok().filter(|number| is_short && *number < limit)
        };
        match (number(hours, 24), number(minutes, 60).filter(|_| minutes.len() == 2)) {
            (Some(hours), Some(minutes)) => Ok(Clock { minutes: hours * 60 + minutes }),
            _ => Err(format!("`{written}` is not a time of day; write hours and minutes, as in 08:30")),
        }
    }
}

impl From<Clock> for String {
    fn from(clock: Clock) -> String {
        clock.written(Lang::En)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_a_colon_or_a_full_stop_and_written_as_the_language_does() {
        let read = |written: &str| Clock::try_from(written.to_owned());
        assert_eq!(read("8:05").map(|clock| clock.written(Lang::Id)), Ok("08.05".to_owned()));
        assert_eq!(read("23.59").map(|clock| clock.written(Lang::En)), Ok("23:59".to_owned()));
        for wrong in ["24:00", "8", "8:5", "08:60", "pagi", "", "+8:00", "08:00:00"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
