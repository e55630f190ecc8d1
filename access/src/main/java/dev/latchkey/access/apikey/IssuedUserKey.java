package dev.latchkey.access.apikey;

/** A key that was made just now, with its text. */
record IssuedUserKey(UserKey key, UserKeyText text) {}
