/** The audit log: its storage by months, its chain, its queries. */
@NullMarked
package dev.latchkey.platform.audit;

import org.jspecify.annotations.NullMarked;
