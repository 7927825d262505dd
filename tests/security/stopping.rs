//! SIGTERM, slow clients and panics: nobody else notices.
