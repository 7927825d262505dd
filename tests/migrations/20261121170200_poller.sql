UPDATE connections SET last_polled_by = 'QWIN 2700';
