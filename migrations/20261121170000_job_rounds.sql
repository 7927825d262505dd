-- Which node has a job, and until when nobody else begins another round of it.
CREATE TABLE job_rounds (
    job TEXT NOT NULL PRIMARY KEY,
    until TIMESTAMPTZ NOT NULL
);
