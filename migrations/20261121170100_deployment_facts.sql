-- What this deployment says of itself, by its fingerprint, and since when: clients keep a profile until its date changes.
CREATE TABLE deployment_facts (
    fact TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
