/** Tests of the room through its routes, on a real server and a real database. */
@NullMarked
package dev.latchkey.tenancy;

import org.jspecify.annotations.NullMarked;
