@NullMarked
package dev.latchkey.access.member;

import org.jspecify.annotations.NullMarked;
