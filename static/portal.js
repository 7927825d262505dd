// Comfort for the portal's pages; each of them works without it. Text only, nothing is kept, nothing is fetched.
"use strict";

// Identity

// Callout

// Developers

// Branding and preview
