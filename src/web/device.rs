//! A browser and its system in words.

use super::texts::Tongue;
use crate::domain::device::Device;

/// A browser and its system, as a reader is told of them.
pub fn named(tongue: Tongue, device: Device) -> String {
    match (device.browser, device.system) {
        (Some(browser), Some(system)) => tongue.t2("device", ("browser", browser.word()), ("system", system.word())),
        (Some(browser), None) => browser.word().to_owned(),
        (None, Some(system)) => tongue.t1("device-system", "system", system.word()),
        (None, None) => tongue.t("device-unknown").to_owned(),
    }
}
