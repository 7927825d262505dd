//! Door 4: accounting software, through the real `ofxget` and by hand.
