//! Door 1: a person with a linkUrl, one file per page.
