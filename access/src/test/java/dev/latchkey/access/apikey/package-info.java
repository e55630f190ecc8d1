@NullMarked
package dev.latchkey.access.apikey;

import org.jspecify.annotations.NullMarked;
