/** The main job as a story told over HTTP: what {@code ./latchkey demo} shows and the black-box suite repeats. */
@NullMarked
package dev.latchkey.server.demo;

import org.jspecify.annotations.NullMarked;
