package dev.latchkey.identity.user;

/** Answer of {@code POST /users/find-or-create}. */
record FoundUser(UserView user, boolean isNewUser) {}
