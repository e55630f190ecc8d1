package dev.latchkey.access;

import dev.latchkey.identity.signin.UserLifecycle;

/** What becomes of memberships and API keys when accounts come, change and go; part of the act's own transaction. */
public final class AccountListener implements UserLifecycle {}
