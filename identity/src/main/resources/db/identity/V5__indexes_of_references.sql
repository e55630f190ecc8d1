-- Whose eyes an administrator looks with: over once the administrator is none any more.
create index impersonations_by_admin on impersonations (admin_id);

-- What a user has begun and not ended goes with the user; of most challenges nobody knows yet whose they are.
create index challenges_by_user on challenges (user_id) where user_id is not null;
