/** Usage of project keys, recorded in batches off the path of requests. */
@NullMarked
package dev.latchkey.tenancy.usage;

import org.jspecify.annotations.NullMarked;
