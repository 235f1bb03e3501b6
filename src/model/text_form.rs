//! Values that are texts in JSON.

/// Has serde read values by [`FromStr`](std::str::FromStr) and write them by [`Display`](std::fmt::Display), for those
/// with `#[serde(try_from = "String", into = "String")]`.
macro_rules! text_form {
    ($($name:ty, $error:ty;)+) => {$(
        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    )+};
}

pub(super) use text_form;
