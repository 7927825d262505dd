-- Who made an API key: a member of the partner's team, another key, or the operator; nothing for those from before. A key's
-- name is kept, for it may be gone; a member's is not: it is read where members are, and goes with them.
ALTER TABLE api_keys ADD COLUMN created_by TEXT;
ALTER TABLE api_keys ADD COLUMN created_by_member UUID;
ALTER TABLE api_keys ADD COLUMN created_by_name TEXT;
