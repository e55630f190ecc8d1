/** Telling every server of the installation that something has changed (PostgreSQL {@code LISTEN}/{@code NOTIFY}). */
@NullMarked
package dev.latchkey.platform.signal;

import org.jspecify.annotations.NullMarked;
