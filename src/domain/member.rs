//! stand-in

id!(MemberId);
