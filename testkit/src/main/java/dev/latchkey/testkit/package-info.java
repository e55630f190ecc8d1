/** What tests of every room share: a PostgreSQL server, a database per test class, a clock to set, an HTTP probe. */
@NullMarked
package dev.latchkey.testkit;

import org.jspecify.annotations.NullMarked;
