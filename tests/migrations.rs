//! Both databases end up with the same tables, and every migration survives rows.
