//! Values that refuse to be printed, and the keys that seal and derive.
//!
//! One `SECRET_KEY` (32 bytes, outside the database) is the root. Each purpose has a key of its own, derived by
//! HMAC with the purpose's name, so that what is made for one purpose proves nothing for another.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key as SealKey, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chance::Chance;

const NONCE_BYTES: usize = 24;

/// Text that must not reach a log, an error or a page by accident: no `Display`, no `Serialize`, a blind `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretText(String);

impl SecretText {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself. Whoever calls this answers for where it goes.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// SHA-256 of a long random value: how sessions, browsers and API keys rest in the database.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub fn of(value: &[u8]) -> Self {
        Self(Sha256::digest(value).into())
    }

    /// As it rests in the database. `None`: no fingerprint.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The root key, from `SECRET_KEY`.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// Reads 32 bytes of standard base64. `None` for anything else.
    pub fn from_base64(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
        Some(Self(bytes.as_slice().try_into().ok()?))
    }

    pub fn random(chance: &Chance) -> Self {
        Self(chance.bytes())
    }

    /// The form `SECRET_KEY` takes.
    pub fn to_base64(&self) -> SecretText {
        SecretText::new(STANDARD.encode(self.0))
    }

    /// The key of one purpose, for example `link-otp/1`. The number is the version of what is made with it.
    pub fn purpose(&self, name: &'static str) -> PurposeKey {
        PurposeKey(mac(&self.0, &[b"bankfeeds-link", name.as_bytes()]))
    }
}

/// A key for one purpose.
#[derive(Clone, ZeroizeOnDrop)]
pub struct PurposeKey([u8; 32]);

impl PurposeKey {
    /// A key for exactly this value, as the browser alone knows it: `reveal` copies are sealed under it.
    pub fn bound_to(&self, value: &[u8]) -> Self {
        Self(self.mac(&[value]))
    }

    /// HMAC-SHA-256 over the parts, each with its length in front, so that no two lists of parts collide.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, parts)
    }

    /// The MAC in base64url, as a form's hidden field carries it.
    pub fn token(&self, parts: &[&[u8]]) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(parts))
    }

    /// Whether `token` is what [`PurposeKey::token`] makes of the parts; in constant time.
    pub fn is_token(&self, token: &str, parts: &[&[u8]]) -> bool {
        self.token(parts).as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// Seals `plain` (XChaCha20-Poly1305, a fresh nonce in front), bound to `about`. Fails only beyond 256 GiB.
    pub fn seal(&self, chance: &Chance, plain: &[u8], about: &[u8]) -> anyhow::Result<Vec<u8>> {
        let nonce: [u8; NONCE_BYTES] = chance.bytes();
        let payload = Payload { msg: plain, aad: about };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| anyhow::anyhow!("{} bytes cannot be sealed", plain.len()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`PurposeKey::seal`] made. `None` when a byte is wrong or it was about something else.
    pub fn open(&self, sealed: &[u8], about: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: about };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&SealKey::from(self.0))
    }
}

/// Bytes as base64url without padding: the form of cookies and keys.
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The reverse of [`to_base64url`]; `None` for anything that is not its exact output.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // `new` takes a whole block of SHA-256; RFC 2104 pads a shorter key with zeros.
    let mut block = Zeroizing::new([0_u8; 64]);
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*block).into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> PurposeKey {
        SecretKey::random(&Chance::seeded(1)).purpose("test/1")
    }

    #[test]
    fn what_is_sealed_opens_again_and_only_about_the_same_thing() {
        let sealed = key().seal(&Chance::seeded(2), b"pair", b"connection A").unwrap();
        assert_eq!(key().open(&sealed, b"connection A").unwrap().as_slice(), b"pair");
        assert!(key().open(&sealed, b"connection B").is_none());
    }

    #[test]
    fn a_sealed_value_with_any_byte_flipped_does_not_open() {
        let sealed = key().seal(&Chance::seeded(2), b"pair", b"").unwrap();
        for place in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[place] ^= 1;
            assert!(key().open(&broken, b"").is_none(), "byte {place}");
        }
    }

    #[test]
    fn parts_do_not_run_into_one_another() {
        assert_ne!(key().mac(&[b"ab", b"c"]), key().mac(&[b"a", b"bc"]));
    }

    #[test]
    fn a_key_of_another_length_is_no_key() {
        assert!(SecretKey::from_base64("c2hvcnQ=").is_none());
        let key = SecretKey::random(&Chance::seeded(3));
        assert!(SecretKey::from_base64(key.to_base64().reveal()).is_some());
    }

    #[test]
    fn a_secret_prints_as_nothing_but_a_secret() {
        assert_eq!(format!("{:?}", SecretText::new("hush".into())), "(secret)");
    }
}
