package dev.latchkey.identity.password;

import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.user.User;

/** A user who has just signed in, and the session that was stored. */
record SignedIn(User user, Sessions.Begun session, boolean isNewUser) {}
