//! The one integration binary.

mod segmentation;
