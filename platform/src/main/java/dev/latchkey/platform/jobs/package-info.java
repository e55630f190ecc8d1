/** Recurring work, claimed by row locks so that each run happens on one server only. */
@NullMarked
package dev.latchkey.platform.jobs;

import org.jspecify.annotations.NullMarked;
